"""From file to database and back, to the byte; and the seals of who keeps the database."""

import contextlib
import datetime as dt
import json
import sqlite3
import uuid

import pytest
from conftest import ROOT

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Done
from cadence.ledger.in_file import FILE
from cadence.ledger.reading import read_entries
from cadence.ledger.store import open_ledger

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
EAST = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"
DONE = ("done", EAST, "--on", "2022-06-20", "--evidence", "会议纪要6号")


def settle_in(folder, cluster, chain):
    text = f"ledger: {cluster.address}\nchain: {chain}\n"
    (folder / "workspace.yaml").write_text(text, "utf-8")


def write(folder, *numbers):
    with open_ledger(folder) as ledger, ledger.writing():
        for number in numbers:
            fact = Done(occurrence=f"a:b:{number}@c/d", on=NOW.date(), evidence="纪要")
            ledger.append(fact, NOW)


def test_a_ledger_moves_into_the_database_and_back_to_the_byte(here, workspace_folder, cluster):
    first, second, third = (workspace_folder / f"{n}.jsonl" for n in (1, 2, 3))
    here(*DONE)
    here("ledger", "reverse", "1", "--reason", "记错了\u2028单位")
    here("ledger", "export", first)
    settle_in(workspace_folder, cluster, "moved")
    # Whoever names the database and moves nothing is told, and records nothing on top.
    assert "no longer holds line 2" in here("check").stderr
    assert here(*DONE).returncode == 2
    assert here("ledger", "import", first).stdout == "restored 2 entries\n"
    assert "no longer" not in here("check").stderr
    assert "the chain holds; head of line 2" in here("ledger", "verify").stdout
    assert here(*DONE[:4], "--evidence", "会议纪要7号").returncode == 0
    here("ledger", "export", second)
    assert second.read_bytes().startswith(first.read_bytes())
    again = here("ledger", "import", first)
    assert (again.returncode, "holds entries already" in again.stderr) == (2, True)
    (workspace_folder / "workspace.yaml").unlink()
    (workspace_folder / FILE).unlink()
    assert here("ledger", "import", second).stdout == "restored 3 entries\n"
    here("ledger", "export", third)
    assert third.read_bytes() == second.read_bytes()


def test_a_copy_that_does_not_hold_leaves_the_database_as_it_was(here, workspace_folder, cluster):
    copy = workspace_folder / "copy.jsonl"
    write(workspace_folder, 1, 2)
    here("ledger", "export", copy)
    (workspace_folder / FILE).unlink()
    copy.write_bytes(copy.read_bytes().replace("纪要".encode(), "记要".encode(), 1))
    settle_in(workspace_folder, cluster, "unharmed")
    ran = here("ledger", "import", copy)
    assert (ran.returncode, "nothing was restored" in ran.stderr) == (2, True)
    with open_ledger(workspace_folder, restoring=True) as ledger:
        assert list(ledger.lines()) == []


def test_a_backup_holds_the_lines_and_no_password(here, workspace_folder, cluster, tmp_path):
    import zipfile

    from cadence.desk import restore, write_backup

    write(workspace_folder, 1)
    here("ledger", "export", tmp_path / "copy.jsonl")
    settle_in(workspace_folder, cluster, "backed-up")
    here("ledger", "import", tmp_path / "copy.jsonl")
    text = (workspace_folder / "workspace.yaml").read_text("utf-8")
    (workspace_folder / "workspace.yaml").write_text(
        text.replace("postgres@", "postgres:hunter2@"), "utf-8"
    )
    write_backup(workspace_folder, tmp_path / "all.zip", NOW)
    with zipfile.ZipFile(tmp_path / "all.zip") as bundle:
        assert bundle.read("ledger.jsonl") == (tmp_path / "copy.jsonl").read_bytes()
        assert b"".join(map(bundle.read, bundle.namelist())).count(b"hunter2") == 0
    restore(tmp_path / "all.zip", tmp_path / "back")
    assert len(list(read_entries(tmp_path / "back"))) == 1


def test_the_desk_sees_what_another_computer_records_in_the_database(tmp_path, cluster):
    from desking import open_desk

    office = open_desk(tmp_path).desk.office
    other = tmp_path / "other"
    other.mkdir()
    for each in (tmp_path, other):
        settle_in(each, cluster, "shared")
    before = office.view()
    write(other, 1)
    assert (len(before.entries), len(office.view().entries)) == (0, 1)


@pytest.mark.parametrize("count", [0, 2])
def test_who_practises_writes_nothing_into_the_database(workspace_folder, cluster, count):
    from cadence.desk.office import Office
    from cadence.desk.practice import Practices

    settle_in(workspace_folder, cluster, f"practice-{count}")
    write(workspace_folder, *range(count))
    practices = Practices()
    practices.begin(1, Office(workspace_folder, lambda: NOW), dt.date(2026, 12, 1))
    try:
        copy = practices.of(1).scratch
        write(copy, 9)
        assert len(list(read_entries(copy))) == count + 1
        assert len(list(read_entries(workspace_folder))) == count
    finally:
        practices.end(1)


@pytest.fixture
def offices(tmp_path, cluster):
    """Two offices in one database of their own, and who keeps it."""
    import psycopg

    name = f"seals_{uuid.uuid4().hex}"
    with psycopg.connect(cluster.address, autocommit=True) as asked:
        asked.execute(f"CREATE DATABASE {name}")
    found = {}
    for chain in ("a", "b"):
        found[chain] = tmp_path / chain
        found[chain].mkdir()
        address = cluster.address_of("postgres", name)
        text = f"ledger: {address}\nchain: henan/{chain}\n"
        (found[chain] / "workspace.yaml").write_text(text, "utf-8")
        write(found[chain], 1, 2)
    found["address"] = address
    return found


@pytest.fixture
def sealing(run_here, tmp_path):
    def run(office, *more):
        by = () if "--check" in more else ("--by", "市安委办\u2028主任")
        return run_here(office, "ledger", "seal", tmp_path / "seals.jsonl", *by, *more)

    return run


def lines(tmp_path):
    text = (tmp_path / "seals.jsonl").read_text("utf-8")
    return [json.loads(each) for each in text.removesuffix("\n").split("\n")]


def test_every_chain_is_sealed_into_one_list_each_day(offices, sealing, tmp_path):
    first = sealing(offices["a"])
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.endswith("2 chains hold\n")
    write(offices["b"], 3)
    second = sealing(offices["a"])
    assert "seal 2: " in second.stdout
    told = lines(tmp_path)
    assert [[head[:2] for head in each["heads"]] for each in told] == [
        [["henan/a", 2], ["henan/b", 2]],
        [["henan/a", 2], ["henan/b", 3]],
    ]
    assert told[0]["before"] == "0" * 64
    assert told[1]["before"] in first.stdout
    assert {each["by"] for each in told} == {"市安委办\u2028主任"}
    checked = sealing(offices["b"], "--check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "seal 2 and all before it: " in checked.stdout


def test_an_editor_that_took_the_last_newline_away_breaks_no_list(offices, sealing, tmp_path):
    file = tmp_path / "seals.jsonl"
    sealing(offices["a"])
    file.write_bytes(file.read_bytes().removesuffix(b"\n"))
    assert sealing(offices["a"]).returncode == 0
    assert [each["number"] for each in lines(tmp_path)] == [1, 2]
    assert sealing(offices["a"], "--check").returncode == 0


def around_the_guards(offices, *statements):
    import psycopg

    names = ("no_change", "no_truncate", "only_next")
    with psycopg.connect(offices["address"]) as asked:
        asked.execute("ALTER TABLE cadence.entries DISABLE TRIGGER USER")
        for each in statements:
            asked.execute(each)
        for each in names:
            asked.execute(f"ALTER TABLE cadence.entries ENABLE ALWAYS TRIGGER {each}")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM cadence.entries WHERE chain = 'henan/b' AND number = 2", "no longer holds"),
        ("DELETE FROM cadence.entries WHERE chain = 'henan/b'", "chain henan/b is gone; 2 lines"),
    ],
)
def test_what_the_keeper_of_the_database_takes_away_is_found_each_day(
    offices, sealing, tmp_path, statement, told
):
    sealing(offices["a"])
    around_the_guards(offices, statement)
    for _day in range(2):
        ran = sealing(offices["a"])
        assert (ran.returncode, told in ran.stderr) == (1, True)
        assert "1 chain holds" in ran.stdout
    assert [each["heads"][1][:2] for each in lines(tmp_path)] == [["henan/b", 2]] * 3
    assert sealing(offices["a"], "--check").returncode == 1


def test_a_line_changed_below_a_sealed_head_is_found_by_following_everything(offices, sealing):
    sealing(offices["a"])
    around_the_guards(
        offices, "UPDATE cadence.entries SET fact = '{}' WHERE chain = 'henan/b' AND number = 1"
    )
    ran = sealing(offices["a"], "--check")
    assert (ran.returncode, "chain henan/b no longer holds" in ran.stderr) == (1, True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("henan", "hunan"), "does not follow the one before"),
        (('"by"', '"of"'), "does not follow the one before"),
        (("{", ""), "is no seal"),
    ],
)
def test_a_list_that_was_changed_is_none(offices, sealing, tmp_path, change, message):
    for _day in range(2):
        sealing(offices["a"])
    file = tmp_path / "seals.jsonl"
    text = file.read_text("utf-8").replace(*change, 1)
    file.write_text(text, "utf-8")
    ran = sealing(offices["a"])
    assert (ran.returncode, message in ran.stderr) == (2, True)
    assert file.read_text("utf-8") == text


def test_the_file_of_one_office_is_sealed_too(here, workspace_folder, tmp_path):
    here(*DONE)
    seals = tmp_path / "seals.jsonl"
    assert here("ledger", "seal", seals).returncode == 2  # by nobody
    assert here("ledger", "seal", seals, "--by", "主任").returncode == 0
    with contextlib.closing(sqlite3.connect(workspace_folder / FILE)) as harm, harm:
        harm.executescript("DROP TRIGGER no_update; UPDATE entries SET fact = '{}'")
    assert here("ledger", "seal", seals, "--check").returncode == 1
    ran = here("ledger", "seal", workspace_folder / "rules" / "x.jsonl", "--by", "主任")
    assert (ran.returncode, "lies under rules/" in ran.stderr) == (2, True)
    assert here("ledger", "seal", tmp_path / "none", "--check").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--writer", "nobody-there"), 'role "nobody-there" does not exist; nothing was changed'),
        (("--writer", 'x"; DROP SCHEMA cadence; --'), "does not exist; nothing was changed"),
    ],
)
def test_preparing_for_a_role_that_is_not_there_changes_nothing(here, cluster, arguments, message):
    ran = here("ledger", "prepare", cluster.address, *arguments)
    assert (ran.returncode, message in ran.stderr) == (2, True)


def test_who_may_make_nothing_in_a_database_cannot_prepare_it(here, cluster):
    import psycopg

    with psycopg.connect(cluster.address, autocommit=True) as asked:
        asked.execute("CREATE ROLE guest LOGIN")
        asked.execute("CREATE DATABASE guests")
    ran = here("ledger", "prepare", cluster.address_of("guest", "guests"))
    assert (ran.returncode, "use the role that owns the database" in ran.stderr) == (2, True)


def test_without_the_package_it_is_said_how_to_get_it(here, workspace_folder, monkeypatch):
    import sys

    for name in [each for each in sys.modules if each.startswith("cadence.ledger.in_postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    text = "ledger: postgresql://x/y\nchain: a\n"
    (workspace_folder / "workspace.yaml").write_text(text, "utf-8")
    ran = here("ledger", "show")
    assert (ran.returncode, 'pip install "cadence-duties[postgres]"' in ran.stderr) == (2, True)


def test_the_extra_is_named_as_the_message_names_it():
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "postgres" in extras["optional-dependencies"]
