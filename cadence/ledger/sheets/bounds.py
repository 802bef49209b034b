"""Is a workbook one that can be read, and no larger than anybody fills in? Asked before reading."""

import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from cadence.core import CadenceError, _, open_zip

Row = TypeVar("Row")
LARGEST_SHEETS = 100 * 2**20  # bytes of its sheets unpacked: more is a bomb, not a return
MOST_ROWS = 310_000  # of one sheet: 300,000 duties, and what stands around them
MOST_CELLS = 4_000_000  # of one sheet
MOST_TEXTS = 1_500_000  # that the cells of all sheets share
MOST_MERGED = 1_000_000  # cells of one sheet that merged ranges cover
OLE = b"\xd0\xcf\x11\xe0"  # how .xls, and what a password locks, begin
STRICT = b"http://purl.oclc.org/ooxml"
CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
TEXT = re.compile(rb"<(?:\w+:)?si[ >/]")
ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*ref="([^"]+)"')


def check_workbook(content: bytes, file: Path) -> None:
    """See that a workbook is one that can be read, and no bomb, before anything unpacks it.

    Args:
        content: its bytes.
        file: what it is called.

    Raises:
        CadenceError: it is of another kind, or too large; with what to do.
    """
    if content.startswith(OLE):
        words = _(
            "it is an old .xls, or a password locks it; open it, take the password off and save it"
            " as .xlsx (Excel 工作簿)"
        )
        raise CadenceError(words)
    with open_zip(content, file) as parts:
        listed = parts.infolist()
        if sum(each.file_size for each in listed if _is_read(each)) > LARGEST_SHEETS:
            raise CadenceError(_("the sheets are too large; send their rows in several files"))
        for each in listed:
            if each.filename == "xl/workbook.xml" and STRICT in parts.read(each):
                words = _("it is Strict Open XML; save it as .xlsx (Excel 工作簿, not Strict)")
                raise CadenceError(words)
            if each.filename == "xl/sharedStrings.xml":
                _check_count(TEXT, parts.read(each), MOST_TEXTS)
            if each.filename.startswith("xl/worksheets/"):
                _check_sheet(parts.read(each))


def counted(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield rows one by one, no more of them than anybody fills in.

    Raises:
        CadenceError: there are more.
    """
    yield from islice(rows, MOST_ROWS)
    for _row in rows:
        check_rows(MOST_ROWS + 1)


def may_be_too_many(lines: int) -> bool:
    """Tell whether so many lines may be more rows than anybody fills in."""
    return lines > MOST_ROWS


def check_rows(count: int) -> None:
    """See that there are no more rows than anybody fills in.

    Raises:
        CadenceError: there are.
    """
    if count > MOST_ROWS:
        message = _("a sheet has more than {0} rows; send them in several files")
        raise CadenceError(message.format(MOST_ROWS))


def _is_read(part: zipfile.ZipInfo) -> bool:
    """Tell whether a part is read as a whole, and not a picture that is passed over."""
    return part.filename.endswith((".xml", ".rels"))


def _check_sheet(content: bytes) -> None:
    """See that a sheet has no more rows and merged cells than anybody fills in.

    Raises:
        CadenceError: it has.
    """
    check_rows(sum(1 for _row in ROW.finditer(content)))
    _check_count(CELL, content, MOST_CELLS)
    if sum(map(_area, MERGED.findall(content))) > MOST_MERGED:
        words = _("a sheet merges more than {0} cells; take that merging back and save it")
        raise CadenceError(words.format(MOST_MERGED))


def _check_count(sign: re.Pattern[bytes], content: bytes, most: int) -> None:
    if sum(1 for _sign in sign.finditer(content)) > most:
        raise CadenceError(_("the sheets are too large; send their rows in several files"))


def _area(ref: bytes) -> int:
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 - as in _book

    try:
        left, top, right, bottom = range_boundaries(ref.decode())
    except (ValueError, TypeError):
        return 0  # openpyxl says itself what it cannot read
    return ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
