"""How many meetings a unit or post has in each month, and how heavy each day is."""

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from cadence.conflicts.find.demands import Demand, Owed
from cadence.conflicts.find.merges import Together, common_days, meetings
from cadence.conflicts.find.nouns import Ground, leads_of
from cadence.core import Unit

MEETING = "meeting"
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Load:
    """One unit's or post's meetings by month, as the texts ask and as the office merged them."""

    unit: Unit
    before: Counter[Month]
    after: Counter[Month]


def meeting_loads(owed: Iterable[Owed], ground: Ground) -> Iterator[Load]:
    """Count meetings, for units those that they owe, for posts those that they lead or chair.

    Args:
        owed: what falls due within the days asked about.
        ground: the place; released meetings are not held and not counted, held ones are.
    """
    leads = leads_of(ground.bindings)
    joint = {rule for each in ground.policy.held if each.joint for rule in each.rules}
    units: dict[Unit, list[Demand]] = {}
    led: dict[Unit, dict[Unit, list[Demand]]] = {}
    chaired: dict[Unit, dict[str, Demand]] = {}
    posts = {each.unit.key: each.unit for each in ground.bindings if each.unit.kind == "post"}
    for demand in _meetings(owed):
        for unit in demand.units:
            units.setdefault(unit, []).append(demand)
        chair = posts.get(demand.choice.chair or "") if demand.choice else None
        if chair and chair != demand.unit:
            chaired.setdefault(chair, {})[demand.id] = demand
        for post in leads.get(demand.rule.key, ()):
            if post not in {chair, demand.unit}:
                for unit in demand.units:  # fifteen towns hold fifteen meetings
                    led.setdefault(post, {}).setdefault(unit, []).append(demand)
    for unit in dict.fromkeys((*units, *led, *chaired)):
        own = [units.get(unit, []), *led.get(unit, {}).values()]
        yield _load(unit, own, list(chaired.get(unit, {}).values()), ground, joint)


def _meetings(owed: Iterable[Owed]) -> Iterator[Demand]:
    for each in owed:
        for demand in each.demands:
            if demand.rule.category == MEETING and demand.past.waiver is None:
                yield demand


def _load(
    unit: Unit,
    own: list[list[Demand]],
    chaired: list[Demand],
    ground: Ground,
    joint: Container[str],
) -> Load:
    """Count one reader's meetings, by the units that hold them; chaired ones are one at one hour.

    Args:
        unit: the reader.
        own: what is held, the demands of each unit apart: two towns share a meeting only where
            the office says that they sit together.
        chaired: what a post was chosen to chair.
        ground: the place.
        joint: the rules whose units sit together.
    """
    listed = (*(each for group in own for each in group), *chaired)
    before = Counter(_month(each.day) for each in listed if each.day)
    hours: dict[dt.datetime | None, list[Demand]] = {}
    for each in chaired:
        hours.setdefault(each.choice.at if each.choice else None, []).append(each)
    groups = (*own, *hours.values())
    found = {
        _sitting(each, joint, number, n): common_days(each)[1]
        for number, group in enumerate(groups)
        for n, each in enumerate(meetings(group, ground.merges))
    }
    held = found.values()
    return Load(unit, before, Counter(_month(day) for day in held if day != dt.date.max))


def _sitting(together: Together, joint: Container[str], *position: int) -> tuple[object, ...]:
    """Return what tells one sitting from another: where units sit together, rule and window."""
    first = together[0]
    is_joint = len(together) == 1 and first.rule.key in joint
    return (first.rule.key, first.window.tag) if is_joint else position


def _month(day: dt.date) -> Month:
    return day.year, day.month


@dataclass(frozen=True, slots=True)
class Heat:
    """One day: how many duties fall due, for how many units, and how many for the busiest."""

    duties: int
    units: int
    most: int


def heats(owed: Iterable[Owed]) -> dict[dt.date, Heat]:
    """Weigh every day on which something falls due or is planned."""
    rules: dict[dt.date, set[str]] = {}
    units: Counter[dt.date] = Counter()
    most: dict[dt.date, int] = {}
    for each in owed:
        counted: Counter[dt.date] = Counter()
        for one in each.demands:
            if one.day and not one.is_settled:
                rules.setdefault(one.day, set()).add(one.rule.key)
                counted[one.day] += 1
        for day, many in counted.items():
            units[day] += len(each.units)
            most[day] = max(many, most.get(day, 0))
    return {day: Heat(len(rules[day]), units[day], most[day]) for day in sorted(rules)}
