"""Crowded days and weeks → Lines: a heap of duties is one line, whoever is crowded by what.

All ends of months are one heap. What stands behind a heap is written only for whoever reads it, and
the ways out are looked for only as far as the line speaks of them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import itemgetter

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.found import Found, Units
from cadence.conflicts.find.nouns import Conflict
from cadence.conflicts.find.overload import Crowd, Crowded, overload
from cadence.conflicts.tell.advice import advice, decision
from cadence.conflicts.tell.line import (
    Detail,
    FindingLine,
    Groups,
    Some,
    clauses_of,
    details_of,
    ends_month,
    names,
    when,
)
from cadence.conflicts.tell.messages import message
from cadence.conflicts.tell.phrases import counted, named
from cadence.core import Rule

Key = tuple[int, int] | None  # the first and last day of a heap; None: the ends of months
Source = Conflict | tuple[Crowded, Crowd]


@lru_cache(maxsize=4096)
def heap_of(first: int, last: int) -> Key:
    """Return what tells one heap of duties from another, by its days' numbers."""
    span = map(dt.date.fromordinal, range(first, last + 1))
    return None if any(map(ends_month, span)) else (first, last)


@dataclass(slots=True)
class _Full:
    """One full day or week of a heap: by whom it was met first and last, and what crowds it."""

    first: Source
    last: Source
    most: Source
    count: int = 0
    rules: dict[int, Rule] = field(default_factory=dict)


@dataclass(slots=True)
class _Heap:
    """What is crowded in one heap, while it is gathered."""

    count: int = 0
    units: dict[int, Units] = field(default_factory=dict)
    full: dict[tuple[int, str], _Full] = field(default_factory=dict)
    starts: dict[tuple[int, int], int] = field(default_factory=dict)
    kind: tuple[object, ...] = ()
    several: bool = False
    crowded: dict[int, Crowded] = field(default_factory=dict)
    is_eased: bool = False

    def add(
        self, units: Units, at: tuple[int, str], count: int, demands: Iterable[Demand], by: Source
    ) -> None:
        """Take in one crowd."""
        self.count += len(units)
        self.units[id(units)] = units
        full = self.full.get(at)
        if full is None:
            full = self.full[at] = _Full(by, by, by)
        full.last = by
        if count > full.count:
            full.most, full.count = by, count
        rules = {id(each.rule): each.rule for each in demands}
        full.rules |= rules
        if not self.several:
            kind = (*at, *rules)
            self.several = bool(self.kind) and kind != self.kind
            self.kind = kind


    def begin(self, crowd: Crowd) -> None:
        """Note from when on what crowds together may be done."""
        span, start = crowd[:2], min(map(itemgetter(1), crowd.held))
        if start < self.starts.get(span, start + 1):
            self.starts[span] = start


class Heaps:
    """All heaps of one place."""

    def __init__(self, found: Found) -> None:
        """Gather what is crowded for units by themselves; the rest is added."""
        self._found = found
        self._order = found.order()
        self._heaps: dict[Key, _Heap] = {}
        for group in found.groups:
            if crowded := group.crowded:
                for each in crowded.crowds():
                    heap = self._heap(each.first, each.last)
                    heap.crowded[id(crowded)] = crowded
                    heap.begin(each)
                    at = (each.first, each.scope)
                    by = (crowded, each)
                    heap.add(group.units, at, len(each.held), each.demands, by)

    def add(self, conflict: Conflict) -> None:
        """Take in what was written already."""
        first, last = _days(conflict)
        heap = self._heap(first, last)
        heap.is_eased |= bool(conflict.days)
        at = (first, conflict.scope)
        heap.add(conflict.units, at, conflict.count, conflict.demands, conflict)

    def lines(self, groups: Groups) -> Iterator[FindingLine]:
        """Yield a line for each heap."""
        for key, heap in self._heaps.items():
            yield self._line(key, heap, groups)

    def _heap(self, first: int, last: int) -> _Heap:
        key = heap_of(first, last)
        heap = self._heaps.get(key)
        if heap is None:
            heap = self._heaps[key] = _Heap()
        return heap

    def _line(self, key: Key, heap: _Heap, groups: Groups) -> FindingLine:
        ordered = [full for _at, full in sorted(heap.full.items(), key=lambda each: each[0])]
        rules = {number: rule for full in ordered for number, rule in full.rules.items()}
        own = tuple({each.key: each for each in rules.values()}.values())
        first = _written(ordered[0].first, ease=not heap.several)
        days = dict.fromkeys(dt.date.fromordinal(day) for day, _scope in sorted(heap.full))
        return FindingLine(
            code=first.code,
            severity=first.severity,
            who=names((unit for units in heap.units.values() for unit in units), groups),
            when=when(tuple(days)),
            what=_what(heap, ordered, groups) if heap.several else message(first),
            advice=_way_out(heap, ordered[-1].last) if heap.several else advice(first),
            decide=decision(first),
            clauses=clauses_of(own),
            count=heap.count,
            behind=lambda: self._details(key, groups),
        )

    def _details(self, key: Key, groups: Groups) -> tuple[Detail, ...]:
        return details_of(self._behind[key], groups, self._order)

    @cached_property
    def _behind(self) -> dict[Key, Some]:
        """Write everything that is crowded, heap by heap."""
        found: dict[Key, Some] = {}
        for group in self._found.groups:
            for each in group.crowded.conflicts() if group.crowded else ():
                found.setdefault(heap_of(*_days(each)), Some()).own.append(each)
        for each in self._found.once.values():
            if each.code == "overload":
                found.setdefault(heap_of(*_days(each)), Some()).own.append(each)
        for each in self._found.across:
            if each.code == "overload":
                found.setdefault(heap_of(*_days(each)), Some()).across.append(each)
        return found


def _days(conflict: Conflict) -> tuple[int, int]:
    first = conflict.day or dt.date.min
    return first.toordinal(), (conflict.until or first).toordinal()


def _written(source: Source, *, ease: bool) -> Conflict:
    if isinstance(source, Conflict):
        return source
    crowded, crowd = source
    if ease:
        crowd = crowd._replace(eased=crowded.ease(crowd.first, crowd.last))
    return overload(crowded.units, crowd)


def _what(heap: _Heap, ordered: list[_Full], groups: Groups) -> str:
    """Say how often it is too much, and where it is most."""
    scopes = {scope for _day, scope in heap.full}
    scope = "day" if "day" in scopes else "week"
    often = f"{sum(one == scope for _day, one in heap.full)}{'天' if scope == 'day' else '周'}"
    met = (full for full in ordered if _scope(full.most) == scope)
    most = _written(max(met, key=lambda full: full.count).most, ease=False)
    top = f"{names(most.units, groups)}{most.day}"
    top += f"{'当日' if scope == 'day' else '起一周'}{counted(most)}"
    return f"有{often}到期超过{most.number}项，最多的是{top}：{named(most.rules)}"


def _scope(source: Source) -> str:
    return source.scope if isinstance(source, Conflict) else source[1].scope


def _way_out(heap: _Heap, last: Source) -> str:
    found = (
        each.ease(*span)
        for each in heap.crowded.values()
        for span, start in heap.starts.items()
        if each.may_ease(start, span[0])
    )
    if heap.is_eased or any(each.days for each in found):
        return "在各自期限内提前错开，各日可用的空闲工作日见明细"
    return advice(_written(last, ease=True))
