"""Lines → one year of a unit as a timeline: by document, a row a duty, a column a month. Pure.

A stage or a season is one length from its first month to its last; whatever falls due in a month is
one cell, led by the most pressing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cadence.core import A_YEAR, SIGNS, STATUSES, short_day
from cadence.publish.pages.duties import FIRST
from cadence.publish.pages.nouns import DutyLine

PAST, RUNNING, AHEAD = "past", "running", "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Some months of a row.

    Attributes:
        month: the first of them, 1 to 12; width: how many they are.
        line: the most pressing of what they hold; None where they hold nothing.
        status: of it; of a stage that nobody ticks, past, running or ahead.
        count: how many windows they hold; words: the days of a stage.
    """

    month: int
    width: int
    line: DutyLine | None = None
    status: str = ""
    count: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyYear:
    """One duty's year.

    Attributes:
        first: the earliest of its windows.
        words: its days where it is one window, else how many windows it has.
        tally: how many of them stand how, in signs and words.
        is_span: a stage, a season or a bar.
    """

    act: str
    role: str
    whose: str
    clause: str
    first: DutyLine
    words: str
    tally: str
    cells: tuple[Cell, ...]
    is_span: bool


Timeline = tuple[tuple[str, tuple[DutyYear, ...]], ...]


def timeline(lines: Iterable[DutyLine], year: int, today: date) -> Timeline:
    """Return the rows of one year by document: stages first, then the others by their first day."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    gathered: dict[tuple[str, str, str], list[DutyLine]] = {}
    for line in lines:
        if _is_shown(line, first, last):
            gathered.setdefault((line.rule, line.whose, line.role), []).append(line)
    ordered = sorted(gathered.values(), key=lambda found: (not found[0].is_span, found[0].start))
    found: dict[str, list[DutyYear]] = {}
    for each in ordered:
        found.setdefault(each[0].source, []).append(_row(each, first, last, today))
    return tuple((source, tuple(rows)) for source, rows in found.items())


def _is_shown(line: DutyLine, first: date, last: date) -> bool:
    """Tell whether a stage runs in a year, or a duty falls due in it."""
    if line.is_span:
        return line.start <= last and (line.due or date.max) >= first
    return first <= line.day <= last


def _row(lines: list[DutyLine], first: date, last: date, today: date) -> DutyYear:
    line = lines[0]
    drawn = _lengths(lines, first, last, today) if line.is_span else _months(lines)
    return DutyYear(
        act=line.act,
        role=line.role,
        whose=line.whose,
        clause=line.clause,
        first=line,
        words=_days(line) if len(lines) == 1 else f"共{len(lines)}期",
        tally=_tally(lines),
        cells=tuple(_filled(drawn)),
        is_span=line.is_span,
    )


def _months(lines: list[DutyLine]) -> Iterator[Cell]:
    """Yield a cell for each month in which something falls due."""
    found: dict[int, list[DutyLine]] = {}
    for line in lines:
        found.setdefault(line.day.month, []).append(line)
    for month, held in sorted(found.items()):
        worst = min(held, key=lambda line: FIRST.index(line.status))
        yield Cell(month=month, width=1, line=worst, status=worst.status, count=len(held))


def _lengths(lines: list[DutyLine], first: date, last: date, today: date) -> Iterator[Cell]:
    """Yield the lengths of stages; one that begins in the month of another follows it."""
    free = 1
    for line in sorted(lines, key=lambda each: each.start):
        start, end = max(line.start, first).month, min(line.due or last, last).month
        start = max(start, free)
        if start > end:
            continue
        free = end + 1
        status = line.status or _tense(line, today)
        yield Cell(
            month=start, width=end - start + 1, line=line, status=status, count=1, words=_days(line)
        )


def _tense(line: DutyLine, today: date) -> str:
    if line.start > today:
        return AHEAD
    return PAST if line.due and line.due < today else RUNNING


def _filled(drawn: Iterable[Cell]) -> Iterator[Cell]:
    """Yield cells for the months between, too, so that a row has twelve months."""
    month = 1
    for cell in drawn:
        yield from (Cell(month=each, width=1) for each in range(month, cell.month))
        yield cell
        month = cell.month + cell.width
    yield from (Cell(month=each, width=1) for each in range(month, A_YEAR + 1))


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
