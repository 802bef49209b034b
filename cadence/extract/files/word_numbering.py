"""Word's automatic numbering → the numbers as Word prints them.

numbering.xml names abstract lists of nine levels; a paragraph, or its style, points to a list and
a level. Lists of one abstract list count on together; a startOverride begins anew, once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from cadence.core import CIRCLED, _, chinese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
LEVELS = 9
LARGEST = 32_767  # Word's own limit of a number in a list
MOST_LETTERS = 30  # after zzz… of which Word begins anew
LONGEST_LEVEL = 255  # characters around a number


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, what is printed around it, where it begins."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted.

    Attributes:
        lists: abstract list id → its levels; nums: list id → abstract list id.
        overrides: list id → level → where it begins.
        styles: style id → (list id, level), after inheritance.
    """

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    nums: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    replaced: dict[tuple[str, int], Level] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num: str, level: int) -> str:
        """Count one paragraph and return its number as printed; nothing for a bullet."""
        abstract = self.nums.get(num)
        if abstract is None or not 0 <= level < LEVELS:
            return ""
        levels = self.lists.get(abstract, {})
        counts = self.counts.setdefault(abstract, [None] * LEVELS)
        start = self.overrides.get(num, {}).get(level)
        if start is not None and (num, level) not in self.begun:
            self.begun.add((num, level))
            counts[level] = start
        else:
            before = counts[level]
            counts[level] = self._level(num, level, levels).start if before is None else before + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return self._printed(num, level, levels, counts)

    def _level(self, num: str, level: int, levels: dict[int, Level]) -> Level:
        return self.replaced.get((num, level)) or levels.get(level, Level())

    def _printed(
        self, num: str, level: int, levels: dict[int, Level], counts: list[int | None]
    ) -> str:
        own = self._level(num, level, levels)
        if own.form in {"bullet", "none"}:
            return "" if own.form == "bullet" else own.text
        said = own.text
        for place in range(level + 1):
            at = self._level(num, place, levels)
            value = counts[place] if counts[place] is not None else at.start
            form = "decimal" if own.legal else at.form
            said = said.replace(f"%{place + 1}", printed(form, value or 0))
        return said


def printed(form: str, value: int) -> str:
    """Write a number in one of Word's formats; an unknown one as a decimal."""
    if value < 1:
        return str(value)
    if form.startswith(
        (
            "chineseCounting",
            "japaneseCounting",
            "taiwaneseCounting",
            "koreanCounting",
            "ideographDigital",
        )
    ):
        return _chinese(value)
    if form.startswith("chineseLegal") or form == "ideographLegalTraditional":
        return _legal(value)
    if form.startswith("decimalEnclosedCircle") and value <= len(CIRCLED):
        return CIRCLED[value - 1]
    if form == "ideographTraditional":
        return STEMS[(value - 1) % len(STEMS)]
    if form == "ideographZodiac":
        return BRANCHES[(value - 1) % len(BRANCHES)]
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 % MOST_LETTERS + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"upperRoman", "lowerRoman"}:
        return _roman(value).upper() if form == "upperRoman" else _roman(value)
    return f"{value:02}" if form == "decimalZero" else str(value)


def whole(written: str) -> int:
    """Read a number of a list.

    Raises:
        ValueError: it is none, or larger than Word counts.
    """
    # 1e30 digits would be read for ever, and "x" is nobody's level.
    plain = written.strip().removeprefix("-")
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= len(str(LARGEST))):
        raise ValueError(_('"{0}" is no number of a list').format(written[:20]))
    if int(plain) > LARGEST:
        raise ValueError(_('"{0}" is no number of a list').format(written[:20]))
    return int(written)


def _chinese(value: int) -> str:
    if value >= 1000:  # noqa: PLR2004 - no document counts so far
        return str(value)
    if value < 100:  # noqa: PLR2004 - below a hundred the plain way
        return chinese(value)
    hundreds, rest = divmod(value, 100)
    joint = "" if rest == 0 else ("零" if rest < 10 else "一" if rest < 20 else "")  # noqa: PLR2004 - 一百零一, 一百一十
    return f"{chinese(hundreds)}百{joint}{chinese(rest) if rest else ''}"


def _legal(value: int) -> str:
    if value >= 100:  # noqa: PLR2004 - the same
        return str(value)
    tens, ones = divmod(value, 10)
    said = f"{LEGAL[tens] if tens > 1 else ''}拾" if tens else ""
    return said + (LEGAL[ones] if ones else "")


def _roman(value: int) -> str:
    made = ""
    for size, sign in ROMAN:
        count, value = divmod(value, size)
        made += sign * count
    return made


def numbering(lists: Element | None, styles: Element | None) -> Numbering:
    """Read numbering.xml and styles.xml, either of which a document may lack."""
    made = Numbering()
    if lists is not None:
        links = {}
        for abstract in lists.iter(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId", "")
            made.lists[name] = dict(_levels(abstract))
            for tag in ("styleLink", "numStyleLink"):
                if (link := _value(abstract, tag)) is not None:
                    links[tag, link] = name
        for num in lists.iter(f"{W}num"):
            _read_num(num, made)
        # A list may borrow the levels of the list that a numbering style defines.
        for (tag, style), name in links.items():
            if tag == "numStyleLink" and ("styleLink", style) in links:
                made.lists[name] = made.lists[links["styleLink", style]]
    if styles is not None:
        made.styles = dict(_styles(styles))
    return made


def _levels(around: Element) -> Iterator[tuple[int, Level]]:
    for level in around.findall(f"{W}lvl"):
        yield whole(level.get(f"{W}ilvl", "0")), _level_of(level)


def _level_of(level: Element) -> Level:
    return Level(
        form=_value(level, "numFmt") or "decimal",
        text=(_value(level, "lvlText") or "")[:LONGEST_LEVEL],
        start=whole(_value(level, "start") or "1"),
        legal=level.find(f"{W}isLgl") is not None,
    )


def _read_num(num: Element, made: Numbering) -> None:
    name = num.get(f"{W}numId", "")
    made.nums[name] = _value(num, "abstractNumId") or ""
    for override in num.findall(f"{W}lvlOverride"):
        level = whole(override.get(f"{W}ilvl", "0"))
        if (start := _value(override, "startOverride")) is not None:
            made.overrides.setdefault(name, {})[level] = whole(start)
        if (own := override.find(f"{W}lvl")) is not None:
            made.replaced[name, level] = _level_of(own)


def _value(element: Element, tag: str) -> str | None:
    found = element.find(f"{W}{tag}")
    return None if found is None else found.get(f"{W}val")


def _styles(styles: Element) -> Iterator[tuple[str, tuple[str, int]]]:
    own: dict[str, tuple[str | None, int | None]] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        if (parent := _value(style, "basedOn")) is not None:
            based[name] = parent
        properties = style.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            level = _value(properties, "ilvl")
            own[name] = (_value(properties, "numId"), whole(level) if level else None)
    known: dict[str, tuple[str | None, int | None]] = {}
    for name in {*own, *based}:
        num, at = _inherited(name, own, based, known)
        if num not in {None, "0"}:
            yield name, (str(num), at or 0)


def _inherited(
    name: str,
    own: dict[str, tuple[str | None, int | None]],
    based: dict[str, str],
    known: dict[str, tuple[str | None, int | None]],
) -> tuple[str | None, int | None]:
    """Return a style's list and level, its own or of the style that it is based on."""
    way: dict[str, None] = {}  # in a damaged file it goes round
    while name and name not in known and name not in way:
        way[name] = None
        name = based.get(name, "")
    found = known.get(name, (None, None))
    for each in reversed(way):
        num, at = own.get(each, (None, None))
        level = found[1] if num is None and at is None else at
        found = (found[0] if num is None else num, level)
        known[each] = found
    return found
