"""access.sqlite: who may fetch what, and who fetched when; beside the ledger, never under out/.

Tokens and the password are kept as hashes alone, in a file that only its owner may read. What
clients fetched is one line per unit, token and kind of client, so it stays as small as the roster.
"""

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cadence.core import (
    _,
    copied,
    explained,
    is_writable,
    opened_private,
    writing,
)
from cadence.serve.private_mark import is_marked, mark_private
from cadence.serve.secrets import digest

FILE = "access.sqlite"
PUBLIC = 0  # stands for the token of a fetch from the public address
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS tokens (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        place TEXT NOT NULL, unit TEXT NOT NULL,
        digest BLOB NOT NULL UNIQUE,
        issued TEXT NOT NULL, revoked TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS fetches (
        place TEXT NOT NULL, unit TEXT NOT NULL, token INTEGER NOT NULL, client TEXT NOT NULL,
        first TEXT NOT NULL, last TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (place, unit, token, client)
    )""",
)
ADD_FETCH = """INSERT INTO fetches (place, unit, token, client, first, last, count)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last = max(last, excluded.last), count = count + excluded.count"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One address that was handed out; the token itself is nowhere but in that address."""

    number: int
    place: str
    unit: str
    issued: dt.datetime
    revoked: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """How often one kind of client fetched one unit's feed; token PUBLIC: the public address."""

    place: str
    unit: str
    token: int
    client: str
    first: dt.datetime
    last: dt.datetime
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may fetch what.

    Attributes:
        private: feeds need a token, everything else the password.
        decided: somebody has turned tokens on or off; False in a file that was just made.
        password: locked; None where none was ever set.
        tokens: those in force, by their digest.
    """

    private: bool = False
    decided: bool = False
    password: str | None = None
    tokens: dict[bytes, Token] = field(default_factory=dict)


class AccessStore:
    """An open access.sqlite; use `open_store`. One thread at a time."""

    def __init__(self, connection: sqlite3.Connection, file: Path, was_private: bool) -> None:
        self._connection = connection
        self.file = file
        self._was_private = was_private
        found = file.stat()
        self._identity = (found.st_dev, found.st_ino)

    def access(self) -> Access:
        """Read who may fetch what."""
        with explained(self.file, _message):
            rows = self._connection.execute("SELECT name, value FROM settings")
            settings = dict(rows.fetchall())
            found = self._connection.execute(
                "SELECT digest, number, place, unit, issued, revoked FROM tokens"
                " WHERE revoked IS NULL"
            ).fetchall()
        return Access(
            private=settings.get("private", "yes" if self._was_private else "no") == "yes",
            decided="private" in settings,
            password=settings.get("password"),
            tokens={row[0]: _token(row[1:]) for row in found},
        )

    def is_current(self) -> bool:
        """Tell whether the file is still the one that was opened, not another in its place."""
        try:
            found = self.file.stat()
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == self._identity

    def version(self) -> int:
        """Return a number that changes whenever somebody else has changed the file."""
        with explained(self.file, _message):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def tokens(self) -> tuple[Token, ...]:
        """Read every token that was ever issued, in that order."""
        with explained(self.file, _message):
            found = self._connection.execute(
                "SELECT number, place, unit, issued, revoked FROM tokens ORDER BY number"
            ).fetchall()
        return tuple(map(_token, found))

    def fetches(self) -> tuple[Fetch, ...]:
        """Read who fetched what, and when."""
        with explained(self.file, _message):
            found = self._connection.execute(
                "SELECT place, unit, token, client, first, last, count FROM fetches"
                " ORDER BY place, unit, token, client"
            ).fetchall()
        return tuple(_fetch(row) for row in found)

    def issue(self, issued: Iterable[tuple[str, str, str]], now: dt.datetime) -> None:
        """Take tokens into force, all or none; what is stored of each is its hash alone.

        Args:
            issued: place, unit and token of each.
            now: the moment.
        """
        self._write(
            "INSERT INTO tokens (place, unit, digest, issued) VALUES (?, ?, ?, ?)",
            [(place, unit, digest(token), _text(now)) for place, unit, token in issued],
        )

    def revoke(self, number: int, now: dt.datetime) -> None:
        """End one token; the others stay."""
        self._write(
            "UPDATE tokens SET revoked = ? WHERE number = ? AND revoked IS NULL",
            [(_text(now), number)],
        )

    def set_private(self, *, private: bool, password: str | None = None) -> None:
        """Turn tokens on or off, and in the same moment set a password.

        Args:
            private: on.
            password: locked; None: as it was.
        """
        if private:
            mark_private(self.file, private=True)  # before it counts, so that it is never lost
        self._set(("private", "yes" if private else "no"), ("password", password))
        if not private:
            mark_private(self.file, private=False)

    def set_password(self, locked: str) -> None:
        """Replace the office's password."""
        self._set(("password", locked))

    def add_fetches(self, fetches: Iterable[Fetch]) -> None:
        """Add what was fetched since the last time, in one transaction."""
        rows = [
            (
                each.place,
                each.unit,
                each.token,
                each.client,
                _text(each.first),
                _text(each.last),
                each.count,
            )
            for each in fetches
        ]
        if rows:
            self._write(ADD_FETCH, rows)

    def _set(self, *settings: tuple[str, str | None]) -> None:
        given = [each for each in settings if each[1] is not None]
        self._write("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", given)

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        with explained(self.file, _message), writing(self._connection):
            self._connection.executemany(statement, rows)


@contextlib.contextmanager
def open_store(folder: Path, *, reading: bool = False) -> Iterator[AccessStore]:
    """Open the access file of a workspace, making it where there is none.

    Args:
        folder: the workspace.
        reading: on a disk that may only be read a copy will do, of which nothing is kept.

    Raises:
        CadenceError: it cannot be opened, or is no such file; with what to do.
    """
    file = folder / FILE
    with contextlib.ExitStack() as stack:
        lies_open = is_writable(file) if file.exists() else os.access(folder, os.W_OK)
        if reading and not lies_open:
            file = stack.enter_context(copied(file))
        connection = stack.enter_context(opened_private(file, _message, SCHEMA))
        yield AccessStore(connection, file, is_marked(folder / FILE))


def read_access(folder: Path) -> Access:
    """Read who may fetch what; where there is no file, and never was a private one, all may.

    Where tokens were on and the file is lost, all stays closed until they are turned on anew.

    Raises:
        CadenceError: it cannot be read.
    """
    file = folder / FILE
    if not file.exists():
        return Access(private=is_marked(file))
    with open_store(folder, reading=True) as store:
        return store.access()


def is_lost(folder: Path) -> bool:
    """Tell whether tokens were on and the file that knows them is gone."""
    access = read_access(folder)
    return access.private and not access.tokens and access.password is None


def _message(file: Path, error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        message = _("{0} is damaged; move it away, turn tokens on and issue them again")
    else:
        message = _("{0} cannot be read or written: {1}")
    return message.format(file, error)


def _text(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _token(row: tuple[int, str, str, str, str | None]) -> Token:
    number, place, unit, issued, revoked = row
    return Token(
        number=number,
        place=place,
        unit=unit,
        issued=dt.datetime.fromisoformat(issued),
        revoked=dt.datetime.fromisoformat(revoked) if revoked else None,
    )


def _fetch(row: tuple[str, str, int, str, str, str, int]) -> Fetch:
    place, unit, token, client, first, last, count = row
    return Fetch(
        place=place,
        unit=unit,
        token=token,
        client=client,
        first=dt.datetime.fromisoformat(first),
        last=dt.datetime.fromisoformat(last),
        count=count,
    )
