"""No output of a command takes the place of what is not its own earlier output."""

import os

import pytest

from cadence.ledger import read_entries
from cadence.serve import read_access

EAST = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"


@pytest.fixture
def office(here, workspace_folder):
    here("done", EAST, "--on", "2022-06-20", "--evidence", "会议纪要6号")
    return workspace_folder


def asked(place):
    return [
        ("ledger", "export", place),
        ("duty", "2022-06", "--unit", "east", "--format", "csv", "-o", place),
        ("check", "--format", "html", "-o", place),
    ]


@pytest.mark.parametrize("name", ["ledger.sqlite", "access.sqlite", "ledger.sqlite-wal"])
@pytest.mark.parametrize("number", range(3))
def test_no_store_is_ever_written_over(here, office, name, number):
    ran = here(*asked(office / name)[number])
    assert ran.returncode == 2
    assert "is a ledger or a file of its kind" in ran.stderr
    assert len(list(read_entries(office))) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("number", range(4))
def test_what_is_no_file_is_neither_read_nor_replaced(here, tmp_path, number):
    pipe, notice = tmp_path / "pipe", tmp_path / "通知.txt"
    os.mkfifo(pipe)
    notice.write_text("一、县气象局每月报送一次。\n", encoding="utf-8")
    ran = here(*[*asked(pipe), ("extract", notice, "--roster", pipe)][number])
    assert ran.returncode == 2
    assert "is not a file" in ran.stderr or number == 0  # which takes the place of nothing at all
    assert pipe.is_fifo()


@pytest.mark.parametrize("number", range(3))
def test_nothing_under_rules_is_written_over(here, office, number):
    file = office / "rules" / "ceshi" / "units.yaml"
    before = file.read_bytes()
    assert "lies under rules/" in here(*asked(file)[number]).stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize("number", range(3))
def test_nothing_is_written_into_the_workspaces_own_folder(here, office, number):
    before = {each: each.read_bytes() for each in (office / ".cadence").rglob("*.*")}
    for name in ("x.html", "rules/x.csv", "ledger.json"):
        ran = here(*asked(office / ".cadence" / name)[number])
        assert ran.returncode == 2
        assert "lies in the workspace's own folder, .cadence/" in ran.stderr
    assert {each: each.read_bytes() for each in (office / ".cadence").rglob("*.*")} == before


NEW = [
    ("tokens", "issue", "--all", "-o"),
    ("inspect", "--place", "ceshi", "-o"),
    ("backup",),
]


@pytest.mark.parametrize("command", NEW)
def test_what_is_written_once_takes_the_place_of_nothing(here, office, tmp_path, command):
    theirs = tmp_path / "somebody's"
    theirs.write_text("somebody's", encoding="utf-8")
    for place in (theirs, office / "ledger.sqlite"):
        before = place.read_bytes()
        ran = here(*command, place)
        assert (ran.returncode, "is there already" in ran.stderr) == (2, True)
        assert place.read_bytes() == before
    for place in (office / ".cadence" / "x", office / "rules" / "x", office / "remind.sqlite"):
        assert here(*command, place).returncode == 2
        assert not place.exists()
    assert len(list(read_entries(office))) == 1
    assert not (office / "access.sqlite").exists() or read_access(office).tokens == {}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("number", range(3))
def test_a_file_of_somebody_s_stays_and_one_s_own_is_replaced(here, tmp_path, number):
    file = tmp_path / "copy.csv"
    command = asked(file)[number]
    file.write_text("somebody's", encoding="utf-8")
    assert "this command did not write it so" in here(*command).stderr
    assert file.read_text(encoding="utf-8") == "somebody's"
    file.unlink()
    assert here(*command).returncode in {0, 1}
    here("done", EAST.replace("east", "west"), "--on", "2022-06-20", "--evidence", "会议纪要7号")
    assert here(*command).returncode in {0, 1}


@pytest.mark.usefixtures("office")
def test_one_s_own_output_that_somebody_has_worked_in_stays(here, tmp_path):
    file = tmp_path / "table.csv"
    command = asked(file)[1]
    here(*command)
    file.write_bytes(file.read_bytes() + "批注".encode())
    here("done", EAST.replace("east", "west"), "--on", "2022-06-20", "--evidence", "会议纪要7号")
    ran = here(*command)
    assert "this command did not write it so" in ran.stderr
    assert file.read_bytes().endswith("批注".encode())


@pytest.mark.usefixtures("office")
def test_what_one_command_wrote_is_another_s_to_leave(here, tmp_path):
    file = tmp_path / "copy.csv"
    here(*asked(file)[0])
    assert "this command did not write it so" in here(*asked(file)[2]).stderr


TEXT = """\
测试县安全生产委员会关于开展检查的通知
测安委〔2026〕9号
各乡镇：
一、各乡镇每月25日前报送检查情况。
"""


@pytest.mark.parametrize("name", ["units.yaml", "notice.yaml", "policy.yaml"])
def test_a_draft_replaces_no_roster_and_no_other_document_s_pack(here, office, tmp_path, name):
    text, target = tmp_path / "text.txt", office / "rules" / "ceshi" / name
    text.write_text(TEXT, encoding="utf-8")
    if not target.exists():
        target.write_text("grace_days: 1\n", encoding="utf-8")
    before = target.read_bytes()
    assert here("extract", text, "-o", target).returncode == 2
    assert target.read_bytes() == before


def test_a_review_page_takes_nobody_s_place(here, office, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text(TEXT, encoding="utf-8")
    assert here("extract", text, "--review", office / "ledger.sqlite").returncode == 2
    assert len(list(read_entries(office))) == 1


def test_a_draft_of_the_same_document_is_drafted_again(here, office, tmp_path):
    text, target = tmp_path / "text.txt", office / "rules" / "ceshi" / "new.yaml"
    text.write_text(TEXT, encoding="utf-8")
    assert here("extract", text, "-o", target).returncode == 0
    assert here("extract", text, "-o", target).returncode == 0


def test_one_kept_calendar_is_released_by_its_units_name_and_an_unknown_one_is_refused(
    here, workspace_folder
):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    text = pack.read_text(encoding="utf-8")
    year = ("--as-of", "2022-05-01", "--only", "feeds")

    def owing(count):
        rules = "".join(
            f"""
  - id: bureau-{n}
    clause: 九
    quote: 2022年6月底前完成
    act: 完成第{n}件事
    category: system
    timing: {{kind: deadline, due: 2022-06-{10 + n}}}
    responsible: [县应急局]
"""
            for n in range(count)
        )
        pack.write_text(text + rules, encoding="utf-8")

    owing(5)
    here("build", *year)
    owing(2)
    kept = here("build", *year)
    assert "feeds/ceshi/bureau.ics: 3 of 5 events" in kept.stderr
    assert "--release UNIT" in kept.stderr
    assert here("build", *year, "--release", "县应计局").returncode == 2
    assert "kept as published" in here("build", *year, "--release", "东镇").stderr
    assert "kept as published" not in here("build", *year, "--release", "县应急局").stderr
