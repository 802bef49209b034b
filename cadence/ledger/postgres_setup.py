"""A PostgreSQL database made ready for ledgers: the table, its guards, and who may add lines."""

from collections.abc import Iterable
from typing import LiteralString

import psycopg
from psycopg import sql

from cadence.core import CadenceError, _
from cadence.ledger.connections import Single
from cadence.ledger.postgres_schema import MAKING, SCHEMA
from cadence.ledger.postgres_words import without_password, words_of

OLDEST = 140_000  # CREATE OR REPLACE TRIGGER


def make(connection: psycopg.Connection, *, anew: bool = False) -> None:
    """Make what is missing, all of it or nothing.

    Args:
        connection: of a role that may.
        anew: also where the table is there, so that its guards are as they must be.

    Raises:
        psycopg.Error: this role may not.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [MAKING])
        there = connection.execute("SELECT to_regclass('cadence.entries')").fetchone()
        if anew or there == (None,):
            connection.execute(SCHEMA)


def prepare(address: str, writers: Iterable[str] = (), readers: Iterable[str] = ()) -> str:
    """Make a database ready and let roles use it, all of it or nothing; may be run again.

    Args:
        address: of the database, with a role that may make things in it.
        writers: roles that may read lines and add some, as ROLE, or as ROLE=CHAIN where it is to
            see that chain alone, and those below it (CHAIN/…).
        readers: roles that may only read, the same way.

    Returns:
        The address as it may be shown.

    Raises:
        CadenceError: it cannot be reached, it is too old, or this role may not.
    """
    name = without_password(address)
    source = Single(address)
    try:
        connection = source.take()
        try:
            _check_version(connection, name)
            with connection.transaction():
                make(connection, anew=True)
                for rights, asked in (("SELECT, INSERT", writers), ("SELECT", readers)):
                    for role, chains in _by_role(asked).items():
                        _grant(connection, role, chains, rights)
        finally:
            source.give(connection)
    except psycopg.errors.UndefinedObject as error:
        message = _("{0}: {1}; nothing was changed; make it first: CREATE ROLE name LOGIN")
        raise CadenceError(message.format(name, str(error).splitlines()[0])) from error
    except psycopg.errors.InsufficientPrivilege as error:
        message = _("{0}: {1}; nothing was changed; use the role that owns the database")
        raise CadenceError(message.format(name, str(error).splitlines()[0])) from error
    except psycopg.Error as error:
        raise CadenceError(words_of(name, error)) from error
    return name


def _check_version(connection: psycopg.Connection, name: str) -> None:
    if connection.info.server_version < OLDEST:
        message = _("{0} is PostgreSQL {1}; the ledger needs 14 or newer")
        raise CadenceError(message.format(name, connection.info.server_version // 10_000))


def _by_role(asked: Iterable[str]) -> dict[str, list[str]]:
    """Return, by role, the chains that it is to see; "" stands for all of them."""
    found: dict[str, list[str]] = {}
    for each in asked:
        role, _equals, chain = each.partition("=")
        found.setdefault(role, []).append(chain)
    return found


def _grant(
    connection: psycopg.Connection, role: str, chains: list[str], rights: LiteralString
) -> None:
    texts: tuple[LiteralString, ...] = (
        "GRANT USAGE ON SCHEMA cadence TO {0}",
        "REVOKE ALL ON cadence.entries FROM {0}",
        f"GRANT {rights} ON cadence.entries TO {{0}}",
        "DROP POLICY IF EXISTS {0} ON cadence.entries",
        "CREATE POLICY {0} ON cadence.entries TO {0} USING ({1})",
    )
    seen: LiteralString = "chain = {0} OR starts_with(chain, {0} || '/')"
    shown: sql.Composable = sql.SQL("true")
    if "" not in chains:
        shown = sql.SQL(" OR ").join(sql.SQL(seen).format(sql.Literal(each)) for each in chains)
    for text in texts:
        connection.execute(sql.SQL(text).format(sql.Identifier(role), shown))
