"""Sheets that come back: good rows land, every other is named by its cell and sent again."""

import contextlib
import datetime as dt
import io
import json
import random
import re
import shutil
import struct
import subprocess
import zipfile

import openpyxl
import pytest
import xlsxwriter
from conftest import tool
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cadence.core.dates import SHANGHAI
from cadence.core.errors import CadenceError
from cadence.ledger.reading import read_entries
from cadence.ledger.sheets.columns import Cells, Grid, find_layout
from cadence.ledger.sheets.files import read_grids
from cadence.ledger.sheets.sheet_row import column_name, rows_of
from cadence.ledger.store import FILE

HEADS = (
    "序号",
    "事项",
    "依据",
    "责任单位/牵头",
    "时限",
    "状态",
    "完成日期",
    "佐证材料",
    "签字",
    "编号",
    "修订",
)
ACT = "召开安全专题会议"
MEETING = "ceshi/notice:monthly-meeting"
JUNE = dt.date(2022, 6, 20)
CSV = (
    "单位,事项,截止日,完成日期,佐证材料,经办岗位\r\n"
    "东镇,召开安全专题会议,2022-06-30,２０２２年６月２０日,“纪要”第6号,镇长\r\n"
)


def identifier(month, unit="east"):
    return f"ceshi/notice:monthly-meeting:2022-{month:02}@ceshi/{unit}"


def duty_row(month, on=None, evidence=None, unit="east", **more):
    names = {"east": "东镇", "west": "西乡"}
    cells = {
        "序号": month,
        "事项": ACT,
        "依据": "测安委〔2022〕1号 二/（一）/1",
        "责任单位/牵头": f"{names[unit]}\n牵头：常务副县长",
        "时限": f"2022-{month:02}-28",
        "完成日期": on,
        "佐证材料": evidence,
        "编号": identifier(month, unit),
        "修订": "1a2b3c4d",
    }
    return cells | more


@pytest.fixture
def sheet(tmp_path):
    """Write rows as a workbook that comes back, title and all."""

    def write(*rows, heads=HEADS, name="六月.xlsx", epoch=None):
        book = openpyxl.Workbook()
        if epoch:
            book.epoch = epoch
        page = book.active
        page.append(["测试县2022年6月安全生产任务清单"])
        page.append([])
        page.append(list(heads))
        for row in rows:
            page.append([row.get(head) for head in heads])
        for head in ("编号", "修订"):
            if head in heads:
                letter = column_name(heads.index(head) + 1)
                page.column_dimensions[letter].hidden = True
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def done(workspace_folder):
    """What the ledger says was done, by month and unit."""

    def found():
        return {
            (each.fact.occurrence[-18:-11], each.fact.occurrence[-4:]): each.fact
            for each in read_entries(workspace_folder)
        }

    return found


def imported(here, file):
    ran = here("import", file, "--format", "json")
    return ran, json.loads(ran.stdout)


def days(done):
    return {key[0][-2:]: fact.on for key, fact in done().items()}


def test_good_rows_land_and_blank_ones_are_reported(here, sheet, done):
    file = sheet(
        duty_row(5),
        duty_row(6, dt.datetime(2022, 6, 20), "会议纪要6号", 签字="镇长"),  # noqa: DTZ001
        duty_row(7, "2022年7月4日", "会议纪要7号"),
    )
    ran, found = imported(here, file)
    assert ran.returncode == 0
    assert "recorded: 2 rows; as before: 0; still blank: 1; to be mended: 0" in ran.stderr
    assert days(done) == {"06": JUNE, "07": dt.date(2022, 7, 4)}
    assert done()["2022-06", "east"].by == "镇长"
    assert [each["occurrence"] for each in found["blank"]] == [identifier(5)]


def test_the_same_file_twice_changes_nothing(here, sheet, workspace_folder):
    file = sheet(duty_row(6, JUNE, "纪要"), duty_row(7, "7月40日", "纪要"))
    imported(here, file)
    before = list(read_entries(workspace_folder))
    ran, found = imported(here, file)
    assert ran.returncode == 1
    assert len(found["unchanged"]) == 1
    assert list(read_entries(workspace_folder)) == before
    assert [each.name for each in file.parent.glob("*待修改*")] == ["六月.待修改.xlsx"]


def test_rows_may_be_sorted_and_deleted_and_columns_moved(here, sheet, done):
    rows = [duty_row(month, f"2022-{month:02}-10", "纪要") for month in (9, 6, 8)]
    sheet_heads = tuple(reversed(HEADS))
    assert imported(here, sheet(*rows, heads=sheet_heads))[0].returncode == 0
    assert sorted(days(done)) == ["06", "08", "09"]


def test_bad_rows_are_named_by_their_cells_and_mended_in_a_copy(here, sheet, done):
    file = sheet(
        duty_row(5, "2022-05-10", "纪要"),
        duty_row(6, "已完成", "纪要"),
        duty_row(7, "2022-07-10", None),
        duty_row(8, None, "纪要"),
        duty_row(9, "2022-08-31", "纪要"),
        duty_row(10, "2022-10-10", "纪要", 编号="ceshi/notice:monthly-meeting:2022-10@ceshi/eats"),
        duty_row(11, "2199-01-01", "纪要"),
        duty_row(12, None, None, 状态="已完成"),
    )
    ran, found = imported(here, file)
    assert ran.returncode == 1
    reasons = {each["cell"]: each["reason"] for each in found["refused"]}
    assert list(reasons) == ["G5", "H6", "G7", "G8", "J9", "G10", "G11"]
    assert '"已完成" is not a date' in reasons["G5"]
    assert "evidence is required" in reasons["H6"]
    assert "evidence but no day" in reasons["G7"]
    assert "before the window opens on 2022-09-01" in reasons["G8"]
    assert f"nearest are: {identifier(10)}" in reasons["J9"]
    assert "lies in the future" in reasons["G10"]
    assert 'the state says "已完成", but' in reasons["G11"]
    assert sorted(days(done)) == ["05"]

    copy = file.with_name("六月.待修改.xlsx")
    assert found["copy"] == str(copy)
    book = openpyxl.load_workbook(copy)
    page = book.active
    assert page["L3"].value == "退回原因"
    assert page["L4"].value is None
    assert page["L5"].value.startswith("G5：“已完成”不是日期")
    assert page["G5"].fill.fgColor.rgb == "FFFFE699"
    assert page.column_dimensions["J"].hidden
    page["G5"], page["H6"], page["G7"] = "2022年6月20日", "纪要", dt.datetime(2022, 8, 9)  # noqa: DTZ001
    page["G8"], page["J9"], page["G10"] = "２０２２年９月２日", identifier(10), "2022/11/1"
    page["F11"] = "进行中"
    book.save(copy)
    ran, found = imported(here, copy)
    assert (ran.returncode, len(found["recorded"]), len(found["unchanged"])) == (0, 6, 1)
    assert days(done)["09"] == dt.date(2022, 9, 2)


def test_reasons_are_printed_whole(here, sheet):
    ran = here("import", sheet(duty_row(6, "已完成", "纪要")))
    shown = f'G4\n  {identifier(6)}\n  {ACT}\n  "已完成" is not a date; write it as 2026-11-18\n'
    assert ran.stdout.startswith(shown)


def test_a_copy_that_somebody_may_be_mending_is_never_written_over(here, sheet):
    file = sheet(duty_row(6, "x", "纪要"))
    copy = file.with_name("六月.待修改.xlsx")
    copy.write_bytes(b"somebody's")
    imported(here, file)
    assert copy.read_bytes() == b"somebody's"
    second = file.with_name("六月.待修改2.xlsx")
    assert second.exists()
    _ran, found = imported(here, second)  # not mended yet: the same reasons, in a copy of its own
    assert found["copy"] == str(file.with_name("六月.待修改3.xlsx"))
    page = openpyxl.load_workbook(found["copy"]).active
    assert [cell.value for cell in page[3]].count("退回原因") == 1


def test_a_year_is_taken_from_the_window_where_only_one_fits_and_said_to_be(here, sheet, done):
    month = dt.datetime.now(SHANGHAI).date().replace(day=1) - dt.timedelta(days=1)
    row = duty_row(
        6, f"{month.month}月15日", "会议纪要", 编号=f"{MEETING}:{month:%Y-%m}@ceshi/east"
    )
    ran = here("import", sheet(row))
    assert ran.returncode == 0
    assert f"was read as {month:%Y-%m}-15" in ran.stdout
    (fact,) = done().values()
    assert fact.on == month.replace(day=15)


@pytest.mark.parametrize("written", ["6月20日", "6/20", "6-20", "７月３日", "7月3日 9:30"])
def test_a_day_without_its_year_that_fits_two_years_is_asked(here, sheet, done, written):
    _ran, found = imported(here, sheet(duty_row(6, written, "会议纪要")))
    assert "may be 2022-0" in found["refused"][0]["reason"]
    assert "write the year too" in found["refused"][0]["reason"]
    assert done() == {}


NOWHERE = [
    '=DISPIMG("ID_1",1)', "#VALUE!", "#N/A", "#REF!", "#NAME?", "#DIV/0!", "\u200b", "\u200b\u00a0",
    "True", True, False, 0, 1, "&nbsp;", "无", "暂无", "—", "/", "-", "√", "是", "已完成", "None",
    "N/A", "null", "同上", "见附件", "_x000D_", "…", "0.0", "100%",
    "详见附件", "已上传", "材料后补", "电子版", "有照片", "附件1", "Err:502", '<img src="a">',
]  # fmt: skip


@pytest.mark.parametrize("evidence", NOWHERE)
def test_what_nobody_could_look_up_is_no_evidence(here, sheet, done, evidence):
    _ran, found = imported(here, sheet(duty_row(6, "2022-06-20", evidence)))
    (refused,) = found["refused"]
    assert (refused["cell"], done()) == ("H4", {})


@pytest.mark.parametrize("evidence", NOWHERE[:14])
def test_the_command_and_the_sheet_agree_on_what_is_evidence(here, evidence):
    ran = here("done", identifier(6), "--on", "2022-06-20", "--evidence", str(evidence))
    assert ran.returncode == 2


@pytest.mark.parametrize(
    "evidence",
    [
        "会议纪要6号",
        "纪要",
        "测安委〔2022〕6号",
        "IMG_2031.jpg",
        "台账P12",
        "附件3：会议纪要",
        "整改情况报告",
        "照片3张",
    ],
)
def test_what_a_person_can_look_up_is_evidence(here, sheet, done, evidence):
    assert imported(here, sheet(duty_row(6, "2022-06-20", evidence)))[0].returncode == 0
    assert [each.evidence for each in done().values()] == [evidence]


def test_a_file_beside_the_sheet_is_kept_by_its_hash_and_one_elsewhere_is_only_words(
    here, sheet, done, tmp_path
):
    (tmp_path / "纪要.pdf").write_bytes(b"%PDF")
    secret = tmp_path.parent / "secret.txt"
    secret.write_bytes(b"x")
    rows = [
        duty_row(6, "2022-06-20", "纪要.pdf"),
        duty_row(7, "2022-07-20", "../secret.txt"),
        duty_row(8, "2022-08-20", str(secret)),
    ]
    imported(here, sheet(*rows))
    assert [bool(each.sha256) for each in done().values()] == [True, False, False]


def test_a_second_day_for_what_is_done_is_told_with_both_and_changes_nothing(here, sheet, done):
    imported(here, sheet(duty_row(6, "2022-06-18", "会议纪要6号")))
    _ran, found = imported(
        here, sheet(duty_row(6, "2022-06-20", "会议纪要7号"), name="又一份.xlsx")
    )
    reason = found["refused"][0]["reason"]
    assert "entry 1 says that it was done on 2022-06-18 (会议纪要6号)" in reason
    assert "if 2022-06-20 is right" in reason
    assert days(done) == {"06": dt.date(2022, 6, 18)}


def test_a_second_proof_of_the_same_day_is_welcome(here, sheet, workspace_folder):
    imported(here, sheet(duty_row(6, "2022-06-18", "会议纪要6号")))
    ran, _found = imported(here, sheet(duty_row(6, "2022-06-18", "会议照片.jpg"), name="又.xlsx"))
    assert (ran.returncode, len(list(read_entries(workspace_folder)))) == (0, 2)


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line(here, tmp_path, done):
    file = tmp_path / "back.csv"
    head, row = CSV.splitlines()[:2]
    for tail in ("", "\n" + row.replace("镇长", '"镇长"')):
        file.write_text(f'{head}\n{row}\n{row},"没有关\n{row}{tail}', encoding="utf-8")
        ran = here("import", file)
        assert ran.returncode == 2
        assert "line 3:" in ran.stderr
    assert done() == {}


def test_a_comma_outside_of_quotes_cuts_no_evidence_off(here, tmp_path, done):
    file = tmp_path / "back.csv"
    head, row = CSV.splitlines()[:2]
    cut = row.replace("06-30", "07-31").replace("６月", "７月").replace("第6号", "第7号,第8号")
    file.write_text(f"{head},\n{row},\n{cut}\n", encoding="utf-8")
    for again in (file, tmp_path / "back.待修改.csv"):  # sent again as it came back
        _ran, found = imported(here, again)
        assert [each["cell"] for each in found["refused"]] == ["E3"]
        assert "below no head" in found["refused"][0]["reason"]
        assert days(done) == {"06": JUNE}


def test_a_day_of_another_weekday_than_it_says_is_asked_about(here, tmp_path, done):
    file = tmp_path / "back.csv"
    for weekday, is_taken in (("（周二）", False), ("星期一", True)):
        file.write_text(CSV.replace("６月２０日", f"６月２０日{weekday}"), encoding="utf-8")
        _ran, found = imported(here, file)
        assert (days(done) == {"06": JUNE}) is is_taken
        assert all("day of the week" in each["reason"] for each in found["refused"])


def test_a_cell_of_several_lines_and_a_quotation_mark_inside_one_are_read(here, tmp_path, done):
    file = tmp_path / "back.csv"
    file.write_text(CSV.replace("“纪要”第6号", '"会议纪要\n第二行"'), encoding="utf-8")
    assert here("import", file).returncode in {0, 1}
    assert list(done())


def test_rows_above_the_heads_are_each_told_and_nothing_is_read_twice(here, sheet, done):
    file = sheet(duty_row(6, "2022-06-20", "会议纪要6号"), duty_row(7, "2022-07-20", "会议纪要7号"))
    book = openpyxl.load_workbook(file)
    page = book.active
    cells = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    for number, row in enumerate([cells[1], cells[0], cells[2], cells[0]], 3):
        for column, value in enumerate(row, 1):
            page.cell(number, column, value)
    book.save(file)
    _ran, found = imported(here, file)
    assert [each["cell"] for each in found["refused"]] == ["G3"]
    assert "stands above the heads" in found["refused"][0]["reason"]
    assert days(done) == {"07": dt.date(2022, 7, 20)}


@pytest.mark.parametrize("how", ["row", "shut", "sheet", "very"])
def test_what_its_sender_does_not_see_is_asked_about(here, sheet, done, how):
    file = sheet(duty_row(6, "2022-06-20", "会议纪要6号"))
    book = openpyxl.load_workbook(file)
    if how == "row":
        book.active.row_dimensions[4].hidden = True
    elif how == "shut":
        book.active.row_dimensions[4].height = 0.1
    else:
        book.active.sheet_state = "hidden" if how == "sheet" else "veryHidden"
        book.create_sheet("说明")
    book.save(file)
    _ran, found = imported(here, file)
    assert "hidden" in found["refused"][0]["reason"]
    assert done() == {}
    assert here("import", file, "--hidden").returncode == 0
    assert days(done) == {"06": JUNE}


@pytest.mark.parametrize("how", ["hidden", "no width", "beside another"])
@pytest.mark.parametrize("head", ["完成日期", "佐证材料"])
def test_what_would_be_recorded_from_a_hidden_column_is_asked_about(here, sheet, done, head, how):
    file = sheet(duty_row(6, "2022-06-20", "会议纪要6号"), duty_row(7, None, None))
    book = openpyxl.load_workbook(file)
    number = HEADS.index(head) + 1
    dimensions = book.active.column_dimensions
    if how == "beside another":
        dimensions.group(column_name(number - 1), column_name(number + 1), hidden=True)
    else:
        shown = {"hidden": True} if how == "hidden" else {"width": 0.1}
        for name, value in shown.items():
            setattr(dimensions[column_name(number)], name, value)
    book.save(file)
    _ran, found = imported(here, file)
    (refused,) = found["refused"]
    assert "this column is hidden" in refused["reason"]
    assert refused["row"] == 4
    assert done() == {}
    assert here("import", file, "--hidden").returncode == 0
    assert days(done) == {"06": JUNE}


def test_a_hidden_column_from_which_nothing_is_recorded_hinders_nothing(here, sheet, done):
    file = sheet(duty_row(6, "2022-06-20", "会议纪要6号", 状态="进行中"))
    book = openpyxl.load_workbook(file)
    for head in ("责任单位/牵头", "事项", "状态"):
        book.active.column_dimensions[column_name(HEADS.index(head) + 1)].hidden = True
    book.save(file)
    assert imported(here, file)[0].returncode == 0
    assert days(done) == {"06": JUNE}


def test_a_refusal_in_a_hidden_column_is_asked_about(here, sheet, done):
    file = sheet(duty_row(6, None, None, 状态="拒绝办理：职责不清"))
    book = openpyxl.load_workbook(file)
    book.active.column_dimensions[column_name(HEADS.index("状态") + 1)].hidden = True
    book.save(file)
    _ran, found = imported(here, file)
    assert "this column is hidden" in found["refused"][0]["reason"]
    assert found["refusals"] == []
    assert done() == {}


@pytest.mark.parametrize(
    "state", ["未完成", "不适用", "未开展", "没有召开", "正在办理", "完成80%", "拒绝办理"]
)
def test_a_state_that_contradicts_the_day_is_asked_about(here, sheet, done, state):
    _ran, found = imported(here, sheet(duty_row(6, "2022-06-20", "会议纪要6号", 状态=state)))
    assert "which one is right" in found["refused"][0]["reason"]
    assert done() == {}


@pytest.mark.parametrize(
    "state", ["进行中", "逾期未完成（逾12日）", "即将到期", "未开始", "已完成", "√"]
)
def test_a_printed_state_beside_a_day_contradicts_nothing(here, sheet, done, state):
    imported(here, sheet(duty_row(6, "2022-06-20", "会议纪要6号", 状态=state)))
    assert days(done) == {"06": JUNE}


@pytest.mark.parametrize("state", ["√", "是", "100%", "按期完成", "全部完成", "已召开", "已落实"])
def test_done_without_a_day_is_named_as_missing_its_day(here, sheet, state):
    _ran, found = imported(here, sheet(duty_row(6, None, None, 状态=state)))
    assert "but there is no day of completion" in found["refused"][0]["reason"]
    _ran, found = imported(here, sheet(duty_row(6, None, None, 状态="基本完成")))
    assert found["refused"] == []


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u202a", "\ufeff"])
def test_marks_that_nobody_sees_are_left_out_of_heads_ids_days_and_evidence(
    here, sheet, done, mark
):
    heads = tuple(f"{mark}{head}" for head in HEADS)
    row = duty_row(
        6, f"2022{mark}-06\u201120", f"会议纪要{mark}6号_x000D_", 编号=mark + identifier(6)
    )
    file = sheet({f"{mark}{head}": value for head, value in row.items()}, heads=heads)
    assert imported(here, file)[0].returncode == 0
    assert [each.evidence for each in done().values()] == ["会议纪要6号"]


@pytest.mark.parametrize("day", ["2022年6月20日 星期一", 20220620, "2022–06–20"])
def test_days_are_read_as_offices_write_them(here, sheet, done, day):
    imported(here, sheet(duty_row(6, day, "会议纪要6号")))
    assert days(done) == {"06": JUNE}


@pytest.mark.parametrize("day", ["2022-06-30 24:00", "2022年6月30日24时", "2022/6/30晚上12点"])
def test_the_end_of_a_last_day_is_that_day(here, sheet, done, day):
    imported(here, sheet(duty_row(6, day, "会议纪要6号")))
    assert days(done) == {"06": dt.date(2022, 6, 30)}


@pytest.mark.parametrize("sign", ["，", ";"])
def test_columns_are_parted_by_what_leaves_the_heads_whole(here, tmp_path, done, sign):
    file = tmp_path / "back.csv"
    head, row = CSV.splitlines()[:2]
    said = "会议" + sign * 40 + "纪要"
    file.write_text(f"{head}\n{row.replace('“纪要”第6号', said)}\n", encoding="utf-8")
    here("import", file)
    assert [each.evidence for each in done().values()] == [said]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old .xls, or a password"),
        (b"PK" + bytes(40), "damaged"),
    ],
)
def test_other_kinds_of_workbooks_are_named_with_what_to_do(here, tmp_path, content, words):
    file = tmp_path / "back.xlsx"
    file.write_bytes(content)
    ran = here("import", file)
    assert ran.returncode == 2
    assert words in ran.stderr


def test_a_workbook_that_speaks_of_the_strict_format_is_none(here, sheet, done):
    imported(here, sheet(duty_row(6, "2022-06-20", "纪要6号 http://purl.oclc.org/ooxml")))
    assert days(done) == {"06": JUNE}


def test_a_strict_workbook_is_named(here, sheet, tmp_path):
    file, strict = sheet(duty_row(6, "2022-06-20", "会议纪要6号")), tmp_path / "strict.xlsx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            own = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            new.writestr(name, old.read(name).replace(own, b"http://purl.oclc.org/ooxml/x/main"))
    assert "Strict Open XML" in here("import", strict).stderr


@pytest.mark.parametrize("how", ["merge", "rows", "member"])
def test_a_workbook_made_to_fill_the_memory_is_refused_before_it_is_read(
    here, sheet, tmp_path, how
):
    file, bomb = sheet(duty_row(6, "2022-06-20", "会议纪要6号")), tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if how == "merge" and name.endswith("sheet1.xml"):
                end, merged = (
                    b"</worksheet>",
                    b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
                )
                content = content.replace(end, merged + end)
            if how == "rows" and name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", b"<row/>" * 310_001 + b"</sheetData>")
            new.writestr(name, content)
        if how == "member":
            new.writestr("xl/worksheets/a.bin", bytes(2**24))
    ran = here("import", bomb)
    assert ran.returncode == 2
    assert "bomb.xlsx" in ran.stderr


@pytest.mark.parametrize(("epoch", "number"), [(None, 44732), (CALENDAR_MAC_1904, 43270)])
def test_serial_numbers_count_from_the_workbook_s_own_day(here, sheet, done, epoch, number):
    assert imported(here, sheet(duty_row(6, number, "纪要"), epoch=epoch))[0].returncode == 0
    assert days(done) == {"06": JUNE}


def test_dates_of_a_1904_workbook_are_read_by_it(here, sheet, done):
    file = sheet(duty_row(6, dt.datetime(2022, 6, 20), "纪要"), epoch=CALENDAR_MAC_1904)  # noqa: DTZ001
    imported(here, file)
    assert days(done) == {"06": JUNE}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_files_are_read_in_what_offices_save_them_as(
    here, tmp_path, done, encoding, delimiter
):
    file = tmp_path / "back.CSV"
    file.write_bytes(CSV.replace(",", delimiter).encode(encoding))
    assert imported(here, file)[0].returncode == 0
    assert done()["2022-06", "east"].evidence == "“纪要”第6号"


def test_a_text_file_gets_its_copy_as_text_that_excel_opens(here, tmp_path):
    file = tmp_path / "back.csv"
    file.write_bytes(CSV.replace("２０", "１０").encode("gbk"))
    _ran, found = imported(here, file)
    assert found["refused"][0]["cell"] == "D2"
    content = (tmp_path / "back.待修改.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith(",退回原因")
    assert "D2：" in lines[1]


def test_a_bare_serial_number_in_a_text_file_that_two_calendars_read_otherwise_is_asked(
    here, tmp_path, done
):
    file = tmp_path / "back.csv"
    file.write_text(CSV.replace("２０２２年６月２０日", "44732"), encoding="utf-8")
    ran = here("import", file)
    assert "may be 2022-06-20、2026-06-21" in ran.stdout
    assert done() == {}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("东镇,召开安全专题会议,,2022-06-20,纪要", "could mean any of"),
        ("东镇,召开安全专题会议,6月30日,2022-06-20,纪要", "could mean any of"),
        ("南镇,召开安全专题会议,2022-06-30,2022-06-20,纪要", 'no unit answers to "南镇"'),
        ("东镇,开会,2022-06-30,2022-06-20,纪要", "nowhere in these years"),
        ("东镇,召开安全专题会议,2022-06-29,2022-06-20,纪要", "but not then"),
        (",召开安全专题会议,2022-06-30,2022-06-20,纪要", "names no duty"),
    ],
)
def test_a_row_without_an_id_must_tell_one_duty_from_all_others(here, tmp_path, row, reason):
    file = tmp_path / "back.csv"
    file.write_text(f"单位,事项,截止日,完成日期,佐证材料\n{row}\n", encoding="utf-8")
    (refused,) = imported(here, file)[1]["refused"]
    assert reason in refused["reason"]


@pytest.mark.parametrize(
    "row",
    [
        "东镇人民政府,召开安全专题会议,,2022-06,,2022-06-20,纪要",
        "ceshi,召开安全专题会议,monthly-meeting:2022-06@ceshi/east,,,2022-06-20,纪要",
        "东镇,召开安全专题会议,,2022-06,二/（一）/1,2022-06-20,纪要",
    ],
)
def test_a_row_may_name_its_duty_in_several_ways(here, tmp_path, done, row):
    file = tmp_path / "back.csv"
    file.write_text(f"单位,事项,编号,期次,依据,完成日期,佐证材料\n{row}\n", encoding="utf-8")
    assert imported(here, file)[0].returncode == 0
    assert days(done) == {"06": JUNE}


@pytest.mark.parametrize(
    "heads",
    [
        "Occurrence,Date,Evidence,Post",
        "occurrence,done_on,evidence,by",
        "任务编号,完成时间（年月日）,证明材料,经办",
        " 编 号 ,*完成日期:,佐证 材料,签字",
    ],
)
def test_heads_are_known_in_chinese_and_english(here, tmp_path, done, heads):
    file = tmp_path / "back.csv"
    file.write_text(f"{heads}\n{identifier(6)},2022-06-20,纪要,镇长\n", encoding="utf-8")
    assert imported(here, file)[0].returncode == 0
    assert done()["2022-06", "east"].by == "镇长"


def test_an_id_that_was_not_sorted_with_its_row_is_found_out(here, sheet):
    other = {"编号": "ceshi/notice:quarterly-standing-committee:2022-Q3@ceshi/secretary"}
    file = sheet(
        duty_row(6, "2022-06-20", "纪要", 编号=identifier(6, "west")),
        duty_row(7, "2022-07-20", "纪要", **other),
    )
    reasons = [each["reason"] for each in imported(here, file)[1]["refused"]]
    assert 'its id means "西乡"; were only some columns sorted?' in reasons[0]
    assert 'its id means "主持召开常委会"' in reasons[1]


def test_rows_that_contradict_each_other_are_all_refused(here, sheet, done):
    file = sheet(
        duty_row(6, "2022-06-20", "纪要"),
        duty_row(6, "2022-06-21", "纪要"),
        duty_row(7, "2022-07-20", "纪要"),
        duty_row(7, "2022-07-20", "纪要"),
    )
    _ran, found = imported(here, file)
    assert [each["cell"] for each in found["refused"]] == ["G4", "G5"]
    assert "different days for the same duty: G4、G5" in found["refused"][0]["reason"]
    assert days(done) == {"07": dt.date(2022, 7, 20)}


def test_what_was_reversed_does_not_come_back_with_a_sheet(here, sheet):
    file = sheet(duty_row(6, "2022-06-20", "纪要"))
    imported(here, file)
    here("ledger", "reverse", "1", "--reason", "没有开会")
    (refused,) = imported(here, file)[1]["refused"]
    assert "entry 1 said the very same and was reversed" in refused["reason"]


def test_a_printed_row_that_comes_back_as_it_was_changes_nothing(here, sheet, tmp_path):
    minute = tmp_path / "纪要.pdf"
    minute.write_bytes(b"x")
    tail = "monthly-meeting:2022-06@ceshi/east"
    here("done", tail, "--on", "2022-06-20", "--evidence", minute, "--by", "镇长")
    _ran, found = imported(here, sheet(duty_row(6, "2022-06-20", "纪要.pdf")))
    assert [each["entry"] for each in found["unchanged"]] == [1]


def test_merged_cells_speak_for_all_their_rows_and_remarks_for_none(here, sheet, done):
    file = sheet(duty_row(6, None, None), duty_row(7, "2022-07-20", "纪要"), duty_row(8))
    book = openpyxl.load_workbook(file)
    page = book.active
    page["G4"], page["H4"], page["G5"] = "2022-07-20", "纪要", None
    page.merge_cells("G4:G5")
    page.merge_cells("H4:H5")
    page["A7"] = "本月到期"
    page["A8"] = "办结后请填写，月底退回。"
    page.merge_cells("A8:I8")
    page["B9"] = "填表人："
    book.save(file)
    ran = here("import", file)
    assert ran.returncode == 0
    assert "rows without a duty, passed over: 9" in ran.stdout
    assert days(done) == {"06": dt.date(2022, 7, 20), "07": dt.date(2022, 7, 20)}


def test_a_formula_counts_for_what_it_shows_and_none_is_run(here, sheet):
    _ran, found = imported(here, sheet(duty_row(6, "=DATE(2022,6,20)", "纪要")))
    (refused,) = found["refused"]
    assert (refused["cell"], "no computed value" in refused["reason"]) == ("G4", True)


def test_several_sheets_are_read_and_their_cells_named_with_them(here, sheet):
    file = sheet(duty_row(6, "x", "纪要"))
    book = openpyxl.load_workbook(file)
    book.copy_worksheet(book.active).title = "西乡"
    book.create_sheet("说明").append(["怎样填写"])
    book.save(file)
    _ran, found = imported(here, file)
    assert [each["cell"] for each in found["refused"]] == ["Sheet!G4", "西乡!G4"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.xls", b"", "is neither .xlsx nor .csv"),
        ("x.xlsx", b"", "is damaged, locked by a password or no .xlsx"),
        ("x.xlsx", b"PK\x03\x04", "is damaged"),
        ("x.csv", b"", "has no row of heads"),
        ("x.csv", "序号,事项\n1,开会\n".encode(), "has no row of heads"),
        ("x.csv", b"\xff\xfe\x00", "is no text in UTF-8 or GBK"),
        ("x.csv", b"a,\x81", "is no text in UTF-8 or GBK"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(here, tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    ran = here("import", tmp_path / name)
    assert (ran.returncode, message in ran.stderr) == (2, True)


def test_a_sheet_that_unpacks_without_end_is_not_unpacked(here, sheet, monkeypatch):
    monkeypatch.setattr("cadence.ledger.sheets.bounds.LARGEST_SHEETS", 1000)
    ran = here("import", sheet(duty_row(6)))
    assert (ran.returncode, "too large" in ran.stderr) == (2, True)


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_CELLS", "MOST_TEXTS"])
def test_a_sheet_with_more_than_anybody_fills_in_is_not_read(here, tmp_path, monkeypatch, limit):
    file = tmp_path / "back.xlsx"
    with xlsxwriter.Workbook(file) as book:  # with texts that its cells share
        page = book.add_worksheet()
        page.write_row(0, 0, ["编号", "完成日期"])
        page.write_row(1, 0, [identifier(6, "east"), "2022-06-20"])
    monkeypatch.setattr(f"cadence.ledger.sheets.bounds.{limit}", 1)
    ran = here("import", file)
    assert ran.returncode == 2
    assert "send them in several files" in ran.stderr or "too large" in ran.stderr
    assert file.name in ran.stderr


def test_what_lies_under_a_merged_cell_says_nothing(sheet):
    file = sheet(duty_row(6), duty_row(7))
    book = openpyxl.load_workbook(file)
    page = book.active
    page.merge_cells("J4:K4")
    book.save(file)
    before = read_grids(file)[0]
    # As a program writes it that leaves the covered cell its value.
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet_part = "xl/worksheets/sheet1.xml"
    first = re.search(rb'<c r="J4"[^>]*?(/>|>.*?</c>)', parts[sheet_part])
    assert first
    told = b'<c r="K4" t="inlineStr"><is><t>2022-06-01</t></is></c>'
    parts[sheet_part] = parts[sheet_part].replace(first[0], first[0] + told)
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    assert read_grids(file)[0] == before


def test_a_file_larger_than_any_return_is_not_read(here, sheet, monkeypatch):
    monkeypatch.setattr("cadence.ledger.sheets.files.LARGEST", 1000)
    ran = here("import", sheet(duty_row(6)))
    assert (ran.returncode, "too large" in ran.stderr) == (2, True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("编号,完成日期\n" + "a,b\n" * 40, "more than 30 rows"),
        ("编号,完成日期\n" + "," * 2000 + "\n", "line 2 has more than 1000 characters"),
        ('编号,完成日期\n"' + "a\n" * 100_000, 'line 2: a " is opened and not closed'),
    ],
)
def test_a_text_with_no_end_is_left_where_it_passes_its_limit(
    here, tmp_path, monkeypatch, content, message
):
    monkeypatch.setattr("cadence.ledger.sheets.bounds.MOST_ROWS", 30)
    monkeypatch.setattr("cadence.ledger.sheets.texts.LONGEST_LINE", 1000)
    (tmp_path / "x.csv").write_text(content, encoding="utf-8")
    ran = here("import", tmp_path / "x.csv")
    assert (ran.returncode, message in ran.stderr) == (2, True)
    assert "x.csv" in ran.stderr


def test_evidence_too_long_for_a_file_name_is_words(here, sheet, done):
    imported(here, sheet(duty_row(6, "2022-06-20", "会议纪要" * 200 + ".pdf")))
    assert len(done()) == 1


def test_one_stray_cell_far_below_costs_nothing(here, sheet):
    file = sheet(duty_row(6, "2022-06-20", "纪要"))
    book = openpyxl.load_workbook(file)
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(file)
    assert imported(here, file)[0].returncode == 0


@pytest.mark.parametrize(
    "kind", ["xlsx:Calc MS Excel 2007 XML", "csv:Text - txt - csv (StarCalc):44,34,76"]
)
def test_a_sheet_saved_anew_by_another_program_is_read_alike(here, sheet, done, tmp_path, kind):
    soffice = shutil.which("soffice") or tool("libreoffice")
    rows = [duty_row(6, JUNE, "纪要6号"), duty_row(7, "2022年7月4日", "纪要"), duty_row(8)]
    file = sheet(*rows, name="back.xlsx")
    (tmp_path / "anew").mkdir()
    command = [
        soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
        "--convert-to", kind, "--outdir", str(tmp_path / "anew"), str(file),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (anew,) = (tmp_path / "anew").iterdir()
    assert imported(here, anew)[0].returncode == 0
    assert days(done) == {"06": JUNE, "07": dt.date(2022, 7, 4)}


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.sampled_from([*HEADS, identifier(6), identifier(7), ACT, "东镇", "2022-06-20", "6月20日"]),
)


@given(st.lists(st.lists(CELLS, max_size=12), max_size=6))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_rows_whatsoever_make_it_fail(here, workspace_folder, rows):
    file = workspace_folder / "fuzz.csv"
    lines = [HEADS, *rows]
    text = "\n".join(",".join(str(cell).replace("\n", " ") for cell in line) for line in lines)
    file.write_text(text, encoding="utf-8", errors="replace")
    assert here("import", file).returncode in {0, 1, 2}


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_cells_whatsoever_make_reading_fail(data):
    places = st.tuples(st.integers(1, 40), st.integers(1, 20))
    drawn, at = data.draw(st.dictionaries(places, CELLS)), data.draw(st.integers(1, 20))
    heads = {(at, column): head for column, head in enumerate(("编号", "完成日期", "佐证"), 1)}
    filled: dict[int, dict[int, object]] = {}
    for (row, column), value in sorted((drawn | heads).items(), key=lambda each: each[0]):
        filled.setdefault(row, {})[column] = value
    cells = Cells((row, tuple(said), said.values()) for row, said in filled.items())
    grid = Grid(name="", cells=cells, epoch=None)
    assert dict(grid.cells) == drawn | heads
    layout = find_layout(grid)
    assert layout is not None
    rows = list(rows_of(grid, layout))
    assert [row.number for row in rows] == sorted(filled.keys() - {layout.row})
    assert all(row.form.is_above == (row.number < layout.row) for row in rows)


def test_damaged_workbooks_end_in_words_and_never_in_half_an_import(
    here, sheet, tmp_path, workspace_folder
):
    rows = [duty_row(month, f"2022-{month:02}-10", "纪要") for month in range(5, 9)]
    content = sheet(*rows).read_bytes()
    chance = random.Random(5)
    for turn in range(60):
        broken = bytearray(content)
        for _ in range(chance.choice([1, 3, 30])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        if turn % 3 == 0:
            del broken[chance.randrange(len(broken)) :]
        file = tmp_path / f"damaged{turn}.xlsx"
        file.write_bytes(broken)
        ran = here("import", file)
        assert ran.returncode in {0, 1, 2}
        assert len(list(read_entries(workspace_folder))) in {0, 1, 2, 3, 4}


def test_damage_inside_the_xml_ends_in_words_too(sheet, tmp_path):
    import zipfile

    chance = random.Random(6)
    with zipfile.ZipFile(sheet(duty_row(6, JUNE, "纪要"))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for turn in range(150):
        name = chance.choice(sorted(parts))
        broken = bytearray(parts[name])
        for _ in range(chance.choice([1, 5])):
            broken[chance.randrange(len(broken))] = chance.choice(b"<>/\"'&0a \xff")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as book:
            for each, content in parts.items():
                book.writestr(each, bytes(broken) if each == name else content)
        file = tmp_path / f"{turn}.xlsx"
        file.write_bytes(stream.getvalue())
        with contextlib.suppress(CadenceError):
            read_grids(file)


def test_nothing_lands_where_the_ledger_cannot_be_written(here, sheet, workspace_folder):
    (workspace_folder / FILE).write_bytes(
        b"no ledger at all, but long enough to be taken for one" * 9
    )
    ran = here("import", sheet(duty_row(6, JUNE, "纪要")))
    assert (ran.returncode, "is damaged; rename it" in ran.stderr) == (2, True)


def test_where_no_copy_can_be_written_the_reasons_are_printed_all_the_same(
    here, sheet, monkeypatch
):
    def refuse(*_given):
        raise CadenceError("no copy")

    monkeypatch.setattr("cadence.ledger.write_copy", refuse)
    file = sheet(duty_row(6, "x", "纪要"))
    ran = here("import", file)
    assert ran.returncode == 2
    assert "G4" in ran.stdout
    assert "no copy" in ran.stderr


def test_columns_are_named_as_spreadsheets_do():
    assert [column_name(number) for number in (1, 26, 27, 28, 703)] == ["A", "Z", "AA", "AB", "AAA"]


@pytest.mark.parametrize(
    "told",
    [
        ("拒绝办理：人手不足", "人手不足", dt.date(2022, 6, 25)),
        ("我镇拒绝召开（不属本镇职责）", "不属本镇职责", dt.date(2022, 6, 25)),
        ("2022年6月10日拒绝办理，人手不足", "人手不足", dt.date(2022, 6, 10)),
    ],
)
def test_a_refusal_in_the_state_is_recorded_with_its_day_and_the_duty_stays_owed(
    here, sheet, workspace_folder, monkeypatch, told
):
    state, reason, on = told
    came = dt.datetime(2022, 6, 25, 9, tzinfo=SHANGHAI)
    monkeypatch.setattr("cadence.commands.import_.now", lambda: came)
    file = sheet(duty_row(6, None, None, 状态=state))
    _ran, found = imported(here, file)
    assert (found["recorded"], len(found["refusals"])) == ([], 1)
    (entry,) = read_entries(workspace_folder)
    fact = entry.fact
    assert (fact.kind, fact.refused, fact.reason, fact.on, fact.by) == (
        "refusal", "duty", reason, on, "东镇",
    )  # fmt: skip
    june = ("--unit", "east", "--from", "2022-06-01", "--to", "2022-06-30")
    (row,) = json.loads(here("occurrences", *june, "--format", "json").stdout)
    assert row["status"] not in {"done", "late", "waived", "extended"}
    monkeypatch.setattr("cadence.commands.import_.now", lambda: came + dt.timedelta(days=3))
    _ran, found = imported(here, file)  # the same sheet on another day says nothing new
    assert (found["refusals"], len(list(read_entries(workspace_folder)))) == ([], 1)
    here("ledger", "reverse", "1", "--reason", "记错了")
    _ran, found = imported(here, file)
    assert "reversed" in found["refused"][0]["reason"]


def test_a_refusal_without_its_reason_is_asked_and_one_of_somebody_else_is_none(
    here, sheet, workspace_folder
):
    _ran, found = imported(here, sheet(duty_row(6, None, None, 状态="拒绝办理")))
    assert "needs its reason" in found["refused"][0]["reason"]
    imported(here, sheet(duty_row(6, None, None, 状态="企业拒绝整改，已移交")))
    assert list(read_entries(workspace_folder)) == []
    imported(here, sheet(duty_row(6, None, "东政函〔2022〕3号", 状态="拒绝办理")))
    (entry,) = read_entries(workspace_folder)
    assert entry.fact.reason == "东政函〔2022〕3号"


@pytest.mark.parametrize("parts", [2_001, 65_536])
def test_a_workbook_of_too_many_parts_is_refused_by_its_end_alone(
    here, tmp_path, monkeypatch, parts
):
    file = tmp_path / "parts.xlsx"
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("xl/workbook.xml", "")
    whole = bytearray(file.read_bytes())
    at = whole.rfind(b"PK\x05\x06")
    count, size = (parts, 60) if parts < 2**16 else (1, 46 * parts)
    whole[at + 8 : at + 16] = struct.pack("<HHI", count % 2**16, count % 2**16, size)
    file.write_bytes(whole)
    listed = []
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda self: listed.append(self) or [])
    ran = here("import", file)
    assert ran.returncode == 2
    assert "more than a document can hold" in ran.stderr
    assert listed == []


def test_a_file_is_refused_before_anything_else_is_read(here, tmp_path, workspace_folder):
    (workspace_folder / "rules" / "ceshi" / "notice.yaml").write_text("[", encoding="utf-8")
    file = tmp_path / "old.xlsx"
    file.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "old .xls" in here("import", file).stderr
