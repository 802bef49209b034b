"""The backup holds rules, ledger and evidence; it comes back whole or not at all."""

import json
import zipfile

import pytest
from desking import NOW, open_desk

from cadence.core import CadenceError, Done
from cadence.desk import restore, write_backup
from cadence.ledger import open_ledger, read_entries
from cadence.serve import is_lost

ID = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-10@yichuan/pengpo"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "办公室"
    open_desk(folder)
    with open_ledger(folder) as ledger, ledger.writing():
        ledger.append(Done(occurrence=ID, on=NOW.date(), evidence="纪要1号"), NOW)
    (folder / "evidence").mkdir()
    (folder / "evidence" / "纪要.pdf").write_bytes(b"%PDF")
    (folder / "desk.sqlite").write_bytes(b"")
    return folder


@pytest.fixture
def bundle(folder, tmp_path):
    write_backup(folder, tmp_path / "b.zip", NOW)
    return tmp_path / "b.zip"


def test_what_was_backed_up_comes_back(folder, bundle, tmp_path):
    restore(bundle, tmp_path / "新")

    assert list(read_entries(tmp_path / "新")) == list(read_entries(folder))
    assert (tmp_path / "新/evidence/纪要.pdf").read_bytes() == b"%PDF"
    assert (tmp_path / "新/rules/yichuan/units.yaml").read_bytes() == (
        folder / "rules/yichuan/units.yaml"
    ).read_bytes()
    assert not (tmp_path / "新/desk.sqlite").exists()


def test_what_was_said_and_that_it_was_private_comes_back_too(folder, tmp_path):
    own, of_the_day = (
        folder / ".cadence",
        ("built.json", "ledger.json", "listed-1.json", "packs.lock"),
    )
    for name in ("said/yichuan/2026-10.json", "private", "packs.json", *of_the_day):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_bytes(b"{}")
    write_backup(folder, tmp_path / "b.zip", NOW)
    restore(tmp_path / "b.zip", tmp_path / "新")

    there = {each.name for each in (tmp_path / "新/.cadence").rglob("*") if each.is_file()}
    assert there >= {"2026-10.json", "private", "packs.json"}
    assert there.isdisjoint(of_the_day)
    assert is_lost(tmp_path / "新")  # no token opens it, and nobody else


def test_the_ledger_is_copied_whole_while_somebody_writes(folder, tmp_path):
    with open_ledger(folder) as ledger, ledger.writing():
        ledger.append(Done(occurrence=ID, on=NOW.date(), evidence="纪要2号"), NOW)
        write_backup(folder, tmp_path / "b.zip", NOW)
    restore(tmp_path / "b.zip", tmp_path / "新")

    assert len(list(read_entries(tmp_path / "新"))) == 1


def changed(bundle, tmp_path, name, content):
    """The same backup with one file of another content."""
    target = tmp_path / "changed.zip"
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            new.writestr(each, content if each == name else old.read(each))
        if name not in old.namelist():
            new.writestr(name, content)
    return target


@pytest.mark.parametrize("name", ["ledger.sqlite", "rules/yichuan/units.yaml", "extra.txt"])
def test_a_file_that_is_not_as_the_manifest_says_stops_all(bundle, tmp_path, name):
    with pytest.raises(CadenceError, match=r"no backup|不是工作区的备份"):
        restore(changed(bundle, tmp_path, name, b"x"), tmp_path / "新")
    assert not (tmp_path / "新").exists()


@pytest.mark.parametrize("name", ["../out.txt", "/etc/x", "a\\b", "c:x"])
def test_no_file_leaves_the_folder(tmp_path, name):
    target = tmp_path / "evil.zip"
    with zipfile.ZipFile(target, "w") as evil:
        evil.writestr(name, b"")
        digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        evil.writestr("manifest.json", json.dumps({"sha256": {name: digest}}))

    with pytest.raises(CadenceError):
        restore(target, tmp_path / "新")
    assert not (tmp_path / "新").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text"])
def test_what_is_no_zip_is_said_to_be_none(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)

    with pytest.raises(CadenceError, match=r"x\.zip"):
        restore(tmp_path / "x.zip", tmp_path / "新")


def test_a_folder_that_holds_something_is_left_alone(bundle, folder):
    with pytest.raises(CadenceError, match=r"not empty|不是空的"):
        restore(bundle, folder)


def test_a_ledger_that_is_damaged_is_no_backup_of_one(folder, tmp_path):
    (folder / "ledger.sqlite").write_bytes(b"x" * 4096)

    with pytest.raises(CadenceError, match=r"ledger\.sqlite"):
        write_backup(folder, tmp_path / "b.zip", NOW)


def test_a_damaged_list_of_what_was_sent_is_named(folder, tmp_path):
    (folder / "remind.sqlite").write_bytes(b"no database at all, but long enough to look like one")
    with pytest.raises(CadenceError, match=r"remind\.sqlite"):
        write_backup(folder, tmp_path / "b.zip", NOW)


def test_a_restore_that_is_cut_short_leaves_no_half_of_an_office(bundle, tmp_path, monkeypatch):
    import cadence.desk.backup as room

    laid = []

    def lay(file, _content):
        if len(laid) == 3:
            raise OSError(28, "No space left on device")
        laid.append(file)
        return 1

    monkeypatch.setattr(room, "_lay", lay)
    with pytest.raises(CadenceError, match="No space left"):
        restore(bundle, tmp_path / "新")
    assert not (tmp_path / "新").exists()
    assert not list(tmp_path.glob(".restoring-*"))
