"""Which worked day to use instead: the last on or before a due day, and the first after it.

Pure: how each day stands in (years.py), what is advised for each day out, a year at a time.
"""

from collections.abc import Container
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from cadence.core import Advice, Advise
from cadence.workdays.years import OFF, UNKNOWN, Days, Look, days_of_year, looker, mark_of


def adviser(look: Look) -> Advise:
    """Return what gives the last working day on or before a due day, and the first after it.

    A year is worked out as a whole when the first of its days is asked for.
    """
    return _Advices(look).__getitem__


class _Advices(dict[date, Advice]):
    """What is advised for each day, a year at a time."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, due: date) -> Advice:
        self.update(_advices_of(self._look, due.year))
        return self[due]


def _advices_of(look: Look, year: int) -> dict[date, Advice]:
    """Return what is advised for every day of a year, worked out from its last day to its first."""
    last = date(year, 12, 31)
    forward = nearest_worked(look, last, 1)[0]
    days = map(date.fromordinal, range(last.toordinal(), 0, -1))
    found: dict[date, Advice] = {}
    run: list[date] = []  # days off that wait for the worked day before them
    open_: set[date] = set()  # those of them that are not settled
    for mark, day in zip(reversed(_marks(look, year)), days, strict=False):
        if mark == "w":
            if run:
                advice = Advice(day=day, provisional=False, forward=forward)
                found |= _rested(run, advice, open_) if open_ else dict.fromkeys(run, advice)
                run = []
            found[day] = Advice(day=day, provisional=False, forward=day)
            forward = day
        elif mark in OFF:
            run.append(day)
            if mark == "O":
                open_.add(day)
        else:
            before = None if mark == UNKNOWN else day
            found |= _rested(run, Advice(day=before, provisional=True, forward=forward), open_)
            run = []
            found[day] = Advice(day=before, provisional=True, forward=before)
            forward = before
    if run:
        before, settled = nearest_worked(look, run[-1], -1)
        advice = Advice(day=before, provisional=not settled, forward=forward)
        found |= _rested(run, advice, open_)
    return found


def _rested(run: list[date], advice: Advice, open_: Container[date]) -> dict[date, Advice]:
    """Advise for days off in a row, given last first: from an open one on, provisionally."""
    found = {}
    for day in reversed(run):
        if day in open_ and not advice.provisional:
            advice = replace(advice, provisional=True)
        found[day] = advice
    return found


def _marks(look: Look, year: int) -> list[str]:
    """Return a letter for every day of a year: worked or off, in capitals while not settled."""
    days = getattr(look, "__self__", None)
    if isinstance(days, Days):
        return days.marks(year)
    return [mark_of(each) for each in days_of_year(look, year)]


def nearest_worked(look: Look, due: date, step: int) -> tuple[date | None, bool]:
    """Return the nearest worked day, the day itself included, and whether that is settled.

    Args:
        look: how each day stands.
        due: the day from which to go.
        step: 1 onward, -1 back.

    Returns:
        None and False where it is not announced.
    """
    settled = True
    for away in count():  # ends at the latest where no year is announced
        day = look(due + timedelta(away * step))
        settled = settled and day.settled
        if day.state is None:
            return None, False
        if day.is_worked:
            return day.date, settled
    raise AssertionError


advise = adviser(looker())  # by the package alone
