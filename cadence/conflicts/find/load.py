"""How many meetings a unit or post has in each month, and how heavy each day is."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.merges import common_days, meetings
from cadence.conflicts.find.nouns import Ground, attending, chairs_of
from cadence.conflicts.find.series import Owed, Series
from cadence.core import Rule, Unit

MEETING = "meeting"
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Load:
    """One unit's or post's meetings by month, as the texts ask and as the office merged them."""

    unit: Unit
    before: Counter[Month]
    after: Counter[Month]


def meeting_loads(owed: Iterable[Owed], ground: Ground) -> Iterator[Load]:
    """Count meetings, for units those that they owe, for posts those at which they must be.

    Args:
        owed: what falls due within the days asked about.
        ground: the place; released meetings are not held and not counted, held ones are.
    """
    posts = {each.unit.key: each.unit for each in ground.bindings if each.unit.kind == "post"}
    counting = _Counting(ground)
    own: dict[Unit, list[_Held]] = {}
    led: dict[Unit, list[_Held]] = {}
    chaired: dict[Unit, dict[str, Demand]] = {}
    for each in owed:
        parts = [part for series in each.series if (part := counting.part(series)).held]
        if not parts:
            continue
        held = counting.held(parts)
        for unit in each.units:
            own.setdefault(unit, []).append(held)
        below: dict[Unit, list[_Part]] = {}
        for part in parts:
            for chair, rest in _by_chair(part, posts):
                if chair and chair != each.units[0]:
                    chaired.setdefault(chair, {}).update((one.id, one) for one in rest.held)
                for post in counting.present(part.rule.key, is_chosen=chair is not None):
                    if post not in {chair, each.units[0]}:
                        below.setdefault(post, []).append(rest)
        for post, listed in below.items():  # fifteen towns hold fifteen meetings
            led.setdefault(post, []).extend([counting.held(listed)] * len(each.units))
    for unit in dict.fromkeys((*own, *led, *chaired)):
        hours = _by_hour(chaired.get(unit, {}).values())
        heard = (counting.held([counting.apart(hour)]) for hour in hours)
        yield _load(unit, (*own.get(unit, ()), *led.get(unit, ()), *heard))


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


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a series is held.

    Attributes:
        months: one for each, in any order, where each is held by itself; None: see together.
    """

    rule: Rule
    held: tuple[Demand, ...]
    months: tuple[Month, ...] | None


class _Counting:
    """Counts what is held; two towns share a meeting only where the office seats them together."""

    def __init__(self, ground: Ground) -> None:
        self._attend, self._chairs = attending(ground), chairs_of(ground)
        self._merges = ground.merges
        held = ground.policy.held
        self._joint = frozenset(rule for each in held if each.joint for rule in each.rules)
        self._parts: dict[int, _Part] = {}

    def present(self, rule: str, *, is_chosen: bool) -> list[Unit]:
        """Return the posts at a rule's meetings; whoever was chosen presides in another's place."""
        attend, chair = self._attend.get(rule, []), self._chairs.get(rule)
        return attend if is_chosen or chair is None or chair in attend else [chair, *attend]

    def part(self, series: Series) -> _Part:
        """Return what of a series is held."""
        known = self._parts.get(id(series))
        if known is None:
            held = tuple(filter(_is_held, series.demands))
            known = self._parts[id(series)] = self.some(series.rule, held)
        return known

    def some(self, rule: Rule, held: tuple[Demand, ...]) -> _Part:
        """Return a part of a rule's demands."""
        if rule.key in self._merges or rule.key in self._joint:
            return _Part(rule, held, None)
        return _Part(rule, held, tuple(_month(each.day) for each in held if each.day))

    def apart(self, held: Iterable[Demand]) -> _Part:
        """Return demands of whichever rules, to be counted together."""
        listed = tuple(held)
        return _Part(listed[0].rule, listed, None)

    def held(self, parts: Iterable[_Part]) -> _Held:
        """Count what is held of several parts of what a unit owes."""
        asked: Counter[Month] = Counter()
        together: list[Demand] = []
        for each in parts:
            if each.months is None:
                together += each.held
            else:
                asked.update(each.months)
        alone = asked.copy()
        asked.update(_month(each.day) for each in together if each.day)
        seated: dict[tuple[str, str], Month] = {}
        for meeting in meetings(together, self._merges):
            day = common_days(meeting)[1]
            if day == dt.date.max:
                continue
            first = meeting[0]
            if len(meeting) == 1 and first.rule.key in self._joint:
                seated[first.rule.key, first.window.tag] = _month(day)
            else:
                alone[_month(day)] += 1
        return _Held(asked, alone, seated)


def _is_held(demand: Demand) -> bool:
    rule = demand.rule
    return rule.category == MEETING and demand.past.waiver is None and not rule.only_outside


def _by_chair(part: _Part, posts: Mapping[str, Unit]) -> Iterator[tuple[Unit | None, _Part]]:
    """Part what was chosen to be chaired by a post from the rest."""
    choices = [one for one in part.held if one.choice and one.choice.chair]
    if not choices:
        yield None, part
        return
    chairs: dict[Unit | None, list[Demand]] = {}
    for one in part.held:
        chair = posts.get(one.choice.chair or "") if one.choice else None
        chairs.setdefault(chair, []).append(one)
    for chair, listed in chairs.items():
        months = tuple(_month(one.day) for one in listed if one.day)
        yield chair, replace(part, held=tuple(listed), months=part.months and months)


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
    days: dict[int, tuple[dt.date, ...]] = {}
    for each in owed:
        counted: Counter[dt.date] = Counter()
        for series in each.series:
            if id(series) not in days:
                days[id(series)] = tuple(one.day for one in series.open if one.day)
                for day in days[id(series)]:
                    rules.setdefault(day, set()).add(series.rule.key)
            counted.update(days[id(series)])
        for day, many in counted.items():
            units[day] += len(each.units)
            most[day] = max(many, most.get(day, 0))
    return {day: Heat(len(rules[day]), units[day], most[day]) for day in sorted(rules)}
