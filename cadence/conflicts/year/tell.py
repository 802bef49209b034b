"""A Plan as people and programs read it: rows, JSON, what moved, what cannot be held, the load."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from cadence.conflicts.year.board import UNHELD, laid
from cadence.conflicts.year.explain import gathered, moved, reasons, unheld
from cadence.conflicts.year.nouns import HALVES, Meeting, Plan, Year, day_of, moment_of, week_of
from cadence.core import Table, day_words
from cadence.occurrences import moment_words

HEADS = ("日期", "时间", "单位", "事项", "主持", "说明")
MANY = 2  # meetings on one day


def plan_json(year: Year, plan: Plan) -> dict[str, Any]:
    """Return a plan as INTERFACES has it, with the method, the bound and what is proposed."""
    board = laid(year, plan.slots)
    meetings = []
    for number, slot in _in_order(plan):
        meeting = year.meetings[number]
        cost, said = reasons(board, number, slot)
        is_moved = meeting.was_at is not None and meeting.was != slot
        meetings.append(
            {
                "occurrences": list(meeting.ids),
                "at": _at(meeting, slot).isoformat(),
                "minutes": meeting.minutes,
                "where": meeting.where,
                "chair": _bare(meeting.chair),
                "attend": [_bare(each) for each in meeting.attend],
                "moved_from": meeting.was_at.isoformat() if is_moved and meeting.was_at else None,
                "cost": cost,
                "reasons": list(said),
                "provisional": slot // HALVES in year.provisional,
            }
        )
    return {
        "year": year.year,
        "place": year.place,
        "method": plan.method,
        "cost": plan.cost,
        "bound": plan.bound,
        "meetings": meetings,
        "unplaced": [
            {"occurrence": one, "blocked_by": list(each.blocked_by), "frees": each.frees}
            for each in unheld(year, plan)
            for one in year.meetings[each.number].ids
        ],
        "joint": [
            {"rule": rule, "occurrences": list(ids), "saves": len(ids) - 1}
            for rule, ids in proposals(year)
        ],
        "load": {"before": load(year.due), "after": load(days_of(year, plan))},
    }


def plan_table(year: Year, plan: Plan) -> Table:
    """Return a plan's meetings, the first first."""
    rows = []
    for number, slot in _in_order(plan):
        meeting = year.meetings[number]
        said = []
        if slot // HALVES in year.provisional:
            said.append("放假安排未公布，暂定")
        if meeting.was_at and meeting.was != slot:
            said.append(f"原定{moment_words(meeting.was_at)}")
        who = "、".join(map(year.name, meeting.units))
        chair = year.name(meeting.chair) if meeting.chair else ""
        time = f"{_at(meeting, slot):%H:%M}"
        rows.append((day_words(day_of(slot)), time, who, meeting.act, chair, "；".join(said)))
    return Table(HEADS, tuple(rows))


def plan_notes(year: Year, plan: Plan) -> Iterable[str]:
    """Yield what is to be said of a plan in words: how it was made, moved, unheld, proposed."""
    before, after = load(year.due), load(days_of(year, plan))
    yield _made(plan)
    held = len(plan.slots) - plan.slots.count(None)
    words = "到会{}人次；一人一周最多{}个会，一天多于2个会的有{}天"
    told = [words.format(*each.values()) for each in (before, after)]
    yield f"会议{len(plan.slots)}个，排下{held}个。"
    yield f"排前（没定日子的按最后一天算）：{told[0]}。排后：{told[1]}。"
    for each in moved(year, plan):
        yield _moved(year, year.meetings[each.number], plan.slots[each.number], each.why)
    yield from gathered(year, list(unheld(year, plan)))
    for rule, ids in proposals(year):
        act = next(each.act for each in year.meetings if each.rule == rule)
        many = len(ids)
        saved = f"{many}个单位合开一次，少开{many - 1}个会"
        yield f"可以合开：“{act}”{saved}；须原文允许，并由办公室写进“会怎么开”"


def _moved(year: Year, meeting: Meeting, slot: int | None, why: str) -> str:
    """Say of one meeting from when to when it moves, or that it cannot be held any more."""
    whose = f"{'、'.join(map(year.name, meeting.units))}“{meeting.act}”"
    was = moment_words(meeting.was_at) if meeting.was_at else ""
    if slot is None:
        return f"无法安排：{whose}（原定{was}），因{why}"
    return f"改期：{whose}由{was}改到{moment_words(_at(meeting, slot))}，因{why}"


def _made(plan: Plan) -> str:
    if plan.method == "greedy":
        return "逐个排定（没有装求解程序，不保证最优）。"
    bare = UNHELD * plan.slots.count(None)
    best = "" if plan.bound is None else f"，最优不低于{max(0, plan.bound - bare)}"
    return f"求解器排定：总代价{plan.cost - bare}{best}。"


def proposals(year: Year) -> list[tuple[str, tuple[str, ...]]]:
    """List once per rule the units that could sit together: the same window, the same leader."""
    groups: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for each in year.meetings:
        led = each.chair and each.chair not in each.units and len(each.ids) == 1
        if led and not each.apart:
            groups[each.rule, each.chair, each.first, each.last].append(each.ids[0])
    found: dict[str, tuple[str, ...]] = {}
    for (rule, *_rest), ids in groups.items():
        if len(ids) > 1:
            found.setdefault(rule, tuple(ids))
    return list(found.items())


def days_of(year: Year, plan: Plan) -> dict[str, tuple[int, ...]]:
    """Return for each unit and post the days of its meetings in a plan."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for meeting, slot in zip(year.meetings, plan.slots, strict=True):
        if slot is not None:
            for key in meeting.people:
                found[key].append(slot // HALVES)
    return {key: tuple(sorted(days)) for key, days in sorted(found.items())}


def load(days: Mapping[str, Iterable[int]]) -> dict[str, int]:
    """Count meetings by who attends: all, the most in anybody's week, days with more than two."""
    listed = {key: list(each) for key, each in days.items()}
    weeks = (Counter(map(week_of, each)).values() for each in listed.values())
    crowded = (sum(n > MANY for n in Counter(each).values()) for each in listed.values())
    return {
        "attended": sum(map(len, listed.values())),
        "most_in_week": max((max(each, default=0) for each in weeks), default=0),
        "days_over_two": sum(crowded),
    }


def _in_order(plan: Plan) -> list[tuple[int, int]]:
    placed = [(n, slot) for n, slot in enumerate(plan.slots) if slot is not None]
    return sorted(placed, key=lambda each: (each[1], each[0]))


def _at(meeting: Meeting, slot: int) -> dt.datetime:
    return meeting.was_at if meeting.was == slot and meeting.was_at else moment_of(slot)


def _bare(key: str | None) -> str | None:
    return key.rpartition("/")[2] if key else None
