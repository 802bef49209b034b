"""The passages of a document → the day on which it was issued, wherever it is printed."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from cadence.core import NUMBER, YEAR, number
from cadence.extract.text.clauses import Passage
from cadence.extract.text.days import stretch
from cadence.extract.text.paragraphs import is_metadata

DATE = rf"{YEAR}年{NUMBER}月{NUMBER}日"
DASHED = r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
ONLY_DATE = re.compile(rf"^[（(]?({DATE}|{DASHED})[）)]?$")
NOT_PUBLIC = re.compile("[（(]此件[^（）()]{2,160}[）)]$")
FOOT = re.compile(rf"^.{{2,40}}?({DATE}|{DASHED})(?:印发|发布|公布|发)?$")
# （东政办发〔2024〕33号　2024年5月20日）, in brackets below a title.
IMPRINT = re.compile(
    rf"^[（(]([\u4e00-\u9fa5]{{1,14}}?[〔\[【](?:19|20)\d\d[〕\]】](?:第)?\d{{1,4}}号)"
    rf"[，、；\s]*({DATE}|{DASHED})?(?:印发|公布|发布)?[）)]$"
)
ADOPTED = re.compile(
    rf"({DATE})(.{{0,40}}?(?:委员会|大会|国务院|人民政府|会议|令).{{0,60}}?)(通过|修订|修正|批准|公布|发布)"
)
PRINTED = re.compile(rf"({DATE})印发")
# What a web page prints above a document: 发布时间:2025-04-08 09:15:27 来源:镇水利站.
STATED = re.compile(
    rf"(?P<label>成文|发文|印发|发布|公布|生成|信息|更新|公开|编辑|录入|刊发|刊登|发稿)(?:日期|时间)[：:\s]*(?P<day>{DATE}|{DASHED})"
)
STAMPED = re.compile(rf"(?:时间[：:]\s*|^)({DASHED})(?=\s+\d{{1,2}}:\d\d)")  # 2010-11-22 22:18
# 定于2026年6月10日至9月30日: what a text sets its own work to.
ORDERED = re.compile(f"(?:定于|决定[从自于在]?)({YEAR})年")
# 县社保中心2026年11月18日（此件不公开…）: a signature that lost its lines.
RUN_IN = re.compile(
    rf"(?<=[\u4e00-\u9fa5])(?:中心|公司|局|厅|办公室|委员会|委|政府|部|学院|协会)({DATE})(?=[（(](?:此件|联系人|公开)|附件[:：1一])"
)
NEAR_END = 6
LONGEST_LINE = 1000  # characters; what follows them is no head


def issue_day(passages: Sequence[Passage], top: Sequence[str]) -> dt.date | None:
    """Return the day of issue: a line of its own, the foot, the adoption, the printing."""
    last = [each.text[-LONGEST_LINE:] for each in passages[-NEAR_END:]]
    stated = [
        found["day"]
        for text in [*top, *last]
        for found in sorted(STATED.finditer(text), key=lambda each: each["label"] != "成文")
    ]
    stated += [found[1] for text in top for found in STAMPED.finditer(text)]
    printed = [found[1] for text in [*top, *last] for found in PRINTED.finditer(text)]
    at_end = [
        re.findall(f"(?:{DATE}|{DASHED})(?![起以至前止])", text[-60:])[-1:]
        for text in (NOT_PUBLIC.sub("", each) for each in last[-1:])
    ]
    run_in = [found[1] for each in passages for found in RUN_IN.finditer(each.text)]
    return signed_day(passages, top) or _first_day((printed, stated, run_in[-1:], *at_end))


def signed_day(passages: Sequence[Passage], top: Sequence[str]) -> dt.date | None:
    """Return the day that a text itself is issued on: a line of its own, the foot, the adoption."""
    last = [each.text[-LONGEST_LINE:] for each in passages[-NEAR_END:]]
    # A law's latest amendment is the text at hand.
    adopted = [found[1] for text in top for found in ADOPTED.finditer(text) if found[3] != "批准"]
    imprint = [found[2] for text in top if (found := IMPRINT.match(text)) and found[2]]
    # A signature stands before the attachments, however long these are.
    signed = [found[1] for each in passages if (found := ONLY_DATE.match(each.text))]
    # 某委员会2023年4月24日 / 附件: the signature's lines were run together.
    signed += [
        found[1]
        for each, after in pairwise(passages)
        if after.text.startswith("附件") and (found := FOOT.match(each.text))
    ]
    alone = [found[1] for text in [*top, *last] if (found := ONLY_DATE.match(text))]
    foot = [
        found[1] for text in [*last, *top] if not is_metadata(text) and (found := FOOT.match(text))
    ]
    return _first_day((imprint, alone, signed, foot, adopted[-1:]))


def _first_day(several: Iterable[Sequence[str]]) -> dt.date | None:
    """Return the first of several lists' words that is a day."""
    for words in chain.from_iterable(several):
        if (days := stretch(words, 0)) and days.exact:
            return days.first
    return None


def ordered_year(passages: Sequence[Passage]) -> int | None:
    """Return the latest year that a text sets its own work to: 定于2026年6月10日至9月30日."""
    years = [number(found) for each in passages for found in ORDERED.findall(each.text)]
    return max(years, default=None)
