"""A name before time words → whether it says where or what, not who."""

import re

from cadence.extract.times.meanings import Place

A_SPOT = re.compile("(?:场所|小区|片区|设施|站点|区域|部位|点位|厕所|公厕|食堂|教室|宿舍|果皮箱)$")
LOOKED_AT = re.compile(
    "(?:至少|不少于)?(?:开展|进行|组织)?(?:[一二两三四1-9]次)?(?:检查|排查|抽查|巡查|监测|督查|暗访|清扫|清洁|清理|保洁|打扫|消毒|冲洗|消杀|通风)"
)
OF_A_REGION = re.compile("(?:地区|区域|城区|郊区|市区|农村|山区|乡镇)$")


def is_looked_at(name: str, place: Place) -> bool:
    """Tell what is looked at (重点场所每周检查一次) from who looks at it."""
    ordered = place.before.endswith(("要", "应", "应当", "须", "必须"))
    return bool(A_SPOT.search(name) and LOOKED_AT.match(place.after)) and not ordered


def is_a_region(name: str, place: Place) -> bool:
    """Tell where a limit holds (城区30分钟、乡镇1小时内) from whom it binds."""
    lasts = place.phrase.kind == "trigger" or "超过" in place.phrase.text
    return lasts and "各" not in name and OF_A_REGION.search(name) is not None
