"""One connection to a database at a time, changed for another when it is lost; errors in words."""

import contextlib
from collections.abc import Iterator
from typing import Any, LiteralString

import psycopg

from cadence.core import CadenceError
from cadence.ledger.connections import ConnectionSource
from cadence.ledger.hanging import hung_up
from cadence.ledger.postgres_words import words_of

LOST = ("08", "57P")  # the classes of what ends a connection


class PostgresSession:
    """A connection in use.

    Attributes:
        name: of the database, as messages say it.
        connection: the one in use now.
        is_holding: whether a transaction stands open, so that no other connection can go on.
    """

    def __init__(self, source: ConnectionSource, name: str) -> None:
        """Take a connection.

        Raises:
            CadenceError: there is none; with what to do.
        """
        self._source = source
        self._is_open = False
        self.name = name
        self.is_holding = False
        with self.explained(name):
            self.connection = source.take()
        self._is_open = True

    def rows(self, query: LiteralString, *values: object) -> list[Any]:
        """Return what a query finds; asked again, where nothing is held, of another connection."""
        try:
            return self.execute(query, *values).fetchall()
        except psycopg.Error as error:
            if self.is_holding or not self.is_lost(error):
                raise
            self.renew()
            return self.execute(query, *values).fetchall()

    def execute(self, query: LiteralString, *values: object) -> psycopg.Cursor[Any]:
        """Do something, once."""
        with hung_up(self.connection):
            return self.connection.execute(query, values or None)

    def roll_back(self) -> None:
        """End a transaction that stands open, as far as there is a connection to do so."""
        if not self.is_holding:
            return
        self.is_holding = False
        with contextlib.suppress(psycopg.Error):
            self.execute("ROLLBACK")

    def renew(self) -> None:
        """Change the connection, which is none any more, for another one."""
        self.connection.close()  # so that a pool throws it away
        self.close()
        self.connection = self._source.take()
        self._is_open = True

    def close(self) -> None:
        """Give the connection back to where it came from."""
        if self._is_open:
            self._is_open = False
            self._source.give(self.connection)

    def is_lost(self, error: psycopg.Error) -> bool:
        """Tell an error after which the connection is none any more."""
        code = error.sqlstate or ""
        of_driver = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return self.connection.broken or code.startswith(LOST) or (not code and of_driver)

    @contextlib.contextmanager
    def explained(self, name: str) -> Iterator[None]:
        """Say in words what the database could not do, and what to do about it.

        Raises:
            CadenceError: instead of the driver's own errors.
        """
        try:
            yield
        except psycopg.Error as error:
            raise CadenceError(words_of(name, error)) from error
