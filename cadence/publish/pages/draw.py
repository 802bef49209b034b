"""Bindings of a scene → the lines of a reader's page: dated, judged, each with its trace. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from cadence.core import (
    KINDS,
    OWED,
    ROLES,
    SHANGHAI,
    STATUSES,
    Binding,
    Choice,
    Happening,
    Occurrence,
    Phase,
    Rule,
    Season,
    Standing,
    Threshold,
    Trigger,
    Unit,
    Window,
    day_of_moment,
    is_open,
    observance_of,
)
from cadence.occurrences import Judgement, Mark, Scene, moment_words, said_beside
from cadence.publish.pages.nouns import (
    DutyLine,
    Facts,
    Undated,
)
from cadence.publish.pages.traces import Traces, register_way, steps_of
from cadence.reports import status_cell, when

NONE_DUE = "所列日期内没有到期"


class Drawer:
    """Draws lines; what a rule says of one window is put together once for all units."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._people_of: dict[str, Facts] = {}
        self._undated_of: dict[str, Undated] = {}
        self._names = {each.key: each.name for each in scene.roster.units}
        self._today = day_of_moment(scene.as_of)
        self.traces = Traces(scene.roster.place)
        self._events: dict[tuple[str, str], dict[str, None]] = {}
        for clock in scene.clocks:
            if clock.window:
                known = self._events.setdefault((clock.rule.key, clock.window.tag), {})
                known[_event_words(clock.happening, clock.subject)] = None

    def drawn(
        self, unit: Unit, bindings: Iterable[Binding]
    ) -> tuple[tuple[DutyLine, ...], tuple[Undated, ...]]:
        """Return the duties of a unit's page: those with dates, by day, and those without."""
        lines, undated = [], []
        for binding in bindings:
            windows = self._scene.windows_of(binding)
            lines += [self._line(unit, binding, window) for window in windows]
            if not windows or _waits(binding.rule):
                undated.append(self._undated(unit, binding))
        return tuple(sorted(lines, key=_by_day)), tuple(undated)

    def _undated(self, unit: Unit, binding: Binding) -> Undated:
        rule = binding.rule
        if rule.key not in self._undated_of:
            self._undated_of[rule.key] = self._undated_rule(rule)
        known = self._undated_of[rule.key]
        return Undated(  # in half the time of replace: a build makes some ten thousand
            key=_key(f"{rule.key}@{binding.unit.key}", binding.role),
            kind=known.kind,
            act=known.act,
            whose=_whose(unit, binding),
            role=_role(binding),
            why=known.why,
            when=known.when,
            source=known.source,
            clause=known.clause,
            register=known.register,
            facts=known.facts,
        )

    def _undated_rule(self, rule: Rule) -> Undated:
        """Say what a duty without a date says on every unit's page."""
        return Undated(
            key="",
            kind=rule.category,
            act=rule.act,
            whose="",
            role="",
            why=_why(rule),
            when=when(rule),
            source=rule.document.name,
            clause=rule.clause,
            register=register_way(rule),
            facts=(("原文", "，".join(f"“{each}”" for each in rule.quotes)), *self._people(rule)),
        )

    def _people(self, rule: Rule) -> Facts:
        """Say whom a rule concerns, once for all units."""
        if rule.key not in self._people_of:
            self._people_of[rule.key] = said_beside(rule)
        return self._people_of[rule.key]

    def _line(self, unit: Unit, binding: Binding, window: Window) -> DutyLine:
        rule, occurrence = binding.rule, Occurrence(binding=binding, window=window)
        status, state, due, more, late_from = self._stands(occurrence)
        progress = self._progress(binding, window)
        choice = self._choice(occurrence)
        event = "；".join(self._events.get((rule.key, window.tag), ()))
        own = (*_said(event, progress, self._meeting_words(choice)), *more)
        people = self._people(rule)
        return DutyLine(
            key=_key(occurrence.id, binding.role),
            rule=rule.key,
            act=rule.act,
            note=f"（第{window.nth}次，共{window.of}次）" if window.of > 1 else "",
            whose=_whose(unit, binding),
            role=_role(binding),
            day=due or window.start,
            start=window.start,
            due=due,
            minute=_minute(window, due),
            status=status,
            state=state,
            source=rule.document.name,
            clause=rule.clause,
            register=register_way(rule),
            facts=(*steps_of(window.trace), *people, *own, ("编号", _number(occurrence))),
            is_span=isinstance(rule.timing, Phase | Season) or rule.force != "must",
            kind=rule.category,
            meeting=_meeting(choice),
            where=(choice.where or "") if choice else "",
            chair=self._names.get(choice.chair or "", "") if choice else "",
            event=event,
            progress=progress,
            late_from=late_from,
            own=own,
            trace=self.traces.way(rule, window, people),
        )

    def _progress(self, binding: Binding, window: Window) -> str:
        """Say how many have done what a reader leads and who has not, once it has begun."""
        if _owes(binding) or binding.rule.force != "must" or window.start > self._today:
            return ""
        return _progress_words(*self._scene.standings.progress((binding,), window))

    def _choice(self, occurrence: Occurrence) -> Choice | None:
        """Return the day that the office set for what a reader owes."""
        owes = _owes(occurrence.binding)
        choice = self._scene.history.of(occurrence).choice if owes else None
        return choice if choice and choice.at else None

    def _meeting_words(self, choice: Choice | None) -> str:
        if choice is None or choice.at is None:
            return ""
        chair = f"{self._names[choice.chair]}主持" if choice.chair in self._names else ""
        said = (moment_words(choice.at), choice.where, chair)
        return "，".join(each for each in said if each)

    def _stands(self, occurrence: Occurrence) -> tuple[str, str, date | None, Facts, date | None]:
        """Return status, state in words, due day that counts, what proves it, late_from."""
        binding, window = occurrence.binding, occurrence.window
        if binding.rule.force != "must":
            return "", "不得" if binding.rule.force == "must_not" else "期间", window.due, (), None
        if binding.role not in OWED:
            mark = self._scene.standings.mark((binding,), window)
            return (
                mark.status if mark else "",
                _mark_words(mark),
                window.due,
                (),
                self._late_from(mark),
            )
        found = self._scene.judgement(occurrence)
        return found.status, status_cell(_by_days(found)), found.due, _proof(found), None

    def _late_from(self, mark: Mark | None) -> date | None:
        days = mark.days_late if mark and mark.status == "overdue" else None
        return self._today - timedelta(days) if days else None


def _by_days(judgement: Judgement) -> Judgement:
    """Leave out the minutes that a clock is over by: a page is of a day."""
    undone = judgement.past.done is None
    return replace(judgement, late_by=None) if undone else judgement


def _proof(judgement: Judgement) -> Facts:
    done, waiver, extension = judgement.past.done, judgement.past.waiver, judgement.past.extension
    said = (
        ("完成依据", done.evidence if done else None),
        ("免办依据", f"{waiver.document}（{waiver.by}）" if waiver else None),
        ("延期依据", f"{extension.document}（{extension.by}）" if extension else None),
    )
    past = judgement.past
    more = (("事后批准", words) for words in past.belated_lines)
    refused = (("拒绝", words) for words in past.refusal_lines)
    pressed = (("督办", each.line) for each in past.slips)
    reached = (("全覆盖", words) for words in past.coverage_lines)
    told = ((name, words) for name, words in said if words)
    return (*told, *reached, *more, *refused, *pressed)


def _mark_words(mark: Mark | None) -> str:
    if mark is None:
        return ""
    of_many = f"（完成{mark.fulfilled}/{mark.owed}）" if mark.owed else ""
    return f"{STATUSES[mark.status]}{of_many}"


def _said(event: str, progress: str, meeting: str) -> Facts:
    said = (("起因", event), ("进度", progress), ("定于", meeting))
    return tuple((name, words) for name, words in said if words)


def _minute(window: Window, due: date | None) -> str:
    closes = window.closes
    return f"{closes:%H:%M}" if closes and due == closes.date() else ""


def _meeting(choice: Choice | None) -> str:
    at = choice.at if choice else None
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _progress_words(done: int, behind: tuple[str, ...]) -> str:
    """Say of what one leads who is behind; nothing where nobody is."""
    return f"完成{done}/{done + len(behind)}，未完成：{'、'.join(behind)}" if behind else ""


def _event_words(happening: Happening, subject: Unit) -> str:
    event = happening.event
    note = f"：{event.note}" if event.note else ""
    return f"第{happening.first}号{event.name}{note}（{subject.name}，{moment_words(event.at)}）"


def _owes(binding: Binding) -> bool:
    return binding.role in OWED


def _waits(rule: Rule) -> bool:
    """Tell whether a rule waits for something that somebody records."""
    timing = rule.timing
    is_observed = isinstance(timing, Trigger) and (rule.spans or observance_of(timing.event))
    return isinstance(timing, Trigger | Threshold) and not is_observed


def _why(rule: Rule) -> str:
    if is_open(rule):
        return KINDS["unspecified"]
    waits = isinstance(rule.timing, Standing | Threshold | Trigger)
    return KINDS[rule.timing.kind] if waits else NONE_DUE


def _whose(unit: Unit, binding: Binding) -> str:
    return binding.unit.name if binding.unit.id != unit.id else ""


def _role(binding: Binding) -> str:
    return ROLES[binding.role] if binding.role != "owner" else ""


def _number(occurrence: Occurrence) -> str:
    """Return the occurrence's id; of what a reader does not owe, the part that all owners share."""
    owed = occurrence.binding.role in OWED and occurrence.binding.rule.force == "must"
    return occurrence.id if owed else occurrence.id.rpartition("@")[0]


def _key(identifier: str, role: str) -> str:
    return "d" + hashlib.sha256(f"{role}:{identifier}".encode()).hexdigest()[:12]


def _by_day(line: DutyLine) -> tuple[date, date, str]:
    return line.day, line.start, line.key
