"""A page of a PDF whose table has no ruled lines → its cells, row by row.

Words that stand apart on a line are cells. Under a heading that names who or when, the lines below
are rows for as long as white strips run between the same columns; on the next page, too, where the
table went on to the foot of the one before. Where a row begins is told by
wider gaps between lines, by the numbers in the first column, or, where every cell is one line, by
the lines themselves. What fits none of these is no table, and the text is read as it lies.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from cadence.extract.files.grids import TAILS, WHEN, WHO
from cadence.extract.files.pdf_tables import Patience, Ruled, letters_of

APART = 0.8  # of a letter's height; a wider gap on a line parts two cells
WIDER = 1.25  # times the narrowest gap between lines; a row ends there
FEWEST = 3  # columns
LONGEST_NAME = 12  # letters of a column's name
MOST_LETTERS = 20_000  # of a page that is looked at
NAMED = re.compile(f"{WHO}|{WHEN}")
FIRST = 3  # lines at a page's top that may be its header, above a table that goes on
A_PAGES_NUMBER = re.compile(r"[-—–－·第]*\d{1,4}[-—–－·页]*(?:[/／共]+\d{1,4}页?)?")
LEAN = 1.0  # points that words of two columns may overlap


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands together on a line: from where to where, and its words."""

    left: float
    right: float
    text: str


@dataclass(slots=True)
class Line:
    """The pieces at one height of a page."""

    bottom: float
    top: float
    pieces: list[Piece] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """Where it stands."""
        return (self.bottom + self.top) / 2


@dataclass(slots=True)
class Letter:
    """A letter and its box."""

    left: float
    bottom: float
    right: float
    top: float
    sign: str


Cells = dict[int, str]


def _is_heading(line: Line) -> bool:
    """Tell a line whose words, apart, could be the names of columns of who or when."""
    cells = [piece.text for piece in line.pieces]
    short = len(cells) >= FEWEST and all(len(cell) <= LONGEST_NAME for cell in cells)
    return short and any(map(TAILS.match, cells))


def columns_on(
    text: Any,  # noqa: ANN401 - PDFium's
    whole: str,
    patience: Patience,
    above: Sequence[Piece] = (),
) -> tuple[list[Ruled], Sequence[Piece]]:
    """Return the tables without lines of a page, from its top down.

    Args:
        text: PDFium's text page.
        whole: what it says.
        patience: of the whole document; every letter that is looked at counts.
        above: the names of the columns of a table that the page before ended with.

    Returns:
        The tables, and the names of the columns of one that may go on overleaf.
    """
    if len(whole) > MOST_LETTERS or not (above or NAMED.search(whole)):
        return [], ()
    if not patience.takes(len(whole)):
        return [], ()
    lines = _lines(text)
    found: list[Ruled] = []
    goes_on: Sequence[Piece] = ()
    at = 0
    if above and not any(map(_is_heading, lines[:FIRST])):
        table, at = _continued(lines, above, text)
        found += [table] if table else []
        goes_on = above if table else ()
    while at < len(lines):
        table, taken = _table(lines[at:], text) if _is_heading(lines[at]) else (None, 1)
        if table:
            found.append(table)
            goes_on = lines[at].pieces
        elif not A_PAGES_NUMBER.fullmatch("".join(piece.text for piece in lines[at].pieces)):
            goes_on = ()
        at += taken
    return found, goes_on


def _continued(
    lines: Sequence[Line],
    heads: Sequence[Piece],
    text: Any,  # noqa: ANN401
) -> tuple[Ruled | None, int]:
    """Return the table that goes on from the page before, below the page's header if it has one."""
    for first in range(min(FIRST, len(lines))):
        top = lines[first].top
        table, taken = _table([Line(top, top, list(heads)), *lines[first:]], text, is_drawn=False)
        if table:
            return table, first + taken - 1
    return None, 0


def _lines(text: Any) -> list[Line]:  # noqa: ANN401
    """Return a page's lines from its top down, cut where their words stand apart."""
    made: list[list[Letter]] = []
    for letter in sorted(_letters(text), key=lambda each: -(each.bottom + each.top)):
        middle = (letter.bottom + letter.top) / 2
        if made and made[-1][0].bottom < middle < made[-1][0].top:
            made[-1].append(letter)
        else:
            made.append([letter])
    return [_line(sorted(letters, key=lambda each: each.left)) for letters in made]


def _line(letters: Sequence[Letter]) -> Line:
    line = Line(min(each.bottom for each in letters), max(each.top for each in letters))
    held: list[Letter] = []
    for letter, after in zip(letters, (*letters[1:], None), strict=True):
        held.append(letter)
        if after is None or after.left - letter.right > APART * (letter.top - letter.bottom):
            line.pieces.append(
                Piece(held[0].left, letter.right, "".join(each.sign for each in held))
            )
            held = []
    return line


def _letters(text: Any) -> Iterator[Letter]:  # noqa: ANN401
    """Yield what is not white, each in the box of its font: a 、 fills but a corner."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - see pdf.py

    for at in range(text.count_chars()):
        sign, box = chr(pdfium.FPDFText_GetUnicode(text.raw, at)), pdfium.FS_RECTF()
        if not sign.isspace() and pdfium.FPDFText_GetLooseCharBox(text.raw, at, box):
            yield Letter(box.left, box.bottom, box.right, box.top, sign)


def _table(
    lines: Sequence[Line],
    text: Any,  # noqa: ANN401
    *,
    is_drawn: bool = True,
) -> tuple[Ruled | None, int]:
    """Return the table that a heading opens, if it is one, and how many lines it takes.

    Args:
        lines: from the heading on.
        text: PDFium's text page.
        is_drawn: the heading stands on this page, not on the one before.
    """
    heads = lines[0].pieces
    body: list[Line] = []
    covered = _strips(heads)
    for line in lines[1:]:
        covered = _strips([*(Piece(left, right, "") for left, right in covered), *line.pieces])
        if len(covered) < len(heads) or _is_heading(line):
            break
        body.append(line)
    while body and len(body[-1].pieces) == 1 and len(body) > 1:
        body.pop()  # what stands under a table; a cell's last words come back as text
    columns = _columns(heads, [piece for each in (lines[0], *body) for piece in each.pieces])
    if not body or columns is None:
        return None, 1
    said = [_cells(each, columns) for each in body]
    starts = _starts(body, said, heads)
    if not starts:
        return None, 1
    rows = [tuple(piece.text for piece in heads)]
    for first, last in pairwise((*starts, len(body))):
        within = said[first:last]
        rows.append(tuple("\n".join(each[at] for each in within if at in each) for at in columns))
    top, bottom = lines[0].top, body[-1].bottom
    after = lines[len(body) + 1].top if len(lines) > len(body) + 1 else bottom - 1
    low = (bottom + min(after, bottom)) / 2
    letters = sum(letters_of(cell) for row in rows[not is_drawn :] for cell in row)
    if letters != letters_of(str(text.get_text_bounded(bottom=low, top=top + 1))):
        return None, 1
    return Ruled(top + 1, low, tuple(rows), letters), len(body) + 1


def _strips(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Return what words cover across the page, each run between two white strips."""
    made: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda each: each.left):
        if made and piece.left < made[-1][1] - LEAN:
            made[-1] = made[-1][0], max(made[-1][1], piece.right)
        else:
            made.append((piece.left, piece.right))
    return made


def _columns(
    heads: Sequence[Piece], pieces: Sequence[Piece]
) -> dict[int, list[tuple[float, float]]] | None:
    """Give each strip to the column whose name is in it or nearest; None where it is in two."""
    columns: dict[int, list[tuple[float, float]]] = {at: [] for at in range(len(heads))}
    for left, right in _strips(pieces):
        inside = [at for at, head in enumerate(heads) if left <= head.left and head.right <= right]
        if len(inside) > 1:
            return None
        away = [max(left - head.right, head.left - right) for head in heads]
        columns[inside[0] if inside else away.index(min(away))].append((left, right))
    return columns


def _cells(line: Line, columns: dict[int, list[tuple[float, float]]]) -> Cells:
    """Return what a line says in each column."""
    said: Cells = {}
    for piece in line.pieces:
        for column, strips in columns.items():
            if any(left <= piece.left and piece.right <= right for left, right in strips):
                said[column] = said.get(column, "") + piece.text
    return said


def _starts(body: Sequence[Line], said: Sequence[Cells], heads: Sequence[Piece]) -> list[int]:
    """Return the lines with which rows begin; none, where that cannot be told."""
    tails = {at for at, head in enumerate(heads) if TAILS.match(head.text)}
    gaps = [above.middle - below.middle for above, below in pairwise(body)]
    ways = []
    if all(len(each) == len(heads) for each in said):
        ways.append(list(range(len(body))))
    if gaps and max(gaps) > WIDER * min(gaps):
        wide = (max(gaps) + min(gaps)) / 2
        ways.append([0, *(at for at, gap in enumerate(gaps, 1) if gap > wide)])
    ways += [
        [at for at, each in enumerate(said) if all(column in each for column in opening)]
        for opening in ({0}, tails)
    ]
    return next((way for way in ways if _are_rows(way, said, tails)), [])


def _are_rows(starts: Sequence[int], said: Sequence[Cells], tails: set[int]) -> bool:
    """Tell rows: the first line begins one, and each says who or when, and what."""
    if not starts or starts[0] != 0:
        return False
    for first, last in pairwise((*starts, len(said))):
        filled = {column for each in said[first:last] for column in each}
        if not filled & tails or not filled - tails:
            return False
    return True
