"""A month drawn in weeks: every day once, in its weekday's column, blank elsewhere."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.core import last_of_month, month_grid


def test_a_month_that_begins_on_a_sunday_spreads_over_six_weeks() -> None:
    grid = month_grid(2026, 3, lambda day: day.day)  # March 1, 2026 is a Sunday

    assert grid[0] == (None, None, None, None, None, None, 1)
    assert grid[-1] == (30, 31, None, None, None, None, None)
    assert len(grid) == 6


def test_a_february_from_monday_to_sunday_has_four_weeks_and_no_blank() -> None:
    grid = month_grid(2027, 2, lambda day: day.day)  # February 1, 2027 is a Monday

    assert [day for week in grid for day in week] == list(range(1, 29))
    assert len(grid) == 4


@given(year=st.integers(1901, 2199), month=st.integers(1, 12))
def test_each_day_stands_once_and_under_its_weekday(year: int, month: int) -> None:
    grid = month_grid(year, month, lambda day: day)
    placed = [(column, day) for week in grid for column, day in enumerate(week) if day]

    assert [day.day for _, day in placed] == list(range(1, last_of_month(year, month).day + 1))
    assert all(day.weekday() == column for column, day in placed)
    assert all(len(week) == 7 for week in grid)


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_no_year_has_is_an_error(month: int) -> None:
    with pytest.raises(ValueError, match="month"):
        month_grid(2026, month, date.isoformat)
