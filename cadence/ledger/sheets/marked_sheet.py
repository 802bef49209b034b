"""A sheet's XML + reasons → where what is to be written instead of what. Pure.

The sheet is read once, from front to back, and nothing of it is kept but the few places that
change: all else of it stays as its sender's program wrote it, byte for byte.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from cadence.ledger.sheets.columns import REASON
from cadence.ledger.sheets.sheet_row import column_name

UTF_8 = {"utf-8", "utf8", "us-ascii"}
MOST_LETTERS = 32_767  # of a cell
LAST_COLUMN = 16_384
SPANS = re.compile(rb"\s+spans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
PLACE = re.compile("([A-Z]{1,3})[0-9]+")
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Edit = tuple[int, int, bytes]  # from, to, and what stands there now


class UnusualError(Exception):
    """A workbook is written as no spreadsheet program writes it; another way must be taken."""


class Looks(Protocol):
    """The styles of a workbook."""

    def warm(self, style: int) -> int:
        """Return a style with the colour of what is to be mended."""

    def wrapped(self, style: int) -> int:
        """Return a style whose text is broken into lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is to be written into one sheet.

    Attributes:
        heads: the row of its heads; reasons: the column of the reasons, width letters wide.
        told: by row the reason, and the column of the cell to be mended, 0 where there is none.
        has_reasons: it came with such a column, whose old reasons go.
    """

    heads: int
    reasons: int
    width: int
    told: Mapping[int, tuple[int, str]]
    has_reasons: bool

    def touch(self, row: int) -> bool:
        """Tell whether anything of a row may change."""
        return row == self.heads or row in self.told or (self.has_reasons and row > self.heads)


@dataclass(slots=True)
class _Cell:
    """A cell on the way: where it begins, its content begins and ends, and it ends."""

    column: int
    said: dict[str, str]
    start: int
    inner: int = -1
    shut: int = -1
    end: int = -1
    is_formula: bool = False


@dataclass(slots=True)
class _Row:
    number: int
    start: int
    cells: list[_Cell] = field(default_factory=list)


def edits(content: bytes, marks: Marks, looks: Looks) -> list[Edit]:
    """Find what is to be written instead of what, in its order.

    Raises:
        UnusualError: the sheet is not written as spreadsheet programs write theirs.
        xml.parsers.expat.ExpatError: it is no XML.
    """
    return sorted(_Walk(content, marks, looks).edits(), key=lambda each: each[:2])


class _Walk:
    """One walk through a sheet; expat calls `_starts` and `_ends`."""

    def __init__(self, content: bytes, marks: Marks, looks: Looks) -> None:
        self._content, self._marks, self._looks = content, marks, looks
        self._found: list[Edit] = []
        self._columns: list[dict[str, str]] = []
        self._begun: dict[str, int] = {}  # where what stands but once begins
        self._prefix: str | None = None
        self._row, self._cell = _Row(0, 0), _Cell(0, {}, 0)
        self._is_touched = False
        self._left = {marks.heads, *marks.told}

    def edits(self) -> list[Edit]:
        """Walk."""
        parser = self._parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._starts, self._ends
        parser.XmlDeclHandler = _declared
        parser.StartDoctypeDeclHandler = _doctype
        parser.Parse(self._content, True)
        if self._left or "sheetData" not in self._begun:
            raise UnusualError
        if "cols" not in self._begun:
            at = self._begun["sheetData"]
            self._found.append((at, at, self._cols()))
        return self._found

    def _starts(self, name: str, said: dict[str, str]) -> None:
        if self._prefix is None:
            self._prefix = name.removesuffix("worksheet")
        tag = name.removeprefix(self._prefix)
        if tag == "row":
            number = int(said.get("r", self._row.number + 1))
            self._is_touched = self._marks.touch(number)
            self._row = _Row(number, self._parser.CurrentByteIndex)
        elif self._is_touched:
            self._starts_inside(tag, said)
        elif tag == "col":
            self._columns.append(dict(said))
        elif tag in {"cols", "dimension", "sheetData"}:
            self._begun[tag] = self._parser.CurrentByteIndex

    def _starts_inside(self, tag: str, said: dict[str, str]) -> None:
        """Begin what stands inside of a row that may change."""
        at = self._parser.CurrentByteIndex
        if tag == "c":
            place = PLACE.fullmatch(said.get("r", ""))
            if place is None:
                raise UnusualError
            self._cell = _Cell(_column(place[1]), dict(said), at)
        elif self._cell.inner < 0:
            self._cell.inner = at
        if tag == "f":
            self._cell.is_formula = True

    def _ends(self, name: str) -> None:
        tag = name.removeprefix(self._prefix or "")
        if tag == "row":
            if self._is_touched:
                if self._row.cells or self._row.number in self._left:
                    self._found += self._row_edits()
                self._left.discard(self._row.number)
                self._is_touched = False
        elif self._is_touched:
            if tag == "c":
                self._cell.shut, self._cell.end = self._bounds(name)
                self._row.cells.append(self._cell)
        elif tag == "dimension":  # what it says is no longer so, and nothing needs it
            self._found.append((self._begun[tag], self._bounds(name)[1], b""))
        elif tag == "cols":
            self._found.append((self._begun[tag], self._bounds(name)[1], self._cols()))

    def _bounds(self, name: str) -> tuple[int, int]:
        """Return where the content of the element that ends here does, and where itself."""
        at = self._parser.CurrentByteIndex
        if not self._content.startswith(b"</" + name.encode(), at):
            return at, at  # it has none: <c/>
        return at, self._content.index(b">", at) + 1

    def _row_edits(self) -> Iterator[Edit]:
        row, content, marks = self._row, self._content, self._marks
        end = self._parser.CurrentByteIndex
        columns = [cell.column for cell in row.cells]
        if not columns or sorted(set(columns)) != columns or content[end : end + 2] != b"</":
            raise UnusualError
        first = row.cells[0].start
        yield row.start, first, SPANS.sub(b"", content[row.start : first])
        cells = {cell.column: cell for cell in row.cells}
        to_mend = marks.told.get(row.number, (0, ""))[0]
        for column in sorted({marks.reasons, to_mend} - {0}):
            cell = cells.get(column)
            text = self._reason(cell) if column == marks.reasons else self._warmed(column, cell)
            if cell:
                yield cell.start, cell.end, text
            else:
                at = next((each.start for each in row.cells if each.column > column), end)
                yield at, at, text

    def _reason(self, cell: _Cell | None) -> bytes:
        """Write the cell of the reason: the head, a reason, or none any more."""
        row, marks = self._row.number, self._marks
        if cell and cell.is_formula:
            raise UnusualError  # another part of the workbook lists it
        style = int(cell.said.get("s", 0)) if cell else 0
        if row == marks.heads:
            return self._text(style, REASON)
        if row in marks.told:
            return self._text(self._looks.wrapped(style), marks.told[row][1])
        return self._element(marks.reasons, {"s": str(style)}, b"") if cell else b""

    def _warmed(self, column: int, cell: _Cell | None) -> bytes:
        said = dict(cell.said) if cell else {}
        said["s"] = str(self._looks.warm(int(said.get("s", 0))))
        inside = self._content[cell.inner : cell.shut] if cell and cell.inner >= 0 else b""
        return self._element(column, said, inside)

    def _text(self, style: int, text: str) -> bytes:
        tag, said = self._prefix or "", escape(NO_XML.sub("", text)[:MOST_LETTERS])
        inside = f'<{tag}is><{tag}t xml:space="preserve">{said}</{tag}t></{tag}is>'
        kind = {"s": str(style), "t": "inlineStr"}
        return self._element(self._marks.reasons, kind, inside.encode())

    def _element(self, column: int, said: Mapping[str, str], inside: bytes) -> bytes:
        """Write a cell of the row."""
        tag = f"{self._prefix}c"
        named = {**said, "r": f"{column_name(column)}{self._row.number}"}
        return f"<{tag}{_written(named)}>".encode() + inside + f"</{tag}>".encode()

    def _cols(self) -> bytes:
        """Write the widths of all columns, with that of the reasons."""
        tag = self._prefix or ""
        listed = "".join(f"<{tag}col{_written(each)}/>" for each in self._widths())
        return f"<{tag}cols>{listed}</{tag}cols>".encode()

    def _widths(self) -> list[dict[str, str]]:
        """Cut the columns that are said together, so that the reasons stand by themselves."""
        at, found = self._marks.reasons, []
        own = {"min": str(at), "max": str(at)}
        for each in self._columns:
            first, last = int(each["min"]), int(each["max"])
            if first <= at <= last:
                own = {**each, **own}
                sides = ((first, at - 1), (at + 1, min(last, LAST_COLUMN)))
                found += [{**each, "min": f"{a}", "max": f"{b}"} for a, b in sides if a <= b]
            else:
                found.append(each)
        found.append({**own, "width": str(self._marks.width), "customWidth": "1"})
        return sorted(found, key=lambda each: int(each["min"]))


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding or "utf-8").lower() not in UTF_8:
        raise UnusualError


def _doctype(*_said: object) -> None:
    raise UnusualError  # what stands in it moves all places


def _written(said: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in said.items())


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
