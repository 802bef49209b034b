"""A conflict table → a page that stands alone: this month, its days, lines, meetings, answers.

No script: a month is picked by a radio button, and a day leads to what is to be decided on it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cadence.core import CONFLICTS, SEVERITIES, WEEKDAYS, day_words, month_grid
from cadence.print import Head, environment

if TYPE_CHECKING:
    from cadence.conflicts import ConflictTable, Detail, FindingLine

SIGNS = {"error": "■", "warning": "▲", "info": "○"}  # told apart without colour
CROWDED = 2  # times the limit, from which on a day is as dark as can be


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One day of the calendar; level 0 to 4, the darker the heavier; at: its place on the page."""

    day: int
    level: int = 0
    text: str = ""
    title: str = ""
    off: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfFindings:
    """What there is to know of one day: how much falls due, and each finding with its line."""

    at: str
    name: str
    title: str
    findings: tuple[tuple["FindingLine", "Detail"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthGrid:
    """One month in weeks from Monday; None where a week's day lies in another month.

    is_open: it is the one that the page opens at; days: those that can be clicked.
    """

    key: str
    name: str
    is_open: bool
    weeks: tuple[tuple[HeatCell | None, ...], ...]
    days: tuple[DayOfFindings, ...]


def render_conflicts(  # noqa: PLR0913 - a page is made of all of it
    table: "ConflictTable",
    today: dt.date = dt.date.min,
    notices: tuple[str, ...] = (),
    head: Head | None = None,
    desk: str = "",
    *,
    forms: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the page of one place, open at the month of a day; earlier months are left out.

    Args:
        table: what collides.
        today: the day.
        notices: what is to be known of the documents behind it.
        head: the bar above it; None where it stands alone.
        desk: the address of the place's rooms in the desk, with / at its end, where what has to be
            decided is decided; "" where nobody serves one.
        forms: the words and ways of the table's other forms, to be downloaded.
    """
    from cadence.conflicts import plainly  # noqa: PLC0415 - only the build draws the page

    return (
        environment("cadence.reports")
        .get_template("conflicts.html")
        .render(
            table=table,
            notices=notices,
            head=head,
            months=months(table, today),
            signs=SIGNS,
            severities=SEVERITIES,
            codes=CONFLICTS,
            weekdays=WEEKDAYS,
            plainly=plainly,
            desk=desk,
            forms=forms,
        )
    )


def months(table: "ConflictTable", today: dt.date = dt.date.min) -> tuple[MonthGrid, ...]:
    """Draw that of a day, and every later month in which something falls due or is found."""
    found: dict[dt.date, list[tuple[FindingLine, Detail]]] = {}
    for line in table.lines:
        for detail in line.details:
            if detail.day and detail.day >= today:
                found.setdefault(detail.day, []).append((line, detail))
    days = sorted(day for day in {*table.heats, *found} if day >= today)
    # What is looked for begins today: this month stands there, and says if nothing is left of it.
    this = {(today.year, today.month)} if table.span.first <= today <= table.span.last else set()
    named = sorted({(day.year, day.month) for day in days} | (this if days else set()))
    return tuple(
        MonthGrid(
            key=f"{year}-{month:02}",
            name=f"{year}年{month}月",
            is_open=(year, month) == named[0],
            weeks=month_grid(year, month, lambda day: _cell(day, table, today)),
            days=tuple(
                DayOfFindings(
                    at=_at(day),
                    name=day_words(day),
                    title=_counted(day, table),
                    findings=tuple(found.get(day, ())),
                )
                for day in days
                if (day.year, day.month) == (year, month)
            ),
        )
        for year, month in named
    )


def _at(day: dt.date) -> str:
    return f"d{day.isoformat()}"


def _counted(day: dt.date, table: "ConflictTable") -> str:
    heat = table.heats.get(day)
    if heat is None:
        return ""
    return f"{heat.duties}项任务，涉及{heat.units}个单位，一个单位最多{heat.most}项"


def _cell(day: dt.date, table: "ConflictTable", today: dt.date) -> HeatCell:
    heat = table.heats.get(day)
    off = day in table.off
    if heat is None or day < today:
        return HeatCell(day=day.day, off=off)
    limit = table.limits.unit_day
    level = 1 if heat.most * CROWDED <= limit else 2
    if heat.most > limit:
        level = 3 if heat.most <= limit * CROWDED else 4
    title = f"{day.isoformat()}：{_counted(day, table)}"
    return HeatCell(
        day=day.day, level=level, text=str(heat.most), title=title, off=off, at=_at(day)
    )
