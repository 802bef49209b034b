"""A PreparedText text → .docx, laid out as an official letter is, to be edited in Word or WPS."""

from typing import Any

from cadence.core import Table
from cadence.print import official_document, printable, saved, set_font
from cadence.reports.overview.period import PreparedText, date_line

NUMBERS = "一二三四五"
WIDTHS = {  # millimetres, as wide as the margins leave
    "事项": 42,
    "依据": 29,
    "单位": 24,
    "应办结日": 27,
    "责任岗位": 20,
    "按时/应办": 44,
    "逾期": 14,
    "最久": 22,
}
PLAIN = 24  # of any other column
INDENT = "　　"


def render_prepared(prepared: PreparedText) -> bytes:
    """Return the text as .docx; the same text gives the same bytes."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - only who writes one pays for it
    from docx.shared import Pt  # noqa: PLC0415

    document = official_document(prepared.day)
    document.core_properties.title = printable(prepared.title)
    for words, face, size in ((prepared.title, "方正小标宋简体", 22), (prepared.stand, "楷体", 16)):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        set_font(line.add_run(printable(words)), face, Pt(size))
        line.paragraph_format.line_spacing = Pt(32)
    for number, part in zip(NUMBERS, prepared.parts, strict=True):
        head = document.add_paragraph()
        head.paragraph_format.keep_with_next = True
        set_font(head.add_run(f"{INDENT}{number}、{part.head}"), "黑体", Pt(16))
        for said in part.lines:
            document.add_paragraph(f"{INDENT}{printable(said)}")
        if part.table:
            _add_table(document, part.table)
        for said in part.after:
            document.add_paragraph(f"{INDENT}{printable(said)}")
    foot = document.add_paragraph(f"\n{printable(prepared.office)}\n{date_line(prepared)}")
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return saved(document)


def _add_table(document: Any, table: Table) -> None:  # noqa: ANN401 - python-docx has no types
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415 - see render_prepared
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    shown = document.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    shown.autofit = False
    for column, name in zip(shown.columns, table.heads, strict=True):
        column.width = Mm(WIDTHS.get(name, PLAIN))
    head = shown.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no other way
    head.append(OxmlElement("w:tblHeader"))  # repeated on every page
    for cells in (table.heads, *table.rows):
        row = shown.rows[0] if cells is table.heads else shown.add_row()
        for cell, name, text in zip(row.cells, table.heads, cells, strict=True):
            cell.width = Mm(WIDTHS.get(name, PLAIN))
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            face = "黑体" if cells is table.heads else "仿宋"
            set_font(paragraph.add_run(printable(text)), face, Pt(10.5))
