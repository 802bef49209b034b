"""表格: the month's table on the page and in every form is the one that the command writes."""

import io
import re
from html import unescape

import pytest
from desking import open_desk, text_of
from openpyxl import load_workbook

from cadence.desk import duty_tables

TABLES = "/desk/yichuan/tables"


@pytest.fixture(scope="module")
def owner(tmp_path_factory):
    return open_desk(tmp_path_factory.mktemp("desk")).owner()


def test_the_page_shows_the_month_of_a_unit_and_of_all(owner):
    one = text_of(owner.get(f"{TABLES}?month=2026-12&unit=yichuan/pengpo"))
    whole = text_of(owner.get(TABLES))

    assert "伊川县2026年12月安全生产任务清单" in one
    assert "彭婆镇" in one
    assert "伊川县2026年11月安全生产任务清单" in whole


@pytest.mark.parametrize(
    ("form", "starts"),
    [("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf"), ("html", b"<!")],
)
def test_every_form_comes_as_a_file(owner, form, starts):
    if form == "pdf":
        pytest.importorskip("typst")
    found = owner.get(f"{TABLES}.{form}?month=2026-12&unit=yichuan/pengpo")

    assert found.status_code == 200
    assert found.content.startswith(starts)


def test_the_sheet_holds_the_ids_by_which_it_is_read_back(owner):
    found = owner.get(f"{TABLES}.xlsx?month=2026-12&unit=yichuan/pengpo")

    cells = {
        str(cell)
        for row in load_workbook(io.BytesIO(found.content)).active.iter_rows(values_only=True)
        for cell in row
    }
    assert any("@yichuan/pengpo" in each for each in cells)


def test_what_is_no_month_form_or_unit_is_said(owner):
    assert "不是月份" in text_of(owner.get(f"{TABLES}?month=2026-13"))
    assert owner.get(f"{TABLES}.exe").status_code == 404
    assert owner.get(f"{TABLES}?unit=yichuan/nobody").status_code == 404


def test_a_unit_prints_its_own_whatever_it_asks_for(tmp_path):
    person = open_desk(tmp_path).person("彭婆镇", "unit", "yichuan/pengpo")

    assert "白沙镇" not in text_of(person.get(f"{TABLES}?unit=yichuan/baisha"))


def test_a_long_table_comes_page_by_page_and_the_pages_are_the_whole(owner, monkeypatch):
    def rows(page):
        return re.findall(r'<tr><td class="num">(\d+)</td><td>(.*?)</tr>', page.text, re.DOTALL)

    monkeypatch.setattr(duty_tables, "ROWS", 10_000)
    whole = rows(owner.get(TABLES))
    monkeypatch.setattr(duty_tables, "ROWS", 7)
    page, found = owner.get(TABLES), []
    while page:
        found += rows(page)
        ways = re.findall(r'<a href="([^"]+)">下一页', page.text)
        page = owner.get(unescape(ways[0])) if ways else None

    assert found == whole
    assert [int(number) for number, _cells in whole] == list(range(1, len(whole) + 1))


def test_of_very_many_units_one_is_asked_for_and_all_are_a_file(owner, monkeypatch):
    monkeypatch.setattr(duty_tables, "MOST_UNITS", 3)
    page = owner.get(TABLES)

    assert "一页列不下" in text_of(page)
    assert "tables.xlsx?month=2026-11" in page.text
    assert "彭婆镇" in text_of(owner.get(f"{TABLES}?unit=yichuan/pengpo")).partition("序号")[2]
    assert owner.get(f"{TABLES}.csv").content.count(b"\n") > 3
