"""Nothing that looks like time is dropped: it is a rule, or not understood, or no duty."""

import datetime as dt

import pytest

from cadence.extract.draft.draft import draft

HEAD = "临海县应急管理局关于做好有关工作的通知\n各乡镇人民政府：\n1.{0}\n2025年3月1日\n"
LOOSE = """\
每半月开展一次巡查 隔月开展一次检查 逢双月开展督查 逢5日报送信息 年初制定工作计划 年中开展一次评估
入冬前完成供暖设施检修 必要时延长至15天 每4小时监测一次 三个月一检查 务必于明日18时前报送
公示5个工作日 留样不少于48小时 用100天时间完成整治 周汇总情况 每隔两日巡查
次日转办 应当立即下拨 随时报告 及时整改
腊月廿三前开展检查 于农历二月初二前完成检查 正月十五前后加强巡查 6.1-6.30开展整治
"""
LUNAR = (
    "腊月廿三前", "农历二月初二前", "正月初八前", "农历八月十五以前", "冬月底前",
    "腊月下旬", "二月初二前",
)  # fmt: skip


@pytest.mark.parametrize("words", LOOSE.split())
def test_words_of_time_that_no_line_reads_are_listed(words):
    made = draft(HEAD.format(f"县应急局{words}。"), dt.date(2025, 3, 1))
    listed = [each.quote for each in (*made.rules, *made.not_understood, *made.no_duty)]
    assert any(words[:4] in quote for quote in listed), listed


@pytest.mark.parametrize("words", LUNAR)
def test_a_day_of_the_lunar_calendar_is_a_question_and_no_day_of_ours(words):
    made = draft(HEAD.format(f"县应急局要在{words}开展检查。"), dt.date(2025, 3, 1))
    assert made.rules == ()
    assert [words in each.quote for each in made.not_understood] == [True]


@pytest.mark.parametrize("words", ["认真落实责任", "加强组织领导", "坚持问题导向", "压实三级责任"])
def test_a_sentence_without_time_is_left_alone(words):
    made = draft(HEAD.format(f"县应急局{words}。"), dt.date(2025, 3, 1))
    listed = (*made.rules, *made.not_understood, *made.no_duty)
    assert not [each for each in listed if words in each.quote]


def test_what_the_table_reads_is_not_listed_twice():
    made = draft(HEAD.format("县应急局每月至少召开一次会议。"), dt.date(2025, 3, 1))
    assert len(made.rules) == 1
    assert made.not_understood == ()
