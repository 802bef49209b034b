"""Tables that a text has lost the lines of: cells one under another, tabs, tails run together."""

import datetime as dt

from timing_text import shown

from cadence.extract.draft.draft import draft
from cadence.extract.files.grids import with_sentences
from cadence.extract.files.stacked import unstacked

TODAY = dt.date(2026, 2, 10)
HEAD = "河西镇2026年改革任务\n各单位：\n2026年2月1日\n"
CELLS = (
    "任务表\n\n项目序号\n\n任务类型\n\n工作要求\n\n完成时间\n\n责任部门\n（单位）\n\n配合单位\n\n"
    "1\n\n推进移交\n\n编制移交方案，明确分工\n\n2026年4月\n\n县水务局\n县城投公司\n\n各成员单位\n\n"
    "2\n\n签订移交协议\n\n2026年6月\n\n县政府\n\n3\n\n强化管理\n\n完成队伍组建\n\n2026年9月\n\n县城投公司\n\n"
    "县水务局\n（县河道所）\n\n附件2\n\n合同清单\n"
)


def test_numbered_rows_with_blank_lines_between_their_cells_are_rows():
    made = draft(with_sentences(HEAD + CELLS), TODAY)
    assert [(rule.named, shown(rule.timing)) for rule in made.rules] == [
        (("县水务局", "县城投公司"), "deadline 2026-04-30"),
        (("县政府",), "deadline 2026-06-30"),
        (("县城投公司",), "deadline 2026-09-30"),
    ]
    assert "附件2\n\n合同清单" in unstacked(CELLS)


def test_a_numbered_list_that_names_no_days_stays_as_it_is():
    text = CELLS.replace("2026年", "第").replace("月\n", "批\n")
    assert unstacked(text) == text


def test_the_cell_before_a_day_says_who_and_rows_with_tabs_stay_apart():
    rows = (
        "项目编号\t任务\t部门\t日期\t状态\n"
        "1222\t更换三栋标识\t秩序部\t2026年3月5日\t进行中\n"
        "1223\t恢复门禁系统\t工程部\t2026年4月10日\t未开始\n"
    )
    made = draft(HEAD + rows, TODAY)
    assert [(rule.named, shown(rule.timing)) for rule in made.rules] == [
        (("秩序部",), "deadline 2026-03-05"),
        (("工程部",), "deadline 2026-04-10"),
    ]


def test_tails_run_together_in_one_paragraph_bind_each_their_own():
    text = (
        f"{HEAD}一、平台改造，按要求推进。责任单位：县信息中心完成时限：2026年3月31日"
        "终端改造，抓紧实施。责任单位：县供电公司、县城建局配合单位：服务商完成时限：2026年5月31日\n"
    )
    named = {rule.timing.due: rule.named for rule in draft(text, TODAY).rules}
    assert named[dt.date(2026, 3, 31)] == ("县信息中心",)
    assert set(named[dt.date(2026, 5, 31)]) >= {"县供电公司", "县城建局"}


def test_a_stage_past_when_a_plan_is_posted_is_a_stage_all_the_same():
    text = (
        "河西镇改革方案\n各单位：\n2026年6月1日\n一、步骤\n"
        "1．动员部署（2026年1月-4月）：镇政府成立小组。\n2．方案制定（2026年5月-6月）：镇水利站编制方案。\n"
    )
    assert [(rule.named, shown(rule.timing)) for rule in draft(text, TODAY).rules] == [
        (("镇政府",), "phase 2026-01-01 2026-04-30"),
        (("镇水利站",), "phase 2026-05-01 2026-06-30"),
    ]


def test_a_date_alone_on_its_line_asks_nothing_and_is_shown():
    text = f"{HEAD}一、合同清单\n1\n区市政中心\n2026.12.31\n二、各村每月自查。\n"
    made = draft(text, TODAY)
    assert [shown(rule.timing) for rule in made.rules] == ["cadence month 1"]
    assert any("2026.12.31" in each.quote for each in made.not_understood)
