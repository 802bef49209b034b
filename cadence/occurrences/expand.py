"""Rules × Units × span → Occurrences.

A rule is dated once, whatever the number of units that it binds; an Occurrence then joins one of
its windows to one unit. An occurrence belongs to the span in which it falls due (a stage without
an end: in which it starts), so spans laid end to end give each occurrence exactly once, and what
is given does not depend on the span asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import assert_never

from cadence.core import (
    OWED,
    SHANGHAI,
    Advice,
    Advise,
    Binding,
    Cadence,
    Deadline,
    Occurrence,
    PeriodicDeadline,
    Phase,
    Rule,
    Season,
    Span,
    Standing,
    Threshold,
    Trigger,
    Unspecified,
    Window,
    period_number,
    periods,
)
from cadence.occurrences.named_days import block_lines, named_day
from cadence.occurrences.observed import Observed, days_around, seasons
from cadence.occurrences.trace import trace

Run = tuple[Binding, tuple[Window, ...]]
A_DAY, LONGEST_PERIOD = timedelta(days=1), timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """A window before it is numbered and explained.

    Attributes:
        provisional: it rests on days off that are not announced.
        time: the last minute in time of the due day.
        lines: how its days were found, in Chinese.
    """

    label: str
    start: date
    due: date | None
    partial: bool = False
    provisional: bool = False
    time: str | None = None
    lines: tuple[str, ...] = ()


def occurrences(bindings: Iterable[Binding], span: Span, advise: Advise) -> Iterator[Occurrence]:
    """Yield what falls due within the span, in the order of the bindings and their windows."""
    for binding, windows in runs(bindings, span, advise):
        for window in windows:
            yield Occurrence(binding=binding, window=window)


def runs(bindings: Iterable[Binding], span: Span, advise: Advise) -> Iterator[Run]:
    """Yield who owes what, with all its windows that fall due within the span.

    A bar (半年内不得提拔) is nothing to be done and so no occurrence. The windows of one rule are
    the very same, whomever they bind.
    """
    windows: dict[str, tuple[Window, ...]] = {}
    for binding in bindings:
        if binding.role in OWED and binding.rule.force == "must":
            key = binding.rule.key
            if key not in windows:
                windows[key] = expand(binding.rule, span, advise)
            yield binding, windows[key]


def expand(rule: Rule, span: Span, advise: Advise, *, running: bool = False) -> tuple[Window, ...]:
    """Date one rule: its windows that fall due within the span, in order.

    Args:
        rule: with its bounds and successions already set.
        span: the days asked about.
        advise: the working days around a day (workdays.adviser).
        running: also what has begun by the span's last day and falls due after it.
    """
    return tuple(
        window
        for decided in (*rule.earlier, rule)
        for days in _days(decided, span, advise)
        if _falls_in(days, span) or (running and _runs_on(days, span))
        for window in _windows(decided, days, advise)
    )


def _days(rule: Rule, span: Span, advise: Advise) -> Iterator[_Days]:
    if rule.since:
        return  # begins with an event that nobody has recorded yet
    match rule.timing:
        case Cadence(period="term" | "school_year"):
            yield from _named(rule)
        case Cadence() | PeriodicDeadline() as timing:
            yield from _periodic(rule, timing, span, advise)
        case Deadline() as timing:
            start, label = min(rule.effective, timing.due), timing.due.isoformat()
            yield _Days(label=label, start=start, due=timing.due, time=timing.time)
        case Phase() as timing:
            yield from _phase(rule, timing)
        case Season() as timing:
            yield from map(_observed, seasons(rule, timing, span, advise))
        case Trigger() as timing:
            yield from map(_observed, days_around(rule, timing, span, advise))
        case Threshold():
            return  # a clock is dated by its event
        case Standing() | Unspecified():
            return  # listed, never dated
        case unknown:
            assert_never(unknown)


def _bounds(rule: Rule, start: date | None, due: date | None) -> Span | None:
    """Return the days in which the rule binds; None where its ends leave none."""
    first = max(rule.effective, start or rule.effective)
    last = min(rule.until or date.max, due or date.max)
    return Span(first, last) if first <= last else None


def _observed(found: Observed) -> _Days:
    return _Days(
        label=found.label, start=found.start, due=found.due, partial=found.partial,
        provisional=found.provisional, lines=found.lines,
    )  # fmt: skip


def _named(rule: Rule) -> Iterator[_Days]:
    """Date a duty of each term or school year by the office's table."""
    bounds = _bounds(rule, None, None)
    for each in rule.spans:
        if bounds and each.start <= bounds.last and bounds.first <= each.due:
            start, last = max(each.start, bounds.first), min(each.due, bounds.last)
            if not _in_force(rule, Span(each.start, each.due), start):
                continue
            cut = (start, last) != (each.start, each.due)
            lines = (f"学期学年：{each.name}为{each.start}至{each.due}（本办公室填写）",)
            label = each.start.isoformat()
            yield _Days(label=label, start=start, due=last, partial=cut, lines=lines)


def _periodic(
    rule: Rule, timing: Cadence | PeriodicDeadline, span: Span, advise: Advise
) -> Iterator[_Days]:
    bounds = _bounds(rule, timing.start, timing.due)
    if bounds is None or bounds.last < span.first or span.last < bounds.first:
        return
    asked = Span(max(span.first, bounds.first), min(span.last, bounds.last))
    for label, days in _blocks(timing, asked, rule.effective):
        start, last = max(days.first, bounds.first), min(days.last, bounds.last)
        if not _in_force(rule, days, start):
            continue
        lines = block_lines(timing, days, rule.effective)
        if isinstance(timing, Cadence):
            partial = Span(start, last) != days
            yield _Days(label=label, start=start, due=last, partial=partial, lines=lines)
            continue
        found = named_day(timing, days, advise)
        # It must lie inside the bounds; it has no day where nobody has announced the days off.
        if found.day is None or start <= found.day <= last:
            yield _Days(
                label=label, start=start, due=found.day, provisional=found.provisional,
                partial=found.day is not None and start != days.first,
                time=timing.time, lines=(*lines, *found.lines),
            )  # fmt: skip


def _blocks(
    timing: Cadence | PeriodicDeadline, asked: Span, origin: date
) -> Iterator[tuple[str, Span]]:
    """Yield the periods asked for: every so many of them, in some months of the year.

    A cadence's window is the whole block of so many periods, for it may be done in any of them; a
    named day lies in the first. They are counted from the effective day's period.
    """
    period = "day" if timing.period == "hour" else timing.period
    every = 1 if timing.period == "hour" else timing.every
    if every == 1:
        blocks = periods(period, asked, origin)
    else:
        blocks = _joined(period, asked, origin, every, whole=isinstance(timing, Cadence))
    for label, days in blocks:
        if not timing.months or days.first.month in timing.months:
            yield label, days


def _joined(
    period: str, asked: Span, origin: date, every: int, *, whole: bool
) -> Iterator[tuple[str, Span]]:
    first = period_number(period, origin, origin)
    behind = (period_number(period, asked.first, origin) - first) % every
    begins = asked.first
    for _again in range(behind):  # back to where the block that runs on the first day begins
        _label, days = next(periods(period, Span(begins, begins), origin))
        begins = days.first - A_DAY
    listed = periods(period, Span(begins, asked.last + every * LONGEST_PERIOD), origin)
    for number, (label, days) in enumerate(listed):
        if number % every == 0:
            opened = (label, days)
        if number % every == every - 1 and opened[1].first <= asked.last:
            yield opened[0], Span(opened[1].first, days.last) if whole else opened[1]


def _phase(rule: Rule, timing: Phase) -> Iterator[_Days]:
    """Date a stage, cut to the rule's bounds; one that was over before them stays as printed."""
    start, due = timing.start or rule.effective, timing.due
    label = due.isoformat() if due else f"{start.isoformat()}.."
    if due and due < rule.effective:
        yield _Days(label=label, start=min(start, due), due=due)
        return
    first, last = max(start, rule.effective), min(due or date.max, rule.until or date.max)
    taken_over = rule.superseded_on is not None and rule.superseded_on <= first
    if first <= last and not taken_over:
        ends = None if last == date.max else last
        cut = first != start or ends != due
        yield _Days(label=label, start=first, due=ends, partial=cut)


def _in_force(rule: Rule, days: Span, start: date) -> bool:
    """Tell whether a window is this rule's, and not an older or newer document's."""
    if rule.whole_windows and days.first < rule.effective:
        return False
    return rule.superseded_on is None or start < rule.superseded_on


def _falls_in(days: _Days, span: Span) -> bool:
    return span.first <= (days.due or days.start) <= span.last


def _runs_on(days: _Days, span: Span) -> bool:
    return days.due is not None and days.start <= span.last < days.due


def _windows(rule: Rule, days: _Days, advise: Advise) -> Iterator[Window]:
    counts = isinstance(rule.timing, Cadence) and rule.timing.period != "hour"
    count = rule.timing.count if counts and isinstance(rule.timing, Cadence) else 1
    advice = advise(days.due) if days.due else Advice(day=None, provisional=False)
    forward = rule.roll == "forward"
    advised = advice.forward if forward else advice.day
    # A working day before the window opens would be advice that nobody may follow.
    is_off = not forward and advised is not None and advised < days.start
    for nth in range(1, count + 1):
        window = Window(
            label=days.label,
            start=days.start,
            due=days.due,
            nth=nth,
            of=count,
            partial=days.partial,
            advised=None if is_off else advised,
            is_off=is_off,
            provisional=days.provisional or advice.provisional or (forward and advised is None),
            closes=_minute(days),
        )
        yield replace(window, trace=trace(rule, window, advice, days.lines))


def _minute(days: _Days) -> datetime | None:
    """Return the last minute in time, where the text names one."""
    if days.time is None or days.due is None:
        return None
    return datetime.combine(days.due, time.fromisoformat(days.time), SHANGHAI)
