"""What a check found → a page or a workbook to keep, the board for leaders, and reminder slips."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from cadence.core import SIGNS, STATUSES, Document, Status, Table, day_words, unreviewed_words
from cadence.print import environment, render_sheet, saved, set_font
from cadence.reports.digest import SLIP_HEADS, Slip
from cadence.reports.tallies import CHECK_HEADS, WORST, Board

CheckRow = tuple[str, ...]
TITLE = "安全生产任务逾期检查"


def render_check(
    rows: Iterable[tuple[Status, CheckRow]], as_of: dt.datetime, known_at: dt.datetime | None
) -> str:
    """Return a page of its own: what is overdue first, each status a section.

    Args:
        rows: how each stands and its row, in the order of a Listing.
        as_of: the moment judged from.
        known_at: by what had been recorded by then; None for everything.
    """
    grouped = groupby(rows, key=itemgetter(0))
    groups = [(key, STATUSES[key], [row for _key, row in found]) for key, found in grouped]
    page = environment("cadence.reports").get_template("check.html")
    return page.render(
        title=TITLE,
        as_of=_moment(as_of),
        known_at=_moment(known_at) if known_at else "",
        groups=groups,
        heads=CHECK_HEADS,
    )


def render_check_sheet(rows: Sequence[tuple[Status, CheckRow]], as_of: dt.datetime) -> bytes:
    """Return the same list as a workbook; what is overdue stands out."""
    overdue = (number for number, (status, _row) in enumerate(rows) if status == "overdue")
    return render_sheet(
        Table(CHECK_HEADS, tuple(row for _status, row in rows)),
        title=TITLE,
        note=f"截至{_moment(as_of)}",
        created=as_of.date(),
        red=frozenset(overdue),
    )


def render_board(  # noqa: PLR0913, PLR0917 - a page shows all of it
    board: Board,
    place: str,
    folder: str,
    office: str,
    as_of: dt.datetime,
    unreviewed: tuple[Document, ...] = (),
) -> str:
    """Return the board of a place: units × months, each cell its worst status and how many.

    Args:
        board: tallies.board.
        place: the place's name.
        folder: where the units' own pages stand, seen from the board.
        office: who issues it.
        as_of: the moment judged from; the page shows its day.
        unreviewed: documents whose rules were to be checked again before that day.
    """
    page = environment("cadence.reports").get_template("board.html")
    return page.render(
        drafts=board.drafts,
        place=place,
        folder=folder,
        office=office,
        as_of=day_words(as_of.date()),
        months=board.months,
        this_month=as_of.date().isoformat()[:7],
        rows=board.rows,
        totals=board.totals,
        total=board.total,
        key=[(status, STATUSES[status]) for status in WORST],
        names=STATUSES,
        signs=SIGNS,
        notices=[unreviewed_words(each.name, each.review_by) for each in unreviewed],
    )


def render_slip(slip: Slip) -> str:
    """Return a 督办单 as a page: one sheet of A4, what does not fit on it in an annex."""
    return (
        environment("cadence.reports").get_template("slip.html").render(slip=slip, heads=SLIP_HEADS)
    )


def render_slip_document(slip: Slip, day: dt.date) -> bytes:
    """Return the same 督办单 as .docx, to be edited before it is sent; same input, same bytes."""
    from docx import Document  # noqa: PLC0415 - only a digest pays for it
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    document = Document()
    created = dt.datetime.combine(day, dt.time())
    document.core_properties.created = document.core_properties.modified = created
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section.left_margin, section.right_margin = Mm(26), Mm(24)
    set_font(document.styles["Normal"], "仿宋", Pt(14))
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_font(head.add_run("督 办 单"), "黑体", Pt(22))
    if slip.name:
        document.add_paragraph(slip.name).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(f"{slip.unit}：")
    document.add_paragraph(f"　　{slip.text}")
    _add_table(document, slip.rows)
    if slip.rest:
        document.add_paragraph(f"另有{slip.more}项，见附表。")
    for line in SLIP_FOOT:
        document.add_paragraph(
            line.replace(f"请于{BLANK_DAY}", f"请于{slip.reply_by or BLANK_DAY}")
        )
    if slip.link:
        _add_link(document, slip.link)
    foot = document.add_paragraph(f"{slip.office}\n{slip.day}")
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if slip.rest:
        annex = document.add_paragraph("附表")
        annex.paragraph_format.page_break_before = True
        _add_table(document, slip.rest)
    return saved(document)


SLIP_WIDTHS = (12, 50, 34, 26, 18, 20)  # millimetres, as wide as the margins leave
BLANK_DAY = "____年__月__日"
SLIP_FOOT = (
    f"　　请于{BLANK_DAY}前将办理情况和佐证材料回复本办公室。",
    "回复（完成日期、佐证材料、未完成原因及计划）：",
    "经办：__________　负责人：__________　日期：____年__月__日",
)


def _add_link(document: Any, link: str) -> None:  # noqa: ANN401 - python-docx
    """Add the address at which the slip is answered, to be typed or scanned."""
    import segno  # noqa: PLC0415 - only a slip with an address pays for them
    from docx.shared import Mm  # noqa: PLC0415

    document.add_paragraph(f"手机扫码或打开网址签收、回复：{link}")
    picture = io.BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="png", scale=4, border=4)
    picture.seek(0)
    document.add_picture(picture, width=Mm(30))


def _add_table(document: Any, rows: Sequence[tuple[str, ...]]) -> None:  # noqa: ANN401 - python-docx
    from docx.shared import Mm, Pt  # noqa: PLC0415 - only a digest pays for it

    table = document.add_table(rows=1, cols=len(SLIP_HEADS), style="Table Grid")
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, SLIP_HEADS, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, (*row, ""), strict=True):
            cell.text = text
    for row in table.rows:
        for cell, width in zip(row.cells, SLIP_WIDTHS, strict=True):
            cell.width = Mm(width)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(11)


def _moment(moment: dt.datetime) -> str:
    return f"{day_words(moment.date())}{moment:%H:%M}"
