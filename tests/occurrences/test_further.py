"""The further timing keys and the observances, by the table made by hand."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from conftest import ROOT, make_rule, weekday_advice
from hypothesis import given
from hypothesis import strategies as st

from cadence.core import (
    Cadence,
    Deadline,
    NamedSpan,
    PeriodicDeadline,
    Phase,
    Season,
    Span,
    Standing,
    Threshold,
    Trigger,
    Unspecified,
    observance_of,
    observed,
    timing_english,
    timing_words,
)
from cadence.occurrences import expand
from cadence.rules import read_calendar
from cadence.workdays import adviser

D = dt.date.fromisoformat


def table(name="further.txt"):
    for line in (ROOT / "tests" / "tables" / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(each.strip() for each in line.split("|"))


@pytest.fixture(scope="module")
def advise():
    return adviser(read_calendar(ROOT, None))


def timing_of(words):
    kind, what, *keys = words.split()
    said = dict(each.split("=") for each in keys)
    more = {"every": int(said.get("every", 1))}
    if "months" in said:
        more["months"] = tuple(map(int, said["months"].split(",")))
    match kind:
        case "cadence":
            return Cadence(period=what, **more), "每期"
        case "periodic_deadline":
            day = said["day"]
            day = int(day) if day.isdecimal() else day
            return PeriodicDeadline(period=what, day=day, time=said.get("time"), **more), "每期"
        case "deadline":
            return Deadline(due=D(what), time=said.get("time")), "之前"
        case "season" if ".." in what:
            start, due = what.split("..")
            return Season(start=start, due=due), "冬季"
        case "season":
            when = said.get("when", "during")
            return Season(start=None, due=None, name=what, when=when), what
        case _:
            days, when = said.get("days", "calendar"), said.get("when", "at")
            found = Trigger(event=what, offset=said.get("offset"), days=days, when=when)
            return found, said["quote"]


def rule_of(words, effective):
    timing, quote = timing_of(words)
    last = next((each for each in words.split() if each.startswith("until=")), None)
    return replace(
        make_rule(timing), effective=D(effective), quote=quote, spans=tuple(spans_of(words)),
        until=D(last.removeprefix("until=")) if last else None,
    )  # fmt: skip


def spans_of(words):
    """The office's own terms and years, as NAME:first:last, one after the other."""
    for said in words.split():
        if said.startswith("named="):
            for each in said.removeprefix("named=").split(","):
                name, first, last = each.split(":")
                yield NamedSpan(name=name, start=D(first), due=D(last))


def shown(windows):
    return ", ".join(f"{each.start}..{until(each)}" for each in windows) or "none"


def until(window):
    if window.closes:
        return f"{window.closes:%Y-%m-%dT%H:%M}"
    return window.due or "?"


def test_what_comes_several_times_in_an_hour_is_one_a_day():
    rule = replace(make_rule(Cadence(period="hour", count=3)), effective=D("2026-01-01"))
    found = list(expand(rule, Span(D("2026-01-01"), D("2026-01-02")), weekday_advice))
    assert [(str(each.start), each.nth, each.of) for each in found] == [
        ("2026-01-01", 1, 1),
        ("2026-01-02", 1, 1),
    ]


@pytest.mark.parametrize(("words", "effective", "asked", "expected"), list(table()))
def test_windows_are_those_worked_out_by_hand(advise, words, effective, asked, expected):
    first, last = asked.split("..")
    found = expand(rule_of(words, effective), Span(D(first), D(last)), advise)
    if "2025-12-01..2026-01-31" in expected:  # the first block runs on from before the days asked
        first = "2025-12-01"
    inside = [each for each in found if (each.due or each.start) <= D(last)]
    assert shown(inside) == expected
    assert all(each.provisional for each in found if each.due is None)


@pytest.mark.parametrize(("words", "effective", "asked", "expected"), list(table("steps.txt")))
def test_the_trace_says_every_step_that_the_table_by_hand_has(
    advise, words, effective, asked, expected
):
    first, last = asked.split("..")
    window, *_later = expand(rule_of(words, effective), Span(D(first), D(last)), advise)
    trace = "\n".join(window.trace)
    for each in expected.split("；"):
        assert (each.removeprefix("!") in trace) != each.startswith("!"), (each, trace)


PERIODS = st.sampled_from(["week", "month", "quarter"])
DAYS = st.dates(D("2020-01-01"), D("2030-12-31"))


@given(period=PERIODS, every=st.integers(2, 5), effective=DAYS, cut=DAYS)
def test_blocks_follow_one_another_whatever_days_are_asked_about(period, every, effective, cut):
    rule = replace(make_rule(Cadence(period=period, every=every)), effective=effective)
    first, last = D("2020-01-01"), D("2033-12-31")
    whole = expand(rule, Span(first, last), no_calendar)
    for one, other in pairwise(whole):
        assert other.start == one.due + dt.timedelta(days=1)
    parts = (Span(first, cut), Span(cut + dt.timedelta(days=1), last))
    assert [each.label for part in parts for each in expand(rule, part, no_calendar)] == [
        each.label for each in whole
    ]


def no_calendar(_day):
    from cadence.core import Advice

    return Advice(day=None, provisional=False)


def test_a_time_of_day_makes_the_last_minute_in_time(advise):
    rule = replace(make_rule(PeriodicDeadline(period="week", day=5, time="17:00")))
    rule = replace(rule, effective=D("2026-06-01"))
    (first, *_rest) = expand(rule, Span(D("2026-06-01"), D("2026-06-30")), advise)
    assert f"{first.closes:%Y-%m-%d %H:%M%z}" == "2026-06-05 17:00+0800"
    once = replace(
        make_rule(Deadline(due=D("2026-06-20"), time="18:00")), effective=D("2026-06-01")
    )
    (window,) = expand(once, Span(D("2026-06-01"), D("2026-06-30")), advise)
    assert f"{window.closes:%H:%M}" == "18:00"


@pytest.mark.parametrize(
    ("timing", "days"),
    [
        (Cadence(period="term"), ("2026-02-23", "2026-07-03", "2026-09-01", "2027-01-20")),
        (Trigger(event="全国两会", offset="-P15D"), ("2026-03-04", "2026-03-11") * 2),
    ],
)
def test_what_a_newer_document_takes_over_is_asked_once(advise, timing, days):
    spans = (
        NamedSpan(name="一", start=D(days[0]), due=D(days[1])),
        NamedSpan(name="二", start=D(days[2]), due=D(days[3])),
    )[: 2 if days[0] != days[2] else 1]
    rule = replace(make_rule(timing), effective=D("2026-01-01"), spans=spans)
    asked = Span(D("2026-01-01"), D("2027-12-31"))
    for taken_over in ("2026-01-10", "2026-05-06", "2026-10-01"):
        older = replace(rule, superseded_on=D(taken_over))
        newer = replace(rule, effective=D(taken_over), whole_windows=True)
        found = [*expand(older, asked, advise), *expand(newer, asked, advise)]
        whole = expand(rule, asked, advise)
        assert [(each.start, each.due) for each in found] == [
            (each.start, each.due) for each in whole
        ], taken_over


def test_a_term_is_dated_by_the_office_s_table_and_by_nothing_else(advise):
    rule = replace(make_rule(Cadence(period="term")), effective=D("2026-01-01"))
    span = Span(D("2026-01-01"), D("2027-12-31"))
    assert expand(rule, span, advise) == ()
    term = NamedSpan(name="2026年秋季学期", start=D("2026-09-01"), due=D("2027-01-20"))
    (window,) = expand(replace(rule, spans=(term,)), span, advise)
    assert (window.start, window.due) == (D("2026-09-01"), D("2027-01-20"))
    assert any("2026年秋季学期" in line for line in window.trace)


def test_an_observance_of_the_office_s_own_is_dated_by_its_table(advise):
    rule = replace(make_rule(Trigger(event="全国两会", offset="-P7D")), effective=D("2026-01-01"))
    days = NamedSpan(name="全国两会", start=D("2026-03-04"), due=D("2026-03-11"))
    span = Span(D("2026-01-01"), D("2026-12-31"))
    assert expand(rule, span, advise) == ()
    (window,) = expand(replace(rule, spans=(days,)), span, advise)
    assert window.due == D("2026-02-25")


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("春节", 2026, "2026-02-17"), ("春节", 2027, "2027-02-06"), ("除夕", 2026, "2026-02-16"),
        ("元宵节", 2026, "2026-03-03"), ("清明节", 2026, "2026-04-05"),
        ("清明节", 2024, "2024-04-04"), ("端午节", 2026, "2026-06-19"),
        ("中秋节", 2026, "2026-09-25"), ("中秋节", 2025, "2025-10-06"),
        ("重阳节", 2026, "2026-10-18"), ("安全宣传咨询日", 2026, "2026-06-16"),
    ],
)  # fmt: skip
def test_observances_fall_on_the_days_of_the_almanac(name, year, day):
    assert observed(name, year)[0] == D(day)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("五一", "劳动节"),
        ("国庆", "国庆节"),
        ("春节期间", "春节"),
        ("清明", "清明节"),
        ("全国消防日", "消防宣传日"),
        ("119消防宣传日", "消防宣传日"),
        ("119", "消防宣传日"),
        ("全国安全宣传咨询日", "安全宣传咨询日"),
        ("安全生产宣传咨询日", "安全宣传咨询日"),
        ("建党日", "七一"),
        ("建党节", "七一"),
        ("接报事故", None),
    ],
)
def test_words_name_an_observance_or_an_event_that_must_be_recorded(words, name):
    assert observance_of(words) == name


@pytest.mark.parametrize(("timing", "chinese", "english"), [
    (Cadence(period="week", every=2), "每2周至少1次", "at least once every 2 weeks"),
    (Cadence(period="month", every=2), "每2个月至少1次", "at least once every 2 months"),
    (Cadence(period="month", months=(6, 12)), "6、12月每月至少1次",
     "at least once every month, June and December only"),
    (Cadence(period="month", months=(1, 3, 5)), "1、3、5月每月至少1次",
     "at least once every month, January, March and May only"),
    (Cadence(period="hour", every=2), "每2小时至少1次", "at least once every 2 hours"),
    (Cadence(period="term"), "每学期至少1次", "at least once every term"),
    (Cadence(period="school_year", count=2), "每学年至少2次",
     "at least twice every school year"),
    (Cadence(period="3_years"), "每3年至少1次", "at least once every 3 years"),
    (Cadence(period="half_year", count=3), "每半年至少3次", "at least 3 times every half-year"),
    (Cadence(period="xun", start=D("2022-03-31"), due=D("2022-07-10")),
     "每旬至少1次（2022年3月31日至2022年7月10日）",
     "at least once every ten days (旬) (from 2022-03-31 until 2022-07-10)"),
    (PeriodicDeadline(period="month", day=25), "每月25日前", "by the 25th of every month"),
    (PeriodicDeadline(period="month", day=11), "每月11日前", "by the 11th of every month"),
    (PeriodicDeadline(period="month", day=22), "每月22日前", "by the 22nd of every month"),
    (PeriodicDeadline(period="month", day="last"), "每月末前",
     "by the last day of every month"),
    (PeriodicDeadline(period="month", day="last-working"), "每月最后一个工作日前",
     "by the last working day of every month"),
    (PeriodicDeadline(period="month", day="working-3"), "每月第3个工作日前",
     "by the 3rd working day of every month"),
    (PeriodicDeadline(period="month", day="2-tue"), "每月第2个周二前",
     "by the 2nd Tuesday of every month"),
    (PeriodicDeadline(period="month", day="last-sat"), "每月最后一个周六前",
     "by the last Saturday of every month"),
    (PeriodicDeadline(period="week", day=5, time="17:00"), "每周五17:00前",
     "by 17:00 on Friday of every week"),
    (PeriodicDeadline(period="quarter", day="1-15"), "每季度第1个月15日前",
     "by the 15th of the 1st month of every quarter"),
    (PeriodicDeadline(period="year", day="12-last"), "每年12月底前",
     "by the end of December of every year"),
    (PeriodicDeadline(period="year", day="02-29"), "每年2月29日前",
     "by February 29 of every year"),
    (Deadline(due=D("2026-06-20")), "2026年6月20日前（含当日）",
     "by 2026-06-20 (that day included)"),
    (Deadline(due=D("2026-06-20"), time="18:00"), "2026年6月20日18:00前（含当时）",
     "by 18:00 on 2026-06-20 (that minute included)"),
    (Phase(start=D("2022-05-15"), due=D("2022-08-31")), "2022年5月15日至2022年8月31日",
     "from 2022-05-15 to 2022-08-31"),
    (Phase(start=D("2022-08-01"), due=None), "2022年8月1日起", "from 2022-08-01 on"),
    (Trigger(event="接报事故", offset="PT24H"), "接报事故后24小时内",
     "within 24 hours after 接报事故"),
    (Trigger(event="春节", offset="-P1D"), "春节1日前", "1 day before 春节"),
    (Trigger(event="元旦", offset="-P3D", days="working"), "元旦3个工作日前",
     "3 working days before 元旦"),
    (Trigger(event="备案", offset=None, when="before"), "备案前", "before 备案"),
    (Threshold(event="事故", count=2, within="year"), "年内事故达2起",
     "once 事故 reaches 2 within a year"),
    (Season(start="--06-01", due="--06-30", name="安全生产月"),
     "安全生产月期间（每年6月1日至6月30日）",
     "during 安全生产月 (June 1 to June 30 of every year)"),
    (Season(start=None, due=None, name="汛期", when="before"), "汛期前", "before 汛期"),
    (Standing(), "长期坚持", "at all times, without a date"),
    (Unspecified(words="定期"), "定期：未定频次（需明确）", "定期: how often is left open"),
])  # fmt: skip
def test_timings_are_said_in_both_languages(timing, chinese, english):
    assert (timing_words(timing), timing_english(timing)) == (chinese, english)
