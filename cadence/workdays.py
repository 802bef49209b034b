"""Which days are worked, and which year the State Council has not announced yet.

The days are those of the yearly notices on public holidays, as the chinesecalendar package keeps
them (2004 onward). Past its last year the answer is None: not announced, never a guess.
"""

from datetime import date, timedelta
from functools import lru_cache

from cadence.model import Advice

LONGEST_REST = 60  # days; no public holiday comes near, so a longer search is our mistake


def is_worked(day: date) -> bool | None:
    """Tell whether a day is worked; None where its year is not announced."""
    import chinese_calendar  # noqa: PLC0415 - only what asks for working days pays for the table

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@lru_cache(maxsize=4096)
def advise(due: date) -> Advice:
    """Return the last working day on or before a due day; safety duties don't wait for Monday."""
    for back in range(LONGEST_REST):
        day = due - timedelta(back)
        worked = is_worked(day)
        if worked is None:
            return Advice(day=None, provisional=True)
        if worked:
            return Advice(day=day, provisional=False)
    msg = f"no working day in the {LONGEST_REST} days before {due}"
    raise AssertionError(msg)
