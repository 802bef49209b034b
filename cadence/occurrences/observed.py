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
    Advice,
    Advise,
    NamedSpan,
    Rule,
    Season,
    Span,
    Trigger,
    day_in,
    observance_of,
    observed,
)

A_DAY = timedelta(days=1)
OFFSET = re.compile(r"(?P<before>-)?P(?P<n>\d+)(?P<unit>[DWMY])")
UNITS = {"D": 1, "W": 7, "M": 30, "Y": 365}  # days; texts count days and weeks before a festival
HOLIDAYS = {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}  # days off by law
LONGEST_HOLIDAY = 10  # days off in one run, more than the State Council has ever announced
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


def worked_day(day: str, days: Span, advise: Advise) -> Advice:
    """Return the last or the n-th worked day of a period; None where nobody has announced it.

    Args:
        day: last-working, or working-3.
        days: the period's days.
        advise: the working days around a day.
    """
    if day == "last-working":
        return advise(days.last)
    unsure, at = False, days.first - A_DAY
    for _again in range(int(day.removeprefix("working-"))):
        found = advise(at + A_DAY)
        if found.forward is None:
            return Advice(day=None, provisional=True)
        unsure, at = unsure or found.provisional, found.forward
    return Advice(day=at if at <= days.last else None, provisional=unsure)


def days_around(rule: Rule, timing: Trigger, span: Span, advise: Advise) -> Iterator[Observed]:
    """Yield the windows of a rule that waits for an observance, in the years around some days.

    Args:
        rule: with its spans, where the observance is the office's own.
        timing: its timing.
        span: the days asked about.
        advise: the working days around a day.
    """
    for name, first, last in _observances(rule, timing, span):
        found = _window(rule, timing, first, last, advise)
        if found is None:
            continue
        start, due, unsure = found
        if (due is not None and due < rule.effective) or (rule.until and start > rule.until):
            continue
        shown = f"{first}" if first == last else f"{first}至{last}"
        lines = (f"特殊日子：{name}为{shown}",)
        yield Observed(
            label=first.isoformat(), start=max(start, rule.effective), due=due,
            provisional=unsure, lines=lines,
        )  # fmt: skip


def _observances(rule: Rule, timing: Trigger, span: Span) -> Iterator[tuple[str, date, date]]:
    if rule.spans:
        yield from ((each.name, each.start, each.due) for each in _ordered(rule.spans))
        return
    name = observance_of(timing.event)
    for year in range(span.first.year - 1, span.last.year + 2) if name else ():
        if name and (days := observed(name, year)):
            yield timing.event, *days


def _ordered(spans: tuple[NamedSpan, ...]) -> list[NamedSpan]:
    return sorted(spans, key=lambda each: each.start)


def _window(
    rule: Rule, timing: Trigger, first: date, last: date, advise: Advise
) -> tuple[date, date | None, bool] | None:
    """Return the first and last day in time, and whether they rest on days not announced."""
    if timing.offset is None:
        return first - A_DAY, first - A_DAY, False  # 节前: the last day before
    found = OFFSET.fullmatch(timing.offset)
    if found is None:
        return None  # hours mean nothing before a day
    number = int(found["n"]) * UNITS[found["unit"]]
    if not found["before"]:
        return last + A_DAY, last + number * A_DAY, False
    within = bool(WITHIN.search(rule.quote))
    if timing.days == "working":
        return _worked_before(first, number, advise, within=within)
    start = first - number * A_DAY
    return start, first - A_DAY if within or number == 1 else start, False


def _worked_before(
    first: date, number: int, advise: Advise, *, within: bool
) -> tuple[date, date | None, bool]:
    """Count worked days back from an observance."""
    at, unsure, nearest = first, False, None
    for _again in range(number):
        found = advise(at - A_DAY)
        if found.day is None:
            return first - number * A_DAY, None, True
        unsure, at = unsure or found.provisional, found.day
        nearest = nearest or at
    return at, nearest if within else at, unsure


def seasons(rule: Rule, timing: Season, span: Span, advise: Advise) -> Iterator[Observed]:
    """Yield the windows of a season, or the days before it, in the years around some days.

    Args:
        rule: with its spans, where the season is the office's own.
        timing: its timing.
        span: the days asked about.
        advise: the working days around a day.
    """
    for first, last, unsure in _days_of_season(rule, timing, span, advise):
        whole = Span(first, last)
        if timing.when == "before":
            eve = first - A_DAY
            whole = Span(eve.replace(month=1, day=1), eve)
        start = max(whole.first, rule.effective)
        due = min(whole.last, rule.until or date.max)
        # A season is cut to the newer document's date, for its next one is a year away.
        if due < start or (rule.superseded_on and rule.superseded_on <= start):
            continue
        named = () if timing.start else (f"特殊日子：{timing.name}为{first}至{last}",)
        cut = timing.when == "during" and Span(start, due) != whole
        yield Observed(
            label=f"{whole.first.year:04}", start=start, due=due,
            partial=cut, provisional=unsure, lines=named,
        )  # fmt: skip


def _days_of_season(
    rule: Rule, timing: Season, span: Span, advise: Advise
) -> Iterator[tuple[date, date, bool]]:
    """Yield the first and last day of each: as printed, as the office has it, or as observed."""
    years = range(max(span.first.year - 1, date.min.year), min(span.last.year + 1, date.max.year))
    name = observance_of(timing.name or "")
    if timing.start and timing.due:
        for year in years:
            first, last = _month_day(year, timing.start), _month_day(year, timing.due)
            # It runs over the year's end.
            yield first, last if first <= last else _month_day(year + 1, timing.due), False
    elif rule.spans:
        yield from ((each.start, each.due, False) for each in _ordered(rule.spans))
    elif name:
        for days in (observed(name, year) for year in years):
            if days and name in HOLIDAYS:
                yield _days_off(days[0], advise)
            elif days:
                yield (*days, False)


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
