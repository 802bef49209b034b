"""The named day of a period, with the steps that lead to it: 每月31日前 in April, 第五个周一. Pure.

A day that a month lacks is its last, the fifth weekday its last one where it has four, the
twentieth worked day its last where it has fewer; each time the trace says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cadence.core import (
    SATURDAY,
    WEEKDAY_CODES,
    WEEKDAY_OF_MONTH,
    WEEKDAYS,
    WORKING_DAY,
    Advise,
    Cadence,
    PeriodicDeadline,
    Span,
    day_in,
    day_words,
    period_number,
    short_day,
)

A_DAY = timedelta(days=1)
A_WEEK = 7  # days
LAST_WORKING = "last-working"
BY_ANALOGY = "类推《民法典》第二百零二条"
PENDING = "注意：其中有尚待下一年度通知确定的日子，公布后可能调整"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """One named day.

    Attributes:
        day: None where it rests on days off that nobody has announced.
        provisional: a notice may still move it.
        lines: how it was found, in Chinese; none where the words say it all.
    """

    day: date | None
    provisional: bool = False
    lines: tuple[str, ...] = ()


def named_day(timing: PeriodicDeadline, days: Span, advise: Advise) -> NamedDay:
    """Find the named day of one period.

    Args:
        timing: what names it.
        days: the period's days.
        advise: the working days around a day.
    """
    day = str(timing.day)
    if day == LAST_WORKING:
        return _last_worked(days, advise)
    if WORKING_DAY.fullmatch(day):
        return _nth_worked(days, int(day.removeprefix("working-")), advise)
    due = day_in(timing.period, timing.day, days)
    return NamedDay(day=due, lines=_found(timing.period, day, days, due))


def block_lines(timing: Cadence | PeriodicDeadline, days: Span, origin: date) -> tuple[str, ...]:
    """Say why a window is one of those asked for, where not every period is.

    Args:
        timing: with every or months.
        days: the window's whole days; of a named day, the first of its periods.
        origin: the day from whose period blocks are counted.
    """
    lines = []
    if timing.months:
        months = "、".join(map(str, timing.months))
        begins = f"{days.first.year}年{days.first.month}月"
        lines.append(f"月份：只列在{months}月开始的期次，本期自{begins}起")
    if timing.every > 1 and timing.period != "hour":
        behind = period_number(timing.period, days.first, origin) - period_number(
            timing.period, origin, origin
        )
        which = "本段" if isinstance(timing, Cadence) else "期限在本段首期"
        lines.append(
            f"约定：每{timing.every}期为一段，自{origin.isoformat()}所在的一期数起，"
            f"这是第{behind // timing.every + 1}段；{which}为{_both(days)}"
        )
    return tuple(lines)


def _both(days: Span) -> str:
    return f"{days.first.isoformat()}至{days.last.isoformat()}"


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _found(period: str, day: str, days: Span, due: date) -> tuple[str, ...]:
    """Say how a day came about that the words alone don't show."""
    if weekday := WEEKDAY_OF_MONTH.fullmatch(day):
        return (_weekday_line(weekday[1], weekday[2], days, due),)
    asked = day.rpartition("-")[2]
    if not asked.isdecimal() or period == "week":
        return ()
    if period == "xun":
        number = (due - days.first).days + 1
        clamped = f"{_month(due)}的这一旬没有第{asked}日，取旬末日{short_day(due)}"
        return (f"约定：{clamped}",) if number != int(asked) else ()
    if int(asked) == due.day:
        return ()
    return (f"约定：{_month(due)}没有{int(asked)}日，取月末日{short_day(due)}（{BY_ANALOGY}）",)


def _weekday_line(nth: str, code: str, days: Span, due: date) -> str:
    name = f"周{WEEKDAYS[WEEKDAY_CODES.index(code)]}"
    number = (due.day - 1) // A_WEEK + 1
    if nth == "last":
        return f"计算：{_month(days.first)}的最后一个{name}为{short_day(due)}"
    if number < int(nth):
        few = f"只有{number}个{name}，没有第{nth}个"
        return f"约定：{_month(days.first)}{few}，取最后一个，为{short_day(due)}"
    return f"计算：{_month(days.first)}的第{nth}个{name}为{short_day(due)}"


def _last_worked(days: Span, advise: Advise) -> NamedDay:
    found = advise(days.last)
    if found.day is None:
        line = f"计算：{_month(days.last)}的节假日安排未公布，最后一个工作日暂不能确定"
        return NamedDay(day=None, provisional=True, lines=(line,))
    end = f"月末日{day_words(days.last)}"
    if found.day == days.last:
        line = f"计算：{end}为工作日"
    else:
        line = f"计算：{end}为休息日，此前最后一个工作日为{worked_words(found.day)}"
    pending = (PENDING,) if found.provisional else ()
    return NamedDay(day=found.day, provisional=found.provisional, lines=(line, *pending))


def _nth_worked(days: Span, number: int, advise: Advise) -> NamedDay:
    """Count the worked days of a period from its first."""
    worked: list[date] = []
    unsure, at = False, days.first - A_DAY
    while len(worked) < number:
        found = advise(at + A_DAY)
        if found.forward is None:
            so_far = f"，已确定{len(worked)}个工作日" if worked else ""
            line = (
                f"计算：{_month(days.last)}的节假日安排未公布{so_far}，第{number}个工作日暂不能确定"
            )
            return NamedDay(day=None, provisional=True, lines=(line,))
        unsure, at = unsure or found.provisional, found.forward
        if at > days.last:
            break
        worked.append(at)
    due = worked[-1] if worked else days.last
    listed = "、".join(map(worked_words, worked))
    if len(worked) == number:
        line = f"计算：{_month(days.first)}的工作日依次为{listed}，取第{number}个"
    else:
        few = f"只有{len(worked)}个工作日，没有第{number}个"
        line = f"约定：{_month(days.first)}{few}，取最后一个，为{worked_words(due)}"
    pending = (PENDING,) if unsure else ()
    return NamedDay(day=due, provisional=unsure, lines=(line, *pending))


def worked_words(day: date) -> str:
    """Write a worked day, and that it is a weekend day worked in return (调休)."""
    made_up = "，调休上班" if day.weekday() >= SATURDAY else ""
    return f"{short_day(day)}（周{WEEKDAYS[day.weekday()]}{made_up}）"
