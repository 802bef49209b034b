"""A PreparedText text → .docx, laid out as an official letter is, to be edited in Word or WPS."""

from typing import Any

from cadence.core import Table
from cadence.print import inset, official_document, printable, saved, set_font
from cadence.reports.overview.period import PreparedText, date_line
from cadence.reports.overview.words import TITLE

NUMBERS = "一二三四五"
WIDTHS = {  # millimetres, as wide together as the margins leave
    "事项": 28,
    "依据": 35,
    "单位": 24,
    "应办结日": 31,
    "责任岗位": 22,
    "本期按时/应办": 40,
    "其中以前到期": 27,
    "逾期": 16,
    "最久": 19,
}
PLAIN = 23  # of any other column
INSETS = {"left": 57, "right": 57}  # of a cell, in twentieths of a point: 1 mm
TITLE_LINE = 20  # characters of 二号 between the margins
INDENT = "　　"


def render_prepared(prepared: PreparedText) -> bytes:
    """Return the text as .docx; the same text gives the same bytes."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - only who writes one pays for it
    from docx.shared import Pt  # noqa: PLC0415

    document = official_document(prepared.day)
    document.core_properties.title = printable(prepared.title)
    for words, face, size in (
        (_in_lines(prepared.title), "方正小标宋简体", 22),
        (prepared.stand, "楷体", 16),
    ):
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


def _in_lines(title: str) -> str:
    """Break a title that is too long for its line where its sense allows."""
    before, said, after = title.partition(TITLE)
    return f"{before}\n{said}{after}" if len(title) > TITLE_LINE and before else title


def _in_cell(text: str) -> str:
    """Put a later day on a line of its own, so that neither day is broken."""
    first, given, later = text.partition("（延至")
    return f"{first}\n延至{later.removesuffix('）')}" if given else text


def _add_table(document: Any, table: Table) -> None:  # noqa: ANN401 - python-docx has no types
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415 - see render_prepared
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    shown = document.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    shown.autofit = False
    inset(shown, INSETS)
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
            set_font(paragraph.add_run(printable(_in_cell(text))), face, Pt(10.5))
