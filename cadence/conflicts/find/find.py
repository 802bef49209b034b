"""What is owed → Found: what collides, overlaps or repeats itself, and the lawful way out.

One small module per family. Everything is put into buckets (a unit, a day, a week, a kind of
duty, a post) and looked at bucket by bucket, so that the time grows with the occurrences and not
with their pairs; units that are alike are one bucket (group.py).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cadence.conflicts.find.bookings import find_double_bookings
from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.found import Found
from cadence.conflicts.find.free_days import Worked
from cadence.conflicts.find.group import Search
from cadence.conflicts.find.nouns import Conflict, Ground, heads_of
from cadence.conflicts.find.order import find_order_conflicts
from cadence.conflicts.find.overload import Calendar, find_post_overloads
from cadence.conflicts.find.series import Owed
from cadence.conflicts.find.undated import find_undated
from cadence.core import Span, Unit

__all__ = ["Conflict", "Found", "Ground", "find_conflicts"]


def find_conflicts(owed: Iterable[Owed], ground: Ground, span: Span) -> Found:
    """Find what collides in one place, unit by unit, then what concerns several of them.

    Args:
        owed: what falls due within the span (series.demands_by_units).
        ground: the place's bindings, policy, calendar and history.
        span: the days asked about.
    """
    listed = list(owed)
    worked, limits = Worked(ground.advise), ground.policy.limits
    search = Search(Calendar((limits.unit_day, limits.unit_week), ground, worked), span)
    wider = _wider(listed)
    for each in listed:
        search.look(each, _met(each, wider))
    calendar = Calendar((limits.post_day, limits.post_week), ground, worked)
    return search.gathered.found(_across(listed, calendar, span))


def _across(owed: list[Owed], calendar: Calendar, span: Span) -> Iterator[Conflict]:
    """Find what concerns several units, or those who lead them."""
    ground = calendar.ground
    units = {each.unit.key: each.unit for each in ground.bindings}
    apart = list(_apart(owed, ground))
    yield from find_post_overloads(_led_by_post(owed, ground), calendar)
    yield from find_order_conflicts(apart, ground.order)
    yield from find_double_bookings(apart, units, ground)
    yield from find_undated(ground.bindings, span)


def _apart(owed: list[Owed], ground: Ground) -> Iterator[Demand]:
    """Yield what must be compared with other units', each unit's or group's own."""
    follows = _follows(ground)
    for each in owed:
        for series in each.series:
            if series.rule.key in follows:
                yield from series.of(each.units).open
            elif series.is_recorded:
                yield from (one for one in series.open if one.past.choice)


def _led_by_post(owed: list[Owed], ground: Ground) -> dict[Unit, list[Demand]]:
    """Return what each post leads: a duty of many units once, but for those on another day."""
    leads = heads_of(ground)
    led: dict[Unit, dict[tuple[object, ...], list[Demand]]] = {}
    seen: set[int] = set()
    for each in owed:
        for series in each.series:
            key = series.rule.key
            if key not in leads or id(series) in seen:
                continue
            seen.add(id(series))
            for one in series.open:
                for post in leads[key]:
                    of_post = led.setdefault(post, {})
                    of_post.setdefault((key, one.window.tag, one.day), []).append(one)
    units = (unit.key for each in owed for unit in each.units)
    order = {key: number for number, key in enumerate(units)}
    return {post: [_led(each, order) for each in own.values()] for post, own in led.items()}


def _led(demands: list[Demand], order: dict[str, int]) -> Demand:
    """Return one window as its leader sees it, with all who owe it in their order."""
    if len(demands) == 1:
        return demands[0]
    units = [unit for each in demands for unit in each.units]
    return replace(demands[0], units=tuple(sorted(units, key=lambda each: order[each.key])))


def _wider(owed: list[Owed]) -> dict[str, Owed]:
    """Return what the groups owe of which others are a part, by their keys."""
    parts = {f"{unit.place}/{unit.within}" for each in owed for unit in each.units if unit.within}
    found: dict[str, Owed] = {}
    for each in owed:
        keys = [unit.key for unit in each.units if unit.key in parts]
        if keys:  # apart from what the part shares with it
            own = Owed(each.units, tuple(one.of(each.units) for one in each.series))
            found |= dict.fromkeys(keys, own)
    return found


def _met(owed: Owed, wider: dict[str, Owed]) -> Owed | None:
    """Return what units owe besides as a part of a wider group, if all of the same one."""
    within = {f"{unit.place}/{unit.within}" for unit in owed.units}
    return wider.get(within.pop()) if len(within) == 1 else None


def _follows(ground: Ground) -> set[str]:
    """Name the rules that follow another or are followed."""
    return {*ground.order, *(first.rule for each in ground.order.values() for first in each)}
