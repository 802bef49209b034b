"""How an entry of a calendar is marked: for who owes it, and for who leads, assists or oversees."""

import datetime as dt
from dataclasses import replace

import pytest
import scenes
from conftest import make_rule, weekday_advice

from cadence.core import Cadence, Deadline, Span, Trigger
from cadence.core.dates import SHANGHAI
from cadence.core.facts import Claimed, Done, Entry, Event, Extension, Waiver
from cadence.core.history import EMPTY, Happening, history
from cadence.core.occurrence import Binding, Unit, Window
from cadence.core.policy import Policy
from cadence.occurrences.clocks import Clock, clock_occurrences, owners_of, windows_of
from cadence.occurrences.gather import _of_place
from cadence.occurrences.marks import Mark, Standings

D = dt.date.fromisoformat
EAST, WEST = (
    Unit(place="ceshi", id=each, name=name) for each, name in (("east", "东镇"), ("west", "西乡"))
)
BOSS = Unit(place="ceshi", id="boss", name="镇长", kind="post")
RULE = make_rule(Cadence(period="month"), id="r", effective=D("2022-01-01"))
JUNE = Window(label="2022-06", start=D("2022-06-01"), due=D("2022-06-30"), nth=1, of=1,
              partial=False, advised=D("2022-06-30"), provisional=False)  # fmt: skip
LATER = dt.datetime(2022, 7, 5, 9, tzinfo=SHANGHAI)
IN_JUNE = dt.datetime(2022, 6, 10, 9, tzinfo=SHANGHAI)


def bound(unit, role="owner", rule=RULE, **given):
    return Binding(rule=rule, unit=unit, names=(), role=role, **given)


OWNERS = [bound(EAST), bound(WEST, "supervise")]
LEADS = [bound(BOSS, "lead")]


def fact_of(unit, kind=Done, **given):
    occurrence = f"ceshi/notice:r:2022-06@ceshi/{unit}"
    known = {
        Done: {"on": D("2022-06-20"), "evidence": "录"},
        Claimed: {"on": D("2022-06-20"), "by": "镇"},
        Waiver: {"document": "定", "by": "主"},
        Extension: {"to": D("2022-07-20"), "document": "批", "by": "主"},
    }[kind]
    return kind(occurrence=occurrence, **(known | given))


def standings(
    *facts,
    as_of=LATER,
    clocks=None,
    bindings=(*OWNERS, *LEADS),
    policy=Policy(),  # noqa: B008
):
    recorded = dt.datetime(2022, 6, 20, 9, tzinfo=SHANGHAI)
    known = history(
        Entry(number=n, recorded=recorded, fact=each) for n, each in enumerate(facts, 1)
    )
    more = {} if clocks is None else {"clocks": clocks}
    return Standings(bindings, known, policy, as_of, **more)


def own(*facts, **given):
    return standings(*facts, **given).mark(OWNERS[:1], JUNE)


def led(*facts, **given):
    return standings(*facts, **given).mark(LEADS, JUNE)


def test_an_own_entry_is_marked_once_there_is_something_to_say():
    assert own(as_of=IN_JUNE) is None
    assert own() == Mark(status="overdue", days_late=5)
    assert own(fact_of("east")) == Mark(status="done", done_on=D("2022-06-20"))
    late = own(fact_of("east", on=D("2022-07-02")))
    assert (late.status, late.days_late, late.done_on) == ("late", 2, D("2022-07-02"))
    ticked = own(fact_of("east", Claimed))
    assert (ticked.status, ticked.claimed_on) == ("claimed", D("2022-06-20"))
    both = own(fact_of("east", Claimed), fact_of("east"))
    assert (both.status, both.claimed_on) == ("done", None)
    more = own(fact_of("east", Extension))
    assert (more.status, more.until, len(more.approvals)) == ("extended", D("2022-07-20"), 1)
    assert own(fact_of("east", Waiver)).status == "waived"
    # What was approved before its time has come is said too.
    early = standings(fact_of("east", Extension), as_of=dt.datetime(2022, 5, 1, tzinfo=SHANGHAI))
    assert early.mark(OWNERS[:1], JUNE).status == "upcoming"
    assert own(fact_of("west")) == Mark(status="overdue", days_late=5)


def test_the_hours_of_a_clock_are_said_only_of_what_was_answered_late():
    hours = {"opens": IN_JUNE, "closes": IN_JUNE + dt.timedelta(hours=1), "advised": None}
    clock = replace(JUNE, start=IN_JUNE.date(), due=IN_JUNE.date(), **hours)
    answered = fact_of("east", on=IN_JUNE + dt.timedelta(hours=2))
    mark = standings(answered).mark(OWNERS[:1], clock)
    assert (mark.status, mark.late_by, mark.days_late) == ("late", dt.timedelta(hours=1), 0)
    assert standings().mark(OWNERS[:1], clock).late_by is None
    # Run out an hour ago, for two: late, and by no day.
    ran_out = standings(as_of=IN_JUNE + dt.timedelta(hours=2)).mark(LEADS, clock)
    assert ran_out == Mark(status="overdue", days_late=0, fulfilled=0, owed=2)


def test_who_leads_sees_it_overdue_as_long_as_one_is_and_done_once_all_are():
    assert led(as_of=IN_JUNE) is None
    assert led() == Mark(status="overdue", days_late=5, fulfilled=0, owed=2)
    assert led(fact_of("east")) == Mark(status="overdue", days_late=5, fulfilled=1, owed=2)
    assert led(fact_of("east"), fact_of("west")) == Mark(status="done", fulfilled=2, owed=2)
    assert led(fact_of("east"), fact_of("west", Waiver)) == Mark(status="done", fulfilled=2, owed=2)
    assert led(fact_of("east"), as_of=dt.datetime(2022, 6, 25, tzinfo=SHANGHAI)) is None
    later = fact_of("east", on=D("2022-07-03"))
    assert led(later, fact_of("west")).status == "done"


def test_who_leads_nobodys_duty_or_a_bar_sees_nothing():
    assert standings(bindings=LEADS).mark(LEADS, JUNE) is None
    bar = replace(RULE, force="must_not")
    assert standings().mark([bound(EAST, rule=bar)], JUNE) is None
    single = standings(bindings=[*OWNERS[:1], *LEADS])
    assert single.mark(LEADS, JUNE) == Mark(status="overdue", days_late=5)


def test_whom_no_records_were_kept_of_is_no_one_of_how_many():
    # Records begin after June; the west was given time until July, so that it can be missed.
    given = fact_of("west", Extension, to=D("2022-07-02"))
    some = standings(given, policy=Policy(tracking_from=D("2022-07-01")))
    assert some.mark(LEADS, JUNE) == Mark(status="overdue", days_late=3, fulfilled=0, owed=1)
    assert some.progress(LEADS, JUNE) == (0, ("西乡",))


def test_progress_counts_who_has_done_it_and_names_who_has_not():
    assert standings().progress(LEADS, JUNE) == (0, ("东镇", "西乡"))
    some = standings(fact_of("west"), fact_of("east", Claimed))
    assert some.progress(LEADS, JUNE) == (1, ("东镇",))
    assert some.progress(OWNERS[:1], JUNE) == (0, ("东镇",))


def test_of_a_clock_those_alone_count_whose_event_started_it():
    clocks = {(RULE.key, "2022-06"): frozenset({"ceshi/west"})}
    some = standings(clocks=clocks)
    assert some.progress(LEADS, JUNE) == (0, ("西乡",))
    assert some.mark(OWNERS[:1], JUNE) is None
    other = replace(JUNE, label="2022-07")
    assert some.progress(LEADS, other) == (0, ("东镇", "西乡"))


def test_something_is_known_of_a_rule_and_unit_by_any_of_their_keys():
    assert not standings().is_known(OWNERS)
    known = standings(fact_of("east"))
    assert known.is_known(OWNERS)
    assert known.is_known(LEADS)
    assert not known.is_known(OWNERS[1:])
    assert not known.is_known([bound(EAST, rule=replace(RULE, id="other"))])
    assert known.is_known([bound(EAST, rule=replace(RULE, id="new", formerly=(RULE.key,)))])
    assert known.is_known([bound(WEST, stands_for=("ceshi/east",))])
    clocks = {(RULE.key, "2022-06"): frozenset({"ceshi/west"})}
    assert standings(clocks=clocks).is_known(OWNERS[1:])


# Clocks, and what a scene shows of them


HAPPENED = Happening(
    number=1, first=1, recorded=IN_JUNE, event=Event(name="事故", at=IN_JUNE, unit="ceshi/east")
)


def clock(**given):
    known = {"rule": RULE, "window": JUNE, "bindings": (*OWNERS, *LEADS), "subject": EAST,
             "happening": HAPPENED}  # fmt: skip
    return Clock(**(known | given))


def test_a_clock_is_an_occurrence_of_each_who_owes_it_once_it_is_known_to_apply():
    found = clock().occurrences
    assert [(each.binding.unit.id, each.subject) for each in found] == [
        ("east", None), ("west", EAST),
    ]  # fmt: skip
    assert clock(window=None).occurrences == ()
    assert clock(questions=("等级",)).occurrences == ()
    assert clock(rule=replace(RULE, force="must_not")).occurrences == ()


def test_of_a_clock_a_place_sees_what_its_own_units_have_of_it():
    elsewhere = bound(replace(WEST, place="other"))
    (own,) = _of_place([clock(bindings=(*OWNERS, elsewhere))], "ceshi")
    assert own.bindings == tuple(OWNERS)
    (theirs,) = _of_place([clock(bindings=(*OWNERS, elsewhere))], "other")
    assert theirs.bindings == (elsewhere,)
    assert list(_of_place([clock()], "other")) == []
    # What nobody of any roster owes stays with the place of its pack.
    nobodys = clock(bindings=())
    assert list(_of_place([nobodys], "ceshi")) == [nobodys]
    assert list(_of_place([nobodys], "ces")) == []


@pytest.mark.parametrize(
    ("first", "last", "due", "started"),
    [
        ("2022-06-30", "2022-07-31", True, True),
        ("2022-07-01", "2022-07-31", False, False),
        ("2022-05-01", "2022-06-29", False, True),
        ("2022-05-01", "2022-06-30", True, True),
        ("2022-05-01", "2022-06-01", False, True),
        ("2022-05-01", "2022-05-31", False, False),
    ],
)
def test_a_clock_falls_due_within_some_days_and_is_shown_in_those_that_it_touches(
    first, last, due, started
):
    span = Span(D(first), D(last))
    assert bool(list(clock_occurrences([clock()], span))) is due
    shown = windows_of([clock()], span)
    assert bool(shown) is started
    if started:
        assert shown == {(RULE.key, f"ceshi/{each}"): (JUNE,) for each in ("east", "west", "boss")}


def test_what_never_ends_falls_due_where_it_starts_and_owners_are_told_by_window():
    endless = clock(window=replace(JUNE, due=None))
    for first, is_due in (("2022-06-01", True), ("2022-06-02", False)):
        span = Span(D(first), D("2022-12-31"))
        assert bool(list(clock_occurrences([endless], span))) is is_due
    assert (
        windows_of([clock(questions=("x",)), clock(window=None)], Span(JUNE.start, JUNE.due)) == {}
    )
    second = replace(JUNE, label="x")
    assert owners_of([clock(), clock(window=second, bindings=LEADS), clock(window=None)]) == {
        (RULE.key, "2022-06"): frozenset({"ceshi/east", "ceshi/west"}),
        (RULE.key, "x"): frozenset(),
    }


# A scene


def test_what_was_missed_or_goes_on_is_carried_over_and_shown_with_the_new_year():
    old = make_rule(Deadline(due=D("2021-06-30")), id="o", effective=D("2021-01-01"))
    done = Done(
        occurrence="ceshi/notice:o:2021-06-30@ceshi/east", on=D("2021-06-20"), evidence="录"
    )
    bindings = [bound(EAST, rule=old), bound(WEST, rule=old), bound(BOSS, "lead", rule=old)]
    recorded = dt.datetime(2021, 6, 20, 9, tzinfo=SHANGHAI)
    known = history([Entry(number=1, recorded=recorded, fact=done)])
    for ledger, missed in ((EMPTY, ["east", "west"]), (known, ["west"])):
        scene = scenes.made(bindings, history=ledger, as_of=LATER, advise=weekday_advice)
        assert [each.occurrence.binding.unit.id for each in scene.unsettled_before()] == missed
        assert [each.occurrence.binding.unit.id for each in scene.carried] == missed
        shown = {each.unit.id: len(scene.windows_of(each)) for each in bindings}
        assert shown == {"east": int("east" in missed), "west": 1, "boss": 1}
    assert scene.whole is scene
    assert [each.label for each in scene.all_windows(RULE)] == [
        f"2022-{n:02}" for n in range(1, 13)
    ]


def test_a_trigger_without_an_event_has_no_window():
    rule = make_rule(Trigger(event="接报", offset="PT1H"), id="t")
    scene = scenes.made([bound(EAST, rule=rule)], as_of=LATER)
    assert scene.windows_of(bound(EAST, rule=rule)) == ()
