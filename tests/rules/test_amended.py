"""Newer documents, decisions and named days, rule by rule; what a policy may not say of them."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import DOCUMENT, make_rule

from cadence.core import Cadence, PeriodicDeadline, Season, Supersession, Trigger, Unspecified
from cadence.core.policy import Decision, Merge, NamedSpan, Policy, Suppression
from cadence.core.rule import Pack
from cadence.core.year_policy import Absence, Held, MeetingRoom
from cadence.rules.amendments import (
    decision_faults,
    in_force,
    unknown_successions,
    with_decisions,
    with_spans,
    with_successions,
)
from cadence.rules.policies import policy_faults

D = dt.date.fromisoformat
MONTHLY, YEARLY = Cadence(period="month"), Cadence(period="year")


def pack(name, *rules, since="2022-01-01", supersedes=()):
    document = replace(DOCUMENT, effective=D(since))
    own = tuple(replace(each, pack=name, document=document) for each in rules)
    return Pack(name=name, document=document, rules=own, supersedes=supersedes)


def rule(name="a", timing=MONTHLY, **given):
    return make_rule(timing, id=name, **given)


def taken(*packs):
    return {
        each.key: (each.superseded_on, each.whole_windows)
        for one in with_successions(packs)
        for each in one.rules
    }


def test_a_newer_document_takes_over_from_its_day_and_begins_with_a_whole_window():
    old = pack("p/old", rule("a"), rule("b"))
    of_all = pack("p/new", rule("n"), since="2022-06-01", supersedes=(Supersession(pack="p/old"),))
    day = D("2022-06-01")
    assert taken(old, of_all) == {
        "p/old:a": (day, False), "p/old:b": (day, False), "p/new:n": (None, True),
    }  # fmt: skip
    of_one = replace(of_all, supersedes=(Supersession(pack="p/old", rules=("b",)),))
    assert taken(old, of_one)["p/old:a"] == (None, False)
    assert taken(old, of_one)["p/old:b"] == (day, False)
    other = replace(of_all, supersedes=(Supersession(pack="p/elsewhere"),))
    assert taken(old, other)["p/new:n"] == (None, False)


@pytest.mark.parametrize(
    ("newer", "whole"),
    [
        (rule("n"), True),
        (rule("n", YEARLY), False),
        (rule("n", PeriodicDeadline(period="month", day=25)), True),
        (rule("n", category="report"), False),
    ],
)
def test_only_what_is_of_the_same_kind_and_rhythm_begins_with_a_whole_window(newer, whole):
    supersedes = (Supersession(pack="p/old"),)
    new = pack("p/new", newer, since="2022-06-01", supersedes=supersedes)
    assert taken(pack("p/old", rule("a")), new)["p/new:n"] == (None, whole)


def test_of_two_newer_documents_the_earlier_one_takes_over():
    supersedes = (Supersession(pack="p/old"),)
    first = pack("p/one", rule("x"), since="2022-06-01", supersedes=supersedes)
    later = pack("p/two", rule("y"), since="2022-09-01", supersedes=supersedes)
    old = pack("p/old", rule("a"), replace(rule("b"), superseded_on=D("2022-03-01")))
    for order in ((old, first, later), (later, first, old)):
        assert taken(*order)["p/old:a"] == (D("2022-06-01"), False)
        assert taken(*order)["p/old:b"] == (D("2022-03-01"), False)


OPEN = rule("a", Unspecified(words="定期"), since="施行")


def decided(on, timing=MONTHLY, **given):
    known = {"pack": "p/x", "rule": "a", "by": "办", "on": D(on), "timing": timing}
    return Decision(**(known | given))


def test_a_decision_dates_its_rule_from_its_day_and_says_instead_of_what():
    (found, same) = with_decisions(pack("p/x", OPEN, rule("b")), [decided("2022-06-01")]).rules
    assert (found.timing, found.since, found.effective) == (MONTHLY, None, D("2022-06-01"))
    assert found.decision.instead_of == OPEN.timing
    assert (found.earlier, found.whole_windows, found.superseded_on) == ((), False, None)
    assert same.decision is None
    (early, _b) = with_decisions(pack("p/x", OPEN, rule("b")), [decided("2021-06-01")]).rules
    assert early.effective == OPEN.effective
    other = [decided("2022-06-01", pack="p/y"), decided("2022-06-01", rule="c")]
    assert with_decisions(pack("p/x", OPEN), other).rules[0].timing == OPEN.timing


def test_of_several_decisions_each_holds_until_the_next_ones_windows():
    told = [decided("2022-09-01", YEARLY), decided("2022-06-01"), decided("2022-08-01")]
    (found,) = with_decisions(pack("p/x", OPEN), told).rules
    assert (found.timing, found.whole_windows, found.superseded_on) == (YEARLY, False, None)
    first, second = found.earlier
    assert (first.effective, first.superseded_on, first.whole_windows) == (
        D("2022-06-01"), D("2022-08-01"), False,
    )  # fmt: skip
    assert (second.effective, second.superseded_on, second.whole_windows) == (
        D("2022-08-01"), D("2022-09-01"), True,
    )  # fmt: skip


SPAN = NamedSpan(name="全国（两会）", start=D("2022-03-04"), due=D("2022-03-11"))


@pytest.mark.parametrize(
    ("timing", "key"),
    [
        (Cadence(period="term"), "terms"),
        (Cadence(period="school_year"), "school_years"),
        (Trigger(event="全国(两会)", offset="-P7D"), "observances"),
        (Season(start=None, due=None, name="全国（两会）"), "observances"),
        (Season(start="--03-01", due="--03-31", name="全国（两会）"), None),
        (Trigger(event="别的", offset="-P7D"), None),
        (MONTHLY, None),
    ],
)
def test_named_days_go_to_the_rules_that_ask_for_them(timing, key):
    for each in ("terms", "school_years", "observances"):
        (found,) = with_spans(pack("p/x", rule("a", timing)), Policy(**{each: (SPAN,)})).rules
        assert found.spans == ((SPAN,) if each == key else ())


def test_what_binds_on_a_day_is_kept():
    ended = rule("b", until=D("2022-05-31"))
    kept = in_force(pack("p/x", rule("a"), ended), D("2022-05-31"))
    assert [each.id for each in kept.rules] == ["a", "b"]
    assert [each.id for each in in_force(kept, D("2022-06-01")).rules] == ["a"]


def test_decisions_of_no_rule_of_a_dated_one_or_twice_are_told():
    packs = [pack("p/x", OPEN, rule("b"))]

    def ways(*told):
        return [way for way, _message in decision_faults(told, packs)]

    assert ways(decided("2022-06-01"), decided("2022-07-01")) == []
    assert ways(decided("2022-06-01"), decided("2022-06-01")) == [("decisions", 1, "on")]
    assert ways(decided("2022-06-01", rule="c")) == [("decisions", 0, "rule")]
    assert ways(decided("2022-06-01", rule="b")) == [("decisions", 0, "rule")]
    bad = Cadence(period="month", count=0)
    assert ways(decided("2022-06-01", bad)) == [("decisions", 0, "timing", "count")]


def test_what_is_taken_over_from_must_be_there():
    packs = [pack("p/x", rule("a"))]

    def faults(**given):
        new = pack("p/new", rule("n"), supersedes=(Supersession(**given),))
        return [message.partition(";")[0] for _index, message in unknown_successions(new, packs)]

    assert faults(pack="p/x") == []
    assert faults(pack="p/x", rules=("a",)) == []
    assert faults(pack="p/x", rules=("a", "c")) == ['pack "p/x" has no rule "c"']
    assert faults(pack="p/y", rules=("a",)) == ['no pack is called "p/y"']


RULES = {
    each.key: each for each in pack("p/x", rule("a"), rule("b"), rule("c", category="pledge")).rules
}
ANSWER = {"code": "overload", "reason": "x", "by": "y"}


@pytest.mark.parametrize(
    ("given", "ways"),
    [
        ({"merges": (Merge(rules=("p/x:a", "p/x:b"), by="办", on=D("2022-01-01")),)}, []),
        ({"merges": (Merge(rules=("p/x:a",), by="办", on=D("2022-01-01")),)},
         [("merges", 0, "rules")]),
        ({"merges": (Merge(rules=("p/x:a", "p/x:n"), by="办", on=D("2022-01-01")),)},
         [("merges", 0, "rules")]),
        ({"merges": (Merge(rules=("p/x:a", "p/x:a"), by="办", on=D("2022-01-01")),)},
         [("merges", 0, "rules")]),
        ({"merges": (Merge(rules=("p/x:a", "p/x:c"), by="办", on=D("2022-01-01")),)},
         [("merges", 0, "rules")]),
        ({"terms": (replace(SPAN, due=SPAN.start),)}, []),
        ({"terms": (replace(SPAN, due=D("2022-03-03")),)}, [("terms", 0, "due")]),
        ({"absences": (Absence(post="boss", start=D("2022-03-04"), due=D("2022-03-03")),)},
         [("absences", 0, "due")]),
        ({"absences": (Absence(post="nobody", start=D("2022-03-04"), due=D("2022-03-04")),)},
         [("absences", 0, "post")]),
        ({"rooms": (MeetingRoom(name="厅", of="nobody"),)}, [("rooms", 0, "of")]),
        ({"rooms": (MeetingRoom(name="厅", of="east"),)}, []),
        ({"held": (Held(rules=("p/x:a",), chair="boss", attend=("east",)),)}, []),
        ({"held": (Held(rules=("p/x:a",), chair="nobody"),)}, [("held", 0, "chair")]),
        ({"held": (Held(rules=("p/x:a",), attend=("east", "nobody")),)}, [("held", 0, "attend")]),
        ({"held": (Held(rules=("p/x:a",)), Held(rules=("p/x:a",)))}, [("held", 1, "rules")]),
        ({"held": (Held(rules=("p/x:n",)),)}, [("held", 0, "rules")]),
        ({"suppressed": (Suppression(**ANSWER, unit="east"),)}, []),
        ({"suppressed": (Suppression(**ANSWER, unit="nobody"),)}, [("suppressed", 0, "unit")]),
        ({"suppressed": (Suppression(**ANSWER, rules=("p/x:n",)),)}, [("suppressed", 0, "rules")]),
        ({"suppressed": (Suppression(**ANSWER),)}, [("suppressed", 0, "code")]),
        ({"suppressed": (Suppression(**ANSWER, all_units=True),)}, [("suppressed", 0, "code")]),
        ({"suppressed": (Suppression(**ANSWER, until=D("2022-12-31")),)},
         [("suppressed", 0, "code")]),
        ({"suppressed": (Suppression(**ANSWER, all_units=True, until=D("2022-12-31")),)}, []),
    ],
)  # fmt: skip
def test_what_a_policy_says_of_what_is_not_there_is_told(given, ways):
    assert [
        way for way, _message in policy_faults(Policy(**given), RULES, {"east", "boss"})
    ] == ways
