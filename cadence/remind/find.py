"""Causes × what was told → Messages: one per receiver and kind, rare and short. Pure."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cadence.core import SHANGHAI, Finding, Unit
from cadence.occurrences import Judged, Scene
from cadence.remind.causes import find_causes, in_chats, is_near, office, runs, standing
from cadence.remind.nouns import Cause, Kind, Message, Receiver
from cadence.remind.words import (
    all_well_text,
    clock_text,
    delay_line,
    due_soon_text,
    escalation_text,
    evidence_text,
    finding_line,
    office_text,
    overdue_text,
    question_text,
)
from cadence.reports import asked_for

MONTH = dt.timedelta(days=30)  # what a weekly message looks ahead
Told = Callable[[str, str], bool]  # whether a receiver, by key, was told of a subject


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageGround:
    """What messages of one place are found in.

    Attributes:
        scene: the place, dated and judged.
        told: whether somebody was told of something.
        escalate_to: the post told of what stays undone, where the text names no lead.
        questions: what the office has to answer.
        chats: in which chats of several each unit is told of, by its key.
        written: the keys of those who have an address, and so get a weekly message.
    """

    scene: Scene
    told: Told
    escalate_to: Unit | None = None
    questions: Sequence[Finding] = ()
    chats: Mapping[str, tuple[Receiver, ...]] = field(default_factory=dict)
    written: frozenset[str] = field(default_factory=frozenset)


def find_messages(ground: MessageGround) -> tuple[Message, ...]:
    """Find what has to be said now that was not said before, the urgent first."""
    scene = ground.scene
    found = asked_for(standing(scene), everything=True)
    causes = list(in_chats(find_causes(scene, found, ground.escalate_to), ground.chats))
    messages = (
        *_clocks(ground, causes),
        *_missed(ground, causes),
        *_risen(ground, causes),
        *_near(ground, causes),
        *_questions(ground, found),
        *_weekly(ground, found),
    )
    return tuple(sorted(messages, key=lambda each: not each.is_urgent))


def week_of(day: dt.date) -> str:
    """Name the week of a day: it stands for what is said once in it."""
    year, week, _day = day.isocalendar()
    return f"week|{year}-W{week:02}"


def _piles(
    ground: MessageGround, causes: Iterable[Cause]
) -> Iterator[tuple[Receiver, list[Cause]]]:
    """Yield by receiver what is to be told, as far as it is not told already."""
    piles: dict[Receiver, list[Cause]] = {}
    for each in causes:
        if not ground.told(each.receiver.key, each.subject):
            piles.setdefault(each.receiver, []).append(each)
    yield from piles.items()


def _clocks(ground: MessageGround, causes: Sequence[Cause]) -> Iterator[Message]:
    now = ground.scene.as_of.astimezone(SHANGHAI)
    for receiver, pile in _piles(ground, (each for each in causes if each.kind == "clock")):
        by_clock: dict[str, list[Cause]] = {}
        for each in pile:
            by_clock.setdefault(each.judged.occurrence.id, []).append(each)
        for of_one in by_clock.values():
            closes, judged = of_one[0].until, of_one[0].judged
            if closes:
                text = clock_text(receiver.name, judged, closes, closes - now)
                yield _message(ground, "clock", receiver, of_one, text)


def _missed(ground: MessageGround, causes: Sequence[Cause]) -> Iterator[Message]:
    """Tell of what is newly missed; once a week, of all that is still."""
    missed = [each for each in causes if each.kind == "overdue"]
    for receiver, pile in _piles(ground, (each for each in missed if each.is_urgent)):
        text = overdue_text(receiver.name, [each.judged for each in pile], again=False)
        yield _message(ground, "overdue", receiver, pile, text)
    by_receiver: dict[Receiver, list[Cause]] = {}
    for each in missed:
        by_receiver.setdefault(each.receiver, []).append(each)
    week = week_of(ground.scene.as_of.astimezone(SHANGHAI).date())
    for receiver, every in by_receiver.items():
        new = [each for each in every if not ground.told(receiver.key, each.subject)]
        weekly = "/" in receiver.key and _is_weekly(ground, receiver)
        pile = every if weekly else [each for each in new if not each.is_urgent]
        if pile:
            text = overdue_text(receiver.name, [each.judged for each in pile], again=not new)
            message = _message(ground, "overdue", receiver, pile, text)
            if weekly:  # of all that is missed, and so no hurry
                subjects = (*message.subjects, week)
                message = replace(message, subjects=subjects, is_urgent=False)
            yield message


def _risen(ground: MessageGround, causes: Sequence[Cause]) -> Iterator[Message]:
    days = ground.scene.policy.messages.escalate_days
    for receiver, pile in _piles(ground, (each for each in causes if each.kind == "escalation")):
        text = escalation_text(receiver.name, [each.judged for each in pile], days)
        yield _message(ground, "escalation", receiver, pile, text)


def _near(ground: MessageGround, causes: Sequence[Cause]) -> Iterator[Message]:
    for receiver, pile in _piles(ground, (each for each in causes if each.kind == "due_soon")):
        text = due_soon_text(receiver.name, [each.judged for each in pile])
        yield _message(ground, "due_soon", receiver, pile, text)


def _questions(ground: MessageGround, found: Sequence[Judged]) -> Iterator[Message]:
    """Tell the office what only it can answer: what is not known, and who asks for more time."""
    receiver = office(ground.scene)
    lines = {f"question|{_digest(each)}": finding_line(each) for each in ground.questions}
    for each in found:
        past = each.judgement.past
        if past.asks_until and past.answer:
            subject = f"asks|{each.occurrence.id}|{past.asks_until}"
            lines[subject] = delay_line(each, past.asks_until, past.answer.words)
    new = {key: line for key, line in lines.items() if not ground.told(receiver.key, key)}
    if new:
        yield Message(
            place=receiver.key, receiver=receiver, kind="question", subjects=tuple(new),
            occurrences=(), text=question_text(receiver.name, tuple(new.values())),
        )  # fmt: skip


def _weekly(ground: MessageGround, found: Sequence[Judged]) -> Iterator[Message]:
    """Tell whoever missed nothing that all is well, and the office how its place stands.

    While evidence is outstanding, nobody is told that all is well.
    """
    scene = ground.scene
    today = scene.as_of.astimezone(SHANGHAI).date()
    missed = [each for each in found if each.judgement.status == "overdue"]
    owing = {each.occurrence.binding.unit.key for each in missed}
    claimed = [each for each in found if each.judgement.status == "claimed"]
    for unit in dict.fromkeys(each.unit for each in scene.owed):
        receiver = Receiver(key=unit.key, name=unit.name, unit=unit)
        if unit.key in ground.written and unit.key not in owing and _is_weekly(ground, receiver):
            waiting = [each for each in claimed if each.occurrence.binding.unit == unit]
            if waiting:
                text = evidence_text(unit.name, today, waiting)
                yield _once_a_week(scene, "evidence", receiver, text, waiting)
                continue
            coming = _coming(found, unit, today)
            text = all_well_text(unit.name, today, coming)
            yield _once_a_week(scene, "all_well", receiver, text, coming[:1])
    receiver = office(scene)
    if receiver.key in ground.written and _is_weekly(ground, receiver):
        soon = sum(is_near(each) for each in found)
        text = office_text(receiver.name, today, len(missed), len(owing), len(claimed), soon)
        kind: Kind = "overdue" if missed else "evidence" if claimed else "all_well"
        yield _once_a_week(scene, kind, receiver, text, ())


def _is_weekly(ground: MessageGround, receiver: Receiver) -> bool:
    """Tell whether the weekly message to somebody is still to be sent this week."""
    today = ground.scene.as_of.astimezone(SHANGHAI).date()
    weekday = ground.scene.policy.messages.weekly
    return 0 < weekday <= today.isoweekday() and not ground.told(receiver.key, week_of(today))


def _coming(found: Sequence[Judged], unit: Unit, today: dt.date) -> list[Judged]:
    """Return what falls due for a unit within a month, the nearest first."""
    dated = [
        (each.judgement.due, each)
        for each in found
        if each.occurrence.binding.unit == unit
        and each.judgement.due
        and today <= each.judgement.due <= today + MONTH
        and each.judgement.status in {"upcoming", "open", "due_soon", "extended"}
        and not runs(each)
    ]
    return [each for _due, each in sorted(dated, key=lambda pair: (pair[0], pair[1].occurrence.id))]


def _once_a_week(
    scene: Scene, kind: Kind, receiver: Receiver, text: str, about: Sequence[Judged]
) -> Message:
    today = scene.as_of.astimezone(SHANGHAI).date()
    return Message(
        place=scene.roster.place, receiver=receiver, kind=kind, subjects=(week_of(today),),
        occurrences=tuple(each.occurrence.id for each in about), text=text,
    )  # fmt: skip


def _message(
    ground: MessageGround,
    kind: Kind,
    receiver: Receiver,
    pile: Sequence[Cause],
    text: str,
) -> Message:
    untils = [each.until for each in pile if each.until]
    return Message(
        place=ground.scene.roster.place,
        receiver=receiver,
        kind=kind,
        subjects=tuple(each.subject for each in pile),
        occurrences=tuple(dict.fromkeys(each.judged.occurrence.id for each in pile)),
        text=text,
        is_urgent=any(each.is_urgent for each in pile),
        until=max(untils) if len(untils) == len(pile) else None,
    )


def _digest(finding: Finding) -> str:
    said = f"{finding.code}|{finding.unit}|{finding.clauses}|{finding.message}|{finding.advice}"
    return hashlib.sha256(said.encode()).hexdigest()[:20]
