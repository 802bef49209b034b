"""Duty tables → one HTML page that stands alone and prints well: no script, no request."""

import datetime as dt
from collections.abc import Sequence

from cadence.core import WEEKDAYS
from cadence.print import environment
from cadence.reports.duty.nouns import HEADS, SECTIONS, DutyRow, DutyTable
from cadence.reports.duty.text import cells, foot_lines, head_lines

A_DAY = dt.timedelta(days=1)
CLASSES = ("number", "act", "source", "who", "due", "state", "done", "evidence", "sign")


def render_page(tables: Sequence[DutyTable]) -> str:
    """Return the page; each table begins on a sheet of its own."""
    shown = [
        {
            "title": head_lines(table.head)[0],
            "under": head_lines(table.head)[1:],
            "groups": [(each.name, list(map(_celled, each.rows))) for each in table.groups],
            "weeks": weeks(table),
            "foot": foot_lines(table),
            "whole": table.unit is None,
        }
        for table in tables
    ]
    page = environment("cadence.reports").get_template("duty.html")
    return page.render(
        tables=shown, columns=list(zip(CLASSES, HEADS, strict=True)), weekdays=WEEKDAYS,
        overdue=SECTIONS["carried"],
    )  # fmt: skip


def _celled(row: DutyRow) -> tuple[DutyRow, tuple[str, ...]]:
    return row, cells(row)


def weeks(table: DutyTable) -> list[list[dict[str, object] | None]]:
    """Return the month in weeks from Monday: each day, how it is worked, which rows fall due."""
    month = table.head.month
    numbers: dict[dt.date, list[int]] = {}
    for row in table.rows:
        if row.day:
            numbers.setdefault(row.day, []).append(row.number)
    days: list[dict[str, object] | None] = [None] * month.first.weekday()
    for n in range((month.last - month.first).days + 1):
        day = month.first + n * A_DAY
        state = "off" if day in table.off else "unknown" if day in table.unknown else ""
        due = numbers.get(day, [])
        shown = f"{len(due)}项" if table.unit is None and due else runs(due)
        days.append({"day": day.day, "state": state, "due": shown})
    days += [None] * (-len(days) % len(WEEKDAYS))
    return [days[at : at + len(WEEKDAYS)] for at in range(0, len(days), len(WEEKDAYS))]


def runs(numbers: Sequence[int]) -> str:
    """Write numbers shortly: 3-8、12."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return "、".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in found)
