"""What happened → Chains: which event followed which, and when each step came or is assumed.

Pure. A clock starts at the actual moment of its event once that is recorded. Until then it may
rest on the step before: on that event's own moment, or on the last lawful moment of the duty that
leads to it; then it is assumed, and says so.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cadence.checks import moment_of, past_of
from cadence.counting import SHANGHAI, count_term
from cadence.history import Happening, History
from cadence.kinds import Kinds, Meaning
from cadence.model import Binding, Given, Occurrence, Rule, Unit, Window
from cadence.occurrences import OWED, is_in_force
from cadence.timings import Trigger
from cadence.trace import clock_trace
from cadence.words import day_words, value_name
from cadence.workdays import Look

LAST_MINUTE = dt.time(23, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A rule and all that it binds, in every role; none where only outside bodies owe it."""

    rule: Rule
    bindings: tuple[Binding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
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
        return place == subject.place or place in self.everywhere


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


def find_chains(setting: Setting) -> tuple[Chain, ...]:
    """Put every event to the chain that it belongs to, in the order in which chains began."""
    growing: dict[int, _Growing] = {}
    for happening in setting.history.happenings:
        unit = setting.units.get(happening.event.unit)
        if unit is not None:
            meaning = setting.kinds[unit.place].meaning(happening.event.name)
            chain = growing.get(happening.event.of or 0)
            if chain is None:
                chain = growing[happening.first] = _Growing(happening, meaning)
            chain.add(happening, meaning)
    found = tuple(growing.values())
    return tuple(
        Chain(
            root=each.root,
            kind=each.meaning.kind.id,
            subject=setting.units[each.root.event.unit],
            kinds=setting.kinds[setting.units[each.root.event.unit].place],
            steps=each.steps,
            values=each.values,
            before=_before(each.root, found),
        )
        for each in found
    )


def _before(root: Happening, chains: tuple[_Growing, ...]) -> tuple[int, int]:
    same = [
        each.root.event.unit
        for each in chains
        if each.root.event.at == root.event.at and each.root.first < root.first
    ]
    return len(same), same.count(root.event.unit)


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
    """Return whose clock it is: the subject's where the rule binds it, else the rule's own units'.

    Whoever leads or assists sees it in any case.
    """
    owed = tuple(each for each in waiting.bindings if each.role in OWED)
    own = tuple(each for each in owed if each.unit == subject)
    return (own or owed) + tuple(each for each in waiting.bindings if each.role not in OWED)


def nth_of(chain: Chain, bindings: tuple[Binding, ...]) -> int:
    """Number a chain among those that began in the same minute and give the same unit a clock."""
    own = any(each.unit == chain.subject for each in bindings)
    return chain.before[1 if own else 0] + 1


def anchor(chain: Chain, kind: str, setting: Setting) -> Anchor | None:
    """Find when an event of a chain came, or may be assumed to; None where it is no part of it."""
    if recorded := chain.steps.get(kind):
        return Anchor(at=recorded.event.at, lines=_recorded(chain, recorded))
    path = chain.kinds.path(kind, chain.kind)
    if path is None:
        return None
    step = path[-1]
    earlier = anchor(chain, step.follows or "", setting)
    if earlier is None or not step.after:
        return earlier and _assumed(earlier, step.names[0], "按上一步的时刻起算")
    for key in step.after:
        waiting = setting.waiting.get(key)
        if waiting and (found := _by_duty(chain, waiting, step.names[0], setting)):
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


def _by_duty(chain: Chain, waiting: Waiting, name: str, setting: Setting) -> Anchor | None:
    """Date an event by the duty that leads to it: when that was done, or may last be done."""
    rule = waiting.rule
    dated = date_clock(chain, waiting, setting)
    if dated is None:
        return None
    window = dated.window
    earlier = Anchor(at=None, lines=_recorded(chain, chain.root), questions=dated.questions)
    if dated.questions or window.due is None:
        return _assumed(earlier, name, f"而“{rule.act}”的期限尚不能确定")
    bound = bindings_for(waiting, chain.subject)
    pasts = [past_of(Occurrence(binding=each, window=window), setting.history) for each in bound]
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


def date_clock(chain: Chain, waiting: Waiting, setting: Setting) -> Dated | None:
    """Date a rule that waits for an event of a chain; None where the chain does not start it."""
    rule = waiting.rule
    if not isinstance(rule.timing, Trigger) or not setting.reaches(rule, chain.subject):
        return None
    meaning = chain.kinds.meaning(rule.timing.event)
    starts = anchor(chain, meaning.kind.id, setting)
    missing = asked_of(rule, meaning, chain.values)
    if starts is None or missing is None:
        return None
    if not is_in_force(rule, (starts.at or chain.root.event.at).astimezone(SHANGHAI).date()):
        return None
    asked = tuple(question(each, rule, meaning, chain.root.number) for each in missing)
    nth = nth_of(chain, bindings_for(waiting, chain.subject))
    window = _window(rule, chain, starts, setting.looks[rule.pack.split("/", 1)[0]], nth)
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
