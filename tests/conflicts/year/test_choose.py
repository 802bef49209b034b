"""Plans break no hard rule, hold what can be held, name what cannot; a second look moves none."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from years import COSTS, MONDAY, WIDE, meeting, slot, year

from cadence.conflicts.year.board import broken
from cadence.conflicts.year.choose import plan_of
from cadence.conflicts.year.explain import gathered, moved, unheld
from cadence.conflicts.year.tell import plan_json, proposals

PEOPLE = st.lists(st.sampled_from(["east", "west", "boss", "chief"]), min_size=1, unique=True)
DAYS = st.lists(st.sampled_from([0, 1, 2, 3, 4, 7, 8]), min_size=0, max_size=4, unique=True)


@st.composite
def years(draw):
    people = draw(st.lists(st.tuples(PEOPLE, DAYS), min_size=1, max_size=9))
    made = [
        meeting(
            f"m{number}",
            sorted(who),
            days=sorted(days),
            after=(number - 1,) if number and draw(st.booleans()) else (),
            place=draw(st.sampled_from([None, "p/hall 大会议室"])),
        )
        for number, (who, days) in enumerate(people)
    ]
    away = draw(st.dictionaries(st.sampled_from(["boss", "chief"]), st.integers(0, 8)))
    return year(
        *made,
        costs=COSTS,
        limits=replace(WIDE, post_day=draw(st.integers(1, 2)), post_week=draw(st.integers(1, 4))),
        away={key: {MONDAY + day: 1} for key, day in away.items()},
        posts=frozenset({"boss", "chief"}),
        gap=draw(st.integers(0, 3)),
    )


def out(made, plan):
    """The same year, once the plan is out."""
    meetings = zip(made.meetings, plan.slots, strict=True)
    return replace(made, meetings=tuple(replace(each, was=at) for each, at in meetings))


@pytest.mark.parametrize("best", [True, False])
def test_no_plan_breaks_a_hard_rule_and_an_unchanged_year_moves_nothing(best):
    @settings(max_examples=60)
    @given(years())
    def holds(made):
        plan = plan_of(made, best=best)
        assert broken(made, plan.slots) == []
        assert len(list(unheld(made, plan))) == plan.slots.count(None)
        again = plan_of(out(made, plan), best=best)
        assert again.slots == plan.slots

    holds()


@settings(max_examples=60)
@given(years())
def test_no_plan_costs_less_than_the_bound_that_is_proven(made):
    proven = plan_of(made).bound
    for best in (True, False):
        assert plan_of(made, best=best).cost >= proven


def test_the_solver_says_so_and_the_greedy_plan_says_that_it_is_one(monkeypatch):
    made = year(meeting("a", ["east"]))
    assert plan_of(made).method == "highs"
    monkeypatch.setattr("cadence.conflicts.year.choose.find_spec", lambda _name: None)
    assert plan_of(made).method == "greedy"


@pytest.mark.parametrize("best", [True, False])
def test_five_towns_of_one_leader_do_not_sit_on_one_day(best):
    towns = [meeting("a", [town, "boss"]) for town in ("一", "二", "三", "四", "五")]
    made = year(*towns, costs=replace(COSTS, last_days=0))
    plan = plan_of(made, best=best)
    assert len({at // 2 for at in plan.slots}) == 5


def test_what_cannot_be_held_is_named_with_the_least_that_frees_it():
    made = year(
        *(meeting("专题会", [town, "boss"]) for town in ("east", "west", "south")),
        away={"boss": {MONDAY + day: 1 for day in range(5)}},
        names={"boss": "常务副县长"},
    )
    found = list(unheld(made, plan_of(made)))
    assert [each.number for each in found] == [0, 1, 2]
    assert found[0].blocked_by == ("常务副县长缺席",)
    assert found[0].frees == "2027年3月1日（周一）上午：常务副县长到会即可"
    (line,) = gathered(made, found)
    assert line == (
        "常务副县长3月缺席：3个会议无法安排（专题会）；放开其中2天（3月1日、3月2日）即可"
    )


def test_a_meeting_without_any_day_is_named_too():
    made = year(meeting("a", ["east"], days=()))
    (found,) = unheld(made, plan_of(made))
    assert found.blocked_by == ("期限内没有可以开会的工作日",)
    assert (found.heading, found.year, found.freed) == ("3月", 2027, None)
    (line,) = gathered(made, [found])
    assert line == f"3月：1个会议无法安排（a）；放开其一：{found.frees}"


def test_an_absence_moves_only_what_lies_in_it_and_the_slip_says_why():
    made = year(*(meeting("a", [town, "boss"]) for town in ("east", "west")), costs=COSTS)
    plan = plan_of(made)
    day = plan.slots[0] // 2
    changed = replace(out(made, plan), away={"boss": {day: 1}}, names={"boss": "常务副县长"})
    again = plan_of(changed)
    slips = list(moved(changed, again))
    assert [each.number for each in slips] == [
        n for n, at in enumerate(plan.slots) if at // 2 == day
    ]
    assert slips[0].why == "常务副县长缺席"
    assert broken(changed, again.slots) == []


def test_what_could_be_one_sitting_is_proposed_and_not_assumed():
    towns = [meeting("a", [town, "boss"], chair="boss") for town in ("east", "west")]
    made = year(*towns, costs=COSTS)
    assert proposals(made) == [("a", ("a@east", "a@west"))]
    assert len(set(plan_of(made).slots)) == 2
    accounts = [replace(each, apart=True) for each in towns]
    assert proposals(year(*accounts, costs=COSTS)) == []


def test_the_json_tells_load_before_and_after():
    made = year(
        *(meeting("a", [town, "boss"]) for town in ("east", "west", "south")),
        costs=COSTS,
        due={"boss": (MONDAY + 4,) * 3},
    )
    value = plan_json(made, plan_of(made))
    assert value["load"]["before"]["days_over_two"] == 1
    assert value["load"]["after"]["days_over_two"] == 0
    assert [each["at"] for each in value["meetings"]] == sorted(
        each["at"] for each in value["meetings"]
    )
    assert value["unplaced"] == []


def test_the_bound_is_met_where_nothing_is_in_the_way():
    made = year(meeting("a", ["east"], was=None), costs=COSTS)
    plan = plan_of(made)
    assert (plan.cost, plan.bound) == (0, 0)
    assert plan.slots == (slot(0),)
