"""How duties stand, by the tables made by hand; and what judging must never do."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from conftest import ROOT, make_rule
from hypothesis import given
from hypothesis import strategies as st

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Claimed, Done, Entry, Extension, Reversal, Waiver
from cadence.core.history import history
from cadence.core.occurrence import Binding, Occurrence, Unit, Window
from cadence.core.past import Past
from cadence.core.policy import Policy
from cadence.core.timing import Cadence, Deadline, PeriodicDeadline, Phase, Season, Trigger
from cadence.occurrences.judge import judge

TABLES = ROOT / "tests" / "tables"
UNIT = Unit(place="ceshi", id="east", name="东镇")
ID = "ceshi/pack:rule:2026-06@ceshi/east"
DAY = Window(
    label="2026-06", start=dt.date(2026, 6, 1), due=dt.date(2026, 6, 30), nth=1, of=1,
    partial=False, advised=dt.date(2026, 6, 30), provisional=False,
)  # fmt: skip
OPENS = dt.datetime(2026, 6, 30, 14, 20, tzinfo=SHANGHAI)
CLOCK = replace(
    DAY, start=OPENS.date(), opens=OPENS, closes=OPENS + dt.timedelta(hours=1), advised=None
)


def moment(text):
    found = dt.datetime.fromisoformat(text)
    return found.replace(tzinfo=SHANGHAI)


def known(words):
    """Read a cell such as "grace 2, done 2026-07-01" → policy and past."""
    policy, past = Policy(), Past()
    for part in re.split(r",\s*", words):
        word, _space, value = part.partition(" ")
        match word:
            case "grace":
                policy = replace(policy, grace_days=int(value))
            case "tracking":
                policy = replace(policy, tracking_from=dt.date.fromisoformat(value))
            case "done":
                on = moment(value) if " " in value else dt.date.fromisoformat(value)
                past = replace(past, done=Done(occurrence=ID, on=on, evidence="会议纪要"))
            case "claimed":
                on = dt.date.fromisoformat(value)
                past = replace(past, claim=Claimed(occurrence=ID, on=on, by="东镇（手机）"))
            case "waived":
                past = replace(past, waiver=Waiver(occurrence=ID, document="免办决定", by="主任"))
            case "extended":
                to = dt.date.fromisoformat(value)
                given_more = Extension(occurrence=ID, to=to, document="延期批复", by="主任")
                past = replace(past, extension=given_more)
            case "nothing":
                pass
            case _:
                raise AssertionError(part)
    return policy, past


def lines(name):
    text = (TABLES / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(cell.strip() for cell in f"{line} |".split("|")[:4])


@pytest.mark.parametrize(("words", "as_of", "status", "days"), list(lines("status.txt")))
def test_duties_stand_as_the_table_by_hand_says(words, as_of, status, days):
    policy, past = known(words)
    found = judge(make_rule(Deadline(due=DAY.due)), DAY, past, policy, moment(as_of))
    expected = (status.removesuffix(", near"), int(days) if days else None, "near" in status)
    assert (found.status, found.days_late, found.soon) == expected


@pytest.mark.parametrize(("words", "as_of", "status", "late"), list(lines("clock_status.txt")))
def test_clocks_stand_as_the_table_by_hand_says(words, as_of, status, late):
    policy, past = known(words)
    found = judge(make_rule(Deadline(due=CLOCK.due)), CLOCK, past, policy, moment(as_of))
    hours, _colon, minutes = late.partition(":")
    by = dt.timedelta(hours=int(hours), minutes=int(minutes)) if late else None
    assert (found.status, found.late_by) == (status, by)


def test_a_first_window_cut_short_is_owed_only_where_the_office_says_so():
    rule = make_rule(Cadence(period="month"))
    rule = replace(rule, effective=dt.date(2026, 6, 20))
    cut = replace(DAY, start=dt.date(2026, 6, 20), partial=True)
    as_of = moment("2026-07-05 00:00")
    assert judge(rule, cut, Past(), Policy(), moment("2026-06-25 00:00")).status == "open"
    assert judge(rule, cut, Past(), Policy(), as_of).status == "untracked"
    assert judge(rule, cut, Past(), Policy(first_period="owed"), as_of).status == "overdue"


@pytest.mark.parametrize(
    "timing",
    [
        PeriodicDeadline(period="month", day=25), Phase(start=None, due=DAY.due),
        Deadline(due=DAY.due), Season(start="--06-01", due="--06-30"),
        Trigger(event="端午节", offset="P11D"),
    ],
)  # fmt: skip
def test_a_first_last_day_after_its_document_s_is_owed_however_late_the_document_came(timing):
    rule = replace(make_rule(timing), effective=dt.date(2026, 6, 20))
    cut = replace(DAY, start=dt.date(2026, 6, 20), partial=True)
    assert judge(rule, cut, Past(), Policy(), moment("2026-07-05 00:00")).status == "overdue"


IN_TIME, TOO_LATE = moment("2026-06-30 23:59"), moment("2026-07-01 00:00")
LATER = dt.date(2026, 7, 20)
PUT_OFF = Extension(occurrence=ID, to=LATER, document="批复3号", by="主任")
RELEASED = Waiver(occurrence=ID, document="免办决定", by="主任")


def stands(as_of, *told, policy=None):
    """How the window of June stands with facts, each recorded at its moment."""
    policy = policy or Policy()
    entries = [
        Entry(number=number, recorded=at, fact=fact) for number, (at, fact) in enumerate(told, 1)
    ]
    rule = make_rule(Cadence(period="month"))
    occurrence = Occurrence(binding=Binding(rule=rule, unit=UNIT, names=("镇",)), window=DAY)
    facts = [replace(each, fact=replace(each.fact, occurrence=occurrence.id)) for each in entries]
    known = replace(history(facts), policies={UNIT.place: policy})
    return judge(rule, DAY, known.of(occurrence), policy, moment(as_of))


@pytest.mark.parametrize("fact", [PUT_OFF, RELEASED])
def test_an_approval_after_the_due_day_never_clears_the_miss(fact):
    found = stands("2026-07-10 12:00", (TOO_LATE, fact))
    assert (found.status, found.days_late, found.due) == ("overdue", 10, DAY.due)
    assert [each.fact.document for each in found.past.belated] == [fact.document]
    assert (found.past.extension, found.past.waiver) == (None, None)


@pytest.mark.parametrize(("fact", "status"), [(PUT_OFF, "extended"), (RELEASED, "waived")])
def test_an_approval_on_the_due_day_counts(fact, status):
    found = stands("2026-07-10 12:00", (IN_TIME, fact))
    assert (found.status, found.past.belated) == (status, ())


def test_done_before_the_day_of_a_belated_approval_is_late_all_the_same():
    done = Done(occurrence=ID, on=dt.date(2026, 7, 5), evidence="纪要")
    found = stands("2026-07-10 12:00", (TOO_LATE, PUT_OFF), (moment("2026-07-05 09:00"), done))
    assert (found.status, found.days_late) == ("late", 5)


@pytest.mark.parametrize("first", [0, 1])
def test_what_was_done_late_before_records_began_is_late_whatever_is_approved_later(first):
    policy = Policy(tracking_from=dt.date(2026, 7, 3))
    done = (
        moment("2026-07-05 09:00"),
        Done(occurrence=ID, on=dt.date(2026, 7, 5), evidence="纪要"),
    )
    told = [(TOO_LATE, PUT_OFF), done]
    found = stands("2026-07-10 12:00", told[first], told[1 - first], policy=policy)
    assert (found.status, found.days_late) == ("late", 5)
    assert [each.fact.document for each in found.past.belated] == [PUT_OFF.document]
    alone = stands("2026-07-10 12:00", (TOO_LATE, PUT_OFF), policy=policy)
    assert alone.status == "extended", "of what nobody knows a miss, an old decision may be told"


def test_what_was_put_off_in_time_may_be_put_off_again_until_its_new_day_has_passed():
    again = replace(PUT_OFF, to=dt.date(2026, 8, 20), document="批复4号")
    kept = stands("2026-08-01 12:00", (IN_TIME, PUT_OFF), (moment("2026-07-20 23:59"), again))
    missed = stands("2026-08-01 12:00", (IN_TIME, PUT_OFF), (moment("2026-07-21 00:00"), again))
    assert (kept.status, kept.due) == ("extended", dt.date(2026, 8, 20))
    assert (missed.status, missed.due, missed.days_late) == ("overdue", LATER, 12)


@pytest.mark.parametrize(
    "policy", [Policy(tracking_from=dt.date(2026, 7, 1)), Policy(grace_days=5)]
)
def test_grace_gives_no_more_time_but_what_nobody_recorded_may_still_be_put_off(policy):
    found = stands("2026-07-10 12:00", (TOO_LATE, PUT_OFF), policy=policy)
    assert found.status == ("extended" if policy.tracking_from else "overdue")


def test_an_approval_that_was_reversed_counts_for_nothing():
    back = Reversal(number=1, reason="记错")
    entries = [
        Entry(number=1, recorded=IN_TIME, fact=PUT_OFF),
        Entry(number=2, recorded=TOO_LATE, fact=back),
    ]
    assert history(entries).pasts == {}


def test_a_last_window_cut_short_is_owed():
    rule = make_rule(Cadence(period="month"))
    cut = replace(DAY, due=dt.date(2026, 6, 20), partial=True)
    assert judge(rule, cut, Past(), Policy(), moment("2026-07-05 00:00")).status == "overdue"


def test_what_has_no_due_day_stays_open_until_it_is_done():
    endless = replace(DAY, due=None, advised=None)
    rule = make_rule()
    assert judge(rule, endless, Past(), Policy(), moment("2036-01-01 00:00")).status == "open"
    _policy, past = known("done 2030-01-01")
    assert judge(rule, endless, past, Policy(), moment("2036-01-01 00:00")).status == "done"


def test_a_moment_elsewhere_is_brought_to_china():
    elsewhere = dt.datetime(2026, 6, 30, 16, 0, tzinfo=dt.UTC)  # July 1, 00:00 in China
    found = judge(make_rule(), DAY, Past(), Policy(), elsewhere)
    assert (found.status, found.days_late) == ("overdue", 1)


days = st.dates(dt.date(2026, 5, 1), dt.date(2026, 9, 1))


@given(done_on=days, as_of=days, grace=st.integers(0, 10))
def test_done_late_never_turns_into_done(done_on, as_of, grace):
    past = Past(done=Done(occurrence=ID, on=done_on, evidence="纪要"))
    found = judge(make_rule(), DAY, past, Policy(grace_days=grace), moment(f"{as_of} 12:00"))
    if as_of >= done_on:
        assert found.status == ("late" if done_on > DAY.due else "done")
    else:
        assert found.status not in {"done", "late"}


@given(as_of=days, later=st.integers(0, 60))
def test_what_is_overdue_stays_overdue_while_nothing_is_recorded(as_of, later):
    before = judge(make_rule(), DAY, Past(), Policy(), moment(f"{as_of} 12:00"))
    after = judge(
        make_rule(), DAY, Past(), Policy(), moment(f"{as_of + dt.timedelta(later)} 12:00")
    )
    if before.status == "overdue":
        assert after.status == "overdue"
        assert after.days_late == before.days_late + later
