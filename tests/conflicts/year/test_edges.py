"""Both sides of every edge by which a half-day is priced, refused, or given up for another."""

from dataclasses import replace

import pytest
from years import COSTS, FREE, MONDAY, WIDE, meeting, slot, year

from cadence.conflicts.year import greedy
from cadence.conflicts.year.board import UNHELD, Against, Timetable, laid
from cadence.conflicts.year.greedy import cheapest, mend, polish, standing, tightest_first
from cadence.core import Limits

APRIL = 31  # the first of it, counted from the Monday


def paying(**prices):
    return replace(FREE, **prices)


def cost(one, at, **prices):
    return Timetable(year(one, costs=paying(**prices))).cost(0, at)


@pytest.mark.parametrize(
    ("last", "costly"), [(2, []), (3, [1, 2, 3]), (4, [2, 3, 4]), (9, [7, 8, 9])]
)
def test_the_last_three_days_cost_where_there_were_others(last, costly):
    one = meeting("a", ["east"], days=range(last + 1))
    paid = [day for day in range(last + 1) if cost(one, slot(day), last_days=20)]
    assert paid == costly


def test_a_week_off_the_middle_of_the_window_costs_one_and_more_than_two_cost_two():
    one = meeting("a", ["east"], days=range(49))  # the middle is day 24, of the fourth week
    weeks = [cost(one, slot(7 * week), off_middle=1) for week in range(7)]
    assert weeks == [2, 2, 1, 0, 1, 2, 2]


@pytest.mark.parametrize(("yearly", "costly"), [(True, [1, 2, 12]), (False, [])])
def test_the_poor_months_cost_yearly_duties_alone(yearly, costly):
    days = [30 * month - 45 for month in range(12)]  # the middles of January to December
    one = meeting("a", ["east"], days=days, yearly=yearly)
    assert [n for n, day in enumerate(days, 1) if cost(one, slot(day), season=20)] == costly


def test_only_what_is_out_is_moved_and_only_a_wish_for_a_weekday_is_missed():
    bare = meeting("a", ["east"])
    assert [cost(bare, slot(day), moved=100, other_weekday=8) for day in range(5)] == [0] * 5
    out = meeting("a", ["east"], was=slot(1, 1))
    assert [cost(out, slot(1, half), moved=100) for half in (0, 1)] == [100, 0]
    wished = meeting("a", ["east"], weekdays=(2, 4))
    assert [cost(wished, slot(day), other_weekday=8) for day in range(5)] == [8, 0, 8, 0, 8]


@pytest.mark.parametrize(
    ("first", "second", "paid"),
    [(True, True, 16), (True, False, 0), (False, True, 0), (False, False, 0)],
)
def test_only_two_yearly_duties_of_one_unit_in_one_month_cost(first, second, paid):
    made = year(
        meeting("a", ["east"], yearly=first),
        meeting("b", ["east"], yearly=second, days=(4, APRIL)),
        meeting("c", ["west"], yearly=second),
        costs=paying(yearly_apart=16),
    )
    board = laid(made, [slot(0), None, None])
    assert (board.cost(1, slot(4)), board.cost(1, slot(APRIL)), board.cost(2, slot(4))) == (
        (paid, 0, 0)
    )


def test_a_leaders_day_costs_and_a_units_does_not_and_each_meeting_more_costs_again():
    three = [meeting(name, ["east", "boss"]) for name in "abc"]
    made = year(*three, costs=paying(even_weeks=4, same_day=12))
    board = laid(made, [slot(0), slot(1), None])
    assert board.cost(2, slot(0, 1)) == 2 * 2 * 4 + 12
    assert board.cost(2, slot(2)) == 2 * 2 * 4
    assert board.total() == 2 * 4 + UNHELD
    assert laid(made, [slot(0), slot(0), slot(0)]).total() == (2 + 4) * 4 + (1 + 2) * 12


def test_what_speaks_against_a_slot_is_all_told_and_to_whom():
    made = year(
        meeting("a", ["east", "boss"], days=(0,), place="p/hall 大厅"),
        meeting("b", ["west", "boss"], days=(0,), place="p/hall 大厅", after=(0,)),
        away={"boss": {MONDAY: 1}},
        limits=Limits(unit_day=9, unit_week=9, post_day=1, post_week=1),
    )
    board = laid(made, [slot(0), None])
    told = [Against(kind, "boss") for kind in ("away", "busy", "day", "week")]
    assert list(board.against(1, slot(0))) == [
        *told, Against("room", "p/hall 大厅"), Against("order", "0"),
    ]  # fmt: skip
    assert Against("off") not in board.against(1, slot(0))
    assert next(board.against(1, slot(1))) == Against("off")


def test_an_absent_post_of_one_seat_is_not_busy_too_and_absent_twice_is_absent():
    made = year(meeting("a", ["boss"]), away={"boss": {MONDAY: 2}})
    assert list(laid(made, [None]).against(0, slot(0))) == [Against("away", "boss")]


@pytest.mark.parametrize(
    ("key", "week", "many"),
    [("east", False, 1), ("east", True, 2), ("boss", False, 3), ("boss", True, 4),
     ("pair", False, 6), ("pair", True, 8)],
)  # fmt: skip
def test_units_and_each_seat_of_a_post_have_their_own_limits(key, week, many):
    made = year(
        limits=Limits(unit_day=1, unit_week=2, post_day=3, post_week=4),
        posts=frozenset({"boss", "pair"}),
        seats={"pair": 2},
    )
    assert made.limit(key, week=week) == many


def test_the_week_of_a_day_runs_from_monday_to_sunday():
    days = (-1, 0, 3, 6, 7)
    made = year(*(meeting(f"m{day}", ["east"], days=(day,)) for day in days))
    board = laid(made, [slot(day, 1) for day in days])
    for day in (0, 4, 6):
        assert list(board.lying("east", MONDAY + day)) == [1, 2, 3]
    assert list(board.lying("east", MONDAY - 1)) == [0]


def test_a_free_half_day_is_the_cheapest_and_the_earliest_of_those():
    one = meeting("a", ["east"], days=(0, 1, 2), weekdays=(2, 3))
    made = year(one, meeting("b", ["east"]), costs=paying(other_weekday=8))
    assert cheapest(Timetable(made), 0) == slot(1)
    assert cheapest(laid(made, [None, slot(1)]), 0) == slot(1, 1)
    assert cheapest(Timetable(year(meeting("a", ["east"], days=()))), 0) is None


def test_the_tightest_is_laid_first():
    made = year(
        meeting("wide", ["east"]),
        meeting("waits", ["east"], days=(0,), after=(0,)),
        meeting("waits longest", ["east"], days=(0,), after=(1,)),
        meeting("narrow", ["east"], days=(3, 4)),
        meeting("narrow and sooner over", ["east"], days=(0, 1)),
        meeting("the same with two", ["east", "boss"], days=(0, 1)),
        meeting("lies already", ["east"], days=(0,), was=slot(0)),
        meeting("as wide", ["east"]),
    )
    board = laid(made, standing(made))
    names = [made.meetings[each].act for each in tightest_first(made, board)]
    assert names == [
        "the same with two", "narrow and sooner over", "narrow", "wide", "as wide", "waits",
        "waits longest",
    ]  # fmt: skip


def test_of_what_is_out_and_collides_the_first_stays_and_what_is_fixed_before_it():
    one, two = (meeting(name, ["east"], was=slot(0)) for name in "ab")
    assert standing(year(one, two)) == [slot(0), None]
    assert standing(year(one, replace(two, fixed=slot(0)))) == [None, slot(0)]
    assert standing(year(meeting("a", ["east"], was=slot(9)))) == [None]


def same(board):
    """Whether what a board counts is what lies on it."""
    fresh = laid(board.year, board.slots)
    counted = {key: sorted(each) for key, each in board.at.items() if each}
    return counted == {key: sorted(each) for key, each in fresh.at.items()} and (
        (+board.on, +board.within, +board.yearly) == (fresh.on, fresh.within, fresh.yearly)
    )


def test_who_cannot_make_way_is_put_back_where_it_was():
    made = year(
        *(meeting(name, ["east", "boss"], days=(0,)) for name in "abc"),
        limits=replace(WIDE, post_day=2),
    )
    board = laid(made, [slot(0), slot(0, 1), None])
    mend(board)
    assert board.slots == [slot(0), slot(0, 1), None]
    assert same(board)


@pytest.mark.parametrize(("tries", "found"), [(1, None), (2, slot(0))])
def test_so_many_are_asked_to_make_way_and_no_more(tries, found, monkeypatch):
    monkeypatch.setattr(greedy, "TRIES", tries)
    made = year(
        meeting("stays", ["east", "boss"], days=(0,)),
        meeting("goes", ["west", "boss"], days=(0, 1)),
        meeting("asks", ["boss"], days=(0,)),
        limits=replace(WIDE, post_day=2),
    )
    board = laid(made, [slot(0, 1), slot(0), None])
    mend(board)
    assert board.slots[2] == found
    assert same(board)


@pytest.mark.parametrize(
    ("others", "limits"),
    [
        ([meeting("a", ["east"], days=(0, 1), place="p/hall 厅")], {}),  # the room is taken
        ([meeting("a", ["boss"], days=(0, 8))], {"post_week": 1}),
        ([meeting("a", ["boss"], days=(0, 1))], {"post_day": 1}),
    ],
)
def test_one_makes_way_by_room_week_and_day_and_none_where_it_is_fixed(others, limits):
    asks = meeting("asks", ["west", "boss"], days=(0,), place="p/hall 厅")
    # Both half-days are taken, the second by what is fixed.
    fixed = replace(others[0], fixed=slot(0, 1), ids=("f@x",))
    wide = replace(WIDE, **({"post_day": 2, "post_week": 2} | limits))
    if not limits:
        board = laid(year(*others, fixed, asks, limits=wide), [slot(0), slot(0, 1), None])
        mend(board)
        assert board.slots == [slot(1), slot(0, 1), slot(0)]
        return
    board = laid(year(*others, asks, limits=wide), [slot(0, 1), None])
    mend(board)
    assert board.slots == [slot(others[0].days[1] - MONDAY), slot(0)]
    held = year(replace(others[0], fixed=slot(0, 1)), asks, limits=wide)
    board = laid(held, [slot(0, 1), None])
    mend(board)
    assert board.slots == [slot(0, 1), None]


def test_what_waits_makes_way_for_what_it_waits_for_and_nobody_for_the_absent():
    made = year(meeting("a", ["east"], days=(2,)), meeting("b", ["west"], after=(0,)), gap=1)
    board = laid(made, [None, slot(2)])
    mend(board)
    assert board.slots == [slot(2), slot(3)]
    away = year(
        meeting("a", ["boss"], days=(0, 1)),
        meeting("b", ["east", "boss"], days=(0,)),
        away={"boss": {MONDAY: 1}},
    )
    board = laid(away, [slot(0), None])
    mend(board)
    assert board.slots == [slot(0), None]


def test_laying_anew_goes_on_while_it_saves_and_leaves_what_is_out_or_costs_the_same():
    limits = replace(WIDE, post_day=1)
    waits = meeting("wants monday", ["boss"], days=(0, 1), weekdays=(1,))
    goes = meeting("wants wednesday", ["east", "boss"], days=(0, 2), weekdays=(3,))
    content = meeting("content", ["west"])
    prices = paying(other_weekday=8)
    nowhere = meeting("nowhere", ["south"])
    made = year(waits, goes, content, nowhere, limits=limits, costs=prices)
    board = laid(made, [slot(1), slot(0), slot(3), None])
    polish(board)
    assert board.slots == [slot(0), slot(2), slot(3), None]
    assert same(board)
    out = year(waits, replace(goes, was=slot(0)), content, limits=limits, costs=prices)
    board = laid(out, [slot(1), slot(0), slot(3)])
    polish(board)
    assert board.slots == [slot(1), slot(0), slot(3)]


def test_a_plan_without_a_solver_costs_what_its_board_does():
    made = year(*(meeting(each, [each, "boss"]) for each in ("east", "west")), costs=COSTS)
    plan = greedy.greedy(made)
    assert plan.slots == (slot(0), slot(1))
    assert plan.cost == laid(made, plan.slots).total() == 4
    assert plan.bound is None
