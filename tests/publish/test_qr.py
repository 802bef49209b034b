"""Codes: a picture that a decoder reads, small for a screen and sharp for paper."""

import base64
import io

import pytest

from cadence.publish.pages.qr import qr_picture

ADDRESS = "https://anwei.example.gov.cn/units/ceshi/east.html"
LONG = (ADDRESS + "/0123456789-abcdefghijklmnop" * 10)[:62]


def test_more_than_a_code_holds_is_refused():
    with pytest.raises(ValueError, match="too large"):
        qr_picture("a" * 3000)


@pytest.mark.parametrize("length", [1, 15, 50, 78, 107, 130, 255])
@pytest.mark.parametrize("paper", [False, True])
def test_the_picture_is_read_as_the_address(length, paper):
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
    address = (ADDRESS + LONG * 4)[:length]
    head, _comma, packed = qr_picture(address, paper=paper).partition(",")
    assert head == "data:image/png;base64"
    picture = image.open(io.BytesIO(base64.b64decode(packed)))
    size = (picture.width * 4, picture.height * 4)
    found = picture.convert("L").resize(size, image.Resampling.NEAREST)
    assert zxingcpp.read_barcode(found).text == address
