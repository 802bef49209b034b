"""A 督办单 is one sheet, from the browser and from the office program, and nothing is cut."""

import datetime as dt
import io
import subprocess
from dataclasses import replace

import pypdfium2
import pytest
from conftest import CHROMIUMS, tool
from docx import Document

from cadence.reports.digest import Slip
from cadence.reports.slip_paper import render_slip, render_slip_document

LINK = "https://anwei.example/r/9cMgYgPeE_5zGQdqKAXtgQ"
ROWS = tuple(
    (
        str(n),
        "就辖区问题召开安全专题会议并研究部署",
        "伊安委〔2022〕6号 二/（二）/5",
        "2026-09-30",
        "159日",
    )
    for n in range(1, 7)
)
SLIP = Slip(
    unit="鸣皋镇",
    office="伊川县安全生产委员会办公室",
    day="2026年11月28日",
    text="经核对，截至2026年11月28日（周六），你单位有6项安全生产任务到期后没有完成记录。"
    "请抓紧办理；已经完成的，请补报完成日期和佐证材料。",
    rows=ROWS,
    link=LINK,
    name="督〔2026〕3号，第3次督办",
    reply_by="2027年1月5日",
)


def printed(file, folder):
    if file.suffix == ".html":
        paper = folder / "slip.pdf"
        told = [tool(*CHROMIUMS), "--headless", "--no-sandbox", "--disable-gpu"]
        told += ["--no-pdf-header-footer", f"--print-to-pdf={paper}", file]
    else:
        paper = folder / f"{file.stem}.pdf"
        told = [tool("soffice"), "--headless", f"-env:UserInstallation=file://{folder}/office"]
        told += ["--convert-to", "pdf", "--outdir", folder, file]
    subprocess.run(list(map(str, told)), check=True, capture_output=True, timeout=300)
    with pypdfium2.PdfDocument(paper) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return ["".join(each.split()) for each in pages]


def test_its_document_is_as_wide_as_the_text_and_leaves_a_line_for_the_answer():
    matter = replace(SLIP, rows=(("1", "整改隐患", "县安委会会议", "2026-12-20"),), link="")
    slip, receipt = Document(io.BytesIO(render_slip_document(matter, dt.date(2026, 11, 28)))).tables
    assert round(sum(each.width.mm for each in slip.rows[1].cells)) == 156  # though a column less
    _name, *answer = receipt.rows[-1].cells
    assert len({id(each._tc) for each in answer}) == 1  # noqa: SLF001 - merged cells are one
    assert len(answer[0].paragraphs) == 1


def test_its_page_says_where_its_text_is():
    assert render_slip(SLIP).count("<main>") == 1


def test_a_later_day_stands_on_a_line_of_its_own():
    rows = tuple((*row[:3], "2026-01-31\n延至2026-03-02", row[4]) for row in ROWS)
    document = Document(
        io.BytesIO(render_slip_document(replace(SLIP, rows=rows), dt.date(2026, 11, 28)))
    )
    assert document.tables[0].rows[1].cells[3].text == "2026-01-31\n延至2026-03-02"
    assert "<td>2026-01-31<br>延至2026-03-02</td>" in render_slip(replace(SLIP, rows=rows))


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_slip_with_as_many_rows_as_it_takes_and_an_address_is_one_sheet(form, tmp_path):
    file = tmp_path / f"slip.{form}"
    if form == "html":
        file.write_text(render_slip(SLIP), encoding="utf-8")
    else:
        file.write_bytes(render_slip_document(SLIP, dt.date(2026, 11, 28)))
    (page,) = printed(file, tmp_path)
    for words in (*(each[1] for each in ROWS), SLIP.office, SLIP.day, LINK, "签收岗位", "回复情况"):
        assert "".join(words.split()) in page
