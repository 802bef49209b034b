"""`cadence diff`: each field that differs has its line, and a file means the same anywhere."""

import datetime as dt
import json
from dataclasses import MISSING, replace

import pytest
from conftest import PACK, ROOT, UNITS, make_rule

from cadence.core import (
    Binding,
    Cadence,
    Document,
    Rule,
    Trigger,
    Unit,
    written_fields,
)
from cadence.reports import changes_table, find_changes, head_changes

EAST = Unit(place="ceshi", id="east", name="东镇")
D = dt.date.fromisoformat
OTHERWISE = {
    "category": "report",
    "timing": Cadence(period="month", count=2),
    "jointly": True,
    "force": "must_not",
    "roll": "forward",
    "effective": D("2022-05-01"),
    "until": D("2022-12-31"),
    "given": (("kind", ("火灾",)),),
    "unless": (("level", ("特别重大",)),),
}
RULES = [each for each in written_fields(Rule) if not each.key.draft and each.field != "id"]
HEADS = [each for each in written_fields(Document) if not each.key.draft]


def bound(rule):
    return [Binding(rule=rule, unit=EAST, names=("各乡镇",))]


def undated(_rule):
    return ()


def other(each, was):
    if each.field in OTHERWISE:
        return OTHERWISE[each.field]
    return ("别的",) if isinstance(was, tuple) else "别的"


@pytest.mark.parametrize("each", RULES, ids=lambda each: each.field)
def test_whatever_a_rule_says_otherwise_has_a_line_of_its_own(each):
    older = replace(make_rule(Cadence(period="month")), condition="高危行业", evidence="记录")
    newer = replace(older, **{each.field: other(each, getattr(older, each.field))})
    (line,) = find_changes(bound(older), bound(newer), undated)
    assert (line.kind, line.field, line.units) == ("changed", each.field, (EAST,))
    (gone,), (come,) = line.gone, line.come
    label, _colon, now = come.partition("：")
    assert gone.startswith(f"{label}：")
    assert gone != come
    assert label.isascii() is False
    assert not any(word in now for word in ("must", "forward", "report", "True", "None"))


@pytest.mark.parametrize("each", HEADS, ids=lambda each: each.field)
def test_whatever_a_head_says_otherwise_has_a_line_of_its_own(each):
    older = make_rule(Cadence(period="month")).document
    is_day = each.field in {"date", "effective", "until", "review_by"}
    newer = replace(older, **{each.field: D("2022-12-30") if is_day else "别的"})
    (line,) = head_changes(older, newer)
    assert line.field == each.field
    (row,) = changes_table([line]).rows
    assert row[:2] == ("改动", "文件信息")
    assert row[6].endswith("：2022-12-30" if is_day else "：别的")
    assert each.default is not MISSING or not line.gone[0].endswith("：无")


def test_many_fields_are_as_many_lines_and_none_is_counted_away():
    older = make_rule(Cadence(period="month"))
    fields = ("condition", "evidence", "lead", "assist", "quote", "act", "topics")
    newer = replace(
        older, **{name: other(each, getattr(older, name)) for each in RULES
                  for name in [each.field] if name in fields}
    )  # fmt: skip
    found = list(find_changes(bound(older), bound(newer), undated))
    assert sorted(each.field for each in found) == sorted(fields)
    rows = changes_table(found).rows
    assert len(rows) == len(fields)
    assert not any("等" in row[6] for row in rows)


def test_timings_that_are_said_alike_are_told_apart():
    older = replace(make_rule(Cadence(period="hour", every=2)))
    newer = replace(older, timing=Cadence(period="hour", every=2, months=(6,)))
    (line,) = find_changes(bound(older), bound(newer), undated)
    assert line.gone != line.come
    first = Trigger(event="备案", offset=None)
    (line,) = find_changes(
        bound(replace(older, timing=first)),
        bound(replace(older, timing=replace(first, when="before"))), undated,
    )  # fmt: skip
    assert (line.gone, line.come) == (("时限：备案时，未写期限",), ("时限：备案前",))


def test_a_rule_that_binds_nobody_here_is_no_rule_that_is_not_there():
    older = make_rule(Cadence(period="month"))
    newer = replace(older, timing=Cadence(period="month", count=2))
    (line,) = find_changes([], [], undated, listed=([older], [newer]))
    assert (line.kind, line.field, line.units) == ("changed", "timing", ())
    (line,) = find_changes([], [], undated, listed=([], [newer]))
    assert line.kind == "added"
    (line,) = find_changes([], [], undated, listed=([older], []))
    assert line.kind == "dropped"


# --- files ---

WORDED = (
    UNITS
    + """\
wordings:
  - {name: 各乡镇, within: "ceshi/notice:二/（一）/1", means: [east]}
"""
)
POLICY = """\
tracking_from: 2030-01-01
decisions:
  - rule: ceshi/notice:sometimes
    timing: {kind: cadence, period: quarter}
    by: 县安委办主任
    on: 2022-06-01
terms:
  - {name: 春季, start: 2023-02-13, due: 2023-07-07}
"""
TERM = (
    PACK
    + """\
  - id: each-term
    clause: 二/（四）
    quote: 每学期至少开展一次演练
    act: 开展演练
    category: drill
    timing: {kind: cadence, period: term}
    actors: [县应急局]
"""
)
YEARS = ("--from", "2022-01-01", "--to", "2023-12-31")


@pytest.fixture
def office(workspace_folder):
    place = workspace_folder / "rules" / "ceshi"
    (place / "units.yaml").write_text(WORDED, encoding="utf-8")
    (place / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (place / "notice.yaml").write_text(TERM, encoding="utf-8")
    return workspace_folder


def compared(here, old, new):
    done = here("diff", old, new, *YEARS, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", ["notice.yaml", "旧.yaml", "ceshi.yml", "other/notice.yaml"])
def test_a_file_means_the_same_wherever_it_lies_and_whatever_it_is_called(here, tmp_path, name):
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(TERM, encoding="utf-8")
    assert compared(here, file, "ceshi/notice") == []
    assert compared(here, "ceshi/notice", file) == []
    assert compared(here, file, file) == []
    file.write_text(TERM.replace("evidence: 会议记录", "evidence: 会议纪要"), encoding="utf-8")
    (line,) = compared(here, file, "ceshi/notice")
    assert (line["field"], line["units"]) == ("evidence", ["ceshi/east"])
    assert (line["gone"], line["come"]) == (["佐证：会议纪要"], ["佐证：会议记录"])


def test_the_pack_s_own_file_is_the_pack(here, office):
    assert compared(here, office / "rules" / "ceshi" / "notice.yaml", "ceshi/notice") == []


def test_what_no_file_and_no_name_leads_to_is_said(here, office, tmp_path):
    gone = here("diff", tmp_path / "gone.yaml", "ceshi/notice")
    assert (gone.returncode, "no such file" in gone.stderr) == (2, True)
    (office / "rules" / "other").mkdir()
    units = "name: 别县\noffice: 别县安委办\nunits:\n  - {id: a, name: 甲局}\n"
    (office / "rules" / "other" / "units.yaml").write_text(units, encoding="utf-8")
    text = PACK.replace("测安委〔2022〕1号", "测安委〔2020〕9号")
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    lost = here("diff", tmp_path / "one.yaml", tmp_path / "two.yaml")
    assert (lost.returncode, "of which place" in lost.stderr) == (2, True)
    found = here("diff", tmp_path / "one.yaml", "ceshi/notice", *YEARS)
    assert found.returncode == 0
    assert "文号：测安委〔2020〕9号" in found.stdout


@pytest.mark.usefixtures("office")
def test_a_name_that_nobody_answers_to_any_more_is_said(here, tmp_path):
    file = tmp_path / "before.yaml"
    file.write_text(TERM.replace("actors: [县应急局]", "actors: [县安监局]"), encoding="utf-8")
    done = here("diff", file, "ceshi/notice", *YEARS)
    assert "nobody answers to these names" in done.stderr
    assert "县安监局" in done.stderr
    assert "责任主体：县安监局" in done.stdout


@pytest.mark.parametrize("name", ["yichuan/2022-fifteen-measures", "enyang/2022-fifteen-measures"])
def test_a_shipped_pack_copied_elsewhere_changes_nothing(run_here, tmp_path, name):
    copy = tmp_path / "copy.yaml"
    copy.write_bytes((ROOT / "rules" / f"{name}.yaml").read_bytes())
    for pair in ((copy, name), (name, copy)):
        done = run_here(ROOT, "diff", *pair, *YEARS, "--format", "json")
        assert json.loads(done.stdout) == []
