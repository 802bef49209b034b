"""Each hard rule of a year's plan where it binds and where it does not; what each price is for."""

import datetime as dt
from dataclasses import replace

import pytest
from years import COSTS, FREE, MONDAY, WIDE, meeting, slot, year

from cadence.conflicts.year.board import Timetable, broken, laid
from cadence.conflicts.year.greedy import mend, standing
from cadence.core.dates import SHANGHAI


def against(given, slots, number, at):
    """The rules that speak against a slot while others lie on theirs."""
    return {each.kind for each in laid(given, slots).against(number, at)}


def two(first=("east", "boss"), second=("west", "boss"), **given):
    return year(meeting("a", first), meeting("b", second), **given)


def test_a_meeting_lies_on_its_lawful_worked_days_alone():
    given = year(meeting("a", ["east"], days=(1, 2)))
    assert against(given, [None], 0, slot(0)) == {"off"}
    assert against(given, [None], 0, slot(1)) == set()


def test_a_leader_is_in_one_meeting_at_once_and_may_go_to_the_next_after_lunch():
    assert against(two(), [slot(0), None], 1, slot(0)) == {"busy"}
    assert against(two(), [slot(0), None], 1, slot(0, 1)) == set()


def test_those_who_share_nobody_meet_at_the_same_hour():
    given = two(first=("east",), second=("west",))
    assert against(given, [slot(0), None], 1, slot(0)) == set()


def test_two_seats_of_a_post_sit_in_two_meetings_and_not_in_three():
    people = [("east", "boss"), ("west", "boss"), ("south", "boss")]
    given = year(*(meeting(each[0], each) for each in people), seats={"boss": 2})
    assert against(given, [slot(0), None, None], 1, slot(0)) == set()
    assert against(given, [slot(0), slot(0), None], 2, slot(0)) == {"busy"}


def test_an_absent_post_attends_nothing_and_the_day_after_it_does():
    given = two(away={"boss": {MONDAY: 1}})
    assert against(given, [None, None], 0, slot(0)) == {"away"}
    assert against(given, [None, None], 0, slot(1)) == set()


def test_one_absent_seat_of_two_leaves_one():
    given = two(away={"boss": {MONDAY: 1}}, seats={"boss": 2})
    assert against(given, [None, None], 0, slot(0)) == set()
    assert against(given, [slot(0), None], 1, slot(0)) == {"busy"}


@pytest.mark.parametrize(
    ("limits", "at", "kinds"),
    [
        ({"post_day": 1}, slot(0, 1), {"day"}),
        ({"post_day": 1}, slot(1), set()),
        ({"post_week": 1}, slot(4), {"week"}),
        ({"post_week": 2}, slot(4), set()),
    ],
)
def test_a_leader_has_so_many_a_day_and_week(limits, at, kinds):
    given = two(limits=replace(WIDE, **limits))
    assert against(given, [slot(0), None], 1, at) == kinds


@pytest.mark.parametrize(
    ("limits", "at", "kinds"),
    [
        ({"unit_day": 1}, slot(0, 1), {"day"}),
        ({"unit_day": 1}, slot(1), set()),
        ({"unit_week": 1}, slot(4), {"week"}),
        ({"unit_week": 1}, slot(7), set()),
    ],
)
def test_a_unit_has_so_many_a_day_and_week(limits, at, kinds):
    days = (0, 1, 2, 3, 4, 7)
    given = year(
        meeting("a", ["east"], days=days),
        meeting("b", ["east"], days=days),
        limits=replace(WIDE, **limits),
    )
    assert against(given, [slot(0), None], 1, at) == kinds


def test_one_room_of_one_owner_holds_one_meeting_and_another_owners_room_is_another():
    given = year(
        meeting("a", ["east"], place="p/hall 三楼会议室"),
        meeting("b", ["west"], place="p/hall 三楼会议室"),
        meeting("c", ["south"], place="p/south 三楼会议室"),
    )
    assert against(given, [slot(0), None, None], 1, slot(0)) == {"room"}
    assert against(given, [slot(0), None, None], 2, slot(0)) == set()


def test_what_acts_on_an_outcome_comes_a_gap_after_it():
    given = year(meeting("a", ["east"]), meeting("b", ["west"], after=(0,)), gap=2)
    assert against(given, [slot(1), None], 1, slot(2)) == {"order"}
    assert against(given, [slot(1), None], 1, slot(3)) == set()
    assert against(given, [None, slot(3)], 0, slot(2)) == {"order"}
    assert against(given, [None, slot(3)], 0, slot(1)) == set()


def test_hours_that_are_out_collide_only_where_they_overlap():
    nine = dt.datetime(2027, 3, 1, 9, tzinfo=SHANGHAI)
    first = meeting("a", ["east", "boss"], was=slot(0), was_at=nine)
    later = meeting("b", ["west", "boss"], was=slot(0), was_at=nine.replace(hour=10))
    during = meeting("b", ["west", "boss"], was=slot(0), was_at=nine.replace(minute=59))
    assert standing(year(first, later)) == [slot(0), slot(0)]
    assert standing(year(first, during)) == [slot(0), None]


def test_what_is_fixed_stays_even_where_it_breaks_a_rule():
    given = year(meeting("a", ["east"], days=(1,), fixed=slot(0), was=slot(0)))
    assert standing(given) == [slot(0)]
    assert broken(given, [slot(0)]) == []


@pytest.mark.parametrize(
    ("price", "costs"),
    [
        ("last_days", {slot(4): 20, slot(1): 0}),
        ("other_weekday", {slot(0): 0, slot(1): 8}),
        ("moved", {slot(3): 0, slot(1): 100}),
    ],
)
def test_prices_of_a_meeting_alone(price, costs):
    one = meeting("a", ["east"], weekdays=(1,), was=slot(3))
    given = year(one, costs=replace(FREE, **{price: getattr(COSTS, price)}))
    assert {each: Timetable(given).cost(0, each) for each in costs} == costs


def test_meetings_of_one_leader_cost_in_one_week_and_more_on_one_day():
    given = two(costs=COSTS)
    board = laid(given, [slot(0), None])
    assert board.cost(1, slot(1)) == 4
    assert board.cost(1, slot(0, 1)) == 4 + 12


def test_yearly_duties_of_a_unit_stand_apart_and_in_season():
    march, january = 0, -45
    yearly = [meeting(each, ["east"], days=(january, march, 40), yearly=True) for each in "ab"]
    board = laid(
        year(*yearly, costs=replace(COSTS, last_days=0, even_weeks=0)), [slot(march), None]
    )
    assert board.cost(1, slot(march)) == 16
    assert board.cost(1, slot(40)) == 0
    assert board.cost(1, slot(january)) == 20


def test_one_meeting_makes_way_for_another_that_has_no_other_day():
    given = year(
        meeting("a", ["east", "boss"], days=(0, 1)),
        meeting("b", ["west", "boss"], days=(0,)),
        limits=replace(WIDE, post_day=1),
    )
    board = laid(given, [slot(0), None])
    mend(board)
    assert board.slots == [slot(1), slot(0)]
