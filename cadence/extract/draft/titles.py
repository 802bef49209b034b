"""The words of a duty → the title that a phone's agenda shows: verb and object, short.

开展1次应急疏散演练 is 开展应急疏散演练: how often is said beside it. 检查一次 and 报县安委办 name
no thing; what is checked or reported is taken from the words before them.
"""

import re

from cadence.core import NUMBER
from cadence.extract.text.bodies import subject

SHORT = 20  # characters that an agenda shows
A_VERB = 3  # characters; no object fits in so few
LONGEST_OBJECT = 16
FEWEST = 2
COUNT = re.compile(
    rf"(?:各|分别)?(?:再)?(?:至少|不少于|不低于|不得少于)?(?:各)?(?:{NUMBER}(?:次)?[-—－–~～至到])?(?:{NUMBER})(?:次|遍|轮|回|场次|场|轮次)(?![月日性级])(?:以上)?"
)
CLOCK = re.compile(r"^[\d一二三四五六七八九十]{1,2}(?:时|点|[:：]\d\d)(?:整)?(?:以)?前")
# 应自接到举报次日起答复: 接到举报后答复.
SINCE = re.compile(
    "^(?:应当|应该|应|须|要|必须)?(?:自|从)([^，。；]{2,14}?)(?:之日|次日|当日|之时|时)?(?:起|开始)(?:算)?(?=[^，]{2,})"
)
LEADING = re.compile(
    "^(?:要|应当|应(?!急)|必须|须|需|将|一律|严格|认真|切实|及时|分别|各自|按时|按要求|组织力量|进行|内|前|止|并|，|、|：)+(?=.{2})"
)
DONE = re.compile("^(?:进行|开展|组织|召开|举办|组织开展)$")
# 报县安委办, 上报县应急局备案: to whom, and nothing of what.
TO_WHOM = re.compile(
    "^(?:(?:电话|口头|书面|统一|逐级|及时)?(?:上报|报送|报告|报|送|交|函告))(?:至|到|给|送)?[^，。；、]{1,18}?"
    "(?:局|办|委|政府|部|股|所|室|处|组|中心|指挥部|部门|单位|站|总经理|校长|院长|主任|党委|机关|备案|审批|审核|同意)$"
)
THING = re.compile(
    "[^，。；、：（）“”]{0,10}?(?:方案|预案|清单|台账|总结|小结|(?<!电话)(?<!口头)(?<!书面)(?<!立即)(?<!及时)报告|名单|计划|情况|材料|资料|报表|统计表|值班表|安排表|信息|灾情|险情|意见|结果|数据)"
)
MAKES = re.compile(
    "^.*(?:将|把)|^(?:.{0,6}?(?:要|应|须))?(?:认真|抓紧)?(?:研究|及时)?(?:制定|编制|制订|汇总|梳理|填写|形成|建立|完善|开展|提出|列出|做好|将|把|并|及|对|的){1,3}"
)
ON = re.compile("^(?:对(?!于)|将|把|就)")
TO_WHAT = re.compile("对(?!于)([^，；。：]{2,18})$")
GOES_ON = re.compile(
    "(?:要|应当|应|必须|须|需|由|于|在|每|一般|原则上|的次数|次数|频次|、|，|并|且)+$"
)
A_CASE = re.compile("(?:隐患|险情|事故|火情|灾情|情况)$")
NO_OBJECT = re.compile(
    "^(?:其中|一是|二是|三是|同时|另外|此外|汛期|平时|期间|全年|当日|不定期|(?:要求)?\\d{1,4}[名个位][^，。；]{0,10})?$"
)


def title(said: str, before: str, event: str = "") -> str:
    """Return a title of at most 20 characters, where the words allow it.

    Args:
        said: what is to be done, as it was cut from the sentence.
        before: the words of the sentence before the time words, without who is bound.
        event: what starts the clock, where there is one.
    """
    said = SINCE.sub(r"\1后", _without_doer(said))
    made = LEADING.sub("", CLOCK.sub("", said)).strip("，、：；")
    bare = COUNT.sub("", made).strip("，、") or made
    if len(bare) <= A_VERB and not CLOCK.match(bare):
        bare = _with_object(bare, before)
    elif TO_WHOM.match(bare):
        thing = _thing(before)
        clock = "" if event.startswith("（") else event
        clock += "后" if clock and not A_CASE.search(clock) else ""
        bare = f"{thing or clock}{bare}" if thing or len(clock + bare) <= SHORT else bare
    return _shortened(SINCE.sub(r"\1后", bare))


def _without_doer(said: str) -> str:
    """Leave out a body with which the words still begin: 各村要对林缘开展清理."""
    names = subject(said)
    if not names or not said.startswith(names[0]):
        return said
    at = said.find(names[-1]) + len(names[-1])
    rest = said[at:].lstrip("要应须由：，、")
    return rest if len(rest) > A_VERB else said


def _with_object(verb: str, before: str) -> str:
    """Say what a lone verb is done to: 压力表每半年校验一次, 对各车间每月抽查一次."""
    own = re.split("[，；。：]", before)[-1]
    own = own if own.count("（") == own.count("）") else own.rpartition("（")[2]
    own = GOES_ON.sub("", own)
    if found := TO_WHAT.search(own):
        return verb + found[1]
    if DONE.match(verb) or NO_OBJECT.match(own) or len(own) < FEWEST:
        return verb
    by = own.find("由", 1)  # 消防器材由总务处每季度检查
    own = own[:by] if by > 0 and subject(own[by:]) else own
    if ON.match(own):
        return verb + ON.sub("", own)
    return own + verb if len(own) <= LONGEST_OBJECT else verb


def _thing(before: str) -> str:
    """Return what a report is of: the last paper or state of things named before it."""
    for clause in reversed(re.split("[，；。]", before)):
        if found := THING.findall(clause):
            bare = MAKES.sub("", ON.sub("", found[-1]))
            return bare if FEWEST <= len(bare) <= LONGEST_OBJECT else ""
    return ""


def _shortened(words: str) -> str:
    """Cut a long title where it can end: before a comma, or within a list (…等)."""
    if len(words) <= SHORT:
        return words
    first = words.split("，", maxsplit=1)[0]
    if A_VERB < len(first) <= SHORT:
        return first
    cut = first[:SHORT].rfind("、")
    opened = first[:cut].count("“") > first[:cut].count("”") or first[:cut].count("《") > first[
        :cut
    ].count("》")
    return f"{first[:cut]}等" if cut > SHORT // 2 and not opened else first
