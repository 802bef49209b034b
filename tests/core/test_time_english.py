"""How a timing is said in English, in the traces that name it."""

import datetime as dt

import pytest
from conftest import make_rule

from cadence.core.policy import NamedSpan
from cadence.core.rule import is_open
from cadence.core.time_english import timing_english
from cadence.core.timing import Cadence, PeriodicDeadline, Season, Threshold, Trigger, Unspecified

EVERY = [
    (Cadence(period="xun"), "at least once every ten days (旬)"),
    (Cadence(period="xun", every=2), "at least once every 2 periods of ten days (旬)"),
    (Cadence(period="week", every=2, count=2), "at least twice every 2 weeks"),
    (Cadence(period="3_years", count=3), "at least 3 times every 3 years"),
    (Cadence(period="month", months=(6, 12)), "at least once every month, June and December only"),
    (Cadence(period="month", months=(6,)), "at least once every month, June only"),
    (PeriodicDeadline(period="month", day=1), "by the 1st of every month"),
    (PeriodicDeadline(period="month", day=12), "by the 12th of every month"),
    (PeriodicDeadline(period="month", day=22), "by the 22nd of every month"),
    (PeriodicDeadline(period="xun", day=3), "by the 3rd day of every ten days (旬)"),
    (PeriodicDeadline(period="week", day=5), "by Friday of every week"),
    (PeriodicDeadline(period="year", day="06-30"), "by June 30 of every year"),
    (PeriodicDeadline(period="year", day="12-last"), "by the end of December of every year"),
    (
        PeriodicDeadline(period="quarter", day="1-05"),
        "by the 5th of the 1st month of every quarter",
    ),
    (
        PeriodicDeadline(period="month", day=25, time="17:00", due=dt.date(2026, 6, 30)),
        "by 17:00 on the 25th of every month (until 2026-06-30)",
    ),
    (Trigger(event="接报", offset="PT24H"), "within 24 hours after 接报"),
    (Trigger(event="接报", offset="PT1H"), "within 1 hour after 接报"),
    (Trigger(event="开会", offset="-P3D"), "3 days before 开会"),
    (Threshold(event="事故", count=2, within="year"), "once 事故 reaches 2 within a year"),
]


@pytest.mark.parametrize(("timing", "said"), EVERY, ids=[said for _timing, said in EVERY])
def test_a_timing_is_said_as_the_text_means_it(timing, said):
    assert timing_english(timing) == said


@pytest.mark.parametrize(
    ("timing", "is_asked"),
    [
        (Unspecified(words="定期"), True),
        (Season(start=None, due=None, name="春节"), False),
        (Season(start=None, due=None, name="供暖季"), True),
        (Season(start="--06-01", due="--09-30"), False),
        (Cadence(period="term"), True),
        (Cadence(period="school_year"), True),
        (Cadence(period="month"), False),
    ],
)
def test_the_office_is_asked_what_no_text_and_no_calendar_dates(timing, is_asked):
    assert is_open(make_rule(timing)) == is_asked


@pytest.mark.parametrize(
    "timing", [Season(start=None, due=None, name="供暖季"), Cadence(period="term")]
)
def test_what_the_office_has_dated_is_asked_no_more(timing):
    span = NamedSpan(name="供暖季", start=dt.date(2026, 11, 15), due=dt.date(2027, 3, 15))
    assert not is_open(make_rule(timing, spans=(span,)))
