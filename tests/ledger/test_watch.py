"""The ledger watches itself: any command finds out whoever changed, cut or removed it."""

import shutil
import sqlite3
import zipfile

import pytest

from cadence.core.errors import CadenceError
from cadence.core.sqlite import is_writable
from cadence.ledger import open_ledger, read_entries
from cadence.ledger.in_file import FILE, SCHEMA
from cadence.ledger.of_workspace import ledger_fault
from cadence.ledger.watch import KEPT

EAST = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"
WEST = EAST.replace("east", "west")
READERS = [
    ("check", "--all"), ("ledger", "show"), ("occurrences",), ("conflicts",), ("plan", "show"),
    ("duty", "2022-06", "--unit", "east"), ("explain", EAST), ("clocks",),
]  # fmt: skip
WRITERS = [
    ("done", WEST, "--on", "2022-06-21", "--evidence", "会议纪要7号"),
    ("waive", WEST, "--document", "决定", "--by", "主任"),
    ("ledger", "reverse", "1", "--reason", "记错了"),
]  # fmt: skip
OTHERS = [
    ("plan", "set", EAST, "--at", "2022-06-20 09:00"),
    ("plan", "clear", WEST),
    ("event", "accident", "--at", "2022-06-20 09:00", "--unit", "east"),
    ("slip", "receive", "1", "--by", "主任"),
    ("plan", "accept", "2022"),
]  # fmt: skip


@pytest.fixture
def kept(here, workspace_folder):
    """An office with three entries, published."""
    for day in ("2022-06-18",):
        here("done", EAST, "--on", day, "--evidence", "会议纪要6号")
    here("extend", WEST, "--to", "2022-07-20", "--document", "批复3号", "--by", "主任")
    here("plan", "set", WEST, "--at", "2022-06-20 09:00")
    assert here("build", "--as-of", "2022-06-20", "--from", "2022-06-01").returncode == 0
    assert len(list(read_entries(workspace_folder))) == 3
    return workspace_folder


def altered(folder):
    script = "DROP TRIGGER no_update; UPDATE entries SET recorded = '2020-01-01' WHERE number = 1"
    with sqlite3.connect(folder / FILE) as connection:
        connection.executescript(script)
    connection.close()


def cut(folder):
    with sqlite3.connect(folder / FILE) as connection:
        connection.executescript("DROP TRIGGER no_delete; DELETE FROM entries WHERE number > 1")
    connection.close()


def emptied(folder):
    (folder / FILE).write_bytes(b"")


def gone(folder):
    (folder / FILE).unlink()


def begun_anew(folder):
    """The ledger was deleted, with what was kept beside it; only what was published is left."""
    gone(folder)
    shutil.rmtree(folder / ".cadence")


@pytest.mark.parametrize("harm", [altered, cut, emptied, gone, begun_anew])
def test_every_command_says_it_and_none_writes_on_top(here, kept, harm):
    harm(kept)
    for asked in READERS:
        said = here(*asked).stderr
        assert FILE in said, asked
        assert said.count("nothing more is recorded here") == 1, asked
    for asked in (*WRITERS, *OTHERS):
        ran = here(*asked)
        said = ran.stderr.count("nothing more is recorded here")
        assert (ran.returncode, said) == (2, 1), asked
    assert here("ledger", "verify").returncode == 1
    assert here("build", "--as-of", "2022-06-20", "--from", "2022-06-01", "--force").returncode == 0
    assert "已停止登记" in (kept / "out" / "index.html").read_text("utf-8")


def test_an_older_copy_in_its_place_is_noticed(here, kept, tmp_path):
    shutil.copyfile(kept / FILE, tmp_path / "older")
    here("ledger", "reverse", "3", "--reason", "记错了")
    shutil.copyfile(tmp_path / "older", kept / FILE)
    assert "no longer holds line 4" in here("check").stderr


def test_what_was_lost_with_its_log_is_noticed(here, kept):
    with open_ledger(kept):  # so that the next command leaves its log where it is
        here("ledger", "reverse", "3", "--reason", "记错了")
        shutil.copyfile(kept / FILE, kept / "without")
    (kept / "without").replace(kept / FILE)
    assert "no longer holds line 4" in here("check").stderr


def test_a_restored_ledger_goes_on(here, kept):
    here("ledger", "export", kept / "copy.jsonl")
    gone(kept)
    assert here("ledger", "import", kept / "copy.jsonl").stderr == ""
    assert here(*WRITERS[2]).returncode == 0


def test_an_office_may_go_on_with_less_when_it_says_so(here, kept):
    cut(kept)
    assert here("ledger", "verify", "--accept").returncode == 0
    assert here(*WRITERS[0]).returncode == 0


def test_an_unbroken_ledger_is_followed_once_and_then_looked_at(kept, monkeypatch):
    assert ledger_fault(kept) == ""
    followed = []
    monkeypatch.setattr("cadence.ledger.watch.first_broken", followed.append)
    assert ledger_fault(kept) == ""
    assert followed == []


def test_who_reads_beside_another_looks_at_it_and_follows_nothing(kept, monkeypatch):
    assert ledger_fault(kept) == ""
    followed = []
    monkeypatch.setattr("cadence.ledger.watch.first_broken", followed.append)
    with open_ledger(kept) as one:
        assert list(one.lines())
        for _another in range(2):  # whose opening makes the log, and finds it made
            with open_ledger(kept) as other:
                assert other.fault == ""
    assert ledger_fault(kept) == ""
    assert followed == []


def test_an_emptied_trigger_is_made_anew(kept):
    with sqlite3.connect(kept / FILE) as connection:
        connection.executescript(
            "DROP TRIGGER no_update;"
            "CREATE TRIGGER no_update BEFORE UPDATE ON entries BEGIN SELECT 1; END"
        )
    connection.close()
    with open_ledger(kept):
        pass
    with sqlite3.connect(kept / FILE) as connection:
        texts = dict(connection.execute("SELECT name, sql FROM sqlite_master"))
    connection.close()
    assert texts["no_update"] == SCHEMA["no_update"].replace(" IF NOT EXISTS", "")


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"number": "x"}', b'{"signs": 3}'])
def test_what_was_kept_beside_it_may_be_unreadable(here, kept, broken):
    (kept / KEPT).write_bytes(broken)
    assert here("check").stderr.count(FILE) == 0


@pytest.fixture
def share(kept, monkeypatch):
    """The same office on a share that may only be read, with its log still there."""
    monkeypatch.setattr("cadence.core.sqlite.is_writable", lambda _file: False)
    monkeypatch.setattr("cadence.serve.store.is_writable", lambda _file: False)
    return kept


def test_what_only_reads_reads_from_a_share_and_leaves_it_as_it_was(here, share):
    before = {each: each.read_bytes() for each in share.iterdir() if each.is_file()}
    for asked in READERS:
        assert "readonly" not in here(*asked).stderr
    assert (
        "已完成" in here("check", "--all", "--as-of", "2022-06-20", "--from", "2022-06-01").stdout
    )
    assert {each: each.read_bytes() for each in share.iterdir() if each.is_file()} == before


@pytest.mark.parametrize("asked", WRITERS)
def test_what_cannot_be_kept_on_a_share_is_never_said_to_be_recorded(here, share, asked):
    before = (share / FILE).read_bytes()
    ran = here(*asked)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"{share / FILE} cannot be written; nothing was recorded" in ran.stderr
    assert (share / FILE).read_bytes() == before


def test_what_lies_on_a_share_is_backed_up_whole(here, share, tmp_path):
    assert here("backup", tmp_path / "b.zip").returncode == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        (tmp_path / FILE).write_bytes(bundle.read(FILE))
    assert list(read_entries(tmp_path)) == list(read_entries(share))


def test_a_file_that_may_be_written_is_told_from_one_that_may_not(tmp_path, monkeypatch):
    (tmp_path / "x").touch()
    assert is_writable(tmp_path / "x")
    monkeypatch.setattr("os.access", lambda path, _mode: path != tmp_path)
    assert not is_writable(tmp_path / "x")


def test_nothing_is_written_over_a_fault(kept):
    altered(kept)
    with (
        open_ledger(kept) as ledger,
        pytest.raises(CadenceError, match="line 1, or one before it"),
        ledger.writing(),
    ):
        pass
