"""What a year's plan would pay for each day of one meeting: the same prices for a single choice.

The meetings that nobody has planned yet lie where the plan would lay them, so that five townships
that ask for a day under one leader are not sent to one. They cost; only what is out blocks.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from cadence.conflicts.find.demands import demand
from cadence.conflicts.plan.choose import Priced
from cadence.conflicts.year.board import Timetable, laid
from cadence.conflicts.year.explain import HALF, reasons, words
from cadence.conflicts.year.gather import meeting_for, year_of
from cadence.conflicts.year.greedy import cheapest, standing, tightest_first
from cadence.conflicts.year.nouns import HALVES, Meeting, Year, moment_of
from cadence.core import Occurrence
from cadence.occurrences import Scene

PENDING = "（连同待定的）"


def prices_for(
    scene: Scene, occurrence: Occurrence, chair: str | None = None, minutes: int | None = None
) -> Callable[[dt.date], Priced]:
    """Return what tells the price of a day.

    Args:
        scene: the occurrence's place, whole; judged today.
        occurrence: what is to be held; what was chosen for it already is forgotten.
        chair: the key of the post that is to preside, if not as usual.
        minutes: how long it is to last, if not as usual.
    """
    boards: dict[int, _Sought] = {}

    def price(day: dt.date) -> Priced:
        if day.year not in boards:
            boards[day.year] = _Sought(scene, occurrence, day.year, chair, minutes)
        return boards[day.year].price(day)

    return price


class _Sought:
    """One meeting that a day is asked for, among those of a year."""

    def __init__(
        self,
        scene: Scene,
        occurrence: Occurrence,
        year: int,
        chair: str | None,
        minutes: int | None,
    ) -> None:
        found = year_of(scene, year)
        self.year, self.number = _among(found, scene, occurrence)
        mine = _as_asked(self.year.meetings[self.number], occurrence, scene, chair, minutes)
        meetings = list(self.year.meetings)
        meetings[self.number] = mine
        self.year = replace(self.year, meetings=tuple(meetings))
        out = standing(self.year)
        out[self.number] = None
        self.out = laid(self.year, out)
        self.all = _with_those_that_ask(self.year, mine, self.out)
        if self.all.slots[self.number] is not None:
            self.all.take(self.number)

    def price(self, day: dt.date) -> Priced:
        """Return the cheaper half of a day, or what speaks against both."""
        halves = []
        against: dict[str, None] = {}
        for slot in range(day.toordinal() * HALVES, day.toordinal() * HALVES + HALVES):
            found = list(self.out.against(self.number, slot))
            against.update(dict.fromkeys(words(each, self.year) for each in found))
            if not found:
                cost, said = _priced(self.all, self.number, slot)
                known = _priced(self.out, self.number, slot)[1]
                # What nobody has planned yet is told apart from what is out.
                said = tuple(each if each in known else each + PENDING for each in said)
                halves.append((cost, slot, said))
        if not halves:
            return Priced(against=tuple(against))
        cost, slot, said = min(halves)
        return Priced(cost=cost, at=moment_of(slot), half=HALF[slot % HALVES], why=said)


def _priced(board: Timetable, number: int, slot: int) -> tuple[int, tuple[str, ...]]:
    board.put(number, slot)
    found = reasons(board, number, slot)
    board.take(number)
    return found


def _among(year: Year, scene: Scene, occurrence: Occurrence) -> tuple[Year, int]:
    """Find a meeting among a year's; what the plan leaves alone is put among them."""
    for number, each in enumerate(year.meetings):
        if occurrence.id in each.ids:
            return year, number
    own = replace(scene.history.of(occurrence), choice=None)
    mine = meeting_for(scene, demand(occurrence, own), year.year)
    return replace(year, meetings=(*year.meetings, mine)), len(year.meetings)


def _as_asked(
    mine: Meeting,
    occurrence: Occurrence,
    scene: Scene,
    chair: str | None,
    minutes: int | None,
) -> Meeting:
    """Return the meeting as if nothing had been chosen for it, under whoever is to preside."""
    chosen = scene.history.of(occurrence).choice
    if chosen and chosen.at == mine.was_at:
        mine = replace(mine, was=None, was_at=None)
    mine = replace(mine, fixed=None, minutes=minutes or mine.minutes)
    if chair is None or chair == mine.chair:
        return mine
    instead = (each for each in mine.people if each != mine.chair or each in mine.units)
    return replace(mine, chair=chair, people=tuple(dict.fromkeys((*instead, chair))))


def _with_those_that_ask(year: Year, mine: Meeting, out: Timetable) -> Timetable:
    """Lay all that is not out and wants one of the same people at about the same time."""
    board = laid(year, out.slots)
    people = set(mine.people)
    for number in tightest_first(year, board):
        each = year.meetings[number]
        met = people.intersection(each.people) and each.first <= mine.last
        if met and mine.first <= each.last and (found := cheapest(board, number)) is not None:
            board.put(number, found)
    return board
