"""A time phrase in its passage → whether it is the date that the document itself bears."""

import re

from cadence.extract.text.clauses import Passage
from cadence.extract.text.paragraphs import is_metadata
from cadence.extract.times.meanings import Place, Reason

A_QUESTIONABLE_FOOT = 45
# 甲委员会  乙委员会2026年4月24日: who signs, in a line with the day
SIGNED = re.compile(
    "(?:[^，。；：（）\\s]{3,24}(?:委员会|委|局|办|办公室|部|厅|院|政府|办事处|公司|集团|中心|支队|总队"
    "|协会|学校|大学)[\\s　]*){1,5}"
)
NO_DAY = re.compile(r"[xX×Ⅹ*＊_ ]{1,4}日?$|日$|(?<=月)\d{1,2}$")  # 2025年9月xx日, 2025年9月30


def foot_of(place: Place, passage: Passage) -> Reason | None:
    """Tell the line that carries the document's own date."""
    if is_metadata(passage.text):
        return Reason("网页上的发布信息")
    if place.phrase.kind not in {"deadline", "phase"} or len(passage.text) > A_QUESTIONABLE_FOOT:
        return None
    alone = place.phrase.text == NO_DAY.sub("", passage.text.strip("（）()"))
    # 九月, alone on its line, heads what is to be done in it.
    dated = place.phrase.kind == "deadline" and re.search("[年日]", place.phrase.text)
    # （一）2023年4月底前, alone too, heads what is due by then.
    if alone and dated and not (passage.number or place.phrase.text.endswith("前")):
        return Reason("成文或印发日期")
    signed = SIGNED.fullmatch(passage.text[: place.phrase.start].strip())
    if dated and signed and passage.text.strip().endswith(place.phrase.text):
        return Reason("成文或印发日期")  # 甲委员会  乙委员会2026年4月24日
    return Reason("成文或印发日期") if re.search("印发$|发布$", passage.text) else None
