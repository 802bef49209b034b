"""Which clocks a calendar shows a bar for: both ends of the span, and none that is still asked."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from cadence.core import Span, Window
from cadence.occurrences.clocks import windows_of

SPAN = Span(first=dt.date(2026, 6, 1), last=dt.date(2026, 6, 30))


def clock(start: dt.date, due: dt.date | None, questions: tuple[str, ...] = ()) -> Any:
    window = Window(
        label="x", start=start, due=due, nth=1, of=1, partial=False, advised=None, provisional=False
    )
    binding = SimpleNamespace(unit=SimpleNamespace(key="a/b"))
    rule = SimpleNamespace(key="p:r")
    return SimpleNamespace(rule=rule, window=window, questions=questions, bindings=(binding,))


@pytest.mark.parametrize(
    ("start", "due", "shown"),
    [
        (dt.date(2026, 6, 30), dt.date(2026, 7, 5), True),
        (dt.date(2026, 7, 1), dt.date(2026, 7, 5), False),
        (dt.date(2026, 5, 1), dt.date(2026, 6, 1), True),
        (dt.date(2026, 5, 1), dt.date(2026, 5, 31), False),
        (dt.date(2026, 6, 1), None, True),
        (dt.date(2026, 5, 31), None, False),
    ],
)
def test_a_bar_is_shown_that_touches_the_span_with_its_first_or_last_day(start, due, shown):
    assert bool(windows_of([clock(start, due)], SPAN)) is shown


def test_a_clock_of_which_it_is_asked_whether_it_runs_has_no_bar():
    day = dt.date(2026, 6, 10)
    assert windows_of([clock(day, day, ("?",))], SPAN) == {}
    assert list(windows_of([clock(day, day)], SPAN)) == [("p:r", "a/b")]
