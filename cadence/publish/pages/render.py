"""Views → the pages of units, each with a key by which the build knows that it need not change.

The index and what all pages share: index.py. What a page is filled in with: templating.py.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import groupby
from urllib.parse import unquote

from cadence.core import (
    CATEGORIES,
    KINDS,
    STATUSES,
    Unit,
    day_path,
    part_path,
    poster_path,
    site_path,
)
from cadence.publish.pages.draw import NONE_DUE
from cadence.publish.pages.duties import Documents, duties
from cadence.publish.pages.index import HELP
from cadence.publish.pages.month import MonthSheet, chained, months
from cadence.publish.pages.nouns import (
    Page,
    PlaceView,
    RuleTrace,
    Undated,
    UnitView,
)
from cadence.publish.pages.now import now_of
from cadence.publish.pages.pieces import (
    AFTER,
    BEFORE,
    PIECE_ROOT,
    ROOT,
    TraceWays,
    around,
    is_heavy,
    month_of,
    pieces_of,
)
from cadence.publish.pages.qr import qr_picture
from cadence.publish.pages.shared import SharedList, shared_lists
from cadence.publish.pages.since import as_of_its_last_change, day_style
from cadence.publish.pages.summary import next_deadlines, standing
from cadence.publish.pages.templating import key, rendered
from cadence.publish.pages.view import UNITS_ROOM, page_name
from cadence.publish.pages.year import timeline

CHOICES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("all", "不含长期坚持", frozenset()),
    ("overdue", "逾期", frozenset({"overdue"})),
    ("due_soon", "即将到期", frozenset({"due_soon"})),
    ("open", "进行中", frozenset({"open", "extended", "claimed"})),
    ("upcoming", "未开始", frozenset({"upcoming"})),
    ("done", "已办", frozenset({"done", "late", "waived"})),
    ("undated", "未定日期", frozenset({"undated"})),
    ("standing", "长期坚持", frozenset({"standing"})),
)
MOST_SHOWN = 10  # of each list that a heavy page says first


def unit_pages(place: PlaceView) -> Iterator[Page]:
    """Yield the page, its pieces where it has many duties, and the poster of every unit.

    The pages of the rules that heavy pages lead to come with them.
    """
    traced: set[str] = set()
    lists = shared_lists(place.place, filter(is_heavy, place.units))
    for unit in place.units:
        view = as_of_its_last_change(unit)
        name, pieces = page_name(view.unit), pieces_of(view)
        heavy = is_heavy(view)
        calendar = _calendar(view, is_whole=not heavy)
        sheets = _tags(calendar()) if heavy else None
        ways = TraceWays(view=view, pieces=pieces, heavy=heavy, sheets=sheets)
        own = tuple(each for each in lists if view.unit in each.units)
        render = partial(_unit_page, view, ways, calendar, own)
        yield Page(
            name=name, key=key(view, [(each.name, each.counts) for each in own]), render=render
        )
        if pieces:
            yield from _pieces(ways, calendar())
        if heavy:
            traced.update(unquote(line.trace).partition("#")[0] for line in view.lines)
        yield _poster(view)
    if place.units:
        style = day_style(place.units[0].today)
        name = day_path(place.place)
        yield Page(name=name, key=key(name, style), render=partial(bytes, style))
    yield from (_trace(place, each) for each in place.traces if each.name in traced)
    yield from (_shared(place, each) for each in lists)


def _tags(months_shown: Iterable[MonthSheet]) -> frozenset[str]:
    return frozenset(each.tag for each in months_shown)


def _shared(place: PlaceView, found: SharedList) -> Page:
    def render() -> bytes:
        return rendered(
            "shared.html", root=ROOT, head=place.head.seen(ROOT), place=place, found=found
        )

    shown = (place.place, place.name, place.head, place.notices, found)
    return Page(name=found.name, key=key("shared", shown), render=render)


def _trace(place: PlaceView, rule: RuleTrace) -> Page:
    def render() -> bytes:
        return rendered(
            "trace.html",
            root=PIECE_ROOT,
            head=place.head.seen(PIECE_ROOT),
            place=place,
            rule=rule,
        )

    shown = (place.place, place.name, place.head, place.notices, rule)
    return Page(name=rule.name, key=key("trace", shown), render=render)


def _calendar(view: UnitView, *, is_whole: bool) -> Callable[[], tuple[MonthSheet, ...]]:
    """Draw a unit's months when the first page asks for them, once for all its pages.

    A month in which nothing is due and nothing was set has no sheet. Where a page has many, neither
    has one through which a stage merely runs, nor one before records began, of which nothing is
    known: the timeline shows both. This month always has one.
    """

    def drawn() -> tuple[MonthSheet, ...]:
        this = _this_month(view)
        return chained(
            each
            for each in months(view.span, view.lines, view.days)
            if each.tag == this or each.has_meetings or _has_sheet(each, is_whole=is_whole)
        )

    return cache(drawn)


def _has_sheet(month: MonthSheet, *, is_whole: bool) -> bool:
    if is_whole:
        return bool(month.lines or month.running)
    return any(line.status != "untracked" for line in month.lines)


def _this_month(view: UnitView) -> str:
    return f"{min(max(view.today, view.span.first), view.span.last):%Y-%m}"


def poster_name(unit: Unit) -> str:
    """Return the path of a unit's poster under out/."""
    return poster_path(unit.place, unit.id)


def _unit_page(
    view: UnitView,
    ways: TraceWays,
    calendar: Callable[[], tuple[MonthSheet, ...]],
    lists: tuple[SharedList, ...],
) -> bytes:
    found, lines = standing(view), around(view)
    found_duties = duties(view, frozenset(key for each in lists for key in each.keys))
    return rendered(
        "unit.html",
        root=ROOT,
        head=view.head.seen(ROOT, UNITS_ROOM),
        view=view,
        ways=ways,
        most=MOST_SHOWN if ways.heavy else len(view.lines),
        standing=found,
        now=now_of(view, found),
        carried=lines[BEFORE],
        after=lines[AFTER],
        duties=found_duties,
        lists=lists,
        bare=_bare(view, ways),
        kinds=_kinds(view),
        states=_states(found_duties),
        legend=_legend(view),
        months=calendar(),
        this_month=_this_month(view),
        years=[(year, timeline(view.lines, year, view.today)) for year in _years(view)],
        undated=_gathered(view.undated),
        poster=poster_name(view.unit),
        day_style=day_path(view.unit.place),
        help_page=site_path(HELP),
        codes={way: qr_picture(getattr(view.addresses, way)) for way in ("webcal", "feed")},
    )


def _bare(view: UnitView, ways: TraceWays) -> list[str]:
    """Return the months that have lines and no sheet: who asks for one is led to the year."""
    if ways.sheets is None:
        return []
    first, last = month_of(view.span.first), month_of(view.span.last)
    due_in = {month_of(line.day) for line in view.lines} - ways.sheets
    return sorted(tag for tag in due_in if first <= tag <= last)


def _years(view: UnitView) -> range:
    return range(view.span.first.year, view.span.last.year + 1)


def _states(found: Documents) -> list[tuple[str, str]]:
    """Return the states that a unit's duties can be chosen by: those that any of them is in."""
    stand = {status for _source, rows in found for each in rows for status in each.statuses}
    return [(tag, name) for tag, name, alike in CHOICES if tag == "all" or stand & alike]


def _legend(view: UnitView) -> list[str]:
    """Return the statuses whose signs and colours a page shows."""
    shown = {line.status for line in view.lines}
    return [status for status in STATUSES if status in shown]


def _kinds(view: UnitView) -> list[tuple[str, str]]:
    """Return the kinds of work that a unit's duties are of, with their names."""
    kinds = {each.kind for each in view.lines} | {each.kind for each in view.undated}
    return [(kind, name) for kind, name in CATEGORIES.items() if kind in kinds]


def _pieces(ways: TraceWays, drawn: tuple[MonthSheet, ...]) -> Iterator[Page]:
    """Yield the pages that a heavy unit's page is parted into; each has a key of its own."""
    view, pieces, piece = ways.view, ways.pieces, partial(_piece, ways)
    for tag, group in groupby(drawn, lambda month: pieces[month.tag]):
        found = tuple(group)
        yield piece(tag, _title(found), found, months=found)
    for tag, title in ((BEFORE, "以前结转"), (AFTER, "以后到期")):
        if lines := around(view)[tag]:
            yield piece(tag, title, lines, lines=lines)
    for year in _years(view):
        drawn_year = timeline(view.lines, year, view.today)
        now = view.today.month if view.today.year == year else 0
        yield piece(str(year), f"{year}年全年安排", (drawn_year, now), rows=drawn_year, year=year)


def _title(found: tuple[MonthSheet, ...]) -> str:
    """`2026年1月至6月`."""
    return f"{found[0].name}至{found[-1].number}月" if len(found) > 1 else found[0].name


def _piece(unit: TraceWays, tag: str, title: str, shown: object, **given: object) -> Page:
    nothing: dict[str, object] = {"months": (), "rows": (), "lines": (), "year": 0}
    ways, view = replace(unit, here=tag), unit.view
    known = (
        view.unit,
        view.place_name,
        view.head,
        view.today.year,
        title,
        shown,
        sorted(set(unit.pieces.values())),
        sorted(unit.sheets or ()),
    )

    def render() -> bytes:
        head = view.head.seen(PIECE_ROOT, UNITS_ROOM)
        shown: dict[str, object] = {"ways": ways, "day_style": day_path(view.unit.place)}
        return rendered(
            "piece.html", root=PIECE_ROOT, head=head, title=title, **shown | nothing | given
        )

    name = part_path(view.unit.place, view.unit.id, tag)
    return Page(name=name, key=key("piece", known), render=render)


def _gathered(undated: tuple[Undated, ...]) -> list[tuple[str, list[Undated]]]:
    """Gather the undated duties by why they are, in the order of the table of kinds."""
    reasons = (*KINDS.values(), NONE_DUE)
    found = [(why, [each for each in undated if each.why == why]) for why in reasons]
    return [(why, duties) for why, duties in found if duties]


def _poster(view: UnitView) -> Page:
    """Return the poster, which need not be drawn anew whenever anything else of the unit is."""
    deadlines = next_deadlines(view.lines, view.today)
    shown = (view.place_name, view.office, view.unit, view.addresses, view.today, deadlines)

    def render() -> bytes:
        found, back = view.addresses, page_name(view.unit)
        code = qr_picture(found.page, paper=not found.void)  # struck out, it need not be clear
        return rendered(
            "poster.html",
            root=ROOT,
            head=None,
            view=view,
            deadlines=deadlines,
            day_style=day_path(view.unit.place),
            code=code,
            back=back,
        )

    return Page(name=poster_name(view.unit), key=key("poster", shown, view.notices), render=render)
