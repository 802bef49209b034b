"""检查 › 总览: how the place does, with every number leading to the duties that it counts.

What is asked for stands in the address; the same figures come as a sheet, as one page for the
leader, and as reports to be edited.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import isqrt

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.core import MEDIA_TYPES, SHANGHAI, Span, week_before
from cadence.desk.duty_tables import faces_of
from cadence.desk.entrances import Entrance
from cadence.desk.office import View
from cadence.desk.visit import HEADERS, Visit
from cadence.desk.week_ago import before as before_in
from cadence.ledger import read_before
from cadence.occurrences import Scene, parts_of
from cadence.print import render_csv, render_json
from cadence.reports import (
    Overview,
    OverviewWays,
    last_period,
    overview_joined,
    overview_json,
    overview_of,
    overview_of_part,
    overview_style,
    overview_table,
    prepare,
    render_overview_body,
    render_overview_pdf,
    render_overview_sheet,
    render_prepared,
)

FILTERS = ("unit", "pack", "from", "to")
LONGEST = dt.timedelta(days=3 * 366)
TEXTS = ("旬分析", "月通报", "季通报", "年总结")
NAMED = 50  # of the missed; the register lists all in the same order
FORMS = ("xlsx", "pdf", "csv", "json", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What a page of figures is asked about; None and "": everything of the year."""

    unit: str | None
    pack: str | None
    first: dt.date | None
    last: dt.date | None

    def span(self, today: dt.date) -> Span:
        """Return the days asked about.

        Raises:
            HTTPException: they end before they begin, or are too many.
        """
        first = self.first or dt.date(today.year, 1, 1)
        last = self.last or dt.date(max(first.year, today.year), 12, 31)
        if last < first:
            raise HTTPException(422, "止日在起日之前，请改一下再看。")
        if last - first > LONGEST:
            raise HTTPException(422, "一次最多看三年，请把起止日期改近一些。")
        return Span(first, last)


def show(visit: Visit) -> Response:
    """Show the figures."""
    question = _question(visit)
    asked = {name: said for name in FILTERS if (said := visit.asked(name))}
    narrowed = {name: asked[name] for name in ("unit", "pack") if name in asked}
    is_whole_year = not (question.first or question.last)  # as the register lists
    ways = OverviewWays(
        of_status=lambda status: (
            visit.address("register", **narrowed, status=status) if status and is_whole_year else ""
        ),
        of_unit=lambda unit: visit.address("register", **narrowed | {"unit": unit.key}),
    )
    today, found = visit.view.today, _overview(visit, question)
    return visit.page(
        "overview", _room(visit), "总览",
        body=Markup(render_overview_body(found, ways, most=NAMED if is_whole_year else None)),  # noqa: S704 - reports escape what they show
        asked=asked,
        units=[(each.key, each.name) for each in visit.roster.units],
        packs=[(each.name, each.document.name) for each in _scene(visit, question).packs],
        downloads=[
            (name, visit.address(f"overview.{form}", **asked))
            for form, name in (("xlsx", "Excel"), ("pdf", "一页 PDF"), ("csv", "CSV"))
        ],
        texts=[
            (text, last_period(text, today), visit.address("overview.docx", text=text))
            for text in TEXTS
        ] if not visit.unit else [],
    )  # fmt: skip


def download(visit: Visit) -> Response:
    """Give the same figures as a file, or a report on the last period that is over.

    Raises:
        HTTPException: there is no such form or report.
        CadenceError: no PDF can be made here; with what to install.
    """
    form, today = visit.request.path_params["form"], visit.view.today
    if form not in FORMS:
        raise HTTPException(404, "没有这种格式；有 xlsx、pdf、csv、json、docx。")
    if form == "docx":
        return _file(_report(visit), form, f"report-{today}")
    found = _overview(visit, _question(visit))
    match form:
        case "xlsx":
            content = render_overview_sheet(found)
        case "pdf":
            content = render_overview_pdf(found, faces_of(visit))
        case "csv":
            content = render_csv(overview_table(found.rows("unit"), "unit")).encode()
        case _:
            content = render_json(overview_json(found, "unit")).encode()
    return _file(content, form, f"overview-{today}")


def style(_visit: Visit) -> Response:
    """Give the style of the figures, which the published pages share."""
    return Response(overview_style(), media_type=MEDIA_TYPES[".css"], headers=HEADERS)


def _report(visit: Visit) -> bytes:
    """Prepare a report of the whole place.

    Raises:
        HTTPException: there is no such report, or this person sees one unit alone.
    """
    text = visit.asked("text") or "月通报"
    if text not in TEXTS or visit.unit:
        raise HTTPException(404, "没有这种材料；有旬分析、月通报、季通报、年总结，写全地方的。")
    span = last_period(text, visit.view.today)
    before = read_before(visit.office.folder, dt.datetime.combine(span.first, dt.time(), SHANGHAI))
    now = visit.view.now

    def over(days: Span) -> tuple[Scene, ...]:
        return (visit.view.scene(visit.place, days),)

    return render_prepared(prepare(text, span, over, now, before))


def made_ready(view: View, place: str) -> Iterator[Callable[[], object]]:
    """Yield what counts a place's year some units at a time, before anybody asks for it."""
    question = Inquiry(unit=None, pack=None, first=None, last=None)
    yield from sums(view, place, question)
    yield partial(_figures, view, place, question)


def _overview(visit: Visit, question: Inquiry) -> Overview:
    return _figures(visit.view, visit.place, replace(question, unit=visit.unit or question.unit))


def _figures(view: View, place: str, question: Inquiry) -> Overview:
    """Count once, until something else stands otherwise: only the minute shown goes on."""
    key = ("overview", place, question)
    found = view.settled(key, lambda: figures_anew(view, place, question))
    return replace(found, as_of=view.now)


def figures_anew(view: View, place: str, question: Inquiry) -> Overview:
    """Count each unit of which something was told since, and add up all."""
    found = [each() for each in sums(view, place, question)]
    if found:
        return overview_joined(found)
    before = before_in(view, week_before(view.now))
    scene = _scene_of(view, place, question)
    return overview_of((scene,), view.now, before=before, carried=question.first is None)


def sums(view: View, place: str, question: Inquiry) -> Iterator[Callable[[], Overview]]:
    """Yield what adds up some units each: one that is counted anew adds up two short lists."""
    key = ("overview", place, question)
    scene, before = _scene_of(view, place, question), before_in(view, week_before(view.now))
    carried = question.first is None  # as the command does

    def of_part(part: Scene) -> Overview:
        return overview_of_part(part, view.now, before=before, carried=carried)

    def of_several(some: tuple[tuple[str, Scene], ...]) -> Overview:
        return overview_joined(
            [view.resting((*key, unit), part, partial(of_part, part)) for unit, part in some]
        )

    parts = tuple(parts_of(scene).items())
    size = max(1, isqrt(len(parts)))
    for number, first in enumerate(range(0, len(parts), size)):
        some = parts[first : first + size]
        yield partial(view.resting, (*key, number), some, partial(of_several, some))


def _scene(visit: Visit, question: Inquiry) -> Scene:
    asked = replace(question, unit=visit.unit or question.unit)
    return _scene_of(visit.view, visit.place, asked)


def _scene_of(view: View, place: str, question: Inquiry) -> Scene:
    return view.scene(place, question.span(view.today), question.unit, question.pack)


def _question(visit: Visit) -> Inquiry:
    return Inquiry(
        unit=visit.asked("unit") or None,
        pack=visit.asked("pack") or None,
        first=_day(visit.asked("from")),
        last=_day(visit.asked("to")),
    )


def _day(text: str) -> dt.date | None:
    """Read a day of the address.

    Raises:
        HTTPException: no such day exists.
    """
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise HTTPException(422, f"“{text}”不是一个日期，请写成 2026-11-30。") from error


def _room(visit: Visit) -> str:
    """Say in which room of the bar it stands: of its own for whoever has one."""
    return "overview" if visit.session.user.role == "leader" else "register"


def _file(content: bytes, form: str, name: str) -> Response:
    shown = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=MEDIA_TYPES[f".{form}"], headers={**HEADERS, **shown})


ENTRANCES = (
    Entrance(path="overview", show=show),
    Entrance(path="overview.css", show=style, everywhere=True, practised="real"),
    Entrance(path="overview.{form}", show=download, by_key=True),
)
