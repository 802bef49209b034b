"""Paragraphs → passages, each under the path of its clause as the text itself numbers it.

The levels of numbering are learnt from the text: a kind of number not met above goes one level
down, one that was met goes back to it. Chapters are headings and no part of a path, for articles
and clauses are counted on across them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cadence.core import CIRCLED, number
from cadence.extract.text.paragraphs import Paragraph

CN = "[一二三四五六七八九十百零〇]{1,5}"
# The kinds of numbers; what the first group holds is printed in the path.
KINDS = {
    "chapter": re.compile(rf"(第(?:{CN}|\d{{1,3}})[编章节分])(?![第款项])"),
    "article": re.compile(
        rf"(第(?:{CN}|\d{{1,4}})条(?:之[一二三四五六七八九十])?)(?![第款的]|项(?!目)|规定)"
    ),
    "chinese": re.compile(
        r"([一二三四五六七八九十]{1,3})[、.．](?![一二三四五六七八九十]{1,3}月份?[：:]?$)"
    ),
    "chinese_bracket": re.compile(r"([（(][一二三四五六七八九十]{1,3}[)）])[、.．]?"),
    "decimal": re.compile(
        r"(\d{1,2}(?:\.\d{1,2}){1,3})[、.]?(?!元(?!旦)|[\d.%％‰万亿千百米吨年月日次倍]|公[里斤顷]|分[钟之]?$|个(?!人)|名(?!称)|级|时(?!间|限)|度|以[上下内])"
    ),
    "arabic": re.compile(r"(\d{1,3})(?:[、．]|\.(?!\d))"),
    "arabic_bracket": re.compile(r"([（(]\d{1,2}[)）])[、.]?"),
    "half_bracket": re.compile(r"(\d{1,2}[)）])[、.]?"),
    "circled": re.compile(rf"([{CIRCLED}])[、.．]?"),
    "cell": re.compile(r"(\d{1,3})$"),
}
LETTERS = re.compile(r"[^一二三四五六七八九十百零〇\d①-⑳]")
INLINE = ("article", "chinese", "chinese_bracket", "arabic", "arabic_bracket", "circled")
ANY_INLINE = re.compile("|".join(f"(?P<{kind}>{KINDS[kind].pattern})" for kind in INLINE))
AN_ANNEX = re.compile("附[件表录][\\d一二三四五六七八九十]{0,3}[：:]?")
A_STOP = "。；;：:！”〕）)"
LONG = 160  # characters; a longer paragraph may hold clauses that were meant to be paragraphs
A_HEADING = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or the part of it, that stands under one clause.

    Attributes:
        path: `二/（一）/3`; empty before the first clause and after the last.
        number: what the clause is numbered with, as printed; empty where it only goes on.
        start: where text begins within the paragraph.
        chapter: the heading of the chapter that it stands in.
        parent: the index of the passage that opens the clause around it; None at the top.
    """

    path: str
    number: str
    text: str
    paragraph: Paragraph
    start: int
    chapter: str
    parent: int | None


@dataclass(slots=True)
class _Level:
    kind: str
    shown: str
    value: int
    index: int


@dataclass(slots=True)
class _Tree:
    """Where in the numbering we are while paragraphs go by."""

    levels: list[_Level] = field(default_factory=list)
    chapter: str = ""
    passages: list[Passage] = field(default_factory=list)
    dotted: dict[str, int] = field(default_factory=dict)

    def open(self, kind: str, shown: str) -> None:
        value = value_of(shown)
        kinds = [level.kind for level in self.levels]
        if kind == "article":
            self.levels.clear()
        elif kind in kinds:
            at = self._mended(kind, value, kinds.index(kind))
            kind = kinds[at]
            del self.levels[at:]
        self.levels.append(_Level(kind, shown, value, len(self.passages)))

    def _mended(self, kind: str, value: int, at: int) -> int:
        """Take a misprinted 十、 that follows （九） for the （十） that it stands for."""
        deeper = at + 1
        follows = self.levels[at].value + 1 == value
        if kind == "chinese" and not follows and value > 1 and deeper < len(self.levels):
            level = self.levels[deeper]
            if level.kind == "chinese_bracket" and level.value + 1 == value:
                return deeper
        return at

    def expects(self, kind: str) -> int:
        """Return the number that this kind would go on with."""
        return next((each.value + 1 for each in reversed(self.levels) if each.kind == kind), 1)

    def add(self, paragraph: Paragraph, start: int, end: int, shown: str) -> None:
        text = paragraph.text[start:end]
        own = len(self.passages)
        around = [level.index for level in self.levels if level.index < own]
        if "." in shown:  # 2.1.2 stands under 2.1
            if (over := shown.rpartition(".")[0]) in self.dotted:
                around.append(self.dotted[over])
            self.dotted[shown] = own
        self.passages.append(
            Passage(
                path="/".join(level.shown for level in self.levels),
                number=shown,
                text=text,
                paragraph=paragraph,
                start=start,
                chapter=self.chapter,
                parent=around[-1] if around else None,
            )
        )


def value_of(shown: str) -> int:
    """Return the number that a printed one stands for."""
    return number(LETTERS.sub("", shown.split("条之", maxsplit=1)[0]))


def passages(paragraphs: Iterable[Paragraph]) -> tuple[Passage, ...]:
    """Cut paragraphs at their clause numbers and say which clause each piece belongs to."""
    tree = _Tree()
    for paragraph in paragraphs:
        if found := KINDS["chapter"].match(paragraph.text):
            if len(paragraph.text) <= A_HEADING:
                tree.chapter = paragraph.text
                continue
            tree.chapter = found[1]
        if _is_table_of_contents(paragraph.text):
            continue
        if AN_ANNEX.fullmatch(paragraph.text):
            tree.levels.clear()  # it counts its clauses anew
            tree.dotted.clear()
        _cut(paragraph, tree)
    return tuple(tree.passages)


def _is_table_of_contents(text: str) -> bool:
    return text in {"目录", "目 录"}


def _cut(paragraph: Paragraph, tree: _Tree) -> None:
    cuts = [*_opening(paragraph.text, tree)]
    cuts = [*cuts, *_inline(paragraph.text, tree, cuts)]
    if not cuts or cuts[0][0] > 0:
        _leave_list(tree)
        first = cuts[0][0] if cuts else len(paragraph.text)
        tree.add(paragraph, 0, first, "")
    ends = [*(cut[0] for cut in cuts[1:]), len(paragraph.text)][: len(cuts)]
    for (_start, text_start, kind, shown), end in zip(cuts, ends, strict=True):
        tree.open(kind, shown)
        tree.add(paragraph, text_start, end, shown)


def _leave_list(tree: _Tree) -> None:
    """End an article's list: after it, an unnumbered paragraph is the article's own again."""
    if tree.levels and tree.levels[0].kind == "article" and len(tree.levels) > 1:
        last = tree.passages[-1].text
        if last.endswith(("。", "；", ";")):
            del tree.levels[1:]


_Cut = tuple[int, int, str, str]


def _opening(text: str, tree: _Tree) -> Iterator[_Cut]:
    """Yield the number that a paragraph begins with."""
    for kind, pattern in KINDS.items():
        found = pattern.match(text)
        if not found or kind == "chapter":
            continue
        if kind == "cell" and value_of(found[1]) != tree.expects("cell"):
            continue
        if kind == "arabic" and re.match(r"\d{4}", text):
            continue
        yield 0, found.end(), kind, found[1]
        return


def _inline(text: str, tree: _Tree, opened: list[_Cut]) -> Iterator[_Cut]:
    """Yield numbers inside a paragraph where they count on, or begin to count, in their kind."""
    if len(text) < LONG and not opened:
        return
    found = [
        (each.start(), each.end(), kind, each[kind_group(each, kind)])
        for each in ANY_INLINE.finditer(text, opened[0][1] if opened else 0)
        for kind in (str(each.lastgroup),)
        if _may_open(text, each.start(), long=len(text) >= LONG)
    ]
    following: dict[str, int] = {kind: tree.expects(kind) for kind in INLINE}
    # A list has a second number: the last place of one, for every kind.
    second = {each[2]: place for place, each in enumerate(found) if value_of(each[3]) == 1 + 1}
    for _start, _end, kind, shown in opened:
        following[kind] = value_of(shown) + 1
    for place, (start, end, kind, shown) in enumerate(found):
        value = value_of(shown)
        goes_on = value == following[kind]
        begins = value == 1 and second.get(kind, -1) > place
        if (goes_on and value > 1) or begins:
            following[kind] = value + 1
            yield start, end, kind, shown


def kind_group(found: "re.Match[str]", kind: str) -> int:
    """Return the index of the group inside a kind's own, which holds what is printed."""
    return found.re.groupindex[kind] + 1


def _may_open(text: str, place: int, *, long: bool) -> bool:
    """Tell a number that opens a clause from one that stands in a sentence."""
    before = text[place - 1] if place else "。"
    if before in A_STOP:
        return True
    # A heading without punctuation stands before it; never a digit, a comma or 第（一）项.
    return long and before not in "第、，,.-—/至和与及" and not before.isdecimal()
