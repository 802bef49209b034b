"""What an office tells of an event → an Event fit for the ledger, or why it is not. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cadence.core.errors import CadenceError, did_you_mean
from cadence.core.event_kinds import Kinds, Meaning
from cadence.core.facts import Event
from cadence.core.history import Happening
from cadence.core.messages import _
from cadence.core.occurrence import Unit
from cadence.core.rule import Rule, folded
from cadence.core.timing import Threshold, Trigger
from cadence.core.words import SUMS, VALUES
from cadence.occurrences.event_chains import Chain, ClockGround, find_chains, moment_words

NO_OTHER = 0  # told as --of: it follows nothing that is recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was typed; None: not told, which only a correction may leave out.

    Attributes:
        at: a bare date where no minute was told.
        of: the entry of the event that it follows; NO_OTHER: of none.
    """

    kind: str
    at: dt.date | None
    unit: Unit | None
    note: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    corrects: int | None = None
    of: int | None = None


def admit(told: Told, ground: ClockGround, rules: Iterable[Rule], now: dt.datetime) -> Event:
    """Return the event to be written down.

    Args:
        told: what was typed.
        ground: what is known so far.
        rules: every rule, whose wordings are kinds too.
        now: the moment of telling; nothing may have happened later.

    Raises:
        CadenceError: it cannot be taken as told; with what to do.
    """
    old = _corrected(told.corrects, ground)
    unit = told.unit or (ground.units.get(old.event.unit) if old else None)
    at = told.at or (old.event.at if old else None)
    if unit is None or at is None:
        raise CadenceError(
            _("an event needs --at and --unit; only a correction may leave them out")
        )
    kinds = ground.kinds[unit.place]
    reached = [rule for rule in rules if ground.reaches(rule, unit)]
    meaning = _known(told.kind, kinds, reached)
    event = Event(
        name=told.kind,
        at=_minute(at, now, meaning, kinds, reached),
        unit=unit.key,
        note=told.note or (old.event.note if old else None),
        values=_values(told, old, meaning, reached),
        corrects=old.number if old else None,
    )
    _refuse_twice(event, meaning, old, ground)
    _refuse_overtaking(event, old, ground)
    return replace(event, of=_root(told, event, old, meaning, ground))


def _corrected(number: int | None, ground: ClockGround) -> Happening | None:
    if number is None:
        return None
    for each in ground.history.happenings:
        if number in {each.number, each.first}:
            return each
    raise CadenceError(_no_event(number))


def _no_event(number: int) -> str:
    message = _('entry {0} is no event that counts; "cadence clocks" lists them')
    return message.format(number)


def wordings(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield every event that rules wait for, as their texts word it."""
    for rule in rules:
        if isinstance(rule.timing, Trigger | Threshold):
            yield rule.timing.event
        if rule.since:
            yield rule.since


def _known(kind: str, kinds: Kinds, rules: list[Rule]) -> Meaning:
    meaning = kinds.meaning(kind)
    words = (*kinds.words, *wordings(rules))
    if meaning.kind.id in kinds.by_id or folded(kind) in map(folded, words):
        return meaning
    message = _('no rule here waits for an event called "{0}"').format(kind)
    near = did_you_mean(kind, words) or _("; there are: {0}").format(
        "、".join(_names(kinds, rules))
    )
    raise CadenceError(message + near)


def _names(kinds: Kinds, rules: list[Rule]) -> Iterator[str]:
    """Yield the events that may be told, each once: its English alias and its name."""
    for kind in kinds.by_id.values():
        yield f"{kind.id}（{kind.names[0]}）"
    yield from (
        word for word in dict.fromkeys(wordings(rules)) if folded(word) not in kinds.by_name
    )


def _minute(
    at: dt.date, now: dt.datetime, meaning: Meaning, kinds: Kinds, rules: list[Rule]
) -> dt.datetime:
    """Return the minute that was told; a bare date will do where no rule counts hours."""
    if not isinstance(at, dt.datetime):
        if any(_counts_hours(rule, meaning, kinds) for rule in rules):
            message = _('hours are counted from it: write the time too, as "{0} 14:20"')
            raise CadenceError(message.format(at))
        at = dt.datetime.combine(at, dt.time(), now.tzinfo)
    at = at.replace(second=0, microsecond=0)
    if at > now:
        message = _("{0} lies in the future; an event is recorded once it has happened")
        raise CadenceError(message.format(moment_words(at)))
    return at


def _counts_hours(rule: Rule, meaning: Meaning, kinds: Kinds) -> bool:
    match rule.timing:
        case Trigger(event=event, offset=str(offset)) if "T" in offset:
            return kinds.path(kinds.meaning(event).kind.id, meaning.kind.id) is not None
        case _:
            return False


def _values(
    told: Told, old: Happening | None, meaning: Meaning, rules: list[Rule]
) -> tuple[tuple[str, str], ...]:
    """Check what is told against the words that may tell it; a correction keeps the rest."""
    known = dict(meaning.kind.values)
    sums = {*SUMS, *(name for rule in rules for name in getattr(rule.timing, "sum", None) or {})}
    implied = dict(meaning.given)
    names = {*known, *implied, *sums, *VALUES, *_asked_names(rules)}
    for name, value in told.values:
        if name not in names and not (old and name in dict(old.event.values)):
            message = _('nothing here asks for "{0}"').format(name)
            near = did_you_mean(name, sorted(names))
            others = _("; there are: {0}").format("、".join(sorted(names)))
            raise CadenceError(message + (near or others))
        if value and name in known and value not in known[name]:
            message = _('"{0}" is not one of: {1}').format(value, "、".join(known[name]))
            raise CadenceError(f"{name}: {message}{did_you_mean(value, known[name])}")
        if value and name in sums and not (value.isascii() and value.isdecimal()):
            raise CadenceError(f"{name}: " + _('"{0}" is not a whole number').format(value))
        if value and name in implied and value not in implied[name]:
            message = _('{0}={1} contradicts "{2}"; tell the event by another name')
            raise CadenceError(message.format(name, value, told.kind))
    kept = dict(old.event.values) if old else {}
    kept = {name: value for name, value in kept.items() if value in implied.get(name, (value,))}
    return tuple((name, value) for name, value in (kept | dict(told.values)).items() if value)


def _asked_names(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield the names by which rules tell events apart."""
    for rule in rules:
        yield from (name for name, _values in (*rule.given, *rule.unless))


def _refuse_twice(
    event: Event, meaning: Meaning, old: Happening | None, ground: ClockGround
) -> None:
    """Refuse an event of a kind, unit and minute that is recorded, or was before a correction."""
    for each in ground.history.happenings:
        other = each.event
        same = other.unit == event.unit and event.at in {other.at, *each.was}
        if each != old and same and _kind_of(each, ground) == meaning.kind.id:
            message = _(
                "entry {0} already tells of this at {1}; correct it with --corrects {0},"
                " or give the minute in which the other one happened"
            )
            raise CadenceError(message.format(each.number, moment_words(event.at)))


def _refuse_overtaking(event: Event, old: Happening | None, ground: ClockGround) -> None:
    """Refuse to move an event past one that follows it."""
    for each in ground.history.happenings:
        if old and each.event.of == old.first and each.event.at < event.at:
            message = _("entry {0} follows it and happened before {1}; correct that one first")
            raise CadenceError(message.format(each.number, moment_words(event.at)))


def _kind_of(happening: Happening, ground: ClockGround) -> str:
    unit = ground.units[happening.event.unit]
    return ground.kinds[unit.place].meaning(happening.event.name).kind.id


def _root(
    told: Told, event: Event, old: Happening | None, meaning: Meaning, ground: ClockGround
) -> int | None:
    """Find the event that this one follows: as told, or the only one that it can follow."""
    if told.of == NO_OTHER:
        return None
    open_ = [each for each in find_chains(ground) if _may_follow(each, event, meaning, old)]
    if told.of is None:
        if old:
            return old.event.of
        if len(open_) > 1:
            message = _(
                "several events may come before it; say which with --of, or --of 0 for none:"
            )
            raise CadenceError("\n".join((message, *(f"  {_shown(each)}" for each in open_))))
        return open_[0].root.first if open_ else None
    for each in open_:
        if told.of in _numbers(each.steps):
            return each.root.first
    message = _("entry {0} is no earlier event of this unit that this one can follow")
    raise CadenceError(message.format(told.of))


def _may_follow(chain: Chain, event: Event, meaning: Meaning, old: Happening | None) -> bool:
    taken = chain.steps.get(meaning.kind.id)
    return (
        chain.subject.key == event.unit
        and (old is None or chain.root.first != old.first)
        and bool(chain.kinds.path(meaning.kind.id, chain.kind))
        and (taken is None or (old is not None and taken.first == old.first))
        and chain.root.event.at <= event.at
    )


def _numbers(steps: Mapping[str, Happening]) -> set[int]:
    return {number for each in steps.values() for number in (each.number, each.first)}


def _shown(chain: Chain) -> str:
    event = chain.root.event
    return f"--of {chain.root.first}：{moment_words(event.at)}{chain.kinds.shown(event.name)}"
