"""The ledger: what an office recorded, in one append-only SQLite file per workspace.

Facts go in, one transaction at a time and durable when it ends; Entries come out in their order.
Nothing is changed or taken away: triggers refuse it, and each line carries the SHA-256 of the
line before it, so that whoever goes around the triggers is found out by `verify`. The SQL is
plain, and everything else talks to Ledger alone, so that another database can stand behind it.
"""

import contextlib
import datetime as dt
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from cadence.core import (
    CadenceError,
    Entry,
    Fact,
    _,
    copied,
    explained,
    is_writable,
    opened,
    writing,
)
from cadence.ledger.fact_json import fact_of, text_of
from cadence.ledger.hash_chain import GENESIS, Line, chained
from cadence.ledger.watch import Head, fault_of, head_text, keep, signs_of, vanished

FILE = "ledger.sqlite"
BATCH = 5000  # lines read at once
FEW = 20  # occurrences that the database looks for itself
REFUSE = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
SCHEMA = {  # by the name of what each statement makes
    "entries": """CREATE TABLE IF NOT EXISTS entries (
        number INTEGER PRIMARY KEY,
        recorded TEXT NOT NULL,
        fact TEXT NOT NULL,
        chain TEXT NOT NULL
    )""",
    "no_update": f"CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON entries {REFUSE}",
    "no_delete": f"CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON entries {REFUSE}",
    # INSERT OR REPLACE deletes the line in its way without a word to the trigger above.
    "only_next": """CREATE TRIGGER IF NOT EXISTS only_next BEFORE INSERT ON entries
        WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM entries)
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
}
SUBJECT = '"occurrence":"'  # before the id, in a fact's text
REVERSAL, EVENT = '"kind":"reversal"', '"kind":"event"'
CLOCK = re.compile(r'"occurrence":"[^"@]*T\d\d:\d\d(#\d+)?@')  # a clock's id, in a fact's text


class Ledger:
    """An open ledger; use `open_ledger`, and append inside `writing` alone."""

    def __init__(
        self, connection: sqlite3.Connection, file: Path, journal: str, fault: str = ""
    ) -> None:
        self._connection = connection
        self.file = file
        self.journal = journal
        self.fault = fault
        self.has_grown = False

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the ledger for one transaction: all of its facts are on disk at the end, or none.

        Other writers wait meanwhile, so what the block reads still holds when it appends.

        Raises:
            CadenceError: the disk is full, somebody holds the ledger for too long, it may not be
                written, or it is not what it was (watch.py).
        """
        if self.fault:
            raise CadenceError(self.fault)
        with explained(self.file, _message), writing(self._connection):
            yield
        self.has_grown = True

    def head(self) -> tuple[int, str]:
        """Return the last line's number and chain."""
        number, _stamp, chain = self._last()
        return number, chain

    def append(self, fact: Fact, recorded: dt.datetime) -> Entry:
        """Add one line; inside `writing`.

        A stamp never precedes the one before it, whatever a clock that was set back says: what
        was known at a moment must not change afterwards.

        Args:
            fact: what happened.
            recorded: the moment of writing it down, with its zone.
        """
        return self.append_all([fact], recorded)[0]

    def append_all(self, facts: Iterable[Fact], recorded: dt.datetime) -> tuple[Entry, ...]:
        """Add one line for each of some facts, as `append` does."""
        latest, last, chain = self._last()
        stamp = max(recorded, last or recorded)
        written, entries = stamp.isoformat(timespec="seconds"), []
        for number, fact in enumerate(facts, latest + 1):
            chain = self._insert(number, written, text_of(fact), chain)
            entries.append(Entry(number=number, recorded=stamp, fact=fact))
        return tuple(entries)

    def entries(self, until: dt.datetime | None = None) -> Iterator[Entry]:
        """Yield the lines in their order.

        Args:
            until: leave out what was recorded after this moment.
        """
        for line in self.lines():
            entry = self.entry(line)
            if until is None or entry.recorded <= until:
                yield entry

    def about(self, occurrences: Collection[str]) -> Iterator[Entry]:
        """Yield the lines about some occurrences, and every reversal, in their order.

        A line of another occurrence is passed over without reading it whole, for a ledger may
        hold half a million of them; where few are asked about, the database passes over it.
        """
        few = sorted(occurrences) if len(occurrences) <= FEW else [""]
        wanted = (REVERSAL, *(SUBJECT + each for each in few))
        for line in self._lines(wanted):
            text = line[2]
            _before, found, rest = text.partition(SUBJECT)
            if (found and rest.partition('"')[0] in occurrences) or REVERSAL in text:
                yield self.entry(line)

    def of_kinds(self, *kinds: str) -> Iterator[Entry]:
        """Yield the lines of some kinds, in their order; the database passes over the others."""
        marks = [f'"kind":"{each}"' for each in kinds]
        for line in self._lines(marks):
            if any(mark in line[2] for mark in marks):
                yield self.entry(line)

    def of_events(self) -> Iterator[Entry]:
        """Yield the events, what is known of the clocks they started, and every reversal."""
        for line in self._lines((EVENT, REVERSAL, "T__:__")):  # each _ stands for a digit
            text = line[2]
            if EVENT in text or CLOCK.search(text) or REVERSAL in text:
                yield self.entry(line)

    def lines(self) -> Iterator[Line]:
        """Yield the lines as they are stored."""
        yield from self._lines(())

    def _lines(self, holding: Sequence[str]) -> Iterator[Line]:
        """Yield the lines whose fact holds one of some texts; none given: all of them."""
        # LIKE takes four times as long as instr, and only a pattern needs it.
        terms = ("fact LIKE ?" if "_" in each else "instr(fact, ?)" for each in holding)
        where = " OR ".join(terms) or "1 = 1"
        query = f"SELECT number, recorded, fact, chain FROM entries WHERE {where} ORDER BY number"  # noqa: S608 - no value stands in it
        with explained(self.file, _message):
            asked = [f"%{each}%" if "_" in each else each for each in holding]
            cursor = self._connection.execute(query, asked)
            while batch := cursor.fetchmany(BATCH):
                yield from batch

    def restore(self, line: Line) -> None:
        """Add a line of an export, just as it was; inside `writing`.

        Raises:
            ValueError: it does not follow the last line, or its chain is not what it must be.
        """
        number, recorded, text, chain = line
        last, _stamp, before = self._last()
        if number != last + 1 or chained(before, number, recorded, text) != chain:
            raise ValueError(number)
        self._insert(number, recorded, text, before)

    def is_sound(self) -> bool:
        """Tell whether SQLite finds the file's own structure whole."""
        with explained(self.file, _message):
            return bool(self._connection.execute("PRAGMA quick_check").fetchone() == ("ok",))

    def entry(self, line: Line) -> Entry:
        """Read a line.

        Raises:
            CadenceError: it is none of ours.
        """
        number, recorded, text, _chain = line
        try:
            moment = dt.datetime.fromisoformat(recorded)
            return Entry(number=number, recorded=moment, fact=fact_of(text))
        except ValueError as error:
            message = _("{0}: line {1} cannot be read; run cadence ledger verify")
            raise CadenceError(message.format(self.file, number)) from error

    def _last(self) -> tuple[int, dt.datetime | None, str]:
        """Return the last line's number, moment (None: it is none) and chain."""
        row = self._connection.execute(
            "SELECT number, recorded, chain FROM entries ORDER BY number DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return 0, None, GENESIS
        number, recorded, chain = row
        stamp = None
        with contextlib.suppress(ValueError):
            stamp = dt.datetime.fromisoformat(recorded)
        return number, stamp if stamp and stamp.tzinfo else None, chain

    def _insert(self, number: int, recorded: str, text: str, before: str) -> str:
        chain = chained(before, number, recorded, text)
        self._connection.execute(
            "INSERT INTO entries (number, recorded, fact, chain) VALUES (?, ?, ?, ?)",
            (number, recorded, text, chain),
        )
        return chain


@contextlib.contextmanager
def open_ledger(folder: Path, *, restoring: bool = False) -> Iterator[Ledger]:
    """Open the ledger of a workspace, making it where there is none.

    A ledger that is not what it was when it was left may be read and never written; `fault` says
    what is wrong with it. What lies on a disk that may only be read is read from a copy.

    Args:
        folder: the workspace.
        restoring: it is being restored, so what it held before is no fault of it.

    Raises:
        CadenceError: it cannot be opened, or is no ledger; with what to do.
    """
    file = folder / FILE
    with contextlib.ExitStack() as stack:
        if file.exists() and not is_writable(file):
            file = stack.enter_context(copied(file))
        signs = signs_of(file)
        connection, journal = stack.enter_context(opened(file, _message))
        with explained(file, _message):
            _make(connection)
            fault = "" if restoring else fault_of(folder, connection, file, signs)
        ledger = Ledger(connection, file, journal, fault)
        yield ledger
        head = ledger.head() if ledger.has_grown else None
        stack.close()  # the files take their last shape only now
        if head:
            keep(folder, Head(*head, signs_of(file)))


def ledger_fault(folder: Path) -> str:
    """Say what is wrong with the ledger of a workspace; "" where nothing is.

    Raises:
        CadenceError: it cannot be opened.
    """
    if not (folder / FILE).exists():
        return vanished(folder, folder / FILE)
    with open_ledger(folder) as ledger:
        return ledger.fault


def published_head(folder: Path) -> str:
    """Return the last line of a workspace's ledger as it is published; "" where there is none.

    Raises:
        CadenceError: it cannot be read.
    """
    if not (folder / FILE).exists():
        return ""
    with open_ledger(folder) as ledger:
        return "" if ledger.fault else head_text(*ledger.head())


def _make(connection: sqlite3.Connection) -> None:
    """Make what is missing of the table and its triggers; a whole ledger is only looked at.

    A trigger that has its name and not its text is made anew: somebody has emptied it.
    """
    known = dict(connection.execute("SELECT name, sql FROM sqlite_master").fetchall())
    wanted = {name: text.replace(" IF NOT EXISTS", "") for name, text in SCHEMA.items()}
    if all(known.get(name) == text for name, text in wanted.items()):
        return
    with writing(connection):
        for name, statement in SCHEMA.items():
            if name in known and known[name] != wanted[name] and name != "entries":
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement)


def _message(file: Path, error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        message = _(
            "{0}: the disk is full or failed; nothing was recorded; make room and record it again"
        )
    elif name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        message = _("{0}: somebody else is writing; nothing was recorded; try again in a minute")
    elif name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        message = _("{0} cannot be written; nothing was recorded; see that the folder is yours")
    elif name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        message = _(
            "{0} is damaged; rename it, keep it, and restore the last export: cadence ledger import"
        )
    else:
        message = _("{0}: nothing was recorded: {1}")
    return message.format(file, error)
