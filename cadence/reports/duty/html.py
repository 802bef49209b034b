"""Duty tables → one HTML page that stands alone and prints well: no script, no request."""

import datetime as dt
from collections.abc import Sequence

from cadence.core import WEEKDAYS, month_grid
from cadence.print import environment
from cadence.reports.duty.nouns import HEADS, DutyRow, DutyTable
from cadence.reports.duty.text import cells, foot_lines, head_lines

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
    )  # fmt: skip


def _celled(row: DutyRow) -> tuple[DutyRow, tuple[str, ...]]:
    return row, cells(row)


def weeks(table: DutyTable) -> tuple[tuple[dict[str, object] | None, ...], ...]:
    """Return the month in weeks from Monday: each day, how it is worked, which rows fall due."""
    month = table.head.month
    numbers: dict[dt.date, list[int]] = {}
    chosen: dict[dt.date, list[int]] = {}
    for row in table.rows:
        if row.day:
            numbers.setdefault(row.day, []).append(row.number)
        if row.chosen:
            chosen.setdefault(row.chosen, []).append(row.number)

    def drawn(day: dt.date) -> dict[str, object]:
        state = "off" if day in table.off else "unknown" if day in table.unknown else ""
        due, held = (
            f"{len(found)}项" if table.unit is None and found else runs(found)
            for found in (numbers.get(day, []), chosen.get(day, []))
        )
        shown = " ".join(filter(None, (due, f"定{held}" if held else "")))
        return {"day": day.day, "state": state, "due": shown}

    return month_grid(month.first.year, month.first.month, drawn)


def runs(numbers: Sequence[int]) -> str:
    """Write numbers shortly: 3-8、12."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return "、".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in found)
