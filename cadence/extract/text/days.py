"""A date as the texts write it, and the year it takes where it prints none → the days it means.

What counts as on time: 底 and 末 end with the last day, 上旬 with the 10th, 上半年 with June 30; 前
includes a named day (6月30日前: June 30) but not a named month (6月前: before June begins).
"""

import datetime as dt
import re
from dataclasses import dataclass, replace

from cadence.core import CHINESE, NUMBER, YEAR, last_of_month, number

RELATIVE = {"今年": 0, "本年度": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1, "来年": 1}
# 20xx年, 20__年: the form's blank, to be filled with its own year.
BLANK = "(?:19|20)[xX×ＸⅩ_＿]{1,4}年"
_YEAR = rf"(?:{YEAR}年(?:度)?|{BLANK}|{'|'.join(RELATIVE)})"
# 二月初二 is a day of the lunar calendar, and none of ours.
_PART = r"(?:上旬|中旬|下旬|月底|月末|底|末|初(?![一二三四五六七八九十])|中)"
# 6.30前, 6/30前, 6月30前: short only where 前 follows.
_SHORT = (
    r"(?<![\d./．表图式第条款节章A-Za-z])"
    r"(?:0?[1-9]|1[0-2])[./．月](?:0?[1-9]|[12]\d|3[01])[日号]?(?=[之以]?前)"
)
_OF_YEAR = (
    r"(?:内|年底|年末|年终|年内|年中|年初|底|末|上半年|下半年|第?[一二三四1-4]季度(?:末|底)?|汛前)"
)
# 3月20日（周五）: the day of the week beside a date says nothing more.
ITS_WEEKDAY = "(?:[（(](?:周|星期)[一二三四五六日天][）)])?"
# Without groups, so that it may stand anywhere in a pattern.
DAY = (
    # Whatever it is, it begins with one of these; others are passed over at once.
    rf"(?=[\d{CHINESE}十百廿卄卅今本当明次来第上下])(?<!农历)(?<!阴历)(?:{_SHORT}|{_YEAR}?{NUMBER}月(?:份)?(?:{NUMBER}[日号]{ITS_WEEKDAY}|{_PART})?"
    rf"|{_YEAR}{_OF_YEAR}|{_YEAR}|(?:第?[一二三四1-4]季度(?:末|底)?|上半年|下半年)(?:末|底)?"
    rf"|{NUMBER}[日号](?=[至到—－\-～~前之以])"
    r"|(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:[0-2]?\d|3[01])(?!\d))"
)
FULL = re.compile(
    rf"(?:(?P<year>{YEAR})年(?:度)?|{BLANK}|(?P<relative>{'|'.join(RELATIVE)}))?"
    rf"(?:(?P<month>{NUMBER})月(?:份)?)?"
    rf"(?:(?P<day>{NUMBER})[日号]|(?P<part>{_PART})|(?P<of_year>{_OF_YEAR}))?(?:末|底)?"
)
DASHED = re.compile(r"(?:(?P<year>\d{4})[-./])?(?P<month>\d{1,2})[-./．月](?P<day>\d{1,2})[日号]?")
OF_YEAR = {
    "年底": (12, 1, 12), "底": (12, 1, 12), "年末": (12, 1, 12), "末": (12, 1, 12),
    "年终": (12, 1, 12), "年内": (1, 1, 12), "内": (1, 1, 12), "年中": (6, 1, 6), "年初": (1, 1, 1),
    "上半年": (1, 1, 6), "下半年": (7, 1, 12), "汛前": (5, 1, 5),
}  # fmt: skip
PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "中": (11, 20)}
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that a date covers.

    Attributes:
        exact: a named day, or a named end (底); otherwise a whole month or year.
        printed: whether the year is printed in it.
        month_end: written as 底 or 末 of a month.
    """

    first: dt.date
    last: dt.date
    exact: bool
    printed: bool
    month_end: bool = False


def stretch(text: str, year: int, month: int | None = None) -> Stretch | None:
    """Read one date.

    Args:
        text: as DAY matches it.
        year: the year that it takes where it prints none.
        month: the month that a bare day (25日) takes.

    Returns:
        Its days; None where there is no such date (13月, 2月30日).
    """
    text = re.sub(ITS_WEEKDAY, "", text)
    found = DASHED.fullmatch(text) or FULL.fullmatch(text)
    if found is None:
        return None
    named = found.groupdict()
    if printed := named.get("year"):
        year = number(printed)
    elif relative := named.get("relative"):
        year += RELATIVE[relative]
    try:
        made = _of_month(named, year, month) or _of_year(named, year)
    except ValueError:
        return None
    return made and replace(made, printed=bool(printed))


def _of_month(named: dict[str, str | None], year: int, month: int | None) -> Stretch | None:
    if named.get("month"):
        month = number(str(named["month"]))
    if month is None or not (named.get("month") or named.get("day")):
        return None
    if day := named.get("day"):
        first = dt.date(year, month, number(day))
        return Stretch(first, first, exact=True, printed=False)
    last = last_of_month(year, month)
    part = named.get("part") or named.get("of_year")
    if part in PARTS:
        first_day, last_day = PARTS[part]
        ends = dt.date(year, month, min(last_day, last.day))
        return Stretch(dt.date(year, month, first_day), ends, exact=True, printed=False)
    first = dt.date(year, month, 1)
    return Stretch(first, last, exact=part is not None, printed=False, month_end=part is not None)


def _of_year(named: dict[str, str | None], year: int) -> Stretch | None:
    word = named.get("of_year") or ("底" if named.get("part") in {"底", "末"} else None)
    if word is None:
        if not (named.get("year") or named.get("relative")):
            return None
        return Stretch(dt.date(year, 1, 1), dt.date(year, 12, 31), exact=False, printed=False)
    if quarter := re.search(r"([一二三四1-4])季度", word):
        last_month = number(quarter[1]) * 3
        first, last = dt.date(year, last_month - 2, 1), last_of_month(year, last_month)
        return Stretch(first, last, exact=True, printed=False, month_end=True)
    first_month, day, last_month = OF_YEAR[word]
    last = last_of_month(year, last_month)
    first = dt.date(year, first_month, day)
    return Stretch(first, last, exact=True, printed=False, month_end=True)


def due_before(days: Stretch) -> dt.date:
    """Return the last day on time of 前: a named day counts, a named month or year does not."""
    return days.last if days.exact else days.first - dt.timedelta(1)


HOURS, NOON, MINUTES = 24, 12, 60
AT_MINUTE = re.compile(
    rf"(?P<part>上午|下午|晚上?|中午|凌晨)?(?P<hour>{NUMBER})"
    rf"(?:[:：](?P<colon>\d{{2}})|[时点](?:(?P<half>半)|(?P<minute>{NUMBER})分?)?)整?(?:之|以)?[前止]"
)


def minute_of(text: str) -> str | None:
    """Return the minute before which something is due, as HH:MM: 17时前, 下午5点半前.

    None where none is said; 24时 is the end of the day, which needs no saying.
    """
    found = AT_MINUTE.search(text)
    if found is None:
        return None
    hour = number(found["hour"])
    minute = 30 if found["half"] else number(found["colon"] or found["minute"] or "0")
    if found["part"] in {"下午", "晚", "晚上"} and hour < NOON:
        hour += NOON
    return f"{hour:02}:{minute:02}" if hour < HOURS and minute < MINUTES and hour + minute else None
