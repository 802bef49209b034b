"""Heaps in order are the whole list in order, whichever page of it is looked at."""

import datetime as dt

import pytest
from conftest import ROOT
from desking import NOW
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.core import Span, history
from cadence.desk.ranking import worst_first
from cadence.occurrences import Asked, scenes_of
from cadence.reports import urgency_of
from cadence.rules import read_workspace


@pytest.fixture(scope="module")
def year():
    """A county's year, with duties of many statuses."""
    asked = Asked(span=Span(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), place="yichuan")
    (scene,) = scenes_of(read_workspace(ROOT), history(()), asked, NOW)
    return (*scene.unsettled_before(), *scene.judged)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.integers(0, 60), st.randoms(use_true_random=False))
def test_each_page_is_that_of_the_whole_in_order(year, first, count, chance):
    shuffled = list(year)
    chance.shuffle(shuffled)
    found, whole = worst_first(shuffled), sorted(year, key=urgency_of)

    assert len(found) == len(whole)
    assert found[first : first + count] == whole[first : first + count]
    assert found[first : first + count] == whole[first : first + count]  # in order already


def test_one_status_is_counted_and_listed_alone(year):
    found = worst_first(year)
    assert sum(found.counts.values()) == len(year)
    for status, count in found.counts.items():
        own = [each for each in year if each.judgement.status == status]
        assert count == len(own) == len(found.of(status))
        assert list(found.of(status)) == sorted(own, key=urgency_of)
    assert found[-1] == max(year, key=urgency_of)
    with pytest.raises(IndexError):
        found[len(year)]
