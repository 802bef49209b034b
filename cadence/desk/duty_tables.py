"""表格: the duty tables of a month, to look at, print and take away."""

from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.conflicts import findings
from cadence.core import MEDIA_TYPES, CadenceError, Finding, Span, Unit
from cadence.desk.accidents import PAPER
from cadence.desk.entrances import Entrance
from cadence.desk.months import month_asked, month_text, moved
from cadence.desk.office import View
from cadence.desk.paging import paged
from cadence.desk.standing import standing
from cadence.desk.visit import HEADERS, Visit
from cadence.occurrences import Judged, part_of, parts_of
from cadence.print import Faces, find_faces
from cadence.reports import (
    Collection,
    DutyTable,
    MonthOfPlace,
    Share,
    collected,
    collection_of,
    cut,
    judged_of,
    month_of_place,
    owed_of_month,
    render_form,
    share_of,
    table_of,
)

FONTS = "fonts"  # the office's own faces, in the workspace
MOST_UNITS = 200  # whose rows one page lists; a thousand are 26 MB, which no browser scrolls
ROWS = 200  # a page
FORMS = ("html", "pdf", "xlsx", "docx", "csv")
NAMES = {"pdf": "PDF", "xlsx": "Excel", "docx": "Word", "csv": "CSV"}


def show(visit: Visit) -> Response:
    """Show the table of a month for a unit or the whole place, some rows a page, and its forms.

    Of a place with very many units one is asked for; all of them are a file to take away.
    """
    month = month_asked(visit)
    unit = visit.unit or visit.asked("unit")
    is_listed = bool(unit) or len(visit.roster.units) <= MOST_UNITS
    table = _looked_at(visit, month, unit) if is_listed else None
    around = [moved(month, by) for by in (-1, 0, 1)]
    asked = {"month": month_text(month)} | ({"unit": unit} if unit else {})
    pages = paged(
        range(sum(len(each.rows) for each in table.groups) if table else 0), visit.asked("p"),
        lambda n: visit.address("tables", **asked, p=str(n)), ROWS,
    )  # fmt: skip
    first = pages.first_shown - 1
    return visit.page(
        "tables", "tables", "表格",
        title_=table.head.title if table else f"{visit.roster.name}任务清单",
        month=month, months=[(month_text(each), f"{each.first.year}年{each.first.month}月")
                             for each in around],
        chosen=month_text(month), unit=unit, table=table, pages=pages,
        groups=list(cut(table.groups, first, pages.last_shown)) if table else [],
        units=[(each.key, each.name) for each in visit.roster.units],
        preview=visit.address("tables.html", **asked),
        forms=[(name, visit.address(f"tables.{form}", **asked)) for form, name in NAMES.items()],
    )  # fmt: skip


def download(visit: Visit) -> Response:
    """Give a month's table in one form.

    Raises:
        HTTPException: there is no such form or unit.
        CadenceError: no PDF can be made here; with what to install.
    """
    form = visit.request.path_params["form"]
    if form not in FORMS:
        raise HTTPException(404, "没有这种格式；有 pdf、xlsx、docx、csv。")
    month = month_asked(visit)
    unit = visit.unit or visit.asked("unit")
    table = _table(visit, month, unit)
    content = render_form(form, [table], faces_of(visit) if form == "pdf" else None)
    name = f"duty-{month_text(month)}{'-' + unit.rpartition('/')[2] if unit else ''}.{form}"
    shown = {"content-disposition": f'attachment; filename="{name}"'} if form in NAMES else {}
    headers = {**(HEADERS if shown else PAPER), **shown}
    return Response(content, media_type=MEDIA_TYPES[f".{form}"], headers=headers)


def listed(visit: Visit) -> list[Judged]:
    """Return what stands in the table that the address asks for, by due day.

    Raises:
        HTTPException: no unit has this key.
    """
    span, unit = month_asked(visit), visit.unit or visit.asked("unit")
    month, _found = _month(visit.view, visit.place, span)
    return [*judged_of(month, [_unit(visit, unit)] if unit else month.units)]


def _looked_at(visit: Visit, span: Span, unit: str) -> DutyTable | Collection:
    """Make what a page shows some rows of: the table of one unit, or the collected one of all.

    Raises:
        HTTPException: no unit has this key.
    """
    return _table(visit, span, unit) if unit else _whole(visit.view, visit.place, span)


def _table(visit: Visit, span: Span, unit: str) -> DutyTable:
    """Make the table of one unit, or the collected one of all.

    Raises:
        HTTPException: no unit has this key.
    """
    month, found = _month(visit.view, visit.place, span)
    if unit:
        return table_of(month, _unit(visit, unit), found)
    own = [each for each, _share in _tables(visit.view, visit.place, span)]
    return collected(own, month.head, found)


def made_ready(view: View, place: str, span: Span) -> None:
    """Make the collected table of a month, before anybody asks for it."""
    _whole(view, place, span)


def _whole(view: View, place: str, span: Span) -> Collection:
    def make() -> Collection:
        month, found = _month(view, place, span)
        shares = [share for _table, share in _tables(view, place, span)]
        return collection_of(shares, month.head, found)

    return view.settled(("table", place, span), make)


def _tables(view: View, place: str, span: Span) -> list[tuple[DutyTable, Share]]:
    """Return every unit's table, and what it gives to the collected one; kept until it changes."""
    month, found = _month(view, place, span)
    parts = parts_of(view.scene(place, span))

    def made(unit: Unit) -> tuple[DutyTable, Share]:
        table = table_of(month, unit, found)
        return table, share_of(table)

    return [
        view.resting(
            ("table", place, span, unit.id),
            (parts.get(part_of(unit)), month.concerns.get(unit.id), month.stamps[unit.id], found),
            partial(made, unit),
        )
        for unit in month.units
    ]


def _unit(visit: Visit, key: str) -> Unit:
    one = next((each for each in visit.roster.units if each.key == key), None)
    if one is None:
        raise HTTPException(404, "名册里没有这个单位。")
    return one


def _month(view: View, place: str, span: Span) -> tuple[MonthOfPlace, tuple[Finding, ...]]:
    key = ("month", place, span)

    def make() -> tuple[MonthOfPlace, tuple[Finding, ...]]:
        scene = view.scene(place, span)
        found = tuple(one for each in standing(view, place, span) for one in findings(each))
        # What is equal is given as the same, so that no table compares it word by word.
        found = view.resting((*key, "findings"), found, lambda: found)
        owed = (
            view.resting((*key, unit), part, partial(owed_of_month, part))
            for unit, part in parts_of(scene).items()
        )
        return month_of_place(scene, owed), found

    return view.settled(key, make)


def faces_of(visit: Visit) -> Faces:
    """Find fonts for a PDF.

    Raises:
        CadenceError: none has Chinese characters.
    """
    folder = visit.office.folder / FONTS
    faces = find_faces(folder)
    if not faces.families["body"]:
        raise CadenceError(f"这台电脑没有中文字体，做不了 PDF；请把字体放进 {folder} 再试。")
    return faces


ENTRANCES = (
    Entrance(path="tables", show=show),
    Entrance(path="tables.{form}", show=download),
)
