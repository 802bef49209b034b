"""Views → the pages under out/, each with a key by which the build knows that it need not change.

The key is a digest of all that a page is made of: what it shows, the templates and this code.
"""

import hashlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from cadence.core import (
    CATEGORIES,
    KINDS,
    SIGNS,
    STATUSES,
    WEEKDAYS,
    Unit,
    day_words,
    part_path,
    poster_path,
    short_day,
    site_path,
)
from cadence.publish.pages.draw import NONE_DUE
from cadence.publish.pages.duties import duties
from cadence.publish.pages.month import months
from cadence.publish.pages.nouns import FirstScreen, Link, Page, PlaceView, Undated, UnitView
from cadence.publish.pages.now import days_over, now_of
from cadence.publish.pages.pieces import AFTER, BEFORE, UNDATED, by_piece, is_heavy
from cadence.publish.pages.pieces import Ways as TraceWays
from cadence.publish.pages.qr import qr_code
from cadence.publish.pages.search import search_keys
from cadence.publish.pages.summary import counts, next_deadlines, standing
from cadence.publish.pages.view import page_name
from cadence.publish.pages.year import rows
from cadence.reports import overview_style

ASSETS = ("site.css", "site.js", "unit.css")
FIGURES = "overview.css"  # drawn by reports, as the figures that it is for
MOST_SHOWN = 10  # of each list that a heavy page says first
MODULES = (
    "draw", "duties", "month", "now", "pieces", "qr", "render", "search", "summary", "view", "year",
)  # fmt: skip
TEMPLATES = (
    "base", "chart", "clients", "index", "parts", "piece", "poster", "sheet", "undated", "unit",
)  # fmt: skip
SOURCES = (
    *(f"{name}.py" for name in MODULES),
    *(f"templates/{name}.html" for name in TEMPLATES),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedUnit:
    """One unit as the index lists it."""

    unit: Unit
    names: tuple[str, ...]
    body: str
    overdue: int
    due_soon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One place as the index lists it."""

    place: str
    name: str
    office: str
    links: tuple[Link, ...]
    units: tuple[ListedUnit, ...]
    screen: FirstScreen | None = None


def first_pages(
    places: tuple[Listed, ...], today: date, *, is_torn: bool = False, stale_days: int = 0
) -> Iterator[Page]:
    """Yield the index and what all pages share.

    Args:
        places: as it lists them.
        today: the day judged from.
        stale_days: after how many days without a build the first page says so; 0: never.
        is_torn: the ledger is not what it was; the first page says so.
    """
    assets = {each: _source(f"static/{each}") for each in ASSETS}
    for asset, content in (assets | {FIGURES: overview_style().encode()}).items():
        yield Page(name=site_path(asset), key=_key(asset, content), render=partial(bytes, content))
    yield Page(
        name="index.html",
        key=_key("index", places, today, is_torn, stale_days),
        render=partial(
            _render,
            "index.html",
            root="",
            places=places,
            ranked=_ranked(places),
            today=today,
            is_torn=is_torn,
            stale_days=stale_days,
        ),
    )


def _ranked(places: tuple[Listed, ...]) -> list[Listed]:
    """Order places by what is overdue in them and since when, as their units are."""
    counted = [each for each in places if each.screen]
    return sorted(counted, key=lambda each: each.screen.rank if each.screen else ())


def unit_pages(place: PlaceView) -> Iterator[Page]:
    """Yield the page, its pieces where it has many duties, and the poster of every unit."""
    for view in place.units:
        name = page_name(view.unit)
        yield Page(name=name, key=_key(view), render=partial(_unit_page, view))
        if is_heavy(view):
            yield from _pieces(view)
        yield _poster(view)


def poster_name(unit: Unit) -> str:
    """Return the path of a unit's poster under out/."""
    return poster_path(unit.place, unit.id)


def listed(view: PlaceView, screen: FirstScreen | None = None) -> Listed:
    """Count what the index says of each unit of a place, below the figures of all of it."""
    units = []
    for each in view.units:
        found = counts(each.lines)
        body = each.body.name if each.body else ""
        units.append(
            ListedUnit(
                unit=each.unit,
                names=each.names,
                body=body,
                overdue=found["overdue"],
                due_soon=found["due_soon"],
            )
        )
    return Listed(
        place=view.place,
        name=view.name,
        office=view.office,
        links=view.links,
        units=tuple(units),
        screen=screen,
    )


def _unit_page(view: UnitView) -> bytes:
    found, lines = standing(view), by_piece(view)
    this_month = f"{min(max(view.today, view.span.first), view.span.last):%Y-%m}"
    return _render(
        "unit.html",
        root="../../",
        view=view,
        ways=TraceWays(view=view),
        most=MOST_SHOWN if is_heavy(view) else len(view.lines),
        standing=found,
        now=now_of(view, found),
        carried=lines.get(BEFORE, []),
        after=lines.get(AFTER, []),
        duties=duties(view),
        kinds=_kinds(view),
        months=months(view.span, view.lines, view.days),
        this_month=this_month,
        years=[(year, rows(view.lines, year)) for year in _years(view)],
        undated=_gathered(view.undated),
        poster=poster_name(view.unit),
        codes={way: qr_code(getattr(view.addresses, way)) for way in ("webcal", "feed")},
    )


def _years(view: UnitView) -> range:
    return range(view.span.first.year, view.span.last.year + 1)


def _kinds(view: UnitView) -> list[tuple[str, str]]:
    """Return the kinds of work that a unit's duties are of, with their names."""
    kinds = {each.kind for each in view.lines} | {each.kind for each in view.undated}
    return [(kind, name) for kind, name in CATEGORIES.items() if kind in kinds]


def _pieces(view: UnitView) -> Iterator[Page]:
    """Yield the pages that a heavy unit's page is parted into; each has a key of its own."""
    lines = by_piece(view)
    for month in months(view.span, view.lines, view.days):
        today = view.today if f"{view.today:%Y-%m}" == month.tag else None
        yield _piece(view, month.tag, month.name, (month, today), month=month)
    for tag, title in ((BEFORE, "以前结转"), (AFTER, "以后到期")):
        if tag in lines:
            yield _piece(view, tag, title, lines[tag], lines=lines[tag])
    for year in _years(view):
        drawn = rows(view.lines, year)
        today = view.today if view.today.year == year else None
        yield _piece(view, str(year), f"{year}年全年安排", (drawn, today), rows=drawn, year=year)
    if view.undated:
        found = _gathered(view.undated)
        yield _piece(view, UNDATED, "未定日期的任务", found, undated=found)


def _piece(view: UnitView, tag: str, title: str, shown: object, **given: object) -> Page:
    nothing: dict[str, object] = {"month": None, "rows": (), "undated": (), "lines": (), "year": 0}
    ways = TraceWays(view=view, here=tag)
    known = (view.unit, view.place_name, view.today.year, title, shown)

    def render() -> bytes:
        return _render("piece.html", root="../../../", ways=ways, title=title, **nothing | given)

    name = part_path(view.unit.place, view.unit.id, tag)
    return Page(name=name, key=_key("piece", known), render=render)


def _gathered(undated: tuple[Undated, ...]) -> list[tuple[str, list[Undated]]]:
    """Gather the undated duties by why they are, in the order of the table of kinds."""
    reasons = (*KINDS.values(), NONE_DUE)
    found = [(why, [each for each in undated if each.why == why]) for why in reasons]
    return [(why, duties) for why, duties in found if duties]


def _poster(view: UnitView) -> Page:
    """Return the poster, which need not be drawn anew whenever anything else of the unit is."""
    deadlines = next_deadlines(view.lines, view.today)
    shown = (view.place_name, view.unit, view.addresses, view.today, deadlines)

    def render() -> bytes:
        code, back = qr_code(view.addresses.page, printed=True), page_name(view.unit)
        return _render(
            "poster.html", root="../../", view=view, deadlines=deadlines, code=code, back=back
        )

    return Page(name=poster_name(view.unit), key=_key("poster", shown), render=render)


def _render(template: str, **shown: Any) -> bytes:  # noqa: ANN401 - templates show anything
    return _environment().get_template(template).render(shown).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cadence.publish.pages", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {"SIGNS": SIGNS, "STATUSES": STATUSES, "WEEKDAYS": WEEKDAYS}
    environment.filters |= {
        "day_words": day_words,
        "short_day": short_day,
        "search_keys": search_keys,
        "days_over": days_over,
        "meeting_words": _meeting_words,
        "weekday": lambda day: f"周{WEEKDAYS[day.weekday()]}",
    }
    return environment


def _meeting_words(moment: str) -> str:
    """Write 2022-11-27 15:00 for people: 11月27日（周日）15:00."""
    day = date.fromisoformat(moment[:10])
    return f"{short_day(day)}（周{WEEKDAYS[day.weekday()]}）{moment[11:]}"


def _key(*parts: object) -> str:
    shown = repr((_digest(), parts))
    return hashlib.sha256(shown.encode()).hexdigest()


@cache
def _digest() -> str:
    """Digest what turns views into pages, so that a new version of the program renders anew."""
    parts = (_source("words.py", "cadence.core"), *map(_source, SOURCES))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _source(name: str, package: str = "cadence.publish.pages") -> bytes:
    content = pkgutil.get_data(package, name)
    if content is None:
        msg = f"the package lacks {name}"
        raise FileNotFoundError(msg)
    return content
