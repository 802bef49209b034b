"""The ledger survives what an office does to it: kills, full disks, many writers, forgers."""

import datetime as dt
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from conftest import ROOT, environment

from cadence.core.dates import SHANGHAI
from cadence.core.errors import CadenceError
from cadence.core.facts import Done
from cadence.ledger.hash_chain import first_broken
from cadence.ledger.in_file import FILE
from cadence.ledger.reading import read_entries
from cadence.ledger.store import open_ledger

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
# Writes lines without end, or as many as asked, and says each one once it is on the disk.
WRITER = """
import datetime as dt, sys
from pathlib import Path
from cadence.core.facts import Done
from cadence.ledger.store import open_ledger
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
now = dt.datetime.now(dt.timezone.utc)
with open_ledger(folder) as ledger:
    for n in range(count):
        with ledger.writing():
            for part in "ab":  # two lines that belong together
                ledger.append(Done(occurrence=f"a:b:{name}-{n}{part}@c/d", on=now.date(),
                                   evidence="x"), now)
        print(n, flush=True)
"""


def fact(number):
    return Done(occurrence=f"a:b:{number}@c/d", on=NOW.date(), evidence="会议纪要" * 20)


def start(folder, name, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def whole(folder):
    """The names of what is written, after making sure that the chain holds and pairs are whole."""
    with open_ledger(folder) as ledger:
        lines = list(ledger.lines())
        assert first_broken(lines)[0] is None
        assert ledger.damage() == ""
    names = [each.fact.occurrence[4:-4] for each in read_entries(folder)]
    assert [name[:-1] for name in names[::2]] == [name[:-1] for name in names[1::2]]
    return [name[:-1] for name in names[::2]]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_kill_at_any_moment_loses_nothing_that_was_said_to_be_written(tmp_path, store):
    said = []
    for turn in range(6 if store == "sqlite" else 2):
        writer = start(tmp_path, f"t{turn}", 1_000_000)
        writer.stdout.readline()
        time.sleep(0.007 * turn)
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read()  # communicate() would lose what readline() read ahead
        writer.communicate()
        said += [f"t{turn}-{n}" for n in range(len(rest.splitlines()) + 1)]
        written = whole(tmp_path)
        assert set(said) <= set(written)
    assert len(written) <= len(said) + 6  # at most the one that was being written each time


def test_four_processes_write_at_once_and_none_is_lost(tmp_path):
    writers = [start(tmp_path, f"w{n}", 50) for n in range(4)]
    for writer in writers:
        _said, errors = writer.communicate(timeout=60)
        assert (writer.returncode, errors) == (0, "")
    expected = {f"w{name}-{n}" for name in range(4) for n in range(50)}
    written = whole(tmp_path)
    assert (len(written), set(written)) == (len(expected), expected)


def fill_up(ledger):
    with ledger.writing():
        for number in range(100_000):
            ledger.append(fact(number), NOW)


def test_a_full_disk_is_said_to_be_full_and_nothing_is_half_written(tmp_path):
    with open_ledger(tmp_path) as ledger:
        with ledger.writing():
            ledger.append(fact(0), NOW)
        ledger._store._connection.execute("PRAGMA max_page_count = 20")  # noqa: SLF001 - a tiny disk
        with pytest.raises(CadenceError, match="the disk is full or failed; nothing was recorded"):
            fill_up(ledger)
        assert len(list(ledger.entries())) == 1
        ledger._store._connection.execute("PRAGMA max_page_count = 1000000")  # noqa: SLF001
        with ledger.writing():
            ledger.append(fact(1), NOW)
    assert len(list(read_entries(tmp_path))) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_file_that_may_not_grow_is_told_the_same(tmp_path):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append(fact(0), NOW)
    script = (
        "import resource, sys; from pathlib import Path;"
        "sys.path[:0] = sys.argv[2:]; from test_under_fire import *;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "ledger = open_ledger(Path(sys.argv[1])); fill_up(ledger.__enter__())"
    )
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            script,
            str(tmp_path),
            str(ROOT / "tests" / "ledger"),
            str(ROOT / "tests"),
        ],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert "CadenceError" in ran.stderr
    assert "nothing was recorded" in ran.stderr
    with open_ledger(tmp_path) as ledger:
        assert first_broken(ledger.lines())[:2] == (None, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO entries VALUES (1, 'x', 'y', 'z')",
        "REPLACE INTO entries VALUES (2, 'x', 'y', 'z')",
        "INSERT OR IGNORE INTO entries VALUES (1, 'x', 'y', 'z')",
        "INSERT INTO entries VALUES (9, 'x', 'y', 'z')",
        "INSERT INTO entries VALUES (0, 'x', 'y', 'z')",
        "INSERT INTO entries VALUES (-1, 'x', 'y', 'z')",
        "INSERT INTO entries VALUES (NULL, 'x', 'y', 'z')",
        "INSERT INTO entries VALUES (1, 'x', 'y', 'z') ON CONFLICT DO UPDATE SET fact = 'w'",
        "UPDATE OR REPLACE entries SET number = 1 WHERE number = 2",
        "UPDATE entries SET rowid = 7",
        "DELETE FROM entries WHERE number = 2",
    ],
)
@pytest.mark.parametrize("triggers", [0, 1], ids=["plain", "recursive_triggers"])
def test_nothing_goes_in_but_the_next_line(tmp_path, statement, triggers):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        for number in range(2):
            ledger.append(fact(number), NOW)
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute(f"PRAGMA recursive_triggers = {triggers}")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()
    assert [each.fact for each in read_entries(tmp_path)] == [fact(0), fact(1)]


def test_a_ledger_made_before_a_trigger_was_thought_of_gets_it(tmp_path):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append(fact(0), NOW)
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("DROP TRIGGER only_next")
    connection.commit()
    connection.close()
    list(read_entries(tmp_path))
    connection = sqlite3.connect(tmp_path / FILE)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("REPLACE INTO entries VALUES (1, 'x', 'y', 'z')")
    connection.close()


@pytest.mark.usefixtures("store")
def test_reading_does_not_wait_for_a_writer(tmp_path):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append(fact(0), NOW)
    with open_ledger(tmp_path) as writer, writer.writing():
        writer.append(fact(1), NOW)
        assert len(list(read_entries(tmp_path))) == 1  # what is not committed is not there


def test_a_line_that_is_no_fact_is_said_to_be_unreadable(tmp_path, run_sql):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        for number in range(2):
            ledger.append(fact(number), NOW)
    run_sql("UPDATE entries SET fact = '{}' WHERE number = 2", guarded=False)
    with pytest.raises(CadenceError, match=r"line 2 cannot be read; run cadence ledger verify"):
        list(read_entries(tmp_path))
    with open_ledger(tmp_path) as ledger:
        assert first_broken(ledger.lines())[0] == 2


@pytest.mark.parametrize("cut", [100, 5000, 20_000])
def test_a_file_that_lost_bytes_ends_in_words(tmp_path, cut):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        for number in range(200):
            ledger.append(fact(number), NOW)
    content = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(content[:cut])
    with pytest.raises(CadenceError, match="is damaged; rename it, keep it"):
        list(read_entries(tmp_path))


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CadenceError, match="cannot be written"), open_ledger(tmp_path / "none"):
        pass


FIRST_USE = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from test_under_fire import NOW, fact
from cadence.ledger import open_ledger
print("ready", flush=True)
sys.stdin.readline()
with open_ledger(Path(sys.argv[1])) as ledger, ledger.writing():
    ledger.append(fact(0), NOW)
"""


def test_several_who_open_a_new_ledger_in_the_same_moment_wait_for_each_other(tmp_path):
    tests = [str(ROOT / "tests" / "ledger"), str(ROOT / "tests")]
    for office in (tmp_path / str(n) for n in range(3)):
        office.mkdir()
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", FIRST_USE, str(office), *tests],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=environment(),
            )
            for _each in range(6)
        ]
        assert all(each.stdout.readline() == "ready\n" for each in writers)
        for each in writers:
            each.stdin.write("go\n")
            each.stdin.flush()
        said = [each.communicate()[1] for each in writers]
        assert said == [""] * len(writers)
        assert len(list(read_entries(office))) == len(writers)


def test_clerks_who_record_the_first_things_in_the_same_moment_lose_none(workspace_folder):
    done = [sys.executable, "-m", "cadence", "--workspace", str(workspace_folder), "done"]
    months = ("2022-06", "2022-07", "2022-08", "2022-09", "2022-10")
    clerks = [
        subprocess.Popen(
            [*done, f"ceshi/notice:monthly-meeting:{month}@ceshi/east", "--on", f"{month}-20",
             "--evidence", f"会议纪要{month}"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment(),
        )
        for month in months
    ]  # fmt: skip
    said = [(each.communicate(timeout=60)[1], each.returncode) for each in clerks]
    assert said == [("", 0)] * len(months)
    written = [each.fact.occurrence for each in read_entries(workspace_folder)]
    assert sorted(written) == [f"ceshi/notice:monthly-meeting:{m}@ceshi/east" for m in months]
    with open_ledger(workspace_folder) as ledger:
        assert first_broken(list(ledger.lines()))[0] is None
