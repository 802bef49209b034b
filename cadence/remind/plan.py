"""Workspace × History × what was told → what to send now, and to which addresses."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cadence.core import SHANGHAI, Finding, Span, page_path
from cadence.occurrences import Scene
from cadence.remind.find import MessageGround, Told, find_messages
from cadence.remind.hours import may_send
from cadence.remind.links import answer_line, may_answer
from cadence.remind.nouns import Kind, Message, Receiver
from cadence.reports import open_events
from cadence.rules import ContactAddress, Contacts, Workspace, group_name

Lines = Callable[[Message, str | None], str]  # what stands below a message by one service
AHEAD = dt.timedelta(days=90)  # reminders begin at most 60 days before an advised day


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A message with where it goes.

    Attributes:
        addresses: none, where contacts.yaml names none for its receiver.
        waits: it is not urgent, and this is no hour or day for it.
    """

    message: Message
    addresses: tuple[ContactAddress, ...]
    waits: bool


def span_asked(as_of: dt.datetime) -> Span:
    """Return the days whose duties may have to be told of; what is missed earlier comes along."""
    today = as_of.astimezone(SHANGHAI).date()
    return Span(dt.date(today.year, 1, 1), today + AHEAD)


def plan(
    workspace: Workspace, scenes: Iterable[Scene], contacts: Mapping[str, Contacts], told: Told
) -> list[Planned]:
    """Find what is to be sent in some places.

    Args:
        workspace: what rules/ says.
        scenes: the places, over span_asked.
        contacts: of every place.
        told: whether somebody was told of something.
    """
    found: list[Planned] = []
    questions: list[Finding] | None = None
    for scene in scenes:
        if questions is None:
            questions = list(open_events(workspace, scene.history))
        place = scene.roster.place
        own = contacts.get(place, Contacts())
        ground = MessageGround(
            scene=scene,
            told=told,
            escalate_to=own.escalate_to,
            chats=_chats(place, own),
            questions=[each for each in questions if (each.unit or "").startswith(f"{place}/")],
            written=_written(place, own),
        )
        waits = not may_send(scene.policy.messages, scene.advise, scene.as_of)
        for message in find_messages(ground):
            addresses = addresses_of(contacts, message.receiver)
            waiting = waits and not message.is_urgent
            found.append(Planned(message=message, addresses=addresses, waits=waiting))
    return found


def addresses_of(
    contacts: Mapping[str, Contacts], receiver: Receiver
) -> tuple[ContactAddress, ...]:
    """Return where a receiver is told."""
    place = receiver.key.partition("/")[0]
    own = contacts.get(place, Contacts())
    if receiver.unit:
        return own.to(receiver.unit)
    if receiver.key == place:
        return own.office
    return next((each.to for each in own.chats if f"{place}/{each.id}" == receiver.key), ())


def receiver_named(workspace: Workspace, key: str) -> Receiver | None:
    """Return a receiver by its key; None where the roster knows it no longer."""
    place, slash, identifier = key.partition("/")
    roster = workspace.rosters.get(place)
    if roster is None:
        return None
    if not slash:
        return Receiver(key=key, name=roster.office)
    unit = next((each for each in roster.units if each.key == key), None)
    if unit is None and identifier in roster.stands_for:
        return Receiver(key=key, name=group_name(roster, identifier))
    return Receiver(key=key, name=unit.name, unit=unit) if unit else None


def line_below(
    workspace: Workspace, receiver: Receiver, kind: Kind, by: str | None, token: str = ""
) -> str:
    """Say where a message is answered, or else where a unit's duties stand.

    Nothing is said while out/ is published on this computer alone.

    Args:
        workspace: its policies say where out/ is published.
        receiver: who is told.
        kind: of the message.
        by: the service that it goes by.
        token: of the message's own address; "" in a dry run.
    """
    if receiver.unit is None:
        return ""
    policy = workspace.policies[receiver.unit.place]
    if may_answer(policy, receiver, kind, by):
        return answer_line(policy, token)
    if "//localhost" in policy.address:
        return ""
    return f"查看：{policy.address}{page_path(receiver.unit.place, receiver.unit.id)}"


def _chats(place: str, own: Contacts) -> dict[str, tuple[Receiver, ...]]:
    """Return in which chats each unit is told of, by its key."""
    found: dict[str, tuple[Receiver, ...]] = {}
    for chat in own.chats:
        for member in chat.members:
            receiver = Receiver(key=f"{place}/{chat.id}", name=chat.name)
            found[member] = (*found.get(member, ()), receiver)
    return found


def _written(place: str, own: Contacts) -> frozenset[str]:
    """Return who has an address of their own: a chat of many needs no weekly 一切正常."""
    alone = {f"{place}/{unit}" for unit in own.of}
    return frozenset(alone | ({place} if own.office else set()))
