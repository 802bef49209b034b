"""An Overview → a page of its own, and the part of it that stands first on the index.

Both are drawn from one view, with the board's marks and words; the same overview on the same day
gives the same bytes.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from cadence.core import SIGNS, STATUSES, Unit, day_words
from cadence.occurrences import Judged
from cadence.print import Head, environment
from cadence.reports.lists import source
from cadence.reports.overview.figures import FEW, FigureRow
from cadence.reports.overview.whole import Overview
from cadence.reports.overview.words import (
    TITLE,
    Point,
    act_of,
    balance,
    counts_of,
    day_cell,
    days_said,
    days_words,
    overview_share,
    percent,
    post_of,
    since_lines,
    summary,
    trend,
)

FIRST_SCREEN, BRIEF = 10, 5  # rows and names that stand first
MOST = 300  # names on the page; the workbook beside it has them all
TOP, FLOOR = 30, 150  # of the drawn line: 100% and 0%
LEFT, STEP = 62, 51
LABELS = 4  # characters of a share beside a dot
ABOVE, BELOW, HIGH = -10, 20, 0.5  # points from a dot to its share; below, where lines run above
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _nowhere(_what: object) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewWays:
    """Where an overview leads, as seen from where it stands; "" and None: nowhere.

    Attributes:
        page: its own page, seen from elsewhere.
        of_status: what holds the duties that stand so; "": all that are owed.
        of_unit: the page of a unit.
        head: the bar above the page; links: words and ways beside its title.
    """

    page: str = ""
    of_status: Callable[[str], str] = _nowhere
    of_unit: Callable[[Unit], str] = _nowhere
    head: Head | None = None
    links: tuple[tuple[str, str], ...] = ()


NOWHERE = OverviewWays()


def render_overview(overview: Overview, ways: OverviewWays = NOWHERE) -> str:
    """Return the page of one or more places: figures, rows, names, trend and week."""
    template = environment("cadence.reports").get_template("overview.html")
    return template.render(
        view=_view(overview, ways, most=MOST, all_rows=True) | {"way": "", "links": ways.links},
        head=ways.head,
        **_shared(),
    )


def render_overview_part(overview: Overview, ways: OverviewWays, *, brief: bool) -> str:
    """Return what stands of a place on the index.

    Args:
        overview: of the place.
        ways: as seen from the index.
        brief: it stands beside many others: fewer rows, and no drawn line.
    """
    template = environment("cadence.reports").get_template("overview_part.html")
    most = BRIEF if brief else FIRST_SCREEN
    view = _view(overview, ways, most=most, all_rows=False) | {"brief": brief, "level": 3}
    return template.render(view=view, **_shared())


def render_overview_body(overview: Overview, ways: OverviewWays, most: int | None = None) -> str:
    """Return all that the page shows, to stand inside another's head.

    Args:
        overview: of one or more places.
        ways: where it leads.
        most: names of what is missed; the others stand where the count of them leads.
    """
    template = environment("cadence.reports").get_template("_overview_body.html")
    view = _view(overview, ways, most=most or MOST, all_rows=True) | {"way": ""}
    if most:
        view["way_missed"] = ways.of_status("overdue")
    return template.render(view=view, **_shared())


def overview_style() -> str:
    """Return the style of that part, for the page that it stands on."""
    return environment("cadence.reports").get_template("_overview.css").render()


def _shared() -> dict[str, Any]:
    return {"title": TITLE, "signs": SIGNS, "names": STATUSES, "few": FEW}


def _view(overview: Overview, ways: OverviewWays, *, most: int, all_rows: bool) -> dict[str, Any]:
    counted, since = overview.counted, overview.since
    ranked = partial(_ranked, ways=ways, most=None if all_rows else most)
    return {
        "name": overview.name,
        "level": 2,
        "office": overview.office,
        "as_of": day_words(overview.as_of.date()),
        "known_at": day_words(overview.known_at.date()) if overview.known_at else "",
        "days": days_said(overview),
        "carried": overview.carried,
        "summary": summary(counted.totals),
        "notices": overview.unreviewed,
        "way": ways.page,
        "owed": counted.totals.owed,
        "counts": [(*each, ways.of_status(each[0])) for each in counts_of(counted.totals)],
        "units": ranked(overview.units, "units"),
        "posts": ranked(overview.rows("post"), "posts"),
        "documents": ranked(overview.rows("document"), "documents"),
        "missed": [_missed(each, ways) for each in counted.missed[:most]],
        "more_missed": max(0, len(counted.missed) - most),
        "way_missed": "",
        "trend": _drawn(overview),
        "balance": balance(since, counted.totals.of("overdue")) if since else "",
        "since": [_whole_days(each) for each in since_lines(since)] if since else [],
    }


def _ranked(
    rows: Sequence[FigureRow], tag: str, *, ways: OverviewWays, most: int | None
) -> dict[str, Any]:
    """Return the rows that are behind, in their order, and name the others in one line."""
    behind = [each for each in rows if each.figures.of("overdue")]
    clear = [each for each in rows if not each.figures.of("overdue") and each.figures.owed]
    largest = max((each.figures.of("overdue") for each in behind), default=1)
    listed = clear if most is None else []
    return {
        "tag": tag,
        "behind": [_rank(each, largest, ways) for each in behind[:most]],
        "more": max(0, len(behind) - most) if most is not None else 0,
        "others": "、".join(f"{each.name}（{overview_share(each.figures)}）" for each in listed)
        or (f"{len(clear)}个" if clear else ""),
    }


def _rank(row: FigureRow, largest: int, ways: OverviewWays) -> dict[str, Any]:
    figures = row.figures
    return {
        "name": row.name,
        "way": ways.of_unit(row.unit) if row.unit else "",
        "overdue": figures.of("overdue"),
        "width": round(100 * figures.of("overdue") / largest),
        "longest": days_words(figures.longest),
        "late": figures.of("late"),
        "share": overview_share(figures),
    }


def _missed(each: Judged, ways: OverviewWays) -> dict[str, str]:
    unit = each.occurrence.binding.unit
    due, _bracket, given = day_cell(each).partition("（")
    return {
        "unit": unit.name,
        "way": ways.of_unit(unit),
        "act": act_of(each),
        "due": due,
        "given": given.removesuffix("）"),
        "days": days_words(each.judgement.days_late or 0),
        "post": post_of(each),
        "source": source(each.occurrence.binding.rule),
    }


def _drawn(overview: Overview) -> dict[str, Any] | None:
    """Lay the months' shares out as a line from 0% to 100%; none where nothing was owed."""
    points = trend(overview)
    if not points:
        return None
    at = {each.month: LEFT + STEP * number for number, each in enumerate(points)}
    over = [each for each in points if each.is_over]
    return {
        "width": LEFT + STEP * max(len(points), LABELS),
        "said": "，".join(f"{each.month}月{_said(each)}" for each in points),
        "dots": [
            {
                "x": at[each.month],
                "y": _height(each.now.on_time),
                "all": _height(each.now.completion),
                "label": _height(each.now.on_time) + _beside(each.now.on_time),
                "share": percent(each.now.on_time),
            }
            for each in over
        ],
        "lasts": [(at[each.month], _height(each.last.on_time)) for each in points if each.last],
        "months": [(at[each.month], each.month, _below(each)) for each in points],
        "none": _no_last_year(overview),
    }


def _said(point: Point) -> str:
    if not point.is_over:
        return f"未完（{overview_share(point.now)}）"
    last = f"，上年同月{overview_share(point.last)}" if point.last else ""
    return f"{overview_share(point.now)}{last}"


def _below(point: Point) -> str:
    return f"{point.now.of('done')}/{point.now.owed}" if point.is_over else "未完"


def _height(share: float | None) -> int:
    return round(FLOOR - (FLOOR - TOP) * (share or 0))


def _beside(share: float | None) -> int:
    """Return how far from its dot a share stands: not on the line of all that was done."""
    return BELOW if (share or 0) >= HIGH else ABOVE


def _whole_days(line: str) -> Markup:
    """Keep each day of a line together, which a browser would break at its hyphens."""
    return Markup(DAY.sub(r"<time>\g<0></time>", str(escape(line))))  # noqa: S704 - escaped


def _no_last_year(overview: Overview) -> str:
    """Say from when on this year can be compared, instead of drawing a line without records."""
    last = overview.as_of.year - 1
    first = overview.recorded_from
    if first and first >= dt.date(last + 1, 1, 1):
        return f"{last}年没有记录，{first.year + 1}年{first.month}月起可与上年同月比"
    return f"{last}年同月没有应办的"
