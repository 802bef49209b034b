"""Why a meeting cannot be held, the least that would free it, and why one moved. In Chinese."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cadence.conflicts.year.board import (
    LAST_DAYS,
    POOR_MONTHS,
    Against,
    Timetable,
    broken,
    laid,
    month_of,
    slots_of,
)
from cadence.conflicts.year.nouns import HALVES, Plan, Year, day_of, slot_of, week_of
from cadence.core import day_words, short_day

HALF = ("上午", "下午")
# How hard it is to give way on each, by which the least change is found. Who is busy is asked last:
# that meeting would be the one without a day.
EASE = {"room": 1, "away": 2, "day": 3, "week": 3, "order": 3, "busy": 6, "off": 9}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheld:
    """A meeting without a half-day: what blocks it, the most frequent first, and what frees it.

    freed is whose absence on which day would have to end, where that alone is enough; heading is
    what several are gathered under: whom or what it fails by, and in which month.
    """

    number: int
    blocked_by: tuple[str, ...]
    frees: str
    freed: tuple[str, int] | None
    heading: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A meeting that is out and lies elsewhere now, and why."""

    number: int
    why: str


def unheld(year: Year, plan: Plan) -> Iterator[Unheld]:
    """Explain every meeting that lies nowhere; what frees one is not offered to the next again."""
    board = laid(year, plan.slots)
    freed: set[tuple[str, int]] = set()
    for number, slot in enumerate(plan.slots):
        if slot is None:
            yield _explained(board, number, freed)


def _explained(board: Timetable, number: int, freed: set[tuple[str, int]]) -> Unheld:
    year, meeting = board.year, board.year.meetings[number]
    seen: Counter[Against] = Counter()
    best: tuple[int, int, list[Against]] | None = None
    for slot in slots_of(meeting):
        found = list(board.against(number, slot))
        seen.update(found)
        known = {Against("away", key) for key, day in freed if day == slot // HALVES}
        ease = 1 + sum(EASE[each.kind] for each in found if each not in known)
        if best is None or ease < best[0]:
            best = (ease, slot, found)
    if best is None:
        first = min(meeting.first, meeting.last)
        return Unheld(
            number=number,
            blocked_by=("期限内没有可以开会的工作日",),
            frees="延长期限（cadence extend），或放开冻结的月份",
            freed=None,
            heading=f"{month_of(first)[1]}月",
            year=month_of(first)[0],
        )
    _ease, slot, found = best
    board.put(number, slot)
    day = slot // HALVES
    freed |= {(each.key, day) for each in found if each.kind == "away"}
    least = "，".join(_freeing(each, slot, year) for each in found)
    return Unheld(
        number=number,
        blocked_by=tuple(dict.fromkeys(words(each, year) for each, _n in seen.most_common())),
        frees=f"{day_words(day_of(slot))}{HALF[slot % HALVES]}：{least}即可",
        freed=(found[0].key, day) if [each.kind for each in found] == ["away"] else None,
        heading=_heading(max(found, key=lambda each: EASE[each.kind]), month_of(day)[1], year),
        year=month_of(day)[0],
    )


def _heading(against: Against, month: int, year: Year) -> str:
    if against.kind == "away":
        return f"{year.name(against.key)}{month}月缺席"
    return f"{month}月{words(against, year)}"


def words(against: Against, year: Year) -> str:
    """Say in Chinese what speaks against a slot."""
    name = year.name(against.key)
    match against.kind:
        case "away":
            return f"{name}缺席"
        case "busy":
            return f"{name}同一半天另有会议"
        case "day":
            return f"{name}一天至多{year.limit(against.key, week=False)}个会"
        case "week":
            return f"{name}一周至多{year.limit(against.key, week=True)}个会"
        case "room":
            return f"会议室{against.key.rpartition(' ')[2]}已占用"
        case "order":
            return f"须与“{year.meetings[int(against.key)].act}”保持先后和间隔"
        case _:
            return "不在期限内的工作日"


def _freeing(against: Against, slot: int, year: Year) -> str:
    name = year.name(against.key)
    match against.kind:
        case "away":
            return f"{name}到会"
        case "busy":
            return f"{name}当时的另一个会改期"
        case "day":
            return f"{name}当天多开1个会"
        case "week":
            monday = dt.date.fromordinal(week_of(slot // HALVES))
            return f"{name}{short_day(monday)}当周多开1个会"
        case "room":
            return "换一间会议室"
        case "order":
            return f"“{year.meetings[int(against.key)].act}”改期"
        case _:
            return "当天照常开会"


def gathered(year: Year, found: list[Unheld]) -> Iterator[str]:
    """Yield a line for each reason and month: how many meetings, and what frees them."""
    groups: dict[tuple[str, int, bool], list[Unheld]] = {}
    for each in found:
        groups.setdefault((each.heading, each.year, each.freed is None), []).append(each)
    for (heading, _year, _other), several in groups.items():
        acts = "、".join(dict.fromkeys(year.meetings[each.number].act for each in several))
        days = sorted({each.freed[1] for each in several if each.freed})
        shown = "、".join(short_day(dt.date.fromordinal(day)) for day in days)
        many = "一" if len(days) == 1 else str(len(days))
        least = f"放开其中{many}天（{shown}）即可" if days else f"放开其一：{several[0].frees}"
        yield f"{heading}：{len(several)}个会议无法安排（{acts}）；{least}"


def moved(year: Year, plan: Plan) -> Iterator[Moved]:
    """List what is out and lies elsewhere in a plan, each with its reason."""
    board = laid(year, plan.slots)
    for number, meeting in enumerate(year.meetings):
        slot = plan.slots[number]
        if meeting.was is None or slot == meeting.was:
            continue
        if slot is not None:
            board.take(number)
        why = [words(each, year) for each in board.against(number, meeting.was)]
        if slot is not None:
            board.put(number, slot)
        yield Moved(number=number, why="、".join(dict.fromkeys(why)) or "为别的会让出时间")


def faults_of(year: Year, drafted: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Say what of a draft breaks a hard rule by now, or is no longer to be planned.

    Args:
        year: as it is now.
        drafted: the meetings of a plan's JSON.
    """
    number_of = {one: number for number, each in enumerate(year.meetings) for one in each.ids}
    slots: list[int | None] = [each.fixed for each in year.meetings]
    for each in drafted:
        numbers = {number_of.get(one) for one in each["occurrences"]}
        number = numbers.pop()
        if number is None or numbers:
            yield f"{each['occurrences'][0]}已办结、免办或有变动"
        else:
            slots[number] = slot_of(dt.datetime.fromisoformat(each["at"]))
    days = {number: day_of(slot) for number, slot in enumerate(slots) if slot is not None}
    for number, against in broken(year, slots):
        meeting = year.meetings[number]
        who = "、".join(map(year.name, meeting.units))
        yield f"{day_words(days[number])}{who}“{meeting.act}”：{words(against, year)}"


def reasons(board: Timetable, number: int, slot: int) -> tuple[int, tuple[str, ...]]:
    """Return what a meeting costs where it lies, and for what."""
    year, meeting, day = board.year, board.year.meetings[number], slot // HALVES
    board.take(number)
    cost = board.cost(number, slot)
    said = []
    if day > meeting.last - LAST_DAYS and meeting.first <= meeting.last - LAST_DAYS:
        said.append("在期限最后三天")
    if meeting.weekdays and day_of(slot).isoweekday() not in meeting.weekdays:
        said.append("不在优先的星期")
    if meeting.yearly and day_of(slot).month in POOR_MONTHS:
        said.append("年度事项在年初或年末")
    for key in meeting.people:
        if many := board.on[key, day]:
            said.append(f"{year.name(key)}当天另有{many}个会")
        elif many := board.within[key, week_of(day)]:
            said.append(f"{year.name(key)}当周另有{many}个会")
    board.put(number, slot)
    return cost, tuple(said)
