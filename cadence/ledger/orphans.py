"""What was recorded for an occurrence that no longer exists → findings, so that nothing is lost.

A date that was read anew, a rule or a unit that was renamed changes ids; what stands in the
ledger under the old one then counts for nothing until somebody moves it. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from cadence.core import (
    Done,
    Entry,
    Event,
    Finding,
    Receipt,
    Reversal,
    Supervision,
    _,
    counted,
    first_moment,
)


def find_orphans(
    entries: Sequence[Entry],
    exists: Callable[[str], bool],
    near: Callable[[str, date | None], Sequence[str]],
    renamed: Callable[[str], str] = str,
) -> Iterator[Finding]:
    """Yield a finding per occurrence that entries name and nothing expands to.

    Args:
        entries: of the whole ledger, in their order.
        exists: whether an occurrence has this id.
        near: the ids that an id and the day on which it was done may belong to, the likeliest
            first.
        renamed: an id with the key that its rule has now.
    """
    named: dict[str, list[Entry]] = {}
    for entry in counted(entries):
        if not isinstance(entry.fact, Event | Receipt | Supervision | Reversal):
            named.setdefault(entry.fact.occurrence, []).append(entry)
    for identifier, listed in named.items():
        if not exists(identifier):
            days = [each.fact.on for each in listed if isinstance(each.fact, Done)]
            found = near(identifier, first_moment(days[0])[0] if days else None)
            instead = likely(renamed(identifier), found)
            yield _orphan(identifier, [each.number for each in listed], instead)


def likely(identifier: str, near: Iterable[str]) -> str | None:
    """Return which of the ids that look like one took its place: the same duty of the same unit.

    Failing that, the same window of the same unit under a like name: the rule was renamed. Where
    a unit is gone, nobody can tell from ids which one took its place; but a statute's kind of body
    is a unit of another place, where it is one alone.
    """
    duty, window, unit = parts(identifier)
    split = [(each, parts(each)) for each in near]
    same_duty = [each for each, other in split if (other[0], other[2]) == (duty, unit)]
    renamed = [
        each
        for each, other in split
        if (other[1], other[2]) == (window, unit)
        and get_close_matches(_name(duty), [_name(other[0])])
    ]
    elsewhere = [
        each
        for each, other in split
        if other[:2] == (duty, window) and _place(other[2]) != _place(unit) == _place(duty)
    ]
    return next(iter((*same_duty, *(elsewhere if len(elsewhere) == 1 else ()), *renamed)), None)


def _place(key: str) -> str:
    return key.partition("/")[0]


def _name(duty: str) -> str:
    return duty.rpartition(":")[2]


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
