"""A chip says days where days matter and minutes where hours count."""

import datetime as dt

import pytest

from cadence.core.dates import SHANGHAI
from cadence.core.words import STATUSES
from cadence.desk.chips import CHIPS, chip_of
from cadence.occurrences.judge import Judged, Judgement

NOW = dt.datetime(2026, 11, 26, 10, 25, tzinfo=SHANGHAI)
TODAY = NOW.date()


class Window:
    """As much of an occurrence as a chip reads."""

    def __init__(self, closes=None):
        self.window = self
        self.closes = closes


def chip(status, *, days=None, closes=None, **judged):
    due = TODAY + dt.timedelta(days) if days is not None else None
    return chip_of(Judged(Window(closes), Judgement(status=status, due=due, **judged)), NOW)


@pytest.mark.parametrize(
    ("days", "words"), [(0, "今天"), (1, "明天"), (2, "后天"), (3, "还有3天"), (None, "进行中")]
)
def test_what_may_still_be_done_says_how_long(days, words):
    assert chip("open", days=days).words == words


def test_within_grace_the_word_stands_and_no_day_that_is_past():
    assert chip("due_soon", days=-1).words == STATUSES["due_soon"]


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "剩 0分"), (220, "剩 3小时40分"), (24 * 60, "明天")]
)
def test_a_running_clock_counts_minutes_within_its_last_day(minutes, words):
    closes = NOW + dt.timedelta(minutes=minutes)
    days = (closes.date() - TODAY).days

    assert chip("due_soon", days=days, closes=closes).words == words


@pytest.mark.parametrize(
    ("late", "days", "words"),
    [(dt.timedelta(minutes=65), 0, "超 1小时5分"), (dt.timedelta(hours=24), 1, "逾期1天")],
)
def test_what_ran_out_says_by_how_much(late, days, words):
    assert chip("overdue", days=-1, late_by=late, days_late=days).words == words


def test_every_status_has_a_chip_and_what_is_settled_has_everybody_s_word():
    assert set(CHIPS) == set(STATUSES)
    assert chip("done", days=0).words == STATUSES["done"]
    assert len({mark for _css, mark in CHIPS.values()}) == len(CHIPS)
