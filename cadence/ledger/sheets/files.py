"""Files that units send back: .xlsx and .csv → Grids, and a copy with the reasons written in.

Nothing in here trusts a file: whatever stands in one, the answer is Grids or a CadenceError.
"""

import csv
import io
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cadence.core import CadenceError, _, harmless, open_zip, read_bounded, reason, write_whole
from cadence.ledger.sheets.bounds import check_workbook
from cadence.ledger.sheets.columns import REASON, Grid, Layout
from cadence.ledger.sheets.texts import text_grid, text_rows

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ENDINGS = (".xlsx", ".csv")
MENDING = ".待修改"
PIECE = 2**20  # bytes
LARGEST = 100 * 2**20  # bytes of a file, photographs included
DRAWN = ("xl/media/", "xl/drawings/")  # parts of a workbook
BOM = "\ufeff"
WARM = "FFFFE699"  # the colour of a cell to be mended
REASON_WIDTH = 40  # characters
COPIES = 1000  # of one file, beside it
Make = Callable[[IO[bytes], bytes, Mapping[str, Layout], list["Mending"]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """What is to be mended in one row: its cell, and the reason in Chinese."""

    sheet: str
    row: int
    column: int
    reason: str


def read_grids(file: Path) -> tuple[Grid, ...]:
    """Read every sheet of a file.

    Raises:
        CadenceError: it cannot be read, or is no .xlsx or .csv; with what to do.
    """
    content = _read(file)
    return _grids(file, content)


def write_copy(file: Path, layouts: Mapping[str, Layout], mendings: Iterable[Mending]) -> Path:
    """Write a copy of a file beside it, with the reasons in a column of their own.

    A copy that is there already may have been mended: it is left alone, and the new one gets a
    number, unless both say the same.

    Args:
        file: what was sent back.
        layouts: of its sheets that have heads, by name.
        mendings: the rows that were refused.

    Raises:
        CadenceError: the copy cannot be written.
    """
    make = _marked_book if file.suffix.lower() == ".xlsx" else _marked_text
    try:
        # On the disk: of hundred thousands of rows only one text is held at a time.
        with tempfile.TemporaryFile() as made:
            _mark(made, file, make, layouts, list(mendings))
            target = _free_name(file, made)
            if not target.exists():
                write_whole(target, _pieces(made))
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(file.parent, reason(error))
        raise CadenceError(message) from error
    return target


def loses_pictures(file: Path, copy: Path) -> bool:
    """Tell whether a workbook has pictures or drawings that its copy lacks.

    Only what no spreadsheet program wrote is written anew as a whole, and the library that does so
    drops what it does not know.

    Raises:
        CadenceError: one of them cannot be read.
    """
    return file.suffix.lower() == ".xlsx" and _drawn(file) > _drawn(copy)


def _drawn(file: Path) -> int:
    with open_zip(_read(file), file) as parts:
        return sum(name.startswith(DRAWN) for name in parts.namelist())


def _mark(
    made: IO[bytes],
    file: Path,
    make: Make,
    layouts: Mapping[str, Layout],
    mendings: list[Mending],
) -> None:
    content = _read(file)
    try:
        make(made, content, layouts, mendings)
    except OSError:
        raise  # the disk is full
    except Exception as error:
        # What was read need not be writable: half a style, a merged cell, a lone surrogate.
        message = _("no copy of {0} could be made; mend the rows in the file itself")
        raise CadenceError(message.format(file)) from error


def _read(file: Path) -> bytes:
    if file.suffix.lower() not in ENDINGS:
        message = _("{0} is neither .xlsx nor .csv; open it and save it as one of them")
        raise CadenceError(message.format(file))
    try:
        if file.stat().st_size > LARGEST:
            raise CadenceError(_("{0} is too large; send its rows in several files").format(file))
    except OSError as error:
        message = _("{0} cannot be read: {1}").format(file, reason(error))
        raise CadenceError(message) from error
    return read_bounded(file, LARGEST)  # a pipe named .csv has no size


def _grids(file: Path, content: bytes) -> tuple[Grid, ...]:
    try:
        if file.suffix.lower() == ".csv":
            return (text_grid(file, content),)
        check_workbook(content, file)
        from cadence.ledger.sheets.books import book_grids  # noqa: PLC0415 - loads openpyxl

        return tuple(book_grids(content))
    except CadenceError as error:
        said = str(error)
        raise CadenceError(said if str(file) in said else f"{file}: {said}") from error
    except Exception as error:
        # A damaged or hostile file makes the parsers of ZIP, XML and sheets raise anything.
        message = _("{0} is damaged, locked by a password or no .xlsx; open it and save it anew")
        raise CadenceError(message.format(file)) from error


def _book(content: bytes) -> "Workbook":
    import openpyxl  # noqa: PLC0415 - only what reads sheets pays for it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it doesn't know of a file is no matter here
        return openpyxl.load_workbook(io.BytesIO(content), keep_links=False)


def _cells(sheet: "Worksheet") -> list[Any]:
    """Return the cells that a sheet has; iter_rows would make a million for one stray style."""
    return list(sheet._cells.values())  # noqa: SLF001


def _marked_book(
    made: IO[bytes], content: bytes, layouts: Mapping[str, Layout], mendings: list[Mending]
) -> None:
    """Write only what is to be mended anew; the whole book where its parts are unusual."""
    from cadence.ledger.sheets.marked_book import marked_book  # noqa: PLC0415 - loads lxml
    from cadence.ledger.sheets.marked_sheet import Marks, UnusualError  # noqa: PLC0415

    marks = {
        name: Marks(
            heads=layout.row,
            reasons=layout.columns.get("reason", layout.width + 1),
            width=REASON_WIDTH,
            told={each.row: (each.column, each.reason) for each in mendings if each.sheet == name},
            has_reasons="reason" in layout.columns,
        )
        for name, layout in layouts.items()
    }
    try:
        marked_book(made, content, marks, WARM)
    except UnusualError:
        _marked_whole(made, content, layouts, mendings)


def _marked_whole(
    made: IO[bytes], content: bytes, layouts: Mapping[str, Layout], mendings: list[Mending]
) -> None:
    from openpyxl.styles import Alignment, PatternFill  # noqa: PLC0415 - as in _book
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = _book(content)
    fill, wrap = PatternFill("solid", fgColor=WARM), Alignment(wrap_text=True, vertical="top")
    for name, layout in layouts.items():
        sheet = book[name]
        last = max((column for _row, column in _places_of(sheet)), default=0)
        reasons = layout.columns.get("reason", last + 1)
        for row, column in _places_of(sheet):
            if column == reasons and row > layout.row:
                sheet.cell(row, column).value = None
        sheet.cell(layout.row, reasons, REASON)
        sheet.column_dimensions[get_column_letter(reasons)].width = REASON_WIDTH
        for each in mendings:
            if each.sheet == name:
                cell = sheet.cell(each.row, reasons)
                cell.value, cell.data_type, cell.alignment = each.reason, "s", wrap
                if each.column:
                    sheet.cell(each.row, each.column).fill = fill
    book.save(made)


def _places_of(sheet: "Worksheet") -> list[tuple[int, int]]:
    return [(cell.row, cell.column) for cell in _cells(sheet)]


def _marked_text(
    made: IO[bytes], content: bytes, layouts: Mapping[str, Layout], mendings: list[Mending]
) -> None:
    layout = layouts[""]
    reasons = layout.columns.get("reason", layout.width + 1)
    said = {each.row: each.reason for each in mendings}
    # Of hundred thousands of rows: never held as a list.
    stream = io.TextIOWrapper(made, "utf-8", newline="")
    stream.write(BOM)
    writer = csv.writer(stream, lineterminator="\r\n")
    for number, row in enumerate(text_rows(content), 1):
        cells = [*row, *[""] * (reasons - len(row))]
        if number >= layout.row:
            cells[reasons - 1] = REASON if number == layout.row else said.get(number, "")
        writer.writerow(map(harmless, cells))
    stream.flush()
    stream.detach()


def _pieces(made: IO[bytes]) -> Iterator[bytes]:
    made.seek(0)
    while piece := made.read(PIECE):
        yield piece


def _is_same(file: Path, made: IO[bytes]) -> bool:
    with file.open("rb") as lying:
        pairs = zip_longest(_pieces(lying), _pieces(made))
        return all(one == other for one, other in pairs)


def _free_name(file: Path, made: IO[bytes]) -> Path:
    """Return the copy that says the same already, or a name that is not taken."""
    stem = file.stem.partition(MENDING)[0]
    for number in range(1, COPIES):
        name = f"{stem}{MENDING}{'' if number == 1 else number}{file.suffix.lower()}"
        target = file.with_name(name)
        if not target.exists():
            return target
        try:
            if target == file:
                continue
            if _is_same(target, made):
                return target
            if read_grids(target) == _grids(file, b"".join(_pieces(made))):
                return target
        except CadenceError:
            continue  # somebody's, and none of ours
    raise CadenceError(_("{0} has too many copies beside it; take the old ones away").format(file))
