"""A .pdf file's content → its text, without page headers, footers and page numbers.

Only PDFs with a text layer can be read; a scan is refused. PDFium reads forty pages in a tenth of
a second, where a reader in Python needs two seconds, and undoes the radicals (U+2F00) that some
fonts print for characters. Lines broken by the page's width are
joined later, with those of every other format (see text/paragraphs.py).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.core import CadenceError, _
from cadence.extract.files.grids import sentences_of
from cadence.extract.files.pdf_columns import Piece, columns_on
from cadence.extract.files.pdf_tables import Patience, Ruled, letters_of, tables_on

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

PAGE_NUMBER = re.compile(
    r"^[-—–－\s·]*(?:第\s*)?\d{1,4}\s*(?:页)?[-—–－\s·]*(?:[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?$"
)
EDGE = 2  # lines at the top and bottom of a page among which headers and footers are looked for
REPEATED = 0.5  # the share of pages from which a line at the edge is a header or footer
FEWEST = 3  # pages, below which nothing can be said to repeat
MAX_PAGES = 1000
MARK, FIRST_MARK = "\ue000", 0xE100  # letters of no text; they stand for a table until the end
Rows = tuple[tuple[str, ...], ...]
A_PAGE_OF_TEXT = 20  # characters on an average page, below which it is a picture


class ScanError(CadenceError):
    """A document is nothing but pictures: it has no letters to be read."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page's text, with a mark on a line of its own for each table, and the tables' rows."""

    text: str
    tables: Mapping[str, Rows] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Count the characters on it."""
        cells = (cell for rows in self.tables.values() for row in rows for cell in row)
        return len(self.text) + sum(map(len, cells))


def pdf_text(content: bytes, file: Path) -> str:
    """Read a PDF's text layer.

    Raises:
        CadenceError: protected by a password, damaged, or a scan.
    """
    pages = _pages(content, file)
    if sum(page.size for page in pages) < A_PAGE_OF_TEXT * len(pages):
        message = _("{0} is a scan without a text layer; have it recognised (OCR) first")
        raise ScanError(message.format(file))
    tables = {mark: rows for page in pages for mark, rows in page.tables.items()}
    lines = without_edges([page.text.splitlines() for page in pages])
    return "\n".join(_with_tables((line for page in lines for line in page), tables))


def _with_tables(lines: Iterable[str], tables: Mapping[str, Rows]) -> Iterator[str]:
    """Put the sentences of tables in the place of their marks; one may run over several pages."""
    rows: list[Sequence[str]] = []
    for line in lines:
        if rows and not line.strip():
            continue  # between two pages
        found = tables.get(line.strip())
        if rows and (found is None or len(found[0]) != len(rows[0])):
            yield from ("", *sentences_of(rows), "")
            rows = []
        if found is None:
            yield line
        else:
            rows += found
    yield from sentences_of(rows)


def _pages(content: bytes, file: Path) -> list[PdfPage]:
    import pypdfium2  # noqa: PLC0415 - most documents are no PDFs

    try:
        opened = pypdfium2.PdfDocument(content)
        try:
            pages = list(_read_pages(opened, min(len(opened), MAX_PAGES + 1)))
        finally:
            opened.close()
    except pypdfium2.PdfiumError as error:
        raise CadenceError(_why(error).format(file, error)) from error
    if len(pages) > MAX_PAGES:
        message = _("{0} has more than {1} pages; cut it into parts")
        raise CadenceError(message.format(file, MAX_PAGES))
    return pages


def _read_pages(opened: "PdfDocument", count: int) -> Iterator[PdfPage]:
    """Yield the pages; a table without lines may go on from one to the next."""
    patience = Patience()
    goes_on: Sequence[Piece] = ()
    for at in range(count):
        page, goes_on = _page(opened, at, patience, goes_on)
        yield page


def _page(
    opened: "PdfDocument", at: int, patience: Patience, above: Sequence[Piece]
) -> tuple[PdfPage, Sequence[Piece]]:
    """Return one page's text; closing it keeps memory bounded however many pages there are."""
    page = opened[at]
    text = page.get_textpage()
    try:
        whole = str(text.get_text_bounded())
        goes_on: Sequence[Piece] = ()
        found = tables_on(page, text, patience)
        if not found:
            found, goes_on = columns_on(text, whole, patience, above)
        return _parted(text, found, at, whole) if found else PdfPage(whole), goes_on
    finally:
        text.close()
        page.close()


def _parted(text: "PdfTextPage", found: Sequence[Ruled], at: int, whole: str) -> PdfPage:
    """Return a page with marks for its tables; as it was where a letter would be lost."""
    parts: list[str] = []
    marks = {}
    above = None
    for number, each in enumerate(found):
        marks[f"{MARK}{chr(FIRST_MARK + at)}{chr(FIRST_MARK + number)}"] = each.rows
        parts.append(str(text.get_text_bounded(bottom=each.top, top=above)))
        above = each.bottom
    parts.append(str(text.get_text_bounded(top=above)))
    letters = sum(map(letters_of, parts)) + sum(each.letters for each in found)
    if letters != letters_of(whole):
        return PdfPage(whole)
    said = [one for pair in zip(parts, marks, strict=False) for one in pair]
    return PdfPage("\n".join((*said, parts[-1])), marks)


def _why(error: Exception) -> str:
    if "password" in str(error).lower():
        return _("{0} is protected by a password; save a copy without one")
    return _("{0} is damaged or cut short: {1}; export it as PDF again")


def without_edges(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the pages' lines without page numbers and what repeats at the edges."""
    counted = Counter(
        shape for page in pages for shape in {_shape(line) for line in _edges(page)} if shape
    )
    often = max(FEWEST, REPEATED * len(pages))
    repeated = {shape for shape, count in counted.items() if count >= often}
    return [_body(page, repeated) for page in pages]


def _edges(page: Sequence[str]) -> list[str]:
    return [*page[:EDGE], *page[max(EDGE, len(page) - EDGE) :]]


def _shape(line: str) -> str:
    """Return a line with its numbers blanked, so that 第1页 and 第2页 are one."""
    return re.sub(r"\d+", "#", "".join(line.split()))


def _body(page: Sequence[str], repeated: set[str]) -> list[str]:
    last = len(page) - EDGE
    return [
        line
        for place, line in enumerate(page)
        if not (
            (place < EDGE or place >= last)
            and (PAGE_NUMBER.match(line.strip()) or _shape(line) in repeated)
        )
    ]
