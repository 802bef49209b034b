"""A 督办单 → a page, a part of another page, or .docx to be edited: official paper, GB/T 9704.

Below it stand the lines on which its unit confirms and answers it by hand.
"""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from cadence.print import environment, official_document, printable, saved, set_font
from cadence.reports.digest import Slip

WIDTHS = (10, 51, 60, 22, 13)  # millimetres of each column, as wide as the margins leave
TABLE_SIZE, INSET = 10.5, 57  # points; of a cell, in twentieths of a point: 1 mm
BLANK_DAY = "____年__月__日"
RECEIPT = (("签收岗位", "", "签收时间", "　　月　　日　　时"), ("回复情况", "", "", ""))
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
    from docx.shared import Pt  # noqa: PLC0415

    document = official_document(day)
    if slip.name:
        document.add_paragraph(f"{slip.name}　　签发：")
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
    _add_table(document, RECEIPT, RECEIPT_WIDTHS)
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


def _inset(table: Any) -> None:  # noqa: ANN401 - python-docx
    """Narrow the white beside the text, so that a document's number fits into one line."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - only a slip pays for it
    from docx.oxml.ns import qn  # noqa: PLC0415

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(INSET))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - python-docx has no margins of its own


def _add_table(
    document: Any,  # noqa: ANN401 - python-docx
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
) -> None:
    from docx.shared import Mm, Pt  # noqa: PLC0415 - only a slip pays for it

    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    _inset(table)
    for column, width in zip(table.columns, widths, strict=False):
        column.width = Mm(width)  # some look here, some at each cell
    for row in rows:
        for cell, text, width in zip(table.add_row().cells, row, widths, strict=False):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = 1.15
            paragraph.add_run(printable(text)).font.size = Pt(TABLE_SIZE)
