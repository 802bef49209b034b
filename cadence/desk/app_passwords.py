"""desk.sqlite: the passwords that phones use for a unit's task list; each ends by itself.

A password is made here and shown once; its argon2 hash alone is kept. It opens one list and
nothing else: whoever finds a phone reads what that unit owes, and can end nothing.
"""

import contextlib
import datetime as dt
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cadence.core import Tables, opened_private
from cadence.desk.accounts import FILE, hashed, is_password, words_of

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that a finger or an eye takes for another
GROUPS, GROUP = 4, 5  # 31^20: 99 bits
LONGEST_LABEL = 40
SCHEMA = (
    """CREATE TABLE IF NOT EXISTS app_passwords (
        number INTEGER PRIMARY KEY AUTOINCREMENT, unit TEXT NOT NULL, label TEXT NOT NULL,
        password TEXT NOT NULL, issued TEXT NOT NULL, used TEXT, revoked TEXT
    )""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppPassword:
    """One password of one phone or program.

    Attributes:
        unit: the key of the unit or post whose list it opens; it is the user's name, too.
        label: what it is on, in the office's words: 值班手机.
        used: the day on which it last opened the list.
    """

    number: int
    unit: str
    label: str
    issued: dt.datetime
    used: dt.date | None = None
    revoked: dt.datetime | None = None


class AppPasswords(Tables):
    """The app passwords in an open desk.sqlite; use `open_app_passwords`. One thread at a time."""

    def issue(self, unit: str, label: str, now: dt.datetime) -> str:
        """Make a password for a unit's list.

        Returns:
            The password, which is kept nowhere.
        """
        groups = ("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
        password = "-".join(groups)
        row = (unit, label[:LONGEST_LABEL], hashed(password), _text(now))
        with self.writing():
            self.connection.execute(
                "INSERT INTO app_passwords (unit, label, password, issued) VALUES (?, ?, ?, ?)", row
            )
        return password

    def revoke(self, number: int, now: dt.datetime) -> AppPassword | None:
        """End a password; None where none in force has this number."""
        found = next((each for each in self.listed() if each.number == number), None)
        if found is None or found.revoked:
            return None
        with self.writing():
            self.connection.execute(
                "UPDATE app_passwords SET revoked = ? WHERE number = ? AND revoked IS NULL",
                (_text(now), number),
            )
        return found

    def listed(self) -> tuple[AppPassword, ...]:
        """Return every password that was ever made, by number."""
        query = "SELECT number, unit, label, issued, used, revoked FROM app_passwords"
        return tuple(map(_app_password, self.rows(f"{query} ORDER BY number")))

    def latest(self) -> int:
        """Return the number of the password that was made last; 0: none ever was."""
        ((number,),) = self.rows("SELECT COALESCE(MAX(number), 0) FROM app_passwords")
        return int(number)

    def in_force(self, number: int) -> AppPassword | None:
        """Return a password by its number as long as nobody has ended it."""
        found = (each for each in self.listed() if each.number == number)
        return next((each for each in found if each.revoked is None), None)

    def match(self, unit: str, password: str) -> AppPassword | None:
        """Return the password in force of a unit that this is; None where there is none."""
        query = "SELECT number, password FROM app_passwords WHERE unit = ? AND revoked IS NULL"
        rows = self.rows(query, unit)
        for number, kept in rows:
            if is_password(password, kept):
                return self.in_force(number)
        if not rows:
            is_password(password, None)  # it takes as long
        return None

    def note_use(self, number: int, today: dt.date) -> None:
        """Keep on which day a password was last used."""
        with self.writing():
            self.connection.execute(
                "UPDATE app_passwords SET used = ? WHERE number = ?", (today.isoformat(), number)
            )


@contextlib.contextmanager
def open_app_passwords(folder: Path) -> Iterator[AppPasswords]:
    """Open the app passwords of a workspace, making the file where there is none.

    Raises:
        CadenceError: it cannot be opened, or is no such file; with what to do.
    """
    file = folder / FILE
    with opened_private(file, words_of, SCHEMA) as connection:
        yield AppPasswords(connection, file, words_of)


def _app_password(row: tuple[Any, ...]) -> AppPassword:
    number, unit, label, issued, used, revoked = row
    return AppPassword(
        number=number,
        unit=unit,
        label=label,
        issued=dt.datetime.fromisoformat(issued),
        used=dt.date.fromisoformat(used) if used else None,
        revoked=dt.datetime.fromisoformat(revoked) if revoked else None,
    )


def _text(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")
