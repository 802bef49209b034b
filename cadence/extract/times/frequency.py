"""The words of a duty that comes again → how often, in which period: 每季度一次, 隔周, 每2小时."""

import re
from dataclasses import replace

from cadence.core import NUMBER, Cadence, number

A_YEARLY = Cadence(period="year")
NAMES = {
    "日": "day", "天": "day", "工作日": "day", "周": "week", "星期": "week", "旬": "xun",
    "月": "month", "月度": "month", "季": "quarter", "季度": "quarter", "半年": "half_year",
    "半年度": "half_year", "年": "year", "年度": "year",
    "半个月": "half_month", "半月": "half_month", "小时": "hour", "学期": "term",
    "学年": "school_year",
}  # fmt: skip
MONTHS = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}
# Lengths that the calendar has under another name: 每十五天 is twice a month.
NEAR = {
    ("day", 7): ("week", 1), ("day", 10): ("xun", 1), ("day", 15): ("month", 2),
    ("day", 30): ("month", 1), ("day", 90): ("quarter", 1),
    ("day", 180): ("half_year", 1), ("day", 365): ("year", 1), ("half_month", 1): ("month", 2),
}  # fmt: skip
# 隔周 and 每隔一周 skip one; 每隔四周 is every fourth.
SKIPPING = re.compile(rf"隔({NUMBER})?个?(日|天|周|星期|月|季度?|年)|(双)(周)")
ODD_OR_EVEN = re.compile("([双单])月")
NO_CALENDAR = re.compile("单周")
IN_MONTHS = re.compile(rf"{NUMBER}月?份?(?:(?:、|和|及|与|以及){NUMBER}月?份?)+")
EACH = re.compile(rf"^[^，。；]{{0,12}}?各|^[^，。；]{{0,20}}?{NUMBER}次")
# Up to another period: 每周对每个车间检查不少于2次 counts in the week.
SAME = "(?:(?!每(?:[日天周旬月季年半隔学]|个月|工作日))[^，。；：！？])"
COUNT = re.compile(
    rf"^{SAME}{{0,45}}?({NUMBER})(?:(?:户|家|车)?次(?!性|月|日|年)|回|轮次|遍|趟|条(?:（次）|\(次\)|次)|晚(?![上间点])|节(?![假日水约点能庆气])|场次|场(?!所|地)|期(?![限间内满初末])|(?:次|场)?[-—－–~～至到]{{1,2}}{NUMBER}(?:次|场|回|遍))"
)
NEXT_COUNT = re.compile(
    rf"^[^，。；：！？每]{{0,40}}，(?:[^，。；每]{{0,8}})?(?:至少|不少于|不低于|不得少于)[^，。；每]{{0,8}}?"
    rf"({NUMBER})(?:次|回|遍|场|趟|晚)"
)
EARLIER_COUNT = re.compile(rf"({NUMBER})(?:次|场|回|趟|晚)(?:以上)?[/／，]?$")
_CLOCK = rf"(?:(?:上午|下午|晚上?)?{NUMBER}[时点]|(?:上午|下午)?\d{{1,2}}[:：]\d{{2}})"
PARTS_OF_DAY = re.compile(
    "^[^，。；、次]{0,6}?(早[、和]?[中午][、和]?晚|早[、和]?晚|上午?[、和]?下午"
    rf"|{_CLOCK}(?:[、和及]{_CLOCK}){{1,3}})[^，。；：每]{{0,20}}?各"
    rf"|^({_CLOCK}(?:[、和及]{_CLOCK}){{1,3}})(?:[前时]|左右)?(?=[^，。；：每、至到—-])"
)
A_CLOCK = re.compile(_CLOCK)
QUOTA = re.compile(rf"({NUMBER})(?:人次|份|条|篇|次|回|轮|场|趟|晚|遍|期|例|件|起)")
BOTH_ENDS = re.compile("每?个?(学期|学年|年)(?:开学)?[初中].{1,6}[末底终]")
TWICE_A_DAY = re.compile("早、?晚高峰|上下班高峰|上学放学高峰")
A_CENTURY = 100


def cadence(words: str, before: str, after: str) -> Cadence | None:
    """Read how often; None where the period is none that the calendar has.

    Args:
        words: the phrase itself (每季度, 年内至少3次, 旬分析).
        before: the sentence up to it.
        after: the sentence from it on.
    """
    if ends := BOTH_ENDS.match(words):
        return Cadence(period=NAMES[ends[1]], count=2)
    if TWICE_A_DAY.match(words):
        return Cadence(period="day", count=2)
    made = None if NO_CALENDAR.search(words) else _skipping(words) or _period(words)
    if made is None:
        return None
    count = made.count * _count(words, before, after)
    if parts := PARTS_OF_DAY.match(after):
        clocks = len(A_CLOCK.findall(parts[1] or parts[2]))
        count *= clocks or (3 if re.search("[中午].*晚", parts[0]) else 2)
    return replace(made, count=count)


def in_months(months: str, after: str) -> Cadence | None:
    """Read 每年6月、12月各一次: once in each of these months; None where their days are named."""
    if not IN_MONTHS.fullmatch(months) or not EACH.match(after):
        return None
    listed = tuple(sorted({number(each) for each in re.findall(NUMBER, months)}))
    return Cadence(period="month", months=listed, count=_count("", "", after))


def _skipping(words: str) -> Cadence | None:
    """Read 隔周, 每隔四周, 双周; 逢双月: only windows of a kind."""
    if found := ODD_OR_EVEN.search(words):
        return Cadence(period="month", months=tuple(range(1 + (found[1] == "双"), 13, 2)))
    if found := SKIPPING.search(words):
        size, name = number(found[1]) if found[1] else 1, NAMES[found[2] or found[4]]
        whole = MONTHS.get(size) if name == "month" and size > 1 else None
        return Cadence(period=whole) if whole else Cadence(period=name, every=max(size, 2))
    return None


def is_rounded(words: str) -> bool:
    """Tell lengths that the calendar has only nearly (每15天, 每半个月)."""
    found = LENGTH.search(words)
    return found is not None and "下半年" not in words and _size(found) in NEAR


def is_range(words: str) -> bool:
    """Tell 每2—3年, of which the longer is read."""
    return A_RANGE.match(words) is not None


MINUTES = re.compile(rf"每隔?(?:({NUMBER})分钟|半个?小时)")
A_RANGE = re.compile(rf"每?{NUMBER}[—–~～至到-]{{1,2}}(?={NUMBER})")
WHOLE_TERM = re.compile("学期|学年")
DOUBLED = re.compile(r"([天日周月季年])\1")
SEVERAL = re.compile("[一每](日|周|旬|月|季度?|年)([二两三四234])(?![次回个年月周日])")
LENGTH = re.compile(
    rf"({NUMBER})?个?(半年度?|半个?月|季度?|月度?|年度?|工作日|星期|小时|周(?!期)|[旬日]|天(?![然气窗花]))"
)


def _period(words: str) -> Cadence | None:
    """Return a period of the calendar, and how often in it; nothing where it has none."""
    if "下半年" in words:
        return Cadence(period="half_year")
    if words.startswith("每期"):  # a kindergarten's term
        return Cadence(period="term")
    if found := MINUTES.match(words):
        size = 30 if "半" in words else number(found[1])
        return Cadence(period="hour", count=60 // size) if size and 60 % size == 0 else None
    if re.match("每[晚早晨夜]|[晚白]|夜|中午|午间|清晨|凌晨", words):
        return Cadence(period="day")
    if "下旬" in words:
        return Cadence(period="xun")
    if term := WHOLE_TERM.search(words):
        return Cadence(period=NAMES[term[0]])
    years = re.search(rf"({NUMBER})年(?!度)", words)
    if years and 1 < (size := number(years[1])) < A_CENTURY:
        return Cadence(period=f"{size}_years")
    if doubled := DOUBLED.match(words):
        return Cadence(period=NAMES[doubled[1]])
    if several := SEVERAL.match(words):
        return Cadence(period=NAMES[several[1]], count=number(several[2]))
    found = LENGTH.search(words)
    if not found:
        return None
    name, count = _size(found)
    if (name, count) in NEAR:
        period, times = NEAR[name, count]
        return Cadence(period=period, count=times)
    if count == 1 or words.endswith(f"一{words[-2:]}"):
        return Cadence(period=name)
    whole = MONTHS.get(count * {"month": 1, "quarter": 3}.get(name, 0))
    return Cadence(period=whole) if whole else Cadence(period=name, every=count)


def _size(found: "re.Match[str]") -> tuple[str, int]:
    count = number(found[1]) if found[1] and found[1] != "一" else 1
    return NAMES[found[2]], count


def _count(words: str, before: str, after: str) -> int:
    if (inside := QUOTA.search(words)) and not words.startswith(inside[0]):
        return number(inside[1])
    if re.match(rf"{NUMBER}次", words):
        return number(words[: words.index("次")])
    found = COUNT.match(after) or NEXT_COUNT.match(after)
    if (found is None and after[:1] in "，。；）") or not after:
        found = EARLIER_COUNT.search(before)
    return max(1, number(found[1])) if found else 1
