"""Choices → Sittings: the meetings whose hour the office picked, as calendars show them. Pure.

A sitting is seen by who owes it, by the body of a post that owes it, and by who presides. What was
merged and chosen for the same moment is one sitting.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cadence.conflicts.find.merges import merge_of
from cadence.core import OWED, Binding, Choice, Occurrence, Rule, Unit, Window, rule_uid, unit_uid
from cadence.occurrences import Scene

SHORT = 8  # octets of an owner's UID, enough to tell owners apart within one window


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One chosen meeting.

    Attributes:
        duties: what it settles: a rule and its window, several where they are merged.
        owner: who owes it; choice: when, how long, where, chosen by whom.
        chair: the name of the post that presides.
    """

    duties: tuple[tuple[Rule, Window], ...]
    owner: Unit
    choice: Choice
    chair: str | None = None

    @property
    def begins(self) -> dt.datetime:
        """Return when it begins."""
        return self.choice.at or dt.datetime.min.replace(tzinfo=dt.UTC)

    def uid_for(self, reader: str) -> str:
        """Return a UID of the due-day entry's family, so that a move updates what is there."""
        rule, window = self.duties[0]
        whose = "" if reader == self.owner.id else f"-{unit_uid(self.owner)[:SHORT]}"
        return f"{rule_uid(rule, window)}-m{whose}"


def sittings(scene: Scene) -> dict[str, tuple[Sitting, ...]]:
    """Return the sittings that each unit's and post's calendar shows, by its id."""
    units = {each.unit.key: each.unit for each in scene.bindings}
    pasts = scene.history.pasts.beyond_done()
    owners = {key.rpartition("@")[2] for key, past in pasts if past.choice}
    merges = merge_of(scene.policy.merges)
    together: dict[tuple[object, ...], list[tuple[Binding, Window, Choice]]] = {}
    for binding in scene.bindings if owners else ():
        if binding.role not in OWED or binding.unit.key not in owners:
            continue
        for window in scene.windows_of(binding):
            occurrence = Occurrence(binding=binding, window=window)
            past = scene.history.of(occurrence)
            choice = None if past.waiver else past.choice
            if choice and choice.at:
                merge = merges.get(binding.rule.key)
                key = (binding.unit.key, merge, choice.at) if merge else (occurrence.id,)
                together.setdefault(key, []).append((binding, window, choice))
    found: dict[str, list[Sitting]] = {}
    for members in together.values():
        sitting = _sitting(members, units)
        for reader in dict.fromkeys(_readers(sitting, units)):
            found.setdefault(reader, []).append(sitting)
    return {reader: tuple(each) for reader, each in found.items()}


def _sitting(members: list[tuple[Binding, Window, Choice]], units: dict[str, Unit]) -> Sitting:
    binding, _window, choice = members[0]
    chair = units.get(choice.chair or "")
    return Sitting(
        duties=tuple((each.rule, window) for each, window, _choice in members),
        owner=binding.unit,
        choice=choice,
        chair=chair.name if chair else choice.chair,
    )


def _readers(sitting: Sitting, units: dict[str, Unit]) -> Iterator[str]:
    yield sitting.owner.id
    if sitting.owner.of:
        yield sitting.owner.of
    if chair := units.get(sitting.choice.chair or ""):
        yield chair.id
