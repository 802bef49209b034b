"""Rules × what happened → Clocks, and the Occurrences among them. Pure.

A Clock is one rule that one event started, dated; it is an Occurrence for each unit that owes
it once it is known to apply. A bar (半年内不得提拔) is a span, not a duty: no occurrence.
A rule that begins with an event (`since`) is an ordinary rule from that event on.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from cadence.core import (
    OWED,
    SHANGHAI,
    Binding,
    Happening,
    Occurrence,
    Pack,
    Rule,
    Span,
    Unit,
    Window,
)
from cadence.occurrences.clock_starts import date_clock
from cadence.occurrences.event_chains import (
    Chain,
    ClockGround,
    Waiting,
    bindings_for,
    bindings_of,
    find_chains,
    moment_words,
)
from cadence.occurrences.thresholds import find_crossings


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One rule that one event started.

    Attributes:
        window: its dates, as they are if the rule applies; None for a threshold that may be
            crossed.
        bindings: whose it is, and who leads or assists; none where only outside bodies owe it.
        subject: to whom the event happened.
        happening: the event that began its chain, or that crossed the threshold.
        assumed: it rests on a step that is not recorded.
        questions: what must be told before it is known to apply.
    """

    rule: Rule
    window: Window | None
    bindings: tuple[Binding, ...]
    subject: Unit
    happening: Happening
    assumed: bool = False
    questions: tuple[str, ...] = ()

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Return it for every unit that owes it, as soon as it is known to apply."""
        if self.window is None or self.questions or self.rule.force != "must":
            return ()
        return tuple(
            Occurrence(
                binding=each,
                window=self.window,
                subject=None if each.unit == self.subject else self.subject,
            )
            for each in self.bindings
            if each.role in OWED
        )


def find_clocks(
    ground: ClockGround, packs: Container[str] | None = None, events: Container[int] | None = None
) -> Iterator[Clock]:
    """Yield the clocks that the events started, event by event; then what was crossed.

    Args:
        ground: what clocks run in.
        packs: only those of rules of these packs.
        events: only those of the chains that these events began, by their first entries.
    """
    chains = find_chains(ground)
    every = [each for each in ground.waiting.values() if packs is None or each.rule.pack in packs]
    for chain in chains:
        if events is None or chain.root.first in events:
            yield from _clocks_of(chain, every, ground)
    crossed: dict[tuple[str, str], int] = {}
    for waiting in every:
        for found in find_crossings(waiting, chains, ground):
            window = found.window
            if window:  # two units may cross in one minute
                key = (waiting.rule.key, window.label)
                nth = crossed[key] = crossed.get(key, 0) + 1
                window = replace(window, nth=nth, of=nth)
            yield Clock(
                rule=waiting.rule,
                window=window,
                bindings=bindings_of(waiting, found.subject),
                subject=found.subject,
                happening=found.happening,
                questions=found.questions,
            )


def _clocks_of(chain: Chain, every: list[Waiting], ground: ClockGround) -> Iterator[Clock]:
    for waiting in every:
        dated = date_clock(chain, waiting, ground)
        if dated is None:
            continue
        yield Clock(
            rule=waiting.rule,
            window=dated.window,
            bindings=bindings_for(waiting, chain.subject),
            subject=chain.subject,
            happening=chain.root,
            assumed=dated.assumed,
            questions=dated.questions,
        )


def clock_occurrences(clocks: Iterable[Clock], span: Span) -> Iterator[Occurrence]:
    """Yield what events made due within the span; without a due day, what they started in it."""
    for clock in clocks:
        for each in clock.occurrences:
            if span.first <= (each.window.due or each.window.start) <= span.last:
                yield each


def windows_of(clocks: Iterable[Clock], span: Span) -> dict[tuple[str, str], tuple[Window, ...]]:
    """Return what calendars show of clocks, bars too: windows by rule and unit, of every role.

    Args:
        clocks: those that are known to apply count.
        span: the days shown; what runs on past them is shown too.
    """
    found: dict[tuple[str, str], tuple[Window, ...]] = {}
    for clock in clocks:
        window = clock.window
        if window is None or clock.questions or not _touches(window, span):
            continue
        for each in clock.bindings:
            key = (clock.rule.key, each.unit.key)
            found[key] = (*found.get(key, ()), window)
    return found


def _touches(window: Window, span: Span) -> bool:
    return window.start <= span.last and span.first <= (window.due or window.start)


def owners_of(clocks: Iterable[Clock]) -> dict[tuple[str, str], frozenset[str]]:
    """Return who owes each clock's window: keys of units, by rule and by the window's tag."""
    return {
        (clock.rule.key, clock.window.tag): frozenset(
            each.unit.key for each in clock.bindings if each.role in OWED
        )
        for clock in clocks
        if clock.window
    }


def begun(bindings: Iterable[Binding], ground: ClockGround) -> Iterator[Binding]:
    """Let the rules begin that waited for an event (`since`) that is recorded now."""
    rules: dict[str, Rule] = {}
    for binding in bindings:
        rule = binding.rule
        if rule.since is None:
            yield binding
            continue
        if rule.key not in rules:
            rules[rule.key] = begin(rule, ground)
        yield replace(binding, rule=rules[rule.key])


def in_course(pack: Pack, ground: ClockGround) -> Pack:
    """Return a pack with those of its rules begun that waited for an event."""
    return replace(pack, rules=tuple(begin(rule, ground) for rule in pack.rules))


def begin(rule: Rule, ground: ClockGround) -> Rule:
    """Return a rule as it stands once the event that it waits for is recorded."""
    if rule.since is None:
        return rule
    for happening in ground.history.happenings:
        unit = ground.units.get(happening.event.unit)
        if unit is None or not ground.reaches(rule, unit):
            continue
        kinds = ground.kinds[unit.place]
        if kinds.meaning(happening.event.name).kind.id == kinds.meaning(rule.since).kind.id:
            at = happening.event.at
            name = kinds.shown(happening.event.name)
            words = f"{moment_words(at)}{name}（第{happening.first}号登记）"
            day = max(rule.effective, at.astimezone(SHANGHAI).date())
            return replace(rule, since=None, effective=day, begun=words)
    return rule
