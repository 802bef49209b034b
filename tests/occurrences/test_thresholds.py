"""Which event crosses a threshold: a table by hand, and what holds for every row of events."""

import datetime as dt
from datetime import date

import pytest
from conftest import ROOT, make_rule
from happenings import event, known
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.core.event_kinds import EventKind, join_kinds
from cadence.core.occurrence import Binding, Unit
from cadence.core.timing import Threshold
from cadence.occurrences.clocks import find_clocks
from cadence.occurrences.event_chains import ClockGround, Waiting, bindings_of, find_chains
from cadence.occurrences.thresholds import find_crossings
from cadence.workdays.terms import month_later
from cadence.workdays.years import looker

TABLE = ROOT / "tests" / "tables" / "thresholds.txt"
KINDS = join_kinds(
    [
        [
            EventKind(id="accident", names=("事故发生", "事故")),
            EventKind(
                id="ordinary",
                names=("一般事故",),
                part_of="accident",
                given=(("level", ("一般",)),),
                reading="都按责任事故计入",
            ),
        ]
    ]
)
EAST, WEST = (Unit(place="ceshi", id=each, name=each) for each in ("east", "west"))
OFFICE = Unit(place="ceshi", id="office", name="纪委")


def crossings(timing, *facts, bindings=(), **given_more):
    waiting, setting = waits(timing, *facts, bindings=bindings, **given_more)
    return list(find_crossings(waiting, find_chains(setting), setting))


def waits(timing, *facts, bindings=(), **given_more):
    rule = make_rule(timing, effective=date(2020, 1, 1), **given_more)
    waiting = Waiting(rule=rule, bindings=bindings)
    return waiting, ClockGround(
        waiting={rule.key: waiting},
        kinds={"ceshi": KINDS},
        looks={"ceshi": looker()},
        units={each.key: each for each in (EAST, WEST, OFFICE)},
        everywhere=frozenset(),
        history=known(*facts),
    )


def told(day, deaths=None, unit="ceshi/east", name="一般事故"):
    values = "" if deaths in {None, "?"} else f" deaths={deaths}"
    return event(f"{day} 10:00 {name}{values}", unit)


def cases():
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            timing, events, crossed = (cell.split() for cell in line.split("|"))
            yield pytest.param(timing, events, crossed, id=f"{number}-{'-'.join(timing)}")


@pytest.mark.parametrize(("timing", "events", "crossed"), list(cases()))
def test_thresholds_are_crossed_as_the_table_by_hand_says(timing, events, crossed):
    within, count, *deaths = timing
    sums = {"deaths": int(deaths[0])} if deaths else None
    threshold = Threshold(event="一般事故", count=int(count), within=within, sum=sums)
    found = crossings(threshold, *(told(*each.split("/")) for each in events))
    assert [
        f"{'' if each.window else '?'}{each.happening.event.at:%Y-%m-%d}" for each in found
    ] == crossed


TWICE = Threshold(event="一般事故", count=2, within="year")
THRICE = Threshold(event="一般事故", count=3, within="year")


def test_each_unit_is_counted_for_itself():
    assert not crossings(TWICE, told("2026-01-05"), told("2026-02-05", unit="ceshi/west"))


def test_units_that_cross_in_one_minute_are_numbered_from_one():
    days = ("2026-01-05", "2026-02-05")
    facts = [told(day, unit=f"ceshi/{unit}") for day in days for unit in ("east", "west")]
    _waiting, setting = waits(TWICE, *facts)
    found = sorted((each.window.label, each.window.nth) for each in find_clocks(setting))
    assert found == [("2026-02-05T10:00", 1), ("2026-02-05T10:00", 2)]


def test_a_lower_step_stays_when_a_higher_one_is_crossed():
    facts = [told(day) for day in ("2026-01-05", "2026-02-05", "2026-03-05")]
    assert [len(crossings(each, *facts)) for each in (TWICE, THRICE)] == [1, 1]


def test_the_trace_names_what_was_counted_and_how_the_name_was_read():
    (found,) = crossings(TWICE, told("2026-01-05"), told("2026-02-05"))
    assert found.window.label == "2026-02-05T10:00"
    assert found.window.due is None
    lines = "\n".join(found.window.trace)
    assert "第1号，2026年1月5日（周一）10:00一般事故" in lines
    assert "第2号，2026年2月5日（周四）10:00一般事故" in lines
    assert "都按责任事故计入" in lines


def test_an_event_whose_level_is_not_told_is_asked_about_and_not_counted():
    found = crossings(TWICE, told("2026-01-05"), told("2026-02-05", name="事故"))
    assert [each.window for each in found] == [None]
    assert "--corrects 2 --set level=…" in found[0].questions[0]
    assert not crossings(TWICE, told("2026-01-05", name="事故"))


def test_what_may_count_is_named_beside_what_does():
    days = ("2026-01-05", "2026-02-05", "2026-03-05")
    names = ("一般事故", "事故", "一般事故")
    facts = [told(day, name=name) for day, name in zip(days, names, strict=True)]
    *_asked, found = crossings(TWICE, *facts)
    assert any(line.startswith("未计入：第2号") for line in found.window.trace)


def test_events_before_the_rule_was_in_force_are_not_counted():
    assert not crossings(TWICE, told("2019-12-30"), told("2020-01-05"))
    assert not crossings(TWICE, told("2026-01-05"), told("2026-02-05"), until=date(2026, 1, 31))


def test_a_crossing_is_the_units_and_theirs_who_call_it_in_but_no_other_towns():
    rule = make_rule(TWICE)
    bindings = tuple(
        Binding(rule=rule, unit=unit, names=(name,))
        for unit, name in ((EAST, "各镇"), (WEST, "各镇"), (OFFICE, "纪委"))
    )
    waiting = Waiting(rule=rule, bindings=bindings)
    assert [each.unit for each in bindings_of(waiting, EAST)] == [EAST, OFFICE]
    elsewhere = Unit(place="ceshi", id="else", name="x")
    assert len(bindings_of(waiting, elsewhere)) == 3


days = st.lists(st.dates(date(2022, 1, 1), date(2026, 12, 31)), unique=True, max_size=25)


@settings(deadline=None)
@given(days, st.integers(1, 4))
def test_a_year_is_crossed_once_if_it_has_enough_and_never_else(listed, count):
    timing = Threshold(event="一般事故", count=count, within="year")
    found = [each.happening.event.at.date() for each in crossings(timing, *map(told, listed))]
    by_year = {}
    for day in sorted(listed):
        by_year.setdefault(day.year, []).append(day)
    assert found == [each[count - 1] for each in by_year.values() if len(each) >= count]


@settings(deadline=None)
@given(days, st.integers(1, 4))
def test_twelve_months_are_crossed_just_when_they_come_to_hold_enough(listed, count):
    timing = Threshold(event="一般事故", count=count, within="rolling_year")
    found = {each.happening.event.at.date() for each in crossings(timing, *map(told, listed))}
    for day in listed:
        held = [each for each in listed if month_later(day, -12) < each <= day]
        assert (day in found) == (len(held) == count)


@settings(deadline=None)
@given(days)
def test_the_order_of_recording_does_not_matter(listed):
    def at(facts):
        return sorted(each.happening.event.at for each in crossings(TWICE, *facts))

    facts = [told(day) for day in listed]
    assert at(facts) == at(facts[::-1])
    assert all(isinstance(each, dt.datetime) for each in at(facts))
