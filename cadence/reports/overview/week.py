"""What changed since an earlier moment, by what was known then and what is known now. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from cadence.core import NOTHING, Approval, Before, Happening, History, Occurrence, Status
from cadence.occurrences import Judged, Scene, judge

SETTLED: frozenset[Status] = frozenset({"done", "late"})


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
    """

    at: dt.datetime
    overdue: int
    missed: tuple[Judged, ...]
    cleared: tuple[Judged, ...]
    settled: int
    approved: tuple[tuple[Judged, Approval], ...]
    events: tuple[Happening, ...]


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

    def __post_init__(self) -> None:
        """Learn which clocks run by events that nobody had recorded yet."""
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
        status = each.judgement.status
        was = self._status_then(each.occurrence)
        self.overdue += was == "overdue"
        if status == "overdue" != was:
            self.missed.append(each)
        if was == "overdue" != status:
            self.cleared.append(each)
        if status in SETTLED and was not in SETTLED:
            self.settled += 1
        new = (one for one in each.judgement.past.approvals if one.recorded > self.before.at)
        self.approved += [(each, one) for one in new]

    def _status_then(self, occurrence: Occurrence) -> Status | None:
        """Say how it stood, by what was known; None: nobody knew of it."""
        if occurrence.id in self._fresh:
            return None
        names = {occurrence.id, *occurrence.former_ids}
        touched = names & self.before.touched
        self._seen |= touched
        known = self._known if touched else self.scene.history
        rule, window = occurrence.binding.rule, occurrence.window
        past = known.of(occurrence)
        return judge(rule, window, past, self.scene.policy, self.before.at).status

    @property
    def since(self) -> Since:
        """Return what changed, once everything has passed."""
        place = self.scene.roster.place
        happenings = self.scene.history.happenings
        return Since(
            at=self.before.at,
            overdue=self.overdue,
            missed=tuple(sorted(self.missed, key=_id)),
            cleared=tuple(sorted(self.cleared, key=_id)),
            settled=self.settled,
            approved=tuple(sorted(self.approved, key=_of_approval)),
            events=tuple(
                each
                for each in happenings
                if each.first > self.before.number
                and (each.event.unit or "").partition("/")[0] == place
            ),
        )


def joined(found: Iterable[Since]) -> Since | None:
    """Join what changed in several places, or units of one; None where none was watched."""
    every = tuple(found)
    if not every:
        return None
    return Since(
        at=every[0].at,
        overdue=sum(each.overdue for each in every),
        missed=tuple(sorted((one for each in every for one in each.missed), key=_id)),
        cleared=tuple(sorted((one for each in every for one in each.cleared), key=_id)),
        settled=sum(each.settled for each in every),
        approved=tuple(sorted((one for each in every for one in each.approved), key=_of_approval)),
        events=tuple({one.first: one for each in every for one in each.events}.values()),
    )


def _id(judged: Judged) -> str:
    return judged.occurrence.id


def _of_approval(found: tuple[Judged, Approval]) -> tuple[str, dt.datetime]:
    return found[0].occurrence.id, found[1].recorded
