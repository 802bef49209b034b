"""Days, periods, lengths and timings, said in Chinese as an official would.

In: a day, a period's name, an ISO 8601 duration, a Timing. Out: `每季度至少1次`, `24小时`,
`2026年11月30日（周一）`; what is said here is used by traces, feeds, tables and pages alike.
"""

import datetime as dt
import re

from cadence.core.dates import WEEKDAY_CODES
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
from cadence.core.words import KINDS, PERIOD_NAMES, SUMS, WITHIN

WEEKDAYS = "一二三四五六日"
DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?"
)
DURATION_UNITS = ("年", "个月", "周", "日", "小时", "分钟")


def day_words(day: dt.date) -> str:
    """`2026年11月30日（周一）`."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def short_day(day: dt.date) -> str:
    """`11月30日`."""
    return f"{day.month}月{day.day}日"


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
