"""A sentence and what stands before it → the clauses in which its subject may stand."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cadence.core import NUMBER
from cadence.extract.text.bodies import acting, is_bodies, subject
from cadence.extract.text.endings import STRONG
from cadence.extract.text.paragraphs import segment, sentences
from cadence.extract.text.shares import topic
from cadence.extract.times.meanings import RECURRING, Place
from cadence.extract.times.phrases import Phrase

PIECES = re.compile("[，。；：！？,;:]")
LEADS_ON = ("：", ":")
DUTY = re.compile(STRONG)
ITS_BRACKET = re.compile("[（(][^（）()]*[）)]$")
TIMES = re.compile(f"^{NUMBER}[次遍轮]")
JOINS = ("、", "及", "和", "以及")
COUNTED = RECURRING | {"times"}
IN_A_CHAIN = re.compile("[^，。；：、每]{0,4}[、和及]")  # 双周调度、月度通报
# 成员单位参加，每季度召开: who takes part owes no meeting.
TAKES_PART = re.compile("(?:参加|列席|出席|参与|协助|配合)(?:会议)?$|由[^，。；]{2,16}带队$")
SHORTEST_NAME = 3
HAPPENED = ("火灾", "山火", "火情", "险情", "灾情", "事故", "灾害")
A_TITLE = re.compile("《[^《》]{1,80}》")
BARE = re.compile("(?<!阶)[^会员者工]$|委员会$|安委会$")  # 会前3日; 安全管理人员三年内复训
LEVEL = re.compile("[省市县乡镇村]级")  # 村级月通报
WITH_ITS_DEED = re.compile("[日周旬月季年]度?[^，内]{2,4}")
SHORT_FORMS = "日周旬月季年班"  # 护林员日巡查
HEDGED = re.compile("(?:(?:时间)?(?:定)?(?:为|于|在)|是|统一|原则上|一般|至少|应当?|要)$")
ORDERS = re.compile("(?:还|也|均|并|原则上)?(?:需(?!求)|应当|应(?!急|用|对|届)|必须|不得|须)")
AN_ADVERB = re.compile(
    "(?:根据|按照?|依据|结合|为(?!主)|由于|因(?!此)|针对|围绕|必要时|原则上|遇有?|如遇?|除[^，]{2,20}外|视)[^，。；]{0,30}$"
)
MOST_ADVERBS = 2
OPENS_BEHIND = re.compile("[）)][：:]")
SHARES = re.compile("牵头|主办|配合|协助|参与|协办")
IS_NAMED = re.compile("[为是]([^，。；]{2,20})")
BEHIND = re.compile("^[）)]?[：:](?![^，。；]*[：:])|^[）)](?![、和及])")  # （3月—4月）：各村自查
ON_THAT_DAY = re.compile("^(?:[（(][^（）()]{1,16}[）)])?当[天日]")
CLOCKED = {"trigger", "deadline", "before"}
A_CLOSE = re.compile("[）)]")
A_LENGTH = re.compile("[小学课]时$")  # 每次不少于1学时, no condition
BY_ANOTHER = re.compile("[,，](由[^。；]*)")
CARRIED_OUT = re.compile(
    "[^，。；：由]{0,12}由([^，。；：、]{2,16}?)(?:具体|统一|亲自)?(?:带队|负责(?![人同])|牵头|组织|实施|承担|落实|完成"
    "|拟[定订]|制[定订]|编制|起草|汇总|收集|整理|填[写报]|主持|召集)(?![^，。；]{0,6}的)"
)
SIGNS = re.compile(
    "由[^，。；]{2,16}(?:签[字名发]|盖章|审[核定批签查]|批准|确认|把关)后?$"
)  # and no more
# 建立民政、消防会商机制，每半年召开会议: whose meeting it is.
OF_WHOSE_SYSTEM = re.compile(
    "(?:建立|健全|完善|落实|实行)(?:健全|完善)?(?P<names>[^，。；]{4,40})"
    "(?:会商|研判|联席|协调|协作|沟通|联络|通报|联动)[^，。；、]{0,8}(?:机制|制度|会议)$"
)
KEEPS = re.compile("(?:实行|执行|落实|坚持|推行|建立|健全|完善)([^，。；、]{2,20})$")
DANGLING = re.compile(
    "、(?:定期|一般|原则上|要|应当?)$|(?:[晴雨]天|平时|日常|节假日|夜间|汛期)$"
)  # 公司、定期每月不少于一次


def own_clauses(place: Place) -> Iterator[str]:
    """Yield the clauses of a sentence in which its subject may stand, the nearest first."""
    phrase, sentence = place.phrase, place.sentence
    yield from _first_of_all(place)
    # A subject may stand right behind the time words (6月底前各单位要…) or before them.
    before = clauses_of(_without_limits(place))
    own = before[-1] if before else ""
    bracket = max(own.rfind("（"), own.rfind("("))
    rest = sentence[phrase.start : phrase.end + 12]
    if "由" in rest:  # 召开由主要负责人主持召开的会议: not cut before its end
        rest = sentence[phrase.start : phrase.end + 40]
    # 县级每季度、乡镇每月…: what stands behind the time words before it is a subject of its own.
    alike = COUNTED | {phrase.kind}  # 甲6月底前、乙9月底前: each has its own
    ends = [each.end for each in place.others if each.kind in alike and each.end < phrase.start]
    if ends and (between := TIMES.sub("", sentence[max(ends) : phrase.start])).startswith(JOINS):
        yield between.lstrip("、及和以与") + rest
    elif ends and is_bodies(second := between.rpartition("、")[2]):
        yield second + rest  # 县联络员每季度向市、市联络员每季度向省报送
    if shared := _before_chain(place):
        yield f"{shared}要{rest}"
    yield _carried_out(place)
    yield _by_another(place)
    if (within := KEEPS.search(own)) and is_bodies(within[1]):  # 医院实行保卫科每日巡查
        yield f"{within[1]}要{rest}"
    own = DANGLING.sub("", own)
    whole = own if bracket < 0 or A_CLOSE.search(own, bracket) else own[bracket + 1 :]
    # 公司月检查, 各村3月底前…: nothing but its subject stands before the time words.
    bare = BARE.search(whole) or (phrase.kind == "cadence" and phrase.text[0] in SHORT_FORMS)
    yield (
        whole
        + ("要" if len(whole) > 1 and bare and (is_bodies(whole) or LEVEL.fullmatch(whole)) else "")
        + rest
    )
    yield own
    # Some time words take in the subject of what they forbid: 三年内，有关部门不予受理.
    yield phrase.text.rpartition("，")[2]
    yield from _behind(place)
    if len(before) > 1 and (system := OF_WHOSE_SYSTEM.search(before[-2])):
        yield from _whose_system(system["names"])
    yield from _earlier(before)


def _earlier(before: Sequence[str]) -> Iterator[str]:
    """Yield the clauses before the own one, the nearest first, who takes part last."""
    earlier = [words for words in before[-2::-1] if not SIGNS.search(words)]
    yield from sorted(earlier, key=_takes_part)
    for words, then in zip(before[-2::-1], before[:0:-1], strict=True):
        if ORDERS.match(then) and (name := acting(words)):
            yield f"{name}应当"


def _carried_out(place: Place) -> str:
    """Return who stands behind the time words with what is done: 住院部每日巡查由保安队长带队."""
    by = place.phrase.end - place.phrase.text.endswith("由")
    found = CARRIED_OUT.match(place.sentence[by:])
    return f"由{found[1]}负责" if found else ""


def its_own(place: Place) -> tuple[str, ...]:
    """Return whom the clause of the time words itself names: 甲牵头，每半月由乙汇总."""
    phrase, sentence = place.phrase, place.sentence
    start, _end = segment(sentence, phrase.start)
    return subject(_carried_out(place)) or subject(sentence[start : phrase.end + 40], surely=True)


def after_shares(place: Place, leads: tuple[str, ...]) -> tuple[str, ...]:
    """Return who acts later than the clause on who leads: 甲牵头试点，各乡镇…，年底前推广."""
    for words in reversed(clauses_of(place.before)):
        if SHARES.search(words) or any(name in words for name in leads):
            return ()
        if names := subject(words, surely=True):
            return names
    return ()


def _takes_part(words: str) -> bool:
    return TAKES_PART.search(words) is not None


def _whose_system(words: str) -> Iterator[str]:
    """Yield the longest run of names that a system (民政、消防部门行业会商机制) begins with."""
    for end in range(len(words), SHORTEST_NAME, -1):
        if is_bodies(words[:end]):
            yield f"{words[:end]}要"
            return


def _behind(place: Place) -> Iterator[str]:
    """Yield the clauses behind the time words in which their subject may stand."""
    phrase, sentence = place.phrase, place.sentence
    after = ON_THAT_DAY.sub("", BEHIND.sub("", sentence[phrase.end :])).lstrip("，,、")
    if place.before.count("（") > place.before.count("）"):  # 定期（每月一次）或不定期，院安委会…
        yield after.partition("）")[2].partition("，")[2]
    # 日汇总，厂部每周检查: its deed is said, and who stands behind the comma does another.
    deed = phrase.kind == "cadence" and WITH_ITS_DEED.fullmatch(phrase.text)
    if not (deed and sentence[phrase.end :].startswith("，")):
        yield after
    # A condition comes first (发生2起以上的，由县安委办约谈…): its duty's subject follows it.
    condition, _comma, duty = after.partition("，")
    for _more in range(MOST_ADVERBS):  # 疫情期间，根据需要，镇政府应当…
        if not AN_ADVERB.match(condition):
            break
        condition, _comma, duty = duty.partition("，")
        yield condition
    condition = ITS_BRACKET.sub("", condition)
    if not A_LENGTH.search(condition) and condition.endswith(
        ("的", "时", "后", "前", "完毕", "结束", *HAPPENED)
    ):
        yield duty


def _by_another(place: Place) -> str:
    """Return who stands behind a clock: 文物点自公布之日起一年内，由文物部门划定范围."""
    behind = BY_ANOTHER.match(place.after) if place.phrase.kind in CLOCKED else None
    return behind[1] if behind else ""


def _first_of_all(place: Place) -> Iterator[str]:
    """Yield what names who more surely than the clause of the time words itself."""
    yield _who_acts_then(place)
    yield _of_row(place)
    if OPENS_BEHIND.match(place.sentence, place.phrase.end):  # 人员移交（10月—12月）：城发集团…
        yield from _behind(place)


def _of_row(place: Place) -> str:
    """Return the cell before a row's day, where it only names who: 抢修 工程部 1月30日."""
    cells = place.before.split(" ")
    named = len(cells) > 1 and not cells[-1].strip() and is_bodies(cells[-2].strip())
    return f"{cells[-2].strip()}要" if named else ""


def _who_acts_then(place: Place) -> str:
    """Return the clause behind a count: 用户连续三次拒检的，供气企业应当…."""
    if place.phrase.kind != "threshold":
        return ""
    condition, _comma, duty = place.after.partition("，")
    return duty if condition.endswith("的") else ""


def _before_chain(place: Place) -> str:
    """Return the name before the first of rhythms in a row: 设备部周检、月检."""
    at = place.phrase.start
    recurring = sorted((each for each in place.others if each.kind in RECURRING), key=_start)
    for other in reversed(recurring):
        if other.end <= at and IN_A_CHAIN.fullmatch(place.sentence, other.end, at):
            at = other.start
    name = clauses_of(place.sentence[:at])[-1] if at < place.phrase.start else ""
    return name if name and is_bodies(name) else ""


def _start(phrase: Phrase) -> int:
    return phrase.start


def topic_before(place: Place) -> tuple[str, ...]:
    """Return whose doing the words before the time words name: 公司安全大检查，每季一次."""
    # 镇党委会议每季度、镇政府常务会议每两个月: each meeting has the rhythm behind it.
    ends = [
        each.end
        for each in place.others
        if each.kind in RECURRING and each.end < place.phrase.start
    ]
    words = place.before[max(ends, default=0) :].lstrip("、")
    before = clauses_of(words.rstrip("，："))
    if named := IS_NAMED.match(place.after):  # 每周四为镇领导接访日
        return topic(named[1])
    return topic(HEDGED.sub("", before[-1])) if before else ()


def _without_limits(place: Place) -> str:
    """Return the sentence up to the phrase without the 采暖期内 that its clauses begin with."""
    words = place.before
    limits = [
        other
        for other in place.others
        if other.kind in {"season", "phase", "during"}
        and other.end < place.phrase.start
        and not (other.kind == "during" and subject(other.text))  # 各单位将节日期间…
    ]
    for other in sorted(limits, key=lambda each: -each.start):
        if not words[: other.start].rstrip("在") or words[other.start - 1] in "，；：。":
            words = words[: other.start] + words[other.end :]
    return words


@lru_cache(maxsize=512)  # what stands before a sentence is cut again for each of its phrases
def clauses_of(text: str) -> tuple[str, ...]:
    """Split at commas, joining clauses that only name bodies with the one that follows."""
    made: list[str] = []
    held = ""
    text = A_TITLE.sub(lambda found: PIECES.sub("\0", found[0]), text)  # 《附件4：…汇总表》
    for piece in PIECES.split(text):
        if held and piece.startswith("由"):  # 被通报的乡镇，由县政府约谈: another acts
            made.append(held.rstrip("，").replace("，", "、"))
            held = ""
        elif len(piece) > 1 and is_bodies(piece.removeprefix("请")):
            held += piece + "，"
            continue
        # 各单位，应当… is one clause; 各单位，各村要… names two bodies.
        names = held.rstrip("，") if DUTY.match(piece) or not piece else held
        made.append(names.replace("，", "、") + piece)
        held = ""
    return (*made, held.rstrip("，").replace("，", "、")) if held else tuple(made)


@lru_cache(maxsize=16)  # the same for each phrase of a sentence
def earlier_sentences(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the sentences before this one, the nearest first; do only semicolons part them?"""
    made, semicolon = [], True
    for start, end in reversed(list(sentences(text))):
        semicolon = semicolon and text[end - 1] in "；;"
        made.append((text[start:end], semicolon))
    return tuple(made)


def leads_on(text: str) -> bool:
    """Tell a paragraph that leads into a list."""
    return text.rstrip().endswith(LEADS_ON)


def last_subject(text: str) -> tuple[str, ...]:
    """Return the bodies that the last sentence with a subject begins with."""
    for start, end in reversed(list(sentences(text))):
        for words in clauses_of(text[start:end]):
            if names := subject(words):
                return names
    return ()


def in_its_clause(place: Place, names: tuple[str, ...]) -> bool:
    """Tell a subject between the same commas as the time words from one of an earlier clause."""
    start, end = segment(place.sentence, place.phrase.start)
    end = max(end, segment(place.sentence, max(place.phrase.end - 1, place.phrase.start))[1])
    return any(name in place.sentence[start:end] for name in names)
