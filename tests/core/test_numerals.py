"""Numerals as documents write them, read and refused."""

import pytest

from cadence.core.numerals import chinese, number


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12", 12), ("十二", 12), ("二十", 20), ("廿", 20), ("廿五", 25), ("卅", 30), ("卅一", 31),
        ("二〇二四", 2024), ("二○二六", 2026), ("二O二六", 2026), ("二Ｏ二六", 2026), ("两", 2),
        ("一百二十", 120), ("一百零五", 105), ("⑫", 12),
    ],
)  # fmt: skip
def test_a_numeral_is_read(written, meant):
    assert number(written) == meant


@pytest.mark.parametrize("written", ["", "半", "十x", "①②", "-1"])
def test_what_is_no_numeral_is_refused(written):
    with pytest.raises(ValueError, match="not a numeral"):
        number(written)


@pytest.mark.parametrize("value", range(1, 100))
def test_what_is_counted_in_chinese_reads_back(value):
    assert number(chinese(value)) == value
