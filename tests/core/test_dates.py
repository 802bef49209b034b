import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.core.dates import PERIODS, Span, day_in, is_period, periods

ALL = [*PERIODS, "2_years", "3_years"]
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2120, 12, 31))
ORIGIN = date(2022, 4, 25)
SPANS = st.tuples(DAYS, st.integers(0, 1500)).map(
    lambda pair: Span(pair[0], pair[0] + timedelta(pair[1]))
)


@given(st.sampled_from(ALL), SPANS)
def test_windows_tile_the_span(period, span):
    found = [days for _, days in periods(period, span, ORIGIN)]
    assert found[0].first <= span.first <= found[0].last
    assert found[-1].first <= span.last <= found[-1].last
    for earlier, later in itertools.pairwise(found):
        assert later.first == earlier.last + timedelta(1)


@given(st.sampled_from(ALL), SPANS)
def test_labels_are_unique_and_sorted_like_time(period, span):
    labels = [label for label, _ in periods(period, span, ORIGIN)]
    assert len(set(labels)) == len(labels)
    assert labels == sorted(labels)


@given(st.sampled_from(ALL), SPANS, st.data())
def test_what_a_window_is_does_not_depend_on_the_span_asked_for(period, span, data):
    found = dict(periods(period, span, ORIGIN))
    day = data.draw(st.dates(span.first, span.last))
    label, days = next(periods(period, Span(day, day), ORIGIN))
    assert found[label] == days


@given(DAYS, st.integers(0, 400))
def test_the_kth_month_end_never_drifts(first, months):
    span = Span(first, first + timedelta(31 * months + 31))
    for k, (_, days) in enumerate(periods("month", span, ORIGIN)):
        year, month = divmod(first.year * 12 + first.month - 1 + k, 12)
        assert days.first == date(year, month + 1, 1)
        assert (days.last + timedelta(1)).day == 1


@pytest.mark.parametrize(
    ("period", "day", "label", "first", "last"),
    [
        ("day", "2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("week", "2026-11-22", "2026-W47", "2026-11-16", "2026-11-22"),
        ("week", "2027-01-01", "2026-W53", "2026-12-28", "2027-01-03"),
        ("xun", "2026-11-10", "2026-11-x1", "2026-11-01", "2026-11-10"),
        ("xun", "2026-11-11", "2026-11-x2", "2026-11-11", "2026-11-20"),
        ("xun", "2024-02-29", "2024-02-x3", "2024-02-21", "2024-02-29"),
        ("month", "2026-11-22", "2026-11", "2026-11-01", "2026-11-30"),
        ("month", "2023-02-01", "2023-02", "2023-02-01", "2023-02-28"),
        ("quarter", "2026-12-31", "2026-Q4", "2026-10-01", "2026-12-31"),
        ("half_year", "2026-06-30", "2026-H1", "2026-01-01", "2026-06-30"),
        ("year", "2026-06-30", "2026", "2026-01-01", "2026-12-31"),
        ("3_years", "2024-12-31", "2022..2024", "2022-01-01", "2024-12-31"),
        ("3_years", "2025-01-01", "2025..2027", "2025-01-01", "2027-12-31"),
        ("2_years", "2021-12-31", "2020..2021", "2020-01-01", "2021-12-31"),
    ],
)
def test_periods_are_named_and_bounded_as_ids_promise(period, day, label, first, last):
    asked = date.fromisoformat(day)
    found = next(periods(period, Span(asked, asked), ORIGIN))
    assert found == (label, Span(date.fromisoformat(first), date.fromisoformat(last)))


@pytest.mark.parametrize(
    ("period", "day", "within", "expected"),
    [
        ("month", 25, "2026-11-01", "2026-11-25"),
        ("month", 31, "2026-02-01", "2026-02-28"),
        ("month", 31, "2024-02-01", "2024-02-29"),
        ("month", "last", "2026-04-01", "2026-04-30"),
        ("week", 5, "2026-11-16", "2026-11-20"),
        ("xun", 3, "2026-11-11", "2026-11-13"),
        ("xun", 11, "2026-11-21", "2026-11-30"),
        ("quarter", "1-15", "2026-10-01", "2026-10-15"),
        ("quarter", "2-31", "2026-10-01", "2026-11-30"),
        ("half_year", "6-last", "2026-01-01", "2026-06-30"),
        ("year", "12-last", "2026-01-01", "2026-12-31"),
        ("year", "02-29", "2026-01-01", "2026-02-28"),
        ("year", "02-29", "2028-01-01", "2028-02-29"),
        ("3_years", "last", "2022-01-01", "2024-12-31"),
    ],
)
def test_the_named_day_of_a_period(period, day, within, expected):
    start = date.fromisoformat(within)
    _, days = next(periods(period, Span(start, start), ORIGIN))
    assert day_in(period, day, days) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("month", 32), ("month", 0), ("week", 8), ("xun", 12), ("quarter", "4-01"),
        ("year", "13-01"), ("year", "02-30"), ("day", 1), ("month", "1-15"), ("quarter", 15),
        ("3_years", "12-31"), ("month", "ultimo"), ("half_year", "7-last"),
    ],
)  # fmt: skip
def test_a_day_that_a_period_lacks_is_refused(period, day):
    _, days = next(periods(period, Span(ORIGIN, ORIGIN), ORIGIN))
    with pytest.raises(ValueError, match="no day"):
        day_in(period, day, days)


def test_a_period_that_does_not_exist_is_refused():
    assert not is_period("fortnight")
    assert not is_period("1_years")
    with pytest.raises(ValueError, match="no such period"):
        next(periods("fortnight", Span(ORIGIN, ORIGIN), ORIGIN))


def test_a_span_upside_down_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        next(periods("month", Span(ORIGIN, ORIGIN - timedelta(1)), ORIGIN))
