"""消息: what is to be sent now, what did not arrive, who has not confirmed, what was sent last.

Sending takes as long as mail servers take, so it runs in a thread of its own; only one sends for a
workspace at a time, whoever started it. Nothing here is a 督办单: those a person issues.
"""

import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import CadenceError, spoken_in_chinese
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault
from cadence.desk.visit import Visit
from cadence.occurrences import Scene
from cadence.remind import (
    Message,
    check_installed,
    contacts_of,
    deliveries_table,
    find_unconfirmed,
    known_outbox,
    line_below,
    plan,
    planned_table,
    send_due,
    settle,
    span_asked,
    unconfirmed_table,
    unreached,
)
from cadence.rules import Contacts

MAY: tuple[Role, ...] = ("office",)
UNSAID: dict[Path, str] = {}  # why the last run stopped, until a page has said so
LAST = 50  # deliveries shown
MANY_DIGITS = 12


def show(visit: Visit) -> Response:
    """Show the page."""
    return _page(visit)


def take_sending(visit: Visit, _form: FormData) -> Response:
    """Send what is due for this place."""
    contacts = contacts_of(visit.workspace)
    check_installed()
    scenes, now = [_scene(visit)], visit.office.clock()

    def run() -> None:
        with spoken_in_chinese():
            try:
                send_due(visit.workspace, scenes, contacts, now)
            except CadenceError as error:
                UNSAID[visit.office.folder] = str(error)

    threading.Thread(target=run).start()
    return visit.to("messages", said="sending")


def take_settled(visit: Visit, form: FormData) -> Response:
    """Send a delivery once more, or say that it arrived."""
    said = str(form.get("number", ""))
    number = int(said) if said.isdecimal() and len(said) < MANY_DIGITS else 0
    arrived = form.get("do") == "arrived"
    try:
        settle(
            visit.workspace, () if arrived else (number,), (number,) if arrived else (),
            visit.office.clock(),
        )  # fmt: skip
    except CadenceError as error:
        return _page(visit, Fault("number", str(error)))
    return visit.to("messages", said="arrived" if arrived else "again")


def _scene(visit: Visit) -> Scene:
    span = span_asked(visit.view.now)
    return visit.scene(span.first, span.last)


def _page(visit: Visit, fault: Fault | None = None) -> Response:
    try:
        contacts: Mapping[str, Contacts] = contacts_of(visit.workspace)
    except CadenceError as error:
        fault, contacts = fault or Fault("contacts", str(error)), {}
    if stopped := UNSAID.pop(visit.office.folder, ""):
        fault = fault or Fault("sending", stopped)
    scene, own = _scene(visit), contacts.get(visit.place, Contacts())
    with known_outbox(visit.office.folder) as outbox:
        told = outbox.told if outbox else lambda _who, _what: False
        found = plan(visit.workspace, [scene], contacts, told)
        last = outbox.last_of(visit.place, LAST) if outbox else ()
        wanting = outbox.wanting_of(visit.place) if outbox else ()
        waiting = find_unconfirmed(outbox, visit.view.entries, [scene]) if outbox else []
    ready = [each for each in found if each.addresses]
    return visit.page(
        "messages", "register", "消息", 422 if fault else 200,
        fault=fault, said=visit.asked("said"), has_contacts=bool(own.of or own.office),
        ready=planned_table(ready, partial(_line, visit)),
        due=[each for each in ready if not each.waits],
        nobody=unreached(found),
        wanting=deliveries_table(wanting, visit.workspace),
        unconfirmed=unconfirmed_table(waiting, visit.workspace, visit.view.now),
        last=deliveries_table(last, visit.workspace),
    )  # fmt: skip


def _line(visit: Visit, message: Message, by: str | None) -> str:
    return line_below(visit.workspace, message.receiver, message.kind, by)


ENTRANCES = (
    Entrance(path="messages", roles=MAY, show=show),
    Entrance(path="messages/send", roles=MAY, take=take_sending),
    Entrance(path="messages/settle", roles=MAY, take=take_settled),
)
