"""Connections to one PostgreSQL database: one of its own for a command, a pool for a server."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any, Protocol

import psycopg
from psycopg import Connection, conninfo
from psycopg_pool import ConnectionPool, PoolTimeout

from cadence.core import CadenceError
from cadence.ledger.postgres_words import without_password, words_of

PATIENCE = 60  # seconds that one waits for the others, or for a server that was lost
POOL_PATIENCE = 5  # seconds that a page waits for a connection
LARGEST_POOL = 10
# Where the address says nothing else: a computer that has vanished is noticed in half a minute.
DEFAULTS: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
    "application_name": "cadence",
}
# What is acknowledged is on the disk, also where the database is set otherwise; who holds the
# chain and is gone loses it.
SETUP = f"""
SET client_encoding = 'UTF8';
SET lock_timeout = '{PATIENCE}s';
SET idle_in_transaction_session_timeout = '10min';
SET tcp_keepalives_idle = 10;
SET tcp_keepalives_interval = 5;
SET tcp_keepalives_count = 3;
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') = 'off'
"""
_POOLS: dict[tuple[int, str], "ConnectionPool[Connection]"] = {}


class ConnectionSource(Protocol):
    """Where connections come from."""

    def take(self) -> Connection:
        """Return a connection that answers."""

    def give(self, connection: Connection) -> None:
        """Take one back, whatever state it is in."""


class Single:
    """Connections made when they are asked for."""

    def __init__(self, address: str) -> None:
        self._address = address

    def take(self) -> Connection:
        """Make a connection."""
        given = {**DEFAULTS, **conninfo.conninfo_to_dict(self._address)}
        connection = Connection.connect(**given, autocommit=True)
        set_up(connection)
        return connection

    def give(self, connection: Connection) -> None:
        """End a connection."""
        connection.close()


class Pooled:
    """Connections of the pool that a server keeps."""

    def __init__(self, pool: "ConnectionPool[Connection]", address: str) -> None:
        self._pool = pool
        self._address = address

    def take(self) -> Connection:
        """Take one that still answers out of the pool; the others are thrown away.

        The pool's own check waits longer after each, where a server came back and none answers.
        """
        for _turn in range(LARGEST_POOL + 1):
            connection = self._next()
            try:
                connection.execute("")
            except psycopg.OperationalError:
                connection.close()
                self.give(connection)
            else:
                return connection
        return self._next()

    def _next(self) -> Connection:
        try:
            return self._pool.getconn()
        except PoolTimeout:
            Single(self._address).take().close()  # it says why, where it is not the pool
            raise

    def give(self, connection: Connection) -> None:
        """Put one back; a broken one is thrown away and another made."""
        self._pool.putconn(connection)


def source_of(address: str) -> ConnectionSource:
    """Return where the connections to an address come from in this process."""
    pool = _POOLS.get((os.getpid(), address))
    return Pooled(pool, address) if pool else Single(address)


def set_up(connection: Connection) -> None:
    """Set what a session of ours needs."""
    connection.execute(SETUP)


@contextlib.contextmanager
def pool(address: str) -> Iterator[None]:
    """Keep a pool of connections to an address while the block runs; in this process alone.

    Raises:
        CadenceError: the address is none.
    """
    name = without_password(address)
    try:
        given = {**DEFAULTS, **conninfo.conninfo_to_dict(address), "autocommit": True}
    except psycopg.Error as error:
        raise CadenceError(words_of(name, error)) from error
    kept = ConnectionPool(
        kwargs=given,
        configure=set_up,
        min_size=1,
        max_size=LARGEST_POOL,
        timeout=POOL_PATIENCE,
        open=False,
        name="cadence",
    )
    kept.open()
    _POOLS[os.getpid(), address] = kept
    try:
        yield
    finally:
        del _POOLS[os.getpid(), address]
        kept.close()
