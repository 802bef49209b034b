"""A text in traditional characters → the same in simplified ones, letter for letter.

Copies of official documents on the web are sometimes turned into traditional characters; the
grammar knows one form. The letters keep their places, so that quotes and positions stay.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# Common in official texts, and written so in the traditional form only.
TELLING = frozenset(
    "會議應當縣鄉鎮業產學區國門開發為進強領導責實際與對單組織時間報檢隱員機關衛經濟"
)
SHARE = 0.03  # of a text; a name or a quote in traditional characters is no such text
LEAST = 5  # characters


def simplified(text: str) -> str:
    """Return a text in simplified characters, where it is written in traditional ones."""
    told = sum(map(text.count, TELLING))
    if told < LEAST or told < SHARE * len(text):
        return text
    made = _converter().convert(text)
    return made if len(made) == len(text) else "".join(map(_letter, text))


def _letter(sign: str) -> str:
    made = _converter().convert(sign)
    return made if len(made) == 1 else sign


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415 - only such a text pays for it

    return OpenCC("t2s")
