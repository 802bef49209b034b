"""desk.sqlite: keys by which other programs of the office read a place's lists.

They change nothing by it. A key is 128 random bits, shown once; its SHA-256 alone is kept.
"""

import contextlib
import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cadence.core import Tables, opened_private
from cadence.desk.accounts import FILE, words_of

BYTES = 16
LONGEST_LABEL = 40
SCHEMA = (
    """CREATE TABLE IF NOT EXISTS reading_keys (
        number INTEGER PRIMARY KEY AUTOINCREMENT, place TEXT NOT NULL, label TEXT NOT NULL,
        digest BLOB NOT NULL UNIQUE, issued TEXT NOT NULL, revoked TEXT
    )""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingKey:
    """One program's key; label: which program, in the office's words."""

    number: int
    place: str
    label: str
    issued: dt.datetime


class ReadingKeys(Tables):
    """The keys in an open desk.sqlite; use `open_reading_keys`. One thread at a time."""

    def issue(self, place: str, label: str, now: dt.datetime) -> str:
        """Make a key for a place, and return it; it is kept nowhere."""
        key = secrets.token_urlsafe(BYTES)
        row = (place, label[:LONGEST_LABEL], _digest(key), now.isoformat(timespec="seconds"))
        with self.writing():
            self.connection.execute(
                "INSERT INTO reading_keys (place, label, digest, issued) VALUES (?, ?, ?, ?)", row
            )
        return key

    def revoke(self, number: int, place: str, now: dt.datetime) -> None:
        """End a key of a place."""
        row = (now.isoformat(timespec="seconds"), number, place)
        with self.writing():
            self.connection.execute(
                "UPDATE reading_keys SET revoked = ?"
                " WHERE number = ? AND place = ? AND revoked IS NULL",
                row,
            )

    def listed(self, place: str) -> tuple[ReadingKey, ...]:
        """Return the keys of a place that are in force."""
        query = "SELECT number, place, label, issued FROM reading_keys WHERE revoked IS NULL"
        return tuple(map(_key, self.rows(f"{query} AND place = ? ORDER BY number", place)))

    def match(self, key: str) -> ReadingKey | None:
        """Return the key in force that this is, or None."""
        query = "SELECT number, place, label, issued FROM reading_keys WHERE revoked IS NULL"
        return next(map(_key, self.rows(f"{query} AND digest = ?", _digest(key))), None)


@contextlib.contextmanager
def open_reading_keys(folder: Path) -> Iterator[ReadingKeys]:
    """Open the keys of a workspace, making the file where there is none.

    Raises:
        CadenceError: it cannot be opened, or is no such file; with what to do.
    """
    file = folder / FILE
    with opened_private(file, words_of, SCHEMA) as connection:
        yield ReadingKeys(connection, file, words_of)


def _key(row: tuple[int, str, str, str]) -> ReadingKey:
    number, place, label, issued = row
    return ReadingKey(
        number=number, place=place, label=label, issued=dt.datetime.fromisoformat(issued)
    )


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()
