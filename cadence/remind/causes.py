"""A Scene → Causes: whom what it judges has to be told, read nowhere else. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cadence.core import SHANGHAI, Unit, moment_of
from cadence.occurrences import Judged, Scene
from cadence.remind.nouns import Cause, Receiver

A_DAY = dt.timedelta(days=1)


def standing(scene: Scene) -> Iterator[Judged]:
    """Yield what may be told of: what a check reads, and what of earlier days is not over."""
    yield from scene.carried
    yield from scene.judged


def find_causes(scene: Scene, found: Iterable[Judged], escalate_to: Unit | None) -> Iterator[Cause]:
    """Yield every reason to tell somebody something, told already or not.

    Args:
        scene: one place.
        found: what it judges.
        escalate_to: the post told of what stays undone, where the text names no lead.
    """
    for each in found:
        judgement = each.judgement
        subject = f"{each.occurrence.id}|{judgement.due}"
        receiver = _owner(scene, each)
        is_clock = runs(each)
        if judgement.status == "overdue":
            yield Cause(
                receiver=receiver, kind="overdue", subject=f"overdue|{subject}", judged=each,
                is_urgent=is_clock,
            )  # fmt: skip
            if is_escalated(scene, each):
                for lead in _leads(scene, each, receiver, escalate_to):
                    yield Cause(
                        receiver=lead, kind="escalation", subject=f"risen|{subject}", judged=each
                    )
        elif is_clock and judgement.status in {"open", "due_soon"}:
            yield from _of_clock(scene, each, receiver)
        elif is_near(each):
            due = judgement.due
            yield Cause(
                receiver=receiver, kind="due_soon", subject=f"soon|{subject}", judged=each,
                until=moment_of(due + A_DAY) if due else None,
            )  # fmt: skip


def in_chats(causes: Iterable[Cause], chats: Mapping[str, tuple[Receiver, ...]]) -> Iterator[Cause]:
    """Tell the chats that a unit is in too, of what is near and what is missed.

    A clock runs for the one to whom something happened: a chat of many is no place for it.

    Args:
        causes: each for one receiver.
        chats: by the key of a unit.
    """
    for each in causes:
        yield each
        if each.kind in {"due_soon", "overdue"} and not each.is_urgent:
            for chat in chats.get(each.receiver.key, ()):
                yield replace(each, receiver=chat)


def runs(judged: Judged) -> bool:
    """Tell a clock, which runs from one minute to another, from a duty that ends on a day."""
    window = judged.occurrence.window
    return window.opens is not None and window.closes is not None


def is_near(judged: Judged) -> bool:
    """Tell whether something falls due soon and not, in the office's patience, already has."""
    judgement = judged.judgement
    return judgement.soon or (judgement.status == "due_soon" and judgement.days_late is None)


def is_escalated(scene: Scene, judged: Judged) -> bool:
    """Tell whether something is undone for so long that the leading post is told."""
    days = scene.policy.messages.escalate_days
    return days > 0 and (judged.judgement.days_late or 0) >= days


def office(scene: Scene) -> Receiver:
    """Return the office of a place."""
    return Receiver(key=scene.roster.place, name=scene.roster.office)


def _owner(scene: Scene, judged: Judged) -> Receiver:
    """Return who owes something.

    A statute binds 有关部门 that stand in no county's roster: the office of the place where it
    happened is told, for it knows which they are.
    """
    unit, subject = judged.occurrence.binding.unit, judged.occurrence.subject
    if scene.roster.everywhere and subject and unit.place == scene.roster.place:
        return Receiver(key=subject.place, name=f"{unit.name}（{subject.name}发生的事件）")
    return Receiver(key=unit.key, name=unit.name, unit=unit)


def _leads(
    scene: Scene, judged: Judged, owner: Receiver, escalate_to: Unit | None
) -> tuple[Receiver, ...]:
    """Return the posts that lead a duty as its text says; else the office's choice, or itself.

    What an office was told in others' stead does not rise further.
    """
    rule = judged.occurrence.binding.rule
    leads = [
        each.unit for each in scene.bindings if each.role == "lead" and each.rule.key == rule.key
    ]
    if not leads and owner.unit is None:
        return ()
    chosen = leads or ([escalate_to] if escalate_to else [])
    found = (Receiver(key=each.key, name=each.name, unit=each) for each in chosen)
    return tuple(dict.fromkeys(found)) or (office(scene),)


def _of_clock(scene: Scene, judged: Judged, receiver: Receiver) -> Iterator[Cause]:
    """Yield that a clock has begun, and that it runs out in so many minutes.

    Minutes that are more than half of what the clock gives would be told as soon as it begins.
    """
    window = judged.occurrence.window
    opens, closes = window.opens, window.closes
    if opens is None or closes is None or judged.judgement.past.extension:
        return
    left = closes - scene.as_of.astimezone(SHANGHAI)
    stages = ["begun"]
    for minutes in scene.policy.messages.clock_minutes:
        before = dt.timedelta(minutes=minutes)
        if left <= before and before * 2 <= closes - opens:
            stages.append(str(minutes))
    for stage in stages:
        subject = f"clock|{judged.occurrence.id}|{closes:%Y-%m-%dT%H:%M}|{stage}"
        yield Cause(
            receiver=receiver, kind="clock", subject=subject, judged=judged, is_urgent=True,
            until=closes,
        )  # fmt: skip
