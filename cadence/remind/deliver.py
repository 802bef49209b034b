"""The outbox → the addresses: each delivery once, later again where it was not taken."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from cadence.core import OWN_FOLDER, CadenceError, _, reason
from cadence.remind.channels import send
from cadence.remind.hours import may_send
from cadence.remind.links import drop_link, may_answer, new_link
from cadence.remind.nouns import Receiver
from cadence.remind.outbox import Delivery, Outbox, mark_of
from cadence.remind.plan import addresses_of, line_below, receiver_named
from cadence.rules import ContactAddress, Contacts, Workspace

LOCK = "remind.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """What deliveries are sent with.

    Attributes:
        outbox: where they lie; workspace, contacts: who receives them, and where.
        now: the moment.
        tell: told of every delivery as it now stands.
    """

    outbox: Outbox
    workspace: Workspace
    contacts: Mapping[str, Contacts]
    now: dt.datetime
    tell: Callable[[Delivery], None]


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let nobody else send for this workspace meanwhile.

    Raises:
        CadenceError: somebody else is sending.
    """
    own = folder / OWN_FOLDER
    try:
        own.mkdir(exist_ok=True)
        with FileLock(own / LOCK, timeout=0):
            yield
    except Timeout as error:
        message = _("another cadence remind is sending for {0}; it sends what is due")
        raise CadenceError(message.format(folder)) from error
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(own, reason(error))
        raise CadenceError(message) from error


def deliver(carrier: Carrier) -> None:
    """Send what lies waiting and may go now; inside `alone`."""
    carrier.outbox.doubt(carrier.now)
    for each in carrier.outbox.of_state("waiting"):
        if each.due <= carrier.now and (each.is_urgent or _may_go(carrier, each)):
            _carry(carrier, each)
            if (left := carrier.outbox.one(each.number)) is not None:
                carrier.tell(left)


def _may_go(carrier: Carrier, delivery: Delivery) -> bool:
    workspace, place = carrier.workspace, delivery.place
    policy = workspace.policies.get(place)
    return policy is None or may_send(policy.messages, workspace.advise(place), carrier.now)


def _carry(carrier: Carrier, delivery: Delivery) -> None:
    outbox, now = carrier.outbox, carrier.now
    if delivery.until and delivery.until <= now:
        outbox.set(delivery.number, "dropped", now, _("its day or minute is over"))
        return
    receiver = receiver_named(carrier.workspace, delivery.receiver)
    address = _address(carrier, delivery)
    if receiver is None or address is None:
        outbox.set(delivery.number, "dropped", now, _("contacts.yaml names this address no longer"))
        return
    token = _token(carrier, delivery, receiver)
    line = line_below(carrier.workspace, receiver, delivery.kind, delivery.by, token)
    outbox.begin(delivery.number, now)
    fault = send(address, f"{delivery.text}\n{line}" if line else delivery.text)
    if fault:
        outbox.put_off(delivery, now, fault)
        if token:
            drop_link(outbox, token)
    else:
        outbox.set(delivery.number, "sent", now)


def _token(carrier: Carrier, delivery: Delivery, receiver: Receiver) -> str:
    """Make the address at which this very delivery is answered; "" where it carries none."""
    policy = carrier.workspace.policies[receiver.key.partition("/")[0]]
    if not may_answer(policy, receiver, delivery.kind, delivery.by):
        return ""
    return new_link(carrier.outbox, delivery.message, policy, carrier.now)


def _address(carrier: Carrier, delivery: Delivery) -> ContactAddress | None:
    receiver = receiver_named(carrier.workspace, delivery.receiver)
    known = addresses_of(carrier.contacts, receiver) if receiver else ()
    return next((each for each in known if mark_of(each) == delivery.address), None)
