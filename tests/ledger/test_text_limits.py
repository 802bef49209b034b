"""A text is refused for the rows and lines that it has, and never for how it is written down."""

import pytest

from cadence.core.errors import CadenceError
from cadence.ledger.sheets.texts import text_grid

HEADS = "编号,完成日期,佐证材料\n"
BREAK, QUOTE = "\u4e0a", "\u2222"  # in UTF-16 they hold the bytes of a line's end and of a "


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr("cadence.ledger.sheets.bounds.MOST_ROWS", 30)
    monkeypatch.setattr("cadence.ledger.sheets.texts.LONGEST_LINE", 200)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_lines_inside_of_cells_are_no_rows(tmp_path, encoding):
    text = HEADS + 'a,2022-06-20,"第一行\n第二行\n第三行"\n' * 20
    grid = text_grid(tmp_path / "x.csv", text.encode(encoding))
    assert len(grid.cells.rows) == 21


def test_halves_of_other_letters_are_neither_lines_nor_quotation_marks(tmp_path):
    text = HEADS + f"a,2022-06-20,{BREAK * 60}{QUOTE}\n" * 20
    grid = text_grid(tmp_path / "x.csv", text.encode("utf-16"))
    assert len(grid.cells.rows) == 21


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("evidence", ["纪要", '"纪要"'])
def test_as_many_rows_as_anybody_fills_in_are_read_and_one_more_is_refused(
    tmp_path, encoding, end, evidence
):
    row = f"a,2022-06-20,{evidence}\n"
    most, more = ((HEADS + row * count).replace("\n", end).encode(encoding) for count in (29, 30))
    assert len(text_grid(tmp_path / "x.csv", most).cells.rows) == 30
    with pytest.raises(CadenceError, match="more than 30 rows"):
        text_grid(tmp_path / "x.csv", more)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
@pytest.mark.parametrize("after", ["", "\n", "\nb,2022-06-21,纪要\n"])
def test_a_line_may_have_its_letters_and_not_one_more(tmp_path, encoding, after):
    line = "a,2022-06-20," + "纪" * (200 - len("a,2022-06-20,") - len(after[:1]))
    grid = text_grid(tmp_path / "x.csv", (HEADS + line + after).encode(encoding))
    assert len(grid.cells[2, 3]) == 187 - len(after[:1])
    with pytest.raises(CadenceError, match="line 2 has more than 200 characters"):
        text_grid(tmp_path / "x.csv", f"{HEADS}{line}纪{after}".encode(encoding))
