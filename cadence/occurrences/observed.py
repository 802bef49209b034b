"""Days that nobody records: the n-th worked day of a month, the days before an observance. Pure.

The day of an observance is certain. What is counted in worked days before it is provisional, or
unknown, where the State Council has not announced them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cadence.core import Advice, Advise, NamedSpan, Rule, Span, Trigger, observance_of, observed

A_DAY = timedelta(days=1)
OFFSET = re.compile(r"(?P<before>-)?P(?P<n>\d+)(?P<unit>[DWMY])")
UNITS = {"D": 1, "W": 7, "M": 30, "Y": 365}  # days; texts count days and weeks before a festival
WITHIN = re.compile(r"\d*[日天周]内|以内|个工作日内")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The days in time before, at or after one observance."""

    label: str
    start: date
    due: date | None
    provisional: bool
    lines: tuple[str, ...]


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
