"""A sentence and what stands around it → who is bound, as the text names them.

A body is known by how its name ends (局, 政府, 各部门, 主要负责人) and by what follows it: a word
of duty (应当, 要, 每, 于). Names are kept as printed; in a list, 县发改委、科工局 lends its 县 on.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from cadence.extract.text.endings import BODY_END, FEW, MANY, STRONG, TAIL, WEAK

NAME = r"[^，。；：！？,;:\n]{0,80}?"
SUBJECTS = tuple(
    re.compile(
        rf"^(?P<lead>LEADING)?(?P<name>{NAME}{BODY_END})(?={words})".replace("LEADING", lead)
    )
    for words in (STRONG, WEAK)
    for lead in (
        r"(?:(?:并|且|同时|其中|原则上|由|但|则|再由|并由|应由|要由|督促|请|其(?!他|余|中)|以及|凡是?(?=[^，。；]{2,30}的)|下一步[，]?|一是|二是|三是|四是|五是)(?!于|非))",
    )
)
# 护林员加密巡护, 科主任逐床查房: a person does what is said next, whatever verb it is.
A_DOER = re.compile(
    "^(?P<name>[^，。；：的由向对与]{0,14}?(?:(?<![人成官动])[员士长](?![会室期效远度久短工])|主任|书记|经理|老师))"
    "(?!或|及|和|等|未|没|受|被|资|的|们|[^，。；]{0,4}(?:会|队|室|岗|证|制|名单|名册|职责|责任|培训|教育|体检|考核"
    "|资格|数量|工资|补贴|信息|配备|补充|档案|情况|代表|年龄|更换|变更|轮换|调整|健康))(?=[\u4e00-\u9fa5]{2})"
)
# 县水利局负责管理的水库每月自查: of whom the words behind are, which are bound.
OVERSEEN = re.compile(
    rf"^(?!对(?!口)|向|由|把|将|按|督促|指导)(?P<name>[^，。；：]{{2,24}}?(?:负责|所|直接)?(?:管理|监管|联系|包保|分管|管辖|主管|监督|指导)的[^，。；：的]{{0,16}}?{BODY_END})(?=(?:{STRONG}))"
)
# 经营者委托他人运输的，应当…: who does what a condition says.
A_CASE = re.compile(
    rf"^(?:(?:对|凡|如)(?!象))?(?P<name>{NAME}{BODY_END})(?=从事|会商|研究|协商|汇总|审核|收到|接到|承接|发现|委托|要求|申请|接受|拒绝|不服|需要?|取得|变更|终止|转让|注销|搬迁|关闭|停产|停业|歇业|使用|采购|聘用|雇用|承接|承包)"
)
A_DEED = re.compile(
    "(?<!主)要(?!素)|(?<![供反响相适效感])应(?!急|用|对|届|收)|必须|立即|负责(?![人同])|落实|加强|开展|组织(?!部|委)|进行|做好|完成|制定|建立|按照|通过|纳入|推进|提高|召开|主持|每(?![位名所家个])|至少|听取|研究|部署|分析|报送|确保|接到|收到|发生|发现|将(?!军)|不得|严禁|不准|[为是]第一|交[到给至]|[均都配设]有"
)
SAYS_MORE = re.compile(
    "认真贯彻|贯彻落实|(?:方案|计划|报告|[报须需应])经|转移[^，。；]{2,}[到跨]|以[日周月季年]度?为|(?:结果|情况|材料|名单|方案|总结|数据|信息|报告|台账)(?:报|送)|达到|[%％]|在本|之日起|[0-9半]个?(?:日|天|小时|月|年)内|期间实行|(?<=[内后前])与|[0-9一二两三]名|应当|必须|(?<![供反响相适效感])应(?!急|用|对|届|收)|(?<![主重需首])要(?![素害])|向|每(?![个位名所家])|提前|不得|可以|及时|完成|报送|反馈|移送|移交|抄送|建立|健全|厘清|由|开展|加强|组建|对(?!象|口|外|接|台)"
    "|(?:确定|指定|明确|安排|选派|推荐|抽调|配备|选聘)(?:[一二两三四五1-9]|专人|专门|固定)"
)
A_KIND = re.compile(
    rf"^(?!未|与|和|同(?!级)|委托|聘请|邀请|到|至|对|将|把|向|由|为|以|给|造成|情节|构成|应当|应该|必须|要(?!求)|可以|不得|组织(?!实施|开展)|选择|告知|通知"
    rf"|分送|并|且)[^，。；：]{{2,60}}的(?:[^，。；：的]{{2,14}}(?:或者|或|和|及|、))?[^，。；：的]{{0,8}}(?:{MANY}|{FEW})$"
)
WHOLE = re.compile(rf"^(?:[^，。；：]{{0,60}}{BODY_END})$")
# 督导组, 宣传部, 协调办: what a body does is all its name.
ITS_OFFICE = re.compile(
    "^(?!各|本|有关|相关|全|逐|每|于|对|在|向|由|请|为|从|与)[\u4e00-\u9fa5]{2}(?:委|办|组|专班|小组|工作组|中心|队|站|所|科|股|处|室|部)$"
)
# What a name never begins with: such words open an adverbial or an object.
NO_NAME = re.compile(
    r"^(?:请|的|《|前?实现|特?邀请?|自行(?!车)|劝|召集|时间|确认|拟(?!稿|参[加选评训]|申报)|集中(?=整改|整治|排查|检查|治理|攻坚|宣传|开展)|选派|同时公布|须有|[需须应]经|具体$|分送|反馈|举办|选择|[现兹][拟决]?定[于在]?|前期已|汇总后|年产|(?:此前|日前|现已)|报(?!社|业|刊)|(?:一次性?|书面|当场|口头|电话)(?:告知|通知|报告)|抄?送(?!变电|水|气|餐|教|医)|(?:通知|告知|抄告|函告|移送|移交|通报)(?!组)|(?:及|与|和)?(?:伤亡|死亡|受伤|被困|失联|遇险|受灾)(?:人员|群众)|(?:其他|其它|偏远|郊区|农村)(?:地区|区域)$|(?:建[强好优]|做[强实优大好]|选优|配[强齐足]|抓[牢细严])|(?:教育|宣传)引导|交(?![通警投管运委易流])|(?:接到|收到|接报|[定拟]于|兹定于)|收集|整理|听取|(?:现|兹)(?:将|就|把)|全部$|负责(?![人同])|指导(?![组小员中站教老])|(?:动员|发动|号召)(?!组)|牵头(?![单部人处科])|综合(?:运用|利用|采取|考虑|施策)|参加(?!单位|部门|人员|企业)|参与(?!单位|部门|人员|企业)|协助(?!单位|部门)|定(?:计划|措施|人员|时限|责任|岗位|点|期)|接送|\d{1,4}[年月日]|(?:[\d一二两三四五六七八九十半]{1,3}个?(?:年|月|季度|学期|学年|周|天|日|小时|工作日))[之以]?内|同一|同期|于(?!都)|对|按|依|根据|为|在|经(?![营理济信发开贸])|凡|因|自(?!然资源)|从(?!业)|委托|聘请|邀请|会同|将|把|向|以|通过|结合|针对|围绕|按照|年内|全年|年度|本年|其中|本法|本条(?!约)|本办法|如|若|当(?!事人|地|班)|"
    r"除|与|到|至|于|被(?!(?!上级|有关|相关|主管|监管|执法|行政)[^，。；的、]{2,10}(?:单位|企业|公司|人员|对象)$)|给|替|让|使(?!用)|令|报|提请|商请|联合(?!社|体|会|国|.{0,4}组)|(?:并|且|又)[于在将把按向对就](?!房|都)|未|不|有下列|下列|组织|组建|派出(?!所|机构)|抽调|成立|采取|利用|开展|召开|制定|建立|完成|加强|推动|强化|落实|实行|纳入|列入|"
    r"充分|进一步|严格|严肃|认真|全面|深入|切实|及时|积极|大力|持续|各类(?![^，。；]{0,16}(?:部门|机构|单位|企业|学校|组织))|什么|发挥|压实|健全|完善|明确|贯彻|协调|涉嫌|"
    r"(?:重点|主要|着重)?(?:检查|督查|核查|抽查|督导|考核)(?!(?:单位|部门|机构|主体|方)|[^，。；]{0,6}(?:组|办|室|站|员|人|队|局|对象|专班|科|处|所|中心|院)(?![、和及]))|保证(?!金|人)|"
    r"构成|情节|造成|发生|发现|履行|支持|鼓励|引导|支撑|做好|抓好|突出|聚焦|坚持|要|应(?!急)|必须|可以|接受|配合|优化|确定|设立|研究|分析|召开|部署|每(?![位名所家个](?!月|季|星期|工作日))|向|定期|适时|不定期|逐|规范|推进|统筹|具体(?!负责人|经办人|责任人)|针对|"
    "(?:紧盯|盯紧|盯住|紧抓|狠抓|抓实|严防|严控|严查|严守|夯实|筑牢|压实|压紧|提升|提高|加大|扎实|把握|守住|打造|培育|"
    "关注|管好|确保|防范|化解|消除|保障|整治|排查|治理|清理|实施|巩固|紧扣|织密|拧紧|延伸|构建|营造|树立|增强)"
    "(?![^，。；]{0,6}(?:办|专班|组|中心|指挥部|支队|大队)))"
)
PASSED_ON = re.compile("(?:^|日|天|时|周|前|内)(?:上报|报|送|交|移交)[^，。；]{1,10}$")
APPOINTED = re.compile("[^，。；由]{2,24}由[^，。；]{2,24}(?:担任|兼任)[。；]?$")
A_LEVEL = re.compile(
    "([省市县区镇乡村])(?=每|要(?!求|点|素|害)|应当|须|定期|至少|负责(?!人)|对(?!象|口))"
)
A_PREFIX = re.compile(r"^([县市区镇乡省])(?=.{2,})(?!级|直|内|委|政府|人民)")
SHORT_NAME = re.compile(r"^[^县市区镇乡省各有其负（）()]{2,12}(?:局|委|办|大队|中心|队|分局|公司)$")
ANYBODY = re.compile(
    "((?!此|于|其|上述|以上|谁|专)[\u4e00-\u9fa5]{2,8}?)(?:具体|统一|全面|直接)?负责"
)
# 区政府各委、办、局 are one.
COUNCILS = re.compile(
    "各(?:有关|相关)?(?:部、)?委、办、局|(?:各|有关|相关)[委办]、[委办]、局"
    "|各(?:区|市|乡|镇|县)、(?:县|区|镇|乡|街道)(?=人民政府|政府)"
)
JOINED = "｜"
LEVELS = re.compile("(?:[省市县区镇乡村]级?、){1,4}[省市县区镇乡村]级?[两二三四五]级")
A_BODY = re.compile(rf"{BODY_END}")
AN_END = re.compile(rf"{BODY_END}$|各乡[（(]?镇?[）)]?$|[（(][^（）()]*[）)]$")
A_STRONG_END = re.compile(rf"(?:{MANY}|[县市区]\S{{1,8}}(?:局|委|办|部)){TAIL}$")
OPENS = {"明", "（", "("}
# A sentence may begin with the （…指导） of the one before it.
OPENING = re.compile(r"^明确(?=[^，。；]{2,40}职责)|^(?:（[^（）]*）|\([^()]*\))")
PREFACE = re.compile(
    "^(?:根据|按照?|依据)[^，。；]{2,40}?要求(?=[^，。；]{2,})|^(?:年[终底]|岁末)(?![考总评])"
    "|^(?:要求)?\\d{1,4}[名个位](?=[^，。；\\d]{2,10}[长员])"
)  # 按县里要求各村每月…
# 报送材料请各科室于…: a heading that runs into whom a thing is asked of.
RUNS_IN = re.compile("^[^，。；：]{2,14}?请(?=各|有关|相关|全[体县市镇校])")
# 基层党组织抓安全的意识进一步增强: how it is to be with them, not what they do.
A_STATE = re.compile(
    "的?(?:理念|意识|能力|水平|素质|积极性|主动性|自觉性)[^，。；]{0,8}(?:增强|提升|提高|强化|改善|转变)$"
)
BEGINS_A_CLOCK = re.compile("由[^，。；]{2,24}之日起")
GROWN = ("增强", "提升", "提高", "强化", "改善", "转变")
GLUED = re.compile(
    "[①-⑳★☆●■]|[0-9]分|[0-9]{1,2}[.．、](?=[\u4e00-\u9fa5])|\t"
)  # two cells run into one
ITS_NUMBER = re.compile(
    "^(?:(?:\\d{1,2}[.．]){1,3}\\d{0,2}|\\d{1,2}、)(?:\\d{4}年)?(?=[\u4e00-\u9fa5])(?![年月日时点])"
)
# 由主要负责人主持的会议, 由三部分组成: neither says who owes it.
OF_WHOM = re.compile(
    "由[^，。；的]{2,30}(?:主持|召集|组织|牵头|参加|签字|组成)"
    "(?:召开|举行|举办|参加|主持|召集|组织|组成|实施|开展|负责|确认|同意)?的"
    "|由[^，。；的]{1,20}(?:任|担任|兼任|为)(?:组长|主任|指挥长?|队长|召集人|成员|负责人)的"
    "|由[^，。；]{2,60}?(?:组成|构成)(?=[，。；]|$)"
)
# 县防指要求各乡镇…, 号召全体党员…: who is asked, not who asks.
ASKS = re.compile("^[^，。；：]{0,24}?(?:要求|号召|动员|责成)(?=各|所有|全体|全[县市镇乡区校])")
MOST = 200  # characters; no subject ends further on
FARTHEST = 30  # characters behind 由
LONGEST = 90
OPEN, CLOSE = "（(〔“", "）)〕”"


@lru_cache(maxsize=512)  # a sentence's clauses are looked at for each of its time phrases
def subject(words: str, *, surely: bool = False) -> tuple[str, ...]:
    """Return the bodies that a clause of a sentence begins with, before a word of duty.

    Args:
        words: the clause.
        surely: take only a strong word of duty (应当, 要, 每) for one, not any verb.
    """
    if "由" in words:  # 召开由主要负责人主持的会议: whose meeting it is, not who owes it
        words = OF_WHOM.sub("", words)
    if APPOINTED.match(words) or (words.endswith(GROWN) and A_STATE.search(words)):
        return ()  # 主任由镇长担任
    if level := A_LEVEL.match(words):  # 镇每半月、县每月巡河
        return (level[1],)
    words = ASKS.sub("", PREFACE.sub("", words))
    words = RUNS_IN.sub("", words) if "请" in words else words
    words = words.replace("、要", "要")  # 镇政府、各村、要…
    words = ITS_NUMBER.sub("", words) if words[:1].isdigit() else words
    if words[:1] in OPENS:
        words = OPENING.sub("", words)
        if words[:1] in {"（", "("}:
            return ()
    if not A_BODY.search(words, 0, MOST):
        named = ANYBODY.match(words, by + 1) if (by := words.find("由", 0, LONGEST)) >= 0 else None
        return (named[1],) if named else ()
    over = OVERSEEN.match(words) if words.find("的", 0, FARTHEST) > 0 else None
    if over and A_BODY.search(words, 0, over["name"].find("的")):
        return (over["name"],)
    for pattern in SUBJECTS[:1] if surely else SUBJECTS:
        found = pattern.match(words)
        if found and found["name"] != "领导" and (names := _names_of(found["name"])):
            return names  # 领导制定制度 is a deed
    doer = None if surely or words.endswith("的") else A_DOER.match(words)
    if doer and (names := _names_of(doer["name"])):
        return names
    if words.endswith(("的", "时", "后")) and (case := A_CASE.match(words)):
        return _names_of(case["name"])
    by = words.find("由", 0, LONGEST)
    if by > 0 and PASSED_ON.search(words[:by]):  # 三天内报社区由社区报街道: what comes after it
        return ()
    if by >= 0 and (words[by - 1 : by] in {"交", "转", "移"} or BEGINS_A_CLOCK.search(words, by)):
        return ()  # 交由某集团运维; 由市局同意之日起
    if by > 0 and (names := subject(words[by:], surely=surely)):
        return names
    return _by_whom(words[by + 1 :]) if by >= 0 else ()


def acting(words: str) -> str:
    """Return who does what a clause says, before another that says what must be done.

    生产企业、经营企业销售爆竹，应当登记: whatever the verb is.
    """
    for found in A_BODY.finditer(words[:MOST]):
        name, rest = words[: found.end()], words[found.end() :]
        if rest and rest[0] not in "的、和及与或等（(各全" and _names_of(name) and is_bodies(name):
            return name
    return ""


def _by_whom(words: str) -> tuple[str, ...]:
    """Return who stands behind 由, whatever it is that they do: 由乡林业站管护."""
    ends = [found.end() for found in A_BODY.finditer(words[:FARTHEST])]
    for end in reversed(ends):
        if words[end : end + 1] not in set("的、和及与或") and (names := _names_of(words[:end])):
            return names
    named = ANYBODY.match(words)  # 由施工现场负责: whoever it is
    return (named[1],) if named and named[1] != "具体" else ()


def _names_of(name: str) -> tuple[str, ...]:
    if (
        len(name) > LONGEST
        or GLUED.search(name)
        or name.count("《") != name.count("》")
        or name.count("(") + name.count("（") != name.count(")") + name.count("）")
        or SAYS_MORE.search(name)
        or (NO_NAME.match(name) and not A_KIND.match(name) and not ITS_OFFICE.match(name))
    ):
        return ()
    return split(name)


@lru_cache(maxsize=512)
def is_bodies(words: str) -> bool:
    """Tell a line or clause that names bodies and says nothing else."""
    if A_KIND.match(words):
        return True  # 按月领取工资的团员: a name with what tells it from others
    return bool(WHOLE.match(words)) and not NO_NAME.match(words) and not A_DEED.search(words)


def split(names: str) -> tuple[str, ...]:
    """Split a list of names where a name can end; 机关、团体等单位 stays one.

    Returns:
        The names as printed, a prefix lent to those that leave it out.
    """
    made: list[str] = []
    held = ""
    names = COUNCILS.sub(lambda found: found[0].replace("、", JOINED), names)
    if levels := LEVELS.match(names):  # 县、镇两级执法部门 is one name
        held, names = levels[0], names[levels.end() :]
    for piece, mark in _pieces(names):
        held += piece
        if mark and not ends_a_name(held):
            held += mark
            continue
        if held.strip():
            made.append(held.strip(" 、，,"))
        held = ""
    given = (name.replace(JOINED, "、") for name in _with_prefix(made))
    return tuple(filter(None, dict.fromkeys(given)))


def _pieces(names: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between the marks of a list, and the mark after it; brackets are whole."""
    depth, start = 0, 0
    for place, sign in enumerate(names):
        depth += (sign in OPEN) - (sign in CLOSE)
        joins = sign in "、，," or (sign in "和及与" and _joins(names, place))
        if depth <= 0 and joins and place > start:
            yield names[start:place], sign
            start = place + 1
    yield names[start:], ""


def _joins(names: str, place: int) -> bool:
    """Tell 和 between two names from 和 inside one (自然资源和规划局)."""
    left, right = names[max(0, place - LONGEST) : place], names[place + 1 :]
    left = left.removesuffix("以")
    strong = A_STRONG_END.search(left)
    either = strong or (names[place] == "及" and ends_a_name(left))
    return bool(either) and not right.startswith(("其", "有关", "相关"))


def ends_a_name(name: str) -> bool:
    """Tell whether a name of a body can end here."""
    bare = name.removesuffix("以")
    if re.fullmatch("(?:机关|团体|企业|事业单位?|学校|医院|社会团体|单位|、)+", bare):
        return False
    return AN_END.search(bare) is not None


def _with_prefix(names: list[str]) -> Iterator[str]:
    prefix = ""
    for name in names:
        bare = name.removesuffix("以") if name.endswith("以") else name
        if found := A_PREFIX.match(bare):
            prefix = found[1]
        elif prefix and SHORT_NAME.match(bare):
            yield prefix + bare
            continue
        elif not SHORT_NAME.match(bare):
            prefix = ""
        yield bare
