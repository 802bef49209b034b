"""A scan or a photo → what was recognised on it, each line with its own strip of the picture.

rapidocr (Apache-2.0) carries its models in its wheel and asks no network; it is the extra
`[scan]`. A recognised word is never more than that: whoever reads it on has the strip to hold it
against. Nothing is left out for being unclear, since a line that is missing is worse than one
that is wrong.
"""

import base64
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cadence.core import CadenceError, _
from cadence.extract.files.apart import Apart, NotInstalledError, read_apart
from cadence.extract.files.grids import with_sentences
from cadence.extract.files.pdf import without_edges

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PAGES = 40
MAX_PIXELS = 60_000_000  # of one page; an A4 at 600 dots an inch has 35
LONGEST = 2400  # pixels of a page's longer side; letters of 10.5 points stay 30 high
DPI, POINTS = 200, 72
UNCLEAR = 0.7  # a page that is read with less on average may lie on its side
AROUND = 0.6  # of a line's height, shown above and below it
COLUMN = "   "  # parts the cells of a row, as in a plain text
# A page takes one to three seconds; onnxruntime asks for 1.4 GB and uses half of it.
WAY = Apart(__name__, "recognised", seconds=400, megabytes=4000)


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line as recognised: its page (from 1), how sure each letter is, its strip as a JPEG."""

    text: str
    page: int
    row: int
    sure: float
    strip: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """All lines of a scan, in reading order, and how many pages it has."""

    lines: tuple[SeenLine, ...]
    pages: int

    @property
    def blank(self) -> tuple[int, ...]:
        """Return the pages on which nothing was recognised."""
        seen = {line.page for line in self.lines}
        return tuple(page for page in range(1, self.pages + 1) if page not in seen)


def read_scan(content: bytes, file: Path) -> Scan | None:
    """Recognise a picture, or a PDF of pictures; None where the extra is not installed.

    Raises:
        CadenceError: damaged, larger than a scan can be, or nothing is written on it.
    """
    try:
        told = json.loads(read_apart(WAY, content, file))
    except NotInstalledError:
        return None
    lines = tuple(
        SeenLine(text, page, row, sure, base64.b64decode(strip))
        for text, page, row, sure, strip in told["lines"]
    )
    if not lines:
        raise CadenceError(_("{0} holds no text").format(file))
    return Scan(lines, told["pages"])


def scan_text(scan: Scan) -> str:
    """Return the text of a scan, without page headers, footers and numbers."""
    pages: list[list[str]] = []
    for page in range(1, scan.pages + 1):
        rows: dict[int, list[str]] = {}
        for line in scan.lines:
            if line.page == page:
                rows.setdefault(line.row, []).append(line.text)
        pages.append([COLUMN.join(each) for each in rows.values()])
    return with_sentences("\n".join(line for page in without_edges(pages) for line in page))


# In a process of its own


def recognised(content: bytes) -> bytes:
    """Return the lines of a scan as JSON: text, page, row, how sure, and the strip of each."""
    told: list[tuple[str, int, int, float, str]] = []
    number = 0
    for number, page in enumerate(pages_of(content), start=1):
        upright, found = _upright(page)
        told += (
            (text, number, row, sure, base64.b64encode(_strip(upright, box)).decode())
            for row, line in enumerate(rows_of(found))
            for text, sure, box in line
        )
    return json.dumps({"pages": number, "lines": told}).encode()


@cache
def _engine() -> Any:  # noqa: ANN401 - rapidocr has no types
    """Load the models, once a page stands ready."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - loads onnxruntime

    # The classifier of upside-down lines turns a long line of print now and then.
    params = {"Global.log_level": "critical", "Global.use_cls": False, "Global.text_score": 0.0}
    return RapidOCR(params=params)


Box = tuple[float, float, float, float]  # left, top, right, bottom
Found = tuple[str, float, Box]


def pages_of(content: bytes) -> Iterator["Image"]:
    """Yield the pages of a picture or a PDF, none larger than is worth looking at.

    Raises:
        ValueError: more of them, or larger, than a scan has.
    """
    if content.startswith(b"%PDF-"):
        import pypdfium2  # noqa: PLC0415 - a picture needs none

        opened = pypdfium2.PdfDocument(content)
        _refuse_long(len(opened))
        for page in opened:
            scale = min(DPI / POINTS, LONGEST / max(page.get_size()))
            yield page.render(scale=scale).to_pil().convert("RGB")
        return
    from PIL import Image, ImageOps, ImageSequence  # noqa: PLC0415 - a PDF needs none

    with Image.open(io.BytesIO(content)) as picture:
        _refuse_long(getattr(picture, "n_frames", 1))
        for frame in ImageSequence.Iterator(picture):
            if frame.width * frame.height > MAX_PIXELS:
                raise ValueError(_("a page has more than {0} pixels").format(MAX_PIXELS))
            page = ImageOps.exif_transpose(frame).convert("RGB")
            page.thumbnail((LONGEST, LONGEST))
            yield page


def _refuse_long(pages: int) -> None:
    if pages > MAX_PAGES:
        raise ValueError(_("it has more than {0} pages of pictures").format(MAX_PAGES))


def _upright(page: "Image") -> tuple["Image", list[Found]]:
    """Return a page as it reads best, and what was found on it."""
    found = _look(page)
    if _sure(found) >= UNCLEAR:
        return page, found
    turned = [(page, found)]
    for angle in (180, 90, 270):
        other = page.rotate(angle, expand=True)
        turned.append((other, _look(other)))
    return max(turned, key=lambda each: _sure(each[1]))


def _sure(found: Sequence[Found]) -> float:
    letters = sum(len(text) for text, _sure, _box in found)
    return sum(len(text) * sure for text, sure, _box in found) / letters if letters else 0.0


def _look(page: "Image") -> list[Found]:
    import numpy as np  # noqa: PLC0415 - comes with rapidocr

    made = _engine()(np.asarray(page)[:, :, ::-1])
    if made.boxes is None or made.txts is None:
        return []
    return [
        (str(text), round(float(sure), 3), _box_of(corners))
        for text, sure, corners in zip(made.txts, made.scores, made.boxes, strict=True)
        if str(text).strip()
    ]


def _box_of(corners: Sequence[Sequence[float]]) -> Box:
    across, down = [float(x) for x, _y in corners], [float(y) for _x, y in corners]
    return min(across), min(down), max(across), max(down)


def rows_of(found: Sequence[Found]) -> list[list[Found]]:
    """Put what stands side by side in one row, rows from the top, each from the left."""
    rows: list[list[Found]] = []
    for each in sorted(found, key=lambda one: one[2][1] + one[2][3]):
        _left, top, _right, bottom = each[2]
        middle = (top + bottom) / 2
        if rows and rows[-1][0][2][1] < middle < rows[-1][0][2][3]:
            rows[-1].append(each)
        else:
            rows.append([each])
    return [sorted(row, key=lambda one: one[2][0]) for row in rows]


def _strip(page: "Image", box: Box) -> bytes:
    """Cut a line out of its page, with a little of what stands around it."""
    left, top, right, bottom = box
    more = (bottom - top) * AROUND
    part = page.crop(
        (
            max(0, int(left - more)), max(0, int(top - more)),
            min(page.width, int(right + more)), min(page.height, int(bottom + more)),
        )
    )  # fmt: skip
    stream = io.BytesIO()
    part.convert("L").save(stream, "JPEG", quality=60)
    return stream.getvalue()
