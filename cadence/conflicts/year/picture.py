"""A Plan as one picture: units and posts by weeks, load darker, absences hatched; HTML, A3 PDF."""

import datetime as dt
from collections import Counter
from typing import Any

from cadence.conflicts.year.nouns import A_WEEK, HALVES, Plan, Year, week_of
from cadence.conflicts.year.tell import days_of, load, plan_notes, plan_table
from cadence.core import WEEKDAYS, Table
from cadence.print import Head, environment, render_pdf

DARKEST = 4
FRIDAY = 5


def render_picture(
    year: Year, plan: Plan, name: str, today: dt.date, head: Head | None = None
) -> bytes:
    """Return the picture as a page that stands alone, the dates themselves below it.

    Args:
        year: what was planned.
        plan: the plan.
        name: of the place.
        today: the day that it was drawn.
        head: the bar above it; None where none of the place's pages are there to lead to.
    """
    page = environment("cadence.conflicts.year").get_template("year.html")
    dates: Table = plan_table(year, plan)
    return page.render(drawn=_drawn(year, plan, name, today), dates=dates, head=head).encode()


def render_poster(year: Year, plan: Plan, name: str, today: dt.date) -> bytes:
    """Return the same as PDF for A3; the dates are not in it.

    Raises:
        CadenceError: typst is not installed, or no Chinese font is.
    """
    values = _drawn(year, plan, name, today)
    return render_pdf("cadence.conflicts.year", "year.typ", values, printed=today)


def _drawn(year: Year, plan: Plan, name: str, today: dt.date) -> dict[str, Any]:
    first, last = dt.date(year.year, 1, 1).toordinal(), dt.date(year.year, 12, 31).toordinal()
    weeks = list(range(week_of(first), last + 1, A_WEEK))
    held = days_of(year, plan)
    moved = _moved(year, plan)
    order = sorted(held, key=lambda key: (key not in year.posts, -len(held[key]), key))
    months = Counter(_month(week, year.year) for week in weeks)
    return {
        "title": f"{name}{year.year}年会议安排",
        "today": today.isoformat(),
        "notes": list(plan_notes(year, plan)),
        "months": [{"name": f"{month}月", "weeks": many} for month, many in sorted(months.items())],
        "weeks": [dt.date.fromordinal(week).day for week in weeks],
        "rows": [
            {
                "name": year.name(key),
                "post": key in year.posts,
                "sum": len(held[key]),
                "cells": [_cell(year, key, week, held[key], moved) for week in weeks],
            }
            for key in order
        ],
        "load": [
            {"name": words, "before": before, "after": after}
            for words, before, after in zip(
                ("到会人次", "一人一周最多", "一天多于2个会的日子"),
                load(year.due).values(),
                load(held).values(),
                strict=True,
            )
        ],
    }


def _cell(
    year: Year, key: str, week: int, held: tuple[int, ...], moved: set[tuple[str, int]]
) -> dict[str, Any]:
    """Return one week of one unit or post: how many, how dark, away how long, and in words."""
    own = [day for day in held if week_of(day) == week]
    worked = range(week, week + FRIDAY)
    away = sum(year.seats_of(key, day) <= 0 for day in worked)
    days = "、".join(
        f"{dt.date.fromordinal(day):%m-%d}周{WEEKDAYS[(day - 1) % A_WEEK]}" for day in own
    )
    said = (days, f"缺席{away}天" if away else "")
    return {
        "many": len(own),
        "dark": min(len(own), DARKEST),
        "away": away,
        "moved": (key, week) in moved,
        "words": "；".join(each for each in said if each),
    }


def _moved(year: Year, plan: Plan) -> set[tuple[str, int]]:
    """Return in whose weeks something lies that was moved there."""
    return {
        (key, week_of(slot // HALVES))
        for meeting, slot in zip(year.meetings, plan.slots, strict=True)
        if slot is not None and meeting.was is not None and meeting.was != slot
        for key in meeting.people
    }


def _month(week: int, year: int) -> int:
    """Return the month under which a week stands: that of its Thursday, inside the year."""
    thursday = dt.date.fromordinal(week + 3)
    return {year - 1: 1, year + 1: 12}.get(thursday.year, thursday.month)
