"""Ways of speaking met in documents that nobody had tuned the grammar to, in invented sentences.

Each line of tables/unseen.txt is read as one clause of a notice or of a standing rule, and gives
its timings and who is bound; what it says of time is found somewhere in the output in any case.
"""

import datetime as dt

import pytest
from conftest import ROOT
from timing_text import shown

from cadence.extract.draft.draft import draft
from cadence.extract.draft.nouns import Draft
from cadence.extract.files.grids import with_sentences

TABLE = ROOT / "tests" / "tables" / "unseen.txt"
TODAY = dt.date(2026, 2, 10)
KINDS = {
    "通知": "河西镇安全生产委员会关于做好安全生产工作的通知\n各村、各单位：\n"
    "一、总体要求\n坚持安全第一。\n二、{}。\n2026年2月1日\n",
    "制度": "河西镇安全生产工作考核办法\n第一条 为做好安全生产工作，制定本办法。\n"
    "第二条 {}。\n第三条 本办法自印发之日起施行。\n2026年2月1日\n",
}


def rows():
    lines = TABLE.read_text("utf-8").splitlines()
    return [line.split(" | ") for line in lines if line.strip() and not line.startswith("#")]


def read(kind: str, sentence: str) -> Draft:
    return draft(KINDS[kind].format(sentence), TODAY)


@pytest.mark.parametrize(("kind", "sentence", "timings", "names"), rows())
def test_a_sentence_gives_its_timings_and_who_is_bound(kind, sentence, timings, names):
    dated = [rule for rule in read(kind, sentence).rules if rule.timing.kind != "unspecified"]
    wanted = [] if timings == "none" else timings.split(" ; ")
    assert [shown(rule.timing) for rule in dated] == wanted
    if names != "-":
        assert {name for rule in dated for name in rule.named} == set(names.split("、"))


@pytest.mark.parametrize(
    "sentence",
    [
        "扣除方式在一个纳税年度内不得变更",
        "24小时尚未扑灭的火灾要上报",
        "整改效果保持至下次检查",
        "纳入县对镇年度绩效考评",
        "全年形势保持平稳",
        "一个假期内两次被通报的单位要约谈",
    ],
)
def test_no_word_of_time_is_dropped_in_silence(sentence):
    made = read("通知", sentence)
    assert any(
        sentence[:6] in each.quote
        for each in (*made.rules, *made.no_duty, *made.not_understood)
    )  # fmt: skip


def test_clauses_counted_as_in_a_standard_have_paths_of_their_own():
    made = draft(
        "宏远公司会议管理制度\n3.1 公司安全例会：每周一召开。\n3.2 车间会议：每月10日召开。\n"
        "4.1.2 安全部每季度检查一次。\n4.2.1 约占3.5万元的费用由财务部每月核对。\n",
        TODAY,
    )
    assert [rule.clause for rule in made.rules] == ["3.1", "3.2", "4.1.2", "4.2.1"]


def test_a_stage_counted_in_words_is_a_heading_with_its_bodies():
    made = draft(
        "河西小学隐患排查方案\n三、步骤\n第一阶段：自查（3月5日—3月14日）。各班逐项自查。\n"
        "第二阶段：复查（3月17日—3月28日）。安全办、总务处联合复查。\n2026年3月1日\n",
        TODAY,
    )
    assert [rule.named for rule in made.rules] == [("各班",), ("安全办", "总务处")]


def test_rows_of_a_table_with_the_same_date_are_duties_of_their_own():
    made = draft(
        with_sentences(
            "河西镇2026年防汛责任清单\n事项 | 任务清单 | 责任清单 | 时限清单\n"
            "组织 | 调整指挥部成员 | 党政办 | 4月底前\n队伍 | 组建抢险队 | 应急站 | 4月底前\n"
        ),
        TODAY,
    )
    assert [(rule.act, rule.named, shown(rule.timing)) for rule in made.rules] == [
        ("组织，调整指挥部成员", ("党政办",), "deadline 2026-04-30"),
        ("队伍，组建抢险队", ("应急站",), "deadline 2026-04-30"),
    ]


def test_as_many_deeds_as_times_in_a_row_are_paired():
    made = draft(
        with_sentences(
            "河西小学2026年安全责任清单\n序号\t责任岗位\t主要任务\t频次\n"
            "1\t德育处\t组织疏散演练；召开家长会\t每月1次；5月底前\n"
        ),
        TODAY,
    )
    assert [(rule.act, rule.named, shown(rule.timing)) for rule in made.rules] == [
        ("组织疏散演练", ("德育处",), "cadence month 1"),
        ("召开家长会", ("德育处",), "deadline 2026-05-31"),
    ]


def test_a_table_whose_columns_are_one_space_apart_is_read_by_its_count_of_cells():
    made = draft(
        with_sentences(
            "河西镇2026年任务清单\n序号 工作任务 责任单位 完成时限 备注\n"
            "1 排查隐患，每月至少两次 镇安办 每月 必办\n2 修订预案 镇林业站 4月底前 必办\n"
            "请各单位 抓好落实。\n"
        ),
        TODAY,
    )
    assert [(rule.act, rule.named, shown(rule.timing)) for rule in made.rules] == [
        ("排查隐患", ("镇安办",), "cadence month 2"),
        ("修订预案，必办", ("镇林业站",), "deadline 2026-04-30"),
    ]


def test_a_lone_name_between_commas_lends_its_act_nothing_of_the_clause_before():
    (made,) = read("通知", "各站所要加强值守，护林员每天巡山不少于两次").rules
    assert (made.named, made.act) == (("护林员",), "巡山")


def test_the_days_in_a_title_ask_nothing():
    made = draft(
        "河西镇关于开展“五一”节前安全生产大检查的通知\n各村：\n一、各村3月底前自查。\n2026年2月1日\n",
        TODAY,
    )
    assert [shown(rule.timing) for rule in made.rules] == ["deadline 2026-03-31"]
    assert "标题" in made.no_duty[0].reason


ORGANISED = "河西小学安全管理制度\n{}\n2026年2月1日\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("一、每月检查一次电路。", ("河西小学",)),
        ("甲方的安全管理职责：\n1、完善制度。\n2、每月检查一次电路。", ("甲方",)),
        ("甲方的职责：\n1、每月检查电路。\n乙方的职责：\n1、每周清扫一次。", ("甲方", "乙方")),
        ("值班员每四小时抄录一次油温。\n油温过高时，应当在十五分钟内报告。", ("值班员", "值班员")),
        ("一、校长室。每周召开例会。\n二、每学期演练一次。", ("校长室", "河西小学")),
        ("第二条 项目部每月自查一次。\n第三条 规划局每季度督查。", ("项目部", "规划局")),
    ],
)
def test_who_answers_stands_in_a_line_above_or_in_the_title(text, named):
    made = draft(ORGANISED.format(text), TODAY)
    assert [name for rule in made.rules for name in rule.named] == list(named)
    assert all(rule.questions or rule.confidence > 0.9 for rule in made.rules)


def test_who_sets_down_rules_without_a_name_in_the_title_stands_in_their_first_words():
    text = "安全巡查办法\n为保平安，结合我社区实际，制定本办法。\n一、每周自查一次。\n"
    (made,) = draft(text, TODAY).rules
    assert made.named == ("我社区",)


def test_stages_bind_whom_the_paragraph_above_them_names():
    lead = "按照统一部署，各站所、各村聚焦3个时间段推进。"
    text = f"二、步骤\n{lead}\n（一）攻坚阶段（2026年3月至5月）。深挖隐患。"
    made = draft(f"河西县隐患整治行动\n{text}\n2026年2月1日\n", TODAY)
    assert [rule.named for rule in made.rules] == [("各站所", "各村")]


def test_what_somebody_must_be_to_apply_asks_nothing():
    text = (
        "三、评选条件\n1、近三年内担任网格员。\n2、2025年12月31日前入职。\n"
        "四、程序\n1、各村3月5日前推荐人选。"
    )
    made = draft(f"河西镇优秀网格员评选方案\n{text}\n2026年2月1日\n", TODAY)
    assert [shown(rule.timing) for rule in made.rules] == ["deadline 2026-03-05"]
    assert any("条件" in each.reason for each in made.no_duty)


REPORT = "石桥镇召开安全工作会议\n发布时间：2026-04-28\n{}\n"


def test_what_a_report_tells_is_past_and_what_it_asks_is_a_duty():
    made = draft(
        REPORT.format(
            "4月27日下午，石桥镇召开安全工作会议。\n会议要求，各村要在5月10日前完成自查，每周巡查一次。"
        ),
        TODAY,
    )
    assert [shown(rule.timing) for rule in made.rules] == ["deadline 2026-05-10", "cadence week 1"]
    assert any("过去" in each.reason for each in made.no_duty)


@pytest.mark.parametrize(
    "told",
    [
        "3月2日下午，石桥镇召开打非会。会议由镇长主持。",
        "石桥新闻网7月27日讯 连日来，石桥镇加强巡逻。",
    ],
)
def test_a_page_without_a_title_that_tells_what_happened_asks_nothing_of_that_day(told):
    made = draft(f"{told}\n会议要求，各村要在5月10日前完成自查。\n", TODAY)
    assert [shown(rule.timing) for rule in made.rules] == ["deadline 2026-05-10"]


def test_the_days_above_a_page_are_metadata_however_they_are_parted():
    made = draft(
        "标题 关于排查统计的通知\n成文日期 2015-11-02 发布日期 2015-10-16\n生效日期 2015-11-02\n"
        "各校：\n一、各校于10月29日前上报。\n市教育局\n2015年10月15日\n",
        TODAY,
    )
    assert [shown(rule.timing) for rule in made.rules] == ["deadline 2015-10-29"]


def test_a_count_of_penalties_that_somebody_acts_on_is_a_threshold():
    made = draft(
        "河西镇安全生产管理办法\n第四章 责任追究\n"
        "第九条 企业一年内三次受到处罚的，由镇安委会约谈其负责人。\n"
        "第十条 企业一年内三次受到处罚的，处一万元罚款。\n2026年2月1日\n",
        TODAY,
    )
    assert [(rule.clause, shown(rule.timing)) for rule in made.rules] == [
        ("第九条", "threshold year 3")
    ]


def test_a_month_alone_on_its_line_heads_its_items_in_the_year_of_the_page():
    made = draft(
        "河西小学安全工作行事历\n时间：2025-08-22 22:18\n九月\n安全检查月\n1.开学检查；\n"
        "2.新生教育。\n十月\n1.饮食教育活动；\n2.秋游安保。\n",
        TODAY,
    )
    assert [(rule.act, shown(rule.timing)) for rule in made.rules] == [
        ("开学检查", "deadline 2025-09-30"),
        ("新生教育", "deadline 2025-09-30"),
        ("饮食教育活动", "deadline 2025-10-31"),
        ("秋游安保", "deadline 2025-10-31"),
    ]


def test_a_date_at_the_foot_that_lost_its_last_sign_is_still_the_foot():
    made = draft("关于巡河的通知\n各村：\n一、村级河长每周巡河。\n河西镇\n2026年5月30\n", TODAY)
    assert [shown(rule.timing) for rule in made.rules] == ["cadence week 1"]


def test_a_line_behind_a_bullet_is_a_paragraph_of_its_own():
    made = draft(
        "河西幼儿园消防安全制度\n一、检查\n- 每日巡查：重点检查电器线路、厨房用火、疏散通道和出口\n"
        "- 每月大查：全面检查消防设施\n2026年2月1日\n",
        TODAY,
    )
    assert [(rule.quote.lstrip("- ")[:4], shown(rule.timing)) for rule in made.rules] == [
        ("每日巡查", "cadence day 1"),
        ("每月大查", "cadence month 1"),
    ]


def test_the_stamp_below_a_headline_gives_the_year_and_is_no_duty():
    made = draft(
        "河西区强化责任体系建设\n2015-05-07 08:42:35 来源：安监局\n"
        "一是要求5月30日前，各镇全部出台制度。\n",
        TODAY,
    )
    assert [(rule.act, shown(rule.timing)) for rule in made.rules] == [
        ("全部出台制度", "deadline 2015-05-30")
    ]
    made = draft("督导组到县\n刊发日期：2018-09-26 阅读次数：\n9月21日上午，督导组到县。\n", TODAY)
    assert made.rules == ()


def test_the_days_that_a_report_tells_of_are_past():
    made = draft("河西县灌溉调查报告\n县水利局于6月2日~3日赴河西镇开展调查。\n", TODAY)
    assert made.rules == ()


def test_a_list_of_cases_that_somebody_acts_on_holds_thresholds():
    made = draft(
        "河西镇安全生产管理办法\n第四章 责任追究\n"
        "第九条 有下列情形之一的，镇安委会应当提请县政府关闭：\n"
        "（一）一年内三次受到处罚的；\n（二）拒不整改的。\n2026年2月1日\n",
        TODAY,
    )
    assert [shown(rule.timing) for rule in made.rules] == ["threshold year 3"]


def test_a_numbered_line_that_is_only_a_day_heads_what_is_due_by_it():
    made = draft(
        "河西镇沟渠清淤方案\n2026年3月2日\n一、安排\n（一）2026年4月底前\n各村完成沟渠清点。登记造册。\n"
        "（二）2026年6月底前\n清淤到位。\n",
        TODAY,
    )
    assert [(shown(rule.timing), rule.act) for rule in made.rules] == [
        ("deadline 2026-04-30", "完成沟渠清点"),
        ("deadline 2026-06-30", "清淤到位"),
    ]


def test_a_clock_runs_from_what_was_received_not_from_what_it_says_of_it():
    (rule,) = read("通知", "镇民政办收到申请表（一式两份）后，对于齐全的，3日内办结").rules
    assert rule.timing.event == "收到申请表"


def test_a_plan_that_puts_a_law_into_practice_is_a_plan():
    made = draft(
        "河东县关于印发贯彻《河东省河道管理条例》推进清淤实施方案的通知\n"
        "各镇人民政府，县政府各委、办、局：\n三季度完成清淤。\n2026年3月1日\n",
        TODAY,
    )
    (rule,) = made.rules
    assert shown(rule.timing) == "deadline 2026-09-30"
    assert rule.named == ("各镇人民政府", "县政府各委、办、局")


@pytest.mark.parametrize(
    "foot",
    [
        "河西县水利局2026年3月24日(此件不公开发布，发至收文单位。任何媒体不得公布、转载，"
        + "违者依法追究责任。收文单位应当配合做好收回工作，" * 3
        + "不得外传。)",
        "河西县水利局  河西县财政局\n2026年3月24日\n\n附件\n自查表\n" + "名称：\n" * 8,
    ],
)
def test_a_signature_is_found_before_what_is_printed_behind_it(foot):
    made = draft(f"关于开展沟渠自查的通知\n各村：\n一、各村于4月10日前完成自查。\n{foot}\n", TODAY)
    assert made.head.date == dt.date(2026, 3, 24)
    assert [shown(rule.timing) for rule in made.rules] == ["deadline 2026-04-10"]


@pytest.mark.parametrize(
    ("days", "offset"),
    [("逢节假日前一周", "-P7D"), ("重大节日前3天", "-P3D"), ("法定节假日前2个工作日", "-P2D")],
)
def test_days_that_a_text_names_by_their_kind_are_asked_of_the_office(days, offset):
    (rule,) = draft(f"关于安全工作的通知\n一、{days}，各乡镇组织一次检查。\n", TODAY).rules
    assert rule.timing.offset == offset
    assert any("指哪些日子" in each for each in rule.questions)
    (known,) = draft("关于安全工作的通知\n一、春节前3天，各乡镇组织一次检查。\n", TODAY).rules
    assert not any("指哪些日子" in each for each in known.questions)
