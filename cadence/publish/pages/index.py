"""Places → the index and what all pages share: styles, the script, how to subscribe."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from cadence.core import Unit, site_path
from cadence.print import Head, look
from cadence.publish.pages.nouns import DutyLine, FirstScreen, Link, Page, PlaceView, Undated
from cadence.publish.pages.search import search_keys
from cadence.publish.pages.summary import counts
from cadence.publish.pages.templating import key, rendered, source
from cadence.publish.pages.view import UNITS_ROOM
from cadence.reports import overview_style

ASSETS = ("site.css", "site.js", "unit.css")
DUTIES = "duties.js"  # what a search for words of an act reads, once somebody searches
NAMES = "names.js"  # what a search for units reads, by place and id
HELP = "subscribe.html"  # how each phone and program subscribes, for all units
TITLE = Head(brand="安全生产任务日历")  # the bar of what is no place's own
SITE_ROOT = "../"
MOST_OPEN = 3  # places whose units stand open on the index; of more, each has them folded
FIGURES = "overview.css"  # drawn by reports, as the figures that it is for


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedUnit:
    """One unit as the index lists it."""

    unit: Unit
    names: tuple[str, ...]
    body: str
    overdue: int
    due_soon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPlace:
    """One place as the index lists it.

    Attributes:
        duties: the act, its document and clause, and the way to its row in the register.
        screen: what is shown of its figures; notices: what is to be known of its documents.
    """

    place: str
    name: str
    office: str
    duties: tuple[tuple[str, str, str], ...]
    links: tuple[Link, ...]
    units: tuple[ListedUnit, ...]
    head: Head
    screen: FirstScreen | None = None
    notices: tuple[str, ...] = ()


def first_pages(
    places: tuple[ListedPlace, ...], today: date, *, is_torn: bool = False, stale_days: int = 0
) -> Iterator[Page]:
    """Yield the index and what all pages share.

    Args:
        places: as it lists them.
        today: the day judged from.
        stale_days: after how many days without a build the first page says so; 0: never.
        is_torn: the ledger is not what it was; the first page says so.
    """
    # A place of statutes, in which nobody owes anything, does not stand before a county's figures.
    places = tuple(sorted(places, key=lambda each: each.screen is None))
    assets = {each: source(f"static/{each}") for each in ASSETS}
    assets["site.css"] = look().encode() + assets["site.css"]
    for asset, content in (assets | {FIGURES: overview_style().encode()}).items():
        yield Page(name=site_path(asset), key=key(asset, content), render=partial(bytes, content))
    yield Page(
        name=site_path(HELP),
        key=key("help"),
        render=partial(rendered, "clients.html", root=SITE_ROOT, head=TITLE.seen(SITE_ROOT)),
    )
    duties = list(_by_register(places))
    found = f"duties({json.dumps(duties, ensure_ascii=False, separators=(',', ':'))});\n".encode()
    yield Page(name=site_path(DUTIES), key=key(DUTIES, found), render=partial(bytes, found))
    yield _names_page(places)
    yield _index_page(places, today, is_torn=is_torn, stale_days=stale_days)


def _by_register(places: Iterable[ListedPlace]) -> Iterator[tuple[str, str, list[list[str]]]]:
    """Yield place and document, their register, and of each duty in it clause, act and row."""
    for place in places:
        found: dict[tuple[str, str], list[list[str]]] = {}
        for act, where, way in place.duties:
            source, _space, clause = where.partition("　")
            page, _hash, row = way.partition("#")
            found.setdefault((f"{place.name}　{source}", page), []).append([clause, act, row])
        yield from ((where, page, rows) for (where, page), rows in found.items())


def _index_page(
    places: tuple[ListedPlace, ...], today: date, *, is_torn: bool, stale_days: int
) -> Page:
    own = [each for each in places if each.screen]
    # Where one place alone is shown, its pages are what the bar leads to.
    head = replace(TITLE, rooms=own[0].head.rooms) if len(own) == 1 else TITLE
    return Page(
        name="index.html",
        key=key("index", places, today, is_torn, stale_days),
        render=partial(
            rendered,
            "index.html",
            root="",
            head=head.seen("", UNITS_ROOM),
            places=places,
            ranked=_ranked(places),
            is_folded=len(places) > MOST_OPEN,
            today=today,
            is_torn=is_torn,
            stale_days=stale_days,
        ),
    )


def _names_page(places: Iterable[ListedPlace]) -> Page:
    """Return by what units and places are found, which changes with the rosters alone."""
    named = tuple(
        (
            each.place,
            each.name,
            tuple((one.unit.id, one.unit.name, *one.names) for one in each.units),
        )
        for each in places
    )
    return Page(name=site_path(NAMES), key=key(NAMES, named), render=partial(_names, named))


def _names(places: Iterable[tuple[str, str, tuple[tuple[str, ...], ...]]]) -> bytes:
    found = {
        place: {"": f"{search_keys(name)} {place}"}
        | {each[0]: " ".join((*map(search_keys, each[1:]), each[0])) for each in units}
        for place, name, units in places
    }
    return f"names({json.dumps(found, ensure_ascii=False, separators=(',', ':'))});\n".encode()


def _ranked(places: tuple[ListedPlace, ...]) -> list[ListedPlace]:
    """Order places by what is overdue in them and since when, as their units are."""
    counted = [each for each in places if each.screen]
    return sorted(counted, key=lambda each: each.screen.rank if each.screen else ())


def _duties(view: PlaceView) -> tuple[tuple[str, str, str], ...]:
    """Return every duty that a unit's page names, once."""
    listed: tuple[DutyLine | Undated, ...]
    found: dict[str, tuple[str, str, str]] = {}
    for unit in view.units:
        listed = (*unit.lines, *unit.undated)
        for each in listed:
            where = f"{each.source}　{each.clause}"
            found.setdefault(each.register, (each.act, where, each.register))
    return tuple(found.values())


def listed(view: PlaceView, screen: FirstScreen | None = None) -> ListedPlace:
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
    return ListedPlace(
        place=view.place,
        name=view.name,
        office=view.office,
        duties=_duties(view),
        links=view.links,
        head=view.head,
        units=tuple(units),
        screen=screen,
        notices=view.notices,
    )
