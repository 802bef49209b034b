"""A confidence means what it says: signs of doubt that ask nothing still take their share."""

import datetime as dt

import pytest

from cadence.extract.draft.draft import draft

TODAY = dt.date(2026, 2, 10)
NOTICE = (
    "河西镇安全生产工作制度\n第一条 为做好安全生产工作，制定本制度。\n第二条 {}。\n2026年2月1日\n"
)
SURE = 0.9


def confidence(sentence: str, known: tuple[str, ...] = ()) -> float:
    rules = draft(NOTICE.format(sentence), TODAY, known=known).rules
    assert rules
    return min(rule.confidence or 0 for rule in rules)


def test_a_plain_duty_of_a_named_body_is_sure():
    assert confidence("各村应当每季度检查一次水库") >= SURE
    assert confidence("镇水利站每月检查一次水库") >= SURE
    assert confidence("各村根据通知要求每月检查一次水库") >= SURE


@pytest.mark.parametrize(
    "sentence",
    [
        "各村排查隐患每月检查一次",  # only a verb tells where the name ends
        "各村应当每月第三个集日检查一次",  # words of time were cut short
        "各村应当每月检查、每季度通报水库",  # two times in one clause
        "各村应当实行日报告制度",  # a short form may be a name
        "在本镇从事危险物品装卸的单位每月检查一次",  # a name told by what somebody does
        "各村应当督促企业每月检查一次水库",  # one urges, another acts
    ],
)
def test_what_may_have_been_read_wrong_is_not_among_the_sure(sentence):
    assert confidence(sentence) < SURE


def test_a_name_that_the_roster_lacks_is_not_among_the_sure():
    known = ("镇水利站", "各村")
    assert confidence("镇水利站每月检查一次水库", known) >= SURE
    assert confidence("镇林业站每月检查一次林区", known) < SURE
