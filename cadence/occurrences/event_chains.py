"""What happened → Chains: one event and those that followed it; whose clocks they start.

Pure. Nothing is dated here (see clock_starts.py); what is not told of an event is asked for, not
guessed.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from cadence.core import (
    OWED,
    SHANGHAI,
    Binding,
    Given,
    Happening,
    History,
    Kinds,
    Meaning,
    Rule,
    Unit,
    day_words,
    value_name,
)
from cadence.workdays import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A rule and all that it binds, in every role; none where only outside bodies owe it.

    Attributes:
        here: by place, whom a statute binds there, and those of its bodies that nobody there
            is or that several are: which of them, the event tells or nobody knows. Of a level
            above, only whom it binds there.
    """

    rule: Rule
    bindings: tuple[Binding, ...] = ()
    here: Mapping[str, tuple[Binding, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockGround:
    """All that clocks run in.

    Attributes:
        waiting: by key, the rules that an event may start or begin.
        kinds, looks: by place, what wordings mean there and which days are worked.
        units: by key.
        everywhere: the places whose rules bind in every other.
        history: what is known.
    """

    waiting: Mapping[str, Waiting]
    kinds: Mapping[str, Kinds]
    looks: Mapping[str, Look]
    units: Mapping[str, Unit]
    everywhere: frozenset[str]
    history: History

    def reaches(self, rule: Rule, subject: Unit) -> bool:
        """Tell whether a rule of one place binds what happens to a unit of another."""
        place = rule.pack.split("/", 1)[0]
        waiting = self.waiting.get(rule.key)
        inherited = waiting is not None and bool(waiting.here.get(subject.place))
        return place == subject.place or place in self.everywhere or inherited


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One event and what followed it.

    Attributes:
        root: the event that began it; kind: its id.
        subject: to whom it happened; kinds: what wordings mean there.
        steps: by id of their kind, the events of it that are recorded, the root among them.
        values: what is known of it, later words over earlier ones.
        before: how many chains recorded earlier began in its minute: all, and its own unit's.
    """

    root: Happening
    kind: str
    subject: Unit
    kinds: Kinds
    steps: Mapping[str, Happening]
    values: Mapping[str, str]
    before: tuple[int, int] = (0, 0)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the label of its windows, and after it those before corrections."""
        return tuple(map(label_of, (self.root.event.at, *self.root.was)))


@dataclass(slots=True)
class _Growing:
    root: Happening
    meaning: Meaning
    steps: dict[str, Happening] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def add(self, happening: Happening, meaning: Meaning) -> None:
        self.steps.setdefault(meaning.kind.id, happening)
        told = {name: words[0] for name, words in meaning.given if len(words) == 1}
        self.values |= told | dict(happening.event.values)


def label_of(at: dt.datetime) -> str:
    """Name an event's moment as ids do: 2026-11-20T14:20."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


def moment_words(at: dt.datetime) -> str:
    """Write a moment for people: 2026年11月20日（周五）14:20."""
    local = at.astimezone(SHANGHAI)
    return f"{day_words(local.date())}{local:%H:%M}"


def find_chains(ground: ClockGround) -> tuple[Chain, ...]:
    """Put every event to the chain that it belongs to, in the order in which chains began."""
    growing: dict[int, _Growing] = {}
    # A chain begins before what follows it, whatever times a correction gave to either.
    for happening in sorted(ground.history.happenings, key=lambda each: each.event.of is not None):
        unit = ground.units.get(happening.event.unit)
        if unit is not None:
            meaning = ground.kinds[unit.place].meaning(happening.event.name)
            chain = growing.get(happening.event.of or 0)
            if chain is None:
                chain = growing[happening.first] = _Growing(happening, meaning)
            chain.add(happening, meaning)
    found = tuple(growing.values())
    minutes: dict[dt.datetime, list[Happening]] = {}
    for each in found:
        minutes.setdefault(each.root.event.at, []).append(each.root)
    return tuple(
        Chain(
            root=each.root,
            kind=each.meaning.kind.id,
            subject=ground.units[each.root.event.unit],
            kinds=ground.kinds[ground.units[each.root.event.unit].place],
            steps=each.steps,
            values=each.values,
            before=_before(each.root, minutes[each.root.event.at]),
        )
        for each in found
    )


def _before(root: Happening, same_minute: list[Happening]) -> tuple[int, int]:
    units = [each.event.unit for each in same_minute if each.first < root.first]
    return len(units), units.count(root.event.unit)


def asked_of(rule: Rule, meaning: Meaning, values: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return what must still be told of an event to know whether a rule applies to it.

    Returns:
        The names of what is not told; none where it applies; None where it does not.
    """
    open_: dict[str, None] = {}
    for name, words in (*rule.given, *meaning.given):
        if name not in values:
            open_[name] = None
        elif values[name] not in words:
            return None
    for name, words in rule.unless:
        if name not in values:
            open_[name] = None
        elif values[name] in words:
            return None
    return tuple(open_)


def question(name: str, rule: Rule, meaning: Meaning, number: int) -> str:
    """Ask for what is not told of an event, and say how to tell it."""
    known: Given = (*rule.given, *rule.unless, *meaning.given)
    choices = next((words for each, words in known if each == name), ())
    return (
        f"未说明{value_name(name)}（是否{'、'.join(choices)}），"
        f"请更正第{number}号事件补充：--corrects {number} --set {name}=…"
    )


def bindings_for(waiting: Waiting, subject: Unit) -> tuple[Binding, ...]:
    """Return whose clock it is: the subject's where the rule binds it, else others' who act for it.

    A name that stands for several (各乡镇) binds each of them for its own accident, and none for
    another's; a unit that the text names for itself acts for whoever it happened to. Whoever leads
    or assists sees it in any case. A bar is shown as bindings_of says.
    """
    if waiting.rule.force == "must_not":
        return bindings_of(waiting, subject)
    bound = waiting.here.get(subject.place, waiting.bindings)
    owed = tuple(each for each in bound if each.role in OWED)
    own = tuple(each for each in owed if each.unit == subject)
    shared = Counter(name for each in owed for name in each.names)
    acting = tuple(each for each in owed if any(shared[name] == 1 for name in each.names))
    others = tuple(each for each in bound if each.role not in OWED)
    if subject.place not in waiting.here:
        return (own or acting) + others
    return _of_statute(owed, own, subject) + others


def _of_statute(
    owed: tuple[Binding, ...], own: tuple[Binding, ...], subject: Unit
) -> tuple[Binding, ...]:
    """Return whose clock a statute starts: the subject's, and theirs who alone answer to a name.

    A body that is nobody in the place, or one of several, keeps the clock itself, unless the
    subject is it: nothing is lost, and nobody is guessed.
    """
    local = [each for each in owed if each.unit.place == subject.place]
    shared = Counter(name for each in local for name in each.names)
    answered = {name for each in own for name in each.names}
    acting = (each for each in local if any(shared[name] == 1 for name in each.names))
    absent = (
        each for each in owed if each.unit.place != subject.place and not answered & set(each.names)
    )
    return tuple(dict.fromkeys((*own, *acting, *absent)))


def bindings_of(waiting: Waiting, subject: Unit) -> tuple[Binding, ...]:
    """Return whom a crossing or a bar concerns: the subject, and units under other names.

    Where the text lists 各镇 beside those who call them in, the other towns have no part in it.
    """
    owed = [each for each in waiting.bindings if each.role in OWED]
    own = {name for each in owed if each.unit == subject for name in each.names}
    return tuple(
        each
        for each in waiting.bindings
        if each.role not in OWED or each.unit == subject or not own & set(each.names)
    )


def nth_of(chain: Chain, bindings: tuple[Binding, ...]) -> int:
    """Number a chain among those that began in the same minute and give the same unit a clock."""
    own = all(each.unit == chain.subject for each in bindings if each.role in OWED)
    return chain.before[1 if own else 0] + 1
