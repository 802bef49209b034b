"""Crowded days and weeks → Lines: a heap of duties is one line, whoever is crowded by what.

All ends of months are one heap. What stands behind a heap is written only for whoever reads it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.found import Found, Units
from cadence.conflicts.find.merges import Together
from cadence.conflicts.find.nouns import Conflict
from cadence.conflicts.find.overload import Crowd, Crowded, Held, overload
from cadence.conflicts.tell.advice import advice, decision
from cadence.conflicts.tell.line import (
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
Source = Conflict | tuple[Units, Crowd]


@lru_cache(maxsize=4096)
def heap_of(first: int, last: int) -> Key:
    """Return what tells one heap of duties from another, by its days' numbers."""
    span = map(dt.date.fromordinal, range(first, last + 1))
    return None if any(map(ends_month, span)) else (first, last)


@dataclass(slots=True)
class _Heap:
    """What is crowded in one heap, while it is gathered.

    Attributes:
        kind: day and duties of the first crowd; several: there are others.
        is_eased: some of it may be done on another day.
        way: out of the first crowd; apart: some have another.
    """

    count: int = 0
    units: list[Units] = field(default_factory=list)
    full: list["_Full"] = field(default_factory=list)
    kind: tuple[object, ...] = ()
    several: bool = False
    is_eased: bool = False
    way: object = None
    apart: bool = False


@dataclass(slots=True)
class _Full:
    """One full day or week of a heap: by whom it was met first and last, and what crowds it.

    Attributes:
        met: the series that were met here (_Bits): of those all that crowds it is in held.
        held: what crowds it, each once by its identity; rules: those of what was written already.
    """

    heap: _Heap
    at: tuple[int, str]
    first: Source
    last: Source
    most: Source
    count: int = 0
    met: int = 0
    held: dict[int, Held] = field(default_factory=dict)
    rules: dict[int, Rule] = field(default_factory=dict)

    def add(self, units: Units, count: int, by: Source) -> None:
        """Take in one crowd."""
        heap = self.heap
        heap.count += len(units)
        if not heap.units or heap.units[-1] is not units:
            heap.units.append(units)
        self.last = by
        if count > self.count:
            self.most, self.count = by, count
        if not heap.several:
            kind, way = (*self.at, count, *_rules(_demands(by))), _way(by)
            heap.several = bool(heap.kind) and kind != heap.kind
            heap.apart |= bool(heap.kind) and way != heap.way
            heap.kind, heap.way = kind, way

    def all_rules(self) -> dict[int, Rule]:
        """Return the rules of all that crowds it, in the order in which they were met."""
        held = (demand for each in self.held.values() for demand in each[2])
        return _rules(held) | self.rules


class _Bits:
    """Numbers for sets of the series that units share, so that one is soon told to hold another."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def of(self, crowded: Crowded) -> int | None:
        """Return the set of what some units owe; None where some of it is theirs alone."""
        *shared, together = crowded.parts
        if together:
            return None
        found = 0
        for each in map(id, shared):
            found |= 1 << self._numbers.setdefault(each, len(self._numbers))
        return found


class Heaps:
    """All heaps of one place."""

    def __init__(self, found: Found) -> None:
        """Gather what is crowded for units by themselves; the rest is added."""
        self._found = found
        self._heaps: dict[Key, _Heap] = {}
        self._full: dict[tuple[int, int], _Full] = {}
        bits = _Bits()
        for group in found.groups:
            if group.crowded:
                self._take(group.units, group.crowded, bits.of(group.crowded))

    def _take(self, units: Units, crowded: Crowded, own: int | None) -> None:
        """Take in the crowds of some units; own: the bits of what they owe (_Bits)."""
        known, many = self._full, len(units)
        for crowd in crowded.crowds():
            first, last, held, _limit, eased = crowd
            by = (units, crowd)
            full = known.get((first, last)) or self._full_of(first, last, by)
            if own is None or own | full.met != full.met:
                full.met |= own or 0
                full.held.update(zip(map(id, held), held, strict=True))
            heap = full.heap
            if heap.several and heap.units[-1] is units:
                heap.count += many
                heap.is_eased = heap.is_eased or bool(eased.days)
                full.last = by
                if len(held) > full.count:
                    full.most, full.count = by, len(held)
            else:
                heap.is_eased |= bool(eased.days)
                full.add(units, len(held), by)

    def add(self, conflict: Conflict) -> None:
        """Take in what was written already."""
        full = self._full_of(*_days(conflict), conflict)
        full.heap.is_eased |= bool(conflict.days)
        full.rules |= _rules(conflict.demands)
        full.add(conflict.units, conflict.count, conflict)

    def _full_of(self, first: int, last: int, by: Source) -> _Full:
        full = self._full.get((first, last))
        if full is None:
            heap = self._heaps.setdefault(heap_of(first, last), _Heap())
            at = (first, "day" if first == last else "week")
            full = self._full[first, last] = _Full(heap, at, by, by, by)
            heap.full.append(full)
        return full

    def lines(self, groups: Groups) -> Iterator[FindingLine]:
        """Yield a line for each heap."""
        for key, heap in self._heaps.items():
            yield self._line(key, heap, groups)

    def _line(self, key: Key, heap: _Heap, groups: Groups) -> FindingLine:
        ordered = sorted(heap.full, key=lambda each: each.at)
        rules = {number: rule for full in ordered for number, rule in full.all_rules().items()}
        own = tuple({each.key: each for each in rules.values()}.values())
        first = _written(ordered[0].first)
        days = dict.fromkeys(dt.date.fromordinal(full.at[0]) for full in ordered)
        return FindingLine(
            code=first.code,
            severity=first.severity,
            who=names((unit for units in heap.units for unit in units), groups),
            when=when(tuple(days)),
            what=_what(ordered, groups) if heap.several else message(first),
            advice=_way_out(heap, ordered[-1].last)
            if heap.several or heap.apart
            else advice(first),
            decide=decision(first),
            clauses=clauses_of(own),
            count=heap.count,
            behind=lambda: details_of(self._behind[key], groups, self._found.order()),
        )

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


def _demands(source: Source) -> Together:
    return source.demands if isinstance(source, Conflict) else source[1].demands


def _rules(demands: Iterable[Demand]) -> dict[int, Rule]:
    return {id(each.rule): each.rule for each in demands}


def _way(source: Source) -> object:
    """Return the way out of a crowd, as numbers or days."""
    if isinstance(source, Conflict):
        return source.days, source.placed, source.why
    return source[1].eased


def _written(source: Source) -> Conflict:
    return source if isinstance(source, Conflict) else overload(*source)


def _what(ordered: list[_Full], groups: Groups) -> str:
    """Say how often it is too much, and where it is most."""
    scopes = [scope for _day, scope in (full.at for full in ordered)]
    scope = "day" if "day" in scopes else "week"
    met = (full for full in ordered if full.at[1] == scope)
    most = _written(max(met, key=lambda full: full.count).most)
    often = f"{scopes.count(scope)}{'天' if scope == 'day' else '周'}"
    top = f"{names(most.units, groups)}{most.day}"
    top += f"{'当日' if scope == 'day' else '起一周'}{counted(most)}"
    return f"有{often}到期超过{most.number}项，最多的是{top}：{named(most.rules)}"


def _way_out(heap: _Heap, last: Source) -> str:
    if heap.is_eased:
        return "在各自期限内提前错开，各日可用的空闲工作日见明细"
    return advice(_written(last))
