"""`cadence import`: sheets that units sent back; the good rows land, the others are sent again."""

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadence.commands import help_of
from cadence.commands.options import (
    FINDINGS,
    WELL,
    format_option,
    index_of,
    note_clock,
    now,
    print_list,
    read_happenings,
    read_history,
    read_to_write,
)
from cadence.core import CadenceError, _, ngettext

if TYPE_CHECKING:
    from cadence.core import Occurrence, Past
    from cadence.ledger import Dated, Outcome, Refused, Returned, SheetRow


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What became of one file, and what is said of it.

    Attributes:
        outdated: rows that were printed before their duty changed.
        copy: the file in which to mend what was refused; is_bare: without the pictures.
    """

    found: "Returned"
    outdated: "list[tuple[SheetRow, Occurrence, Past]]"
    copy: Path | None
    is_bare: bool


@click.command("import", help=help_of("import"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--hidden", is_flag=True, help=_("Take hidden sheets and rows as well."))
@format_option
@click.pass_context
def import_returns(context: click.Context, file: Path, hidden: bool, form: str) -> int:
    """Write down every good row; name the others, and write a copy in which to mend them."""
    from cadence.ledger import loses_pictures, outdated, read_sheet, take_sheet

    gc.disable()  # as check: a row makes ten frozen nouns, and no cycles to look for
    sheet = read_sheet(file)
    workspace, moment = read_to_write(context), now()
    index = index_of(workspace, read_happenings(workspace.folder))
    found = take_sheet(workspace.folder, sheet, index, moment, hidden=hidden)
    note_clock([found.last] if found.last else [], moment)
    copy, failure = _write_copy(file, found)
    printed = [each for each in found.landed if each[0].text("revision")]
    changed = outdated(printed, read_history(workspace.folder, None)) if printed else []
    is_bare = copy is not None and loses_pictures(file, copy)
    _print(form, _Read(found=found, outdated=changed, copy=copy, is_bare=is_bare))
    if failure:
        raise failure
    return FINDINGS if found.refused else WELL


def _write_copy(file: Path, found: "Returned") -> tuple[Path | None, CadenceError | None]:
    """Write the copy to mend; where that fails, what is printed must do."""
    from cadence.ledger import write_copy

    if not found.refused:
        return None, None
    try:
        return write_copy(file, found.layouts, found.mendings()), None
    except CadenceError as error:
        return None, error


def _print(form: str, read_: _Read) -> None:
    from cadence.core import Table

    if form == "table":  # one below the other, for a reason is longer than a column
        for each in read_.found.refused:
            cell, *said = _cells(read_, each)
            click.echo("\n  ".join((cell, *filter(None, said))))
    else:
        rows = tuple(_cells(read_, each) for each in read_.found.refused)
        print_list(form, Table(("单元格", "编号", "事项", "原因"), rows), _json(read_))
    for line in _summary(read_):
        click.echo(line, err=form != "table")


def _cells(read_: _Read, refused: "Refused") -> tuple[str, ...]:
    row = refused.row
    cell = read_.found.cell(row, refused.role)
    return cell, row.text("occurrence"), row.text("act"), str(refused.reason)


def _summary(read_: _Read) -> list[str]:
    new = read_.found.new
    lines = [
        _('note: {0} "{1}" was read as {2}').format(
            read_.found.cell(row, "on"), row.text("on"), _on(outcome)[:16].replace("T", " ")
        )
        for row, outcome in read_.found.landed
        if outcome.is_new and not _says_year(row.text("on"), outcome.claim.fact)
    ]
    lines += [
        _("note: {0} was printed before its duty changed; now it is {1}").format(
            read_.found.cell(row, "occurrence"), _now(occurrence, past)
        )
        for row, occurrence, past in read_.outdated
    ]
    words = ngettext("recorded: {0} row", "recorded: {0} rows", new)
    same = _("; as before: {0}; still blank: {1}; to be mended: {2}")
    counts = (read_.found.same, len(read_.found.rows.blank), len(read_.found.refused))
    lines.append(words.format(new) + same.format(*counts))
    if refusals := [row for row, outcome in read_.found.landed if _is_refusal(outcome)]:
        said = _("refusals recorded, and these duties stay owed: {0}")
        lines.append(said.format("、".join(read_.found.cell(row, "status") for row in refusals)))
    if read_.found.rows.notes:
        lines.append(_("rows without a duty, passed over: {0}").format(_named(read_)))
    if read_.copy:
        lines.append(_("mend them in {0} and import that").format(read_.copy))
        if read_.is_bare:
            lines.append(_("note: pictures of the sheet are missing in that copy, rows are not"))
    return lines


def _now(occurrence: "Occurrence", past: "Past") -> str:
    """Say what is asked today, in the words of the sheet."""
    from cadence.reports import due_cell, source

    decided = past.waiver or past.extension
    to = f"，延至{past.extension.to}" if past.extension else ""
    by = f"（{decided.document}）" if decided else ""
    return f"{source(occurrence.binding.rule)} {due_cell(occurrence.window)}{to}{by}"


def _named(read_: _Read) -> str:
    return "、".join(
        f"{row.form.sheet}!{row.number}" if len(read_.found.layouts) > 1 else str(row.number)
        for row in read_.found.rows.notes
    )


def _on(outcome: "Outcome") -> str:
    return outcome.claim.fact.on.isoformat() if outcome.claim.fact.kind == "done" else ""


def _says_year(said: str, fact: "Dated") -> bool:
    return fact.kind != "done" or f"{fact.on.year:04}" in said


def _is_refusal(outcome: "Outcome") -> bool:
    return outcome.is_new and outcome.claim.fact.kind == "refusal"


def _json(read_: _Read) -> dict[str, Any]:
    found = read_.found
    return {
        "recorded": [
            {"cell": found.cell(row, "on"), "occurrence": each.claim.occurrence.id, "on": _on(each)}
            for row, each in found.landed
            if each.is_new and not _is_refusal(each)
        ],
        "refusals": [
            {"cell": found.cell(row, "status"), "occurrence": each.claim.occurrence.id}
            for row, each in found.landed
            if _is_refusal(each)
        ],
        "unchanged": [
            {"cell": found.cell(row, "on"), "occurrence": each.claim.occurrence.id,
             "entry": each.same_as}
            for row, each in found.landed
            if not each.is_new
        ],
        "outdated": [
            {"cell": found.cell(row, "occurrence"), "occurrence": occurrence.id}
            for row, occurrence, _past in read_.outdated
        ],
        "blank": [
            {"row": row.number, "sheet": row.form.sheet, "occurrence": row.text("occurrence")}
            for row in found.rows.blank
        ],
        "refused": [
            {"cell": found.cell(each.row, each.role), "row": each.row.number,
             "occurrence": each.row.text("occurrence"), "reason": str(each.reason)}
            for each in found.refused
        ],
        "passed_over": [row.number for row in found.rows.notes],
        "copy": str(read_.copy) if read_.copy else None,
    }  # fmt: skip
