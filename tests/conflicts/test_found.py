"""Units that owe different things share what collides for them; nobody can tell by reading it."""

import datetime as dt
from array import array
from dataclasses import replace

from conftest import make_rule
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.conflicts.find.find import find_conflicts
from cadence.conflicts.find.found import Found, Group
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.conflicts.find.series import demands_by_units
from cadence.conflicts.tell.messages import findings
from cadence.conflicts.tell.table import table_of
from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Done, Entry
from cadence.core.history import EMPTY, history
from cadence.core.occurrence import Binding, Unit
from cadence.core.policy import Merge, Policy, Suppression
from cadence.core.timing import Cadence, PeriodicDeadline
from cadence.occurrences import Asked
from cadence.occurrences.expand import runs
from cadence.rules.rosters import Roster
from cadence.workdays import advise

D = dt.date.fromisoformat
HALF = Span(D("2022-01-01"), D("2022-06-30"))
TOWNS = tuple(Unit(place="ceshi", id=each, name=f"{each}镇") for each in ("a", "b", "c", "d"))
ROSTER = Roster(place="ceshi", name="测试县", office="安委办", units=())
RULES = tuple(
    make_rule(
        PeriodicDeadline(period="month", day=day) if day else Cadence(period="month"),
        id=f"duty-{number}",
        act=f"召开第{number}个会",
        category="meeting" if number % 3 else "report",
        topics=(f"事项{number % 3}",),
        effective=D("2021-12-01"),
    )
    for number, day in enumerate((25, 25, 25, 25, 28, 28, 0, 0, 0, 0))
)
MERGED = Policy(
    merges=(
        Merge(rules=(RULES[1].key, RULES[7].key), by="县安委办", on=D("2022-03-01")),
    )
)  # fmt: skip


def bound(owed):
    """Bind rules by number to the towns, one town after the other."""
    return tuple(
        Binding(rule=RULES[number], unit=unit, names=())
        for unit, numbers in zip(TOWNS, owed, strict=False)
        for number in numbers
    )


def ground_of(bindings, policy=None, known=EMPTY):
    return Ground(bindings=bindings, policy=policy or Policy(), advise=advise, history=known)


def found(bindings, policy=None, known=EMPTY):
    owed = demands_by_units(runs(bindings, HALF, advise), known)
    return find_conflicts(owed, ground_of(bindings, policy, known), HALF)


def table(bindings, policy=None, asked=None):
    listed = runs(bindings, HALF, advise)
    return table_of(ROSTER, listed, ground_of(bindings, policy), asked or Asked(span=HALF))


def told(conflicts):
    return [each for conflict in conflicts for each in findings(conflict)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(range(10)), min_size=1, unique=True), min_size=2, max_size=4),
    st.sampled_from([None, MERGED]),
    st.sets(st.integers(0, 3)),
)
def test_each_unit_is_told_what_it_would_be_told_alone_and_in_that_order(owed, policy, done):
    bindings = bound(owed)
    first = [RULES[numbers[0]].key for numbers in owed]
    facts = [
        Done(occurrence=f"{first[n]}:2022-02@{TOWNS[n].key}", on=D("2022-02-09"), evidence="记录")
        for n in done
        if n < len(owed)
    ]
    now = dt.datetime(2022, 3, 1, tzinfo=SHANGHAI)
    known = history(Entry(number=n, recorded=now, fact=each) for n, each in enumerate(facts, 1))
    together = told(found(bindings, policy, known))
    for unit in TOWNS[: len(owed)]:
        own = tuple(each for each in bindings if each.unit is unit)
        alone = told(found(own, policy, known))
        assert [each for each in together if each.unit == unit.id] == alone


def test_a_duty_of_many_is_looked_at_once_whatever_else_they_owe():
    every = found(bound([[0, 1], [0, 2], [0, 3]]))
    off = [each for each in every.once.values() if each.code == "due_on_day_off"]
    shared = [each for each in off if each.rules == (RULES[0],)]
    assert shared
    assert {each.units for each in shared} == {TOWNS[:3]}
    assert len(off) == 4 * len(shared)
    assert sum(each.code == "due_on_day_off" for each in every) == 6 * len(shared)


def test_what_is_crowded_is_kept_by_nobody_who_does_not_ask():
    every = found(bound([range(10), [*range(9), 9]]))
    assert not [each for each in every.once.values() if each.code == "overload"]
    assert [each for each in every if each.code == "overload"]
    assert "warning" in every.severities


def test_a_unit_that_was_answered_or_not_asked_about_leaves_the_others_as_they_were():
    bindings = bound([[4, 0, 1, 2, 3], [0, 1, 2, 3, 5], [0, 5]])
    answers = (
        Suppression(code="due_on_day_off", reason="照旧", by="县安委办", unit="a"),
        Suppression(code="overload", reason="照旧", by="县安委办", unit="b"),
    )
    _table, standing = table(bindings, Policy(suppressed=answers))
    _table, every = table(bindings)
    gone = {("due_on_day_off", "a"), ("overload", "b")}
    assert told(standing) == [each for each in told(every) if (each.code, each.unit) not in gone]
    alone, of_b = table(bindings, asked=Asked(span=HALF, unit="b"))
    assert told(of_b) == [each for each in told(every) if each.unit == "b"]
    own = tuple(each for each in bindings if each.unit.id == "b")
    assert alone.lines == table(own)[0].lines


def test_a_line_names_units_in_their_order_and_its_details_are_all_behind_it():
    shown, every = table(bound([[0, 1], [2, 1], [3, 0], [1]]))
    (off,) = (each for each in shown.lines if each.code == "due_on_day_off")
    assert off.who == "a镇、b镇、c镇、d镇"
    assert off.count == sum(each.code == "due_on_day_off" for each in every)
    assert {each.who for each in off.details} == {"a镇、b镇、d镇", "a镇、c镇", "b镇", "c镇"}


def test_a_part_is_read_in_the_order_in_which_its_units_are_looked_at():
    """Of two findings the first concerned a first and now b alone: it comes after that of a."""
    one, two = (
        Conflict(code=code, severity="info", units=units)
        for code, units in (("one", TOWNS[:2]), ("two", TOWNS[:1]))
    )
    groups = tuple(
        Group((unit,), array("I", numbers), None, array("I"))
        for unit, numbers in ((TOWNS[0], (0, 1)), (TOWNS[1], (0,)))
    )
    whole = Found({0: one, 1: two}, groups)

    def parted(found):
        if found is one:
            return [
                (None, replace(one, units=TOWNS[1:2])),
                ("answered", replace(one, units=TOWNS[:1])),
            ]
        return [(None, found)]

    parts = whole.by_part(parted, lambda _each: [])
    assert [each.code for each in parts[None].once.values()] == ["two", "one"]
    assert [(each.code, each.units) for each in parts[None]] == [
        ("two", TOWNS[:1]), ("one", TOWNS[1:2]),
    ]  # fmt: skip
    assert [(each.code, each.units) for each in parts["answered"]] == [("one", TOWNS[:1])]
    assert list(parts) == ["answered", None]  # as an iteration over everything meets them
    assert whole.in_order() is whole
    assert whole.begins() == (0, 0)
    assert Found({}, groups).begins() == (2, 0)
    assert [each.code for each in whole] == ["one", "two", "one"]
