"""Invented documents in the genre's style (texts/*.txt), and the drafts expected of them."""

from datetime import date

import pytest
import yaml
from conftest import ROOT
from timing_text import shown

from cadence.extract.draft.draft import draft
from cadence.extract.times.phrases import find

TEXTS = ROOT / "tests" / "texts"
NAMES = sorted(each.stem for each in TEXTS.glob("*.txt"))
TODAY = date(2026, 11, 22)


def drafted(name):
    return draft((TEXTS / f"{name}.txt").read_text("utf-8"), TODAY)


def expected(name):
    return yaml.safe_load((TEXTS / f"{name}.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_the_head_is_read_as_printed(name):
    document, wanted = drafted(name).document, expected(name)
    assert [document.title, document.number, document.issuer, document.date] == [
        wanted[key] for key in ("title", "number", "issuer", "date")
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_duty_is_read_with_its_clause_and_timing(name):
    found = [[rule.clause, shown(rule.timing)] for rule in drafted(name).rules]
    assert found == [wanted[:2] for wanted in expected(name)["rules"]]


@pytest.mark.parametrize("name", NAMES)
def test_every_duty_is_bound_to_the_body_that_the_text_names(name):
    rules = drafted(name).rules
    for rule, (_, _, body) in zip(rules, expected(name)["rules"], strict=True):
        assert body in rule.named, rule.quote


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_duty_is_listed_with_its_reason(name):
    made = drafted(name)
    said = [
        (made.passages[each.passage].text[each.start : each.end], each.reason)
        for each in made.no_duty
    ]
    for words in expected(name)["no_duty"]:
        assert any(words in quote and reason for quote, reason in said), words


@pytest.mark.parametrize("name", NAMES)
def test_every_time_phrase_is_in_a_rule_or_listed(name):
    made = drafted(name)
    places = {
        (each.passage, place)
        for each in (*made.drafted, *made.no_duty, *made.not_understood)
        for place in range(each.start, each.end)
    }
    for index, passage in enumerate(made.passages):
        for phrase in find(passage.text):
            if phrase.kind != "times":  # a count belongs to the period beside it
                assert any((index, at) in places for at in range(phrase.start, phrase.end))


@pytest.mark.parametrize("name", NAMES)
def test_quotes_stand_verbatim_in_the_text(name):
    text = (TEXTS / f"{name}.txt").read_text("utf-8")
    for each in drafted(name).rules:
        assert each.quote in text
        assert len(each.quote) <= 60


def test_a_campaign_bounds_what_is_owed_while_it_lasts():
    monthly = next(rule for rule in drafted("notice").rules if "每月25日前" in rule.quote)
    assert monthly.timing.start == date(2023, 4, 1)
    assert monthly.timing.due == date(2023, 9, 30)


def test_a_condition_in_brackets_goes_to_the_stricter_rule():
    weekly = next(each for each in drafted("notice").drafted if each.words.startswith("每周"))
    assert weekly.rule.condition == "高温季节"


def test_an_effective_date_and_an_end_are_taken_from_the_last_article():
    document = drafted("regulation").document
    assert document.effective == date(2023, 1, 1)
    assert document.until == date(2027, 12, 31)


def test_a_year_that_is_carried_is_said():
    (found,) = (each for each in drafted("notice").drafted if each.words == "3月底前")
    assert found.rule.year_from == "成文日期2023年3月10日"


def test_an_ambiguous_month_is_asked_about():
    made = draft("某县通知\n2022年4月25日\n一、各村要在2022年6月前完成排查。", TODAY)
    (rule,) = made.rules
    assert rule.timing.due == date(2022, 5, 31)
    assert "还是" in rule.questions[0]
    assert rule.reading


def test_a_text_without_a_date_says_what_to_fill_in():
    made = draft("一、各村每月巡查一次。\n二、2021年底前完成整改。", TODAY)
    assert made.document.date is None
    assert made.document.effective == date(2021, 1, 1)
    assert "没有成文日期" in made.document.basis
    assert any("成文日期" in note for note in made.notes)


@pytest.mark.parametrize(
    ("title", "until"),
    [
        ("河西镇2026年安全生产工作要点", date(2026, 12, 31)),
        ("河西镇2026年度安全生产监督检查计划", date(2026, 12, 31)),
        ("河西镇2026年重点工作任务分工", date(2026, 12, 31)),
        ("河西镇2024—2026年安全生产工作要点", None),
        ("河西镇2026年自建房专项整治工作方案", None),
        ("河西镇安全生产工作要点", None),
    ],
)
def test_a_plan_of_one_year_ends_with_it(title, until):
    made = draft(f"{title}\n2026年2月1日\n一、各村每月自查一次。\n", TODAY)
    assert made.document.title == title
    assert made.document.until == until


def test_what_cannot_be_counted_by_the_calendar_is_not_lost():
    made = draft("一、各村每逢单周安排一次学习。", TODAY)
    assert made.rules == ()
    (mention,) = made.not_understood
    assert "每逢单周" in mention.reason


def test_persons_are_never_named_only_their_offices():
    text = "一、各局每月自查一次。\n牵头领导：张三丰（副县长、公安局局长）\n责任单位：县公安局"
    (rule,) = draft(text, TODAY).rules
    assert rule.lead == ("副县长", "公安局局长")


def test_a_misnumbered_clause_is_kept_as_printed():
    text = (
        "一、总则\n（九）检查。\n1.各村每月自查一次。\n十、队伍。\n2.各村每年培训一次。\n"
        "（十一）奖励。\n3.各村每季度表彰一次。"
    )
    clauses = [rule.clause for rule in draft(text, TODAY).rules]
    assert clauses == ["一/（九）/1", "一/十/2", "一/（十一）/3"]


def test_a_number_and_date_in_brackets_below_the_title_are_the_documents():
    text = (
        "东陵县城镇燃气安全整治方案\n（东政办发〔2024〕33号  2024年5月20日）\n\n"
        "各乡镇8月25日前报送总结。\n结合《三年行动方案（2024—2026年）》。\n"
    )
    made = draft(text, date(2026, 11, 22))
    assert made.document.number == "东政办发〔2024〕33号"
    assert made.document.date == date(2024, 5, 20)
    assert [rule.timing.due for rule in made.rules] == [date(2024, 8, 25)]


def test_a_signature_stands_before_the_attachments_however_long_they_are():
    attachment = "".join(f"第{n}行材料目录\n" for n in range(12))
    text = "关于做好检查的通知\n各乡镇：\n各乡镇6月底前完成检查。\n"
    text += f"东陵县应急管理局\n2025年3月1日\n附件\n{attachment}"
    made = draft(text, date(2026, 11, 22))
    assert made.document.date == date(2025, 3, 1)
    assert [rule.timing.due for rule in made.rules] == [date(2025, 6, 30)]


def test_a_year_that_was_guessed_is_asked_about():
    made = draft("关于做好检查的通知\n各乡镇6月底前完成检查。\n", date(2026, 11, 22))
    (rule,) = made.rules
    assert any("年份是推定的" in question for question in rule.questions)
    assert rule.confidence < 0.5


def test_a_pledge_binds_those_it_is_signed_with():
    text = (
        "石河镇2026年安全生产目标责任书\n为做好安全生产工作，镇政府与各村（居）委会签订本责任书。\n"
        "一、目标\n1.每月排查辖区内各种隐患；\n2.9月底前完成危房登记。\n2026年1月5日\n"
    )
    rules = draft(text, date(2026, 2, 1)).rules
    assert {name for rule in rules for name in rule.named} == {"各村（居）委会"}


def test_what_those_who_issue_a_text_call_themselves_is_their_name():
    text = (
        "石河乡人民政府关于开展安全月活动的通知\n各村、各单位：\n"
        "一、我乡每周三调度一次。\n2026年5月5日\n石河乡人民政府\n"
    )
    (rule,) = draft(text, date(2026, 5, 6)).rules
    assert rule.named == ("石河乡人民政府",)


def test_a_count_within_a_campaign_is_due_at_its_end():
    text = (
        "石河镇安全月活动方案\n各村：\n一、活动自6月1日启动，至6月30日结束。\n"
        "二、各村活动期间至少开展一次演练。\n2026年5月5日\n"
    )
    rules = draft(text, date(2026, 5, 6)).rules
    assert [rule.timing.due for rule in rules] == [date(2026, 6, 30)] * 2


def test_a_plan_is_looked_over_by_whom_it_gives_itself_to():
    text = (
        "石河县避难场所预案\n1 总则\n本预案每年组织评估一次。\n2 附则\n"
        "本预案由县应急局会同相关部门负责具体解释与组织实施。\n2026年5月5日\n"
    )
    (rule,) = draft(text, date(2026, 5, 6)).rules
    assert rule.named == ("县应急局",)
    assert any("县应急局" in each for each in rule.questions)
