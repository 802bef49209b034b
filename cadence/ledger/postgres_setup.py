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


def make(connection: psycopg.Connection) -> None:
    """Make what is missing, all of it or nothing; what is there stays.

    Raises:
        psycopg.Error: this role may not.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [MAKING])
        connection.execute(SCHEMA)


def prepare(address: str, writers: Iterable[str] = (), readers: Iterable[str] = ()) -> str:
    """Make a database ready and let roles use it, all of it or nothing; may be run again.

    Args:
        address: of the database, with a role that may make things in it.
        writers: roles that may read lines and add some.
        readers: roles that may only read.

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
                make(connection)
                for role in writers:
                    _grant(connection, role, "SELECT, INSERT")
                for role in readers:
                    _grant(connection, role, "SELECT")
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


def _grant(connection: psycopg.Connection, role: str, rights: LiteralString) -> None:
    named = sql.Identifier(role)
    for text in (
        "GRANT USAGE ON SCHEMA cadence TO {}",
        "REVOKE ALL ON cadence.entries FROM {}",
        f"GRANT {rights} ON cadence.entries TO {{}}",
    ):
        connection.execute(sql.SQL(text).format(named))
