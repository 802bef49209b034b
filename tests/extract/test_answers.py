"""Every question offers its answers: the two readings, the units and events that it may be."""

from dataclasses import replace
from datetime import date

import pytest

from cadence.core import Deadline
from cadence.extract import asked_of, draft

HEAD = "关于冬季检查的通知\n"
FOOT = "\n2026年11月20日\n"


def offered(text, about, *, head=HEAD, foot=FOOT, **kept):
    rules = draft(head + text + foot, date(2026, 11, 26), **kept).rules
    found = [one for rule in rules for one in asked_of(rule, rules) if about in one.question]
    assert found, [rule.questions for rule in rules]
    return found[0].answers


def words(answers):
    return [each.words for each in answers]


@pytest.mark.parametrize(
    ("text", "about", "said"),
    [
        (
            "一、各村2027年6月前完成整改。",
            "还是",
            ["就按“2027年5月31日前（含当日）”", "是“2027年6月30日前（含当日）”"],
        ),
        (
            "一、各村1月10日前报送总结。",
            "按次年",
            ["就按“2027年1月10日前（含当日）”", "是“2026年1月10日前（含当日）”"],
        ),
        (
            "一、各村2027年3月起开展自查。",
            "下一个月",
            ["就按“2027年3月1日起”", "是“2027年4月1日起”"],
        ),
        ("一、各村每季度次月10日前报送。", "第二个月", None),
        ("一、一学期内3次以上未整改的，由县教育局约谈。", "累计", None),
    ],
)
def test_two_readings_are_offered_side_by_side(text, about, said):
    answers = offered(text, about)
    assert len(answers) == 2
    assert answers[0].said == {}
    assert set(answers[1].said) - {"reading"} == {"timing"}
    if said:
        assert words(answers) == said


def test_a_year_that_was_guessed_is_offered_with_the_years_beside_it():
    answers = offered(
        "一、各村6月30日前完成整改。", "是哪一年", foot="", head="2026年冬季检查通知\n"
    )
    days = [each.said.get("timing", {}).get("due") for each in answers]
    assert days == [None, date(2025, 6, 30), date(2027, 6, 30)]


def test_whom_a_clause_may_bind_is_asked_with_the_names_nearby():
    text = "一、县水利局负责：\n（一）每月5日前报送进展。\n二、县住建局每月检查一次。"
    answers = offered(text, "主语")
    assert words(answers)[0] == "是“县水利局”"
    assert {"由“县住建局”办理"} <= set(words(answers))
    assert next(each.said for each in answers if "县住建局" in each.words) == {
        "actors": ["县住建局"]
    }


def test_a_name_that_is_nearly_one_of_the_roster_is_changed_by_an_answer():
    answers = offered(
        "一、县应急局、县水利局每月检查一次。", "花名册里没有", known=["县应急管理局", "县水利局"]
    )
    assert words(answers) == ["不是，照原文写“县应急局”", "是“县应急管理局”"]
    assert answers[1].said == {"actors": ["县应急管理局", "县水利局"]}


def test_what_starts_a_clock_is_asked_with_the_other_events_of_the_document():
    text = "一、发生事故后1小时内报告。\n二、3个工作日内印发纪要。"
    answers = offered(text, "从哪件事起算")
    assert any("事故" in each.words for each in answers[1:])


def test_a_bar_is_listed_or_refused():
    answers = offered("一、受处分的，五年内不得申报。", "是否列入日历")
    assert [(each.words, each.refused) for each in answers] == [("列入", False), ("不列入", True)]


def test_a_question_that_nobody_foresaw_is_answered_by_the_reading_itself():
    (rule,) = draft(HEAD + "一、各村每月检查一次。" + FOOT, date(2026, 11, 26)).rules
    asked = asked_of(replace(rule, questions=("还有什么？",)), [rule])
    assert words(asked[0].answers) == ["就按“每月至少1次”"]


def test_a_leap_day_has_no_answer_that_is_no_day():
    (rule,) = draft(HEAD + "一、各村1月10日前报送。" + FOOT, date(2026, 11, 26)).rules
    rule = replace(rule, timing=Deadline(due=date(2028, 2, 29)))
    assert asked_of(rule, [rule])[0].answers[1].said["timing"]["due"] == date(2027, 2, 28)


def test_the_reading_that_a_rule_states_follows_the_answer():
    answers = offered("一、各村2027年6月前完成整改。", "还是")
    assert answers[1].said["reading"] == "核对时定为“2027年6月30日前（含当日）”"
