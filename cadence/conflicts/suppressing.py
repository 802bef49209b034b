"""Which findings the office has answered for good."""

from collections.abc import Iterable

from cadence.conflicts.nouns import Conflict
from cadence.office import Suppression


def suppression_of(conflict: Conflict, suppressed: Iterable[Suppression]) -> Suppression | None:
    """Return the first suppression that answers a finding; None where it stands."""
    for each in suppressed:
        if each.code == conflict.code and _fits(conflict, each):
            return each
    return None


def _fits(conflict: Conflict, suppression: Suppression) -> bool:
    unit = conflict.unit.id if conflict.unit else None
    if suppression.unit not in {None, unit} or suppression.date not in {None, conflict.day}:
        return False
    return set(suppression.rules) <= {each.key for each in conflict.rules}
