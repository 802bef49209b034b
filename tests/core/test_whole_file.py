"""A file that is replaced is whole or as it was, and several may write it at once."""

import os
import threading

import pytest

from cadence.core import write_whole


def test_what_is_written_stands_there_alone_and_its_folder_is_made_only_where_asked(tmp_path):
    file = tmp_path / "a" / "b" / "名册.json"
    with pytest.raises(FileNotFoundError):
        write_whole(file, b"1")
    write_whole(file, b"1", parents=True)
    write_whole(file, b"22")
    assert file.read_bytes() == b"22"
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_name_as_long_as_a_disk_allows_is_written(tmp_path):
    write_whole(tmp_path / ("字" * 83 + ".json"), b"1")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_a_private_file_is_never_readable_by_others(tmp_path):
    file = tmp_path / "token.html"
    file.write_bytes(b"old")
    write_whole(file, b"new", private=True)
    assert file.stat().st_mode & 0o077 == 0


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside(tmp_path, monkeypatch):
    file = tmp_path / "a.json"
    write_whole(file, b"old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_of_several_who_write_at_once_one_stands_whole(tmp_path):
    file, contents = tmp_path / "a.json", [bytes([65 + n]) * 50_000 for n in range(8)]
    failed = []

    def work(content):
        try:
            for _round in range(20):
                write_whole(file, content, lasting=False)
        except OSError as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(each,)) for each in contents]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    assert file.read_bytes() in contents
    assert list(tmp_path.iterdir()) == [file]
