"""The one door: arguments in, files and words out; nothing else here prints or asks the time."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import click

from cadence.errors import CadenceError
from cadence.extract_command import extract
from cadence.i18n import _, ngettext

if TYPE_CHECKING:
    from cadence.dates import Span
    from cadence.model import Occurrence
    from cadence.tables import Table
    from cadence.workspace import Workspace

SHANGHAI = "Asia/Shanghai"
WELL, FINDINGS, BAD_INPUT = 0, 1, 2
Command = TypeVar("Command", bound=Callable[..., Any])


def run() -> None:
    """Run the command line; what the user can put right ends in a message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        sys.exit(main.main(standalone_mode=False) or WELL)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_INPUT)
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("stopped; every published file is whole"), err=True)
        sys.exit(BAD_INPUT)
    except CadenceError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)


class _Day(click.ParamType[date]):
    """A civil date as 2026-11-22."""

    name = "DATE"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a date, or fail with what to write instead."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            message = _('"{0}" is not a date that exists; write it as 2022-06-30')
            self.fail(message.format(value), param, ctx)


class _Moment(_Day):
    """A date, or a local date and time as "2026-11-20 14:20"."""

    name = "TIME"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a moment; a date alone means its first minute."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(str(value)).replace(tzinfo=ZoneInfo(SHANGHAI))
        except ValueError:
            message = _('"{0}" is not a time; write it as 2026-11-20 or "2026-11-20 14:20"')
            self.fail(message.format(value), param, ctx)


@click.group(
    help=_("Read what official documents demand; write calendars, tables and checks."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="cadence-duties", message="cadence %(version)s")
@click.option(
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder that holds rules/ (default: here, or the nearest above)."),
)
@click.pass_context
def main(context: click.Context, workspace: Path | None) -> None:
    """Keep the workspace's folder for the command that follows."""
    context.obj = workspace


def _read(context: click.Context) -> "Workspace":
    from cadence.workspace import find_folder, read_workspace  # noqa: PLC0415 - loads pydantic

    return read_workspace(context.obj or find_folder(Path.cwd()))


def _now() -> datetime:
    return datetime.now(ZoneInfo(SHANGHAI)).replace(microsecond=0)


def _format_option(command: Command) -> Command:
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        show_default=True,
        help=_("How to print the list."),
    )(command)


def _span_options(command: Command) -> Command:
    last = click.option("--to", "last", type=_Day(), help=_("Last day (default: next year's end)."))
    first = click.option(
        "--from", "first", type=_Day(), help=_("First day (default: this year's first).")
    )
    return first(last(command))


def _filter_options(command: Command) -> Command:
    place = click.option("--place", help=_("Only this folder under rules/."))
    unit = click.option("--unit", help=_("Only this unit's id."))
    pack = click.option("--pack", help=_("Only this pack: its path under rules/."))
    return place(unit(pack(_span_options(command))))


_as_of_option = click.option(
    "--as-of", type=_Moment(), help=_("The moment judged from (default: now).")
)


def _span(first: date | None, last: date | None) -> "Span":
    from cadence.dates import Span  # noqa: PLC0415 - commands alone pay for what they use

    year = _now().year
    span = Span(
        first or date(year, 1, 1), last or date(max(year, (first or date.min).year) + 1, 12, 31)
    )
    if span.last < span.first:
        message = _("--to {0} lies before --from {1}")
        raise click.UsageError(message.format(span.last, span.first))
    return span


def _print(form: str, table: "Table", value: object) -> None:
    from cadence.print import listing  # noqa: PLC0415 - commands alone pay for what they use

    if form == "json":
        click.echo(listing.render_json(value))
    elif form == "csv":
        click.echo(listing.render_csv(table), nl=False)
    else:
        click.echo(listing.render_text(table))


@main.command(help=_("Make a new workspace: an example pack, a roster to fill in, a README."))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init(folder: Path) -> None:
    """Write the example into a new folder."""
    from cadence.example import make_workspace  # noqa: PLC0415 - commands alone pay for it

    make_workspace(folder)
    click.echo(_("made {0}; next: cd {0} and run cadence build").format(folder))


@main.command(help=_("Write every calendar and register under out/."))
@_span_options
@click.option("--force", is_flag=True, help=_("Publish even where feeds lose many events."))
@_as_of_option
@click.pass_context
def build(
    context: click.Context,
    first: date | None,
    last: date | None,
    force: bool,
    as_of: datetime | None,
) -> None:
    """Do the main job."""
    from cadence.build import Order  # noqa: PLC0415 - loads icalendar
    from cadence.build import build as build_workspace  # noqa: PLC0415

    workspace = _read(context)
    order = Order(span=_span(first, last), now=as_of or _now(), force=force)
    built = build_workspace(workspace, order, _show_progress)
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    words = ngettext("{0} calendar with {1} events", "{0} calendars with {1} events", built.feeds)
    click.echo(words.format(built.feeds, built.events) + f" → {workspace.out / 'feeds'}")
    files = _("files: {0} written, {1} unchanged, {2} removed")
    click.echo(files.format(built.written, built.unchanged, built.removed))
    for place, policy in workspace.policies.items():
        if "//localhost" in policy.address:
            message = _(
                "note: links in the feeds of {0} point to {1}, which only this computer can"
                " open; set address in rules/{0}/policy.yaml to where out/ is published"
            )
            click.echo(message.format(place, policy.address), err=True)


def _show_progress(name: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{name}", nl=False, err=True)


@main.command(help=_("List the rules of one pack, or of all, with clause and timing."))
@click.argument("pack", required=False)
@_format_option
@click.pass_context
def rules(context: click.Context, pack: str | None, form: str) -> None:
    """Print the rules."""
    from cadence.exchange import pack_json  # noqa: PLC0415 - commands alone pay for it
    from cadence.tables import rules_table  # noqa: PLC0415

    workspace = _read(context)
    packs = [workspace.pack(pack)] if pack else list(workspace.packs)
    found = [pack_json(each, workspace.units_of_rules(each)) for each in packs]
    _print(form, rules_table(packs), found[0] if pack else found)


@main.command(help=_("List what falls due, for whom, and when."))
@_filter_options
@_as_of_option
@_format_option
@click.pass_context
def occurrences(
    context: click.Context,
    /,
    form: str,
    as_of: datetime | None,
    **asked: Any,  # noqa: ANN401 - the filters, passed on as they are
) -> None:
    """Print the occurrences."""
    from cadence.exchange import occurrence_json  # noqa: PLC0415 - commands alone pay for it
    from cadence.tables import occurrences_table  # noqa: PLC0415

    found = _occurrences(_read(context), **asked)
    now = as_of or _now()
    _print(form, occurrences_table(found, now), [occurrence_json(each, now) for each in found])


def _occurrences(  # noqa: PLR0913, PLR0917 - the filters that INTERFACES names
    workspace: "Workspace",
    place: str | None,
    unit: str | None,
    pack: str | None,
    first: date | None,
    last: date | None,
) -> "list[Occurrence]":
    from cadence.occurrences import occurrences as expand  # noqa: PLC0415
    from cadence.workdays import advise  # noqa: PLC0415 - loads the holiday table

    workspace.check_names(place=place, unit=unit, pack=pack)
    bindings = [
        binding
        for each in workspace.packs
        if pack in {None, each.name} and place in {None, each.place}
        for binding in workspace.bindings(each)
        if unit in {None, binding.unit.id, binding.unit.key}
    ]
    return list(expand(bindings, _span(first, last), advise))


@main.command(help=_("Show how one date comes out of the text; any clear tail of its id will do."))
@click.argument("occurrence")
@_as_of_option
@_format_option
@click.pass_context
def explain(context: click.Context, occurrence: str, as_of: datetime | None, form: str) -> None:
    """Print the trace of one occurrence."""
    from cadence.exchange import occurrence_json, trace_of  # noqa: PLC0415
    from cadence.lookup import find_occurrence  # noqa: PLC0415
    from cadence.tables import occurrences_table  # noqa: PLC0415

    found = find_occurrence(_read(context), occurrence)
    now = as_of or _now()
    if form == "table":
        click.echo("\n".join((found.id, f"{found.binding.unit.name}：{found.binding.rule.act}")))
        click.echo("\n".join(f"  {line}" for line in trace_of(found)))
    else:
        _print(form, occurrences_table([found], now), [occurrence_json(found, now)])


@main.command(help=_("Check packs against the official text, and list what a person must confirm."))
@click.argument("pack", required=False)
@click.option(
    "--source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("The official text as a UTF-8 .txt file; needs PACK."),
)
@_format_option
@click.pass_context
def verify(context: click.Context, pack: str | None, source: Path | None, form: str) -> int:
    """Print the findings; 1 where one of them is an error."""
    from cadence.exchange import findings_json  # noqa: PLC0415 - commands alone pay for it
    from cadence.extract.reader import read_text  # noqa: PLC0415
    from cadence.findings import find_doubts, find_missing_quotes  # noqa: PLC0415
    from cadence.tables import findings_table  # noqa: PLC0415

    if source and not pack:
        raise click.UsageError(_("--source needs the PACK that it is the text of"))
    workspace = _read(context)
    packs = [workspace.pack(pack)] if pack else list(workspace.packs)
    found = [
        finding
        for each in packs
        for finding in find_doubts(each, workspace.bindings(each), _now().date())
    ]
    if source:
        found = [*find_missing_quotes(packs[0], read_text(source)), *found]
    _print(form, findings_table(found), findings_json(found))
    return FINDINGS if any(each.severity == "error" for each in found) else WELL


main.add_command(extract)
