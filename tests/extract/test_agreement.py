"""A quote's own numbers against the timing drawn from it."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import make_rule
from hypothesis import given
from hypothesis import strategies as st

from cadence.core.numerals import number
from cadence.core.rule import Pack
from cadence.core.timing import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Threshold,
    Trigger,
)
from cadence.extract.verify.doubts import find_doubts
from cadence.extract.verify.numbers import disagreements

D = date.fromisoformat
P = PeriodicDeadline
AGREE = [
    ("2022年6月底前", Deadline(due=D("2022-06-30"))),
    ("每年3月底前", P(period="year", day="03-31")),
    ("每年3月底前", P(period="year", day="03-last")),
    ("每年2月底前", P(period="year", day="02-28")),
    ("每月最后一个工作日，如6月25日", P(period="month", day="last-working")),
    ("每月第三个工作日（6月）5日", P(period="month", day="working-3")),
    ("6月底前", Deadline(due=D("2022-06-30"))),
    ("7月10日前", Deadline(due=D("2022-07-10"))),
    ("2024年底前", Deadline(due=D("2024-12-31"))),
    ("2024 年 6 月底前", Deadline(due=D("2024-06-30"))),
    ("4月6日至6月底", Phase(start=D("2022-04-06"), due=D("2022-06-30"))),
    ("5月中旬", Phase(start=D("2022-05-11"), due=D("2022-05-20"))),
    ("每季度至少一次", Cadence(period="quarter")),
    ("每年至少召开2次", Cadence(period="year", count=2)),
    ("每年组织不少于两次", Cadence(period="year", count=2)),
    ("3年内全覆盖", Cadence(period="3_years")),
    ("每两年至少组织一次", Cadence(period="2_years")),
    ("旬分析、月通报、阶段总结", Cadence(period="xun")),
    ("旬分析、月通报、阶段总结", Cadence(period="month")),
    ("周调度、月讲评", Cadence(period="week")),
    ("每月25日前", P(period="month", day=25)),
    ("12月底前完成当年任务", P(period="year", day="12-last")),
    ("24小时内", Trigger(event="接报事故", offset="PT24H")),
    ("7日内", Trigger(event="接报事故", offset="P7D")),
    ("十五个工作日内", Trigger(event="收到申请", offset="P15D", days="working")),
    ("半年内不得提拔", Trigger(event="被约谈", offset="P6M")),
    ("“百日攻坚”行动期间，对典型事故制作警示片", Trigger(event="发生典型事故", offset=None)),
    ("三年行动期间发生事故的，及时通报", Trigger(event="发生事故", offset=None)),
    ("落实24小时值班，接报后3日内核查", Trigger(event="接报", offset="P3D")),
    ("五日内未整改的，7日内移送", Trigger(event="逾期", offset="P7D")),
    ("年内发生2起以上", Threshold(event="一般事故", count=2, within="year")),
    ("6月到9月", Season(start="--06-01", due="--09-30")),
    ("在岗在位", Cadence(period="month")),
]
DIFFER = [
    ("每年3月底前", P(period="year", day="03-30")),
    ("每年4月底前", P(period="year", day="03-31")),
    ("2022年6月底前", Deadline(due=D("2022-07-31"))),
    ("2022年6月底前", Deadline(due=D("2023-06-30"))),
    ("6月底前", Deadline(due=D("2022-06-29"))),
    ("7月10日前", Deadline(due=D("2021-07-11"))),
    ("2024年底前", Deadline(due=D("2024-11-30"))),
    ("4月6日至6月底", Phase(start=D("2021-04-05"), due=D("2021-06-30"))),
    ("5月中旬", Phase(start=D("2021-05-01"), due=D("2021-05-10"))),
    ("每季度至少一次", Cadence(period="month")),
    ("每年至少召开2次", Cadence(period="year")),
    ("3年内全覆盖", Cadence(period="2_years")),
    ("每月25日前", P(period="month", day=20)),
    ("每月25日前", P(period="quarter", day="1-25")),
    ("12月底前完成当年任务", P(period="year", day="11-last")),
    ("12月底前完成当年任务", P(period="year", day="12-15")),
    ("24小时内", Trigger(event="接报事故", offset="PT12H")),
    ("7日内", Trigger(event="接报事故", offset="P7M")),
    ("“百日攻坚”行动期间，接报后24小时内录入", Trigger(event="接报事故", offset="PT12H")),
    ("年内发生2起以上", Threshold(event="一般事故", count=3, within="year")),
    ("6月到9月", Season(start="--06-01", due="--10-31")),
]


@pytest.mark.parametrize(("quote", "timing"), AGREE)
def test_what_agrees_is_silent(quote, timing):
    assert list(disagreements(make_rule(timing, quote=quote))) == []


@pytest.mark.parametrize(("quote", "timing"), DIFFER)
def test_what_differs_is_said(quote, timing):
    assert list(disagreements(make_rule(timing, quote=quote)))


@pytest.mark.parametrize(
    ("reading", "excused"),
    [
        (None, False),
        ("原文未列责任单位，按主送单位执行", False),
        ("“6月前”按6月开始之前（5月31日止）理解", True),
    ],
)
def test_a_reading_excuses_only_a_difference_whose_value_it_names(reading, excused):
    rule = make_rule(Deadline(due=D("2022-05-31")), quote="2022年6月前", reading=reading)
    pack = Pack(name="ceshi/notice", document=rule.document, rules=(rule,))
    found = find_doubts(pack, (), D("2022-01-01"))
    severities = {each.severity for each in found if each.code == "timing_differs"}
    assert severities == {"warning" if excused else "error"}


def test_words_that_a_reading_cites_date_a_quote_without_any():
    words = "“2024年底前”管到分号之前的各项"
    rule = make_rule(
        Deadline(due=D("2024-12-31")),
        quote="逐一整改销号",
        reading=words,
        year_from="本句开头的2024年",
    )
    assert list(disagreements(rule)) == []
    assert list(disagreements(replace(rule, timing=Deadline(due=D("2024-11-30")))))


@pytest.mark.parametrize("year", [2021, 2023])
def test_a_year_that_the_quote_leaves_out_is_the_documents(year):
    rule = make_rule(Deadline(due=date(year, 6, 30)), quote="6月底前")
    assert list(disagreements(rule))
    assert list(disagreements(replace(rule, year_from=f"上文写{year}年"))) == []


def test_a_dated_quote_is_not_standing():
    assert list(disagreements(make_rule(Standing(), quote="2024年底前完成")))
    assert list(disagreements(make_rule(Standing(), quote="长期坚持"))) == []


@given(st.integers(1, 99))
def test_chinese_numbers_are_read_back(value):
    digits = "一二三四五六七八九"
    tens, ones = divmod(value, 10)
    ten = "十" if tens == 1 else f"{digits[tens - 1]}十" if tens else ""
    assert number(ten + (digits[ones - 1] if ones else "")) == value
    assert number(str(value)) == value
