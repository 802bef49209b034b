"""The pages that lead to the calendars, put last, so that they lead to all else that is there.

A page whose key is the one that out/ remembers, and whose bytes are still those that were
written then, is not rendered again. What was altered by hand or is missing is written anew.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from cadence.core import (
    POSTERS,
    SHANGHAI,
    TRACES,
    UNITS,
    duty_folder,
    register_path,
    site_path,
)
from cadence.jobs import shared_out
from cadence.occurrences import Scene
from cadence.print import Head
from cadence.publish.order import Order, Progress
from cadence.publish.pages.index import ListedPlace, first_pages, listed
from cadence.publish.pages.nouns import FirstScreen, Link, Page, PlaceView
from cadence.publish.pages.render import unit_pages
from cadence.publish.pages.view import UNITS_ROOM, PageWays, view_place
from cadence.publish.publication import Publication
from cadence.publish.rooms import REGISTER

DAY = "day.css"
MEMORY = site_path("pages.json")  # what each page was rendered from and as, by digests
FOLDERS = (UNITS, POSTERS, TRACES)
TABLES_SHOWN = 3  # months whose duty tables pages lead to
TABLE_FORMS = ((".pdf", "PDF"), (".xlsx", "Excel"))
MOST_HELD = 128  # pages that are held until they are put, where several processes draw them
DIGITS = 24  # of a digest, which nobody has a reason to forge
MONTH = re.compile(r"\d{4}-\d{2}")
Memory = dict[str, list[str]]
IssuedMonths = dict[str, list[tuple[str, str]]]  # months and ways, by unit or _collected, _changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is known of a place before its pages are put.

    Attributes:
        screen: what the index shows of its figures; head: the bar of its pages.
        shares: PageWays.shares.
    """

    screen: FirstScreen | None
    head: Head
    shares: Mapping[str, tuple[int, int]]


def put_place_pages(
    changes: Publication,
    scene: Scene,
    order: Order,
    progress: Progress,
    shown: Shown,
) -> tuple[ListedPlace, Memory]:
    """Put a page and a poster of every unit and post of a place.

    Args:
        changes: what is published of the place, all but the pages.
        scene: the place.
        order: what the build is asked for; pages show the day of its moment.
        progress: told the name of each page that is rendered.
        shown: what the place's figures are, and the bar of its pages.

    Returns:
        How the first page lists the place, and what its pages were rendered from.
    """
    view = _view(changes, scene, shown, private=order.private)
    return listed(view, shown.screen), _put(
        changes, unit_pages(view), read_memory(changes), progress, order.crew.jobs
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """What the index is put from.

    Attributes:
        places: as it lists them; memory: what their pages were rendered from.
        kept: places that could not be put: their pages stay as they are.
    """

    places: tuple[ListedPlace, ...]
    memory: Memory
    kept: tuple[str, ...] = ()


def put_first_page(
    changes: Publication, first: FirstPage, order: Order, progress: Progress
) -> None:
    """Put the index and what all pages share, and take away the pages of units that are gone."""
    today = order.now.astimezone(SHANGHAI).date()
    remembered = read_memory(changes)
    shared = first_pages(
        first.places, today, is_torn=bool(order.fault), stale_days=order.stale_days
    )
    found = {**first.memory, **_put(changes, shared, remembered, progress)}
    for place in first.kept:
        above = tuple(f"{folder}/{place}/" for folder in FOLDERS)
        found |= {name: each for name, each in remembered.items() if name.startswith(above)}
    _drop_others(changes, found, first.kept)
    lines = json.dumps(found, indent=0, sort_keys=True).encode()
    changes.put(MEMORY, lines, changes.read(MEMORY))


def _put(
    changes: Publication,
    pages: Iterable[Page],
    remembered: Memory,
    progress: Progress,
    jobs: int = 1,
) -> Memory:
    """Put pages, those drawn anew that say something else; some beside the others where two may."""
    memory: Memory = {}
    coming = iter(pages)
    while some := list(islice(coming, MOST_HELD if jobs > 1 else 1)):
        published = {page.name: changes.read(page.name) for page in some}
        stale = [page for page in some if not _stays(page, published[page.name], remembered)]
        for page in stale:
            progress(page.name)
        drawn = shared_out([page.render for page in stale], jobs)
        contents = published | dict(zip((page.name for page in stale), drawn, strict=True))
        for page in some:
            content = contents[page.name] or b""
            changes.put(page.name, content, published[page.name])
            memory[page.name] = [page.key, _digest(content)]
    return memory


def _stays(page: Page, published: bytes | None, remembered: Memory) -> bool:
    """Tell whether a page that is there says what it would, and no byte of it was altered."""
    known = remembered.get(page.name)
    return published is not None and known == [page.key, _digest(published)]


def _view(changes: Publication, scene: Scene, shown: Shown, *, private: bool) -> PlaceView:
    issued = _issued(changes, scene.roster.place)
    ways = PageWays(
        private=private,
        links=tuple(_links(changes, scene, shown.head, issued)),
        head=shown.head,
        tables=lambda unit: tuple(_own_tables(changes, issued, unit.id)),
        shares=shown.shares,
    )
    return view_place(scene, ways)


def is_page(name: str) -> bool:
    """Tell whether a file is a page of a unit, which is remembered by what it was drawn from."""
    return name.startswith(tuple(f"{folder}/" for folder in FOLDERS))


def read_memory(changes: Publication) -> Memory:
    """Return what the last build remembered; nothing where that cannot be read."""
    try:
        found = json.loads(changes.read(MEMORY) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _drop_others(changes: Publication, kept: Iterable[str], places: Collection[str]) -> None:
    """Take away the pages of units that are gone, but none of a place that could not be put."""
    names = set(kept)
    for folder in FOLDERS:
        above = tuple(f"{folder}/{place}/" for place in places)
        for name in (*changes.names(folder, ".html"), *changes.names(folder, DAY)):
            if name not in names and not name.startswith(above):
                changes.remove(name)


def _links(changes: Publication, scene: Scene, head: Head, issued: IssuedMonths) -> Iterator[Link]:
    """Name the tables of a place that are there once this build is published."""
    place = scene.roster.place
    # The bar leads to one register and to the page itself; here each document has its own.
    shared = [each for each in head.rooms if each[0] not in {UNITS_ROOM, REGISTER}]
    own = [
        (f"任务台账：{each.document.name}", register_path(each.name))
        for each in scene.packs
        if each.place == place
    ]
    ways = (*shared, *(each for each in own if changes.holds(each[1])))
    yield from (Link(words=words, way=way) for words, way in ways)
    yield from _tables(issued, "_collected", "任务清单汇总")
    yield from _tables(issued, "_changes", "任务变动")


def _issued(changes: Publication, place: str) -> IssuedMonths:
    """Gather the duty tables that were issued for a place, by whose they are, the latest first."""
    found: IssuedMonths = {}
    folder = duty_folder(place)
    for way in reversed(changes.names(folder, ".html")):
        month, _slash, name = way.removeprefix(f"{folder}/").partition("/")
        if MONTH.fullmatch(month):
            found.setdefault(name.removesuffix(".html"), []).append((month, way))
    return found


def _tables(issued: IssuedMonths, name: str, words: str) -> Iterator[Link]:
    for month, way in issued.get(name, [])[:TABLES_SHOWN]:
        year, _dash, number = month.partition("-")
        yield Link(words=f"{words}：{year}年{int(number)}月", way=way)


def _own_tables(changes: Publication, issued: IssuedMonths, name: str) -> Iterator[Link]:
    """Name a unit's last duty tables; of the very last also the forms to print and to fill in."""
    found = issued.get(name, [])[:TABLES_SHOWN]
    for number, (month, way) in enumerate(found):
        year, _dash, nth = month.partition("-")
        yield Link(words=f"{year}年{int(nth)}月", way=way)
        stem = way.removesuffix(".html")
        for ending, words in TABLE_FORMS if number == 0 else ():
            if changes.holds(f"{stem}{ending}"):
                yield Link(words=words, way=f"{stem}{ending}")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGITS]
