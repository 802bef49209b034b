"""A file under rules/ is changed whole or not at all, by nobody who has not seen it as it is."""

import os
import stat

import pytest
from conftest import UNITS

from cadence.core.errors import CadenceError
from cadence.core.yaml_text.cells import Append, Put
from cadence.rules.edit import edit_file
from cadence.rules.workspace import read_workspace

EDIT = [Append(("units",), [{"id": "south", "name": "南镇"}])]


@pytest.fixture
def roster(workspace_folder):
    return workspace_folder / "rules" / "ceshi" / "units.yaml"


def test_an_edited_roster_loads_and_only_the_edit_differs(roster, workspace_folder):
    assert edit_file(roster, EDIT)
    line = "  - {id: bureau, name: 县应急局, also: [应急局]}\n"
    assert roster.read_text("utf-8") == UNITS.replace(line, line + "  - {id: south, name: 南镇}\n")
    assert "南镇" in read_workspace(workspace_folder).rosters["ceshi"].names
    assert [each.name for each in roster.parent.iterdir() if each.name.startswith(".")] == []


def test_an_edit_that_says_what_stands_there_writes_nothing(roster):
    before = roster.stat().st_mtime_ns
    assert not edit_file(roster, [Put(("name",), "测试县")])
    assert roster.stat().st_mtime_ns == before


def test_what_another_wrote_meanwhile_is_not_written_over(roster):
    seen = roster.read_bytes()
    roster.write_text(UNITS + "# 别人加的\n", encoding="utf-8")
    with pytest.raises(CadenceError, match="changed meanwhile"):
        edit_file(roster, EDIT, seen)
    assert roster.read_text("utf-8").endswith("# 别人加的\n")


def test_a_refused_edit_names_the_file_and_leaves_it(roster):
    roster.write_text(UNITS + "outside: &x [a]\n", encoding="utf-8")
    before = roster.read_bytes()
    with pytest.raises(CadenceError, match=r"units\.yaml: line 14: anchors"):
        edit_file(roster, EDIT)
    assert roster.read_bytes() == before


def test_a_file_that_is_no_utf_8_is_refused_with_advice(roster):
    roster.write_bytes(UNITS.encode("gb18030"))
    with pytest.raises(CadenceError, match="looks like GBK"):
        edit_file(roster, EDIT)


@pytest.mark.skipif(os.name == "nt", reason="links and modes are POSIX's")
def test_a_link_stays_a_link_and_a_mode_a_mode(roster, tmp_path):
    real = tmp_path / "real.yaml"
    real.write_text(UNITS, encoding="utf-8")
    real.chmod(0o640)
    roster.unlink()
    roster.symlink_to(real)
    edit_file(roster, EDIT)
    assert roster.is_symlink()
    assert "南镇" in real.read_text("utf-8")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_file_that_cannot_be_written_stays_as_it_was(roster, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CadenceError, match="cannot be written"):
        edit_file(roster, EDIT)
    assert roster.read_text("utf-8") == UNITS
    assert [each.name for each in roster.parent.iterdir() if each.name.startswith(".")] == []
