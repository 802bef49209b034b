"""Each for its own accident: whose clocks start in the shipped county, body by body."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest
from conftest import ROOT
from happenings import event, known

from cadence.core import Span
from cadence.occurrences import clock_ground, find_clocks
from cadence.occurrences.clocks import clock_occurrences
from cadence.rules import read_workspace

LOCAL = "yichuan/2022-fifteen-measures:"
NATIONAL = "national/accident-reporting:"
OVER_THEM = {"yingjiju", "xianzhengfu"}  # who is told of every accident, and goes there
AT = "2026-11-20T14:20"
ACCIDENT = "2026-11-20 14:20 事故发生 level=一般 kind=道路交通"
EVER = Span(dt.date(2020, 1, 1), dt.date(2040, 1, 1))


@cache
def workspace():
    return read_workspace(ROOT)


@cache
def ground():
    return clock_ground(workspace(), known(event(ACCIDENT, "yichuan/pengpo")))


def ids(past):
    clocks = find_clocks(replace(ground(), history=past))
    return [each.id for each in clock_occurrences(clocks, EVER)]


def members(group):
    roster = workspace().rosters["yichuan"]
    return sorted(each.id for each in roster.stands_for[group])


def started(unit):
    """What an accident at a unit starts in the county: (rule, unit of the county)."""
    found = (each.rsplit("@", 1) for each in ids(known(event(ACCIDENT, f"yichuan/{unit}"))))
    return {
        (rule.removesuffix(f":{AT}"), where.removeprefix("yichuan/"))
        for rule, where in found
        if where.startswith("yichuan/")
    }


def test_an_accident_at_the_housing_bureau_starts_its_own_clocks_and_the_two_hours_over_it():
    assert started("zhujianju") == {
        (f"{LOCAL}accident-direct-report-24h", "zhujianju"),
        (f"{LOCAL}accident-details-7d", "zhujianju"),
        (f"{LOCAL}accident-review-7d", "yingjiju"),
        (f"{NATIONAL}accident-report-upward-2h", "zhujianju"),
        (f"{NATIONAL}accident-report-upward-2h", "yingjiju"),
        (f"{NATIONAL}accident-notice-to-others", "zhujianju"),
        (f"{NATIONAL}accident-notice-to-others", "yingjiju"),
        (f"{NATIONAL}rush-to-the-scene", "zhujianju"),
        (f"{NATIONAL}rush-to-the-scene", "yingjiju"),
        (f"{NATIONAL}rush-to-the-scene", "xianzhengfu"),
    }


@pytest.mark.parametrize("group", ["townships", "county-departments"])
def test_every_body_reports_its_own_accident_and_no_other_body_does(group):
    for unit in members(group):
        own = {rule for rule, where in started(unit) if where == unit}
        assert {f"{LOCAL}accident-direct-report-24h", f"{LOCAL}accident-details-7d"} <= own, unit
        assert {where for _rule, where in started(unit)} <= {unit, *OVER_THEM}, unit
