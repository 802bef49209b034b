"""A time phrase whose duty is told elsewhere → why its own sentence asks nothing by it.

具体要求另行通知, 第二日各报送一次, 按时间节点完成年度任务: another paper or phrase says when;
检查每月月报情况, 按县里制定的每日记录单: what a paper or an inspection is of.
"""

import re

from cadence.extract.text.paragraphs import segment
from cadence.extract.times.meanings import REPEATS, Place, Reason

# 台账每月报送等有关要求，将另行通知: asked for by another paper.
TOLD_LATER = re.compile(
    "[^。；]{0,30}(?:要求|办法|时间|事项|安排|方案)[^，。；]{0,6}，?(?:将|由[^，。；]{2,12})?另行(?:通知|制定|规定|印发|下发|公布|明确|发文)"
)
# 国资委印发《…通知》，要求各企业按月报送。…有关事项通知如下: what another paper asks.
ANOTHERS = re.compile("印发了?《[^《》]{4,60}》，(?:明确)?要求[^。；]*$")
# 3个月内有计划启用的设施数量（个）: a field of a form.
A_FIELD = re.compile("[^，。；要应须]{2,30}的[^，。；]{0,16}数量(?:（[^）]{1,4}）)?[：:。]?$")
# 第二日，7时、11时各报送一次: which day of several.
OF_SEVERAL_DAYS = re.compile("，\\d{1,2}[时点:：]|，[^，。；]{0,12}每")
# 2030年前计划改造但尚未实施的住宅: what a thing is, not by when.
PLANNED_FOR = re.compile("(?:计划|拟|已经?)[^，。；要应须]{2,24}的(?!要|应|须)[^，。；]{2}")
# 按时间节点完成年度体检工作: this year's, when is said elsewhere.
ON_SCHEDULE = re.compile("(?:按(?:照)?(?:时间节点|时|期|计划|要求)|如期|保质保量)[^，。；]{0,8}$")
# 每晚熄灯前2分钟，室长清点人数: the hour of what is done every evening.
AN_HOUR_OF = re.compile("每[天日晚早晨][^，。；]{0,12}$")
# 是否按规定每月自查: what is looked at.
WHETHER = re.compile("是否(?:按[^，。；]{0,10}|能够?|已经?|做到|坚持|落实)?$")
# 17家企业安全员连续三个月未上传: how many there were, where nothing follows from it.
SO_MANY_DID = re.compile("^[0-9]+(?:家|个|名|处|户|所|座)[^，。；]{2,20}$")
FOLLOWS = re.compile(
    "[^，。；]*(?:的|者)(?:[，、]|$)|[^。；]*(?:应|要|须|由|予以|进行|约谈|责令|督促)"
)
VALID_TO = re.compile("有效期[^，,。；]{0,6}[，,]?$")

# 检查各村每月月报及时报送情况: what is looked at, not what is to be done.
IS_LOOKED_AT = re.compile(
    "^(?:[一二三四五六七八九]是|重点|主要|着重|实地|对|就){0,2}"
    "(?:检查|督查|核查|抽查|考核|督导|查看|评估)(?![组室站员人]|单位|部门|机构|主体|对象)(?:[^，。；要应须]|应急){0,24}$"
)
A_STATE = re.compile("(?:[^，。；要应须]|应急){0,30}?情况(?:$|[，。；、])")
# 对组织建设、年度工作方案、设施配备等情况进行检查: a list of what is looked at.
LISTED_THINGS = re.compile(
    "对[^，。；要应须]{1,40}[、和及与][^，。；要应须]{2,40}情况"
    "(?:进行|开展|实施)?(?:检查|督查|核查|抽查|考核|督导|评估)"
)
# 时钟偏差不超过1分钟: how far from right, not how soon.
HOW_FAR = re.compile("(?:误差|偏差|时差|误差值|偏离)[均都]?[应须需]?(?:控制)?在?$")
# 按照县里制定的每日巡查记录单填写; 每天的记录由某处保存.
AS_LAID_DOWN = re.compile(
    "(?:按照?|根据|依据|对照)[^，。；]{0,24}(?:制定|印发|下发|规定|要求|发布|公布|统一)的[^，。；]{0,12}$"
)
A_FORM = re.compile("[^，。；]{0,12}?(?:记录|台账|表格?|清单|日志|[记登]录?[单表簿册]|制度|标准)")
IS_KEPT = re.compile(
    "^的[^，。；]{2,14}由[^，。；]{2,16}?(?:负责)?(?:保存|保管|存档|归档|留存|备查)"
)
# 按照隐患月排查月报送制度的规定, 月排查工作已经纳入考核: what a system is called, or did.
A_SYSTEM = re.compile(
    "[^，,。；]{0,12}(?:制度|机制|办法|方案)的(?:有关|相关)?(?:规定|要求|安排|精神)"
)
ACCORDING = re.compile("(?:按照|根据|依据|遵照)[^，,。；]{0,24}$")
IS_ALREADY = re.compile(
    "[^，,。；]{0,8}(?:工作|制度|机制)?已经?(?:被)?(?:纳入|列入|作为|成为|建立|实行|形成)"
)
# 便于第二天居民投放: what something is for.
SO_THAT = re.compile("(?:便|便于|方便|以便|以备|利于)$")
# 镇市容环境每月考核表, 安全检查月报表: a form by its name.
IS_A_FORM = re.compile(
    "[^，。；、]{0,10}(?:报|考核|检查|统计|登记|记录|汇总|评分|自查|排查|打分)?表(?:格|单)?[》”]?(?:[（(][^（）()]{0,20}[）)])?[。；]?$"
)
FILLS_IN = re.compile(
    "报送|上报|填报|填写|填制|报[告备]|提交|应当|必须|须|要(?!求|点)|制作|汇总|编制"
)
# 开放时长每日设置为4小时, 每日总时长超过一小时: how long, not how often.
HOW_LONG = re.compile("(?:时长|时间)$")
SO_LONG = re.compile(
    "(?:设置|设定|控制|限定|安排)?(?:在|为|是|不超过|不得超过)[^，。；]{0,4}(?:小时|分钟)"
)
TOO_LONG = re.compile(
    "[^，。；]{0,6}(?:时长|时间)(?:不?超过|不得超过|控制在|为)[^，。；]{0,6}(?:小时|分钟)"
)
# 对于每季度排名居后的项目，约谈…; 小区数量每年有所增减: of which, and how it is.
OF_THOSE = re.compile("^对于?$|(?:数量|情况|规模|[总数]量)$")
WHICH = re.compile(
    "有所|(?![^，。；]{0,20}(?:检查|巡查|排查|开展|进行|组织|实施|培训|考核一|抽查|评估|检测))[^，。；]{2,24}的[^，。；]{2,12}(?:，|$)"
)
# 结合市级每半年测评和区级每月测评情况: on what something leans.
AS_BEFORE = re.compile("(?:既往|以往|历年|往年)$")
LEANING = re.compile("(?:根据|依据|结合|参考|参照)[^，。；]{0,30}$")
ITS_RESULT = re.compile("[^，。；]{0,30}(?:情况|结果|得分|成绩)(?:，|$|[和与及])")
HELPS = re.compile("为(?!了|主|期)[^，。；]{2,20}$")
TO_HELP = re.compile("[^，。；]{0,60}?提供[^，。；]{0,10}(?:支持|指导|服务|帮助|协助|依据|参考)")
# 为…，制定校领导每天巡校制度如下：, what the text itself is.
IS_SET_DOWN = re.compile("(?:制定|制订|建立)[^，。；]{0,30}$")
AS_FOLLOWS = re.compile("[^，。；]{0,30}(?:制度|办法|方案|规定|计划|安排)如下[：:。]*$")
# 连续五年未发生事故，…: what was so, unless it is a condition (…的，).
A_RECORD = re.compile(
    "连续[^，。；]{1,4}年(?:未|没有|无|保持|实现|获|被评)[^，。；的]*(?![^，。；]*的)"
)


def said_elsewhere(place: Place) -> Reason | None:
    """Tell words of time whose duty another paper, or another phrase of the sentence, tells."""
    phrase = place.phrase
    if phrase.kind in REPEATS and ANOTHERS.search(place.before):
        return Reason("是所引文件的要求，本文件的要求写在下文")
    if phrase.kind in REPEATS and (reason := _of_a_paper(place)):
        return reason
    if phrase.kind == "before" and place.before[-2:] in {"每日", "每天", "每周", "每月"}:
        return Reason("是每次的提前量，周期写在前面")
    if phrase.kind == "before" and "分钟" in phrase.text and AN_HOUR_OF.search(place.before):
        return Reason("是每天的钟点，周期写在前面")
    if phrase.kind == "threshold" and A_RECORD.match(phrase.text + place.after):
        return Reason("说的是以往的情况，没有要求")
    if phrase.kind == "threshold" and _is_counted(place):
        return Reason("说的是以往的情况，没有要求")
    if phrase.kind in REPEATS and _is_listed(place):
        return Reason("是检查的内容，不是要求")
    if phrase.kind == "trigger" and HOW_FAR.search(place.before):
        return Reason("说的是一次有多长，不是时限")
    if phrase.kind == "trigger" and A_FIELD.match(place.after):
        return Reason("是表格里的栏目，没有要求")
    if SO_THAT.search(place.before) and phrase.kind in {"trigger", *REPEATS}:
        return Reason("是做这件事的目的，没有要求")
    if phrase.kind in {"deadline", "phase"} and VALID_TO.search(place.before):
        return Reason("是文件的有效期")
    if phrase.kind in REPEATS and TOLD_LATER.match(place.after):
        return Reason("具体要求另行通知，这里没有要求")
    if phrase.kind == "yearly" and phrase.text[:2] == "完成" and ON_SCHEDULE.search(place.before):
        return Reason("是对事物的说明（如年度任务），时限写在别处")
    if phrase.text == "第二日" and not place.before and OF_SEVERAL_DAYS.match(place.after):
        return Reason("是几天中的哪一天，频次写在后面")
    if (
        phrase.kind in {"deadline", "phase"}
        and phrase.text.endswith("前")
        and PLANNED_FOR.match(place.after)
    ):
        return Reason("是对人或事的说明，不是要求")
    return None


def _is_listed(place: Place) -> bool:
    """Tell words of time that stand among the things whose state somebody looks at."""
    listed = LISTED_THINGS.search(place.sentence)
    if listed is None or not listed.start() < place.phrase.start < listed.end():
        return False
    return place.before[-1:] in {*"、和及与"} or "、" in place.phrase.text


def _is_counted(place: Place) -> bool:
    """Tell how many were found to have done so, from what somebody acts on."""
    start, _end = segment(place.sentence, place.phrase.start)
    own = place.sentence[start : place.phrase.start]
    return bool(SO_MANY_DID.search(own)) and not FOLLOWS.match(place.phrase.text + place.after)


def _of_a_paper(place: Place) -> Reason | None:
    """Tell what an inspection looks at, the name of a form and what the text itself sets down."""
    start, _end = segment(place.sentence, place.phrase.start)
    before, after = place.sentence[start : place.phrase.start], place.after
    if HELPS.search(place.before) and TO_HELP.match(after):
        return Reason("是对别人的事给予支持，不是要求")
    sentence = place.sentence
    if IS_A_FORM.match(after) and not FILLS_IN.search(sentence):
        return Reason("是表格的名称，没有要求")
    if (HOW_LONG.search(before) and SO_LONG.match(after)) or TOO_LONG.match(after):
        return Reason("说的是一次有多长，不是时限")
    if IS_ALREADY.match(after) or (
        ACCORDING.search(place.before) and A_SYSTEM.match(place.phrase.text + after)
    ):
        return Reason("是制度的名称，没有要求")
    if AS_BEFORE.search(before):
        return Reason("说的是以往的情况，没有要求")
    if LEANING.search(before) and ITS_RESULT.match(after):
        return Reason("是对事物的说明（如每月例会的精神），不是要求")
    if OF_THOSE.search(before) and WHICH.match(after):
        return Reason("是对人或事的说明，不是要求")
    if WHETHER.search(before) or (IS_LOOKED_AT.match(before) and A_STATE.match(after)):
        return Reason("是检查的内容，不是要求")
    if (
        IS_KEPT.match(after)
        or (AS_LAID_DOWN.search(before) and A_FORM.match(after))
        or (IS_SET_DOWN.search(before) and AS_FOLLOWS.match(after))
    ):
        return Reason("是对事物的说明（如每月例会的精神），不是要求")
    return None
