"""A time phrase in its sentence → the timing that it means, how sure we are and what to ask.

Where a phrase is no time limit after all, a Reason says why; nothing is dropped in silence.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from cadence.extract import clocks, periodic
from cadence.extract.dated import clock, deadline, phase
from cadence.extract.meanings import (
    FAIR,
    SURE,
    UNSURE,
    Context,
    Found,
    Meaning,
    Place,
    Reason,
)
from cadence.extract.text import segment
from cadence.timings import Deadline, Phase, Season, Standing, Unspecified

MUST = re.compile(
    "应当|必须|应(?!急|用|对)|不得|须|要(?!求|点)|由[^，。；]{2,20}(?:代|负责|主持|承担|行使)"
)
SHORT_FORM = re.compile("(?:日|周|旬|月|季度?|年)(?!内)[^一至不]")
NAMED_YEAR = re.compile(r"(?:\d|[本当上下该])年度")
CAMPAIGNS = ("行动", "活动", "整治", "攻坚", "专项")
PERIODIC = {"cadence", "periodic"}
A_WORD = 2  # characters


def read(place: Place, context: Context) -> Found:
    """Say what a phrase means."""
    found = READERS[place.phrase.kind](place, context)
    if isinstance(found, tuple) and not all(periodic.possible(each.timing) for each in found):
        return Reason(f"“{place.phrase.text}”不是日历上有的日期或次数", understood=False)
    return found


def _trap(place: Place, context: Context) -> Found:
    del context
    return Reason(place.phrase.words.meaning)


def _cadence(place: Place, context: Context) -> Found:
    del context
    if SHORT_FORM.match(place.phrase.text) and place.before[-1:] in set(
        "全半两本上下去今前当年一二三"
    ):
        return Reason("是名称的一部分，没有要求")
    timing = periodic.cadence(place.phrase.text, place.before, place.after)
    if timing is None:
        return Reason(f"周期“{place.phrase.text}”还不能按日历周期计算", understood=False)
    return (Meaning(timing),)


def _times(place: Place, context: Context) -> Found:
    """Read a count without a period: once in a campaign is due at its end."""
    periods = (
        other.kind in {"cadence", "periodic"} or other.text[0] == "每" for other in place.others
    )
    if any(periods):
        return ()  # the count belongs to that period's rule
    if context.campaign is None:
        return Reason(f"写了次数“{place.phrase.text}”，没有写周期或期限", understood=False)
    question = f"“{place.phrase.text}”没有写期限，按行动结束日理解，是否正确？"
    return (Meaning(Deadline(due=context.campaign.last), UNSURE, question, carried=True),)


def _during(place: Place, context: Context) -> Found:
    """Read a stage that lasts as long as something else does; only where a duty is tied to it."""
    # The gap before 期间 may have taken in the sentence's subject: 有关人员在调查期间.
    said = place.phrase.text
    words = said.removesuffix("内").removesuffix("期间").rpartition("在")[2]
    begins = "在" in said or place.before[-1:] in {"", "，", "；", "："}
    if any(word in words for word in CAMPAIGNS):
        return _in_campaign(place, context) if begins else Reason("只是提到行动期间")
    if not begins or not MUST.search(place.after + place.before):
        return Reason("只是提到一段时间，没有要求")
    if "节" in words or "假" in words or len(words) < A_WORD:
        return Reason("以节假日的起止为准")
    question = f"“{said}”从哪天到哪天，由什么事情决定？"
    return (Meaning(Phase(start=None, due=None), UNSURE, question),)


def _in_campaign(place: Place, context: Context) -> Found:
    """Read 行动期间: the campaign's days, where they do not bound another timing."""
    timed = {"cadence", "periodic", "deadline", "times"}
    if any(other.kind in timed for other in place.others):
        return Reason("行动期间已作为同句周期的起止")
    if context.campaign is None:
        return Reason("没有找到行动的起止日期", understood=False)
    timing = Phase(start=context.campaign.first, due=context.campaign.last)
    return (Meaning(timing, FAIR, carried=True),)


def _yearly(place: Place, context: Context) -> Found:
    del context
    if NAMED_YEAR.search(place.phrase.text):
        return Reason("是某一年度的名称")
    start, end = segment(place.sentence, place.phrase.start)
    timed = {"periodic", "deadline", "cadence", "phase"}
    if any(start <= other.start < end and other.kind in timed for other in place.others):
        return Reason("“年度”所说的事，同句另有时限")
    question = "“年度”按每个公历年一次理解，原文没有写完成日期，是否正确？"
    reading = "“年度”按每个公历年一次理解，原文没有写明完成日期"
    return (Meaning(periodic.A_YEARLY, UNSURE, question, reading),)


def _periodic(place: Place, context: Context) -> Found:
    del context
    timings = periodic.deadlines(place.phrase)
    if not timings:
        return Reason(f"“{place.phrase.text}”还不能换算成日期", understood=False)
    return tuple(Meaning(timing) for timing in timings)


def _season(place: Place, context: Context) -> Found:
    del context
    phrase = place.phrase
    start, _space, rest = phrase.words.meaning.partition(" ")
    due, _space, whose = rest.partition(" ")
    if not start.startswith("--"):
        return (Meaning(Unspecified(words=phrase.text), UNSURE, f"“{phrase.text}”由有关机关宣布"),)
    question = None
    if whose:
        words = "以当地公布的为准" if whose.startswith("当地") else "是约定的月份"
        question = f"“{phrase.text}”的起止{words}，暂按{start[2:]}至{due[2:]}，是否正确？"
    return (Meaning(Season(start=start, due=due), FAIR if whose else SURE, question),)


def _open(place: Place, context: Context) -> Found:
    del context
    words = place.phrase.text
    if place.phrase.words.meaning == "限期":
        return Reason("“限期”由办理机关另定")
    if place.phrase.words.meaning == "时段" and place.before[-1:] not in {
        "",
        "，",
        "；",
        "：",
        "在",
        "、",
    }:
        return Reason("只是提到一段时间，没有要求")
    return (Meaning(Unspecified(words=words), FAIR, f"“{words}”具体多久一次，请明确"),)


def _standing(place: Place, context: Context) -> Found:
    del context
    unsure = place.phrase.words.meaning == "常态"
    return (Meaning(Standing(), UNSURE if unsure else SURE),)


def _clock(place: Place, context: Context) -> Found:
    del context
    return clock(place)


def _bar(place: Place, context: Context) -> Found:
    """Read 五年内不得…: a span that ends, in which nothing falls due."""
    del context
    found = clock(place)
    if isinstance(found, Reason):
        return found
    (meaning,) = found
    reading = "是禁止的期限，期内不得为，期满不需要办理"
    question = "这是禁止的期限，不是办理时限，是否列入日历？"
    return (replace(meaning, confidence=UNSURE, question=question, reading=reading),)


def _threshold(place: Place, context: Context) -> Found:
    del context
    timing, question = clocks.threshold(place.phrase, place.after)
    return (Meaning(timing, UNSURE if question else FAIR, question),)


READERS: dict[str, Callable[[Place, Context], Found]] = {
    "trap": _trap,
    "cadence": _cadence,
    "times": _times,
    "during": _during,
    "yearly": _yearly,
    "periodic": _periodic,
    "deadline": deadline,
    "phase": phase,
    "trigger": _clock,
    "bar": _bar,
    "before": _clock,
    "keep": _clock,
    "threshold": _threshold,
    "season": _season,
    "open": _open,
    "standing": _standing,
}
