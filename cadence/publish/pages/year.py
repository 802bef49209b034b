"""Lines → one year as bars: a row per duty, its windows as lengths of the year. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cadence.core import SIGNS, STATUSES, short_day
from cadence.publish.pages.nouns import DutyLine

MOST = 60  # windows that a row can show; a daily duty's are a plain line
NARROWEST = 1.5  # days that a bar is drawn wide at least
LEAP = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One window within the year, in days from its first."""

    at: int
    width: float
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyYear:
    """One duty's year.

    Attributes:
        words: its days where it is one window, else how many windows it has.
        tally: how many of them stand how, in signs and words.
        is_span: a stage, a season or a bar.
    """

    act: str
    role: str
    whose: str
    words: str
    tally: str
    bars: tuple[Bar, ...]
    is_span: bool


def rows(lines: Iterable[DutyLine], year: int) -> tuple[DutyYear, ...]:
    """Return the rows of one year: stages first, then the others by their first day."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    gathered: dict[tuple[str, str, str], list[DutyLine]] = {}
    for line in lines:
        if line.start <= last and (line.due or date.max) >= first:
            gathered.setdefault((line.rule, line.whose, line.role), []).append(line)
    shown = [found for found in gathered.values() if len(found) <= MOST]
    shown.sort(key=lambda found: (not found[0].is_span, found[0].start))
    return tuple(_row(found, first, last) for found in shown)


def _row(lines: list[DutyLine], first: date, last: date) -> DutyYear:
    line = lines[0]
    return DutyYear(
        act=line.act,
        role=line.role,
        whose=line.whose,
        words=_days(line) if len(lines) == 1 else f"共{len(lines)}期",
        tally=_tally(lines),
        bars=tuple(_bar(each, first, last) for each in lines),
        is_span=line.is_span,
    )


def _bar(line: DutyLine, first: date, last: date) -> Bar:
    start, end = max(line.start, first), min(line.due or last, last)
    width = max((end - start).days + 0.4, NARROWEST)  # a little air between two windows
    return Bar(at=(start - first).days, width=width, status=line.status)


def _days(line: DutyLine) -> str:
    if line.due is None:
        return f"{_dated(line.start)}起"
    if line.start == line.due:
        return _dated(line.due)
    return f"{_dated(line.start)}至{_dated(line.due)}"


def _dated(day: date) -> str:
    return f"{day.year}年{short_day(day)}"


def _tally(lines: list[DutyLine]) -> str:
    counts = Counter(line.status for line in lines if line.status)
    return "　".join(
        f"{SIGNS[status]}{name}{counts[status]}"
        for status, name in STATUSES.items()
        if counts[status]
    )
