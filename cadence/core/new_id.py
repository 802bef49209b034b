"""A name → an id for it, in a roster or as a folder's name. Pure."""

import re
from collections.abc import Collection
from itertools import count

from cadence.core.layout import is_device

LONGEST = 40
SIGN = re.compile("[^a-z0-9]")


def new_id(name: str, taken: Collection[str]) -> str:
    """Return an id for a new entry of a roster: its name's pinyin.

    Numbered where another has it, or where Windows keeps it for a device (CON).
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - slow to load

    spelt = "".join(SIGN.sub("", each.lower()) for each in lazy_pinyin(name))
    bare = spelt[:LONGEST] or "unit"
    ids = (bare if n == 1 else f"{bare}-{n}" for n in count(1))
    return next(each for each in ids if each not in taken and not is_device(each))
