"""A stretch of days in its sentence, or one end of it → the phase or season that it means.

即日起至年底 begins on the day of issue, 汛期（6月至9月） comes back every year; a stretch that is
over when the text is issued, or that says when a season is, asks nothing.
"""

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache

from cadence.core import NUMBER, Phase
from cadence.extract.text.days import Stretch, stretch
from cadence.extract.times.dated import IS_COUNTED, plain_day
from cadence.extract.times.meanings import (
    A_BAR,
    FAIR,
    SURE,
    UNSURE,
    Context,
    Found,
    Place,
    Reason,
    TimeMeaning,
)
from cadence.extract.times.mentioned import ASKED, LONGEST_HEAD, in_brackets
from cadence.extract.times.periodic import season_of
from cadence.extract.times.phrases import Phrase

SEASONS = re.compile("(?:汛|防火|火险|采暖|供暖|戒严)期(?:间|为|是|：)?[（(]?$")
BARE_DAY = re.compile(f"{NUMBER}[日号]")
FLOOD = ("汛", "防火", "每年", "火险")
# 9月25日至10月8日为禁火期，禁火期内停止审批野外用火: the bar has the season's days.
IN_WHICH = re.compile(
    "^(?:止)?[为是](?:我[县市省区镇乡])?[^，。；]{0,10}?(?P<name>[^，。；]{2,5}期)[，；]"
    "(?P=name)[内间]?，?[^，。；]{0,16}?(?:禁止|严禁|不得|停止|暂停|一律不)"
)
FORBIDDEN = re.compile(
    "^(?:期间|[内间止])?[，]?[^，。；（）]{0,20}?(?<!不)(?:禁止|严禁|不得(?!少于|低于|超过|不)|不准|不允许)"
)
SEASON_BEGINS = re.compile(
    "[汛防火险]期(?:间)?(?:自|从|于)?(?:[提推][前迟]至)?$|(?:防范|防御|防火|多发|高发|易发)期(?:为|是|定为)$"
)  # 秋防期提前至
SHARE = re.compile("[^，。；]{0,10}占(?:全|总|[^，。；用道地]{0,4}[0-9%成])")  # 降雨占全年的六成
IS_A_SEASON = re.compile(
    "^(?:止)?[为是](?:我[县市省区镇乡])?[^，。；]{0,10}(?:期|季节)(?:$|[，。；）])"
)


def phase(place: Place, context: Context) -> Found:
    """Read a stretch of days, or one end of it."""
    phrase = place.phrase
    barred = IN_WHICH.match(place.after) is not None
    told = IS_A_SEASON.match(place.after) or SHARE.match(place.after)
    if not barred and (told or SEASON_BEGINS.search(place.before)):
        return Reason("是对时节的说明，没有要求")
    bare, months = phrase.slot("bare_day"), phrase.slot("bare_month")
    begins = f"{bare}日" if bare else _in_its_month(phrase.slot("day"), context)
    begins = f"{months}月" if months else begins
    first = stretch(begins, context.year) if begins else None
    if phrase.text.endswith(("年底", "年底前", "年底止")) and not phrase.slot("day"):
        return _from_now(phrase, context, stretch("今年底", context.year))
    from_now = any(word in phrase.text for word in ("即日", "之日", "现在"))
    if from_now:
        return _from_now(phrase, context, first)
    if phrase.slot("year"):
        years = (int(phrase.slot("year")), int(phrase.slot("year_2")))
        timing = Phase(start=dt.date(years[0], 1, 1), due=dt.date(years[1], 12, 31))
        return (TimeMeaning(timing, UNSURE),)
    if first is None:
        return Reason(f"“{phrase.text}”不是日历上有的日期", understood=False)
    second = phrase.slot("day_2") or (bare and phrase.slot("day"))
    second = second or (phrase.slot("n") and f"{phrase.slot('n')}日")
    second = second or (months and f"{phrase.slot('bare_month_2')}月底")
    if not second:
        return _open_phase(place, context, first)
    last = _end_of(second, first)
    if last is None:
        return Reason(f"“{phrase.text}”不是日历上有的日期", understood=False)
    if not first.printed and _of_every_year(place, context):
        return (TimeMeaning(season_of(first, last), FAIR),)
    heads = in_brackets(place) and len(place.before) <= LONGEST_HEAD  # 动员部署（1月至4月）
    is_past = context.issued is not None and last.last < context.issued and not heads
    if is_past and (first.printed or IS_COUNTED.match(place.after)):
        return Reason("日期早于成文日期，是已经过去的事")
    if context.report and context.issued is None and not ASKED.search(place.sentence):
        return Reason("日期早于成文日期，是已经过去的事")
    timing = Phase(start=first.first, due=last.last)
    meaning = TimeMeaning(timing, SURE, carried=not (first.printed or last.printed))
    return (replace(meaning, force="must_not", reading=A_BAR) if barred else meaning,)


def _in_its_month(day: str, context: Context) -> str:
    """Write 11日 of 5月6日至10日…；11日至15日 with the month printed before it."""
    return f"{context.month}{day}" if context.month and BARE_DAY.fullmatch(day) else day


def _of_every_year(place: Place, context: Context) -> bool:
    """Tell a season that comes back, 汛期（6月至9月）, from the days of one year's work."""
    if _says_every_year(place.sentence):
        return True
    if context.lasting:
        return _speaks_of_flood(place.sentence)
    return SEASONS.search(place.before) is not None


# Every stretch of a long sentence asks about the whole of it.
@lru_cache(maxsize=64)
def _says_every_year(sentence: str) -> bool:
    return "每年" in sentence


@lru_cache(maxsize=64)
def _speaks_of_flood(sentence: str) -> bool:
    return any(word in sentence for word in FLOOD)


def _end_of(words: str, first: Stretch) -> Stretch | None:
    last = stretch(words, first.first.year, first.first.month)
    if last and last.last < first.first:
        last = stretch(words, first.first.year + 1, first.first.month)
    return last if last and last.last >= first.first else None


def _from_now(phrase: Phrase, context: Context, last: Stretch | None) -> Found:
    if context.issued is None and last is None:
        return Reason("“即日起”没有成文日期可算起", understood=False)
    if context.issued and last and last.last < context.issued:
        return Reason("日期早于成文日期，是已经过去的事")
    question = None if context.issued else "没有成文日期，“即日起”从哪天起算？"
    timing = Phase(start=context.issued, due=last.last if last else None)
    if timing.due is None and phrase.text.endswith("起"):
        return (TimeMeaning(timing, UNSURE, "只有起始日期，没有写到哪天为止", carried=True),)
    return (TimeMeaning(timing, FAIR, question, carried=last is None or not last.printed),)


def _open_phase(place: Place, context: Context, first: Stretch) -> Found:
    if context.lasting and first.printed and context.issued is None:
        return Reason("制度里写明年月日的事，说的是以往，没有要求")
    if first.printed and context.issued and first.last < context.issued:
        return Reason("日期早于成文日期，是已经过去的事")
    barred = FORBIDDEN.match(place.after)
    if not barred and any(other.kind in {"cadence", "periodic"} for other in place.others):
        return Reason("起始日已并入同句的周期")
    question = None
    if not first.exact:
        question = f"“{place.phrase.text}”从{plain_day(first.first)}起，还是从下一个月起？"
    timing = Phase(start=first.first, due=None)
    return (TimeMeaning(timing, UNSURE, question, carried=not first.printed),)
