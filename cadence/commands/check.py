"""`cadence check`: what is overdue, due soon and late; messages and slips that follow from it."""

import gc
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadence.commands import help_of
from cadence.commands.age import say_age
from cadence.commands.months import MonthOption
from cadence.commands.options import (
    BAD_INPUT,
    FINDINGS,
    WELL,
    FormOption,
    asked,
    crew_options,
    filter_options,
    judging_options,
    note_fault,
    now,
    read,
    read_history,
    say_failed,
)
from cadence.core import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence.commands.checking import Wanted
    from cadence.core import Span, Status
    from cadence.jobs import Crew
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
@click.option(
    "--said",
    type=MonthOption(),
    metavar="MONTH",
    help=_("What was published of a month when it was over, whatever is known since."),
)
@click.option("--digest", is_flag=True, help=_("Write messages and reminder slips under out/."))
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
@crew_options
@click.pass_context
def check(
    context: click.Context,
    /,
    place: str | None,
    unit: str | None,
    pack: str | None,
    first: date | None,
    last: date | None,
    as_of: datetime,
    known_at: datetime | None,
    said: "Span | None",
    digest: bool,
    output: Path | None,
    crew: "Crew",
    **how: Any,  # noqa: ANN401 - everything, by, form: as Wanted has them
) -> int:
    """Judge, print, and say by the exit code whether anything is overdue."""
    from cadence.commands.check_output import print_said
    from cadence.commands.checking import Wanted

    if said:
        print_said(read(context), place, said, how["form"])
        return WELL
    gc.disable()  # a check makes a million frozen nouns and no cycles to look for
    workspace = read(context, whole_path=bool(crew.cluster))
    wanted = Wanted(
        asked=asked(as_of, place, unit, pack, first, last),
        as_of=as_of,
        known_at=known_at,
        carried=first is None,  # what was missed stays missed in a new year
        **how,
    )
    counts, failed = _told(workspace, wanted, crew, output, digest=digest)
    overdue = counts["overdue"]
    click.echo(ngettext("{0} overdue", "{0} overdue", overdue).format(overdue), err=True)
    say_failed(failed)
    stale = say_age(workspace.folder, now())
    if failed:
        return BAD_INPUT
    return FINDINGS if overdue or stale else WELL


def _told(
    workspace: "Workspace", wanted: "Wanted", crew: "Crew", output: Path | None, *, digest: bool
) -> "tuple[Counter[Status], Mapping[str, str]]":
    """Print what was found, or write the messages of it, and count how everything stands."""
    from cadence.commands.check_output import print_checked, tell_digest
    from cadence.commands.checking import check_places

    if digest and not crew.is_alone:
        raise click.UsageError(_("--digest is written by one process; leave out --jobs, --cluster"))
    if digest:
        history = read_history(workspace.folder, wanted.known_at)
        return tell_digest(workspace, history, wanted), {}
    note_fault(workspace.folder)
    found, failed = check_places(workspace, wanted, crew)
    counts: Counter[Status] = Counter()
    for each in found:
        counts += each.counts
    print_checked(workspace.folder, found, wanted, output)
    return counts, failed
