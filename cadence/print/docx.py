"""What .docx forms share: the page, fonts, and bytes that are the same whenever they are saved."""

import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can name


def official_document(day: dt.date) -> Any:  # noqa: ANN401 - python-docx has no types
    """Return an empty document with the page, face and lines of an official letter (GB/T 9704).

    Args:
        day: on which it says that it was made.
    """
    from docx import Document  # noqa: PLC0415 - only those who write documents pay for it
    from docx.shared import Mm, Pt  # noqa: PLC0415

    document = Document()
    created = dt.datetime.combine(day, dt.time())
    document.core_properties.created = document.core_properties.modified = created
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    set_font(normal, "仿宋", Pt(16))
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = Pt(28), Pt(0)
    return document


def saved(document: Any) -> bytes:  # noqa: ANN401 - python-docx has no types
    """Return a document as .docx; python-docx would stamp each part with the moment of saving."""
    stamped, plain = io.BytesIO(), io.BytesIO()
    document.save(stamped)
    with zipfile.ZipFile(stamped) as found, zipfile.ZipFile(plain, "w") as target:
        for part in found.infolist():
            content = zipfile.ZipInfo(part.filename, EPOCH)
            content.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(content, found.read(part))
    return plain.getvalue()


def set_font(styled: Any, name: str, size: Any) -> None:  # noqa: ANN401 - runs and styles alike
    """Set a font for Latin and for Chinese characters: Word keeps the two apart."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - only those who write documents pay for it

    styled.font.name, styled.font.size = name, size
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def inset(table: Any, widths: Mapping[str, int]) -> None:  # noqa: ANN401 - python-docx has no types
    """Set the white between a table's lines and its text.

    Args:
        table: of python-docx, which has no setting of its own for it.
        widths: twentieths of a point, by side (left, right, bottom); others stay as they are.
    """
    from docx.oxml import OxmlElement  # noqa: PLC0415 - only those who write documents pay for it
    from docx.oxml.ns import qn  # noqa: PLC0415

    margins = OxmlElement("w:tblCellMar")
    for side, width in widths.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - see above


def printable(text: str) -> str:
    """Leave out what XML cannot hold: control characters, which no text has on purpose."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")
