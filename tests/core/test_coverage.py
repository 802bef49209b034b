"""全覆盖: one visit is not enough, nobody counts twice, and the last first visit is the day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.core import Coverage, Done, Unit
from cadence.core.past import NOTHING, with_fact

UNITS = tuple(Unit(place="p", id=id_, name=name) for id_, name in zip("abc", "甲乙丙", strict=True))
DAY = dt.date.fromisoformat


def done(on, *covers, evidence="报告"):
    return Done(
        occurrence="p/x:r:2022@p/o", on=DAY(on), evidence=evidence,
        covers=tuple(f"p/{each}" for each in covers),
    )  # fmt: skip


def coverage(*entries, required=UNITS):
    return Coverage(required=required, entries=entries)


def test_it_is_done_on_the_day_on_which_the_last_was_first_reached():
    found = coverage(done("2022-03-01", "a"), done("2022-05-01", "b", "a"), done("2022-04-01", "c"))
    assert found.done.on == DAY("2022-05-01")
    assert found.reached["p/a"].on == DAY("2022-03-01")
    assert found.line == "已覆盖3/3"


def test_who_is_left_is_named_and_a_second_visit_counts_for_nothing():
    found = coverage(done("2022-03-01", "a"), done("2022-05-01", "a"))
    assert found.done is None
    assert found.line == "已覆盖1/3，未覆盖：乙、丙"
    many = tuple(Unit(place="p", id=f"u{n}", name=f"{n}镇") for n in range(12))
    assert coverage(required=many).left_words.endswith("7镇等12个")
    assert coverage(required=many).brief == "已覆盖0/12，未覆盖：0镇等12个"
    assert found.brief == found.line, "of a few each is named"


def test_one_who_is_required_no_longer_neither_counts_nor_hinders():
    found = coverage(done("2022-03-01", "z"), done("2022-03-02", "a", "b", "c"))
    assert found.done.on == DAY("2022-03-02")
    assert coverage(done("2022-03-01", "z")).line.startswith("已覆盖0/3")


def test_where_the_roster_lists_nobody_nothing_is_said_to_be_whole():
    found = coverage(done("2022-03-01", "a"), required=())
    assert found.done is None
    assert "不能认定" in found.line


def test_a_part_is_not_the_whole_in_what_is_known():
    past = with_fact(NOTHING, done("2022-03-01", "a"), dt.datetime(2022, 3, 2))  # noqa: DTZ001
    assert past.done is None
    assert len(past.covered) == 1


@given(
    st.lists(
        st.tuples(
            st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31)), st.sets(st.sampled_from("abc"))
        ),
        max_size=8,
    )
)
def test_it_is_done_if_and_only_if_each_was_reached_and_never_before(visits):
    entries = [done(day.isoformat(), *sorted(whom)) for day, whom in visits]
    found = coverage(*entries)
    firsts = {
        each: min((day for day, whom in visits if each in whom), default=None) for each in "abc"
    }
    assert [each.id for each in found.left] == [each for each in "abc" if firsts[each] is None]
    if None in firsts.values():
        assert found.done is None
    else:
        assert found.done.on == max(firsts.values())


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_entries_changes_nothing(order):
    entries = [done("2022-05-01", "a", "b"), done("2022-03-01", "b", "c")][::order]
    assert coverage(*entries).done.on == DAY("2022-05-01")
