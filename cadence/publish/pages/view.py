"""Scene → PlaceView: what the pages of one place show. Pure."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from urllib.parse import quote

from cadence.core import (
    KINDS,
    OWED,
    ROLES,
    SATURDAY,
    SHANGHAI,
    STATUSES,
    Advise,
    Binding,
    Occurrence,
    Phase,
    Rule,
    Season,
    Span,
    Standing,
    Threshold,
    Trigger,
    Unit,
    Window,
    feed_address,
    feed_path,
    is_open,
    observance_of,
    page_path,
    register_path,
    webcal,
)
from cadence.occurrences import Judgement, Mark, Scene, readers
from cadence.publish.pages.nouns import (
    Addresses,
    Days,
    Facts,
    Line,
    Link,
    PlaceView,
    Undated,
    UnitView,
)
from cadence.reports import status_cell, when

NONE_DUE = "所列日期内没有到期"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where the pages of a place lead.

    Attributes:
        private: calendars need an address of the unit's own, which no page may show.
        links: to the place's tables; own_links: to a unit's own lists.
    """

    private: bool = False
    links: tuple[Link, ...] = ()
    own_links: Callable[[Unit], tuple[Link, ...]] = lambda _unit: ()


def view_place(scene: Scene, ways: Ways) -> PlaceView:
    """Return what the pages of one place show; they name the day judged from, no hour."""
    roster = scene.roster
    seen: dict[str, list[Binding]] = {}
    for binding in scene.bindings:
        for unit_id in readers(binding):
            seen.setdefault(unit_id, []).append(binding)
    drawer = _Drawer(scene)
    days = find_days(scene.span, scene.advise)
    by_id = {unit.id: unit for unit in roster.units}
    return PlaceView(
        place=roster.place,
        name=roster.name,
        office=roster.office,
        links=ways.links,
        units=tuple(
            UnitView(
                place_name=roster.name,
                office=roster.office,
                unit=unit,
                body=by_id.get(unit.of) if unit.of else None,
                posts=tuple(each for each in roster.units if each.of == unit.id),
                addresses=addresses(unit, scene.policy.address, private=ways.private),
                span=scene.span,
                today=scene.as_of.astimezone(SHANGHAI).date(),
                days=days,
                lines=lines,
                links=(*ways.own_links(unit), *ways.links),
                undated=undated,
                stamp=scene.stamps[unit.id],
            )
            for unit in roster.units
            for lines, undated in (drawer.drawn(unit, seen.get(unit.id, ())),)
        ),
    )


def addresses(unit: Unit, address: str, *, private: bool = False) -> Addresses:
    """Return where a unit's feed and page are published.

    Raises:
        CadenceError: the feed's address is longer than calendars take.
    """
    feed = feed_address(address, unit.place, unit.id)
    host = address.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return Addresses(
        feed=feed,
        webcal=webcal(feed),
        page=f"{address}{page_name(unit)}",
        file=feed_path(unit.place, unit.id),
        private=private,
        local=host.partition(":")[0] in {"localhost", "127.0.0.1"} or host.startswith("[::1]"),
    )


def page_name(unit: Unit) -> str:
    """Return the path of a unit's page under out/."""
    return page_path(unit.place, unit.id)


def find_days(span: Span, advise: Advise) -> Days:
    """Find the weekdays off, the weekend days worked and the unannounced years of whole months."""
    off, worked, unknown = [], [], []
    for number in range(span.first.replace(day=1).toordinal(), span.last.toordinal() + 31):
        day = date.fromordinal(number)
        advised = advise(day).day
        is_weekend = day.weekday() >= SATURDAY
        if advised is None:
            unknown.append(day.year)
        elif advised != day and not is_weekend:
            off.append(day)
        elif advised == day and is_weekend:
            worked.append(day)
    return Days(off=tuple(off), worked=tuple(worked), unknown=tuple(dict.fromkeys(unknown)))


class _Drawer:
    """Draws lines; what a rule says of one window is put together once for all units."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._people_of: dict[str, Facts] = {}
        self._steps = cache(_steps)

    def drawn(
        self, unit: Unit, bindings: Iterable[Binding]
    ) -> tuple[tuple[Line, ...], tuple[Undated, ...]]:
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
        return Undated(
            act=rule.act,
            whose=_whose(unit, binding),
            role=_role(binding),
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
            self._people_of[rule.key] = _people(rule)
        return self._people_of[rule.key]

    def _line(self, unit: Unit, binding: Binding, window: Window) -> Line:
        rule, occurrence = binding.rule, Occurrence(binding=binding, window=window)
        status, state, due, more = self._stands(occurrence)
        closes = window.closes
        return Line(
            key=_key(occurrence.id, binding.role),
            rule=rule.key,
            act=rule.act,
            note=f"（第{window.nth}次，共{window.of}次）" if window.of > 1 else "",
            whose=_whose(unit, binding),
            role=_role(binding),
            day=due or window.start,
            start=window.start,
            due=due,
            minute=f"{closes:%H:%M}" if closes and due == closes.date() else "",
            status=status,
            state=state,
            source=rule.document.name,
            clause=rule.clause,
            register=register_way(rule),
            facts=(
                *self._steps(window.trace),
                *self._people(rule),
                *more,
                ("编号", _number(occurrence)),
            ),
            is_span=isinstance(rule.timing, Phase | Season) or rule.force != "must",
        )

    def _stands(self, occurrence: Occurrence) -> tuple[str, str, date | None, Facts]:
        """Return status, state in words, the due day that counts, and what proves it."""
        binding, window = occurrence.binding, occurrence.window
        if binding.rule.force != "must":
            return "", "不得" if binding.rule.force == "must_not" else "期间", window.due, ()
        if binding.role not in OWED:
            mark = self._scene.standings.mark((binding,), window)
            return mark.status if mark else "", _mark_words(mark), window.due, ()
        found = self._scene.judgement(occurrence)
        return found.status, status_cell(_by_days(found)), found.due, _proof(found)


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
    more = (("事后批准", words) for words in judgement.past.belated_lines)
    refused = (("拒绝", words) for words in judgement.past.refusal_lines)
    return (*((name, words) for name, words in said if words), *more, *refused)


def _mark_words(mark: Mark | None) -> str:
    if mark is None:
        return ""
    of_many = f"（{mark.owed}个单位已完成{mark.fulfilled}个）" if mark.owed else ""
    return f"{STATUSES[mark.status]}{of_many}"


def _steps(trace: tuple[str, ...]) -> Facts:
    """Part the lines of a trace into names and words."""
    parted = (line.partition("：") for line in trace)
    return tuple((name, words) for name, _colon, words in parted)


def _people(rule: Rule) -> Facts:
    said = (
        ("责任主体", "、".join(rule.bodies)),
        ("牵头", "、".join(rule.lead)),
        ("配合", "、".join(rule.assist)),
        ("监管对象", "、".join(rule.outside)),
        ("条件", rule.condition),
        ("佐证", rule.evidence),
    )
    return tuple((name, words) for name, words in said if words)


def register_way(rule: Rule) -> str:
    """Return the way from out/ to a rule's row in the register of its document."""
    return f"{quote(register_path(rule.pack))}#{rule.id}"


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


def _by_day(line: Line) -> tuple[date, date, str]:
    return line.day, line.start, line.key
