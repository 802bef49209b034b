"""A time phrase in its sentence → the timing that it means, how sure we are and what to ask.

Where a phrase is no time limit after all, a Reason says why; nothing is dropped in silence.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from cadence.core import (
    NUMBER,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Unspecified,
    timing_words,
)
from cadence.extract.text.paragraphs import segment
from cadence.extract.times import frequency, periodic
from cadence.extract.times import triggers as clocks
from cadence.extract.times.dated import clock, deadline, phase
from cadence.extract.times.meanings import (
    A_BAR,
    FAIR,
    SURE,
    UNSURE,
    Context,
    Found,
    Meaning,
    Place,
    Reason,
)
from cadence.extract.times.no_duty import MODALS
from cadence.extract.times.phrases import Phrase

MUST = re.compile(
    "应当|必须|应(?!急|用|对)|不得|须|要(?!求|点)|由[^，。；]{2,20}(?:代|负责|主持|承担|行使)"
)
SHORT_FORM = re.compile("(?:日|周|旬|月|季度?|年)(?!内)[^一至不]")
A_PAPER = re.compile("^[^每].*(?:计划|方案|清单|总结|小结|报告|安排|要点|台账)$")
# 财务年报表 is a thing; 各村月报表 and 报送月报表 are asked for.
A_NAME = re.compile("(?:财务|统计|会计|业务|工作|数据)$")
A_MONDAY = re.compile("每个?(?:周|星期)一[^次]")
AN_OBJECT = re.compile("[\u4e00-\u9fa5](?<![次制机会的工])")
NAMED_YEAR = re.compile(r"(?:\d|[本当上下该])年度")
CAMPAIGNS = ("行动", "活动", "整治", "攻坚", "专项")
PERIODIC = {"cadence", "periodic"}
NEAR_PAST = re.compile("最?近|去年|上年|今年以?来")
GROUNDS = re.compile(
    "^[^。；]{0,40}?(?:的|者|过)(?=[^。；]{0,30}(?:，|企业|单位|人员|学校|路段|部位|场所|$))"
)
A_PERIOD = re.compile(
    f"每?{NUMBER}?个?(?:半年|季度|工作日|星期|[年季月旬周日天])(?:度|之?内)?|全年"
)
A_WORD = 2  # characters
NEAR_BY = 16  # characters behind a season in which the word that decides stands
BEFORE_FLOOD = ("--05-01", "--05-31")  # 汛前 names the days themselves
SPAN = re.compile(r"(--\d\d-\d\d) (--\d\d-\d\d)")
NOT_SUMMED = {"提升", "阶段", "巩固"}
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


def _cadence(place: Place, context: Context) -> Found:
    del context
    words = place.phrase.text
    if SHORT_FORM.match(words) and place.before[-1:] in set("全半两本上下去今前当年一二三"):
        return Reason("是名称的一部分，没有要求")
    if words.endswith("报表") and A_NAME.search(place.before):
        return Reason("是名称的一部分，没有要求")
    if (SHORT_FORM.match(words) or A_PAPER.search(words)) and _said_already(place):
        return Reason("同句另有时限，这里只是名称")
    if A_MONDAY.match(words) and AN_OBJECT.match(place.after):
        reading = f"“{words}”按每周星期一理解"
        monday = PeriodicDeadline(period="week", day=1)
        return (Meaning(monday, UNSURE, f"{reading}，还是每周一次？", reading),)
    timing = frequency.cadence(words, place.before, place.after)
    if timing is None:
        reason = f"“{words}”不是日历上的周期（周、旬、月、季、半年、年），请人工安排"
        return Reason(reason, understood=False)
    if frequency.is_range(words):
        asked = f"“{words}”按最长的间隔理解，是否正确？"
        return (Meaning(timing, UNSURE, asked, asked.removesuffix("，是否正确？")),)
    if not frequency.is_rounded(words):
        return (Meaning(timing),)
    said = timing_words(timing)
    reading = f"“{words}”按{said}理解"
    return (Meaning(timing, UNSURE, f"{reading}，是否正确？", reading),)


def _said_already(place: Place) -> bool:
    """Tell the 季度小结 of 每季度末月20日前报送季度小结: a name; the rhythm stands before it."""
    start, _end = segment(place.sentence, place.phrase.start)
    return any(
        start <= other.start < place.phrase.start
        and other.kind in PERIODIC
        and not SHORT_FORM.match(other.text)
        for other in place.others
    ) and place.before[-1:] not in set("、，和及")


def _times(place: Place, context: Context) -> Found:
    """Read a count without a period: once in a campaign is due at its end."""
    recurring = [other for other in place.others if other.kind in PERIODIC]
    if recurring or any(other.text[0] == "每" for other in place.others):
        return _second_count(place, recurring)
    if context.campaign is None:
        return Reason(f"写了次数“{place.phrase.text}”，没有写周期或期限", understood=False)
    question = f"“{place.phrase.text}”没有写期限，按行动结束日理解，是否正确？"
    return (Meaning(Deadline(due=context.campaign.last), UNSURE, question, carried=True),)


def _second_count(place: Place, recurring: list[Phrase]) -> Found:
    """Read 每年对学校至少2次，对医院至少4次: a period lent to a second count."""
    earlier = [other for other in recurring if other.end <= place.phrase.start]
    between = place.sentence[earlier[-1].start : place.phrase.start] if earlier else ""
    lent = A_PERIOD.match(earlier[-1].text) if earlier else None
    timing = frequency.cadence(lent[0], "", place.phrase.text) if lent else None
    # The first count belongs to the period's own rule.
    if timing is None or not re.search(r"[次回场遍][^，；]{0,20}[，；、][^，；]{1,24}$", between):
        return ()
    return (Meaning(timing, FAIR),)


def _stages(place: Place, context: Context) -> Found:
    """Read 阶段总结: due at the end of every stage."""
    if re.search("第[一二三四五]$|(?:终|收|本)$", place.before) or place.after[:2] in NOT_SUMMED:
        return Reason("是阶段的名称")
    ends = [stage.days.last for stage in context.stages]
    if not ends:
        return Reason(f"“{place.phrase.text}”：没有找到各阶段的起止日期", understood=False)
    reading = f"“{place.phrase.text}”按每个阶段结束之日各一次理解"
    return tuple(
        Meaning(Deadline(due=end), UNSURE, f"{reading}，是否正确？", reading, carried=True)
        for end in sorted(set(ends))
    )


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
    return (Meaning(frequency.A_YEARLY, UNSURE, question, reading),)


def _periodic(place: Place, context: Context) -> Found:
    del context
    words = place.phrase.text
    listed = place.phrase.slot("months") or "、".join(
        filter(None, (place.phrase.slot("day"), place.phrase.slot("day_2")))
    )
    if not words.endswith("前") and (made := frequency.in_months(listed, place.after)):
        return (Meaning(made),)
    timings = periodic.deadlines(place.phrase)
    if not timings and (ended := clocks.after_its_end(words)):
        asked = f"“{words}”从哪天起算，每次请登记“{ended.event}”，是否正确？"
        return (Meaning(ended, FAIR, asked),)
    if not timings:
        return Reason(f"“{words}”还不能换算成日期", understood=False)
    if "季" in words and "次月" in words:
        reading = f"“{words}”按季度结束后的下一个月理解"
        question = f"{reading}，还是季度的第二个月？"
        return tuple(Meaning(timing, UNSURE, question, reading) for timing in timings)
    return tuple(Meaning(timing) for timing in timings)


def _season(place: Place, context: Context) -> Found:
    del context
    phrase = place.phrase
    if IS_SAID_OF.match(place.after):
        return Reason("是对时节的说明，没有要求")
    spoken = MODALS.search(place.after)
    if spoken and spoken["may"] and spoken.start() < NEAR_BY:
        return Reason("是权利或授权（可以、鼓励），不是义务")
    spans = SPAN.findall(phrase.words.meaning)
    if not spans:
        timing = Season(start=None, due=None, name=phrase.text.strip("在间内"))
        return (Meaning(timing, UNSURE, f"“{phrase.text}”由有关机关宣布，起止请在宣布后填写"),)
    return tuple(_of_season(phrase, start, due) for start, due in spans)


def _of_season(phrase: Phrase, start: str, due: str) -> Meaning:
    timing = Season(start=start, due=due)
    if phrase.text.endswith("前") and (start, due) != BEFORE_FLOOD:
        timing = replace(timing, when="before")
    whose = {"当地公布": "以当地公布的为准", "约定": "是约定的月份"}.get(
        phrase.words.meaning.rpartition(" ")[2]
    )
    if whose is None:
        return Meaning(timing)
    question = f"“{phrase.text}”的起止{whose}，暂按{start[2:]}至{due[2:]}，是否正确？"
    return Meaning(timing, FAIR, question)


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
    return (Meaning(Unspecified(words=words), FAIR, f"“{words}”具体多久一次，请明确"),)


def _standing(place: Place, context: Context) -> Found:
    del context
    unsure = place.phrase.words.meaning == "常态"
    return (Meaning(Standing(), UNSURE if unsure else SURE),)


def _clock(place: Place, context: Context) -> Found:
    del context
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
    return tuple(Meaning(each) for each in clocks.before_feasts(place.phrase))


def _bar(place: Place, context: Context) -> Found:
    """Read 五年内不得…: a span that ends, in which nothing falls due."""
    del context
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
    if NEAR_PAST.match(place.phrase.text) and not GROUNDS.search(place.after):
        return Reason("是对已发生情况的统计，没有要求")
    timing, question = clocks.threshold(place.phrase, place.after)
    return (Meaning(timing, UNSURE if question else FAIR, question),)


READERS: dict[str, Callable[[Place, Context], Found]] = {
    "trap": _trap,
    "cadence": _cadence,
    "times": _times,
    "stages": _stages,
    "during": _during,
    "yearly": _yearly,
    "periodic": _periodic,
    "deadline": deadline,
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
