"""The Chinese words that officials read, for what the model names in English.

One table per noun, used by traces, feeds and tables alike, so that one thing has one name.
"""

import datetime as dt
import re

from cadence.core.dates import SHANGHAI, WEEKDAY_CODES
from cadence.core.timing import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Threshold,
    Timing,
    Trigger,
    Unspecified,
)

# Duty types, in the order of their share in the texts; the words become iCalendar CATEGORIES.
CATEGORIES = {
    "meeting": "会议",
    "study": "学习",
    "report": "报告",
    "inspection": "检查",
    "enforcement": "执法",
    "rectification": "整治",
    "training": "培训",
    "publicity": "宣传",
    "drill": "演练",
    "appraisal": "考核",
    "pledge": "责任书",
    "disclosure": "公开",
    "plan": "方案清单",
    "system": "制度机制",
    "resources": "保障",
    "accountability": "追责",
    "reward": "奖励",
    "accident": "事故处置",
    "service": "服务",
}
PERIOD_NAMES = {
    "day": "日",
    "week": "周",
    "xun": "旬",
    "month": "月",
    "quarter": "季度",
    "half_year": "半年",
    "year": "年",
    "term": "学期",
    "school_year": "学年",
    "hour": "小时",
}
ROLLING_YEAR = "rolling_year"
WITHIN = {ROLLING_YEAR: "连续12个月"}  # what a threshold may count within, beside the periods
ROLES = {"owner": "责任", "lead": "牵头", "assist": "配合", "supervise": "督促"}
CHANGES = {"added": "新增", "dropped": "取消", "moved": "调整", "changed": "改动"}
SUMS = {"deaths": "死亡", "injured": "受伤"}
VALUES = {"level": "等级", "kind": "类型", "deaths": "死亡人数", "injured": "受伤人数"}
STATUSES = {
    "upcoming": "未开始",
    "open": "进行中",
    "due_soon": "即将到期",
    "overdue": "逾期未完成",
    "claimed": "办结待补材料",
    "done": "已完成",
    "late": "逾期完成",
    "waived": "已免办",
    "extended": "已延期",
    "untracked": "未纳入记录",
}
CONFLICTS = {
    "due_on_day_off": "截止日休息",
    "no_working_day": "期内无工作日",
    "overload": "任务集中",
    "duplicate": "可合并",
    "frequency": "频次不一",
    "phase_overlap": "阶段重叠",
    "phase_gap": "阶段空档",
    "short_notice": "时限过紧",
    "already_past": "时限已过",
    "sequence": "次序颠倒",
    "double_booked": "时间冲突",
    "plan_outside": "排期越限",
    "plan_gone": "排期已过",
    "plan_day_off": "排在休息日",
    "merge_apart": "合办不同日",
    "undated": "未定频次",
}
# What `cadence verify` finds.
DOUBTS = {
    "clause_missing": "条款不存在",
    "quote_missing": "引文不符",
    "unaccounted": "条款未处理",
    "time_unaccounted": "时间用语未处理",
    "text_differs": "原文有变",
    "reading": "读法待确认",
    "rolls_forward": "遇休息日顺延",
    "still_in_force": "未写有效期",
    "group_unlisted": "成员未列",
    "nobody_here": "无人承担",
    "named_idle": "列名而无任务",
    "members_unlisted": "列名而不在组",
    "timing_differs": "时间与原文不一",
    "already_past": "期限已过",
    "open_list": "范围未列尽",
    "orphan": "记录无对应任务",
    "event_of_nobody": "事件单位不明",
    "event_open": "事件待补充",
}
# One sign per status beside its colour, so that pages say the same in black and white.
SIGNS = {
    "upcoming": "○",
    "open": "·",
    "due_soon": "！",
    "overdue": "✕",
    "claimed": "☑",
    "done": "✓",
    "late": "迟",
    "waived": "免",
    "extended": "延",
    "untracked": "—",
}
FACTS = {
    "done": "完成",
    "claimed": "报办结",
    "waiver": "免办",
    "extension": "延期",
    "refusal": "拒绝",
    "event": "事件",
    "choice": "选定日期",
    "receipt": "签收",
    "answer": "反馈",
    "supervision": "督办",
    "reversal": "冲销",
}
UNCHECKED = "【草稿未核】"  # before the act of a drafted rule that nobody has checked
REFUSED = {"duty": "拒绝办理", "time": "不同意延期", "release": "不同意免办"}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
KINDS = {
    "cadence": "周期频次",
    "periodic_deadline": "周期时限",
    "deadline": "限期",
    "phase": "阶段",
    "trigger": "事件时限",
    "threshold": "累计触发",
    "season": "时段",
    "standing": "长期坚持",
    "unspecified": "未定频次（需明确）",
}
WEEKDAYS = "一二三四五六日"
DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?"
)
DURATION_UNITS = ("年", "个月", "周", "日", "小时", "分钟")


def day_words(day: dt.date) -> str:
    """`2026年11月30日（周一）`."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def value_name(name: str) -> str:
    """Say what is told of an event: 等级; a name that we have no word for stays as it is."""
    return VALUES.get(name, name)


def approval_words(by: str, document: str, to: dt.date | None, recorded: dt.datetime | None) -> str:
    """Say what was approved: `延至2026-12-20，办函〔2026〕3号（常务副县长）`.

    Args:
        by: the post.
        document: where it is written.
        to: the later day; None where it released the duty.
        recorded: when it was written down, of one that came after the duty was missed.
    """
    said = f"{f'延至{to.isoformat()}' if to else '免办'}，{document}（{by}）"
    if recorded is None:
        return said
    return f"逾期后于{recorded.astimezone(SHANGHAI):%Y-%m-%d}登记批准{said}，不消除逾期"


def short_day(day: dt.date) -> str:
    """`11月30日`."""
    return f"{day.month}月{day.day}日"


def period_words(period: str, every: int = 1, months: tuple[int, ...] = ()) -> str:
    """`每季度`, `每3年`, `每2个月`, `6月、12月每月`."""
    within = f"{'、'.join(str(each) for each in months)}月" if months else ""
    if period.endswith("_years"):
        return f"{within}每{period.removesuffix('_years')}年"
    name = PERIOD_NAMES[period]
    if every == 1:
        return f"{within}每{name}"
    counted = "个" if period in {"month", "quarter", "half_year", "term", "school_year"} else ""
    return f"{within}每{every}{counted}{name}"


def duration_words(offset: str, days: str = "calendar") -> str:
    """`24小时`, `7个工作日`, from an ISO 8601 duration.

    Raises:
        ValueError: not such a duration.
    """
    found = DURATION.fullmatch(offset)
    parts = found.groups()[1:] if found else ()
    words = [f"{n}{unit}" for n, unit in zip(parts, DURATION_UNITS, strict=False) if n]
    if not words:
        msg = f"not an ISO 8601 duration: {offset}"
        raise ValueError(msg)
    text = "".join(words)
    return text.replace("日", "个工作日") if days == "working" else text


def timing_words(timing: Timing) -> str:
    """Say a timing as an official would: `每季度至少1次`, `接报事故后24小时内`."""
    match timing:
        case Cadence():
            each = period_words(timing.period, timing.every, timing.months)
            return f"{each}至少{timing.count}次{_within(timing)}"
        case PeriodicDeadline():
            return f"{_day_of_period(timing)}{_within(timing)}"
        case Deadline():
            return (
                f"{_plain(timing.due)}{timing.time or ''}前（含当{'时' if timing.time else '日'}）"
            )
        case Phase():
            start = _plain(timing.start) if timing.start else "印发之日"
            return f"{start}至{_plain(timing.due)}" if timing.due else f"{start}起"
        case Trigger():
            return _trigger_words(timing)
        case Threshold():
            within = WITHIN.get(timing.within) or PERIOD_NAMES[timing.within]
            return f"{within}内{timing.event}达{timing.count}起{_sum_words(timing)}"
        case Season():
            return _season_words(timing)
        case Standing():
            return KINDS["standing"]
        case Unspecified():
            return f"{timing.words}：{KINDS['unspecified']}"


def _trigger_words(timing: Trigger) -> str:
    if timing.offset is None:
        return f"{timing.event}前" if timing.when == "before" else f"{timing.event}时，未写期限"
    length = duration_words(timing.offset, timing.days)
    if timing.offset.startswith("-"):
        return f"{timing.event}{length}前"
    return f"{timing.event}后{length}内"


def _sum_words(timing: Threshold) -> str:
    return "".join(f"且{SUMS.get(name, name)}达{n}人" for name, n in (timing.sum or {}).items())


def _season_words(timing: Season) -> str:
    days = ""
    if timing.start and timing.due:
        days = f"每年{_month_day(timing.start)}至{_month_day(timing.due)}"
    name = f"{timing.name}{'前' if timing.when == 'before' else '期间'}" if timing.name else ""
    return f"{name}（{days}）" if name and days else name or days


def _plain(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _month_day(text: str) -> str:
    _, month, day = text[1:].split("-")
    return f"{int(month)}月{int(day)}日"


def _within(timing: Cadence | PeriodicDeadline) -> str:
    if not (timing.start or timing.due):
        return ""
    start = _plain(timing.start) if timing.start else ""
    due = _plain(timing.due) if timing.due else ""
    return f"（{start}至{due}）" if due else f"（自{start}起）"


def _day_of_period(timing: PeriodicDeadline) -> str:
    """`每月25日前`, `每年12月底前`, `每季度第1个月15日前`, `每周五前`."""
    each, day = period_words(timing.period, timing.every, timing.months), str(timing.day)
    minute = timing.time or ""
    if day == "last":
        return f"{each}末{minute}前"
    if timing.period == "month" and not day.isdecimal():
        return f"{each}{_odd_day(day)}{minute}前"
    if timing.period == "week":
        return f"{each}{WEEKDAYS[int(day) - 1]}{minute}前"
    if "-" not in day:
        return f"{each}{'第' if timing.period == 'xun' else ''}{day}日{minute}前"
    month, last = day.split("-")
    named = f"{int(month)}月" if timing.period == "year" else f"第{int(month)}个月"
    return f"{each}{named}{'底' if last == 'last' else f'{int(last)}日'}{minute}前"


def _odd_day(day: str) -> str:
    """`最后一个工作日`, `第3个工作日`, `最后一个周六`, `第2个周二`."""
    if day == "last-working":
        return "最后一个工作日"
    if day.startswith("working-"):
        return f"第{day.removeprefix('working-')}个工作日"
    nth, code = day.split("-")
    which = "最后一个" if nth == "last" else f"第{nth}个"
    return f"{which}周{WEEKDAYS[WEEKDAY_CODES.index(code)]}"


def day_or_minute(on: dt.date | dt.datetime) -> str:
    """Write a day, or a moment to the minute where hours count."""
    return f"{on:%Y-%m-%d %H:%M}" if isinstance(on, dt.datetime) else on.isoformat()


def span_words(length: dt.timedelta) -> str:
    """Write a length of time to the minute: 1天2小时5分, 0分 at least."""
    minutes = int(length.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = ((days, "天"), (hours, "小时"), (left, "分"))
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0分"
