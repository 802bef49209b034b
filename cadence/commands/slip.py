"""`cadence slip`: 督办单 issued, received, answered, each step a line of the ledger."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadence.commands import help_of
from cadence.commands.options import (
    asked,
    format_option,
    note_clock,
    now,
    print_list,
    read,
    read_history,
    read_to_write,
)
from cadence.commands.outputs import check_place, write_file
from cadence.commands.typed import Day
from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from cadence.core import Supervised, Supervision, Unit
    from cadence.occurrences import Scene
    from cadence.reports import Slip
    from cadence.rules import Workspace

by_option = click.option("--by", required=True, help=_("The post that did it; never a name."))


@click.group(help=help_of("slip"))
def slip() -> None:
    """Gather the four."""


@slip.command(
    help=_("Issue a slip: about what a unit has overdue, or about a matter with a day of its own.")
)
@click.argument("unit")
@click.option("--place", help=_("Which place, where several have such a unit."))
@click.option("--matter", help=_("A matter that no document asks for, in words."))
@click.option("--due", type=Day(), help=_("The last day of the matter."))
@click.option("--basis", help=_("Where the matter was decided: a meeting, an instruction."))
@click.option("--reply-by", type=Day(), help=_("Until when an answer is asked for."))
@click.option(
    "-o", "output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("The slip to hand over: .docx or .html."),
)  # fmt: skip
@click.pass_context
def issue(
    context: click.Context,
    unit: str,
    place: str | None,
    matter: str | None,
    due: date | None,
    basis: str | None,
    reply_by: date | None,
    output: Path,
) -> None:
    """Write the slip, then its line."""
    from dataclasses import replace

    from cadence.ledger import issue as write_issued
    from cadence.remind import missed_slip, slip_fact

    if output.suffix.lower() not in {".docx", ".html"}:
        raise click.UsageError(_("a slip is written as .docx or .html"))
    workspace, moment = read_to_write(context), now()
    whom = workspace.unit(unit, workspace.place(place) if place else None)
    for day, option in ((due, "--due"), (reply_by, "--reply-by")):
        if day and day < moment.date():
            raise click.UsageError(_("{0} {1} has passed").format(option, day))
    check_place(output)
    scene = _scene(workspace, whom, moment)
    if matter or due or basis:
        told = _of_matter(workspace, whom, (matter, due, basis), moment)
    else:
        missed, _slip = missed_slip(scene, whom)
        told = slip_fact(scene, whom, missed, moment)

    def hand_over(fact: "Supervision") -> None:
        _write(output, _printed(workspace.folder, scene, whom, fact, moment), moment.date())

    entry = write_issued(workspace.folder, replace(told, reply_by=reply_by), moment, hand_over)
    note_clock([entry], moment)
    fact: Any = entry.fact
    click.echo(_("entry {0}").format(entry.number))
    click.echo(f"  {whom.name}：{fact.name}（第{fact.round}次）")
    click.echo("\n".join(f"  {each}" for each in fact.about))
    click.echo(_("wrote {0}").format(output), err=True)


@slip.command(help=_("Record that the unit received a slip, by the number of its entry."))
@click.argument("number", type=int)
@by_option
@click.pass_context
def receive(context: click.Context, number: int, by: str) -> None:
    """Write a receipt; the first counts."""
    from cadence.core import Receipt

    workspace = read_to_write(context)
    found = _found(workspace, number)
    told = Receipt(
        message=found.fact.message, unit=found.fact.unit, occurrences=found.fact.about, by=by
    )
    _say(workspace, number, (told,))


@slip.command(help=_("Record what the unit answered to a slip, by the number of its entry."))
@click.argument("number", type=int)
@click.option("--words", required=True, help=_("What it answered."))
@by_option
@click.pass_context
def reply(context: click.Context, number: int, words: str, by: str) -> None:
    """Write an answer to each of its duties, and a receipt: whoever answers has it."""
    from cadence.core import Answer, Receipt

    workspace = read_to_write(context)
    fact = _found(workspace, number).fact
    told = Receipt(message=fact.message, unit=fact.unit, occurrences=fact.about, by=by)
    answers = [Answer(occurrence=each, words=words, by=by) for each in fact.about]
    _say(workspace, number, (told, *answers))


@slip.command("list", help=_("List the slips: received, answered, and what is still undone."))
@click.option("--place", help=_("Only this folder under rules/."))
@format_option
@click.pass_context
def list_(context: click.Context, place: str | None, form: str) -> None:
    """Print them in the order of their issuing."""
    from cadence.occurrences import Index, scenes_of
    from cadence.reports import slip_json, slips_table

    workspace, moment = read(context), now()
    history = read_history(workspace.folder, None)
    scenes = scenes_of(workspace, history, asked(moment, place), moment)
    found = [each for each in history.slips if each.fact.unit.split("/")[0] in _places(scenes)]
    index = Index(scenes)
    print_list(form, slips_table(found, index), [slip_json(each, index) for each in found])


def _places(scenes: "tuple[Scene, ...]") -> set[str]:
    return {each.roster.place for each in scenes}


def _scene(workspace: "Workspace", unit: "Unit", moment: datetime) -> "Scene":
    from cadence.occurrences import scenes_of
    from cadence.remind import span_asked

    span = span_asked(moment)
    wanted = asked(moment, unit.place, first=span.first, last=span.last)
    (found,) = scenes_of(workspace, read_history(workspace.folder, None), wanted, moment)
    return found


def _of_matter(
    workspace: "Workspace",
    unit: "Unit",
    told: tuple[str | None, date | None, str | None],
    moment: datetime,
) -> "Supervision":
    from cadence.remind import matter_fact

    matter, due, basis = told
    if not (matter and matter.strip() and due and basis and basis.strip()):
        raise click.UsageError(_("a matter needs --matter, --due and --basis"))
    return matter_fact(workspace, unit, (matter.strip(), due, basis.strip()), moment)


def _printed(
    folder: Path, scene: "Scene", unit: "Unit", fact: "Supervision", moment: datetime
) -> "Slip":
    """Make the slip as it is numbered, with an address where a unit can open one."""
    from dataclasses import replace

    from cadence.remind import can_answer, open_outbox, slip_link, slip_of
    from cadence.reports import issued

    found = issued(slip_of(scene, unit, fact), fact)
    if not can_answer(scene, unit):
        return found
    with open_outbox(folder) as outbox:
        return replace(found, link=slip_link(scene, unit, fact, outbox, moment))


def _write(output: Path, found: "Slip", day: date) -> None:
    from cadence.reports import render_slip, render_slip_document

    is_page = output.suffix.lower() == ".html"
    content = render_slip(found).encode() if is_page else render_slip_document(found, day)
    write_file(output, content)


def _found(workspace: "Workspace", number: int) -> "Supervised":
    for each in read_history(workspace.folder, None).slips:
        if each.number == number:
            return each
    message = _('entry {0} is no slip that counts; "cadence slip list" lists them')
    raise CadenceError(message.format(number))


def _say(workspace: "Workspace", number: int, facts: "tuple[Any, ...]") -> None:
    from cadence.ledger import write_said

    count = write_said(workspace.folder, facts, now())
    if not count:
        click.echo(_("entry {0} says so already; nothing was changed").format(number))
    click.echo(_found(workspace, number).line)
