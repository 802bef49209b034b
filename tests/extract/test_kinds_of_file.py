"""Old Word files and .ofd: read by libraries in a process of their own, refused in one sentence."""

import shutil
import sys
import zipfile
from base64 import b64decode
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from zlib import decompress

import pytest
from extract_files import ofd

from cadence.core.errors import CadenceError
from cadence.extract.draft.draft import draft
from cadence.extract.files import apart, old_word, reader
from cadence.extract.files import ofd as ofd_file
from cadence.extract.files.apart import Apart, NotInstalledError, read_apart
from cadence.extract.files.reader import read_text

PAGES = [
    ["某镇安全文件", "关于冬季检查的通知", "一、各乡镇人民政府和县直各有关部门要在每年第一季度组织",
     "对粉尘企业至少检查两次。", "— 1 —"],
    ["某镇安全文件", "二、各村每月自查一次。", "序号\t内容\t责任单位\t完成时限",
     "1\t排查线路\t镇电管站\t6月底前", "2\t检修泵站\t镇水利站\t5月底前", "— 2 —"],
    ["某镇安全文件", "三、镇安监站每季度召开一次会议。", "2026年11月20日", "— 3 —"],
]  # fmt: skip
OLD_WORD = Path(__file__).with_name("old_word.doc.b64")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no process")


@pytest.fixture(scope="module")
def old():
    """A .doc with automatic numbers and a table, as LibreOffice saved it."""
    pytest.importorskip("doc2docx")
    return decompress(b64decode(OLD_WORD.read_text("ascii")))


def written(folder, name, content):
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("name", ["a.doc", "a.wps"])
def test_an_old_word_file_is_read_with_its_numbers_and_tables(tmp_path, monkeypatch, old, name):
    monkeypatch.setattr(shutil, "which", lambda _name: pytest.fail("LibreOffice was asked"))
    assert read_text(written(tmp_path, name, old)).splitlines() == [
        "关于冬季检查的通知",
        "2026年11月20日",
        "一、总体要求",
        "（一）各村每月25日前报送隐患排查情况。",
        "（二）镇安监站每季度召开一次会议。",
        "1.镇水利站6月底前完成整改。",
        "2.各站所抓好落实。",
        "二、保障措施",
        "1.排查线路（责任单位：镇电管站。完成时限：6月底前）。",
        "2.检修泵站（责任单位：镇水利站。完成时限：5月底前）。",
    ]


def test_an_old_word_file_is_refused_where_nothing_can_read_it(tmp_path, monkeypatch):
    def missing(*_each):
        raise NotInstalledError

    monkeypatch.setattr(old_word, "read_apart", missing)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(CadenceError, match="LibreOffice"):
        read_text(written(tmp_path, "a.doc", reader.OLE + b"0" * 600 + reader.WORDS))


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_old_word_file_is_read_or_refused_in_one_sentence(
    tmp_path, monkeypatch, old, seed
):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    chance, content = Random(seed), bytearray(old)
    for _each in range(400):
        content[chance.randrange(600, len(content))] = chance.randrange(256)
    with pytest.raises(CadenceError) as refused:
        read_text(written(tmp_path, "a.doc", bytes(content[: len(content) * 2 // 3])))
    assert "a.doc" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_old_word_file_goes_to_libreoffice_where_the_library_gives_up(
    tmp_path, monkeypatch, old
):
    asked = []
    monkeypatch.setattr(old_word, "is_installed", lambda: True)
    monkeypatch.setattr(old_word, "as_docx", lambda file: asked.append(file) or b"")
    file = written(tmp_path, "a.doc", old[:3000] + reader.WORDS)
    with pytest.raises(CadenceError):
        read_text(file)
    assert asked == [file]


def test_an_ofd_is_read_page_by_page_without_its_edges(tmp_path):
    pytest.importorskip("ofdkit")
    text = read_text(written(tmp_path, "a.ofd", ofd(PAGES)))
    assert "某镇安全文件" not in text
    assert "— 2 —" not in text
    made = draft(text, date(2026, 1, 1))
    assert [(rule.clause, rule.named) for rule in made.rules] == [
        ("一", ("各乡镇人民政府", "县直各有关部门")),
        ("二", ("各村",)),
        ("二/1", ("镇电管站",)),
        ("二/2", ("镇水利站",)),
        ("三", ("镇安监站",)),
    ]
    assert any("每年第一季度组织对粉尘企业" in each.text for each in made.passages)


@pytest.mark.parametrize("part", ["Doc_0/Pages/Page_1/Content.xml", "Doc_0/Document.xml"])
def test_an_ofd_that_lacks_a_part_is_refused_whole(tmp_path, part):
    pytest.importorskip("ofdkit")
    with pytest.raises(CadenceError, match=r"a\.ofd is damaged, or no such document: .*not found"):
        read_text(written(tmp_path, "a.ofd", ofd(PAGES, left_out=part)))


def test_an_ofd_of_pictures_is_refused_as_a_scan(tmp_path):
    pytest.importorskip("ofdkit")
    with pytest.raises(CadenceError, match="OCR"):
        read_text(written(tmp_path, "a.ofd", ofd([["1"], ["2"]])))


def test_an_ofd_is_refused_with_what_to_do_where_its_library_is_missing(tmp_path, monkeypatch):
    def missing(*_each):
        raise NotInstalledError

    monkeypatch.setattr(ofd_file, "read_apart", missing)
    with pytest.raises(CadenceError, match=r"export it as \.docx or \.pdf"):
        read_text(written(tmp_path, "a.ofd", ofd(PAGES)))


def test_an_ofd_whose_parts_repeat_each_other_without_end_is_refused(tmp_path):
    pytest.importorskip("ofdkit")
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{at}"><ofd:Content>'
        + f'<ofd:CompositeObject ID="1" ResourceID="{at + 1}"/>' * 9
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for at in range(30)
    )
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(ofd([["一"]]))) as old, zipfile.ZipFile(stream, "w") as packed:
        for name in old.namelist():
            part = old.read(name).decode()
            part = part.replace(
                "</ofd:CommonData>", "<ofd:PublicRes>r.xml</ofd:PublicRes></ofd:CommonData>"
            )
            layer = '<ofd:Layer ID="1">'
            packed.writestr(
                name, part.replace(layer, f'{layer}<ofd:CompositeObject ID="2" ResourceID="0"/>')
            )
        packed.writestr(
            "Doc_0/r.xml",
            f"<ofd:Res {space}><ofd:CompositeGraphicUnits>{units}"
            "</ofd:CompositeGraphicUnits></ofd:Res>",
        )
    file = written(tmp_path, "a.ofd", stream.getvalue())
    with pytest.raises(CadenceError, match="seconds to read"):
        ofd_file.ofd_text(file.read_bytes(), file, Apart(ofd_file.__name__, "pages_of", 1, 600))


# A process of its own


COSTLY = """
import os

def spin(content):
    while True:
        pass

def swell(content):
    return bytes(10**10)

def fall(content):
    os.abort()
"""


@pytest.fixture
def costly(tmp_path, monkeypatch):
    """The name of a module that the process finds."""
    (tmp_path / "costly_reader.py").write_text(COSTLY, "ascii")
    monkeypatch.syspath_prepend(str(tmp_path))
    return "costly_reader"


@posix
@pytest.mark.parametrize(
    ("what", "seconds", "why"),
    [
        ("spin", 1, "more than 1 seconds"),
        ("swell", 20, "more than 400 MB"),
        ("fall", 20, "broke down"),
    ],
)
def test_what_costs_too_much_or_breaks_down_ends_its_own_process_alone(
    tmp_path, costly, what, seconds, why
):
    way = Apart(costly, what, seconds=seconds, megabytes=400)
    with pytest.raises(CadenceError, match=why):
        read_apart(way, b"", tmp_path / "a.ofd")


def test_what_never_ends_is_not_waited_for(tmp_path, costly, monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 0.1)
    with pytest.raises(CadenceError, match="more than 10 seconds"):
        read_apart(Apart(costly, "spin", seconds=10, megabytes=400), b"", tmp_path / "a.ofd")


def test_a_library_that_is_missing_is_told_from_a_file_that_is_damaged(tmp_path):
    way = Apart("cadence.nowhere", "read", seconds=20, megabytes=400)
    with pytest.raises(NotInstalledError):
        read_apart(way, b"", tmp_path / "a.ofd")
