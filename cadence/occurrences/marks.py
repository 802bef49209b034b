"""Bindings × History → Marks: the little that a calendar says of how each entry stands.

Who owes a duty sees how it stands for itself; who leads, assists or oversees it sees how many of
those who owe it have done it. Bindings of which nothing is known are all alike, and told apart
from the others, so that their entries are made once.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cadence.core import OWED, Binding, History, Occurrence, Policy, Status, Window
from cadence.occurrences.judge import Judgement, judge

SHOWN = {"done", "late", "overdue", "claimed", "waived", "extended"}
FULFILLED = {"done", "late", "waived"}
NO_CLOCKS: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How an entry stands, as far as a calendar shows it.

    Attributes:
        status: done, late, overdue, waived or extended; any other where something was approved
            before its time has come, or it has reached a part of whom it must.
        claimed_on: when it was said to be done, its evidence being outstanding.
        done_on: when it was done; days_late: how long past due.
        late_by: the same to the minute, of a clock that was answered late.
        until: the day that it was extended to.
        approvals: what was approved of it, in words; beside: what else is known of it: whom it has
            reached, what was refused, the slips that press for it.
        fulfilled, owed: of several who owe it, how many have done it; 0 of 0 for one's own.
    """

    status: Status
    claimed_on: dt.date | dt.datetime | None = None
    done_on: dt.date | dt.datetime | None = None
    days_late: int | None = None
    late_by: dt.timedelta | None = None
    until: dt.date | None = None
    approvals: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    fulfilled: int = 0
    owed: int = 0


class Standings:
    """How every binding of a place stands at a moment."""

    def __init__(
        self,
        bindings: Iterable[Binding],
        history: History,
        policy: Policy,
        as_of: dt.datetime,
        clocks: Mapping[tuple[str, str], frozenset[str]] = NO_CLOCKS,
    ) -> None:
        """Keep what is known.

        Args:
            bindings: of every pack of the place.
            history: what the ledger knows.
            policy: the office's own decisions.
            as_of: the moment judged from.
            clocks: by rule and window's tag, the keys of the units whose clock it is; an event
                starts the clocks of some of those that its rule binds.
        """
        self._history, self._policy, self._as_of = history, policy, as_of
        self._clocks = clocks
        self._known = {_rule_and_unit(each) for each in history.pasts}
        self._known |= {(rule, unit) for (rule, _tag), units in clocks.items() for unit in units}
        self._owners: dict[str, list[Binding]] = {}
        for binding in bindings:
            if binding.role in OWED:
                self._owners.setdefault(binding.rule.key, []).append(binding)

    def is_known(self, bindings: Sequence[Binding]) -> bool:
        """Tell whether anything is known of what an entry shows; if not, all such are alike.

        Args:
            bindings: of one rule and role, as one reader sees them.
        """
        return any(
            (key, unit) in self._known
            for each in self._owing(bindings)
            for key in each.rule.keys
            for unit in (each.unit.key, *each.stands_for)
        )

    def mark(self, bindings: Sequence[Binding], window: Window) -> Mark | None:
        """Say how one window stands; None where the calendar alone says it.

        Args:
            bindings: as for is_known.
            window: one of their rule's windows.
        """
        if bindings[0].rule.force != "must":
            return None  # nothing is due, and so never late
        owing = self._owing_in(bindings, window)
        if not owing:
            return None
        judged = [self._judged(each, window) for each in owing]
        return _together(judged) if len(judged) > 1 else _own(judged[0])

    def progress(self, bindings: Sequence[Binding], window: Window) -> tuple[int, tuple[str, ...]]:
        """Say how many of those who owe a window have done it, and who has not, by name.

        Of whom no records were kept nobody knows it, so they are not among either.

        Args:
            bindings: as for is_known.
            window: one of their rule's windows.
        """
        owing = self._owing_in(bindings, window)
        found = [(each.unit.name, self._judged(each, window).status) for each in owing]
        known = [each for each in found if each[1] != "untracked"]
        lacking = tuple(name for name, status in known if status not in FULFILLED)
        return len(known) - len(lacking), lacking

    def _owing_in(self, bindings: Sequence[Binding], window: Window) -> Sequence[Binding]:
        """Return those who owe a window; of a clock, those alone whose event started it."""
        owing = self._owing(bindings)
        key = (bindings[0].rule.key, window.tag)
        if key in self._clocks:
            return [each for each in owing if each.unit.key in self._clocks[key]]
        return owing

    def _owing(self, bindings: Sequence[Binding]) -> Sequence[Binding]:
        """Return those whose standing is shown: oneself, or all who owe what one leads."""
        if bindings[0].role in OWED:
            return bindings
        return self._owners.get(bindings[0].rule.key, ())

    def _judged(self, binding: Binding, window: Window) -> Judgement:
        past = self._history.of(Occurrence(binding=binding, window=window))
        return judge(binding.rule, window, past, self._policy, self._as_of)


def _rule_and_unit(occurrence: str) -> tuple[str, str]:
    """Take an id apart: `pack:rule:window@place/unit`."""
    before, _at, unit = occurrence.rpartition("@")
    pack, rule, *_window = before.split(":", 2)
    return f"{pack}:{rule}", unit


def _own(judgement: Judgement) -> Mark | None:
    past = judgement.past
    if judgement.status not in SHOWN and not past.approvals and not past.coverage:
        return None
    return Mark(
        status=judgement.status,
        claimed_on=past.claim.on if past.claim and judgement.status == "claimed" else None,
        done_on=past.done.on if past.done else None,
        days_late=judgement.days_late,
        late_by=judgement.late_by if judgement.status == "late" else None,
        until=past.extension.to if past.extension else None,
        approvals=past.approval_lines,
        beside=past.beside_lines,
    )


def _together(judged: list[Judgement]) -> Mark | None:
    """Sum up those who owe a duty, for one who leads it: overdue as long as one of them is.

    Of whom no records were kept nobody knows it, so they are counted nowhere.
    """
    judged = [each for each in judged if each.status != "untracked"]
    fulfilled = sum(each.status in FULFILLED for each in judged)
    late = [each.days_late or 0 for each in judged if each.status == "overdue"]
    if late:
        return Mark(status="overdue", days_late=max(late), fulfilled=fulfilled, owed=len(judged))
    if fulfilled and fulfilled == len(judged):
        return Mark(status="done", fulfilled=fulfilled, owed=len(judged))
    return None
