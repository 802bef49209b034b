"""Do the numbers in a quote agree with the timing that a rule draws from it?

Pure: a rule in, what disagrees out, in Chinese for the person who checks. Only what a quote says
in numbers or period words is compared; what it leaves to its context is not.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cadence.core import (
    NUMBER,
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Rule,
    Season,
    Standing,
    Threshold,
    Timing,
    Trigger,
    last_of_month,
    number,
)
from cadence.extract.times.phrases import find

WRITTEN, AGAINST = "引文写", "，规则写"
A_NUMBER = f"({NUMBER})"
PERIOD_WORDS = {
    "day": r"每[日天]|日(?:调度|报|检查)",
    "week": r"每周|每星期|周(?:调度|分析|报|检查)",
    "xun": r"每旬|旬(?:分析|调度|报)",
    "month": r"每个?月|月(?:讲评|调度|通报|报|分析)",
    "quarter": r"每季度?|每个季度|季(?:通报|调度|报|分析)",
    "half_year": r"每半年",
    "year": r"每年|年度|年(?:总结|报)|当年",
}
EACH_YEARS = re.compile(rf"每{A_NUMBER}年|{A_NUMBER}年(?:内|至少)")
PLAIN_DAY = re.compile(r"(?:\d{1,2}-)?(?:\d{1,2}|last)")
LAST_DAYS = (
    {31}, {28, 29}, {31}, {30}, {31}, {30}, {31}, {31}, {30}, {31}, {30}, {31},
)  # fmt: skip
WITHIN_YEARS = re.compile(rf"{A_NUMBER}年内")
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
OFFSET = re.compile(rf"{A_NUMBER}(个工作日|工作日|个月|个小时|小时|分钟|年|日|天)")
# What a quote of a duty without a date does not say.
DATED_WORDS = re.compile(
    r"\d{1,2}月(?:底|\d{1,2}日)?前|\d{4}年底前?|每(?:季度?|个?月|年|半年|旬|周)(?:至少|不少于|召开|组织)"
    r"|\d+(?:小时|个?工作日|日|天)内"
)
A_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})日|(底)|([上中下]旬))?")
BEFORE_THEN = ("及以前", "以前", "以来")
XUN = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


def disagreements(
    rule: Rule, beside: Sequence[Timing] = (), mentions: Sequence[str] = ()
) -> Iterator[str]:
    """Yield what in the rule's quote speaks against its timing.

    Args:
        rule: the rule.
        beside: the timings of other rules that the same words carry.
        mentions: words among them that set no time.
    """
    quote = "".join(rule.quote.split())
    days = [found[0] for found in A_DAY.finditer(quote) if found[0]]
    # Days of others are theirs only where some day of the quote is the rule's own.
    shared = any(_is_day_of(rule.timing, day) for day in days)
    for difference in _differences(rule, quote):
        day = difference.removeprefix(WRITTEN).partition(AGAINST)[0]
        others = any(_is_day_of(timing, day) for timing in beside)
        mentioned = any(day in "".join(words.split()) for words in mentions)
        if not (shared and day in days and (others or mentioned)):
            yield difference


def _is_day_of(timing: Timing, day: str) -> bool:
    """Tell whether a day as written (25日, 6月底) is one of a timing's."""
    match timing:
        case Deadline(due=due):
            return not list(_against_days(day, (due,)))
        case Phase(start=start, due=due):
            return not list(_against_days(day, tuple(filter(None, (start, due)))))
        case PeriodicDeadline(day=of):
            return not list(_against_day(day, str(of)))
        case _:
            return False


def _differences(rule: Rule, quote: str) -> Iterator[str]:
    match rule.timing:
        case Deadline(due=due):
            yield from _against_days(_dated_words(rule, quote), (due,))
            yield from _against_year(rule, quote, due)
        case Phase(start=start, due=due):
            yield from _against_days(quote, tuple(filter(None, (start, due))))
            yield from _against_year(rule, quote, due or start)
        case Standing():
            if found := DATED_WORDS.search(quote):
                yield f"引文写{found[0]}，规则写长期坚持"
        case Cadence(period=period, count=count):
            yield from _against_period(quote, period)
            yield from _against_count(quote, count)
        case PeriodicDeadline(period=period, day=day):
            yield from _against_period(quote, period)
            yield from _against_day(quote, str(day))
        case Trigger(offset=offset):
            yield from _against_offset(quote, offset)
        case Threshold(count=count):
            if (found := re.search(rf"{A_NUMBER}起", quote)) and number(found[1]) != count:
                yield f"引文写{found[0]}，规则写{count}起"
        case Season(start=start, due=due):
            months = {int(text[2:4]) for text in (start, due) if text}
            for found in re.finditer(r"(\d{1,2})月", quote):
                if months and int(found[1]) not in months:
                    yield f"引文写{found[0]}，规则写{start}至{due}"
        case _:
            return


def _dated_words(rule: Rule, quote: str) -> str:
    """Return the quote, or where it has no date the words of the text that the reading cites."""
    if re.search(r"\d[年月日]", quote):
        return quote
    cited = re.findall(r"“([^”]*\d[年月][^”]*)”", rule.reading or "")
    return cited[0] if cited else quote


def _against_days(quote: str, days: tuple[date, ...]) -> Iterator[str]:
    """Every date in the quote must be one of the rule's days, as far as it is written out."""
    shown = "、".join(day.isoformat() for day in days)
    for found in A_DAY.finditer(quote):
        named = found[1] or found[2]
        if quote.startswith(BEFORE_THEN, found.end()):
            continue  # 2023年及以前排查发现的: what is meant, not when it is due
        if named and not any(_is_named(found, day) for day in days):
            yield f"引文写{found[0]}，规则写{shown}"


def _after_years(rule: Rule, years: int) -> tuple[date, date]:
    """Return the last day of so many full years from the day it binds, and the day after."""
    binds = rule.effective
    try:
        after = binds.replace(year=binds.year + years)
    except ValueError:  # from February 29
        after = date(binds.year + years, 3, 1)
    return after - timedelta(1), after


def _against_year(rule: Rule, quote: str, day: date | None) -> Iterator[str]:
    """A year that the quote leaves out is the one that year_from names, or the document's."""
    if day is None or re.search(r"\d{4}年", quote):
        return
    printed = rule.document.date or rule.document.effective
    years = re.findall(r"\d{4}(?=年)", rule.year_from or "") or [f"{printed.year}"]
    if (span := WITHIN_YEARS.search(quote)) and day in _after_years(rule, number(span[1])):
        return
    if f"{day.year}" not in years:
        yield f"引文没有写年份，应为{'、'.join(years)}年，规则写{day.isoformat()}"


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
    counts = {number(each[1]) for each in re.finditer(rf"{A_NUMBER}次", quote)} or {1}
    if count not in counts:
        yield f"引文写{'、'.join(map(str, sorted(counts)))}次，规则写{count}次"


def _against_day(quote: str, day: str) -> Iterator[str]:
    """Compare the day of a month, `25日`, and the month of a year, `12月底`."""
    if not PLAIN_DAY.fullmatch(day):
        return  # the last worked day, the second Tuesday: no day of the month is named
    month, _dash, of_month = day.rpartition("-")
    for found in re.finditer(r"(?:(\d{1,2})月)?(?:(\d{1,2})日|底)", quote):
        same_month = not (found[1] and month) or int(found[1]) == int(month)
        same_day = int(found[2]) == int(of_month) if found[2] and of_month != "last" else (
            not found[2] and _is_last(int(found[1] or month or 0), of_month)
        )  # fmt: skip
        if not (same_month and same_day):
            yield f"引文写{found[0]}，规则写{day}"


def _is_last(month: int, day: str) -> bool:
    """Tell whether a day ends a month (0: any): 3月底 is 03-31, 2月底 is 02-28 or 02-29."""
    if day == "last" or not 1 <= month <= len(LAST_DAYS):
        return day == "last"
    return int(day) in LAST_DAYS[month - 1]


def _without_names(quote: str) -> str:
    """Blank what only sounds like a length of time: “百日攻坚”行动期间, 24小时值班, 超过30日."""
    for phrase in find(quote):
        if phrase.kind in {"trap", "during"}:
            quote = quote[: phrase.start] + "\0" * len(phrase.text) + quote[phrase.end :]
    return quote


def _against_offset(quote: str, offset: str | None) -> Iterator[str]:
    said = _without_names(quote)
    written = {OFFSET_UNITS[each[2]].format(number(each[1])) for each in OFFSET.finditer(said)}
    if "半年" in said:
        written.add("P6M")
    if written and (offset or "").lstrip("-") not in written:
        yield f"引文写{'、'.join(sorted(written))}，规则写{offset or '无'}"
