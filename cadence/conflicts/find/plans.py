"""Days that the office picked and that hold no longer: outside the window, off, gone, torn apart.

A choice is checked when it is made; afterwards an extension may be reversed, days off announced,
a merge accepted, or the day may simply pass.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.merges import clusters
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.core import Merge


def find_plan_faults(demands: Iterable[Demand], ground: Ground) -> Iterator[Conflict]:
    """Find what is wrong with the chosen days of units that are alike.

    Args:
        demands: theirs, settled ones among them.
        ground: the place.
    """
    listed = list(demands)
    for each in listed:
        if each.chosen and not each.is_settled and (found := _fault(each, each.chosen, ground)):
            yield found
    yield from _torn(listed, ground)


def _fault(demand: Demand, day: dt.date, ground: Ground) -> Conflict | None:
    window = demand.window
    last = demand.due or dt.date.max
    if not window.start <= day <= last:
        return _conflict("plan_outside", "error", demand, day, (window.start, last))
    if day < ground.today:
        return _conflict("plan_gone", "warning", demand, day, ())
    working = ground.advise(day).day
    if working not in {None, day}:
        return _conflict("plan_day_off", "warning", demand, day, ())
    return None


def _conflict(
    code: str, severity: str, demand: Demand, day: dt.date, days: tuple[dt.date, ...]
) -> Conflict:
    return Conflict(
        code=code,
        severity="error" if severity == "error" else "warning",
        units=demand.units,
        day=day,
        demands=(demand,),
        days=days,
    )


def _torn(listed: list[Demand], ground: Ground) -> Iterator[Conflict]:
    """Find merged duties of one period that are planned on two days: then two meetings are held."""
    merged: dict[Merge, list[Demand]] = {}
    for each in listed:
        merge = ground.merges.get(each.rule.key)
        if merge and not each.is_settled and (each.window.due or dt.date.max) >= merge.on:
            merged.setdefault(merge, []).append(each)
    for demands in merged.values():
        known = {each.id: each for each in demands}
        freed = (replace(each, past=replace(each.past, choice=None)) for each in demands)
        for together in clusters(freed):
            chosen = [known[each.id] for each in together if known[each.id].chosen]
            moments = {each.choice.at for each in chosen if each.choice}
            rules = {each.rule.key for each in chosen}
            if len(rules) > 1 and len(moments) > 1:
                ordered = tuple(sorted(chosen, key=lambda each: each.chosen or each.first))
                yield Conflict(
                    code="merge_apart",
                    severity="warning",
                    units=ordered[0].units,
                    day=ordered[0].chosen,
                    demands=ordered,
                )
