"""A 督办单 that a person issues, with an address at which its unit confirms and answers it.

Nothing is sent here: whoever asks for the slip has decided to issue it, and hands it over. The
address stands in that one file; a second one gets another, and both open the same duties.
"""

import datetime as dt
import secrets
from dataclasses import replace

from cadence.core import CadenceError, Unit, _
from cadence.occurrences import Scene
from cadence.remind.causes import standing
from cadence.remind.links import answer_address, may_answer, new_link
from cadence.remind.nouns import Message, Receiver
from cadence.remind.outbox import Outbox
from cadence.remind.words import slip_text
from cadence.reports import Slip, digests

NAME_BYTES = 6  # of what tells one slip from another


def issue_slip(scene: Scene, unit: Unit, outbox: Outbox, now: dt.datetime) -> Slip:
    """Make the slip of what a unit has overdue, with an address of its own.

    Args:
        scene: the unit's place.
        unit: to whom it goes.
        outbox: keeps what the address opens.
        now: the moment of issuing it.

    Raises:
        CadenceError: nothing is overdue, or the address could be opened on this computer alone.
    """
    own = [each for each in standing(scene) if each.occurrence.binding.unit == unit]
    missed = [each for each in own if each.judgement.status == "overdue"]
    found = digests(missed, {unit.place: scene.roster.office}, scene.as_of)
    if not found or found[0].slip is None:
        raise CadenceError(
            _("{0} has nothing overdue; there is no slip to issue").format(unit.name)
        )
    receiver = Receiver(key=unit.key, name=unit.name, unit=unit)
    if not may_answer(scene.policy, receiver, "overdue"):
        message = _(
            "a unit cannot open an address of this computer alone; set address in"
            " rules/{0}/policy.yaml to where cadence serve answers, and leave links on"
        )
        raise CadenceError(message.format(unit.place))
    letter = Message(
        place=unit.place, receiver=receiver, kind="overdue",
        subjects=(f"slip|{secrets.token_hex(NAME_BYTES)}",),
        occurrences=tuple(each.occurrence.id for each in missed),
        text=slip_text(unit.name, scene.roster.office, scene.as_of.date(), missed),
    )  # fmt: skip
    number = outbox.put(letter, (), now)
    token = new_link(outbox, number, scene.policy, now)
    return replace(found[0].slip, link=answer_address(scene.policy, token))
