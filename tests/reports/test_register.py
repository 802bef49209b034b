"""The register of a document: a page and a workbook, every duty dated or not."""

import datetime as dt
import html
import io
import re

import openpyxl
import pytest
from conftest import PACK, make_rule, weekday_advice

from cadence.core.cells import harmless
from cadence.core.dates import Span
from cadence.core.rule import Pack
from cadence.core.timing import Cadence, Deadline, Season, Unspecified
from cadence.occurrences.expand import expand
from cadence.occurrences.trace import left_open
from cadence.reports.check import render_check_sheet
from cadence.reports.register import register_rows, render_register, render_register_sheet
from cadence.reports.tallies import CHECK_HEADS


@pytest.fixture
def built(cadence, workspace_folder):
    """Build a changed pack; gives the page and the sheet's rows."""

    def build(old="", new=""):
        pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
        pack.write_text(PACK.replace(old, new), encoding="utf-8")
        done = cadence(
            "--workspace", workspace_folder, "build", "--from", "2022-01-01", "--to", "2022-12-31"
        )
        assert done.returncode == 0, done.stderr
        folder = workspace_folder / "out" / "register" / "ceshi"
        book = openpyxl.load_workbook(io.BytesIO((folder / "notice.xlsx").read_bytes()))
        rows = list(book.active.iter_rows(min_row=4, values_only=True))
        return (folder / "notice.html").read_text(encoding="utf-8"), rows

    return build


def test_every_rule_stands_on_the_page_under_its_anchor(built):
    page, _ = built()
    assert re.findall(r'<tr id="([^"]+)"', page) == [
        "monthly-meeting", "quarterly-standing-committee", "sometimes", "always",
    ]  # fmt: skip
    assert "原文只写“定期”，多久一次、由谁确定？" in page
    assert "2022-09-30" in page


def test_dated_undated_and_standing_duties_stand_apart_and_are_counted(built):
    page, _ = built()
    assert re.findall(r'<label for="of-(\w+)">([^<]+)</label>', page) == [
        ("all", "全部 4"), ("dated", "有期限 2"), ("undated", "未定期限 1"),
        ("standing", "长期坚持 1"),
    ]  # fmt: skip
    assert re.findall(r'<section id="part-(\w+)"', page) == ["dated", "undated", "standing"]


def test_the_sheet_says_the_same_as_the_page(built):
    page, rows = built()
    heads, *cells = rows
    assert heads[:2] == ("条款", "事项")
    assert [row[0] for row in cells] == ["二/（一）/1", "二/（一）/2", "二/（二）", "二/（三）"]
    for row in cells:
        for cell in filter(None, row):
            assert all(html.escape(line) in page for line in cell.split("\n"))


@pytest.mark.parametrize(
    "act", ["=1+1", "<script>alert(1)</script>", "@here", "'quoted' & \"more\""]
)
def test_no_cell_is_run(built, act):
    quoted = "'" + act.replace("'", "''") + "'"
    page, rows = built("act: 召开安全专题会议", f"act: {quoted}")
    assert "<script>" not in page
    assert rows[1][1].splitlines()[0] == harmless(act)


NOW = dt.datetime(2022, 11, 22, 8, tzinfo=dt.UTC)


def test_the_state_is_that_of_the_current_window():
    rules = [make_rule(Cadence(period="month"), id="monthly"), make_rule(id="once")]
    pack = Pack(name="ceshi/notice", document=rules[0].document, rules=tuple(rules))
    year = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
    windows = {rule.id: expand(rule, year, weekday_advice) for rule in rules}
    rows = register_rows(pack, (), windows, NOW)
    assert [row.state for row in rows] == ["进行中（11月）", "已截止（6月30日）"]


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2022-06-30T16:00+08:00", "进行中（6月30日）"),
        ("2022-06-30T17:00+08:00", "进行中（6月30日）"),
        ("2022-06-30T17:01+08:00", "已截止（6月30日）"),
        ("2022-06-30T09:01+00:00", "已截止（6月30日）"),
    ],
)
def test_what_a_minute_ended_is_no_longer_running(at, state):
    rule = make_rule(Deadline(due=dt.date(2022, 6, 30), time="17:00"))
    pack = Pack(name="ceshi/notice", document=rule.document, rules=(rule,))
    year = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
    windows = {rule.id: expand(rule, year, weekday_advice)}
    (row,) = register_rows(pack, (), windows, dt.datetime.fromisoformat(at))
    assert row.state == state


def test_a_day_has_passed_by_china_s_clock():
    rule = make_rule()
    pack = Pack(name="ceshi/notice", document=rule.document, rules=(rule,))
    year = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
    windows = {rule.id: expand(rule, year, weekday_advice)}
    for hour, word in ((15, "进行中"), (16, "已截止")):  # 23:00, and 00:00 of the day after
        moment = dt.datetime(2022, 6, 30, hour, tzinfo=dt.UTC)
        (row,) = register_rows(pack, (), windows, moment)
        assert row.state.startswith(word)


def rows_of(*timings):
    rules = [make_rule(timing, id=f"duty-{n}") for n, timing in enumerate(timings)]
    pack = Pack(name="ceshi/notice", document=rules[0].document, rules=tuple(rules))
    return pack, register_rows(pack, (), {}, NOW)


def test_what_is_open_is_put_as_a_question():
    _, rows = rows_of(
        Unspecified(words="适时"), Season(start=None, due=None, name="开学"),
        Cadence(period="term"), Cadence(period="school_year"),
    )  # fmt: skip
    assert [row.question for row in rows] == [
        "原文只写“适时”，多久一次、由谁确定？",
        "原文只写“开学”，当年起止日期由谁确定？",
        "原文按学期，本办公室尚未填写起止，何日起、何日止？",
        "原文按学年，本办公室尚未填写起止，何日起、何日止？",
    ]
    assert [
        left_open(make_rule(Cadence(period="term"))),
        left_open(make_rule(since="上级出台")),
    ] == [
        "原文按学期，起止日期未填写",
        "待“上级出台”后起算，何时起算未定",
    ]


def test_the_same_rows_give_the_same_bytes():
    pack, rows = rows_of(Unspecified(words="适时"))
    assert render_register_sheet(pack, "测试县", rows) == render_register_sheet(
        pack, "测试县", rows
    )
    assert render_register(pack, "测试县", rows, "x") == render_register(pack, "测试县", rows, "x")


@pytest.mark.parametrize(
    ("state", "lines"),
    [
        ("已延期（延至2025-09-30，延期批复）", ["已延期（", "延至2025-09-30，延期批复）"]),
        ("逾期未完成（逾3日，延至2025-09-30）", ["逾期未完成（逾3日，", "延至2025-09-30）"]),
    ],
)
def test_a_later_day_of_a_check_s_sheet_has_a_line_of_its_own(state, lines):
    row = (state, *[""] * (len(CHECK_HEADS) - 1))
    book = render_check_sheet([("extended", row)], dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    cells = [
        cell.value for line in openpyxl.load_workbook(io.BytesIO(book)).active for cell in line
    ]
    assert "\n".join(lines) in cells
