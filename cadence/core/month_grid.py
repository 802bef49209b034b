"""A month as people draw it: weeks of seven days from Monday, blank where another month's lie."""

import calendar
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TypeVar

Drawn = TypeVar("Drawn")


def month_grid(
    year: int, month: int, draw: Callable[[date], Drawn]
) -> tuple[tuple[Drawn | None, ...], ...]:
    """Return the month's four to six weeks, each of seven, Monday first.

    Args:
        year: of the civil calendar.
        month: 1 to 12.
        draw: what stands for one day; asked once for each day of the month, in order.

    Returns:
        What was drawn; None where a week's day lies in another month.
    """
    return tuple(tuple(draw(day) if day else None for day in week) for week in _weeks(year, month))


@cache
def _weeks(year: int, month: int) -> tuple[tuple[date | None, ...], ...]:
    return tuple(
        tuple(date(year, month, day) if day else None for day in week)
        for week in calendar.Calendar().monthdayscalendar(year, month)
    )
