"""The letters of a text as a reader sees them: one cleaning for documents, packs, rosters, sheets.

Chromium's PDFs print 月 as the radical ⽉ (U+2F49), web pages hide break marks inside words and
Word keeps joiners: nobody can see the difference, and no pattern would match. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

# Unicode's Equivalent_Unified_Ideograph for U+2E80 to U+2EFF, a radical and its character; the
# Kangxi radicals and the compatibility ideographs have theirs by NFKC.
RADICALS = (
    "⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇𠘨 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑𡯂 ⺒巳 "
    "⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 "
    "⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪𤴔 ⺫目 ⺬示 ⺭礻 ⺮𥫗 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴冗 ⺵𦉫 ⺶羊 ⺷𦍌 "
    "⺸𦍋 ⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺽𦥑 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇𧢲 ⻈讠 ⻉贝 "
    "⻊𧾷 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕𨸏 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 "
    "⻜飞 ⻝食 ⻞𩙿 ⻟飠 ⻠饣 ⻡𩠐 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 "
    "⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟 "
)
BY_NFKC = ((0x2F00, 0x2FD5), (0xF900, 0xFAD9), (0x2F800, 0x2FA1D))
# ㋀ is one letter for 1月, ㏠ for 1日, ㍘ for 0点, ㈠ for （一）.
TELEGRAPH = ((0x3220, 0x3229), (0x32C0, 0x32CB), (0x3358, 0x3370), (0x33E0, 0x33FE))
# Default_Ignorable_Code_Point, the marks of annotations, and what is no letter at all.
INVISIBLE = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
CONTROLS = ((0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F))
BRACKETS = str.maketrans("()", "（）")
# As nearly every text is: nothing in it is unseen or looks like another letter.
ORDINARY = re.compile(r"[ -~、。，；：？！《》“”（）〔〕\u4e00-\u9fa5]*").fullmatch
FOLDED = str.maketrans("（）〔〕【】[]", "()()()()")


def plain_text(text: str) -> str:
    """Return a text without what cannot be seen, and with one letter for what looks like one."""
    return text if ORDINARY(text) else text.translate(_letters())


def folded(name: str) -> str:
    """Bring a body's name or a clause to the form in which they are compared.

    Full- and half-width brackets mean the same there; white space and what cannot be seen mean
    nothing.
    """
    return "".join(plain_text(name).split()).translate(FOLDED)


@cache
def _letters() -> dict[int, str | None]:
    seen = {at: None for first, last in (*INVISIBLE, *CONTROLS) for at in range(first, last + 1)}
    folded = {
        at: unicodedata.normalize("NFKC", chr(at)).translate(BRACKETS)
        for first, last in (*BY_NFKC, *TELEGRAPH)
        for at in range(first, last + 1)
    }
    return {**seen, **folded, **{ord(pair[0]): pair[1] for pair in RADICALS.split()}}


def unwritable(text: str) -> str:
    """Return the first letter that no name, file or calendar can hold; nothing where all can.

    Line breaks of any kind, control characters, halves of pairs, and what Unicode gives nobody.
    """
    return "" if ORDINARY(text) else next(filter(_is_unwritable, text), "")


def _is_unwritable(sign: str) -> bool:
    category = unicodedata.category(sign)
    nobody = category == "Cn" and (ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF)  # noqa: PLR2004 - the noncharacters
    return category in {"Cc", "Cs", "Zl", "Zp"} or nobody


def letter_name(sign: str) -> str:
    """`U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()


def named_letters(signs: Iterable[str]) -> str:
    """Name those letters that cannot be seen, or are of another script than they look."""
    odd = (sign for sign in signs if plain_text(sign) != sign or _is_borrowed(sign))
    return ", ".join(dict.fromkeys(map(letter_name, odd)))


def _is_borrowed(sign: str) -> bool:
    """Tell a blank or letter that is neither plain Latin nor Chinese, as the Cyrillic о is."""
    if sign.isascii() or sign == "\u3000":
        return False
    return sign.isspace() or (sign.isalpha() and "CJK" not in unicodedata.name(sign, ""))
