"""A .docx file's content → its text, automatic numbers printed and tables as lines.

A row of a table that has a column 责任单位 or 完成时限 becomes a sentence with the tail that
documents otherwise print: …（责任单位：…。完成时限：…）.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml.etree import XMLParser, XMLSyntaxError, fromstring
from lxml.etree import _Element as Element

from cadence.core import CadenceError, _, open_zip
from cadence.extract.files.grids import sentences_of
from cadence.extract.files.word_numbering import Numbering, W, numbering, whole

MAX_PART = 30_000_000  # bytes of XML; ours of two hundred pages has two million
MAX_CHARACTERS = 3_000_000  # as many as two thousand pages
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MAX_DEPTH = 256  # of libxml2, for documents that are not trusted
TABLE = f"{W}tbl"
MOST_COLUMNS = 60


def word_text(content: bytes, file: Path) -> str:
    """Read a .docx.

    Raises:
        CadenceError: it is damaged, larger or deeper than a document, or a .zip of another kind.
    """
    try:
        with open_zip(content, file) as packed:
            names = set(packed.namelist())
            if "word/document.xml" not in names:
                message = _("{0} is not a Word document; cadence reads .txt .docx .pdf .html .md")
                raise CadenceError(message.format(file))
            body, lists, styles = (
                _part(packed, names, name, file) for name in ("document", "numbering", "styles")
            )
        return "" if body is None else _joined(_lines(body, numbering(lists, styles)), file)
    except DAMAGED as error:
        message = _("{0} is damaged or cut short: {1}; open and save it again in Word")
        raise CadenceError(message.format(file, _why(error))) from error


# LookupError: an encoding that nobody knows; NotImplementedError: a way of packing.
DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, XMLSyntaxError, EOFError, OSError, ValueError,
    RuntimeError, LookupError, zlib.error,
)  # fmt: skip


def _why(error: Exception) -> str:
    deep = isinstance(error, XMLSyntaxError) and "Excessive depth" in str(error)
    return _("it nests more than {0} elements").format(MAX_DEPTH) if deep else str(error)


def _part(packed: zipfile.ZipFile, names: set[str], name: str, file: Path) -> Element | None:
    path = f"word/{name}.xml"
    if path not in names:
        return None
    if packed.getinfo(path).file_size > MAX_PART:
        raise CadenceError(_("{0} unpacks to more than a document can hold").format(file))
    # Refuses what nests too deep, and zipfile checks each part's CRC; Word writes no DOCTYPE.
    parser = XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = fromstring(packed.read(path), parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError(_("it declares entities of its own"))
    return root


def _joined(lines: Iterable[str], file: Path) -> str:
    """Join lines, counting: a few cells and numbers can be repeated without end."""
    made, held = [], 0
    for line in lines:
        held += len(line) + 1
        if held > MAX_CHARACTERS:
            message = _("{0} holds more than {1} characters; cut it into parts")
            raise CadenceError(message.format(file, MAX_CHARACTERS))
        made.append(line)
    return "\n".join(made)


def _lines(body: Element, lists: Numbering) -> Iterator[str]:
    """Yield a line for every paragraph and every row of a table, in reading order."""
    for child in body:
        if child.tag == f"{W}p":
            yield from (_number(child, lists) + _text(child)).split("\n")
        elif child.tag == TABLE:
            yield from sentences_of(_rows(child, lists))
        elif child.tag not in SKIPPED and child.tag != FALLBACK:
            yield from _lines(child, lists)


def _own(around: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table, or the cells of a row: not those of a table inside it."""
    for child in around:
        if child.tag == tag:
            yield child
        elif child.tag != TABLE and child.tag not in SKIPPED:
            yield from _own(child, tag)


def _rows(table: Element, lists: Numbering) -> Iterator[list[str]]:
    """Yield a table's rows; a cell merged with the one above says the same, a wide one is many."""
    above: list[str] = []
    for row in _own(table, f"{W}tr"):
        cells: list[str] = []
        for cell in _own(row, f"{W}tc"):
            said = "\n".join(line.strip() for line in _lines(cell, lists))
            properties = cell.find(f"{W}tcPr")
            merged = properties.find(f"{W}vMerge") if properties is not None else None
            if merged is not None and merged.get(f"{W}val", "continue") == "continue":
                said = above[len(cells)] if len(cells) < len(above) else said
            span = properties.find(f"{W}gridSpan") if properties is not None else None
            wide = whole(span.get(f"{W}val", "1")) if span is not None else 1
            cells += [said, *([""] * min(wide - 1, MOST_COLUMNS - len(cells)))]
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
        level = whole(own_level.get(f"{W}val", "0")) if own_level is not None else level
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
