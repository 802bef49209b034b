"""The month that an address asks for, and its neighbours."""

import datetime as dt

from cadence.core import CadenceError, Span, last_of_month, read_month
from cadence.desk.visit import Visit

FIRST_YEAR, LAST_YEAR = 1950, 2198


def month_asked(visit: Visit) -> Span:
    """Return the month that the address names; this one where it names none.

    Raises:
        CadenceError: it names no month, or one that is far off.
    """
    said = visit.asked("month")
    found = read_month(said) if said else month_of(visit.view.today)
    if found is None or not FIRST_YEAR <= found.first.year <= LAST_YEAR:
        raise CadenceError(f"“{said}”不是月份，请写成 2026-12。")
    return found


def month_of(day: dt.date) -> Span:
    """Return the month in which a day lies."""
    return Span(day.replace(day=1), last_of_month(day.year, day.month))


def moved(month: Span, by: int) -> Span:
    """Return the month so many months later."""
    year, at = divmod(month.first.year * 12 + month.first.month - 1 + by, 12)
    return month_of(dt.date(year, at + 1, 1))


def month_text(month: Span) -> str:
    """Write a month as addresses do: 2026-12."""
    return f"{month.first:%Y-%m}"
