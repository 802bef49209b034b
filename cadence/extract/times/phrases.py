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

from cadence.core import CHINESE, NUMBER, YEAR
from cadence.extract.text.days import DAY, ITS_WEEKDAY

_GAP = "[^，。；：！？,;:（）()\n]"
# 编制县（市、区）年度防治方案: a bracket of places parts no words.
GAP = f"{_GAP}{{0,24}}?(?:（[省市州县区旗乡镇街道村社场、]{{1,9}}）{_GAP}{{0,16}}?)?"
_QUARTER = "第?[一二三四1-4]季度"
_UNIT = "(?:年|个月|月|周|星期|个?工作日|个?工作天|日|天|个?小时|分钟)"
_PERIOD = (
    rf"(?:{NUMBER}个?(?:年|月|季度|周|天|日)|工作日|日|天|周|星期|旬|月度?|季度|季(?!节)|半年度?"
    r"|半个?月|年度?)"
)
_SPAN = "(?:年度?|季度?|半年|月度?|周|旬|日)"
_AND = "(?:、|和|及|与|以及)"
# A small number that is no year and no ordinal: 两年, but neither 2022年 nor 第四季度.
_SOME = r"(?:(?<![第\d年至—隔每-])(?:\d{1,2}|[一两二三四五六七八九十]{1,3}))"
_FEAST = (
    "“?(?:元旦|春节|除夕|元宵|清明|五一|劳动|端午|中秋|国庆|十一|七一|重阳|(?:全国)?“?两会"
    "|[春秋](?:季)?(?:学期)?(?:开学)?(?=[、和]?[春秋]|季?(?:学期)?开学|[，。前之以])|新学期开学|开学)”?"
    "(?:节|国际劳动节)?"
)
SLOTS = {
    "n": NUMBER,
    "unit": _UNIT,
    "period": _PERIOD,
    "pday": "(?:个?月|个?季度|季|年|周|天|日)",
    "day": DAY,
    "bare_day": rf"(?:{YEAR}年)?{NUMBER}月{NUMBER}",  # 11月9至17日
    # 5-7月, 三至五月: a stage's months; no 第5-7月, no 每3-5月.
    "bare_month": r"(?<![\d每第隔约.])(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])",
    "clock": rf"(?:{NUMBER}(?:时|点|[:：])(?:\d{{2}}分?|整|半)?|零[时点]|下班)",
    "mday": rf"(?:{NUMBER}[日号]|月底|月末|底|末)",
    # Lists, whose last member lends the others what they leave out: 3月、6月、9月25日.
    "mdays": rf"(?:{NUMBER}[日号]?{_AND}){{1,6}}(?:{NUMBER}[日号]|月?[底末])",
    "months": (
        rf"(?:{NUMBER}月?份?{_AND}){{1,11}}{NUMBER}月份?"
        rf"(?:的?{NUMBER}[日号]|月?[底末]|[上中下]旬|初(?![一二三四五六七八九十]))?"
    ),
    # 6月、12月底: a list whose last member says when within the month.
    "month_list": rf"(?:{NUMBER}月份?{_AND}){{1,11}}{NUMBER}月份?",
    # Days of one month, or of several: 4月8日、15日、5月6日.
    "days": (
        rf"(?:{YEAR}年)?{NUMBER}月{NUMBER}[日号]{ITS_WEEKDAY}"
        rf"(?:{_AND}(?:{NUMBER}月)?{NUMBER}[日号]{ITS_WEEKDAY}){{1,8}}"
    ),
    # 周一安全例会; 周一次的活动日 is none.
    "meeting": (
        "(?!次|至|到|、)[^，。；：每年月季周次（）()]{0,8}?"
        "(?:会议|例会|碰头会|调度会|学习日|活动日)"
    ),
    "then": "(?=[由各镇乡县区市街将要对])",  # 年终镇政府将…
    "barred": "(?=(?:不得|不能|不予|禁止|不再)(?!少于|低于|超过))",  # 一个年度内不得变更
    # 不少于15个工作日的调查时间: what somebody must be given.
    "term_for": (
        "(?=[^，。；]{0,4}(?:调查|准备|整改|公示|公告|异议|答辩|申诉|复核|征求意见)"
        "[^，。；]{0,2}(?:时间|期限|期))"
    ),
    "periods": rf"(?:{_SPAN}(?:、|和|及|与)){{1,3}}{_SPAN}",
    "weekday": ITS_WEEKDAY,
    "weekdays": rf"[一二三四五六日天](?:{_AND}(?:每?(?:周|星期))?[一二三四五六日天]){{1,6}}",
    "few_years": rf"(?:{_SOME}年)",
    "some": _SOME,
    # Named days, one or a list: 元旦、春节; 春、秋季开学.
    "feasts": rf"{_FEAST}(?:{_AND}{_FEAST}){{0,5}}",
    "quarter": _QUARTER,
    "year": YEAR,
    "times": "(?:次(?![性月日年数])|回|轮|场(?![所地])|遍|期)",
    "slash": "[/／]",
    "near": "[^，。；：！？每（）]{0,24}?",
    "few": "[^，。；：每年月季周旬（）()]{0,10}?",
    # 日记、周报: a rhythm of one letter counts only in a row of such.
    "leads": "(?=[、，和及][日周旬月季][\u4e00-\u9fa5]{1,2}(?:[、。；，”]|制度|机制|$))",
    "led": "(?<=[日周旬月季][\u4e00-\u9fa5][、，和及])",
    "stamp": r"[\s　T]?\d{1,2}[:：]\d{2}[:：]\d{2}",
    "verb": (
        "(?:调度|通报|讲评|分析|总结|报告|例会|巡查|排查|检查|会商|研判|考核|评比|督查|小结|点评|"
        "报送|汇报|督导|通气|报表|评价|演练|巡检|碰头|自查|抽查|普查|调研|盘点|推进会|考评|复盘|"
        "管控|评估|评审|清零|曝光|督办|会办|回访|走访|复查|复核|检测|轮换|晾晒|测评|审核|对账|汇总|巡护|巡线)"
    ),
    "deed": (
        "(?:调度|通报|讲评|分析|总结|报告|例会|巡查|排查|检查|会商|研判|考核|评比|督查|小结|点评|"
        "报送|汇报|督导|评价|演练|巡检|碰头|自查|抽查|推进|考评|复盘|评估|评审|清零|曝光|督办|回访|走访|"
        "检测|测评|审核|对账|培训|学习|更新|主题|会议|复审|体检|检|报|评|考|审|结|训|测|修|查|清|换|练|扫|洗|晒|擦|消毒)"
    ),
}
TOKEN = re.compile(r"\{(\w+)\}|[…()\[\]/?]|[^{}…()\[\]/?]")
# A line of the table in parts: a group of alternatives, a slot, a run of plain signs.
A_PART = re.compile(r"\((?P<group>[^()]+)\)|\{(?P<slot>\w+)\}|(?P<run>[^(){}…\[\]]+)")
OPTIONAL = re.compile(r"\[[^\]]*\]\??|\([^()]*\)\?|\{\w+\}\?|[^()\[\]{}…]\?")
SLOT_HINTS = {
    "times": ("次", "回", "轮", "场", "遍", "期"),
    "months": ("月",),
    "days": ("月",),
    "bare_day": ("月",),
    "day": ("年", "月", "季", "日", "号", "-", ".", "．", "/"),
    "unit": ("年", "月", "周", "星期", "日", "天", "时", "分钟"),
    "slash": ("/", "／"),
    "quarter": ("季度",),
    "few_years": ("年",),
    "feasts": tuple(
        re.split(
            "、",
            "元旦、春、除夕、元宵、清明、五一、劳动、端午、中秋、国庆、十一、七一、重阳、两会、秋、开学",
        )
    ),
}
TITLES = re.compile(r"《[^《》]{1,80}》|〈[^〈〉]{1,80}〉")
# A sentence with any of these may hold a time word; without one it is not looked at again.
# 一年内不少于两次 is asked for, not counted against anybody.
AT_LEAST = re.compile("至少|不少于|不低于|不得少于")
A_NAMED_PERIOD = re.compile(
    "年度?(?!内)[^，。；]{1,24}年内|(?:月|季|半年)度[^，。；]{1,24}每[月季年半]"
)
A_DIGIT = re.compile(rf"[\d{CHINESE}十廿卄卅]")
A_HINT = re.compile(
    r"[年月日周旬季时分天期汛长常逐雨暑寒次节七终阶]|五一|十一|元旦|除夕|国庆|清明|端午|中秋|两会|开学|[班岗][前后]|每[晚早晨]|[农阴]历|\d[-./．]\d"
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
    return words.kind == "cadence" and said[0] in "年月周日天" and A_DIGIT.match(before) is not None


def _rank(phrase: Phrase) -> tuple[bool, bool, int, int]:
    # 汛期期间 and 行动期间每月 are better known by their other words than by 期间, and that better
    # than by a campaign's name.
    named = phrase.words.meaning == "行动名称"
    # 于次年1月底前 and 次年1月底前 are as long as each other.
    length = len(phrase.text.lstrip("在于"))
    return named, phrase.kind == "during", -length, phrase.words.order
