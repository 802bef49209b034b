"""Demands → those that one meeting settles: what an office accepted to discharge together. Pure.

A meeting settles the demands whose days have one in common. Sorted by their first days, each
meeting takes in all that can still be held by the earliest due day among them: no other way of
grouping needs fewer meetings.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from cadence.conflicts.find.demands import Demand
from cadence.core import Merge

Together = tuple[Demand, ...]


def clusters(demands: Iterable[Demand]) -> Iterator[Together]:
    """Group one unit's demands, all of one kind, so that each group has a day in common.

    The second of two times a year is another meeting than the first.
    """
    by_nth: dict[int, list[tuple[dt.date, dt.date, Demand]]] = {}
    for each in demands:
        last = each.day or dt.date.max
        first = min(each.first, last)  # a deadline that was over before it came
        by_nth.setdefault(each.window.nth, []).append((first, last, each))
    for listed in by_nth.values():
        listed.sort(key=lambda each: each[:2])
        yield from _swept(listed)


def _swept(listed: Iterable[tuple[dt.date, dt.date, Demand]]) -> Iterator[Together]:
    together: list[Demand] = []
    until = dt.date.max
    for first, last, each in listed:
        if together and first > until:
            yield tuple(together)
            together, until = [], dt.date.max
        together.append(each)
        until = min(until, last)
    if together:
        yield tuple(together)


def common_days(together: Together) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which one meeting settles them all."""
    if len(together) == 1:
        alone = together[0]
        only = alone.day or dt.date.max
        return min(alone.first, only), only
    last = min(each.day or dt.date.max for each in together)
    return min(max(each.first for each in together), last), last


def merge_of(merges: Iterable[Merge]) -> dict[str, Merge]:
    """Map each rule's key to the merge that it is part of."""
    return {rule: merge for merge in merges for rule in merge.rules}


def meetings(demands: Iterable[Demand], merges: Mapping[str, Merge]) -> Iterator[Together]:
    """Group one unit's demands into what is held: merged where accepted, each by itself elsewhere.

    Args:
        demands: of one unit.
        merges: merge_of the office's policy.
    """
    merged: dict[Merge, list[Demand]] = {}
    for each in demands:
        merge = merges.get(each.rule.key)
        if merge is None or (each.due or dt.date.max) < merge.on:
            yield (each,)
        else:
            merged.setdefault(merge, []).append(each)
    for listed in merged.values():
        yield from clusters(listed)


def partners(rule: str, owed: Iterable[str], merges: Mapping[str, Merge]) -> tuple[str, ...]:
    """Return the keys of the other rules that one meeting with this one discharges.

    Args:
        rule: its key.
        owed: the keys of the rules that the same unit owes.
        merges: merge_of the office's policy.
    """
    merge = merges.get(rule)
    known = set(owed)
    others = merge.rules if merge else ()
    return tuple(each for each in others if each != rule and each in known)
