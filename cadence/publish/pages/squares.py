"""An address → the squares of its QR code (ISO/IEC 18004, level M or better, mask 0), fast.

A build draws thousands of them. All that is alike in codes of one size is put together once, by
segno, which also says what each size holds: the fixed patterns, and where each bit stands. Left for
each address is a division by a polynomial, done on whole numbers.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, product, zip_longest
from operator import itemgetter
from typing import Any

import segno
from segno import consts as untyped

consts: Any = untyped  # tables of the standard, by version and level
M, Q, H = consts.ERROR_LEVEL_M, consts.ERROR_LEVEL_Q, consts.ERROR_LEVEL_H
NAMES = {M: "m", Q: "q", H: "h"}
MASK = 0
BYTES, MODE_BITS, END_BITS = 0b0100, 4, 4  # the mode of any text, and the end of the data
LONG = 10  # the first version that counts bytes in 16 bits
TOLD = 7  # the first version whose number stands in the code itself
PADS = b"\xec\x11"
DARK = ord("1")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What all codes of one version and level share.

    Attributes:
        size: squares along an edge; bits: of the message; mask: what each of them is flipped by.
        fixed: the squares that are alike in all of them, row by row, as 0 and 1.
        pick: takes the message and `fixed`, one after the other, and returns every square.
    """

    size: int
    bits: int
    mask: int
    fixed: bytes
    pick: Callable[[bytes], tuple[int, ...]]


def squares(address: str) -> tuple[bytes, ...]:
    """Return the rows of an address's code, a 0 or 1 for each square; 1 is dark.

    Args:
        address: in letters, figures and signs of ASCII, some of them small letters.
    """
    said = address.encode("ascii")
    version, level = _size(len(said))
    form, words = _form(version, level), _words(said, version, level)
    message = int.from_bytes(words, "big") << (form.bits - 8 * len(words))
    digits = format(message ^ form.mask, f"0{form.bits}b").encode()
    found = bytes(form.pick(digits + form.fixed))
    return tuple(found[at : at + form.size] for at in range(0, len(found), form.size))


def path_of(rows: Sequence[bytes], border: int) -> str:
    """Return the dark squares as a path of strokes one square wide, below a border."""
    found: list[str] = []
    at = last = 0
    for number, row in enumerate(rows):
        for run in re.finditer(b"1+", row):
            first, end = run.span()
            step = f"m{first - at} {number - last}" if found else f"M{first + border} {border}.5"
            found.append(f"{step}h{end - first}")
            at, last = end, number
    return "".join(found)


@cache
def _size(length: int) -> tuple[int, int]:
    """Return the smallest version that holds so many bytes at level M, and its best level then."""
    for version in range(1, 41):
        bits = MODE_BITS + _count_bits(version) + 8 * length
        fits = [each for each in (M, Q, H) if consts.SYMBOL_CAPACITY[version][each] >= bits]
        if fits:
            return version, fits[-1]
    msg = f"no code holds {length} bytes"
    raise ValueError(msg)


def _count_bits(version: int) -> int:
    return 8 if version < LONG else 16


def _words(said: bytes, version: int, level: int) -> bytes:
    """Return the message: the text, padded, in blocks, each followed by what corrects it."""
    infos = consts.ECC[version][level]
    room = sum(each.num_blocks * each.num_data for each in infos)
    used = MODE_BITS + _count_bits(version) + 8 * len(said)
    value = BYTES << _count_bits(version) | len(said)
    value = value << 8 * len(said) | int.from_bytes(said, "big")
    end = min(END_BITS, 8 * room - used)
    end += (
        8 - (used + end) % 8
    )  # segno fills up a whole byte, too; what follows the end is not read
    written = (value << end).to_bytes((used + end) // 8, "big")
    written = (written + PADS * room)[:room]
    blocks, checks, at = [], [], 0
    for info in infos:
        for _each in range(info.num_blocks):
            blocks.append(written[at : at + info.num_data])
            checks.append(_check(blocks[-1], info.num_total - info.num_data))
            at += info.num_data
    return bytes(
        each for each in chain(*zip_longest(*blocks), *zip_longest(*checks)) if each is not None
    )


def _check(block: bytes, words: int) -> bytes:
    """Return the remainder of a block divided by the generator of so many words."""
    table, top = _multiples(words), 8 * (words - 1)
    below, found = (1 << top) - 1, 0
    for each in block:
        found = (found & below) << 8 ^ table[each ^ found >> top]
    return found.to_bytes(words, "big")


@cache
def _multiples(words: int) -> tuple[int, ...]:
    """Return the generator, less its first word, times each element of the field."""
    exponents, powers, logs = consts.GEN_POLY[words], consts.GALIOS_EXP, consts.GALIOS_LOG
    return (
        0,
        *(
            int.from_bytes(bytes(powers[logs[each] + one] for one in exponents[:words]), "big")
            for each in range(1, 256)
        ),
    )


@cache
def _form(version: int, level: int) -> _Form:
    """Put together what all codes of a version and level share."""
    pattern = segno.make(
        "0", version=version, error=NAMES[level], mask=MASK, boost_error=False, micro=False
    ).matrix
    size = len(pattern)
    places = _places(version, size)
    index = [len(places) + at for at in range(size * size)]
    for number, (row, column) in enumerate(places):
        index[row * size + column] = number
    flipped = "".join(str(1 - (row + column) % 2) for row, column in places)
    return _Form(
        size=size,
        bits=len(places),
        mask=int(flipped, 2),
        fixed="".join(str(each & 1) for row in pattern for each in row).encode(),
        pick=itemgetter(*index),
    )


def _places(version: int, size: int) -> list[tuple[int, int]]:
    """Return where the bits of a message stand, in order: up and down, two columns at a time."""
    taken = _taken(version, size)
    found = []
    for number, right in enumerate([*range(size - 1, 6, -2), 5, 3, 1]):
        rows = range(size) if number % 2 else range(size - 1, -1, -1)
        found += [(row, column) for row in rows for column in (right, right - 1)]
    return [each for each in found if each not in taken]


def _taken(version: int, size: int) -> set[tuple[int, int]]:
    """Return the squares of the fixed patterns, and of what a code says about itself."""
    low, high = range(9), range(size - 8, size)
    found = {*product(low, low), *product(low, high), *product(high, low)}
    found |= {*product((6,), range(size)), *product(range(size), (6,))}
    if version >= TOLD:
        sixth, three = range(6), range(size - 11, size - 8)
        found |= {*product(sixth, three), *product(three, sixth)}
    centres = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for row, column in set(product(centres, centres)) - corners:
        found |= {*product(range(row - 2, row + 3), range(column - 2, column + 3))}
    return found
