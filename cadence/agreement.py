"""Do the numbers in a quote agree with the timing that a rule draws from it?

Pure: a rule in, what disagrees out, in Chinese for the person who checks. Only what a quote says
in numbers or period words is compared; what it leaves to its context is not.
"""

import re
from collections.abc import Iterator
from datetime import date

from cadence.dates import last_of_month
from cadence.model import Rule
from cadence.timings import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Threshold,
    Trigger,
)

DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
NUMBER = r"(\d+|[一二两三四五六七八九十]+)"
PERIOD_WORDS = {
    "day": r"每[日天]|日(?:调度|报|检查)",
    "week": r"每周|每星期|周(?:调度|分析|报|检查)",
    "xun": r"每旬|旬(?:分析|调度|报)",
    "month": r"每个?月|月(?:讲评|调度|通报|报|分析)",
    "quarter": r"每季度?|每个季度|季(?:通报|调度|报|分析)",
    "half_year": r"每半年",
    "year": r"每年|年度|年(?:总结|报)|当年",
}
EACH_YEARS = re.compile(rf"每{NUMBER}年|{NUMBER}年(?:内|至少)")
OFFSET_UNITS = {
    "年": "P{}Y",
    "个月": "P{}M",
    "个工作日": "P{}D",
    "工作日": "P{}D",
    "日": "P{}D",
    "天": "P{}D",
    "个小时": "PT{}H",
    "小时": "PT{}H",
    "分钟": "PT{}M",
}
OFFSET = re.compile(rf"{NUMBER}(个工作日|工作日|个月|个小时|小时|分钟|年|日|天)")
A_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})日|(底)|([上中下]旬))?")
XUN = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


def number(text: str) -> int:
    """Read 12, 十二 or 二十四."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


def disagreements(rule: Rule) -> Iterator[str]:
    """Yield what in the rule's quote speaks against its timing."""
    quote = "".join(rule.quote.split())
    match rule.timing:
        case Deadline(due=due):
            yield from _against_days(quote, (due,))
        case Phase(start=start, due=due):
            yield from _against_days(quote, tuple(filter(None, (start, due))))
        case Cadence(period=period, count=count):
            yield from _against_period(quote, period)
            yield from _against_count(quote, count)
        case PeriodicDeadline(period=period, day=day):
            yield from _against_period(quote, period)
            yield from _against_day(quote, str(day))
        case Trigger(offset=offset):
            yield from _against_offset(quote, offset)
        case Threshold(count=count):
            if (found := re.search(rf"{NUMBER}起", quote)) and number(found[1]) != count:
                yield f"引文写{found[0]}，规则写{count}起"
        case Season(start=start, due=due):
            months = {int(text[2:4]) for text in (start, due) if text}
            for found in re.finditer(r"(\d{1,2})月", quote):
                if months and int(found[1]) not in months:
                    yield f"引文写{found[0]}，规则写{start}至{due}"
        case _:
            return


def _against_days(quote: str, days: tuple[date, ...]) -> Iterator[str]:
    """Every date in the quote must be one of the rule's days, as far as it is written out."""
    shown = "、".join(day.isoformat() for day in days)
    for found in A_DAY.finditer(quote):
        named = found[1] or found[2]
        if named and not any(_is_named(found, day) for day in days):
            yield f"引文写{found[0]}，规则写{shown}"


def _is_named(found: "re.Match[str]", day: date) -> bool:
    year, month, of_month, end, xun = found.groups()
    if year and int(year) != day.year:
        return False
    if month and int(month) != day.month:
        return False
    if of_month:
        return int(of_month) == day.day
    if xun:
        return day.day in {XUN[xun][0], min(XUN[xun][1], last_of_month(day.year, day.month).day)}
    if end:
        return day == last_of_month(day.year, day.month if month else 12)
    return True


def _against_period(quote: str, period: str) -> Iterator[str]:
    found = {name for name, words in PERIOD_WORDS.items() if re.search(words, quote)}
    found |= {f"{number(each[1] or each[2])}_years" for each in EACH_YEARS.finditer(quote)}
    if found and period not in found:
        yield f"引文写的周期是{'、'.join(sorted(found))}，规则写{period}"


def _against_count(quote: str, count: int) -> Iterator[str]:
    counts = {number(each[1]) for each in re.finditer(rf"{NUMBER}次", quote)}
    if counts and count not in counts:
        yield f"引文写{'、'.join(map(str, sorted(counts)))}次，规则写{count}次"


def _against_day(quote: str, day: str) -> Iterator[str]:
    """Compare the day of a month, `25日`, and the month of a year, `12月底`."""
    month, _dash, of_month = day.rpartition("-")
    for found in re.finditer(r"(?:(\d{1,2})月)?(?:(\d{1,2})日|底)", quote):
        same_month = not (found[1] and month) or int(found[1]) == int(month)
        same_day = (
            int(found[2]) == int(of_month)
            if found[2] and of_month != "last"
            else (bool(found[2]) == (of_month != "last"))
        )
        if not (same_month and same_day):
            yield f"引文写{found[0]}，规则写{day}"


def _against_offset(quote: str, offset: str | None) -> Iterator[str]:
    written = {OFFSET_UNITS[each[2]].format(number(each[1])) for each in OFFSET.finditer(quote)}
    if "半年" in quote:
        written.add("P6M")
    if written and (offset or "").lstrip("-") not in written:
        yield f"引文写{'、'.join(sorted(written))}，规则写{offset or '无'}"
