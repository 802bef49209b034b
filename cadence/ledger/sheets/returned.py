"""A sheet that a unit sent back → the ledger: the good rows land, the others are named with why."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cadence.core import CadenceError, Done, Entry, History, Occurrence, Past, _
from cadence.ledger.accept import Claim, Outcome
from cadence.ledger.evidence import read_proof
from cadence.ledger.record import write_down
from cadence.ledger.sheets.columns import Grid, Layout, find_layout
from cadence.ledger.sheets.files import Mending, read_grids
from cadence.ledger.sheets.match import Matcher
from cadence.ledger.sheets.rows import Refused, Sorted, refused_of, sort_rows
from cadence.ledger.sheets.sheet_row import SheetRow, rows_of
from cadence.occurrences import Index, row_stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What became of one file.

    Attributes:
        layouts: of the sheets that have heads, by name.
        rows: every row, each in one place.
        refused: the rows to be mended, in their order.
        outcomes: one for each of the claims that the rows make.
        new: how many of them were written down now.
        last: the last line that was added, if any was; all carry one moment.
    """

    layouts: Mapping[str, Layout]
    rows: Sorted
    refused: tuple[Refused, ...]
    outcomes: tuple[Outcome, ...]
    new: int
    last: Entry | None

    @property
    def landed(self) -> Iterator[tuple[SheetRow, Outcome]]:
        """Yield each row that was taken, with its outcome; a sheet may have 300,000 of them."""
        for row, outcome in zip(self.rows.claimed, self.outcomes, strict=True):
            if not outcome.refusal:
                yield row, outcome

    @property
    def same(self) -> int:
        """Return how many rows the ledger knew already."""
        return sum(each.same_as is not None for each in self.outcomes)

    def cell(self, row: SheetRow, role: str) -> str:
        """Name a cell, with its sheet where the file has several."""
        return f"{row.form.sheet}!{row.cell(role)}" if len(self.layouts) > 1 else row.cell(role)

    def mendings(self) -> list[Mending]:
        """Return what stands beside each refused row in the copy to mend."""
        return [
            Mending(
                sheet=each.row.form.sheet,
                row=each.row.number,
                column=each.row.form.columns.get(each.role, 0),
                reason=f"{each.row.cell(each.role)}：{each.reason.chinese}",
            )
            for each in self.refused
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file that was read as far as its heads; its rows are read when they are asked for, once.

    Attributes:
        by: who hands it in; stands for those rows that nobody signed.
    """

    file: Path
    layouts: Mapping[str, Layout]
    rows: Iterator[SheetRow]
    by: str | None = None


def read_sheet(file: Path, by: str | None = None) -> Sheet:
    """Read a sheet, before anything else is: what is no sheet, or too large, is refused at once.

    Raises:
        CadenceError: it cannot be read, or no sheet of it has heads.
    """
    layouts, rows = _read(file)
    return Sheet(file=file, layouts=layouts, rows=rows, by=by)


def take_sheet(
    folder: Path,
    sheet: Sheet,
    index: Index,
    now: dt.datetime,
    *,
    hidden: bool = False,
) -> Returned:
    """Write down the good rows of a sheet, whatever becomes of the others.

    Args:
        folder: the workspace.
        sheet: as it was read; files that it names as evidence may lie beside it.
        index: of every occurrence that a row may mean.
        now: the moment of writing down.
        hidden: take what its sender hid as well.

    Raises:
        CadenceError: the ledger cannot be written.
    """
    layouts, file = sheet.layouts, sheet.file
    found = sort_rows(sheet.rows, Matcher(index, now), now, hidden=hidden)
    claims = _proven(found.claims, file.parent)
    written = write_down(folder, claims, now, sheet=True, by=sheet.by)
    order = {name: number for number, name in enumerate(layouts)}
    refused = sorted(
        (*found.refused, *refused_of(found.claimed, written.outcomes)),
        key=lambda each: (order[each.row.form.sheet], each.row.number),
    )
    return Returned(
        layouts=layouts,
        rows=found,
        refused=tuple(refused),
        outcomes=written.outcomes,
        new=len(written.entries),
        last=next(reversed(written.entries), None),
    )


def outdated(
    landed: Sequence[tuple[SheetRow, Outcome]], history: History
) -> list[tuple[SheetRow, Occurrence, Past]]:
    """Find the rows whose sheet was printed before their duty was changed."""
    found = []
    for row, outcome in landed:
        occurrence, printed = outcome.claim.occurrence, row.text("revision")
        past = history.of(occurrence)
        if printed and printed != row_stamp(occurrence, past):
            found.append((row, occurrence, past))
    return found


def _read(file: Path) -> tuple[dict[str, Layout], Iterator[SheetRow]]:
    """Read the heads now and the rows when they are asked for; then the cells are let go."""
    grids = read_grids(file)
    layouts = _layouts(file, grids)
    with_heads = [grid for grid in grids if grid.name in layouts]
    return layouts, (each for grid in with_heads for each in rows_of(grid, layouts[grid.name]))


def _layouts(file: Path, grids: Sequence[Grid]) -> dict[str, Layout]:
    """Find the heads of every sheet that has them.

    Raises:
        CadenceError: none has.
    """
    found = {grid.name: layout for grid in grids if (layout := find_layout(grid))}
    if not found:
        message = _("{0} has no row of heads with 完成日期 and 编号 (or 单位 and 事项)")
        raise CadenceError(message.format(file))
    return found


def _proven(claims: Iterable[Claim], folder: Path) -> list[Claim]:
    """Keep files that lie beside the sheet by their hash, as `done` does."""
    beside = f"{folder}{os.sep}"
    return [
        _with_file(claim, fact, folder)
        if isinstance(fact := claim.fact, Done) and _lies(beside + fact.evidence)
        else claim  # words, as in nearly every row
        for claim in claims
    ]


def _with_file(claim: Claim, fact: Done, folder: Path) -> Claim:
    proof = read_proof(fact.evidence, folder, inside=True)
    proven = replace(fact, evidence=proof.words, sha256=proof.sha256)
    return Claim(claim.occurrence, proven) if proof.sha256 else claim


def _lies(place: str) -> bool:
    """Tell whether there is such a file; asked of each row, and no error is made for it."""
    try:
        return os.access(place, os.F_OK)
    except ValueError:
        return False  # no file can have this name
