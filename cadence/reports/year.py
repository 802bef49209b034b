"""The days of a year → a calendar for the terminal, readable without colour; a table; JSON."""

import calendar
from collections.abc import Iterable, Sequence
from typing import Any

from cadence.core import SATURDAY, WEEKDAYS, Table, day_words, month_grid
from cadence.workdays import Day

STATES = {"worked": "工作日", "off": "休息日", "make_up": "调休上班", None: "节假日安排未公布"}
MARKS = {"off": "休", "make_up": "班", "worked": "班"}  # of a day that some document names
LEGEND = "休 放假　班 上班（调休）　. 周末　? 未公布"
GAP = "    "
CELL = 5  # columns: two digits, a mark as wide as a character, a space
BLANK = " " * CELL
LINES = 7  # below a month's head: at most six weeks, and a blank


def render_year(days: Sequence[Day]) -> str:
    """Return twelve months, two beside each other, then the holidays and the sums."""
    year = days[0].date.year
    months = [_month([day for day in days if day.date.month == month]) for month in range(1, 13)]
    rows = [
        f"{left}{GAP}{right}".rstrip()
        for first in range(0, 12, 2)
        for left, right in zip(months[first], months[first + 1], strict=True)
    ]
    rows = [row for row, before in zip(rows, ("", *rows), strict=False) if row or before]
    return "\n".join((f"{year}年　{LEGEND}", "", *rows, *_holidays(days), _sums(days)))


def year_table(days: Iterable[Day]) -> Table:
    """List every day."""
    return Table(
        ("日期", "星期", "状态", "节日", "依据"),
        tuple(
            (
                day.date.isoformat(),
                f"周{WEEKDAYS[day.date.weekday()]}",
                f"{STATES[day.state]}{'（待定）' if day.state and not day.settled else ''}",
                day.name or "",
                day.source or "",
            )
            for day in days
        ),
    )


def year_json(days: Iterable[Day]) -> list[dict[str, Any]]:
    """Return every day; state is null where it is not announced."""
    return [
        {
            "date": day.date.isoformat(),
            "state": day.state,
            "provisional": not day.settled,
            "name": day.name,
            "source": day.source,
        }
        for day in days
    ]


def _month(days: Sequence[Day]) -> list[str]:
    """Return nine lines of one width: the name, the weekdays, at most six weeks, a blank."""
    first = days[0].date
    grid = month_grid(first.year, first.month, lambda day: _cell(days[day.day - 1]))
    weeks = ["".join(cell or BLANK for cell in week) for week in grid]
    name = f"{first.month}月"
    width = CELL * 7
    head = "".join(f" {sign}  " for sign in WEEKDAYS)
    blank = [" " * width] * (LINES - len(weeks))
    return [name + " " * (width - len(name) - 1), head, *weeks, *blank]


def _cell(day: Day) -> str:
    return f"{day.date.day:2}{_mark(day)} "


def _mark(day: Day) -> str:
    if day.state is None:
        return "? "
    if day.name:
        return MARKS[day.state]
    return ". " if day.date.weekday() >= SATURDAY else "  "


def _holidays(days: Sequence[Day]) -> list[str]:
    """List each holiday's days off and days worked, and where they are written."""
    found: dict[tuple[str, str], list[Day]] = {}
    for day in days:
        if day.name:
            found.setdefault((day.name, day.source or ""), []).append(day)
    return [f"{name}：{_runs(members)}（{source}）" for (name, source), members in found.items()]


def _runs(days: Sequence[Day]) -> str:
    """`2026年5月1日（周五）至5月5日（周二）休；5月9日（周六）班`."""
    runs: list[list[Day]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        joins = last and last.state == day.state and (day.date - last.date).days == 1
        if joins:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "；".join(_run(run) for run in runs)


def _run(run: Sequence[Day]) -> str:
    first, last = (day_words(day.date).split("年", 1)[1] for day in (run[0], run[-1]))
    span = first if len(run) == 1 else f"{first}至{last}"
    return f"{span}{MARKS[run[0].state or 'off']}"


def _sums(days: Sequence[Day]) -> str:
    if any(day.state is None for day in days):
        return f"{days[0].date.year}年：{STATES[None]}"
    worked = sum(day.is_worked for day in days)
    length = 366 if calendar.isleap(days[0].date.year) else 365
    pending = [day for day in days if not day.settled]
    note = f"；{pending[0].date.year + 1}年元旦安排未公布，12月末可能调整" if pending else ""
    return f"全年{length}天，工作{worked}天，休息{length - worked}天{note}"
