"""`cadence import`: sheets that units sent back; the good rows land, the others are sent again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    read,
    read_happenings,
    read_history,
)
from cadence.core import CadenceError, _, ngettext

if TYPE_CHECKING:
    from cadence.core import History, Occurrence, Past
    from cadence.ledger import Claim, Grid, Layout, Outcome, Refused, Row
    from cadence.ledger import Sorted as Rows


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What became of one file.

    Attributes:
        landed: each claimed row with its outcome; numbers: of the entries, by occurrence and row.
        outdated: those of them that were printed before their duty changed.
        refused: the rows to be mended, in their order; copy: the file in which to mend them.
    """

    rows: "Rows"
    landed: "list[tuple[Row, Outcome]]"
    refused: "list[Refused]"
    outdated: "list[tuple[Row, Occurrence, Past]]"
    several_sheets: bool
    copy: Path | None

    def cell(self, row: "Row", role: str) -> str:
        """Name a cell, with its sheet where the file has several."""
        return f"{row.sheet}!{row.cell(role)}" if self.several_sheets else row.cell(role)


@click.command("import", help=help_of("import"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--hidden", is_flag=True, help=_("Take hidden sheets and rows as well."))
@format_option
@click.pass_context
def import_returns(context: click.Context, file: Path, hidden: bool, form: str) -> int:
    """Write down every good row; name the others, and write a copy in which to mend them."""
    from cadence.ledger import Matcher, read_grids, refused_of, rows_of, sort_rows, write_down

    workspace, moment = read(context), now()
    grids = read_grids(file)
    layouts = _layouts(file, grids)
    rows = [
        row for grid in grids if grid.name in layouts for row in rows_of(grid, layouts[grid.name])
    ]
    index = index_of(workspace, read_happenings(workspace.folder))
    found = sort_rows(rows, Matcher(index, moment), moment, hidden=hidden)
    claims = [_proven(claim, file.parent) for _row, claim in found.claims]
    written = write_down(workspace.folder, claims, moment, sheet=True)
    note_clock(written.entries, moment)
    outcomes = written.outcomes
    weighed = refused_of([row for row, _claim in found.claims], outcomes)
    order = {name: number for number, name in enumerate(layouts)}
    refused = sorted(
        (*found.refused, *weighed), key=lambda each: (order[each.row.sheet], each.row.number)
    )
    copy, failure = _write_copy(file, layouts, refused)
    paired = zip((row for row, _claim in found.claims), outcomes, strict=True)
    landed = [each for each in paired if not each[1].refusal]
    seen = _Read(
        rows=found,
        landed=landed,
        refused=refused,
        outdated=_outdated(landed, read_history(workspace.folder, None)),
        several_sheets=len(layouts) > 1,
        copy=copy,
    )
    _print(form, seen)
    if failure:
        raise failure
    return FINDINGS if refused else WELL


def _proven(claim: "Claim", folder: Path) -> "Claim":
    """Keep a file that lies beside the sheet by its hash, as `done` does."""
    from cadence.core import Done
    from cadence.ledger import Claim, read_proof

    fact = claim.fact
    if not isinstance(fact, Done):
        return claim
    proof = read_proof(fact.evidence, folder, inside=True)
    proven = replace(fact, evidence=proof.words, sha256=proof.sha256)
    return Claim(claim.occurrence, proven) if proof.sha256 else claim


def _layouts(file: Path, grids: "Sequence[Grid]") -> "dict[str, Layout]":
    """Find the heads of every sheet that has them.

    Raises:
        CadenceError: none has.
    """
    from cadence.ledger import find_layout

    found = {grid.name: layout for grid in grids if (layout := find_layout(grid))}
    if not found:
        message = _("{0} has no row of heads with 完成日期 and 编号 (or 单位 and 事项)")
        raise CadenceError(message.format(file))
    return found


def _outdated(
    landed: "list[tuple[Row, Outcome]]", history: "History"
) -> "list[tuple[Row, Occurrence, Past]]":
    """Find the rows whose sheet was printed before their duty was changed."""
    from cadence.occurrences import row_stamp

    found = []
    for row, outcome in landed:
        occurrence, printed = outcome.claim.occurrence, row.text("revision")
        past = history.of(occurrence)
        if printed and printed != row_stamp(occurrence, past):
            found.append((row, occurrence, past))
    return found


def _write_copy(
    file: Path, layouts: "dict[str, Layout]", refused: "list[Refused]"
) -> tuple[Path | None, CadenceError | None]:
    """Write the copy to mend; where that fails, what is printed must do."""
    from cadence.ledger import Mending, write_copy

    if not refused:
        return None, None
    mendings = [
        Mending(
            sheet=each.row.sheet,
            row=each.row.number,
            column=each.row.columns.get(each.role, 0),
            reason=f"{each.row.cell(each.role)}：{each.reason.chinese}",
        )
        for each in refused
    ]
    try:
        return write_copy(file, layouts, mendings), None
    except CadenceError as error:
        return None, error


def _print(form: str, read_: _Read) -> None:
    from cadence.core import Table

    if form == "table":  # one below the other, for a reason is longer than a column
        for each in read_.refused:
            cell, *said = _cells(read_, each)
            click.echo("\n  ".join((cell, *filter(None, said))))
    else:
        rows = tuple(_cells(read_, each) for each in read_.refused)
        print_list(form, Table(("单元格", "编号", "事项", "原因"), rows), _json(read_))
    for line in _summary(read_):
        click.echo(line, err=form != "table")


def _cells(read_: _Read, refused: "Refused") -> tuple[str, ...]:
    row = refused.row
    cell = read_.cell(row, refused.role)
    return cell, row.text("occurrence"), row.text("act"), str(refused.reason)


def _summary(read_: _Read) -> list[str]:
    new = sum(outcome.is_new for _row, outcome in read_.landed)
    lines = [
        _('note: {0} "{1}" was read as {2}').format(
            read_.cell(row, "on"), row.text("on"), _on(outcome)[:16].replace("T", " ")
        )
        for row, outcome in read_.landed
        if outcome.is_new and _on(outcome)[:4] not in row.text("on")
    ]
    lines += [
        _("note: {0} was printed before its duty changed; now it is {1}").format(
            read_.cell(row, "occurrence"), _now(occurrence, past)
        )
        for row, occurrence, past in read_.outdated
    ]
    words = ngettext("recorded: {0} row", "recorded: {0} rows", new)
    same = _("; as before: {0}; still blank: {1}; to be mended: {2}")
    counts = (len(read_.landed) - new, len(read_.rows.blank), len(read_.refused))
    lines.append(words.format(new) + same.format(*counts))
    if read_.rows.notes:
        lines.append(_("rows without a duty, passed over: {0}").format(_named(read_)))
    if read_.copy:
        lines.append(_("mend them in {0} and import that").format(read_.copy))
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
        f"{row.sheet}!{row.number}" if read_.several_sheets else str(row.number)
        for row in read_.rows.notes
    )


def _on(outcome: "Outcome") -> str:
    return outcome.claim.fact.on.isoformat() if outcome.claim.fact.kind == "done" else ""


def _json(read_: _Read) -> dict[str, Any]:
    return {
        "recorded": [
            {"cell": read_.cell(row, "on"), "occurrence": each.claim.occurrence.id, "on": _on(each)}
            for row, each in read_.landed
            if each.is_new
        ],
        "unchanged": [
            {"cell": read_.cell(row, "on"), "occurrence": each.claim.occurrence.id,
             "entry": each.same_as}
            for row, each in read_.landed
            if not each.is_new
        ],
        "outdated": [
            {"cell": read_.cell(row, "occurrence"), "occurrence": occurrence.id}
            for row, occurrence, _past in read_.outdated
        ],
        "blank": [
            {"row": row.number, "sheet": row.sheet, "occurrence": row.text("occurrence")}
            for row in read_.rows.blank
        ],
        "refused": [
            {"cell": read_.cell(each.row, each.role), "row": each.row.number,
             "occurrence": each.row.text("occurrence"), "reason": str(each.reason)}
            for each in read_.refused
        ],
        "passed_over": [row.number for row in read_.rows.notes],
        "copy": str(read_.copy) if read_.copy else None,
    }  # fmt: skip
