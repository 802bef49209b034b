"""Rows of a sheet one by one, without a workbook; lists of seals; what an id may have meant."""

import datetime as dt
import json
from dataclasses import replace

import pytest
import scenes

from cadence.core import SHANGHAI, CadenceError, Done, Span
from cadence.ledger import open_ledger
from cadence.ledger.reasons import Reason
from cadence.ledger.seals import check_seals, seal
from cadence.ledger.sheets import match
from cadence.ledger.sheets.columns import (
    DEEPEST,
    LONGEST_HEAD,
    Cells,
    Grid,
    find_layout,
    text_of_cell,
)
from cadence.ledger.sheets.match import Matcher
from cadence.ledger.sheets.rows import says_done, says_undone, sort_rows
from cadence.ledger.sheets.sheet_row import RowForm, SheetRow, column_name, rows_of
from cadence.occurrences import Index
from cadence.rules import read_workspace

NOW = dt.datetime(2022, 12, 31, 18, tzinfo=SHANGHAI)
JUNE = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"
ROLES = (
    "occurrence", "unit", "act", "window", "due", "clause", "status", "on", "evidence", "by",
    "remark",
)  # fmt: skip
COLUMNS = {role: number for number, role in enumerate(ROLES, 1)}
GOOD = {"occurrence": JUNE, "on": "2022-06-20", "evidence": "会议纪要〔2022〕6号"}


def row(*, number=2, **said):
    """A row that says something in some of its columns; what it has in common stands among it."""
    marks = {key: said.pop(key) for key in list(said) if key in RowForm.__dataclass_fields__}
    told = {role: each for role, each in said.items() if each != ""}
    form = {
        "sheet": "", "roles": tuple(told), "at": {role: at for at, role in enumerate(told)},
        "columns": COLUMNS, "epoch": None, "valueless": frozenset(), "is_above": False,
        "is_hidden": False, "unseen": frozenset(), "is_cut": False,
        "names_a_duty": "occurrence" in told or {"unit", "act"} <= told.keys(),
    }  # fmt: skip
    return SheetRow(RowForm(**(form | marks)), number, tuple(told.values()))


@pytest.fixture
def index(workspace_folder):
    return Index(scenes.read(read_workspace(workspace_folder)))


@pytest.fixture
def sorted_(index):
    find = Matcher(index, NOW)

    def of(*rows, **given):
        found = sort_rows(rows, find, NOW, **given)
        return {
            "claims": [claim.occurrence.id for claim in found.claims],
            "refused": [(each.role, str(each.reason)) for each in found.refused],
            "blank": len(found.blank),
            "notes": len(found.notes),
        }

    return of


def only(**given):
    return {"claims": [], "refused": [], "blank": 0, "notes": 0} | given


# Sorting


def test_each_row_stands_in_one_place(sorted_):
    assert sorted_(row(**GOOD)) == only(claims=[JUNE])
    assert sorted_(row(occurrence=JUNE)) == only(blank=1)
    assert sorted_(row(unit="东镇", act="召开安全专题会议")) == only(blank=1)
    assert sorted_(row(unit="东镇")) == only(notes=1)
    assert sorted_(row(remark="以上属实")) == only(notes=1)
    assert sorted_(row()) == only()
    heads = {"occurrence": "编号", "on": "完成日期", "evidence": "佐证"}
    assert sorted_(row(**heads)) == only()
    assert sorted_(row(**(heads | {"evidence": "佐证一"})))["refused"]


HIDDEN = "this row is hidden; show it in the sheet, or import with --hidden"
COLUMN = "this column is hidden; show it in the sheet, or import with --hidden"
ABOVE = "this row stands above the heads; move it below them"


def test_what_is_hidden_is_asked_about_unless_it_is_to_be_taken(sorted_):
    hidden = row(is_hidden=True, **GOOD)
    assert sorted_(hidden) == only(refused=[("on", HIDDEN)])
    assert sorted_(hidden, hidden=True) == only(claims=[JUNE])
    assert sorted_(row(is_hidden=True)) == only()
    by_column = row(unseen=frozenset({"evidence", "occurrence"}), **GOOD)
    assert sorted_(by_column) == only(refused=[("evidence", COLUMN)])
    assert sorted_(by_column, hidden=True) == only(claims=[JUNE])
    assert sorted_(row(unseen=frozenset({"occurrence"}), **GOOD)) == only(claims=[JUNE])
    assert sorted_(row(unseen=frozenset({"remark"}), **GOOD, remark="x")) == only(claims=[JUNE])
    refuses = {"occurrence": JUNE, "status": "拒绝办理", "remark": "不是我们的事"}
    assert sorted_(row(unseen=frozenset({"remark"}), **refuses)) == only(
        refused=[("remark", COLUMN)]
    )
    assert sorted_(row(unseen=frozenset({"evidence"}), evidence="x")) == only(notes=1)


def test_what_stands_above_the_heads_is_told_where_it_says_something_of_a_duty(sorted_):
    assert sorted_(row(is_above=True, **GOOD)) == only(refused=[("on", ABOVE)])
    assert sorted_(row(is_above=True, on="2022-06-20")) == only(refused=[("on", ABOVE)])
    assert sorted_(row(is_above=True, unit="东镇")) == only()


@pytest.mark.parametrize(
    ("said", "role", "words"),
    [
        ({"valueless": frozenset({"on"})}, "on", "the formula has no computed value"),
        ({"valueless": frozenset({"remark"})}, None, ""),
        ({"is_cut": True}, "evidence", "this row says something below no head"),
        ({"on": ""}, "on", "there is evidence but no day of completion"),
        ({"on": "", "evidence": "", "status": "已完成"}, "on", 'the state says "已完成", but'),
        ({"status": "未完成"}, "status", "but there is a day of completion; which one is right?"),
        ({"status": "完成50%"}, "status", "which one is right?"),
        ({"status": "完成100%"}, None, ""),
        ({"status": "进行中"}, None, ""),  # as we print it
        ({"status": "已完成"}, None, ""),
        ({"evidence": ""}, "evidence", "evidence is required"),
        ({"evidence": "见附件"}, "evidence", "is nothing that a person could look up"),
        ({"on": "昨天"}, "on", '"昨天" is not a date'),
        ({"on": "2022-05-31"}, None, ""),  # weighed later, when its window is known
        ({"occurrence": "none:2022-06@x/y"}, "occurrence", "no occurrence is called"),
        ({"occurrence": ""}, "act", "the row names no duty"),
    ],
)
def test_each_fault_is_named_with_its_cell(sorted_, said, role, words):
    found = sorted_(row(**(GOOD | said)))
    if role is None:
        assert found == only(claims=[JUNE])
    else:
        ((where, told),) = found["refused"]
        assert (where, words in told) == (role, True)
        assert found["claims"] == []


def test_a_note_that_claims_to_be_done_or_proved_is_no_fault_where_it_names_no_duty(sorted_):
    for note in ({"evidence": "纪要"}, {"status": "已完成"}, {"is_cut": True, "remark": "x"}):
        assert sorted_(row(**note)) == only(notes=1)


def test_two_days_for_one_duty_are_refused_in_every_row_and_the_same_day_in_none(sorted_):
    other = row(number=3, **(GOOD | {"on": "2022-06-21"}))
    west = row(number=4, **(GOOD | {"occurrence": JUNE.replace("east", "west")}))
    found = sorted_(row(**GOOD), other, west)
    assert found["claims"] == [JUNE.replace("east", "west")]
    words = "several rows of this file name different days for the same duty: H2、H3"
    assert found["refused"] == [("on", words)] * 2
    assert sorted_(row(**GOOD), row(number=3, **GOOD))["claims"] == [JUNE, JUNE]


@pytest.mark.parametrize(
    ("state", "done", "undone"),
    [
        ("", False, False),
        ("已完成", True, False),
        ("已完成（2022-06-20完成）", True, False),
        ("逾期完成", True, False),
        ("√", True, False),
        ("是", True, False),
        ("完成100%", True, False),
        ("完成80%", False, True),
        ("部分完成", False, True),
        ("未完成", False, True),
        ("未开始", False, False),  # as we print it
        ("100%", True, False),
        ("完成99%", False, True),
        ("完成5%", False, True),
        ("x", False, True),
        ("x光片已报送", True, False),
        ("张三", False, False),
    ],
)
def test_the_state_claims_denies_or_says_nothing(state, done, undone):
    assert (says_done(state), says_undone(state)) == (done, undone)


# Which duty is meant


def meant(index, **said):
    found = Matcher(index, NOW)(row(**said))
    return str(found) if isinstance(found, Reason) else found.id


def test_a_duty_is_meant_by_its_id_or_by_unit_act_and_whatever_tells_it_apart(index):
    named = {"unit": "东镇", "act": "召开安全专题会议"}
    assert meant(index, occurrence=JUNE) == JUNE
    assert meant(index, occurrence="monthly-meeting:2022-06@ceshi/east") == JUNE
    assert meant(index, **named, window="2022-06") == JUNE
    assert meant(index, **named, due="2022-06-30") == JUNE
    assert meant(index, **named, due="2022-06-29").startswith(
        '"召开安全专题会议" is asked of 东镇, but'
    )
    assert meant(index, **named).startswith("the row could mean any of ")
    assert meant(index, **named, window="2022-06", clause="二/（一）/1") == JUNE
    assert "not then" in meant(index, **named, window="2022-06", clause="三/1")
    assert meant(index, unit="东镇（牵头）", act="召开安全专题会议", window="2022-06") == JUNE
    assert meant(index, unit="北镇", act="召开安全专题会议") == 'no unit answers to "北镇"'
    assert "nowhere in these years" in meant(index, unit="东镇", act="跳舞", window="2022-06")
    assert meant(index, unit="东镇").startswith("the row names no duty")
    assert meant(index, act="召开安全专题会议").startswith("the row names no duty")
    assert meant(index, unit="东镇", act="【草稿未核】召开安全专题会议", window="2022-06") == JUNE


def test_an_id_that_went_to_another_row_is_found_out(index):
    sorted_ = 'the row says "{}", its id means "{}"; were only some columns sorted?'
    assert meant(index, occurrence=JUNE, act="主持召开常委会") == (
        sorted_.format("主持召开常委会", "召开安全专题会议")
    )
    assert meant(index, occurrence=JUNE, act="我们自己的话") == JUNE
    assert meant(index, occurrence=JUNE, act="召开安全专题会议（6月）") == JUNE
    assert meant(index, occurrence=JUNE, unit="西乡") == sorted_.format("西乡", "东镇")
    assert meant(index, occurrence=JUNE, unit="各乡镇") == JUNE
    assert meant(index, occurrence=JUNE, unit="没有的单位") == JUNE
    body = "ceshi/notice:quarterly-standing-committee:2022-Q3@ceshi/secretary"
    assert meant(index, occurrence=body, unit="县委") == body


def test_years_around_those_that_a_row_names_are_searched(index):
    matcher = Matcher(index, NOW)

    def years(**said):
        span = matcher._span(row(**said))  # noqa: SLF001 - which years cost a search
        return span.first.year, span.last.year

    assert years() == (2020, 2023)
    assert years(window="2025-06") == (2023, 2026)
    assert years(due="2025-06-30", on="2026-01-02") == (2023, 2027)
    assert years(window="2022", due="2060-01-01") == (2020, 2030)


def test_so_many_rows_have_their_nearest_ids_named(index, monkeypatch):
    monkeypatch.setattr(match, "PATIENCE", 1)
    matcher = Matcher(index, NOW)
    wrong = row(occurrence=JUNE.replace("meeting", "meating"))
    assert "the nearest are" in str(matcher(wrong))
    assert "the nearest are" not in str(matcher(row(occurrence=JUNE.replace("meeting", "meing"))))


# Heads and cells


def grid(*rows, **given):
    filled = [
        (number, tuple(n for n, each in enumerate(one, 1) if each != ""), list(filter(None, one)))
        for number, one in enumerate(rows, 1)
    ]
    cells = Cells(filled)
    return Grid(**({"name": "表", "cells": cells, "epoch": None} | given))


HEADS = ("编号", "完成日期", "佐证材料")


def test_heads_are_the_first_row_that_names_a_duty_and_a_day():
    assert find_layout(grid(("标题",), HEADS)).row == 2
    assert find_layout(grid(("单位", "事项", "完成日期"))).columns == {"unit": 1, "act": 2, "on": 3}
    assert find_layout(grid(("单位", "完成日期"))) is None
    assert find_layout(grid(("编号", "佐证材料"))) is None
    deep = [("说明",)] * (DEEPEST - 1)
    assert find_layout(grid(*deep, HEADS)).row == DEEPEST
    assert find_layout(grid(*deep, ("说明",), HEADS)) is None
    twice = find_layout(grid(("编号", "编号", "完成日期")))
    assert twice.columns == {"occurrence": 1, "on": 3}


def test_each_row_knows_where_it_stands_and_what_nobody_sees():
    sheet = grid(
        ("填报说明",), HEADS, ("a", "2022-06-20", "x"), HEADS, ("b",),
        hidden_rows=frozenset({3}), hidden_columns=(range(3, 4),), merged={}, valueless=frozenset(),
    )  # fmt: skip
    listed = list(rows_of(sheet, find_layout(sheet)))
    assert [
        (each.number, each.form.is_above, each.is_heads(), each.form.is_hidden) for each in listed
    ] == [
        (1, True, False, False), (3, False, False, True), (4, False, True, False),
        (5, False, False, False),
    ]  # fmt: skip
    assert listed[1].form.unseen == {"evidence"}
    assert listed[1].cell("unit") == "3"  # there is no such column
    assert (listed[1].text("on"), listed[1].text("unit"), listed[1].cell("on")) == (
        "2022-06-20", "", "B3",
    )  # fmt: skip
    assert all(
        each.form.is_hidden for each in rows_of(replace(sheet, hidden=True), find_layout(sheet))
    )


def test_a_long_text_that_begins_like_a_head_is_none_and_a_csv_row_may_be_cut():
    long = "编号" + "（" + "说" * LONGEST_HEAD + "）"
    sheet = grid(HEADS, (long,), name="")
    (one,) = rows_of(sheet, find_layout(sheet))
    assert not one.is_heads()
    sheet = grid(HEADS, ("a", "2022-06-20", "x", "y"), ("a", "b", "c"), name="")
    assert [each.form.is_cut for each in rows_of(sheet, find_layout(sheet))] == [True, False]
    named = replace(sheet, name="表")
    assert not any(each.form.is_cut for each in rows_of(named, find_layout(named)))


def test_a_cell_merged_downwards_speaks_for_its_rows_and_a_formula_without_value_for_none():
    sheet = grid(
        HEADS, ("a", "2022-06-20", "纪要"), ("b", "2022-06-21"),
        merged={(3, 3): (2, 3), (3, 1): (3, 1)}, valueless=frozenset({(3, 2)}),
    )  # fmt: skip
    first, second = rows_of(sheet, find_layout(sheet))
    assert (first.text("evidence"), second.text("evidence")) == ("纪要", "纪要")
    assert (first.form.valueless, second.form.valueless) == (frozenset(), {"on"})
    sideways = replace(sheet, merged={(3, 3): (3, 2)})
    assert [each.text("evidence") for each in rows_of(sideways, find_layout(sideways))] == [
        "纪要",
        "",
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (20220620.0, "20220620"),
        (1.5, "1.5"),
        (" x\u3000", "x"),
        ("a\u200bb", "ab"),
        ("a_x000D_b", "ab"),
        ("a_x000A_b", "a\nb"),
        ("_x0041_", "A"),
        ("'=1", "=1"),
        ("'x", "'x"),
    ],
)
def test_a_cell_is_read_as_its_reader_sees_it(value, said):
    assert text_of_cell(value) == said


@pytest.mark.parametrize(
    ("number", "name"), [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")]
)
def test_a_column_is_named_as_spreadsheets_do(number, name):
    assert column_name(number) == name


# Seals of one office's file


def wrote(folder, *days):
    with open_ledger(folder) as ledger, ledger.writing():
        for day in days:
            ledger.append(
                Done(occurrence=f"{JUNE}{day}", on=dt.date(2022, 6, day), evidence="录"), NOW
            )


def test_a_seal_counts_what_it_holds_and_goes_on_from_the_one_before(tmp_path):
    office, file = tmp_path / "office", tmp_path / "seals"
    office.mkdir()
    wrote(office, 1, 2)
    first = seal(office, file, "保管员", NOW)
    assert (first.number, first.chains, first.lines, first.faults) == (1, 1, 2, ())
    again = seal(office, file, "保管员", NOW)
    assert (again.number, again.lines) == (2, 2)
    wrote(office, 3)
    third = seal(office, file, "保管员", NOW)
    assert (third.number, third.lines) == (3, 3)
    checked = check_seals(office, file)
    assert (checked.number, checked.digest, checked.chains, checked.lines, checked.faults) == (
        3, third.digest, 1, 3, (),
    )  # fmt: skip
    told = [json.loads(each) for each in file.read_text("utf-8").splitlines()]
    assert [each["number"] for each in told] == [1, 2, 3]
    assert [each["before"] for each in told[1:]] == [first.digest, again.digest]
    assert [head[1] for each in told for head in each["heads"]] == [2, 2, 3]


def test_nothing_sealed_and_an_empty_ledger_are_no_faults(tmp_path):
    nothing = check_seals(tmp_path, tmp_path / "seals")
    assert (nothing.number, nothing.chains, nothing.lines, nothing.faults) == (0, 0, 0, ())
    empty = seal(tmp_path, tmp_path / "seals", "保管员", NOW)
    assert (empty.number, empty.lines, empty.faults) == (1, 0, ())
    wrote(tmp_path, 1)
    assert seal(tmp_path, tmp_path / "seals", "保管员", NOW).lines == 1


def test_a_ledger_that_lost_what_was_sealed_is_a_fault_each_day_and_keeps_its_head(tmp_path):
    office, other, file = tmp_path / "office", tmp_path / "other", tmp_path / "seals"
    for each in (office, other):
        each.mkdir()
    wrote(office, 1, 2)
    wrote(other, 1)
    good = seal(office, file, "保管员", NOW)
    (lost,) = seal(other, file, "保管员", NOW).faults
    assert "no longer holds what was sealed (up to line 2)" in lost
    again = seal(other, file, "保管员", NOW)
    assert (again.number, again.chains, again.lines, len(again.faults)) == (3, 0, 2, 1)
    assert check_seals(other, file).faults == again.faults
    assert check_seals(office, file).faults == ()
    assert good.lines == 2


def test_a_list_that_is_none_or_does_not_follow_is_refused(tmp_path):
    file = tmp_path / "seals"
    wrote(tmp_path, 1)
    seal(tmp_path, file, "保管员", NOW)
    seal(tmp_path, file, "保管员", NOW)
    lines = file.read_text("utf-8").splitlines(keepends=True)
    for text in ("no json\n", '{"heads": []}\n', lines[1], lines[0] * 2, "".join(reversed(lines))):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(CadenceError, match="seal"):
            check_seals(tmp_path, file)
    file.write_text("".join(lines).rstrip("\n"), encoding="utf-8")
    assert check_seals(tmp_path, file).number == 2
    assert seal(tmp_path, file, "保管员", NOW).number == 3


# What an id may have meant


def test_an_id_is_looked_for_in_the_years_that_it_names_and_some_around(index):
    def span(window):
        from cadence.occurrences.index import _span_of

        found = _span_of(window)
        return found and (found.first.year, found.last.year)

    assert span("2022-06") == (2021, 2025)
    assert span("2022..2024") == (2021, 2027)
    assert span("1900..2000") == (1899, 2003)
    assert span("1900..2001") is None
    assert span("x") is None
    assert span("20220") is None
    assert index.exact(JUNE).id == JUNE
    assert index.exact(JUNE.replace("east", "bureau")) is None
    assert index.exact("ceshi/notice:none:2022-06@ceshi/east") is None
    assert index.exact("x") is None


def test_an_id_without_its_unit_is_one_for_each_and_never_one_alone(index):
    assert len(index.find(":2022-06")) == 2
    with pytest.raises(CadenceError, match="could be any of 2 occurrences"):
        index.one(":2022-06")


def test_what_falls_due_for_some_units_is_listed_within_the_days(index):
    span = Span(dt.date(2022, 6, 30), dt.date(2022, 7, 30))
    found = {each.id for each in index.of_units(["ceshi/east"], span)}
    assert found == {JUNE}
    wider = Span(dt.date(2022, 6, 30), dt.date(2022, 7, 31))
    assert len(index.of_units(["ceshi/east", "ceshi/west"], wider)) == 4
    assert index.of_units([], wider) == []
