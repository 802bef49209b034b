"""The statutes that we ship: true to their texts, and in every new office."""

import json
from datetime import date

import pytest
import scenes
from conftest import ROOT, SHARED, needs_shared

from cadence.core import Cadence, InputError, PeriodicDeadline, Span, Trigger
from cadence.occurrences.expand import occurrences
from cadence.rules.example import make_workspace
from cadence.rules.workspace import read_workspace
from cadence.workdays import advise

TEXTS = {
    "national/accident-reporting": "accident-reporting-2007.txt",
    "national/coal-mines": "coal-mines-2024.txt",
    "national/emergency-response": "emergency-response-2019.txt",
    "national/fire-law": "fire-law-2021.txt",
    "national/major-accidents": "major-accidents-2001.txt",
    "national/work-safety-law": "work-safety-law-2021.txt",
}
TABLE = ROOT / "tests" / "tables" / "national.txt"


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


# --- who is bound in each place ---

LINES = [
    tuple(each.strip() for each in line.split(" | "))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def test_the_table_by_hand_is_long_enough_to_be_worth_it():
    assert len(LINES) > 40


@pytest.mark.parametrize("place", ["enyang", "xiayi", "yichuan", "yincheng"])
def test_the_statutes_bind_in_a_place_whom_the_table_by_hand_says_and_nobody_else(workspace, place):
    by_hand = {
        (unit, pack, clause, window.strip())
        for where, unit, pack, clause, _quote, windows in LINES
        if where == place
        for window in windows.split(";")
    }
    found = {
        (
            each.binding.unit.name,
            pack.name,
            each.binding.rule.clause,
            f"{each.window.start}..{each.window.due}",
        )
        for pack in workspace.statutes(place)
        for each in occurrences(workspace.bindings_in(pack, place), YEAR, advise)
    }
    assert found == by_hand


@needs_shared
def test_the_quotes_of_the_table_stand_in_the_statutes():
    for _place, _unit, pack, _clause, quote, _windows in LINES:
        text = (SHARED / "sources" / "statutes" / TEXTS[pack]).read_text(encoding="utf-8")
        assert quote in text, quote


def test_a_body_that_a_roster_does_not_name_is_listed_and_binds_nobody(cadence):
    done = cadence("--workspace", ROOT, "verify", "national/coal-mines", "--format", "json")
    told = [each["message"] for each in json.loads(done.stdout) if each["code"] == "nobody_here"]
    listed = [each for each in told if "负有煤矿安全生产监督管理职责的部门" in each]
    assert {each.split("的名册")[0] for each in listed if "的名册" in each} == {
        "伊川县", "夏邑县", "恩阳区",
    }  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_no_duty_of_a_statute_is_nobodys_without_a_word_why(cadence, name):
    done = cadence("--workspace", ROOT, "verify", name, "--format", "json")
    found = [each for each in json.loads(done.stdout) if each["code"] == "nobody_here"]
    assert [each for each in found if each["severity"] != "info"] == []


def test_a_body_that_a_place_has_not_is_not_asked_about(cadence):
    """A town has no 县级 department; its roster says so with means: []."""
    done = cadence("--workspace", ROOT, "verify", "national/emergency-response", "--format", "json")
    told = [each["message"] for each in json.loads(done.stdout) if each["code"] == "nobody_here"]
    assert [each.split("的名册")[0] for each in told] == ["夏邑县"]


# --- standing duties of governments and departments, sentence by sentence ---

STANDING = [
    tuple(each.strip() for each in line.split(" | "))
    for line in (TABLE.parent / "statutes.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize("line", STANDING, ids=lambda line: "-".join(line[:3]))
def test_a_standing_sentence_binds_whom_the_table_by_hand_says(workspace, line):
    pack, clause, quote, force, places = line
    whole = workspace.pack(f"national/{pack}")
    (rule,) = [
        each for each in whole.rules if each.clause == clause and quote in "".join(each.quotes)
    ]
    assert rule.force == force
    found = {
        f"{each.unit.name}（{place}）"
        for place in ("yichuan", "yincheng")
        for each in workspace.bindings_in(whole, place)
        if each.rule.id == rule.id
    }
    by_hand = set() if places == "-" else {each.strip() for each in places.split("；")}
    assert by_hand <= found
    assert bool(by_hand) == bool(found)


@needs_shared
def test_the_quotes_of_the_standing_sentences_stand_in_the_statutes():
    for pack, _clause, quote, _force, _places in STANDING:
        file = SHARED / "sources" / "statutes" / TEXTS[f"national/{pack}"]
        assert quote in file.read_text(encoding="utf-8"), quote


def test_a_statute_falls_due_in_the_places_and_not_for_a_kind_of_body():
    found = scenes.read(read_workspace(ROOT), span=YEAR, pack="national/major-accidents")
    places = {each.binding.unit.place for scene in found for each in scene.occurrences()}
    assert places == {"enyang", "xiayi", "yichuan", "yincheng"}


def test_a_roster_that_names_a_body_of_no_statute_is_refused(tmp_path):
    make_workspace(tmp_path / "office", date(2026, 1, 1))
    file = tmp_path / "office" / "rules" / "yichuan" / "units.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("of: national/police", "of: national/polise"), encoding="utf-8")
    with pytest.raises(InputError, match='no statute binds a body "national/polise"'):
        read_workspace(tmp_path / "office")
