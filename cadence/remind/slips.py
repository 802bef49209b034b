"""A 督办单 that a person issues, with an address at which its unit confirms and answers it.

Nothing is sent here: whoever asks for the slip has decided to issue it, and hands it over. The
address stands in that one file; a second one gets another, and both open the same duties.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cadence.core import MATTERS, SHANGHAI, CadenceError, Supervision, Unit, _
from cadence.occurrences import Index, Judged, Scene
from cadence.remind.causes import standing
from cadence.remind.links import answer_address, may_answer, new_link
from cadence.remind.nouns import Message, Receiver
from cadence.remind.outbox import Outbox
from cadence.remind.words import matter_text, slip_text
from cadence.reports import Slip, digests, matter_slip
from cadence.rules import Workspace

NAME_BYTES = 6  # of what tells one slip from another


def can_answer(scene: Scene, unit: Unit) -> bool:
    """Tell whether a slip may carry an address that its unit can open."""
    return may_answer(scene.policy, _receiver(unit), "overdue")


def slip_link(scene: Scene, unit: Unit, fact: Supervision, outbox: Outbox, now: dt.datetime) -> str:
    """Make an address at which a slip is answered, for one print of it.

    Args:
        scene: the unit's place.
        unit: to whom it goes.
        fact: the slip as it is numbered.
        outbox: keeps what the address opens.
        now: the moment of printing it.

    Raises:
        CadenceError: the address could be opened on this computer alone.
    """
    if not can_answer(scene, unit):
        message = _(
            "a unit cannot open an address of this computer alone; set address in"
            " rules/{0}/policy.yaml to where cadence serve answers, and leave links on"
        )
        raise CadenceError(message.format(unit.place))
    number = outbox.number_of(fact.message) or outbox.put(_message(scene, unit, fact), (), now)
    return answer_address(scene.policy, new_link(outbox, number, scene.policy, now))


def missed_of(scene: Scene, unit: Unit) -> tuple[Judged, ...]:
    """Return what a unit has overdue."""
    own = (each for each in standing(scene) if each.occurrence.binding.unit == unit)
    return tuple(each for each in own if each.judgement.status == "overdue")


def missed_slip(scene: Scene, unit: Unit) -> tuple[tuple[Judged, ...], Slip]:
    """Return what a unit has overdue, and the slip about it.

    Raises:
        CadenceError: nothing is overdue.
    """
    missed = missed_of(scene, unit)
    if not missed:
        raise CadenceError(
            _("{0} has nothing overdue; there is no slip to issue").format(unit.name)
        )
    return missed, _slip(scene, unit, missed)


def slip_of(scene: Scene, unit: Unit, fact: Supervision) -> Slip:
    """Return the slip that the ledger tells of, its number left out.

    Args:
        scene: the unit's place as it stood when the slip was issued.
        unit: to whom it went.
        fact: what the ledger says.

    Raises:
        CadenceError: the rules no longer ask what it was about.
    """
    if fact.matter:
        return matter_slip(unit, scene.roster.office, fact)
    judged = _judged(scene, fact.about)
    if not judged:
        raise CadenceError(_("the rules no longer ask what {0} was about").format(fact.name))
    return _slip(scene, unit, judged)


def slip_fact(scene: Scene, unit: Unit, missed: Iterable[Judged], now: dt.datetime) -> Supervision:
    """Return what the ledger is to say of a slip about duties; its number is given there."""
    about = tuple(each.occurrence.id for each in missed)
    return replace(_fact(unit, scene.roster.office, now), occurrences=about)


def matter_fact(
    workspace: Workspace, unit: Unit, said: tuple[str, dt.date, str], now: dt.datetime
) -> Supervision:
    """Return what the ledger is to say of a slip about a matter that no document asks for.

    Args:
        workspace: what rules/ says.
        unit: to whom it goes.
        said: what is to be done, its last day in time, and where that was decided.
        now: the moment of issuing it.

    Raises:
        CadenceError: a document's rules have the name under which such matters stand.
    """
    if any(each.name == f"{unit.place}/{MATTERS}" for each in workspace.packs):
        message = _("rules/{0}/{1}.yaml takes the name of the one-off matters; rename it")
        raise CadenceError(message.format(unit.place, MATTERS))
    matter, due, basis = said
    return replace(
        _fact(unit, workspace.rosters[unit.place].office, now),
        matter=matter, due=due, basis=basis,
    )  # fmt: skip


def _fact(unit: Unit, office: str, now: dt.datetime) -> Supervision:
    message, day = secrets.token_hex(NAME_BYTES), now.astimezone(SHANGHAI).date()
    return Supervision(message=message, unit=unit.key, on=day, by=office)


def _message(scene: Scene, unit: Unit, fact: Supervision) -> Message:
    if fact.matter:
        text = matter_text(unit.name, fact)
    else:
        text = slip_text(unit.name, fact.by, fact.on, _judged(scene, fact.about))
    return Message(
        place=unit.place, receiver=_receiver(unit), kind="overdue",
        subjects=(f"slip|{fact.message}",), occurrences=fact.about, text=text, name=fact.message,
    )  # fmt: skip


def _judged(scene: Scene, identifiers: Iterable[str]) -> Sequence[Judged]:
    index = Index([scene])
    return list(index.check(known for each in identifiers if (known := index.exact(each))))


def _slip(scene: Scene, unit: Unit, missed: Iterable[Judged]) -> Slip:
    (found,) = digests(missed, {unit.place: scene.roster.office}, scene.as_of)
    if found.slip is None:
        raise CadenceError(
            _("{0} has nothing overdue; there is no slip to issue").format(unit.name)
        )
    return found.slip


def _receiver(unit: Unit) -> Receiver:
    return Receiver(key=unit.key, name=unit.name, unit=unit)
