"""What is said of a plan, word by word and figure by figure: why, instead of what, by how much."""

import datetime as dt
from dataclasses import replace

import pytest
from years import COSTS, FREE, MONDAY, WIDE, meeting, slot, year

from cadence.conflicts.year.board import Against, laid
from cadence.conflicts.year.explain import faults_of, gathered, moved, reasons, unheld, words
from cadence.conflicts.year.nouns import Plan
from cadence.conflicts.year.tell import load, plan_json, plan_notes, plan_table, proposals
from cadence.core import Limits
from cadence.core.dates import SHANGHAI

NAMES = {"east": "东镇", "west": "西乡", "boss": "常务副县长"}
TEN = dt.datetime(2027, 3, 2, 10, 30, tzinfo=SHANGHAI)


def plan(*slots, method="greedy", cost=0, bound=None):
    return Plan(slots=slots, method=method, cost=cost, bound=bound)


def rich():
    """Three meetings: one moved, one unheld, one on a day that is not announced yet."""
    return year(
        meeting("专题会", ["east", "p/boss"], was=slot(1), was_at=TEN, chair="p/boss", minutes=90),
        meeting("常委会", ["west"], days=(2, 3), attend=("p/chief",), where="三楼"),
        meeting("调度会", ["east"], days=()),
        posts=frozenset({"p/boss"}),
        names={"east": "东镇", "west": "西乡", "p/boss": "县长"},
        provisional=frozenset({MONDAY + 3}),
        due={"east": (MONDAY, MONDAY, MONDAY), "west": (MONDAY + 3,)},
        costs=COSTS,
    )


PLANNED = plan(slot(2), slot(3, 1), None, method="highs", cost=20_150, bound=20_120)


def test_the_json_says_each_meeting_as_it_is_to_be_held():
    value = plan_json(rich(), PLANNED)
    assert {key: value[key] for key in ("year", "place", "method", "cost", "bound", "joint")} == {
        "year": 2027, "place": "p", "method": "highs", "cost": 20_150, "bound": 20_120, "joint": [],
    }  # fmt: skip
    first, second = value["meetings"]
    assert first == {
        "occurrences": ["专题会@east"],
        "at": "2027-03-03T09:00:00+08:00",
        "minutes": 90,
        "where": None,
        "chair": "boss",
        "attend": [],
        "moved_from": "2027-03-02T10:30:00+08:00",
        "cost": 120,
        "reasons": ["在期限最后三天"],
        "provisional": False,
    }
    assert (second["at"], second["chair"], second["attend"], second["where"]) == (
        ("2027-03-04T14:30:00+08:00", None, ["chief"], "三楼")
    )
    assert (second["moved_from"], second["cost"], second["provisional"]) == (None, 0, True)
    assert value["unplaced"] == [
        {
            "occurrence": "调度会@east",
            "blocked_by": ["期限内没有可以开会的工作日"],
            "frees": "延长期限（cadence extend），或放开冻结的月份",
        }
    ]
    assert value["load"] == {
        "before": {"attended": 4, "most_in_week": 3, "days_over_two": 1},
        "after": {"attended": 3, "most_in_week": 1, "days_over_two": 0},
    }


def test_what_lies_where_it_was_keeps_its_minute_and_was_not_moved():
    made = rich()
    made, stays = replace(made, meetings=made.meetings[:1]), plan(slot(1))
    (only,) = plan_json(made, stays)["meetings"]
    assert (only["at"], only["moved_from"]) == ("2027-03-02T10:30:00+08:00", None)
    assert plan_table(made, stays).rows == (
        ("2027年3月2日（周二）", "10:30", "东镇", "专题会", "县长", ""),
    )


def test_the_table_says_what_was_moved_and_what_is_not_sure():
    assert plan_table(rich(), PLANNED).rows == (
        (
            "2027年3月3日（周三）",
            "09:00",
            "东镇",
            "专题会",
            "县长",
            "原定2027年3月2日（周二）10:30",
        ),
        ("2027年3月4日（周四）", "14:30", "西乡", "常委会", "", "放假安排未公布，暂定"),
    )


def test_the_notes_say_how_it_was_made_and_all_that_a_person_must_know():
    unplaced = (
        "3月：1个会议无法安排（调度会）；放开其一：延长期限（cadence extend），或放开冻结的月份"
    )
    before = "排前（没定日子的按最后一天算）：到会4人次；一人一周最多3个会，一天多于2个会的有1天。"
    after = "排后：到会3人次；一人一周最多1个会，一天多于2个会的有0天。"
    assert list(plan_notes(rich(), PLANNED)) == [
        "求解器排定：总代价150，最优不低于120。",
        "会议3个，排下2个。",
        before + after,
        "改期：东镇“专题会”由2027年3月2日（周二）10:30改到2027年3月3日（周三）09:00，因为别的会让出时间",
        unplaced,
    ]  # fmt: skip
    away = replace(rich(), away={"east": {MONDAY + day: 1 for day in range(5)}})
    nowhere = list(plan_notes(away, plan(None, slot(3), None, cost=7)))
    assert nowhere[0] == "逐个排定（没有装求解程序，不保证最优）。"
    assert nowhere[3].startswith("无法安排：东镇“专题会”（原定2027年3月2日（周二）10:30），因")
    bare = year(meeting("a", ["east"]))
    assert next(iter(plan_notes(bare, plan(slot(0), method="highs", cost=3)))) == (
        "求解器排定：总代价3。"
    )
    less = plan(None, method="highs", cost=20_000, bound=19_000)
    assert next(iter(plan_notes(bare, less))) == "求解器排定：总代价0，最优不低于0。"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({}, (0, 0, 0)),
        ({"east": ()}, (0, 0, 0)),
        ({"east": (MONDAY,) * 2}, (2, 2, 0)),
        ({"east": (MONDAY,) * 3, "boss": (MONDAY,) * 3}, (6, 3, 2)),
        ({"east": (MONDAY, MONDAY + 6, MONDAY + 7)}, (3, 2, 0)),
    ],
)
def test_more_than_two_on_a_day_are_many_and_weeks_begin_on_monday(days, told):
    assert tuple(load(days).values()) == told


def test_one_sitting_is_proposed_to_those_of_one_leader_and_window_and_once_for_each_rule():
    def one(unit, **given):
        return meeting("会", [unit, "boss"], **({"chair": "boss", "ids": (unit,)} | given))

    def proposed(*meetings):
        return proposals(year(*meetings))

    east, west = one("east"), one("west")
    assert proposed(east, west) == [("会", ("east", "west"))]
    assert proposed(east) == []
    for other in (
        one("west", chair=None),
        one("west", chair="west"),  # it presides over its own
        one("west", chair="chief"),
        one("west", days=(0, 1)),
        one("west", days=(1, 2, 3, 4)),
        one("west", ids=("west", "also west")),
        one("west", rule="另一个会"),
    ):
        assert proposed(east, other) == []
    later = [one(each, days=(7, 8), ids=(f"{each} later",)) for each in ("east", "west")]
    assert proposed(east, west, *later) == [("会", ("east", "west"))]
    notes = list(plan_notes(year(east, west), plan(slot(0), slot(1))))
    assert (
        notes[-1]
        == "可以合开：“会”2个单位合开一次，少开1个会；须原文允许，并由办公室写进“会怎么开”"
    )


LIMITED = {"limits": Limits(unit_day=1, unit_week=2, post_day=3, post_week=4), "names": NAMES}


@pytest.mark.parametrize(
    ("against", "said"),
    [
        (Against("away", "boss"), "常务副县长缺席"),
        (Against("busy", "east"), "东镇同一半天另有会议"),
        (Against("day", "east"), "东镇一天至多1个会"),
        (Against("week", "east"), "东镇一周至多2个会"),
        (Against("day", "boss"), "常务副县长一天至多3个会"),
        (Against("week", "boss"), "常务副县长一周至多4个会"),
        (Against("room", "p/hall 三楼 东厅"), "会议室东厅已占用"),
        (Against("order", "1"), "须与“乙会”保持先后和间隔"),
        (Against("off"), "不在期限内的工作日"),
    ],
)
def test_each_hard_rule_is_said_with_whose_and_how_many(against, said):
    made = year(meeting("甲会", ["east"]), meeting("乙会", ["east"]), **LIMITED)
    assert words(against, made) == said


AN_HOUR = ["east", "boss"]


@pytest.mark.parametrize(
    ("others", "mine", "given", "frees", "heading"),
    [
        ([], {"days": (0,)}, {"away": {"boss": {MONDAY: 1}}},
         "常务副县长到会", "常务副县长3月缺席"),
        ([("甲会", ["boss"], (0,), slot(0)), ("乙会", ["boss"], (0,), slot(0, 1))], {"days": (0,)},
         {}, "常务副县长当时的另一个会改期", "3月常务副县长同一半天另有会议"),
        ([("甲会", ["boss"], (0,), slot(0, 1))], {"days": (0,)},
         {"limits": replace(WIDE, post_day=1)},
         "常务副县长当天多开1个会", "3月常务副县长一天至多1个会"),
        ([("甲会", ["boss"], (0, 1), slot(1))], {"days": (0,)},
         {"limits": replace(WIDE, post_week=1)},
         "常务副县长3月1日当周多开1个会", "3月常务副县长一周至多1个会"),
        ([("甲会", ["west"], (0,), slot(0)), ("乙会", ["west"], (0,), slot(0, 1))],
         {"days": (0,), "place": "p/hall 厅"}, {}, "换一间会议室", "3月会议室厅已占用"),
        ([("甲会", ["west"], (0,), slot(0))], {"days": (0,), "after": (0,)}, {"gap": 1},
         "“甲会”改期", "3月须与“甲会”保持先后和间隔"),
    ],
)  # fmt: skip
def test_what_frees_a_meeting_is_the_least_that_speaks_against_one_slot(
    others, mine, given, frees, heading
):
    room = {"place": mine["place"]} if "place" in mine else {}
    made = year(
        *(meeting(act, who, days=days, **room) for act, who, days, _at in others),
        meeting("丙会", AN_HOUR, **mine),
        names=NAMES,
        **given,
    )
    slots = [at for *_rest, at in others]
    (found,) = unheld(made, plan(*slots, None))
    assert found.frees == f"2027年3月1日（周一）上午：{frees}即可"
    assert (found.number, found.heading, found.year) == (len(others), heading, 2027)
    is_away = ("boss", MONDAY) if "away" in given else None
    assert found.freed == is_away


def test_whose_absence_was_offered_once_is_not_asked_of_the_next_but_used():
    made = year(
        *(meeting("会", [each, "boss"], days=(0, 1)) for each in ("east", "west", "south")),
        away={"boss": {MONDAY: 1, MONDAY + 1: 1}},
        names=NAMES,
    )
    found = list(unheld(made, plan(None, None, None)))
    # The boss comes on Monday: in the morning for the first, in the afternoon for the second.
    assert [each.freed for each in found] == [("boss", MONDAY + day) for day in (0, 0, 1)]
    assert [each.frees[13:15] for each in found] == ["上午", "下午", "上午"]
    (line,) = gathered(made, found)
    assert line == ("常务副县长3月缺席：3个会议无法安排（会）；放开其中2天（3月1日、3月2日）即可")
    (line,) = gathered(made, found[:2])
    assert line == "常务副县长3月缺席：2个会议无法安排（会）；放开其中一天（3月1日）即可"


def test_what_blocks_is_told_the_most_frequent_first_and_months_stand_apart():
    made = year(
        meeting("甲会", ["boss"], days=(0,)),
        meeting("乙会", ["east", "boss"], days=(0, 1, 40)),
        away={"boss": {MONDAY: 1, MONDAY + 1: 1, MONDAY + 40: 1}},
        names=NAMES,
        limits=replace(WIDE, post_day=1),
    )
    first, second = unheld(made, plan(None, None))
    assert first.heading == "常务副县长3月缺席"
    assert second.blocked_by == (
        "常务副县长缺席",
        "常务副县长一天至多1个会",
        "常务副县长同一半天另有会议",
    )
    april = replace(second, heading="常务副县长4月缺席")
    assert len(list(gathered(made, [first, april]))) == 2
    assert len(list(gathered(made, [first, replace(first, year=2028)]))) == 2
    assert len(list(gathered(made, [first, replace(first, freed=None)]))) == 2


def test_a_meeting_without_a_day_stands_under_the_month_in_which_its_window_begins():
    late = meeting("会", ["east"], days=(), first=MONDAY + 40, last=MONDAY + 80)
    (found,) = unheld(year(late), plan(None))
    assert (found.heading, found.year) == ("4月", 2027)
    over = replace(late, first=MONDAY + 80, last=MONDAY - 80)
    (found,) = unheld(year(over), plan(None))
    assert (found.heading, found.year) == ("12月", 2026)


def test_why_something_moved_is_told_and_what_stays_or_was_never_out_is_not():
    made = year(
        meeting("甲会", ["east", "boss"], was=slot(0)),
        meeting("乙会", ["west", "boss"]),
        meeting("丙会", ["east"], was=slot(2)),
        away={"boss": {MONDAY: 1}},
        names=NAMES,
    )
    (one,) = moved(made, plan(slot(1), slot(1, 1), slot(2)))
    assert (one.number, one.why) == (0, "常务副县长缺席")
    several = list(moved(made, plan(None, slot(0), slot(3))))
    assert [(each.number, each.why) for each in several] == [
        (0, "常务副县长缺席、常务副县长同一半天另有会议"), (2, "为别的会让出时间"),
    ]  # fmt: skip


def test_a_draft_is_held_against_the_year_as_it_is_now():
    made = year(
        meeting("甲会", ["east", "boss"], days=(0, 1)),
        meeting("乙会", ["west"], ids=("b@west", "b@also")),
        away={"boss": {MONDAY: 1}},
        names=NAMES,
    )

    def draft(*ids, at="2027-03-01T09:00:00+08:00"):
        return {"occurrences": list(ids), "at": at}

    assert list(faults_of(made, [draft("甲会@east")])) == [
        "2027年3月1日（周一）东镇“甲会”：常务副县长缺席"
    ]
    assert list(faults_of(made, [draft("甲会@east", at="2027-03-02T15:00:00+08:00")])) == []
    assert list(faults_of(made, [draft("b@west", "b@also")])) == []
    for gone in (("c@west",), ("b@west", "甲会@east"), ("b@west", "c@west")):
        assert list(faults_of(made, [draft(*gone)])) == [f"{gone[0]}已办结、免办或有变动"]


@pytest.mark.parametrize(("last", "told"), [(2, False), (3, True)])
def test_reasons_name_the_last_days_only_where_there_were_others(last, told):
    made = year(meeting("a", ["east"], days=range(last + 1)), names=NAMES)
    board = laid(made, [slot(last)])
    assert (reasons(board, 0, slot(last))[1] == ("在期限最后三天",)) is told
    assert board.slots == [slot(last)]
    assert reasons(laid(made, [slot(0)]), 0, slot(0))[1] == ()


def test_reasons_name_the_weekday_the_season_and_what_else_lies_that_day_or_week():
    made = year(
        meeting("a", ["east", "boss"], weekdays=(2,), days=range(9)),
        meeting("b", ["east"], days=range(9)),
        meeting("c", ["boss"], days=range(9)),
        names=NAMES,
        costs=replace(FREE, other_weekday=8, even_weeks=4),
    )
    board = laid(made, [slot(0), slot(0, 1), slot(2)])
    assert reasons(board, 0, slot(0)) == (
        (16, ("不在优先的星期", "东镇当天另有1个会", "常务副县长当周另有1个会"))
    )
    board = laid(made, [slot(1), slot(7), slot(8)])
    assert reasons(board, 0, slot(1)) == (0, ())
    for month, said in ((12, True), (1, True), (2, True), (3, False), (11, False)):
        day = dt.date(2027, month, 12).toordinal() - MONDAY
        yearly = year(meeting("a", ["east"], yearly=True, days=(day - 30, day, day + 30)))
        found = reasons(laid(yearly, [slot(day)]), 0, slot(day))[1]
        assert found == (("年度事项在年初或年末",) if said else ())
        once = year(meeting("a", ["east"], days=(day - 30, day, day + 30)))
        assert reasons(laid(once, [slot(day)]), 0, slot(day))[1] == ()
