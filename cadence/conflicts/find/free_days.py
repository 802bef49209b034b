"""Where what is too much on a day or in a week still fits, within the office's own limits. Pure.

What one crowd was told to move counts for the next: two crowds are never sent to one day that holds
but one of them. Days are numbers here, for this is asked a million times in a large county.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sized
from typing import NamedTuple

from cadence.core import Advise

A_WEEK = 7
SHOWN = 5  # free days named in an advice, where fewer would do
LOOKED = 62  # days back in which a free one is looked for


class Eased(NamedTuple):
    """The way out of a crowd.

    days: on which it may be done; placed: how many of those too many find room on them; why: for
    what reason there is no day at all (Conflict.why).
    """

    days: tuple[int, ...]
    placed: int
    why: str


class Worked(dict[int, bool | None]):
    """Whether a day is worked, by its number; None where that is not announced."""

    def __init__(self, advise: Advise) -> None:
        """Know whom to ask."""
        super().__init__()
        self._advise = advise

    def __missing__(self, number: int) -> bool | None:
        """Ask once."""
        day = dt.date.fromordinal(number)
        working = self._advise(day).day
        self[number] = found = None if working is None else working == day
        return found


class FreeDays:
    """How full the days and weeks of a unit or post are, and what fits besides."""

    def __init__(
        self,
        full: Mapping[int, Sized],
        limits: tuple[int, int],
        today: dt.date,
        worked: Worked,
    ) -> None:
        """Take in what is due on each day, and how much a day and a week may hold."""
        self.day_limit, self.week_limit = limits
        self.today = today.toordinal()
        self.worked = worked
        self.days = {day: len(each) for day, each in full.items()}
        weeks: dict[int, int] = {}
        for day, many in self.days.items():
            week = day - (day - 1) % A_WEEK
            weeks[week] = weeks.get(week, 0) + many
        self.weeks = weeks

    def ease(self, starts: list[int], crowded: int, surplus: int) -> Eased:
        """Find the last working days before a crowd on which what is too much may be done.

        Whatever may begin latest takes the latest day, so that as much as possible finds room.

        Args:
            starts: from when on each of it may be done, sorted.
            crowded: the day of the crowd, or the first of its week.
            surplus: how many are too many.
        """
        earliest = max(starts[0], crowded - LOOKED, self.today)
        days, weeks, worked = self.days, self.weeks, self.worked
        last, many, own = starts[-1], len(starts), week_of(crowded)
        # A move within its week adds nothing to that.
        week, left, least = own, self.week_limit - weeks.get(own, 0), 0
        found: list[int] = []
        placed, unannounced, day = 0, False, crowded
        while day > earliest and (placed < surplus or len(found) < SHOWN):
            day -= 1
            if day < week:
                week -= A_WEEK
                left, least = self.week_limit - weeks.get(week, 0), 1
            if left < least:
                day = week
                continue
            room = self.day_limit - days.get(day, 0)
            if room <= 0 or (working := worked[day]) is False:
                continue
            waiting = (many if last <= day else bisect_right(starts, day)) - placed
            if waiting <= 0:
                continue
            if working is None:
                unannounced = True
                continue
            found.append(day)
            fits = room if week == own else min(room, left)
            if moved := min(fits, waiting, surplus - placed):
                placed += moved
                left -= moved if week != own else 0
                self._move(moved, crowded, day)
        if found:
            return Eased(tuple(reversed(found)), placed, "")
        gone = starts[0] < crowded <= self.today
        return Eased((), 0, "unannounced" if unannounced else "gone" if gone else "")

    def _move(self, many: int, crowded: int, day: int) -> None:
        """Count so many on another day, so that the next crowd finds it as full as it is then."""
        for counts, at, to in (
            (self.days, crowded, day),
            (self.weeks, week_of(crowded), week_of(day)),
        ):
            counts[at] = counts.get(at, 0) - many
            counts[to] = counts.get(to, 0) + many


def week_of(day: int) -> int:
    """Return the number of the Monday of a day's week."""
    return day - (day - 1) % A_WEEK
