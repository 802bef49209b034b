"""Duty tables → .docx: an annex in the manner of GB/T 9704, to be bound behind a document.

A4 with the standard's margins of 37 (天头), 35, 28 (订口) and 26 mm. Nine columns are wide, so the
sheet lies across, its bound edge above, and the margins turn with it; title in 小标宋 二号, table
in 仿宋; heads on every page, rows never divided.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from cadence.print import inset, printable, saved, set_font
from cadence.reports.duty.nouns import HEADS, DutyTable
from cadence.reports.duty.text import cells, foot_lines, head_lines

TITLE_FACE, BODY_FACE, HEAD_FACE = "方正小标宋简体", "仿宋", "黑体"
TITLE_SIZE, ANNEX_SIZE, UNDER_SIZE, TABLE_SIZE = 22, 16, 11, 9.5  # points: 二号, 三号
INSETS = {"left": 57, "bottom": 20, "right": 57}  # of a cell, in twentieths of a point: 1 mm beside
STATE = HEADS.index("状态")
LINE = 11.5  # points between the lines of a table
TIGHT = 1.3  # the lines of the head, in sizes of their font
PAPER = (297, 210)  # mm
MARGINS = {"right": 37, "left": 35, "top": 28, "bottom": 26}  # mm; 天头, 地脚, 订口, 切口
WIDTHS = (10, 47, 34, 34, 26, 25, 18, 18, 13)  # mm; 225 together


def render_document(tables: Sequence[DutyTable]) -> bytes:
    """Return one document; each table begins on a page of its own; same input, same bytes."""
    from docx import Document  # noqa: PLC0415 - only those who write documents pay for it
    from docx.shared import Pt  # noqa: PLC0415

    document = Document()
    created = dt.datetime.combine(tables[0].head.as_of, dt.time())
    document.core_properties.created = document.core_properties.modified = created
    document.core_properties.title = printable(tables[0].head.title)
    set_font(document.styles["Normal"], BODY_FACE, Pt(UNDER_SIZE))
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    _lay_out(document.sections[0])
    for number, table in enumerate(tables):
        _add(document, table, first=number == 0)
    return saved(document)


def _without_gaps(paragraph: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Set no space between Chinese and Latin characters or figures, which would tear dates."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - only those who write documents
    from docx.oxml.ns import qn  # noqa: PLC0415

    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no such setting
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        element = OxmlElement(name)
        element.set(qn("w:val"), "0")
        properties.insert_element_before(
            element,
            "w:bidi",
            "w:adjustRightInd",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:jc",
        )


def _lay_out(section: Any) -> None:  # noqa: ANN401 - python-docx has no types
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - only those who write documents
    from docx.shared import Mm  # noqa: PLC0415

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Mm, PAPER)
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.footer_distance = Mm(MARGINS["bottom"] - 7)  # the page number 7 mm below the text
    _number_pages(section.footer.paragraphs[0])


def _number_pages(paragraph: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Put — n / m — into the foot, counted by whoever opens the file."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, name, after in (("第 ", "PAGE", " 页，"), ("共 ", "NUMPAGES", " 页")):
        paragraph.add_run(before)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own
        paragraph.add_run(after)


def _add(document: Any, table: DutyTable, *, first: bool) -> None:  # noqa: ANN401
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415

    title, *under = map(printable, head_lines(table.head))
    annex = document.add_paragraph()
    annex.paragraph_format.page_break_before = not first
    annex.paragraph_format.line_spacing = Pt(ANNEX_SIZE * TIGHT)
    set_font(annex.add_run("附件"), HEAD_FACE, Pt(ANNEX_SIZE))
    named = document.add_paragraph()
    named.paragraph_format.line_spacing = Pt(TITLE_SIZE * TIGHT)
    named.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_font(named.add_run(title), TITLE_FACE, Pt(TITLE_SIZE))
    _without_gaps(named)
    below = document.add_paragraph("　".join(under).replace("　　", "　"))
    below.paragraph_format.line_spacing = Pt(UNDER_SIZE * TIGHT)
    _add_table(document, table)
    for line in foot_lines(table):
        document.add_paragraph(printable(line))


def _add_table(document: Any, table: DutyTable) -> None:  # noqa: ANN401 - python-docx
    from docx.shared import Mm  # noqa: PLC0415 - as above

    lines: list[tuple[str, ...]] = [HEADS]
    merged: set[int] = set()
    late: set[int] = set()
    for group in table.groups:
        merged.add(len(lines))
        lines.append((group.name,))
        late |= {at for at, row in enumerate(group.rows, len(lines)) if row.is_overdue}
        lines += map(cells, group.rows)
    if not table.groups:
        merged.add(len(lines))
        lines.append(("本月无任务。",))
    made = document.add_table(rows=len(lines), cols=len(HEADS), style="Table Grid")
    made.autofit = False
    inset(made, INSETS)
    for column, width in zip(made.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    grid = made._tbl.tr_lst  # noqa: SLF001 - .cells reads the whole table anew for every row
    for number, (row, texts) in enumerate(zip(grid, lines, strict=True)):
        _keep_whole(row, repeat=number == 0)
        if number in merged:
            _span(row)
        for column, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
            widths = sum(WIDTHS) if number in merged else WIDTHS[column]
            cell.width = Mm(widths)
            face = HEAD_FACE if number == 0 or number in merged else BODY_FACE
            _write(
                cell,
                text,
                made,
                face,
                centred=number == 0 or (column == 0 and number not in merged),
                bold=number in late and column == STATE,
            )
            if number in merged:
                _keep_with_next(cell, made)


def _keep_whole(row: Any, *, repeat: bool) -> None:  # noqa: ANN401 - an element of python-docx
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))


def _span(row: Any) -> None:  # noqa: ANN401 - an element of python-docx
    """Make a row one cell wide."""
    first, *rest = row.tc_lst
    for cell in rest:
        row.remove(cell)
    first.grid_span = len(HEADS)


def _write(  # noqa: PLR0913 - a cell is written so
    cell: Any,  # noqa: ANN401 - python-docx has no types
    text: str,
    table: Any,  # noqa: ANN401
    face: str,
    *,
    centred: bool,
    bold: bool,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415
    from docx.table import _Cell  # noqa: PLC0415

    paragraph = _Cell(cell, table).paragraphs[0]
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(LINE)
    _without_gaps(paragraph)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written = paragraph.add_run(printable(text))
    written.bold = bold or None
    set_font(written, face, Pt(TABLE_SIZE))


def _keep_with_next(cell: Any, table: Any) -> None:  # noqa: ANN401 - python-docx
    from docx.table import _Cell  # noqa: PLC0415 - as above

    _Cell(cell, table).paragraphs[0].paragraph_format.keep_with_next = True
