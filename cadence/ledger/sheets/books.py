"""A .xlsx that a unit sent back → Grids, row by row; it is loaded where a workbook is read."""

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import (
    FORMULA_TAG,
    INLINE_STRING,
    SHEET_MAIN_NS,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.worksheet.cell_range import CellRange

from cadence.core import EPOCH_1900, EPOCH_1904
from cadence.ledger.sheets.columns import Cells, Grid

COPIES = 1000
TEXT_TAG = f"{{{SHEET_MAIN_NS}}}t"
PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]*)")
SHUT = re.compile(r"0+(\.\d*)?")  # the height or width of what was dragged shut
SHOWN = {"false", "f", "0", ""}  # what `hidden` says of what is not
Rows = dict[int, dict[int, object]]


class _Parser(WorkSheetParser):  # type: ignore[misc] # openpyxl has no types for it
    """Reads the cells of a sheet, and keeps in mind which formulas nobody has computed.

    openpyxl's own sheets that are read row by row know nothing of hidden rows, merged cells and
    formulas beside their values; those that do take a kilobyte for each cell.
    """

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - openpyxl's
        super().__init__(*given, **named)
        self.valueless: set[tuple[int, int]] = set()
        self.width = 0

    def _plain_text(self, element: Any) -> dict[str, Any] | None:  # noqa: ANN401 - as below
        """Return what stands in a cell that holds its own text or a shared one, and no more.

        As most do; openpyxl makes ten objects for each, to see whether some letters are bold.
        """
        found = PLACE.fullmatch(element.get("r", ""))
        if found is None or len(element) != 1:
            return None
        (child,), kind = element, element.get("t")
        if kind == "s" and child.tag == VALUE_TAG and child.text:
            value = self.shared_strings[int(child.text)]
        elif kind == "inlineStr" and child.tag == INLINE_STRING and len(child) == 1:
            if child[0].tag != TEXT_TAG:
                return None
            value = child[0].text
        else:
            return None
        column = _column(found[1])
        self.col_counter = column
        self.width = max(self.width, column)
        return {"row": int(found[2]), "column": column, "value": value}

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - an element of XML
        """Return what stands in a cell."""
        if plain := self._plain_text(element):
            return plain
        found: dict[str, Any] = super().parse_cell(element)
        self.width = max(self.width, found["column"])
        if not _says_something(found["value"]) and element.find(FORMULA_TAG) is not None:
            self.valueless.add((found["row"], found["column"]))
        return found


def book_grids(content: bytes) -> Iterator[Grid]:
    """Read every sheet of a workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it doesn't know of a file is no matter here
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        epoch = EPOCH_1904 if book.epoch.year == EPOCH_1904.year else EPOCH_1900
        for sheet in book.worksheets:
            yield _grid(book, sheet, epoch)


def _grid(book: Any, sheet: Any, epoch: date) -> Grid:  # noqa: ANN401 - openpyxl's
    with sheet._get_source() as source:  # noqa: SLF001
        parser = _Parser(
            source, sheet._shared_strings, data_only=True, epoch=book.epoch,  # noqa: SLF001
            date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )  # fmt: skip
        rows = _rows(parser)
    listed = parser.merged_cells.mergeCell if parser.merged_cells else ()
    areas = [CellRange(each.ref) for each in listed]
    for area in areas:
        _uncover(rows, area)
    count = sum(map(len, rows.values()))
    merged = {
        place: (area.min_row, area.min_col)
        for area in areas
        if area.size["rows"] * area.size["columns"] < count + COPIES
        for place in _places(area)
    }
    hidden = parser.row_dimensions.items()
    columns = parser.column_dimensions.values()
    return Grid(
        name=sheet.title,
        cells=Cells((n, tuple(row), row.values()) for n, row in map(_in_order, rows.items())),
        width=parser.width,
        epoch=epoch,
        merged=merged,
        valueless=frozenset(parser.valueless),
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(int(n) for n, said in hidden if _is_hidden(said, "ht")),
        hidden_columns=tuple(_span(each) for each in columns if _is_hidden(each, "width")),
    )


def _is_hidden(said: Mapping[str, str], size: str) -> bool:
    """Tell whether nobody sees a row or column: hidden, or drawn without any height or width."""
    return said.get("hidden", "") not in SHOWN or bool(SHUT.fullmatch(said.get(size, "")))


def _span(said: Mapping[str, str]) -> range:
    """Return the columns that one mark in the file speaks of."""
    first = int(said["min"])
    return range(first, int(said.get("max", first)) + 1)


def _rows(parser: _Parser) -> Rows:
    rows: Rows = {}
    known: dict[str, str] = {}  # a day stands in a thousand rows, and is kept once
    for _number, cells in parser.parse():
        for cell in cells:
            value = cell["value"]
            if _says_something(value):
                kept = known.setdefault(value, value) if isinstance(value, str) else value
                rows.setdefault(cell["row"], {})[cell["column"]] = kept
    return rows


def _says_something(value: object) -> bool:
    return value is not None and bool(str(value).strip())


_column = lru_cache(maxsize=1024)(column_index_from_string)


def _in_order(row: tuple[int, dict[int, object]]) -> tuple[int, dict[int, object]]:
    return row[0], dict(sorted(row[1].items(), key=itemgetter(0)))


def _uncover(rows: Rows, area: CellRange) -> None:
    """Leave out what lies under a merged cell: no spreadsheet shows it."""
    for number in range(area.min_row, area.max_row + 1):
        for column in [n for n in rows.get(number, ()) if area.min_col <= n <= area.max_col]:
            if (number, column) != (area.min_row, area.min_col):
                del rows[number][column]


def _places(area: CellRange) -> Iterator[tuple[int, int]]:
    for row in range(area.min_row, area.max_row + 1):
        for column in range(area.min_col, area.max_col + 1):
            yield row, column
