"""The overview's forms: page, workbook, one sheet of paper, and the reports to be edited."""

import datetime as dt
import io
import re
import zipfile

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook
from overviews import AS_OF, tell_story

from cadence.core import Span
from cadence.reports.overview.figures import Figures
from cadence.reports.overview.period import last_period
from cadence.reports.overview.words import overview_share, percent

D = dt.date.fromisoformat


@pytest.fixture
def made(here, workspace_folder, tmp_path):
    """Write one form of the story's overview to a file, and return its bytes."""
    tell_story(workspace_folder)

    def run(name, *arguments):
        file = tmp_path / name
        ran = here("overview", *AS_OF, *arguments, "-o", file)
        assert ran.returncode == 0, ran.stderr
        return file.read_bytes()

    return run


def test_the_page_names_the_missed_and_ranks_by_them_alone(made):
    page = made("o.html", "--format", "html").decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "逾期未完成4项，最久386天" in text
    assert "按时完成2项（其中1项在批准的延期内）" in text
    assert re.search(r"东镇 3 386天 2 1/6，16% 西乡 1 52天 — 1/4，25%，项数少", text)
    assert re.search(r"东镇 办理D项 测安委〔2025〕1号 一/4 2025-10-31 386天 常务副县长", text)
    assert "11月14日逾期4项，现在4项" in text
    assert "新逾期1项：办理F项（东镇）" in text
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_line_shows_months_that_are_over_beside_last_years(made):
    page = made("o.html", "--format", "html").decode()
    said = re.search(r'aria-label="按时率：([^"]*)"', page)[1]
    assert "3月1/1，100%，项数少，4月0/1，0%，项数少" in said
    assert "10月0/1，0%，项数少，上年同月0/1，0%，项数少" in said
    assert "11月未完" in said
    assert page.count('class="dot"') == 7  # March, April, June to October; nothing owed in May
    assert page.count('class="old"') == 2  # October and November of last year


def test_the_workbook_holds_every_row_and_every_name_as_numbers_to_sum(made):
    book = load_workbook(io.BytesIO(made("o.xlsx", "--format", "xlsx")))
    assert book.sheetnames == ["各单位", "逾期名单", "各岗位", "各文件", "逐月"]
    rows = list(book["各单位"].iter_rows(min_row=4, values_only=True))
    assert rows[1][:6] == ("东镇", 3, "386天", "2025-10-31", 6, 3)
    assert [row[1] for row in book["逾期名单"].iter_rows(min_row=5, values_only=True)] == [
        "办理D项", "办理C项", "办理L项", "办理F项",
    ]  # fmt: skip


def test_the_leaders_sheet_is_one_page_whatever_it_holds(here, workspace_folder, tmp_path):
    pytest.importorskip("typst")
    tell_story(workspace_folder)
    units = workspace_folder / "rules" / "ceshi" / "units.yaml"
    many = "".join(f"  - {{id: u{n}, name: 第{n}街道办事处}}\n" for n in range(120))
    units.write_text(units.read_text("utf-8").replace("groups:\n", f"{many}groups:\n", 1), "utf-8")
    story = workspace_folder / "rules" / "ceshi" / "story.yaml"
    names = "、".join(f"第{n}街道办事处" for n in range(120)).replace("、", ", ")
    text = story.read_text("utf-8").replace("actors: [东镇]", f"actors: [东镇, {names}]", 1)
    story.write_text(text, "utf-8")
    file = tmp_path / "o.pdf"
    ran = here("overview", *AS_OF, "--format", "pdf", "-o", file)
    assert ran.returncode == 0, ran.stderr
    assert len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) == 1


def test_the_same_day_gives_the_same_bytes(made):
    for name, form in (("a.xlsx", ("--format", "xlsx")), ("a.docx", ("--text", "月通报"))):
        assert made(name, *form) == made(f"b{name}", *form)


def test_a_monthly_report_is_on_the_last_month_that_is_over(made):
    document = Document(io.BytesIO(made("o.docx", "--text", "月通报")))
    lines = [each.text.strip("　") for each in document.paragraphs]
    assert (
        lines[0] == "测试县2026年10月\n安全生产任务完成情况月通报"
    )  # broken where its sense allows
    assert lines[1] == "截至2026年11月21日（周六）"
    # October: j alone, given until December; last October d alone, missed.
    assert lines[3] == (
        "2026年10月应办1项，按时完成0项，逾期完成0项，逾期未完成0项，已延期1项；按时率0%。"
        "上年同期按时率0/1，0%，项数少。"
    )
    assert lines[4] == "以前到期、至今逾期未完成的另有3项，最久386天。"  # c, d, l; f is November's
    units, names = document.tables
    # Whom October asked for nothing has no share of it, whatever is missed from before.
    assert [[cell.text for cell in row.cells] for row in units.rows[1:]] == [
        ["东镇", "2", "2", "386天", "0", "—"],
        ["西乡", "1", "1", "52天", "0", "0/1，0%，项数少"],
    ]
    assert [row.cells[1].text for row in names.rows[1:]] == ["办理D项", "办理C项", "办理L项"]
    assert "2026年11月1日至11月30日到期的任务3项，涉及2个单位和岗位。" in lines  # e, f, h
    assert lines[-1].splitlines()[-1] == "2026年11月21日"
    assert any("请补充" in each for each in lines)


@pytest.mark.parametrize(
    ("text", "today", "first", "last"),
    [
        ("旬分析", "2026-11-21", "2026-11-11", "2026-11-20"),
        ("旬分析", "2026-11-20", "2026-11-01", "2026-11-10"),
        ("月通报", "2026-12-01", "2026-11-01", "2026-11-30"),
        ("月通报", "2026-11-30", "2026-10-01", "2026-10-31"),
        ("季通报", "2027-01-05", "2026-10-01", "2026-12-31"),
        ("年总结", "2026-12-31", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_report_is_on_the_last_period_that_is_over(text, today, first, last):
    assert last_period(text, D(today)) == Span(D(first), D(last))


def test_other_days_are_chosen_and_said(here, workspace_folder):
    tell_story(workspace_folder)
    asked = ("--text", "季通报", "--from", "2026-07-01", "--to", "2026-09-30")
    ran = here("overview", *AS_OF, *asked)
    assert "测试县2026年第三季度安全生产任务完成情况季通报" in ran.stdout
    # k done by the moved day, l missed, m without its evidence
    assert "应办3项，按时完成1项（其中1项在批准的延期内）" in ran.stdout
    assert "it is on 2026-07-01 to 2026-09-30" in ran.stderr


def test_a_report_goes_into_a_docx_and_nothing_else(here, workspace_folder, tmp_path):
    tell_story(workspace_folder)
    ran = here("overview", *AS_OF, "--text", "年总结", "-o", tmp_path / "x.pdf")
    assert ran.returncode == 2
    assert not (tmp_path / "x.pdf").exists()


def test_an_act_is_words_in_every_form(here, workspace_folder, tmp_path):
    tell_story(workspace_folder)
    story = workspace_folder / "rules" / "ceshi" / "story.yaml"
    text = story.read_text("utf-8").replace("act: 办理C项", 'act: "=1+1<b>办理C项"')
    story.write_text(text, "utf-8")
    report = ("--text", "年总结", "--from", "2026-01-01")
    forms = {"c.docx": report, "c.xlsx": ("--format", "xlsx"), "c.html": ("--format", "html")}
    for name, form in forms.items():
        ran = here("overview", *AS_OF, *form, "-o", tmp_path / name)
        assert ran.returncode == 0, ran.stderr
    with zipfile.ZipFile(tmp_path / "c.xlsx") as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())
    assert "<b>办理C项" not in (tmp_path / "c.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("done", "owed", "said"),
    [(0, 0, "—"), (1, 1, "1/1，100%，项数少"), (199, 200, "199/200，99%"), (5, 12, "5/12，41%")],
)
def test_a_share_is_cut_and_its_numbers_stand_beside_it(done, owed, said):
    assert overview_share(Figures(counts={"done": done}, owed=owed)) == said


def test_a_whole_share_is_said_whole():
    assert [percent(each) for each in (None, 0.0, 0.29, 0.57, 1.0)] == [
        "—",
        "0%",
        "29%",
        "57%",
        "100%",
    ]


def test_rules_past_their_review_are_told_on_every_form(made, workspace_folder):
    story = workspace_folder / "rules" / "ceshi" / "story.yaml"
    text = story.read_text("utf-8")
    revised = "  revised: 2026-11-22\n"
    assert revised in text
    story.write_text(text.replace(revised, f"{revised}  review_by: 2026-06-30\n"), "utf-8")
    found = {form: made(f"o.{form}", "--format", form) for form in ("html", "xlsx", "pdf")}
    sheet = load_workbook(io.BytesIO(found["xlsx"]))["各单位"]
    page = pypdfium2.PdfDocument(found["pdf"])[0].get_textpage().get_text_bounded()
    for said in (found["html"].decode(), str(sheet["A2"].value), page):
        assert "2026-06-30" in said or "2026年6月30日" in re.sub(r"\s", "", said), said[:200]
