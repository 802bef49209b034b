"""What units that are alike owe → what collides for them, found once for all who share it."""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from cadence.conflicts.find.days import find_day_conflicts
from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.doubles import find_doubles
from cadence.conflicts.find.found import Gathered, Units
from cadence.conflicts.find.likeness import Kind, repeated, traits_of
from cadence.conflicts.find.merges import meetings
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.conflicts.find.overload import Calendar, Crowded, Held, held, is_movable
from cadence.conflicts.find.plans import find_plan_faults
from cadence.conflicts.find.series import Owed, Series
from cadence.conflicts.find.stages import find_stage_conflicts, is_stage
from cadence.core import Span


@dataclass(frozen=True, slots=True)
class _Facts:
    """What holds of a series, whoever owes it.

    Attributes:
        alone: what is held by itself; merged: what the office discharges together with others.
        traits: in which its duty may be like another.
    """

    alone: tuple[Held, ...]
    merged: tuple[Demand, ...]
    traits: tuple[Kind, ...]


@dataclass(slots=True, eq=False)
class Search:
    """One search through a place, group by group."""

    calendar: Calendar
    span: Span
    gathered: Gathered = field(default_factory=Gathered)
    _facts: dict[int, _Facts] = field(default_factory=dict)
    _days: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _numbers: dict[Hashable, tuple[int, ...]] = field(default_factory=dict)

    @property
    def ground(self) -> Ground:
        """Return the place."""
        return self.calendar.ground

    def look(self, owed: Owed, met: Owed | None) -> None:
        """Find what collides for units that are alike.

        Args:
            owed: what they owe.
            met: what a wider group owes that they are a part of; what collides within that alone
                is told of the group.
        """
        numbers: list[int] = []
        if any(each.is_recorded for each in owed.series):
            found = find_plan_faults(owed.demands, self.ground)
            numbers += map(self.gathered.whole, found)
        for each in owed.series:
            numbers += self._days_of(each)
        both = (*owed.series, *(met.series if met else ()))
        own = frozenset(id(one) for one in owed.demands) if met else frozenset[int]()
        repeating = repeated((each, self._facts_of(each).traits) for each in both)
        stages = [each for each in owed.series if is_stage(each.rule)]
        then = (
            *self._shared("doubles", owed.units, repeating, own),
            *self._shared("stages", owed.units, stages, own),
        )
        self.gathered.add(owed.units, numbers, self._crowded(owed.units, both, own), then)

    def _facts_of(self, series: Series) -> _Facts:
        known = self._facts.get(id(series))
        if known is None:
            known = self._facts[id(series)] = self._look_at(series)
        return known

    def _days_of(self, series: Series) -> tuple[int, ...]:
        """Return the numbers of what collides with calendar or document."""
        known = self._days.get(id(series))
        if known is None:
            found = find_day_conflicts(series.open, self.ground)
            known = self._days[id(series)] = tuple(map(self.gathered.whole, found))
        return known

    def _look_at(self, series: Series) -> _Facts:
        rule, ground = series.rule, self.ground
        merge = ground.merges.get(rule.key)
        alone: list[Demand] = []
        merged: list[Demand] = []
        for each in series.open if is_movable(rule) else ():
            is_merged = merge is not None and (each.due or dt.date.max) >= merge.on
            (merged if is_merged else alone).append(each)
        return _Facts(
            tuple(held((each,) for each in alone)),
            tuple(merged),
            tuple(traits_of(rule, ground.heard)),
        )

    def _crowded(self, units: Units, both: Iterable[Series], own: frozenset[int]) -> Crowded:
        facts = [self._facts_of(each) for each in both]
        merged = list(chain.from_iterable(each.merged for each in facts))
        together = tuple(held(meetings(merged, self.ground.merges))) if merged else ()
        parts = (*(each.alone for each in facts), together)
        return Crowded(units, parts, self.calendar, own)

    def _shared(
        self, family: str, units: Units, series: list[Series], own: frozenset[int]
    ) -> Iterator[int]:
        """Yield the numbers of what the very same series come to, whoever owes them."""
        if not series:
            return
        key = (family, *map(id, series))
        numbers = self._numbers.get(key)
        if numbers is None:
            demands = [one for each in series for one in each.open]
            found = (
                find_doubles(demands, self.ground, self.span)
                if family == "doubles"
                else find_stage_conflicts(demands)
            )
            self._numbers[key] = numbers = tuple(
                self.gathered.whole(replace(each, units=units)) for each in _of_own(found, own)
            )
        else:
            for number in numbers:
                self.gathered.also(number, units)
        yield from numbers


def _of_own(found: Iterable[Conflict], own: frozenset[int]) -> Iterator[Conflict]:
    """Leave out what collides without anything of their own."""
    for each in found:
        if not own or not own.isdisjoint(map(id, each.demands)):
            yield each
