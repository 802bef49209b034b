"""`cadence rollup`: what many places made of their duties, summed up by whoever stands above."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.options import (
    BAD_INPUT,
    FINDINGS,
    WELL,
    FormOption,
    as_of_option,
    asked,
    crew_options,
    note_fault,
    print_list,
    read,
    say_failed,
)
from cadence.commands.outputs import write_file
from cadence.core import _

if TYPE_CHECKING:
    from cadence.jobs import Crew
    from cadence.rollup import By, RolledUp


@click.group(help=help_of("rollup"))
def rollup() -> None:
    """Hold the two commands."""


@rollup.command(help=_("Write how each place stands into DIR, one Parquet file a place and day."))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--place", help=_("Only this folder under rules/."))
@as_of_option
@crew_options
@click.pass_context
def write(
    context: click.Context, folder: Path, place: str | None, as_of: datetime, crew: "Crew"
) -> int:
    """Write the files; 2 where a place's could not be written and the others' were."""
    from cadence.commands.rolling import RollupGround, write_places

    workspace = read(context, whole_path=bool(crew.cluster))
    note_fault(workspace.folder)
    ground = RollupGround(
        workspace=workspace,
        asked=asked(as_of, place=place),
        as_of=as_of,
        target=folder.resolve() if crew.cluster else folder,
    )
    written, failed = write_places(ground, crew)
    for each in written:
        click.echo(_("wrote {0}").format(each))
    say_failed(failed)
    return BAD_INPUT if failed else WELL


@rollup.command(help=_("Sum up what the places below DIR reported of a day; 1 where one did not."))
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR"
)
@click.option(
    "--by",
    type=click.Choice(["level", "place", "document", "clause", "kind", "unit"]),
    default="level",
    show_default=True,
    help=_("Sum up by this; html and xlsx hold every one."),
)
@click.option("--within", default="", metavar="LEVEL", help=_("Only this level: henan/luoyang."))
@as_of_option
@click.option(
    "--format",
    "form",
    cls=FormOption,
    type=click.Choice(["table", "json", "csv", "html", "xlsx"]),
    default="table",
    show_default=True,
    help=_("How to print the list."),
)
@click.option(
    "-o", "output", is_eager=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Write to this file instead of printing."),
)  # fmt: skip
def show(
    folder: Path, by: "By", within: str, as_of: datetime, form: str, output: Path | None
) -> int:
    """Print the sums, and then whoever is in none of them."""
    from cadence.rollup import VIEWS, missing_table, sum_up_each

    if form == "xlsx" and output is None:
        raise click.UsageError(_("--format xlsx needs -o FILE"))
    level = within.strip("/")
    views = VIEWS if form in {"html", "xlsx"} else (by,)
    found = sum_up_each(folder, as_of.date(), views, level)
    whole = found[views[0]]
    content = _content(found, by, level, form)
    if output:
        write_file(output, content)
        click.echo(_("wrote {0}").format(output), err=True)
    else:
        click.echo(content.decode(), nl=form != "csv")
        if whole.missing and form == "table":
            click.echo()
            print_list(form, missing_table(whole), None)
    words = _("{0} places, {1} in no sum")
    click.echo(words.format(whole.places, len(whole.missing)), err=True)
    return FINDINGS if whole.missing else WELL


def _content(found: "dict[By, RolledUp]", by: "By", level: str, form: str) -> bytes:
    from cadence.print import render_csv, render_json, render_text
    from cadence.rollup import render_rollup, render_rollup_sheets, rolled_up_json, sums_table

    match form:
        case "html":
            return render_rollup(found, level).encode()
        case "xlsx":
            return render_rollup_sheets(found, level)
        case "json":
            return render_json(rolled_up_json(found[by])).encode()
        case "csv":
            return render_csv(sums_table(found[by], by)).encode()
        case _:
            table = sums_table(found[by], by)
            return (render_text(table) if table.rows else _("nothing to list")).encode()
