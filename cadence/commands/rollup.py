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
    as_of_option,
    asked,
    crew_options,
    format_option,
    print_list,
    read,
    read_history,
    say_failed,
)
from cadence.core import _

if TYPE_CHECKING:
    from cadence.jobs import Crew
    from cadence.rollup import By


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
    from cadence.commands.rolling import Ground, write_places

    workspace = read(context, whole_path=bool(crew.cluster))
    ground = Ground(
        workspace=workspace,
        history=read_history(workspace.folder, None),
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
    help=_("Sum up by this."),
)
@as_of_option
@format_option
def show(folder: Path, by: "By", as_of: datetime, form: str) -> int:
    """Print the sums, and then whoever is in none of them."""
    from cadence.rollup import missing_table, rolled_up_json, sum_up, sums_table

    found = sum_up(folder, as_of.date(), by)
    print_list(form, sums_table(found, by), rolled_up_json(found))
    if found.missing and form == "table":
        click.echo()
        print_list(form, missing_table(found), None)
    words = _("{0} places, {1} in no sum")
    click.echo(words.format(found.places, len(found.missing)), err=True)
    return FINDINGS if found.missing else WELL
