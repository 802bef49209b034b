"""X期间 in its sentence → the days of a campaign, a span that another thing bounds, or neither."""

import re

from cadence.core import Phase
from cadence.extract.times.meanings import FAIR, UNSURE, Context, Found, Place, Reason, TimeMeaning
from cadence.extract.times.no_duty import MODALS

MUST = re.compile(
    "应当|必须|应(?!急|用|对)|不得|须|要(?!求|点)|由[^，。；]{2,20}(?:代|负责|主持|承担|行使|采取|进行|组织实施)"
)
PERIODIC = {"cadence", "periodic"}
CAMPAIGNS = ("行动", "活动", "整治", "攻坚", "专项")
DATED = {"phase", "deadline"}
A_WORD = 2  # characters
OF_A_THING = re.compile("^内?[^，。；]{1,16}的[^，。；]")  # 对整治期间被查实的行为
IS_A_SPAN = re.compile(
    "，?(?:为|是|视为|作为)[^，。；]{2,20}(?:天数|日数|期间|时间|期限)(?:$|[，。；])"
)
# 值班期间, 外出期间: as long as somebody is at it; no calendar has its days.
AT_WORK = re.compile(
    "(?:值班|值周|值守|带班|外出|出差|请假|休假|在岗|上岗|在校|离岗|工作|上课|课间|午休|就餐|执勤|巡查|作业"
    "|生产|施工|营业|运营|经营|开放|就诊|住院|实验|驾驶|行车|乘车|运行|使用)$"
)
COMES_FROM = re.compile("内?(?:所|新)?(?:产生|发生|形成)的")
BINDS = re.compile("[，,]?[^，。；]{0,14}?(?:不得|严禁|禁止|不准)")


def during(place: Place, context: Context) -> Found:
    """Read a stage that lasts as long as something else does; only where a duty is tied to it."""
    # The gap before 期间 may have taken in the sentence's subject: 有关人员在调查期间.
    said = place.phrase.text
    words = said.removesuffix("内").removesuffix("期间").rpartition("在")[2]
    begins = "在" in said or place.before[-1:] in {"", "，", "；", "："}
    if place.after[:1] in {"（", "("} and any(
        other.start == place.phrase.end + 1 and other.kind in DATED for other in place.others
    ):
        return Reason("后面括号里写明了起止")
    if IS_A_SPAN.match(place.after):
        return Reason("是用语的解释")
    if said[0] in "对将把凡" and OF_A_THING.match(place.after):
        return Reason("是对事物的说明（如整治期间查出的问题），不是要求")
    if COMES_FROM.match(place.after):
        return Reason("是对事物的说明（如期间产生的费用），不是要求")
    if AT_WORK.search(words) and not BINDS.match(place.after):
        return Reason("是做某事的时候，没有起止日期")
    if any(word in words for word in CAMPAIGNS):
        return _in_campaign(place, context) if begins else Reason("只是提到行动期间")
    if not begins or not MUST.search(place.after + place.before):
        return Reason("只是提到一段时间，没有要求")
    if "节" in words or "假" in words or len(words) < A_WORD:
        return Reason("以节假日的起止为准")
    spoken = MODALS.search(place.after)
    if spoken and spoken["may"]:
        return Reason("是权利或授权（可以、鼓励），不是义务")
    if any(other.kind in PERIODIC for other in place.others):
        return Reason("是同句周期的前提")
    question = f"“{said}”从哪天到哪天，由什么事情决定？"
    return (TimeMeaning(Phase(start=None, due=None), UNSURE, question),)


def _in_campaign(place: Place, context: Context) -> Found:
    """Read 行动期间: the campaign's days, where they do not bound another timing."""
    timed = {"cadence", "periodic", "deadline", "times"}
    if any(other.kind in timed for other in place.others):
        return Reason("行动期间已作为同句周期的起止")
    if context.campaign is None:
        return Reason("没有找到行动的起止日期", understood=False)
    timing = Phase(start=context.campaign.first, due=context.campaign.last)
    return (TimeMeaning(timing, FAIR, carried=True),)
