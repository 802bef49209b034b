"""A .docx file's content → its text, automatic numbers printed and tables as lines.

A row of a table that has a column 责任单位 or 完成时限 becomes a sentence with the tail that
documents otherwise print: …（责任单位：…。完成时限：…）.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from cadence.core import CadenceError, _
from cadence.extract.files.grids import sentences_of
from cadence.extract.files.word_numbering import Numbering, W, numbering

MAX_UNPACKED = 200_000_000  # bytes; more in a file of 20 MB is no document but a bomb
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MOST_COLUMNS = 60


def word_text(content: bytes, file: Path) -> str:
    """Read a .docx.

    Raises:
        CadenceError: it is damaged, or a .zip of another kind.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
            if "OFD.xml" in names:
                message = _(
                    "{0} is an .ofd file, which cadence cannot read; export it as .docx or .pdf"
                )
                raise CadenceError(message.format(file))
            if "word/document.xml" not in names:
                message = _("{0} is not a Word document; cadence reads .txt .docx .pdf .html .md")
                raise CadenceError(message.format(file))
            if sum(each.file_size for each in packed.infolist()) > MAX_UNPACKED:
                raise CadenceError(_("{0} unpacks to more than a document can hold").format(file))
            body, lists, styles = (
                _part(packed, names, name) for name in ("document", "numbering", "styles")
            )
    except (zipfile.BadZipFile, ParseError, EOFError, OSError, ValueError, RuntimeError) as error:
        message = _("{0} is damaged or cut short: {1}; open and save it again in Word")
        raise CadenceError(message.format(file, error)) from error
    if body is None:
        raise CadenceError(_("{0} holds no text").format(file))
    return "\n".join(_lines(body, numbering(lists, styles)))


def _part(packed: zipfile.ZipFile, names: set[str], name: str) -> Element | None:
    path = f"word/{name}.xml"
    # Expat refuses entities that blow up, and zipfile checks each part's CRC.
    return fromstring(packed.read(path)) if path in names else None  # noqa: S314 - see above


def _lines(body: Element, lists: Numbering) -> Iterator[str]:
    """Yield a line for every paragraph and every row of a table, in reading order."""
    for child in body:
        if child.tag == f"{W}p":
            yield from (_number(child, lists) + _text(child)).split("\n")
        elif child.tag == f"{W}tbl":
            yield from sentences_of(list(_rows(child, lists)))
        elif child.tag not in SKIPPED and child.tag != FALLBACK:
            yield from _lines(child, lists)


def _rows(table: Element, lists: Numbering) -> Iterator[list[str]]:
    """Yield a table's rows; a cell merged with the one above says the same, a wide one is many."""
    above: list[str] = []
    for row in table.iter(f"{W}tr"):
        cells: list[str] = []
        for cell in row.findall(f"{W}tc"):
            said = "".join(line.strip() for line in _lines(cell, lists))
            properties = cell.find(f"{W}tcPr")
            merged = properties.find(f"{W}vMerge") if properties is not None else None
            if merged is not None and merged.get(f"{W}val", "continue") == "continue":
                said = above[len(cells)] if len(cells) < len(above) else said
            span = properties.find(f"{W}gridSpan") if properties is not None else None
            wide = str(span.get(f"{W}val", "1")) if span is not None else "1"
            cells += [said, *([""] * (min(int(wide), MOST_COLUMNS) - 1 if wide.isdecimal() else 0))]
        yield cells
        above = cells


def _number(paragraph: Element, lists: Numbering) -> str:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return ""
    style = properties.find(f"{W}pStyle")
    num, level = lists.styles.get(style.get(f"{W}val", "") if style is not None else "", ("", 0))
    own = properties.find(f"{W}numPr")
    if own is not None:
        own_num, own_level = own.find(f"{W}numId"), own.find(f"{W}ilvl")
        num = own_num.get(f"{W}val", "") if own_num is not None else num
        level = int(own_level.get(f"{W}val", "0")) if own_level is not None else level
    return lists.label(num, level) if num and num != "0" else ""


def _text(element: Element) -> str:
    """Return a paragraph's text as it stands after all changes are accepted."""
    made = []
    for child in element:
        if child.tag == f"{W}t":
            made.append(child.text or "")
        elif child.tag == f"{W}tab":
            made.append(" ")
        elif child.tag in {f"{W}br", f"{W}cr"}:
            made.append("\n" if child.get(f"{W}type") != "page" else "")
        elif child.tag not in SKIPPED and child.tag != FALLBACK:
            made.append(_text(child))
    return "".join(made)
