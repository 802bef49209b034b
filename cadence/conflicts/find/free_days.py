"""Where what is too much on a day or in a week still fits, within the office's own limits. Pure.

What one crowd was told to move counts for the next: two crowds are never sent to one day that holds
but one of them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from cadence.conflicts.find.merges import Together, common_days
from cadence.conflicts.find.nouns import Ground

A_DAY = dt.timedelta(days=1)
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
        self.days = Counter(dict(full))
        self.weeks: Counter[dt.date] = Counter()
        for day, many in self.days.items():
            self.weeks[monday(day)] += many

    def ease(self, crowd: list[Together], before: dt.date, surplus: int) -> Eased:
        """Find the last working days before a crowd on which what is too much may be done.

        Whatever may begin latest takes the latest day, so that as much as possible finds room.
        """
        starts = sorted(common_days(each)[0] for each in crowd)
        earliest = max(starts[0], before - A_DAY * LOOKED, self.ground.today)
        found: list[dt.date] = []
        placed, unannounced = 0, False
        own = monday(before)
        day = before - A_DAY
        while day >= earliest and (placed < surplus or len(found) < SHOWN):
            room = self._room(day, own)
            waiting = sum(start <= day for start in starts) - placed
            if room > 0 and waiting > 0:
                working = self.ground.advise(day).day
                unannounced |= working is None
                if working == day:
                    found.append(day)
                    many = min(room, waiting, surplus - placed)
                    placed += many
                    self._move(before, day, many)
            day -= A_DAY
        if found:
            return Eased(tuple(reversed(found)), placed, "")
        gone = starts[0] < before <= self.ground.today
        return Eased((), 0, "unannounced" if unannounced else "gone" if gone else "")

    def _room(self, day: dt.date, crowded: dt.date) -> int:
        """Count what a day still takes in; a move within its week adds nothing to that."""
        room = self.day_limit - self.days[day]
        week = monday(day)
        if week == crowded:
            return room if self.weeks[week] <= self.week_limit else 0
        return min(room, self.week_limit - self.weeks[week])

    def _move(self, old: dt.date, new: dt.date, many: int) -> None:
        for day, more in ((old, -many), (new, many)):
            self.days[day] += more
            self.weeks[monday(day)] += more


def monday(day: dt.date) -> dt.date:
    """Return the Monday of a day's week."""
    return day - A_DAY * day.weekday()
