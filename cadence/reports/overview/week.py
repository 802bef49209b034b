"""What changed since an earlier moment, by what was known then and what is known now. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from cadence.core import (
    NOTHING,
    Approval,
    Before,
    Happening,
    History,
    Occurrence,
    Rule,
    Status,
    Window,
    day_of_moment,
)
from cadence.occurrences import Judged, Scene, judge
from cadence.reports.in_order import InOrder

SETTLED: frozenset[Status] = frozenset({"done", "late"})
Key = TypeVar("Key", str, Status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """How many duties changed alike, and whose they are.

    Attributes:
        names: of the units, each with the first of the ids: by these they are ordered.
    """

    count: int
    names: Mapping[str, str]

    @property
    def first(self) -> str:
        """Return the first id of all."""
        return min(self.names.values())


def alike_together(found: Iterable[Alike]) -> Alike:
    """Add up what changed alike in several places, or for several units."""
    count, names = 0, dict[str, str]()
    for each in found:
        count += each.count
        for name, first in each.names.items():
            names[name] = min(first, names.get(name, first))
    return Alike(count=count, names=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What changed since a moment.

    Attributes:
        at: the moment.
        overdue: how much was overdue then, as it was known then.
        missed: overdue now and not then, by their ids, as the others.
        cleared: overdue then and not now, with how each stands now.
        settled: how many were recorded as done since, in time or late.
        approved: what was put off or released since, with the decision; one after the day among
            them stands beside the miss and changes nothing of it.
        events: what was recorded to have happened since.
        missed_acts: what is overdue now, by the act; cleared_as: what is no more, by its status.
    """

    at: dt.datetime
    overdue: int
    missed: Sequence[Judged]
    cleared: Sequence[Judged]
    settled: int
    approved: Sequence[tuple[Judged, Approval]]
    events: tuple[Happening, ...]
    missed_acts: Mapping[str, Alike]
    cleared_as: Mapping[Status, Alike]


@dataclass(slots=True)
class Watching:
    """Compares each duty that passes with how it stood; read `since` when all have passed."""

    scene: Scene
    before: Before
    overdue: int = 0
    missed: list[Judged] = field(default_factory=list)
    cleared: list[Judged] = field(default_factory=list)
    settled: int = 0
    approved: list[tuple[Judged, Approval]] = field(default_factory=list)
    _fresh: frozenset[str] = frozenset()
    _known: History = field(default_factory=History)
    _seen: set[str] = field(default_factory=set)
    _day: dt.date = dt.date.min

    def __post_init__(self) -> None:
        """Learn which clocks run by events that nobody had recorded yet."""
        self._day = day_of_moment(self.before.at)
        self._known = replace(self.before.history, policies=self.scene.history.policies)
        self._fresh = frozenset(
            each.id
            for clock in self.scene.clocks
            if clock.happening.first > self.before.number
            for each in clock.occurrences
        )

    def watched(self, judged: Iterable[Judged]) -> Iterator[Judged]:
        """Pass judged occurrences on, each compared with how it stood then."""
        for each in judged:
            past = each.judgement.past
            if each.judgement.status == "overdue" or past is not NOTHING:
                self._compare(each)
            yield each

    def watch_rest(self) -> None:
        """Compare what was written about and is not among what a scene keeps.

        It fell due before the days asked about, and was settled before them too.
        """
        units = {each.unit.key for each in self.scene.owed}
        touched = (self.before.by_unit.get(each, frozenset()) for each in units)
        left = frozenset().union(*touched) - self._seen
        for each in self.scene.earlier() if left else ():
            if each.occurrence.id in left:
                self._compare(each)

    def _compare(self, each: Judged) -> None:
        judgement = each.judgement
        status, done = judgement.status, judgement.past.done
        touched = self._touched(each.occurrence)
        if not touched and status in SETTLED and done and day_of_moment(done.on) < self._day:
            return  # it stood so already, and nothing was written about it since
        was = self._status_then(each, touched)
        self.overdue += was == "overdue"
        if status == "overdue" != was:
            self.missed.append(each)
        if was == "overdue" != status:
            self.cleared.append(each)
        if status in SETTLED and was not in SETTLED:
            self.settled += 1
        new = (one for one in judgement.past.approvals if one.recorded > self.before.at)
        self.approved += [(each, one) for one in new]

    def _touched(self, occurrence: Occurrence) -> bool:
        """Tell whether something was written about an occurrence since."""
        if occurrence.has_former_ids:
            names = {occurrence.id, *occurrence.former_ids} & self.before.touched
        elif occurrence.binding.unit.key in self.before.by_unit:
            names = {occurrence.id} & self.before.touched
        else:
            return False
        self._seen |= names
        return bool(names)

    def _status_then(self, each: Judged, touched: bool) -> Status | None:
        """Say how it stood, by what was known; None: nobody knew of it."""
        occurrence = each.occurrence
        if self._fresh and occurrence.id in self._fresh:
            return None
        rule, window = occurrence.binding.rule, occurrence.window
        past = self._known.of(occurrence) if touched else self.scene.history.of(occurrence)
        if past is NOTHING:
            return self._untold_then(rule, window)
        return judge(rule, window, past, self.scene.policy, self.before.at).status

    def _untold_then(self, rule: Rule, window: Window) -> Status:
        """Say how a window stood then for all of whom nothing is known of it."""
        at, policy = self.before.at, self.scene.policy
        found, key = self.scene.untold.setdefault(at, {}), (id(window), self.scene.roster.place)
        if key not in found:
            found[key] = (window, judge(rule, window, NOTHING, policy, at))
        return found[key][1].status

    @property
    def since(self) -> Since:
        """Return what changed, once everything has passed."""
        place = self.scene.roster.place
        happenings = self.scene.history.happenings
        missed, cleared = _by_id(self.missed), _by_id(self.cleared)
        return Since(
            at=self.before.at,
            overdue=self.overdue,
            missed=tuple(missed.values()),
            cleared=tuple(cleared.values()),
            settled=self.settled,
            approved=tuple(sorted(self.approved, key=_of_approval)),
            events=tuple(
                each
                for each in happenings
                if each.first > self.before.number
                and (each.event.unit or "").partition("/")[0] == place
            ),
            missed_acts=_gathered(missed, _act),
            cleared_as=_gathered(cleared, _status),
        )


def joined(found: Iterable[Since]) -> Since | None:
    """Join what changed in several places, or units of one; None where none was watched."""
    every = tuple(found)
    if not every:
        return None
    if len(every) == 1:
        return every[0]
    return Since(
        at=every[0].at,
        overdue=sum(each.overdue for each in every),
        missed=InOrder([each.missed for each in every], _id),
        cleared=InOrder([each.cleared for each in every], _id),
        settled=sum(each.settled for each in every),
        approved=InOrder([each.approved for each in every], _of_approval),
        events=tuple({one.first: one for each in every for one in each.events}.values()),
        missed_acts=_joined_alike(each.missed_acts for each in every),
        cleared_as=_joined_alike(each.cleared_as for each in every),
    )


def _gathered(ordered: Mapping[str, Judged], key: Callable[[Judged], Key]) -> dict[Key, Alike]:
    """Gather what changed alike.

    Args:
        ordered: by id, in the order of the ids.
        key: tells what is alike.
    """
    counts: Counter[Key] = Counter()
    names: dict[Key, dict[str, str]] = {}
    for identifier, each in ordered.items():
        counts[key(each)] += 1
        names.setdefault(key(each), {}).setdefault(each.occurrence.binding.unit.name, identifier)
    return {one: Alike(count=counts[one], names=names[one]) for one in counts}


def _joined_alike(found: Iterable[Mapping[Key, Alike]]) -> dict[Key, Alike]:
    alike: dict[Key, list[Alike]] = {}
    for each in found:
        for one, own in each.items():
            alike.setdefault(one, []).append(own)
    return {one: own[0] if len(own) == 1 else alike_together(own) for one, own in alike.items()}


def _by_id(judged: Iterable[Judged]) -> dict[str, Judged]:
    found = {each.occurrence.id: each for each in judged}
    return {each: found[each] for each in sorted(found)}


def _id(judged: Judged) -> str:
    return judged.occurrence.id


def _act(judged: Judged) -> str:
    return judged.occurrence.binding.rule.act


def _status(judged: Judged) -> Status:
    return judged.judgement.status


def _of_approval(found: tuple[Judged, Approval]) -> tuple[str, dt.datetime]:
    return found[0].occurrence.id, found[1].recorded
