"""What a check found → a table, json, csv, a page or a workbook; messages and slips of it."""

import heapq
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from operator import itemgetter
from pathlib import Path

import click

from cadence.commands.checking import Checked, Listed, Wanted
from cadence.commands.numbered import numbered
from cadence.commands.options import print_list
from cadence.commands.outputs import write_file
from cadence.core import CHECKS, CadenceError, History, Span, Status, Table, _, digest_path
from cadence.occurrences import Judged, scenes_of
from cadence.print import render_json, render_text, stream_csv
from cadence.reports import CHECK_HEADS, By, joined, tallies_table
from cadence.rules import Workspace


def print_checked(
    folder: Path, found: Sequence[Checked], wanted: Wanted, output: Path | None
) -> None:
    """Print what the places come to, in one order whoever checked them."""
    if wanted.by:
        _print_tallies(found, wanted.by, wanted.form)
        return
    rows = heapq.merge(*(each.rows for each in found), key=itemgetter(0))
    if wanted.form == "csv" and output is None:
        for piece in stream_csv(CHECK_HEADS, (cells for _order, _status, cells in rows)):
            click.echo(piece, nl=False)
        return
    content = _content(folder, list(rows), wanted, to_file=output is not None)
    if output:
        write_file(output, content)
        click.echo(_("wrote {0}").format(output), err=True)
    else:
        click.echo(content.decode())


def _content(folder: Path, rows: list[Listed], wanted: Wanted, *, to_file: bool) -> bytes:
    cells = tuple(row for _order, _status, row in rows)
    marked = [(status, row) for _order, status, row in rows]
    match wanted.form:
        case "html":
            from cadence.reports import render_check

            return render_check(marked, wanted.as_of, wanted.known_at).encode()
        case "xlsx":
            if not to_file:
                raise click.UsageError(_("--format xlsx needs -o FILE"))
            from cadence.reports import render_check_sheet

            return render_check_sheet(marked, wanted.as_of)
        case "json":
            return render_json(cells).encode()
        case "csv":
            return "".join(stream_csv(CHECK_HEADS, cells)).encode()
        case _:
            table = Table(CHECK_HEADS, cells)
            table = table if to_file else numbered(folder, table)
            return (render_text(table) if rows else _nothing(wanted.everything)).encode()


def _nothing(everything: bool) -> str:
    """Say that a list is empty because there is nothing, and not because it was cut."""
    if everything:
        return _("no duty falls into the days asked about")
    return _("nothing is overdue, late or due soon")


def _print_tallies(checked: Sequence[Checked], by: By, form: str) -> None:
    if form in {"html", "xlsx"}:
        raise click.UsageError(_("--by prints a table, json or csv"))
    found = joined((one for each in checked for one in each.tallies), by)
    value = [{"key": each.key, "name": each.name, **each.counts} for each in found]
    print_list(form, tallies_table(found, by), value)


def tell_digest(workspace: Workspace, history: History, wanted: Wanted) -> Counter[Status]:
    """Write and print what goes to each unit, and count how what it is about stands."""
    scenes = scenes_of(workspace, history, wanted.asked, wanted.as_of)
    carried = (scene.unsettled_before() for scene in scenes if wanted.carried)
    judged = list(chain(*carried, *(scene.stream() for scene in scenes)))
    # Of one document alone nobody can say that a unit owes nothing any more.
    _write_digest(workspace, judged, wanted.as_of, withdraws=wanted.asked.pack is None)
    return Counter(each.judgement.status for each in judged)


def _write_digest(
    workspace: Workspace, judged: Sequence[Judged], as_of: datetime, *, withdraws: bool
) -> None:
    """Write what goes to each unit; what was written earlier that day and holds no more goes."""
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


def print_said(workspace: Workspace, place: str | None, month: Span, form: str) -> None:
    """Print what was kept of a month, as it was said then.

    Raises:
        CadenceError: nothing is kept of it.
        click.UsageError: in such a form it is not printed.
    """
    from cadence.publish import months_kept, read_said

    name = f"{month.first:%Y-%m}"
    places = [workspace.place(place)] if place else list(workspace.rosters)
    found = [each for one in places if (each := read_said(workspace.folder, one, name))]
    if not found:
        known = sorted({each for one in places for each in months_kept(workspace.folder, one)})
        message = _("nothing is kept of {0}; the first build after a month's end keeps it: {1}")
        raise CadenceError(message.format(name, "、".join(known) or "—"))
    if form not in {"table", "json", "csv"}:
        raise click.UsageError(_("--said prints a table, json or csv"))
    for each in found:
        words = _("{0} {1}, as it was published; judged from {2}")
        click.echo(words.format(workspace.rosters[each.place].name, name, each.as_of), err=True)
    table = Table(found[0].table.heads, tuple(row for each in found for row in each.table.rows))
    values = [
        {"place": each.place, "as_of": each.as_of, "id": row[-1], "status": status,
         "said": dict(zip(each.table.heads, row, strict=True))}
        for each in found
        for row, status in zip(each.table.rows, each.statuses, strict=True)
    ]  # fmt: skip
    print_list(form, table, values)
