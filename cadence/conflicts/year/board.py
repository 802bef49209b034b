"""What is hard about a year's plan and what is paid for, said once: a Board on which meetings lie.

Year → Board. Whoever chooses asks it what speaks against a slot and what the slot would cost.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cadence.conflicts.year.nouns import A_WEEK, HALVES, Meeting, Year, week_of

UNHELD = 20_000  # the price of what cannot be held: more than any plan saves by it
LAST_DAYS = 3
WEEKS_OFF = 2  # so far from the middle of its window that farther is no worse
POOR_MONTHS = frozenset({1, 2, 12})  # yearly duties: the spring festival's, and the year's last
MINUTE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Against:
    """One hard rule that a slot would break: which, and for whom.

    kind is off (not a lawful worked day), away, busy, day, week, room, order or frozen.
    """

    kind: str
    key: str = ""


class Timetable:
    """Meetings lying on slots, with the counts by which the next one is judged."""

    def __init__(self, year: Year) -> None:
        """Begin empty."""
        self.year = year
        self.slots: list[int | None] = [None] * len(year.meetings)
        self.at: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        self.on: Counter[tuple[str, int]] = Counter()
        self.within: Counter[tuple[str, int]] = Counter()
        self.yearly: Counter[tuple[str, int, int]] = Counter()
        self.awaited_by: defaultdict[int, list[int]] = defaultdict(list)
        self._allowed = [frozenset(each.days) for each in year.meetings]
        for number, each in enumerate(year.meetings):
            for first in each.after:
                self.awaited_by[first].append(number)

    def against(self, number: int, slot: int) -> Iterator[Against]:
        """Yield what speaks against a slot for a meeting that lies nowhere."""
        year, meeting, day = self.year, self.year.meetings[number], slot // HALVES
        if day not in self._allowed[number]:
            yield Against("off")
        for key in meeting.people:
            seats = year.seats_of(key, day)
            if seats <= 0:
                yield Against("away", key)
                seats = year.seats.get(key, 1)  # would it come after all
            if self._met(number, slot, self.at.get((key, slot), ())) >= seats:
                yield Against("busy", key)
            if self.on[key, day] >= year.limit(key, week=False):
                yield Against("day", key)
            if self.within[key, week_of(day)] >= year.limit(key, week=True):
                yield Against("week", key)
        room = (meeting.place or "", slot)
        if meeting.place and self._met(number, slot, self.at.get(room, ())):
            yield Against("room", meeting.place)
        yield from self._order(number, day)

    def fits(self, number: int, slot: int) -> bool:
        """Tell whether nothing speaks against it."""
        return next(self.against(number, slot), None) is None

    def _met(self, number: int, slot: int, lying: Iterable[int]) -> int:
        """Count the meetings of a half-day that one would meet; hours that are out are known."""
        mine = self._hours(number, slot)
        hours = (self._hours(each, slot) for each in lying)
        return sum(mine[0] < each[1] and each[0] < mine[1] for each in hours)

    def _hours(self, number: int, slot: int) -> tuple[float, float]:
        """Return from when until when a meeting takes its people up: its half-day, if unknown."""
        meeting = self.year.meetings[number]
        if meeting.was_at is None or meeting.was != slot:
            return (0, float("inf"))
        begins = meeting.was_at.timestamp()
        return (begins, begins + meeting.minutes * MINUTE)

    def _order(self, number: int, day: int) -> Iterator[Against]:
        gap = self.year.gap
        for first in self.year.meetings[number].after:
            slot = self.slots[first]
            if slot is not None and day < slot // HALVES + gap:
                yield Against("order", str(first))
        for later in self.awaited_by.get(number, ()):
            slot = self.slots[later]
            if slot is not None and slot // HALVES < day + gap:
                yield Against("order", str(later))

    def lying(self, key: str, day: int) -> Iterator[int]:
        """Yield the meetings of a unit or post in the week of a day."""
        first = week_of(day) * HALVES
        for slot in range(first, first + A_WEEK * HALVES):
            yield from self.at.get((key, slot), ())

    def put(self, number: int, slot: int) -> None:
        """Lay a meeting on a slot."""
        self._count(number, slot, 1)
        self.slots[number] = slot

    def take(self, number: int) -> int:
        """Take a meeting away, and return where it lay."""
        slot = self.slots[number]
        if slot is None:
            msg = "it lies nowhere"
            raise ValueError(msg)
        self.slots[number] = None
        self._count(number, slot, -1)
        return slot

    def _count(self, number: int, slot: int, more: int) -> None:
        meeting, day = self.year.meetings[number], slot // HALVES
        for key in (*meeting.people, *((meeting.place,) if meeting.place else ())):
            lying = self.at[key, slot]
            lying.append(number) if more > 0 else lying.remove(number)
        for key in meeting.people:
            self.on[key, day] += more
            self.within[key, week_of(day)] += more
        if meeting.yearly:
            for month in ((unit, *month_of(day)) for unit in meeting.units):
                self.yearly[month] += more

    def cost(self, number: int, slot: int) -> int:
        """Return what laying a meeting on a slot adds to the plan's cost."""
        year, meeting, day = self.year, self.year.meetings[number], slot // HALVES
        costs, week = year.costs, week_of(day)
        total = alone(meeting, slot, year)
        for key in meeting.people:
            total += costs.even_weeks * self.within[key, week]
            if key in year.posts:
                total += costs.same_day * self.on[key, day]
        if meeting.yearly:
            for unit in meeting.units:
                total += costs.yearly_apart * self.yearly[unit, *month_of(day)]
        return total

    def total(self) -> int:
        """Return what all that lies costs, and what does not."""
        fresh = Timetable(self.year)
        total = 0
        for number, slot in enumerate(self.slots):
            if slot is not None:
                total += fresh.cost(number, slot)
                fresh.put(number, slot)
        return total + UNHELD * self.slots.count(None)


def alone(meeting: Meeting, slot: int, year: Year) -> int:
    """Return what a slot costs whatever else lies on the board."""
    day, costs = slot // HALVES, year.costs
    date = dt.date.fromordinal(day)
    total = 0
    if day > meeting.last - LAST_DAYS and meeting.first <= meeting.last - LAST_DAYS:
        total += costs.last_days
    middle = week_of((meeting.first + meeting.last) // 2)
    off = abs(week_of(day) - middle) // A_WEEK
    total += costs.off_middle * min(off, WEEKS_OFF)
    if meeting.weekdays and date.isoweekday() not in meeting.weekdays:
        total += costs.other_weekday
    if meeting.yearly and date.month in POOR_MONTHS:
        total += costs.season
    if meeting.was is not None and meeting.was != slot:
        total += costs.moved
    return total


def slots_of(meeting: Meeting) -> Iterator[int]:
    """Yield a meeting's half-days, the first first."""
    for day in meeting.days:
        yield day * HALVES
        yield day * HALVES + 1


def laid(year: Year, slots: Iterable[int | None]) -> Timetable:
    """Return a board on which meetings lie as a plan says."""
    board = Timetable(year)
    for number, slot in enumerate(slots):
        if slot is not None:
            board.put(number, slot)
    return board


def broken(year: Year, slots: Iterable[int | None]) -> list[tuple[int, Against]]:
    """List every hard rule that a plan breaks, meeting by meeting; what is fixed is not asked.

    Args:
        year: the meetings.
        slots: of a plan.
    """
    board, found = laid(year, slots), []
    for number, meeting in enumerate(year.meetings):
        if board.slots[number] is not None and meeting.fixed is None:
            slot = board.take(number)
            found += [(number, each) for each in board.against(number, slot)]
            board.put(number, slot)
    return found


def month_of(day: int) -> tuple[int, int]:
    """Return a day's year and month."""
    date = dt.date.fromordinal(day)
    return date.year, date.month
