"""`cadence inspect`: one zip for an inspector: duties, dates, evidence, misses, records."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.options import as_of_option, note_fault, read
from cadence.commands.outputs import check_new
from cadence.commands.typed import Day
from cadence.core import CadenceError, Span, _, ngettext

if TYPE_CHECKING:
    from cadence.rules import Roster


@click.command("inspect", help=help_of("inspect"))
@click.option("--place", help=_("Only this folder under rules/."))
@click.option("--unit", help=_("Only this unit's id."))
@click.option("--from", "first", type=Day(), help=_("First day (default: this year's first)."))
@click.option("--to", "last", type=Day(), help=_("Last day (default: the day judged from)."))
@click.option(
    "--whole-ledger",
    "whole",
    is_flag=True,
    help=_("Take in every line of the ledger, other units' too, so that its chain has no gap."),
)
@click.option(
    "-o", "output", required=True, metavar="FILE.zip",
    type=click.Path(dir_okay=False, path_type=Path), help=_("The zip to write, a new file."),
)  # fmt: skip
@as_of_option
@click.pass_context
def inspect(
    context: click.Context,
    place: str | None,
    unit: str | None,
    first: dt.date | None,
    last: dt.date | None,
    whole: bool,
    output: Path,
    as_of: dt.datetime,
) -> None:
    """Write the zip."""
    from cadence.core import history
    from cadence.desk import inspection, write_inspection
    from cadence.ledger import read_entries
    from cadence.occurrences import Asked, scenes_of

    workspace = read(context)
    note_fault(workspace.folder)
    of = workspace.unit(unit) if unit else None
    place = workspace.place(place) if place else of.place if of else _only(workspace.rosters)
    span = Span(first or dt.date(as_of.year, 1, 1), last or as_of.date())
    if span.last < span.first:
        message = _("--to {0} lies before --from {1}; give both")
        raise click.UsageError(message.format(span.last, span.first))
    check_new(output, _("{0} is there already; name a new file, so that no older pack is lost"))
    entries = list(read_entries(workspace.folder))
    asked_about = Asked(span=span, place=place, unit=of.key if of else None)
    (scene,) = scenes_of(workspace, history(entries), asked_about, as_of)
    asked = inspection(scene, entries, of.name if of else "")
    root = write_inspection(workspace.folder, output, asked, whole=whole)
    words = ngettext("{0} duty", "{0} duties", len(asked.duties)).format(len(asked.duties))
    click.echo(_("wrote {0}: {1}; its hash is {2}").format(output, words, root))


def _only(rosters: "dict[str, Roster]") -> str:
    """Return the one place of an office's own.

    Raises:
        CadenceError: there are several, or none.
    """
    own = [key for key, each in rosters.items() if not each.everywhere]
    if len(own) != 1:
        raise CadenceError(_("name the place: --place {0}").format(" | ".join(own or rosters)))
    return own[0]
