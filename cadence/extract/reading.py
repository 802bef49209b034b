"""A time phrase in its sentence → the timing that it means, how sure we are and what to ask.

Where a phrase is no time limit after all, a Reason says why; nothing is dropped in silence.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cadence.dates import Span
from cadence.extract import clocks, periodic
from cadence.extract.days import Stretch, due_before, stretch
from cadence.extract.numerals import NUMBER
from cadence.extract.text import segment
from cadence.extract.times import Phrase
from cadence.model import Deadline, Phase, Season, Standing, Timing, Unspecified

SURE, FAIR, UNSURE, A_GUESS = 0.95, 0.8, 0.6, 0.4
FLOOD = ("汛", "防火", "每年", "火险")
GOALS = ("完成", "建成", "实现", "达到", "建立", "形成", "基本", "力争", "取得", "全面", "推动", "印发", "启动")
MUST = re.compile("应当|必须|应(?!急|用|对)|不得|须|要(?!求|点)|由[^，。；]{2,20}(?:代|负责|主持|承担|行使)")
AUTUMN, SPRING = 10, 6


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase leans on outside its sentence.

    Attributes:
        issued: the document's date; None where there is none.
        year: the year that dates without one take; year_from: whence, in words.
        campaign: the days of the campaign that the document is about.
    """

    issued: dt.date | None
    year: int
    year_from: str
    campaign: Span | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A timing, and how sure it is: a number, a question to a person, the reading taken."""

    timing: Timing
    confidence: float = SURE
    question: str | None = None
    reading: str | None = None
    carried: bool = False  # the year is not in the words themselves


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a time phrase gives no rule; understood: whether we know that it should not."""

    words: str
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A phrase, its sentence, and the other phrases of that sentence."""

    phrase: Phrase
    sentence: str
    others: tuple[Phrase, ...] = field(default=())

    @property
    def before(self) -> str:
        """The sentence up to the phrase."""
        return self.sentence[: self.phrase.start]

    @property
    def after(self) -> str:
        """The sentence from the phrase on."""
        return self.sentence[self.phrase.end :]


Found = tuple[Meaning, ...] | Reason


def read(place: Place, context: Context) -> Found:
    """Say what a phrase means."""
    return READERS[place.phrase.kind](place, context)


def _trap(place: Place, context: Context) -> Found:
    del context
    return Reason(place.phrase.words.meaning)


def _cadence(place: Place, context: Context) -> Found:
    del context
    timing = periodic.cadence(place.phrase.text, place.before, place.after)
    if timing is None:
        return Reason(f"周期“{place.phrase.text}”还不能按日历周期计算", understood=False)
    return (Meaning(timing),)


def _times(place: Place, context: Context) -> Found:
    """Read a count without a period: once in a campaign is due at its end."""
    if any(other.kind in {"cadence", "periodic"} for other in place.others):
        return ()  # the count belongs to that period's rule
    if context.campaign is None:
        return Reason(f"写了次数“{place.phrase.text}”，没有写周期或期限", understood=False)
    question = f"“{place.phrase.text}”没有写期限，按行动结束日理解，是否正确？"
    return (Meaning(Deadline(due=context.campaign.last), UNSURE, question, carried=True),)


def _during(place: Place, context: Context) -> Found:
    """Read a stage that lasts as long as something else does; only where a duty is tied to it."""
    del context
    words = place.phrase.text.removesuffix("内").removesuffix("期间")
    if place.before[-1:] not in {"", "，", "；", "："} or not MUST.search(place.after + place.before):
        return Reason("只是提到一段时间，没有要求")
    if any(word in words for word in ("行动", "活动", "整治", "攻坚", "专项", "节", "假")) or len(words) < 2:  # noqa: PLR2004 - a word
        return Reason("以行动或节假日的起止为准")
    question = f"“{place.phrase.text}”从哪天到哪天，由什么事情决定？"
    return (Meaning(Phase(start=None, due=None), UNSURE, question),)


def _yearly(place: Place, context: Context) -> Found:
    del context
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


def _deadline(place: Place, context: Context) -> Found:
    """Read one day: by it, on it, or only a mention of it."""
    phrase = place.phrase
    if carried := periodic.carried_deadline(phrase, place.others):
        return (Meaning(carried, FAIR),)
    month = _month_before(place, context)
    if month is None and re.fullmatch(f"{NUMBER}[日号]", phrase.slot("day")) and phrase.text.endswith("前"):
        # 举办20日前: no day of a month, but twenty days before something.
        early = replace(phrase, words=replace(phrase.words, kind="before"))
        return _clock(replace(place, phrase=early), context)
    days = stretch(_day_words(phrase), context.year, month)
    if days is None:
        return Reason(f"“{phrase.text}”不是日历上有的日期", understood=False)
    is_before = phrase.text.endswith("前")
    if not is_before and (reason := _only_mentioned(place, context, days)):
        return reason
    due = due_before(days) if is_before else days.last
    if days.printed and context.issued and due < context.issued:
        return Reason("日期早于成文日期，是已经过去的事")
    if not is_before and not days.exact and _in_brackets(place):
        return (Meaning(Phase(start=days.first, due=days.last), FAIR, carried=not days.printed),)
    return (_dated(place, context, days, due),)


def _day_words(phrase: Phrase) -> str:
    """Return the date itself; 年底 and the like are words of the table."""
    if day := phrase.slot("day"):
        ends = "底" if phrase.text.removesuffix("前").endswith("底") and "底" not in day else ""
        return day + ends
    return {"年内": "今年底", "今年内": "今年底", "年终": "今年底"}.get(
        phrase.text.strip("在于之前以"), "今年底" if "年" in phrase.text else phrase.text
    )


def _dated(place: Place, context: Context, days: Stretch, due: dt.date) -> Meaning:
    words, reading, question, confidence = place.phrase.text, None, None, SURE
    if words.endswith("前") and not days.exact:
        reading = f"“{words}”按{_plain(days.first)}之前理解，即到{_plain(due)}止"
        question = f"“{words}”是{_plain(due)}止，还是{_plain(days.last)}止？"
        confidence = UNSURE
    elif not days.exact:
        question, confidence = f"“{words}”按{_plain(due)}止理解，是否正确？", FAIR
    meaning = Meaning(Deadline(due=due), confidence, question, reading, carried=not days.printed)
    return meaning if days.printed else _with_year(meaning, context)


def _with_year(meaning: Meaning, context: Context) -> Meaning:
    """Ask about a carried year that puts the day before the document's own date."""
    due = meaning.timing.due if isinstance(meaning.timing, Deadline) else None
    if due is None or context.issued is None or due >= context.issued:
        return meaning
    if context.issued.month >= AUTUMN and due.month <= SPRING:
        due = due.replace(year=due.year + 1, day=min(due.day, 28 if due.month == 2 else due.day))  # noqa: PLR2004 - February
        question = f"没有写年份，成文已近年底，按次年（{_plain(due)}）理解，是否正确？"
        return replace(meaning, timing=Deadline(due=due), question=question, confidence=UNSURE)
    question = f"没有写年份，按{context.year_from}得{_plain(due)}，早于成文日期，年份是否正确？"
    return replace(meaning, question=question, confidence=A_GUESS)


def _month_before(place: Place, context: Context) -> int | None:
    """Return the month that a bare day of the month belongs to: the one named before it."""
    for other in reversed(place.others):
        if other.end <= place.phrase.start and (day := other.slot("day_2") or other.slot("day")):
            days = stretch(day, context.year)
            return days.last.month if days else None
    return None


def _only_mentioned(place: Place, context: Context, days: Stretch) -> Reason | None:
    """Tell a date that nothing is due on: a heading's year, a past event, the text's own date."""
    phrase, after = place.phrase, place.after
    if context.issued in {days.first, days.last} and days.first == days.last:
        return Reason("成文或印发日期")
    ended = days.printed and context.issued and days.last < context.issued
    if ended:
        return Reason("日期早于成文日期，是已经过去的事")
    if phrase.text[0] in "到至截力最不完时办整报":
        return None
    whole_year = not days.exact and days.last.month - days.first.month > 6  # noqa: PLR2004 - months
    if whole_year and (after[:1] in "是的来度以" or not any(goal in after[:30] for goal in GOALS)):
        return Reason("只是提到年份，没有要求到期完成")
    begins = not place.before or place.before[-1] in "，。；：（(、并"
    if not begins and not days.exact:
        return Reason("只是提到时间，没有要求到期完成")
    if phrase.text.endswith(("中", "初")):
        return None
    return None


def _in_brackets(place: Place) -> bool:
    return place.before[-1:] in {"（", "("} and place.after[:1] in {"）", ")"}


def _phase(place: Place, context: Context) -> Found:
    """Read a stretch of days, or one end of it."""
    phrase = place.phrase
    first = stretch(phrase.slot("day"), context.year) if phrase.slot("day") else None
    from_now = any(word in phrase.text for word in ("即日", "之日", "现在"))
    if from_now:
        return _from_now(phrase, context, first)
    if phrase.slot("year"):
        years = (int(phrase.slot("year")), int(phrase.slot("year_2")))
        timing = Phase(start=dt.date(years[0], 1, 1), due=dt.date(years[1], 12, 31))
        return (Meaning(timing, UNSURE),)
    if first is None:
        return Reason(f"“{phrase.text}”不是日历上有的日期", understood=False)
    second = phrase.slot("day_2") or (phrase.slot("n") and f"{phrase.slot('n')}日")
    if not second:
        return _open_phase(place, context, first)
    last = _end_of(second, first)
    if last is None:
        return Reason(f"“{phrase.text}”不是日历上有的日期", understood=False)
    if not first.printed and any(word in place.sentence for word in FLOOD):
        return (Meaning(_season_of(first.first, last.last), FAIR),)
    if first.printed and context.issued and last.last < context.issued:
        return Reason("日期早于成文日期，是已经过去的事")
    timing = Phase(start=first.first, due=last.last)
    return (Meaning(timing, SURE, carried=not (first.printed or last.printed)),)


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
        return (Meaning(timing, UNSURE, "只有起始日期，没有写到哪天为止", carried=True),)
    return (Meaning(timing, FAIR, question, carried=last is None or not last.printed),)


def _open_phase(place: Place, context: Context, first: Stretch) -> Found:
    if first.printed and context.issued and first.last < context.issued:
        return Reason("日期早于成文日期，是已经过去的事")
    question = None
    if not first.exact:
        question = f"“{place.phrase.text}”从{_plain(first.first)}起，还是从下一个月起？"
    timing = Phase(start=first.first, due=None)
    return (Meaning(timing, UNSURE, question, carried=not first.printed),)


def _season_of(first: dt.date, last: dt.date) -> Season:
    return Season(start=f"--{first:%m-%d}", due=f"--{last:%m-%d}")


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
    if place.phrase.words.meaning == "时段" and place.before[-1:] not in {"", "，", "；", "：", "在", "、"}:
        return Reason("只是提到一段时间，没有要求")
    return (Meaning(Unspecified(words=words), FAIR, f"“{words}”具体多久一次，请明确"),)


def _standing(place: Place, context: Context) -> Found:
    del context
    unsure = place.phrase.words.meaning == "常态"
    return (Meaning(Standing(), UNSURE if unsure else SURE),)


def _clock(place: Place, context: Context) -> Found:
    del context
    found = clocks.trigger(place.phrase, place.before, place.after)
    if isinstance(found, str):
        return Reason(found, understood=False)
    timing, question = found
    return (Meaning(timing, UNSURE if question else SURE, question),)


def _threshold(place: Place, context: Context) -> Found:
    del context
    timing, question = clocks.threshold(place.phrase, place.after)
    return (Meaning(timing, UNSURE if question else FAIR, question),)


def _plain(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


READERS: dict[str, Callable[[Place, Context], Found]] = {
    "trap": _trap,
    "cadence": _cadence,
    "times": _times,
    "during": _during,
    "yearly": _yearly,
    "periodic": _periodic,
    "deadline": _deadline,
    "phase": _phase,
    "trigger": _clock,
    "before": _clock,
    "keep": _clock,
    "threshold": _threshold,
    "season": _season,
    "open": _open,
    "standing": _standing,
}
