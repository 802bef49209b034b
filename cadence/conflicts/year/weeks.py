"""Year → a week for each meeting, by HiGHS: the first of two stages, and the plan's bound.

A week holds what its free days and limits hold, and costs at least what its cheapest day does:
so no plan can cost less than the best choice of weeks, and what that costs is proven.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from cadence.conflicts.year.board import UNHELD, Timetable, alone, month_of
from cadence.conflicts.year.model import Model
from cadence.conflicts.year.nouns import A_WEEK, HALVES, Meeting, Year, week_of

Weeks = dict[int, int]
Terms = list[tuple[int, float]]
Part = tuple[int, ...]  # of a week: its Monday, then for each leader the block's first day


class WeekChoice:
    """The model of one year's weeks, around what lies on a board already.

    A week is cut where the days before and after are not alike for a meeting of one leader (the end
    of a window, its last three days), so that what a leader's days cost is told apart in it.
    """

    def __init__(self, board: Timetable) -> None:
        """Take what lies fixed; the rest is chosen."""
        self.board, self.year = board, board.year
        self.free = [number for number, slot in enumerate(board.slots) if slot is None]
        self.model = Model()
        self.parts = Parts(self.year, self.free)
        self.columns: dict[int, dict[Part, int]] = {}
        self.unheld: dict[int, int] = {}
        self.weeks: defaultdict[tuple[str, int], Terms] = defaultdict(list)
        self.blocks: defaultdict[tuple[str, int], Terms] = defaultdict(list)
        self.months: defaultdict[tuple[str, int, int], Terms] = defaultdict(list)
        self.open: defaultdict[tuple[str, int], set[int]] = defaultdict(set)

    def solve(self) -> tuple[Weeks, float]:
        """Return the Monday chosen for each meeting that can be held, and the proven bound."""
        for number in self.free:
            self._add(number)
        for key, week in sorted(self.weeks):
            self._price_week(key, week)
        for key, block in sorted(self.blocks):
            self._price_block(key, block)
        for place, terms in sorted(self.months.items()):
            there = self.board.yearly[place]
            price = self.year.costs.yearly_apart
            self.model.pieces(terms, [price * each for each in range(there + len(terms))], there)
        for number in self.free:
            self._order(number)
        solved = self.model.solve(len(self.free))
        chosen = {
            number: part[0]
            for number in self.free
            for part, column in self.columns[number].items()
            if solved.is_one(column)
        }
        return chosen, solved.bound

    def _add(self, number: int) -> None:
        meeting, year = self.year.meetings[number], self.year
        posts = [key for key in meeting.people if key in year.posts]
        parts = self.parts.of(meeting)
        own = {
            part: self.model.column(min(alone(meeting, day * HALVES, year) for day in days))
            for part, days in parts.items()
        }
        self.columns[number] = own
        self.unheld[number] = self.model.column(UNHELD, elastic=True)
        self.model.row(1, 1, [*((each, 1.0) for each in own.values()), (self.unheld[number], 1.0)])
        for part, column in own.items():
            for key in meeting.people:
                self.weeks[key, part[0]].append((column, 1.0))
                self.open[key, part[0]].update(parts[part])
            for key, block in zip(posts, part[1:], strict=True):
                self.blocks[key, block].append((column, 1.0))
            months = {month_of(day) for day in parts[part]}
            if meeting.yearly and len(months) == 1:
                for unit in meeting.units:
                    self.months[unit, *next(iter(months))].append((column, 1.0))

    def _price_week(self, key: str, week: int) -> None:
        """Pay for what one unit or post has in a week, and hold no more than it may."""
        there = self.board.within[key, week]
        room = self._room(key, self.open[key, week])
        many = max(there, min(self.year.limit(key, week=True), there + room))
        price = self.year.costs.even_weeks
        self.model.pieces(self.weeks[key, week], [price * each for each in range(many)], there)

    def _price_block(self, key: str, block: int) -> None:
        """Pay for what one post has on days that are alike: once all are taken, again for each."""
        days = {
            day for day in self.open[key, week_of(block)] if self.parts.block(key, day) == block
        }
        there = sum(self.board.on[key, day] for day in days)
        many = there + self._room(key, days)
        price = self.year.costs.same_day
        prices = [price * (each // len(days)) for each in range(many)]
        self.model.pieces(self.blocks[key, block], prices, there)

    def _room(self, key: str, days: Iterable[int]) -> int:
        """Count the meetings that some days of a week still hold for a unit or post."""
        year, board = self.year, self.board
        limit = year.limit(key, week=False)
        seats = ((day, year.seats_of(key, day) * HALVES) for day in days)
        return sum(max(0, min(limit, many) - board.on[key, day]) for day, many in seats)

    def _order(self, number: int) -> None:
        """Let nothing lie in a week before what it waits for."""
        for first in self.year.meetings[number].after:
            slot = self.board.slots[first]
            for part, column in self.columns[number].items():
                last = part[0] + A_WEEK - 1 - self.year.gap
                if slot is not None:
                    if slot // HALVES > last:
                        self.model.row(0, 0, [(column, 1.0)])
                    continue
                until = [each for at, each in self.columns[first].items() if at[0] <= last]
                terms = [(each, -1.0) for each in (*until, self.unheld[first])]
                self.model.row(-A_WEEK, 0, [(column, 1.0), *terms])


class Parts:
    """How weeks are cut for each leader, and which part of a week each day of a meeting lies in."""

    def __init__(self, year: Year, numbers: Iterable[int]) -> None:
        """Find where the days of a leader's meetings cease to be alike."""
        self.year = year
        worked = sorted({day for each in year.meetings for day in each.days})
        pairs = [(one, two) for one, two in pairwise(worked) if week_of(one) == week_of(two)]
        cuts: defaultdict[str, set[int]] = defaultdict(set)
        for meeting in (year.meetings[number] for number in numbers):
            posts = [key for key in meeting.people if key in year.posts]
            if posts:
                costs = {day: alone(meeting, day * HALVES, year) for day in meeting.days}
                found = {two for one, two in pairs if costs.get(one) != costs.get(two)}
                for key in posts:
                    cuts[key] |= found
        self.cuts = {key: sorted(days) for key, days in cuts.items()}

    def block(self, key: str, day: int) -> int:
        """Return the first day from which on a leader's days are like this one."""
        cuts = self.cuts.get(key, [])
        position = bisect_right(cuts, day)
        return max(week_of(day), cuts[position - 1] if position else 0)

    def of(self, meeting: Meeting) -> dict[Part, list[int]]:
        """Return by part of a week the days on which a meeting may lie and all can come."""
        year = self.year
        found: dict[Part, list[int]] = {}
        posts = [key for key in meeting.people if key in year.posts]
        for day in meeting.days:
            if all(year.seats_of(key, day) > 0 for key in meeting.people):
                part = (week_of(day), *(self.block(key, day) for key in posts))
                found.setdefault(part, []).append(day)
        return found
