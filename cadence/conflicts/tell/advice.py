"""Conflict → what is lawful and what a person has to decide, in Chinese."""

import re

from cadence.conflicts.find.likeness import HELD_TOGETHER
from cadence.conflicts.find.nouns import Conflict
from cadence.conflicts.tell.phrases import day_list, due_day, quoted
from cadence.core import CATEGORIES, day_words, is_mergeable, short_day, timing_words

PLANNED = {
    "plan_outside": "改到期限以内（cadence plan suggest、plan set）；确需改期的，先有延期决定",
    "plan_gone": "已办的请登记办结，没办的另定日期（cadence plan set）",
    "plan_day_off": "改到工作日（cadence plan suggest、plan set）",
    "merge_apart": "改成同一时间（cadence plan set --merged），或分开办并撤销合办",
}
DECIDE = {
    "double_booked": "哪一个会改时间、地点或主持人",
    "plan_outside": "改到期限内的哪一天，还是先办延期",
    "plan_gone": "已开的登记办结，没开的改到哪一天",
    "plan_day_off": "改到哪个工作日",
    "merge_apart": "改成一个时间合办，还是分开办",
    "duplicate": "合办一次，还是分开办",
    "frequency": "用其中哪一次同时落实较宽的一项",
    "sequence": "哪一项提前或推后",
    "overload": "哪几项提前，由谁办",
    "undated": "多久一次，由谁办",
    "no_working_day": "休息日由谁办，或是否报请延期",
    "short_notice": "来得及的立即部署，来不及的是否报请延期",
    "already_past": "是否补办，补到哪一天",
    "phase_gap": "空档期间按哪个阶段办（请示发文机关）",
}
APART = "可安排在同一时段办理，但须各签各的、各评各的、各留佐证，不能合并"
PLAINLY = tuple(
    (re.compile(before), after)
    for before, after in (
        (r"；须由人确认，写入 policy\.yaml 的 merges", "；请定是否合办"),
        (r"；确为一个会的，先写入 merges", "；确为一个会的，请定为合办"),
        (r"，写入 policy\.yaml 的 decisions", ""),
        (r"（cadence [^（）]*）", ""),
    )
)
HELD = {"meeting": "会议", "study": "学习", "training": "培训", "drill": "演练", "report": "报告"}


def advice(conflict: Conflict) -> str:
    """Say what is lawful, and what a person has to decide."""
    match conflict.code:
        case "due_on_day_off":
            return _last_working_day(conflict)
        case "no_working_day":
            return (
                "只能在期内的休息日办理，请提前安排值班；改在期外须先有延期决定（cadence extend）"
            )
        case "overload":
            return _spread(conflict)
        case "duplicate":
            return _joined(conflict)
        case "frequency":
            strict = min(conflict.demands[1:], key=lambda each: each.first).rule
            often = timing_words(strict.timing)
            return f"按较严的“{often}”执行；其中一次可同时落实较宽的一项，须由人确认"
        case "phase_overlap":
            return "重叠期间两个阶段的任务同时进行，各按各的截止日办理"
        case "phase_gap":
            return "请向发文机关明确空档期间执行哪个阶段的要求"
        case "short_notice":
            return f"立即部署；来不及的，在{due_day(conflict)}前报请延期（cadence extend）"
        case "already_past":
            return "请发文机关明确是否补办；补办的，以延期决定写明新的截止日（cadence extend）"
        case "sequence":
            return _reorder(conflict)
        case code if code in PLANNED:
            return PLANNED[code]
        case "double_booked":
            return (
                "改其中一个的时间、地点或主持人（cadence plan suggest、plan set）；"
                "确为一个会的，先写入 merges"
            )
        case _:
            return "由本办公室明确多久一次、由谁办，写入 policy.yaml 的 decisions"


def decision(conflict: Conflict) -> str:
    """Say what somebody has to decide; nothing, where the days speak for themselves."""
    if conflict.code == "duplicate" and not all(map(is_mergeable, conflict.rules)):
        return "是否排在同一时段办"
    return DECIDE.get(conflict.code, "")


def plainly(text: str) -> str:
    """Say an advice to people who give no commands and write no files."""
    for before, after in PLAINLY:
        text = before.sub(after, text)
    return text


def _last_working_day(conflict: Conflict) -> str:
    rolled = conflict.demands[0].rule.roll == "forward"
    if not rolled:
        return f"请于{day_words(conflict.days[0])}前完成（截止日前最后一个工作日）"
    before = f"；能在{day_words(conflict.days[0])}前完成更稳妥" if len(conflict.days) > 1 else ""
    return f"按本规则的选择依《民法典》第二百零三条顺延至{day_words(conflict.days[-1])}{before}"


def _spread(conflict: Conflict) -> str:
    surplus = conflict.count - conflict.number
    if conflict.why == "unannounced":
        return "节假日安排未公布，暂不能列出空闲的工作日；请先分开责任人"
    if conflict.why == "gone":
        return "期限内此前的工作日已过：请分开责任人，或依决定延期（cadence extend）"
    if not conflict.days:
        return "期限内此前没有空闲的工作日：请分开责任人，或依决定延期（cadence extend）"
    free = f"仍在期限内且空闲的工作日有{day_list(conflict.days)}"
    if conflict.placed >= surplus:
        return f"提前办理其中至少{surplus}项，{free}"
    left = f"另{surplus - conflict.placed}项排不下，请分开责任人，或依决定延期（cadence extend）"
    return f"提前办理其中{conflict.placed}项，{free}；{left}"


def _joined(conflict: Conflict) -> str:
    if not all(map(is_mergeable, conflict.rules)):
        return APART
    first, held = conflict.days
    one = HELD.get(conflict.rules[0].category, CATEGORIES[conflict.rules[0].category])
    when = f"{short_day(first)}至{short_day(held)}之间" if first != held else short_day(held)
    clauses = "、".join(dict.fromkeys(each.clause for each in conflict.rules))
    if conflict.rules[0].category not in HELD_TOGETHER:
        return (
            f"{clauses}说的是同一项工作，可一次部署、{when}一次办结；"
            "须由人确认，写入 policy.yaml 的 merges"
        )
    term = "全年" if conflict.scope == "year" else "本期"
    return (
        f"可在{when}合办一次{one}，同时落实{clauses}各条，"
        f"{term}可少{conflict.number}次；须由人确认，写入 policy.yaml 的 merges"
    )


def _reorder(conflict: Conflict) -> str:
    then, first = conflict.demands
    window = then.window
    if window.due and first.day and first.day <= window.due:
        until = short_day(then.due) if then.due else ""
        name = quoted(then.rule)
        return f"把{name}排在不早于{short_day(first.day)}、不晚于{until}的一天，或把后者提前"
    return f"把{quoted(first.rule)}提前到{due_day(conflict)}之前（须在其期限内）"
