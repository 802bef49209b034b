"""How many meetings a unit or post has in each month, and how heavy each day is."""

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cadence.conflicts.find.demands import Demand, Owed
from cadence.conflicts.find.merges import common_days, meetings
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
    posts = {each.unit.key: each.unit for each in ground.bindings if each.unit.kind == "post"}
    joint = frozenset(rule for each in ground.policy.held if each.joint for rule in each.rules)
    own: dict[Unit, list[_Held]] = {}
    led: dict[Unit, list[_Held]] = {}
    chaired: dict[Unit, dict[str, Demand]] = {}
    for each in owed:
        listed = [one for one in each.demands if _is_held(one)]
        if not listed:
            continue
        held = _held(listed, ground, joint)
        for unit in each.units:
            own.setdefault(unit, []).append(held)
        below: dict[Unit, list[Demand]] = {}
        for one in listed:
            chair = posts.get(one.choice.chair or "") if one.choice else None
            if chair and chair != one.unit:
                chaired.setdefault(chair, {})[one.id] = one
            for post in leads.get(one.rule.key, ()):
                if post not in {chair, one.unit}:
                    below.setdefault(post, []).append(one)
        for post, demands in below.items():  # fifteen towns hold fifteen meetings
            led.setdefault(post, []).extend([_held(demands, ground, joint)] * len(each.units))
    for unit in dict.fromkeys((*own, *led, *chaired)):
        hours = _by_hour(chaired.get(unit, {}).values())
        heard = (_held(each, ground, joint) for each in hours)
        yield _load(unit, (*own.get(unit, ()), *led.get(unit, ()), *heard))


def _is_held(demand: Demand) -> bool:
    return demand.rule.category == MEETING and demand.past.waiver is None


@dataclass(frozen=True, slots=True)
class _Held:
    """The meetings of one unit, shared by all that are alike.

    Attributes:
        asked: by month, as the texts ask.
        alone: by month, those that it holds for itself, merged where the office says so.
        joint: the months of those at which several units sit together, by rule and window.
    """

    asked: Counter[Month]
    alone: Counter[Month]
    joint: Mapping[tuple[str, str], Month]


def _held(demands: Iterable[Demand], ground: Ground, joint: Container[str]) -> _Held:
    """Count what is held; two towns share a meeting only where the office seats them together."""
    listed = tuple(demands)
    asked = Counter(_month(each.day) for each in listed if each.day)
    alone: Counter[Month] = Counter()
    seated: dict[tuple[str, str], Month] = {}
    for together in meetings(listed, ground.merges):
        day = common_days(together)[1]
        if day == dt.date.max:
            continue
        first = together[0]
        if len(together) == 1 and first.rule.key in joint:
            seated[first.rule.key, first.window.tag] = _month(day)
        else:
            alone[_month(day)] += 1
    return _Held(asked, alone, seated)


def _by_hour(chaired: Iterable[Demand]) -> Iterable[list[Demand]]:
    """Part what a post was chosen to chair: at one hour it is one meeting."""
    hours: dict[dt.datetime | None, list[Demand]] = {}
    for each in chaired:
        hours.setdefault(each.choice.at if each.choice else None, []).append(each)
    return hours.values()


def _load(unit: Unit, held: Iterable[_Held]) -> Load:
    """Sum up one reader's meetings; a joint sitting of many units is one."""
    before: Counter[Month] = Counter()
    after: Counter[Month] = Counter()
    seated: dict[tuple[str, str], Month] = {}
    for each in held:
        before.update(each.asked)
        after.update(each.alone)
        seated |= each.joint
    after.update(seated.values())
    return Load(unit, before, after)


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
