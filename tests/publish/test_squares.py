"""Codes that are drawn fast are those that segno draws, square by square, and stroke by stroke."""

import base64
import struct
import zlib

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from cadence.publish.pages.qr import qr_code, qr_picture
from cadence.publish.pages.squares import squares

REST = st.text("abcdefghijklmnopqrstuvwxyz0123456789/-._:%?=ABC", max_size=400)
LONGEST = 2331 - 7  # bytes at level M in the largest code, less those of http://


def drawn(address):
    return segno.make(address, error="m", micro=False, mask=0)


def rows_of(code):
    return tuple(bytes(ord("0") + (each & 1) for each in row) for row in code.matrix)


@given(REST)
def test_an_address_has_the_squares_that_segno_gives_it(rest):
    address = f"http://{rest}"
    assert squares(address) == rows_of(drawn(address))


# One of each version that begins something: a second block, its own number, a longer count.
@pytest.mark.parametrize("length", [0, 7, 8, 36, 55, 77, 99, 115, 145, 173, 174, 500, LONGEST])
def test_a_code_of_any_size_is_the_same(length):
    address = f"http://{'a' * length}"
    assert squares(address) == rows_of(drawn(address))


def test_what_no_code_holds_is_refused():
    with pytest.raises(ValueError, match="no code holds"):
        squares(f"http://{'a' * (LONGEST + 1)}")


def test_a_picture_and_a_path_show_the_same_squares():
    address = "webcal://anwei.example/feeds/ceshi/east.ics"
    code = drawn(address)
    plain = code.svg_inline(border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    assert qr_code(address) == plain
    content = base64.b64decode(qr_picture(address).partition(",")[2])
    size, high, depth, colour = struct.unpack(">IIBB", content[16:26])
    edge = len(code.matrix) + 8
    assert (size, high, depth, colour) == (edge, edge, 1, 0)
    at = content.index(b"IDAT")
    (length,) = struct.unpack(">I", content[at - 4 : at])
    assert zlib.crc32(content[at : at + 4 + length]) == int.from_bytes(
        content[at + 4 + length : at + 8 + length], "big"
    )
    dots = zlib.decompress(content[at + 4 : at + 4 + length])
    wide = 1 + (edge + 7) // 8
    lines = [dots[at + 1 : at + wide] for at in range(0, len(dots), wide)]
    shown = [f"{int.from_bytes(line, 'big'):0{8 * (wide - 1)}b}"[:edge] for line in lines]
    bordered = [[0] * edge] * 4 + [[0] * 4 + list(row) + [0] * 4 for row in code.matrix]
    bordered += [[0] * edge] * 4
    assert shown == ["".join(str(1 - (each & 1)) for each in row) for row in bordered]
