"""Files that prove something: kept once by their hash, and missed when they are gone or changed."""

import datetime as dt
import hashlib

import pytest

from cadence.core import CadenceError, Done, Entry
from cadence.ledger.evidence_files import (
    LARGEST,
    Missing,
    bare_name,
    file_of,
    keep_file,
    missing_files,
    read_file,
)
from cadence.ledger.fact_json import fact_of, text_of

PDF = b"%PDF-1.4 minutes"


def test_a_file_is_kept_once_however_often_and_by_whatever_name_it_comes(tmp_path):
    first = keep_file(tmp_path, "纪要.pdf", PDF)
    second = keep_file(tmp_path, "另一份.pdf", PDF)

    assert first == ("纪要.pdf", hashlib.sha256(PDF).hexdigest())
    assert second[1] == first[1]
    assert read_file(tmp_path, first[1]) == PDF
    assert len([each for each in (tmp_path / "evidence").rglob("*") if each.is_file()]) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../ledger.sqlite.pdf", "ledger.sqlite.pdf"),
        ("C:\\Users\\某人\\桌面\\纪要.pdf", "纪要.pdf"),
        ("a\x00b\u202efdp.pdf", "abfdp.pdf"),
        (" .纪要.pdf. ", "纪要.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_only_the_last_part_of_a_name_is_kept(name, kept):
    assert bare_name(name) == kept


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("页面.html", b"<script>", "is not taken"),
        ("图.svg", b"<svg>", "is not taken"),
        ("程序.exe", b"MZ", "is not taken"),
        ("纪要", PDF, "is not taken"),
        ("..", PDF, "is not taken"),
        ("纪要.pdf", b"", "is empty"),
        ("纪要.pdf", b"<html>", "is not what its ending says"),
        ("照片.jpg", PDF, "is not what its ending says"),
        ("纪要.pdf", PDF + b"x" * LARGEST, "is too large"),
    ],
)
def test_what_is_no_evidence_is_refused_and_leaves_nothing(tmp_path, name, content, words):
    with pytest.raises(CadenceError, match=words):
        keep_file(tmp_path, name, content)
    assert not (tmp_path / "evidence").exists()


def entry(number, files):
    fact = Done(occurrence="a:b:2026@c/d", on=dt.date(2026, 1, 1), evidence="纪要", files=files)
    assert fact_of(text_of(fact)) == fact
    return Entry(number=number, recorded=dt.datetime(2026, 1, 2, tzinfo=dt.UTC), fact=fact)


def test_a_file_that_is_gone_or_changed_is_named(tmp_path):
    kept = [keep_file(tmp_path, f"{n}.pdf", PDF + bytes([n])) for n in range(3)]
    file_of(tmp_path, kept[1][1]).unlink()
    file_of(tmp_path, kept[2][1]).write_bytes(PDF)

    entries = [entry(number, (each,)) for number, each in enumerate(kept, 1)]

    assert list(missing_files(tmp_path, entries)) == [
        Missing(2, "1.pdf", is_gone=True), Missing(3, "2.pdf", is_gone=False),
    ]  # fmt: skip
    with pytest.raises(CadenceError, match="changed after it was kept"):
        read_file(tmp_path, kept[2][1])


def test_a_damaged_copy_is_mended_when_the_file_comes_again(tmp_path):
    _name, digest = keep_file(tmp_path, "纪要.pdf", PDF)
    file_of(tmp_path, digest).write_bytes(b"")
    keep_file(tmp_path, "纪要.pdf", PDF)
    assert read_file(tmp_path, digest) == PDF
