"""Cells of a web page's table that reach over rows and columns keep what follows in its column."""

import pytest

from cadence.core import CadenceError
from cadence.extract.files.reader import read_text

HEAD = "<tr><th>序号</th><th>任务</th><th>责任单位</th><th>完成时限</th></tr>"


def lines(tmp_path, rows, head=HEAD):
    file = tmp_path / "a.html"
    file.write_text(f"<html><table>{head}{rows}</table></html>", encoding="utf-8")
    return read_text(file).split("\n\n")


@pytest.mark.parametrize("down", ["2", "0", "9", " 2 "])
def test_a_unit_merged_over_rows_is_bound_by_each(tmp_path, down):
    rows = (
        f"<tr><td>1</td><td>检查</td><td rowspan='{down}'>县应急局</td><td>6月底前</td></tr>"
        "<tr><td>2</td><td>开会</td><td>7月底前</td></tr>"
    )
    assert lines(tmp_path, rows) == [
        "1.检查（责任单位：县应急局。完成时限：6月底前）。",
        "2.开会（责任单位：县应急局。完成时限：7月底前）。",
    ]


def test_a_wide_cell_keeps_the_day_under_its_heading(tmp_path):
    rows = "<tr><td>1</td><td colspan=2>各村自查</td><td>6月底前</td></tr>"
    assert lines(tmp_path, rows) == ["1.各村自查（完成时限：6月底前）。"]


def test_a_cell_over_whom_and_what_is_said_as_the_deed_and_keeps_its_number(tmp_path):
    head = "<tr><th>序号</th><th>责任单位</th><th>任务</th><th>完成时限</th></tr>"
    rows = "<tr><td>4</td><td colspan=2>各村自查</td><td>每季度1次</td></tr>"
    assert lines(tmp_path, rows, head) == ["4.各村自查（完成时限：每季度1次）。"]


def test_a_day_merged_over_the_last_rows_is_the_day_of_each(tmp_path):
    rows = (
        "<tr><td>1</td><td>检查</td><td>县应急局</td><td rowspan=2>6月底前</td></tr>"
        "<tr><td>2</td><td>开会</td><td>县住建局</td></tr>"
        "<tr><td>3</td><td>总结</td><td>县住建局</td><td>7月底前</td></tr>"
    )
    assert lines(tmp_path, rows) == [
        "1.检查（责任单位：县应急局。完成时限：6月底前）。",
        "2.开会（责任单位：县住建局。完成时限：6月底前）。",
        "3.总结（责任单位：县住建局。完成时限：7月底前）。",
    ]


def test_a_heading_of_two_rows_names_the_columns_below(tmp_path):
    head = (
        "<tr><th rowspan=2>序号</th><th rowspan=2>任务</th><th colspan=2>分工</th>"
        "<th rowspan=2>完成时限</th></tr><tr><th>牵头单位</th><th>配合单位</th></tr>"
    )
    rows = "<tr><td>1</td><td>检查</td><td>甲局</td><td>乙局</td><td>6月底前</td></tr>"
    said = lines(tmp_path, rows, head)
    assert said[-1] == "1.检查（牵头单位：甲局。配合单位：乙局。完成时限：6月底前）。"


def test_a_banner_over_all_columns_keeps_its_paragraphs(tmp_path):
    rows = "<tr><td colspan=4><p>一、各村每月自查。</p><p>二、各站每季检查。</p></td></tr>"
    assert lines(tmp_path, rows) == ["一、各村每月自查。", "二、各站每季检查。"]


@pytest.mark.parametrize("span", ["x", "-2", "", "1.5", "9" * 5000, "²"])
def test_a_span_that_is_no_number_is_one_cell(tmp_path, span):
    rows = (
        f"<tr><td>1</td><td rowspan='{span}' colspan='{span}'>检查</td><td>甲局</td>"
        "<td>6月底前</td></tr><tr><td>2</td><td>开会</td><td>乙局</td><td>7月底前</td></tr>"
    )
    assert lines(tmp_path, rows) == [
        "1.检查（责任单位：甲局。完成时限：6月底前）。",
        "2.开会（责任单位：乙局。完成时限：7月底前）。",
    ]


@pytest.mark.parametrize(
    "rows",
    ["<tr><td colspan=1000>甲</td></tr>" * 20_000, f"<tr><td rowspan=0>{'甲' * 6_000}" * 1_000],
    ids=["across", "down"],
)
def test_spans_that_say_more_than_a_page_can_hold_are_refused(tmp_path, rows):
    with pytest.raises(CadenceError, match="holds more than"):
        lines(tmp_path, rows)


def test_a_row_of_wide_cells_is_spread_over_no_more_columns_than_html_has(tmp_path):
    rows = "<tr>" + "<td colspan=1000>各村每月自查</td>" * 300 + "</tr>"
    assert "".join(lines(tmp_path, rows)).count("各村每月自查") == 300
