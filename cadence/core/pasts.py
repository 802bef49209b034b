"""What is known of occurrences, by id, kept small: half a million take some 60 MB. Pure.

Most of a ledger says that something was done on a day and what proves it. That much is kept as a
few bytes under the id's two parts, which thousands of ids share; a Past is made of it for whoever
asks. Whatever else is known of an occurrence is kept as the Past that it is.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from cadence.core.facts import Done
from cadence.core.past import NOTHING, Past, Said, with_fact
from cadence.core.supervised import Supervised

A_DAY = len("2026-11-18")
SEPARATOR = b"\x1f"  # between who did it and what proves it
NOBODY: Mapping[str, "Past | bytes"] = MappingProxyType({})


class PlainDone(NamedTuple):
    """A line of the ledger that says no more than this: done, on a day.

    Attributes:
        head, unit: the occurrence's id, before and after its @.
        on: the day, a true one, as it is written.
        by: the post that did it; None: it is not said.
    """

    number: int
    head: str
    unit: str
    on: str
    evidence: str
    by: str | None


class Pasts(Mapping[str, Past]):
    """What is known of each occurrence; one that is not there has no past."""

    __slots__ = ("_beyond", "_kept", "_units")

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, Past | bytes]] = {}
        self._units: dict[str, str] = {}  # one string a unit, however often it is named
        self._beyond: dict[tuple[str, str], None] = {}  # of which more is said than that it is done

    def keep(self, done: PlainDone) -> None:
        """Fold a plain line in."""
        known = self._kept.get(done.head)
        if known is None:
            known = self._kept[done.head] = {}
        unit = self._units.setdefault(done.unit, done.unit)
        short = _short(done)
        if unit in known:
            past = _past(known[unit], done.head, unit)
            # A plain line has no approval, so when it was written down means nothing to it.
            known[unit] = with_fact(past, _done(short, done.head, unit), dt.datetime.min)  # noqa: DTZ901
        else:
            known[unit] = short

    def note(self, fact: Said, recorded: dt.datetime) -> None:
        """Fold any other fact in, written down at a moment."""
        head, _at, unit = fact.occurrence.rpartition("@")
        known = self._kept.setdefault(head, {})
        unit = self._units.setdefault(unit, unit)
        past = _past(known[unit], head, unit) if unit in known else NOTHING
        known[unit] = with_fact(past, fact, recorded)
        if not isinstance(fact, Done):
            self._beyond[head, unit] = None

    def grown(self, said: Iterable[tuple[Said, dt.datetime]]) -> "Pasts":
        """Return what is known once more facts are, with when each was written; this stays."""
        found = Pasts()
        found._kept, found._units, found._beyond = dict(self._kept), self._units, dict(self._beyond)
        for fact, recorded in said:
            head = fact.occurrence.rpartition("@")[0]
            found._kept[head] = dict(found._kept.get(head, NOBODY))
            found.note(fact, recorded)
        return found

    def with_known(self, pasts: Mapping[str, Past | None]) -> "Pasts":
        """Return what is known once some have another past, by their ids; None: they have none."""
        found = Pasts()
        found._kept, found._units, found._beyond = dict(self._kept), self._units, dict(self._beyond)
        for identifier, past in pasts.items():
            head, _at, unit = identifier.rpartition("@")
            known = found._kept[head] = dict(found._kept.get(head, NOBODY))
            known.pop(unit, None)
            found._beyond.pop((head, unit), None)
            if past is not None:
                known[found._units.setdefault(unit, unit)] = past
                found._beyond[head, unit] = None
        return found

    @property
    def units(self) -> Collection[str]:
        """Return the keys of all of whom anything was ever known, as ids name them."""
        return self._units.keys()

    def press(self, identifier: str, slip: Supervised) -> None:
        """Note that a slip presses for an occurrence."""
        head, _at, unit = identifier.rpartition("@")
        past = self.of(head, unit)
        known = self._kept.setdefault(head, {})
        known[self._units.setdefault(unit, unit)] = replace(past, slips=(*past.slips, slip))
        self._beyond[head, unit] = None

    def of(self, head: str, unit: str) -> Past:
        """Return what is known of an occurrence, by the two parts of its id."""
        found = self._kept.get(head, NOBODY).get(unit)
        return NOTHING if found is None else _past(found, head, unit)

    def of_window(self, head: str) -> Mapping[str, Past | bytes]:
        """Return what is known of a window by unit; of a plain line, bytes led by its day."""
        return self._kept.get(head, NOBODY)

    def beyond_done(self) -> Iterator[tuple[str, Past]]:
        """Yield the occurrences of which more is known than that they were done."""
        for head, unit in self._beyond:
            yield f"{head}@{unit}", self.of(head, unit)

    def __getitem__(self, identifier: str) -> Past:
        head, _at, unit = identifier.rpartition("@")
        return _past(self._kept[head][unit], head, unit)

    def __iter__(self) -> Iterator[str]:
        return (f"{head}@{unit}" for head, known in self._kept.items() for unit in known)

    def __len__(self) -> int:
        return sum(map(len, self._kept.values()))


def day_of(short: bytes) -> dt.date:
    """Return the day that a plain line says."""
    return dt.date.fromisoformat(short[:A_DAY].decode())


def _short(done: PlainDone) -> bytes:
    if done.by is None:
        return f"{done.on}{done.evidence}".encode()
    return f"{done.on}{done.by}\x1f{done.evidence}".encode()


def _done(short: bytes, head: str, unit: str) -> Done:
    by, separator, evidence = short[A_DAY:].rpartition(SEPARATOR)
    return Done(
        occurrence=f"{head}@{unit}",
        on=day_of(short),
        evidence=evidence.decode(),
        by=by.decode() if separator else None,
    )


def _past(known: Past | bytes, head: str, unit: str) -> Past:
    return known if isinstance(known, Past) else Past(done=_done(known, head, unit))
