"""Which clocks an event starts, for whom, until when; and what recording more of it changes."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest
import scenes
from conftest import ROOT
from happenings import NOW, chain, entry, event, known, moment
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Done, Extension, Reversal
from cadence.core.history import history
from cadence.core.past import Past
from cadence.core.policy import Policy
from cadence.occurrences import clock_ground
from cadence.occurrences.clocks import clock_occurrences, find_clocks, windows_of
from cadence.occurrences.judge import judge
from cadence.reports.clock_card import due_words
from cadence.rules.workspace import read_workspace

TABLE = ROOT / "tests" / "tables" / "clocks.txt"
PENGPO, HEBIN = "yichuan/pengpo", "yichuan/hebin"
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
EVER = Span(dt.date(2020, 1, 1), dt.date(2040, 1, 1))
ACCIDENT = "2026-11-20 14:20 事故发生 level=一般 kind=道路交通"


@cache
def workspace():
    return read_workspace(ROOT)


@cache
def ground():
    return clock_ground(workspace(), known(*chain(ACCIDENT, PENGPO)))


def clocks_of(past):
    return list(find_clocks(replace(ground(), history=past)))


def the(rule, past):
    """The one clock of a rule, or None."""
    found = [each for each in clocks_of(past) if each.rule.id == rule]
    assert len(found) <= 1
    return found[0] if found else None


def ids(past):
    return [each.id for each in clock_occurrences(clocks_of(past), EVER)]


def cases():
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            told, rule, due, *assumed = (cell.strip() for cell in line.split("|"))
            yield pytest.param(told, rule, due, bool("".join(assumed)), id=f"{number}-{rule}")


@pytest.mark.parametrize(("told", "rule", "due", "assumed"), list(cases()))
def test_clocks_end_as_the_table_by_hand_says(told, rule, due, assumed):
    clock = the(rule, known(*chain(told, PENGPO)))
    if due == "不起算":
        assert clock is None
        return
    if due == "待确认":
        assert clock.questions
        assert not clock.occurrences
        return
    closes = clock.window.closes
    assert (f"{closes:%Y-%m-%d %H:%M}" if closes else clock.window.due.isoformat()) == due
    assert clock.assumed == assumed
    assert any("假定" in line for line in clock.window.trace) == assumed
    assert not clock.questions


CLOCKS = [
    "accident-report-1h", "accident-report-upward-2h",
    "investigation-report-60d", "investigation-reply-15d", "measures-evaluation-1y",
    "accident-direct-report-24h", "accident-details-7d", "accident-review-7d",
]  # fmt: skip
OTHERS = {"investigation-reply-30d": "level=特别重大"}


@pytest.mark.parametrize("rule", [*CLOCKS, *OTHERS])
def test_the_last_minute_is_in_time_and_the_next_is_not(rule):
    told = f"2026-11-20 14:20 事故发生 {OTHERS[rule]}" if rule in OTHERS else ACCIDENT
    clock = the(rule, known(*chain(told, PENGPO)))
    window = clock.window
    last = window.closes or dt.datetime.combine(window.due, dt.time(23, 59), SHANGHAI)
    for at, late in ((last, False), (last + MINUTE, True)):
        assert (judge(clock.rule, window, Past(), Policy(), at).status == "overdue") == late
        done = Past(done=Done(occurrence="x", on=at, evidence="x"))
        assert (judge(clock.rule, window, done, Policy(), NOW).status == "late") == late


def test_a_period_in_which_changes_are_reported_is_dated_and_never_owed():
    clock = the("casualty-change-30d", known(*chain("2026-11-20 14:20 事故发生 kind=坍塌", PENGPO)))
    assert str(clock.window.due) == "2026-12-20"
    assert clock.occurrences == ()


# --- whose clock it is ---


def test_an_accident_starts_the_clocks_of_its_own_unit_and_of_those_over_it():
    assert sorted(ids(known(*chain(ACCIDENT, PENGPO)))) == sorted(
        f"{rule}:2026-11-20T14:20@{unit}"
        for rule, unit in (
            ("yichuan/2022-fifteen-measures:accident-direct-report-24h", "yichuan/pengpo"),
            ("yichuan/2022-fifteen-measures:accident-details-7d", "yichuan/pengpo"),
            ("yichuan/2022-fifteen-measures:accident-review-7d", "yichuan/yingjiju"),
            *(
                (f"national/accident-reporting:{rule}", unit)
                for rule in ("accident-report-upward-2h", "accident-notice-to-others")
                for unit in ("yichuan/yingjiju", "national/supervisory-departments")
            ),
            *(
                ("national/accident-reporting:rush-to-the-scene", unit)
                for unit in (
                    "yichuan/xianzhengfu",
                    "yichuan/yingjiju",
                    "national/supervisory-departments",
                )
            ),
            (
                "national/accident-reporting:investigation-report-60d",
                "national/investigation-teams",
            ),
            (
                "national/accident-reporting:investigation-reply-15d",
                "national/investigating-governments",
            ),
            *(
                ("national/work-safety-law:measures-evaluation-1y", f"national/{unit}")
                for unit in ("state-council-departments", "investigating-governments")
            ),
        )
    )


def test_a_clock_of_another_unit_names_the_subject():
    found = {
        each.binding.unit.id: each
        for clock in clocks_of(known(*chain(ACCIDENT, PENGPO)))
        for each in clock.occurrences
    }
    assert found["yingjiju"].subject.key == PENGPO
    assert found["pengpo"].subject is None


def test_an_accident_in_one_county_starts_nothing_in_another():
    past = known(event("2026-11-20 14:20 事故发生 level=一般", "xiayi/xianzhengfu"))
    assert {each.rsplit("@", 1)[1].split("/")[0] for each in ids(past)} == {"national", "xiayi"}


def test_a_statute_starts_the_clock_of_the_bodies_that_the_county_says_they_are():
    """安监 of 2007 is 县应急局; of fourteen departments it is the one that the accident befell."""
    past = known(event("2026-11-20 14:20 事故发生 level=一般", "yichuan/zhujianju"))
    found = [each.rsplit("@", 1)[1] for each in ids(past) if "upward-2h" in each]
    assert sorted(found) == ["yichuan/yingjiju", "yichuan/zhujianju"]


def test_two_accidents_in_one_minute_have_ids_of_their_own():
    past = known(event(ACCIDENT, PENGPO), event(ACCIDENT, HEBIN))
    found = ids(past)
    assert len(found) == len(set(found))
    alone = ids(known(event(ACCIDENT, PENGPO)))
    assert set(alone) < set(found)
    assert any(each.endswith(":2026-11-20T14:20@yichuan/hebin") for each in found)
    assert any(":2026-11-20T14:20#2@national/" in each for each in found)


def test_what_is_not_asked_about_is_not_listed():
    past = known(*chain(ACCIDENT, PENGPO))
    november = Span(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    listed = [
        each.id
        for scene in scenes.read(
            workspace(),
            history=past,
            span=november,
            pack="yichuan/2022-fifteen-measures",
            unit="pengpo",
        )
        for each in scene.occurrences()
        if "T14:20" in each.id
    ]
    assert [each.split(":")[1] for each in listed] == [
        "accident-direct-report-24h",
        "accident-details-7d",
    ]


# --- later steps ---


@settings(deadline=None)  # binds five places
@given(st.integers(0, 60 * 24 * 30))
def test_hours_run_from_the_actual_hearing_once_it_is_recorded(minutes):
    heard = moment("2026-11-20 14:20") + minutes * MINUTE
    told = f"{ACCIDENT}；{heard:%Y-%m-%d %H:%M} 接报事故"
    clock = the("accident-direct-report-24h", known(*chain(told, PENGPO)))
    assert clock.window.closes == heard + DAY
    assert clock.window.label == "2026-11-20T14:20"
    assert not clock.assumed


def with_done(occurrence, on):
    facts = chain(ACCIDENT, PENGPO)
    return known(*facts, Done(occurrence=occurrence, on=on, evidence="调查报告"))


REPORT = (
    "national/accident-reporting:investigation-report-60d:2026-11-20T14:20"
    "@national/investigation-teams"
)


def test_a_step_recorded_as_done_is_no_longer_assumed():
    past = with_done(REPORT, dt.date(2026, 12, 30))
    clock = the("investigation-reply-15d", past)
    assert (clock.window.due, clock.assumed) == (dt.date(2027, 1, 14), False)
    assert any("据办理登记" in line for line in clock.window.trace)
    assert the("measures-evaluation-1y", past).window.due == dt.date(2028, 1, 14)


def test_an_extended_step_is_assumed_at_the_day_it_was_extended_to():
    given_more = Extension(occurrence=REPORT, to=dt.date(2027, 3, 20), document="批复", by="县长")
    past = known(*chain(ACCIDENT, PENGPO), given_more, recorded=moment("2027-01-10 09:00"))
    clock = the("investigation-reply-15d", past)
    assert (clock.window.due, clock.assumed) == (dt.date(2027, 4, 4), True)


def test_a_step_that_is_reversed_is_assumed_again():
    facts = chain(f"{ACCIDENT}；2026-11-20 15:05 接报事故", PENGPO)
    past = known(*facts, Reversal(number=2, reason="记错了"))
    assert the("accident-direct-report-24h", past).window.closes == moment("2026-11-21 14:20")


def test_a_step_that_cannot_be_dated_yet_leaves_those_after_it_open():
    clock = the("measures-evaluation-1y", known(*chain("2026-11-20 14:20 事故发生", PENGPO)))
    assert clock.window.due is None
    assert any("期限尚不能确定" in line for line in clock.window.trace)
    assert due_words(clock.rule, clock.window, None) == "暂不能确定"


def test_nothing_says_a_minute_that_nobody_told():
    clock = the("investigation-reply-15d", known(*chain(ACCIDENT, PENGPO)))
    assert not any("23:59" in line for line in clock.window.trace)


# --- corrections ---


def corrected(minute):
    facts = chain(ACCIDENT, PENGPO)
    done = Done(
        occurrence="yichuan/2022-fifteen-measures:accident-direct-report-24h:2026-11-20T14:20@yichuan/pengpo",
        on=moment("2026-11-21 09:00"), evidence="截图",
    )  # fmt: skip
    return known(*facts, done, replace(facts[0], at=minute, corrects=1))


def test_a_corrected_time_takes_what_was_recorded_along():
    before = the("accident-direct-report-24h", known(*chain(ACCIDENT, PENGPO))).occurrences[0]
    past = corrected(moment("2026-11-20 13:50"))
    after = the("accident-direct-report-24h", past).occurrences[0]
    assert after.id.endswith(":2026-11-20T13:50@yichuan/pengpo")
    assert after.former_ids == (before.id,)
    assert after.uid == before.uid
    assert past.of(after).done.evidence == "截图"


def test_a_time_corrected_there_and_back_keeps_its_id():
    facts = chain(ACCIDENT, PENGPO)
    there = replace(facts[0], at=moment("2026-11-20 13:50"), corrects=1)
    back = replace(facts[0], corrects=2)
    clock = the("accident-direct-report-24h", known(*facts, there, back))
    plain = the("accident-direct-report-24h", known(*facts))
    assert clock.occurrences[0].id == plain.occurrences[0].id
    assert clock.occurrences[0].uid == plain.occurrences[0].uid


@settings(deadline=None)  # binds five places
@given(st.integers(-60 * 24 * 30, 60 * 24 * 30))
def test_a_correction_starts_the_same_clocks_as_the_right_time_would(minutes):
    right = moment("2026-11-20 14:20") + minutes * MINUTE
    plain = known(replace(chain(ACCIDENT, PENGPO)[0], at=right))
    assert ids(corrected(right)) == ids(plain)


def test_a_correction_keeps_the_steps_that_followed():
    facts = chain(f"{ACCIDENT}；2026-11-20 15:05 接报事故", PENGPO)
    past = known(*facts, replace(facts[0], at=moment("2026-11-20 14:00"), corrects=1))
    clock = the("accident-direct-report-24h", past)
    assert clock.window.label == "2026-11-20T14:00"
    assert clock.window.closes == moment("2026-11-21 15:05")


def test_what_was_recorded_later_was_not_known_then():
    facts = chain(f"{ACCIDENT}；2026-11-20 15:05 接报事故", PENGPO)
    assert the("accident-direct-report-24h", history([entry(1, facts[0])])).assumed


# --- bars, and duties that wait ---


def test_a_bar_is_a_span_and_no_duty():
    past = known(event("2026-03-15 09:00 约谈", "enyang/qunle"))
    clock = the("no-promotion-after-talk", past)
    assert (clock.window.start, clock.window.due) == (dt.date(2026, 3, 15), dt.date(2026, 9, 15))
    assert not clock.occurrences
    shown = windows_of([clock], Span(dt.date(2026, 6, 1), dt.date(2026, 6, 30)))
    rule = "enyang/2022-fifteen-measures:no-promotion-after-talk"
    assert (rule, "enyang/qunle") in shown
    assert (rule, "enyang/zuzhibu") in shown, "who would promote has to see it"
    assert (rule, "enyang/jiuzhen") not in shown


def test_a_duty_that_names_only_its_event_is_open_until_done():
    past = known(event("2026-03-15 09:00 投资备案", "enyang/fagaiju"))
    window = the("emergency-opinion-before-filing", past).window
    assert (window.due, window.provisional) == (None, False)


def test_a_duty_that_waited_runs_in_its_windows_from_the_event():
    span = Span(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
    asked = {"span": span, "pack": "yichuan/2022-fifteen-measures"}
    name = "上级出台《关于进一步落实最严格生产经营单位主体责任的规定》"
    past = known(event(f"2026-03-15 09:00 {name}", "yichuan/anweiban"))
    waiting = {rule.id for pack in workspace().packs for rule in pack.rules if rule.since == name}
    (scene,) = scenes.read(workspace(), history=past, **asked)
    found = [each for each in scene.occurrences() if each.binding.rule.id in waiting]
    assert {each.window.label for each in found} == {"2026", "2027"}
    assert min(each.window.start for each in found) == dt.date(2026, 3, 15)
    assert any("起算：2026年3月15日" in line for line in found[0].window.trace)
    (scene,) = scenes.read(workspace(), **asked)
    assert not [each for each in scene.occurrences() if each.binding.rule.id in waiting]
