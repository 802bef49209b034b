"""Lines → months: weeks of seven days for the grid, and what each month's list holds. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from cadence.core import A_YEAR, SATURDAY, Span, last_of_month, month_grid
from cadence.publish.pages.nouns import DutyLine, MarkedDays

IN_CELL = 3  # duties of a day that its cell shows before it counts the rest
URGENT = {"overdue": 0, "due_soon": 1, "extended": 2, "open": 3, "upcoming": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day of a grid.

    Attributes:
        mark: 休 for a weekday off, 班 for a weekend day worked, else "".
        rest: whether the day is not worked, as far as is known.
        meetings: those that the office set on the day.
        lines: the first of the day's, the most urgent first; more: those that are left out.
    """

    day: date
    mark: str
    rest: bool
    lines: tuple[DutyLine, ...]
    more: tuple[DutyLine, ...]
    meetings: tuple[DutyLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet:
    """One month of a unit's page.

    Attributes:
        tag: 2026-11; name: 2026年11月; year, number: 2026 and 11.
        before, after: the tags of the months beside it on the page; "" at its ends.
        weeks: of seven cells each; None for the days of other months.
        lines: what falls due in it; running: stages and bars that run in it and end elsewhere.
        unknown: the holidays of its year are not announced.
        has_meetings: a day of it has a meeting that the office set.
    """

    tag: str
    name: str
    year: int
    number: int
    weeks: tuple[tuple[DayCell | None, ...], ...]
    lines: tuple[DutyLine, ...]
    running: tuple[DutyLine, ...]
    unknown: bool
    before: str = ""
    after: str = ""
    has_meetings: bool = False

    @property
    def quarter(self) -> str:
        """`2026-4`: the quarter that it is of."""
        return f"{self.year}-{(self.number + 2) // 3}"

    @property
    def nth(self) -> int:
        """Return which of the months of its quarter it is."""
        return (self.number - 1) % 3 + 1


def months(span: Span, lines: tuple[DutyLine, ...], days: MarkedDays) -> tuple[MonthSheet, ...]:
    """Return every month that the span touches, in order.

    Args:
        span: the days asked for.
        lines: of one page, ordered by day.
        days: the days unlike others.
    """
    by_day: dict[date, list[DutyLine]] = {}
    for line in lines:
        by_day.setdefault(line.day, []).append(line)
    set_on: dict[date, list[DutyLine]] = {}
    for line in lines:
        if line.meeting:
            set_on.setdefault(date.fromisoformat(line.meeting[:10]), []).append(line)
    spans = tuple(line for line in lines if line.is_span)
    return chained(
        _month(each, (by_day, set_on), spans, _empty_month(each, days)) for each in _spans(span)
    )


def _month(
    days: Span,
    found_on: tuple[dict[date, list[DutyLine]], dict[date, list[DutyLine]]],
    spans: tuple[DutyLine, ...],
    bare: MonthSheet,
) -> MonthSheet:
    by_day, set_on = found_on

    def drawn(day: date, empty: DayCell) -> DayCell:
        if day not in by_day and day not in set_on:
            return empty
        shown, more = _shown(by_day.get(day, []))
        return replace(empty, lines=shown, more=more, meetings=tuple(set_on.get(day, ())))

    found = _days(days)
    weeks = bare.weeks
    if not (set_on.keys() | by_day.keys()).isdisjoint(found):
        weeks = tuple(tuple(each and drawn(each.day, each) for each in week) for week in weeks)
    return replace(
        bare,
        weeks=weeks,
        lines=tuple(line for day in found for line in by_day.get(day, ())),
        running=tuple(each for each in spans if _runs_in(each, days)),
        has_meetings=not set_on.keys().isdisjoint(found),
    )


@cache
def _days(days: Span) -> tuple[date, ...]:
    return tuple(days.first + timedelta(n) for n in range(days.last.day))


@cache
def _empty_month(days: Span, marked: MarkedDays) -> MonthSheet:
    """Return a month in which nothing is due; it is the same on every unit's page."""
    year, number = days.first.year, days.first.month
    marks = dict.fromkeys(marked.off, "休") | dict.fromkeys(marked.worked, "班")
    return MonthSheet(
        tag=f"{days.first:%Y-%m}",
        name=f"{year}年{number}月",
        year=year,
        number=number,
        weeks=month_grid(year, number, lambda day: _empty_cell(day, marks.get(day, ""))),
        lines=(),
        running=(),
        unknown=year in marked.unknown,
    )


def _empty_cell(day: date, mark: str) -> DayCell:
    """Return the cell of a day on which nothing is due."""
    rest = mark == "休" or (day.weekday() >= SATURDAY and not mark)
    return DayCell(day=day, mark=mark, rest=rest, lines=(), more=(), meetings=())


def chained(found: Iterable[MonthSheet]) -> tuple[MonthSheet, ...]:
    """Let months lead to those beside them among these."""
    shown = tuple(found)
    tags = ("", *(each.tag for each in shown), "")
    return tuple(
        replace(each, before=tags[number], after=tags[number + 2])
        for number, each in enumerate(shown)
    )


def _shown(lines: list[DutyLine]) -> tuple[tuple[DutyLine, ...], tuple[DutyLine, ...]]:
    """Part a day's lines into those that fit its cell and those that the list alone names."""
    ordered = tuple(sorted(lines, key=lambda line: URGENT.get(line.status, len(URGENT))))
    kept = IN_CELL if len(ordered) > IN_CELL + 1 else len(ordered)
    return ordered[:kept], ordered[kept:]


def _runs_in(line: DutyLine, days: Span) -> bool:
    """Tell whether a stage runs in a month without ending in it."""
    ends = line.due or date.max
    return line.start <= days.last and ends >= days.first and not _within(line.day, days)


def _within(day: date, days: Span) -> bool:
    return days.first <= day <= days.last


def _spans(span: Span) -> Iterator[Span]:
    first, last = (day.year * A_YEAR + day.month - 1 for day in (span.first, span.last))
    for number in range(first, last + 1):
        year, month = divmod(number, A_YEAR)
        yield Span(date(year, month + 1, 1), last_of_month(year, month + 1))
