"""How duties stand, by the tables made by hand; and what judging must never do."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from conftest import ROOT, make_rule
from hypothesis import given
from hypothesis import strategies as st

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Done, Extension, Waiver
from cadence.core.history import Past
from cadence.core.occurrence import Window
from cadence.core.policy import Policy
from cadence.core.timing import Cadence, Deadline
from cadence.occurrences.judge import judge

TABLES = ROOT / "tests" / "tables"
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
    assert judge(rule, cut, Past(), Policy(), as_of).status == "open"
    assert judge(rule, cut, Past(), Policy(first_period="owed"), as_of).status == "overdue"


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
