"""A .csv that a unit sent back → a Grid, line by line, in any usual encoding and parting."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cadence.core import CadenceError, _
from cadence.ledger.sheets.bounds import check_rows, counted, may_be_too_many
from cadence.ledger.sheets.columns import Cells, Grid, find_layout

DELIMITERS = (",", "\t", ";", "，")
UPPER = 200_000  # characters of a text, in which its heads are looked for
HEAD_LINES = 40  # of them
LONGEST_LINE = 1_000_000  # characters
PIECE = 2**20  # bytes
REMEMBERED = 100_000  # texts, so that one of them is kept once


@dataclass(frozen=True, slots=True)
class _Form:
    """How a text is written down."""

    encoding: str
    delimiter: str


class _QuoteInside(Exception):  # noqa: N818 - no fault, but a text to be read less strictly
    """A quotation mark stands in the midst of a cell."""


def text_grid(file: Path, content: bytes) -> Grid:
    """Read a text as one sheet.

    Raises:
        CadenceError: it is none, or has no end; with what to do.
    """
    try:
        form = _form_of(content)
        try:
            _check_lines(content, form)
            return _grid_of(_whole_rows(content, form))
        except _QuoteInside:
            return _grid_of(_rows(content, form))
    except (UnicodeError, csv.Error) as error:
        message = _("{0} is no text in UTF-8 or GBK with separated columns; save it as .xlsx")
        raise CadenceError(message.format(file)) from error


def _check_lines(content: bytes, form: _Form) -> None:
    """See that there are no more rows than anybody fills in, before any of them is kept.

    Raises:
        CadenceError: there are.
        csv.Error, _QuoteInside: as the rows raise them.
    """
    lines = content.count(b"\n")
    if not may_be_too_many(lines):
        return
    if form.encoding != "utf-16" and b'"' not in content:
        check_rows(lines)  # each is a row, where nothing can hold the end of one
    deque(_whole_rows(content, form), maxlen=0)


def _grid_of(rows: Iterable[list[str]]) -> Grid:
    known: dict[str, str] = {}  # a day stands in a thousand rows, and is kept once
    width = 0

    def filled() -> Iterator[tuple[int, tuple[int, ...], Iterable[str]]]:
        nonlocal width
        kept = known.setdefault
        for number, row in enumerate(rows, 1):
            width = max(width, len(row))
            if len(known) > REMEMBERED:
                known.clear()
            if all(map(str.strip, row)):  # as most rows are
                yield number, _columns(len(row)), map(kept, row, row)
            else:
                said = {n: kept(cell, cell) for n, cell in enumerate(row, 1) if cell.strip()}
                yield number, tuple(said), said.values()

    cells = Cells(filled())
    return Grid(name="", cells=cells, width=width, epoch=None)


@lru_cache(maxsize=64)
def _columns(count: int) -> tuple[int, ...]:
    return tuple(range(1, count + 1))


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
    """Read the rows of a text that was read as a sheet before, parted as they were then.

    Raises:
        CadenceError: it has more rows, or longer ones, than anybody fills in.
        csv.Error: it is no text with columns.
    """
    return _rows(content, _form_of(content))


def _form_of(content: bytes) -> _Form:
    """Find out how a text is written: parted by whatever leaves it with heads."""
    encoding = _encoding(content)
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="").read(UPPER)
    upper = "\n".join(text.splitlines()[:HEAD_LINES])
    likely = sorted(DELIMITERS, key=upper.count, reverse=True)
    with_heads = (each for each in likely if find_layout(_grid_of(_parted(upper, each))))
    return _Form(encoding, next(with_heads, likely[0]))


def _rows(content: bytes, form: _Form) -> Iterator[list[str]]:
    """Read the rows, wherever a quotation mark stands."""
    return counted(csv.reader(_lines(content, form.encoding), delimiter=form.delimiter))


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """Yield the lines one after the other: a text may be as large as all the rest together.

    Raises:
        CadenceError: one is longer than any row.
    """
    stream = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    return stream if _has_short_lines(content, encoding) else _bounded(stream)


def _has_short_lines(content: bytes, encoding: str) -> bool:
    """Tell whether each line surely has its end in time, as those of sheets do."""
    begins = 0
    while encoding != "utf-16" and len(content) - begins > LONGEST_LINE:
        begins = content.rfind(b"\n", begins, begins + LONGEST_LINE) + 1
        if not begins:
            return False
    return encoding != "utf-16"


def _bounded(stream: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            message = _("line {0} has more than {1} characters; send its rows in several files")
            raise CadenceError(message.format(number, LONGEST_LINE))
        yield line


def _parted(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _whole_rows(content: bytes, form: _Form) -> Iterator[list[str]]:
    """Read the rows, and see that no quotation mark swallows those after it.

    Raises:
        CadenceError: one is never closed, or only by the next one some lines below; or there are
            more rows, or longer ones, than anybody fills in.
        _QuoteInside: one stands in the midst of a cell and keeps to its line.
    """
    if form.encoding != "utf-16" and b'"' not in content:
        yield from _rows(content, form)
        return
    reader = csv.reader(_lines(content, form.encoding), delimiter=form.delimiter, strict=True)
    begins = 1
    try:
        for row in counted(reader):
            begins = reader.line_num + 1
            yield row
    except csv.Error as error:
        if reader.line_num == begins and "unexpected end" not in str(error):
            raise _QuoteInside from error
        message = _('line {0}: a " is opened and not closed, so the rows after it cannot be read')
        raise CadenceError(message.format(begins)) from error
