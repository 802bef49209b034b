"""A 督办单 → a page, a part of another page, or .docx to be edited: official paper, GB/T 9704.

Below it stand the lines on which its unit confirms and answers it by hand.
"""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from cadence.print import environment, inset, official_document, printable, saved, set_font
from cadence.reports.digest import Slip

WIDTHS = (10, 45, 58, 30, 13)  # millimetres of each column, as wide as the margins leave
CENTRED = frozenset({0, 3, 4})  # columns of figures and days
TABLE_SIZE = 10.5  # points
INSETS = {"left": 57, "right": 57}  # of a cell, in twentieths of a point: 1 mm
SIGNED_AT = 112  # millimetres from the margin, where whoever issues it signs
BLANK_DAY = "____年__月__日"
RECEIPT = (("签收岗位", "", "签收时间", "　　月　　日　　时"), ("回复情况", "", "", ""))
RECEIPT_HEIGHT = 10  # millimetres, to write in by hand
RECEIPT_WIDTHS = (26, 52, 26, 52)
END_WIDTHS = (26, 47, 83)  # the code, its words, and who signs


def render_slip(slip: Slip) -> str:
    """Return a slip as a page: one sheet of A4, what does not fit on it in an annex."""
    return environment("cadence.reports").get_template("slip.html").render(**_shown(slip))


def render_slip_body(slip: Slip) -> str:
    """Return the sheet alone, to stand on another page."""
    return environment("cadence.reports").get_template("_slip_body.html").render(**_shown(slip))


def slip_style() -> str:
    """Return the style of the sheet, for the page that it stands on."""
    return environment("cadence.reports").get_template("_slip.css").render()


def ask_of(slip: Slip) -> str:
    """Say until when an answer is asked for, and of what."""
    by = slip.reply_by or BLANK_DAY
    return f"请于{by}前将办理情况和佐证材料回复本办公室；已经办过的，请补交材料。"


def render_slip_document(slip: Slip, day: dt.date) -> bytes:
    """Return a slip as .docx, to be edited before it is sent; same input, same bytes."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - only a slip pays for it
    from docx.shared import Mm, Pt  # noqa: PLC0415

    document = official_document(day)
    if slip.name:
        named = document.add_paragraph(f"{slip.name}\t签发：")
        named.paragraph_format.tab_stops.add_tab_stop(Mm(SIGNED_AT))
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.line_spacing, head.paragraph_format.space_after = 1.4, Pt(6)
    set_font(head.add_run("督　办　单"), "方正小标宋简体", Pt(22))
    document.add_paragraph(f"{slip.unit}：")
    document.add_paragraph(f"　　{slip.text}").paragraph_format.space_after = Pt(10)
    _add_table(document, (slip.heads, *slip.rows), WIDTHS)
    if slip.rest:
        document.add_paragraph(f"另有{slip.more}项，见附表。")
    document.add_paragraph(f"　　{ask_of(slip)}").paragraph_format.space_before = Pt(10)
    if slip.link:
        _add_end(document, slip)
    else:
        foot = document.add_paragraph(f"{slip.office}\n{slip.day}")
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot.paragraph_format.space_before = foot.paragraph_format.space_after = Pt(14)
    _add_receipt(document)
    if slip.rest:
        annex = document.add_paragraph("附表")
        annex.paragraph_format.page_break_before = True
        _add_table(document, (slip.heads, *slip.rest), WIDTHS)
    return saved(document)


def _shown(slip: Slip) -> dict[str, Any]:
    return {"slip": slip, "ask": ask_of(slip), "code": _code(slip.link) if slip.link else ""}


def _code(link: str) -> str:
    import segno  # noqa: PLC0415 - only a slip with an address pays for it

    code: str = segno.make_qr(link, error="m").svg_inline(border=4, omitsize=True)
    return code


def _add_end(document: Any, slip: Slip) -> None:  # noqa: ANN401 - python-docx
    """Add who signs and, beside it, where the slip is answered, to be typed or scanned."""
    import segno  # noqa: PLC0415 - only a slip with an address pays for them
    from docx.enum.table import WD_ALIGN_VERTICAL  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    table = document.add_table(rows=1, cols=len(END_WIDTHS))  # of no style: no lines
    table.autofit = False
    shown, told, signed = table.rows[0].cells
    for at, (cell, width) in enumerate(zip((shown, told, signed), END_WIDTHS, strict=True)):
        cell.width = table.columns[at].width = Mm(width)  # some look here, some there
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    picture = io.BytesIO()
    segno.make_qr(slip.link, error="m").save(picture, kind="png", scale=4, border=4)
    picture.seek(0)
    drawn = shown.paragraphs[0]
    drawn.paragraph_format.line_spacing = 1.0  # a line of fixed height would cut the picture
    drawn.add_run().add_picture(picture, width=Mm(24))
    words = told.paragraphs[0]
    words.paragraph_format.line_spacing = 1.15
    words.add_run(f"手机扫码或打开网址签收、回复：{slip.link}").font.size = Pt(TABLE_SIZE)
    signed.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    signed.paragraphs[0].add_run(f"{slip.office}\n{slip.day}")


def _add_receipt(document: Any) -> None:  # noqa: ANN401 - python-docx
    """Add the lines on which the unit confirms and answers by hand; its answer has all of one."""
    from docx.enum.table import WD_ALIGN_VERTICAL  # noqa: PLC0415 - only a slip pays for it
    from docx.shared import Mm  # noqa: PLC0415

    table = _add_table(document, RECEIPT, RECEIPT_WIDTHS, head=False)
    _name, first, *_between, last = table.rows[-1].cells
    answer = first.merge(last)
    for empty in answer.paragraphs[1:]:  # one of each cell that it took in
        empty._p.getparent().remove(empty._p)  # noqa: SLF001 - the library has no other way
    for row in table.rows:
        row.height = Mm(RECEIPT_HEIGHT)
        for cell in row.cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


def _add_table(
    document: Any,  # noqa: ANN401 - python-docx
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    head: bool = True,
) -> Any:  # noqa: ANN401
    """Add a table as wide as the text, though its last columns be left out, and return it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - only a slip pays for it
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    shown = list(widths[: len(rows[0])])
    shown[1] += sum(widths) - sum(shown)
    table = document.add_table(rows=0, cols=len(shown), style="Table Grid")
    table.autofit = False
    inset(table, INSETS)
    for column, width in zip(table.columns, shown, strict=True):
        column.width = Mm(width)  # some look here, some at each cell
    for number, row in enumerate(rows):
        for at, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.width = Mm(shown[at])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = 1.15
            run = paragraph.add_run(printable(text))
            if head and number == 0:
                set_font(run, "黑体", Pt(TABLE_SIZE))
            run.font.size = Pt(TABLE_SIZE)
            if not head or number == 0 or at in CENTRED:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if head:  # repeated where the annex goes on
        first = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no other way
        first.append(OxmlElement("w:tblHeader"))
    return table
