"""A file of the workspace that SQLite keeps: opened as its disk allows, and its errors in words.

Whoever finds it held by somebody else waits, also at its very first use: SQLite answers a change
of the journal with "locked" at once, whatever patience it was given.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cadence.core.errors import CadenceError
from cadence.core.shared_drive import is_remote

PATIENCE = 60  # seconds that one waits for the others
PAUSE = 0.002  # seconds between two tries: SQLite by itself may sleep a whole second
OWNER_ONLY = 0o600
PRIMARY = 0xFF  # of an error's code: busy for whatever reason

Words = Callable[[Path, sqlite3.Error], str]


@contextlib.contextmanager
def opened(file: Path, words: Words) -> Iterator[tuple[sqlite3.Connection, str]]:
    """Open a file, made where there is none; transactions are begun by hand.

    A network share has no shared memory, which WAL needs: there the journal is a rollback one.

    Args:
        file: where it lies.
        words: says what an error of SQLite means and what to do.

    Yields:
        The connection, and the journal that the disk allowed.

    Raises:
        CadenceError: SQLite could not do something, here or inside the block.
    """
    with explained(file, words):
        connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        try:
            wanted = "DELETE" if is_remote(file.parent) else "WAL"
            journal = patiently(lambda: connection.execute(f"PRAGMA journal_mode={wanted}"))
            connection.execute("PRAGMA synchronous=FULL")
            yield connection, str(journal.fetchone()[0])
        finally:
            connection.close()


def is_writable(file: Path) -> bool:
    """Tell whether a file that is there may be written, and its log beside it."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


@contextlib.contextmanager
def copied(file: Path) -> Iterator[Path]:
    """Copy a file with its log to where it can be opened: SQLite reads no log that it cannot lock.

    Args:
        file: on a share or a backup that may only be read.

    Yields:
        The copy, which goes at the end.
    """
    with tempfile.TemporaryDirectory(prefix="cadence-") as folder:
        for suffix in ("", "-wal"):
            source = file.with_name(file.name + suffix)
            if source.exists():
                shutil.copyfile(source, Path(folder, source.name))
        yield Path(folder, file.name)


@contextlib.contextmanager
def readable(file: Path) -> Iterator[Path]:
    """Give a file where SQLite can read it: itself, or a copy where its disk may only be read."""
    if is_writable(file):
        yield file
    else:
        with copied(file) as copy:
            yield copy


def begin(connection: sqlite3.Connection) -> None:
    """Begin a transaction that writes, as soon as the writer before is done.

    Raises:
        sqlite3.OperationalError: somebody holds the file for too long.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
    finally:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")


@contextlib.contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold a file for one transaction: all of the block is on disk at its end, or nothing.

    Raises:
        sqlite3.Error: the disk is full, or somebody holds the file for too long.
    """
    begin(connection)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def opened_private(file: Path, words: Words, schema: Iterable[str]) -> Iterator[sqlite3.Connection]:
    """Open a file that its owner alone may read, made with its tables where there is none.

    Args:
        file: where it lies.
        words: says what an error of SQLite means and what to do.
        schema: statements that make what is missing and leave what is there.

    Raises:
        CadenceError: SQLite could not do something, here or inside the block.
    """
    with contextlib.suppress(OSError):  # what stands in the way, SQLite says next
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
    with opened(file, words) as (connection, _journal):
        for statement in schema:
            connection.execute(statement)
        yield connection


def patiently(attempt: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
    """Try until nobody else is in the way, or for as long as patience lasts.

    Raises:
        sqlite3.OperationalError: the last try's.
    """
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > ends:
                raise
        time.sleep(PAUSE)


@contextlib.contextmanager
def explained(file: Path, words: Words) -> Iterator[None]:
    """Say in words what SQLite could not do, and what to do about it.

    Raises:
        CadenceError: instead of the database's own errors.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise CadenceError(words(file, error)) from error


class Tables:
    """The tables in an open file of ours: read and changed, with every error in words.

    Attributes:
        connection: where they are; file: where it lies.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path, words: Words) -> None:
        self.connection = connection
        self.file = file
        self._words = words

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a query finds.

        Raises:
            CadenceError: the file cannot be read.
        """
        with explained(self.file, self._words):
            return self.connection.execute(query, values).fetchall()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the file for one transaction: all of the block is on disk at its end, or nothing.

        Raises:
            CadenceError: the disk is full, or somebody holds the file for too long.
        """
        with explained(self.file, self._words), writing(self.connection):
            yield
