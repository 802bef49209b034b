"""Where a clock starts, and its window: Chains × rules that wait → windows with their trace.

Pure. A clock starts at the actual moment of its event once that is recorded. Until then it may
rest on the step before: on that event's own moment, or on the last lawful moment of the duty that
leads to it; then it is assumed, and says so.
"""

import datetime as dt
from dataclasses import dataclass, replace

from cadence.core.dates import SHANGHAI, moment_of
from cadence.core.history import Happening
from cadence.core.occurrence import Occurrence, Window, is_in_force
from cadence.core.rule import Rule
from cadence.core.timing import Trigger
from cadence.core.words import day_words
from cadence.occurrences.event_chains import (
    Chain,
    ClockGround,
    Waiting,
    asked_of,
    bindings_for,
    moment_words,
    nth_of,
    question,
)
from cadence.occurrences.trace import clock_trace
from cadence.workdays.terms import count_term
from cadence.workdays.years import Look

LAST_MINUTE = dt.time(23, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a clock starts.

    Attributes:
        at: None where the step before it cannot be dated yet.
        assumed: it rests on a step that is not recorded.
        whole_day: only the day of it is known.
        lines: how it was found, in Chinese; questions: what must be told first.
    """

    at: dt.datetime | None
    assumed: bool = False
    whole_day: bool = False
    lines: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A clock's window as it is if the rule applies, and what must be told to know that it does.

    Attributes:
        assumed: it rests on a step that is not recorded.
    """

    window: Window
    questions: tuple[str, ...]
    assumed: bool


def anchor(chain: Chain, kind: str, ground: ClockGround) -> Anchor | None:
    """Find when an event of a chain came, or may be assumed to; None where it is no part of it."""
    if recorded := chain.steps.get(kind):
        return Anchor(at=recorded.event.at, lines=_recorded(chain, recorded))
    path = chain.kinds.path(kind, chain.kind)
    if path is None:
        return None
    step = path[-1]
    earlier = anchor(chain, step.follows or "", ground)
    if earlier is None or not step.after:
        return earlier and _assumed(earlier, step.names[0], "按上一步的时刻起算")
    for key in step.after:
        waiting = ground.waiting.get(key)
        if waiting and (found := _by_duty(chain, waiting, step.names[0], ground)):
            return found
    return None


def _recorded(chain: Chain, happening: Happening) -> tuple[str, ...]:
    root = chain.root
    name = chain.kinds.shown(root.event.name)
    words = f"{moment_words(root.event.at)}{name}（第{root.first}号登记）"
    lines = (f"事件：{chain.subject.name}，{words}",)
    if happening is root:
        return lines
    event, name = happening.event, chain.kinds.shown(happening.event.name)
    return (*lines, f"接续：{moment_words(event.at)}{name}（第{happening.first}号登记）")


def _assumed(earlier: Anchor, name: str, how: str) -> Anchor:
    line = f"假定：尚未登记“{name}”，{how}；登记实际时间后重新计算"
    return replace(earlier, assumed=True, lines=(*earlier.lines, line))


def _by_duty(chain: Chain, waiting: Waiting, name: str, ground: ClockGround) -> Anchor | None:
    """Date an event by the duty that leads to it: when that was done, or may last be done."""
    rule = waiting.rule
    dated = date_clock(chain, waiting, ground)
    if dated is None:
        return None
    window = dated.window
    earlier = Anchor(at=None, lines=_recorded(chain, chain.root), questions=dated.questions)
    if dated.questions or window.due is None:
        return _assumed(earlier, name, f"而“{rule.act}”的期限尚不能确定")
    bound = bindings_for(waiting, chain.subject)
    pasts = [ground.history.of(Occurrence(binding=each, window=window)) for each in bound]
    if done := [past.done.on for past in pasts if past.done]:
        at = min(map(moment_of, done))
        whole_day = not any(isinstance(each, dt.datetime) for each in done)
        shown = day_words(at.date()) if whole_day else moment_words(at)
        line = f"接续：“{rule.act}”已于{shown}完成（据办理登记）"
        return Anchor(at=at, whole_day=whole_day, lines=(*earlier.lines, line))
    last = max((past.extension.to for past in pasts if past.extension), default=window.due)
    latest = max(last, window.latest or last)
    closes = window.closes if window.closes and latest == window.due else None
    at = closes or dt.datetime.combine(latest, LAST_MINUTE, SHANGHAI)
    how = f"按“{rule.act}”的最迟时间{moment_words(at) if closes else day_words(latest)}起算"
    return _assumed(Anchor(at=at, whole_day=not closes, lines=earlier.lines), name, how)


def date_clock(chain: Chain, waiting: Waiting, ground: ClockGround) -> Dated | None:
    """Date a rule that waits for an event of a chain; None where the chain does not start it."""
    rule = waiting.rule
    if not isinstance(rule.timing, Trigger) or not ground.reaches(rule, chain.subject):
        return None
    meaning = chain.kinds.meaning(rule.timing.event)
    starts = anchor(chain, meaning.kind.id, ground)
    missing = asked_of(rule, meaning, chain.values)
    if starts is None or missing is None:
        return None
    if not is_in_force(rule, (starts.at or chain.root.event.at).astimezone(SHANGHAI).date()):
        return None
    asked = tuple(question(each, rule, meaning, chain.root.number) for each in missing)
    nth = nth_of(chain, bindings_for(waiting, chain.subject))
    window = _window(rule, chain, starts, ground.looks[rule.pack.split("/", 1)[0]], nth)
    lines = (*(f"读法：{each}" for each in meaning.readings), *starts.lines, *window.trace)
    window = replace(window, trace=clock_trace(rule, lines))
    questions = tuple(dict.fromkeys((*asked, *starts.questions)))
    return Dated(window=window, questions=questions, assumed=starts.assumed)


def _without_minute(lines: tuple[str, ...], starts: Anchor) -> tuple[str, ...]:
    """Leave a minute out that nobody told: only its day is known, and only the day counts."""
    if not (starts.whole_day and starts.at):
        return lines
    first, *others = lines
    return (first.replace(f"{starts.at:%H:%M}", "", 1), *others)


def _window(rule: Rule, chain: Chain, starts: Anchor, look: Look, nth: int) -> Window:
    """Lay out a clock: hours from minute to minute, days from the event's own to the last."""
    label, *formerly = chain.labels
    day = (starts.at or chain.root.event.at).astimezone(SHANGHAI).date()
    window = Window(
        label=label,
        start=day,
        due=None,
        nth=nth,
        of=nth,
        partial=False,
        advised=None,
        provisional=False,
        formerly=tuple(formerly),
    )
    if starts.at is None or not isinstance(rule.timing, Trigger):
        return window
    if rule.timing.offset is None:
        return replace(window, trace=("计算：原文没有写期限，办妥之前一直列出",))
    term = count_term(starts.at, rule.timing.offset, look, days=rule.timing.days, roll=rule.roll)
    return replace(
        window,
        start=min(day, term.day or day),
        due=term.day,
        advised=term.latest if rule.roll else term.advised,
        provisional=term.provisional,
        opens=min(starts.at, term.at) if term.at else None,
        closes=term.at,
        trace=_without_minute(term.lines, starts),
    )
