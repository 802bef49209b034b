"""Where duties begin and end, over all shipped packs: what is past, what is owed once."""

import datetime as dt
from functools import cache

import pytest
from conftest import ROOT

from cadence.core import OWED, SHANGHAI, Past, Policy, Span
from cadence.occurrences import expand, judge
from cadence.reports import register_rows
from cadence.rules import read_workspace

D = dt.date.fromisoformat
YEARS = Span(D("2021-01-01"), D("2027-12-31"))
MINUTE = dt.timedelta(minutes=1)
PLACES = ("enyang", "national", "xiayi", "yichuan", "yincheng")


@cache
def workspace():
    return read_workspace(ROOT)


def dated(place):
    advise = workspace().advise(place)
    for pack in workspace().packs:
        if pack.place == place:
            for rule in pack.rules:
                if rule.force == "must":
                    yield pack, rule, expand(rule, YEARS, advise)


def last_moment(window):
    return window.closes or dt.datetime.combine(window.latest, dt.time(23, 59), SHANGHAI)


@pytest.mark.parametrize("place", PLACES)
def test_a_past_date_is_never_running_and_the_last_minute_always_is(place):
    seen = 0
    for _pack, rule, windows in dated(place):
        for window in windows:
            if window.due is None:
                continue
            seen += 1
            last = last_moment(window)
            for policy in (Policy(), Policy(first_period="owed")):
                before = judge(rule, window, Past(), policy, last).status
                after = judge(rule, window, Past(), policy, last + MINUTE).status
                assert before in {"open", "due_soon"}, (rule.key, window.tag)
                assert after in {"overdue", "untracked"}, (rule.key, window.tag)
    assert seen


@pytest.mark.parametrize("place", PLACES)
def test_no_register_says_that_something_past_is_running(place):
    after = dt.datetime(2028, 1, 1, 0, 0, tzinfo=SHANGHAI)
    for pack in workspace().packs:
        if pack.place == place:
            found = {rule.id: windows for one, rule, windows in dated(place) if one is pack}
            ended = {
                key: windows for key, windows in found.items() if all(each.due for each in windows)
            }
            for row in register_rows(pack, (), ended, after):
                assert not row.state.startswith(("进行中", "未开始")), (
                    pack.name,
                    row.id,
                    row.state,
                )


@pytest.mark.parametrize("place", PLACES)
def test_a_last_day_on_or_after_the_day_that_binds_is_owed_and_only_counts_are_only_shown(place):
    for _pack, rule, windows in dated(place):
        for window in windows:
            if window.due is None or window.due < rule.effective:
                continue
            after = last_moment(window) + MINUTE
            if judge(rule, window, Past(), Policy(), after).status == "untracked":
                assert rule.timing.kind == "cadence", rule.key
                assert window.partial, rule.key


@pytest.mark.parametrize("place", PLACES)
def test_nothing_falls_due_after_its_document_has_ended(place):
    for _pack, rule, windows in dated(place):
        for window in windows if rule.until else ():
            assert (window.due or window.start) <= rule.until, (rule.key, window.tag)


def test_full_coverage_within_three_years_is_owed_once_in_three_full_years_one_by_one():
    pack = workspace().pack("enyang/2022-fifteen-measures")
    (rule,) = (each for each in pack.rules if each.id == "full-inspection-3-years")
    for span in (
        YEARS,
        Span(D("2025-06-30"), D("2025-06-30")),
        Span(D("2000-01-01"), D("2050-01-01")),
    ):
        (window,) = expand(rule, span, workspace().advise("enyang"))
        assert (window.start, window.due) == (rule.effective, D("2025-06-30"))
        assert (window.start.year + 3, window.of, window.partial) == (2025, 1, False)
        assert window.due + dt.timedelta(days=1) == window.start.replace(year=2025)
    (owner,) = (
        each for each in workspace().bindings(pack) if each.rule is rule and each.role in OWED
    )
    assert owner.unit.id == "quanban"
    names = {each.name for each in owner.covers}
    assert {"区应急局", "区住建局"} <= names
    assert len(names) == len(owner.covers) > 30
    assert all(each.kind == "unit" for each in owner.covers)


def test_a_county_s_figure_is_owed_once_by_the_county():
    """四（三） of 伊安委〔2021〕5号: 一批, four times, are the county's and no township's."""
    pack = workspace().pack("yichuan/2021-hundred-days")
    figures = {
        "typical-violations-exposed", "blacklist-notice", "illegal-enterprises-banned",
        "substandard-enterprises-closed",
    }  # fmt: skip
    owed = [
        (each.rule.id, each.unit.id)
        for each in workspace().bindings(pack)
        if each.rule.id in figures and each.role in OWED
    ]
    assert sorted(owed) == [(each, "xiananweihui") for each in sorted(figures)]
