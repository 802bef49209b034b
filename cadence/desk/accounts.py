"""desk.sqlite: who may sign in to the desk, and who has; beside the ledger, never under out/.

Passwords are kept as argon2 hashes and session keys as SHA-256 alone, in a file that only its
owner may read: whoever reads it cannot sign in by it.
"""

import contextlib
import datetime as dt
import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from cadence.core import CadenceError, Tables, _, opened_private

FILE = "desk.sqlite"
KEY_BYTES = 32  # of a session
IDLE = dt.timedelta(hours=12)  # after which a session that nobody used ends
LOCKED = dt.timedelta(minutes=15)  # in which so many wrong passwords are too many
TRIES = 5
SHORTEST = 8  # characters of a password
LONGEST = 200  # a longer one would only be work
LOCAL = "安委办"  # who sits at the computer on which the desk runs, without a password
HASHING = threading.Semaphore(2)  # each takes 64 MB; many guesses at once wait for each other
Role = Literal["office", "unit", "leader", "auditor"]
ROLES = cast("tuple[Role, ...]", get_args(Role))
SCHEMA = (
    """CREATE TABLE IF NOT EXISTS users (
        name TEXT PRIMARY KEY, role TEXT NOT NULL, unit TEXT, password TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS sessions (
        number INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE,
        user TEXT NOT NULL, csrf TEXT NOT NULL, agent TEXT NOT NULL,
        begun TEXT NOT NULL, seen TEXT NOT NULL
    )""",
    "CREATE TABLE IF NOT EXISTS tries (user TEXT NOT NULL, at TEXT NOT NULL)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Who signs in.

    Attributes:
        name: what they type, and what stands beside their entries: a post, never a person.
        role: office sees and changes all, unit its own duties, leader looks, auditor looks and
            reads the ledger.
        unit: the key of a unit's own (yichuan/pengpo); None for the others.
    """

    name: str
    role: Role
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSession:
    """Somebody signed in, on one browser.

    Attributes:
        csrf: what every form of theirs carries, so that no other site can send one.
        agent: what their browser calls itself.
    """

    number: int
    user: User
    csrf: str
    agent: str
    begun: dt.datetime
    seen: dt.datetime


class Accounts(Tables):
    """An open desk.sqlite; use `open_accounts`. One thread at a time."""

    def users(self) -> tuple[User, ...]:
        """Return everybody who may sign in, by name."""
        rows = self.rows("SELECT name, role, unit FROM users ORDER BY name")
        return tuple(_user(row) for row in rows)

    def is_locked(self) -> bool:
        """Tell whether the office itself signs in by a password."""
        office = "SELECT 1 FROM users WHERE role = 'office' AND password IS NOT NULL LIMIT 1"
        return bool(self.rows(office))

    def put_user(self, user: User, password: str | None) -> None:
        """Add a user, or change one: a new password or another role ends their sessions.

        Raises:
            CadenceError: the password is too short or too long.
        """
        kept = hashed(password) if password is not None else None
        with self.writing():
            self.connection.execute(
                "INSERT INTO users (name, role, unit, password) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET role = excluded.role, unit = excluded.unit,"
                " password = coalesce(excluded.password, password)",
                (user.name, user.role, user.unit, kept),
            )
            self.connection.execute("DELETE FROM sessions WHERE user = ?", (user.name,))

    def drop_user(self, name: str) -> None:
        """Let somebody sign in no longer; their sessions end at once."""
        with self.writing():
            for table, column in (("users", "name"), ("sessions", "user"), ("tries", "user")):
                self.connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (name,))  # noqa: S608 - names of ours

    def match(self, name: str, password: str, now: dt.datetime) -> User | None:
        """Return the user whose password this is; None where it is wrong.

        Each try is counted before it is weighed, so that many at once do not pass the limit.

        Raises:
            CadenceError: too many wrong ones; when to come back.
        """
        with self.writing():
            since = _text(now - LOCKED)
            self.connection.execute("DELETE FROM tries WHERE at <= ?", (since,))
            counted = "SELECT COUNT(*) FROM tries WHERE user = ?"
            tried = self.connection.execute(counted, (name,)).fetchone()[0]
            if tried < TRIES:
                self.connection.execute("INSERT INTO tries VALUES (?, ?)", (name, _text(now)))
        if tried >= TRIES:
            minutes = int(LOCKED.total_seconds() // 60)
            raise CadenceError(
                _("too many wrong passwords; try again in {0} minutes").format(minutes)
            )
        rows = self.rows("SELECT name, role, unit, password FROM users WHERE name = ?", name)
        if not is_password(password, rows[0][3] if rows else None):
            return None
        with self.writing():
            self.connection.execute("DELETE FROM tries WHERE user = ?", (name,))
        return _user(rows[0][:3])

    def begin(self, user: User, agent: str, now: dt.datetime) -> str:
        """Begin a session.

        Returns:
            Its key, which is kept nowhere but in the browser's cookie.
        """
        key = secrets.token_urlsafe(KEY_BYTES)
        row = (_digest(key), user.name, secrets.token_urlsafe(KEY_BYTES), agent[:200])
        with self.writing():
            self.connection.execute("DELETE FROM sessions WHERE seen < ?", (_text(now - IDLE),))
            self.connection.execute(
                "INSERT INTO sessions (digest, user, csrf, agent, begun, seen)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*row, _text(now), _text(now)),
            )
        return key

    def session(self, key: str, now: dt.datetime) -> DeskSession | None:
        """Return the session of a key, and keep it alive; None where it has ended."""
        found = next((each for each in self._sessions("WHERE digest = ?", _digest(key))), None)
        if found is None or now - found.seen > IDLE:
            return None
        if now - found.seen > dt.timedelta(minutes=1):
            with self.writing():
                self.connection.execute(
                    "UPDATE sessions SET seen = ? WHERE number = ?", (_text(now), found.number)
                )
        return found

    def sessions(self, now: dt.datetime) -> tuple[DeskSession, ...]:
        """Return who is signed in, the newest first."""
        found = self._sessions("ORDER BY number DESC")
        return tuple(each for each in found if now - each.seen <= IDLE)

    def end(self, number: int) -> None:
        """End a session."""
        with self.writing():
            self.connection.execute("DELETE FROM sessions WHERE number = ?", (number,))

    def _sessions(self, where: str, *values: object) -> Iterator[DeskSession]:
        columns = "number, csrf, agent, begun, seen, name, role, unit"
        query = f"SELECT {columns} FROM sessions JOIN users ON user = name {where}"  # noqa: S608 - no value stands in it
        for number, csrf, agent, begun, seen, *user in self.rows(query, *values):
            yield DeskSession(
                number=number,
                user=_user(user),
                csrf=csrf,
                agent=agent,
                begun=dt.datetime.fromisoformat(begun),
                seen=dt.datetime.fromisoformat(seen),
            )


@contextlib.contextmanager
def open_accounts(folder: Path) -> Iterator[Accounts]:
    """Open the accounts of a workspace, making the file where there is none.

    Raises:
        CadenceError: it cannot be opened, or is no such file; with what to do.
    """
    file = folder / FILE
    with opened_private(file, words_of, SCHEMA) as connection:
        yield Accounts(connection, file, words_of)


def hashed(password: str) -> str:
    """Return what is kept of a password.

    Raises:
        CadenceError: it is too short or too long.
    """
    from argon2 import PasswordHasher  # noqa: PLC0415 - only who signs in pays for it

    if not SHORTEST <= len(password) <= LONGEST:
        message = _("a password has {0} to {1} characters")
        raise CadenceError(message.format(SHORTEST, LONGEST))
    return PasswordHasher().hash(password)


def is_password(password: str, kept: object) -> bool:
    """Tell whether a password fits; it takes as long where there is nobody of that name."""
    from argon2 import PasswordHasher, exceptions  # noqa: PLC0415

    hasher = PasswordHasher()
    with HASHING:
        if not isinstance(kept, str) or len(password) > LONGEST:
            hasher.hash(password[:LONGEST])
            return False
        try:
            return hasher.verify(kept, password)
        except exceptions.VerifyMismatchError:
            return False


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


def _user(row: object) -> User:
    name, role, unit = cast("tuple[str, Role, str | None]", row)
    return User(name=name, role=role, unit=unit)


def _text(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")


def words_of(file: Path, error: sqlite3.Error) -> str:
    """Say what an error of SQLite means and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        message = _("{0} is damaged; move it away and make the desk's users again")
    else:
        message = _("{0} cannot be read or written: {1}")
    return message.format(file, error)
