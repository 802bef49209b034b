import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.core.table import Table
from cadence.print.text import render_csv, render_json, render_text


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-5", "@here", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(cell):
    text = render_csv(Table(("事项",), ((cell,),)))
    assert (
        next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))["事项"]
        == f"'{cell}"
    )


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=3))
def test_csv_keeps_every_other_cell(cells):
    text = render_csv(Table(tuple("abc"[: len(cells)]), (tuple(cells),)))
    _, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    for written, cell in zip(row, cells, strict=True):
        assert written == (f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell)


def test_an_empty_table_still_has_its_heads():
    assert render_text(Table(("事项", "状态"), ())).splitlines()[0].split() == ["事项", "状态"]
    assert render_csv(Table(("事项",), ())) == "\ufeff事项\r\n"


def test_json_keeps_chinese_and_the_order_of_keys():
    assert render_json({"b": "彭婆镇", "a": None}) == '{\n  "b": "彭婆镇",\n  "a": null\n}'
    assert json.loads(render_json([])) == []
