"""A 督办单 that a person issues, with an address at which its unit confirms and answers it.

Nothing is sent here: whoever asks for the slip has decided to issue it, and hands it over. The
address stands in that one file; a second one gets another, and both open the same duties.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import replace

from cadence.core import SHANGHAI, CadenceError, Supervision, Unit, _
from cadence.occurrences import Judged, Scene
from cadence.remind.causes import standing
from cadence.remind.links import answer_address, letter_of, may_answer, new_link
from cadence.remind.nouns import Message, Receiver
from cadence.remind.outbox import Outbox
from cadence.remind.words import slip_text
from cadence.reports import Slip, digests

NAME_BYTES = 6  # of what tells one slip from another


def issue_slip(
    scene: Scene, unit: Unit, outbox: Outbox, now: dt.datetime
) -> tuple[Slip, Supervision]:
    """Make the slip of what a unit has overdue, with an address of its own.

    Args:
        scene: the unit's place.
        unit: to whom it goes.
        outbox: keeps what the address opens.
        now: the moment of issuing it.

    Returns:
        The slip, and what the ledger is to say of it; its number and round are given there.

    Raises:
        CadenceError: nothing is overdue, or the address could be opened on this computer alone.
    """
    missed, slip = missed_slip(scene, unit)
    receiver = _receiver(unit)
    if not can_answer(scene, unit):
        message = _(
            "a unit cannot open an address of this computer alone; set address in"
            " rules/{0}/policy.yaml to where cadence serve answers, and leave links on"
        )
        raise CadenceError(message.format(unit.place))
    told = Message(
        place=unit.place, receiver=receiver, kind="overdue",
        subjects=(f"slip|{secrets.token_hex(NAME_BYTES)}",),
        occurrences=tuple(each.occurrence.id for each in missed),
        text=slip_text(unit.name, scene.roster.office, scene.as_of.date(), list(missed)),
    )  # fmt: skip
    number = outbox.put(told, (), now)
    token = new_link(outbox, number, scene.policy, now)
    letter = letter_of(outbox, token)
    fact = slip_fact(scene, unit, missed, now, letter.name if letter else "")
    return replace(slip, link=answer_address(scene.policy, token)), fact


def can_answer(scene: Scene, unit: Unit) -> bool:
    """Tell whether a slip may carry an address that its unit can open."""
    return may_answer(scene.policy, _receiver(unit), "overdue")


def _receiver(unit: Unit) -> Receiver:
    return Receiver(key=unit.key, name=unit.name, unit=unit)


def missed_slip(scene: Scene, unit: Unit) -> tuple[tuple[Judged, ...], Slip]:
    """Return what a unit has overdue, and the slip about it.

    Raises:
        CadenceError: nothing is overdue.
    """
    own = [each for each in standing(scene) if each.occurrence.binding.unit == unit]
    missed = tuple(each for each in own if each.judgement.status == "overdue")
    found = digests(missed, {unit.place: scene.roster.office}, scene.as_of)
    if not found or found[0].slip is None:
        raise CadenceError(
            _("{0} has nothing overdue; there is no slip to issue").format(unit.name)
        )
    return missed, found[0].slip


def slip_fact(
    scene: Scene, unit: Unit, missed: Iterable[Judged], now: dt.datetime, message: str = ""
) -> Supervision:
    """Return what the ledger is to say of a slip about duties."""
    return Supervision(
        message=message or secrets.token_hex(NAME_BYTES),
        unit=unit.key,
        occurrences=tuple(each.occurrence.id for each in missed),
        on=now.astimezone(SHANGHAI).date(),
        by=scene.roster.office,
    )
