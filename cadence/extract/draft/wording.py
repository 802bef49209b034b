"""A phrase in its sentence → what is to be done, under which condition, of which type."""

import re

from cadence.core import NUMBER, QUOTE_LENGTH
from cadence.extract.draft.titles import COUNT, title
from cadence.extract.files.grids import WHEN, WHO
from cadence.extract.text.bodies import is_bodies
from cadence.extract.text.paragraphs import segment
from cadence.extract.text.shares import topic
from cadence.extract.times.meanings import Place
from cadence.extract.times.phrases import Phrase

# Duty types by the words that name them; the first that stands in the act decides.
TYPES = (
    ("pledge", "责任书|承诺书|告知书"),
    ("drill", "演练|演习"),
    ("training", "培训|轮训|教育培训|授课"),
    ("accountability", "约谈|处分|免职|问责|追责|挂牌督办|警示约谈"),
    ("appraisal", "考核|评价|评估|考评|测评|述职|评议"),
    ("meeting", "会议|召开|常委会|例会|专题会|会商|联席|办公会"),
    ("report", "报送|上报|报告|汇报|通报|总结|报表|呈报|备案|录入|填报|通知"),
    ("study", "学习|研学|观看"),
    ("publicity", "宣传|警示教育|科普|普法"),
    ("disclosure", "公开|公布|公示|发布"),
    ("enforcement", "执法"),
    (
        "inspection",
        "检查|排查|督查|巡查|检测|检验|督导|抽查|巡视|复查|核查|暗访|巡护|自查|检修|维护",
    ),
    ("rectification", "整治|整改|治理|拆除|清理|改造|淘汰|取缔"),
    ("plan", "方案|计划|清单|规划|目录|预案|安排"),
    ("reward", "奖励|表彰|表扬"),
    ("accident", "救援|抢险|事故|应急"),
    ("resources", "经费|配备|资金|装备|投入|拨付|保险|缴"),
    ("service", "办理|受理|答复|服务|发放|审批|登记|移交"),
)
TYPE_OF = {word: place for place, (_, words) in enumerate(TYPES) for word in words.split("|")}
TYPE_WORDS = re.compile("|".join(sorted(TYPE_OF, key=lambda word: (TYPE_OF[word], -len(word)))))
CONDITION = re.compile(r"^(?!对(?!于))(?:对于|凡|凡是|如|若|因)?(.{3,50}?)(?:的|时)$")
FOR_SOME = re.compile(r"[（(，；]([^（）()，；。每]{2,16}?)$")
LEADING = re.compile(
    r"^(?:(?:并|且|同时|原则上|一般|要|应当|应(?!急)|必须|须|需|将(?!军)|由|于|在|至少|及时|其中|以及|，|、|内|前|止|起|后|的|：|）|\))+)"
)
TRAILING = re.compile(
    "(?:并|且|也|均)?(?:应当|应|必须|须|要|将|可以)?(?:在|于|自|由|每|至少|最迟|每个|原则上|[（(])*$"
)
BRACKETED = re.compile("^[（(][^（）()]*[）)]")
OPENED = re.compile("[（(][^（）()]*$")
TAIL_OPENED = re.compile("（(?:责任|牵头|配合|主责|完成)[^（）]{0,8}$")
A_TAIL = re.compile(f"[（(](?:{WHO}|{WHEN})(?:[：:].*)?$")
# 谈心提醒（责任单位：…。时间要求：每月两次）: a row's words, and the name of its column.
ITS_TAIL = re.compile(f"[（(](?:{WHO}|{WHEN})[：:]")
A_COLUMN = re.compile(f"(?:工作)?(?:{WHEN})(?:要求)?(?:[：:]|$)")
OPENING = {"cadence", "periodic", "deadline", "phase", "trigger", "before", "season"}
SYSTEMS = {"制度", "机制", "工作", "工作制度", "工作机制"}
OBJECT = re.compile("对(?!于)|向|将|把")
# What of a time phrase says when, not what: 日管控, 每周调度, 三年内复训一次.
TIMES_ALONE = re.compile(
    "每个?周?(?:周|星期)一[至到—-](?:周|星期)?[五六日天](?:每[天日])?|"
    rf"(?:每|逐|按|隔)?(?:{NUMBER}[—–~～至到-]{{1,2}})?(?:{NUMBER})?个?(?:半个?月|日|天|周|星期|旬|月|季度?|半年|年)(?:度|之?以?内|一(?=.{{2}}))?"
    rf"|(?:至少|不少于|不低于|不得少于)|(?:{NUMBER})[次回轮场遍]|期限|按照?|分别|各自"
)
NO_DEED = re.compile("[一二三四五六七八九]是(?:要求)?|要求")
LONGEST_ACT = 40
BEFORE = {"before", "observance", "trigger"}
TO_WHAT = re.compile("对[^，。；]{2,14}")
SHARED_VERB = re.compile("(?:进行|开展)[^，。；、]{2,8}$")
PERIODS = {"cadence", "periodic"}
STOPS = re.compile("[，。；]")
A_VERB = 4  # characters: a verb and its object
SHORT = 8


def quote_at(sentence: str, phrase: Phrase) -> tuple[int, int]:
    """Return what to quote of a sentence: the phrase's clause, and the next if it says little."""
    start, end = segment(sentence, phrase.start)
    end = max(end, segment(sentence, max(phrase.end - 1, phrase.start))[1])
    said = (phrase.start - start) + (end - phrase.end)
    if said < SHORT and sentence[end : end + 1] in "，,：":
        end = segment(sentence, min(end + 1, len(sentence) - 1))[1]
    if end - start > QUOTE_LENGTH:
        start = max(start, min(phrase.start, phrase.end - QUOTE_LENGTH + 20))
        end = min(end, start + QUOTE_LENGTH)
        start = max(0, min(start, phrase.start), end - QUOTE_LENGTH)
    return start, end


def paired(quote: str) -> str:
    """Leave out what a bracket without its other half sets off at the end of a quote."""
    quote = quote.strip(" 〕】")
    if quote.endswith("）") and "（" not in quote:
        return quote.removesuffix("）")
    opened = TAIL_OPENED.search(quote)
    return quote[: opened.start()] if opened and opened.start() else quote


def act_of(place: Place, subject: tuple[str, ...], heading: str, event: str = "") -> str:
    """Say what is to be done: the words behind the time words, else those before, else a heading.

    Args:
        place: the time words in their sentence.
        subject: who is bound, left out of the act.
        heading: the first sentence of the clause.
        event: what starts a clock.
    """
    before = TRAILING.sub("", _without(place.before, subject)).strip("、，")
    if place.phrase.kind in PERIODS:  # a rhythm before it belongs to another duty
        ends = [each.end for each in place.others if each.end <= place.phrase.start]
        before = before if not ends else TRAILING.sub("", place.before[max(ends) :])
    own = STOPS.split(place.before)[-1]
    if own and not TRAILING.sub("", _without(own, subject)):
        before += "，"  # 各站所要加强巡查，护林员每天巡山: nothing but whom stands in the clause
    if carried := _carried(place):
        return title(carried, "", event)[:LONGEST_ACT]
    own_row = ITS_TAIL.search(place.sentence, 0, place.phrase.start)
    heading = (_bare(place.sentence[: own_row.start()]) if own_row else "") or heading
    return title(_said(place, subject, heading), before, event)[:LONGEST_ACT]


def _carried(place: Place) -> str:
    """Return the deed that a bare count goes on with: 村级每周巡河1次，镇级每旬不少于1次."""
    if place.phrase.kind != "cadence" or _deed(place, place.phrase):
        return ""
    earlier = (each for each in reversed(place.others) if each.end <= place.phrase.start)
    deeds = (_deed(place, each) for each in earlier if each.kind == "cadence")
    return next(filter(None, deeds), "")


def _deed(place: Place, phrase: Phrase) -> str:
    """Return what stands behind a rhythm in its own clause, without how often."""
    end = segment(place.sentence, max(phrase.end - 1, phrase.start))[1]
    return _bare(COUNT.sub("", place.sentence[phrase.end : end])) or _verb_in(phrase)


def _said(place: Place, subject: tuple[str, ...], heading: str) -> str:
    """Cut out of a sentence the words that say what is to be done."""
    sentence, phrase = place.sentence, place.phrase
    start, end = segment(sentence, phrase.start)
    end = max(end, segment(sentence, max(phrase.end - 1, phrase.start))[1])
    if phrase.kind in {"yearly", "stages"}:
        return _bare(_without(sentence[start:end], subject))[:LONGEST_ACT]
    # Another time phrase of the same clause opens another duty: 每周调度、每月通报.
    others = [other for other in place.others if other.kind in OPENING and _opens(other, place)]
    ends = min((each.start for each in others if phrase.end <= each.start < end), default=end)
    starts = max((each.end for each in others if start < each.end <= phrase.start), default=start)
    before = TRAILING.sub("", _without(sentence[starts : phrase.start], subject)).strip("、，")
    behind = _behind(sentence, phrase.end, ends, end, others)
    verb = _verb_in(phrase) if phrase.kind in {"cadence", "keep"} else ""
    behind = "" if behind in SYSTEMS else behind
    behind = verb + behind if verb and not behind.startswith(verb) else behind
    short = behind if len(behind) > 1 else verb
    whole = LEADING.sub("", before) + short
    first = whole if OBJECT.match(before) and len(short) <= SHORT else behind
    following = _following(place, end)
    earlier = "" if before else _without(STOPS.split(place.before.rstrip("，"))[-1], subject)
    is_part = (starts, ends) != (start, end)
    alone = short if is_part else COUNT.sub("", short) if following is None else ""
    pieces: tuple[str, ...] = (
        first,
        whole,
        before,
        alone,
        following or "",
        earlier,
        heading,
        short,
    )
    # 重点时段前5天起，各村设立检查点; 年内被通报两次的，约谈…: it stands behind the condition.
    later = not behind and phrase.kind in BEFORE
    if later or sentence[start:end].endswith(("的", "者")):
        pieces = (following or "", *pieces)
    return (_first_deed(pieces, alone) or short or sentence[start:end])[:LONGEST_ACT]


def _first_deed(pieces: tuple[str, ...], alone: str) -> str:
    """Return the first of the pieces that says a deed; a lone verb may be shorter."""
    for piece in pieces:
        said = _bare(piece)
        least = len("调度") if piece is alone else A_VERB
        is_condition = piece.rstrip("，").endswith(("的", "时", "后"))
        if len(said) >= least and not is_condition and not A_COLUMN.match(said):
            return said
    return ""


def _behind(sentence: str, start: int, ends: int, end: int, others: list[Phrase]) -> str:
    """Return the words behind a phrase, to where another begins; with a verb that both share."""
    behind = _bare(sentence[start:ends])
    if ends != end and (topic(behind) or is_bodies(behind)):
        # 党委会议每季度、政府常务会议每两个月听取汇报: one deed for both.
        last = max(each.end for each in others if each.start < end)
        behind = _bare(sentence[last:end])
    if ends != end and "、" in behind:  # 发动一次、油锯 of 每月发动一次、油锯每季度保养
        behind = behind.rpartition("、")[0]
    if TO_WHAT.fullmatch(behind):  # 每月对设备、每季度对线路进行检查: one verb for both
        shared = SHARED_VERB.search(sentence[ends:end])
        behind += shared[0] if shared else ""
    return behind


def _following(place: Place, end: int) -> str | None:
    """Return the next clause that says something; None where it is a duty of its own."""
    if A_TAIL.search(place.sentence[place.phrase.end : end]):
        return ""  # 每月至少一次（责任单位：…
    found = next((each for each in STOPS.split(place.sentence[end:]) if len(each) > A_VERB), "")
    at = place.sentence.find(found, end)
    rhythms = (each for each in place.others if each.kind in PERIODS)
    return None if any(at <= each.start < at + len(found) for each in rhythms) else found


def _verb_in(phrase: Phrase) -> str:
    """Return what of a time phrase says what is done: 巡查 of 日巡查, 制定 of 制定年、季."""
    return _bare(TIMES_ALONE.sub("", phrase.text.replace(phrase.slot("periods"), "", 1)))


def _opens(other: Phrase, place: Place) -> bool:
    """Tell 每月通报, which opens a duty of its own, from the 月小结 of 报送当月小结."""
    if other.text[:2] in {"当日", "当天", "当晚"}:  # 报告当日情况
        return False
    if other.kind != "cadence" or other.text[0] in "每逐一":
        return True
    return place.sentence[other.start - 1 : other.start] in {"、", ""}


def _without(words: str, names: tuple[str, ...]) -> str:
    for name in names:
        words = words.replace(name, "", 1)
    return words.lstrip("、，：")


def _bare(words: str) -> str:
    words = BRACKETED.sub("", A_TAIL.sub("", words))
    bare = LEADING.sub("", words).strip("（）()〔〕、。；：，“”")
    opened = OPENED.search(bare)
    bare = bare[: opened.start()] if opened else bare
    bare = "" if NO_DEED.fullmatch(bare) else bare
    return bare if bare.count("“") == bare.count("”") else re.sub("[“”]", "", bare)


def condition_of(sentence: str, phrase: Phrase) -> str | None:
    """Return the condition that a duty stands under: a clause ending in 的, or 高危行业每月…."""
    if (found := FOR_SOME.search(sentence[: phrase.start])) and sentence[phrase.start] == "每":
        opened = sentence.rfind("（", 0, phrase.start) > sentence.rfind("）", 0, phrase.start)
        if opened:
            return found[1]
    for piece in STOPS.split(sentence[: phrase.start])[:-1]:
        if found := CONDITION.match(piece):
            return found[1]
    return None


def category_of(act: str, sentence: str) -> str:
    """Return the duty type whose words stand first in the table of types; the act decides."""
    for text in (act, sentence):
        found = [TYPE_OF[word] for word in TYPE_WORDS.findall(text)]
        if found:
            return TYPES[min(found)][0]
    return "system"
