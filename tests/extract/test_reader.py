"""Documents of every format that is read, and files that end in a clear refusal."""

import os
import shutil
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from extract_files import WORD, docx, pdf, ruled
from mutants import at_most

from cadence.commands.cli import main
from cadence.core.errors import CadenceError
from cadence.extract.draft.draft import draft
from cadence.extract.files import reader
from cadence.extract.files.pdf import without_edges
from cadence.extract.files.reader import read_text

TEXT = "一、各村每月自查一次。\n二、各站所6月底前完成整改。\n"


def written(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_every_encoding_that_offices_use(tmp_path, encoding):
    assert read_text(written(tmp_path, "a.txt", TEXT.encode(encoding))) == TEXT


def test_mixed_encodings_are_refused_with_the_line(tmp_path):
    content = ("各村每月自查一次并报送。\n" * 2).encode(
        "gb18030"
    ) + "各站所每季度检查一次。".encode()
    with pytest.raises(CadenceError, match="line 3 is UTF-8"):
        read_text(written(tmp_path, "a.txt", content))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    with pytest.raises(CadenceError, match="not a text"):
        read_text(written(tmp_path, "a.txt", b"abc\0\1\2" * 50))


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(CadenceError, match="holds no text"):
        read_text(written(tmp_path, "a.txt", b" \n "))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CadenceError, match="cannot be read"):
        read_text(tmp_path / "none.txt")


def test_a_text_of_fifty_megabytes_is_refused_before_it_is_read(tmp_path, monkeypatch):
    file = tmp_path / "long.txt"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    monkeypatch.setattr(Path, "open", lambda *_file: pytest.fail("it was read"))
    with pytest.raises(CadenceError, match="50 MB"):
        read_text(file)


def test_a_text_of_thousands_of_pages_is_refused(tmp_path):
    with pytest.raises(CadenceError, match="cut it into parts"):
        read_text(written(tmp_path, "a.txt", "各村每月自查。\n".encode() * 400_000))


def test_an_endless_line_is_refused(tmp_path):
    content = ("各村" * reader.MAX_LINE).encode()
    with pytest.raises(CadenceError, match="has a line of"):
        read_text(written(tmp_path, "a.txt", content))


@pytest.mark.parametrize("start", [b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"II*\0"])
def test_a_picture_is_refused_as_a_scan(tmp_path, start):
    with pytest.raises(CadenceError, match="OCR"):
        read_text(written(tmp_path, "a.pdf", start + b"0" * 100))


@pytest.mark.parametrize("seed", range(3))
def test_an_old_file_without_words_never_reaches_libreoffice(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(shutil, "which", lambda _name: pytest.fail("LibreOffice was asked"))
    content = reader.OLE + Random(seed).randbytes(20_000)
    with pytest.raises(CadenceError, match="damaged, or no Word document"):
        read_text(written(tmp_path, "a.doc", content))


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "."])
def test_what_is_no_file_is_refused_before_it_is_read(device):
    if not Path(device).exists():
        pytest.skip("this system has no such device")
    with pytest.raises(CadenceError, match="is not a file"):
        read_text(Path(device))


def test_the_command_reads_nothing_of_what_is_no_file(monkeypatch):
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no such device")
    monkeypatch.setattr(Path, "read_bytes", lambda file: pytest.fail(f"{file} was read"))
    with pytest.raises(CadenceError, match="is not a file"):
        CliRunner().invoke(main, ["extract", "/dev/zero"], catch_exceptions=False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(CadenceError, match="is not a file"):
        read_text(tmp_path / "a.txt")


# Letters


LETTERS = (
    ("一、各村每⽉25⽇前报送。", "radicals of the Kangxi block"),
    ("⼀、各村每⽉25⽇前报送。", "the number of the clause too"),
    ("一、各村每月25日\u200b前报送。", "a place to break"),
    ("一、各村每\u00ad月25日前报送。", "a soft hyphen"),
    ("一、各村\u2060每\ufeff月25\u200d日前报送。", "joiners"),
    ("一、各村每月25\u202c日\ufe0f前报送。", "directions and variants"),
    ("一、各村每月25㏠前报送。".replace("25㏠", "㏸"), "a letter for 25日"),
    ("一、各村每月25\x07日前报送。", "a control character"),
)


@pytest.mark.parametrize("text", [text for text, _why in LETTERS])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.docx"])
def test_letters_that_nobody_can_tell_apart_are_read_alike_in_every_format(tmp_path, text, name):
    if name == "a.docx":
        if "\x07" in text:
            pytest.skip("XML has no such character")
        content = docx([("0", 0, text)], [])
    else:
        content = text.encode()
    assert read_text(written(tmp_path, name, content)) == "一、各村每月25日前报送。"


def test_radicals_of_the_supplement_are_folded_as_unicode_says(tmp_path):
    text = "⻓安镇⼈⺠政府和⻋管所每季⻔市检查"
    assert read_text(written(tmp_path, "a.txt", text.encode())) == (
        "长安镇人民政府和车管所每季门市检查"
    )


def test_a_draft_of_radicals_finds_every_duty(tmp_path):
    file = written(tmp_path, "a.txt", "一、各村每⽉25⽇前报送。\n⼆、各站所6⽉底前整改。".encode())
    made = draft(read_text(file), date(2026, 1, 1))
    quoted = [(rule.clause, rule.quote) for rule in made.rules]
    assert quoted == [("一", "各村每月25日前报送"), ("二", "各站所6月底前整改")]


def test_an_encrypted_word_file_is_refused(tmp_path):
    content = reader.OLE + b"0" * 600 + reader.ENCRYPTED
    with pytest.raises(CadenceError, match="password"):
        read_text(written(tmp_path, "a.docx", content))


# Word


def test_words_automatic_numbers_are_printed(tmp_path):
    texts = [(0, "总则"), (1, "目标"), (1, "原则"), (2, "甲"), (2, "乙"), (0, "附则")]
    paragraphs = [("1", level, text) for level, text in texts]
    levels = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    text = read_text(written(tmp_path, "a.docx", docx(paragraphs, levels)))
    assert text.splitlines() == ["一、总则", "（一）目标", "（二）原则", "1.甲", "2.乙", "二、附则"]


def test_a_start_override_begins_anew_and_a_style_numbers_its_paragraphs(tmp_path):
    paragraphs = [
        ("1", 0, "甲"),
        ("1", 0, "乙"),
        ("2", 0, "丙"),
        ("2", 0, "丁"),
        ("style", 0, "戊"),
    ]
    content = docx(paragraphs, [("chineseCountingThousand", "第%1条 ")], restart=1)
    assert read_text(written(tmp_path, "a.docx", content)).splitlines() == [
        "第一条 甲", "第二条 乙", "第一条 丙", "第二条 丁", "第三条 戊",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", "12"), ("chineseCounting", "十二"), ("japaneseCounting", "十二"),
        ("ideographTraditional", "乙"), ("decimalEnclosedCircle", "⑫"), ("upperRoman", "XII"),
        ("lowerLetter", "l"), ("chineseLegalSimplified", "拾贰"), ("decimalZero", "12"),
        ("nobodyKnows", "12"),
    ],
)  # fmt: skip
def test_word_counts_in_many_ways(tmp_path, form, shown):
    content = docx([("1", 0, "终")], [(form, "%1、")], start=12)
    assert read_text(written(tmp_path, "a.docx", content)) == f"{shown}、终"


def test_a_bullet_prints_no_number_and_deleted_text_is_gone(tmp_path):
    deleted = "各村<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    content = docx(
        [("1", 0, "甲")],
        [("bullet", "●")],
        extra=f"<w:p><w:r><w:t>各村</w:t></w:r>{deleted[2:]}</w:p>",
    )
    assert read_text(written(tmp_path, "a.docx", content)).splitlines() == ["甲", "各村"]


def test_a_table_row_of_who_and_when_becomes_a_sentence_with_its_tail(tmp_path):
    rows = [["序号", "内容", "责任单位", "完成时限"], ["1", "排查线路", "镇电管站", "6月底前"]]
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    content = docx([], [("decimal", "%1.")], extra=f"<w:tbl>{cells}</w:tbl>")
    assert read_text(written(tmp_path, "a.docx", content)) == (
        "1.排查线路（责任单位：镇电管站。完成时限：6月底前）。"
    )


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_a_merged_cell_says_the_same_for_every_row_and_a_wide_one_keeps_the_columns(tmp_path):
    above = cell("县住建局", '<w:vMerge w:val="restart"/>')
    rows = (
        "".join(map(cell, ("序号", "任务", "措施", "责任单位", "完成时限"))),
        cell("1") + cell("检修泵站", '<w:gridSpan w:val="2"/>') + above + cell("5月底前"),
        cell("2") + cell("清淤") + cell("疏通") + cell("", "<w:vMerge/>") + cell("6月底前"),
    )
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    file = written(tmp_path, "a.docx", docx([], [], extra=table))
    assert read_text(file).splitlines() == [
        "1.检修泵站（责任单位：县住建局。完成时限：5月底前）。",
        "2.清淤，疏通（责任单位：县住建局。完成时限：6月底前）。",
    ]


TABLES = (
    "序号\t任务\t责任单位\t完成时限\n1\t修订预案\t县应急局\t4月底前\n",
    (
        "| 序号 | 任务 | 责任单位 | 完成时限 |\n|---|---|---|---|\n"
        "| 1 | 修订预案 | 县应急局 | 4月底前 |\n"
    ),
    "序号    任务        责任单位    完成时限\n1       修订预案    县应急局    4月底前\n",
)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_table_of_a_plain_text_becomes_sentences(tmp_path, table, name):
    text = f"任务分工表\n\n{table}\n各单位要抓好落实。\n"
    lines = read_text(written(tmp_path, name, text.encode())).split()
    assert lines == [
        "任务分工表",
        "1.修订预案（责任单位：县应急局。完成时限：4月底前）。",
        "各单位要抓好落实。",
    ]


def test_a_text_without_a_table_is_left_as_it_is(tmp_path):
    text = "责任单位：县应急局\n完成时限：4月底前\n一、县应急局  每月检查一次。\n"
    assert read_text(written(tmp_path, "a.txt", text.encode())) == text


def test_a_sentence_broken_by_lines_and_pages_of_a_pdf_is_read_whole(tmp_path):
    first = ["某县安全文件", "一、各乡镇人民政府和县直各有关部门要在每年第一季度组织", "- 1 -"]
    second = ["某县安全文件", "对本地区粉尘企业至少开展两次全面检查并报送结果。", "- 2 -"]
    third = ["某县安全文件", "二、各村每月自查一次。", "- 3 -"]
    text = read_text(written(tmp_path, "a.pdf", pdf([first, second, third])))
    assert "- 1 -" not in text
    assert "某县安全文件" not in text
    made = draft(text, date(2026, 1, 1))
    assert [rule.clause for rule in made.rules] == ["一", "二"]
    assert "组织对本地区" in made.passages[0].text


def test_a_truncated_word_file_is_refused(tmp_path):
    content = docx([("1", 0, "甲" * 500)], [("decimal", "%1.")])
    for size in (40, len(content) // 2, len(content) - 30):
        with pytest.raises(CadenceError, match="damaged or cut short"):
            read_text(written(tmp_path, "a.docx", content[:size]))


def test_a_zip_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(CadenceError, match="not a Word document"):
        read_text(file)


def test_a_word_file_that_unpacks_to_gigabytes_is_refused(tmp_path):
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 201_000_000)
    with pytest.raises(CadenceError, match="unpacks to more"):
        read_text(file)


def packed(body, **others):
    """A .docx of a body, and of other parts, written out."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, inside in {"document": f"<w:body>{body}</w:body>", **others}.items():
            tag = name if name != "document" else "document"
            made.writestr(f"word/{name}.xml", f'<w:{tag} xmlns:w="{WORD}">{inside}</w:{tag}>')
    return stream.getvalue()


def test_a_table_inside_a_table_is_read_once(tmp_path):
    body = "<w:p><w:r><w:t>各村每月自查。</w:t></w:r></w:p>"
    for _each in range(25):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    assert read_text(written(tmp_path, "a.docx", packed(body))) == "各村每月自查。"


@pytest.mark.parametrize(
    ("around", "inside"),
    [
        ("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", "<w:p/>"),
        ("<w:sdt>{}</w:sdt>", "<w:p/>"),
        ("<w:p>{}</w:p>", "<w:r/>"),
    ],
)
def test_a_word_file_that_nests_without_end_is_refused(tmp_path, around, inside):
    before, after = around.split("{}")
    body = before * 1500 + inside + after * 1500
    with pytest.raises(CadenceError, match="nests more than 256 elements"):
        read_text(written(tmp_path, "a.docx", packed(body)))


@pytest.mark.parametrize("number", ["x", "9" * 5000, "1e9", "40000", "--1", "²"])
def test_a_number_of_a_list_that_is_none_is_refused(tmp_path, number):
    own = f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr>'
    content = packed(f"<w:p><w:pPr>{own}</w:pPr></w:p>")
    with pytest.raises(CadenceError, match="is no number of a list"):
        read_text(written(tmp_path, "a.docx", content))
    level = f'<w:abstractNum><w:lvl><w:start w:val="{number}"/></w:lvl></w:abstractNum>'
    content = packed("<w:p/>", numbering=level)
    with pytest.raises(CadenceError, match="is no number of a list"):
        read_text(written(tmp_path, "a.docx", content))


def test_a_level_of_a_thousand_words_is_not_repeated_without_end(tmp_path):
    text = read_text(
        written(tmp_path, "a.docx", docx([("1", 0, "甲")] * 50, [("decimal", "%1、" * 10_000)]))
    )
    assert len(text) < 50 * 700


RESTART = '<w:vMerge w:val="restart"/>'


def test_a_cell_merged_downwards_without_end_is_refused(tmp_path):
    first = f"<w:tr>{cell('各村' * 5000, RESTART)}</w:tr>"
    merged = f"<w:tr>{cell('', '<w:vMerge/>')}</w:tr>" * 2000
    with pytest.raises(CadenceError, match="holds more than"):
        read_text(written(tmp_path, "a.docx", packed(f"<w:tbl>{first}{merged}</w:tbl>")))


def test_an_encoding_that_nobody_knows_and_entities_are_refused(tmp_path):
    for head in ('<?xml version="1.0" encoding="nosuch"?>', '<!DOCTYPE a [<!ENTITY b "c">]>'):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as made:
            made.writestr("word/document.xml", f'{head}<w:document xmlns:w="{WORD}"/>')
        with pytest.raises(CadenceError, match="damaged or cut short"):
            read_text(written(tmp_path, "a.docx", stream.getvalue()))


def test_a_word_file_of_too_many_parts_or_packed_too_tight_is_refused(tmp_path):
    for parts in ({f"word/{at}.xml": "" for at in range(2001)}, {"a.bin": b"0" * 40_000_000}):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in {**parts, "word/document.xml": ""}.items():
                made.writestr(name, content)
        with pytest.raises(CadenceError, match="unpacks to more"):
            read_text(written(tmp_path, "a.docx", stream.getvalue()))


# PDF


def test_a_pdfs_text_is_read_without_headers_and_page_numbers(tmp_path):
    body = [
        "各村每月自查一次。",
        "各站所每季度检查一次。",
        "镇政府每年通报一次。",
        "逾期的予以通报。",
    ]
    pages = [["县安委办文件", f"第{n}章", *body, "完。", f"- {n} -"] for n in "一二三四"]
    text = read_text(written(tmp_path, "a.pdf", pdf(pages)))
    assert "县安委办文件" not in text
    assert "- 一 -" in text  # no number of a page is written so
    assert text.count("各村每月自查一次。") == 4


def test_page_numbers_are_removed_in_every_form():
    pages = [
        ["正文甲", "正文乙", "正文丙", "正文丁", number]
        for number in ("- 1 -", "第 2 页", "3", "— 4 —", "第5页 共9页")
    ]
    assert all(
        page == ["正文甲", "正文乙", "正文丙", "正文丁"] for page in without_edges(pages[:2])
    )
    assert [page[-1:] for page in without_edges(pages[2:4])] == [["正文丁"], ["正文丁"]]


def test_a_pdf_without_text_is_refused_as_a_scan(tmp_path):
    with pytest.raises(CadenceError, match="scan"):
        read_text(written(tmp_path, "a.pdf", pdf([[], []])))


def test_a_pdf_with_a_password_is_refused(tmp_path):
    content = pdf([["各村每月自查一次。"]], encrypted=True)
    with pytest.raises(CadenceError, match="password"):
        read_text(written(tmp_path, "a.pdf", content))


def test_a_truncated_pdf_is_refused(tmp_path):
    with pytest.raises(CadenceError):
        read_text(written(tmp_path, "a.pdf", pdf([["各村每月自查一次。"]])[:60]))


def test_only_lines_at_the_edges_can_be_headers():
    pages = [["文件", "正文甲", "同样的话", "正文乙", "丙", "丁"] for _ in range(4)]
    assert without_edges(pages)[0] == ["同样的话", "正文乙"]


# HTML and Markdown


def test_a_web_page_is_read_as_a_browser_shows_it(tmp_path):
    page = (
        "<html><head><style>p{}</style><title>x</title></head><body><nav>首页</nav>"
        "<p>一、各村&nbsp;每月自查<b>一次</b>。</p><ol><li>甲</li><li>乙</li></ol>"
        "<script>每月()</script><table><tr><th>内容</th><th>责任单位</th><th>完成时限</th></tr>"
        "<tr><td>整改</td><td>各村</td><td>6月底前</td></tr></table></body></html>"
    )
    lines = read_text(written(tmp_path, "a.html", page.encode())).split("\n\n")
    assert lines == [
        "x",
        "一、各村 每月自查一次。",
        "1.甲",
        "2.乙",
        "整改（责任单位：各村。完成时限：6月底前）。",
    ]


PAGES = (
    "<!--" * 40_000,
    '<a href="' * 20_000,
    "<![CDATA[" * 100_000,
    "<?" * 100_000,
    "<" * 150_000,
    "&" * 150_000,
    "<script>" + "<!--" * 100_000,
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[:8])
def test_what_a_page_never_closes_takes_nothing_of_what_stands_before(tmp_path, page):
    content = f"<html><p>各村每月自查。</p>{page}".encode()
    with at_most(20):  # which took 54 and 150 seconds once
        assert read_text(written(tmp_path, "a.html", content)).startswith("各村每月自查。")


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li"])
def test_a_page_that_nests_without_end_is_refused(tmp_path, tag):
    page = f"<html>{f'<{tag}>' * 20_000}各村每月自查。"
    with pytest.raises(CadenceError, match="nests more than 512"):
        read_text(written(tmp_path, "a.html", page.encode()))


@pytest.mark.parametrize("start", ["x", "9" * 5000, "", "-3", "1.5", "²"])
def test_a_list_that_begins_with_no_number_is_counted_from_one(tmp_path, start):
    page = f"<html><ol start='{start}'><li>每月开会</li><li>每季检查</li></ol>"
    lines = read_text(written(tmp_path, "a.html", page.encode())).split("\n\n")
    assert lines == ["1.每月开会", "2.每季检查"]


def test_a_page_laid_out_by_tables_keeps_its_paragraphs_and_its_inner_table(tmp_path):
    page = (
        "<html><table><tr><td><p>一、各村每月自查。</p><p>二、各站所：</p>"
        "<table><tr><td>内容</td><td>责任单位</td><td>完成时限</td></tr>"
        "<tr><td>整改</td><td>各村</td><td>6月底前</td></tr></table></td></tr></table>"
    )
    lines = read_text(written(tmp_path, "a.html", page.encode())).split()
    row = "整改（责任单位：各村。完成时限：6月底前）。"
    assert lines == ["一、各村每月自查。", "二、各站所：", row]


@pytest.mark.parametrize("line", [" " * 150_000 + "各村", "| " * 70_000 + "各村", "- " * 70_000])
def test_a_line_of_marks_is_tried_once(tmp_path, line):
    assert read_text(written(tmp_path, "a.md", f"各站所\n{line}\n各村".encode())).endswith("各村")


def test_markdown_loses_its_marks(tmp_path):
    text = (
        "# 办法\n\n**一、** 各村[每月](http://a.b)自查。\n\n"
        "| 事 | 谁 |\n|---|---|\n| 自查 | 各村 |\n"
    )
    lines = read_text(written(tmp_path, "a.md", text.encode())).split("\n")
    assert [line for line in lines if line] == [
        "# 办法",
        "一、 各村每月自查。",
        "事，谁",
        "自查，各村",
    ]


LISTED = [
    ["序号", "工作任务", "责任单位", "完成时限"],
    ["1", "修订应急预案", "县应急局", "4月底前"],
    ["2", "开展专项检查", "^", "每月1次"],
    ["3", "报送工作总结", "各乡镇", "12月20日前"],
]
TAILED = [
    "1.修订应急预案（责任单位：县应急局。完成时限：4月底前）。",
    "2.开展专项检查（责任单位：县应急局。完成时限：每月1次）。",
    "3.报送工作总结（责任单位：各乡镇。完成时限：12月20日前）。",
]


def of_pdf(tmp_path, pages, drawn):
    text = read_text(written(tmp_path, "a.pdf", pdf(pages, drawn=drawn)))
    return [line for line in text.splitlines() if line]


def test_a_ruled_table_of_a_pdf_is_read_row_by_row_with_whom_it_binds(tmp_path):
    lines = of_pdf(tmp_path, [["各乡镇：各单位按下表落实，不得拖延。"]], [ruled(LISTED)])
    assert lines == ["各乡镇：各单位按下表落实，不得拖延。", *TAILED]


def test_a_table_that_runs_over_two_pages_keeps_its_heads(tmp_path):
    pages = [["各乡镇：各单位按下表落实，不得拖延。"], []]
    second = [["2", "开展专项检查", "县应急局", "每月1次"], LISTED[3]]
    lines = of_pdf(tmp_path, pages, [ruled(LISTED[:2]), ruled(second, top=780)])
    assert lines[1:] == TAILED


def test_a_table_that_would_lose_a_letter_is_read_as_it_lies(tmp_path):
    beside = ruled([["甲村每月", "乙村自查"], ["丙村每季", "丁村报送"]], top=690)
    note = "BT /F 12 Tf 400 660 Td <65C16CE8> Tj ET\n"  # 旁注, at the height of the table
    lines = of_pdf(tmp_path, [["各乡镇：各单位按下表落实，不得拖延。"]], [beside + note])
    assert sorted("".join(lines[1:]).replace(" ", "")) == sorted(
        "甲村每月乙村自查丙村每季丁村报送旁注"
    )


def set_out(rows, top=700, step=20):
    """Write rows of a table at their columns, without a line between them."""
    return "".join(
        f"BT /F 12 Tf {50 + 125 * place} {top - step * down} Td"
        f" <{cell.encode('utf-16-be').hex().upper()}> Tj ET\n"
        for down, row in enumerate(rows)
        for place, cell in enumerate(row)
        if cell
    )


def test_a_table_without_lines_is_read_row_by_row(tmp_path):
    rows = [[cell.replace("^", "县应急局") for cell in row] for row in LISTED]
    below = (
        "BT /F 12 Tf 50 560 Td <" + "请各单位按上表逐项落实，按时报送。".encode("utf-16-be").hex()
    )
    drawn = [set_out(rows) + below.upper() + "> Tj ET\n"]
    lines = of_pdf(tmp_path, [["各乡镇：各单位按下表落实，不得拖延。"]], drawn)
    assert lines == [
        "各乡镇：各单位按下表落实，不得拖延。", *TAILED, "请各单位按上表逐项落实，按时报送。"
    ]  # fmt: skip


def test_a_cell_of_two_lines_stays_in_its_row(tmp_path):
    rows = [
        LISTED[0],
        ["1", "修订应急预案", "县应急局", "4月底前"],
        ["", "和处置卡", "县消防大队", ""],
        ["2", "报送工作总结", "各乡镇", "12月20日前"],
    ]
    lines = of_pdf(tmp_path, [["各乡镇：各单位按下表落实，不得拖延。"]], [set_out(rows)])
    assert lines[1:] == [
        "1.修订应急预案和处置卡（责任单位：县应急局、县消防大队。完成时限：4月底前）。",
        "2.报送工作总结（责任单位：各乡镇。完成时限：12月20日前）。",
    ]


def test_strokes_that_make_no_table_change_nothing(tmp_path):
    page = ["各乡镇每月25日前报送。", "各村每月自查一次，并报送乡镇。"]
    plain = of_pdf(tmp_path, [page], [])
    line = "50 790 m 500 790 l S\n50 760 m 500 760 l S\n"
    assert of_pdf(tmp_path, [page], [line]) == plain
    assert of_pdf(tmp_path, [page], ["0 0 m 9 9 l S\n" * 30_000]) == plain


def test_a_table_without_lines_goes_on_overleaf_without_its_heads(tmp_path):
    second = [["2", "开展专项检查", "县应急局", "每月1次"], LISTED[3]]
    page = ["各乡镇：各单位按下表落实，不得拖延。"]
    drawn = [set_out(LISTED[:2]), set_out(second, top=780)]
    assert of_pdf(tmp_path, [page, []], drawn)[1:] == TAILED
    below = set_out([["以上各项请各单位逐项落实"]], top=640)
    ended = of_pdf(tmp_path, [page, []], [drawn[0] + below, drawn[1]])
    assert TAILED[0] in ended
    assert TAILED[1] not in ended  # the table ended above words of its page
    prose = ["各村每月自查一次，并报送乡镇。", "各乡镇每月25日前报送。"]
    assert of_pdf(tmp_path, [page, prose], [drawn[0]])[2:] == prose


def test_cells_of_a_page_that_reach_over_rows_and_columns_say_the_same_in_each(tmp_path):
    text = (
        "<html><body><table>"
        "<tr><th>序号</th><th>工作任务</th><th>责任单位</th><th>完成时限</th></tr>"
        "<tr><td>1</td><td>修订应急预案</td><td rowspan=2>县应急局</td><td>4月底前</td></tr>"
        "<tr><td>2</td><td>开展专项检查</td><td>每月1次</td></tr>"
        "<tr><td colspan=2>报送工作总结</td><td>各乡镇</td><td>12月20日前</td></tr>"
        "</table></body></html>"
    )
    lines = read_text(written(tmp_path, "a.html", text.encode())).splitlines()
    assert [line for line in lines if line] == [*TAILED[:2], TAILED[2].removeprefix("3.")]
