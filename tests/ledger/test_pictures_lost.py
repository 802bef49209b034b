"""A copy to mend that a library had to write anew may lack the pictures: then that is said."""

import io
import zipfile

import openpyxl
import pytest

ROWS = (
    ("单位", "事项", "截止日", "完成日期", "佐证材料"),
    ("东镇", "召开安全专题会议", "2022-06-30", "2022-06-40", "会议纪要6号"),
)
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("is_unusual", "part", "is_said"),
    [
        (True, "xl/media/image1.png", True),
        (True, "xl/drawings/drawing1.xml", True),
        (True, "docProps/custom.xml", False),
        (False, "xl/media/image1.png", False),
    ],
)
def test_a_copy_without_the_pictures_says_so(here, tmp_path, is_unusual, part, is_said):
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(made)
    with (
        zipfile.ZipFile(made) as before,
        zipfile.ZipFile(tmp_path / "back.xlsx", "w") as after,
    ):
        for name in before.namelist():
            text = before.read(name)
            lacks = is_unusual and name == SHEET
            after.writestr(name, text.replace(b' r="A2"', b"") if lacks else text)
        after.writestr(part, b"<a/>")
    ran = here("import", tmp_path / "back.xlsx")
    assert (tmp_path / "back.待修改.xlsx").exists()
    assert (ran.returncode, "pictures of the sheet are missing" in ran.stdout) == (1, is_said)
