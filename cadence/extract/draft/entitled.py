"""A title or a heading → whose rules, meeting or work it says (河西小学隐患排查制度)."""

import re

from cadence.extract.draft.around import earlier_sentences
from cadence.extract.text.bodies import A_BODY, is_bodies, split, subject
from cadence.extract.text.shares import heading_of, topic

# 河西小学隐患排查制度: what an organisation sets down for itself.
OWN_RULES = re.compile(
    "(?:制度|职责|责任制|守则|规程|须知|流程|工作要点|工作计划|工作方案|实施方案|管理规定|管理规范|操作规范|管理协议|清单)"
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
# 为落实河西林场防火责任，制定本制度: whose matter the rules are.
FOR_WHOM = re.compile(
    "为(?:了)?(?:进一步|切实|全面|更好地?)?(?:落实|加强|规范|强化|做好|健全|完善|提高|确保)"
    "([^，。；的]{4,30})[^。；]{0,60}(?:制定|制订|特制[定订]|拟[定订])本"
)
# 与各村委会签订本责任书, 对各村、各单位实行目标管理: whom such a paper binds.
PLEDGED = re.compile(
    "(?:与|和|同|向|对)((?:各|全[镇乡县区市校])[^。；：！？]{1,40}?)(?:(?:特|共同)?(?:签订|签定|签署|下达)[^，。；]{0,16}责任[书状]"
    "|(?:实行|实施|进行)[^，。；]{0,12}目标[^，。；]{0,4}(?:管理|考核))"
)
A_PLACE = re.compile("[省市县区]$")
OUR_PLACE = re.compile("本[省市县区]")  # whose law it is
LAWGIVER = re.compile("代表大会|国务院|总局|条例$|法$|人民政府令|部$")
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


def set_down_by(issuer: str, title: str) -> tuple[str, ...]:
    """Return who sets a text down for itself: its issuer, or the body that its title begins with.

    A congress or a council that makes laws binds others by them.
    """
    if issuer:
        return () if LAWGIVER.search(issuer) else (issuer,)
    ends = (found.end() for found in A_BODY.finditer(title))
    names = [title[:end] for end in ends if end < len(title) and is_bodies(title[:end])]
    own = bool(names) and not LAWGIVER.search(title) and not A_PLACE.search(names[-1])
    return split(names[-1]) if own else ()


def for_whom(text: str) -> tuple[str, ...]:
    """Return whose matter rules are made for: 为落实河西林场防火责任，制定本制度."""
    found = FOR_WHOM.search(text)
    ends = (each.end() for each in A_BODY.finditer(found[1])) if found else ()
    names = [found[1][:end] for end in ends if found and is_bodies(found[1][:end])]
    return split(names[-1]) if names and not names[-1].startswith(("各", "全", "本", "我")) else ()


def own_name(text: str) -> tuple[str, ...]:
    """Return what those who set a text down call themselves: 结合我社区实际，制定本方案."""
    found = BY_US.search(text)
    return (found[1],) if found and not OUR_PLACE.fullmatch(found[1]) else ()


def pledged(text: str) -> tuple[str, ...]:
    """Return whom a paper binds that is signed with them, or sets goals for them."""
    found = PLEDGED.search(text)
    return split(found[1]) if found and is_bodies(found[1]) else ()


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
