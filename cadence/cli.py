"""The one door: arguments in, files and words out; nothing else here prints or asks the time."""

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from cadence.cli_workdays import workdays
from cadence.errors import CadenceError
from cadence.extract_command import extract
from cadence.i18n import _, ngettext
from cadence.options import (
    SHANGHAI,
    Day,
    as_of_option,
    filter_options,
    format_option,
    span_of,
    span_options,
)

if TYPE_CHECKING:
    from cadence.model import Occurrence
    from cadence.tables import Table
    from cadence.workspace import Workspace

WELL, FINDINGS, BAD_INPUT = 0, 1, 2


def run() -> None:
    """Run the command line; what the user can put right ends in a message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        # No newline is translated, so that CSV and JSON are the same bytes on Windows.
        stream.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
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
    except BrokenPipeError:  # whoever read us, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(WELL)


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


main.add_command(workdays)


def _read(context: click.Context) -> "Workspace":
    from cadence.workspace import find_folder, read_workspace  # noqa: PLC0415 - loads pydantic

    return read_workspace(context.obj or find_folder(Path.cwd()))


def _now() -> datetime:
    return datetime.now(ZoneInfo(SHANGHAI)).replace(microsecond=0)


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
@span_options
@click.option("--force", is_flag=True, help=_("Publish even where feeds lose many events."))
@as_of_option
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
    order = Order(span=span_of(first, last, _now().year), now=as_of or _now(), force=force)
    built = build_workspace(workspace, order, _show_progress)
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    words = ngettext("{0} calendar with {1} events", "{0} calendars with {1} events", built.feeds)
    click.echo(words.format(built.feeds, built.events) + f" → {workspace.out / 'feeds'}")
    files = _("files: {0} written, {1} unchanged, {2} removed")
    click.echo(files.format(built.written, built.unchanged, built.removed))
    local = [place for place, each in workspace.policies.items() if "//localhost" in each.address]
    if local:
        message = _(
            "note: links in these feeds open on this computer alone: {0};"
            " set address in rules/<place>/policy.yaml to where out/ is published"
        )
        click.echo(message.format(", ".join(local)), err=True)


def _show_progress(name: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{name}", nl=False, err=True)


@main.command(help=_("List the rules of one pack, or of all, with clause and timing."))
@click.argument("pack", required=False)
@click.option("--on", type=Day(), help=_("Only the rules in force on this day."))
@format_option
@click.pass_context
def rules(context: click.Context, pack: str | None, on: date | None, form: str) -> None:
    """Print the rules."""
    from cadence.amendments import in_force  # noqa: PLC0415
    from cadence.exchange import pack_json  # noqa: PLC0415 - commands alone pay for it
    from cadence.tables import rules_table  # noqa: PLC0415

    workspace = _read(context)
    packs = [workspace.pack(pack)] if pack else list(workspace.packs)
    packs = [in_force(each, on) for each in packs] if on else packs
    found = [pack_json(each, workspace.units_of_rules(each)) for each in packs]
    _print(form, rules_table(packs), found[0] if pack else found)


@main.command(help=_("Show what a newer pack adds, drops and moves, by unit and date."))
@click.argument("old")
@click.argument("new")
@span_options
@format_option
@click.pass_context
def diff(  # noqa: PLR0913, PLR0917 - click passes one argument per option
    context: click.Context, old: str, new: str, first: date | None, last: date | None, form: str
) -> None:
    """Print the slip that goes out with a new document."""
    from cadence.changes import find_changes  # noqa: PLC0415 - commands alone pay for it
    from cadence.exchange import changes_json  # noqa: PLC0415
    from cadence.occurrences import expand  # noqa: PLC0415
    from cadence.tables import changes_table  # noqa: PLC0415

    workspace, span = _read(context), span_of(first, last, _now().year)
    before, after = (workspace.bindings(workspace.pack(name)) for name in (old, new))
    advise = workspace.advise(workspace.pack(new).place)
    found = list(find_changes(before, after, lambda rule: expand(rule, span, advise)))
    _print(form, changes_table(found), changes_json(found))


@main.command(help=_("List what falls due, for whom, and when."))
@filter_options
@as_of_option
@format_option
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

    workspace.check_names(place=place, unit=unit, pack=pack)
    span = span_of(first, last, _now().year)
    return [
        occurrence
        for each in workspace.packs
        if pack in {None, each.name} and place in {None, each.place}
        for occurrence in expand(
            (
                binding
                for binding in workspace.bindings(each)
                if unit in {None, binding.unit.id, binding.unit.key, binding.unit.of}
            ),
            span,
            workspace.advise(each.place),
        )
    ]


@main.command(help=_("Show how one date comes out of the text; any clear tail of its id will do."))
@click.argument("occurrence")
@as_of_option
@format_option
@click.pass_context
def explain(context: click.Context, occurrence: str, as_of: datetime | None, form: str) -> None:
    """Print the trace of one occurrence."""
    from cadence.exchange import occurrence_json, trace_of  # noqa: PLC0415
    from cadence.lookup import find_occurrences  # noqa: PLC0415
    from cadence.tables import occurrences_table  # noqa: PLC0415

    found = find_occurrences(_read(context), occurrence)
    now = as_of or _now()
    if form == "table":
        units = "、".join(each.binding.unit.name for each in found)
        click.echo("\n".join((found[0].id, f"{units}：{found[0].binding.rule.act}")))
        click.echo("\n".join(f"  {line}" for line in trace_of(found[0])))
    else:
        _print(form, occurrences_table(found, now), [occurrence_json(each, now) for each in found])


@main.command(help=_("Check packs against the official text, and list what a person must confirm."))
@click.argument("pack", required=False)
@click.option(
    "--source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("The official text as a UTF-8 .txt file; needs PACK."),
)
@format_option
@click.pass_context
def verify(context: click.Context, pack: str | None, source: Path | None, form: str) -> int:
    """Print the findings; 1 where one of them is an error."""
    from cadence.coverage import cover  # noqa: PLC0415 - commands alone pay for it
    from cadence.exchange import findings_json  # noqa: PLC0415
    from cadence.extract.reader import read_text  # noqa: PLC0415
    from cadence.findings import find_doubts  # noqa: PLC0415
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
        covered = cover(packs[0], source.read_bytes(), read_text(source))
        found = [*covered.findings, *found]
        words = _("clauses: {0} carried, {1} without duty, {2} unaccounted")
        counts = (covered.carried, covered.without_duty, covered.unaccounted)
        click.echo(words.format(*counts), err=form != "table")
    _print(form, findings_table(found), findings_json(found))
    return FINDINGS if any(each.severity == "error" for each in found) else WELL


main.add_command(extract)
