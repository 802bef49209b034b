"""检查 › 总览: the story's figures (overviews.py), each leading to what it counts; files; roles."""

import datetime as dt
import io
import re
from html import unescape

import pytest
from desking import Clock, OpenDesk, text_of
from docx import Document
from openpyxl import load_workbook
from overviews import tell_story

from cadence.core import SHANGHAI
from cadence.desk import overview

ROOM = "/desk/ceshi/overview"
NOW = dt.datetime(2026, 11, 21, 10, tzinfo=SHANGHAI)


@pytest.fixture
def desk(workspace_folder):
    tell_story(workspace_folder)
    return OpenDesk(workspace_folder, clock=Clock(NOW))


def numbers(page):
    """The counts on the page, each with its words and the address it leads to."""
    links = r'<(?:a href="([^"]*)"|span class="n")>'
    found = re.findall(links + r"<b>(\d+)</b><small>(?:<i[^>]*>.</i> )?([^<]*)</small>", page.text)
    return {words: (int(number), unescape(way)) for way, number, words in found}


def listed(browser, way):
    found = re.search(r"共 (\d+) 项", text_of(browser.get(way)))
    return int(found[1]) if found else 0


def test_each_number_leads_to_as_many_duties(desk):
    owner = desk.owner()
    found = numbers(owner.get(ROOM))
    assert {words: number for words, (number, _way) in found.items()} == {
        "逾期未完成": 4, "应办": 10, "已办": 4, "按时完成": 2, "逾期完成": 2,
        "办结待补材料": 1, "即将到期": 1, "已延期": 1, "已免办": 1,
    }  # fmt: skip
    for words, (number, way) in found.items():
        assert not way or listed(owner, way) == number, words


def test_a_page_names_some_and_leads_to_all_the_others(desk, monkeypatch):
    monkeypatch.setattr(overview, "NAMED", 2)
    owner = desk.owner()
    ((way, more),) = re.findall(r'<a href="([^"]+)">另有(\d+)项', owner.get(ROOM).text)
    assert listed(owner, unescape(way)) == int(more) + 2


def test_filters_stand_in_the_address_and_narrow_everything(desk):
    owner = desk.owner()
    page = owner.get(f"{ROOM}?unit=ceshi/west")
    found = numbers(page)
    assert found["逾期未完成"][0] == 1
    assert "unit=ceshi%2Fwest" in found["逾期未完成"][1]
    assert listed(owner, found["逾期未完成"][1]) == 1
    assert numbers(owner.get(f"{ROOM}?pack=ceshi/story"))["应办"][0] == 10
    summer = numbers(owner.get(f"{ROOM}?from=2026-06-01&to=2026-08-31"))
    # c is missed, k done, m claimed; the register lists whole years, so no number leads there
    assert (summer["逾期未完成"], summer["应办"]) == ((1, ""), (3, ""))


@pytest.mark.parametrize(
    "asked",
    ["from=2026-02-30", "from=2026-12-01&to=2026-01-01", "from=1950-01-01", "unit=x", "pack=x"],
)
def test_what_cannot_be_asked_is_refused_in_words(desk, asked):
    page = desk.owner().get(f"{ROOM}?{asked}")
    assert page.status_code in {400, 422}
    assert "Traceback" not in page.text


def test_files_hold_the_same_figures(desk):
    owner = desk.owner()
    book = load_workbook(io.BytesIO(owner.get(f"{ROOM}.xlsx?unit=ceshi/west").content))
    rows = list(book["各单位"].iter_rows(min_row=5, values_only=True))
    assert [(row[0], row[1]) for row in rows] == [("西乡", 1)]
    assert owner.get(f"{ROOM}.json").json()["totals"]["owed"] == 10
    assert owner.get(f"{ROOM}.csv").content.startswith(b"\xef\xbb\xbf")
    assert owner.get(f"{ROOM}.exe").status_code == 404
    report = owner.get(f"{ROOM}.docx?text=月通报")
    lines = [each.text for each in Document(io.BytesIO(report.content)).paragraphs]
    assert lines[0].replace("\n", "") == "测试县2026年10月安全生产任务完成情况月通报"
    assert owner.get(f"{ROOM}.docx?text=日报").status_code == 404


def test_a_unit_sees_its_own_alone_and_prepares_no_report(desk):
    person = desk.person("西乡", "unit", "ceshi/west")
    page = person.get(f"{ROOM}?unit=ceshi/east")
    assert numbers(page)["逾期未完成"][0] == 1
    assert "东镇" not in text_of(page)
    assert "月通报" not in text_of(page)
    assert person.get(f"{ROOM}.docx?text=月通报").status_code == 404


def test_a_leader_comes_to_the_overview_first(desk):
    page = desk.person("县长", "leader").get("/desk/")
    assert page.url.path == ROOM
    assert 'aria-current="page">总览' in page.text
    assert desk.person("审计", "auditor").get(ROOM).status_code == 200


def test_the_figures_have_their_style_and_run_nothing(desk):
    owner = desk.owner()
    page = owner.get(ROOM)
    assert 'href="/desk/overview.css"' in page.text
    assert ".ov" in owner.get("/desk/overview.css").text
    assert "style=" not in page.text
    assert "<script" not in page.text
