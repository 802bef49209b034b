"""An Overview → .xlsx: rows by unit, post, document and month, and everything that is missed."""

import datetime as dt
import io

from cadence.core import STATUSES, Table
from cadence.print import put_table
from cadence.reports.overview.whole import Overview
from cadence.reports.overview.words import (
    TITLE,
    days_said,
    missed_table,
    overview_table,
    summary,
    trend_table,
)

WIDTHS = {  # in characters of Latin text, of which a Chinese one takes two
    "单位": 22,
    "职务": 22,
    "文件": 30,
    "事项": 46,
    "依据": 34,
    "责任岗位": 20,
    "应办结日": 14,
    "最早应办结日": 14,
    "逾期": 9,
    "按时/应办": 20,
    "上年同月按时率": 18,
}
FIGURE_WIDTH = 11  # of any other column


def render_overview_sheet(overview: Overview) -> bytes:
    """Return the workbook; the same overview on the same day gives the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - only those who write sheets pay for it

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    title = f"{overview.name}{TITLE}"
    created = dt.datetime.combine(overview.as_of.date(), dt.time())
    book.set_properties({"title": title, "created": created})
    note = f"截至{overview.as_of.date().isoformat()}（{days_said(overview)}）　"
    note += "　".join((summary(overview.counted.totals), *overview.unreviewed))
    for name, table in _sheets(overview):
        widths = dict.fromkeys(table.heads, FIGURE_WIDTH) | WIDTHS
        titles = (f"{title}（{name}）", note)
        red = frozenset(number for number, row in enumerate(table.rows) if _is_behind(table, row))
        put_table(book, book.add_worksheet(name), table, titles, widths, red, numbers=True)
    book.close()
    return stream.getvalue()


def _sheets(overview: Overview) -> tuple[tuple[str, Table], ...]:
    return (
        ("各单位", overview_table(overview.units, "unit")),
        ("逾期名单", missed_table(overview.counted.missed)),
        ("各岗位", overview_table(overview.rows("post"), "post")),
        ("各文件", overview_table(overview.rows("document"), "document")),
        ("逐月", trend_table(overview)),
    )


def _is_behind(table: Table, row: tuple[str, ...]) -> bool:
    """Tell whether a row of figures counts anything overdue; it stands in the second column."""
    return table.heads[1] == STATUSES["overdue"] and row[1] != "0"
