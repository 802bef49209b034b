"""ledger show, export, import, verify, reverse: a copy restores it to the last byte."""

import datetime as dt
import json
import sqlite3

import pytest

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Waiver
from cadence.ledger.hash_chain import chained
from cadence.ledger.reading import read_entries
from cadence.ledger.store import FILE, open_ledger

EAST = "monthly-meeting:2022-06@ceshi/east"


@pytest.fixture
def kept_by(here):
    """An office with three entries."""
    here(
        "done", EAST, EAST.replace("east", "west"), "--on", "2022-06-20", "--evidence", "“纪要”,6号"
    )
    here("ledger", "reverse", "2", "--reason", "记错了\n单位")
    return here


def restored(here, folder, name="copy.jsonl"):
    (folder / FILE).rename(folder / "old.sqlite")
    return here("ledger", "import", folder / name)


def test_a_copy_restores_the_ledger_to_the_last_byte(kept_by, workspace_folder):
    copy = workspace_folder / "copy.jsonl"
    kept_by("ledger", "export", copy)
    assert restored(kept_by, workspace_folder).stdout == "restored 3 entries\n"
    assert kept_by("ledger", "export").stdout.encode() == copy.read_bytes()


def test_whatever_people_write_comes_back(here, workspace_folder):
    for n, odd in enumerate(("\u2028", "\x85\x0b", "\r\n", '"\\"', "\x00", "😀", "'=1+1")):
        here("done", EAST, "--on", "2022-06-20", "--evidence", f"第{n}号{odd}纪要")
    copy = workspace_folder / "copy.jsonl"
    kept = here("ledger", "export", copy).stdout.partition(": ")[2]
    assert kept.startswith("7 entries")
    assert restored(here, workspace_folder).stdout == "restored 7 entries\n"
    here("ledger", "export", workspace_folder / "again.jsonl")
    assert (workspace_folder / "again.jsonl").read_bytes() == copy.read_bytes()


def test_an_empty_copy_is_refused_and_leaves_no_ledger(here, workspace_folder):
    copy = workspace_folder / "copy.jsonl"
    copy.touch()
    ran = here("ledger", "import", copy)
    assert (ran.returncode, "is empty; nothing was restored" in ran.stderr) == (2, True)
    assert not (workspace_folder / "ledger.sqlite").exists()


def test_a_ledger_of_no_bytes_is_a_new_one(here, workspace_folder):
    (workspace_folder / "ledger.sqlite").touch()
    assert here("ledger", "verify").returncode == 0
    ran = here("done", EAST, "--on", "2022-06-20", "--evidence", "会议纪要6号")
    assert (ran.returncode, "entry 1" in ran.stdout) == (0, True)


def test_no_word_of_a_copy_may_change(kept_by, workspace_folder):
    copy = workspace_folder / "copy.jsonl"
    kept_by("ledger", "export", copy)
    text = copy.read_text(encoding="utf-8")
    whole = text.splitlines(keepends=True)
    for broken, line in (
        (text.replace("6号", "7号", 1), 1),
        (whole[0] + whole[2], 2),
        (text.replace('"reason"', '"raeson"'), 3),
        (text + "[]\n", 4),
        (text + "\n", 4),
    ):
        copy.write_text(broken, encoding="utf-8")
        (workspace_folder / FILE).rename(workspace_folder / "old.sqlite")
        ran = kept_by("ledger", "import", copy)
        assert ran.returncode == 2
        assert f"copy.jsonl:{line}:1: the chain does not hold here" in ran.stderr
        assert kept_by("ledger", "export").stdout == ""
        (workspace_folder / "old.sqlite").replace(workspace_folder / FILE)


def test_a_copy_without_end_is_not_read(here, workspace_folder, monkeypatch):
    monkeypatch.setattr("cadence.commands.ledger.LARGEST_COPY", 1000)
    (workspace_folder / "copy.jsonl").write_bytes(b"{}\n" * 1000)
    ran = here("ledger", "import", workspace_folder / "copy.jsonl")
    assert ran.returncode == 2
    assert "copy.jsonl has 1 MB" in ran.stderr
    assert not (workspace_folder / FILE).exists()
    ran = here("ledger", "import", "/dev/zero")
    assert (ran.returncode, "/dev/zero is not a file" in ran.stderr) == (2, True)


def test_two_ledgers_are_never_joined(kept_by, workspace_folder):
    kept_by("ledger", "export", workspace_folder / "copy.jsonl")
    ran = kept_by("ledger", "import", workspace_folder / "copy.jsonl")
    assert ran.returncode == 2
    assert "holds entries already; set it aside first" in ran.stderr


def test_what_is_no_copy_is_refused(here, workspace_folder):
    copy = workspace_folder / "copy.jsonl"
    copy.write_bytes(b"\xff\xfe\x00")
    ran = here("ledger", "import", copy)
    assert (ran.returncode, "is not UTF-8 text" in ran.stderr) == (2, True)


def test_a_copy_to_read_opens_right_in_excel(kept_by, workspace_folder):
    kept_by("ledger", "export", workspace_folder / "copy.csv")
    content = (workspace_folder / "copy.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "冲销第2条：记错了" in content.decode()
    printed = kept_by("ledger", "export", "--format", "csv").stdout
    assert content.decode().replace("\r\n", "\n") == printed


def test_a_copy_that_cannot_be_written_is_said_to_be(kept_by, workspace_folder):
    ran = kept_by("ledger", "export", workspace_folder / "nowhere" / "copy.jsonl")
    assert (ran.returncode, "cannot be written" in ran.stderr) == (2, True)


def test_the_head_proves_that_nothing_was_cut_off(kept_by, workspace_folder):
    first = kept_by("ledger", "verify")
    assert first.returncode == 0
    head = first.stdout.strip().rpartition(" ")[2]
    kept_by("ledger", "reverse", "3", "--reason", "没错")
    later = kept_by("ledger", "verify", "--head", head)
    assert later.returncode == 0
    assert "line 3 carries the head you gave; added since: 1" in later.stdout
    with sqlite3.connect(workspace_folder / FILE) as connection:
        connection.executescript("DROP TRIGGER no_delete; DELETE FROM entries WHERE number > 2")
    connection.close()
    cut = kept_by("ledger", "verify", "--head", head)
    assert cut.returncode == 1
    assert "no line carries the head" in cut.stdout
    alone = kept_by("ledger", "verify")  # what was kept beside the ledger tells it too
    assert (alone.returncode, "no longer holds line 4" in alone.stderr) == (1, True)


@pytest.mark.parametrize(
    "asked",
    [
        ("done", EAST, "--on", "2022-06-20", "--evidence", "纪要6号"),
        ("ledger", "reverse", "1", "--reason", "记错了"),
        ("plan", "set", EAST, "--at", "2022-06-20 09:00"),
    ],
    ids=["done", "reverse", "plan"],
)
def test_who_records_with_a_clock_set_back_is_told(here, workspace_folder, asked):
    ahead = dt.datetime(2199, 1, 1, 8, tzinfo=SHANGHAI)
    waiver = Waiver(occurrence=EAST.replace("east", "west"), document="决定", by="主任")
    with open_ledger(workspace_folder) as ledger, ledger.writing():
        ledger.append(waiver, ahead)
    ran = here(*asked)

    assert "recorded as of 2199-01-01 08:00; set the clock right" in ran.stderr
    assert [each.recorded for each in read_entries(workspace_folder)] == [ahead, ahead]


def test_a_line_stamped_before_the_one_in_front_is_named(kept_by, workspace_folder):
    with open_ledger(workspace_folder) as ledger, ledger.writing():
        number, _recorded, fact, chain = list(ledger.lines())[-1]
        past = "2020-01-01T00:00:00+08:00"
        ledger.restore((number + 1, past, fact, chained(chain, number + 1, past, fact)))
    ran = kept_by("ledger", "verify")

    assert ran.returncode == 1
    assert "stamped before the line in front of it: line 4" in ran.stdout
    assert "the chain holds" in ran.stdout


def test_a_broken_chain_is_shown_with_its_line(kept_by, workspace_folder):
    with sqlite3.connect(workspace_folder / FILE) as connection:
        connection.executescript(
            "DROP TRIGGER no_update; UPDATE entries SET recorded = '2020-01-01T00:00:00+08:00'"
            " WHERE number = 2"
        )
    connection.close()
    ran = kept_by("ledger", "verify")
    assert (ran.returncode, "broken at line 2" in ran.stdout) == (1, True)
    copied = kept_by("ledger", "export", workspace_folder / "copy.jsonl")
    assert (copied.returncode, "broken at line 2" in copied.stderr) == (1, True)


def test_verify_says_how_the_file_is_kept(kept_by, monkeypatch):
    assert "journal: WAL; the folder is on this computer" in kept_by("ledger", "verify").stdout
    for name in ("cadence.core.sqlite.is_remote", "cadence.ledger.in_file.is_remote"):
        monkeypatch.setattr(name, lambda _folder: True)
    ran = kept_by("ledger", "verify")
    assert "journal: DELETE; the folder is a network share" in ran.stdout
    monkeypatch.undo()
    assert "journal: WAL" in kept_by("ledger", "verify").stdout


def test_an_office_that_recorded_nothing_yet(here, workspace_folder):
    assert here("ledger", "verify").stdout == "nothing has been recorded here yet\n"
    assert here("ledger", "verify", "--head", "a" * 64).returncode == 1
    assert here("ledger", "export").stdout == ""
    assert json.loads(here("ledger", "show", "--format", "json").stdout) == []
    assert not (workspace_folder / FILE).exists()


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ((), [1, 2, 3]),
        (("--kind", "done"), [1, 2]),
        (("--unit", "west"), [2]),
        (("--unit", "ceshi/west"), [2]),
        (("--occurrence", "2022-06@ceshi/east"), [1]),
        (("--to", "2022-01-01"), []),
        (("--from", "2022-01-01"), [1, 2, 3]),
        (("--known-at", "2022-01-01"), []),
    ],
)
def test_entries_are_listed_by_what_is_asked(kept_by, asked, numbers):
    found = json.loads(kept_by("ledger", "show", "--format", "json", *asked).stdout)
    assert [each["number"] for each in found] == numbers
    assert all(each["reversed"] == (each["number"] == 2) for each in found)


def test_the_table_marks_what_was_reversed(kept_by):
    lines = kept_by("ledger", "show", "--format", "csv").stdout.splitlines()
    assert [line.endswith("已冲销") for line in lines if line[:1] in "12"] == [False, True]


@pytest.mark.parametrize(
    ("number", "reason", "message"),
    [
        ("9", "x", "the ledger has no entry 9"),
        ("2", "x", "entry 2 is reversed already"),
        ("1", " ", "--reason must say something"),
    ],
)
def test_a_reversal_needs_an_entry_that_counts_and_a_reason(kept_by, number, reason, message):
    ran = kept_by("ledger", "reverse", number, "--reason", reason)
    assert (ran.returncode, message in ran.stderr) == (2, True)
