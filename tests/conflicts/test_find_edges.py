"""The edges of what collides: the last day that does and the first that does not, one by one."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from conftest import DOCUMENT, make_rule
from hypothesis import given
from hypothesis import strategies as st

from cadence.conflicts.find.days import find_day_conflicts
from cadence.conflicts.find.demands import Demand, ends
from cadence.conflicts.find.free_days import LOOKED, SHOWN, FreeDays, Worked, week_of
from cadence.conflicts.find.likeness import is_at_large
from cadence.conflicts.find.load import heats
from cadence.conflicts.find.merges import clusters, common_days, meetings, merge_of, partners
from cadence.conflicts.find.nouns import Ground, attending, chairs_of, heads_of
from cadence.conflicts.find.order import awaited_by
from cadence.conflicts.find.overload import Calendar, crowds, held, is_movable
from cadence.conflicts.find.plans import find_plan_faults
from cadence.conflicts.find.precedence import Before
from cadence.conflicts.find.series import Owed, Series
from cadence.conflicts.find.stages import find_stage_conflicts
from cadence.conflicts.find.undated import find_undated
from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Choice, Done
from cadence.core.occurrence import Advice, Binding, Unit, Window
from cadence.core.past import NOTHING, Past
from cadence.core.policy import Merge, Policy
from cadence.core.timing import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Trigger,
    Unspecified,
)
from cadence.core.year_policy import Held
from cadence.workdays import advise

D = dt.date.fromisoformat
A_DAY = dt.timedelta(days=1)
EAST = Unit(place="ceshi", id="east", name="东镇")
WEST = Unit(place="ceshi", id="west", name="西乡")
POST = Unit(place="ceshi", id="deputy", name="副县长", kind="post", of="east")
CHIEF = Unit(place="ceshi", id="chief", name="县长", kind="post", of="county")
MONTHLY = Cadence(period="month")


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def window(start, due, **given):
    known = {"label": str(due), "nth": 1, "of": 1, "partial": False, "advised": None}
    return Window(start=start, due=due, **(known | {"provisional": False} | given))


def demand(name, start, due, *, unit=EAST, chosen=None, timing=MONTHLY, **given):  # noqa: PLR0913
    """What one unit owes; start and due as text, due None where it has no end."""
    rule = make_rule(timing, **({"id": name, "effective": D("2020-01-01")} | given))
    last = D(due) if due else None
    past = Past(choice=Choice(occurrence="x", at=at(chosen))) if chosen else NOTHING
    return Demand(rule, window(D(start), last, label=due or "open"), (unit,), last, past)


def ground(policy=None, today=dt.date.min, bindings=(), working=advise):
    return Ground(bindings=bindings, policy=policy or Policy(), advise=working, today=today)


# What one meeting settles


spans = st.tuples(st.integers(0, 12), st.integers(0, 6)).map(lambda each: (each[0], sum(each)))


@given(st.lists(spans, min_size=1, max_size=7))
def test_no_other_grouping_needs_fewer_meetings_and_each_has_a_day_in_common(listed):
    first = D("2022-06-01")
    demands = [
        demand(f"r{n}", str(first + one * A_DAY), str(first + two * A_DAY))
        for n, (one, two) in enumerate(listed)
    ]
    groups = list(clusters(demands))
    assert sorted(id(each) for group in groups for each in group) == sorted(map(id, demands))
    for group in groups:
        begins, last = common_days(group)
        assert begins <= last
        for each in group:
            assert each.first <= begins
            assert last <= each.day
    # The least number of days that meet every span, by trying all of them.
    days = range(19)
    least = next(
        many
        for many in itertools.count(1)
        if any(
            all(any(one <= day <= two for day in some) for one, two in listed)
            for some in itertools.combinations(days, many)
        )
    )
    assert len(groups) == least


def test_the_second_of_two_times_is_another_meeting_and_what_never_ends_waits():
    one, two = (
        replace(each, window=replace(each.window, nth=nth, of=2))
        for nth, each in enumerate((demand("a", "2022-06-01", "2022-06-30"),) * 2, 1)
    )
    assert [len(each) for each in clusters([one, two])] == [1, 1]
    endless = demand("b", "2022-06-10", None)
    assert common_days((endless,)) == (D("2022-06-10"), dt.date.max)
    (together,) = clusters([endless, one])
    assert common_days(together) == (D("2022-06-10"), D("2022-06-30"))


def test_a_deadline_that_was_over_before_it_came_is_met_on_its_day():
    over = demand("a", "2022-06-10", "2022-06-05")
    assert common_days((over,)) == (D("2022-06-05"), D("2022-06-05"))
    day = demand("b", "2022-06-05", "2022-06-05")
    later = demand("c", "2022-06-06", "2022-06-30")
    assert [[each.rule.id for each in group] for group in clusters([later, over, day])] == [
        ["a", "b"], ["c"],
    ]  # fmt: skip
    assert common_days((over, day)) == (D("2022-06-05"), D("2022-06-05"))


MERGE = Merge(rules=("ceshi/notice:a", "ceshi/notice:b"), by="县安委办", on=D("2022-06-30"))


@pytest.mark.parametrize(
    ("due", "together"), [("2022-06-29", False), ("2022-06-30", True), (None, True)]
)
def test_a_merge_takes_in_what_falls_due_from_its_day_on(due, together):
    pair = [demand(name, "2022-06-01", due) for name in "ab"]
    alone = demand("c", "2022-06-01", due)
    found = sorted(len(each) for each in meetings([*pair, alone], merge_of([MERGE])))
    assert found == ([1, 2] if together else [1, 1, 1])


def test_partners_are_the_others_of_a_merge_that_the_unit_owes():
    merges = merge_of([MERGE])
    a, b = MERGE.rules
    assert partners(a, [a, b], merges) == (b,)
    assert partners(a, [a], merges) == ()
    assert partners("ceshi/notice:c", [a, b], merges) == ()


# Crowds, and the free days before them


def number(text):
    return D(text).toordinal()


MONDAY = number("2022-06-13")  # two whole weeks without a holiday follow
ALL_WORKED = Worked(lambda day: Advice(day=day, provisional=False))


def naive(counts, limits, today, working, starts, crowded, surplus):  # noqa: PLR0913, PLR0917
    """The same once more, day by day, from what lies on the days alone."""
    found, placed, unannounced = [], 0, False
    day = crowded - 1
    while day >= max(starts[0], crowded - LOOKED, today):
        if placed >= surplus and len(found) >= SHOWN:
            break
        week = week_of(day)
        own = week == week_of(crowded)
        left = limits[1] - sum(counts.get(each, 0) for each in range(week, week + 7))
        room = limits[0] - counts.get(day, 0)
        waiting = sum(each <= day for each in starts) - placed
        is_free = room > 0 and waiting > 0 and left >= (0 if own else 1)
        if is_free and working(day) is None:
            unannounced = True
        elif is_free and working(day):
            found.append(day)
            moved = min(room if own else min(room, left), waiting, max(surplus - placed, 0))
            placed += moved
            counts[crowded] = counts.get(crowded, 0) - moved
            counts[day] = counts.get(day, 0) + moved
        day -= 1
    why = "unannounced" if unannounced else "gone" if starts[0] < crowded <= today else ""
    return tuple(reversed(found)), placed, "" if found else why


@given(
    st.dictionaries(st.integers(0, 27), st.integers(1, 4), max_size=12),
    st.tuples(st.integers(1, 4), st.integers(1, 9)),
    st.integers(-3, 30),
    st.integers(0, 27),
    st.lists(st.integers(0, 27), min_size=1, max_size=6),
    st.dictionaries(st.integers(0, 27), st.sampled_from([False, None]), max_size=20),
)
def test_what_is_too_much_goes_where_a_count_by_hand_says(  # noqa: PLR0913, PLR0917
    full, limits, today, crowded, starts, off
):
    def working(day):
        return off.get(day - MONDAY, True)

    def advised(day):
        known = working(day.toordinal())
        return Advice(day={True: day, False: day - A_DAY, None: None}[known], provisional=False)

    counts = {MONDAY + day: many for day, many in full.items()}
    since = sorted(min(MONDAY + each, MONDAY + crowded) for each in starts)
    surplus = len(starts)
    on = dt.date.fromordinal(MONDAY + today)
    free = FreeDays({day: range(many) for day, many in counts.items()}, limits, on, Worked(advised))
    eased = free.ease(since, MONDAY + crowded, surplus)
    expected = naive(counts, limits, on.toordinal(), working, since, MONDAY + crowded, surplus)
    assert tuple(eased) == expected
    assert {day: many for day, many in free.days.items() if many} == {
        day: many for day, many in counts.items() if many
    }
    weeks = {week_of(day): 0 for day in counts}
    for day, many in counts.items():
        weeks[week_of(day)] += many
    assert {week: many for week, many in free.weeks.items() if many} == {
        week: many for week, many in weeks.items() if many
    }


@pytest.mark.parametrize(("back", "is_there"), [(LOOKED, True), (LOOKED + 1, False)])
def test_free_days_are_looked_for_so_far_back(back, is_there):
    only = MONDAY - back
    worked = Worked(lambda day: Advice(day=day if day.toordinal() == only else None,
                                       provisional=False))  # fmt: skip
    free = FreeDays({MONDAY: range(2)}, (1, 9), dt.date.min, worked)
    assert free.ease([MONDAY - 100], MONDAY, 1).days == ((only,) if is_there else ())


def test_a_crowd_is_gone_only_where_it_could_have_begun_before():
    def why(start, today):
        free = FreeDays({MONDAY: range(2)}, (1, 9), dt.date.fromordinal(today), ALL_WORKED)
        return free.ease([start], MONDAY, 1).why

    assert why(MONDAY - 1, MONDAY) == "gone"
    assert why(MONDAY - 1, MONDAY + 1) == "gone"
    assert why(MONDAY, MONDAY) == ""
    off = Worked(lambda day: Advice(day=day - A_DAY, provisional=False))
    free = FreeDays({MONDAY: range(2)}, (1, 9), dt.date.fromordinal(MONDAY - 1), off)
    assert free.ease([MONDAY - 2], MONDAY, 1).why == ""


def calendar(day, week, today=dt.date.min):
    return Calendar((day, week), ground(today=today), Worked(advise))


def lying(*days):
    """One duty on each of some days, numbered from the Monday; none may be done earlier."""
    demands = [
        demand(f"r{n}", day, day)
        for n, each in enumerate(days)
        if (day := str(dt.date.fromordinal(MONDAY + each)))
    ]
    return held((each,) for each in demands)


@pytest.mark.parametrize(
    ("days", "limits", "crowded"),
    [
        ((0, 0), (2, 9), []),
        ((0, 0, 0), (2, 9), [(0, 0, 3)]),
        ((0, 1, 2), (2, 3), []),
        ((0, 1, 2, 2), (2, 3), [(0, 2, 4)]),
        ((0, 6, 7), (2, 2), []),  # Sunday and the Monday after are two weeks
        ((0, 0, 0), (2, 2), [(0, 0, 3)]),  # a single day is told once
        ((0, 0, 0, 1), (2, 3), [(0, 0, 3), (0, 1, 4)]),
        ((0, 0), (2, 1), [(0, 0, 2)]),  # one day that the week does not hold
        ((1, 1, 1, 9, 9, 9), (2, 9), [(1, 1, 3), (9, 9, 3)]),
    ],
)
def test_a_day_and_a_week_hold_so_much_and_no_more(days, limits, crowded):
    found = [
        (each.first - MONDAY, each.last - MONDAY, len(each.held))
        for each in crowds(lying(*days), calendar(*limits))
    ]
    assert found == crowded


def test_what_its_days_were_told_to_move_is_out_of_the_week_and_of_what_is_too_much():
    listed = [demand(f"r{n}", "2022-06-06", "2022-06-13") for n in range(4)]
    listed += [demand(f"t{n}", "2022-06-14", "2022-06-14") for n in range(2)]
    day, week = crowds(held((each,) for each in listed), calendar(3, 4))
    assert (day.scope, day.eased.placed, week.scope) == ("day", 1, "week")
    # Six are two too many; one has moved already, one more finds room.
    assert (len(week.held), week.limit, week.eased.placed) == (6, 4, 2)
    roomy = list(crowds(held((each,) for each in listed), calendar(4, 5)))
    assert [(each.scope, each.eased.placed) for each in roomy] == [("week", 1)]
    assert [each.eased.placed for each in crowds(lying(0, 1, 2), calendar(9, 2))] == [0]


def test_held_is_what_has_a_day_and_was_not_over_beforehand():
    lies = demand("a", "2022-06-10", "2022-06-13")
    assert list(held([(lies,)])) == [(MONDAY, MONDAY - 3, (lies,))]
    endless = demand("b", "2022-06-10", None)
    over = demand("c", "2022-06-10", "2022-06-13", effective=D("2022-06-14"))
    on_its_day = demand("d", "2022-06-10", "2022-06-13", effective=D("2022-06-13"))
    assert list(held([(endless,), (endless, endless), (over,)])) == []
    assert len(list(held([(on_its_day,)]))) == 1
    assert list(held([(lies, endless)])) == [(MONDAY, MONDAY - 3, (lies, endless))]


@pytest.mark.parametrize(
    ("timing", "act", "movable"),
    [
        (MONTHLY, "召开会议", True),
        (Phase(start=D("2022-06-01"), due=D("2022-06-30")), "召开会议", False),
        (Season(start="--06-01", due="--06-30", name="汛期"), "召开会议", False),
        (MONTHLY, "坚决杜绝重特大事故", False),
        (MONTHLY, "会议强调坚决杜绝重特大事故", True),
    ],
)
def test_stages_seasons_and_outcomes_are_done_on_no_day(timing, act, movable):
    assert is_movable(make_rule(timing, act=act)) is movable


# One demand against calendar and document


def day_codes(each, working=advise, **given):
    return [
        (one.code, one.severity, one.number) for one in
        find_day_conflicts([each], ground(working=working, **given))
    ]  # fmt: skip


def told_on(day, due, *, printed=True, timing=None, **given):
    """A deadline of a document of some day."""
    document = replace(DOCUMENT, date=D(day) if printed else None, effective=D(day))
    return replace(
        demand("a", day, due, timing=timing or Deadline(due=D(due))),
        rule=make_rule(
            timing or Deadline(due=D(due)), document=document, effective=D(day), **given
        ),
    )


@pytest.mark.parametrize(
    ("due", "printed", "codes"),
    [
        ("2022-06-19", True, [("already_past", "error", 1)]),
        ("2022-06-19", False, [("already_past", "warning", 1)]),
        ("2022-06-20", True, [("short_notice", "warning", 0)]),
        ("2022-06-30", True, [("short_notice", "warning", 10)]),
        ("2022-07-01", True, []),
    ],
)
def test_so_many_days_are_short_notice_and_one_more_is_not(due, printed, codes):
    assert day_codes(told_on("2022-06-20", due, printed=printed)) == codes


def test_what_starts_with_an_event_or_comes_weekly_or_is_only_shown_is_no_short_notice():
    clock = Trigger(event="接报事故", offset="P5D")
    assert day_codes(told_on("2022-06-20", "2022-06-24", timing=clock)) == []
    weekly = Cadence(period="week")
    assert day_codes(told_on("2022-06-20", "2022-06-24", timing=weekly)) == []
    assert day_codes(told_on("2022-06-21", "2022-06-20", timing=weekly)) == [
        ("already_past", "error", 1)
    ]
    partial = told_on("2022-06-20", "2022-06-24", timing=MONTHLY)
    cut = replace(partial, window=replace(partial.window, partial=True))
    assert day_codes(partial) == [("short_notice", "warning", 4)]
    assert day_codes(cut) == []
    assert day_codes(cut, policy=Policy(first_period="owed")) == [("short_notice", "warning", 4)]


def test_more_time_is_notice_enough_and_the_day_to_which_it_rolls_is_none():
    short = told_on("2022-06-20", "2022-06-24")
    assert day_codes(replace(short, due=D("2022-06-25"))) != [("short_notice", "warning", 4)]
    assert "short_notice" not in [
        each[0] for each in day_codes(replace(short, due=D("2022-06-27")))
    ]
    rolled = replace(short.window, due=D("2022-06-26"), advised=D("2022-06-27"))
    for due, told in (("2022-06-27", True), ("2022-06-28", False)):
        each = replace(short, window=rolled, due=D(due), rule=replace(short.rule, roll="forward"))
        assert ("short_notice" in [code for code, *_rest in day_codes(each)]) is told


def off_days(each):
    return [
        (one.code, one.severity, one.day, one.days) for one in find_day_conflicts([each], ground())
    ]


def test_the_last_working_day_is_named_and_whether_it_lies_inside():
    sunday, friday, monday = map(D, ("2022-06-26", "2022-06-24", "2022-06-27"))
    inside = demand("a", "2022-06-24", "2022-06-26")
    assert off_days(inside) == [("due_on_day_off", "info", sunday, (friday,))]
    outside = demand("a", "2022-06-25", "2022-06-26")
    assert off_days(outside) == [("no_working_day", "warning", sunday, ())]
    rolls = replace(inside, due=monday, window=replace(inside.window, advised=monday),
                    rule=replace(inside.rule, roll="forward"))  # fmt: skip
    assert off_days(rolls) == [("due_on_day_off", "info", sunday, (friday, monday))]
    late = replace(rolls, window=replace(rolls.window, start=D("2022-06-25")))
    assert off_days(late) == [("due_on_day_off", "info", sunday, (monday,))]
    assert off_days(demand("a", "2022-06-01", "2022-06-24")) == []
    hours = replace(inside, window=replace(inside.window, closes=at("2022-06-26 12:00")))
    assert off_days(hours) == []


@pytest.mark.parametrize(
    ("period", "told"), [("hour", False), ("day", False), ("week", False), ("month", True)]
)
def test_what_recurs_at_once_ends_on_days_off_but_needs_one_working_day(period, told):
    timing = Cadence(period=period)
    inside = demand("a", "2022-06-20", "2022-06-26", timing=timing)
    assert [each[0] for each in off_days(inside)] == (["due_on_day_off"] if told else [])
    outside = demand("a", "2022-06-25", "2022-06-26", timing=timing)
    assert [each[0] for each in off_days(outside)] == ["no_working_day"]


def test_what_was_over_or_chosen_is_not_asked_for_another_working_day():
    gone = told_on("2022-06-27", "2022-06-26")
    assert [each[0] for each in day_codes(gone)] == ["already_past"]
    picked = demand("a", "2022-06-01", "2022-06-26", chosen="2022-06-20 09:00")
    assert off_days(picked) == []
    assert off_days(demand("a", "2022-06-01", None)) == []


# Planned days


def plan_codes(each, today="2022-06-01"):
    return [
        (one.code, one.severity, one.day, one.days)
        for one in find_plan_faults([each], ground(today=D(today)))
    ]


@pytest.mark.parametrize(
    ("day", "due", "today", "code"),
    [
        ("2022-06-05", "2022-06-24", "2022-06-01", "plan_outside"),
        ("2022-06-06", "2022-06-24", "2022-06-06", None),
        ("2022-06-06", "2022-06-24", "2022-06-07", "plan_gone"),
        ("2022-06-24", "2022-06-24", "2022-06-01", None),
        ("2022-06-27", "2022-06-24", "2022-06-01", "plan_outside"),
        ("2031-06-27", None, "2022-06-01", None),  # no end, and no holidays announced
        ("2022-06-18", "2022-06-24", "2022-06-01", "plan_day_off"),
    ],
)
def test_a_planned_day_holds_from_the_first_to_the_last_of_its_window(day, due, today, code):
    each = demand("a", "2022-06-06", due, chosen=f"{day} 09:00")
    found = plan_codes(each, today)
    assert [one[0] for one in found] == ([code] if code else [])
    if code == "plan_outside":
        assert found == [(code, "error", D(day), (D("2022-06-06"), D("2022-06-24")))]
    elif code:
        assert found == [(code, "warning", D(day), ())]
    done = Done(occurrence="x", on=D("2022-06-06"), evidence="纪要")
    assert plan_codes(replace(each, past=replace(each.past, done=done)), today) == []


def torn(*each, policy=None):
    merges = Policy(merges=(MERGE,)) if policy is None else policy
    return [
        (one.day, [two.rule.id for two in one.demands])
        for one in find_plan_faults(each, ground(merges))
        if one.code == "merge_apart"
    ]


def test_a_merge_is_torn_where_two_of_its_rules_are_planned_for_two_moments_of_one_period():
    a = demand("a", "2022-07-01", "2022-07-31", chosen="2022-07-21 09:00")
    b = demand("b", "2022-07-01", "2022-07-31", chosen="2022-07-20 09:00")
    assert torn(a, b) == [(D("2022-07-20"), ["b", "a"])]
    assert torn(a, b, policy=Policy()) == []
    assert torn(a) == []
    assert torn(a, demand("b", "2022-07-01", "2022-07-31", chosen="2022-07-21 09:00")) == []
    hour = demand("b", "2022-07-01", "2022-07-31", chosen="2022-07-21 10:00")
    assert torn(a, hour) == [(D("2022-07-21"), ["a", "b"])]
    assert torn(a, demand("b", "2022-07-01", "2022-07-31")) == []
    august = demand("b", "2022-08-01", "2022-08-31", chosen="2022-08-10 09:00")
    assert torn(a, august) == []
    early = [
        demand(name, "2022-06-01", due, chosen=f"2022-06-1{n} 09:00")
        for n, (name, due) in enumerate((("a", "2022-06-29"), ("b", "2022-06-29")))
    ]
    assert torn(*early) == []
    released = replace(b, past=replace(b.past, done=Done(occurrence="x", on=b.day, evidence="录")))
    assert torn(a, released) == []


# What comes first


AFTER = {"ceshi/notice:then": (Before("ceshi/notice:first", "after"),)}
OF_KIND = {"ceshi/notice:then": (Before("ceshi/notice:first", "kind"),)}


def months(*numbers, unit=EAST):
    return [
        demand("first", f"2022-0{n}-01", f"2022-0{n}-28", unit=unit) for n in numbers
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "due", "awaited"),
    [
        ("2022-01-01", "2022-03-31", "2022-03-28"),  # the last that falls due within it
        ("2022-01-01", "2022-03-28", "2022-03-28"),
        ("2022-01-01", "2022-03-27", "2022-02-28"),
        ("2022-02-28", "2022-03-27", "2022-02-28"),
        ("2022-03-01", "2022-03-27", None),
        ("2022-02-01", None, "2022-04-28"),
    ],
)
def test_what_falls_due_in_the_own_window_comes_first(start, due, awaited):
    then = replace(demand("then", start, due), window=window(D(start), due and D(due), label="Q"))
    found = awaited_by(then, months(1, 2, 3, 4), AFTER)
    assert (str(found.day) if found else None) == awaited


def test_of_one_period_the_own_counts_and_else_the_last_of_all():
    def then(unit):
        return demand("then", "2022-03-01", "2022-03-28", unit=unit)

    own = demand("first", "2022-03-01", "2022-03-28", chosen="2022-03-10 09:00")
    other = demand("first", "2022-03-01", "2022-03-28", unit=WEST, chosen="2022-03-20 09:00")
    assert awaited_by(then(EAST), [other, own], AFTER) is own
    assert awaited_by(then(CHIEF), [other, own], AFTER) is other
    assert awaited_by(then(CHIEF), [own, other], AFTER) is other
    assert awaited_by(then(EAST), [own, other], {}) is None
    assert awaited_by(then(EAST), [], AFTER) is None


def test_by_its_kind_only_the_bodys_own_comes_first_and_only_where_it_need_not_be_later():
    first = demand("first", "2022-03-01", "2022-03-28")
    same = demand("then", "2022-03-01", "2022-03-28")
    assert awaited_by(same, [first], OF_KIND) is first
    assert awaited_by(replace(same, units=(POST,)), [first], OF_KIND) is first
    assert awaited_by(replace(same, units=(WEST,)), [first], OF_KIND) is None
    assert awaited_by(replace(same, units=(CHIEF,)), [first], OF_KIND) is None
    sooner = replace(same, window=replace(same.window, due=D("2022-03-27")))
    assert awaited_by(sooner, [first], OF_KIND) is None
    endless = replace(same, window=replace(same.window, due=None))
    assert awaited_by(endless, [first], OF_KIND) is None
    assert awaited_by(sooner, [first], AFTER) is first


def test_what_comes_only_once_has_one_name_whatever_its_days():
    once = [demand(name, "2022-01-01", due, timing=Deadline(due=D(due)))
            for name, due in (("first", "2022-05-31"), ("then", "2022-03-31"))]  # fmt: skip
    assert awaited_by(once[1], once, AFTER) is once[0]


# Who presides and attends, and how heavy a day is


def test_who_heads_a_duty_leads_presides_or_attends_and_the_office_says_so():
    rules = [make_rule(MONTHLY, id=each) for each in "abc"]
    bindings = [Binding(rule=rules[0], unit=POST, names=(), role="lead"),
                Binding(rule=rules[1], unit=CHIEF, names=(), role="assist"),
                Binding(rule=rules[2], unit=EAST, names=(), role="lead"),
                Binding(rule=rules[2], unit=POST, names=())]  # fmt: skip
    a, b, c = (each.key for each in rules)
    bare = ground(bindings=tuple(bindings))
    assert (heads_of(bare), attending(bare), chairs_of(bare)) == ({a: [POST]}, {a: [POST]}, {})
    held_ = (
        Held(rules=(a,), chair="chief", attend=()),
        Held(rules=(b,), attend=("chief", "east", "nobody")),
        Held(rules=(c,), chair="east"),
    )
    said = ground(Policy(held=held_), bindings=tuple(bindings))
    assert attending(said) == {a: [], b: [CHIEF]}
    assert chairs_of(said) == {a: CHIEF}
    assert heads_of(said) == {a: [POST, CHIEF], b: [CHIEF]}


def test_a_day_is_as_heavy_as_its_duties_its_units_and_its_busiest():
    def series(name, *days, units=(EAST,)):
        listed = tuple(replace(demand(name, day, day), units=units) for day in days)
        return Series(listed[0].rule, units, listed)

    shared = series("a", "2022-06-13", "2022-06-14", units=(EAST, WEST))
    found = heats([
        Owed((EAST, WEST), (shared, series("b", "2022-06-13", units=(EAST, WEST)))),
        Owed((POST,), (shared, series("c", "2022-06-15"))),
    ])  # fmt: skip
    assert {str(day): (each.duties, each.units, each.most) for day, each in found.items()} == {
        "2022-06-13": (2, 3, 2), "2022-06-14": (1, 3, 1), "2022-06-15": (1, 1, 1),
    }  # fmt: skip


def test_a_meeting_without_a_length_lasts_an_hour():
    nine = at("2022-06-13 09:00")
    assert ends(Choice(occurrence="x", at=nine)) == at("2022-06-13 10:00")
    assert ends(Choice(occurrence="x", at=nine, minutes=1)) == at("2022-06-13 09:01")


@pytest.mark.parametrize(
    ("act", "large"),
    [
        ("召开安全生产会议", True),
        ("召开安委会全体（扩大）会议研究部署安全生产工作", True),
        ("召开工作会议", False),
        ("部署安全生产工作", False),
        ("召开安全生产会议研判尾矿库", False),
    ],
)
def test_a_meeting_is_at_large_that_meets_on_safety_and_says_nothing_else(act, large):
    assert is_at_large(act) is large


# Stages, and what is left open


def stages(*spans_):
    listed = [
        demand(f"s{n}", start, due, topics=("阶段",),
               timing=Phase(start=D(start), due=D(due) if due else None))
        for n, (start, due) in enumerate(spans_)
    ]  # fmt: skip
    return [
        (each.code, each.severity, str(each.day), str(each.until), each.number)
        for each in find_stage_conflicts(listed)
    ]


def test_stages_that_overlap_and_gaps_between_them_are_counted_by_days():
    march = ("2022-03-01", "2022-03-31")
    assert stages(march, ("2022-04-01", "2022-04-30")) == []
    assert stages(march, ("2022-03-31", "2022-04-30")) == [
        ("phase_overlap", "info", "2022-03-31", "2022-03-31", 1)
    ]
    assert stages(march, ("2022-04-03", None)) == [
        ("phase_gap", "warning", "2022-04-01", "2022-04-02", 2)
    ]
    assert stages(("2022-03-10", "2022-03-20"), march) == [
        ("phase_overlap", "info", "2022-03-10", "2022-03-20", 11)
    ]
    assert stages(("2022-03-10", None), march) == [
        ("phase_overlap", "info", "2022-03-10", "2022-03-31", 22)
    ]
    assert stages(("2022-03-01", None), ("2022-03-10", "2022-03-20")) == []
    later = demand("x", "2022-05-01", "2022-05-31", pack="ceshi/old", topics=("阶段",),
                   timing=Phase(start=D("2022-05-01"), due=D("2022-05-31")))  # fmt: skip
    own = demand("y", *march, topics=("阶段",), timing=Phase(start=D(march[0]), due=D(march[1])))
    assert list(find_stage_conflicts([own, later])) == []


JUNE = Span(D("2022-06-01"), D("2022-06-30"))


@pytest.mark.parametrize(
    ("given", "role", "told"),
    [
        ({}, "owner", True),
        ({}, "supervise", True),
        ({}, "assist", False),
        ({"force": "may"}, "owner", False),
        ({"effective": JUNE.last}, "owner", True),
        ({"effective": D("2022-07-01")}, "owner", False),
        ({"until": JUNE.first}, "owner", True),
        ({"until": D("2022-05-31")}, "owner", False),
        ({"superseded_on": D("2022-05-31")}, "owner", False),
        ({"superseded_on": D("2022-05-31"), "until": D("2022-12-31")}, "owner", False),
        ({"timing": Standing()}, "owner", False),
    ],
)
def test_what_is_left_open_is_told_while_its_rule_binds(given, role, told):
    known = {"effective": D("2022-01-01"), "timing": Unspecified(words="定期")}
    rule = make_rule(**(known | given))
    bindings = [Binding(rule=rule, unit=unit, names=(), role=role) for unit in (EAST, WEST)]
    found = list(find_undated(bindings, JUNE))
    assert [(each.units, each.bare) for each in found] == (
        [((EAST, WEST), (rule,))] if told else []
    )


def test_what_leans_on_a_dated_clause_by_a_reading_is_not_left_open():
    vague = make_rule(Unspecified(words="定期"), id="a", see=("一/1",), reading="由一/1定为月")
    for timing, told in ((PeriodicDeadline(period="month", day=25), []), (Standing(), ["a"])):
        dated = make_rule(timing, id="b", clause="一/1")
        bindings = [Binding(rule=each, unit=EAST, names=()) for each in (vague, dated)]
        found = find_undated(bindings, Span(D("2022-06-01"), D("2022-12-31")))
        assert [each.bare[0].id for each in found] == told
