"""Codes: the same squares as segno's, in whatever mask, and a picture that a decoder reads."""

import base64
import io

import pytest
import segno

from cadence.publish.pages.qr import qr_picture
from cadence.publish.pages.squares import QUIET, _penalty, squares

ADDRESS = "https://anwei.example.gov.cn/units/ceshi/east.html"


FULL = (ADDRESS + "/0123456789-abcdefghijklmnop" * 10)[
    :62
]  # fills its code: segno pads others amiss


@pytest.mark.parametrize("length", [14, 26, 42, 62, 84, 122, 152, 180, 213])
def test_the_squares_are_those_of_segno(length):
    address = ("~" + FULL * 4)[:length]
    expected = segno.make(address, error="m", micro=False, mask=0)
    assert squares(address) == rows(expected)


def test_a_printed_code_takes_the_clearest_mask():
    drawn = [rows(segno.make(FULL, error="m", micro=False, mask=each)) for each in range(8)]
    assert squares(FULL, weighed=True) == min(drawn, key=_penalty)


def test_what_is_harder_to_read_weighs_more():
    around = ["0" * 8] * QUIET
    chequered = [f"0000{'10' * 2}0000", f"0000{'01' * 2}0000"] * 2
    one_colour = ["000011110000"] * 4
    # Nine blocks of one colour, and ten steps away from half dark.
    assert _penalty([*around, *one_colour, *around]) == 9 * 3 + 10 * 10
    assert _penalty([*around, *chequered, *around]) == 0


def test_more_than_a_code_holds_is_refused():
    with pytest.raises(ValueError, match="more than a QR code holds"):
        squares("a" * 3000)


@pytest.mark.parametrize("length", [1, 15, 50, 78, 107, 130, 255])
@pytest.mark.parametrize("paper", [False, True])
def test_the_picture_is_read_as_the_address(length, paper):
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
    address = (ADDRESS + FULL * 4)[:length]
    head, _comma, packed = qr_picture(address, paper=paper).partition(",")
    assert head == "data:image/png;base64"
    picture = image.open(io.BytesIO(base64.b64decode(packed)))
    size = (picture.width * 4, picture.height * 4)
    found = picture.convert("L").resize(size, image.Resampling.NEAREST)
    assert zxingcpp.read_barcode(found).text == address


def rows(code):
    return tuple("".join(map(str, row)) for row in code.matrix_iter(border=QUIET))
