"""Statutory terms: an event, an offset → the last day or minute still on time, and why.

Pure. Years, months and days are counted by 民法典 201 to 203, hours from the minute, working days
by the calendar passed in. Where that calendar is not announced the term is provisional and names
no day. All moments are China's (Asia/Shanghai).
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from cadence.core import A_YEAR, SHANGHAI, day_words, duration_words, last_of_month
from cadence.workdays.advices import nearest_worked
from cadence.workdays.years import Look

A_DAY = dt.timedelta(days=1)
OFFSET = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
NOT_ANNOUNCED = "节假日安排未公布，期限待公布后确定"
_PENDING = "注意：期间内有尚待下一年度通知确定的日子，公布后可能调整"
Count = Literal["calendar", "working"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term counted from one event.

    Attributes:
        day: the last day still on time, as counted; None where the calendar is not announced.
        at: the last minute still on time, where hours count; None where days do.
        latest: the last day still on time after rolling forward, where that was asked for.
        advised: the last working day on or before day; None where it is not announced, and
            for hours, which wait for nobody.
        provisional: it rests on a year that is not announced.
        lines: the arithmetic, a line per step, in Chinese, with the law's articles.
    """

    day: dt.date | None
    at: dt.datetime | None
    latest: dt.date | None
    advised: dt.date | None
    provisional: bool
    lines: tuple[str, ...]

    @property
    def end(self) -> dt.datetime | None:
        """Return the first moment that is late, but for hours: there, the last that is not.

        A day ends at 24:00, which is the next day's 00:00.
        """
        if self.at or self.latest is None:
            return self.at
        return dt.datetime.combine(self.latest + A_DAY, dt.time(), SHANGHAI)


@dataclass(frozen=True, slots=True)
class _Offset:
    """An ISO 8601 duration, taken apart; sign is -1 before the event."""

    sign: int
    months: int
    days: int
    minutes: int


def count_term(
    event: dt.datetime,
    offset: str,
    look: Look,
    *,
    days: Count = "calendar",
    roll: Literal["forward"] | None = None,
) -> Term:
    """Count a term from an event.

    Args:
        event: its moment, with a time zone; the day that counts is China's.
        offset: an ISO 8601 duration in the text's own unit, negative before the event.
        look: which days are worked (workdays.looker).
        days: whether the offset's days are calendar or working days.
        roll: forward where a last day off rolls to the next working day; never for hours
            and never before an event.

    Raises:
        ValueError: no such duration; hours mixed with days; working months or hours; a moment
            without a time zone; an end beyond the last year there is.
    """
    if event.tzinfo is None:
        msg = "an event's moment needs a time zone"
        raise ValueError(msg)
    local = event.astimezone(SHANGHAI)
    parsed = _parse(offset, days)
    try:
        if parsed.minutes:
            return _of_hours(local, parsed, offset)
        return _of_days(local, parsed, (offset, days), look, roll)
    except OverflowError as error:
        msg = f"the term {offset} from {event} ends beyond the calendar"
        raise ValueError(msg) from error


def is_on_time(term: Term, moment: dt.datetime) -> bool | None:
    """Tell whether a moment is still on time; None where the term is not settled."""
    if term.end is None:
        return None
    return moment <= term.end if term.at else moment < term.end


def month_later(day: dt.date, months: int) -> dt.date:
    """Return the corresponding day so many months on (or back), or that month's last (202).

    Raises:
        OverflowError: there is no such year.
    """
    year, month = divmod(day.year * A_YEAR + day.month - 1 + months, A_YEAR)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        msg = f"no year {year}"
        raise OverflowError(msg)
    return day.replace(
        year=year, month=month + 1, day=min(day.day, last_of_month(year, month + 1).day)
    )


def _parse(offset: str, days: Count) -> _Offset:
    found = OFFSET.fullmatch(offset)
    if found is None or not any(found.groups()[1:]):
        msg = f"not an ISO 8601 duration: {offset}"
        raise ValueError(msg)
    sign = -1 if found[1] else 1
    years, months, count, hours, minutes = (int(each or 0) for each in found.groups()[1:])
    parsed = _Offset(sign, years * A_YEAR + months, count, hours * 60 + minutes)
    if "T" in offset and not parsed.minutes:
        msg = f"no time at all: {offset}"
        raise ValueError(msg)
    if parsed.minutes and (parsed.months or parsed.days):
        msg = f"hours count from the minute and days do not, so they don't mix: {offset}"
        raise ValueError(msg)
    if days == "working" and (parsed.months or parsed.minutes):
        msg = f"only days can be working days: {offset}"
        raise ValueError(msg)
    return parsed


def _of_hours(event: dt.datetime, offset: _Offset, written: str) -> Term:
    """Count hours and minutes: from the event's own, no holiday standing still (201)."""
    elapsed = dt.timedelta(minutes=offset.sign * offset.minutes)
    at = (event.astimezone(dt.UTC) + elapsed).astimezone(SHANGHAI)
    side, within = ("前", "") if offset.sign < 0 else ("后", "内")
    lines = (
        f"起算：{_moment(event)}，按小时计算的自该时刻起算（《民法典》第二百零一条第二款）",
        f"计算：{side}{duration_words(written)}{within}，节假日连续计算，即{_moment(at)}",
        "截止：含该时刻（《民法典》第一千二百五十九条，“以内”包括本数）",
    )
    return Term(
        day=at.date(), at=at, latest=at.date(), advised=None, provisional=False, lines=lines
    )


def _of_days(
    event: dt.datetime,
    offset: _Offset,
    written: tuple[str, Count],
    look: Look,
    roll: Literal["forward"] | None,
) -> Term:
    """Count years, months and days: the event's own day not counted (201, 202, 203)."""
    side = "前" if offset.sign < 0 else "后"
    lines = [f"起算：事件在{_moment(event)}，当日不计入（《民法典》第二百零一条第一款）"]
    if offset.sign < 0:
        lines.append("约定：法律未规定倒数的期间，类推同一规则，自事件前一日起倒数")
    last: dt.date | None
    settled = True
    if written[1] == "working":
        last, settled = _working_day(event.date(), offset.sign * offset.days, look)
    else:
        last = month_later(event.date(), offset.sign * offset.months)
        last += dt.timedelta(offset.sign * offset.days)
    words = duration_words(*written)
    if last is None:
        lines.append(f"计算：{side}{words}，{NOT_ANNOUNCED}")
        return Term(
            day=None, at=None, latest=None, advised=None, provisional=True, lines=tuple(lines)
        )
    lines.append(f"计算：{side}{words}，{_reason(event.date(), last, offset, written[1])}")
    term = _ended(last, lines, look, roll if offset.sign > 0 else None)
    return term if settled else replace(term, provisional=True, lines=(*term.lines, _PENDING))


def _reason(event: dt.date, last: dt.date, offset: _Offset, days: Count) -> str:
    """Say why it is this day."""
    if days == "working":
        return f"只计工作日（含调休上班日），为{day_words(last)}"
    if not offset.months:
        return f"为{day_words(last)}"
    mapped = month_later(event, offset.sign * offset.months)
    law = "（《民法典》第二百零二条）"
    reached = "到期月的对应日" if mapped.day == event.day else "到期月没有对应日，取月末日"
    after = f"，再{'前' if offset.sign < 0 else '加'}{offset.days}日" if offset.days else ""
    return f"{reached}{law}{after}，为{day_words(last)}"


def _ended(last: dt.date, lines: list[str], look: Look, roll: Literal["forward"] | None) -> Term:
    """Say when the last day ends, and what is advised or rolled where it is a day off."""
    before, settled = nearest_worked(look, last, -1)
    after, after_settled = nearest_worked(look, last, 1)
    latest = after if roll else last
    ends = latest or last
    lines.append(
        f"截止：{day_words(ends)}24:00，含该日（《民法典》第二百零三条第二款、第一千二百五十九条）"
        if latest
        else f"截止：{NOT_ANNOUNCED}"
    )
    lines.append(_weekend_words(last, before, after, roll))
    return Term(
        day=last,
        at=None,
        latest=latest,
        advised=before,
        provisional=not (settled and (after_settled or roll is None)),
        lines=tuple(lines),
    )


def _weekend_words(
    last: dt.date,
    before: dt.date | None,
    after: dt.date | None,
    roll: Literal["forward"] | None,
) -> str:
    """Say which was taken, the day before the rest or the one after, and what the other gives."""
    if last == before:
        return "建议：末日为工作日"
    if before is None or (roll and after is None):
        return f"建议：{last.year}年{NOT_ANNOUNCED}"
    law = "《民法典》第二百零三条第一款"
    if roll and after:
        return (
            f"顺延：末日{day_words(last)}为休息日，按本规则的选择依{law}顺延；"
            f"不顺延则应于{day_words(before)}前完成"
        )
    other = f"；如依{law}顺延，为{day_words(after)}" if after else ""
    return f"建议：末日为休息日，不顺延，请于{day_words(before)}前完成（此前最后一个工作日）{other}"


def _working_day(start: dt.date, number: int, look: Look) -> tuple[dt.date | None, bool]:
    """Return the n-th worked day after (or before) a day, and whether every day was settled."""
    day, step, settled = start, A_DAY if number >= 0 else -A_DAY, True
    left = abs(number)
    while left:
        day += step
        found = look(day)
        if found.state is None:
            return None, False
        left -= found.is_worked
        settled = settled and found.settled
    return day, settled


def _moment(moment: dt.datetime) -> str:
    return f"{day_words(moment.date())}{moment:%H:%M}"
