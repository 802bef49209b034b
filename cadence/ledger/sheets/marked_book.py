"""A .xlsx + reasons → its copy, part by part: what is not to be mended stays as it was.

Neither the cells of a sheet nor its text but once are held in memory, and nothing is lost that a
library would not know how to write again.
"""

import copy
import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any
from xml.parsers import expat

from lxml import etree

from cadence.ledger.sheets.marked_sheet import Edit, Marks, UnusualError, edits

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BOOK, TARGETS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"


class _Styles:
    """The styles of a workbook, and those that a copy adds."""

    def __init__(self, content: bytes, colour: str) -> None:
        self._root = _parsed(content)
        self._fills, self._formats = (
            self._root.find(f"{MAIN}fills"),
            self._root.find(f"{MAIN}cellXfs"),
        )
        if self._fills is None or self._formats is None:
            raise UnusualError
        self._colour = colour
        self._fill = ""  # its number, once it is made
        self._made: dict[tuple[str, int], int] = {}

    def warm(self, style: int) -> int:
        """Return a style with the colour of what is to be mended."""
        return self._like("warm", style)

    def wrapped(self, style: int) -> int:
        """Return a style whose text is broken into lines."""
        return self._like("wrapped", style)

    def content(self) -> bytes:
        """Return the part with what was added."""
        for each in (self._fills, self._formats):
            each.set("count", str(len(each)))
        written: bytes = etree.tostring(
            self._root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        return written

    def _like(self, kind: str, style: int) -> int:
        if (kind, style) not in self._made:
            added = copy.deepcopy(self._formats[style])
            if kind == "warm":
                added.set("fillId", self._warm_fill())
                added.set("applyFill", "1")
            else:
                for old in added.findall(f"{MAIN}alignment"):
                    added.remove(old)
                added.insert(0, etree.Element(f"{MAIN}alignment", wrapText="1", vertical="top"))
                added.set("applyAlignment", "1")
            self._formats.append(added)
            self._made[kind, style] = len(self._formats) - 1
        return self._made[kind, style]

    def _warm_fill(self) -> str:
        if not self._fill:
            fill = etree.SubElement(self._fills, f"{MAIN}fill")
            pattern = etree.SubElement(fill, f"{MAIN}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{MAIN}fgColor", rgb=self._colour)
            self._fill = str(len(self._fills) - 1)
        return self._fill


def marked_book(made: IO[bytes], content: bytes, marks: Mapping[str, Marks], colour: str) -> None:
    """Write a copy of a workbook with the reasons in it.

    Args:
        made: where to.
        content: of the workbook.
        marks: by the names of its sheets.
        colour: of the cells to be mended.

    Raises:
        UnusualError: it is not written as spreadsheet programs write theirs; nothing was written.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        try:
            parts = _parts(book)
            styles = _Styles(book.read(STYLES), colour)
            found = {
                parts[each]: edits(book.read(parts[each]), said, styles)
                for each, said in marks.items()
            }
        except (LookupError, ValueError, SyntaxError, expat.ExpatError) as error:
            raise UnusualError from error
        with zipfile.ZipFile(made, "w") as written:
            for part in book.infolist():
                with written.open(_like(part), "w") as stream:
                    if part.filename == STYLES:
                        stream.write(styles.content())
                    else:
                        stream.writelines(_spliced(book.read(part), found.get(part.filename, ())))


def _like(part: zipfile.ZipInfo) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(part.filename, part.date_time)
    found.compress_type = zipfile.ZIP_DEFLATED
    found.file_size = part.file_size
    return found


def _spliced(content: bytes, found: Iterable[Edit]) -> Iterator[bytes | memoryview]:
    whole, done = memoryview(content), 0
    for start, end, text in found:
        yield whole[done:start]
        yield text
        done = end
    yield whole[done:]


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by the sheet's name."""
    targets = {each.get("Id"): each.get("Target") for each in _parsed(book.read(TARGETS))}
    sheets = _parsed(book.read(BOOK)).iter(f"{MAIN}sheet")
    return {
        each.get("name"): posixpath.normpath(posixpath.join("/xl", targets[each.get(RELATION)]))[1:]
        for each in sheets
    }


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - lxml's
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(content, parser)
