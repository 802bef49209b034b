"""`cadence init` and `cadence build`: a workspace made; everything under out/ written."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.options import (
    BAD_INPUT,
    WELL,
    as_of_option,
    crew_options,
    note_local,
    now,
    read,
    read_history,
    span_of,
    span_options,
)
from cadence.core import _, ngettext, reason, week_before

if TYPE_CHECKING:
    from cadence.jobs import Crew
    from cadence.publish import Built, KeptFeed, Mirrored, Part
    from cadence.rules import Workspace


@click.command(help=help_of("init"))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init(folder: Path) -> None:
    """Write the example into a new folder."""
    from cadence.rules import make_workspace

    make_workspace(folder, now().date())
    click.echo(_("made {0}; next: cd {0} and run cadence build").format(folder))


@click.command(help=help_of("build"))
@span_options
@click.option("--force", is_flag=True, help=_("Publish even where feeds lose many events."))
@click.option(
    "--release",
    multiple=True,
    metavar="UNIT",
    help=_("Let this unit's feed alone lose what it loses; may be given several times."),
)
@click.option(
    "--only",
    type=click.Choice(["feeds", "registers", "boards", "conflicts", "pages"]),
    multiple=True,
    help=_("Only this part; may be given several times."),
)
@crew_options
@as_of_option
@click.pass_context
def build(
    context: click.Context,
    first: date | None,
    last: date | None,
    force: bool,
    release: tuple[str, ...],
    only: "tuple[Part, ...]",
    crew: "Crew",
    as_of: datetime,
) -> int:
    """Do the main job; 2 where a place could not be built and the others were."""
    from cadence.ledger import ledger_fault, published_head, read_before
    from cadence.publish import PARTS, Order, build_everywhere
    from cadence.serve import read_access

    workspace = read(context, whole_path=bool(crew.cluster))
    private = read_access(workspace.folder).private
    # Before the history: an entry that comes in between is news to the next build.
    known = published_head(workspace.folder) or "no ledger"
    order = Order(
        span=span_of(first, last, as_of.year),
        now=as_of,
        force=force,
        released=frozenset(each.key for name in release for each in workspace.units(name)),
        history=read_history(workspace.folder, None),
        private=private,
        head=published_head(workspace.folder),
        known=known,
        fault=ledger_fault(workspace.folder),
        parts=only or PARTS,
        stale_days=workspace.stale_days,
        crew=crew,
        before=read_before(workspace.folder, week_before(as_of)),
    )
    built, there = build_everywhere(workspace, order, _show_progress)
    note_built(workspace, is_whole=not only and not built.failed)
    _show_progress("")
    _tell(workspace, built, private=private)
    if there:
        _tell_there(there, private=private)
    return BAD_INPUT if built.failed else WELL


def _tell(workspace: "Workspace", built: "Built", *, private: bool) -> None:
    words = ngettext("{0} calendar with {1} events", "{0} calendars with {1} events", built.feeds)
    click.echo(words.format(built.feeds, built.events) + f" → {workspace.out / 'feeds'}")
    files = _("files: {0} written, {1} unchanged, {2} removed")
    click.echo(files.format(built.written, built.unchanged, built.removed))
    note_kept(built.kept)
    note_local(workspace)
    if private:
        message = _(
            "note: tokens are on; hand out addresses with cadence tokens issue, not posters"
        )
        click.echo(message, err=True)
    for place, why in built.failed.items():
        words = _("{0} was not built and stays as it was published: {1}")
        click.echo(words.format(place, why), err=True)


def _tell_there(there: "Mirrored", *, private: bool) -> None:
    """Say what went to the object store, and that whoever may read it needs no token."""
    words = _("{0}: {1} objects written, {2} unchanged, {3} removed")
    click.echo(words.format(there.address, there.written, there.unchanged, there.removed))
    if private:
        message = _(
            "note: tokens are on; see that nobody may read {0} without one (docs/deploy.md)"
        )
        click.echo(message.format(there.address), err=True)


def note_built(workspace: "Workspace", *, is_whole: bool) -> None:
    """Note when all of out/ was built, by the clock and not by --as-of, and how old it may grow."""
    from cadence.publish import note_published

    try:
        if is_whole:
            note_published(workspace.folder, now(), workspace.stale_days)
    except OSError as error:
        message = _("note: when this was built could not be noted: {0}")
        click.echo(message.format(reason(error)), err=True)


def note_kept(kept: "tuple[KeptFeed, ...]") -> None:
    """Name the feeds that stay as they were published, because they would have lost too much."""
    if kept:
        lines = [_("kept as published, for these would lose more than a fifth of")]
        lines += [each.words for each in kept]
        lines.append(_("if this is meant, run it again with --release UNIT for each, or --force"))
        click.echo("\n  ".join(lines[:-1]) + f"\n{lines[-1]}", err=True)


def _show_progress(name: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{name}", nl=False, err=True)
