"""An .ofd file's content → its text (GB/T 33190), without page headers, footers and numbers.

ofdkit (Apache-2.0) is plain Python and puts the runs of a page in reading order; words in columns
come back parted by spaces, as in a plain text. A page that cannot be read refuses the document.
"""

import json
import zipfile
from pathlib import Path

from cadence.core import CadenceError, _, open_zip
from cadence.extract.files.apart import Apart, NotInstalledError, read_apart
from cadence.extract.files.grids import with_sentences
from cadence.extract.files.pdf import A_PAGE_OF_TEXT, MAX_PAGES, without_edges

WAY = Apart(__name__, "pages_of", seconds=30, megabytes=600)


def is_ofd(content: bytes, file: Path) -> bool:
    """Tell an .ofd from other .zip files; one that is damaged is none.

    Raises:
        CadenceError: it unpacks to more than a document can hold.
    """
    try:
        with open_zip(content, file) as packed:
            return "OFD.xml" in packed.namelist()
    except zipfile.BadZipFile:
        return False


def ofd_text(content: bytes, file: Path, way: Apart = WAY) -> str:
    """Read an .ofd.

    Raises:
        CadenceError: damaged, a scan, too long, or the library that reads it is missing.
    """
    try:
        pages = json.loads(read_apart(way, content, file))
    except NotInstalledError as error:
        message = _(
            "{0} is an .ofd file, and ofdkit is not installed; export it as .docx or .pdf,"
            " or install ofdkit"
        )
        raise CadenceError(message.format(file)) from error
    if len(pages) > MAX_PAGES:
        message = _("{0} has more than {1} pages; cut it into parts")
        raise CadenceError(message.format(file, MAX_PAGES))
    if sum(map(len, pages)) < A_PAGE_OF_TEXT * len(pages):
        message = _("{0} is a scan without a text layer; have it recognised (OCR) first")
        raise CadenceError(message.format(file))
    lines = without_edges([page.splitlines() for page in pages])
    return with_sentences("\n".join(line for page in lines for line in page))


def pages_of(content: bytes) -> bytes:
    """Return the text of each page as JSON, in a process of its own.

    Raises:
        ValueError: a part that the document names is not in it.
    """
    import ofdkit  # noqa: PLC0415 - most documents are no .ofd

    with ofdkit.open(content) as document:
        found = document.pages[: MAX_PAGES + 1]
        pages = [page.text() for page in found]
        if document.warnings:
            raise ValueError(document.warnings[0])
    return json.dumps(pages).encode()
