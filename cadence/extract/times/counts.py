"""The words of a count (一年内发生两次) → how many of what, and within which period."""

import re

from cadence.core import NUMBER, Threshold, number
from cadence.extract.times.phrases import Phrase
from cadence.extract.times.triggers import LONGEST_EVENT, stripped

WITHIN = {
    "周": "week",
    "年": "year",
    "个月": "month",
    "月": "month",
    "季度": "quarter",
    "个季度": "quarter",
    "半年": "half_year",
}


def threshold(phrase: Phrase, after: str) -> tuple[Threshold, str | None]:
    """Read how many of what within which period; a question where the period isn't said."""
    words = phrase.text
    if run := re.match(rf"连续({NUMBER})(次|年|个月|个季度|月|季度|天|日|周|个?旬)", words):
        unit = run[2]
        within = WITHIN.get(unit, "day" if unit in {"天", "日", "旬", "个旬"} else "year")
        question = "“连续”的次数在多长时间内计算？" if unit in {"次", "旬", "个旬"} else None
        event = stripped(words[run.end() :] + re.split("[，。；的]", after)[0]) or "该情形"
        return Threshold(event=event, count=number(run[1]), within=within), question
    counted = list(
        re.finditer(rf"({NUMBER})(?:次|起|例|件|人|处|项|家|户|名|个(?=或|及|以上|单位))", words)
    )
    count = number(counted[0][1]) if counted else 1
    within, question = _within(words)
    named = re.search(
        rf"(?:发生|出现|受到|造成|累计|被)(?:发生|出现)?(?!发生|出现)([^\d]{{2,18}}?){NUMBER}[次起例件]",
        words,
    )
    rest = re.split("[，。；]", re.sub("^（含[^）]{1,6}）|^及?以上|^以上", "", after))[0]
    rest = re.split("的(?=单位|乡镇|街道|企业|部门|个人|人员|村|线路|$)", rest)[0]
    opened = re.search("(?:被|受|不|未|无|迟|漏|瞒|拒)$", words)
    event = named[1] if named else (opened[0] if opened else "") + rest or words
    return Threshold(
        event=event.strip("（）、")[:LONGEST_EVENT] or "该情形", count=count, within=within
    ), question


BY_TERMS = re.compile("学期|学年|防火期|汛期")


def _within(words: str) -> tuple[str, str | None]:
    if (near := re.match(rf"最?近({NUMBER})年", words)) and number(near[1]) > 1:
        return f"{number(near[1])}_years", None
    if re.search("季|^[3三]个月", words):
        return "quarter", None
    if re.match("(?:180|一百八十)[日天]", words):
        return "half_year", "“一百八十日”按半年累计，是否正确？"
    if found := BY_TERMS.search(words):
        term = "half_year" if "学期" in found[0] else "year"
        return term, f"“{found[0]}”暂按{'半年' if term == 'half_year' else '一年'}累计，是否正确？"
    if "半年" in words or "6个月" in words or "六个月" in words:
        return "half_year", None
    if re.match("(?:[一1]个|[当单本])?(?:自然)?月", words):
        return "month", None
    if re.search("年|(?:12|十二)个月", words):
        return "year", None
    return "year", "次数在多长时间内累计？暂按一年"
