"""Lists, headings and stages of documents that nobody had tuned the grammar to: whose, and when."""

import datetime as dt

from timing_text import shown

from cadence.extract.draft.draft import draft

TODAY = dt.date(2026, 2, 10)


def test_a_dotted_number_stands_under_the_one_that_it_begins_with():
    made = draft(
        "宏远公司会议管理制度\n2.1 公司安委会\n2.1.1 会议内容：研究安全形势。\n"
        "2.1.2 会议时间：2月、8月初\n2.2 车间例会\n2.2.1 每月召开一次。\n",
        TODAY,
    )
    assert [(rule.clause, rule.named) for rule in made.rules] == [
        ("2.1.2", ("公司安委会",)), ("2.1.2", ("公司安委会",)), ("2.2.1", ("车间",)),
    ]  # fmt: skip


def test_a_stage_sums_up_at_its_own_end_and_never_on_an_undated_part_of_it():
    text = (
        "河西镇隐患整治方案\n（一）排查阶段（2026年3月）。各村逐户排查。\n"
        "（二）整治阶段（2026年4月—6月）。各村{}。\n2026年2月1日\n"
    )
    own = draft(text.format("要做好阶段性总结"), TODAY)
    assert [shown(each.timing) for each in own.rules][2:] == ["deadline 2026-06-30"]
    part = draft(text.format("在整治中期和后期开展阶段性评估"), TODAY)
    assert len(part.rules) == 2
    assert any("阶段性评估" in each.quote for each in part.not_understood)


def test_a_list_of_duties_is_of_whom_its_lead_names():
    made = draft(
        "班组长对本班组（含外协人员）安全负责，其职责是：\n（1）保证各项规程在本班组执行；\n"
        "（2）组织并参加每周一次的安全活动；\n",
        TODAY,
    )
    assert [rule.named for rule in made.rules] == [("班组长",)]


def test_a_heading_that_names_a_body_binds_it_to_the_list_below():
    made = draft(
        "宏远公司责任清单\n一、安全科\n1.每月核对一次台账。\n二、重点单位\n1.每季度演练一次。\n",
        TODAY,
    )
    assert [rule.named for rule in made.rules] == [("安全科",), ("宏远公司",)]


def test_a_date_in_square_brackets_under_a_headline_is_none_of_the_document():
    made = draft("关于做好检查工作的通知\n[日期：2026-02-03] 来源：校办\n各班自查。\n", TODAY)
    assert not made.rules


def test_whose_plan_a_title_says_is_without_its_theme_in_quotation_marks():
    made = draft(
        "河西中学“安全教育日”活动实施方案\n一、3月30日全面排查一次。\n2026年3月1日\n", TODAY
    )
    assert [rule.named for rule in made.rules] == [("河西中学",)]
