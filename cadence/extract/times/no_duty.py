"""A time phrase in its place → why it is no duty, although its words could be a time limit.

Rights, powers, penalties, definitions, scores and things past speak of time as duties do.
"""

import re

from cadence.extract.text.paragraphs import segment
from cadence.extract.times.meanings import REPEATS, Place, Reason
from cadence.extract.times.named import only_named

MUST = (
    r"应当|应该|必须|务必|不得|应(?!急|用|对|届)|须(?!知)|(?<![主需重首只要])要(?![求点素害])|负责"
    "|确保(?!不)"
)
MAY = r"可以|有权|(?<!许)可(?=自|向|在|将|把|按|于|根据|依法|予|申请|每|以)|允许"
# 可按年度打包: the word of leave stands right before the words of time.
MAY_BE = re.compile("(?<![许认])可$|可以$")
ENCOURAGED = re.compile("鼓励|提倡|(?<![和与及、])建议(?!应|要|的|书|案|在)|倡导|引导")
MODALS = re.compile(rf"(?P<must>{MUST})|(?P<may>{MAY})")
PENALTY = re.compile(
    "罚款|拘留|吊销|给予(?:警告|处分|记过|撤职|行政|党纪|政务|处罚)|责令(?:限期)?(?:改正|停产|停业|停止)|没收|暂扣|"
    "依法追究|处分|不予(?:受理|办理|登记)|追究刑事责任|滞纳金|违约金|信用惩戒|失信"
)
SOMEBODY_ACTS = re.compile(
    "约谈|抄告|由[^，。；]{2,40}(?:撤销|吊销|提请|取缔|移送|关闭|通报|责令|取消|处理|调整|问责|处分|给予)"
    "|一票否决|通报批评|予以(?:关闭|取缔|撤销|通报|辞退|解聘|调整|免职)|提请|取消[^，。；]{0,12}资格|挂牌督办|停职|免职"
)
DOCKED = re.compile(
    "，(?:扣[发减除罚]|停发|减发|处罚款)[^，。；]{0,12}(?:补[助贴]|工资|绩效|奖金|报酬|津贴|分)"
)
PENAL_CHAPTER = re.compile("法律责任|罚则|责任追究|法律后果|奖惩")
SCORES = re.compile(r"(?:扣|奖|加|减|得|计)\d{1,3}(?:\.\d)?分|[奖扣加减]分|的分别[奖扣加]")
SCORED = re.compile(r"[^。；]{0,24}(?:不得分|，(?:计|得|扣|加)\d{1,3}(?:\.\d)?分)")
DEFINES = re.compile(
    "(?:本法|本条例|本办法|本规定|本细则|本规则|本方案)所称|是指|的含义|以上”?包括本数"
)
GROUND = re.compile("(?:未|不|逾期|超过|拒不|没有)[^，。；]{0,30}(?:的|者)[，。；、：]?$")
# 为了解各村每季度落实情况，制定本制度: what a text is made for.
AIM = re.compile(
    "(?:(?:根据|按照)[^。；，]{4,60}，)?为(?!期|主)[^。；]{4,200}?，(?:今年|本年度?)?((?:特|现|根据|结合|依据|决定|按照|经)?(?:制定|制订|作出?|就|将|拟|提出|通知|决定)[^。；]{0,30})"
)
SET_FOR = re.compile("(?:定|拟|决定)(?:于|在|从|自)?$")  # 定于6月10日至9月30日开展行动
AS_SEEN = re.compile("^[^，。；]{0,8}(?:根据|从|按)[^，。；]{2,40}来?看$")
ON_AVERAGE = re.compile("(?:平均|人均|户均)(?:约|为)?$")  # 平均每日倾倒近20吨
# 无法在72小时内恢复的: a case. 确保不能在…: none is met.
NOT_TO_BE_DONE = re.compile("(?:无法|未能|难以|(?<!确保)不能)(?:在|于)?$")
# 每日巡查是基础要求: of a duty, not the duty.
IS_SAID_TO_BE = re.compile(
    "[^，。；]{0,10}(?:是|为)[^，。；]{0,8}(?:要求|基础|关键|重点|前提|原则|底线|制度)(?:$|[，。；])"
)
NOT_DONE = re.compile("(?:未|没|没有|[未没不]能|未做到|未按(?:要求|规定)?)$")
A_LEAST = re.compile("至少|不少于|不低于")
AT_MOST = re.compile("最?[长迟]?不(?:得)?超过|最[长迟]")
MAY_BEHIND = re.compile("内?，?(?:可以|可自|可向|可将|可把|有权)")
AT_LEAST = 10  # characters behind a period in which its count stands
# 于3月1日至5日之间还清欠款的，…: a case, in which something else follows.
A_CASE = re.compile(
    "(?:期间|之间|以?[内前后])?(?:[^，。；]{0,16}未能|能|已经?|[仍尚]?未|足额|主动|自行|提前|按时|全部|按期|如期)[^，。；]{2,30}的$"
)
REWARDED = re.compile("[^，。；]{0,12}?的?，?(?:给予|予以|可)?(?:一次性)?奖励")
WHENEVER = re.compile("[^，。；]{0,16}?随时[^，。；]{0,4}报")
OF_THESE_CASES = re.compile("下列情形之一的[^。；]*[：:][^。；]*$")
BASE = re.compile("按[月季年周]度?(?:[^，。；]{1,8})的(?!$)")


# 我县在3月1日召开县委常委会，传达了会议精神: what was done that day.
DONE = re.compile(
    "(?:作|做|强调|进行|成立|召开|印发|提出|开展|传达|组织|部署|通报|参加|举行|举办|签订|下发|发布|启动|收到|出台|制定|建立|取得|发放|排查)了(?!解)"
)
A_BARE_DAY = re.compile("(?:[日号]|月份?)(?:[上下]午|晚上?|当[天日])?$")
STILL = re.compile(rf"{MUST}|将(?!军)|拟(?:于|在)|定于|请")


def _was_done(place: Place) -> bool:
    """Tell a day on which, as the sentence says, something was done; nothing is asked for."""
    told = place.phrase.kind == "deadline" and A_BARE_DAY.search(place.phrase.text)
    return bool(told and DONE.search(place.after) and not STILL.search(place.sentence))


def no_duty(place: Place, chapter: str) -> Reason | None:
    """Return why a phrase that could be a time limit asks nothing of anybody, if so."""
    sentence, phrase = place.sentence, place.phrase
    start, end = segment(sentence, phrase.start)
    own = sentence[start:end]
    if DEFINES.search(sentence):
        return Reason("是用语的解释")
    if _was_done(place):
        return Reason("是已经做过的事，没有要求")
    if reason := only_named(place, own[phrase.end - start :]):
        return reason
    if phrase.kind in REPEATS and ON_AVERAGE.search(place.before):
        return Reason("是对情况的说明，没有要求")
    if phrase.kind in {"trigger", "deadline"} and NOT_TO_BE_DONE.search(place.before):
        return Reason("是没有做到的情形，没有要求")
    if phrase.kind in REPEATS and IS_SAID_TO_BE.match(place.after):
        return Reason("是对情况的说明，没有要求")
    if phrase.kind in REPEATS and NOT_DONE.search(place.before):
        return Reason("是没有做到的情形，没有要求")
    aim = None if SET_FOR.search(place.before) or "即日起" in phrase.text else AIM.match(sentence)
    if aim and phrase.end <= aim.end() - len(aim[1]):
        return Reason("写在制定的目的里，没有要求")
    if reason := _asks_by_no_day(place, own[phrase.end - start :]):
        return reason
    if phrase.kind in {"phase", "deadline", "trigger"} and A_CASE.match(own[phrase.end - start :]):
        return Reason("是情形的说明，没有要求")
    if AS_SEEN.search(own) and phrase.kind in REPEATS:
        return Reason("是对情况的说明，没有要求")
    scored = SCORES.search(own[phrase.end - start :]) or SCORED.match(place.after)
    if scored and phrase.kind not in {"cadence", "periodic"}:
        return Reason("是计分办法")
    if _may(place):
        return Reason("是权利或授权（可以、鼓励），不是义务")
    if phrase.text.startswith("按") and BASE.search(sentence[phrase.start : phrase.start + 14]):
        return Reason("是对人或事的说明，不是要求")
    if _penal(place, chapter, own):
        return Reason("是处罚或追责的情形")
    return None


def _asks_by_no_day(place: Place, behind: str) -> Reason | None:
    """Tell what is rewarded, reported whenever it happens, or one of the cases of a list."""
    if place.phrase.kind == "threshold" and REWARDED.match(place.after):
        return Reason("是奖励的条件，没有要求")
    if WHENEVER.match(behind):
        return Reason("写的是随时，没有期限")
    if OF_THESE_CASES.search(place.before) and behind.endswith("的"):
        return Reason("是情形的说明，没有要求")
    return None


def acted_on(lead: str) -> bool:
    """Tell the lead into a list of cases in which somebody has something to do."""
    return lead.endswith(("：", ":")) and SOMEBODY_ACTS.search(lead) is not None


def _may(place: Place) -> bool:
    """Tell whether the word of duty nearest before the phrase, or right after it, is a may."""
    if A_LEAST.search(place.phrase.text + place.after[:AT_LEAST]):
        return False  # 可以结合实际…，每月至少一次: the count is asked for
    if AT_MOST.match(place.phrase.text):
        return False  # 可以延长，但最长不超过: the bound binds
    if MAY_BEHIND.match(place.after):
        return True
    start, _end = segment(place.sentence, place.phrase.start)
    if MAY_BE.search(place.before):
        return True
    if ENCOURAGED.search(place.sentence[start : place.phrase.start]):
        return True
    spoken = list(MODALS.finditer(place.before))
    if not spoken and place.phrase.kind == "threshold":  # 连续两次拒绝检查的，可以暂停供气
        first = MODALS.search(place.after)
        return first is not None and first["may"] is not None
    return bool(spoken) and spoken[-1]["may"] is not None


def _penal(place: Place, chapter: str, own: str) -> bool:
    """Tell a ground for a penalty, or the measure of one, from a duty."""
    sentence, phrase = place.sentence, place.phrase
    if phrase.kind == "bar":
        return False  # what a penalty forbids for years is to be kept in mind
    if phrase.kind == "threshold" and not SOMEBODY_ACTS.search(place.after):
        if DOCKED.search(place.after):
            return True  # 一个月内两次漏巡的，扣发当月补助
    elif phrase.kind == "threshold":
        return False  # 一年内三次受罚的，由主管部门约谈: who is over them has something to do
    if phrase.kind in {"cadence", "yearly", "threshold", "season", "open", "standing"}:
        return bool(PENAL_CHAPTER.search(chapter)) and not re.search(MUST, place.before)
    ground = GROUND.search(own) is not None
    spoken = re.search(MUST, sentence)
    if PENAL_CHAPTER.search(chapter):
        return ground or bool(PENALTY.search(sentence)) or not spoken
    # Outside the chapter on penalties, a duty may stand beside one: 责令停产，并于3日内报告.
    clocked = phrase.kind in {"trigger", "before", "deadline", "keep"}
    return clocked and not spoken and bool(PENALTY.search(own))
