"""Which findings the office has answered for good."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cadence.conflicts.find.nouns import Conflict
from cadence.core import Suppression


def answered(
    conflict: Conflict, suppressed: Iterable[Suppression]
) -> Iterator[tuple[Conflict, Suppression | None]]:
    """Part a finding by the suppressions that answer it for some or all units; None: it stands."""
    left: Conflict | None = conflict
    for each in suppressed:
        if left and each.code == left.code and _fits(left, each):
            met, left = _parted(left, each.unit)
            if met:
                yield met, each
    if left:
        yield left, None


def _fits(conflict: Conflict, suppression: Suppression) -> bool:
    if suppression.date not in {None, conflict.day}:
        return False
    if suppression.until and conflict.day and conflict.day > suppression.until:
        return False
    return set(suppression.rules) <= {each.key for each in conflict.rules}


def _parted(conflict: Conflict, unit: str | None) -> tuple[Conflict | None, Conflict | None]:
    """Part the units that are meant from the others."""
    if unit is None:
        return conflict, None
    meant = tuple(each for each in conflict.units if each.id == unit)
    others = tuple(each for each in conflict.units if each.id != unit)
    return (
        replace(conflict, units=meant) if meant else None,
        replace(conflict, units=others) if others or not meant else None,
    )
