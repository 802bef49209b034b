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
    KINDS,
    SIGNS,
    STATUSES,
    WEEKDAYS,
    Unit,
    day_words,
    poster_path,
    short_day,
    site_path,
)
from cadence.publish.pages.month import months
from cadence.publish.pages.nouns import Link, Page, PlaceView, Undated, UnitView
from cadence.publish.pages.qr import qr_code
from cadence.publish.pages.search import search_keys
from cadence.publish.pages.summary import counts, next_deadlines, standing
from cadence.publish.pages.view import NONE_DUE, page_name
from cadence.publish.pages.year import rows

ASSETS = ("site.css", "site.js")
SOURCES = (
    *(f"{name}.py" for name in ("month", "qr", "render", "search", "summary", "view", "year")),
    *(f"templates/{name}.html" for name in ("base", "clients", "index", "parts", "poster", "unit")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """One unit as the index lists it."""

    unit: Unit
    body: str
    overdue: int
    due_soon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    place: str
    name: str
    office: str
    links: tuple[Link, ...]
    units: tuple[_Listed, ...]


def pages(
    places: tuple[PlaceView, ...], today: date, *, is_torn: bool = False, stale_days: int = 0
) -> Iterator[Page]:
    """Yield every page and what they share.

    Args:
        places: what they show.
        today: the day judged from.
        stale_days: after how many days without a build the first page says so; 0: never.
        is_torn: the ledger is not what it was; the first page says so.
    """
    for asset in ASSETS:
        content = _source(f"static/{asset}")
        yield Page(name=site_path(asset), key=_key(asset, content), render=partial(bytes, content))
    listed = tuple(map(_listed, places))
    yield Page(
        name="index.html",
        key=_key("index", listed, today, is_torn, stale_days),
        render=partial(
            _render,
            "index.html",
            root="",
            places=listed,
            today=today,
            is_torn=is_torn,
            stale_days=stale_days,
        ),
    )
    for place in places:
        for view in place.units:
            name = page_name(view.unit)
            yield Page(name=name, key=_key(view), render=partial(_unit_page, view))
            yield _poster(view)


def poster_name(unit: Unit) -> str:
    """Return the path of a unit's poster under out/."""
    return poster_path(unit.place, unit.id)


def _listed(view: PlaceView) -> _Place:
    units = []
    for each in view.units:
        found = counts(each.lines)
        body = each.body.name if each.body else ""
        units.append(
            _Listed(unit=each.unit, body=body, overdue=found["overdue"], due_soon=found["due_soon"])
        )
    return _Place(
        place=view.place,
        name=view.name,
        office=view.office,
        links=view.links,
        units=tuple(units),
    )


def _unit_page(view: UnitView) -> bytes:
    years = range(view.span.first.year, view.span.last.year + 1)
    this_month = f"{min(max(view.today, view.span.first), view.span.last):%Y-%m}"
    return _render(
        "unit.html",
        root="../../",
        view=view,
        standing=standing(view),
        carried=[each for each in view.lines if each.day < view.span.first],
        months=months(view.span, view.lines, view.days),
        this_month=this_month,
        years=[(year, rows(view.lines, year)) for year in years],
        undated=_gathered(view.undated),
        poster=poster_name(view.unit),
        codes={way: qr_code(getattr(view.addresses, way)) for way in ("webcal", "feed")},
    )


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
        "weekday": lambda day: f"周{WEEKDAYS[day.weekday()]}",
    }
    return environment


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
