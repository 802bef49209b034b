"""A copy to mend changes what is to be mended, and nothing else of a workbook."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font, PatternFill

from cadence.ledger.sheets.columns import find_layout
from cadence.ledger.sheets.files import Mending, _grids, _marked_book, _marked_whole
from cadence.ledger.sheets.marked_sheet import Marks, UnusualError, edits

HEADS = ("编号", "完成日期", "佐证材料", "退回原因")
SHEET = "xl/worksheets/sheet1.xml"
WIDE = 40


def plain(page):
    """Nothing but cells."""


def styled(page):
    page["B3"].font, page["B3"].number_format = Font(bold=True), "yyyy-mm-dd"
    page["C3"].fill = PatternFill("solid", fgColor="FF00FF00")
    for row in range(1, 9):
        page.cell(row, 6).alignment = Alignment(horizontal="center")  # empty, and drawn


def merged(page):
    page.merge_cells("B3:B4")
    page.merge_cells("A8:C8")
    page.freeze_panes = "B3"


def wide(page):
    page.column_dimensions.group("A", "Z", hidden=False)
    page.column_dimensions["A"].width = 20
    page.row_dimensions[3].height = 33


def computed(page):
    page["B3"] = "=TODAY()"
    page["C4"] = "=A4&B4"


def odd(page):
    page["B3"] = '3 < 4 & "5"'
    page["A3"].hyperlink = "https://example.com/?a=1&b=2"


def book(change, heads=HEADS[:3]):
    made = openpyxl.Workbook()
    page = made.active
    page.append(["清单"])
    page.append(list(heads))
    for row in range(3, 7):
        page.append([f"号{row}", f"2022-06-{row:02}", "纪要", *[f"旧{row}"] * (len(heads) - 3)])
    change(page)
    made.create_sheet("说明").append(["不是清单"])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def copied(content, make, mendings):
    layouts = {}
    for grid in _grids(Path("returned.xlsx"), content):
        if layout := find_layout(grid):
            layouts[grid.name] = layout
    made = io.BytesIO()
    make(made, content, layouts, mendings)
    return made.getvalue()


def seen(content):
    """All that a reader sees."""
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = {
        (cell.row, cell.column): (cell.value, cell.fill.fgColor.rgb, cell.alignment.wrap_text,
                                  cell.font.b, cell.number_format, cell.alignment.horizontal)
        for row in page.iter_rows()
        for cell in row
    }  # fmt: skip
    nothing = (None, "00000000", None, False, "General", None)
    shown = {place: said for place, said in cells.items() if said != nothing}
    heights = {number: each.height for number, each in page.row_dimensions.items() if each.height}
    return shown, sorted(map(str, page.merged_cells.ranges)), page.freeze_panes, heights


MENDINGS = [
    Mending(sheet="Sheet", row=3, column=2, reason="B3：“<x>” & 不是日期\u0007"),
    Mending(sheet="Sheet", row=5, column=0, reason="=5：整行"),
]


@pytest.mark.parametrize("heads", [HEADS[:3], HEADS], ids=["first", "again"])
@pytest.mark.parametrize("change", [plain, styled, merged, wide, computed, odd])
def test_a_copy_shows_what_a_library_would_have_written(change, heads):
    content = book(change, heads)
    whole = [
        Mending(sheet=each.sheet, row=each.row, column=each.column,
                reason=each.reason.replace("\u0007", ""))
        for each in MENDINGS
    ]  # fmt: skip
    assert seen(copied(content, _marked_book, MENDINGS)) == seen(
        copied(content, _marked_whole, whole)
    )


@pytest.mark.parametrize("change", [plain, styled, wide])
def test_the_column_of_the_reasons_is_wide_and_no_other_changes(change):
    content = book(change)
    before = openpyxl.load_workbook(io.BytesIO(content)).active
    page = openpyxl.load_workbook(io.BytesIO(copied(content, _marked_book, MENDINGS))).active
    letter = next(cell.column_letter for cell in page[2] if cell.value == "退回原因")
    assert page.column_dimensions[letter].width == WIDE
    assert page.column_dimensions["A"].width == before.column_dimensions["A"].width


def test_other_parts_stay_byte_for_byte():
    content = book(styled)
    with zipfile.ZipFile(io.BytesIO(content), "a") as packed:
        packed.writestr("xl/media/photo.jpg", bytes(range(256)))
        packed.writestr("xl/drawings/drawing1.xml", "<shape>签章</shape>")
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(io.BytesIO(copied(content, _marked_book, MENDINGS))) as after,
    ):
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert sorted(changed) == ["xl/styles.xml", SHEET]


class Looks:
    def warm(self, style):
        return style + 100

    def wrapped(self, style):
        return style + 200


def marked(xml, **more):
    marks = Marks(
        heads=1, reasons=4, width=WIDE, **{"told": {2: (3, "r")}, "has_reasons": False} | more
    )
    found, done = b"", 0
    for start, end, text in edits(xml, marks, Looks()):
        found += xml[done:start] + text
        done = end
    return (found + xml[done:]).decode()


def test_only_the_cells_that_change_are_written_anew():
    xml = (
        b'<x:worksheet xmlns:x="n"><x:dimension ref="A1:C2"/><x:cols><x:col min="2" max="9" '
        b'width="7"/></x:cols><x:sheetData><x:row r="1" spans="1:3"><x:c r="A1" t="s"><x:v>0</x:v>'
        b'</x:c></x:row><x:row r="2"><x:c r="C2" s="5"/><x:c r="E2"><x:v>1</x:v></x:c></x:row>'
        b"</x:sheetData></x:worksheet>"
    )
    reason = '<x:is><x:t xml:space="preserve">{}</x:t></x:is></x:c>'
    assert marked(xml) == (
        '<x:worksheet xmlns:x="n"><x:cols><x:col min="2" max="3" width="7"/>'
        '<x:col min="4" max="4" width="40" customWidth="1"/><x:col min="5" max="9" width="7"/>'
        '</x:cols><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c>'
        '<x:c s="0" t="inlineStr" r="D1">' + reason.format("退回原因") + "</x:row>"
        '<x:row r="2"><x:c r="C2" s="105"></x:c><x:c s="200" t="inlineStr" r="D2">'
        + reason.format("r")
        + '<x:c r="E2"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )


@pytest.mark.parametrize(
    "inside",
    ['<row r="1"><c r="B1"/><c r="A1"/></row>', '<row r="1"><c/></row>', '<row r="1"/>',
     '<row r="2"><c r="A2"/></row>', '<row r="1"><c r="D1"><f>1</f></c></row>'],
)  # fmt: skip
def test_a_row_as_no_program_writes_it_is_left_to_the_library(inside):
    with pytest.raises(UnusualError):
        marked(f"<worksheet><sheetData>{inside}</sheetData></worksheet>".encode(), told={})


@pytest.mark.parametrize("before", ["<!DOCTYPE worksheet>", '<?xml version="1.0" encoding="gbk"?>'])
def test_what_moves_all_places_is_left_to_the_library(before):
    good = '<worksheet><sheetData><row r="1"><c r="A1"/></row></sheetData></worksheet>'
    assert "退回原因" in marked(good.encode(), told={})
    with pytest.raises(UnusualError):
        marked(f"{before}{good}".encode(), told={})


def test_an_unusual_workbook_gets_its_copy_all_the_same():
    content, changed = book(plain), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, text.replace(b' r="A3"', b"") if name == SHEET else text)
    assert seen(copied(changed.getvalue(), _marked_book, MENDINGS[1:]))[0][2, 4][0] == "退回原因"
    unusual = [Mending(sheet="Sheet", row=3, column=2, reason="r")]
    assert seen(copied(changed.getvalue(), _marked_book, unusual))[0][3, 4][0] == "r"
