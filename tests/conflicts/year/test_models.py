"""The solver's two stages by themselves: what each pays for, where it binds, what it proves."""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from years import FREE, MONDAY, WIDE, meeting, slot, year

from cadence.conflicts.year import model as models
from cadence.conflicts.year.board import UNHELD, broken, laid
from cadence.conflicts.year.choose import plan_of
from cadence.conflicts.year.halves import lay_week
from cadence.conflicts.year.model import Model
from cadence.conflicts.year.nouns import moment_of, slot_of, week_of
from cadence.conflicts.year.weeks import Parts, WeekChoice
from cadence.core.dates import SHANGHAI

WEEKDAYS = (0, 1, 2, 3, 4)


def weeks(made, slots=None):
    """The Monday of each meeting, counted in weeks, and the bound."""
    board = laid(made, slots or [None] * len(made.meetings))
    chosen, bound = WeekChoice(board).solve()
    return {n: (week - MONDAY) // 7 for n, week in chosen.items()}, round(bound, 3)


def halves(made, slots, numbers, week=0):
    board = laid(made, slots)
    lay_week(board, numbers, MONDAY + 7 * week)
    return board


def prices(**given):
    return replace(FREE, **given)


# Weeks


@pytest.mark.parametrize(("many", "bound"), [(1, 0), (2, 4), (3, 4 + 8), (4, 4 + 8 + 12)])
def test_each_meeting_more_of_one_unit_in_a_week_costs_more_than_the_one_before(many, bound):
    made = year(*(meeting(f"m{n}", ["east"]) for n in range(many)), costs=prices(even_weeks=4))
    assert weeks(made)[1] == bound


def test_what_lies_there_already_has_used_the_first_prices_up():
    three = [meeting(f"m{n}", ["east"]) for n in range(3)]
    made = year(*three, costs=prices(even_weeks=4))
    assert weeks(made, [slot(0), slot(1), None])[1] == 8
    other = year(*three[:2], meeting("far", ["east"], days=(7,)), costs=prices(even_weeks=4))
    assert weeks(other, [slot(0), slot(1), None]) == ({2: 1}, 0)


def test_two_weeks_are_taken_where_two_meetings_cost_in_one():
    made = year(
        meeting("a", ["east"]), meeting("b", ["east"], days=(0, 8)), costs=prices(even_weeks=4)
    )
    assert weeks(made) == ({0: 0, 1: 1}, 0)
    apart = year(meeting("a", ["east"]), meeting("b", ["west"]), costs=prices(even_weeks=4))
    assert weeks(apart)[1] == 0


@pytest.mark.parametrize(
    ("limits", "seats", "held"),
    [
        ({}, {}, 4),
        ({"post_week": 3}, {}, 3),
        ({"post_day": 1}, {}, 2),
        ({"post_week": 1}, {"boss": 2}, 2),
        ({"post_day": 1}, {"boss": 2}, 4),
    ],
)
def test_a_week_holds_what_its_limits_half_days_and_seats_do(limits, seats, held):
    four = [meeting(f"m{n}", ["boss"], days=(0, 1)) for n in range(4)]
    made = year(*four, limits=replace(WIDE, **limits), seats=seats)
    chosen, bound = weeks(made)
    assert len(chosen) == held
    assert bound == UNHELD * (4 - held)


def test_of_two_days_four_half_days_are_free_and_what_lies_there_takes_one():
    five = [meeting(f"m{n}", ["east"], days=(0, 1)) for n in range(5)]
    assert len(weeks(year(*five))[0]) == 4
    assert len(weeks(year(*five), [slot(0), *[None] * 4])[0]) == 3
    away = year(
        *(meeting(f"m{n}", ["boss"], days=(0, 1)) for n in range(3)), away={"boss": {MONDAY: 1}}
    )
    assert len(weeks(away)[0]) == 2


def test_a_leaders_days_are_paid_for_once_all_of_them_are_taken():
    def bound(many, days):
        listed = [meeting(f"m{n}", ["boss", f"t{n}"], days=days) for n in range(many)]
        return weeks(year(*listed, costs=prices(same_day=12)))[1]

    assert [bound(many, (0, 1)) for many in (1, 2, 3, 4)] == [0, 0, 12, 24]
    assert bound(2, (0,)) == 12
    units = [meeting(f"m{n}", ["east"], days=(0,)) for n in range(2)]
    assert weeks(year(*units, costs=prices(same_day=12)))[1] == 0


def test_a_week_is_cut_where_the_days_cease_to_be_alike_for_a_leader():
    one = meeting("a", ["boss"], days=(0, 1, 2, 3, 4, 7), last=MONDAY + 3, first=MONDAY)
    made = year(one, costs=prices(last_days=20))
    parts = Parts(made, [0])
    assert [parts.block("boss", MONDAY + day) - MONDAY for day in WEEKDAYS] == [0, 1, 1, 1, 1]
    assert parts.block("boss", MONDAY + 7) == MONDAY + 7
    assert parts.block("east", MONDAY + 3) == MONDAY
    assert [
        ([each - MONDAY for each in part], [day - MONDAY for day in days])
        for part, days in parts.of(made.meetings[0]).items()
    ] == [([0, 0], [0]), ([0, 1], [1, 2, 3, 4]), ([7, 7], [7])]
    away = replace(made, away={"boss": {MONDAY: 1, MONDAY + 7: 1}})
    assert len(Parts(away, [0]).of(made.meetings[0])) == 1


def test_yearly_duties_of_a_unit_stand_in_different_months_where_they_can():
    def listed(yearly, other=(40,)):
        return year(
            *(meeting(f"m{n}", ["east"], days=(0, *other), yearly=yearly) for n in range(3)),
            costs=prices(yearly_apart=16),
        )

    assert weeks(listed(yearly=True))[1] == 16
    assert weeks(listed(yearly=False))[1] == 0
    assert weeks(listed(yearly=True), [slot(0), slot(40), None])[1] == 16
    assert weeks(listed(yearly=True, other=(1,)))[1] == 16 + 32
    assert weeks(listed(yearly=True, other=(40, 70)))[1] == 0


@pytest.mark.parametrize(("gap", "week"), [(1, 0), (4, 0), (7, 1), (8, 1), (14, 2)])
def test_what_waits_lies_in_no_week_before_the_end_of_the_gap(gap, week):
    days = (4, 11, 18)
    made = year(
        meeting("first", ["east"], days=(0,)),
        meeting("then", ["west"], days=days, after=(0,)),
        gap=gap,
    )
    assert weeks(made)[0][1] == week
    assert weeks(made, [slot(0), None])[0] == {1: week}


def test_what_waits_for_something_held_too_late_is_not_held_and_for_what_is_not_held_it_may_be():
    then = meeting("then", ["west"], after=(0,))
    late = year(meeting("first", ["east"], days=(11,)), then)
    chosen, bound = weeks(late)
    assert (len(chosen), bound) == (1, UNHELD)
    assert weeks(late, [slot(11), None]) == ({}, UNHELD)
    nowhere = year(meeting("first", ["east"], days=()), then)
    assert weeks(nowhere) == ({1: 0}, UNHELD)


# Half-days


def test_two_meetings_of_a_unit_take_one_day_where_another_would_cost():
    listed = [meeting(name, ["east"], weekdays=(1,)) for name in "ab"]
    made = year(*listed, costs=prices(other_weekday=8, same_day=12))
    assert {each // 2 - MONDAY for each in halves(made, [None] * 2, [0, 1]).slots} == {0}
    led = [replace(each, people=("east", "boss")) for each in listed]
    apart = halves(year(*led, costs=prices(other_weekday=8, same_day=12)), [None] * 2, [0, 1])
    assert len({each // 2 for each in apart.slots}) == 2


@pytest.mark.parametrize(
    ("people", "limits", "days", "there", "held"),
    [
        (["east"], {}, (0,), 0, 2),
        (["east"], {}, (0,), 1, 1),
        (["east"], {"unit_day": 1}, (0,), 0, 1),
        (["east"], {"unit_day": 1}, (0, 1), 0, 2),
        (["east"], {"unit_day": 1}, (0, 1), 1, 1),
        (["boss"], {"post_day": 1}, (0,), 0, 1),
        (["boss"], {"post_day": 1}, (0, 1), 1, 1),
        (["boss"], {"post_day": 2}, (0, 1), 1, 3),
    ],
)
def test_a_day_holds_its_limit_and_its_two_half_days(people, limits, days, there, held):
    listed = [meeting(f"m{n}", people, days=days) for n in range(3 + there)]
    made = year(*listed, limits=replace(WIDE, **limits))
    slots = [slot(0)] * there + [None] * 3
    board = halves(made, slots, range(there, 3 + there))
    assert broken(made, board.slots) == []
    assert sum(each is not None for each in board.slots) - there == held


def test_one_room_holds_one_meeting_of_a_half_day_and_yearly_duties_pay_for_their_month():
    rooms = year(*(meeting(each, [each], days=(0,), place="p/hall 厅") for each in "abc"))
    assert halves(rooms, [None] * 3, range(3)).slots.count(None) == 1
    taken = halves(rooms, [slot(0), None, None], (1, 2))
    assert (taken.slots.count(None), broken(rooms, taken.slots)) == (1, [])
    edge = [meeting(f"m{n}", ["east"], days=(29, 31), yearly=True) for n in range(2)]
    # Days 29 and 31 from March 1 are Tuesday, March 30 and Thursday, April 1.
    apart = halves(year(*edge, costs=prices(yearly_apart=16)), [None] * 2, range(2), week=4)
    assert {each // 2 - MONDAY for each in apart.slots} == {29, 31}
    lies = [*edge, meeting("lies", ["east"], days=(30,), yearly=True)]
    third = halves(year(*lies, costs=prices(yearly_apart=16)), [None, None, slot(30)], (0,), week=4)
    assert third.slots[0] // 2 - MONDAY == 31


@pytest.mark.parametrize(("gap", "held"), [(0, 2), (1, 2), (4, 2), (5, 1)])
def test_within_a_week_what_waits_lies_the_gap_after_what_it_waits_for(gap, held):
    made = year(meeting("first", ["a"]), meeting("then", ["b"], after=(0,)), gap=gap)
    board = halves(made, [None, None], [0, 1])
    assert 2 - board.slots.count(None) == held
    assert broken(made, board.slots) == []


def test_only_the_days_of_the_week_are_taken():
    made = year(meeting("a", ["east"], days=(-1, 7)), meeting("b", ["east"], days=(6, 7)))
    board = halves(made, [None, None], [0, 1])
    assert board.slots[0] is None
    assert board.slots[1] // 2 == MONDAY + 6


# The model


def test_pieces_cost_ever_more_and_what_is_there_has_used_the_first_up():
    def cost(there, costs, many):
        built = Model()
        terms = [(built.column(0), 1.0) for _n in range(many)]
        for column, _factor in terms:
            built.row(1, 1, [(column, 1.0)])
        built.pieces(terms, costs, there)
        return built.solve(many).cost

    assert [cost(0, (0, 0, 4, 8), many) for many in (1, 2, 3, 4)] == [0, 0, 4, 12]
    assert [cost(1, (0, 0, 4, 8), many) for many in (1, 2, 3)] == [0, 4, 12]
    assert cost(2, (0, 0, 4, 8), 2) == 12


def test_nothing_to_choose_costs_nothing():
    assert Model().solve(0) == ([], 0.0, 0.0)


def test_a_large_model_is_relaxed_first_and_comes_to_what_a_small_one_does(monkeypatch):
    listed = [meeting(f"m{n}", [f"t{n % 3}", "boss"], days=(0, 1, 2, 7, 8)) for n in range(9)]
    made = year(*listed, costs=prices(even_weeks=4, same_day=12), limits=replace(WIDE, post_day=1))
    whole = WeekChoice(laid(made, [None] * 9)).solve()
    monkeypatch.setattr(models, "SMALL", 3)
    relaxed = WeekChoice(laid(made, [None] * 9)).solve()
    assert len(relaxed[0]) == len(whole[0]) == 5
    assert whole[1] * 0.99 - 1 <= relaxed[1] <= whole[1] + 1e-6
    assert broken(made, plan_of(made).slots) == []


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([("east",), ("boss",), ("east", "boss")]),
            st.lists(st.sampled_from([0, 1, 7]), min_size=1, max_size=2, unique=True),
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 2),
)
def test_the_bound_lies_below_the_best_of_all_plans_and_the_plan_above(given_, post_day):
    made = year(
        *(meeting(f"m{n}", who, days=sorted(days)) for n, (who, days) in enumerate(given_)),
        costs=prices(even_weeks=4, same_day=12, last_days=20),
        limits=replace(WIDE, post_day=post_day),
    )
    choices = [
        [None, *(day * 2 + half for day in each.days for half in (0, 1))] for each in made.meetings
    ]
    costs = [laid(made, slots).total() for slots in product(*choices) if not broken(made, slots)]
    plan = plan_of(made)
    assert plan.bound <= min(costs) <= plan.cost
    assert plan.slots.count(None) == min(costs) // UNHELD


# Slots


@pytest.mark.parametrize(
    ("moment", "day", "half"),
    [
        ("2027-03-01T00:00+08:00", 0, 0),
        ("2027-03-01T11:59+08:00", 0, 0),
        ("2027-03-01T12:00+08:00", 0, 1),
        ("2027-03-01T23:59+08:00", 0, 1),
        ("2027-03-01T16:00+00:00", 1, 0),
    ],
)
def test_a_moment_lies_in_the_half_of_its_day_in_china(moment, day, half):
    assert slot_of(dt.datetime.fromisoformat(moment)) == slot(day, half)


def test_a_half_day_begins_at_nine_or_half_past_two_and_a_week_on_monday():
    assert moment_of(slot(0)) == dt.datetime(2027, 3, 1, 9, tzinfo=SHANGHAI)
    assert moment_of(slot(0, 1)) == dt.datetime(2027, 3, 1, 14, 30, tzinfo=SHANGHAI)
    assert [week_of(MONDAY + day) - MONDAY for day in (-1, 0, 6, 7)] == [-7, 0, 0, 7]
