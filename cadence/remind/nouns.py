"""What is sent: a Message, and the reason for which it is sent."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from cadence.core import Unit
from cadence.occurrences import Judged

Kind = Literal["due_soon", "overdue", "clock", "question", "evidence", "all_well", "escalation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who is told.

    Attributes:
        key: of a unit or post, or of a group for its chat; of a place, for its office.
        name: for people; unit: None for an office and a chat.
    """

    key: str
    name: str
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One reason to tell somebody something, once.

    Attributes:
        subject: stands for the reason: who was told of it is not told again.
        judged: what it is about.
        until: the moment after which it says nothing true; None: it stays true.
    """

    receiver: Receiver
    kind: Kind
    subject: str
    judged: Judged
    is_urgent: bool = False
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one receiver is told at once.

    Attributes:
        place: whose office tells it.
        subjects: of the reasons that it answers; they count as told from now on.
        occurrences: the ids of what it is about.
        text: without the line that says where to look or to answer.
        is_urgent: it does not wait for the end of quiet hours or days off.
        until: the moment after which it is sent no more.
        name: by which the ledger cites it; "" for one that is made for it.
    """

    place: str
    receiver: Receiver
    kind: Kind
    subjects: tuple[str, ...]
    occurrences: tuple[str, ...]
    text: str
    is_urgent: bool = False
    until: dt.datetime | None = None
    name: str = ""
