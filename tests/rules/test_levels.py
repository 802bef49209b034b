"""What levels above ask is owed by whom the roster below names: nation, province, city, county."""

import datetime as dt

import pytest
import scenes

from cadence.core import InputError, Span, history
from cadence.core.dates import SHANGHAI
from cadence.core.facts import Event
from cadence.core.history import Entry
from cadence.rules.workspace import read_workspace

YEAR = Span(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
PACK = """\
document:
  title: {title}
  issuer: {title}
  date: 2025-12-20
  effective: 2026-01-01
  basis: 自2026年1月1日起施行
  revised: 2026-01-01
rules:
  - id: report
    clause: 一
    quote: {words}
    act: 报送工作情况
    category: report
    actors: [各县（市、区）]
    timing: {{kind: periodic_deadline, period: {period}, day: {day}}}{more}
  - id: own
    clause: 二
    quote: 本级每年检查一次
    act: 检查
    category: inspection
    actors: [本级]
    timing: {{kind: cadence, period: year}}
  - id: open
    clause: 三
    quote: 各县（市、区）定期研判
    act: 研判
    category: meeting
    actors: [各县（市、区）]
    timing: {{kind: unspecified, words: 定期}}
  - id: accident
    clause: 四
    quote: 各县（市、区）24小时内报告
    act: 报告
    category: accident
    actors: [各县（市、区）]
    timing: {{kind: trigger, event: 事故, offset: PT24H}}
"""
ROSTER = """\
name: {name}
office: {name}安委办
units: [{{id: bureau, name: {name}应急局, also: [本级]}}]
groups: [{{id: counties, name: 各县（市、区）}}]
"""
DECISION = """\
decisions:
  - {{rule: "{rule}", timing: {{kind: cadence, period: {period}}}, on: 2026-01-01, by: 主任}}
"""


def put(rules, place, name, text):
    (rules / place).mkdir(exist_ok=True)
    (rules / place / name).write_text(text, encoding="utf-8")


@pytest.fixture
def rules(workspace_folder):
    """A county of a city of a province, and a county that names nobody."""
    rules = workspace_folder / "rules"
    put(
        rules,
        "henan",
        "units.yaml",
        ROSTER.format(name="河南省") + "events: [{id: a, name: 事故}]\n",
    )
    put(rules, "luoyang", "units.yaml", ROSTER.format(name="洛阳市"))
    put(rules, "luoyang", "place.yaml", "above: henan\n")
    monthly = {
        "title": "省安委会",
        "words": "每月25日前报送",
        "period": "month",
        "day": 25,
        "more": "",
    }
    put(rules, "henan", "plan.yaml", PACK.format(**monthly))
    weekly = {"title": "市安委会", "words": "每周五前报送", "period": "week", "day": 5}
    stricter = {"more": '\n    replaces_above: ["henan/plan:report"]'}
    put(rules, "luoyang", "plan.yaml", PACK.format(**weekly, **stricter))
    put(
        rules, "luoyang", "policy.yaml", DECISION.format(rule="luoyang/plan:open", period="quarter")
    )
    put(rules, "ceshi", "place.yaml", "above: henan/luoyang\n")
    put(rules, "ceshi", "policy.yaml", DECISION.format(rule="henan/plan:open", period="month"))
    roster = (rules / "ceshi" / "units.yaml").read_text(encoding="utf-8")
    put(rules, "ceshi", "units.yaml", roster + """\
statutes:
  - {of: henan/counties, means: [county]}
  - {of: luoyang/counties, means: [county]}
""")  # fmt: skip
    return rules


def owed(workspace, place, **more):
    (scene,) = scenes.read(workspace, place=place, span=YEAR, **more)
    found = {}
    for each in scene.occurrences():
        rule = each.binding.rule.key
        if not rule.startswith("ceshi/"):
            found.setdefault((rule, each.binding.unit.key), []).append(each)
    return found


def test_what_levels_above_ask_is_owed_below_and_the_stricter_replaces(rules):
    workspace = read_workspace(rules.parent)
    assert workspace.above == {"ceshi": ("luoyang", "henan"), "luoyang": ("henan",)}
    county = owed(workspace, "ceshi")
    assert {key: len(found) for key, found in county.items()} == {
        (
            "luoyang/plan:report",
            "ceshi/county",
        ): 52,  # Fridays of 2026; the month's 25th is displaced
        ("henan/plan:open", "ceshi/county"): 12,  # as the county decided
    }
    # The city's own duties stay its own, and what its counties owe is owed where they are named.
    assert set(owed(workspace, "luoyang")) == {
        ("luoyang/plan:own", "luoyang/bureau"),
    }
    assert set(owed(workspace, "henan")) == {("henan/plan:own", "henan/bureau")}


def test_a_decision_stays_the_office_s_own(rules):
    # The city decided how often for its plan; the county did not, so nothing is dated there.
    assert not any(
        rule == "luoyang/plan:open" for rule, _unit in owed(read_workspace(rules.parent), "ceshi")
    )
    (rules / "ceshi" / "place.yaml").unlink()
    (rules / "ceshi" / "units.yaml").write_text(
        (rules / "ceshi" / "units.yaml").read_text(encoding="utf-8").partition("statutes:")[0],
        "utf-8",
    )
    (rules / "ceshi" / "policy.yaml").unlink()
    city = owed(read_workspace(rules.parent), "luoyang")
    assert len(city["luoyang/plan:open", "luoyang/counties"]) == 4  # as a kind of body, as before
    assert len(city["luoyang/plan:report", "luoyang/counties"]) == 52


def test_a_clock_of_a_level_above_starts_for_the_unit_of_the_county_alone(rules):
    at = dt.datetime(2026, 11, 20, 14, 20, tzinfo=SHANGHAI)
    happened = Event(name="事故", at=at, unit="ceshi/county")
    known = history([Entry(number=1, recorded=at, fact=happened)])
    workspace = read_workspace(rules.parent)
    county = owed(workspace, "ceshi", history=known)
    assert {key for key in county if key[0].endswith(":accident")} == {
        ("henan/plan:accident", "ceshi/county"),
        ("luoyang/plan:accident", "ceshi/county"),
    }
    for place in ("luoyang", "henan"):
        assert not any(
            rule.endswith(":accident") for rule, _unit in owed(workspace, place, history=known)
        )


def test_a_place_that_does_not_say_who_its_bodies_are_is_listed(rules):
    put(
        rules,
        "dongshi",
        "units.yaml",
        "name: 东市\noffice: 东市安委办\nunits: [{id: a, name: 甲}]\n",
    )
    put(rules, "dongshi", "place.yaml", "above: luoyang\n")
    workspace = read_workspace(rules.parent)
    assert workspace.answering(workspace.pack("luoyang/plan")) == {
        "测试县": frozenset({"henan/counties", "luoyang/counties"}),
        "东市": frozenset(),
    }
    assert owed(workspace, "dongshi") == {}


@pytest.mark.parametrize(("place", "above", "message"), [
    ("henan", "henan", "cannot inherit from itself: henan → henan"),
    ("henan", "ceshi", "cannot inherit from itself: henan → ceshi → luoyang → henan"),
    ("henan", "hebei", 'no place is called "hebei"'),
    ("ceshi", "hebei/luoyang", '"hebei/luoyang" is not how the places stand'),
    ("ceshi", "hubei/henan", "above henan is nothing"),
    ("ceshi", "henan", '"luoyang" does not stand above ceshi'),
])  # fmt: skip
def test_levels_that_do_not_stand_so_are_told(rules, place, above, message):
    put(rules, place, "place.yaml", f"above: {above}\n")
    with pytest.raises(InputError) as told:
        read_workspace(rules.parent)
    assert message in str(told.value)
    assert str(told.value).startswith("rules/")


def test_a_rule_that_displaces_nothing_above_is_told(rules):
    file = rules / "luoyang" / "plan.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("plan:report", "plan:raport"), "utf-8")
    with pytest.raises(
        InputError, match='no rule of a level above is called "henan/plan:raport"; did'
    ):
        read_workspace(rules.parent)
