"""Civil-date arithmetic: the calendar units that duties repeat by, and the days within them.

Pure: dates in, dates out. A period is one of day, week, xun (旬: days 1-10, 11-20, 21-end),
month, quarter, half_year, year, or N_years. Every period is found from its own number, never
from the one before it, so nothing drifts: the k-th month's end is right for every k.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
OFFICE_PERIODS = ("term", "school_year")  # dated by the office's own table
WEEKDAY_OF_MONTH = re.compile(r"(last|[1-5])-(mon|tue|wed|thu|fri|sat|sun)")
WORKING_DAY = re.compile(r"last-working|working-([1-9]|1\d|2[0-3])")
WEEKDAY_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PERIODS = ("day", "week", "xun", *MONTHS_OF)
N_YEARS = re.compile(r"([2-9]|[1-9]\d)_years")
XUN_STARTS = (1, 11, 21)
A_WEEK = 7  # days
A_YEAR = 12  # months
SATURDAY = 5  # date.weekday()
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Span:
    """The days from first to last, both counted."""

    first: date
    last: date


def is_period(name: str) -> bool:
    """Tell whether a period of this name exists in the calendar."""
    return name in PERIODS or N_YEARS.fullmatch(name) is not None


def period_number(period: str, day: date, origin: date) -> int:
    """Number the period that a day lies in, so that periods can be counted from one another."""
    return _number(period, day, origin)


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def periods(period: str, span: Span, origin: date) -> Iterator[tuple[str, Span]]:
    """Yield the label and days of every period that touches the span, in order.

    Args:
        period: the unit's name.
        span: the days asked about.
        origin: where N_years are counted from (its year begins the first of them);
            the other periods are the calendar's own and need no origin.

    Raises:
        ValueError: no such period, or a span that ends before it begins.
    """
    if not is_period(period):
        msg = f"no such period: {period}"
        raise ValueError(msg)
    if span.last < span.first:
        msg = f"the span ends {span.last} before it begins {span.first}"
        raise ValueError(msg)
    number = _number(period, span.first, origin)
    last = _number(period, span.last, origin)
    while number <= last:
        days = _days(period, number, origin)
        yield _label(period, days), days
        number += 1


def _years(period: str) -> int:
    return int(period.removesuffix("_years"))


def _number(period: str, day: date, origin: date) -> int:
    """Number the period that the day lies in, counted from year 1 (N_years: from the origin)."""
    month = day.year * A_YEAR + day.month - 1
    match period:
        case "day":
            return day.toordinal()
        case "week":
            return (day.toordinal() - 1) // A_WEEK  # 0001-01-01 was a Monday
        case "xun":
            return month * 3 + sum(day.day >= start for start in XUN_STARTS[1:])
        case "month" | "quarter" | "half_year" | "year":
            return month // MONTHS_OF[period]
        case _:
            return (day.year - origin.year) // _years(period)


def _days(period: str, number: int, origin: date) -> Span:
    """Return the days of the period of that number: the inverse of _number."""
    match period:
        case "day":
            return Span(date.fromordinal(number), date.fromordinal(number))
        case "week":
            monday = number * A_WEEK + 1
            last = min(monday + A_WEEK - 1, date.max.toordinal())
            return Span(date.fromordinal(monday), date.fromordinal(last))
        case "xun":
            month, third = divmod(number, 3)
            return _xun(*_year_month(month), third)
        case "month" | "quarter" | "half_year" | "year":
            size = MONTHS_OF[period]
            final = _year_month((number + 1) * size - 1)
            return Span(date(*_year_month(number * size), 1), last_of_month(*final))
        case _:
            first_year = origin.year + number * _years(period)
            return Span(date(first_year, 1, 1), date(first_year + _years(period) - 1, 12, 31))


def _year_month(month: int) -> tuple[int, int]:
    return month // A_YEAR, month % A_YEAR + 1


def _xun(year: int, month: int, third: int) -> Span:
    first = date(year, month, XUN_STARTS[third])
    is_last = third == len(XUN_STARTS) - 1
    last = last_of_month(year, month) if is_last else date(year, month, XUN_STARTS[third + 1] - 1)
    return Span(first, last)


def _label(period: str, days: Span) -> str:
    """Name a period as ids do: 2026-11, 2026-Q4, 2026-H2, 2026, 2026-W47, 2026-11-x1."""
    first = days.first
    match period:
        case "day":
            return first.isoformat()
        case "week":
            iso = first.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}"
        case "xun":
            return f"{first.isoformat()[:7]}-x{XUN_STARTS.index(first.day) + 1}"
        case "month":
            return first.isoformat()[:7]
        case "quarter":
            return f"{first.year:04}-Q{(first.month - 1) // 3 + 1}"
        case "half_year":
            return f"{first.year:04}-H{(first.month - 1) // 6 + 1}"
        case "year":
            return f"{first.year:04}"
        case _:
            return f"{first.year:04}..{days.last.year:04}"


def day_in(period: str, day: int | str, days: Span) -> date:
    """Return the named day of one period; a day that a month lacks is the month's last day.

    Args:
        period: week, xun, month, quarter, half_year or year.
        day: "last" of any period; the ISO weekday of a week; the n-th day of a xun or month;
            "M-DD" (or "M-last") of a quarter or half-year, M counted within it; "MM-DD"
            (or "MM-last") of a year; "2-tue" or "last-sat" of a month, whose fifth is its last
            where it has but four.
        days: the period's days.

    Raises:
        ValueError: such a period has no such day.
    """
    if day == "last":
        return days.last
    text = str(day)
    months = MONTHS_OF.get(period, 0)
    if period == "week" and re.fullmatch(r"[1-7]", text):
        return days.first + timedelta(int(text) - 1)
    if period == "xun" and re.fullmatch(r"[1-9]|1[01]", text):
        return min(days.first + timedelta(int(text) - 1), days.last)
    if period == "month" and re.fullmatch(r"[1-9]|[12]\d|3[01]", text):
        return _clamped(days.first.year, days.first.month, int(text))
    if period == "month" and (found := WEEKDAY_OF_MONTH.fullmatch(text)):
        return _weekday_of_month(days, found[1], WEEKDAY_CODES.index(found[2]))
    if months > 1 and (found := re.fullmatch(r"(0?[1-9]|1[0-2])-(\d\d|last)", text)):
        return _day_of_months(days.first, months, int(found[1]), found[2])
    msg = f"a {period} has no day {day!r}"
    raise ValueError(msg)


def _weekday_of_month(days: Span, nth: str, weekday: int) -> date:
    first = days.first + timedelta((weekday - days.first.weekday()) % A_WEEK)
    found = [first + timedelta(A_WEEK * n) for n in range(5)]
    inside = [each for each in found if each <= days.last]
    return inside[-1] if nth == "last" else inside[min(int(nth), len(inside)) - 1]


def _day_of_months(first: date, months: int, month: int, day: str) -> date:
    """Return a day of the n-th month of a quarter, half-year or year."""
    if month <= months:
        target = first.month + month - 1
        if day == "last":
            return last_of_month(first.year, target)
        # A year's days are known by name, so 02-30 is a mistake; 2024 lends its February 29.
        longest = calendar.monthrange(2024, target)[1] if months == A_YEAR else 31
        if 1 <= int(day) <= longest:
            return _clamped(first.year, target, int(day))
    msg = f"no day {month}-{day} in {months} months"
    raise ValueError(msg)


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def moment_of(on: date | datetime) -> datetime:
    """Return the moment that a day or moment stands for: a bare day's first minute in China."""
    if isinstance(on, datetime):
        return on
    return datetime.combine(on, time(), SHANGHAI)


def first_moment(on: date | datetime) -> tuple[date, time]:
    """Order days and moments: a day without a time comes before that day's moments."""
    if isinstance(on, datetime):
        return on.date(), on.time()
    return on, time()
