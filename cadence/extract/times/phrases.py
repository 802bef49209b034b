"""A sentence → the time phrases in it, found by the table time_words.txt.

The table's small language becomes regular expressions in which nothing repeats without a bound,
so the time they take grows with the text's length and no faster.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from cadence.core import CHINESE
from cadence.extract.times.slots import GAP, SLOT_HINTS, SLOTS

TOKEN = re.compile(r"\{(\w+)\}|[…()\[\]/?]|[^{}…()\[\]/?]")
A_PART = re.compile(r"\((?P<group>[^()]+)\)|\{(?P<slot>\w+)\}|(?P<run>[^(){}…\[\]]+)")
OPTIONAL = re.compile(r"\[[^\]]*\]\??|\([^()]*\)\?|\{\w+\}\?|[^()\[\]{}…]\?")
TITLES = re.compile(r"《[^《》]{1,80}》|〈[^〈〉]{1,80}〉")
# 一年内不少于两次 is asked for, not counted against anybody.
AT_LEAST = re.compile("至少|不少于|不低于|不得少于")
A_NAMED_PERIOD = re.compile(
    "年度?(?!内)[^，。；]{1,24}年内|(?:月|季|半年)度[^，。；]{1,24}每[月季年半]"
)
SHORTER = re.compile("(?:季度|月度|半年度?)[^、]{1,12}[和及与、]年度")
A_DIGIT = re.compile(rf"[\d{CHINESE}十廿卄卅]")
# A sentence without any of these holds no time word.
A_HINT = re.compile(
    r"[年月日周旬季时分天期汛长常逐雨暑寒次趟节七终阶]|早、?晚|高峰|五一|十一|元旦|除夕|国庆|清明|端午|中秋|两会|开学|[班岗][前后]|每[晚早晨]|[农阴]历|\d[-./．]\d"
)


@dataclass(frozen=True, slots=True)
class Words:
    """One line of the table: a way of saying when, its kind and how it is read."""

    kind: str
    words: str
    meaning: str
    order: int
    pattern: "re.Pattern[str]"
    hints: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Time words found in a sentence: where, what they are, and what stood in the slots."""

    start: int
    end: int
    text: str
    words: Words
    slots: dict[str, str]

    @property
    def kind(self) -> str:
        """The kind of the table's line."""
        return self.words.kind

    def slot(self, name: str) -> str:
        """Return the first thing that stood in a slot of that name, or nothing."""
        return self.slots.get(name, "")


@cache
def table() -> tuple[Words, ...]:
    """Read the table of time words."""
    text = files("cadence.extract.times").joinpath("time_words.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    rows = (line.split("|") for line in lines if line and not line.startswith("#"))
    return tuple(_words(order, *map(str.strip, row)) for order, row in enumerate(rows))


def _words(order: int, kind: str, words: str, meaning: str = "") -> Words:
    # Seasons come every year, said or not.
    whole = f"[每年][的]{words}" if kind == "season" else words
    return Words(kind, words, meaning, order, re.compile(pattern_of(whole)), hints_of(words))


def pattern_of(words: str) -> str:
    """Turn one way of saying when into a regular expression; a slot's second use is n_2."""
    made: list[str] = []
    used: dict[str, int] = {}
    for found in TOKEN.finditer(words):
        token = found[0]
        if name := found[1]:
            used[name] = used.get(name, 0) + 1
            group = name if used[name] == 1 else f"{name}_{used[name]}"
            made.append(f"(?P<{group}>{SLOTS[name]})")
        else:
            signs = {"…": GAP, "(": "(?:", "[": "(?:", "]": ")?", "/": "|", ")": ")", "?": "?"}
            made.append(signs.get(token) or re.escape(token))
    return "".join(made)


@cache
def _by_hint() -> dict[str, tuple[tuple[Words, tuple[frozenset[str], ...]], ...]]:
    """Return the lines of the table under the first signs of their rarest hints.

    Beside each line stand the signs of its other hints. A line without hints stands under "".
    """
    made: dict[str, list[tuple[Words, tuple[frozenset[str], ...]]]] = {}
    for words in table():
        first, *rest = (frozenset(each[:2] for each in hints) for hints in words.hints or [{""}])
        for sign in first:
            made.setdefault(sign, []).append((words, tuple(rest)))
    return {sign: tuple(lines) for sign, lines in made.items()}


def _candidates(text: str) -> Iterable[Words]:
    """Return the lines of the table that may match somewhere in a text."""
    index = _by_hint()
    signs = {"", *text, *map("".join, pairwise(text))}
    found = {
        words.order: words
        for sign in index.keys() & signs
        for words, rest in index[sign]
        if not any(map(signs.isdisjoint, rest))
    }
    return found.values()


def hints_of(words: str) -> tuple[frozenset[str], ...]:
    """Return sets of texts: of each, one stands in every match; to pass over most sentences."""
    sets: list[frozenset[str]] = []
    for part in A_PART.finditer(OPTIONAL.sub("…", words)):
        if part["group"]:
            runs = [max(re.split(r"…|\{\w+\}", each), key=len) for each in part["group"].split("/")]
        else:
            runs = list(SLOT_HINTS.get(part["slot"] or "", (part["run"] or "",)))
        if all(runs):
            sets.append(frozenset(runs))
    # The rarest first: what has few and long texts is seldom met.
    return tuple(sorted(sets, key=lambda each: (-min(map(len, each)), len(each), *sorted(each))))


@lru_cache(maxsize=1024)  # rows of a table say the same over and over; verify reads a text again
def find(text: str) -> tuple[Phrase, ...]:
    """Return the time phrases of a sentence, in order; where two overlap, the longer stays."""
    if not A_HINT.search(text):
        return ()
    # A stop at the end, for words that are known by the mark after them (月总结。).
    blanked = TITLES.sub(lambda found: "\0" * len(found[0]), text) + "。"
    found = sorted(_all(blanked, text + "。"), key=_rank)
    taken = bytearray(len(text))
    kept = []
    for phrase in found:
        if not any(taken[phrase.start : phrase.end]):
            kept.append(phrase)
            taken[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
    return tuple(sorted(kept, key=lambda phrase: phrase.start))


def _all(blanked: str, text: str) -> Iterator[Phrase]:
    """Find in a text without its titles; what is found is said in the words of the whole text."""
    for words in _candidates(blanked):
        for found in words.pattern.finditer(blanked):
            # A mark at the end only shows where the words end (旬分析、).
            end = found.start() + len(found[0].rstrip("、，。；”）"))
            said = text[found.start() : end]
            if "（" in said and said.count("（") > said.count("）"):
                end += 1  # the bracket is the date's own: 3月20日（周五）
                said = text[found.start() : end]
            if said.endswith("次") and blanked[end : end + 1] == "性":
                continue  # 6个月一次性奖励
            if said and not _misread(words, said, blanked[: found.start()][-1:]):
                slots = {
                    name: text[slice(*found.span(name))]
                    for name, value in found.groupdict().items()
                    if value
                }
                yield Phrase(found.start(), end, said, words, slots)


def _misread(words: Words, said: str, before: str) -> bool:
    """Tell the 月10日前…不少于一次 of 5月10日前, which is no month, and counts asked for."""
    if words.kind == "weekday" and before in {"每", "个"}:
        return True  # 每周一上午召开例会: read as what comes every week
    if words.kind == "cadence" and A_NAMED_PERIOD.match(said):
        return True  # 上年度有事故的企业年内检查4次, 月度报表应在每月5日前提交: the latter counts
    if words.kind == "threshold":
        return AT_LEAST.search(said) is not None
    if words.kind == "cadence" and said[0] in "二三四" and said[1:3] == "季度":
        return True  # 三季度组织一次: in the third quarter
    if words.kind == "yearly" and (
        SHORTER.search(said) or (before in {"半", "当", "跨"} and said[0] == "年")
    ):
        return True  # 制定季度方案和年度计划: two papers, each with its own period
    # 5月10日, and the 双周调度 of 双周.
    return (
        words.kind == "cadence"
        and said[0] in "年月周日天"
        and (before in {"双", "单", "隔", "半"} or A_DIGIT.match(before) is not None)
    )


def _rank(phrase: Phrase) -> tuple[bool, bool, int, int]:
    # 汛期期间 and 行动期间每月 are better known by their other words than by 期间, and that better
    # than by a campaign's name.
    named = phrase.words.meaning == "行动名称"
    # 于次年1月底前 and 次年1月底前 are as long as each other.
    length = len(phrase.text.lstrip("在于"))
    return named, phrase.kind == "during", -length, phrase.words.order
