"""Where what is too much on a day or in a week still fits, within the office's own limits. Pure.

What one crowd was told to move counts for the next: two crowds are never sent to one day that holds
but one of them.
"""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from cadence.conflicts.find.merges import Together, common_days
from cadence.conflicts.find.nouns import Ground

A_WEEK = 7
SHOWN = 5  # free days named in an advice, where fewer would do
LOOKED = 62  # days back in which a free one is looked for


class Eased(NamedTuple):
    """The way out of a crowd.

    days: on which it may be done; placed: how many of those too many find room on them; why: for
    what reason there is no day at all (Conflict.why).
    """

    days: tuple[dt.date, ...]
    placed: int
    why: str


class FreeDays:
    """How full the days and weeks of a unit or post are, and what fits besides."""

    def __init__(
        self, full: Iterable[tuple[dt.date, int]], limits: tuple[int, int], ground: Ground
    ) -> None:
        """Take in how much is due on each day, and how much a day and a week may hold."""
        self.day_limit, self.week_limit = limits
        self.ground = ground
        self.days: defaultdict[int, int] = defaultdict(int)
        self.weeks: defaultdict[int, int] = defaultdict(int)
        for day, many in full:
            self._add(day.toordinal(), many)

    def ease(self, crowd: list[Together], before: dt.date, surplus: int) -> Eased:
        """Find the last working days before a crowd on which what is too much may be done.

        Whatever may begin latest takes the latest day, so that as much as possible finds room.
        """
        starts = sorted(common_days(each)[0].toordinal() for each in crowd)
        today, crowded = self.ground.today.toordinal(), before.toordinal()
        earliest = max(starts[0], crowded - LOOKED, today)
        found: list[dt.date] = []
        placed, unannounced = 0, False
        for day in range(crowded - 1, earliest - 1, -1):
            if placed >= surplus and len(found) >= SHOWN:
                break
            room = self._room(day, crowded)
            waiting = bisect_right(starts, day) - placed
            if room > 0 and waiting > 0:
                date = dt.date.fromordinal(day)
                working = self.ground.advise(date).day
                unannounced |= working is None
                if working == date:
                    found.append(date)
                    if many := min(room, waiting, surplus - placed):
                        placed += many
                        self._add(crowded, -many)
                        self._add(day, many)
        if found:
            return Eased(tuple(reversed(found)), placed, "")
        gone = starts[0] < crowded <= today
        return Eased((), 0, "unannounced" if unannounced else "gone" if gone else "")

    def _room(self, day: int, crowded: int) -> int:
        """Count what a day still takes in; a move within its week adds nothing to that."""
        room = self.day_limit - self.days.get(day, 0)
        if room <= 0:
            return 0
        week = _week(day)
        left = self.week_limit - self.weeks.get(week, 0)
        if week == _week(crowded):
            return room if left >= 0 else 0
        return min(room, left)

    def _add(self, day: int, many: int) -> None:
        self.days[day] += many
        self.weeks[_week(day)] += many


def _week(day: int) -> int:
    """Return the ordinal of the Monday of a day's week."""
    return day - (day - 1) % A_WEEK


def monday(day: dt.date) -> dt.date:
    """Return the Monday of a day's week."""
    return dt.date.fromordinal(_week(day.toordinal()))
