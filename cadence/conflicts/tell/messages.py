"""Conflict → Finding: what collides, in Chinese, both clauses cited."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.nouns import Conflict
from cadence.conflicts.tell.advice import advice
from cadence.conflicts.tell.phrases import counted, from_until, named, quoted
from cadence.core import Finding, Rule, Unit, day_words, timing_words
from cadence.occurrences import left_open

WAITS = {
    "words": "依其原文字句须在{}之后办理",
    "kind": "按年度工作先签责任书、再考核、后述职的次序应在{}之后",
}


def findings(conflict: Conflict) -> Iterator[Finding]:
    """Write a conflict out in the shape that others rely on, once for each unit.

    What a statute leaves open is told once, with the units beside it.
    """
    said, advised = message(conflict), advice(conflict)
    rules = dict.fromkeys((each.pack, each.clause) for each in conflict.rules)
    clauses = tuple(map(":".join, rules))
    several = conflict.told_once and len(conflict.units) > 1
    for unit in (None,) if several else conflict.units or (None,):
        yield Finding(
            code=conflict.code,
            severity=conflict.severity,
            message=said,
            advice=advised,
            date=conflict.day,
            unit=unit.id if unit else None,
            occurrences=tuple(_ids(conflict, unit)),
            clauses=clauses,
            units=tuple(each.id for each in conflict.units) if several else (),
        )


def _ids(conflict: Conflict, unit: Unit | None) -> Iterator[str]:
    """Name the unit's own occurrences; what it does not owe itself, those of all who do."""
    units, key = conflict.units, unit.key if unit else ""
    for each in conflict.demands:
        if unit is not None and (each.units is units or unit in each.units):
            yield _stem(each) + key
        else:
            yield from (each.id_for(one) for one in each.units)


@lru_cache(maxsize=8192)
def _stem(demand: Demand) -> str:
    """Return what the ids of all who owe a demand begin with."""
    return demand.id.removesuffix(demand.unit.key)


def message(conflict: Conflict) -> str:
    """Say what collides."""
    acts = named(conflict.rules)
    day = day_words(conflict.day) if conflict.day else ""
    match conflict.code:
        case "due_on_day_off":
            return f"{acts}于{day}到期，当日休息"
        case "no_working_day":
            return f"{acts}的期限（{_span(conflict)}）内没有工作日"
        case "overload":
            return f"{_when(conflict)}有{counted(conflict)}到期，超过{conflict.number}项：{acts}"
        case "duplicate":
            return f"同期有{len(conflict.rules)}项同类任务，均由本单位承担：{acts}"
        case "frequency":
            return f"同类任务在不同文件中频次不同：{_with_timing(conflict.rules)}"
        case "phase_overlap":
            return f"{acts}重叠{conflict.number}日（{from_until(conflict)}），原文如此"
        case "phase_gap":
            return f"{acts}之间空{conflict.number}日（{from_until(conflict)}），原文未作安排"
        case "short_notice":
            return f"{acts}于{day}到期，距发文仅{conflict.number}日"
        case "already_past":
            return f"{acts}于{day}到期，早于发文{conflict.number}日"
        case "sequence":
            return _sequence(conflict)
        case "plan_outside":
            return f"{acts}定在{day}，不在期限（{_lawful(conflict)}）内"
        case "plan_gone":
            return f"{acts}定在{day}，日子已过，还没有办结记录"
        case "plan_day_off":
            return f"{acts}定在{day}，当日休息"
        case "merge_apart":
            return f"已定合办的分在两个时间：{'；'.join(map(_meeting, conflict.demands))}"
        case "double_booked":
            return f"“{conflict.scope}”同时有两个会：{'；'.join(map(_meeting, conflict.demands))}"
        case _:
            return f"{acts}：{'；'.join(map(left_open, conflict.rules))}，须有人明确"


def _with_timing(rules: tuple[Rule, ...]) -> str:
    return "；".join(
        f"{quoted(each)}{timing_words(each.timing)}（{each.document.name}）" for each in rules
    )


def _span(conflict: Conflict) -> str:
    window = conflict.demands[0].window
    return f"{window.start.isoformat()}至{(window.due or window.start).isoformat()}"


def _when(conflict: Conflict) -> str:
    if conflict.scope == "week" and conflict.day and conflict.until:
        return f"同一周（{conflict.day.isoformat()}至{conflict.until.isoformat()}）"
    return f"{day_words(conflict.day)}当日" if conflict.day else ""


def _lawful(conflict: Conflict) -> str:
    first, last = conflict.days
    until = last.isoformat() if last != dt.date.max else "不限"
    return f"{first.isoformat()}至{until}"


def _sequence(conflict: Conflict) -> str:
    then, first = conflict.demands
    if then.day is None or first.day is None:
        return ""
    late = f"晚{conflict.number}日" if conflict.number else "同一天而在其后"
    must = WAITS.get(conflict.scope, "须根据{}的结果办理").format(quoted(first.rule))
    own = f"{quoted(then.rule)}（{day_words(then.day)}）{must}"
    return f"{own}，后者却在{day_words(first.day)}，{late}"


def _meeting(demand: Demand) -> str:
    choice = demand.choice
    at = f"{choice.at:%Y-%m-%d %H:%M}" if choice and choice.at else ""
    where = f"，{choice.where}" if choice and choice.where else ""
    return f"{demand.unit.name}{quoted(demand.rule)}（{at}{where}）"
