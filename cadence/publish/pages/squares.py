"""An address → the squares of its QR code, as rows of 0 and 1, in a tenth of segno's time. Pure.

A build draws three codes a unit. Those of one size and level differ in their data alone: segno
draws one of them, which says what is frame and what bears data, and the data of the others are
laid into that frame (ISO/IEC 18004:2015). tests/publish/test_qr.py holds them beside segno's own.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import pairwise, zip_longest
from operator import itemgetter
from typing import Any

LEVELS = ("h", "q", "m")  # the first that the size has room for; m bears a smudged or folded poster
VERSIONS = range(1, 41)
LONG_COUNT = 10  # the version from which on a length takes two bytes
BYTES, BYTE = 0b0100, 8
PADDING = (0xEC, 0x11)
FIELD, PRIMITIVE = 256, 0x11D  # 7.5.2
TIMING = 6  # the column that pairs of columns leave out
FORMAT = range(8)  # squares that say level and mask, beside each corner
QUIET = 4  # squares around it
MASKS: tuple[Callable[[int, int], bool], ...] = (  # table 10
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _column: row % 2 == 0,
    lambda _row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)
CHECKERS = 0  # the mask of codes that are read off a screen
RUN = re.compile(r"(.)\1{4,}")
FINDER = re.compile("(?=10111010000|00001011101)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """All codes of one size, level and mask.

    Attributes:
        width: of the symbol; room: how many of its squares bear data; mask: of those, as a number.
        laid: picks the squares, row by row, out of the data and one light and one dark square.
    """

    width: int
    room: int
    mask: int
    laid: Callable[[str], tuple[str, ...]]


def squares(address: str, *, weighed: bool = False) -> tuple[str, ...]:
    """Return the rows of a code with its quiet zone: 1 is dark.

    Args:
        address: what the code says; ASCII.
        weighed: take the clearest of the eight masks (7.8.3); any of them is read.

    Raises:
        UnicodeEncodeError: it is not ASCII.
        ValueError: it is longer than a code holds.
    """
    content = address.encode("ascii")
    version, level = _size(len(content))
    words = _interleaved(_blocks(version, level), _padded(content, version, level))
    masks = range(len(MASKS)) if weighed else (CHECKERS,)
    drawn = (_drawn(_frame(version, level, mask), words) for mask in masks)
    return min(drawn, key=_penalty) if weighed else next(drawn)


def _drawn(frame: _Frame, words: bytes) -> tuple[str, ...]:
    spare = frame.room - len(words) * BYTE
    bits = int.from_bytes(words) << spare
    found = "".join(frame.laid(f"{bits ^ frame.mask:0{frame.room}b}01"))
    width = frame.width + 2 * QUIET
    edge, above = "0" * QUIET, ("0" * width,) * QUIET
    rows = (found[each : each + frame.width] for each in range(0, len(found), frame.width))
    return (*above, *(f"{edge}{row}{edge}" for row in rows), *above)


@cache
def _size(length: int) -> tuple[int, str]:
    """Return the smallest version that holds so many bytes, and the best level that it has."""
    for version in VERSIONS:
        held = [level for level in LEVELS if _bits(length, version) <= _room(version, level)]
        if held:
            return version, held[0]
    msg = f"{length} bytes are more than a QR code holds"
    raise ValueError(msg)


def _bits(length: int, version: int) -> int:
    return BYTE // 2 + BYTE * (1 + (version >= LONG_COUNT) + length)


def _room(version: int, level: str) -> int:
    return sum(held for _total, held in _blocks(version, level)) * BYTE


@cache
def _blocks(version: int, level: str) -> tuple[tuple[int, int], ...]:
    """Return of each block how many bytes it has, and how many of them are data (table 9)."""
    from segno import consts  # noqa: PLC0415 - only a changed page draws a code

    levels: Any = consts.ECC[version]
    parts = levels[getattr(consts, f"ERROR_LEVEL_{level.upper()}")]
    return tuple((each.num_total, each.num_data) for each in parts for _n in range(each.num_blocks))


def _padded(content: bytes, version: int, level: str) -> bytes:
    """Put mode and length before the bytes, the end and what fills the room behind them (7.4)."""
    room, used = _room(version, level), _bits(len(content), version)
    count = BYTE * (1 + (version >= LONG_COUNT))
    value = (BYTES << count | len(content)) << BYTE * len(content) | int.from_bytes(content)
    filled = min(room, used + BYTE // 2)
    filled += -filled % BYTE
    whole = (value << filled - used).to_bytes(filled // BYTE)
    missing = room // BYTE - len(whole)
    return whole + bytes(PADDING[each % 2] for each in range(missing))


def _interleaved(blocks: Sequence[tuple[int, int]], content: bytes) -> bytes:
    """Lay the blocks' bytes among each other, all data before all that corrects it (7.6)."""
    told, corrected, start = [], [], 0
    for total, held in blocks:
        told.append(content[start : start + held])
        corrected.append(_correction(told[-1], total - held))
        start += held
    return bytes(
        each
        for parts in (told, corrected)
        for column in zip_longest(*parts)
        for each in column
        if each is not None
    )


def _correction(content: bytes, length: int) -> bytes:
    """Return the remainder of the bytes over the generator polynomial (7.5.2)."""
    multiples, rest = _multiples(length), 0
    top, kept = BYTE * (length - 1), (1 << BYTE * (length - 1)) - 1
    for each in content:
        rest = (rest & kept) << BYTE ^ multiples[rest >> top ^ each]
    return rest.to_bytes(length)


@cache
def _multiples(length: int) -> tuple[int, ...]:
    """Return every multiple of the generator polynomial, without its first power."""
    powers = [1]
    for _each in range(FIELD):
        powers.append(_times(powers[-1], 2))
    generator = [1]
    for power in powers[:length]:
        moved = zip((*generator, 0), (0, *generator), strict=True)
        generator = [high ^ _times(low, power) for high, low in moved]
    return tuple(
        reduce(lambda found, each, by=by: found << BYTE | _times(each, by), generator[1:], 0)  # type: ignore[misc]
        for by in range(FIELD)
    )


@cache
def _times(one: int, other: int) -> int:
    """Multiply in the field of 256 elements."""
    found = 0
    while other:
        found ^= one if other & 1 else 0
        one <<= 1
        one ^= PRIMITIVE if one >= FIELD else 0
        other >>= 1
    return found


@cache
def _frame(version: int, level: str, mask: int) -> _Frame:
    """Read off a code of segno's what all codes of its size, level and mask share."""
    import segno  # noqa: PLC0415 - only a changed page draws one
    from segno import consts  # noqa: PLC0415 - the same

    like = segno.make(
        "a", version=version, error=level, mask=mask, micro=False, boost_error=False
    )  # fmt: skip
    matrix = [tuple(row) for row in like.matrix_iter(border=0, verbose=True)]
    bears = {consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT}
    # It counts one square too many among those that say the level; that one bears data (figure 25).
    miscounted = (len(FORMAT), len(matrix) - len(FORMAT) - 1)
    path = [
        (row, column)
        for row, column in _path(len(matrix))
        if matrix[row][column] in bears or (row, column) == miscounted
    ]
    place = {each: number for number, each in enumerate(path)}
    masked = "".join("1" if MASKS[mask](row, column) else "0" for row, column in path)
    light, dark = len(path), len(path) + 1
    laid = (
        place.get((row, column), dark if kind >> BYTE else light)
        for row, kinds in enumerate(matrix)
        for column, kind in enumerate(kinds)
    )
    return _Frame(
        width=len(matrix), room=len(path), mask=int(masked, 2), laid=itemgetter(*laid)
    )  # fmt: skip


def _path(width: int) -> Iterator[tuple[int, int]]:
    """Yield the squares in the order of their data: pairs of columns, up and down (7.7.3)."""
    rights = [*range(width - 1, TIMING, -2), *range(TIMING - 1, 0, -2)]
    for number, right in enumerate(rights):
        rows = range(width) if number % 2 else range(width - 1, -1, -1)
        yield from ((row, column) for row in rows for column in (right, right - 1))


def _penalty(rows: Sequence[str]) -> int:
    """Weigh how hard a code is to read: runs, blocks, what looks like a corner, how dark it is."""
    inner = [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]]
    lines = [*inner, *map("".join, zip(*inner, strict=True))]
    width = len(inner)
    runs = sum(len(run[0]) - 2 for line in lines for run in RUN.finditer(line))
    corners = sum(len(FINDER.findall(line)) for line in lines)
    dark = sum(row.count("1") for row in inner)
    uneven = int(abs(dark * 100 / width**2 - 50) / 5)
    return runs + 3 * _even_blocks(inner) + 40 * corners + 10 * uneven


def _even_blocks(rows: Sequence[str]) -> int:
    """Count the two by two squares of one colour."""
    kept = (1 << len(rows) - 1) - 1
    found = 0
    for one, other in pairwise(int(row, 2) for row in rows):
        differs = one ^ other
        mixed = differs | differs >> 1 | one ^ one >> 1
        found += (~mixed & kept).bit_count()
    return found
