"""Every form of a duty table: nothing cut, nothing run, heads on every page, ids kept."""

import csv
import datetime as dt
import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from conftest import CHROMIUMS, tool
from docx import Document
from docx.oxml.ns import qn
from duty_files import EAST, HEAD, SHANGHAI, make_judged, make_table
from wcwidth import wcswidth

from cadence.core.facts import Choice
from cadence.core.past import Past
from cadence.core.words import STATUSES
from cadence.reports.duty import text as duty_text
from cadence.reports.duty import xlsx as duty_sheet
from cadence.reports.duty.forms import FORMS, render_form
from cadence.reports.duty.html import render_page, runs, weeks
from cadence.reports.duty.nouns import HEADS, HIDDEN
from cadence.reports.duty.pdf import lacking
from cadence.reports.duty.table import duty_table
from cadence.reports.duty.text import foot_lines

VERY_LONG = "召开会议研究部署第{n}项工作并逐条抓好落实" * 50  # about a thousand characters
RARE = "㙍𡐓镇"
NO_FONT_HAS_IT = "\U00032fff"  # lies in a plane of Chinese characters, unassigned
HARMFUL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
MARKUP = "<script>alert(1)</script>|`#let x = 1`*粗*[链](http://x)$&amp;"


@pytest.fixture(scope="module")
def faces(tmp_path_factory):
    pytest.importorskip("typst", reason="typst has no wheel here")
    from cadence.print.fonts import find_faces

    found = find_faces(tmp_path_factory.mktemp("fonts"))
    if not found.families["body"]:
        pytest.skip("no Chinese font here: install fonts-noto-cjk, or cadence-duties[fonts]")
    return found


def pdf_pages(content):
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


def squeezed(text):
    """Text without white space or what a PDF reader puts where a line ends."""
    return re.sub(r"[\s\u00ad\ufffe\u0002-]", "", text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [0, 1, 40])
def test_the_same_table_gives_the_same_bytes(form, count, faces):
    table = make_table(count)
    assert render_form(form, [table], faces) == render_form(form, [table], faces)


# the terminal, Markdown, CSV


def test_columns_of_the_terminal_are_true_by_display_width():
    lines = duty_text.render_duty_text([make_table(12)]).splitlines()
    rule = next(line for line in lines if line.startswith("---"))
    starts = [found.start() for found in re.finditer(r"(?<!-)-", rule)]
    head = lines[lines.index(rule) - 1]
    for name, start in zip(HEADS, starts, strict=True):
        assert wcswidth(head[: head.index(name)]) == start
    for line in lines[lines.index(rule) + 2 : lines.index(rule) + 14]:
        before = line[: line.index("测安委〔2022〕1号")]
        assert wcswidth(before) == starts[HEADS.index("依据")]


def test_markdown_stays_one_table_whatever_stands_in_its_cells():
    text = duty_text.render_markdown([make_table(1, act=MARKUP)])
    (row,) = [line for line in text.splitlines() if line.startswith("| 1 |")]
    assert len(re.findall(r"(?<!\\)\|", row)) == len(HEADS) + 1
    assert "<script>" not in row.replace("\\<", "")


def test_csv_carries_the_ids_and_revisions_and_runs_nothing():
    for harmful in HARMFUL:
        table = make_table(1, act=harmful)
        text = duty_text.render_duty_csv([table])
        assert text.startswith("\ufeff")
        heads, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        assert tuple(heads) == (*HEADS, *HIDDEN)
        assert row[1] == f"'{harmful}"
        assert row[-2:] == [table.rows[0].occurrence, table.rows[0].revision]


# the page


def test_the_page_stands_alone_and_escapes_what_it_shows():
    page = render_page([make_table(2, act=MARKUP, name="<b>镇</b>")])
    assert "<script" not in page
    assert "<b>镇</b>" not in page
    assert not re.search(r"(?:src|href)=|@import|url\(", page)


def test_the_month_beside_the_list_names_the_rows_that_fall_due():
    table = make_table(35, off=(dt.date(2026, 12, 5),), unknown=(dt.date(2026, 12, 31),))
    found = weeks(table)
    assert len(found) == 5
    assert found[0][0] is None  # December 1, 2026 is a Tuesday
    assert found[0][1] == {"day": 1, "state": "", "due": "1"}
    assert found[0][5]["state"] == "off"
    assert found[4][3]["state"] == "unknown"


def test_numbers_that_follow_each_other_are_written_shortly():
    assert runs([3, 4, 5, 8]) == "3-5、8"
    assert runs([]) == ""


@pytest.mark.parametrize(
    ("table", "most"),
    [
        (make_table(0, name=RARE), 1),
        (make_table(40), 3),
        (make_table(200), 14),
        (make_table(3, act=VERY_LONG), 6),
    ],
    ids=["none", "forty", "two-hundred", "very-long"],
)
def test_a_browser_prints_every_row_and_the_head_on_every_page(table, most, tmp_path):
    chromium = tool(*CHROMIUMS)
    page = tmp_path / "page.html"
    page.write_text(render_page([table]), encoding="utf-8")
    printed = tmp_path / "page.pdf"
    run_chromium(chromium, tmp_path, f"--print-to-pdf={printed}", "--no-pdf-header-footer", page)
    pages = pdf_pages(printed.read_bytes())
    assert len(pages) <= most
    check_pages(pages, table)


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_on_the_page_overflows_its_cell(width, tmp_path):
    chromium = tool(*CHROMIUMS)
    script = """<script>
      const over = [...document.querySelectorAll('th, td')].filter(
        (cell) => cell.scrollWidth > cell.clientWidth + 1);
      const wide = document.documentElement.scrollWidth > window.innerWidth + 1;
      document.title = JSON.stringify({over: over.map((cell) => cell.textContent), wide});
    </script>"""
    tables = [make_table(40), make_table(3, act="A" * 600), make_table(2, act=VERY_LONG)]
    page = tmp_path / "page.html"
    text = render_page(tables).replace("</body>", script + "</body>")
    page.write_text(text, encoding="utf-8")
    shown = run_chromium(chromium, tmp_path, f"--window-size={width},900", "--dump-dom", page)
    title = re.search(r"<title>(.*?)</title>", shown, re.DOTALL)[1]
    found = json.loads(title.replace("&quot;", '"'))
    assert found["over"] == []
    assert not found["wide"]


def run_chromium(chromium, folder, *arguments):
    done = subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            f"--user-data-dir={folder / 'profile'}", *map(str, arguments),
        ],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout


def check_pages(pages, table):
    """Every row stands in the text, the heads on every page, and every page is numbered."""
    text = squeezed("".join(pages))
    for row in table.rows:
        assert squeezed(row.act) in text or len(row.act) > 300
        assert squeezed(row.source) in text
    assert squeezed(table.head.whose) in text
    assert table.head.stamp in text
    for number, page in enumerate(pages, 1):
        found = squeezed(page)
        assert f"第{number}页，共{len(pages)}页" in found
        assert "事项" in found
        assert "佐证材料" in found


# the paper


@pytest.mark.parametrize(
    ("table", "most"),
    [
        (make_table(0), 1),
        (make_table(8), 1),
        (make_table(40), 3),
        (make_table(200), 13),
        (make_table(3, act=VERY_LONG), 5),
        (make_table(8, name=RARE), 1),
    ],
    ids=["none", "few", "forty", "two-hundred", "very-long", "rare"],
)
def test_the_paper_says_what_the_rows_say_with_heads_on_every_page(table, most, faces):
    pages = pdf_pages(render_form("pdf", [table], faces))
    assert len(pages) <= most
    check_pages(pages, table)


def test_a_very_long_act_is_on_paper_to_its_last_character(faces):
    table = make_table(1, act="起" + VERY_LONG + "讫")
    text = squeezed("".join(pdf_pages(render_form("pdf", [table], faces))))
    assert text.count("抓好落实") == 50
    assert "讫" in text


def test_dates_on_paper_have_no_gaps(faces):
    pages = pdf_pages(render_form("pdf", [make_table(1)], faces))
    assert "测试县2026年12月安全生产任务清单" in pages[0]


def test_markup_is_printed_and_never_run(faces):
    pages = pdf_pages(render_form("pdf", [make_table(1, act=MARKUP)], faces))
    assert squeezed(MARKUP) in squeezed(pages[0])


def test_a_character_that_no_font_has_is_named_and_numbered(faces):
    from cadence.print.fonts import character_name

    table = make_table(1, name=f"{NO_FONT_HAS_IT}镇")
    assert lacking([table], faces) == (NO_FONT_HAS_IT,)
    text = squeezed("".join(pdf_pages(render_form("pdf", [table], faces))))
    assert "〔U+32FFF〕镇" in text
    assert "字体缺字，请手工补写：U+32FFF" in text
    assert lacking([make_table(1)], faces) == ()
    assert character_name("㙍") == "U+364D CJK UNIFIED IDEOGRAPH-364D"


def test_the_offices_own_faces_come_first(tmp_path, faces):
    from cadence.print.fonts import find_faces

    own = next(path for path, index in faces.files if path.endswith((".ttf", ".otf")))
    (tmp_path / "face.ttf").write_bytes(Path(own).read_bytes())
    found = find_faces(tmp_path)
    assert found.files[0] == (str(tmp_path / "face.ttf"), 0)


def test_without_any_chinese_font_none_is_chosen(tmp_path, monkeypatch):
    pytest.importorskip("typst")
    from cadence.print import fonts as paper

    monkeypatch.setattr(paper, "WHEEL", "no_such_package")
    found = paper.find_faces(tmp_path, system=False)
    assert found.families["body"] == ()
    assert paper.missing("县A", found) == ("县", "A")


# the workbook


def opened(tables):
    content = render_form("xlsx", tables, None)
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_workbook_carries_ids_hidden_and_opens_only_what_is_filled_in():
    table = make_table(3)
    sheet = opened([table])["东镇"]
    heads = [cell.value for cell in sheet[duty_sheet.HEAD_ROW + 1]]
    assert heads == [*HEADS, *HIDDEN]
    assert sheet.protection.sheet
    assert sheet.column_dimensions["J"].hidden
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.fitToWidth in {None, 1}  # left out, it is 1
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    rows = [row for row in sheet.iter_rows(min_row=5) if row[9].value]
    assert [row[9].value for row in rows] == [row.occurrence for row in table.rows]
    assert [row[10].value for row in rows] == [row.revision for row in table.rows]
    for row in rows:
        free = [HEADS[at] for at, cell in enumerate(row[:9]) if not cell.protection.locked]
        assert free == ["状态", "完成日期", "佐证材料", "签字"]
        assert row[5].value in STATUSES.values()


def missed():
    """A table of one duty that was missed and one that is to be held on a chosen day."""
    held = dt.datetime(2026, 12, 10, 9, tzinfo=SHANGHAI)
    chosen = Past(choice=Choice(occurrence="", at=held, minutes=60, by="县安委办"))
    judged = (
        make_judged("2026-11-01", "2026-11-20", id="missed", act="上报情况"),
        make_judged("2026-12-01", "2026-12-31", id="chosen", act="开会", past=chosen),
    )
    return duty_table(EAST, HEAD, judged)


def test_the_workbook_says_how_late_beside_the_day_and_leaves_the_status_to_be_chosen():
    sheet = opened([missed()])["东镇"]
    (row,) = (row for row in sheet.iter_rows(min_row=5) if row[1].value == "上报情况")
    assert (row[4].value, row[5].value) == ("2026-11-20\n逾11日", "逾期未完成")
    assert row[4].font.b
    assert row[4].font.size == 11
    (other,) = (row for row in sheet.iter_rows(min_row=5) if row[1].value == "开会")
    assert not other[4].font.b


def test_what_is_late_stands_out_in_every_form_and_a_chosen_day_in_the_month(faces):
    table = missed()
    page = render_page([table])
    assert page.count('<tr class="late"') == 1
    cells = {day["day"]: day["due"] for week in weeks(table) for day in week if day}
    assert (cells[10], cells[31]) == ("定2", "2")
    document = Document(io.BytesIO(render_form("docx", [table], None)))
    bold = [
        run.text
        for row in document.tables[0].rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.bold
    ]
    assert bold == ["逾期未完成（逾11日）"]
    assert "逾11日" in squeezed("".join(pdf_pages(render_form("pdf", [table], faces))))


def test_the_foot_counts_in_a_sentence():
    (foot, *_others) = foot_lines(missed())
    assert foot == ("统计：共2项：上月未了1项，本月到期1项；其中进行中1项，逾期未完成1项。")


def test_the_workbook_checks_what_is_filled_in():
    sheet = opened([make_table(2)])["东镇"]
    kinds = {str(each.sqref): each.type for each in sheet.data_validations.dataValidation}
    assert set(kinds.values()) == {"list", "date"}
    lists = [e for e in sheet.data_validations.dataValidation if e.type == "list"]
    assert lists[0].formula1 == f'"{",".join(STATUSES.values())}"'


@pytest.mark.parametrize("harmful", HARMFUL)
def test_the_workbook_runs_nothing(harmful):
    content = render_form("xlsx", [make_table(1, act=harmful, name=harmful)], None)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    row = next(row for row in sheet.iter_rows(min_row=5) if row[9].value)
    assert row[1].value.startswith("'")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_rows_of_the_workbook_are_as_high_as_their_text():
    sheet = opened([make_table(1), make_table(1, act=VERY_LONG)])
    short, long = (
        next(n for n in range(5, 9) if each.cell(n, 10).value) for each in sheet.worksheets
    )
    first, second = sheet.worksheets
    assert first.row_dimensions[short].height < 60
    assert second.row_dimensions[long].height > 300
    assert second.cell(long, 2).font.size < 11


def test_sheets_of_units_whose_names_a_workbook_refuses_are_named_all_the_same():
    long = "甲" * 40
    tables = [make_table(1, name=each) for each in ("a/b:c", "a?b*c", long, long, "'", RARE)]
    names = opened(tables).sheetnames
    assert len(set(names)) == len(tables)
    assert names[0] == "a_b_c"
    assert RARE in names


# the document


def test_the_document_is_an_annex_on_the_standards_paper():
    document = Document(io.BytesIO(render_form("docx", [make_table(3)], None)))
    section = document.sections[0]
    margins = {
        section.top_margin.mm, section.bottom_margin.mm,
        section.left_margin.mm, section.right_margin.mm,
    }  # fmt: skip
    assert {round(each) for each in margins} == {37, 35, 28, 26}
    assert {round(section.page_width.mm), round(section.page_height.mm)} == {297, 210}
    annex, title = document.paragraphs[:2]
    assert annex.text == "附件"
    assert title.runs[0].font.size.pt == 22
    assert title.runs[0].font.name == "方正小标宋简体"
    table = document.tables[0]
    rows = table._tbl.tr_lst  # noqa: SLF001 - the rows' own marks
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    faces = {run.font.name for cell in table.rows[2].cells for run in cell.paragraphs[0].runs}
    assert faces == {"仿宋"}


def test_the_document_holds_control_characters_and_markup():
    content = render_form("docx", [make_table(1, act=f"会议\x00\x07{MARKUP}")], None)
    document = Document(io.BytesIO(content))
    assert document.tables[0].rows[2].cells[1].text == f"会议{MARKUP}"


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_an_office_prints_every_row_and_the_head_on_every_page(form, tmp_path):
    office = tool("soffice")
    table = make_table(40)
    file = tmp_path / f"table.{form}"
    file.write_bytes(render_form(form, [table], None))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, file],
        check=False, capture_output=True, timeout=180,
    )  # fmt: skip
    printed = tmp_path / "table.pdf"
    if not printed.exists():
        pytest.skip(
            "this LibreOffice cannot convert the form: install libreoffice-writer and -calc"
        )
    pages = pdf_pages(printed.read_bytes())
    text = squeezed("".join(pages))
    assert all(squeezed(row.act) in text for row in table.rows)
    assert all("佐证材料" in squeezed(page) for page in pages)
    assert len(pages) <= 4  # three with an office's own fonts; these are wider


def test_a_collected_table_says_how_many_fall_due_on_a_day():
    whole = replace(make_table(2), unit=None)
    assert weeks(whole)[0][2]["due"] == "1项"
