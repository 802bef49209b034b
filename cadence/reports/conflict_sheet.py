"""A conflict table → .xlsx that prints well: lines, the detail behind them, meetings."""

import datetime as dt
import io
from typing import TYPE_CHECKING

from cadence.conflicts import answers_table, details_table, lines_table, loads_table
from cadence.print import put_table

if TYPE_CHECKING:
    from cadence.conflicts import ConflictTable

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
FIGURE_WIDTH = 7  # of any other column: a month of the meeting load


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
        titles = (f"{title}（{name}）", span)
        widths = dict.fromkeys(rows.heads, FIGURE_WIDTH) | WIDTHS
        put_table(book, book.add_worksheet(name), rows, titles, widths, numbers=True)
    book.close()
    return stream.getvalue()
