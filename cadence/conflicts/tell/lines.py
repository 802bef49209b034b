"""Conflicts → Lines: what a person reads instead of a thousand findings, the detail behind each.

Findings of one code about the same thing stand in one line, whoever they concern and whenever. A
crowded day or week is one line, whoever is crowded by what, and all ends of months are one.
"""

from collections.abc import Mapping
from functools import partial
from itertools import chain

from cadence.conflicts.find.found import Found
from cadence.conflicts.find.nouns import Conflict
from cadence.conflicts.tell.advice import advice, decision
from cadence.conflicts.tell.heaps import Heaps
from cadence.conflicts.tell.line import (
    FindingLine,
    Groups,
    Some,
    clauses_of,
    details_of,
    names,
    when,
)
from cadence.conflicts.tell.messages import message
from cadence.conflicts.tell.phrases import named
from cadence.core import (
    CONFLICTS,
    Cadence,
    PeriodicDeadline,
    Rule,
    day_words,
    is_mergeable,
    period_words,
)

SEVERITY_ORDER = ("error", "warning", "info")


def lines(found: Found, groups: Groups) -> tuple[FindingLine, ...]:
    """Gather findings into lines, the gravest first.

    Args:
        found: what collides.
        groups: names of groups by the keys of all their members.
    """
    piles: dict[tuple[object, ...], Some] = {}
    heaps = Heaps(found)
    for each in found.once.values():
        if each.code == "overload":
            heaps.add(each)
        else:
            piles.setdefault((each.code, *_about(each)), Some()).own.append(each)
    for each in found.across:
        if each.code == "overload":
            heaps.add(each)
        else:
            piles.setdefault((each.code, *_about(each)), Some()).across.append(each)
    order = found.order()
    said = chain((_line(pile, groups, order) for pile in piles.values()), heaps.lines(groups))
    return tuple(sorted(said, key=_order))


def _about(conflict: Conflict) -> tuple[object, ...]:
    """Return what tells apart the lines of one code."""
    match conflict.code:
        case "due_on_day_off":
            period = getattr(conflict.rules[0].timing, "period", None)
            return (period,) if period else (conflict.day,)
        case "short_notice" | "already_past":
            return conflict.rules[0].pack, conflict.day
        case "undated":
            return (conflict.rules[0].pack,)
        case "double_booked":
            return conflict.scope, conflict.day, *sorted(each.key for each in conflict.rules)
        case _:
            return tuple(sorted(each.key for each in conflict.rules))


def _order(line: FindingLine) -> tuple[int, int, str, str]:
    codes = tuple(CONFLICTS)
    return SEVERITY_ORDER.index(line.severity), codes.index(line.code), line.when, line.who


def _line(pile: Some, groups: Groups, order: Mapping[str, int]) -> FindingLine:
    samples = [next(iter(each)) for each in pile.by_kind()]
    first = samples[0]
    rules = {id(each): each for one in samples for each in one.rules}
    own = tuple({each.key: each for each in rules.values()}.values())
    alone = len(samples) == 1
    return FindingLine(
        code=first.code,
        severity=first.severity,
        who=names(pile.units(order), groups),
        when=when(tuple(dict.fromkeys(each.day for each in samples if each.day))),
        what=message(first) if alone else _what(samples, own),
        advice=advice(first) if alone else _way_out(samples, own),
        decide=decision(first),
        clauses=clauses_of(own),
        count=pile.count(),
        behind=partial(details_of, pile, groups, order),
    )


def _what(samples: list[Conflict], rules: tuple[Rule, ...]) -> str:
    """Say what the findings of a line have in common."""
    first = samples[0]
    match first.code:
        case "due_on_day_off":
            return f"{_rhythm(rules[0])}的任务截止日休息，涉及{len(rules)}项：{named(rules)}"
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
