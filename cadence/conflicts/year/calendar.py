"""Which days are worked, and which only seem to be: days of a year whose notice is not out yet."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.plan.choose import faults
from cadence.conflicts.year.nouns import HALVES, moment_of
from cadence.core import SATURDAY, Advise, Span, observed

# The days that the State Council's rules on public holidays give, by name and number.
STATUTORY = (("元旦", 1), ("除夕", 1), ("春节", 3), ("清明节", 1), ("劳动节", 2), ("端午节", 1),
             ("中秋节", 1), ("国庆节", 3))  # fmt: skip


class Worked:
    """The worked days of one place; those not announced are kept in mind as provisional."""

    def __init__(self, advise: Advise) -> None:
        """Take the working days around a day."""
        self.advise = advise
        self.provisional: set[int] = set()
        self._known: dict[int, bool] = {}

    def days(self, lawful: Span, group: Sequence[Demand], minutes: int) -> Iterator[int]:
        """Yield the worked days on which both halves of the day lie inside every window."""
        for day in range(lawful.first.toordinal(), lawful.last.toordinal() + 1):
            if day not in self._known:
                self._known[day] = self._is_worked(dt.date.fromordinal(day))
            if self._known[day] and not any(_at_fault(each, day, minutes) for each in group):
                yield day

    def _is_worked(self, day: dt.date) -> bool:
        advice = self.advise(day)
        if advice.day is not None:
            return advice.day == day
        usual = day.weekday() < SATURDAY and day not in statutory(day.year)
        if usual:
            self.provisional.add(day.toordinal())
        return usual


def _at_fault(demand: Demand, day: int, minutes: int) -> bool:
    """Tell whether a morning or an afternoon would not lie inside a window; days need no look."""
    if demand.window.opens is None and demand.window.closes is None:
        return False
    slots = (day * HALVES, day * HALVES + 1)
    return any(True for slot in slots for _ in faults(demand, moment_of(slot), minutes))


@cache
def statutory(year: int) -> frozenset[dt.date]:
    """Return the public holidays of a year themselves, without the days that notices move."""
    found: set[dt.date] = set()
    for name, many in STATUTORY:
        if known := observed(name, year):
            found.update(known[0] + dt.timedelta(days=each) for each in range(many))
    return frozenset(found)
