"""A conflict table → a page that stands alone: lines, a month calendar, meetings, answers."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cadence.core import CONFLICTS, SEVERITIES, WEEKDAYS, month_grid
from cadence.print import environment

if TYPE_CHECKING:
    from cadence.conflicts import ConflictTable

SIGNS = {"error": "■", "warning": "▲", "info": "○"}  # told apart without colour
CROWDED = 2  # times the limit, from which on a day is as dark as can be


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One day of the calendar; level 0 to 4, the darker the heavier."""

    day: int
    level: int = 0
    text: str = ""
    title: str = ""
    off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthGrid:
    """One month in weeks from Monday; None where a week's day lies in another month."""

    name: str
    weeks: tuple[tuple[HeatCell | None, ...], ...]


def render_conflicts(table: "ConflictTable") -> str:
    """Return the page of one place."""
    return (
        environment("cadence.reports")
        .get_template("conflicts.html")
        .render(
            table=table,
            months=months(table),
            signs=SIGNS,
            severities=SEVERITIES,
            codes=CONFLICTS,
            weekdays=WEEKDAYS,
        )
    )


def months(table: "ConflictTable") -> tuple[MonthGrid, ...]:
    """Draw every month in which something falls due."""
    named = sorted({(day.year, day.month) for day in table.heats})
    return tuple(
        MonthGrid(
            name=f"{year}年{month}月",
            weeks=month_grid(year, month, lambda day: _cell(day, table)),
        )
        for year, month in named
    )


def _cell(day: dt.date, table: "ConflictTable") -> HeatCell:
    heat = table.heats.get(day)
    off = day in table.off
    if heat is None:
        return HeatCell(day=day.day, off=off)
    limit = table.limits.unit_day
    level = 1 if heat.most * CROWDED <= limit else 2
    if heat.most > limit:
        level = 3 if heat.most <= limit * CROWDED else 4
    counted = f"{heat.duties}项任务，涉及{heat.units}个单位，一个单位最多{heat.most}项"
    title = f"{day.isoformat()}：{counted}"
    return HeatCell(day=day.day, level=level, text=str(heat.most), title=title, off=off)
