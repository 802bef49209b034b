"""Sums of every kind → one page, or one workbook, that leads down to the places. Pure."""

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import replace

from cadence.core import Table, day_words
from cadence.print import Head, environment, put_table
from cadence.rollup.sums import By, RolledUp, Sum
from cadence.rollup.tables import HEADS, NAMES, missing_table, sums_table

TITLE = "安全生产任务办理汇总"
SHEETS: dict[By, str] = {
    "level": "各级", "place": "各地", "document": "各文件", "clause": "各条款", "kind": "各类单位",
    "unit": "各单位",
}  # fmt: skip
WIDTHS = {"范围": 28, "地方": 16, "文件": 26, "条款": 12, "事项": 30, "单位": 20, "网页": 40}
PAGE: tuple[By, ...] = ("level", "clause", "kind", "document")


def render_rollup(found: Mapping[By, RolledUp], within: str) -> str:
    """Return a page: who reported nothing, then the sums; a clause opens to who misses it.

    Args:
        found: every way to look at it; see sums.VIEWS.
        within: the level that it is about; "" for all.
    """
    whole = found["level"]
    views = []
    for by in PAGE:
        table = sums_table(found[by], by)
        rows = [
            {"cells": cells, "sum": each, "parts": _parts(found[by], each)}
            for cells, each in zip(table.rows, found[by].sums, strict=True)
        ]
        views.append({"by": by, "name": SHEETS[by], "heads": table.heads, "rows": rows})
    return (
        environment("cadence.rollup")
        .get_template("rollup.html")
        .render(
            title=TITLE,
            head=_head(within, gone=bool(whole.missing)),
            day=day_words(whole.on),
            within=within,
            places=whole.places,
            missing=missing_table(whole) if whole.missing else None,
            views=views,
            part_heads=(*NAMES["level"], *HEADS),
            names={by: len(NAMES[by]) for by in PAGE},
        )
    )


def _head(within: str, *, gone: bool) -> Head:
    """Return the bar: a page of many places leads to its own parts, and its rows to the places."""
    rooms = [(SHEETS[by], f"#{by}") for by in PAGE]
    return Head(
        brand=within or "全部地方",
        rooms=(*([("没有计入", "#missing")] if gone else []), *rooms),
        home="#main",
    )


def _parts(found: RolledUp, each: Sum) -> tuple[tuple[str, ...], ...]:
    return sums_table(replace(found, sums=each.parts), "level").rows


def render_rollup_sheets(found: Mapping[By, RolledUp], within: str) -> bytes:
    """Return the same as a workbook, a sheet for each way to look at it; same input, same bytes."""
    import xlsxwriter  # noqa: PLC0415 - only those who write sheets pay for it

    whole = found["level"]
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": TITLE, "created": dt.datetime.combine(whole.on, dt.time())})
    missing = f"，{len(whole.missing)}个没有计入" if whole.missing else ""
    note = f"{within or '全部'}，{day_words(whole.on)}，{whole.places}个地方{missing}"
    for by, name in SHEETS.items():
        titles = (f"{TITLE}：{name}", note)
        table = _linked(sums_table(found[by], by), found[by])
        put_table(book, book.add_worksheet(name), table, titles, WIDTHS, numbers=True)
    if whole.missing:
        sheet = book.add_worksheet("没有计入")
        put_table(book, sheet, missing_table(whole), (f"{TITLE}：没有计入", note), WIDTHS)
    book.close()
    return stream.getvalue()


def _linked(table: Table, found: RolledUp) -> Table:
    """Add where each row leads, where any does."""
    if not any(each.link for each in found.sums):
        return table
    rows = zip(table.rows, found.sums, strict=True)
    return Table((*table.heads, "网页"), tuple((*cells, each.link) for cells, each in rows))
