"""A conflict table → .xlsx that prints well: lines, the detail behind them, meetings."""

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from cadence.conflicts.rows import answers_table, details_table, lines_table, loads_table

if TYPE_CHECKING:
    from cadence.conflicts.table import ConflictTable
    from cadence.tables import Table

WIDTHS = {  # in characters of Latin text, of which a Chinese one takes two
    "程度": 7,
    "类型": 11,
    "单位": 22,
    "日期": 20,
    "说明": 44,
    "建议": 40,
    "依据": 26,
    "处数": 6,
    "年": 7,
    "理由": 40,
    "答复人": 22,
}
OTHER_WIDTH = 7
SLACK = 2  # characters of a line that a word too long for it may leave empty
LINE_HEIGHT = 16  # points
HEAD_ROW = 2


def render_conflict_sheet(table: "ConflictTable") -> bytes:
    """Return the workbook of one place; the same table gives the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - only the build writes sheets

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    title = f"{table.place}　任务冲突表"
    created = dt.datetime.combine(table.revised, dt.time())
    book.set_properties({"title": title, "created": created})
    span = f"{table.office}　{table.span.first}至{table.span.last}"
    sheets = (
        ("汇总", lines_table(table.lines)),
        ("明细", details_table(table.lines)),
        ("会议负担", loads_table(table.loads)),
        ("已有答复", answers_table(table.answered)),
    )
    for name, rows in sheets:
        _write(book, book.add_worksheet(name), (f"{title}（{name}）", span), rows)
    book.close()
    return stream.getvalue()


def _write(book: Any, sheet: Any, titles: tuple[str, str], rows: "Table") -> None:  # noqa: ANN401
    sheet.write_string(0, 0, titles[0], book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, titles[1])
    edge = {"border": 1, "text_wrap": True, "valign": "top"}
    head = book.add_format(edge | {"bold": True, "bg_color": "#E8E8E8"})
    plain = book.add_format(edge)
    widths = [WIDTHS.get(name, OTHER_WIDTH) for name in rows.heads]
    for column, name in enumerate(rows.heads):
        sheet.set_column(column, column, widths[column])
        sheet.write_string(HEAD_ROW, column, name, head)
    for number, row in enumerate(rows.rows, HEAD_ROW + 1):
        for column, text in enumerate(row):
            if text.isdecimal():
                sheet.write_number(number, column, int(text), plain)
            else:
                sheet.write_string(number, column, text, plain)
        sheet.set_row(number, _height(row, widths))
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if rows.rows:
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(rows.rows), len(rows.heads) - 1)


def _height(cells: tuple[str, ...], widths: list[int]) -> int:
    """Return the row's height in points: spreadsheets don't grow rows for wrapped text."""
    from wcwidth import wcswidth  # noqa: PLC0415 - only the build writes sheets

    lines = (
        sum(max(1, -(-wcswidth(line) // (width - SLACK))) for line in text.split("\n"))
        for text, width in zip(cells, widths, strict=True)
    )
    return LINE_HEIGHT * max(1, *lines)
