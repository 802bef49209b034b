"""What was recorded for an occurrence that no longer exists → findings, so that nothing is lost.

A date that was read anew, a rule or a unit that was renamed changes ids; what stands in the
ledger under the old one then counts for nothing until somebody moves it. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from cadence.facts import Entry, Event, Reversal
from cadence.history import counted
from cadence.i18n import _
from cadence.model import Finding


def find_orphans(
    entries: Sequence[Entry],
    exists: Callable[[str], bool],
    near: Callable[[str], Sequence[str]],
) -> Iterator[Finding]:
    """Yield a finding per occurrence that entries name and nothing expands to.

    Args:
        entries: of the whole ledger, in their order.
        exists: whether an occurrence has this id.
        near: the ids that look most like it, the nearest first.
    """
    named: dict[str, list[int]] = {}
    for entry in counted(entries):
        if not isinstance(entry.fact, Event | Reversal):
            named.setdefault(entry.fact.occurrence, []).append(entry.number)
    for identifier, numbers in named.items():
        if not exists(identifier):
            yield _orphan(identifier, numbers, likely(identifier, near(identifier)))


def likely(identifier: str, near: Iterable[str]) -> str | None:
    """Return which of the ids that look like one took its place: the same duty of the same unit.

    Failing that, the same window of the same unit: its rule was renamed; or the same window of
    the same rule: its unit was.
    """
    duty, window, unit = parts(identifier)
    split = [(each, parts(each)) for each in near]
    same_duty = [each for each, other in split if (other[0], other[2]) == (duty, unit)]
    renamed_rule = [each for each, other in split if (other[1], other[2]) == (window, unit)]
    renamed_unit = [each for each, other in split if (other[0], other[1]) == (duty, window)]
    return next(iter((*same_duty, *renamed_rule, *renamed_unit)), None)


def parts(identifier: str) -> tuple[str, str, str]:
    """Split an id into its rule's key, its window and its unit's key."""
    head, _at, unit = identifier.rpartition("@")
    pack, _colon, rest = head.partition(":")
    rule, _colon, window = rest.partition(":")
    return f"{pack}:{rule}", window, unit


def _orphan(identifier: str, numbers: Sequence[int], instead: str | None) -> Finding:
    listed = "、".join(map(str, numbers))
    message = _(
        "nothing has the id {0} any more, but entries {1} speak of it and count for nothing"
    )
    again = _("record them anew for {0} and reverse the old ones: cadence ledger reverse {1}")
    search = _("find the duty's new id and record them anew, then: cadence ledger reverse {0}")
    return Finding(
        code="orphan",
        severity="error",
        message=message.format(identifier, listed),
        advice=again.format(instead, numbers[0]) if instead else search.format(numbers[0]),
        unit=parts(identifier)[2] or None,
        occurrences=(identifier, *([instead] if instead else [])),
    )
