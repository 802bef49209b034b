"""A text that prints no day of issue → the year that it is likely of, from the days it mentions."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from cadence.core import NUMBER, YEAR, number
from cadence.extract.text.days import stretch

WHOLE = re.compile(rf"({YEAR})年{NUMBER}月{NUMBER}日")
A_YEAR = re.compile(rf"({YEAR})年")
OF_A_NUMBER = re.compile(r"[〔\[（(【]((?:19|20)\d\d)[〕\]）)】](?:第)?\d{1,4}号")  # of any paper
# 2025年12月12日印发的文件, 至2026年1月7日已下达: what was done before the text was written.
DONE_ON = re.compile(
    rf"({YEAR}年{NUMBER}月{NUMBER}日)(?![前起止])[^。；0-9]{{0,16}}?(?:已|印发|下发|发布|通过|批准)"
)
WITH_WEEKDAY = re.compile(rf"({NUMBER})月({NUMBER})日[（(](?:周|星期)([一二三四五六日天])[)）]")
WEEKDAYS = "一二三四五六日"
NEAR = 6  # years in which a day and its weekday are looked for


def likely_year(texts: Sequence[str]) -> int | None:
    """Return the year that a text without a date is likely of.

    The first of its whole days (2026年3月5日), where they are of one year and the next; else the
    latest of these; without any, the latest year that it mentions. From there on, the first year
    whose calendar has the weekdays that it prints beside days (3月22日（周一）).
    """
    year = _mentioned(texts)
    days = [found.groups() for text in texts for found in WITH_WEEKDAY.finditer(text)]
    if year is None or not days:
        return year
    years = range(year, year + NEAR)
    return next((each for each in years if all(_fits(each, *day) for day in days)), year)


def latest_done(texts: Sequence[str]) -> dt.date | None:
    """Return the latest day on which, as a text says, something was done: it is written later."""
    return max(_done(texts), default=None)


def _done(texts: Sequence[str]) -> Iterator[dt.date]:
    for text in texts:
        for found in DONE_ON.finditer(text):
            if (days := stretch(found[1], 0)) and days.exact:
                yield days.first


def _mentioned(texts: Sequence[str]) -> int | None:
    whole = [number(found[1]) for text in texts for found in WHOLE.finditer(text)]
    if whole and max(whole) - min(whole) <= 1:
        return min(whole)
    years = whole or [
        number(found[1])
        for text in texts
        for pattern in (A_YEAR, OF_A_NUMBER)
        for found in pattern.finditer(text)
    ]
    return max(years, default=None)


def _fits(year: int, month: str, day: str, weekday: str) -> bool:
    """Tell whether a day of a year has the weekday that is printed beside it."""
    try:
        there = dt.date(year, number(month), number(day))
    except ValueError:
        return False
    return there.weekday() == WEEKDAYS.index(weekday.replace("天", "日"))
