"""An Overview → PDF: the leader's page, one sheet of A4 whatever it holds."""

from typing import Any

from cadence.core import STATUSES, day_words
from cadence.print import Faces, missing, render_pdf, without_missing
from cadence.reports.overview.figures import FigureRow
from cadence.reports.overview.whole import Overview
from cadence.reports.overview.words import (
    TITLE,
    Point,
    balance,
    counts_of,
    days_said,
    days_words,
    missed_cells,
    overview_share,
    percent,
    since_lines,
    summary,
    trend,
)

TEMPLATE = "overview.typ"
MOST = 40  # rows that one sheet could hold at most
CLEAR = 12  # names in the line of those who owe nothing


def render_overview_pdf(overview: Overview, faces: Faces | None = None) -> bytes:
    """Return one page: as many rows and names as fit, and how many more there are.

    Args:
        overview: of one or more places.
        faces: fonts.find_faces; None: the computer's own fonts.

    Raises:
        CadenceError: typst is not installed, or no Chinese font is.
    """
    values = _values(overview)
    if faces:
        absent = missing(str(values), faces)
        values = without_missing(values, absent)
    return render_pdf("cadence.reports", TEMPLATE, values, faces, overview.as_of.date())


def _values(overview: Overview) -> dict[str, Any]:
    counted, since = overview.counted, overview.since
    behind = [each for each in overview.units if each.figures.of("overdue")]
    return {
        "title": f"{overview.name}{TITLE}",
        "office": overview.office,
        "as_of": day_words(overview.as_of.date()),
        "days": days_said(overview) + ("，另计以前未办结的" if overview.carried else ""),
        "summary": summary(counted.totals),
        "notices": list(overview.unreviewed),
        "overdue": STATUSES["overdue"],
        "late": STATUSES["late"],
        "counts": counts_of(counted.totals),
        "units": [_rank(each) for each in behind[:MOST]],
        "behind": len(behind),
        "clear": _clear(overview),
        "missed": [missed_cells(each) for each in counted.missed[:MOST]],
        "all_missed": len(counted.missed),
        "months": [_month(each) for each in trend(overview)],
        "balance": balance(since, counted.totals.of("overdue")) if since else "",
        "since": list(since_lines(since)) if since else [],
    }


def _rank(row: FigureRow) -> tuple[str, ...]:
    figures = row.figures
    longest = days_words(figures.longest)
    return (
        row.name,
        str(figures.of("overdue")),
        longest,
        str(figures.of("late")),
        overview_share(figures),
    )


def _clear(overview: Overview) -> str:
    """Name the units that owe nothing, as many as a line holds."""
    names = [
        each.name for each in overview.units if each.figures.owed and not each.figures.of("overdue")
    ]
    more = f"等{len(names)}个" if len(names) > CLEAR else ""
    return "、".join(names[:CLEAR]) + more


def _month(point: Point) -> tuple[str, int, str, str]:
    name = f"{point.month}月{'' if point.is_over else '（未完）'}"
    figures = f"{percent(point.now.on_time)} {point.now.of('done')}/{point.now.owed}"
    last = percent(point.last.on_time) if point.last else "没有记录"
    return name, int(100 * (point.now.on_time or 0)), figures, last
