"""The ledger: what an office recorded, append-only, in a file or in PostgreSQL.

Facts go in, one transaction at a time and durable when it ends; Entries come out in their order.
Nothing is changed or taken away: the store refuses it, and each line carries the SHA-256 of the
line before it, so that whoever goes around that is found out by `verify`. Which store it is
(keeping.py), open_ledger alone knows.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from cadence.core import CadenceError, Entry, Fact, _
from cadence.ledger.appended import Appended
from cadence.ledger.fact_json import SUBJECT, fact_of, text_of
from cadence.ledger.hash_chain import GENESIS, Line, chained
from cadence.ledger.in_file import FILE, open_file
from cadence.ledger.keeping import ChainStore
from cadence.ledger.postgres_words import speaking
from cadence.ledger.watch import ChainHead, fault_of, keep
from cadence.rules import read_settings

FEW = 20  # occurrences that the database looks for itself
REVERSAL, EVENT = '"kind":"reversal"', '"kind":"event"'
SLIP = '"kind":"supervision"'
CLOCK = re.compile(r'"occurrence":"[^"@]*T\d\d:\d\d(#\d+)?@')  # a clock's id, in a fact's text


class Ledger:
    """An open ledger; use `open_ledger`, and append inside `writing` alone."""

    def __init__(self, store: ChainStore, fault: str = "") -> None:
        self._store = store
        self.name = store.name
        self.fault = fault
        self.has_grown = False
        self.lines = store.lines  # as they are stored
        self.how, self.damage, self.chains = store.how, store.damage, store.chains

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the ledger for one transaction: all of its facts are kept at the end, or none.

        Other writers wait meanwhile, so what the block reads still holds when it appends.

        Raises:
            CadenceError: the disk is full, somebody holds the ledger for too long, it may not be
                written, or it is not what it was (watch.py).
        """
        if self.fault:
            raise CadenceError(self.fault)
        with self._store.writing():
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

    def append_all(self, facts: Iterable[Fact], recorded: dt.datetime) -> Appended:
        """Add one line for each of some facts, as `append` does."""
        latest, last, chain = self._last()
        added = Appended(tuple(facts), latest + 1, max(recorded, last or recorded))
        self._store.add(_lines(added, chain))
        return added

    def entries(self, until: dt.datetime | None = None) -> Iterator[Entry]:
        """Yield the lines in their order.

        Args:
            until: leave out what was recorded after this moment.
        """
        for line in self.lines():
            entry = self.entry(line)
            if until is None or entry.recorded <= until:
                yield entry

    def after(self, number: int, chain: str) -> list[Line] | None:
        """Return the lines after one that was read before; None where that line is another now.

        Args:
            number: of that line.
            chain: its hash, which stands for every line up to it.
        """
        known = self._store.line(number)
        if known is None or known[3] != chain:
            return None
        return list(self._store.lines(after=number))

    def about(self, occurrences: Collection[str]) -> Iterator[Entry]:
        """Yield the lines about some occurrences, and every reversal, in their order.

        A line of another occurrence is passed over without reading it whole, for a ledger may
        hold half a million of them; where few are asked about, the database passes over it.
        """
        few = sorted(occurrences) if len(occurrences) <= FEW else [""]
        wanted = (REVERSAL, SLIP, *(SUBJECT + each for each in few))
        for line in self._store.lines(wanted):
            text = line[2]
            _before, found, rest = text.partition(SUBJECT)
            if (
                (found and rest.partition('"')[0] in occurrences)
                or REVERSAL in text
                or SLIP in text
            ):
                yield self.entry(line)

    def of_kinds(self, *kinds: str) -> Iterator[Entry]:
        """Yield the lines of some kinds, in their order; the database passes over the others."""
        marks = [f'"kind":"{each}"' for each in kinds]
        for line in self._store.lines(marks):
            if any(mark in line[2] for mark in marks):
                yield self.entry(line)

    def of_events(self) -> Iterator[Entry]:
        """Yield events and slips, what is known of the clocks started, and every reversal."""
        for line in self._store.lines(
            (EVENT, REVERSAL, SLIP, "T__:__")
        ):  # each _ stands for a digit
            text = line[2]
            if EVENT in text or SLIP in text or CLOCK.search(text) or REVERSAL in text:
                yield self.entry(line)

    def restore(self, line: Line) -> None:
        """Add a line of an export, just as it was; inside `writing`.

        Raises:
            ValueError: it does not follow the last line, or its chain is not what it must be.
        """
        number, recorded, text, chain = line
        last, _stamp, before = self._last()
        if number != last + 1 or chained(before, number, recorded, text) != chain:
            raise ValueError(number)
        self._store.add([line])

    def entry(self, line: Line) -> Entry:
        """Read what a stored line says.

        Raises:
            CadenceError: it is none of ours.
        """
        number, recorded, text, _chain = line
        try:
            return Entry(number=number, recorded=_moment(recorded), fact=fact_of(text))
        except ValueError as error:
            message = _("{0}: line {1} cannot be read; run cadence ledger verify")
            raise CadenceError(message.format(self.name, number)) from error

    def _last(self) -> tuple[int, dt.datetime | None, str]:
        """Return the last line's number, moment (None: it is none) and chain."""
        row = self._store.last()
        if row is None:
            return 0, None, GENESIS
        number, recorded, _text, chain = row
        stamp = None
        with contextlib.suppress(ValueError):
            stamp = dt.datetime.fromisoformat(recorded)
        return number, stamp if stamp and stamp.tzinfo else None, chain


@lru_cache(maxsize=64)  # thousands of lines are written down in one moment
def _moment(recorded: str) -> dt.datetime:
    return dt.datetime.fromisoformat(recorded)


def _lines(added: Appended, before: str) -> Iterator[Line]:
    """Yield the lines of what is added, each chained to the one before it."""
    recorded = added.recorded.isoformat(timespec="seconds")
    for number, fact in enumerate(added.facts, added.first):
        text = text_of(fact)
        chain = chained(before, number, recorded, text)
        yield number, recorded, text, chain
        before = chain


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
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(opened_store(folder))
        ledger = Ledger(store, "" if restoring else fault_of(folder, store))
        yield ledger
        head = ledger.head() if ledger.has_grown else None
        stack.close()  # files take their last shape only now
        if head:
            keep(folder, ChainHead(*head, store.left()))


def opened_store(folder: Path) -> contextlib.AbstractContextManager[ChainStore]:
    """Open the store that the workspace names: its own file, or a chain in PostgreSQL."""
    settings = read_settings(folder)
    if not settings.ledger:
        return open_file(folder / FILE)
    with speaking():
        from cadence.ledger.in_postgres import open_chain  # noqa: PLC0415 - an extra
    return open_chain(settings.ledger, settings.chain)
