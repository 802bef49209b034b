"""The statutes that we ship: true to their texts, and in every new office."""

import json
from datetime import date

import pytest
from conftest import ROOT, SHARED, needs_shared

from cadence.core import Cadence, PeriodicDeadline, Trigger
from cadence.rules.example import make_workspace
from cadence.rules.workspace import read_workspace

TEXTS = {
    "national/accident-reporting": "accident-reporting-2007.txt",
    "national/coal-mines": "coal-mines-2024.txt",
    "national/emergency-response": "emergency-response-2019.txt",
    "national/fire-law": "fire-law-2021.txt",
    "national/major-accidents": "major-accidents-2001.txt",
    "national/work-safety-law": "work-safety-law-2021.txt",
}


@pytest.fixture(scope="module")
def workspace():
    return read_workspace(ROOT)


def test_every_statute_is_a_pack_and_every_pack_a_statute(workspace):
    assert {each.name for each in workspace.packs if each.place == "national"} == set(TEXTS)


@needs_shared
@pytest.mark.parametrize("name", TEXTS)
def test_a_statute_accounts_for_every_article_of_its_text(cadence, name):
    source = SHARED / "sources" / "statutes" / TEXTS[name]
    done = cadence("--workspace", ROOT, "verify", name, "--source", source, "--format", "json")
    found = json.loads(done.stdout)
    assert [each for each in found if each["severity"] == "error"] == []
    told = {each["code"] for each in found}
    assert not told & {"unaccounted", "named_idle", "text_differs", "time_unaccounted"}
    assert done.returncode == 0


@needs_shared
@pytest.mark.parametrize("name", TEXTS)
def test_no_quote_of_a_statute_is_a_whole_sentence(workspace, name):
    text = (SHARED / "sources" / "statutes" / TEXTS[name]).read_text(encoding="utf-8")
    sentences = {"".join(each.split()) for each in text.replace("；", "。").split("。")}
    quotes = {"".join(each.split()) for rule in workspace.pack(name).rules for each in rule.quotes}
    assert not {each for each in quotes & sentences if len(each) > 20}


def test_direct_reports_in_24_hours_and_7_days_stand_in_no_statute(workspace):
    """They are 伊川's and 恩阳's words; the statutes have one hour and two hours."""
    offsets = {
        rule.timing.offset
        for pack in workspace.packs
        if pack.place == "national"
        for rule in pack.rules
        if isinstance(rule.timing, Trigger) and rule.category == "accident"
    }
    assert not offsets & {"PT24H"}
    sevens = [
        rule
        for pack in workspace.packs
        if pack.place == "national"
        for rule in pack.rules
        if isinstance(rule.timing, Trigger) and rule.timing.offset == "P7D"
    ]
    assert {each.force for each in sevens if each.category == "accident"} == {"when_needed"}


def test_what_repeats_in_a_statute_repeats_as_often_as_it_says(workspace):
    found = {
        f"{pack.name.split('/')[1]}:{rule.id}": rule.timing.period
        for pack in workspace.packs
        if pack.place == "national"
        for rule in pack.rules
        if isinstance(rule.timing, Cadence | PeriodicDeadline) and not rule.outside
    }
    assert found == {
        "major-accidents:quarterly-meeting": "quarter",
        "emergency-response:government-drill-2y": "2_years",
        "work-safety-law:inspection-plan": "year",
        "coal-mines:inspection-plan": "year",
        "coal-mines:inspection-plan-copied": "year",
    }


def test_a_new_office_has_every_statute(tmp_path):
    make_workspace(tmp_path / "office", date(2026, 1, 1))
    assert {each.name for each in read_workspace(tmp_path / "office").packs} >= set(TEXTS)
