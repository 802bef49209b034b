"""caldav.sqlite: which version of each task a client was told of, so that it hears what changed.

A list is made anew from the Scene whenever it is asked for; here stands what it was the last time,
task by task, each change with a number of its own (RFC 6578). Losing the file costs every client
one look at its whole list, and nothing else.
"""

import datetime as dt
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cadence.core import Tables, _, opened_private

FILE = "caldav.sqlite"
GONE = ""  # the tag of a task that left its list
STATE = "data:,"  # a token has to be a URI; this one says nothing but itself
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS epoch (one INTEGER PRIMARY KEY CHECK (one = 1), value TEXT)",
    """CREATE TABLE IF NOT EXISTS versions (
        number INTEGER PRIMARY KEY, unit TEXT NOT NULL, uid TEXT NOT NULL, etag TEXT NOT NULL,
        UNIQUE (unit, uid)
    )""",
    """CREATE TABLE IF NOT EXISTS refusals (
        unit TEXT NOT NULL, uid TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (unit, uid)
    )""",
)
# One more than any number that was ever given, to whatever list.
NEXT = "(SELECT coalesce(max(number), 0) + 1 FROM versions)"


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A task whose version changed, or that left the list; the number of that change."""

    number: int
    uid: str
    etag: str


class Memory(Tables):
    """An open caldav.sqlite; use `open_memory`. One thread at a time."""

    def settle(self, unit: str, etags: Mapping[str, str]) -> str:
        """Keep what a list holds now.

        Returns:
            The token of this state.
        """
        if list(self._changed(unit, etags)):
            with self.writing():
                # Looked at once more: meanwhile another process may have kept the same.
                for uid, etag in list(self._changed(unit, etags)):
                    self.connection.execute(
                        "INSERT OR REPLACE INTO versions (number, unit, uid, etag)"  # noqa: S608 - a constant
                        f" VALUES ({NEXT}, ?, ?, ?)",
                        (unit, uid, etag),
                    )
        return self.token(unit)

    def token(self, unit: str, number: int | None = None) -> str:
        """Return the token of a list's newest change, or of one change of it."""
        if number is None:
            query = "SELECT coalesce(max(number), 0) FROM versions WHERE unit = ?"
            number = self.rows(query, unit)[0][0]
        return f"{STATE}{self._epoch()}-{number}"

    def since(self, unit: str, token: str) -> tuple[VersionChange, ...] | None:
        """Return what changed after a token, in the order of the changes.

        Args:
            unit: whose list.
            token: "" for all that the list holds.

        Returns:
            None where the token is none that we gave for this list.
        """
        query = "SELECT number, uid, etag FROM versions WHERE unit = ? AND number > ?"
        if not token:
            found = self.rows(f"{query} AND etag <> '' ORDER BY number", unit, 0)
            return tuple(VersionChange(*each) for each in found)
        epoch, _dash, number = token.removeprefix(STATE).partition("-")
        newest = self.rows("SELECT coalesce(max(number), 0) FROM versions WHERE unit = ?", unit)
        known = epoch == self._epoch() and number.isdecimal() and number.isascii()
        if not known or int(number) > newest[0][0]:
            return None
        found = self.rows(f"{query} ORDER BY number", unit, int(number))
        return tuple(VersionChange(*each) for each in found)

    def refuse(self, unit: str, uid: str, reason: str, now: dt.datetime) -> None:
        """Keep why a tick was not taken, to be shown in the task."""
        with self.writing():
            self.connection.execute(
                "INSERT OR REPLACE INTO refusals VALUES (?, ?, ?, ?)",
                (unit, uid, reason, now.isoformat(timespec="seconds")),
            )

    def forgive(self, unit: str, uid: str) -> None:
        """Show a reason no longer."""
        with self.writing():
            self.connection.execute("DELETE FROM refusals WHERE unit = ? AND uid = ?", (unit, uid))

    def refusals(self, unit: str, since: dt.datetime) -> dict[str, str]:
        """Return by uid why ticks were not taken since a moment."""
        query = "SELECT uid, reason FROM refusals WHERE unit = ? AND at >= ?"
        return dict(self.rows(query, unit, since.isoformat(timespec="seconds")))

    def _changed(self, unit: str, etags: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        query = "SELECT uid, etag FROM versions WHERE unit = ?"
        known = dict(self.rows(query, unit))
        for uid, etag in etags.items():
            if known.get(uid, GONE) != etag:
                yield uid, etag
        yield from ((uid, GONE) for uid, etag in known.items() if etag and uid not in etags)

    def _epoch(self) -> str:
        return str(self.rows("SELECT value FROM epoch")[0][0])


@contextmanager
def open_memory(folder: Path) -> Iterator[Memory]:
    """Open the memory of a workspace, making the file where there is none.

    Raises:
        CadenceError: it cannot be opened, or is no such file; with what to do.
    """
    file = folder / FILE
    with opened_private(file, _words, SCHEMA) as connection:
        if connection.execute("SELECT 1 FROM epoch").fetchone() is None:
            made = (secrets.token_hex(4),)
            connection.execute("INSERT OR IGNORE INTO epoch VALUES (1, ?)", made)
        yield Memory(connection, file, _words)


def _words(file: Path, error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        message = _("{0} is damaged; delete it: phones only fetch their whole lists again")
    else:
        message = _("{0} cannot be read or written: {1}")
    return message.format(file, error)
