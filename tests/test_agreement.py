"""A quote's own numbers against the timing drawn from it."""

from datetime import date

import pytest
from conftest import make_rule
from hypothesis import given
from hypothesis import strategies as st

from cadence.agreement import disagreements, number
from cadence.timings import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Threshold,
    Trigger,
)

D = date.fromisoformat
P = PeriodicDeadline
AGREE = [
    ("2022年6月底前", Deadline(due=D("2022-06-30"))),
    ("6月底前", Deadline(due=D("2022-06-30"))),
    ("7月10日前", Deadline(due=D("2021-07-10"))),
    ("2024年底前", Deadline(due=D("2024-12-31"))),
    ("2024 年 6 月底前", Deadline(due=D("2024-06-30"))),
    ("4月6日至6月底", Phase(start=D("2021-04-06"), due=D("2021-06-30"))),
    ("5月中旬", Phase(start=D("2021-05-11"), due=D("2021-05-20"))),
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
    ("年内发生2起以上", Threshold(event="一般事故", count=2, within="year")),
    ("6月到9月", Season(start="--06-01", due="--09-30")),
    ("在岗在位", Cadence(period="month")),
]
DIFFER = [
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
    ("年内发生2起以上", Threshold(event="一般事故", count=3, within="year")),
    ("6月到9月", Season(start="--06-01", due="--10-31")),
]


@pytest.mark.parametrize(("quote", "timing"), AGREE)
def test_what_agrees_is_silent(quote, timing):
    assert list(disagreements(make_rule(timing, quote=quote))) == []


@pytest.mark.parametrize(("quote", "timing"), DIFFER)
def test_what_differs_is_said(quote, timing):
    assert list(disagreements(make_rule(timing, quote=quote)))


@given(st.integers(1, 99))
def test_chinese_numbers_are_read_back(value):
    digits = "一二三四五六七八九"
    tens, ones = divmod(value, 10)
    ten = "十" if tens == 1 else f"{digits[tens - 1]}十" if tens else ""
    assert number(ten + (digits[ones - 1] if ones else "")) == value
    assert number(str(value)) == value
