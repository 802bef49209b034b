"""One run: what is new is laid down, what is due is sent. The command and the desk both do this."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cadence.core import CadenceError, Entry, Receipt, _, counted
from cadence.occurrences import Scene
from cadence.remind.causes import standing
from cadence.remind.channels import check_installed
from cadence.remind.deliver import Carrier, alone, deliver
from cadence.remind.links import Unconfirmed, unconfirmed
from cadence.remind.outbox import WANTING, Delivery, Outbox, open_outbox
from cadence.remind.plan import Planned, plan
from cadence.rules import RULES, Contacts, Workspace, read_contacts

UNDONE = {"open", "due_soon", "overdue", "extended"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of a run.

    Attributes:
        told: what went out now, or was tried.
        wanting: what a person has to see to: failed, or nobody knows whether it arrived.
        unreached: who is to be told something, and has no address.
    """

    told: tuple[Delivery, ...]
    wanting: tuple[Delivery, ...]
    unreached: tuple[str, ...]


def contacts_of(workspace: Workspace) -> dict[str, Contacts]:
    """Read every place's contacts: a statute's messages go to the office of another place.

    Raises:
        InputError: the problems of the first file that has any.
    """
    rules = workspace.folder / RULES
    return {place: read_contacts(rules, roster) for place, roster in workspace.rosters.items()}


def send_due(
    workspace: Workspace,
    scenes: Iterable[Scene],
    contacts: Mapping[str, Contacts],
    now: dt.datetime,
) -> Run:
    """Lay down what is new and send what is due.

    Args:
        workspace: whose messages.
        scenes: its places, over span_asked.
        contacts: of every place.
        now: the moment.

    Raises:
        CadenceError: apprise is missing, somebody else is sending, or the outbox is out of reach.
    """
    check_installed()
    told: list[Delivery] = []
    with alone(workspace.folder), open_outbox(workspace.folder) as outbox:
        found = plan(workspace, scenes, contacts, outbox.told)
        for each in found:
            if each.addresses and not each.waits:
                outbox.put(each.message, each.addresses, now)
        deliver(
            Carrier(
                outbox=outbox, workspace=workspace, contacts=contacts, now=now, tell=told.append
            )
        )
        wanting = outbox.of_state(*WANTING)
    return Run(told=tuple(told), wanting=wanting, unreached=unreached(found))


def unreached(found: Iterable[Planned]) -> tuple[str, ...]:
    """Return who is to be told something, and has no address."""
    names = (each.message.receiver.name for each in found if not each.addresses)
    return tuple(dict.fromkeys(names))


def settle(
    workspace: Workspace, again: Sequence[int], arrived: Sequence[int], now: dt.datetime
) -> None:
    """Do with failed and doubtful deliveries what a person found out.

    Args:
        workspace: whose.
        again: to be tried from their beginning.
        arrived: that arrived after all.
        now: the moment.

    Raises:
        CadenceError: one of them neither failed nor is in doubt; nothing is done then.
    """
    with alone(workspace.folder), open_outbox(workspace.folder) as outbox:
        outbox.doubt(now)
        for number in (*again, *arrived):
            found = outbox.one(number)
            if found is None or found.state not in WANTING:
                message = _("delivery {0} is none that failed or is in doubt")
                raise CadenceError(message.format(number))
        for number in again:
            outbox.again(number, now)
        for number in arrived:
            outbox.set(number, "sent", now)


def find_unconfirmed(
    outbox: Outbox, entries: Sequence[Entry], scenes: Iterable[Scene]
) -> list[Unconfirmed]:
    """Return what was sent with an address to answer at, is not over, and nobody has confirmed.

    Args:
        outbox: what was sent.
        entries: the ledger's.
        scenes: the places, which say what is not over.
    """
    facts = (each.fact for each in counted(entries))
    confirmed: Collection[str] = {each.message for each in facts if isinstance(each, Receipt)}
    undone = {
        each.occurrence.id
        for scene in scenes
        for each in standing(scene)
        if each.judgement.status in UNDONE
    }
    return [
        each for each in unconfirmed(outbox, confirmed) if undone.intersection(each.occurrences)
    ]
