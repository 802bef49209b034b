"""Names → what a search finds them by: characters of both forms, pinyin, its initials. Pure."""

from functools import cache
from itertools import islice, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

MOST_READINGS = 16  # of a name whose characters have several


@cache
def _traditional() -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415 - only a changed index asks

    return OpenCC("s2t")


@cache
def search_keys(name: str) -> str:
    """Return what a name is found by, in small letters and parted by spaces.

    A character with several readings (乐, 单) is found by each of them, and one that is simplified
    (县) by its traditional form (縣).
    """
    from pypinyin import Style, lazy_pinyin, pinyin  # noqa: PLC0415 - only a changed index asks

    letters = (pinyin(sign, style=Style.FIRST_LETTER, heteronym=True)[0] for sign in name)
    initials = ("".join(each) for each in islice(product(*letters), MOST_READINGS))
    usual = lazy_pinyin(name)
    first = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    plain = "".join(usual)
    typed = plain.replace("v", "u")  # ü is written as v by the library, and as either by people
    keys = dict.fromkeys((name, _traditional().convert(name), plain, typed, first, *initials))
    return " ".join(key.lower() for key in keys if key)
