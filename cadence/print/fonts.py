"""The fonts that paper can be printed in, and the characters that none of them has.

The office's own folder first, then the system's, then the wheel that the extra `fonts` installs.
"""

import importlib.util
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

WHEEL = "pylopdf_fonts_zh_cn"  # Noto Sans SC and Noto Serif SC, under the SIL Open Font License
FREE_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Source Han Serif CN")
FREE_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei")
# By use: the official faces under the names that their files bear, then the free ones.
FACES = {
    "title": (
        "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK",
        "STZhongsong", *FREE_SERIF, *FREE_SANS,
    ),
    "body": (
        "FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S",
        *FREE_SERIF, "SimSun", "NSimSun", *FREE_SANS,
    ),
    "head": (
        "SimHei", "黑体", "STHeiti", "Microsoft YaHei", "PingFang SC", *FREE_SANS, *FREE_SERIF,
    ),
}  # fmt: skip
BITS = 0x110000 >> 3  # bytes, for as many characters as Unicode has
PLAIN = " \t\r\n\u3000"  # white space needs no glyph


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts at hand.

    Attributes:
        fonts: typst's own list; families: which of them to use for what, best first.
        files: their files with the index within each, the office's own first.
    """

    fonts: "typst.Fonts"
    families: dict[str, tuple[str, ...]]
    files: tuple[tuple[str, int], ...]
    covered: dict[str, bool] = field(default_factory=dict)  # characters looked up before


def find_faces(folder: Path, *, system: bool = True) -> Faces:
    """Find the fonts of an office's folder, the system and the wheel.

    Args:
        folder: where the office puts its official faces; it need not exist.
        system: whether the system's own fonts count.
    """
    import typst  # noqa: PLC0415 - an extra, and slow to load

    wheel = importlib.util.find_spec(WHEEL)
    places = [folder] if folder.is_dir() else []
    places += [Path(each) for each in (wheel.submodule_search_locations or ())] if wheel else []
    found = typst.Fonts(system, True, [str(each) for each in places])
    own = [each for each in found.fonts() if each.path and Path(each.path).is_relative_to(folder)]
    rest = [each for each in found.fonts() if each.path and each not in own]
    known = {each.family for each in (*own, *rest)}
    other = tuple(dict.fromkeys(each.family for each in own))
    return Faces(
        fonts=found,
        families={use: tuple(_chosen(names, known, other)) for use, names in FACES.items()},
        files=tuple((each.path, each.index) for each in (*own, *rest) if each.path),
    )


def _chosen(names: Iterable[str], known: set[str], own: tuple[str, ...]) -> Iterator[str]:
    """Choose what is there, the office's faces before others; those of unknown names last."""
    there = [name for name in names if name in known]
    yield from sorted(there, key=lambda name: name not in own)
    yield from (name for name in own if name not in there)


def missing(text: str, faces: Faces) -> tuple[str, ...]:
    """Return the characters that no font has, each once, in their order."""
    new = {char for char in text if char not in faces.covered and char not in PLAIN}
    for path, index in faces.files:
        if not new:
            break
        marks = _characters(path, index)
        had = {char for char in new if marks[ord(char) >> 3] >> (ord(char) & 7) & 1}
        faces.covered.update(dict.fromkeys(had, True))
        new -= had
    faces.covered.update(dict.fromkeys(new, False))
    return tuple(dict.fromkeys(char for char in text if not faces.covered.get(char, True)))


@cache
def _characters(path: str, index: int) -> bytes:
    """Return a bit for every character, set where a font has it: sets would take a gigabyte."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - an extra, and slow to load

    marks = bytearray(BITS)
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            for code in font.getBestCmap() or ():
                marks[code >> 3] |= 1 << (code & 7)
    except (TTLibError, OSError):  # a bitmap or broken font, which typst passes over as well
        return bytes(BITS)
    return bytes(marks)


def character_name(char: str) -> str:
    """Name a character as one would look it up: `U+3649 CJK UNIFIED IDEOGRAPH-3649`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()


def without_missing(value: Any, lacking: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON is any
    """Put a character's number in its place wherever no font could show it: 〔U+3649〕."""
    if isinstance(value, str):
        for char in lacking:
            value = value.replace(char, f"〔U+{ord(char):04X}〕")
        return value
    if isinstance(value, dict):
        return {key: without_missing(each, lacking) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_missing(each, lacking) for each in value]
    return value
