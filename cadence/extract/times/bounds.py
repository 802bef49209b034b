"""What limits a duty that comes again: a season, a campaign's days, a stage, a first or last day.

A limit is a phrase of its own in the sentence (汛期每日巡查); it then gives no rule beside the one
that it bounds. It may also be the stage under whose heading a clause stands.
"""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import replace

from cadence.core import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Span,
)  # fmt: skip
from cadence.extract.text.days import due_before, stretch
from cadence.extract.times.meanings import (
    FAIR,
    RECURRING,
    UNSURE,
    Context,
    Found,
    Place,
    Reason,
    TimeMeaning,
)
from cadence.extract.times.phrases import Phrase
from cadence.extract.times.seasons import (
    cut_short,
    in_its_months,
    its_days,
    names_months,
    outside,
    yearly_months,
)

DURING = re.compile("(?:行动|活动|整治|攻坚|专项|工作|大检查|排查)期间|期间内|(?:行动|活动)中")
LIMITS = {"season", "phase", "deadline", "during"}
# Between a limit and what it bounds: nothing but its own end, and perhaps the subject.
FRAMED = re.compile(
    "(?:的[^，。；：（）]{0,16}期间)?(?:期间|[内间止起]|开始|结束|阶段)*[）)]?(?:期间|内)?[，：]?(?:在)?[^，。；：！？（）]{0,24}"
)
A_DEED = re.compile("完成|提交|建立|制定|编制|加强|做好|是|为(?!期)|启动|施行|实施(?!方案|细则)")
# What turns from the limited time to another.
TURNS = re.compile("[；;]|非汛|非防火|平时|其他时|其余|日常|除此|此外")
SHORT_FORM = re.compile("(?:日|周|旬|月|季度?|年)(?!内)[^一至不]")
A_PAPER = re.compile("^[^每].*(?:计划|方案|清单|总结|小结|报告|安排|要点|台账)$")
REACH = 40  # characters to a second duty under the same limit (每周调度、每月通报)
ITS_BRACKET = re.compile("[（(][^（）()]{4,60}[）)]")
FIRST_TIME = re.compile("[（(](?:第一次|首次|首期|首报|第一期)[^（）()，。；\\d]{0,10}")
ENDS = re.compile("^(?:到|至|截至|截止)|(?:前|止|底)$")


def bounded(meaning: TimeMeaning, place: Place, context: Context) -> TimeMeaning:
    """Bound what comes again by what limits it."""
    timing = meaning.timing
    if not isinstance(timing, Cadence | PeriodicDeadline):
        return meaning
    if rest := outside(place, context):
        return in_its_months(meaning, *rest)
    limit = _limit_before(place)
    if limit and (months := yearly_months(limit, place.sentence)):
        made = replace(meaning, timing=replace(timing, months=months))
        return (
            replace(made, confidence=FAIR, question=asked) if (asked := cut_short(limit)) else made
        )
    if limit:
        return _by_phrase(meaning, limit, context)
    if days := _campaign_named(place.sentence, context):
        return replace(meaning, timing=replace(timing, start=days.first, due=days.last))
    for other in place.others:
        starts = other.kind == "phase" and other.text.endswith(("起", "开始"))
        if starts and other.end <= place.phrase.start:
            begins = stretch(other.slot("day"), context.year)
            return replace(meaning, timing=replace(timing, start=begins.first if begins else None))
    return _by_stage(meaning, context)


def bracketed(meaning: TimeMeaning, place: Place, context: Context) -> tuple[TimeMeaning, ...]:
    """Read 每日（2月15日至17日，3月1日至3日）: the same rhythm in each stretch of days."""
    timing = meaning.timing
    if not isinstance(timing, Cadence | PeriodicDeadline) or timing.start or timing.due:
        return (meaning,)
    if first := _first_time(place):  # 每月19日（第一次报送时间9月19日）
        begins = stretch(first.slot("day"), context.year)
        return (replace(meaning, timing=replace(timing, start=begins.first if begins else None)),)
    made = []
    for limit in _in_its_bracket(place):
        start, due = _ends_of(limit, context)
        if start or due:
            made.append(replace(meaning, timing=replace(timing, start=start, due=due)))
    return tuple(made) or (meaning,)


def _first_time(place: Place) -> Phrase | None:
    """Return the day that a bracket right behind a rhythm gives for the first time of it."""
    found = FIRST_TIME.match(place.after)
    at = place.phrase.end + found.end() if found else -1
    days = (each for each in place.others if each.slot("day"))
    return next((each for each in days if each.start <= at < each.end), None)


def _in_its_bracket(place: Place) -> list[Phrase]:
    """Return the stretches of days that a bracket right behind a phrase holds, and nothing else."""
    found = ITS_BRACKET.match(place.after)
    if found is None:
        return []
    end = place.phrase.end + found.end()
    inside = [each for each in place.others if place.phrase.end < each.start < end]
    rest = found[0].strip("（）()")
    for each in inside:
        rest = rest.replace(each.text, "", 1)
    return (
        inside if all(each.kind == "phase" for each in inside) and not rest.strip("、，和") else []
    )


def spent(place: Place, found: Found) -> Reason | None:
    """Tell a limit that says only when another duty of its sentence is owed."""
    phrase = place.phrase
    if not _is_limit(phrase) or isinstance(found, Reason):
        return None
    for other in place.others:
        rest = tuple(each for each in (*place.others, phrase) if each is not other)
        its = Place(other, place.sentence, rest)
        if other.kind in RECURRING and (
            phrase in _in_its_bracket(its) or phrase is _first_time(its)
        ):
            return Reason("是同句周期的起止，已并入")
    yearly = yearly_months(phrase, place.sentence) != ()
    if _in_brackets(place) and not yearly:
        return None
    if _is_spelt_out(place):
        return Reason("后面括号里写明了起止")
    if not _can_limit(phrase):
        return None
    for other in place.others:
        rest = tuple(each for each in (*place.others, phrase) if each is not other)
        said = SHORT_FORM.match(other.text) or A_PAPER.search(other.text)
        named = phrase.kind == "deadline" and said
        counted = other.kind == "times" and phrase.slot("day_2")  # 每年2月至9月至少组织6次
        if named or (other.kind not in RECURRING and not counted):
            continue  # 12月15日前报送全年总结: no rhythm, a name
        if _limit_before(Place(other, place.sentence, rest)) is phrase:
            return Reason("是同句周期的起止，已并入")
    return None


def _is_spelt_out(place: Place) -> bool:
    """Tell the 汛期 of 汛期（6月至9月）每周巡查: the months behind it are the limit."""
    behind = [each for each in place.others if each.start == place.phrase.end + 1]
    return bool(behind and place.after[:1] in {"（", "("}) and bool(
        yearly_months(behind[0], place.sentence)
        and any(
            _limit_before(Place(other, place.sentence, (behind[0],))) is behind[0]
            for other in place.others
            if other.kind in RECURRING
        )
    )


def _in_brackets(place: Place) -> bool:
    return place.before[-1:] in {"（", "("} and place.after[:1] in {"）", ")"}


def _is_limit(phrase: Phrase) -> bool:
    """Tell what may limit a rhythm: days, a season, or 每年的3月至12月 before 每月."""
    if phrase.kind == "periodic":
        return names_months(phrase.text)
    return phrase.kind in LIMITS


def _can_limit(phrase: Phrase) -> bool:
    return phrase.kind != "deadline" or bool(ENDS.search(phrase.text))


def _limit_before(place: Place) -> Phrase | None:
    """Return the phrase that limits a recurring one, if any."""
    earlier = sorted(
        (each for each in place.others if each.end <= place.phrase.start),
        key=lambda each: -each.end,
    )
    reach, chained = place.phrase.start, False
    for other in earlier:
        between = place.sentence[other.end : reach]
        if TURNS.search(between) or other.words.meaning == "说的是其余的时段":
            return None
        if other.kind in RECURRING and not _is_limit(other):
            if len(between) > REACH:
                return None
            reach, chained = other.start, True
        elif _is_limit(other) and _can_limit(other):
            framed = FRAMED.fullmatch(between) and not A_DEED.search(between)
            return other if framed and not (chained and other.kind == "deadline") else None
    return None


def _by_phrase(meaning: TimeMeaning, limit: Phrase, context: Context) -> TimeMeaning:
    timing = meaning.timing
    if limit.kind == "season" and (own := its_days(limit.text, context.seasons)):
        return in_its_months(meaning, *own)
    if limit.kind == "season" and context.lasting:
        # Every year's season: no pack can bound a cadence so, and the words say it.
        asked = f"只在“{limit.text}”适用，日历暂排全年，起止以公布的为准，请核对"
        return replace(meaning, confidence=UNSURE, question=asked, limit=limit.text)
    start, due = _ends_of(limit, context)
    if start is None and due is None:
        return meaning
    question = meaning.question
    if limit.kind == "season":
        said = f"{start}至{due}" if start else f"{due}止"
        question = f"“{limit.text}”暂按{said}排，起止是否正确，以后各年是否也适用？"
    made = replace(timing, start=start, due=due)  # type: ignore[arg-type]
    return replace(meaning, timing=made, confidence=FAIR, question=question)


def _ends_of(limit: Phrase, context: Context) -> tuple[dt.date | None, dt.date | None]:
    from cadence.extract.times.reading import READERS  # noqa: PLC0415 - the readers bound in their turn

    if limit.kind == "during":
        named = _campaign_named(limit.text, context)
        return (named.first, named.last) if named else (None, None)
    found = READERS[limit.kind](Place(limit, limit.text), context)
    timing = found[0].timing if isinstance(found, tuple) and found else None
    match timing:
        case Season(start=str() as first, due=str() as last):
            return _season_days(first, last, context)
        case Phase():
            return timing.start, timing.due
        case Deadline():
            return None, timing.due
        case _:
            days = stretch(limit.slot("day"), context.year)
            return None, due_before(days) if days else None


def _season_days(start: str, due: str, context: Context) -> tuple[dt.date | None, dt.date | None]:
    """Return the season of the document's year; the next where that is over."""
    year = context.year
    while True:
        first, last = _day_of(year, start), _day_of(year + (due < start), due)
        if context.issued is None or last >= context.issued:
            return first, last
        year += 1


def _day_of(year: int, day: str) -> dt.date:
    """Return --MM-DD of a year; February 29 is the month's last day in a common year."""
    month = int(day[2:4])
    return dt.date(year, month, min(int(day[5:]), monthrange(year, month)[1]))


def _campaign_named(sentence: str, context: Context) -> Span | None:
    """Return the days that 行动期间, 攻坚期间 mean: a stage of that name, else the campaign."""
    found = DURING.search(sentence)
    if found is None:
        return None
    named = found[0].removesuffix("内").removesuffix("期间")
    for stage in context.stages:
        if len(named) > 1 and named not in {"行动", "活动", "专项", "工作"} and named in stage.name:
            return stage.days
    return context.stage.days if context.stage else context.campaign


def _by_stage(meaning: TimeMeaning, context: Context) -> TimeMeaning:
    if context.stage is None:
        return meaning
    days, timing = context.stage.days, meaning.timing
    reading = f"本条写在“{context.stage.name}”之下，按该阶段的起止理解"
    made = replace(timing, start=days.first, due=days.last)  # type: ignore[arg-type]
    return replace(
        meaning,
        timing=made,
        confidence=min(meaning.confidence, FAIR),
        question=meaning.question or f"{reading}，是否正确？",
        reading=meaning.reading or reading,
    )


def last_year(words: str) -> int | None:
    """Return the last year that is printed in a phrase."""
    years = re.findall(r"(\d{4})年", words)
    return int(years[-1]) if years else None
