"""One duty among the others: what is merged, around, in the way and offered, at every edge."""

import datetime as dt
from dataclasses import replace

import pytest
import scenes
from conftest import DOCUMENT, make_rule

from cadence.conflicts.find.demands import demand
from cadence.conflicts.plan.choose import (
    LOOKED,
    Around,
    DayOffer,
    Priced,
    choices,
    faults,
    reasons,
    shown_offers,
    suggest,
)
from cadence.conflicts.plan.meetings import sittings
from cadence.conflicts.plan.planning import around, chosen_with, merged_with
from cadence.conflicts.year.gather import SESSIONS, costs_of, is_planned, year_of
from cadence.conflicts.year.nouns import slot_of
from cadence.conflicts.year.offers import prices_for
from cadence.core import Advice, Prices
from cadence.core.dates import SHANGHAI
from cadence.core.facts import Choice, Done, Entry, Extension, Reversal, Waiver
from cadence.core.history import history
from cadence.core.occurrence import Binding, Occurrence, Unit, Window
from cadence.core.past import Past
from cadence.core.policy import Limits, Merge, Policy
from cadence.core.rule import Pack
from cadence.core.timing import Cadence, Deadline, PeriodicDeadline
from cadence.core.year_policy import Held
from cadence.workdays import advise

D = dt.date.fromisoformat
NOW = dt.datetime(2021, 12, 31, 9, tzinfo=SHANGHAI)
EAST, WEST = (
    Unit(place="ceshi", id=each, name=name) for each, name in (("east", "东镇"), ("west", "西乡"))
)
POST = Unit(place="ceshi", id="boss", name="镇长", kind="post", of="east")
JUNE = Window(label="2022-06", start=D("2022-06-01"), due=D("2022-06-30"), nth=1, of=1,
              partial=False, advised=D("2022-06-30"), provisional=False)  # fmt: skip
MONTHLY, YEARLY = Cadence(period="month"), Cadence(period="year")


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def rule(name, timing=MONTHLY, **given):
    return make_rule(timing, **({"id": name, "effective": D("2022-01-01")} | given))


def entries(*facts):
    return [Entry(number=n, recorded=NOW, fact=fact) for n, fact in enumerate(facts, 1)]


def made(*bound, policy=None, known=(), as_of=NOW):
    """A scene of rules and whom they bind, each as owner where no role is said."""
    bindings = [
        Binding(rule=rule_, unit=unit, names=(), role=role[0] if role else "owner")
        for rule_, unit, *role in bound
    ]
    scene = scenes.made(
        bindings, (EAST, WEST, POST), policy=policy, history=history(entries(*known)),
        as_of=as_of, advise=advise,
    )  # fmt: skip
    rules = {each.rule.key: each.rule for each in bindings}
    pack = Pack(name="ceshi/notice", document=DOCUMENT, rules=tuple(rules.values()))
    return replace(scene, packs=(pack,))


def one(scene, tail, unit="east"):
    wanted = f"ceshi/notice:{tail}@ceshi/{unit}"
    return next(each for each in scene.occurrences() if each.id == wanted)


def chosen(tail, moment, unit="east", **given):
    when = at(moment) if moment else None
    return Choice(occurrence=f"ceshi/notice:{tail}@ceshi/{unit}", at=when, **given)


# A moment, and the days of a window


def june(**given):
    past = Past(**{key: each for key, each in given.items() if key == "extension"})
    window = replace(JUNE, **{key: each for key, each in given.items() if key != "extension"})
    binding = Binding(rule=rule("a"), unit=EAST, names=())
    return demand(Occurrence(binding=binding, window=window), past)


TOO_LONG = "and 61 minutes end after the window, whose last day is"
MORE = Extension(occurrence="x", to=D("2022-07-08"), document="批", by="主任")


@pytest.mark.parametrize(
    ("given", "moment", "minutes", "said"),
    [
        ({}, "2022-06-01 00:00", 60, []),
        ({}, "2022-05-31 23:59", 60,
         ["2022-05-31 23:59 lies before the window, which begins 2022-06-01"]),
        ({}, "2022-06-30 23:00", 60, []),
        ({}, "2022-06-30 23:00", 61,
         [f"2022-06-30 23:00 {TOO_LONG} 2022-06-30"]),
        ({"opens": at("2022-06-01 10:00")}, "2022-06-01 09:59", 60,
         ["2022-06-01 09:59 lies before the window, which begins 2022-06-01 10:00"]),
        ({"closes": at("2022-06-30 10:00")}, "2022-06-30 09:00", 60, []),
        ({"closes": at("2022-06-30 10:00")}, "2022-06-30 09:00", 61,
         [f"2022-06-30 09:00 {TOO_LONG} 2022-06-30 10:00"]),
        ({"closes": at("2022-06-30 10:00"), "extension": MORE}, "2022-07-08 23:00", 60, []),
        ({"extension": MORE}, "2022-07-08 23:00", 61,
         [f"2022-07-08 23:00 {TOO_LONG} 2022-07-08"]),
        ({"due": None}, "2029-01-01 09:00", 60, []),
    ],
)  # fmt: skip
def test_a_meeting_begins_and_ends_inside_the_window(given, moment, minutes, said):
    assert list(faults(june(**given), at(moment), minutes)) == said


def test_without_an_end_two_months_ahead_are_looked_at():
    bare = Around(today=D("2022-06-10"), limit=3)
    for start, first in (("2022-06-01", "2022-06-10"), ("2022-07-01", "2022-07-01")):
        offers = suggest(june(start=D(start), due=None), bare, advise, lambda _day: Priced())
        days = [each.day for each in offers]
        assert (min(days), max(days)) == (D(start), D(first) + LOOKED * dt.timedelta(days=1))


def test_what_speaks_against_a_day_is_all_said_and_the_day_itself_is_free():
    ground = Around(
        today=D("2022-06-10"), limit=2, due={D("2022-06-05"): 2, D("2022-06-13"): 1},
        awaited=("开会", D("2022-06-13")),
    )  # fmt: skip
    assert list(reasons(D("2022-06-05"), ground, advise)) == [
        "已过", "休息日", "本单位当日已有2项（限2项）", "须在“开会”（6月13日）之后",
    ]  # fmt: skip
    assert list(reasons(D("2022-06-10"), ground, advise)) == ["须在“开会”（6月13日）之后"]
    assert list(reasons(D("2022-06-13"), ground, advise)) == []
    unknown = lambda _day: Advice(day=None, provisional=False)  # noqa: E731
    assert list(reasons(D("2022-06-13"), ground, unknown)) == ["节假日安排未公布"]


def test_the_cheapest_of_equal_days_is_the_first_and_refused_ones_follow_by_date():
    offers = suggest(
        replace(june(), due=D("2022-06-06")), Around(today=D("2022-06-01"), limit=3), advise,
        lambda day: Priced(cost=1 if day == D("2022-06-01") else 0, half="上午"),
    )  # fmt: skip
    assert [each.day.day for each in offers] == [2, 6, 1, 3, 4, 5]


def test_rows_rank_what_is_free_and_gather_refused_days_of_one_reason_that_follow_each_other():
    def free(day, **given):
        return DayOffer(day=D(day), cost=0, **given)

    def off(day, *against):
        return DayOffer(day=D(day), against=against or ("休息日",))

    rows = list(shown_offers([
        free("2022-06-01", beside=2, half="上午", why=("在期限最后三天",)),
        free("2022-06-02"),
        off("2022-06-03"), off("2022-06-04"), off("2022-06-06"),
        off("2022-06-07", "已过", "休息日"),
    ]))  # fmt: skip
    assert rows == [
        ("1", "2022年6月1日（周三）", "上午；本单位当日另有2项；在期限最后三天"),
        ("2", "2022年6月2日（周四）", "当日无其他任务"),
        ("×", "2022年6月3日（周五）至2022年6月4日（周六）", "休息日"),
        ("×", "2022年6月6日（周一）", "休息日"),
        ("×", "2022年6月7日（周二）", "已过；休息日"),
    ]
    assert list(shown_offers([])) == []


def test_the_last_choice_of_each_counts_and_a_reversed_one_lets_the_one_before_count():
    a, b = chosen("a:2022-06", "2022-06-10 09:00"), chosen("b:2022-06", "2022-06-11 09:00")
    moved = replace(a, at=at("2022-06-12 09:00"))
    listed = entries(a, b, moved, Reversal(number=3, reason="错"))
    assert [(each.number, counts) for each, counts in choices(listed, ())] == [
        (1, True), (2, True), (3, False),
    ]  # fmt: skip
    again = [*listed, *(replace(each, number=5) for each in entries(Reversal(number=4, reason="")))]
    assert [counts for _each, counts in choices(again, ())] == [False, True, True]
    assert [each.number for each, _counts in choices(listed, [b.occurrence])] == [2]


# What is merged with it, and what is around it


MERGES = Policy(
    merges=(Merge(rules=("ceshi/notice:a", "ceshi/notice:b"), by="办", on=D("2022-06-30")),)
)
A, B, C = rule("a"), rule("b"), rule("c")


def partners(scene, tail, on=None):
    return [each.head.removeprefix("ceshi/notice:") for each in
            merged_with(scene, one(scene, tail), on and D(on))]  # fmt: skip


def test_what_is_merged_from_its_day_on_and_still_open_is_its_partner():
    bound = [(A, EAST), (B, EAST), (C, EAST), (B, WEST)]
    assert partners(made(*bound, policy=MERGES), "a:2022-06") == ["b:2022-06"]
    assert partners(made(*bound, policy=MERGES), "a:2022-05") == []
    assert partners(made(*bound), "a:2022-06") == []
    assert partners(made(*bound, policy=MERGES), "c:2022-06") == []
    done = Done(occurrence="ceshi/notice:b:2022-06@ceshi/east", on=D("2022-06-02"), evidence="录")
    assert partners(made(*bound, policy=MERGES, known=[done]), "a:2022-06") == []
    own = replace(done, occurrence="ceshi/notice:a:2022-06@ceshi/east")
    assert partners(made(*bound, policy=MERGES, known=[own]), "a:2022-06") == ["b:2022-06"]


def test_held_on_a_day_it_takes_the_first_of_each_rule_that_is_open_then():
    quarterly = rule("b", Cadence(period="quarter"))
    scene = made((A, EAST), (quarterly, EAST), policy=MERGES)
    assert partners(scene, "a:2022-08", "2022-08-10") == ["b:2022-Q3"]
    assert partners(scene, "a:2022-08", "2022-09-10") == []  # not a day of its own
    assert partners(scene, "a:2022-07", "2022-07-01") == ["b:2022-Q3"]
    later = Extension(
        occurrence="ceshi/notice:b:2022-Q2@ceshi/east", to=D("2022-07-08"), document="批", by="主"
    )
    put_off = made((A, EAST), (quarterly, EAST), policy=MERGES, known=[later])
    assert partners(put_off, "a:2022-07", "2022-07-08") == ["b:2022-Q2"]
    assert partners(put_off, "a:2022-07", "2022-07-11") == ["b:2022-Q3"]


def test_of_what_comes_every_three_years_a_partner_may_be_far_off():
    rare = rule("b", Cadence(period="3_years"))
    scene = made((A, EAST), (rare, EAST), policy=MERGES)
    (found,) = merged_with(scene, one(scene, "a:2022-06"), D("2022-06-10"))
    assert found.window.due == D("2024-12-31")


def test_what_is_merged_and_chosen_for_the_same_moment_is_one_meeting():
    both = [chosen("a:2022-06", "2022-06-10 09:00"), chosen("b:2022-06", "2022-06-10 09:00")]
    scene = made((A, EAST), (B, EAST), policy=MERGES, known=both)
    assert [each.head for each in chosen_with(scene, one(scene, "a:2022-06"))] == [
        "ceshi/notice:b:2022-06"
    ]
    apart = made((A, EAST), (B, EAST), policy=MERGES,
                 known=[both[0], chosen("b:2022-06", "2022-06-10 10:00")])  # fmt: skip
    assert chosen_with(apart, one(apart, "a:2022-06")) == ()
    bare = made((A, EAST), (B, EAST), policy=MERGES, known=both[1:])
    assert chosen_with(bare, one(bare, "a:2022-06")) == ()


def test_around_it_the_units_other_open_duties_count_and_not_its_partners():
    bound = [(A, EAST), (B, EAST), (C, EAST), (rule("d"), EAST), (rule("e"), WEST)]
    policy = replace(MERGES, limits=Limits(unit_day=2))
    done = Done(occurrence="ceshi/notice:d:2022-06@ceshi/east", on=D("2022-06-02"), evidence="录")
    scene = made(*bound, policy=policy, known=[done])
    found = around(scene, one(scene, "a:2022-06"), D("2022-06-01"))
    assert (found.today, found.limit, found.awaited) == (D("2022-06-01"), 2, None)
    assert found.due[D("2022-06-30")] == 1  # c alone: b is merged, d is done, e is the west's
    assert found.due[D("2022-05-31")] == 4


def test_what_must_come_first_is_named_only_once_its_day_is_chosen():
    then = rule("then", after=("a",))
    bare = made((A, EAST), (then, EAST))
    assert around(bare, one(bare, "then:2022-06"), D("2022-06-01")).awaited is None
    picked = made((A, EAST), (then, EAST), known=[chosen("a:2022-06", "2022-06-10 09:00")])
    found = around(picked, one(picked, "then:2022-06"), D("2022-06-01"))
    assert found.awaited == (A.act, D("2022-06-10"))
    assert around(picked, one(picked, "a:2022-06"), D("2022-06-01")).awaited is None


# Sittings


def test_a_sitting_is_seen_by_who_owes_it_by_its_body_and_by_who_presides():
    known = [
        chosen("a:2022-06", "2022-06-10 09:00", chair="ceshi/boss"),
        chosen("b:2022-06", "2022-06-10 09:00", chair="ceshi/elsewhere"),
        chosen("c:2022-06", "2022-06-11 09:00", "boss"),
    ]
    bound = [(A, EAST), (B, EAST), (C, POST), (rule("z"), POST, "lead")]
    found = sittings(made(*bound, known=known))
    shown = {
        reader: [(each.duties[0][0].id, each.chair) for each in listed]
        for reader, listed in found.items()
    }
    assert shown == {
        "east": [("a", "镇长"), ("b", "ceshi/elsewhere"), ("c", None)],
        "boss": [("a", "镇长"), ("c", None)],
    }
    (first, *_rest) = found["east"]
    assert first.begins == at("2022-06-10 09:00")
    assert first.uid_for("east").endswith("-m")
    assert "-m-" in first.uid_for("boss")
    assert len(first.uid_for("boss").rpartition("-")[2]) == 8


def test_merged_and_chosen_for_one_moment_it_is_one_sitting_and_released_or_only_led_none():
    both = [chosen("a:2022-06", "2022-06-10 09:00"), chosen("b:2022-06", "2022-06-10 09:00")]
    bound = [(A, EAST), (B, EAST)]
    (sitting,) = sittings(made(*bound, policy=MERGES, known=both))["east"]
    assert [each.id for each, _window in sitting.duties] == ["a", "b"]
    assert len(sittings(made(*bound, known=both))["east"]) == 2
    apart = [both[0], chosen("b:2022-06", "2022-06-10 10:00")]
    assert len(sittings(made(*bound, policy=MERGES, known=apart))["east"]) == 2
    released = Waiver(occurrence=both[0].occurrence, document="决定", by="主任")
    (left,) = sittings(made(*bound, known=[*both, released]))["east"]
    assert left.duties[0][0].id == "b"
    assert sittings(made((A, EAST, "assist"), known=both)) == {}
    assert sittings(made(*bound, known=[chosen("a:2022-06", "")])) == {}


# The year


def meetings(scene, year=2022, **given):
    return {each.ids: each for each in year_of(scene, year, **given).meetings}


@pytest.mark.parametrize(
    ("given", "planned"),
    [
        ({}, True),
        ({"category": "study"}, True),
        ({"category": "inspection"}, False),
        ({"category": "inspection", "act": "带队检查"}, True),
        ({"category": "report", "act": "带队检查"}, False),
        ({"category": "report", "act": "述职"}, True),
    ],
)
def test_meetings_visits_and_reports_by_mouth_are_planned_and_what_the_office_names(given, planned):
    found = rule("a", **({"act": "开展检查"} | given))
    assert is_planned(found, Policy()) is planned
    assert is_planned(found, Policy(held=(Held(rules=("ceshi/notice:b",)),))) is planned
    assert is_planned(found, Policy(held=(Held(rules=(found.key,)),)))
    assert set(SESSIONS) == {"report", "inspection"}


def test_a_price_is_its_worth_times_how_dear_it_is():
    words = dict.fromkeys(Prices.__dataclass_fields__, "none")
    assert set(vars_of(costs_of(Prices(**words)))) == {0}
    low = costs_of(Prices(**dict.fromkeys(words, "low")))
    assert (low.last_days, low.even_weeks, low.same_day, low.moved) == (10, 2, 6, 50)
    high = costs_of(Prices(**dict.fromkeys(words, "high")))
    assert (high.off_middle, high.season) == (8, 80)


def vars_of(costs):
    return [getattr(costs, each) for each in costs.__slots__]


def test_what_is_to_come_is_planned_and_what_is_done_released_over_or_only_shown_is_not():
    known = [
        Done(occurrence="ceshi/notice:a:2022-09@ceshi/east", on=D("2022-09-01"), evidence="录"),
        Waiver(occurrence="ceshi/notice:a:2022-10@ceshi/east", document="定", by="主"),
        chosen("a:2022-07", "2022-07-12 09:00"),
    ]
    scene = made((A, EAST), known=known, as_of=at("2022-08-31 09:00"))
    found = meetings(scene)
    tags = sorted(each[0].removeprefix("ceshi/notice:a:")[:7] for each in found)
    assert tags == ["2022-07", "2022-11", "2022-12"]
    july = found["ceshi/notice:a:2022-07@ceshi/east",]
    assert (july.was, july.fixed) == (slot_of(at("2022-07-12 09:00")),) * 2
    on_the_day = made((A, EAST), as_of=at("2022-08-30 09:00"))
    assert "ceshi/notice:a:2022-08@ceshi/east" in {each[0] for each in meetings(on_the_day)}
    partial = made((rule("a", effective=D("2022-06-15")), EAST))
    assert len(meetings(partial)) == 6
    shown = made((rule("a", effective=D("2022-06-15")), EAST), policy=Policy(first_period="owed"))
    assert len(meetings(shown)) == 7


def test_days_lie_after_today_inside_the_year_and_outside_of_kept_months():
    scene = made((rule("a", YEARLY), EAST), as_of=at("2022-11-29 09:00"))
    (found,) = meetings(scene).values()
    days = [dt.date.fromordinal(each) for each in found.days]
    assert (days[0], days[-1]) == (D("2022-11-30"), D("2022-12-30"))
    assert (found.yearly, found.last) == (True, D("2022-12-31").toordinal())
    (kept,) = meetings(scene, keep=[(2022, 12)]).values()
    assert [dt.date.fromordinal(each) for each in kept.days] == [D("2022-11-30")]
    picked = made((A, EAST), known=[chosen("a:2022-12", "2022-12-12 14:00", minutes=90)])
    found = meetings(picked)["ceshi/notice:a:2022-12@ceshi/east",]
    assert (found.fixed, found.minutes, found.was_at) == (None, 90, at("2022-12-12 14:00"))
    found = meetings(picked, keep=[(2022, 12)])["ceshi/notice:a:2022-12@ceshi/east",]
    assert found.fixed == found.was == slot_of(at("2022-12-12 14:00"))


def test_merged_duties_are_one_meeting_unless_they_were_chosen_for_two_moments():
    bound = [(A, EAST), (B, EAST)]
    june = ("ceshi/notice:a:2022-06@ceshi/east", "ceshi/notice:b:2022-06@ceshi/east")
    assert june in meetings(made(*bound, policy=MERGES))
    first = chosen("a:2022-06", "2022-06-10 09:00")
    one_chosen = meetings(made(*bound, policy=MERGES, known=[first]))
    assert one_chosen[june[::-1]].was == slot_of(first.at)
    other = chosen("b:2022-06", "2022-06-11 09:00")
    apart = meetings(made(*bound, policy=MERGES, known=[first, other]))
    assert {june[:1], june[1:]} <= set(apart)


def test_towns_that_sit_together_are_one_meeting_of_each_window():
    held = Held(rules=(A.key,), joint=True, minutes=45, room="三楼", weekdays=(2,), chair="boss")
    found = meetings(made((A, EAST), (A, WEST), policy=Policy(held=(held,))))
    assert len(found) == 12
    (first, *_rest) = found.values()
    assert first.units == ("ceshi/east", "ceshi/west")
    assert (first.minutes, first.where, first.weekdays) == (45, "三楼", (2,))
    assert (first.chair, first.people[-1]) == ("ceshi/boss", "ceshi/boss")


def test_a_meeting_waits_for_those_of_its_own_unit_else_for_all():
    then = rule("then", PeriodicDeadline(period="month", day="last"), after=("a",))
    made_year = year_of(made((A, EAST), (A, WEST), (then, EAST), (then, POST)), 2022)
    listed = made_year.meetings
    waits = {
        each.ids[0].rpartition("/")[2]: sorted(listed[first].units[0][6:] for first in each.after)
        for each in listed
        if each.rule == then.key and ":2022-06" in each.ids[0]
    }
    assert waits == {"east": ["east"], "boss": ["east"]}
    county = Unit(place="ceshi", id="county", name="县")
    of_all = year_of(made((A, EAST), (A, WEST), (then, county)), 2022).meetings
    june = next(each for each in of_all if each.ids[0].startswith("ceshi/notice:then:2022-06"))
    assert [of_all[each].ids[0] for each in june.after] == [
        "ceshi/notice:a:2022-06@ceshi/east", "ceshi/notice:a:2022-06@ceshi/west",
    ]  # fmt: skip


def test_unplanned_everything_would_wait_for_its_last_day():
    due = year_of(
        made((rule("a", Deadline(due=D("2022-06-30"))), EAST), (A, POST, "lead")), 2022
    ).due
    assert due == {
        "ceshi/boss": (D("2022-06-30").toordinal(),), "ceshi/east": (D("2022-06-30").toordinal(),),
    }  # fmt: skip


# The price of one day


def price(scene, tail, day, **given):
    return prices_for(scene, one(scene, tail), **given)(D(day))


def test_a_day_costs_what_the_plan_would_and_what_nobody_planned_is_told_apart():
    scene = made((A, EAST), (A, WEST), (A, POST, "lead"))
    free = price(scene, "a:2022-06", "2022-06-08")
    assert (free.against, free.half, free.at) == ((), "上午", at("2022-06-08 09:00"))
    last = price(scene, "a:2022-06", "2022-06-30")
    assert "在期限最后三天" in last.why
    out = made((A, EAST), (A, WEST), (A, POST, "lead"),
               known=[chosen("a:2022-06", "2022-06-08 09:00", "west")])  # fmt: skip
    beside = price(out, "a:2022-06", "2022-06-08")
    assert (beside.half, beside.at) == ("下午", at("2022-06-08 14:30"))
    assert "镇长当天另有1个会" in beside.why
    assert price(out, "a:2022-06", "2022-06-05").against == ("不在期限内的工作日",)


def test_whoever_is_to_preside_is_asked_and_not_who_usually_does():
    scene = made((A, EAST), (A, POST, "lead"), (C, POST),
                 known=[chosen("c:2022-06", "2022-06-08 09:00", "boss")])  # fmt: skip
    usual = price(scene, "a:2022-06", "2022-06-08")
    assert usual.half == "下午"
    other = price(scene, "a:2022-06", "2022-06-08", chair="ceshi/west")
    assert other.half == "上午"
    assert price(scene, "a:2022-06", "2022-06-08", chair="ceshi/boss") == usual


def test_what_was_chosen_for_it_already_is_forgotten():
    scene = made((A, EAST), known=[chosen("a:2022-06", "2022-06-08 09:00")])
    for day in ("2022-06-08", "2022-06-09", "2022-06-30"):
        assert price(scene, "a:2022-06", day) == price(made((A, EAST)), "a:2022-06", day)


def test_a_duty_that_the_plan_leaves_alone_is_priced_all_the_same():
    drill = rule("d", category="inspection", act="检查")
    scene = made((drill, EAST))
    assert year_of(scene, 2022).meetings == ()
    assert price(scene, "d:2022-06", "2022-06-15").cost == 0
    assert price(scene, "d:2022-06", "2022-06-30").why == ("在期限最后三天",)
    assert prices_for(scene, one(scene, "d:2022-06"))(D("2023-06-08")).against
