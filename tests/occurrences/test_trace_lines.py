"""The trace of a date, line by line: each step where it belongs and nowhere else."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import DOCUMENT, make_rule

from cadence.core import (
    Advice,
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Trigger,
    Unspecified,
    Window,
)
from cadence.core.dates import SHANGHAI
from cadence.core.policy import Decision
from cadence.occurrences.trace import clock_trace, left_open, said_beside, trace

D = dt.date.fromisoformat
MONTHLY = make_rule(Cadence(period="month"))
WINDOW = Window(label="2022-06", start=D("2022-06-01"), due=D("2022-06-30"), nth=1, of=1,
                partial=False, advised=D("2022-06-30"), provisional=False)  # fmt: skip
PENDING = "；2023年元旦安排未公布，公布后可能调整"
ROLLED = "截止日为休息日，按本规则的选择，依《民法典》第二百零三条，最迟2022年7月1日（周五）"
ADVICE = Advice(day=D("2022-06-24"), provisional=False, forward=D("2022-06-27"))


def line(head, *lines):
    """What follows a head; None where no line, or several, have it."""
    found = [each.removeprefix(f"{head}：") for each in lines if each.startswith(f"{head}：")]
    return found[0] if len(found) == 1 else None


def of(rule=MONTHLY, window=WINDOW, advice=None, steps=()):
    return trace(rule, window, advice, steps)


def test_a_plain_duty_is_cited_quoted_read_and_counted_in_that_order():
    assert of() == (
        f"依据：{DOCUMENT.number}，2022-04-25，二/（一）/1",
        "原文：“每月至少召开一次”",
        "读作：每月至少1次",
        "约定：每个公历月各为一期，自1日起至月末止（《民法典》第二百条）；按次数下限列出",
        "计算：2022-06-01至2022-06-30",
        "建议：截止日为工作日",
    )
    steps = of(steps=("一步", "又一步"))
    assert steps[4:6] == ("一步", "又一步")


def test_whatever_else_is_known_of_a_rule_has_its_own_line():
    said = replace(
        MONTHLY,
        act_quote="召开专题会议",
        begun="2022年5月1日施行（第1号登记）",
        reading="每月一次",
        year_from="依发文年份",
        document=replace(DOCUMENT, date=None),
    )
    lines = of(said)
    assert lines[0] == f"依据：{DOCUMENT.number}，二/（一）/1"
    assert lines[1] == "原文：“召开专题会议”，“每月至少召开一次”"
    assert line("起算", *lines) == "2022年5月1日施行（第1号登记）"
    assert line("读法", *lines) == "每月一次"
    assert line("年份", *lines) == "引文未写年份；依发文年份"
    assert [line(head, *of()) for head in ("起算", "读法", "年份", "决定", "注意", "首期")] == (
        [None] * 6
    )


def test_a_decision_says_who_made_it_since_when_and_instead_of_what():
    decided = Decision(
        pack="ceshi/notice", rule="duty", timing=MONTHLY.timing, by="县安委办", on=D("2022-05-06")
    )
    lines = of(replace(MONTHLY, decision=decided))
    assert line("决定", *lines) == (
        "原文未定（未写日期），由县安委办自2022-05-06起明确；非原文规定"
    )
    more = replace(decided, document="纪要〔2022〕1号", instead_of=Unspecified(words="定期"))
    assert line("决定", *of(replace(MONTHLY, decision=more))) == (
        "原文未定（定期：未定频次（需明确）），由县安委办自2022-05-06起明确，纪要〔2022〕1号；"
        "非原文规定"
    )


@pytest.mark.parametrize(
    ("timing", "convention"),
    [
        (Cadence(period="day"), "每个公历日各为一期（《民法典》第二百条）；按次数下限列出"),
        (Cadence(period="3_years"), "每3年为一期，自2022年起计；按次数下限列出"),
        (PeriodicDeadline(period="quarter", day="last"),
         "季度为1—3月、4—6月、7—9月、10—12月；“前”含所称之日"),
        (Deadline(due=D("2022-06-30")), "“前”含所称之日，“底”指最后一日"),
        (Phase(start=None, due=D("2022-06-30")), "起止两日均计入"),
        (Season(start="--06-01", due="--06-30", name="汛期"), "起止两日均计入"),
        (Trigger(event="春节", offset="-P1D"), None),
    ],
)  # fmt: skip
def test_what_was_read_into_the_words_is_named_as_ours(timing, convention):
    assert line("约定", *of(make_rule(timing))) == convention


def test_a_minute_is_in_time_and_stays_the_same_on_a_day_off():
    timed = make_rule(Deadline(due=D("2022-06-30"), time="17:00"))
    closes = dt.datetime(2022, 6, 30, 17, tzinfo=SHANGHAI)
    lines = of(timed, replace(WINDOW, closes=closes))
    assert "约定：17:00前含该时刻，遇休息日时刻不变" in lines
    assert line("计算", *lines) == "2022-06-01至2022-06-30 17:00"
    assert not [each for each in of(make_rule(Deadline(due=D("2022-06-30")))) if "时刻" in each]


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ({}, "2022-06-01至2022-06-30"),
        ({"of": 2, "nth": 2}, "2022-06-01至2022-06-30（本期应办2次中的第2次）"),
        ({"due": D("2022-06-01")}, "2022-06-01当日"),
        ({"due": None}, "自2022-06-01起，原文未写止日"),
        ({"due": None, "provisional": True},
         "自2022-06-01起，节假日安排未公布，止日暂不能确定"),
        ({"due": D("2022-06-01"), "of": 3}, "2022-06-01当日（本期应办3次中的第1次）"),
    ],
)  # fmt: skip
def test_the_days_are_counted_out(given, counted):
    assert line("计算", *of(window=replace(WINDOW, **given))) == counted


def test_a_first_window_is_cut_at_the_beginning_and_a_last_one_at_the_end():
    first = replace(WINDOW, start=D("2022-04-25"), due=D("2022-04-30"), partial=True)
    begun = f"自2022-04-25起算，不足整期（{DOCUMENT.basis}）"
    assert line("首期", *of(window=first)) == begun
    monthly = make_rule(PeriodicDeadline(period="month", day="last"))
    assert line("首期", *of(monthly, first)) == f"{begun}；期限在起算日之后，仍应按期完成"
    last = replace(WINDOW, partial=True)
    assert "末期：至规定的截止之日止，不足整期" in of(window=last)
    assert line("首期", *of(window=last)) is None
    assert line("首期", *of(window=replace(first, partial=False))) is None


@pytest.mark.parametrize(
    ("due", "told"), [("2022-04-24", "期限早于文件起算日2022-04-25"), ("2022-04-25", None)]
)
def test_a_last_day_before_the_document_binds_is_pointed_out(due, told):
    assert line("注意", *of(window=replace(WINDOW, start=D("2022-04-01"), due=D(due)))) == told


@pytest.mark.parametrize(
    ("given", "advised"),
    [
        ({}, "截止日为工作日"),
        ({"provisional": True}, "截止日为工作日；2023年元旦安排未公布，公布后可能调整"),
        ({"advised": D("2022-06-29")},
         "截止日为休息日，请于2022年6月29日（周三）前完成（此前最后一个工作日）"),
        ({"advised": D("2022-06-29"), "provisional": True},
         f"截止日为休息日，请于2022年6月29日（周三）前完成（此前最后一个工作日{PENDING}）"),
        ({"advised": None}, "2022年节假日安排未公布，建议完成日待公布后确定"),
        ({"advised": None, "is_off": True}, "期内无工作日，请在截止日前安排完成"),
        ({"due": None}, None),
    ],
)  # fmt: skip
def test_by_which_working_day_is_advised(given, advised):
    assert line("建议", *of(window=replace(WINDOW, **given), advice=ADVICE)) == advised


@pytest.mark.parametrize(
    ("given", "advice", "rolled"),
    [
        ({}, ADVICE, "截止日为工作日，不需顺延"),
        ({"provisional": True}, ADVICE,
         "截止日为工作日，不需顺延；2023年元旦安排未公布，公布后可能调整"),
        ({"advised": D("2022-07-01")}, ADVICE,
         f"{ROLLED}；若不顺延，应于2022年6月24日（周五）前完成"),
        ({"advised": D("2022-07-01")}, None,
         ROLLED),
        ({"advised": D("2022-07-01"), "provisional": True}, replace(ADVICE, day=None),
         f"{ROLLED}{PENDING}"),
        ({"advised": None}, ADVICE,
         "按本规则的选择，依《民法典》第二百零三条；节假日安排未公布，是否顺延、顺延至何日待公布后确定"),
    ],
)  # fmt: skip
def test_to_which_day_a_last_day_rolls(given, advice, rolled):
    lines = of(replace(MONTHLY, roll="forward"), replace(WINDOW, **given), advice)
    assert line("顺延", *lines) == rolled
    assert line("建议", *lines) is None
    assert line("顺延", *of(window=replace(WINDOW, **given), advice=advice)) is None


def test_what_stands_beside_a_date_is_said_where_the_text_says_it():
    assert said_beside(MONTHLY) == (("责任主体", "各乡镇"),)
    every = replace(
        MONTHLY,
        lead=("县长", "副县长"),
        assist=("应急局",),
        outside=("各企业",),
        over=("各村",),
        condition="高危",
        evidence="纪要",
    )
    assert said_beside(every)[1:] == (
        ("牵头", "县长、副县长"), ("配合", "应急局"), ("监管对象", "各企业"), ("逐个覆盖", "各村"),
        ("条件", "高危"), ("佐证", "纪要"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("timing", "since", "left"),
    [
        (Unspecified(words="定期"), None, "原文只写“定期”，未定频次"),
        (Unspecified(words="定期"), "施行", "原文只写“定期”，未定频次"),
        (Season(start=None, due=None, name="汛期"), None, "原文只写“汛期”，未写起止日期"),
        (Season(start=None, due=None, name="汛期"), "施行", "待“施行”后起算，何时起算未定"),
        (Cadence(period="term"), None, "原文按学期，起止日期未填写"),
        (Cadence(period="term"), "开学", "待“开学”后起算，何时起算未定"),
        (Standing(), "施行", "待“施行”后起算，何时起算未定"),
    ],
)
def test_what_a_text_leaves_open_is_said_by_what_it_lacks(timing, since, left):
    assert left_open(make_rule(timing, since=since)) == left


def test_a_clocks_trace_has_its_reading_where_there_is_one():
    clock = make_rule(Trigger(event="接报事故", offset="PT24H"))
    bare = clock_trace(clock, ("一步",))
    assert bare[2:] == ("读作：接报事故后24小时内", "一步")
    assert clock_trace(replace(clock, reading="从接报起"), ("一步",))[2:] == (
        "读作：接报事故后24小时内", "读法：从接报起", "一步",
    )  # fmt: skip
