"""Lots → what a check lists, the worst first, each duty made only when its row is written. Pure."""

import datetime as dt
from collections.abc import Iterator

from cadence.core import Binding
from cadence.occurrences import Judged, Lot
from cadence.reports.tallies import ASKED_FOR, Urgency, urgency

Key = tuple[int, int, dt.date, str]


class Listing:
    """The duties that a check reports; a million take as little as the list of their units."""

    def __init__(self, *, everything: bool) -> None:
        """Begin an empty one.

        Args:
            everything: of every status, not only what a check reports unasked.
        """
        self._everything = everything
        self._kept: dict[Key, list[Lot]] = {}

    def add(self, lot: Lot) -> None:
        """Take a lot in, if it is reported."""
        judgement = lot.judgement
        if self._everything or judgement.status in ASKED_FOR or judgement.soon:
            head = f"{lot.rule.key}:{lot.window.tag}@"
            self._kept.setdefault((*urgency(judgement, lot.window), head), []).append(lot)

    def __iter__(self) -> Iterator[tuple[Urgency, Judged]]:
        """Yield each duty in the order of tallies.asked_for, with what it is ordered by."""
        for key in sorted(self._kept):
            level, days, day, head = key
            for unit, lot, binding in sorted(_each(self._kept[key]), key=_by_unit):
                yield (level, days, day, head + unit), lot.judged(binding)


def _each(lots: list[Lot]) -> Iterator[tuple[str, Lot, Binding]]:
    return ((unit, lot, each) for lot in lots for unit, each in lot.whose.items())


def _by_unit(found: tuple[str, Lot, Binding]) -> str:
    return found[0]
