"""The year of a text that prints no day of issue, and the day that a run-in text signs with."""

import datetime as dt

import pytest

from cadence.extract.draft.draft import draft
from cadence.extract.text.own_year import latest_done, likely_year

TODAY = dt.date(2030, 1, 1)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("培训于2026年12月14日至2027年1月18日举行。", 2026),
        ("2024年3月5日的会议，2026年2月1日的检查。", 2026),
        ("到2030年建成示范村，2026年完成试点。", 2030),
        ("根据县政发〔2025〕3号要求，各村要自查。", 2025),
        ("参加过2024年征集的，请于3月23日（周一）前报送。", 2026),
        ("参加过2024年征集的，请于3月23日（周八）前报送。", 2024),
        ("2024年征集，2月30日（周一）前报送。", 2024),
        ("各村每月自查。", None),
    ],
)
def test_a_year_is_taken_from_whole_days_weekdays_or_numbers(text, year):
    assert likely_year([text]) == year


def test_what_was_done_lies_before_a_text():
    text = "2025年10月9日至11月核查，至2026年1月7日已下达意见，2026年12月31日前完成整改。"
    assert latest_done([text]) == dt.date(2026, 1, 7)
    assert latest_done(["2026年12月31日前完成整改。"]) is None


def test_a_day_before_what_was_done_is_the_next_years_and_asked_about():
    text = (
        "关于整改的报告\n一、2025年10月9日开展巡查，至2026年1月7日已下达意见。\n"
        "二、各科室2月28日前完成整改。\n"
    )
    rules = [rule for rule in draft(text, TODAY).rules if rule.timing.kind == "deadline"]
    assert [rule.timing.due for rule in rules] == [dt.date(2026, 2, 28)]
    assert any("2026年1月7日" in each for each in rules[0].questions)


def test_a_signature_that_lost_its_lines_is_the_day_of_issue():
    text = (
        "关于报送务虚材料的通知各科室：请于11月25日前报送材料。"
        "县社会保障中心2026年11月18日（此件不公开发布）"
    )
    made = draft(text, TODAY)
    assert made.document.date == dt.date(2026, 11, 18)
    assert [rule.timing.due for rule in made.rules] == [dt.date(2026, 11, 25)]


def test_the_number_of_a_paper_that_a_title_is_about_is_not_its_own():
    text = (
        "关于会签县政发〔2017〕36号文件清理意见的函\n各科室：\n请于11月10日前反馈。\n"
        "2026年10月8日\n"
    )
    made = draft(text, TODAY)
    assert made.document.number is None
    assert [rule.timing.due for rule in made.rules] == [dt.date(2026, 11, 10)]
