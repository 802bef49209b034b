"""The further timing keys and the observances, by the table made by hand."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from conftest import ROOT, make_rule
from hypothesis import given
from hypothesis import strategies as st

from cadence.core import (
    Cadence,
    Deadline,
    NamedSpan,
    PeriodicDeadline,
    Span,
    Trigger,
    observance_of,
    observed,
    timing_words,
)
from cadence.occurrences import expand
from cadence.rules import read_calendar
from cadence.workdays import adviser

D = dt.date.fromisoformat


def table():
    for line in (ROOT / "tests" / "tables" / "further.txt").read_text("utf-8").splitlines():
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
        case _:
            days = said.get("days", "calendar")
            return Trigger(event=what, offset=said["offset"], days=days), said["quote"]


def rule_of(words, effective):
    timing, quote = timing_of(words)
    return replace(
        make_rule(timing), effective=D(effective), quote=quote, spans=tuple(spans_of(words))
    )


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


@pytest.mark.parametrize(("words", "effective", "asked", "expected"), list(table()))
def test_windows_are_those_worked_out_by_hand(advise, words, effective, asked, expected):
    first, last = asked.split("..")
    found = expand(rule_of(words, effective), Span(D(first), D(last)), advise)
    if "2025-12-01..2026-01-31" in expected:  # the first block runs on from before the days asked
        first = "2025-12-01"
    inside = [each for each in found if (each.due or each.start) <= D(last)]
    assert shown(inside) == expected
    assert all(each.provisional for each in found if each.due is None)


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


@pytest.mark.parametrize(
    ("timing", "words"),
    [
        (Cadence(period="week", every=2), "每2周至少1次"),
        (Cadence(period="month", every=2), "每2个月至少1次"),
        (Cadence(period="month", months=(6, 12)), "6、12月每月至少1次"),
        (Cadence(period="hour", every=2), "每2小时至少1次"),
        (Cadence(period="term"), "每学期至少1次"),
        (PeriodicDeadline(period="month", day="last-working"), "每月最后一个工作日前"),
        (PeriodicDeadline(period="month", day="2-tue"), "每月第2个周二前"),
        (PeriodicDeadline(period="week", day=5, time="17:00"), "每周五17:00前"),
        (Deadline(due=D("2026-06-20"), time="18:00"), "2026年6月20日18:00前（含当时）"),
    ],
)
def test_timings_are_said_as_an_official_would(timing, words):
    assert timing_words(timing) == words
