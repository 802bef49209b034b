"""What commands share: dates, filters and formats as click reads them; how a list is printed."""

import gc
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cadence.commands.typed import Day, EndOrMoment, Moment
from cadence.core import SHANGHAI, CadenceError, _

if TYPE_CHECKING:
    from collections.abc import Collection

    from cadence.core import Entry, History, Span, Table
    from cadence.occurrences import Asked, Index
    from cadence.rules import Workspace

WELL, FINDINGS, BAD_INPUT = 0, 1, 2  # exit codes
# Dating a county makes a hundred thousand nouns and no cycles: looking for them took a quarter.
SELDOM = (100_000, 20, 100)
FAULTS = "cadence.faults"  # where a command keeps what it has said of its ledger
Command = TypeVar("Command", bound=Callable[..., Any])


class FormOption(click.Option):
    """A --format that goes without saying where the ending of -o FILE names one of its forms.

    A list of words in a file that is called .xlsx or .pdf opens in no program. The option for the
    file is to be eager, so that it is read before.
    """

    def get_default(self, ctx: click.Context, call: bool = True) -> Any:  # noqa: ANN401 - as click has it
        """Return the form that the file's ending names, or else the usual one."""
        output = ctx.params.get("output")
        ending = output.suffix.lstrip(".").lower() if isinstance(output, Path) else ""
        forms = self.type.choices if isinstance(self.type, click.Choice) else ()
        return ending if ending in forms else super().get_default(ctx, call)


def format_option(command: Command) -> Command:
    """Add --format, which every listing command takes."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        show_default=True,
        help=_("How to print the list."),
    )(command)


def span_options(command: Command) -> Command:
    """Add --from and --to, inclusive dates."""
    last = click.option("--to", "last", type=Day(), help=_("Last day (default: next year's end)."))
    first = click.option(
        "--from", "first", type=Day(), help=_("First day (default: this year's first).")
    )
    return first(last(command))


def filter_options(command: Command) -> Command:
    """Add --place, --unit, --pack, --from and --to."""
    place = click.option("--place", help=_("Only this folder under rules/."))
    unit = click.option("--unit", help=_("Only this unit's id."))
    pack = click.option("--pack", help=_("Only this pack: its path under rules/."))
    return place(unit(pack(span_options(command))))


def span_of(first: date | None, last: date | None, year: int) -> "Span":
    """Return the days asked about; left out, they are that year and the next."""
    from cadence.core import Span

    span = Span(
        first or date(year, 1, 1), last or date(max(year, (first or date.min).year) + 1, 12, 31)
    )
    if span.last < span.first:
        message = _("--to {0} lies before --from {1}; give both")
        raise click.UsageError(message.format(span.last, span.first))
    return span


def crew_options(command: Command) -> Command:
    """Add --jobs and --cluster, and give the command the crew that they name."""

    @wraps(command)
    def with_crew(*given: Any, jobs: int, cluster: str, **more: Any) -> Any:  # noqa: ANN401 - any command's
        from cadence.jobs import Crew

        gc.set_threshold(*SELDOM)  # processes that are forked have it, too
        return command(*given, crew=Crew(jobs=jobs, cluster=cluster), **more)

    cluster = click.option(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help=_("On the workers of a Dask scheduler instead: tcp://host:8786."),
    )
    jobs = click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        default=1,
        metavar="N",
        help=_("On how many processes places are done side by side."),
    )
    return jobs(cluster(with_crew))  # type: ignore[return-value]


def say_failed(failed: "Mapping[str, str]") -> None:
    """Name the places that could not be done, and why."""
    for place, why in failed.items():
        click.echo(_("{0} was left out: {1}").format(place, why), err=True)


def read(context: click.Context, *, whole_path: bool = False) -> "Workspace":
    """Read the workspace that --workspace names, or the nearest one above the current folder.

    Args:
        context: of the command.
        whole_path: other computers are to find it by its path.
    """
    from cadence.rules import find_folder, read_workspace

    folder = context.obj or find_folder(Path.cwd())
    found = read_workspace(folder.resolve() if whole_path else folder)
    for warning in found.warnings:
        click.echo(warning, err=True)
    return found


def now() -> datetime:
    """Ask what time it is in China."""
    return datetime.now(SHANGHAI).replace(microsecond=0)


as_of_option = click.option(
    "--as-of", type=Moment(), default=now, help=_("The moment judged from (default: now).")
)


def print_list(form: str, table: "Table", value: object, widths: tuple[int, ...] = ()) -> None:
    """Print a list as --format asks: a table, or the value as JSON, or the table as CSV.

    Args:
        form: table, json or csv.
        table: the list as rows.
        value: the list as JSON.
        widths: of the table's columns; long cells then run on, instead of being cut.
    """
    from cadence.print import render_csv, render_json, render_text

    if form == "json":
        click.echo(render_json(value))
    elif form == "csv":
        click.echo(render_csv(table), nl=False)
    else:
        # A head without rows reads as if something had been lost.
        click.echo(render_text(table, widths) if table.rows else _("nothing to list"))


def judging_options(command: Command) -> Command:
    """Add --as-of and --known-at: the moment judged from, and by what had been recorded."""
    known_at = click.option(
        "--known-at",
        type=EndOrMoment(),
        help=_("Judge by what had been recorded by then, a day's end (default: everything)."),
    )
    return as_of_option(known_at(command))


def asked(  # the filters that INTERFACES names
    as_of: datetime,
    place: str | None = None,
    unit: str | None = None,
    pack: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> "Asked":
    """Return what a listing command is asked about, by default the year of as_of and the next."""
    from cadence.occurrences import Asked

    return Asked(span=span_of(first, last, as_of.year), place=place, unit=unit, pack=pack)


def note_fault(folder: Path) -> str:
    """Say on stderr what is wrong with the ledger, and return it; "" where nothing is.

    A command that reads it several times says it once.
    """
    from cadence.ledger import ledger_fault

    fault = ledger_fault(folder)
    said = click.get_current_context().meta.setdefault(FAULTS, set())
    if fault and fault not in said:
        said.add(fault)
        click.echo(fault, err=True)
    return fault


def read_to_write(context: click.Context) -> "Workspace":
    """Read the workspace for a command that records something there.

    Raises:
        CadenceError: its ledger is not what it was, so that nothing could be written down.
    """
    from cadence.ledger import ledger_fault

    workspace = read(context)
    if fault := ledger_fault(workspace.folder):
        raise CadenceError(fault)
    return workspace


def read_history(folder: Path, known_at: datetime | None) -> "History":
    """Read what the ledger of a workspace knew at a moment; None: all that it knows.

    What is wrong with the ledger is said on stderr, and what it still holds is read.
    """
    note_fault(folder)
    from cadence.core import history
    from cadence.ledger import read_known, read_reversals

    return history(read_known(folder, known_at), read_reversals(folder, known_at))


def history_of(
    workspace: "Workspace", known_at: datetime | None, places: "Collection[str]"
) -> "History":
    """Read the same as far as some places need it, saying nothing."""
    from cadence.core import history
    from cadence.ledger import read_known, read_reversals

    folder = workspace.folder
    known = read_known(folder, known_at, workspace.levels(places))
    return history(known, read_reversals(folder, known_at))


def read_happenings(folder: Path) -> "History":
    """Read the events of a workspace's ledger and what is known of the clocks they started."""
    note_fault(folder)
    from cadence.core import history
    from cadence.ledger import read_events

    return history(read_events(folder))


def note_clock(entries: "Iterable[Entry]", moment: datetime) -> None:
    """Say that entries carry a later moment than this computer's clock, and what to do."""
    stamp = max((each.recorded for each in entries), default=moment)
    if stamp > moment:
        message = _(
            "note: this computer's clock says {0}, which lies before the last entry;"
            " recorded as of {1}; set the clock right"
        )
        click.echo(
            message.format(*(f"{each:%Y-%m-%d %H:%M}" for each in (moment, stamp))), err=True
        )


def index_of(workspace: "Workspace", history: "History") -> "Index":
    """Return what finds the occurrences of a workspace by id, judged from now."""
    from cadence.occurrences import Index, scenes_of

    moment = now()
    return Index(scenes_of(workspace, history, asked(moment), moment))


def note_local(workspace: "Workspace") -> None:
    """Say which places' addresses no phone can reach, because nobody has set them."""
    local = [place for place, each in workspace.policies.items() if "//localhost" in each.address]
    if local:
        message = _(
            "note: links in these feeds open on this computer alone: {0};"
            " set address in rules/<place>/policy.yaml to where out/ is published"
        )
        click.echo(message.format(", ".join(local)), err=True)
