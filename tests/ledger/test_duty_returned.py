"""A duty table that comes back: filled in, saved by another office program, moved, sorted, old."""

import datetime as dt
import json
import shutil
import subprocess

import openpyxl
import pytest
from conftest import tool

from cadence.core.facts import Extension
from cadence.ledger.store import open_ledger
from cadence.reports.duty.nouns import HEADS
from cadence.reports.duty.xlsx import HEAD_ROW

NOVEMBER = "2026-11"
LAST = "ceshi/notice:monthly-meeting:2026-11@ceshi/east"
OCTOBER = "ceshi/notice:monthly-meeting:2026-10@ceshi/east"


@pytest.fixture
def sheet(workspace_folder, cadence, tmp_path):
    """East's table of November 2026, printed on its first day, with October carried over."""
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2026-10-01\n", encoding="utf-8")
    file = tmp_path / "east.xlsx"
    arguments = ("duty", NOVEMBER, "--unit", "east", "-o", file, "--as-of", "2026-11-01")
    done = cadence("--workspace", workspace_folder, *arguments)
    assert done.returncode == 0, done.stderr
    return workspace_folder, file


def fill(file, values):
    """Fill in rows by their id, as a clerk does by their words."""
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    columns = {cell.value: cell.column for cell in page[HEAD_ROW + 1]}
    for row in page.iter_rows(min_row=HEAD_ROW + 2):
        identifier = page.cell(row[0].row, columns["编号"]).value
        for name, value in values.get(identifier, {}).items():
            page.cell(row[0].row, columns[name]).value = value
    book.save(file)


def done_on(day, evidence="会议纪要〔2026〕11号"):
    return {"状态": "已完成", "完成日期": day, "佐证材料": evidence, "签字": "镇长"}


def imported(cadence, folder, file):
    done = cadence("--workspace", folder, "import", file, "--format", "json")
    return done.returncode, json.loads(done.stdout)


def standing(cadence, folder):
    span = ("--from", "2026-10-01", "--to", "2026-11-30", "--as-of", "2026-11-20", "--unit", "east")
    done = cadence("--workspace", folder, "check", "--all", "--format", "json", *span)
    return {each["id"]: (each["status"], each["done_on"]) for each in json.loads(done.stdout)}


def test_what_is_filled_in_lands_in_the_ledger_and_in_the_check(sheet, cadence):
    folder, file = sheet
    fill(file, {LAST: done_on(dt.date(2026, 11, 5)), OCTOBER: done_on("2026年11月3日")})
    code, found = imported(cadence, folder, file)
    assert code == 0
    assert {each["occurrence"] for each in found["recorded"]} == {LAST, OCTOBER}
    assert found["outdated"] == []
    assert standing(cadence, folder) == {
        OCTOBER: ("late", "2026-11-03"),
        LAST: ("done", "2026-11-05"),
    }


def test_the_next_table_shows_what_came_back(sheet, cadence, tmp_path):
    folder, file = sheet
    fill(file, {LAST: done_on(dt.date(2026, 11, 5))})
    imported(cadence, folder, file)
    again = tmp_path / "again.xlsx"
    arguments = ("duty", NOVEMBER, "--unit", "east", "-o", again, "--as-of", "2026-11-20")
    cadence("--workspace", folder, *arguments)
    page = openpyxl.load_workbook(again).worksheets[0]
    rows = {row[9].value: row for row in page.iter_rows(min_row=HEAD_ROW + 2) if row[9].value}
    shown = [rows[LAST][HEADS.index(name)].value for name in ("状态", "完成日期", "佐证材料")]
    assert [shown[0], shown[1].date(), shown[2]] == [
        "已完成",
        dt.date(2026, 11, 5),
        "会议纪要〔2026〕11号",
    ]
    fill(again, {})
    code, found = imported(cadence, folder, again)
    assert (code, len(found["unchanged"]), found["recorded"]) == (0, 1, [])


def test_blank_rows_are_counted_and_bad_ones_refused(sheet, cadence):
    folder, file = sheet
    fill(file, {OCTOBER: done_on("下周")})
    code, found = imported(cadence, folder, file)
    assert code == 1
    assert [each["occurrence"] for each in found["refused"]] == [OCTOBER]
    assert [each["occurrence"] for each in found["blank"]] == [LAST]


def test_columns_may_move_and_rows_be_sorted_or_deleted(sheet, cadence, tmp_path):
    folder, file = sheet
    fill(file, {LAST: done_on(dt.date(2026, 11, 5)), OCTOBER: done_on(dt.date(2026, 11, 3))})
    page = openpyxl.load_workbook(file).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEAD_ROW + 1)]
    book = openpyxl.Workbook()
    kept = [rows[0], *[row for row in reversed(rows[1:]) if row[9] == LAST]]
    for row in kept:
        book.active.append(list(reversed(row)))
    moved = tmp_path / "moved.xlsx"
    book.save(moved)
    code, found = imported(cadence, folder, moved)
    assert code == 0
    assert [each["occurrence"] for each in found["recorded"]] == [LAST]


def test_a_sheet_saved_by_another_office_program_is_read_the_same(sheet, cadence, tmp_path):
    office = tool("soffice")
    folder, file = sheet
    fill(file, {LAST: done_on(dt.date(2026, 11, 5)), OCTOBER: done_on(dt.date(2026, 11, 3))})
    saved = tmp_path / "saved"
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx",
         "--outdir", saved, file],
        check=False, capture_output=True, timeout=180,
    )  # fmt: skip
    if not (saved / file.name).exists():
        pytest.skip("this LibreOffice cannot save .xlsx: install libreoffice-calc")
    code, found = imported(cadence, folder, saved / file.name)
    assert code == 0
    assert {each["occurrence"] for each in found["recorded"]} == {LAST, OCTOBER}
    assert found["outdated"] == []
    page = openpyxl.load_workbook(saved / file.name).worksheets[0]
    assert page.protection.sheet
    assert page.column_dimensions["J"].hidden


def test_a_row_printed_before_its_duty_changed_is_marked(sheet, cadence):
    folder, file = sheet
    fill(file, {LAST: done_on(dt.date(2026, 11, 5)), OCTOBER: done_on(dt.date(2026, 11, 3))})
    with open_ledger(folder) as ledger, ledger.writing():
        to = dt.date(2026, 12, 15)
        fact = Extension(occurrence=LAST, to=to, document="测安办〔2026〕9号", by="县委")
        ledger.append(fact, dt.datetime(2026, 11, 4, tzinfo=dt.UTC))
    copy = file.with_name("copy.xlsx")
    shutil.copy(file, copy)
    code, found = imported(cadence, folder, file)
    assert code == 0
    assert [each["occurrence"] for each in found["outdated"]] == [LAST]
    shown = cadence("--workspace", folder, "import", copy).stdout
    assert "was printed before its duty changed; now it is 测安委〔2022〕1号 二/（一）/1" in shown
    assert "2026-11-30，延至2026-12-15（测安办〔2026〕9号）" in shown


def test_a_table_of_csv_comes_back_as_well(sheet, cadence, tmp_path):
    folder, _file = sheet
    file = tmp_path / "east.csv"
    arguments = ("duty", NOVEMBER, "--unit", "east", "-o", file, "--as-of", "2026-11-01")
    cadence("--workspace", folder, *arguments)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    filled = [line.replace(",,,", ",2026-11-05,会议纪要,", 1) for line in lines]
    file.write_text("\ufeff" + "\r\n".join(filled), encoding="utf-8")
    code, found = imported(cadence, folder, file)
    assert code == 0, found
    assert {each["occurrence"] for each in found["recorded"]} == {LAST, OCTOBER}
