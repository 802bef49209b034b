"""What messages say, in Chinese: short, each duty with its day and its clause."""

import datetime as dt
from collections.abc import Callable, Sequence

from cadence.core import WEEKDAYS, Finding, Supervision, day_of_moment, short_day, span_words
from cadence.occurrences import Judged
from cadence.reports import source

NAMED = 20  # units named in one line before they are counted
LONGEST = 1800  # bytes; a robot of 企业微信 takes 2048, and the address comes below
LINES = 5  # duties named before the rest is counted; a chat shows no more at once


def due_soon_text(name: str, found: Sequence[Judged]) -> str:
    """Say what falls due soon."""
    head = f"【安全生产任务提醒】{name}：{len(found)}项即将到期。"
    return _text(head, _lines(found, _until))


def overdue_text(name: str, found: Sequence[Judged], *, again: bool) -> str:
    """Say what was missed.

    Args:
        name: who is told.
        found: the worst first.
        again: it was told before.
    """
    still = "仍有" if again else ""
    head = (
        f"【催办】{name}：{still}{len(found)}项逾期未完成，请抓紧办理；已完成的请报完成日期和佐证。"
    )
    return _text(head, _lines(found, _late))


def slip_text(name: str, issuer: str, day: dt.date, found: Sequence[Judged]) -> str:
    """Say what a slip is about, for whoever opens its address."""
    head = f"【督办单】{issuer}{_day(day)}发{name}：{len(found)}项逾期未完成。"
    return _text(head, _lines(found, _late))


def matter_text(name: str, fact: Supervision) -> str:
    """Say what a slip about a matter of its own asks, for whoever opens its address."""
    due = f"，限{_day(fact.due)}前办结" if fact.due else ""
    return f"【督办单】{fact.by}{_day(fact.on)}发{name}：{fact.matter}（{fact.basis}）{due}。"


def escalation_text(name: str, found: Sequence[Judged], days: int) -> str:
    """Say to a leading post what stays undone."""
    head = f"【逾期报告】{name}：{len(found)}项任务逾期{days}日以上未完成。"
    units = (each.occurrence.binding.unit.name for each in found)
    lines = [
        f"{unit}：{_duty(each)}，{_late(each)}" for unit, each in zip(units, found, strict=True)
    ]
    return _text(head, lines)


def clock_text(name: str, judged: Judged, closes: dt.datetime, left: dt.timedelta) -> str:
    """Say how long a clock still runs; the moment itself stays true however late it is read."""
    return (
        f"【时限提醒】{name}：{_duty(judged)}，须在{_minute(closes)}前完成，"
        f"发出时还剩{span_words(left)}。已完成的请立即登记。"
    )


def question_text(name: str, lines: Sequence[str]) -> str:
    """Ask the office what only it can say."""
    return _text(f"【待确认】{name}：{len(lines)}件事等您决定。", lines)


def finding_line(found: Finding) -> str:
    """Say what is not known, and what to do about it."""
    return f"{found.message}；{found.advice}"


def delay_line(judged: Judged, asked: dt.date, why: str) -> str:
    """Say that a unit asks for more time."""
    unit = judged.occurrence.binding.unit.name
    return f"{unit}申请延期：{_duty(judged)}，{_until(judged)}，申请延至{_day(asked)}；原因：{why}"


def all_well_text(name: str, today: dt.date, coming: Sequence[Judged]) -> str:
    """Say that nothing is missed: it also proves that messages still arrive.

    Args:
        name: who is told.
        today: the day.
        coming: what falls due within a month, the nearest first.
    """
    nearest = f"，最近一项：{_duty(coming[0])}，{_until(coming[0])}" if coming else ""
    return (
        f"【一切正常】{name}：截至{_day(today)}没有逾期任务，30日内到期{len(coming)}项{nearest}。"
        "本消息每周一次，哪周没有收到，请告知安委办。"
    )


def evidence_text(name: str, today: dt.date, claimed: Sequence[Judged]) -> str:
    """Say what was reported as done and waits for its evidence: until then not all is well.

    Args:
        name: who is told.
        today: the day.
        claimed: what waits.
    """
    head = (
        f"【待补材料】{name}：截至{_day(today)}没有逾期任务；{len(claimed)}项已报办结，还缺佐证，"
        "请补交。本消息每周一次，哪周没有收到，请告知安委办。"
    )
    return _text(head, _lines(claimed, _claimed))


def office_text(  # noqa: PLR0913, PLR0917 - as many figures as it gives
    name: str, today: dt.date, overdue: int, units: int, claimed: int, coming: int
) -> str:
    """Tell the office once a week how its place stands."""
    well = "没有逾期任务" if claimed else "没有逾期任务，一切正常"
    missed = f"{units}个单位逾期{overdue}项" if overdue else well
    waiting = f"，报了办结、待补材料{claimed}项" if claimed else ""
    return (
        f"【每周情况】{name}：截至{_day(today)}，{missed}{waiting}，即将到期{coming}项。"
        "本消息每周一次，哪周没有收到，说明提醒已停，请检查。"
    )


def _lines(found: Sequence[Judged], say: Callable[[Judged], str]) -> list[str]:
    """Say each duty and its day; where it is several units', once, and then whose."""
    whose: dict[str, list[str]] = {}
    for each in found:
        unit = each.occurrence.binding.unit.name
        whose.setdefault(f"{_duty(each)}，{say(each)}", []).append(unit)
    if len({unit for units in whose.values() for unit in units}) == 1:
        return [line for line, units in whose.items() for _unit in units]
    return [f"{line}：{_named(units)}" for line, units in whose.items()]


def _named(units: Sequence[str]) -> str:
    more = f"等{len(units)}个单位" if len(units) > NAMED else ""
    return "、".join(units[:NAMED]) + more


def _text(head: str, lines: Sequence[str]) -> str:
    shown = [f"{number}. {each}" for number, each in enumerate(lines[:LINES], 1)]
    while len(shown) > 1 and sum(len(each.encode()) for each in (head, *shown)) > LONGEST:
        shown.pop()
    left = len(lines) - len(shown)
    return "\n".join((head, *shown, *([f"另有{left}项。"] if left else [])))


def _duty(judged: Judged) -> str:
    rule = judged.occurrence.binding.rule
    return f"{rule.act}（{source(rule)}）"


def _until(judged: Judged) -> str:
    closes, due = judged.occurrence.window.closes, judged.judgement.due
    if closes and closes.date() == due:
        return f"{_minute(closes)}前"
    moved = "已延至" if judged.judgement.past.extension else ""
    return f"{moved}{_day(due)}止" if due else "未写止日"


def _late(judged: Judged) -> str:
    judgement = judged.judgement
    if judgement.late_by is not None and not judgement.past.extension:
        closes = judged.occurrence.window.closes
        return f"{_minute(closes) if closes else ''}到期，已过{span_words(judgement.late_by)}"
    moved = "延至" if judgement.past.extension else ""
    due = f"{moved}{_day(judgement.due)}到期，" if judgement.due else ""
    return f"{due}已逾期{judgement.days_late or 0}日"


def _claimed(judged: Judged) -> str:
    claim = judged.judgement.past.claim
    return f"{_day(day_of_moment(claim.on))}报办结" if claim else "已报办结"


def _day(day: dt.date) -> str:
    return f"{short_day(day)}（周{WEEKDAYS[day.weekday()]}）"


def _minute(at: dt.datetime) -> str:
    return f"{short_day(at.date())}{at:%H:%M}"
