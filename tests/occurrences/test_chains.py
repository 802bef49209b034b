"""Events put to their chains, what must still be told of them, and whose clock it is."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import make_rule
from happenings import event, known, moment

from cadence.core import Trigger, Unit, join_kinds
from cadence.core.event_kinds import EventKind, Meaning
from cadence.core.facts import Reversal
from cadence.core.occurrence import Binding
from cadence.occurrences.event_chains import (
    ClockGround,
    Waiting,
    asked_of,
    bindings_for,
    bindings_of,
    find_chains,
    label_of,
    nth_of,
    question,
)

KINDS = join_kinds([[
    EventKind(id="accident", names=("事故",), values=(("level", ("一般", "较大")),)),
    EventKind(id="larger", names=("较大事故",), part_of="accident", given=(("level", ("较大",)),)),
    EventKind(id="either", names=("大事故",), part_of="accident",
              given=(("level", ("较大", "重大")),)),
    EventKind(id="heard", names=("接报",), follows="accident"),
]])  # fmt: skip
EAST, WEST, BUREAU = (
    Unit(place="ceshi", id=each, name=each) for each in ("east", "west", "bureau")
)
BOSS = Unit(place="ceshi", id="boss", name="县长", kind="post")
RULE = make_rule(Trigger(event="事故", offset="PT1H"), id="r")


def ground(*facts, **given):
    more = {
        "waiting": {}, "kinds": {"ceshi": KINDS}, "looks": {},
        "units": {each.key: each for each in (EAST, WEST, BUREAU)}, "everywhere": frozenset(),
        "history": known(*facts),
    }  # fmt: skip
    return ClockGround(**(more | given))


def chains(*facts):
    return [
        (
            each.root.first,
            each.kind,
            each.subject.id,
            sorted(each.steps),
            dict(each.values),
            each.before,
        )
        for each in find_chains(ground(*facts))
    ]


def test_what_follows_an_event_joins_its_chain_and_later_words_stand_over_earlier_ones():
    root = event("2026-11-20 14:20 较大事故 deaths=1", "ceshi/east")
    heard = event("2026-11-20 14:50 接报 deaths=2", "ceshi/east", of=1)
    told = {"level": "较大", "deaths": "2"}
    assert chains(root, heard) == [(1, "accident", "east", ["accident", "heard"], told, (0, 0))]
    alone = chains(heard)
    assert alone == [(1, "heard", "east", ["heard"], {"deaths": "2"}, (0, 0))]
    # A name that leaves two levels open tells none.
    assert chains(event("2026-11-20 14:20 大事故", "ceshi/east"))[0][4] == {}


def test_chains_of_one_minute_are_counted_before_each_other_all_and_the_own_units():
    same = [event("2026-11-20 14:20 事故", f"ceshi/{each}") for each in ("east", "west", "east")]
    other = event("2026-11-20 14:21 事故", "ceshi/east")
    assert [each[5] for each in chains(*same, other)] == [(0, 0), (1, 0), (2, 1), (0, 0)]
    gone = Reversal(number=1, reason="错")
    assert [each[5] for each in chains(*same, gone)] == [(0, 0), (1, 0)]


def test_the_first_of_two_of_a_kind_stays_and_nobody_elses_events_are_taken():
    root = event("2026-11-20 14:20 事故", "ceshi/east")
    first, again = (event(f"2026-11-20 14:{n} 接报", "ceshi/east", of=1) for n in (30, 40))
    (chain,) = find_chains(ground(root, first, again))
    assert chain.steps["heard"].event.at == moment("2026-11-20 14:30")
    assert chains(event("2026-11-20 14:20 事故", "ceshi/nobody")) == []


def test_a_corrected_event_keeps_the_labels_that_it_had():
    root = event("2026-11-20 14:20 事故", "ceshi/east")
    moved = event("2026-11-20 14:25 事故", "ceshi/east", corrects=1)
    (chain,) = find_chains(ground(root, moved))
    assert chain.labels == ("2026-11-20T14:25", "2026-11-20T14:20")
    assert label_of(dt.datetime(2026, 11, 20, 6, 20, tzinfo=dt.UTC)) == "2026-11-20T14:20"


LEVEL = (("level", ("较大", "重大")),)


@pytest.mark.parametrize(
    ("given", "unless", "meant", "values", "asked"),
    [
        ((), (), (), {}, ()),
        (LEVEL, (), (), {}, ("level",)),
        (LEVEL, (), (), {"level": "较大"}, ()),
        (LEVEL, (), (), {"level": "一般"}, None),
        ((), LEVEL, (), {}, ("level",)),
        ((), LEVEL, (), {"level": "较大"}, None),
        ((), LEVEL, (), {"level": "一般"}, ()),
        ((), (), LEVEL, {"level": "一般"}, None),
        ((), (), LEVEL, {}, ("level",)),
        (LEVEL, (("kind", ("火灾",)),), (), {}, ("level", "kind")),
        (LEVEL, LEVEL, (), {}, ("level",)),
    ],
)
def test_a_rule_applies_where_all_that_it_asks_is_told_and_so(given, unless, meant, values, asked):
    rule = replace(RULE, given=given, unless=unless)
    meaning = Meaning(kind=KINDS.by_id["accident"], given=meant)
    assert asked_of(rule, meaning, values) == asked


def test_a_question_names_the_words_to_choose_from_and_how_to_tell():
    meaning = Meaning(kind=KINDS.by_id["accident"])
    said = question("level", replace(RULE, given=LEVEL), meaning, 7)
    assert said.endswith("（是否较大、重大），请更正第7号事件补充：--corrects 7 --set level=…")
    by_name = question("level", RULE, replace(meaning, given=(("level", ("一般",)),)), 7)
    assert "（是否一般）" in by_name


def bound(unit, *names, role="owner"):
    return Binding(rule=RULE, unit=unit, names=names, role=role)


TOWNS = (bound(EAST, "各乡镇"), bound(WEST, "各乡镇"))
OWN, LEAD = bound(BUREAU, "应急局"), bound(BOSS, "县长", role="lead")


def whose(waiting, subject):
    return [each.unit.id for each in bindings_for(waiting, subject)]


def test_a_shared_name_binds_each_for_its_own_and_a_unit_by_its_own_name_acts_for_others():
    waiting = Waiting(rule=RULE, bindings=(*TOWNS, OWN, LEAD))
    assert whose(waiting, EAST) == ["east", "boss"]
    assert whose(waiting, BUREAU) == ["bureau", "boss"]
    other = Unit(place="ceshi", id="north", name="north")
    assert whose(waiting, other) == ["bureau", "boss"]
    assert whose(replace(waiting, bindings=TOWNS), other) == []
    both = Waiting(rule=RULE, bindings=(bound(EAST, "各乡镇", "东镇"), TOWNS[1]))
    assert whose(both, other) == ["east"]


def test_a_bar_concerns_the_subject_and_those_under_other_names():
    bar = replace(RULE, force="must_not")
    waiting = Waiting(rule=bar, bindings=(*TOWNS, OWN, LEAD))
    assert whose(waiting, EAST) == ["east", "bureau", "boss"]
    assert [each.unit.id for each in bindings_of(waiting, BUREAU)] == [
        "east", "west", "bureau", "boss",
    ]  # fmt: skip


def test_a_statutes_clock_is_the_subjects_theirs_who_alone_answer_and_of_bodies_that_are_nobody():
    absent = Unit(place="national", id="police", name="公安")
    shared = Unit(place="national", id="county", name="县级")
    here = (*TOWNS, OWN, bound(absent, "公安"), bound(shared, "各乡镇"), LEAD)
    waiting = Waiting(rule=RULE, bindings=(), here={"ceshi": here})
    assert whose(waiting, EAST) == ["east", "bureau", "police", "boss"]
    north = Unit(place="ceshi", id="north", name="north")
    assert whose(waiting, north) == ["bureau", "police", "county", "boss"]
    elsewhere = Unit(place="other", id="x", name="x")
    assert whose(waiting, elsewhere) == []


def test_a_clock_is_numbered_among_its_own_units_or_among_all():
    facts = [event("2026-11-20 14:20 事故", f"ceshi/{each}") for each in ("west", "east", "east")]
    *_first, chain = find_chains(ground(*facts))
    assert chain.before == (2, 1)
    assert nth_of(chain, (TOWNS[0], LEAD)) == 2
    assert nth_of(chain, (OWN,)) == 3
    assert nth_of(chain, ()) == 2


@pytest.mark.parametrize(
    ("pack", "given", "reached"),
    [
        ("ceshi/x", {}, True),
        ("other/x", {}, False),
        ("other/x", {"everywhere": frozenset({"other"})}, True),
        ("other/x", {"waiting": {"other/x:r": Waiting(rule=RULE, here={"ceshi": TOWNS})}}, True),
        ("other/x", {"waiting": {"other/x:r": Waiting(rule=RULE, here={"ceshi": ()})}}, False),
        ("other/x", {"waiting": {"other/x:r": Waiting(rule=RULE, here={"third": TOWNS})}}, False),
    ],
)
def test_a_rule_reaches_its_own_place_every_place_or_those_below(pack, given, reached):
    assert ground(**given).reaches(replace(RULE, pack=pack), EAST) is reached
