"""Occurrences × History → Demands: the days on which duties want somebody's time. Pure.

Units that owe the same windows, and of which nothing is known, are alike: what collides for one
collides for all of them, so they share their demands and each is looked at once.
"""

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from cadence.core import NOTHING, Choice, History, Occurrence, Past, Rule, Unit, Window
from cadence.occurrences import due_of

MINUTES = 60  # of a meeting whose length nobody gave


@dataclass(frozen=True, slots=True)
class Demand:
    """A window of a rule for units that are alike, until when it may be done, what is known."""

    rule: Rule
    window: Window
    units: tuple[Unit, ...]
    due: dt.date | None
    past: Past = NOTHING

    @property
    def unit(self) -> Unit:
        """Return the first of those who owe it."""
        return self.units[0]

    @property
    def id(self) -> str:
        """Return the id of the first unit's occurrence."""
        return self.id_for(self.units[0])

    @property
    def choice(self) -> Choice | None:
        """Return the moment that the office picked, with room and chair."""
        return self.past.choice

    @property
    def chosen(self) -> dt.date | None:
        """Return the day that the office picked."""
        choice = self.past.choice
        return choice.at.date() if choice and choice.at else None

    @property
    def day(self) -> dt.date | None:
        """Return the day on which it counts: the chosen one, or the last in time."""
        return (self.chosen or self.due) if self.past.choice else self.due

    @property
    def first(self) -> dt.date:
        """Return the first day on which it may be done as planned."""
        return (self.chosen if self.past.choice else None) or self.window.start

    @property
    def is_past(self) -> bool:
        """Tell whether it was over before its document came, and was not given more time."""
        return self.due is not None and self.due < self.rule.effective

    @property
    def is_settled(self) -> bool:
        """Tell whether it is done or released, and demands nothing any more."""
        return self.past.done is not None or self.past.waiver is not None

    def id_for(self, unit: Unit) -> str:
        """Return the id of one unit's occurrence."""
        return f"{self.rule.key}:{self.window.tag}@{unit.key}"


@dataclass(frozen=True, slots=True)
class Owed:
    """All that units which are alike owe."""

    units: tuple[Unit, ...]
    demands: tuple[Demand, ...]


def demand(occurrence: Occurrence, past: Past, units: tuple[Unit, ...] = ()) -> Demand:
    """Return what an occurrence demands.

    Args:
        occurrence: one unit's.
        past: what is known of it.
        units: all that are alike, the unit among them; left out: the unit alone.
    """
    binding, window = occurrence.binding, occurrence.window
    return Demand(binding.rule, window, units or (binding.unit,), due_of(window, past), past)


def demands_by_units(occurrences: Iterable[Occurrence], history: History) -> Iterator[Owed]:
    """Yield what is owed, by units that are alike, in the order in which they first come."""
    known = {each.rpartition("@")[2] for each in history.pasts}
    by_unit, rules = _windows_by_unit(occurrences, history, known)
    alike: dict[tuple[object, ...], list[_Listed]] = {}
    for key, listed in by_unit.items():
        # Units share the very windows of a rule, so their identity tells what is owed.
        owed = (key,) if key in known else tuple(map(id, listed.windows))
        alike.setdefault(owed, []).append(listed)
    for group in alike.values():
        units = tuple(each.unit for each in group)
        first = group[0]
        yield Owed(
            units,
            first.recorded
            or tuple(
                Demand(rules[id(each)], each, units, due_of(each, NOTHING))
                for each in first.windows
            ),
        )


@dataclass(slots=True)
class _Listed:
    """One unit's windows; where something is recorded of it, its demands instead."""

    unit: Unit
    windows: list[Window] = field(default_factory=list)
    recorded: tuple[Demand, ...] = ()


def _windows_by_unit(
    occurrences: Iterable[Occurrence], history: History, known: Container[str]
) -> tuple[dict[str, _Listed], dict[int, Rule]]:
    """Take occurrences apart, so that a million of them need not be kept.

    Returns:
        What each unit owes, by its key; and the rule of each window, by the window's identity.
    """
    found: dict[str, _Listed] = {}
    recorded: dict[str, list[Demand]] = {}
    rules: dict[int, Rule] = {}
    binding = None
    for each in occurrences:
        if each.binding is not binding:  # they come binding by binding
            binding = each.binding
            key = binding.unit.key
            windows = found.setdefault(key, _Listed(binding.unit)).windows
            demands = recorded.setdefault(key, []) if key in known else None
        windows.append(each.window)
        rules.setdefault(id(each.window), binding.rule)
        if demands is not None:
            demands.append(demand(each, history.of(each)))
    for key, listed in recorded.items():
        found[key].recorded = tuple(listed)
    return found, rules


def ends(choice: Choice) -> dt.datetime:
    """Return when a chosen meeting ends.

    Raises:
        ValueError: the choice was cleared and has no time.
    """
    if choice.at is None:
        msg = "a cleared choice has no end"
        raise ValueError(msg)
    return choice.at + dt.timedelta(minutes=choice.minutes or MINUTES)
