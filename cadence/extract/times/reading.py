"""A time phrase in its sentence → the timing that it means, how sure we are and what to ask.

Where a phrase is no time limit after all, a Reason says why; nothing is dropped in silence.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from cadence.core import (
    NUMBER,
    Cadence,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Unspecified,
    number,
)
from cadence.extract.text.paragraphs import segment
from cadence.extract.times import periodic, rhythms
from cadence.extract.times import triggers as clocks
from cadence.extract.times.counts import threshold
from cadence.extract.times.dated import clock, deadline
from cadence.extract.times.during import MUST, PERIODIC, during
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
from cadence.extract.times.no_duty import MODALS, SOMEBODY_ACTS
from cadence.extract.times.phrases import Phrase
from cadence.extract.times.seasons import its_days
from cadence.extract.times.spans import phase

NEAR_PAST = re.compile("最?近|去年|上年|今年以?来")
GROUNDS = re.compile(
    "^[^。；]{0,40}?(?:的|者|过)(?=[^。；]{0,30}(?:，|企业|单位|人员|学校|路段|部位|场所|[；;]?$))"
)
OF_LATE = re.compile(
    "(?:^|[，。；：、目此以之眼早先今最然与较比])$"
)  # 前两天已通报, 目前三个月, 今后三年
NEAR_BY = 16  # characters behind a season in which the word that decides stands
BEFORE_FLOOD = ("--05-01", "--05-31")  # 汛前 names the days themselves
A_SECOND_COUNT = re.compile(
    f"[次起例件处](?:或者?|、)(?P<second>{NUMBER}个?(?:年|月|日|天|季度)内)"
)
OF_THE_MONTH = re.compile(rf"[于在]?({NUMBER})日之?前")  # 每月排查，并于20日前上报
A_WEEKDAY = re.compile("(?:周|星期)([一二三四五六日天])")
NOT_EVERY = re.compile("[上下本这](?:一?个)?$")  # 下周一会议
A_HOUR = re.compile(f"[上下中]?午?晚?{NUMBER}(?:时|点|[:：])")
EVERY_DAY = re.compile("每[日天晚]|[逐按]日")
SPAN = re.compile(r"(--\d\d-\d\d) (--\d\d-\d\d)")
IS_MADE = re.compile("(?:定|划定|规定|确定)为(?:我[国省市县区])?(?:的)?$")  # 4月至10月定为汛期
IS_SAID_OF = re.compile(
    "^(?:期间)?(?:共|全[县市省区])?发生|^(?:是|为|系|历来|即将|将至|临近|到来|来临|已|以来|的(?:特点|形势|来临|到来))"
)


def read(place: Place, context: Context) -> Found:
    """Say what a phrase means."""
    found = READERS[place.phrase.kind](place, context)
    if isinstance(found, tuple) and not all(periodic.possible(each.timing) for each in found):
        return Reason(f"“{place.phrase.text}”不是日历上有的日期或次数", understood=False)
    return found


def _trap(place: Place, context: Context) -> Found:
    del context
    return Reason(place.phrase.words.meaning)


def _lunar(place: Place, context: Context) -> Found:
    del place, context
    return Reason("写的是农历的日子，没有写公历哪一天，请对照历书确认", understood=False)


def _season(place: Place, context: Context) -> Found:
    phrase = place.phrase
    if IS_SAID_OF.match(place.after) or IS_MADE.search(place.before):
        return Reason("是对时节的说明，没有要求")
    spoken = MODALS.search(place.after)
    if spoken and spoken["may"] and spoken.start() < NEAR_BY:
        return Reason("是权利或授权（可以、鼓励），不是义务")
    spans = SPAN.findall(phrase.words.meaning)
    own = its_days(phrase.text, context.seasons)
    if own and spans and spans[0] != BEFORE_FLOOD and not phrase.text.endswith("后"):
        when: Literal["during", "before"] = "before" if phrase.text.endswith("前") else "during"
        return (TimeMeaning(Season(start=own[0], due=own[1], when=when)),)
    if not spans:
        timing = Season(start=None, due=None, name=phrase.text.strip("在间内"))
        return (TimeMeaning(timing, UNSURE, f"“{phrase.text}”由有关机关宣布，起止请在宣布后填写"),)
    return tuple(_of_season(phrase, start, due) for start, due in spans)


def _of_season(phrase: Phrase, start: str, due: str) -> TimeMeaning:
    timing = Season(start=start, due=due)
    if phrase.text.endswith("前") and (start, due) != BEFORE_FLOOD:
        timing = replace(timing, when="before")
    whose = {"当地公布": "以当地公布的为准", "约定": "是约定的月份"}.get(
        phrase.words.meaning.rpartition(" ")[2]
    )
    if whose is None:
        return TimeMeaning(timing)
    question = f"“{phrase.text}”的起止{whose}，暂按{start[2:]}至{due[2:]}，是否正确？"
    return TimeMeaning(timing, FAIR, question)


def _open(place: Place, context: Context) -> Found:
    del context
    words, meaning = place.phrase.text, place.phrase.words.meaning
    if meaning == "限期":
        return Reason("“限期”由办理机关另定")
    if meaning == "时段" and place.before[-1:] not in {*"，；：在、等", ""}:
        return Reason("只是提到一段时间，没有要求")
    start, end = segment(place.sentence, place.phrase.start)
    if any(start <= other.start < end and other.kind in PERIODIC for other in place.others):
        return Reason("同句写明了周期")
    return (TimeMeaning(Unspecified(words=words), FAIR, f"“{words}”具体多久一次，请明确"),)


def _standing(place: Place, context: Context) -> Found:
    del context
    unsure = place.phrase.words.meaning == "常态"
    return (TimeMeaning(Standing(), UNSURE if unsure else SURE),)


def _day(place: Place, context: Context) -> Found:
    """Read a day; after what comes every month, 20日前 is the 20th of each."""
    day = OF_THE_MONTH.fullmatch(place.phrase.text)
    if not day or not context.monthly:
        return deadline(place, context)
    question = f"“{place.phrase.text}”按每月{day[1]}日前理解，是否正确？"
    timing = PeriodicDeadline(period="month", day=number(day[1]))
    return (TimeMeaning(timing, FAIR, question),)


def _weekday(place: Place, context: Context) -> Found:
    """Read 须于下周一前转交 in what binds week after week: every Monday, and ask."""
    day = A_WEEKDAY.search(place.phrase.text)
    if NOT_EVERY.search(place.before):
        return Reason("写了星期几，说的是某一周，请对照原文判断", understood=False)
    if day is None or not context.lasting:
        return Reason("写了星期几，没有写是哪一周，请对照原文判断", understood=False)
    reading = f"“{place.phrase.text}”按每周星期{day[1]}理解"
    timing = PeriodicDeadline(period="week", day=periodic.WEEKDAYS[day[1]])
    return (TimeMeaning(timing, FAIR, f"{reading}，是否正确？", reading),)


def _daily_before(place: Place) -> bool:
    """Tell the 当日8时前 of 带班领导每天到岗，值班员当日8时前交接: a day of every day."""
    words = place.phrase.text
    if words[:2] not in {"当日", "当天", "当晚"} or not A_HOUR.match(place.after):
        return False
    earlier = (each for each in place.others if each.end <= place.phrase.start)
    return any(each.kind in PERIODIC and EVERY_DAY.match(each.text) for each in earlier)


def _clock(place: Place, context: Context) -> Found:
    del context
    if longer := rhythms.interval_too(place):
        return (longer,)
    if _daily_before(place):
        return (TimeMeaning(Cadence(period="day"), FAIR),)
    if place.phrase.text[0] in "前后" and OF_LATE.search(place.before):
        return Reason("是已经过去的日子，没有要求")
    _start, end = segment(place.sentence, place.phrase.start)
    behind = [other for other in place.others if place.phrase.end <= other.start < end]
    if any(
        other.kind == "trigger" and MUST.search(place.sentence[place.phrase.end : other.start])
        for other in behind
    ):
        return Reason("是同句另一时限的前提")
    return clock(place)


def _observance(place: Place, context: Context) -> Found:
    """Read 春节前15日内, 元旦、春节前: so long before a named day, which the calendar knows."""
    del context
    if place.after[:1] == "后":  # 清明节前后
        words = f"{place.phrase.text}后"
        return (TimeMeaning(Unspecified(words=words), FAIR, f"“{words}”从哪天到哪天，请明确"),)
    return tuple(TimeMeaning(each) for each in clocks.before_feasts(place.phrase))


def _bar(place: Place, context: Context) -> Found:
    """Read 五年内不得…: a span that ends, in which nothing falls due."""
    del context
    if place.phrase.words.meaning:  # 一个纳税年度内不得变更: whose year it is, nobody says
        asked = f"“{place.phrase.text}”是禁止的期限，从哪天到哪天，是否列入日历？"
        timing = Phase(start=None, due=None)
        return (TimeMeaning(timing, UNSURE, asked, A_BAR, force="must_not"),)
    found = clock(place)
    if isinstance(found, Reason):
        return found
    (meaning,) = found
    question = "这是禁止的期限，不是办理时限，是否列入日历？"
    return (
        replace(meaning, confidence=UNSURE, question=question, reading=A_BAR, force="must_not"),
    )


def _threshold(place: Place, context: Context) -> Found:
    del context
    if place.phrase.words.meaning == "无期" and not SOMEBODY_ACTS.search(place.after):
        return Reason("是情形的说明，没有要求")
    if place.phrase.words.meaning == "无期" and re.search("[一1][次起]", place.phrase.text):
        return Reason("是情形的说明，没有要求")
    if NEAR_PAST.match(place.phrase.text) and not GROUNDS.search(place.after):
        return Reason("是对已发生情况的统计，没有要求")
    made = [threshold(place.phrase, place.after)]
    if again := A_SECOND_COUNT.search(place.phrase.text):  # 180日内三次或者一年内四次受罚的
        text = place.phrase.text[again.start("second") :]
        made.append(threshold(replace(place.phrase, text=text), place.after))
    return tuple(
        TimeMeaning(timing, UNSURE if question else FAIR, question) for timing, question in made
    )


READERS: dict[str, Callable[[Place, Context], Found]] = {
    "lunar": _lunar,
    "trap": _trap,
    "cadence": rhythms.cadence_words,
    "times": rhythms.times_words,
    "stages": rhythms.stages_words,
    "during": during,
    "yearly": rhythms.yearly_words,
    "periodic": rhythms.periodic_words,
    "weekday": _weekday,
    "deadline": _day,
    "phase": phase,
    "trigger": _clock,
    "observance": _observance,
    "bar": _bar,
    "before": _clock,
    "keep": _clock,
    "threshold": _threshold,
    "season": _season,
    "open": _open,
    "standing": _standing,
}
