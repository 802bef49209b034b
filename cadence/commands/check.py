"""`cadence check`: what is overdue, due soon and late; messages and slips that follow from it."""

import gc
import sys
from collections import Counter
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.numbered import numbered
from cadence.commands.options import (
    FINDINGS,
    WELL,
    asked,
    filter_options,
    judging_options,
    print_list,
    read,
    read_history,
)
from cadence.commands.outputs import say_age, write_file
from cadence.core import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cadence.core import Status
    from cadence.occurrences import Judged
    from cadence.reports import By
    from cadence.rules import Workspace


@click.command(help=help_of("check"))
@filter_options
@judging_options
@click.option("--all", "everything", is_flag=True, help=_("Every status, not only these three."))
@click.option(
    "--by",
    type=click.Choice(["unit", "post", "document", "month"]),
    help=_("Count by this instead of listing."),
)
@click.option("--digest", is_flag=True, help=_("Write messages and reminder slips under out/."))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "html", "xlsx"]),
    default="table",
    show_default=True,
    help=_("How to print the list."),
)
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Write to this file instead of printing."),
)  # fmt: skip
@click.pass_context
def check(
    context: click.Context,
    place: str | None,
    unit: str | None,
    pack: str | None,
    first: date | None,
    last: date | None,
    as_of: datetime,
    known_at: datetime | None,
    everything: bool,
    by: "By | None",
    digest: bool,
    form: str,
    output: Path | None,
) -> int:
    """Judge, print, and say by the exit code whether anything is overdue."""
    from cadence.occurrences import scenes_of
    from cadence.reports import asked_for, counted

    gc.disable()  # a check makes a million frozen nouns and no cycles to look for
    workspace = read(context)
    history = read_history(workspace.folder, known_at)
    asked_about = asked(as_of, place, unit, pack, first, last)
    scenes = scenes_of(workspace, history, asked_about, as_of)
    carried = scenes if first is None else ()  # what was missed stays missed in a new year
    judged = chain(
        *(scene.unsettled_before() for scene in carried), *(scene.stream() for scene in scenes)
    )
    counts: Counter[Status] = Counter()
    if digest:
        # Of one document alone nobody can say that a unit owes nothing any more.
        _write_digest(workspace, list(counted(judged, counts)), as_of, withdraws=pack is None)
    elif by:
        _print_tallies(counted(judged, counts), by, form)
    else:
        found = asked_for(counted(judged, counts), everything=everything)
        _print_found(workspace.folder, found, as_of, known_at, form, output, everything=everything)
    overdue = counts["overdue"]
    click.echo(ngettext("{0} overdue", "{0} overdue", overdue).format(overdue), err=True)
    stale = say_age(workspace.folder)
    return FINDINGS if overdue or stale else WELL


def _print_found(
    folder: Path,
    found: "Sequence[Judged]",
    as_of: datetime,
    known_at: datetime | None,
    form: str,
    output: Path | None,
    *,
    everything: bool,
) -> None:
    from cadence.print import render_csv, render_json, render_text
    from cadence.reports import check_table, occurrence_json, render_check, render_check_sheet

    match form:
        case "html":
            content = render_check(found, as_of, known_at).encode()
        case "xlsx":
            if output is None:
                raise click.UsageError(_("--format xlsx needs -o FILE"))
            content = render_check_sheet(found, as_of)
        case "json":
            content = render_json([occurrence_json(each) for each in found]).encode()
        case "csv":
            content = render_csv(check_table(found)).encode()
        case _:
            table = check_table(found)
            table = table if output else numbered(folder, table)
            content = (render_text(table) if found else _nothing(everything)).encode()
    if output:
        write_file(output, content)
        click.echo(_("wrote {0}").format(output), err=True)
    else:
        click.echo(content.decode(), nl=form != "csv")


def _nothing(everything: bool) -> str:
    """Say that a list is empty because there is nothing, and not because it was cut."""
    if everything:
        return _("no duty falls into the days asked about")
    return _("nothing is overdue, late or due soon")


def _print_tallies(judged: "Iterable[Judged]", by: "By", form: str) -> None:
    from cadence.reports import tallies, tallies_table

    if form in {"html", "xlsx"}:
        raise click.UsageError(_("--by prints a table, json or csv"))
    found = tallies(judged, by)
    value = [{"key": each.key, "name": each.name, **each.counts} for each in found]
    print_list(form, tallies_table(found, by), value)


def _write_digest(
    workspace: "Workspace", judged: "Sequence[Judged]", as_of: datetime, *, withdraws: bool
) -> None:
    """Write what goes to each unit; what was written earlier that day and holds no more goes."""
    from cadence.core import CHECKS, digest_path
    from cadence.publish import publication
    from cadence.reports import digests, render_slip, render_slip_document

    offices = {place: roster.office for place, roster in workspace.rosters.items()}
    written = digests(judged, offices, as_of)
    with publication(workspace.out) as changes:
        units = {each.occurrence.binding.unit for each in judged} if withdraws else ()
        holding = {each.unit: each.slip is not None for each in written}
        for unit in units:
            folder = digest_path(unit.place, unit.id, as_of)
            for ending in (".txt", ".html", ".docx"):
                stays = unit in holding and (ending == ".txt" or holding[unit])
                if not stays and changes.holds(f"{folder}{ending}"):
                    changes.remove(f"{folder}{ending}")
        for each in written:
            folder = digest_path(each.unit.place, each.unit.id, as_of)
            files = {f"{folder}.txt": f"{each.message}\n".encode()}
            if each.slip:
                files[f"{folder}.html"] = render_slip(each.slip).encode()
                files[f"{folder}.docx"] = render_slip_document(each.slip, as_of.date())
            for name, content in files.items():
                changes.put(name, content, changes.read(name))
            if sys.stderr.isatty():
                click.echo(f"\r\033[K{folder}", nl=False, err=True)
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    click.echo("\n\n".join(each.message for each in written))
    slips = sum(each.slip is not None for each in written)
    words = _("{0} messages, {1} reminder slips → {2}; read them before you send them")
    click.echo(words.format(len(written), slips, workspace.out / CHECKS), err=True)
