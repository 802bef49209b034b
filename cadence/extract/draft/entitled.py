"""A title or a heading → whose rules, meeting or work it says (河西小学隐患排查制度)."""

import re

from cadence.extract.draft.around import earlier_sentences
from cadence.extract.text.bodies import A_BODY, is_bodies, split, subject
from cadence.extract.text.shares import heading_of, topic

# 河西小学隐患排查制度: what an organisation sets down for itself.
OWN_RULES = re.compile(
    "(?:制度|职责|责任制|守则|规程|须知|流程|工作要点|工作计划|工作方案|实施方案|管理规定|管理协议|清单)"
    "(?:[（(][^（）()]{1,12}[）)])?$"
)
OF_A_POST = re.compile(
    "(?:[^，。；]{0,12}与)?([^，。；]{2,10}?[员长])[^，。；]{0,8}"
    "(?:(?:管理|考核|工作)(?:办法|细则|规定|要求|标准)|责任[书状])$"
)
# 结合我社区实际，制定本方案: who sets it down.
BY_US = re.compile(
    "(?:结合|根据)([我本](?:社区|街道|办事处|村|镇|乡|县|区|市|校|园|院|局|委|公司|厂|单位|中心|站|所))的?(?:工作|安全生产|具体)?实际"
)
ITS_THEME = re.compile("“[^“”]*”$")  # 河西小学“安全教育日”活动方案
FAR = 1500  # characters; a subject further back than this is no longer in mind
# 镇长办公会由镇长召集。原则上每月召开一次: the meeting that the sentence before is about.
CALLED = re.compile(
    "(?P<meeting>[^，。；：]{2,20}?会议?)由(?P<chair>[^，。；]{2,30}?)(?:负责)?(?:主持|召集)(?:召开)?[。，]"
)
A_TOPIC = 16  # characters; 支部党员大会。一般每季度召开…


def owner_of(title: str) -> tuple[str, ...]:
    """Return the organisation that a title of its own rules begins with: 河西小学隐患排查制度."""
    if not OWN_RULES.search(title):
        person = OF_A_POST.match(title)  # 护林员管理办法
        return split(person[1]) if person and is_bodies(person[1]) else ()
    if headed := heading_of(title):
        return headed
    ends = (found.end() for found in A_BODY.finditer(title))
    names = [title[:end] for end in ends if end < len(title) and is_bodies(title[:end])]
    return split(ITS_THEME.sub("", names[-1])) if names else ()


def own_name(text: str) -> tuple[str, ...]:
    """Return what those who set a text down call themselves: 结合我社区实际，制定本方案."""
    found = BY_US.search(text)
    return (found[1],) if found else ()


def entitled(sentence: str) -> tuple[str, ...]:
    """Return whose meeting or work a sentence is that says nothing else (支部党员大会)."""
    words = sentence.rstrip("。：:").strip()
    if len(words) > A_TOPIC:
        return ()
    return topic(words) or (split(words) if is_bodies(words) else ())


def called_before(earlier: str) -> tuple[str, ...]:
    """Return whose meeting the sentence right before is about, and who chairs it."""
    before = next(iter(earlier_sentences(earlier[-FAR:])), ("", False))[0]
    if not (called := CALLED.match(before)):
        return ()
    names = topic(called["meeting"])
    return tuple(dict.fromkeys((*names, *subject(f"由{called['chair']}负责"))))


def entitled_before(earlier: str) -> tuple[str, ...]:
    """Return whose meeting the sentence right before names and nothing else."""
    before = next(iter(earlier_sentences(earlier[-FAR:])), ("", False))[0]
    return entitled(before) if before else ()
