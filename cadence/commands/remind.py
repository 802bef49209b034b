"""`cadence remind`: what is due to be said, sent once; `--dry-run` prints it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
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
    now,
    print_list,
    read,
    read_history,
)
from cadence.commands.outputs import check_place, write_file
from cadence.core import _, ngettext

if TYPE_CHECKING:
    from cadence.core import Supervision
    from cadence.occurrences import Scene
    from cadence.remind import Delivery, Message
    from cadence.rules import Contacts, Workspace

PLANNED_WIDTHS = (20, 12, 8, 12, 60)
NAMED = 8  # units without an address that are named


@click.command(help=help_of("remind"))
@click.option("--place", help=_("Only this folder under rules/."))
@click.option("--dry-run", is_flag=True, help=_("Print what would be sent; send nothing."))
@click.option(
    "--unconfirmed", "waiting", is_flag=True,
    help=_("List who was sent something that is not over, and has not confirmed it."),
)  # fmt: skip
@click.option(
    "--slip", metavar="UNIT",
    help=_("Issue this unit's slip with an address to answer at; -o says where. Nothing is sent."),
)  # fmt: skip
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Write the slip to this file (.docx)."),
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
    slip: str | None,
    output: Path | None,
    again: tuple[int, ...],
    arrived: tuple[int, ...],
    as_of: dt.datetime,
    form: str,
) -> int:
    """Plan, send what is due, and say by the exit code whether anything did not arrive."""
    from cadence.remind import contacts_of, settle

    workspace = read(context)
    if slip:
        return _issue(workspace, slip, place, output, as_of)
    contacts = contacts_of(workspace)
    scenes = _scenes(workspace, as_of, place)
    if waiting:
        return _list_unconfirmed(workspace, scenes, as_of, form)
    if dry_run:
        return _show(workspace, contacts, scenes, form)
    if again or arrived:
        settle(workspace, again, arrived, as_of)
    return _send(workspace, contacts, scenes, as_of, form)


def _issue(
    workspace: "Workspace", name: str, place: str | None, output: Path | None, as_of: dt.datetime
) -> int:
    """Write the slip of one unit, with an address of its own."""
    from dataclasses import replace

    from cadence.ledger import issue
    from cadence.remind import missed_slip, open_outbox, slip_fact, slip_link
    from cadence.reports import issued, render_slip_document

    if output is None or output.suffix.lower() != ".docx":
        raise click.UsageError(_("--slip needs -o FILE.docx"))
    unit = workspace.unit(name, place)
    check_place(output)
    (scene,) = _scenes(workspace, as_of, unit.place)
    missed, found = missed_slip(scene, unit)

    def hand_over(fact: "Supervision") -> None:
        slip = replace(issued(found, fact), link=slip_link(scene, unit, fact, outbox, as_of))
        write_file(output, render_slip_document(slip, as_of.date()))

    with open_outbox(workspace.folder) as outbox:
        entry = issue(workspace.folder, slip_fact(scene, unit, missed, as_of), now(), hand_over)
    click.echo(_("entry {0}").format(entry.number), err=True)
    click.echo(_("wrote {0}").format(output), err=True)
    return WELL


def _show(
    workspace: "Workspace",
    contacts: "Mapping[str, Contacts]",
    scenes: "Iterable[Scene]",
    form: str,
) -> int:
    """Print what would be sent, and write nothing."""
    from cadence.remind import known_outbox, line_below, plan, planned_json, planned_table

    def line(message: "Message", by: str | None) -> str:
        return line_below(workspace, message.receiver, message.kind, by)

    with known_outbox(workspace.folder) as outbox:
        found = plan(workspace, scenes, contacts, outbox.told if outbox else _nobody_told)
    print_list(form, planned_table(found, line), planned_json(found, line), PLANNED_WIDTHS)
    return WELL


def _send(
    workspace: "Workspace",
    contacts: "Mapping[str, Contacts]",
    scenes: "Iterable[Scene]",
    now: dt.datetime,
    form: str,
) -> int:
    """Send what is due, and print what became of it."""
    from cadence.remind import send_due

    run = send_due(workspace, scenes, contacts, now)
    _print_sent(workspace, run.told, run.wanting, form)
    if run.unreached:
        shown = "、".join(run.unreached[:NAMED]) + ("…" if len(run.unreached) > NAMED else "")
        words = _("note: contacts.yaml has no address for {0} of them: {1}")
        click.echo(words.format(len(run.unreached), shown), err=True)
    return FINDINGS if run.wanting else WELL


def _list_unconfirmed(
    workspace: "Workspace", scenes: "Iterable[Scene]", now: dt.datetime, form: str
) -> int:
    """Print what was sent, is not over, and nobody has confirmed; exit 1 where there is any."""
    from cadence.ledger import read_entries
    from cadence.remind import find_unconfirmed, known_outbox, unconfirmed_json, unconfirmed_table

    entries = list(read_entries(workspace.folder))
    with known_outbox(workspace.folder) as outbox:
        found = find_unconfirmed(outbox, entries, scenes) if outbox else []
    table = unconfirmed_table(found, workspace, now)
    print_list(form, table, [unconfirmed_json(each) for each in found])
    return FINDINGS if found else WELL


def _nobody_told(_receiver: str, _subject: str) -> bool:
    return False


def _scenes(workspace: "Workspace", as_of: dt.datetime, place: str | None) -> "Iterable[Scene]":
    from cadence.occurrences import scenes_of
    from cadence.remind import span_asked

    span = span_asked(as_of)
    history = read_history(workspace.folder, None)
    wanted = asked(as_of, place, first=span.first, last=span.last)
    return scenes_of(workspace, history, wanted, as_of)


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
