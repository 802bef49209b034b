"""Weeks → half-days, by HiGHS: the second of two stages, a week at a time, the first week first."""

from collections import defaultdict
from collections.abc import Iterable

from cadence.conflicts.year.board import UNHELD, Timetable, alone, month_of
from cadence.conflicts.year.model import Model
from cadence.conflicts.year.nouns import A_WEEK, HALVES

Terms = list[tuple[int, float]]


def lay_week(board: Timetable, numbers: Iterable[int], week: int) -> None:
    """Lay the meetings of a week on half-days; what finds none stays where it was: nowhere.

    Args:
        board: on which the weeks before lie.
        numbers: of the meetings chosen for the week.
        week: its Monday.
    """
    choice = _Week(board, sorted(numbers), week)
    for number, slot in choice.solve():
        board.put(number, slot)


class _Week:
    """The model of one week."""

    def __init__(self, board: Timetable, numbers: list[int], week: int) -> None:
        self.board, self.year, self.week, self.numbers = board, board.year, week, numbers
        self.model = Model()
        self.columns: dict[int, dict[int, int]] = {}
        self.unheld: dict[int, int] = {}
        self.halves: defaultdict[tuple[str, int], Terms] = defaultdict(list)
        self.days: defaultdict[tuple[str, int], Terms] = defaultdict(list)
        self.months: defaultdict[tuple[str, int, int], Terms] = defaultdict(list)

    def solve(self) -> list[tuple[int, int]]:
        for number in self.numbers:
            self._add(number)
        self._limits()
        for number in self.numbers:
            for first in self.year.meetings[number].after:
                if first in self.columns:
                    self._order(number, first)
        solved = self.model.solve(len(self.numbers))
        return [
            (number, slot)
            for number, own in self.columns.items()
            for slot, column in own.items()
            if solved.is_one(column)
        ]

    def _add(self, number: int) -> None:
        meeting, own = self.year.meetings[number], {}
        days = (day for day in meeting.days if self.week <= day < self.week + A_WEEK)
        for slot in (day * HALVES + half for day in days for half in range(HALVES)):
            if not self.board.fits(number, slot):
                continue
            own[slot] = column = self.model.column(alone(meeting, slot, self.year))
            keys = (*meeting.people, *((meeting.place,) if meeting.place else ()))
            for key in keys:
                self.halves[key, slot].append((column, 1.0))
            for key in meeting.people:
                self.days[key, slot // HALVES].append((column, 1.0))
            for unit in meeting.units if meeting.yearly else ():
                self.months[unit, *month_of(slot // HALVES)].append((column, 1.0))
        self.columns[number] = own
        self.unheld[number] = self.model.column(UNHELD, elastic=True)
        self.model.row(1, 1, [*((each, 1.0) for each in own.values()), (self.unheld[number], 1.0)])

    def _limits(self) -> None:
        """Hold half-days, days and rooms; what lies there already has taken its part."""
        year, board = self.year, self.board
        for (key, slot), terms in self.halves.items():
            room = year.seats_of(key, slot // HALVES) - len(board.at.get((key, slot), ()))
            if len(terms) > room:
                self.model.row(0, max(room, 0), terms)
        for (key, day), terms in self.days.items():
            there, many = board.on[key, day], year.limit(key, week=False)
            if key in year.posts and len(terms) + there > 1:
                same = (year.costs.same_day * each for each in range(max(many, there)))
                self.model.pieces(terms, same, there)
            elif len(terms) > many - there:
                self.model.row(0, max(many - there, 0), terms)
        for place, terms in self.months.items():
            there = board.yearly[place]
            if len(terms) + there > 1:
                price = year.costs.yearly_apart
                costs = [price * each for each in range(there + len(terms))]
                self.model.pieces(terms, costs, there)

    def _order(self, number: int, first: int) -> None:
        """Let a meeting lie so many days after the one it waits for, where both are held."""
        gap = self.year.gap
        for slot, column in self.columns[number].items():
            day = slot // HALVES
            late = [
                (other, 1.0)
                for at, other in self.columns[first].items()
                if at // HALVES + gap > day
            ]
            if late:
                self.model.row(0, 1, [(column, 1.0), *late])
