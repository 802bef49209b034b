from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import make_rule, weekday_advice
from hypothesis import given
from hypothesis import strategies as st

from cadence.core.dates import PERIODS, Span
from cadence.core.occurrence import Advice, Binding, Unit
from cadence.core.policy import NamedSpan
from cadence.core.rule import is_open
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
from cadence.occurrences.expand import expand, occurrences
from cadence.workdays import advise

D = date.fromisoformat
YEAR = Span(D("2022-01-01"), D("2022-12-31"))


def found(rule, span=YEAR):
    return [
        (each.tag, str(each.start), str(each.due), each.partial)
        for each in expand(rule, span, weekday_advice)
    ]


def test_a_first_month_is_cut_to_the_documents_date_and_marked_partial():
    assert found(make_rule(Cadence(period="month")))[:2] == [
        ("2022-04", "2022-04-25", "2022-04-30", True),
        ("2022-05", "2022-05-01", "2022-05-31", False),
    ]


def test_nothing_is_due_before_the_document_binds():
    rule = make_rule(Cadence(period="month"))
    assert found(rule, Span(D("2022-01-01"), D("2022-04-24"))) == []


def test_twice_a_year_gives_two_occurrences_in_the_window():
    rule = make_rule(Cadence(period="year", count=2), effective=D("2021-01-01"))
    assert [each[0] for each in found(rule)] == ["2022#1", "2022#2"]


def test_a_campaigns_reports_exist_only_inside_the_campaign():
    timing = PeriodicDeadline(period="month", day=25, start=D("2021-03-31"), due=D("2021-07-10"))
    rule = make_rule(timing, effective=D("2021-03-31"))
    span = Span(D("2021-01-01"), D("2021-12-31"))
    assert [each[2] for each in found(rule, span)] == ["2021-04-25", "2021-05-25", "2021-06-25"]


def test_a_campaigns_last_window_is_cut():
    timing = Cadence(period="month", start=D("2022-05-15"), due=D("2022-07-10"))
    assert found(make_rule(timing)) == [
        ("2022-05", "2022-05-15", "2022-05-31", True),
        ("2022-06", "2022-06-01", "2022-06-30", False),
        ("2022-07", "2022-07-01", "2022-07-10", True),
    ]


def test_a_newer_document_moves_only_windows_that_begin_after_it():
    old = make_rule(Cadence(period="quarter"), effective=D("2021-01-01"))
    old = replace(old, superseded_on=D("2022-05-10"))
    new = make_rule(Cadence(period="month"), effective=D("2022-05-10"), whole_windows=True)
    assert [each[0] for each in found(old)] == ["2022-Q1", "2022-Q2"]
    assert found(new)[0] == ("2022-06", "2022-06-01", "2022-06-30", False)


def test_a_rule_with_an_end_is_cut_at_it():
    rule = make_rule(Cadence(period="month"), until=D("2022-06-15"))
    assert found(rule)[-1] == ("2022-06", "2022-06-01", "2022-06-15", True)


def test_a_deadline_falls_due_on_its_day_and_opens_with_the_document():
    assert found(make_rule(Deadline(due=D("2022-06-30")))) == [
        ("2022-06-30", "2022-04-25", "2022-06-30", False)
    ]


def test_a_deadline_before_its_own_document_still_stands():
    assert found(make_rule(Deadline(due=D("2022-03-31")))) == [
        ("2022-03-31", "2022-03-31", "2022-03-31", False)
    ]


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        (
            Phase(start=D("2022-05-15"), due=D("2022-08-31")),
            ("2022-08-31", "2022-05-15", "2022-08-31"),
        ),
        (Phase(start=None, due=D("2022-06-30")), ("2022-06-30", "2022-04-25", "2022-06-30")),
        (Phase(start=D("2022-08-01"), due=None), ("2022-08-01..", "2022-08-01", "None")),
    ],
)
def test_phases_keep_their_ends(timing, expected):
    assert found(make_rule(timing))[0][:3] == expected


def test_a_season_is_named_by_the_year_it_starts_in_even_over_new_year():
    rule = make_rule(Season(start="--11-01", due="--03-31"))
    span = Span(D("2022-06-01"), D("2024-06-01"))
    assert [each[:3] for each in found(rule, span)] == [
        ("2022", "2022-11-01", "2023-03-31"),
        ("2023", "2023-11-01", "2024-03-31"),
    ]


def test_a_season_that_had_begun_when_the_document_came_is_cut():
    rule = make_rule(Season(start="--01-01", due="--06-30"))
    assert found(rule) == [("2022", "2022-04-25", "2022-06-30", True)]


def test_before_a_season_the_last_day_in_time_is_the_one_before_it():
    rule = make_rule(Season(start="--05-15", due="--09-30", name="汛期", when="before"))
    assert found(rule) == [("2022", "2022-04-25", "2022-05-14", False)]


def test_a_holiday_lasts_as_long_as_the_days_off_around_it():
    rule = make_rule(Season(start=None, due=None, name="国庆"))
    [window] = expand(rule, YEAR, advise)
    assert (str(window.start), str(window.due)) == ("2022-10-01", "2022-10-07")
    assert not window.provisional


def test_a_season_that_the_office_named_has_its_days():
    festival = NamedSpan(name="牡丹文化节", start=date(2022, 4, 1), due=date(2022, 5, 10))
    rule = make_rule(Season(start=None, due=None, name="牡丹文化节"))
    rule = replace(rule, spans=(festival,))
    assert found(rule) == [("2022", "2022-04-25", "2022-05-10", True)]
    assert not is_open(rule)
    ahead = replace(rule, timing=replace(rule.timing, when="before"), effective=date(2022, 3, 1))
    assert found(ahead) == [("2022", "2022-03-01", "2022-03-31", False)]


@pytest.mark.parametrize(
    "timing",
    [
        Standing(),
        Unspecified(words="定期"),
        Trigger(event="接报事故", offset="PT24H"),
        Threshold(event="一般事故", count=2, within="year"),
        Season(start=None, due=None, name="牡丹文化节"),
    ],
)
def test_what_has_no_date_gets_none(timing):
    assert found(make_rule(timing)) == []


def test_what_begins_with_an_event_waits_for_it():
    assert found(make_rule(Cadence(period="year"), since="上级出台规定")) == []


TIMINGS = st.one_of(
    st.builds(Cadence, period=st.sampled_from([*PERIODS, "3_years"]), count=st.integers(1, 3)),
    st.builds(PeriodicDeadline, period=st.just("month"), day=st.integers(1, 31)),
    st.builds(PeriodicDeadline, period=st.just("year"), day=st.just("12-last")),
    st.builds(Season, start=st.just("--11-15"), due=st.just("--03-15")),
    st.just(Phase(start=D("2020-03-01"), due=D("2022-03-31"))),
    st.just(Phase(start=D("2024-03-01"), due=D("2026-03-31"))),
    st.just(Phase(start=D("2023-03-01"), due=None)),
    st.just(Deadline(due=D("2024-12-31"))),
)
DAYS = st.dates(D("2020-01-01"), D("2026-12-31"))


@given(TIMINGS, DAYS, st.integers(0, 500), st.integers(1, 500))
def test_spans_laid_end_to_end_give_each_occurrence_once(timing, first, one, two):
    rule = make_rule(timing, effective=D("2021-08-17"), until=D("2025-05-05"))
    middle = first + timedelta(one)
    last = middle + timedelta(two)
    whole = expand(rule, Span(first, last), weekday_advice)
    halves = (
        *expand(rule, Span(first, middle), weekday_advice),
        *expand(rule, Span(middle + timedelta(1), last), weekday_advice),
    )
    assert whole == halves
    assert len({each.tag for each in whole}) == len(whole)


@given(TIMINGS, DAYS, st.integers(0, 900))
def test_windows_stay_inside_the_rules_bounds(timing, first, length):
    rule = make_rule(timing, effective=D("2021-08-17"), until=D("2025-05-05"))
    for window in expand(rule, Span(first, first + timedelta(length)), weekday_advice):
        assert rule.effective <= window.start <= window.due <= rule.until
        assert window.trace[0].startswith("依据：测安委〔2022〕1号")


def test_a_stage_is_cut_to_the_rules_bounds():
    timing = Phase(start=D("2022-02-01"), due=D("2022-12-31"))
    rule = make_rule(timing, until=D("2022-09-20"))
    assert found(rule) == [("2022-12-31", "2022-04-25", "2022-09-20", True)]


def test_a_stage_that_a_newer_document_took_over_before_it_began_is_gone():
    timing = Phase(start=D("2022-09-01"), due=D("2022-10-31"))
    assert found(replace(make_rule(timing), superseded_on=D("2022-06-10"))) == []
    assert len(found(replace(make_rule(timing), superseded_on=D("2022-09-02")))) == 1


def test_what_runs_on_past_the_span_is_given_on_request():
    rule = make_rule(Cadence(period="3_years"))
    assert expand(rule, YEAR, weekday_advice) == ()
    (window,) = expand(rule, YEAR, weekday_advice, running=True)
    assert (window.label, window.due) == ("2022..2024", D("2024-12-31"))


def test_a_bar_is_no_occurrence():
    unit = Unit(place="ceshi", id="east", name="东镇")
    binding = Binding(rule=make_rule(force="must_not"), unit=unit, names=("各乡镇",))
    assert list(occurrences([binding], YEAR, weekday_advice)) == []


def test_supersession_leaves_no_gap_and_asks_nothing_twice():
    took_over = D("2022-05-10")
    old = replace(
        make_rule(Cadence(period="month"), effective=D("2021-01-01")), superseded_on=took_over
    )
    new = replace(make_rule(Cadence(period="month"), effective=took_over), whole_windows=True)
    labels = [each[0] for rule in (old, new) for each in found(rule)]
    assert labels == [f"2022-{month:02}" for month in range(1, 13)]


def test_the_advised_day_rolls_back_from_a_day_off():
    rule = make_rule(Cadence(period="month"))
    windows = {
        each.label: each for each in expand(rule, Span(D("2026-10-01"), D("2026-11-30")), advise)
    }
    assert windows["2026-10"].advised == D("2026-10-30")  # October 31, 2026 is a Saturday
    assert windows["2026-11"].advised == D("2026-11-30")
    assert "建议：截止日为工作日" in windows["2026-11"].trace


def test_a_year_without_announced_holidays_is_provisional_and_says_so():
    rule = make_rule(Cadence(period="year"))
    (window,) = expand(rule, Span(D("2099-01-01"), D("2099-12-31")), advise)
    assert window.advised is None
    assert window.provisional
    assert any("2099年节假日安排未公布" in line for line in window.trace)


def test_ids_and_uids_are_made_of_rule_window_and_unit():
    unit = Unit(place="ceshi", id="east", name="东镇")
    binding = Binding(rule=make_rule(Cadence(period="month")), unit=unit, names=("各乡镇",))
    (one,) = occurrences([binding], Span(D("2022-06-01"), D("2022-06-30")), weekday_advice)
    assert one.id == "ceshi/notice:duty:2022-06@ceshi/east"
    other = Unit(place="ceshi", id="west", name="西乡")
    (two,) = occurrences(
        [replace(binding, unit=other)], Span(D("2022-06-01"), D("2022-06-30")), weekday_advice
    )
    assert one.uid.split(".")[0] == two.uid.split(".")[0]
    assert one.uid != two.uid


def test_a_corrected_deadline_keeps_its_uid():
    unit = Unit(place="ceshi", id="east", name="东镇")

    def uid(due):
        binding = Binding(rule=make_rule(Deadline(due=D(due))), unit=unit, names=("各乡镇",))
        (one,) = occurrences([binding], YEAR, weekday_advice)
        return one.uid

    assert uid("2022-05-31") == uid("2022-06-30")


def test_who_only_leads_or_assists_owes_no_occurrence():
    unit = Unit(place="ceshi", id="deputy", name="常务副县长", kind="post", of="county")
    binding = Binding(rule=make_rule(), unit=unit, names=("常务副县长",), role="lead")
    assert list(occurrences([binding], YEAR, weekday_advice)) == []


def test_no_working_day_is_advised_before_the_window_opens():
    """From October 1 to 8 all is off: the last working day lies before the window does."""

    def golden_week(day):
        off = date(2025, 10, 1) <= day <= date(2025, 10, 8)
        return Advice(day=date(2025, 9, 30) if off else day, provisional=False)

    rule = make_rule(PeriodicDeadline(period="quarter", day="1-05"))
    (window,) = expand(rule, Span(date(2025, 10, 1), date(2025, 12, 31)), golden_week)
    assert (window.start, window.due) == (date(2025, 10, 1), date(2025, 10, 5))
    assert (window.advised, window.is_off, window.provisional) == (None, True, False)
    assert "建议：期内无工作日，请在截止日前安排完成" in window.trace
