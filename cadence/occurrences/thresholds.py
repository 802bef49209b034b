"""Events counted against thresholds (年内发生2起以上): which event crossed, and what was counted.

Pure. Events are counted by the unit that they happened to, within the calendar period or the
twelve months that end with the event. A threshold is crossed by the event with which it is first
reached; what had been reached before is not crossed again until it has been left.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cadence.core import (
    A_YEAR,
    ROLLING_YEAR,
    SHANGHAI,
    Happening,
    Meaning,
    Rule,
    Span,
    Threshold,
    Unit,
    Window,
    is_in_force,
    periods,
    value_name,
)
from cadence.occurrences.event_chains import (
    Chain,
    ClockGround,
    Waiting,
    asked_of,
    label_of,
    moment_words,
    question,
)
from cadence.occurrences.trace import clock_trace
from cadence.workdays import month_later


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedEvent:
    """One event that a threshold may count, as its chain tells of it.

    Attributes:
        asked: what must be told before it is known whether it counts.
    """

    happening: Happening
    chain: Chain
    asked: tuple[str, ...]

    @property
    def day(self) -> dt.date:
        """Return the day on which it happened, in China."""
        return self.happening.event.at.astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A threshold at one event: crossed (a window), or perhaps crossed (questions)."""

    happening: Happening
    subject: Unit
    window: Window | None
    questions: tuple[str, ...] = ()


def find_crossings(
    waiting: Waiting, chains: tuple[Chain, ...], ground: ClockGround
) -> Iterator[Crossing]:
    """Yield every event with which a rule's threshold was crossed, unit by unit."""
    rule = waiting.rule
    if not isinstance(rule.timing, Threshold):
        return
    by_unit: dict[Unit, list[CountedEvent]] = {}
    for chain in chains:
        if ground.reaches(rule, chain.subject) and (found := _counted(rule, rule.timing, chain)):
            by_unit.setdefault(chain.subject, []).append(found)
    for subject, listed in by_unit.items():
        listed.sort(key=lambda each: (each.happening.event.at, each.happening.first))
        for place, last in enumerate(listed):
            yield from _at(rule, rule.timing, subject, listed[:place], last)


def _meaning(rule: Threshold, chain: Chain) -> Meaning:
    return chain.kinds.meaning(rule.event)


def _counted(rule: Rule, timing: Threshold, chain: Chain) -> CountedEvent | None:
    meaning = _meaning(timing, chain)
    happening = chain.steps.get(meaning.kind.id)
    asked = asked_of(rule, meaning, chain.values)
    if happening is None or asked is None:
        return None
    found = CountedEvent(happening=happening, chain=chain, asked=asked)
    return found if is_in_force(rule, found.day) else None


def _at(
    rule: Rule, timing: Threshold, subject: Unit, earlier: list[CountedEvent], last: CountedEvent
) -> Iterator[Crossing]:
    """Tell what one event did to a threshold: nothing, a crossing, or a question."""
    inside = [each for each in earlier if _is_within(timing.within, each.day, last.day)]
    sure = [each for each in inside if not each.asked]
    if _is_reached(timing, sure):
        return
    if not last.asked and _is_reached(timing, [*sure, last]):
        window = _window(rule, timing, subject, [*inside, last])
        yield Crossing(happening=last.happening, subject=subject, window=window)
        return
    untold = [each for each in (*inside, last) if each.asked or _untold(timing, each)]
    if untold and len(inside) + 1 >= timing.count:
        questions = tuple(_questions(rule, timing, untold))
        yield Crossing(happening=last.happening, subject=subject, window=None, questions=questions)


def _is_within(within: str, day: dt.date, last: dt.date) -> bool:
    if within == ROLLING_YEAR:
        return day > month_later(last, -A_YEAR)
    _label, days = next(periods(within, Span(last, last), last))
    return days.first <= day


def _is_reached(timing: Threshold, counted: list[CountedEvent]) -> bool:
    sums = (timing.sum or {}).items()
    return len(counted) >= timing.count and all(
        sum(_number(each, name) for each in counted) >= least for name, least in sums
    )


def _number(counted: CountedEvent, name: str) -> int:
    told = counted.chain.values.get(name, "")
    return int(told) if told.isdecimal() else 0


def _untold(timing: Threshold, counted: CountedEvent) -> tuple[str, ...]:
    return tuple(name for name in timing.sum or {} if name not in counted.chain.values)


def _questions(rule: Rule, timing: Threshold, untold: list[CountedEvent]) -> Iterator[str]:
    for each in untold:
        number = each.happening.number
        for name in each.asked:
            yield question(name, rule, _meaning(timing, each.chain), number)
        for name in _untold(timing, each):
            yield (
                f"未说明{value_name(name)}，不能确定是否达到，"
                f"请更正第{number}号事件补充：--corrects {number} --set {name}=…"
            )


def _window(rule: Rule, timing: Threshold, subject: Unit, inside: list[CountedEvent]) -> Window:
    last = inside[-1]
    at = last.happening.event.at
    label, *formerly = map(label_of, (at, *last.happening.was))
    sure = [each for each in inside if not each.asked]
    return Window(
        label=label,
        start=last.day,
        due=None,
        nth=1,
        of=1,
        partial=False,
        advised=None,
        provisional=False,
        formerly=tuple(formerly),
        trace=clock_trace(
            rule,
            (
                *(f"读法：{each}" for each in _meaning(timing, last.chain).readings),
                _convention(timing),
                f"计入：{subject.name}，共{len(sure)}起{_sums(timing, sure)}",
                *(f"　　　{_named(timing, each)}" for each in sure),
                *(
                    f"未计入：{_named(timing, each)}，未说明是否属于"
                    for each in inside
                    if each.asked
                ),
                f"计算：第{last.happening.first}号事件起达到；原文没有写期限，办妥之前一直列出",
            ),
        ),
    )


def _convention(timing: Threshold) -> str:
    if timing.within == ROLLING_YEAR:
        return "约定：按截至该事件的连续12个月累计，按事件所在单位分别计算"
    return "约定：按公历期间累计，按事件所在单位分别计算；同一期间达到后不重复起算"


def _sums(timing: Threshold, sure: list[CountedEvent]) -> str:
    return "".join(
        f"，{value_name(name)}合计{sum(_number(each, name) for each in sure)}"
        for name in timing.sum or {}
    )


def _named(timing: Threshold, counted: CountedEvent) -> str:
    event, number = counted.happening.event, counted.happening.first
    untold = "".join(f"，未说明{value_name(name)}" for name in _untold(timing, counted))
    name = counted.chain.kinds.shown(event.name)
    return f"第{number}号，{moment_words(event.at)}{name}{untold}"
