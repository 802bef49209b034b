import ast
from datetime import date

import pytest
from conftest import ROOT

from cadence.core.time_words import duration_words, timing_words
from cadence.core.timing import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Threshold,
    Trigger,
    Unspecified,
)
from cadence.core.words import DOUBTS

D = date.fromisoformat
P = PeriodicDeadline


@pytest.mark.parametrize(
    ("timing", "words"),
    [
        (Cadence(period="quarter"), "每季度至少1次"),
        (Cadence(period="half_year", count=2), "每半年至少2次"),
        (Cadence(period="3_years"), "每3年至少1次"),
        (
            Cadence(period="xun", start=D("2021-03-31"), due=D("2021-07-10")),
            "每旬至少1次（2021年3月31日至2021年7月10日）",
        ),
        (Cadence(period="month", start=D("2021-03-31")), "每月至少1次（自2021年3月31日起）"),
        (P(period="month", day=25), "每月25日前"),
        (P(period="month", day="last"), "每月末前"),
        (P(period="week", day=5), "每周五前"),
        (P(period="xun", day=3), "每旬第3日前"),
        (P(period="quarter", day="1-15"), "每季度第1个月15日前"),
        (P(period="year", day="12-last"), "每年12月底前"),
        (P(period="year", day="03-31"), "每年3月31日前"),
        (Deadline(due=D("2022-06-30")), "2022年6月30日前（含当日）"),
        (Phase(start=D("2022-05-15"), due=D("2022-08-31")), "2022年5月15日至2022年8月31日"),
        (Phase(start=None, due=D("2022-06-30")), "印发之日至2022年6月30日"),
        (Phase(start=D("2022-08-01"), due=None), "2022年8月1日起"),
        (Trigger(event="接报事故", offset="PT24H"), "接报事故后24小时内"),
        (Trigger(event="收到举报", offset="P15D", days="working"), "收到举报后15个工作日内"),
        (Trigger(event="会议召开", offset="-P7D"), "会议召开7日前"),
        (Trigger(event="投资备案", offset=None, when="before"), "投资备案前"),
        (Trigger(event="初步认定瞒报事故", offset=None), "初步认定瞒报事故时，未写期限"),
        (Threshold(event="一般事故", count=2, within="year"), "年内一般事故达2起"),
        (Season(start="--06-01", due="--09-30"), "每年6月1日至9月30日"),
        (
            Season(start="--06-01", due="--06-30", name="安全生产月"),
            "安全生产月期间（每年6月1日至6月30日）",
        ),
        (Season(start=None, due=None, name="汛期", when="before"), "汛期前"),
        (Standing(), "长期坚持"),
        (Unspecified(words="定期"), "定期：未定频次（需明确）"),
    ],
)  # fmt: skip
def test_timings_are_said_as_an_official_would(timing, words):
    assert timing_words(timing) == words


@pytest.mark.parametrize(
    ("offset", "words"), [("P6M", "6个月"), ("P1Y", "1年"), ("PT2H", "2小时"), ("P60D", "60日")]
)
def test_durations_keep_the_texts_own_unit(offset, words):
    assert duration_words(offset) == words


@pytest.mark.parametrize("offset", ["", "P", "24H", "P1H", "PT", "一天"])
def test_what_is_no_duration_is_refused(offset):
    with pytest.raises(ValueError, match="ISO 8601"):
        duration_words(offset)


def codes_found():
    """Every code that a part of `cadence verify` gives a finding."""
    files = (
        "extract/verify/doubts",
        "extract/verify/coverage",
        "ledger/orphans",
        "extract/verify/members",
        "extract/verify/pictured",
        "reports/clock_cards",
    )
    for name in files:
        tree = ast.parse((ROOT / "cadence" / f"{name}.py").read_text(encoding="utf-8"))
        for node in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
            called = getattr(node.func, "id", "")
            said = {"_finding": node.args[:1], "_about": node.args[1:2]}.get(called, [])
            if called == "Finding":
                said = [each.value for each in node.keywords if each.arg == "code"]
            yield from (each.value for each in said if isinstance(each, ast.Constant))


def test_every_code_of_verify_has_its_chinese_name_and_no_name_is_left_over():
    assert set(codes_found()) == set(DOUBTS)
