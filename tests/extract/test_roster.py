"""Names that a roster does not know: said, written as a roster to begin with, no stop to others."""

import pytest
from click.testing import CliRunner
from conftest import ROOT

from cadence.commands.cli import main
from cadence.core.errors import InputError
from cadence.extract.draft.roster_text import roster_entries, roster_text
from cadence.rules.rosters import read_roster
from cadence.rules.workspace import read_workspace

TEXTS = ROOT / "tests" / "texts"
ROSTER = (
    "name: 青禾县\noffice: 县安委办\nunits:\n  - {id: grain, name: 县粮食局}\n"
    "  - {id: office, name: 县安委办}\n"
)


def run(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def workspace(tmp_path):
    place = tmp_path / "rules" / "qinghe"
    place.mkdir(parents=True)
    (place / "units.yaml").write_text(ROSTER, encoding="utf-8")
    return tmp_path


def test_names_that_the_roster_lacks_are_said_when_the_draft_is_written(workspace):
    done = run("extract", TEXTS / "notice.txt", "-o", workspace / "rules/qinghe/notice.yaml")
    (said,) = (line for line in done.stderr.splitlines() if "粮库主要负责人" in line)
    assert "units.yaml" in said
    assert "县粮食局" not in said.split("、")
    assert said.count("粮库主要负责人（") == 1  # once, with the clauses that bind it


def test_a_draft_with_unknown_names_stops_nothing_and_is_warned_of(workspace):
    run("extract", TEXTS / "notice.txt", "-o", workspace / "rules/qinghe/notice.yaml")
    found = read_workspace(workspace)
    assert [pack.name for pack in found.packs] == ["qinghe/notice"]
    first, second = found.warnings
    assert first.startswith("rules/qinghe/notice.yaml")
    assert "粮库主要负责人" in second
    listed = run("--workspace", workspace, "rules")
    assert "rules/qinghe/notice.yaml" in listed.stderr


def test_a_rule_that_a_person_decided_must_name_known_bodies(workspace):
    pack = workspace / "rules/qinghe/notice.yaml"
    run("extract", TEXTS / "notice.txt", "-o", pack)
    text = pack.read_text("utf-8")
    pack.write_text(text.replace("    drafted:", "    verdict: accepted\n    drafted:"), "utf-8")
    with pytest.raises(InputError, match="粮库主要负责人"):
        read_workspace(workspace)


def test_a_roster_to_begin_with_loads_at_once_and_knows_every_name(tmp_path):
    place = tmp_path / "rules" / "new"
    place.mkdir(parents=True)
    done = run(
        "extract", TEXTS / "notice.txt", "-o", place / "n.yaml", "--roster", place / "units.yaml"
    )
    assert done.exit_code == 0
    found = read_workspace(tmp_path)
    assert len(found.warnings) == 1  # a draft still, but everybody is known
    assert all(found.bindings(pack) for pack in found.packs)


def test_a_roster_that_is_there_takes_what_it_lacks_and_stays_otherwise_as_it_was(workspace):
    units = workspace / "rules/qinghe/units.yaml"
    pack = workspace / "rules/qinghe/notice.yaml"
    own = ROSTER.replace("县粮食局}", "县粮食局}  # 2023年设立").replace("\n", "\r\n")
    units.write_bytes(("\ufeff" + own).encode())
    run("extract", TEXTS / "notice.txt", "-o", pack, "--roster", units)
    text = units.read_bytes().decode()
    kept, added = text[: len(own) + 1], text[len(own) + 1 :]
    assert kept == "\ufeff" + own
    assert "粮库主要负责人" in added
    assert added.count("\n") == added.count("\r\n")
    assert text.count("units:") == 1
    found = read_workspace(workspace)
    assert len(found.warnings) == 1  # a draft still, but everybody is known


def test_a_roster_asked_for_twice_stays_the_same(workspace):
    units = workspace / "rules/qinghe/units.yaml"
    pack = workspace / "rules/qinghe/notice.yaml"
    run("extract", TEXTS / "notice.txt", "-o", pack, "--roster", units)
    once = units.read_bytes()
    done = run("extract", TEXTS / "notice.txt", "-o", pack, "--roster", units)
    assert units.read_bytes() == once
    assert "0 names added" in done.stderr


def test_a_second_document_adds_its_names_and_numbers_on(tmp_path):
    place = tmp_path / "rules" / "new"
    place.mkdir(parents=True)
    units = place / "units.yaml"
    for name, body in (("a", "县城管局"), ("b", "县城管局、县成管局、县城管局局长、各村")):
        text = tmp_path / f"{name}.txt"
        text.write_text(f"2024年3月10日\n一、{body}每月检查一次。\n", encoding="utf-8")
        assert run("extract", text, "-o", place / f"{name}.yaml", "--roster", units).exit_code == 0
    roster, tree = read_roster(units, "new", "units.yaml")
    assert tree.problems == []
    assert {unit.name: unit.id for unit in roster.units} == {
        "县城管局": "xianchengguanju",
        "县成管局": "xianchengguanju-2",
        "县城管局局长": "xianchengguanjujuzhang",
        "各村": "gecun",
    }
    assert {unit.of for unit in roster.units} == {None, "xianchengguanju"}


def test_without_a_pack_the_roster_takes_the_names_of_the_text(workspace):
    units = workspace / "rules/qinghe/units.yaml"
    run("extract", TEXTS / "notice.txt", "--roster", units)
    assert "粮库主要负责人" in units.read_text("utf-8")
    assert units.read_text("utf-8").count("县粮食局}") == 1


def test_a_post_of_what_the_roster_has_as_a_group_makes_no_second_entry_of_it():
    found = roster_entries(["县安委会主任"], {"县安委会": None}, {"anweihui"})
    assert found == {"groups": [{"id": "xiananweihuizhuren", "name": "县安委会主任"}]}


def test_names_are_sorted_by_what_they_seem_to_be(tmp_path):
    names = ["县教育局", "各乡镇", "县教育局主要负责人", "分管领导", "燃气经营者", "各村书记"]
    file = tmp_path / "units.yaml"
    file.write_text(roster_text(names), encoding="utf-8")
    roster, tree = read_roster(file, "new", "units.yaml")
    assert not tree.problems
    assert {unit.name: unit.kind for unit in roster.units}["县教育局主要负责人"] == "post"
    assert "燃气经营者" in roster.outside
    assert "县教育局" in {unit.name for unit in roster.units}


def test_a_roster_of_nobody_still_loads(tmp_path):
    file = tmp_path / "units.yaml"
    file.write_text(roster_text(["燃气经营者"]), encoding="utf-8")
    _roster, tree = read_roster(file, "new", "units.yaml")
    assert not tree.problems
