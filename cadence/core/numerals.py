"""Chinese and Arabic numerals in, integers out: 12, 十二, 二〇二四, 两, 半 aside."""

DIGITS = {"〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
DIGITS |= {"0": 0, "六": 6, "七": 7, "八": 8, "九": 9}
DIGITS |= dict.fromkeys("OoＯｏ", 0)  # as 二O二六 is typed
UNITS = {"十": 10, "百": 100, "千": 1000}
TENS = str.maketrans({"廿": "二十", "卄": "二十", "卅": "三十"})
CHINESE = "〇○零一二两三四五六七八九"
# What may be read as a number, as a fragment of a regular expression of bounded length.
NUMBER = rf"(?:\d{{1,4}}|[{CHINESE}十百廿卄卅]{{1,5}})"
YEAR = rf"(?:(?:19|20|21)\d\d|[一二][{CHINESE}0OoＯｏ]{{3}})"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def number(text: str) -> int:
    """Read one numeral.

    Raises:
        ValueError: it is none.
    """
    if text.isdecimal():
        return int(text)
    if text in CIRCLED and len(text) == 1:
        return CIRCLED.index(text) + 1
    text = text.translate(TENS)
    if not text or set(text) - DIGITS.keys() - UNITS.keys():
        msg = f"not a numeral: {text}"
        raise ValueError(msg)
    if not set(text) & UNITS.keys():
        return int("".join(str(DIGITS[sign]) for sign in text))
    return _with_units(text)


def _with_units(text: str) -> int:
    total, digit = 0, 0
    for sign in text:
        if sign in UNITS:
            # 十二 says no 一 before its 十.
            total += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + digit


def chinese(value: int) -> str:
    """Write 1 to 99 as Chinese counting does: 十二, 二十三."""
    signs = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    if not tens:
        return signs[ones]
    return f"{signs[tens] if tens > 1 else ''}十{signs[ones] if ones else ''}"
