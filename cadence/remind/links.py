"""The address at which a unit answers one message: random, kept as its hash alone, expiring.

It opens that message and what it tells of, nothing else, without a password: whoever was sent the
message may answer it. A robot that looks at every address in a chat changes nothing by looking.
"""

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from cadence.core import ANSWERS, SHANGHAI, Policy
from cadence.remind.nouns import Kind, Receiver
from cadence.remind.outbox import Outbox
from cadence.serve import digest, new_token

ANSWERABLE: tuple[Kind, ...] = ("due_soon", "overdue", "clock", "evidence", "escalation")
CHATS = ("wecombot", "dingtalk", "feishu")  # what goes there, a whole group reads
MOST_USES = 100  # forms sent through one address: the ledger forgets nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as whoever answers it sees it.

    Attributes:
        name: by which the ledger cites it; receiver: the key of who was told.
        expires: until when its address opens; uses: how many forms came through it.
    """

    name: str
    place: str
    receiver: str
    kind: Kind
    text: str
    occurrences: tuple[str, ...]
    expires: dt.datetime
    uses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """A message that went out with such an address, and that nobody confirmed."""

    name: str
    receiver: str
    kind: Kind
    text: str
    occurrences: tuple[str, ...]
    sent: dt.datetime


def may_answer(policy: Policy, receiver: Receiver, kind: Kind, by: str | None = None) -> bool:
    """Tell whether a message carries an address to answer at: of a unit, where it can be opened.

    Args:
        policy: of the place.
        receiver: who is told.
        kind: of the message.
        by: the service; in a group's chat whoever reads could answer for the unit, so there only
            where the office wants it.
    """
    is_open = policy.messages.links and "//localhost" not in policy.address
    is_alone = by not in CHATS or policy.messages.chat_links
    return is_open and is_alone and receiver.unit is not None and kind in ANSWERABLE


def answer_address(policy: Policy, token: str) -> str:
    """Return the address that a token opens."""
    return f"{policy.address}{ANSWERS}/{token}"


def answer_line(policy: Policy, token: str) -> str:
    """Return the line with the address; without a token as a dry run shows it."""
    return f"签收、回复：{answer_address(policy, token or '（发出时生成）')}"


def new_link(outbox: Outbox, message: int, policy: Policy, now: dt.datetime) -> str:
    """Make an address for a message, and return its token, which is nowhere else."""
    token = new_token()
    expires = now + dt.timedelta(days=policy.messages.link_days)
    with outbox.writing():
        outbox.connection.execute(
            "INSERT INTO links VALUES (?, ?, ?, 0)", (digest(token), message, _text(expires))
        )
    return token


def drop_link(outbox: Outbox, token: str) -> None:
    """Forget an address that reached nobody."""
    with outbox.writing():
        outbox.connection.execute("DELETE FROM links WHERE digest = ?", (digest(token),))


def letter_of(outbox: Outbox, token: str) -> Letter | None:
    """Return the message that an address opens, expired or not; None where it opens none.

    It is looked up by its digest, so that the time taken tells nothing about any token.
    """
    rows = outbox.rows(
        "SELECT m.name, m.place, m.receiver, m.kind, m.text, m.occurrences, l.expires, l.uses"
        " FROM links l JOIN messages m ON m.number = l.message WHERE l.digest = ?",
        digest(token),
    )
    return _letter(rows[0]) if rows else None


def count_use(outbox: Outbox, token: str) -> bool:
    """Count a form that came through an address; False where there were too many."""
    with outbox.writing():
        counted = outbox.connection.execute(
            "UPDATE links SET uses = uses + 1 WHERE digest = ? AND uses < ?",
            (digest(token), MOST_USES),
        )
    return counted.rowcount == 1


def unconfirmed(outbox: Outbox, confirmed: Collection[str]) -> list[Unconfirmed]:
    """Return what went out with an address and was not confirmed, the oldest first.

    A slip goes out by hand: it has no delivery.

    Args:
        outbox: what was sent.
        confirmed: the names of the messages that the ledger has receipts of.
    """
    rows = outbox.rows(
        "SELECT m.name, m.receiver, m.kind, m.text, m.occurrences,"
        " coalesce(min(d.changed), m.made) FROM messages m LEFT JOIN deliveries d"
        " ON d.message = m.number WHERE m.number IN (SELECT message FROM links)"
        " AND (d.number IS NULL OR d.state = 'sent') GROUP BY m.number ORDER BY m.number"
    )
    return [
        Unconfirmed(
            name=name, receiver=receiver, kind=kind, text=text,
            occurrences=tuple(json.loads(listed)), sent=_moment(sent),
        )
        for name, receiver, kind, text, listed, sent in rows
        if name not in confirmed
    ]  # fmt: skip


def _letter(row: tuple[Any, ...]) -> Letter:
    name, place, receiver, kind, text, listed, expires, uses = row
    return Letter(
        name=name, place=place, receiver=receiver, kind=kind, text=text,
        occurrences=tuple(json.loads(listed)), expires=_moment(expires), uses=uses,
    )  # fmt: skip


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(SHANGHAI)
