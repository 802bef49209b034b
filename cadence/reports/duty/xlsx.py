"""Duty tables → .xlsx to print or to fill in on the screen and send back.

Every row carries its occurrence and its revision in hidden columns, by which it is read back
wherever it was moved; only the cells to fill in can be written.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cadence.core import STATUSES, harmless
from cadence.print import lines_of
from cadence.reports.duty.nouns import HEADS, HIDDEN, DutyRow, DutyTable
from cadence.reports.duty.text import cells, foot_lines, head_lines

WIDTHS = (5, 32, 19, 25, 15, 13, 12, 16, 9)  # in Latin characters
STATE, DONE_ON, LAST = HEADS.index("状态"), HEADS.index("完成日期"), len(HEADS) - 1
FILLED_IN = ("状态", "完成日期", "佐证材料", "签字")
HEAD_ROW = 3
LINE, PADDING, TALLEST = 16, 3, 409  # points; no spreadsheet shows a taller row
SIZES = (11, 8, 6)  # of the font, in points: what is too long for a row is set smaller
FIRST_DAY, LAST_DAY = dt.date(1949, 10, 1), dt.date(2199, 12, 31)
NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
FACE, HEAD_FACE, TITLE_FACE = "仿宋", "黑体", "方正小标宋简体"


def render_duty_sheet(tables: Sequence[DutyTable]) -> bytes:
    """Return a workbook with a sheet for each table; the same tables give the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - only those who write sheets pay for it

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    created = dt.datetime.combine(tables[0].head.as_of, dt.time())
    book.set_properties({"title": tables[0].head.title, "created": created})
    looks = _looks(book)
    taken: set[str] = set()
    for table in tables:
        _write(book.add_worksheet(_sheet_name(table, taken)), table, looks)
    book.close()
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    """The formats of a workbook; those of rows by their size of font."""

    title: Any
    under: Any
    head: Any
    group: Any
    foot: Any
    number: dict[int, Any]
    plain: dict[int, Any]
    late: dict[int, Any]
    open: dict[int, Any]
    date: dict[int, Any]
    moment: dict[int, Any]


def _looks(book: Any) -> _Looks:  # noqa: ANN401 - xlsxwriter has no types
    edge = {"border": 1, "text_wrap": True, "valign": "top", "font_name": FACE}
    free = {**edge, "locked": False}

    def sized(look: dict[str, Any]) -> dict[int, Any]:
        return {size: book.add_format({**look, "font_size": size}) for size in SIZES}

    return _Looks(
        title=book.add_format({"font_name": TITLE_FACE, "font_size": 18}),
        under=book.add_format({"font_name": FACE, "font_size": 11}),
        head=book.add_format({
            **edge, "font_name": HEAD_FACE, "bg_color": "#E8E8E8", "align": "center",
            "valign": "vcenter",
        }),
        group=book.add_format({
            "font_name": HEAD_FACE, "bg_color": "#F6F6F6", "top": 1, "bottom": 1,
        }),
        foot=book.add_format({"font_name": FACE, "text_wrap": True, "valign": "top"}),
        number=sized({**edge, "align": "center"}),
        plain=sized(edge),
        late=sized({**edge, "bold": True}),
        open=sized(free),
        date=sized({**free, "num_format": "yyyy-mm-dd", "align": "left"}),
        moment=sized({**free, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    )  # fmt: skip


def _write(sheet: Any, table: DutyTable, looks: _Looks) -> None:  # noqa: ANN401 - no types
    _lay_out(sheet, table)
    title, *under = head_lines(table.head)
    sheet.write_string(0, 0, harmless(title), looks.title)
    for number, line in enumerate(under, 1):
        sheet.write_string(number, 0, harmless(line), looks.under)
    for column, name in enumerate((*HEADS, *HIDDEN)):
        sheet.write_string(HEAD_ROW, column, name, looks.head)
    sheet.set_row(HEAD_ROW, LINE + 2 * PADDING)
    at = HEAD_ROW + 1
    for group in table.groups:
        sheet.write_string(at, 0, harmless(group.name), looks.group)
        for column in range(1, LAST + 1):
            sheet.write_blank(at, column, None, looks.group)
        sheet.set_row(at, LINE + PADDING)
        for number, row in enumerate(group.rows, at + 1):
            _write_row(sheet, number, row, looks)
        at += len(group.rows) + 1
    if not table.groups:
        sheet.merge_range(at, 0, at, LAST, "本月无任务。", looks.foot)
        at += 1
    for number, line in enumerate(foot_lines(table), at + 1):
        sheet.merge_range(number, 0, number, LAST, harmless(line), looks.foot)
        sheet.set_row(number, LINE * lines_of(line, sum(WIDTHS)) + PADDING)
    sheet.print_area(0, 0, at + len(foot_lines(table)), LAST)


def _lay_out(sheet: Any, table: DutyTable) -> None:  # noqa: ANN401 - no types
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(LAST + 1, LAST + len(HIDDEN), None, None, {"hidden": True})
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.45, right=0.45, top=0.6, bottom=0.6)
    whose = table.head.whose.replace("&", "&&")
    sheet.set_footer(f"&L{whose}&C第 &P 页，共 &N 页&R修订 {table.head.stamp}")
    free = ("sort", "autofilter", "format_cells", "format_columns", "format_rows")
    sheet.protect("", dict.fromkeys(free, True))


def _write_row(sheet: Any, at: int, row: DutyRow, looks: _Looks) -> None:  # noqa: ANN401
    shown = _shown(row)
    size, height = _size_and_height(shown)
    free = set(FILLED_IN) if row.occurrence else set()
    for column, (name, text) in enumerate(zip(HEADS, shown, strict=True)):
        look = looks.open[size] if name in free else looks.plain[size]
        if column == 0:
            sheet.write_number(at, column, row.number, looks.number[size])
        elif name == "状态" and row.occurrence:
            sheet.write_string(at, column, row.status, look)
        elif name == "完成日期" and row.occurrence:
            _write_day(sheet, at, row.done_on, looks, size)
        else:
            is_late = row.is_overdue and name == ("时限" if row.occurrence else "状态")
            sheet.write_string(at, column, harmless(text), looks.late[size] if is_late else look)
    for column, text in enumerate((row.occurrence, row.revision), LAST + 1):
        sheet.write_string(at, column, harmless(text))
    sheet.set_row(at, height)
    if row.occurrence:
        _check_input(sheet, at)


def _shown(row: DutyRow) -> tuple[str, ...]:
    """Return a row's cells; how late it is beside the day, for the status is one that is chosen."""
    found = dict(zip(HEADS, cells(row), strict=True))
    if row.occurrence and row.detail:
        found["时限"] += f"\n{row.detail}"
    return tuple(found.values())


def _write_day(
    sheet: Any,  # noqa: ANN401 - no types
    at: int,
    on: dt.date | dt.datetime | None,
    looks: _Looks,
    size: int,
) -> None:
    """Write the day of completion as a day, which spreadsheets can sort and check."""
    if on is None:
        sheet.write_blank(at, DONE_ON, None, looks.date[size])
    elif isinstance(on, dt.datetime):
        sheet.write_datetime(at, DONE_ON, on.replace(tzinfo=None), looks.moment[size])
    else:
        sheet.write_datetime(at, DONE_ON, on, looks.date[size])


def _check_input(sheet: Any, at: int) -> None:  # noqa: ANN401 - no types
    """Let a spreadsheet refuse a day that is none, and a status that we have no word for."""
    sheet.data_validation(at, STATE, at, STATE, {
        "validate": "list", "source": list(STATUSES.values()),
        "error_title": "状态", "error_message": "请从下拉列表中选择。",
    })  # fmt: skip
    sheet.data_validation(at, DONE_ON, at, DONE_ON, {
        "validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY,
        "error_title": "完成日期", "error_message": "请填日期，如 2026-12-25。",
    })  # fmt: skip


def _size_and_height(shown: tuple[str, ...]) -> tuple[int, int]:
    """Choose the size of a row's font, and its height in points."""
    for size in SIZES:
        scale = size / SIZES[0]
        lines = max(
            lines_of(text, int(width / scale)) for text, width in zip(shown, WIDTHS, strict=True)
        )
        height = int(LINE * scale * lines) + PADDING
        if height <= TALLEST:
            return size, height
    return SIZES[-1], TALLEST


def _sheet_name(table: DutyTable, taken: set[str]) -> str:
    """Name a sheet after its unit, as spreadsheets allow and each only once."""
    whole = NO_SHEET_NAME.sub("_", table.head.whose if table.unit else "汇总").strip()
    name, number = whole[:LONGEST_NAME] or "_", 1
    while name.lower() in taken:
        number += 1
        name = f"{whole[: LONGEST_NAME - 4]}_{number}"
    taken.add(name.lower())
    return name
