"""A 督办单 is one sheet, from the browser and from the office program, and nothing is cut."""

import datetime as dt
import subprocess

import pypdfium2
import pytest
from conftest import CHROMIUMS, tool

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
