"""Runs × History → Owed: what each unit owes, shared wherever it is the same. Pure.

A rule is dated once, and its windows bind many units. All those of whom nothing is recorded share
one Series of demands, so that what holds of a duty is looked at once, even where no two units owe
the same duties. Units that owe the same series altogether are alike and looked at once too.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from cadence.conflicts.find.demands import Demand, demand
from cadence.core import NOTHING, History, Occurrence, Rule, Unit, Window
from cadence.occurrences import Run, due_of


class Sharers(tuple[Unit, ...]):  # noqa: SLOT001 - their keys are kept beside
    """Those who owe one thing, in their order; whether one is among them is told by its key."""

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(each.key for each in self)

    def __contains__(self, unit: object) -> bool:
        """Tell whether somebody is one of them."""
        return isinstance(unit, Unit) and unit.key in self._keys


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One rule's demands on those who owe them alike.

    Attributes:
        is_recorded: something is known of one of them, so that they are one unit's alone.
    """

    rule: Rule
    units: tuple[Unit, ...]
    demands: tuple[Demand, ...]
    is_recorded: bool = False

    @property
    def open(self) -> tuple[Demand, ...]:
        """Return those that are neither done nor released."""
        if not self.is_recorded:
            return self.demands
        return tuple(each for each in self.demands if not each.is_settled)

    def of(self, units: tuple[Unit, ...]) -> "Series":
        """Return the same for some units alone."""
        if self.is_recorded:
            return self
        demands = (Demand(each.rule, each.window, units, each.due) for each in self.demands)
        return Series(self.rule, units, tuple(demands))


@dataclass(frozen=True, slots=True)
class Owed:
    """All that units which are alike owe."""

    units: tuple[Unit, ...]
    series: tuple[Series, ...]

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return what their series demand, one after the other."""
        return tuple(chain.from_iterable(each.demands for each in self.series))


@dataclass(slots=True, eq=False)
class _Shared:
    """A rule's windows while those who owe them are gathered, by their keys."""

    rule: Rule
    windows: tuple[Window, ...]
    units: dict[str, Unit] = field(default_factory=dict)


@dataclass(slots=True)
class _Listed:
    """What one unit owes: what it shares with others, and what something is known of."""

    unit: Unit
    parts: list[_Shared | Series] = field(default_factory=list)


def demands_by_units(runs: Iterable[Run], history: History) -> Iterator[Owed]:
    """Yield what is owed, by units that are alike, in the order in which they first come.

    Args:
        runs: bindings with their windows (Scene.runs).
        history: what is known. A unit of which anything is known is alike to none.
    """
    known = history.pasts.units
    alike: dict[object, list[_Listed]] = {}
    for key, listed in _by_unit(runs, history, known).items():
        owed = key if key in known else tuple(map(id, listed.parts))
        alike.setdefault(owed, []).append(listed)
    # Whoever shares a series stands in it as in the whole list.
    order = {each.unit.key: n for n, each in enumerate(chain.from_iterable(alike.values()))}
    series: dict[int, Series] = {}
    for group in alike.values():
        for part in group[0].parts:
            if id(part) not in series:
                series[id(part)] = part if isinstance(part, Series) else _series(part, order)
        units = tuple(each.unit for each in group)
        yield Owed(units, tuple(series[id(part)] for part in group[0].parts))


def _by_unit(runs: Iterable[Run], history: History, known: Container[str]) -> dict[str, _Listed]:
    found: dict[str, _Listed] = {}
    # By identity: a rule's windows are the very same, whomever they bind.
    shared: dict[tuple[int, ...], _Shared] = {}
    told: dict[int, _Shared] = {}
    for binding, windows in runs:
        if not windows:
            continue
        unit = binding.unit
        key = unit.key
        if key not in found:
            found[key] = _Listed(unit)
        if key in known:
            each_of = [Occurrence(binding=binding, window=window) for window in windows]
            pasts = [history.of(each) for each in each_of]
            if any(past is not NOTHING for past in pasts):
                own = (demand(one, past) for one, past in zip(each_of, pasts, strict=True))
                found[key].parts.append(Series(binding.rule, (unit,), tuple(own), True))
                continue
        one = told.get(id(windows))
        if one is None or one.windows is not windows:
            one = shared.setdefault(tuple(map(id, windows)), _Shared(binding.rule, windows))
            if one.windows is windows:
                told[id(windows)] = one
        one.units[key] = unit
        found[key].parts.append(one)
    return found


def _series(shared: _Shared, order: dict[str, int]) -> Series:
    units = Sharers(shared.units[key] for key in sorted(shared.units, key=order.__getitem__))
    return Series(
        shared.rule,
        units,
        tuple(Demand(shared.rule, each, units, due_of(each, NOTHING)) for each in shared.windows),
    )
