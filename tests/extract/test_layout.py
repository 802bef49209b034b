"""How a document is laid out says what belongs together: rows, month by month, lines of the web.

Invented documents, each in the manner of one that was read wrong.
"""

import datetime as dt

import pytest
from timing_text import shown

from cadence.core import folded
from cadence.extract.draft.draft import draft
from cadence.extract.files.grids import with_sentences
from cadence.extract.files.reader import read_text
from cadence.extract.verify.coverage import read_clauses

TODAY = dt.date(2026, 2, 10)
ROWS = (
    "河西镇2026年整治工作计划\n各村：\n2026年1月5日\n一、安排表\n"
    "整治行业 | 时间安排 | 责任单位 |\n渔船渡口 | 2月份 | 水利站 渡口所 |\n"
    "粮库 | 3月份 | 粮管所 |\n"
    "二、工作要求\n各村每月26日前上报总结。\n"
)


def test_rows_without_numbers_under_one_heading_bind_each_their_own():
    made = draft(with_sentences(ROWS), TODAY)
    assert [(rule.act, rule.named, shown(rule.timing)) for rule in made.rules] == [
        ("渔船渡口", ("水利站", "渡口所"), "deadline 2026-02-28"),
        ("粮库", ("粮管所",), "deadline 2026-03-31"),
        ("上报总结", ("各村",), "periodic_deadline month 26"),
    ]


def test_white_space_inside_one_name_parts_no_names():
    rows = "序号 | 任务 | 责任单位 | 完成时限\n1 | 清点沙袋 | 水 利 站 | 4月底前\n"
    made = draft(with_sentences(f"河西镇2026年任务表\n{rows}"), TODAY)
    assert [rule.named for rule in made.rules] == [("水利站",)]


MERGED = (
    "河西镇2026年度汛任务清单\n2026年2月1日\n"
    "项目 | 工作事项 | 具体任务 | 责任清单 | 时限清单 | 进展 |\n一、组织准备 |\n"
    "（一）队伍 | 1.抢险队。 | 核对抢险队名册 | 应急办 社区（村） | 4月10日前 | |\n"
    "2.联络员。 | 上报联络员名单 | 水利站 | 4月 | |\n二、检查\n"
    "（二）风险 | 3.巡查。 | 排查低洼住户 | 村（社区） | 汛期每周一次 | |\n\n"
    "说明：去年转移群众20人次。\n"
)


def test_a_row_that_lacks_merged_cells_stands_where_its_time_does():
    made = draft(with_sentences(MERGED), TODAY)
    assert [(rule.clause, rule.named, shown(rule.timing)[:19]) for rule in made.rules] == [
        ("一/（一）/1", ("应急办", "社区（村）"), "deadline 2026-04-10"),
        ("一/（一）/2", ("水利站",), "deadline 2026-04-30"),
        ("二/（二）/3", ("村（社区）",), "cadence week 1 2026"),
    ]


def test_tabs_before_a_row_and_an_empty_last_column_part_nothing_wrongly():
    rows = "任务\t要求\t责任单位\t完成时限\t备注\n一、部署\n\t1.印发方案。\t县安委办\t3月底前\t\n"
    made = draft(with_sentences(f"白河县2026年任务表\n{rows}"), TODAY)
    assert [(rule.clause, rule.named) for rule in made.rules] == [("一/1", ("县安委办",))]


MONTHS = (
    "河西小学2026年安全工作计划\n五月份：\n1、演练避震；\n2、检查宿舍，由总务处负责。\n"
    "七、八月份：\n1、家访；\n2、检修电路。\n九月份：\n1、9月20日前召开家长会。\n"
)


def test_each_thing_below_a_months_line_is_a_duty_of_its_own():
    made = draft(MONTHS, TODAY)
    assert [(rule.act, rule.named, shown(rule.timing)) for rule in made.rules] == [
        ("演练避震", ("河西小学",), "deadline 2026-05-31"),
        ("检查宿舍", ("总务处",), "deadline 2026-05-31"),
        ("家访", ("河西小学",), "deadline 2026-08-31"),
        ("检修电路", ("河西小学",), "deadline 2026-08-31"),
        ("召开家长会", ("河西小学",), "deadline 2026-09-20"),  # its own day, not the month's end
    ]
    assert made.rules[1].quote == "检查宿舍，由总务处负责"
    assert "五月份" in made.rules[1].reading
    assert {each.quote for each in made.no_duty} >= {"五月份", "七、八月份", "九月份"}


def test_a_line_of_the_web_is_no_part_of_the_text_below_it():
    made = draft(
        "河西镇发出防火紧急通知\n2026年01月27日 来源：河西镇网站\n"
        "镇防火办要求各村每日巡查山头，并上报情况，值守人员不得离岗。\n",
        TODAY,
    )
    assert [(shown(rule.timing), rule.named) for rule in made.rules] == [
        ("cadence day 1", ("各村",))
    ]


def test_a_foot_that_lost_its_line_is_the_documents_own_date():
    made = draft(
        "关于推荐先进集体的通知\n各镇：\n一、请于2026年3月18日前报送材料。\n"
        "4.推荐汇总表县档案局2026年3月2日附件1推荐汇总表\n",
        TODAY,
    )
    assert [shown(rule.timing) for rule in made.rules] == ["deadline 2026-03-18"]


def test_counts_for_each_thing_are_no_counts_in_a_campaign():
    made = draft(
        "河西镇线路整治方案\n一、时间\n2026年3月1日至2026年6月30日。\n"
        "二、各村对导线每个档距至少接地1次，对沿线至少巡查2次。\n2026年2月1日\n",
        TODAY,
    )
    acts = [rule.act for rule in made.rules if rule.timing.kind == "deadline"]
    assert len(acts) == 1
    assert "巡查" in acts[0]


def test_a_heading_whose_days_stand_below_it_asks_nothing_itself():
    made = draft(
        "河西县考核方案\n一、程序\n（一）县级年度考核。各镇于2026年11月30日前完成自评。\n2026年2月1日\n",
        TODAY,
    )
    assert [shown(rule.timing) for rule in made.rules] == ["deadline 2026-11-30"]
    assert any("标题" in each.reason for each in made.no_duty)


def test_a_heading_that_names_a_rhythm_is_told_once():
    made = draft(
        "河西镇工作制度\n（一）每月例会制度。镇长主持的例会原则上每月一次。\n2026年2月1日\n", TODAY
    )
    assert [shown(rule.timing) for rule in made.rules] == ["cadence month 1"]


def test_of_whom_an_appraisal_is_does_not_do_it():
    made = draft(
        "河西镇网格考核细则\n一、总则\n（一）考核对象：全镇专职网格员。\n（二）考核依据：每月打分一次。\n",
        TODAY,
    )
    assert all("网格员" not in name for rule in made.rules for name in rule.actors)


def test_each_thing_below_a_months_line_is_found_again_in_its_clause(tmp_path):
    file = tmp_path / "计划.txt"
    file.write_text(MONTHS, "utf-8")
    made = draft(read_text(file), TODAY)
    clauses = read_clauses(read_text(file))
    for rule in made.rules:
        assert rule.quote in clauses[folded(rule.clause)].whole


def test_a_term_on_a_line_of_its_own_binds_whom_its_clause_names_first():
    made = draft(
        "河西镇管护移交方案\n2026年2月1日\n各村：\n一、步骤\n（一）编制计划\n"
        "镇林业站会同各村编制移交计划。监督施工单位按图施工。\n完成时限：2026年12月。\n",
        TODAY,
    )
    assert [(rule.named, shown(rule.timing)) for rule in made.rules] == [
        (("镇林业站",), "deadline 2026-12-31")
    ]


def test_a_sentence_that_a_text_begins_with_is_no_title():
    made = draft("重点单位需每日进行防火巡查，每月至少检查一次。\n", TODAY)
    assert [shown(rule.timing) for rule in made.rules] == ["cadence day 1", "cadence month 1"]


PLEDGE = """河西镇森林防火责任书
甲方：河西镇人民政府
乙方：__________村民委员会
一、乙方责任
（一）村党支部书记为第一责任人。签订责任书后5日内与各村民小组签订承诺书。
（二）每周召开一次护林员碰头会。
二、甲方责任
（一）每月督查不少于一次。
甲方（盖章）：          乙方（盖章）：
2026年2月1日
"""


def test_the_parties_to_a_pledge_are_bound_by_the_names_at_its_head():
    rules = draft(PLEDGE, TODAY).rules
    assert [rule.actors for rule in rules] == [
        ("村民委员会",),
        ("村民委员会",),
        ("河西镇人民政府",),
    ]


STACKED = """河西县交通安全任务清单
工作任务

责任单位

时间要求

一、人的管理

驾驶人谈心提醒

县交通运输局

10月20日前

面包车驾驶人入户宣传

各乡镇人民政府

每月两次

二、路的管理

临水路段排查

县公路中心

10月底前完成排查，12月底前完成治理

联系人：县交警大队办公室
2026年2月1日
"""


def test_cells_that_lie_one_under_another_are_rows():
    rules = draft(with_sentences(STACKED), TODAY).rules
    assert [(rule.clause, rule.act, rule.named) for rule in rules] == [
        ("一", "驾驶人谈心提醒", ("县交通运输局",)),
        ("一", "面包车驾驶人入户宣传", ("各乡镇人民政府",)),
        ("二", "完成排查", ("县公路中心",)),
        ("二", "完成治理", ("县公路中心",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "工作任务\n责任单位\n时间要求\n提高认识\n压实责任\n形成合力\n",  # no time
        "责任单位\n时间要求\n县应急局\n5月底前\n县水利局\n6月底前\n",  # nothing says what
        "工作任务\n责任单位\n时间要求\n修订预案\n县应急局\n5月底前\n",  # one row is no table
    ],
)
def test_lines_that_are_no_rows_stay_as_they_are(text):
    assert with_sentences(text).split() == text.split()


@pytest.mark.parametrize("column", ["时间要求", "时间安排", "进度安排", "办结时间", "整改期限"])
def test_a_rows_act_is_what_it_says_never_its_columns_name(column):
    text = with_sentences(
        f"河西县任务清单\n工作任务\t责任单位\t{column}\n宣传入户\t县公安局\t每月两次\n2026年2月1日\n"
    )
    assert [rule.act for rule in draft(text, TODAY).rules] == ["宣传入户"]


def test_a_line_of_several_who_sign_and_the_day_is_the_documents_date():
    text = (
        "关于开展自查工作的通知\n各乡镇：\n一、请于2026年3月31日前报送自查表。\n附件：自查表\n\n"
        "河西县交通运输局  河西县发展和改革局\n2026年2月24日\n（联系人：某某）\n附件\n自查表\n"
    )
    assert [str(rule.timing.due) for rule in draft(text, TODAY).rules] == ["2026-03-31"]


def test_days_in_brackets_that_a_duty_follows_head_no_stage():
    text = (
        "河西水库管理所巡查制度\n第一条 为确保安全，制定本制度。\n"
        "第二条 汛前（5月20日前）完成工程检查。每年至少组织一次演练。\n2026年2月1日\n"
    )
    assert {rule.named for rule in draft(text, TODAY).rules} == {("河西水库管理所",)}


def test_a_page_of_the_web_under_a_bullet_is_no_part_of_the_text():
    text = (
        "• 公文生成日期：2026-01-10\n河西县人民政府关于发布禁火令的通告\n"
        "时间：2026-01-10 09:20\n一、各村每周巡查一次。\n"
    )
    assert [rule.timing.kind for rule in draft(text, TODAY).rules] == ["cadence"]


POSTED = (
    "现在位置：范文>方案>河西县百日行动工作方案\n河西县百日行动工作方案\n"
    "时间：2022-08-19 04:15:38 计划方案 我要投稿\n"
    "为吸取教训，定于2013年6月10日至9月30日开展百日行动，制定如下方案。\n"
    "一、工作要求\n各乡镇7月1日前明确一名联络员。{}\n"
)


def test_when_a_page_was_put_on_the_web_is_not_the_year_of_its_text():
    made = draft(POSTED.format(""), TODAY)
    assert made.head.date is None
    assert "deadline 2013-07-01" in [shown(rule.timing) for rule in made.rules]


def test_a_day_that_a_text_signs_with_is_its_own_whatever_year_it_speaks_of():
    made = draft(POSTED.format("\n河西县人民政府\n2014年1月5日"), TODAY)
    assert made.head.date == dt.date(2014, 1, 5)


def test_whom_a_sentence_leads_its_list_in_with_is_no_addressee():
    made = draft("经研究，对各村、各单位实行目标管理，具体内容如下：\n1、每季度检查一次。\n", TODAY)
    assert made.head.addressees == ()
