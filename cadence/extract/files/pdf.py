"""A .pdf file's content → its text, without page headers, footers and page numbers.

Only PDFs with a text layer can be read; a scan is refused. PDFium reads forty pages in a tenth of
a second, where a reader in Python needs two seconds, and undoes the radicals (U+2F00) that some
fonts print for characters. Lines broken by the page's width are
joined later, with those of every other format (see text/paragraphs.py).
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

PAGE_NUMBER = re.compile(
    r"^[-—–－\s·]*(?:第\s*)?\d{1,4}\s*(?:页)?[-—–－\s·]*(?:[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?$"
)
EDGE = 2  # lines at the top and bottom of a page among which headers and footers are looked for
REPEATED = 0.5  # the share of pages from which a line at the edge is a header or footer
FEWEST = 3  # pages, below which nothing can be said to repeat
MAX_PAGES = 1000
A_PAGE_OF_TEXT = 20  # characters on an average page, below which it is a picture


def pdf_text(content: bytes, file: Path) -> str:
    """Read a PDF's text layer.

    Raises:
        CadenceError: protected by a password, damaged, or a scan.
    """
    pages = _pages(content, file)
    if sum(map(len, pages)) < A_PAGE_OF_TEXT * len(pages):
        message = _("{0} is a scan without a text layer; have it recognised (OCR) first")
        raise CadenceError(message.format(file))
    return "\n".join(
        line for page in without_edges([page.splitlines() for page in pages]) for line in page
    )


def _pages(content: bytes, file: Path) -> list[str]:
    import pypdfium2  # noqa: PLC0415 - most documents are no PDFs

    try:
        opened = pypdfium2.PdfDocument(content)
        try:
            pages = [_page_text(opened, at) for at in range(min(len(opened), MAX_PAGES + 1))]
        finally:
            opened.close()
    except pypdfium2.PdfiumError as error:
        raise CadenceError(_why(error).format(file, error)) from error
    if len(pages) > MAX_PAGES:
        message = _("{0} has more than {1} pages; cut it into parts")
        raise CadenceError(message.format(file, MAX_PAGES))
    return pages


def _page_text(opened: "PdfDocument", at: int) -> str:
    """Return one page's text; closing it keeps memory bounded however many pages there are."""
    page = opened[at]
    text = page.get_textpage()
    try:
        return str(text.get_text_bounded())
    finally:
        text.close()
        page.close()


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
