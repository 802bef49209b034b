"""Scene → PlaceView: what the pages of one place show. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cadence.core import (
    SATURDAY,
    SHANGHAI,
    Advise,
    Binding,
    Span,
    Unit,
    feed_address,
    feed_path,
    folded,
    page_path,
    webcal,
)
from cadence.occurrences import Scene, readers
from cadence.print import Head
from cadence.publish.pages.draw import Drawer
from cadence.publish.pages.nouns import (
    Addresses,
    Link,
    MarkedDays,
    PlaceView,
    UnitView,
)
from cadence.rules import Roster

UNITS_ROOM = "单位"  # what the bar calls the list that every unit's page belongs to


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWays:
    """Where the pages of a place lead.

    Attributes:
        private: calendars need an address of the unit's own, which no page may show.
        links: to the place's tables; tables: to a unit's own duty tables.
        shares: by a unit's key, how much of what it owed it has done in time, and how much it owed.
        head: the bar of its pages.
    """

    head: Head
    private: bool = False
    links: tuple[Link, ...] = ()
    tables: Callable[[Unit], tuple[Link, ...]] = lambda _unit: ()
    shares: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def view_place(scene: Scene, ways: PageWays) -> PlaceView:
    """Return what the pages of one place show; they name the day judged from, no hour."""
    roster = scene.roster
    seen: dict[str, list[Binding]] = {}
    for binding in scene.bindings:
        for unit_id in readers(binding):
            seen.setdefault(unit_id, []).append(binding)
    drawer = Drawer(scene)
    units = tuple(_views(scene, ways, drawer, seen))
    return PlaceView(
        place=roster.place,
        name=roster.name,
        office=roster.office,
        links=ways.links,
        head=ways.head,
        notices=scene.notices,
        traces=drawer.traces.pages(),
        units=units,
    )


def _views(
    scene: Scene, ways: PageWays, drawer: Drawer, seen: Mapping[str, Sequence[Binding]]
) -> Iterator[UnitView]:
    roster = scene.roster
    days = find_days(scene.span, scene.advise)
    names = _other_names(roster)
    by_id = {unit.id: unit for unit in roster.units}
    for unit in roster.units:
        lines, undated = drawer.drawn(unit, seen.get(unit.id, ()))
        settled, owed = ways.shares.get(unit.key, (0, 0))
        yield UnitView(
            place_name=roster.name,
            office=roster.office,
            unit=unit,
            body=by_id.get(unit.of) if unit.of else None,
            posts=tuple(each for each in roster.units if each.of == unit.id),
            addresses=addresses(unit, scene.policy.address, private=ways.private),
            span=scene.span,
            today=scene.as_of.astimezone(SHANGHAI).date(),
            days=days,
            lines=lines,
            links=ways.links,
            tables=ways.tables(unit),
            settled=settled,
            owed=owed,
            head=ways.head,
            undated=undated,
            names=names.get(unit.key, ()),
            stamp=scene.stamps[unit.id],
            notices=scene.notices,
        )


def _other_names(roster: Roster) -> dict[str, tuple[str, ...]]:
    """Return by unit what the roster calls it besides its name; what means several names none."""
    found: dict[str, tuple[str, ...]] = {}
    for name in roster.names:
        meant = roster.answers.get(folded(name), ())
        if len(meant) == 1 and name != meant[0].name:
            found[meant[0].key] = (*found.get(meant[0].key, ()), name)
    return found


def addresses(unit: Unit, address: str, *, private: bool = False) -> Addresses:
    """Return where a unit's feed and page are published.

    Raises:
        CadenceError: the feed's address is longer than calendars take.
    """
    feed = feed_address(address, unit.place, unit.id)
    host = address.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return Addresses(
        feed=feed,
        webcal=webcal(feed),
        page=f"{address}{page_name(unit)}",
        file=feed_path(unit.place, unit.id),
        private=private,
        local=host.partition(":")[0] in {"localhost", "127.0.0.1"} or host.startswith("[::1]"),
    )


def page_name(unit: Unit) -> str:
    """Return the path of a unit's page under out/."""
    return page_path(unit.place, unit.id)


def find_days(span: Span, advise: Advise) -> MarkedDays:
    """Find the weekdays off, the weekend days worked and the unannounced years of whole months."""
    off, worked, unknown = [], [], []
    for number in range(span.first.replace(day=1).toordinal(), span.last.toordinal() + 31):
        day = date.fromordinal(number)
        advised = advise(day).day
        is_weekend = day.weekday() >= SATURDAY
        if advised is None:
            unknown.append(day.year)
        elif advised != day and not is_weekend:
            off.append(day)
        elif advised == day and is_weekend:
            worked.append(day)
    return MarkedDays(off=tuple(off), worked=tuple(worked), unknown=tuple(dict.fromkeys(unknown)))
