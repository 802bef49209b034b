"""The words of a duty that comes again → by which day of its period: 每月25日前, 每周五17时前."""

import datetime as dt
import re
from dataclasses import replace

from cadence.core import (
    NUMBER,
    WEEKDAY_CODES,
    WORKING_DAY,
    Cadence,
    PeriodicDeadline,
    Phase,
    Season,
    Span,
    Threshold,
    Timing,
    day_in,
    number,
    periods,
)
from cadence.extract.text.days import Stretch, minute_of, stretch
from cadence.extract.times.frequency import NAMES
from cadence.extract.times.phrases import Phrase

WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 7}
LAST_MONTH = {"quarter": 3, "half_year": 6, "year": 12}
A_LEAP_YEAR = 2024
FEBRUARY = 2
MONTHS = 12
QUARTERS_ENDS = (3, 6, 9, 12)
A_WEEK = 7
A_DAY = Span(dt.date(A_LEAP_YEAR, 1, 1), dt.date(A_LEAP_YEAR, 1, 1))


def deadlines(phrase: Phrase) -> tuple[PeriodicDeadline | Season, ...]:
    """Read by which day of every period; nothing where the words name none."""
    minute = minute_of(phrase.text)
    return tuple(
        replace(each, time=minute) if minute and isinstance(each, PeriodicDeadline) else each
        for each in _deadlines(phrase)
    )


def _deadlines(phrase: Phrase) -> tuple[PeriodicDeadline | Season, ...]:
    words = phrase.text
    if (ended := ENDED.search(words)) and RUNS_ON.search(words):
        return _after_end(ended)
    if day := ITS_WEEKDAY.match(words):
        nth = str(number(day["nth"])) if day["nth"] else "last"
        code = WEEKDAY_CODES[WEEKDAYS[day["day"]] - 1]
        months: tuple[int, ...] = QUARTERS_ENDS if day["quarter"] else ()
        return (PeriodicDeadline(period="month", day=f"{nth}-{code}", months=months),)
    if day := ITS_WORKING_DAY.match(words):
        return (PeriodicDeadline(period="month", day=f"working-{number(day['nth'])}"),)
    if part := PART.match(words):
        return _part(part)
    if week := re.match(rf"(?:次|下个?|翌)月的?第({NUMBER})", words):
        return (PeriodicDeadline(period="month", day=number(week[1]) * A_WEEK),)
    if re.match("[每逢]每?个?(?:周|星期)", words):
        days = re.findall("[一二三四五六日天末]", re.split(r"前|上午|下午|晚|\d", words)[0])
        return tuple(PeriodicDeadline(period="week", day=WEEKDAYS[each]) for each in days)
    if re.match("月[底末]", words):
        return (PeriodicDeadline(period="month", day="last"),)
    if re.match("在?(?:年[终底末]|岁末)", words):
        return (_by_month(12),)
    if "旬末" in words or "旬底" in words:
        return (PeriodicDeadline(period="xun", day="last"),)
    if re.match("每个?半年", words):
        return _of_months("half_year", words, phrase.slot("mday"))
    if re.match("(?:每个?|次|下个?|下一)季", words):
        return _of_months("quarter", words, phrase.slot("mday"))
    if re.match("每年|次年|下一年|翌年|第二年|下年度|次年度|.*当年|.*本年|.*年度", words):
        return _of_year(phrase)
    if listed := phrase.slot("mdays"):
        days = [_day_of_month(each, each) for each in AND.split(listed)]
        return tuple(PeriodicDeadline(period="month", day=day) for day in days if day)
    day_of_month = _day_of_month(words, phrase.slot("mday_2") or phrase.slot("mday"))
    every_other = re.match("[每逢]*(?:单|(双))月", words)
    months = tuple(range(1 + bool(every_other[1]), MONTHS + 1, 2)) if every_other else ()
    if day_of_month is None:
        return ()
    return (PeriodicDeadline(period="month", day=day_of_month, months=months),)


ENDED = re.compile(
    rf"(月|季|半年|年)(?:度)?(?:终了|结束|末|后)(?:之)?(?:日?起|后)?的?({NUMBER})(个工作日|日|天|个月)"
)
RUNS_ON = re.compile("内$|终了|结束|后|起")  # 季度末20日 lies before the end
PART = re.compile(
    rf"每个?(?P<period>月|季度?|半年|年)的?(?:(?P<last>最后)一(?!个?月)|第(?P<week>{NUMBER})个?(?:周|星期)(?![一二三四五六日天])"
    rf"|(?:(?:首月|首个月|第一个月)的?)?[前头初](?P<size>{NUMBER})(?P<unit>个工作日|日|天))"
)
ITS_WEEKDAY = re.compile(
    rf"每个?(?:月|(?P<quarter>季度?))的?(?:最后一?个?|末月?|第(?P<nth>{NUMBER})个?)(?:周|星期)(?:的?(?:周|星期))?(?P<day>[一二三四五六日天])"
)
ITS_WORKING_DAY = re.compile(rf"每个?月的?(?:第|[前头])(?P<nth>{NUMBER})个工作日")
AND = re.compile("、|和|及|与|以及")
A_COUNTED_YEAR = re.compile("每年(?!.*[月日])")
A_MONTHS_DAY = re.compile(f"[在于]?{NUMBER}月")


def _part(part: "re.Match[str]") -> tuple[PeriodicDeadline, ...]:
    """Read 每月最后一周, 每月第一周, 每季度前10日内."""
    period = NAMES[part["period"]]
    if part["last"] and period == "month" and "工作日" in part.string:
        return (PeriodicDeadline(period=period, day="last-working"),)
    if part["last"]:
        return (PeriodicDeadline(period=period, day="12-last" if period == "year" else "last"),)
    if part["unit"] == "个工作日":
        return ()
    day = number(part["size"]) if part["size"] else number(part["week"]) * A_WEEK
    return (PeriodicDeadline(period=period, day=_early(period, day)),)


def _early(period: str, day: int) -> int | str:
    """Write a day of a period's first month as that period does."""
    if period == "month":
        return day
    return f"01-{day:02}" if period == "year" else f"1-{day:02}"


def _after_end(ended: "re.Match[str]") -> tuple[PeriodicDeadline, ...]:
    """Read 每季度结束后10日内: the tenth day of the next one."""
    period, size, unit = NAMES[ended[1]], number(ended[2]), ended[3]
    if unit == "个工作日" or (unit == "个月" and period == "month"):
        return ()
    if unit == "个月":
        day = f"{size:02}-last" if period == "year" else f"{size}-last"
        return (PeriodicDeadline(period=period, day=day),)
    return (PeriodicDeadline(period=period, day=_early(period, size)),)


def _day_of_month(words: str, mday: str) -> int | str | None:
    if found := re.match(NUMBER, mday):
        return number(found[0])
    for part, day in (("上旬", 10), ("初", 10), ("中旬", 20)):
        if part in words:
            return day
    return "last" if re.search("底|末|下旬", words) else None


def _of_months(period: str, words: str, mday: str) -> tuple[PeriodicDeadline, ...]:
    """Read a day of a month of a quarter or half-year; without one, its last day."""
    named = re.search(
        "首月|首个月|第一个月|头一个月|第1个月|次月|(第二个月|第2个月|中间月)"
        "|(末月|最后一个?月|第三个月|末一个月|第3个月|第六个月|第6个月)",
        words,
    )
    if not named and (ends := AT_ITS_END.search(words)):  # 每季度末20日: of its last month
        return (PeriodicDeadline(period=period, day=f"{LAST_MONTH[period]}-{number(ends[1]):02}"),)
    if not named:
        return (PeriodicDeadline(period=period, day="last"),)
    month = 2 if named[1] else LAST_MONTH[period] if named[2] else 1
    day = _day_of_month(words.split(named[0], 1)[1], mday) or "last"
    shown = f"{month}-{day:02}" if isinstance(day, int) else f"{month}-{day}"
    return (PeriodicDeadline(period=period, day=shown),)


def _of_year(phrase: Phrase) -> tuple[PeriodicDeadline | Season, ...]:
    words = phrase.text
    if "汛" in words:
        return (Season(start="--05-01", due="--05-31"),)
    if months := phrase.slot("months"):
        days = [stretch(each, A_LEAP_YEAR) for each in listed_days(months)]
        return tuple(every_year(each) for each in days if each)
    if (day := phrase.slot("day")) and re.match("次年|下一年|翌年|第二年|下年度|次年度", words):
        return _next_year(day)
    if day:
        return _by_days(day, phrase.slot("day_2"), words)
    if phrase.slot("quarter"):
        quarter = number(re.sub("[第季度]", "", phrase.slot("quarter")))
        return (_by_month(quarter * 3),)
    if "上半年" in words:
        return (_by_month(6),)
    return (_by_month(1) if words.endswith("初") else _by_month(12),)


def listed_days(words: str) -> list[str]:
    """Split a list of dates, lending the last one's signs to the others: 3、6月25日 is two."""
    *earlier, last = AND.split(words)
    ends = (
        last[last.index("月") + 1 :].removeprefix("份").removeprefix("的") if "月" in last else ""
    )
    own = re.sub("月份?的", "月", last)
    return [*(f"{re.sub('[月份]', '', each)}月{ends}" for each in earlier), own]


def days_in_turn(words: str) -> list[str]:
    """Split a list of dates, lending each one's year and month to those after: 4月8日、15日."""
    first, *rest = AND.split(words)
    made, month = [first], first[: first.index("月") + 1]
    for each in rest:
        month = (
            month
            if "月" not in each
            else month[: month.find("年") + 1] + each.split("月")[0] + "月"
        )
        made.append(month + each.rpartition("月")[2])
    return made


def _by_month(month: int) -> PeriodicDeadline:
    return PeriodicDeadline(period="year", day=f"{month:02}-last")


def _by_days(day: str, second: str, words: str) -> tuple[PeriodicDeadline | Season, ...]:
    first, last = stretch(day, A_LEAP_YEAR), stretch(second, A_LEAP_YEAR) if second else None
    if first is None or (second and last is None):
        return ()
    if last and re.search("[至到—－～~-]", words):
        return (season_of(first, last),)
    if last:
        return (every_year(first), every_year(last))
    if not first.exact and not words.endswith("前"):
        return (Season(start=f"--{first.first:%m-%d}", due=f"--{first.last:%m-%d}"),)
    if not first.exact:
        return (_by_month((first.first.month - 2) % 12 + 1),)
    return (every_year(first),)


def season_of(first: Stretch, last: Stretch) -> Season:
    """Write the same days of every year; a whole February ends with its leap day, too."""
    due = f"{last.last:%m-%d}"
    due = "02-29" if due == "02-28" and (last.month_end or not last.exact) else due
    return Season(start=f"--{first.first:%m-%d}", due=f"--{due}")


def _next_year(day: str) -> tuple[PeriodicDeadline, ...]:
    """Read 次年1月: by the end of a month that comes after the year that it is about."""
    days = stretch(day, A_LEAP_YEAR)
    if days is None or days.month_end or days.last.month == FEBRUARY:
        return (every_year(days),) if days else ()
    return (PeriodicDeadline(period="year", day=f"{days.last:%m-%d}"),)


def by_its_end(timing: PeriodicDeadline | Season) -> PeriodicDeadline | Season:
    """Return the end of a single month of every year as a day that something is due by."""
    if isinstance(timing, Season) and timing.start and timing.due:
        first, last = timing.start[2:4], timing.due[2:4]
        return _by_month(int(last)) if first == last else timing
    return timing


def every_year(days: Stretch) -> PeriodicDeadline:
    """Return the last of some days of a year as a day of every year."""
    if days.month_end or not days.exact:
        return _by_month(days.last.month)
    return PeriodicDeadline(period="year", day=f"{days.last:%m-%d}")


AT_ITS_END = re.compile(rf"[末底]({NUMBER})[日号]")
A_MONTHS_END = re.compile("[在于]?月[底末][之以]?前")


def carried_deadline(phrase: Phrase, others: tuple[Phrase, ...]) -> PeriodicDeadline | None:
    """Read 11月30日前 after 每年7月30日前 as yearly too: the 每年 is carried on."""
    earlier = [each for each in others if each.end <= phrase.start and each.kind == "periodic"]
    yearly = [
        each for each in others if each.end <= phrase.start and A_COUNTED_YEAR.match(each.text)
    ]
    if not earlier and yearly and phrase.text.endswith("前") and A_MONTHS_DAY.match(phrase.text):
        made = _by_days(phrase.slot("day"), "", phrase.text)  # 每年修剪1次，于12月30日前完成
        return made[0] if made and isinstance(made[0], PeriodicDeadline) else None
    if not earlier or not phrase.text.endswith(("前", "止")) or "年" in phrase.text:
        return None
    day = phrase.slot("day")
    if re.match("每个?月", earlier[-1].text) and A_MONTHS_END.fullmatch(phrase.text):
        return PeriodicDeadline(period="month", day="last")
    if re.match("每年", earlier[-1].text) and "月" in day:
        made = _by_days(day, "", phrase.text)
        return made[0] if made and isinstance(made[0], PeriodicDeadline) else None
    if (
        re.match("每个?月", earlier[-1].text)
        and "月" not in day
        and (found := re.match(NUMBER, day))
    ):
        return PeriodicDeadline(period="month", day=number(found[0]))
    return None


def possible(timing: Timing) -> bool:
    """Tell whether the calendar has what was read: no 每月99日, no 0次, no end before its start."""
    match timing:
        case Cadence() | Threshold():
            return timing.count >= 1
        case PeriodicDeadline(period="month", day=str() as day) if WORKING_DAY.fullmatch(day):
            return True  # which day that is, only a year's calendar says
        case PeriodicDeadline():
            try:
                _label, days = next(periods(timing.period, A_DAY, A_DAY.first))
                day_in(timing.period, timing.day, days)
            except ValueError:
                return False
            return True
        case Phase():
            return not (timing.start and timing.due) or timing.start <= timing.due
        case _:
            return True
