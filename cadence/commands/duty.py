"""`cadence duty MONTH`: what is printed on the first and comes back, signed, at month's end."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.months import MonthOption
from cadence.commands.options import (
    judging_options,
    read,
    read_history,
)
from cadence.commands.outputs import write_file
from cadence.core import CadenceError, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cadence.core import Finding, Span, Unit
    from cadence.occurrences import Scene
    from cadence.print import Faces
    from cadence.publish import Issued
    from cadence.reports import DutyTable
    from cadence.rules import Workspace

FORMS = ("table", "md", "csv", "json", "html", "pdf", "xlsx", "docx")
BINARY = {"pdf", "xlsx", "docx"}
FILES = {"html", *BINARY}  # what is issued for a whole place; the others are printed
ISSUED = ("html", "xlsx", "pdf")
SHOWN = 10  # characters that no font has, named one by one
FONTS = "fonts"  # the folder of a workspace for the official faces


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What tables are made from: the places over the month, and what collides there."""

    workspace: "Workspace"
    scenes: "tuple[Scene, ...]"
    findings: "tuple[Finding, ...]"


@click.command(help=help_of("duty"))
@click.argument("month", type=MonthOption())
@click.option("--place", help=_("Only this folder under rules/."))
@click.option("--unit", help=_("Only this unit's id."))
@click.option("--post", help=_("Only this post's id."))
@judging_options
@click.option("--format", "form", type=click.Choice(FORMS), help=_("How to print the tables."))
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Write to this file instead of printing."),
)  # fmt: skip
@click.pass_context
def duty(
    context: click.Context,
    month: "Span",
    place: str | None,
    unit: str | None,
    post: str | None,
    as_of: datetime,
    known_at: datetime | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Print the tables asked for, or issue a month."""
    from cadence.occurrences import Asked, scenes_of

    if unit and post:
        raise click.UsageError(_("--unit and --post are one too many; give either"))
    workspace = read(context)
    keys = _keys(workspace, unit or post, place, is_post=bool(post))
    history = read_history(workspace.folder, known_at)
    scenes = scenes_of(workspace, history, Asked(span=month, place=place), as_of)
    known = _Known(
        workspace=workspace, scenes=scenes, findings=tuple(_findings(scenes, as_of.date()))
    )
    if not (unit or post or output) and form in {None, *FILES}:
        _issue(known, (form,) if form else ())
        return
    chosen = [(each, units) for each in scenes if (units := _units(each, keys))]
    form = form or (output.suffix.lstrip(".").lower() if output else "table")
    if form not in FORMS:
        message = _("what form is {0}? Name it with --format, or end the name in one of: {1}")
        raise click.UsageError(message.format(output, ", ".join(FORMS)))
    _print(known, chosen, form, output, whole=not (unit or post))


def _keys(
    workspace: "Workspace", name: str | None, place: str | None, *, is_post: bool
) -> frozenset[str] | None:
    """Return the keys of the units or posts that a name means; None where none is named.

    Raises:
        CadenceError: nobody answers to it.
    """
    if name is None:
        return None
    units = workspace.units(name, workspace.place(place) if place else None)
    found = [each for each in units if not is_post or each.kind == "post"]
    if not found:
        raise CadenceError(_('no post has the id "{0}"').format(name))
    return frozenset(each.key for each in found)


def _units(scene: "Scene", keys: frozenset[str] | None) -> "list[Unit]":
    """Return the units meant in one place; all of them without a filter."""
    return [each for each in scene.roster.units if keys is None or each.key in keys]


def _findings(scenes: "Iterable[Scene]", today: date) -> "Iterator[Finding]":
    """Find what collides in a month, for the foot of each unit's table."""
    from cadence.conflicts import findings, unanswered

    for scene in scenes:
        standing = unanswered(scene, today)
        for each in standing:
            yield from findings(each)


def _print(
    known: "_Known",
    chosen: "list[tuple[Scene, list[Unit]]]",
    form: str,
    output: Path | None,
    *,
    whole: bool,
) -> None:
    """Print tables, or write them to a file."""
    from cadence.print import render_json
    from cadence.reports import judged_of, month_of_place, occurrence_json, table_of, tables_of

    months = [(month_of_place(scene), units) for scene, units in chosen]
    if form == "json":
        found = (each for month, units in months for each in judged_of(month, units))
        _put(render_json([occurrence_json(each) for each in found]).encode(), output, ends=False)
        return
    tables = (
        [tables_of(month, known.findings)[-1] for month, _units in months]
        if whole
        else [table_of(each[0], unit, known.findings) for each in months for unit in each[1]]
    )
    _put(_rendered(known, tables, form, output), output, ends=form in {"csv", "md", "html"})


def _rendered(known: "_Known", tables: "list[DutyTable]", form: str, output: Path | None) -> bytes:
    from cadence.reports import render_duty_text

    if form == "table":
        return render_duty_text(tables).encode()
    if form in BINARY and output is None:
        raise click.UsageError(_("--format {0} needs -o FILE").format(form))
    from cadence.reports import render_form

    faces = faces_of(known.workspace) if form == "pdf" else None
    content = render_form(form, tables, faces)
    if faces:
        _name_lacking(tables, faces)
    return content


def _put(content: bytes, output: Path | None, *, ends: bool) -> None:
    """Write to the file, or print; what ends its last line itself gets no other end."""
    if output:
        write_file(output, content)
        click.echo(_("wrote {0}").format(output), err=True)
    else:
        click.echo(content.decode(), nl=not ends)


def faces_of(workspace: "Workspace") -> "Faces":
    """Find the fonts for a PDF, or say what to install."""
    if not (find_spec("typst") and find_spec("fontTools")):
        message = _(
            "PDF needs typst and fonttools, and this computer lacks them: pip install typst"
            " fonttools; or print the page of --format html"
        )
        raise CadenceError(message)
    from cadence.print import find_faces

    faces = find_faces(workspace.folder / FONTS)
    if not faces.families["body"]:
        message = _(
            "no font here has Chinese characters; put the office's own into {0},"
            " or pip install 'cadence-duties[fonts]'"
        )
        raise CadenceError(message.format(workspace.folder / FONTS))
    return faces


def _name_lacking(tables: "Sequence[DutyTable]", faces: "Faces") -> None:
    """Name the characters that no font has; the paper shows their numbers instead."""
    from cadence.print import character_name
    from cadence.reports import lacking

    found = lacking(tables, faces)
    if not found:
        return
    named = ", ".join(f"{char} {character_name(char)}" for char in found[:SHOWN])
    more = len(found) - SHOWN
    named += _("  and {0} more").format(more) if more > 0 else ""
    message = _(
        "no font has {0}; the PDF prints the number instead: put a font that has it into {1}/"
    )
    click.echo(message.format(named, FONTS), err=True)


def _issue(known: "_Known", forms: tuple[str, ...]) -> None:
    """Write the tables of whole places under out/duty/."""
    from cadence.publish import DutyOrder, issue, publication

    if not forms:
        forms = ISSUED if find_spec("typst") and find_spec("fontTools") else ISSUED[:-1]
        if "pdf" not in forms:
            click.echo(
                _("no PDF: typst or fonttools is missing; pip install typst fonttools"), err=True
            )
    faces = faces_of(known.workspace) if "pdf" in forms else None
    order = DutyOrder(forms=forms, faces=faces, packs=known.workspace.packs)
    with publication(known.workspace.out) as changes:
        issued = [
            issue(scene, known.findings, order, changes, _show_progress) for scene in known.scenes
        ]
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    for each in issued:
        _report(known.workspace, each)
        if faces:
            _name_lacking(each.tables, faces)
    files = _("files: {0} written, {1} unchanged, {2} removed")
    click.echo(files.format(changes.written, changes.unchanged, changes.removed))


def _report(workspace: "Workspace", issued: "Issued") -> None:
    """Say what was written for a place, and what changed since the last issue."""
    from cadence.print import render_text
    from cadence.reports import shifts_table

    units = sum(each.unit is not None for each in issued.tables)
    words = ngettext("{0} table", "{0} tables", units).format(units)
    idle = _(", {0} units and posts without any duty").format(issued.idle)
    click.echo(f"{words}{idle} → {workspace.out / issued.folder}")
    if issued.shifts:
        count = len(issued.shifts)
        changed = ngettext("{0} change since {1}:", "{0} changes since {1}:", count)
        click.echo(changed.format(count, issued.since))
        click.echo(render_text(shifts_table(issued.shifts)))
    elif issued.since:
        click.echo(_("nothing changed since {0}").format(issued.since))


def _show_progress(name: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{name}", nl=False, err=True)
