"""The conflict table as its users meet it: lines, page, sheets, exit codes, and the real packs.

Each line of snapshots/conflicts/yichuan-2022-fifteen-measures-2022.txt was held against the text
by hand: every 每…至少, every 底前 and 前, every 定期 and 适时 of 伊安委〔2022〕6号, and who leads.
"""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
import scenes
from conftest import ROOT

from cadence.conflicts.tell.messages import findings
from cadence.conflicts.tell.rows import details_table, lines_table, loads_table
from cadence.conflicts.tell.table import conflict_table
from cadence.core.dates import Span
from cadence.reports.as_json import findings_json
from cadence.reports.conflicts import months, render_conflicts
from cadence.rules.workspace import read_workspace

SNAPSHOTS = ROOT / "tests" / "snapshots" / "conflicts"
PACKS = (
    "enyang/2022-fifteen-measures",
    "xiayi/2024-three-year-action",
    "yichuan/2021-hundred-days",
    "yichuan/2022-fifteen-measures",
    "yincheng/2022-fifteen-measures",
)
BUSY = """\
  - id: yearly-study
    clause: 二/（四）
    quote: 每年学习
    act: 组织学习
    category: study
    timing: {kind: cadence, period: year}
    actors: [各乡镇]
    topics: [学习]
  - id: party-meeting
    clause: 二/（五）
    quote: 每月至少召开一次
    act: 召开党委安全专题会议
    category: meeting
    timing: {kind: cadence, period: month}
    actors: [各乡镇]
    topics: [党委, 专题会议]
  - id: pledge
    clause: 二/（六）
    quote: 每年签订
    act: 签订安全生产责任书
    category: pledge
    timing: {kind: cadence, period: year}
    actors: [各乡镇]
"""
SUPPRESSED = """\
suppressed:
  - {code: undated, reason: 由应急局按月研判, by: 县安委会办公室, all_units: true,
     until: 2022-12-31}
  - {code: duplicate, unit: west, reason: 两会分开召开, by: 西乡党委}
"""
YEAR = ("--from", "2022-01-01", "--to", "2022-12-31", "--as-of", "2022-01-01")


@pytest.fixture(scope="module")
def workspace():
    return read_workspace(ROOT)


@pytest.fixture
def office(cadence, workspace_folder):
    """Run the command in the small county, busier than usual."""
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    text = pack.read_text(encoding="utf-8")
    first = "    evidence: 会议记录\n"
    pack.write_text(
        text.replace(first, f"{first}    topics: [专题会议]\n") + BUSY, encoding="utf-8"
    )

    def run(*arguments, lang="en"):
        return cadence("--workspace", workspace_folder, *arguments, lang=lang)

    return run


@pytest.mark.parametrize("year", [2022, 2026])
@pytest.mark.parametrize("pack", PACKS)
def test_the_real_packs_conflicts_are_those_reviewed(workspace, kept, pack, year):
    span = Span(date(year, 1, 1), date(year, 12, 31))
    (scene,) = scenes.read(workspace, span=span, pack=pack)
    table, _every = conflict_table(scene)
    parts = (
        ("冲突", lines_table(table.lines)),
        ("明细", details_table(table.lines)),
        ("会议负担", loads_table(table.loads)),
    )
    text = "\n".join(
        f"## {name}\n" + "".join(" | ".join(row) + "\n" for row in part.rows)
        for name, part in parts
    )
    kept(SNAPSHOTS / f"{pack.replace('/', '-')}-{year}.txt", text)


def test_the_command_says_by_its_exit_code_whether_anything_has_to_be_decided(office):
    assert office("conflicts", *YEAR).returncode == 1
    calm = office("conflicts", "--unit", "county", "--from", "2022-08-01", "--to", "2022-08-31")
    assert calm.returncode == 0


def test_json_keeps_the_promised_shape_and_has_every_single_finding(office):
    found = json.loads(office("conflicts", *YEAR, "--format", "json").stdout)
    assert list(found[0]) == [
        "code", "severity", "date", "unit", "occurrences", "clauses", "message", "advice",
    ]  # fmt: skip
    doubles = [each for each in found if each["code"] == "duplicate"]
    assert len(doubles) == 18  # two townships, April to December
    assert doubles[0]["clauses"] == ["ceshi/notice:二/（一）/1", "ceshi/notice:二/（五）"]


def test_people_read_one_line_for_every_township_and_every_month(office):
    rows = list(csv.reader(io.StringIO(office("conflicts", *YEAR, "--format", "csv").stdout)))
    doubles = [row for row in rows if row[1] == "可合并"]
    assert [(row[2], row[7]) for row in doubles] == [("各乡镇（2个）", "18")]
    table = office("conflicts", *YEAR).stdout
    assert "2022-04至2022-12的月末" in table
    assert max(map(len, table.splitlines())) < 110
    every = office("conflicts", *YEAR, "--all", "--format", "csv").stdout
    assert every.count("可合并") == 9


def test_filters_leave_out_what_they_do_not_name(office):
    def codes(*filters):
        found = json.loads(office("conflicts", *YEAR, "--format", "json", *filters).stdout)
        return {(each["unit"], each["code"]) for each in found}

    assert {unit for unit, _code in codes("--unit", "west")} == {"west"}
    assert ("departments", "undated") in codes("--pack", "ceshi/notice")
    assert office("conflicts", "--unit", "wset").returncode == 2


def test_what_is_suppressed_stands_at_the_foot_with_its_reason(office, workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text(SUPPRESSED, encoding="utf-8")
    found = json.loads(office("conflicts", *YEAR, "--format", "json").stdout)
    left = {(each["unit"], each["code"]) for each in found}
    assert ("east", "duplicate") in left
    assert not left & {("west", "duplicate"), ("departments", "undated")}
    assert "两会分开召开" in office("conflicts", *YEAR).stdout
    office("build", *YEAR, "--as-of", "2022-06-01")
    page = (workspace_folder / "out" / "conflicts" / "ceshi.html").read_text(encoding="utf-8")
    assert "由应急局按月研判（县安委会办公室）" in page


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("suppressed: [{code: overlaod, reason: 无, by: 主任}]", 'did you mean "overload"?'),
        ("suppressed: [{code: overload, by: 主任}]", 'key "reason" is missing'),
        ("suppressed: [{code: overload, unit: est, reason: 无, by: 主任}]",
         'no unit has the id "est"'),
        ("merges: [{rules: [ceshi/notice:always], by: 主任, on: 2022-01-01}]",
         "at least two rules"),
        ("merges: [{rules: [ceshi/notice:always, x], by: 主任, on: 2022-01-01}]", "PACK:RULE"),
        ("merges: [{rules: [ceshi/notice:always, ceshi/notice:x], by: 主任, on: 2022-01-01}]",
         'no rule is called "ceshi/notice:x"'),
        ("merges: [{rules: [ceshi/notice:always, ceshi/notice:always], by: 主任, on: 2022-01-01}]",
         "is merged twice"),
        ("merges: [{rules: [ceshi/notice:always, ceshi/notice:pledge], by: 主任, on: 2022-01-01}]",
         "discharged by no meeting"),
        ("suppressed: [{code: overload, reason: 无, by: 主任}]", "every finding of its kind"),
        ("suppressed: [{code: overload, reason: 无, by: 主任, all_units: true}]",
         "every finding of its kind"),
        ("limits: {unit_day: 0}", "it must be at least 1"),
        ("limits: {unit_day: 1_0}", "is not a whole number"),
    ],
)  # fmt: skip
def test_a_faulty_policy_is_refused_with_what_to_mend(office, workspace_folder, policy, message):
    file = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    file.write_text(policy + "\n", encoding="utf-8")
    done = office("conflicts")
    assert done.returncode == 2
    assert message in done.stderr


def test_a_rule_follows_another_rule_of_its_pack(office, workspace_folder):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text + "    after: [party-meting]\n", encoding="utf-8")
    done = office("conflicts")
    assert 'comes after "party-meting", but this pack has no other rule' in done.stderr
    assert 'did you mean "party-meeting"?' in done.stderr


def test_the_build_puts_page_table_and_workbook_and_takes_them_away(office, workspace_folder):
    office("build", *YEAR, "--as-of", "2022-06-01")
    folder = workspace_folder / "out" / "conflicts"
    kept = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert set(kept) == {"ceshi.html", "ceshi.csv", "ceshi.xlsx"}
    assert kept["ceshi.csv"].startswith(b"\xef\xbb\xbf")
    with zipfile.ZipFile(io.BytesIO(kept["ceshi.xlsx"])) as book:
        names = book.read("xl/workbook.xml").decode()
    assert all(name in names for name in ("汇总", "明细", "会议负担"))
    office("build", *YEAR, "--as-of", "2022-06-01")
    assert kept == {file.name: file.read_bytes() for file in folder.iterdir()}
    (folder / "elsewhere.html").write_text("", encoding="utf-8")
    office("build", *YEAR, "--as-of", "2022-06-01")
    assert not (folder / "elsewhere.html").exists()


def test_no_cell_of_the_workbook_is_run_and_its_figures_are_numbers(office, workspace_folder):
    import openpyxl

    roster = workspace_folder / "rules" / "ceshi" / "units.yaml"
    text = roster.read_text(encoding="utf-8")
    roster.write_text(
        text.replace("name: 县直有关部门", 'name: "=1+1", also: [县直有关部门]', 1),
        encoding="utf-8",
    )
    built = office("build", *YEAR, "--as-of", "2022-06-01", "--only", "conflicts")
    assert built.returncode == 0, built.stderr
    book = openpyxl.load_workbook(workspace_folder / "out" / "conflicts" / "ceshi.xlsx")
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("=1+1" in str(each) for each in cells)
    assert not [each for each in cells if str(each).startswith("=")]
    assert any(isinstance(cell.value, int) for row in book["会议负担"].iter_rows() for cell in row)


def test_the_calendar_is_darker_where_more_falls_due_and_says_so_in_figures(workspace):
    (scene,) = scenes.read(workspace, place="yichuan")
    table, _every = conflict_table(scene)
    grids = {grid.name: grid for grid in months(table)}
    cells = {cell.day: cell for week in grids["2022年12月"].weeks for cell in week if cell}
    assert cells[31].level == 4
    assert cells[31].text == "9"  # two of them by the statutes
    assert cells[31].off
    assert cells[30].level == 0
    page = render_conflicts(table)
    assert "<script" not in page
    assert "//" not in page.replace("http://", "")


def test_this_month_stands_on_the_page_though_nothing_is_left_of_it(workspace):
    (scene,) = scenes.read(workspace, place="yichuan")
    today = dt.date(2022, 11, 1)
    table, _every = conflict_table(scene, today, past=False)
    heats = {day: heat for day, heat in table.heats.items() if day.month != today.month}
    left = replace(table, lines=(), heats=heats)
    assert [(each.key, each.is_open) for each in months(left, today)][:2] == [
        ("2022-11", True), ("2022-12", False),
    ]  # fmt: skip
    assert "这个月没有剩下要看的。" in render_conflicts(left, today)


def test_the_page_opens_at_this_month_and_each_day_leads_to_what_is_to_be_decided(workspace):
    (scene,) = scenes.read(workspace, place="yichuan")
    today = dt.date(2022, 10, 20)
    table, _every = conflict_table(scene, today, past=False)
    grids = months(table, today)
    assert [grid.name for grid in grids] == ["2022年10月", "2022年11月", "2022年12月"]
    assert [grid.is_open for grid in grids] == [True, False, False]
    page = render_conflicts(table, today)
    assert page.count(" checked") == 1
    assert "2022年9月" not in page
    # Every day that is linked stands on the page, and nothing links to a day gone by.
    linked = set(re.findall(r'href="#(d[^"]+)"', page))
    assert linked == set(re.findall(r'<li id="(d[^"]+)"', page))
    assert min(linked) == "d2022-10-22"  # the last day of 二十大
    assert "/desk/" not in page
    served = render_conflicts(table, today, desk="https://anwei.example/desk/yichuan/")
    way = 'href="https://anwei.example/desk/yichuan/collisions?code=duplicate">在工作台上定</a>'
    assert f'合办一次，还是分开办 <a class="screen" {way}' in served
    last = next(day for grid in grids for day in grid.days if day.at == "d2022-12-31")
    decided = {line.code: line.decide for line, _detail in last.findings}
    assert decided["duplicate"] == "合办一次，还是分开办"
    assert decided["overload"] == "哪几项提前，由谁办"
    assert "要定" in page
    assert not re.search(r"cadence |policy\.yaml", page)


def test_a_suppression_that_answers_nothing_is_told(office, workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text(
        "suppressed:\n  - {code: phase_gap, unit: west, reason: 空档已问明, by: 西乡党委}\n",
        encoding="utf-8",
    )
    assert "空档已问明" in office("conflicts", *YEAR).stderr
    assert "空档已问明" not in office("conflicts", *YEAR, "--unit", "west").stderr


def test_only_what_the_last_listing_did_not_say_is_news(office, workspace_folder):
    asked = ("conflicts", "--as-of", "2022-01-01", "--format", "json")
    first = json.loads(office(*asked).stdout)
    assert first
    again = office(*asked, "--new")
    assert json.loads(again.stdout) == []
    assert again.returncode == 0

    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("limits: {unit_day: 1}\n", encoding="utf-8")
    news = json.loads(office(*asked, "--new").stdout)
    assert {each["code"] for each in news} == {"overload"}


def test_what_is_recorded_of_one_town_is_no_news_for_the_others(office):
    asked = ("conflicts", "--as-of", "2022-01-01", "--format", "json")
    first = json.loads(office(*asked).stdout)
    assert {"east", "west"} <= {each["unit"] for each in first}
    monthly = "ceshi/notice:monthly-meeting:2022-07@ceshi/east"
    ran = office("done", monthly, "--on", "2022-07-05", "--evidence", "会议记录")
    assert ran.returncode == 0, ran.stderr
    again = office(*asked, "--new")
    assert json.loads(again.stdout) == []
    assert again.returncode == 0


def test_what_lies_behind_us_is_listed_only_when_it_is_asked_for(office):
    late = json.loads(office("conflicts", "--as-of", "2022-12-01", "--format", "json").stdout)
    assert late
    assert all(each["date"] is None or each["date"] >= "2022-12-01" for each in late)
    since = ("--from", "2022-01-01", "--as-of", "2022-12-01", "--format", "json")
    asked = json.loads(office("conflicts", *since).stdout)
    assert any(each["date"] and each["date"] < "2022-12-01" for each in asked)


def test_what_a_statute_leaves_open_is_one_finding_with_its_units_in_list_and_table_alike():
    """By hand: 消防法 §6, §31, 第708号 §11, §12, 安全生产法 §89 twice bind 伊川 dayless."""
    (scene,) = scenes.read(read_workspace(ROOT), place="yichuan")
    table, standing = conflict_table(scene)
    told = [one for each in standing for one in findings(each)]
    assert sum(each.count for each in table.lines) == len(told)
    open_ = [
        each for each in told if each.code == "undated" and each.clauses[0].startswith("national/")
    ]
    assert sorted(each.clauses[0].partition("/")[2] for each in open_) == [
        "emergency-response:第十一条", "emergency-response:第十二条",
        "fire-law:第三十一条", "fire-law:第六条",
        "work-safety-law:第八十九条", "work-safety-law:第八十九条",
    ]  # fmt: skip
    (fire,) = [each for each in open_ if each.clauses[0].endswith("第六条")]
    assert fire.unit is None
    assert {"xianzhengfu", "pengpo"} < set(fire.units)
    one_unit = [each for each in open_ if each.unit == "yingjiju"]
    assert [each.units for each in one_unit] == [(), ()]
    assert findings_json([fire])[0]["units"] == list(fire.units)
    assert "units" not in findings_json(one_unit)[0]
    (local, *_others) = [each for each in told if each.clauses[0].startswith("yichuan/")]
    assert local.unit
    assert not local.units
