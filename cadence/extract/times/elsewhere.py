"""A time phrase whose duty is told elsewhere → why its own sentence asks nothing by it.

具体要求另行通知, 第二日各报送一次, 按时间节点完成年度任务: another paper or phrase says when.
"""

import re

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
VALID_TO = re.compile("有效期[^，,。；]{0,6}[，,]?$")


def said_elsewhere(place: Place) -> Reason | None:
    """Tell words of time whose duty another paper, or another phrase of the sentence, tells."""
    phrase = place.phrase
    if phrase.kind in REPEATS and ANOTHERS.search(place.before):
        return Reason("是所引文件的要求，本文件的要求写在下文")
    if phrase.kind == "trigger" and A_FIELD.match(place.after):
        return Reason("是表格里的栏目，没有要求")
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
