"""A .csv that a unit sent back → a Grid, line by line, in any usual encoding and parting."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from cadence.core import CadenceError, _
from cadence.ledger.sheets.bounds import check_rows
from cadence.ledger.sheets.columns import Cells, Grid, find_layout

DELIMITERS = (",", "\t", ";", "，")
UPPER = 200_000  # characters of a text, in which its heads are looked for
HEAD_LINES = 40  # of them
LONGEST_LINE = 1_000_000  # characters
PIECE = 2**20  # bytes


def text_grid(file: Path, content: bytes) -> Grid:
    """Read a text as one sheet.

    Raises:
        CadenceError: it is none, or has no end; with what to do.
    """
    try:
        return _grid_of(text_rows(content))
    except (UnicodeError, csv.Error) as error:
        message = _("{0} is no text in UTF-8 or GBK with separated columns; save it as .xlsx")
        raise CadenceError(message.format(file)) from error


def _grid_of(rows: Iterable[list[str]]) -> Grid:
    known: dict[str, str] = {}  # a day stands in a thousand rows, and is kept once
    kept = known.setdefault
    cells = (
        (
            number,
            [(n, kept(cell, cell)) for n, cell in enumerate(row, 1) if cell.strip()],
        )
        for number, row in enumerate(rows, 1)
    )
    return Grid(name="", cells=Cells(cells), epoch=None)


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    reader = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(content), PIECE):
            reader.decode(content[at : at + PIECE], final=at + PIECE >= len(content))
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def text_rows(content: bytes) -> Iterator[list[str]]:
    """Read the rows of a text, parted by whatever leaves it with heads.

    Raises:
        CadenceError: a quotation mark is never closed, in which line it stands; or it has more
            rows, or longer ones, than anybody fills in.
        csv.Error: it is no text with columns.
    """
    encoding = _encoding(content)
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="").read(UPPER)
    upper = "\n".join(text.splitlines()[:HEAD_LINES])
    likely = sorted(DELIMITERS, key=upper.count, reverse=True)
    with_heads = (each for each in likely if find_layout(_grid_of(_parted(upper, each))))
    delimiter = next(with_heads, likely[0])
    _check_quotes(_lines(content, encoding), delimiter)
    rows = csv.reader(_lines(content, encoding), delimiter=delimiter)
    for number, row in enumerate(rows, 1):
        check_rows(number)
        yield row


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """Yield the lines one after the other: a text may be as large as all the rest together.

    Raises:
        CadenceError: one is longer than any row.
    """
    stream = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            message = _("line {0} has more than {1} characters; send its rows in several files")
            raise CadenceError(message.format(number, LONGEST_LINE))
        yield line


def _parted(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _check_quotes(lines: Iterable[str], delimiter: str) -> None:
    """See that no quotation mark swallows the rows after it.

    Raises:
        CadenceError: one is never closed, or only by the next one some lines below.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for number, _row in enumerate(reader, 1):
            check_rows(number)
            begins = reader.line_num + 1
    except csv.Error as error:
        if reader.line_num == begins and "unexpected end" not in str(error):
            return  # a quotation mark in the midst of a cell, which keeps to its line
        message = _('line {0}: a " is opened and not closed, so the rows after it cannot be read')
        raise CadenceError(message.format(begins)) from error
