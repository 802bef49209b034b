"""remind.sqlite: what was said to whom, and what became of it; beside the ledger, never under out/.

A message is laid down with the reasons that it answers in one transaction, so that no restart says
it again. Then each of its deliveries goes waiting → sending → sent: `sending` is on disk before
the first byte leaves. Whoever is killed in between leaves `sending` behind, and nobody can know
whether the other side took it: such a delivery becomes `doubtful`, is never sent again by itself
(nothing doubles) and stays listed until a person says what became of it (nothing is lost).
No address is kept here, only its SHA-256; the addresses stand in contacts.yaml alone.
"""

import contextlib
import datetime as dt
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cadence.core import Tables, _, opened_private
from cadence.remind.nouns import Kind, Message
from cadence.rules import ContactAddress

FILE = "remind.sqlite"
State = Literal["waiting", "sending", "sent", "failed", "doubtful", "dropped"]
WANTING: tuple[State, ...] = ("failed", "doubtful")  # a person has to see to these
# Of a copy that may come back later: what still had to go may have gone since, and nobody knows.
TO_DOUBT = "UPDATE deliveries SET state = 'doubtful' WHERE state IN ('waiting', 'sending')"
NAME_BYTES = 6  # of a message's name, which the ledger cites whatever becomes of this file
PAUSES = tuple(dt.timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720))  # between tries
SCHEMA = (
    """CREATE TABLE IF NOT EXISTS messages (
        number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
        place TEXT NOT NULL, receiver TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
        occurrences TEXT NOT NULL, urgent INTEGER NOT NULL, made TEXT NOT NULL, until TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS told (
        receiver TEXT NOT NULL, subject TEXT NOT NULL, message INTEGER NOT NULL,
        PRIMARY KEY (receiver, subject)
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS deliveries (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        message INTEGER NOT NULL, service TEXT NOT NULL, address BLOB NOT NULL,
        state TEXT NOT NULL, tries INTEGER NOT NULL, due TEXT NOT NULL, changed TEXT NOT NULL,
        reason TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS links (
        digest BLOB PRIMARY KEY, message INTEGER NOT NULL, expires TEXT NOT NULL,
        uses INTEGER NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS by_state ON deliveries (state)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way to one address.

    Attributes:
        number: its own; message: the message's.
        place, receiver, kind, text, occurrences, is_urgent, until: the message's.
        by: the service; address: the SHA-256 of the address.
        due: not before; changed: when its state was last set; reason: why it did not go.
    """

    number: int
    message: int
    place: str
    receiver: str
    kind: Kind
    text: str
    occurrences: tuple[str, ...]
    is_urgent: bool
    until: dt.datetime | None
    by: str
    address: bytes
    state: State
    tries: int
    due: dt.datetime
    changed: dt.datetime
    reason: str


COLUMNS = """SELECT d.number, d.message, m.place, m.receiver, m.kind, m.text, m.occurrences,
    m.urgent, m.until, d.service, d.address, d.state, d.tries, d.due, d.changed, d.reason
    FROM deliveries d JOIN messages m ON m.number = d.message"""


class Outbox(Tables):
    """An open remind.sqlite; use `open_outbox`."""

    def told(self, receiver: str, subject: str) -> bool:
        """Tell whether somebody was told of something."""
        query = "SELECT 1 FROM told WHERE receiver = ? AND subject = ?"
        return bool(self.rows(query, receiver, subject))

    def put(self, message: Message, addresses: Sequence[ContactAddress], now: dt.datetime) -> int:
        """Lay a message down to be sent, once, whoever else lays it down meanwhile.

        Returns:
            Its number; 0 where none of its reasons was new, and nothing was laid down.
        """
        with self.writing():
            made = self.connection.execute(
                "INSERT INTO messages (name, place, receiver, kind, text, occurrences, urgent,"
                " made, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    message.name or secrets.token_hex(NAME_BYTES), message.place,
                    message.receiver.key, message.kind, message.text,
                    json.dumps(message.occurrences), message.is_urgent, _text(now),
                    _text(message.until) if message.until else None,
                ),
            ).lastrowid  # fmt: skip
            new = sum(
                self.connection.execute(
                    "INSERT OR IGNORE INTO told VALUES (?, ?, ?)",
                    (message.receiver.key, subject, made),
                ).rowcount
                for subject in message.subjects
            )
            if not new:
                self.connection.execute("DELETE FROM messages WHERE number = ?", (made,))
                return 0
            for each in addresses:
                self.connection.execute(
                    "INSERT INTO deliveries (message, service, address, state, tries, due,"
                    " changed, reason) VALUES (?, ?, ?, 'waiting', 0, ?, ?, '')",
                    (made, each.by, mark_of(each), _text(now), _text(now)),
                )
        return made or 0

    def doubt(self, now: dt.datetime) -> None:
        """Call doubtful what is still `sending`; only where nobody else can be sending."""
        with self.writing():
            self.connection.execute(
                "UPDATE deliveries SET state = 'doubtful', changed = ? WHERE state = 'sending'",
                (_text(now),),
            )

    def of_state(self, *states: State) -> tuple[Delivery, ...]:
        """Return the deliveries of some states, the urgent first, in the order of their making."""
        holes = ", ".join("?" * len(states))
        query = f"{COLUMNS} WHERE d.state IN ({holes}) ORDER BY m.urgent DESC, d.number"
        return tuple(_delivery(row) for row in self.rows(query, *states))

    def wanting_of(self, place: str) -> tuple[Delivery, ...]:
        """Return the deliveries of a place that a person has to see to."""
        return tuple(each for each in self.of_state(*WANTING) if each.place == place)

    def last_of(self, place: str, most: int) -> tuple[Delivery, ...]:
        """Return the deliveries of a place that changed last, the newest first."""
        query = f"{COLUMNS} WHERE m.place = ? ORDER BY d.changed DESC, d.number DESC LIMIT ?"
        return tuple(_delivery(row) for row in self.rows(query, place, most))

    def number_of(self, name: str) -> int:
        """Return the number of the message that the ledger cites by a name; 0 for none."""
        found = self.rows("SELECT number FROM messages WHERE name = ?", name)
        return found[0][0] if found else 0

    def one(self, number: int) -> Delivery | None:
        """Return one delivery by its number."""
        found = self.rows(f"{COLUMNS} WHERE d.number = ?", number)
        return _delivery(found[0]) if found else None

    def set(self, number: int, state: State, now: dt.datetime, reason: str = "") -> None:
        """Say what became of a delivery; it is on disk when this returns."""
        with self.writing():
            self.connection.execute(
                "UPDATE deliveries SET state = ?, changed = ?, reason = ? WHERE number = ?",
                (state, _text(now), reason, number),
            )

    def begin(self, number: int, now: dt.datetime) -> None:
        """Say that a delivery leaves now, before it does."""
        self.set(number, "sending", now)

    def again(self, number: int, now: dt.datetime) -> None:
        """Let a delivery be tried from its beginning, because a person says so."""
        with self.writing():
            self.connection.execute(
                "UPDATE deliveries SET state = 'waiting', tries = 0, due = ?, changed = ?,"
                " reason = '' WHERE number = ?",
                (_text(now), _text(now), number),
            )

    def put_off(self, delivery: Delivery, now: dt.datetime, reason: str) -> None:
        """Try a delivery that was not taken later, each time after a longer pause; then no more."""
        if delivery.tries >= len(PAUSES):
            self.set(delivery.number, "failed", now, reason)
            return
        with self.writing():
            self.connection.execute(
                "UPDATE deliveries SET state = 'waiting', tries = tries + 1, due = ?, changed = ?,"
                " reason = ? WHERE number = ?",
                (_text(now + PAUSES[delivery.tries]), _text(now), reason, delivery.number),
            )


@contextlib.contextmanager
def open_outbox(folder: Path) -> Iterator[Outbox]:
    """Open the outbox of a workspace, making it where there is none.

    Raises:
        CadenceError: it cannot be read or written; what to do.
    """
    file = folder / FILE
    with opened_private(file, _message, SCHEMA) as connection:
        yield Outbox(connection, file, _message)


@contextlib.contextmanager
def known_outbox(folder: Path) -> Iterator[Outbox | None]:
    """Open the outbox to look at it; None where nothing was ever sent, and nothing is made.

    Raises:
        CadenceError: it cannot be read; what to do.
    """
    if not (folder / FILE).exists():
        yield None
        return
    with open_outbox(folder) as outbox:
        yield outbox


def mark_of(address: ContactAddress) -> bytes:
    """Return what is kept of an address: enough to find it again among the contacts."""
    return hashlib.sha256(f"{address.by}|{address.written}".encode()).digest()


def _message(file: Path, error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        words = _("{0} is damaged; move it away: what was sent before may then be sent once more")
        return words.format(file)
    return _("{0} cannot be read or written: {1}").format(file, error)


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def _delivery(row: tuple[Any, ...]) -> Delivery:
    number, message, place, receiver, kind, text, occurrences, urgent, until, *rest = row
    by, address, state, tries, due, changed, reason = rest
    return Delivery(
        number=number, message=message, place=place, receiver=receiver, kind=kind, text=text,
        occurrences=tuple(json.loads(occurrences)), is_urgent=bool(urgent),
        until=dt.datetime.fromisoformat(until) if until else None, by=by, address=address,
        state=state, tries=tries, due=dt.datetime.fromisoformat(due),
        changed=dt.datetime.fromisoformat(changed), reason=reason,
    )  # fmt: skip
