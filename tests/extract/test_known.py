"""The place's own roster is asked first: whom a clause that begins with its names binds."""

import datetime as dt

import pytest

from cadence.extract.draft.draft import draft

TODAY = dt.date(2026, 2, 10)
NOTICE = (
    "河西镇安全生产委员会关于做好安全生产工作的通知\n各村、各单位：\n"
    "一、总体要求\n坚持安全第一。\n二、{}。\n2026年2月1日\n"
)
ROSTER = ("红星苑", "东风渠", "县应急局", "应急局", "县自然资源和规划局", "红星苑管委会", "各村")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("红星苑每月自查一次", ("红星苑",)),
        ("红星苑、东风渠3月底前完成清淤", ("红星苑", "东风渠")),
        ("请东风渠于3月5日前报送台账", ("东风渠",)),
        ("红星苑管委会每月自查一次", ("红星苑管委会",)),
        ("3月10日前，东风渠完成清淤", ("东风渠",)),
        ("县自然资源和规划局每季度检查一次", ("县自然资源和规划局",)),
        ("红星苑、镇卫生院每月自查一次", ("红星苑", "镇卫生院")),  # one of them it does not know
        ("红星苑的电梯每月自查一次", ("各村", "各单位")),  # only the lift is the clause's subject
        ("镇卫生院每月自查一次", ("镇卫生院",)),
    ],
)
def test_a_name_that_the_roster_knows_is_that_unit(sentence, names):
    (rule,) = draft(NOTICE.format(sentence), TODAY, known=ROSTER).rules
    assert rule.actors == names


def test_without_a_roster_such_a_name_is_not_guessed():
    (rule,) = draft(NOTICE.format("红星苑每月自查一次"), TODAY).rules
    assert rule.actors == ("各村", "各单位")


def test_a_near_miss_is_asked_about_once_with_the_name_that_it_may_be():
    text = NOTICE.format("县应急管理局每月检查一次，每季度通报一次")
    first, second = draft(text, TODAY, known=ROSTER).rules
    assert "花名册里没有“县应急管理局”，是不是“县应急局”？" in first.questions
    assert not any("花名册" in question for question in second.questions)
    assert first.actors == ("县应急管理局",)  # asked, never changed


def test_a_name_far_from_all_is_not_taken_for_another():
    (rule,) = draft(NOTICE.format("县林业局每月检查一次"), TODAY, known=("县水利局",)).rules
    assert not any("花名册" in question for question in rule.questions)
