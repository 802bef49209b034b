"""Occurrence × Past → Demand: the days on which a duty wants somebody's time. Pure.

Units of which nothing is known share their demands (series.py).
"""

import datetime as dt
from dataclasses import dataclass

from cadence.core import NOTHING, Choice, Occurrence, Past, Rule, Unit, Window
from cadence.occurrences import due_of

MINUTES = 60  # of a meeting whose length nobody gave


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: a million are told apart
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


def demand(occurrence: Occurrence, past: Past, units: tuple[Unit, ...] = ()) -> Demand:
    """Return what an occurrence demands.

    Args:
        occurrence: one unit's.
        past: what is known of it.
        units: all that are alike, the unit among them; left out: the unit alone.
    """
    binding, window = occurrence.binding, occurrence.window
    return Demand(binding.rule, window, units or (binding.unit,), due_of(window, past), past)


def ends(choice: Choice) -> dt.datetime:
    """Return when a chosen meeting ends.

    Raises:
        ValueError: the choice was cleared and has no time.
    """
    if choice.at is None:
        msg = "a cleared choice has no end"
        raise ValueError(msg)
    return choice.at + dt.timedelta(minutes=choice.minutes or MINUTES)
