"""`cadence remind`: what is due to be said, sent once; `--dry-run` prints it."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.options import (
    FINDINGS,
    WELL,
    as_of_option,
    asked,
    format_option,
    print_list,
    read,
    read_history,
)
from cadence.core import CadenceError, Receipt, _, counted, ngettext

if TYPE_CHECKING:
    from cadence.occurrences import Scene
    from cadence.remind import Delivery, Message, Outbox, Planned
    from cadence.rules import Contacts, Workspace

PLANNED_WIDTHS = (20, 12, 8, 12, 60)
UNDONE = {"open", "due_soon", "overdue", "extended"}
NAMED = 8  # units without an address that are named


@click.command(help=help_of("remind"))
@click.option("--place", help=_("Only this folder under rules/."))
@click.option("--dry-run", is_flag=True, help=_("Print what would be sent; send nothing."))
@click.option(
    "--unconfirmed", "waiting", is_flag=True,
    help=_("List who was sent something that is not over, and has not confirmed it."),
)  # fmt: skip
@click.option(
    "--again", type=click.IntRange(1), multiple=True,
    help=_("Send this delivery once more; nobody knows whether it arrived."),
)  # fmt: skip
@click.option(
    "--arrived", type=click.IntRange(1), multiple=True,
    help=_("This delivery arrived, as somebody found out; it is listed no longer."),
)  # fmt: skip
@as_of_option
@format_option
@click.pass_context
def remind(
    context: click.Context,
    place: str | None,
    dry_run: bool,
    waiting: bool,
    again: tuple[int, ...],
    arrived: tuple[int, ...],
    as_of: dt.datetime,
    form: str,
) -> int:
    """Plan, send what is due, and say by the exit code whether anything did not arrive."""
    workspace = read(context)
    contacts = _contacts(workspace)
    scenes = _scenes(workspace, as_of, place)
    if waiting:
        return _list_unconfirmed(workspace, scenes, as_of, form)
    if dry_run:
        return _show(workspace, contacts, scenes, form)
    return _send(workspace, contacts, scenes, as_of, again, arrived, form)


def _show(
    workspace: "Workspace",
    contacts: "Mapping[str, Contacts]",
    scenes: "Iterable[Scene]",
    form: str,
) -> int:
    """Print what would be sent, and write nothing."""
    from cadence.remind import line_below, plan, planned_json, planned_table

    def line(message: "Message") -> str:
        return line_below(workspace, message.receiver, message.kind)

    with _known(workspace.folder) as outbox:
        found = plan(workspace, scenes, contacts, outbox.told if outbox else _nobody_told)
    print_list(form, planned_table(found, line), planned_json(found, line), PLANNED_WIDTHS)
    return WELL


def _send(
    workspace: "Workspace",
    contacts: "Mapping[str, Contacts]",
    scenes: "Iterable[Scene]",
    now: dt.datetime,
    again: Sequence[int],
    arrived: Sequence[int],
    form: str,
) -> int:
    """Lay down what is new, send what is due, print what became of it."""
    from cadence.remind import WANTING, Carrier, alone, check_installed, deliver, open_outbox, plan

    check_installed()
    told: list[Delivery] = []
    with alone(workspace.folder), open_outbox(workspace.folder) as outbox:
        _settle(outbox, again, arrived, now)
        found = plan(workspace, scenes, contacts, outbox.told)
        for each in found:
            if each.addresses and not each.waits:
                outbox.put(each.message, each.addresses, now)
        carrier = Carrier(
            outbox=outbox, workspace=workspace, contacts=contacts, now=now, tell=told.append
        )
        deliver(carrier)
        wanting = outbox.of_state(*WANTING)
    _print_sent(workspace, told, wanting, form)
    _note_unreached(found)
    return FINDINGS if wanting else WELL


def _list_unconfirmed(
    workspace: "Workspace", scenes: "Iterable[Scene]", now: dt.datetime, form: str
) -> int:
    """Print what was sent, is not over, and nobody has confirmed; exit 1 where there is any."""
    from cadence.ledger import read_entries
    from cadence.remind import standing, unconfirmed, unconfirmed_json, unconfirmed_table

    entries = list(counted(list(read_entries(workspace.folder))))
    confirmed = {each.fact.message for each in entries if isinstance(each.fact, Receipt)}
    undone = {
        each.occurrence.id
        for scene in scenes
        for each in standing(scene)
        if each.judgement.status in UNDONE
    }
    with _known(workspace.folder) as outbox:
        sent = unconfirmed(outbox, confirmed) if outbox else []
    found = [each for each in sent if undone.intersection(each.occurrences)]
    table = unconfirmed_table(found, workspace, now)
    print_list(form, table, [unconfirmed_json(each) for each in found])
    return FINDINGS if found else WELL


def _nobody_told(_receiver: str, _subject: str) -> bool:
    return False


def _contacts(workspace: "Workspace") -> "dict[str, Contacts]":
    """Read every place's contacts: a statute's messages go to the office of another place."""
    from cadence.rules import RULES, read_contacts

    rules = workspace.folder / RULES
    return {place: read_contacts(rules, roster) for place, roster in workspace.rosters.items()}


def _scenes(workspace: "Workspace", as_of: dt.datetime, place: str | None) -> "Iterable[Scene]":
    from cadence.occurrences import scenes_of
    from cadence.remind import span_asked

    span = span_asked(as_of)
    history = read_history(workspace.folder, None)
    wanted = asked(as_of, place, first=span.first, last=span.last)
    return scenes_of(workspace, history, wanted, as_of)


@contextlib.contextmanager
def _known(folder: Path) -> "Iterator[Outbox | None]":
    """Open the outbox to look at it; None where nothing was ever sent."""
    from cadence.remind import FILE, open_outbox

    if not (folder / FILE).exists():
        yield None
        return
    with open_outbox(folder) as outbox:
        yield outbox


def _settle(
    outbox: "Outbox", again: Sequence[int], arrived: Sequence[int], now: dt.datetime
) -> None:
    """Do with failed and doubtful deliveries what a person says.

    Raises:
        CadenceError: there is no such delivery.
    """
    from cadence.remind import WANTING

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


def _print_sent(
    workspace: "Workspace", told: "Sequence[Delivery]", wanting: "Sequence[Delivery]", form: str
) -> None:
    """Print what became of what went out now, and of what a person has to see to."""
    from cadence.remind import deliveries_table, delivery_json

    shown = list({each.number: each for each in (*told, *wanting)}.values())
    print_list(form, deliveries_table(shown, workspace), [delivery_json(each) for each in shown])
    sent = sum(each.state == "sent" for each in told)
    click.echo(ngettext("{0} message sent", "{0} messages sent", sent).format(sent), err=True)
    if wanting:
        words = ngettext("{0} did not arrive for sure", "{0} did not arrive for sure", len(wanting))
        said = _("; ask there, then say --again NUMBER or --arrived NUMBER")
        click.echo(words.format(len(wanting)) + said, err=True)


def _note_unreached(found: "Sequence[Planned]") -> None:
    """Name whom a message waits for, and no address is known of."""
    names = list(dict.fromkeys(each.message.receiver.name for each in found if not each.addresses))
    if names:
        shown = "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
        words = _("note: contacts.yaml has no address for {0} of them: {1}")
        click.echo(words.format(len(names), shown), err=True)
