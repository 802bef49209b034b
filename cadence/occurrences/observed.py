"""Days that nobody records: the n-th worked day of a month, seasons, observances. Pure.

The day of an observance is certain; a holiday lasts as long as the days off around it. What is
counted in worked days before it is provisional, or unknown, where the State Council has not
announced them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cadence.core import (
    A_YEAR,
    Advise,
    NamedSpan,
    Rule,
    Season,
    Span,
    Trigger,
    basis_of,
    day_in,
    duration_words,
    observance_of,
    observed,
)
from cadence.occurrences.named_days import BY_ANALOGY, PENDING, worked_words
from cadence.workdays import month_later

A_DAY = timedelta(days=1)
# Hours mean nothing before a day; years, months, weeks and days do.
OFFSET = re.compile(r"(-?)P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
A_WEEK = 7  # days
HOLIDAYS = {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}  # days off by law
LONGEST_HOLIDAY = 10  # days off in one run, more than the State Council has ever announced
OFFICE = "本办公室填写"
WITHIN = re.compile(r"\d*[日天周]内|以内|个工作日内")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The days in time before, at or after one observance, or of one season."""

    label: str
    start: date
    due: date | None
    provisional: bool
    lines: tuple[str, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """The days in time around one observance, before they are cut to a rule's bounds."""

    start: date
    due: date | None
    provisional: bool = False
    lines: tuple[str, ...] = ()


def days_around(rule: Rule, timing: Trigger, span: Span, advise: Advise) -> Iterator[Observed]:
    """Yield the windows of a rule that waits for an observance, in the years around some days.

    Args:
        rule: with its spans, where the observance is the office's own.
        timing: its timing.
        span: the days asked about.
        advise: the working days around a day.
    """
    for name, first, last, basis in _observances(rule, timing, span):
        found = _window(rule, timing, first, last, advise)
        if found is None:
            continue
        inside = _inside(rule, found)
        if inside is None or (rule.superseded_on and rule.superseded_on <= inside[0]):
            continue
        start, due = inside
        shown = f"{first}" if first == last else f"{first}至{last}"
        yield Observed(
            label=first.isoformat(), start=start, due=due, provisional=found.provisional,
            partial=inside != (found.start, found.due),
            lines=(f"特殊日子：{name}为{shown}（{basis}）", *found.lines),
        )  # fmt: skip


def _inside(rule: Rule, found: _Around) -> tuple[date, date | None] | None:
    """Cut the days to the rule's bounds; a day that lies outside them is none of its days."""
    start, due = max(found.start, rule.effective), found.due
    until = rule.until or date.max
    if start > until or (due is not None and due < rule.effective):
        return None
    if due is not None and due > until:
        return None if found.start == due else (start, until)
    return start, due


def _observances(rule: Rule, timing: Trigger, span: Span) -> Iterator[tuple[str, date, date, str]]:
    if rule.spans:
        yield from ((each.name, each.start, each.due, OFFICE) for each in _ordered(rule.spans))
        return
    name = observance_of(timing.event)
    for year in range(span.first.year - 1, span.last.year + 2) if name else ():
        if name and (days := observed(name, year)):
            yield timing.event, *days, basis_of(name)


def _ordered(spans: tuple[NamedSpan, ...]) -> list[NamedSpan]:
    return sorted(spans, key=lambda each: each.start)


def _window(rule: Rule, timing: Trigger, first: date, last: date, advise: Advise) -> _Around | None:
    """Return the days in time around an observance, and the steps that lead to them."""
    eve = first - A_DAY
    if timing.offset is None:
        if timing.when == "at":
            return _Around(start=first, due=last)
        return _Around(start=eve, due=eve, lines=(f"计算：“前”指此前最后一日，为{eve}",))
    found = OFFSET.fullmatch(timing.offset)
    if found is None:
        return None
    years, months, weeks, days = (int(each or 0) for each in found.groups()[1:])
    months, days = years * A_YEAR + months, weeks * A_WEEK + days
    words = duration_words(timing.offset, timing.days)
    law = BY_ANALOGY if months else "类推《民法典》第二百零一条"
    if not found[1]:
        due = month_later(last, months) + days * A_DAY
        line = f"计算：最后一日{last}不计入，往后{words}为{due}（{law}）"
        return _Around(start=last + A_DAY, due=due, lines=(line,))
    within = bool(WITHIN.search(rule.quote))
    if timing.days == "working":
        return _worked_before(first, days, advise, within=within)
    start = month_later(first, -months) - days * A_DAY
    due = eve if within or start == eve else start
    steps = f"计算：{first}不计入，往前{words}为{start}（{law}）"
    steps += f"，“内”自该日起至此前最后一日{eve}" if within and start != eve else ""
    return _Around(start=start, due=due, lines=(steps,))


def _worked_before(first: date, number: int, advise: Advise, *, within: bool) -> _Around:
    """Count worked days back from an observance."""
    at, unsure, counted = first, False, list[date]()
    for _again in range(number):
        found = advise(at - A_DAY)
        if found.day is None:
            line = f"计算：往前{number}个工作日，节假日安排未公布，暂不能确定"
            return _Around(start=first - number * A_DAY, due=None, provisional=True, lines=(line,))
        unsure, at = unsure or found.provisional, found.day
        counted.append(at)
    listed = "、".join(map(worked_words, counted))
    line = f"计算：{first}不计入，往前的工作日依次为{listed}，第{number}个为{at}"
    pending = (PENDING,) if unsure else ()
    due = counted[0] if within else at
    return _Around(start=at, due=due, provisional=unsure, lines=(line, *pending))


def seasons(rule: Rule, timing: Season, span: Span, advise: Advise) -> Iterator[Observed]:
    """Yield the windows of a season, or the days before it, in the years around some days.

    Args:
        rule: with its spans, where the season is the office's own.
        timing: its timing.
        span: the days asked about.
        advise: the working days around a day.
    """
    for first, last, unsure, basis in _days_of_season(rule, timing, span, advise):
        whole = Span(first, last)
        named = (f"特殊日子：{timing.name}为{first}至{last}（{basis}）",) if basis else ()
        if timing.when == "before":
            eve = first - A_DAY
            whole = Span(eve.replace(month=1, day=1), eve)
            named = (*named, f"计算：“前”指{first}的前一日，为{eve}")
        named = (*named, *_clamped(timing, (first, last)))
        start = max(whole.first, rule.effective)
        due = min(whole.last, rule.until or date.max)
        # A season is cut to the newer document's date, for its next one is a year away.
        if due < start or (rule.superseded_on and rule.superseded_on <= start):
            continue
        cut = timing.when == "during" and Span(start, due) != whole
        yield Observed(
            label=f"{whole.first.year:04}", start=start, due=due,
            partial=cut, provisional=unsure, lines=named,
        )  # fmt: skip


def _clamped(timing: Season, days: tuple[date, date]) -> Iterator[str]:
    """Say of February 29 that a common year has none."""
    for printed, day in zip((timing.start, timing.due), days, strict=True):
        if printed and int(printed.rpartition("-")[2]) != day.day:
            yield f"约定：{day.year}年2月没有29日，取月末日{day}（{BY_ANALOGY}）"


def _days_of_season(
    rule: Rule, timing: Season, span: Span, advise: Advise
) -> Iterator[tuple[date, date, bool, str]]:
    """Yield the first and last day of each: as printed, as the office has it, or as observed."""
    # What falls due before a season may belong to the next year's: 元旦前.
    years = range(max(span.first.year - 1, date.min.year), min(span.last.year + 2, date.max.year))
    name = observance_of(timing.name or "")
    if timing.start and timing.due:
        for year in years:
            first, last = _month_day(year, timing.start), _month_day(year, timing.due)
            # It runs over the year's end.
            yield first, last if first <= last else _month_day(year + 1, timing.due), False, ""
    elif rule.spans:
        yield from ((each.start, each.due, False, OFFICE) for each in _ordered(rule.spans))
    elif name:
        for days in (observed(name, year) for year in years):
            if days and name in HOLIDAYS and timing.when == "during":
                yield *_days_off(days[0], advise), f"{basis_of(name)}；起止按放假安排"
            elif days:
                yield *days, False, basis_of(name)


def _days_off(day: date, advise: Advise) -> tuple[date, date, bool]:
    """Return the run of days off around a holiday, and whether it is announced yet."""
    unsure = advise(day).provisional
    first = last = day
    while (day - first).days < LONGEST_HOLIDAY and _is_off(first - A_DAY, advise):
        first -= A_DAY
    while (last - day).days < LONGEST_HOLIDAY and _is_off(last + A_DAY, advise):
        last += A_DAY
    return first, last, unsure


def _is_off(day: date, advise: Advise) -> bool:
    found = advise(day)
    return found.forward is not None and found.forward != day


def _month_day(year: int, text: str) -> date:
    """Return --MM-DD of a year; February 29 is the month's last day in a common year."""
    return day_in("year", text.removeprefix("--"), Span(date(year, 1, 1), date(year, 12, 31)))
