"""Conflicts → Lines: what a person reads instead of a thousand findings, the detail behind each.

Findings of one code about the same thing stand in one line, whoever they concern and whenever. A
crowded day or week is one line, whoever is crowded by what, and all ends of months are one.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cadence.conflicts.find.nouns import Conflict, Severity
from cadence.conflicts.tell.advice import advice, decision
from cadence.conflicts.tell.messages import message
from cadence.conflicts.tell.phrases import counted, named
from cadence.core import (
    CONFLICTS,
    Cadence,
    PeriodicDeadline,
    Rule,
    Unit,
    day_words,
    is_mergeable,
    period_words,
)

MONTHLY, WEEKLY = 3, 4  # from how many days on a rhythm is named
NAMED = 4
FIRST_SHORTEST = 28  # the first day that may end a month
SEVERITY_ORDER = ("error", "warning", "info")
Groups = Mapping[frozenset[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One day of a line: when, who, what and the way out, as text."""

    when: str
    who: str
    what: str
    advice: str
    clauses: tuple[str, ...]
    day: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """Findings that are one thing to a reader.

    Attributes:
        decide: what somebody has to decide about it, if anything.
        count: how many findings it stands for.
    """

    code: str
    severity: Severity
    who: str
    when: str
    what: str
    advice: str
    decide: str
    clauses: tuple[str, ...]
    count: int
    details: tuple[Detail, ...]


@dataclass(slots=True)
class _Pile:
    """The findings of one line while they are gathered."""

    units: dict[str, Unit] = field(default_factory=dict)
    days: dict[tuple[object, ...], tuple[Conflict, dict[str, Unit]]] = field(default_factory=dict)
    count: int = 0

    def add(self, conflict: Conflict) -> None:
        """Take in one finding."""
        key: tuple[object, ...] = tuple(map(id, conflict.rules))
        if conflict.code == "double_booked":
            key = tuple(each.id for each in conflict.demands)
        key = (conflict.day, conflict.scope, *key)
        units = self.days.setdefault(key, (conflict, {}))[1]
        concerned = {each.key: each for each in conflict.units}
        units |= concerned
        self.units |= concerned
        self.count += 1 if conflict.told_once else len(concerned) or 1


def lines(conflicts: Iterable[Conflict], groups: Groups) -> tuple[FindingLine, ...]:
    """Gather findings into lines, the gravest first.

    Args:
        conflicts: in any order.
        groups: names of groups by the keys of all their members.
    """
    piles: dict[tuple[object, ...], _Pile] = {}
    for each in conflicts:
        piles.setdefault((each.code, *_about(each)), _Pile()).add(each)
    found = [_line(pile, groups) for pile in piles.values()]
    return tuple(sorted(found, key=_order))


def names(units: Iterable[Unit], groups: Groups) -> str:
    """Name units: whole groups by their name, a few by their own, the rest counted."""
    left = {each.key: each for each in units}
    shown = []
    for members, name in sorted(groups.items(), key=lambda each: -len(each[0])):
        if len(members) > 1 and members <= left.keys():
            shown.append(f"{name}（{len(members)}个）")
            left = {key: each for key, each in left.items() if key not in members}
    own = [each.name for each in left.values()]
    rest = f"等{len(own)}个单位" if len(own) > NAMED else ""
    return "、".join((*shown, *own[:NAMED])) + rest


def _about(conflict: Conflict) -> tuple[object, ...]:
    """Return what tells apart the lines of one code."""
    first = conflict.rules[0]
    match conflict.code:
        case "due_on_day_off":
            period = getattr(first.timing, "period", None)
            return (period,) if period else (conflict.day,)
        case "short_notice" | "already_past":
            return first.pack, conflict.day
        case "undated":
            return (first.pack,)
        case "double_booked":
            return conflict.scope, conflict.day, *sorted(each.key for each in conflict.rules)
        case "overload":
            return (_heap(conflict),)
        case _:
            return tuple(sorted(each.key for each in conflict.rules))


def _heap(conflict: Conflict) -> object:
    """Return what tells one heap of duties from another: the end of months, or the day or week."""
    first, last = conflict.day, conflict.until
    if first is None or last is None:
        return first
    span = (dt.date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
    return "" if any(map(_ends_month, span)) else (first, last)


def _order(line: FindingLine) -> tuple[int, int, str, str]:
    codes = tuple(CONFLICTS)
    return SEVERITY_ORDER.index(line.severity), codes.index(line.code), line.when, line.who


def _line(pile: _Pile, groups: Groups) -> FindingLine:
    ordered = sorted(
        pile.days.values(), key=lambda each: (each[0].day or dt.date.min, each[0].scope)
    )
    samples = [conflict for conflict, _units in ordered]
    first = samples[0]
    rules = tuple({each.key: each for one in samples for each in one.rules}.values())
    alone = len(samples) == 1
    return FindingLine(
        code=first.code,
        severity=first.severity,
        who=names(pile.units.values(), groups),
        when=when(tuple(dict.fromkeys(each.day for each in samples if each.day))),
        what=message(first) if alone else _what(samples, rules, groups),
        advice=advice(first) if alone else _way_out(samples, rules),
        decide=decision(first),
        clauses=_clauses(rules),
        count=pile.count,
        details=tuple(
            Detail(
                when=day_words(conflict.day) if conflict.day else "",
                who=names(units.values(), groups),
                what=message(conflict),
                advice=advice(conflict),
                clauses=_clauses(conflict.rules),
                day=conflict.day,
            )
            for conflict, units in ordered
        ),
    )


def _clauses(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Cite each document once, with its clauses."""
    found: dict[str, dict[str, None]] = {}
    for each in rules:
        found.setdefault(each.document.name, {})[each.clause] = None
    return tuple(f"{document} {'、'.join(clauses)}" for document, clauses in found.items())


def when(days: tuple[dt.date, ...]) -> str:
    """Say on which days, by their rhythm where they have one."""
    if len(days) >= MONTHLY and all(_ends_month(day) for day in days):
        return f"{days[0]:%Y-%m}至{days[-1]:%Y-%m}的月末，共{len(days)}日"
    if len(days) >= WEEKLY and len({day.weekday() for day in days}) == 1:
        return f"{days[0]}至{days[-1]}的{day_words(days[0])[-3:-1]}，共{len(days)}日"
    shown = "、".join(day.isoformat() for day in days[:NAMED])
    return f"{shown}等{len(days)}日" if len(days) > NAMED else shown


def _ends_month(day: dt.date) -> bool:
    return day.day >= FIRST_SHORTEST and (day + dt.timedelta(days=1)).day == 1


def _what(samples: list[Conflict], rules: tuple[Rule, ...], groups: Groups) -> str:
    """Say what the findings of a line have in common."""
    first = samples[0]
    match first.code:
        case "due_on_day_off":
            return f"{_rhythm(rules[0])}的任务截止日休息，涉及{len(rules)}项：{named(rules)}"
        case "overload":
            most = max(samples, key=lambda each: (each.scope == "day", each.count))
            crowded = {each.day for each in samples if each.scope == most.scope}
            often = f"{len(crowded)}{'天' if most.scope == 'day' else '周'}"
            whose = names(most.units, groups)
            top = f"{whose}{most.day}{'当日' if most.scope == 'day' else '起一周'}{counted(most)}"
            return f"有{often}到期超过{most.number}项，最多的是{top}：{named(most.rules)}"
        case "undated":
            return f"有{len(rules)}项任务原文未定频次或日期：{named(rules)}"
        case "short_notice":
            return f"{named(rules)}距发文仅{first.number}日"
        case "already_past":
            return f"{named(rules)}的时限早于发文{first.number}日"
        case "no_working_day":
            return f"{named(rules)}有{len(samples)}期没有工作日"
        case "double_booked":
            day = day_words(first.day) if first.day else ""
            return f"“{first.scope}”{day}有{len(samples) + 1}个会撞在一起：{named(rules)}"
        case _:
            return message(first)


def _way_out(samples: list[Conflict], rules: tuple[Rule, ...]) -> str:
    match samples[0].code:
        case "due_on_day_off":
            return "按截止日前最后一个工作日完成，各日见明细"
        case "overload":
            if not any(each.days for each in samples):
                return advice(samples[-1])
            return "在各自期限内提前错开，各日可用的空闲工作日见明细"
        case "duplicate" if not all(map(is_mergeable, rules)):
            return advice(samples[0])
        case "duplicate":
            most = max(samples, key=lambda each: each.number)
            term = "一年" if most.scope == "year" else "本期"
            clauses = "、".join(dict.fromkeys(each.clause for each in rules))
            return (
                f"可每期合办一次，同时落实{clauses}各条，每个单位{term}可少{most.number}次；"
                "须由人确认，写入 policy.yaml 的 merges"
            )
        case _:
            return advice(samples[0])


def _rhythm(rule: Rule) -> str:
    if isinstance(rule.timing, Cadence | PeriodicDeadline):
        return period_words(rule.timing.period)
    return "限期"
