"""A place of a workspace, dated and judged at a moment: once, for everybody who shows it.

Workspace × History × Asked × as_of → Scenes, one a place. Feed, page, board, check, duty table
and conflict table read the same Scene, so that none of them can say of a duty what another does
not. Nobody else joins bindings, clocks, history and calendars.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from cadence.core import (
    OWED,
    Advise,
    Binding,
    Cadence,
    History,
    Occurrence,
    Pack,
    PeriodicDeadline,
    Policy,
    Rule,
    Span,
    Status,
    Window,
    day_of_moment,
    unreviewed_words,
)
from cadence.occurrences.asked import Asked
from cadence.occurrences.clocks import Clock, clock_occurrences, owners_of, windows_of
from cadence.occurrences.event_chains import ClockGround
from cadence.occurrences.expand import Run, expand, occurrences, runs
from cadence.occurrences.judge import Judged, Judgement, Untold, check, judge, reaches
from cadence.occurrences.marks import Standings
from cadence.occurrences.stamps import AskedOfEach, asked_of_each, stamped
from cadence.rules import Roster

BEFORE = dt.timedelta(days=2 * 366)  # a deadline may lie before its document's own date
UNSETTLED: frozenset[Status] = frozenset({"overdue", "claimed"})  # still to be seen to
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True, eq=False)  # without slots: what is derived is kept beside
class Scene:
    """One place, or what a filter leaves of it, dated and judged at a moment.

    Attributes:
        asked: the days, and the unit or pack that is listed alone.
        as_of: the moment judged from, with its zone.
        ground: what clocks are found in, the history among it.
        packs: of the place, those of their rules begun that waited for a recorded event.
        bindings: of all its packs and in every role, whatever is asked.
        clocks: that recorded events started by its rules.
    """

    asked: Asked
    as_of: dt.datetime
    roster: Roster
    policy: Policy
    advise: Advise
    ground: ClockGround
    packs: tuple[Pack, ...]
    bindings: tuple[Binding, ...]
    clocks: tuple[Clock, ...]

    @property
    def span(self) -> Span:
        """Return the days asked about."""
        return self.asked.span

    @property
    def history(self) -> History:
        """Return what the ledger knows."""
        return self.ground.history

    @property
    def unreviewed(self) -> tuple[Pack, ...]:
        """Return the packs that bind here and were to be checked again before this day."""
        today = day_of_moment(self.as_of)
        return tuple(
            each
            for each in self.packs
            if each.document.review_by and each.document.review_by < today
        )

    @property
    def notices(self) -> tuple[str, ...]:
        """Say in Chinese of which documents the rules are past their review."""
        documents = (each.document for each in self.unreviewed)
        return tuple(unreviewed_words(each.name, each.review_by) for each in documents)

    @cached_property
    def owed(self) -> tuple[Binding, ...]:
        """Return who owes what is listed: of the unit and pack asked about, and no bars."""
        return tuple(
            each
            for each in self.bindings
            if each.role in OWED and each.rule.force == "must" and self.is_listed(each)
        )

    @cached_property
    def seen_to(self) -> frozenset[str]:
        """Return the keys of the rules that somebody leads or assists, or has a clock of."""
        led = {each.rule.key for each in self.bindings if each.role not in OWED}
        return frozenset(led | {each.rule.key for each in self.clocks})

    def is_listed(self, binding: Binding) -> bool:
        """Tell whether somebody's rule is of the unit and the pack asked about."""
        asked, unit = self.asked, binding.unit
        own = {unit.key, f"{unit.place}/{unit.of}"}
        return asked.pack in {None, binding.rule.pack} and (
            asked.unit is None or bool(own & asked.keys)
        )

    def windows(self, rule: Rule) -> tuple[Window, ...]:
        """Date a rule by the calendar: what falls due within the span, and what runs on past it."""
        key = rule.key  # the rule itself is slow to hash
        if key not in self._windows:
            self._windows[key] = expand(rule, self.span, self.advise, running=True)
        return self._windows[key]

    def windows_of(self, binding: Binding) -> tuple[Window, ...]:
        """Return a rule's windows for one unit, as its calendar and pages show them.

        Those that events started are among them, and those of before the span that are carried
        over: what is missed stays shown in a new year.
        """
        key = (binding.rule.key, binding.unit.key)
        carried = self._carried.get(key if binding.role in OWED else (key[0], ""), ())
        return (*carried, *self.windows(binding.rule), *self._started.get(key, ()))

    def all_windows(self, rule: Rule) -> tuple[Window, ...]:
        """Return a rule's windows, whosever they are."""
        started = (
            each
            for (key, _unit), found in self._started.items()
            for each in found
            if key == rule.key
        )
        return tuple(dict.fromkeys((*self.windows(rule), *started)))

    def occurrences(self) -> Iterator[Occurrence]:
        """Yield what falls due within the days asked about, pack by pack."""
        for pack, bindings in self._by_pack():
            yield from occurrences(bindings, self.span, self.advise)
            yield from self._clock_occurrences(pack)

    def runs(self) -> Iterator[Run]:
        """Yield the same without taking it apart: each binding with its windows."""
        for pack, bindings in self._by_pack():
            yield from runs(bindings, self.span, self.advise)
            started = self._clock_occurrences(pack)
            yield from ((each.binding, (each.window,)) for each in started)

    def _by_pack(self) -> Iterator[tuple[str, list[Binding]]]:
        """Yield the packs asked about by name, with whom they bind of those asked about."""
        by_pack: dict[str, list[Binding]] = {}
        for binding in self.bindings:
            if self.is_listed(binding):
                by_pack.setdefault(binding.rule.pack, []).append(binding)
        for pack in self.packs:
            if self.asked.pack in {None, pack.name}:
                yield pack.name, by_pack.get(pack.name, [])

    def clock_occurrences(self) -> Iterator[Occurrence]:
        """Yield what recorded events have fall due within the days asked about, pack by pack."""
        for pack in self.packs:
            if self.asked.pack in {None, pack.name}:
                yield from self._clock_occurrences(pack.name)

    def check(self, found: Iterable[Occurrence]) -> Iterator[Judged]:
        """Say how occurrences of this place stand, in their order."""
        untold = self.untold.setdefault(self.as_of, {})
        return check(found, self.history, lambda _place: self.policy, self.as_of, untold)

    def judgement(self, occurrence: Occurrence) -> Judgement:
        """Say how one occurrence of this place stands."""
        rule, past = occurrence.binding.rule, self.history.of(occurrence)
        return judge(rule, occurrence.window, past, self.policy, self.as_of)

    def stream(self) -> Iterator[Judged]:
        """Yield what falls due within the days asked about, and how it stands, keeping nothing."""
        return self.check(self.occurrences())

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Return the same, kept for all who ask again."""
        return tuple(self.stream())

    @property
    def whole(self) -> "Scene":
        """Return the place with all its units and packs, over the same days."""
        is_whole = self.asked.unit is None and self.asked.pack is None
        return self if is_whole else self.over(self.span)

    def earlier(self, first: dt.date | None = None) -> Iterator[Judged]:
        """Yield what fell due before the days asked about: a miss outlives the year.

        Args:
            first: the day from which repeated duties are looked at (None: from their beginning).
        """
        yield from self.check(
            Occurrence(binding=each, window=one)
            for each in self.owed
            for one in self.earlier_windows(each.rule, first)
        )
        yield from self.check(self.earlier_clocks())

    def earlier_windows(self, rule: Rule, first: dt.date | None = None) -> tuple[Window, ...]:
        """Date a rule by the calendar before the days asked about; see earlier."""
        key = (rule.key, first)
        if key not in self._dated_before:
            repeated, days = isinstance(rule.timing, Cadence | PeriodicDeadline), self._before
            begins = max(days.first, first) if first and repeated else days.first
            found = (
                expand(rule, Span(begins, days.last), self.advise) if begins <= days.last else ()
            )
            self._dated_before[key] = tuple(found)
        return self._dated_before[key]

    def earlier_clocks(self) -> Iterator[Occurrence]:
        """Yield what recorded events had fall due before the days asked about."""
        found = clock_occurrences(self.clocks, self._before)
        return (each for each in found if self.is_listed(each.binding))

    @cached_property
    def _before(self) -> Span:
        """Return all days before those asked about on which anything can have fallen due."""
        begins = min((each.document.effective for each in self.packs), default=self.span.first)
        return Span(min(begins - BEFORE, self.span.first - A_DAY), self.span.first - A_DAY)

    def unsettled_before(self) -> Iterator[Judged]:
        """Yield what fell due before the days asked about and is overdue, or lacks its evidence."""
        return iter(self._unsettled)

    @cached_property
    def _unsettled(self) -> tuple[Judged, ...]:
        return tuple(each for each in self.earlier() if each.judgement.status in UNSETTLED)

    @cached_property
    def carried(self) -> tuple[Judged, ...]:
        """Return what fell due before the days asked about and is not over with them.

        It is overdue, or was given until a later day, or was settled only within these days.
        """
        return tuple(each for each in self.earlier() if reaches(each.judgement, self.span.first))

    @cached_property
    def standings(self) -> Standings:
        """Return how every binding of the place stands, as calendars and pages mark it."""
        return Standings(
            self.bindings, self.history, self.policy, self.as_of, owners_of(self.clocks)
        )

    @cached_property
    def stamps(self) -> dict[str, str]:
        """Stamp every reader, for its feed and its table alike; see stamps.stamped."""
        return stamped(self.roster.units, self._asked_of_each, self.history.pasts)

    @cached_property
    def _asked_of_each(self) -> AskedOfEach:
        return asked_of_each(self.bindings, self.clocks, self.advise)

    def over(self, span: Span) -> "Scene":
        """Return the same place over other days, whole."""
        return replace(self, asked=Asked(span=span, place=self.asked.place))

    @cached_property
    def untold(self) -> dict[dt.datetime, Untold]:
        """Keep how windows stand of which nothing is known, by the moment judged from."""
        return {}

    @cached_property
    def _windows(self) -> dict[str, tuple[Window, ...]]:
        return {}

    @cached_property
    def _dated_before(self) -> dict[tuple[str, dt.date | None], tuple[Window, ...]]:
        return {}

    @cached_property
    def _carried(self) -> Mapping[tuple[str, str], tuple[Window, ...]]:
        """Gather the windows that are carried over, by rule and unit, and of all units under ""."""
        found: dict[tuple[str, str], dict[Window, None]] = {}
        for each in self.whole.carried:
            binding, window = each.occurrence.binding, each.occurrence.window
            for unit in (binding.unit.key, ""):
                found.setdefault((binding.rule.key, unit), {})[window] = None
        return {key: tuple(windows) for key, windows in found.items()}

    @cached_property
    def _started(self) -> Mapping[tuple[str, str], tuple[Window, ...]]:
        return windows_of(self.clocks, self.span)

    def _clock_occurrences(self, pack: str) -> Iterator[Occurrence]:
        own = (each for each in self.clocks if each.rule.pack == pack)
        return (each for each in clock_occurrences(own, self.span) if self.is_listed(each.binding))
