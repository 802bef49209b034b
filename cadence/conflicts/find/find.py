"""Occurrences → Conflicts: what collides, overlaps or repeats itself, and the lawful way out.

One small module per family. Everything is put into buckets (a unit, a day, a week, a kind of
duty, a post) and looked at bucket by bucket, so that the time grows with the occurrences and not
with their pairs; units that are alike are one bucket.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from cadence.conflicts.find.bookings import find_double_bookings
from cadence.conflicts.find.days import find_day_conflicts
from cadence.conflicts.find.demands import Demand, Owed
from cadence.conflicts.find.doubles import find_doubles
from cadence.conflicts.find.nouns import Conflict, Ground, leads_of
from cadence.conflicts.find.order import find_order_conflicts
from cadence.conflicts.find.overload import find_overloads, find_post_overloads
from cadence.conflicts.find.plans import find_plan_faults
from cadence.conflicts.find.stages import find_stage_conflicts
from cadence.conflicts.find.undated import find_undated
from cadence.core import Span, Unit

__all__ = ["Conflict", "Ground", "find_conflicts"]


def find_conflicts(owed: Iterable[Owed], ground: Ground, span: Span) -> Iterator[Conflict]:
    """Yield what collides in one place, unit by unit, then what concerns several of them.

    Args:
        owed: what falls due within the span (demands.demands_by_units).
        ground: the place's bindings, policy, calendar and history.
        span: the days asked about.
    """
    leads = leads_of(ground.bindings)
    led: dict[Unit, dict[tuple[object, ...], list[Demand]]] = {}
    across: list[Demand] = []
    follows = _follows(ground)
    listed = list(owed)
    wider = _wider(listed)
    for each in listed:
        yield from find_plan_faults(each.demands, ground)
        demands = [one for one in each.demands if not one.is_settled]
        yield from _of_one_unit(demands, _met(each, wider), ground, span)
        for one in demands:
            key = one.rule.key
            if one.past.choice or key in follows:
                across.append(one)
            for post in leads.get(key, ()):
                # A duty of many units is led once, but for those that do it on another day.
                led.setdefault(post, {}).setdefault((key, one.window.tag, one.day), []).append(one)
    own = {post: list(map(_led, windows.values())) for post, windows in led.items()}
    units = {each.unit.key: each.unit for each in ground.bindings}
    yield from find_post_overloads(own, ground)
    yield from find_order_conflicts(across)
    yield from find_double_bookings(across, units, ground)
    yield from find_undated(ground.bindings, span)


def _of_one_unit(
    demands: list[Demand], met: list[Demand], ground: Ground, span: Span
) -> Iterator[Conflict]:
    """Find what collides for units that are alike.

    Args:
        demands: theirs.
        met: those of the wider group that they are a part of.
        ground: the place.
        span: the days asked about.
    """
    both = chain(
        find_overloads([*demands, *met], ground), find_doubles([*demands, *met], ground, span)
    )
    own = {id(each) for each in demands} if met else set()
    yield from find_day_conflicts(demands, ground)
    for each in both:
        if not met:
            yield each
        elif any(id(one) in own for one in each.demands):
            yield replace(each, units=demands[0].units)
    yield from find_stage_conflicts(demands)


def _wider(owed: list[Owed]) -> dict[str, tuple[Demand, ...]]:
    """Return what the groups owe of which others are a part, by their keys."""
    parts = {f"{unit.place}/{unit.within}" for each in owed for unit in each.units if unit.within}
    return {unit.key: each.demands for each in owed for unit in each.units if unit.key in parts}


def _met(owed: Owed, wider: Mapping[str, tuple[Demand, ...]]) -> list[Demand]:
    """Return what units owe besides as a part of a wider group, if all of the same one."""
    within = {f"{unit.place}/{unit.within}" for unit in owed.units}
    (key,) = within if len(within) == 1 else ("",)
    return [each for each in wider.get(key, ()) if not each.is_settled]


def _led(demands: list[Demand]) -> Demand:
    """Return one window as its leader sees it: a duty of many units is led once."""
    units = tuple(unit for each in demands for unit in each.units)
    return replace(demands[0], units=units)


def _follows(ground: Ground) -> set[str]:
    """Name the rules that follow another or are followed."""
    rules = {each.rule.key: each.rule for each in ground.bindings}
    after = {key: rule for key, rule in rules.items() if rule.after}
    awaited = {f"{rule.pack}:{first}" for rule in after.values() for first in rule.after}
    return set(after) | awaited
