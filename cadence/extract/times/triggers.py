"""The words of a clock → the event that starts it, and how long it runs.

The event stands before the clock (自受理之日起, 接报后), in the words before the last comma, or in
a condition that ends with 的; a clock without one is asked about.
"""

import re
from collections.abc import Iterator

from cadence.core import NUMBER, Trigger, number
from cadence.extract.text.bodies import is_bodies
from cadence.extract.times.phrases import Phrase

UNITS = {"年": "P{}Y", "个月": "P{}M", "月": "P{}M", "日": "P{}D", "天": "P{}D"}
UNITS |= {"小时": "PT{}H", "分钟": "PT{}M", "工作日": "P{}D", "工作天": "P{}D"}
HALVES = {"半年": "P6M", "半个月": "P15D", "半小时": "PT30M", "半个小时": "PT30M"}
LENGTH = re.compile(rf"({NUMBER})(年|个月|月|周|星期|个?工作日|个?工作天|日|天|个?小时|分钟)")
# What leads into an event and is no part of it.
LEAD = re.compile(
    r"^(?:(?:并|且|也|均|还|及时|同时|原则上|一般|但|其|可以|应当|应|必须|须|需|要|将|会(?![议商审])|于|在|自|从|由|以"
    r"|至少|至迟|最迟|最晚|不晚于|不迟于|立即)(?!急|对|用|然))+"
)
START = re.compile(r"(?:之日|之时|当日|之后|以后|后|时)?(?:起|开始|算起|计算)?(?:的|之)?$")
MODAL_TAIL = re.compile(
    r"(?:并|且|均|也)?(?:应当|应该|应|必须|须|需|要|将|可以|可)?(?:在|于|自|从|用)?(?:最迟|最长|至迟|最多)?$"
)
IS_EVENT = re.compile(r"(?:后|时|的|之日起|起|之日|前|完成|结束|完毕|届满|批准|发生|受理)$")
A_SUBJECT = re.compile(r"^.{0,24}?(?:应当|必须|(?<![响反适相供对效])应(?!急)|须|要(?!求))")
MARKS = re.compile("[，；。：、]")
ISSUED = re.compile("[自从]?(本?.{2}(?:印发|发布|下发))之日起")
NEXT_DAY = re.compile("[于在]?(?:次日|第二[天日])")
SAME_DAY = re.compile("当[天日](发现|受理|接报|收到|排查)")
TERM = re.compile("([^，。；：]{2,20}?)的?(?:期限|时限|时间|时长)(?:原则上|一般)?$")
CLOCK = re.compile(rf"(?:{NUMBER}|半)(?:个?小时|个?工作日|日|天|个月|分钟)(?:之|以)?内")
A_LENGTH = re.compile(rf"{NUMBER}个?(?:小时|分钟)$")
ENDING = re.compile("[^，。；]{2,12}?(?:届满|期满|到期)")
NAMED = re.compile(
    "(?:对于|对|针对|凡)([^，。；]{4,24})$|([^，。；]{2,16}(?:隐患|险情|投诉|举报))$"
    "|((?:发生|发现|接到|收到)[^，。；]{2,16}?)的(?:单位|企业|部门|人员|个人|者)"
)
ON_WHAT = re.compile("对[^，。；]{2,24}的")
A_BRACKET = re.compile("（[^（）]*）")
BEGUN = re.compile("(?:之日|之时)起")
# What stands between a subject and the event: 会议材料应于会前….
LED_IN = re.compile("^.{0,24}?(?:应当|应|必须|须|需|要)?(?:至少|提前)?(?:于|在)")
# Days that a text names by their kind alone: only the office can say which they are.
OPEN_DAYS = re.compile("(?:法定|国家|重大|重要|主要|各类|传统)*(?:节假日|节日|假日|长假|假期|活动)")
LONGEST_EVENT = 30
A_DEED = 2  # characters


OF_A_TERM = re.compile("每个?(?:学期|学年)的?(开学|放假)(?=后)")
NTH_DAY = re.compile(rf"(?P<event>.*?)后?第(?P<n>{NUMBER})(?P<unit>个工作日|天|日|周|个星期)内?")


def _nth_day(phrase: Phrase, before: str) -> tuple[Trigger, str | None] | None:
    """Read 开学后第一天, 开学第一周, 节后第一个工作日: so long after what happened."""
    found = NTH_DAY.fullmatch(phrase.text)
    if found is None:
        return None
    size = number(found["n"]) * (7 if found["unit"] in {"周", "个星期"} else 1)
    working = "工作日" in found["unit"]
    short = {"节": "节日结束", "假": "假期结束", "会": "会议结束"}.get(found["event"])
    event = short or found["event"] or event_before(before + "后")
    made = Trigger(
        event=event or "（未写明）", offset=f"P{size}D", days="working" if working else "calendar"
    )
    return made, None if event else f"“{phrase.text}”从哪件事起算？"


def trigger(phrase: Phrase, before: str) -> tuple[Trigger, str | None] | str:
    """Read a clock; the second value is a question where its event isn't in the words.

    Returns:
        The timing and the question, or why it cannot be read.
    """
    next_day = NEXT_DAY.match(phrase.text)
    if not next_day and (nth := _nth_day(phrase, before)):
        return nth
    made = _offset(phrase.text)
    if made is None:
        return f"“{phrase.text}”还不能换算成期限"
    offset, days = made
    if phrase.kind == "keep":
        return Trigger(event=_kept(phrase.text, before), offset=offset, days=days), None  # type: ignore[arg-type]
    if phrase.kind == "before":
        event = _what_follows(phrase.text, before)
        question = None if event else "这个提前量相对于哪件事？"
        if OPEN_DAYS.fullmatch(event):
            question = f"“{event}”指哪些日子？在“决定”里写明以前，这一条排不出日期。"
        made_before = Trigger(event=event or "该事项", offset=f"-{offset}", days=days)  # type: ignore[arg-type]
        return made_before, question
    same_day = SAME_DAY.match(phrase.text) or OF_A_TERM.match(phrase.text)
    issued = ISSUED.match(phrase.text)
    # 投用后一年 and 发生后2小时 begin with the end of their event.
    before += "后" if phrase.text.startswith("后") else ""
    event = (same_day or issued or [None, ""])[1] or event_before(before)
    question = None if event else f"“{phrase.text}”从哪件事起算？"
    if not event and (term := TERM.search(before)):
        event = f"{_without_subject(stripped(term[1]))}开始"
        question = f"“{phrase.text}”按“{event}”起算，是否正确？"
    return Trigger(event=event or "（未写明）", offset=offset, days=days), question  # type: ignore[arg-type]


FEASTS = re.compile("、|和|及|与|以及")
AT_SCHOOL = re.compile("^([春秋])(?:季)?(?:学期)?(?:开学)?$")
A_FEAST = {"国庆": "国庆节", "十一": "十一", "“十一”": "十一"}


def before_feasts(phrase: Phrase) -> Iterator[Trigger]:
    """Read so long before each of some named days; 节前 without a number is the last day before."""
    names = phrase.slot("feasts")
    made = _offset(phrase.text[phrase.text.index(names) + len(names) :])
    offset, days = made or ("P1D", "calendar")
    for each in FEASTS.split(names):
        bare = each.strip("“”").replace("“", "").replace("”", "")
        term = AT_SCHOOL.match(bare)
        name = f"{term[1]}季学期开学" if term else A_FEAST.get(bare, bare)
        yield Trigger(event=name, offset=f"-{offset}", days=days)  # type: ignore[arg-type]


ITS_END = re.compile(
    rf"每?(?P<of>月|季|半年|年)度?(?:终了|结束|末|后)之?(?:日?起|后)?的?(?P<n>{NUMBER})个工作日"
)


def after_its_end(words: str) -> Trigger | None:
    """Read 季度结束后10个工作日内: no day of the calendar, a clock from the quarter's end."""
    found = ITS_END.search(words)
    if found is None:
        return None
    of = found["of"] + ("" if found["of"] in {"月", "半年"} else "度")
    return Trigger(event=f"{of}结束", offset=f"P{number(found['n'])}D", days="working")


A_TIME = re.compile(r"[^前\d]{0,8}(?:时段|时期|假日|长假|寒假|暑假|暑期|节点|活动|节日)(?=前)")


def _what_follows(words: str, before: str) -> str:
    """Return the event that a duty must come before: 有效期届满前…, 开工前…, 停水应提前…."""
    own = MARKS.split(before)[-1]
    if ended := re.match("届满|期满|到期", words):
        bare = stripped(LED_IN.sub("", own))[-LONGEST_EVENT:]
        whole = ENDING.search(before) if not bare else None
        return whole[0] if whole else bare + ended[0]
    if named := A_TIME.match(words):
        return named[0]
    if words.startswith("前"):
        if short := re.search("(?<![社机工委员])[会节]$", own):
            return {"会": "会议召开", "节": "节日"}[short[0]]
        return _without_subject(stripped(MODAL_TAIL.sub("", LED_IN.sub("", own)), shortest=1))
    if event := event_before(before):
        return event
    bare = stripped(MODAL_TAIL.sub("", own))
    return "" if not re.search("提[前早]", words) or is_bodies(bare) or len(bare) < A_DEED else bare


ITS_OWN = re.compile(
    "([^，]{2,14}?)[于在应]?(?=收到|接到|发现|获悉|接报|事发|发生(?!后)|举办|召开|开学|放假|[开复停]工)"
)


def _without_subject(event: str) -> str:
    """Leave out whose event it is: 各乡镇收到预警 is 收到预警."""
    found = ITS_OWN.match(event)
    return event[found.end() :] if found and is_bodies(found[1]) else event


def _offset(words: str) -> tuple[str, str] | None:
    """`24小时` → PT24H, `7个工作日` → P7D of working days."""
    for half, offset in HALVES.items():
        if half in words:
            return offset, "calendar"
    if NEXT_DAY.match(words):
        return "P1D", "calendar"
    if found := list(LENGTH.finditer(words)):
        size, unit = number(found[-1][1]), found[-1][2]
        if unit in {"周", "星期"}:
            return f"P{size * 7}D", "calendar"
        working = "工作" in unit
        name = unit.removeprefix("个") if unit != "个月" else unit
        return UNITS[name].format(size), "working" if working else "calendar"
    if re.search("下一工作日|次一工作日|第二个工作日", words):
        return "P1D", "working"
    return ("P0D", "calendar") if re.search("当日|当天|当晚", words) else None


def event_before(before: str) -> str:
    """Return the event that starts a clock, from the words before it; empty where none is."""
    pieces = MARKS.split(A_BRACKET.sub("", before))
    own = MODAL_TAIL.sub("", pieces[-1])
    if event := _event_in(own):
        return event
    about = ""
    for piece in reversed(pieces[:-1]):
        bare = piece.strip()
        if (about and not bare.endswith("后")) or A_LENGTH.search(bare):
            continue  # 市区2小时、郊区4小时内: another's time is no event
        if ON_WHAT.fullmatch(bare):  # 收到申请后，对材料齐全的，…: from the 收到, where one is said
            about = stripped(bare)
            continue
        # 事故发生后1小时内上报，12小时内续报: both run from the same event.
        if (clock := CLOCK.search(bare)) and (event := _event_in(bare[: clock.start()])):
            return event
        if (
            not set("“”‘’") & set(bare)
            and IS_EVENT.search(bare)
            and (event := _event_in(bare, whole=True))
        ):
            return event
        if (begun := BEGUN.search(bare)) and (event := _event_in(bare[: begun.end()])):
            return event
        if named := NAMED.match(bare):
            return about or str(named[1] or named[2] or named[3])
    return about


def _event_in(words: str, *, whole: bool = False) -> str:
    """Return the event that a stretch of words ends with: after its subject and its 应当自."""
    told = whole or START.sub("", words) != words or _names_event(words)
    if not words or not told or is_bodies(words):
        return ""
    bare = START.sub("", words)
    if subject := A_SUBJECT.match(bare):
        bare = bare[subject.end() :]
    if (at := max(bare.rfind("自"), bare.rfind("从"))) >= 0 and bare[
        at + 1 : at + 2
    ] not in "然治行身主动业事":
        bare = bare[at + 1 :]
    return _without_subject(stripped(bare))


def _names_event(words: str) -> bool:
    return (
        re.search(
            "(?:结案|届满|到期|接报|召开|举办|开工|竣工|发生|结束|受理|停产|投用|使用|发现|离任|离职|任职"
            "|隐患|险情|情况|投诉|举报|信访事项|上岗|入职|签订|投产|完工|立案|下达|送达|作出|公布|印发|变更|移交)$"
            "|^(?:[^，]{2,14}?(?:应当|应|须|要|在|于)+)?(?:收到|接到|发现|受理|取得|获悉|知悉)[^，]{2,16}$",
            words,
        )
        is not None
    )


def stripped(words: str, *, shortest: int = 2) -> str:
    """Return an event without the words that lead into it; empty where too little is left."""
    bare = LEAD.sub("", words.strip("（）() “”"))
    bare = re.sub("^(?:对于|对|凡|凡是|如|若|当(?![年月日天地]))", "", bare).rstrip("的")
    return bare[-LONGEST_EVENT:] if len(bare) >= shortest else ""


def _kept(words: str, before: str) -> str:
    """Name what is kept: the clock of its keeping starts when it comes into being."""
    what = re.sub(
        "(?:应当|应|必须|须|并|的|至少|等|要|妥善|期限|时间|时限)+$", "", MARKS.split(before)[-1]
    )
    if "公示" in words:
        return "公示开始"
    what = re.sub("^(?:并|将|对|把|其|有关|相关|应当|应)+", "", what)
    return f"形成{what[-16:] or '有关材料'}"
