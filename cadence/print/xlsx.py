"""Rows → .xlsx that prints well: heads on every page, one page wide, nothing run as a formula."""

import datetime as dt
import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cadence.core import Table, harmless

WIDTHS = {  # in characters of Latin text, of which a Chinese one takes two
    "条款": 10,
    "事项": 24,
    "类别": 9,
    "原文用语": 24,
    "责任主体": 22,
    "牵头": 11,
    "时限": 16,
    "截止日": 13,
    "状态": 13,
    "需明确的问题": 15,
}
WIDTH = 16  # of any other column
IDS = "编号"  # a last column that the file is read back by, and that no paper shows
HEAD_ROW = 3
SLACK = 2  # characters of a line that a word too long for it may leave empty
LINE_HEIGHT = 16  # points


def render_sheet(  # noqa: PLR0913 - a sheet is made of all of it
    table: Table,
    *,
    title: str,
    note: str,
    created: dt.date,
    red: frozenset[int] = frozenset(),
    widths: Mapping[str, int] = MappingProxyType({}),
) -> bytes:
    """Return a table as a workbook of one sheet; the same input gives the same bytes.

    Args:
        table: its columns are as wide as WIDTHS says, or `widths`.
        title: stands above it, and names the sheet in its properties.
        note: the line below the title.
        created: the day that the file's properties carry.
        red: the numbers of the rows, from 0, that stand out.
        widths: of columns that are wider or narrower here, by head.
    """
    import xlsxwriter  # noqa: PLC0415 - only those who write sheets pay for it

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": dt.datetime.combine(created, dt.time())})
    put_table(book, book.add_worksheet(), table, (title, note), {**WIDTHS, **widths}, red)
    book.close()
    return stream.getvalue()


def put_table(  # noqa: PLR0913, PLR0917 - a sheet is made of all of it
    book: Any,  # noqa: ANN401 - xlsxwriter has no types
    sheet: Any,  # noqa: ANN401
    table: Table,
    titles: tuple[str, str],
    widths: Mapping[str, int],
    red: frozenset[int] = frozenset(),
    *,
    numbers: bool = False,
) -> None:
    """Write a table into a sheet, its title and a note above it.

    Args:
        book: the workbook, which keeps the formats.
        sheet: one of its sheets.
        table: text cells; none of them is ever run as a formula.
        titles: the title and the note.
        widths: of columns by head, in characters; others are WIDTH wide.
        red: the numbers of the rows, from 0, that stand out.
        numbers: whether cells of digits alone are numbers, to be summed up.
    """
    columns = tuple(widths.get(name, WIDTH) for name in table.heads)
    printed = len(columns) - (table.heads[-1] == IDS)
    _lay_out(sheet, columns)
    if printed < len(columns):
        sheet.print_area(0, 0, HEAD_ROW + len(table.rows), printed - 1)
    sheet.write_string(0, 0, harmless(titles[0]), book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, harmless(titles[1]))
    edge = {"border": 1, "text_wrap": True, "valign": "top"}
    head = book.add_format({**edge, "bold": True, "bg_color": "#E8E8E8"})
    plain, marked = book.add_format(edge), book.add_format({**edge, "font_color": "#B22222"})
    bare = book.add_format({"valign": "top"})
    for column, name in enumerate(table.heads):
        sheet.write_string(HEAD_ROW, column, name, head)
    for number, cells in enumerate(table.rows):
        row = HEAD_ROW + 1 + number
        for column, text in enumerate(cells):
            form = bare if column >= printed else marked if number in red else plain
            if numbers and text.isdecimal():
                sheet.write_number(row, column, int(text), form)
            else:
                sheet.write_string(row, column, harmless(text), form)
        sheet.set_row(row, _height(cells[:printed], columns[:printed]))
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(table.rows), len(columns) - 1)


def _lay_out(sheet: Any, widths: tuple[int, ...]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _height(cells: tuple[str, ...], widths: tuple[int, ...]) -> int:
    """Return the row's height in points: spreadsheets don't grow rows for wrapped text."""
    lines = (lines_of(text, width) for text, width in zip(cells, widths, strict=True))
    return LINE_HEIGHT * max(1, *lines)


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of so many Latin characters."""
    from wcwidth import wcswidth  # noqa: PLC0415 - only those who write sheets pay for it

    return sum(max(1, -(-wcswidth(line) // (width - SLACK))) for line in text.split("\n"))
