"""Names that a roster does not know: said, written as a roster to begin with, no stop to others."""

import pytest
from click.testing import CliRunner
from conftest import ROOT

from cadence.commands.cli import main
from cadence.core.errors import InputError
from cadence.extract.draft.roster_text import roster_text
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


def test_a_roster_that_is_there_is_not_overwritten(workspace):
    units = workspace / "rules/qinghe/units.yaml"
    pack = workspace / "rules/qinghe/notice.yaml"
    done = run("extract", TEXTS / "notice.txt", "-o", pack, "--roster", units)
    assert units.read_text("utf-8") == ROSTER
    assert "粮库主要负责人" in done.stderr


def test_names_are_sorted_by_what_they_seem_to_be(tmp_path):
    names = ["县教育局", "各乡镇", "县教育局主要负责人", "分管领导", "燃气经营者", "各村书记"]
    file = tmp_path / "units.yaml"
    file.write_text(roster_text(names, whole=True), encoding="utf-8")
    roster, tree = read_roster(file, "new", "units.yaml")
    assert not tree.problems
    assert {unit.name: unit.kind for unit in roster.units}["县教育局主要负责人"] == "post"
    assert "燃气经营者" in roster.outside
    assert "县教育局" in {unit.name for unit in roster.units}
