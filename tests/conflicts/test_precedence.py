"""Which duty comes before which: said by the pack, by the rule's words, or by the kind of duty."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import make_rule

from cadence.conflicts.find.find import find_conflicts
from cadence.conflicts.find.nouns import Ground
from cadence.conflicts.find.precedence import order_of
from cadence.conflicts.find.series import demands_by_units
from cadence.conflicts.tell.messages import findings
from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Choice, Entry
from cadence.core.history import EMPTY, history
from cadence.core.occurrence import Binding, Unit
from cadence.core.policy import Policy
from cadence.core.timing import Cadence, Deadline, PeriodicDeadline, Standing, Trigger
from cadence.occurrences.expand import runs
from cadence.workdays import advise

D = dt.date.fromisoformat
YEAR = Span(D("2022-01-01"), D("2022-12-31"))
EAST = Unit(place="ceshi", id="east", name="东镇")
POST = Unit(place="ceshi", id="deputy", name="常务副县长", kind="post", of="county")
YEARLY = Cadence(period="year")


def rule(name, timing, **given):
    return make_rule(timing, **({"id": name, "effective": YEAR.first} | given))


def chosen(tail, moment, unit="east"):
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    return Choice(occurrence=f"ceshi/notice:{tail}@ceshi/{unit}", at=at)


def entries(*facts):
    now = dt.datetime(2022, 1, 1, tzinfo=SHANGHAI)
    return history(Entry(number=n, recorded=now, fact=fact) for n, fact in enumerate(facts, 1))


def out_of_order(*rules, known=EMPTY, units=(EAST,)):
    bindings = tuple(
        Binding(rule=each, unit=unit, names=("各乡镇",)) for each in rules for unit in units
    )
    ground = Ground(bindings=bindings, policy=Policy(), advise=advise, history=known)
    owed = tuple(demands_by_units(runs(bindings, YEAR, advise), known))
    return [each for each in find_conflicts(owed, ground, YEAR) if each.code == "sequence"]


PLEDGE = rule("signed", YEARLY, act="与各村签订目标责任状", category="pledge")
APPRAISAL = rule("judged", YEARLY, act="对各村考核评比", category="appraisal")
ANSWER = rule("told", YEARLY, act="领导干部述职", category="report")
CHAIN = (ANSWER, PLEDGE, APPRAISAL)  # in whichever order a pack lists them
MEETING = rule("council", YEARLY, act="主持召开县委常委会研究形势", category="meeting")
STAFFED = "依据县委常委会研究决定后配备专职人员"


def first(rules, key):
    return [(each.rule.partition(":")[2], each.by) for each in order_of(rules).get(key, ())]


def test_a_years_work_is_pledged_then_appraised_then_answered_for():
    assert first(CHAIN, "ceshi/notice:judged") == [("signed", "kind")]
    assert first(CHAIN, "ceshi/notice:told") == [("judged", "kind")]
    assert first((PLEDGE, ANSWER), "ceshi/notice:told") == [("signed", "kind")]


def test_only_a_report_on_ones_own_year_is_the_last_of_it():
    report = replace(ANSWER, act="报送年度总结")
    assert first((PLEDGE, APPRAISAL, report), report.key) == []
    by_topic = replace(report, topics=("述职",))
    assert first((PLEDGE, APPRAISAL, by_topic), report.key) == [("judged", "kind")]
    meeting = replace(ANSWER, category="meeting")
    assert first((PLEDGE, APPRAISAL, meeting), report.key) == []


@pytest.mark.parametrize(
    "other",
    [
        replace(PLEDGE, pack="ceshi/old"),  # another document's pledge
        replace(PLEDGE, condition="高危行业"),
        replace(PLEDGE, outside=("各企业",), actors=()),  # the enterprises'
        replace(PLEDGE, timing=Trigger(event="企业注册", offset=None)),
        replace(PLEDGE, timing=PeriodicDeadline(period="quarter", day="last")),
        replace(PLEDGE, category="plan"),
    ],
)
def test_another_pledge_than_the_years_own_orders_nothing(other):
    assert first((other, APPRAISAL), "ceshi/notice:judged") == []


def test_what_the_pack_says_stands_against_the_kind():
    anew = replace(PLEDGE, after=("judged",))  # 根据考核结果签订下一年度责任书
    assert first((anew, APPRAISAL), "ceshi/notice:judged") == []
    assert first((anew, APPRAISAL), "ceshi/notice:signed") == [("judged", "after")]


@pytest.mark.parametrize(
    "act",
    [
        STAFFED,
        "经县委常委会审议通过后印发清单",
        "根据县委常委会议的要求列出问题清单",
        "县委常委会研究决定后，召开部门会",
    ],
)
def test_words_that_name_a_duty_of_the_document_put_it_first(act):
    assert first((rule("a", YEARLY, act=act), MEETING), "ceshi/notice:a") == [("council", "words")]


def test_words_name_a_duty_by_its_kind_too():
    reward = rule("reward", YEARLY, act="根据年度考核结果兑现奖惩", category="reward")
    assert first((reward, APPRAISAL), "ceshi/notice:reward") == [("judged", "words")]


@pytest.mark.parametrize(
    ("act", "others"),
    [
        (STAFFED, (MEETING, replace(MEETING, id="second"))),  # which of two, nobody guesses
        (STAFFED, (replace(MEETING, timing=Standing()),)),
        (STAFFED, (replace(MEETING, pack="ceshi/old"),)),
        ("按照县委要求抓好落实", (MEETING,)),
        ("根据县安委会要求报送", (replace(MEETING, act="召开县安委会全体会议"),)),
        ("报县委常委会研究", (MEETING,)),  # it comes before
        ("根据安全生产法的要求开展检查", (MEETING, APPRAISAL)),
    ],
)
def test_words_that_name_nothing_or_several_things_order_nothing(act, others):
    assert first((rule("a", YEARLY, act=act), *others), "ceshi/notice:a") == []


def test_what_is_planned_in_the_wrong_order_is_told_with_its_reason():
    early = entries(
        chosen("judged:2022", "2022-06-10 09:00"), chosen("signed:2022", "2022-09-09 09:00")
    )
    conflicts = out_of_order(*CHAIN, known=early)
    assert [each.day for each in conflicts] == [D("2022-06-10")]
    (said,) = findings(conflicts[0])
    assert "先签责任书、再考核、后述职" in said.message
    assert "晚91日" in said.message
    late = entries(chosen("signed:2022", "2022-06-10 09:00"))
    assert not out_of_order(*CHAIN, known=late)


def test_another_units_pledge_keeps_nobody_waiting():
    west = Unit(place="ceshi", id="west", name="西乡")
    known = entries(
        chosen("judged:2022", "2022-06-10 09:00"),
        chosen("signed:2022", "2022-05-10 09:00"),
        chosen("signed:2022", "2022-11-10 09:00", "west"),
    )
    assert not out_of_order(PLEDGE, APPRAISAL, known=known, units=(EAST, west))


def test_a_post_answers_after_its_body_was_appraised():
    body = replace(EAST, id="county", name="县政府")
    known = entries(
        chosen("told:2022", "2022-06-10 09:00", "deputy"),
        chosen("judged:2022", "2022-09-09 09:00", "county"),
        chosen("told:2022", "2022-10-10 09:00", "county"),
    )
    conflicts = out_of_order(APPRAISAL, ANSWER, known=known, units=(body, POST))
    assert [each.units for each in conflicts if each.day == D("2022-06-10")] == [(POST,)]


def test_who_is_appraised_in_january_is_appraised_for_the_year_before():
    january = replace(APPRAISAL, timing=Deadline(due=D("2022-01-20")))
    march = replace(PLEDGE, timing=Deadline(due=D("2022-03-31")))
    assert first((march, january), "ceshi/notice:judged") == [("signed", "kind")]
    assert not out_of_order(january, march)


def test_words_are_held_to_by_the_hour_as_the_packs_own_order_is():
    staffed = rule("a", YEARLY, act=STAFFED)
    known = entries(
        chosen("a:2022", "2022-06-10 09:00"), chosen("council:2022", "2022-06-10 15:00")
    )
    (said,) = findings(out_of_order(staffed, MEETING, known=known)[0])
    assert "依其原文字句" in said.message
    assert "同一天而在其后" in said.message
