"""A date or a stretch of days in its sentence → the deadline or phase that it means.

Where the date is only mentioned (the text's own, a past event, a heading's year), a Reason.
"""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import replace

from cadence.core import NUMBER, Cadence, Deadline, Phase
from cadence.extract.text.days import Stretch, due_before, minute_of, stretch
from cadence.extract.text.paragraphs import segment
from cadence.extract.times import periodic
from cadence.extract.times import triggers as clocks
from cadence.extract.times.frequency import in_months
from cadence.extract.times.meanings import (
    A_GUESS,
    FAIR,
    SURE,
    UNSURE,
    Context,
    Found,
    Place,
    Reason,
    TimeMeaning,
)
from cadence.extract.times.mentioned import A_GOAL_YEAR, A_TERM, ASKED, explained, only_mentioned
from cadence.extract.times.phrases import Phrase

YEAR_ALONE = re.compile(r"\d{4}年")
ORDERED = re.compile("应当|必须|应(?!急|用)|须|要(?!求)|完成|落实|报")
# A day on which something happened: neither 3月20日前 nor a month to do something in.
TOLD_DAY = re.compile(rf"[在于]?(?:\d{{4}}年)?{NUMBER}月{NUMBER}[日号](?:[上下]午|晚|当天)?")
IS_DONE = re.compile("[^。；]{0,40}?(?:[召开行举组织展]{2}|举办)了")
OF_ANY_YEAR = re.compile(
    rf"(?:当年度?)?的?{NUMBER}月份?(?:{NUMBER}[日号]|[上中下]旬|底|末|初)?|第?[一二三四1-4]季度|[上下]半年"
)
A_YEARS_END = re.compile("[在于]?年[底末]")
WEEK_DAY = re.compile("(?:周|星期)([一二三四五六日天末])")
# 截至2025年底，全县建成交管站18个: what there is.
UP_TO = re.compile("截[至止]")
REACHED = re.compile(
    "[，,][^，。；]{0,10}(?:建成|共(?!同)|有(?!关)|累计|已|完成[^，。；]{0,10}[0-9])"
    "|[，,]?[^。；]{0,40}(?:已|共(?!同)|累计|[0-9]+[项个户家起处%％])"
)
# 今年1至10月，全县共发生事故14起: what was so far.
IS_COUNTED = re.compile(
    "[，,]?[^，。；]{0,14}(?:有[0-9]+[个家人起处名所]|共(?!同|享|建|治)|累计|同比|已经?(?=[^，。；]))"
)
# 2025年6月底前，县水务局完成移交, in a paper of 2025年8月: an order, whenever it was posted.
STILL_ASKED = re.compile(
    "(?![^。；]{0,30}(?:已|了(?!解)|共有|累计|先后))[，]?[^。；]{0,40}?(?:完成|报送|上报|报[县市省区镇乡局委厅办]|提交|建立|印发|制定|编制)"
)
WEEKDAY_BESIDE = re.compile("[（(](?:周|星期)([一二三四五六日天])[)）]")  # 1月4日（周一）
FEBRUARY, LEAP_DAY = 2, 29
AUTUMN, SPRING = 10, 6


def deadline(place: Place, context: Context) -> Found:
    """Read one day: by it, on it, or only a mention of it; or several (6月、12月底前)."""
    phrase = place.phrase
    if reason := explained(place):
        return reason
    if listed := _members(phrase):
        if (each := in_months("、".join(listed), place.after)) and not phrase.text.endswith("前"):
            return (TimeMeaning(_in_its_year(each, context), FAIR, carried=True),)
        return _listed(place, context, listed)
    if phrase.text.lstrip("在于")[:1] in "本下" and WEEK_DAY.search(phrase.text):
        return _this_week(phrase, context)
    if carried := periodic.carried_deadline(phrase, place.others):
        return (TimeMeaning(carried, FAIR),)
    month = _month_before(place, context)
    bare = re.fullmatch(f"{NUMBER}[日号]", phrase.slot("day"))
    if month is None and bare and phrase.text.endswith("前"):
        # 举办20日前: no day of a month, but twenty days before something.
        early = replace(phrase, words=replace(phrase.words, kind="before"))
        return clock(replace(place, phrase=early))
    days = stretch(_day_words(phrase, context), context.year, month)
    if days is None:
        return Reason(f"“{phrase.text}”不是日历上有的日期", understood=False)
    is_before = phrase.text.endswith("前")
    start, end = segment(place.sentence, phrase.start)
    own = place.sentence[start:end]
    if own.endswith(("的", "者")) and not ORDERED.search(own):
        return Reason("是对人或事的说明，不是要求")
    if not is_before and (reason := only_mentioned(place, context, days)):
        return reason
    due = due_before(days) if is_before else days.last
    if yearly := _yearly(phrase, context, replace(days, last=due)):
        return (yearly,)
    if _is_told(place, context, due, printed=days.printed):
        return Reason("日期早于成文日期，是已经过去的事")
    whole = not days.exact and days.first.month == 1 and days.last.month == 12  # noqa: PLR2004 - a year
    if whole and not A_GOAL_YEAR.match(place.after) and YEAR_ALONE.fullmatch(phrase.text):
        first = days.first if context.issued is None or days.first > context.issued else None
        question = f"“{phrase.text}”按当年年底前理解，是否正确？"
        return (TimeMeaning(Phase(start=first, due=days.last), UNSURE, question),)
    return (_dated(place, context, days, due),)


def _members(phrase: Phrase) -> list[str]:
    """Return the dates of a phrase that lists several (6月、12月底), else none."""
    if phrase.slot("month_list"):
        return periodic.listed_days(phrase.text.lstrip("在于"))
    if listed := phrase.slot("months"):
        return periodic.listed_days(listed)
    listed = phrase.slot("days")
    return periodic.days_in_turn(listed) if listed else []


def _is_told(place: Place, context: Context, due: dt.date, *, printed: bool) -> bool:
    """Tell 1月8日，县委书记到某镇督导 of what a report tells: no order, past."""
    if A_TERM.match(place.phrase.text):  # 完成时限：2025年12月, in a paper of 2026
        return False
    if context.issued and (printed or IS_COUNTED.match(place.after)):
        ordered = printed and place.phrase.text.endswith("前") and STILL_ASKED.match(place.after)
        return due < context.issued and not ordered
    if UP_TO.search(place.before[-3:] + place.phrase.text[:3]) and REACHED.match(place.after):
        return True
    told = TOLD_DAY.fullmatch(place.phrase.text) and not ASKED.search(place.sentence)
    if told and context.issued is None:
        return context.report or IS_DONE.match(place.after) is not None
    if context.issued is None or not told or due >= context.issued:
        return False
    return not (context.issued.month >= AUTUMN and due.month <= SPRING)


def _yearly(phrase: Phrase, context: Context, by: Stretch) -> TimeMeaning | None:
    """Read 12月底前 in what binds year after year: by that day of every year, and ask."""
    words = phrase.slot("day")
    if context.lasting and A_YEARS_END.fullmatch(phrase.text):  # 年底给予奖励
        return TimeMeaning(periodic.every_year(by), UNSURE)
    if not (context.lasting and OF_ANY_YEAR.fullmatch(words) and context.is_own_year):
        return None
    timing = periodic.every_year(by)
    reading = f"“{phrase.text}”没有写年份，制度年年适用，按每年一次理解"
    return TimeMeaning(timing, UNSURE, f"{reading}，还是只在发文当年办理一次？", reading)


def _listed(place: Place, context: Context, listed: list[str]) -> Found:
    """Read every date of a list that one 前 ends; a past one stays while another is to come."""
    made: list[TimeMeaning] = []
    past: list[Place] = []
    by = place.phrase.text.endswith(("前", "止"))
    for each in listed:
        # 分别于5月、9月: each by its end.
        day = f"{each}底" if each.endswith("月") and not by else each
        slots = {"day": day}
        own = replace(place.phrase, text=day + "前", slots=slots)
        found = deadline(replace(place, phrase=own), context)
        if isinstance(found, Reason):
            past.append(replace(place, phrase=own))
        else:
            made.extend(found)
    if past and not made:
        return deadline(past[0], context)
    undated = replace(context, issued=None)  # so that nothing is past
    read = [deadline(one, undated) for one in past]
    earlier = [one for found in read if not isinstance(found, Reason) for one in found]
    return (*earlier, *made)


def _in_its_year(each: Cadence, context: Context) -> Cadence:
    """Bound 8月和9月各一次, without 每年, by these months of the document's year."""
    if context.lasting:
        return each
    last = context.year, max(each.months)
    return replace(
        each,
        start=dt.date(context.year, min(each.months), 1),
        due=dt.date(*last, monthrange(*last)[1]),
    )


def _this_week(phrase: Phrase, context: Context) -> Found:
    """Read 本周五前, 下周三前 from the day of issue."""
    day = WEEK_DAY.search(phrase.text)
    if context.issued is None or day is None:
        return Reason(f"“{phrase.text}”没有成文日期可算起", understood=False)
    monday = context.issued - dt.timedelta(context.issued.weekday())
    weeks = 1 if "下" in phrase.text else 0
    due = monday + dt.timedelta(weeks * 7 + periodic.WEEKDAYS[day[1]] - 1)
    question = f"“{phrase.text}”按成文之日所在的一周推算为{plain_day(due)}，是否正确？"
    return (TimeMeaning(Deadline(due=due), UNSURE, question, carried=True),)


def _day_words(phrase: Phrase, context: Context) -> str:
    """Return the date itself; 年底 and the like are words of the table."""
    if day := phrase.slot("day"):
        ends = "底" if phrase.text.removesuffix("前").endswith("底") and "底" not in day else ""
        return day + ends
    if month := context.issued and context.issued.month:
        if "季" in phrase.text:
            return f"{(month + 2) // 3}季度末"
        if "月" in phrase.text:
            return f"{month + ('下' in phrase.text)}月底"
    return "今年底" if "年" in phrase.text else phrase.text


def _dated(place: Place, context: Context, days: Stretch, due: dt.date) -> TimeMeaning:
    words, reading, question, confidence = place.phrase.text, None, None, SURE
    if words.endswith("前") and not days.exact:
        reading = f"“{words}”按{plain_day(days.first)}之前理解，即到{plain_day(due)}止"
        question = f"“{words}”是{plain_day(due)}止，还是{plain_day(days.last)}止？"
        confidence = UNSURE
    elif not days.exact:
        question, confidence = f"“{words}”按{plain_day(due)}止理解，是否正确？", FAIR
    due = due if days.printed or not days.exact else _by_weekday(place, due)
    timing = Deadline(due=due, time=minute_of(words))
    meaning = TimeMeaning(timing, confidence, question, reading, carried=not days.printed)
    return meaning if days.printed else _with_year(meaning, context)


def _by_weekday(place: Place, due: dt.date) -> dt.date:
    """Return a day whose year is carried in the next year, where only that has its weekday."""
    printed = WEEKDAY_BESIDE.search(place.phrase.text + place.after[:6])
    if printed is None or (due.month, due.day) == (FEBRUARY, LEAP_DAY):
        return due
    wanted, later = periodic.WEEKDAYS[printed[1]], due.replace(year=due.year + 1)
    return later if due.isoweekday() != wanted == later.isoweekday() else due


def _with_year(meaning: TimeMeaning, context: Context) -> TimeMeaning:
    """Ask about a carried year that puts the day before the document's own date."""
    due = meaning.timing.due if isinstance(meaning.timing, Deadline) else None
    if due and context.issued is None and context.since and due < context.since:
        later = due.replace(year=due.year + 1, day=min(due.day, 28 if due.month == 2 else due.day))  # noqa: PLR2004 - February
        told = plain_day(context.since)
        question = f"没有写年份，文中已提到{told}的事，按{plain_day(later)}理解，是否正确？"
        return replace(meaning, timing=Deadline(due=later), question=question, confidence=A_GUESS)
    if due is None or context.issued is None or due >= context.issued:
        return meaning
    if context.issued.month >= AUTUMN and due.month <= SPRING:
        due = due.replace(year=due.year + 1, day=min(due.day, 28 if due.month == 2 else due.day))  # noqa: PLR2004 - February
        question = f"没有写年份，成文已近年底，按次年（{plain_day(due)}）理解，是否正确？"
        return replace(meaning, timing=Deadline(due=due), question=question, confidence=UNSURE)
    question = f"没有写年份，按{context.year_from}得{plain_day(due)}，早于成文日期，年份是否正确？"
    return replace(meaning, question=question, confidence=A_GUESS)


def _month_before(place: Place, context: Context) -> int | None:
    """Return the month that a bare day of the month belongs to: the one named before it."""
    for other in reversed(place.others):
        if other.end <= place.phrase.start and (day := other.slot("day_2") or other.slot("day")):
            days = stretch(day, context.year)
            return days.last.month if days else None
    return None


def clock(place: Place) -> Found:
    """Read a clock: its event, how long it runs, and a question where the event isn't said."""
    found = clocks.trigger(place.phrase, place.before)
    if isinstance(found, str):
        return Reason(found, understood=False)
    timing, question = found
    return (TimeMeaning(timing, UNSURE if question else SURE, question),)


def plain_day(day: dt.date) -> str:
    """Return a day as a text prints it."""
    return f"{day.year}年{day.month}月{day.day}日"
