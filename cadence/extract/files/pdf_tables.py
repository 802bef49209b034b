"""A page of a PDF whose ruled lines make a table → its cells, row by row.

PDFium tells where lines are drawn and what text stands inside a box; a table is where they cross.
A cell that runs over several rows speaks for each of them. Where a letter of the region stands in
no cell, or in two, nothing is said to be a table, and the text is read as it lies.
"""

from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_float
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

NEAR = 3.0  # points between two strokes of one line
SHORT = 8.0  # points; a shorter stroke is an underline, a tick or the end of a thick one
STRAIGHT = 1.5  # points that a stroke may lean
MOST = 2_000  # lines of a page; more is a drawing
MOST_DRAWN = 500_000  # texts, strokes and pictures of a document
FEWEST = 3  # lines each way: two columns, two rows

Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line: where it lies across, and from where to where it runs."""

    at: float
    first: float
    last: float

    def covers(self, place: float) -> bool:
        """Tell whether it runs past a place."""
        return self.first - NEAR <= place <= self.last + NEAR


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table of a page.

    Attributes:
        top, bottom: how high it reaches.
        rows: each as wide as the others.
        letters: how many of the page's stand in it.
    """

    top: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]
    letters: int


class Patience:
    """How many drawn things of a document are still looked at; then its pages are only text."""

    def __init__(self, most: int = MOST_DRAWN) -> None:
        self.left = most

    def takes(self, count: int) -> bool:
        """Take so many, if there are so many left."""
        self.left -= count
        return self.left >= 0


def tables_on(page: Any, text: Any, patience: Patience) -> list[Ruled]:  # noqa: ANN401 - PDFium's
    """Return the ruled tables of a page, from its top down.

    Args:
        page: PDFium's page.
        text: its text page.
        patience: of the whole document.
    """
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - see pdf.py

    if not patience.takes(pdfium.FPDFPage_CountObjects(page.raw)):
        return []
    across, down = _strokes(page, patience)
    found = (_ruled(band, across, down, text) for band in _bands(down))
    return sorted((each for each in found if each), key=lambda each: -each.top)


def _strokes(page: Any, patience: Patience) -> tuple[list[Stroke], list[Stroke]]:  # noqa: ANN401
    across, down = [], []
    for ax, ay, bx, by in _lines(page, patience):
        if abs(ay - by) <= STRAIGHT and abs(ax - bx) >= SHORT:
            across.append(Stroke((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= STRAIGHT and abs(ay - by) >= SHORT:
            down.append(Stroke((ax + bx) / 2, min(ay, by), max(ay, by)))
    return ([], []) if len(across) + len(down) > MOST else (across, down)


def _lines(page: Any, patience: Patience) -> Iterator[Box]:  # noqa: ANN401
    """Yield the straight strokes that are drawn on a page, from point to point."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - see pdf.py

    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1):
        matrix, begun, last = drawn.get_matrix(), None, None
        count = pdfium.FPDFPath_CountSegments(drawn.raw)
        if not patience.takes(count):
            return
        for at in range(count):
            segment, x, y = pdfium.FPDFPath_GetPathSegment(drawn.raw, at), c_float(), c_float()
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = matrix.on_point(x.value, y.value)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO or last is None:
                begun = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield (*last, *point)
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment) and begun:
                yield (*last, *begun)


def _bands(down: Iterable[Stroke]) -> Iterator[tuple[float, float]]:
    """Yield how high strokes downwards reach, those that meet or overlap as one."""
    band: tuple[float, float] | None = None
    for each in sorted(down, key=lambda each: each.first):
        if band and each.first <= band[1] + NEAR:
            band = band[0], max(band[1], each.last)
            continue
        if band:
            yield band
        band = each.first, each.last
    if band:
        yield band


def _ruled(
    band: tuple[float, float],
    across: Sequence[Stroke],
    down: Sequence[Stroke],
    text: Any,  # noqa: ANN401
) -> Ruled | None:
    inside = [each for each in across if band[0] - NEAR <= each.at <= band[1] + NEAR]
    cutting = [
        each for each in down if each.first >= band[0] - NEAR and each.last <= band[1] + NEAR
    ]
    if not inside:
        return None
    ends = (min(each.first for each in inside), max(each.last for each in inside))
    xs = _places((*(each.at for each in cutting), *ends))
    ys = _places(each.at for each in inside)[::-1]
    if len(xs) < FEWEST or len(ys) < FEWEST:
        return None
    grid = [list(_cells(xs, (low + high) / 2, cutting)) for high, low in pairwise(ys)]
    rows: list[tuple[str, ...]] = []
    letters = 0
    above: dict[tuple[float, float], str] = {}
    for number, cells in enumerate(grid):
        said: dict[tuple[float, float], str] = {}
        for left, right in cells:
            if number and (left, right) in above and not _is_cut(inside, ys[number], left, right):
                said[left, right] = above[left, right]
                continue
            low = _lowest(ys, number, inside, left, right)
            cell = _text(text, (left, low, right, ys[number]))
            letters += letters_of(cell)
            said[left, right] = cell
        rows.append(tuple(_row(xs, said)))
        above = said
    beside = text.get_text_bounded(bottom=ys[-1], top=ys[0])  # whatever stands at that height
    if not letters or letters != letters_of(str(beside)):
        return None
    return Ruled(ys[0], ys[-1], tuple(rows), letters)


def letters_of(said: str) -> int:
    """Count what is not white."""
    return len("".join(said.split()))


def _places(found: Iterable[float]) -> list[float]:
    """Return places in their order, those near each other as one."""
    kept: list[float] = []
    for each in sorted(found):
        if not kept or each - kept[-1] > NEAR:
            kept.append(each)
    return kept


def _cells(
    xs: Sequence[float], middle: float, down: Sequence[Stroke]
) -> Iterator[tuple[float, float]]:
    """Yield the cells of a row, from left to right: where a stroke runs through it, one ends."""
    left = xs[0]
    for x in xs[1:]:
        is_cut = any(abs(each.at - x) <= NEAR and each.covers(middle) for each in down)
        if x == xs[-1] or is_cut:
            yield left, x
            left = x


def _is_cut(across: Sequence[Stroke], y: float, left: float, right: float) -> bool:
    """Tell whether a line parts a cell from the one above."""
    middle = (left + right) / 2
    return any(abs(each.at - y) <= NEAR and each.covers(middle) for each in across)


def _lowest(
    ys: Sequence[float], number: int, across: Sequence[Stroke], left: float, right: float
) -> float:
    """Return how far down a cell reaches: to the first line below it."""
    below = ys[number + 1 :]
    return next((y for y in below if _is_cut(across, y, left, right)), below[-1])


def _text(text: Any, box: Box) -> str:  # noqa: ANN401
    left, bottom, right, top = box
    said = text.get_text_bounded(left=left, bottom=bottom, right=right, top=top)
    return str(said).replace("\r\n", "\n").strip()


def _row(xs: Sequence[float], said: dict[tuple[float, float], str]) -> Iterator[str]:
    """Yield a cell for each column; one that runs over several stands in the first of them."""
    by_left = {left: cell for (left, _right), cell in said.items()}
    for x in xs[:-1]:
        yield by_left.get(x, "")
