"""Occurrence × what is known of it → Claim: the days on which it wants somebody's time. Pure."""

import datetime as dt
from dataclasses import dataclass

from cadence.checks import due_of
from cadence.facts import Choice
from cadence.history import Past
from cadence.model import Occurrence, Rule, Unit

MINUTES = 60  # of a meeting whose length nobody gave


@dataclass(frozen=True, slots=True)
class Claim:
    """An occurrence, until when it may be done now, and the moment chosen for it, if any."""

    occurrence: Occurrence
    due: dt.date | None
    choice: Choice | None = None

    @property
    def rule(self) -> Rule:
        """Return the rule that it comes from."""
        return self.occurrence.binding.rule

    @property
    def unit(self) -> Unit:
        """Return who owes it."""
        return self.occurrence.binding.unit

    @property
    def chosen(self) -> dt.date | None:
        """Return the day that the office picked."""
        return self.choice.at.date() if self.choice and self.choice.at else None

    @property
    def day(self) -> dt.date | None:
        """Return the day on which it counts: the chosen one, or the last in time."""
        return self.chosen or self.due

    @property
    def is_past(self) -> bool:
        """Tell whether it was over before its document came, and was not given more time."""
        return self.due is not None and self.due < self.rule.effective

    @property
    def first(self) -> dt.date:
        """Return the first day on which it may be done as planned."""
        return self.chosen or self.occurrence.window.start


def claim(occurrence: Occurrence, past: Past) -> Claim | None:
    """Return what an occurrence claims; None where it is done or released and claims nothing."""
    if past.done or past.waiver:
        return None
    return planned(occurrence, past)


def planned(occurrence: Occurrence, past: Past) -> Claim:
    """Return what an occurrence claimed or claims, whether or not it is done."""
    return Claim(occurrence, due_of(occurrence.window, past), past.choice)


def ends(choice: Choice) -> dt.datetime:
    """Return when a chosen meeting ends.

    Raises:
        ValueError: the choice was cleared and has no time.
    """
    if choice.at is None:
        msg = "a cleared choice has no end"
        raise ValueError(msg)
    return choice.at + dt.timedelta(minutes=choice.minutes or MINUTES)
