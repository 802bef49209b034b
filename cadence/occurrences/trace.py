"""How a date comes out of the words of a text: one line per step, in Chinese, for officials.

The same lines stand in the feed, on the page and under `cadence explain`. Conventions are named
as ours where the law leaves a reading open; docs/time.md gives each with its reason and source.
"""

from datetime import date

from cadence.core import (
    PERIOD_NAMES,
    Advice,
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Rule,
    Season,
    Window,
    day_words,
    is_first_cut,
    timing_words,
)

# The Code counts by year, month, day and hour; a week, 旬, quarter or half-year is usage.
CIVIL_CODE_200 = "《民法典》第二百条"
PERIOD_RULES = {
    "day": f"每个公历日各为一期（{CIVIL_CODE_200}）",
    "week": "一周自周一起至周日止（GB/T 7408）",
    "xun": "上旬1—10日、中旬11—20日、下旬21日至月末",
    "month": f"每个公历月各为一期，自1日起至月末止（{CIVIL_CODE_200}）",
    "quarter": "季度为1—3月、4—6月、7—9月、10—12月",
    "half_year": "半年为1—6月、7—12月",
    "year": f"每个公历年各为一期，自1月1日起至12月31日止（{CIVIL_CODE_200}）",
    "hour": "按日列一项，当日按原文的间隔办理",
    "term": "学期的起止由本办公室填写",
    "school_year": "学年的起止由本办公室填写",
}
CIVIL_CODE_203 = "《民法典》第二百零三条"


def trace(
    rule: Rule, window: Window, advice: Advice | None = None, steps: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Explain one window of a rule; the window's own trace is not read.

    Args:
        rule: the rule.
        window: one of its windows.
        advice: the working days around its due day, to name the one that was not taken.
        steps: how its days were found in the calendar.
    """
    lines = [
        _source(rule),
        _quoted(rule),
        *_decided(rule),
        *([f"起算：{rule.begun}"] if rule.begun else []),
        f"读作：{timing_words(rule.timing)}",
        *_conventions(rule),
        *steps,
        _arithmetic(window),
    ]
    if window.partial:
        lines.append(_cut(rule, window))
    if window.due and window.due < rule.effective:
        lines.append(f"注意：期限早于文件起算日{rule.effective.isoformat()}")
    if window.due:
        roll = _rolled if rule.roll else _advice
        lines.append(roll(window.due, window, advice))
    return tuple(lines)


def said_beside(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return what a text says of a duty beside its date, as (label, words), where it says it.

    Feed, page and `cadence explain` show the same: whom it binds, who leads and assists, on which
    condition, and what proves it.
    """
    said = (
        ("责任主体", "、".join(rule.bodies)),
        ("牵头", "、".join(rule.lead)),
        ("配合", "、".join(rule.assist)),
        ("监管对象", "、".join(rule.outside)),
        ("逐个覆盖", "、".join(rule.over)),
        ("条件", rule.condition),
        ("佐证", rule.evidence),
    )
    return tuple((label, words) for label, words in said if words)


def clock_trace(rule: Rule, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Explain what an event started.

    Args:
        rule: the rule.
        lines: the event, what is assumed, the arithmetic.
    """
    return (
        _source(rule),
        _quoted(rule),
        f"读作：{timing_words(rule.timing)}",
        *([f"读法：{rule.reading}"] if rule.reading else []),
        *lines,
    )


def _quoted(rule: Rule) -> str:
    return "原文：" + "，".join(f"“{each}”" for each in rule.quotes)


def _source(rule: Rule) -> str:
    document = rule.document
    printed = f"，{document.date.isoformat()}" if document.date else ""
    return f"依据：{document.name}{printed}，{rule.clause}"


def _decided(rule: Rule) -> list[str]:
    """Say that a frequency is the office's and not the text's."""
    if rule.decision is None:
        return []
    decision = rule.decision
    left_open = timing_words(decision.instead_of) if decision.instead_of else "未写日期"
    written = f"，{decision.document}" if decision.document else ""
    since = f"由{decision.by}自{decision.on.isoformat()}起明确{written}"
    return [f"决定：原文未定（{left_open}），{since}；非原文规定"]


def _conventions(rule: Rule) -> list[str]:
    """Name what was read into the words: ours as a convention, the law's with its article."""
    lines = [f"读法：{rule.reading}"] if rule.reading else []
    match rule.timing:
        case Cadence(period=period):
            lines.append(f"约定：{_period_rule(period, rule)}；按次数下限列出")
        case PeriodicDeadline(period=period):
            lines.append(f"约定：{_period_rule(period, rule)}；“前”含所称之日")
        case Deadline():
            lines.append("约定：“前”含所称之日，“底”指最后一日")
        case Phase() | Season():
            lines.append("约定：起止两日均计入")
        case _:
            pass
    if minute := getattr(rule.timing, "time", None):
        lines.append(f"约定：{minute}前含该时刻，遇休息日时刻不变")
    if rule.year_from:
        lines.append(f"年份：引文未写年份；{rule.year_from}")
    return lines


def _period_rule(period: str, rule: Rule) -> str:
    if period in PERIOD_NAMES:
        return PERIOD_RULES[period]
    years = period.removesuffix("_years")
    return f"每{years}年为一期，自{rule.effective.year}年起计"


def _arithmetic(window: Window) -> str:
    which = f"（本期应办{window.of}次中的第{window.nth}次）" if window.of > 1 else ""
    if window.due is None and window.provisional:
        return f"计算：自{window.start.isoformat()}起，节假日安排未公布，止日暂不能确定{which}"
    if window.due is None:
        return f"计算：自{window.start.isoformat()}起，原文未写止日{which}"
    if window.closes:
        return f"计算：{window.start.isoformat()}至{window.closes:%Y-%m-%d %H:%M}{which}"
    if window.due == window.start:
        return f"计算：{window.due.isoformat()}当日{which}"
    return f"计算：{window.start.isoformat()}至{window.due.isoformat()}{which}"


def _cut(rule: Rule, window: Window) -> str:
    if is_first_cut(rule, window):
        owed = "" if isinstance(rule.timing, Cadence) else "；期限在起算日之后，仍应按期完成"
        return f"首期：自{window.start.isoformat()}起算，不足整期（{rule.document.basis}）{owed}"
    return "末期：至规定的截止之日止，不足整期"


def _advice(due: date, window: Window, _advice: Advice | None) -> str:
    """Say by which working day to be done; the text's due day itself stays."""
    if window.is_off:
        return "建议：期内无工作日，请在截止日前安排完成"
    if window.advised is None:
        return f"建议：{due.year}年节假日安排未公布，建议完成日待公布后确定"
    pending = f"；{due.year + 1}年元旦安排未公布，公布后可能调整" if window.provisional else ""
    if window.advised == due:
        return f"建议：截止日为工作日{pending}"
    day = day_words(window.advised)
    return f"建议：截止日为休息日，请于{day}前完成（此前最后一个工作日{pending}）"


def _rolled(due: date, window: Window, advice: Advice | None) -> str:
    """Say to which day a last day off rolls forward, and what not rolling it would give."""
    chosen = f"按本规则的选择，依{CIVIL_CODE_203}"
    if window.advised is None:
        return f"顺延：{chosen}；节假日安排未公布，是否顺延、顺延至何日待公布后确定"
    pending = f"；{due.year + 1}年元旦安排未公布，公布后可能调整" if window.provisional else ""
    if window.advised == due:
        return f"顺延：截止日为工作日，不需顺延{pending}"
    before = advice.day if advice else None
    other = f"；若不顺延，应于{day_words(before)}前完成" if before else ""
    return f"顺延：截止日为休息日，{chosen}，最迟{day_words(window.advised)}{other}{pending}"
