"""The facts that count, by occurrence: what somebody says is weighed beside them. Pure."""

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cadence.core import (
    Claimed,
    Done,
    Entry,
    Extension,
    Fact,
    Refusal,
    Waiver,
    day_of_moment,
)

MANY = 32  # proofs of one occurrence, from which on their words are kept to be found at once
Dated = Done | Claimed | Waiver | Extension | Refusal
Ids = tuple[str, ...]  # of one occurrence: those from before its event was corrected, and its own


class Known:
    """The facts that count, by occurrence, and those that no longer do.

    A sheet may bring thousands of proofs of one duty, so a row is compared with the others only
    where one of them says the same words, and with one entry of each day on which it was done. A
    sheet that comes in again says what is known already: such a fact is held once.
    """

    def __init__(self, entries: Iterable[Entry], gone: set[int], claims: Sequence[Dated]) -> None:
        said: dict[Dated, Dated] = {}
        # By occurrence the facts and, beside them, the numbers of their entries; pairs of both
        # would cost as much again, of the hundred thousands in a sheet.
        self._facts: dict[str, list[Dated]] = {}
        self._numbers: dict[str, array[int]] = {}
        self._words: dict[str, set[str]] = {}
        self._days: dict[str, list[tuple[int, Done]]] = {}
        self.reversed: dict[Fact, int] = {}
        for entry in entries:
            if entry.number in gone:
                self.reversed[undated(entry.fact)] = entry.number
            elif isinstance(entry.fact, Dated):
                if not said and len(claims) > 1:  # not before anything is known: it costs as much
                    said = {each: each for each in claims}
                self.add(said.get(entry.fact, entry.fact), entry.number)

    def add(self, fact: Dated, number: int = 0) -> None:
        """Add a fact that counts; number 0: it is being written down."""
        identifier = fact.occurrence
        if identifier not in self._facts:
            self._facts[identifier], self._numbers[identifier] = [], array("Q")
        facts = self._facts[identifier]
        facts.append(fact)
        self._numbers[identifier].append(number)
        if isinstance(fact, Done):
            if identifier in self._words:
                self._words[identifier].add(fact.evidence)
            elif len(facts) >= MANY:
                proofs = (each.evidence for each in facts if isinstance(each, Done))
                self._words[identifier] = set(proofs)
            if not fact.covers:  # a part of what is to be done has no day for the whole
                self._add_day(fact, number)

    def _add_day(self, fact: Done, number: int) -> None:
        days = self._days.get(fact.occurrence)
        if days is None:
            self._days[fact.occurrence] = [(number, fact)]
        elif all(is_another_day(each.on, fact.on) for _number, each in days):
            days.append((number, fact))

    def of(self, ids: Ids) -> list[tuple[int, Dated]]:
        """Return what counts for an occurrence."""
        return [
            each
            for one in ids
            for each in zip(self._numbers.get(one, ()), self.facts(one), strict=True)
        ]

    def facts(self, identifier: str) -> Sequence[Dated]:
        """Return what counts under one id."""
        return self._facts.get(identifier, ())

    def _is_said(self, ids: Ids, evidence: str) -> bool:
        """Tell whether a proof of an occurrence has the same words."""
        for one in ids:
            if one in self._words:
                if evidence in self._words[one]:
                    return True
                continue
            for each in self._facts.get(one, ()):
                if isinstance(each, Done) and each.evidence == evidence:
                    return True
        return False

    def same(self, ids: Ids, fact: Dated, *, again: bool) -> int | None:
        """Return the number of the entry that says the very same, or all of it and more.

        A refusal in a sheet has the day on which the sheet came in: another day is no other one.
        """
        if isinstance(fact, Done) and not self._is_said(ids, fact.evidence):
            return None
        listed = self.of(ids)
        if isinstance(fact, Refusal) and not again:
            listed = [(number, _on(each, fact.on)) for number, each in listed]
        return next((number for number, each in listed if _says_all_of(each, fact)), None)

    def done(self, ids: Ids) -> Iterator[tuple[int, Done]]:
        """Yield what says that an occurrence was done as a whole: of each day the first entry."""
        for identifier in ids:
            yield from self._days.get(identifier, ())

    def covered(self, ids: Ids) -> dict[Done, int]:
        """Return what says that a part of whom it must reach was reached, with its entry."""
        return {
            fact: number for number, fact in self.of(ids) if isinstance(fact, Done) and fact.covers
        }


def is_another_day(on: dt.date, other: dt.date) -> bool:
    """Tell whether two days or moments lie on two days in China."""
    return on != other and day_of_moment(on) != day_of_moment(other)


def _on(known: Dated, day: dt.date) -> Dated:
    return replace(known, on=day) if isinstance(known, Refusal) else known


def undated(fact: Fact) -> Fact:
    """Return a fact by which one that was reversed is known again.

    A refusal by its words alone; what was done whoever wrote it down.
    """
    if isinstance(fact, Refusal):
        return replace(fact, on=dt.date.min)
    return replace(fact, by=None) if isinstance(fact, Done) else fact


def _says_all_of(known: Dated, fact: Dated) -> bool:
    """Tell whether a fact is known: a printed row comes back without hash and post."""
    if known is fact:
        return True  # as of a sheet that comes in again
    if isinstance(fact, Claimed):
        return isinstance(known, Done | Claimed)  # of several ticks the first counts
    if isinstance(known, Done) and isinstance(fact, Done) and known.evidence != fact.evidence:
        return False  # soon seen, of the thousands in a sheet
    known = replace(known, occurrence=fact.occurrence)  # perhaps its id before a correction
    if isinstance(known, Done) and isinstance(fact, Done):
        by, sha256 = fact.by or known.by, fact.sha256 or known.sha256
        files = fact.files or known.files
        return known == replace(fact, by=by, sha256=sha256, files=files)
    return known == fact
