"""What a format cannot say: each fault of a rule or timing at the value that just is none."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import DOCUMENT, PACK, make_rule

from cadence.core import InputError
from cadence.core.timing import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Threshold,
    Trigger,
    Unspecified,
)
from cadence.rules import yaml_tree
from cadence.rules.faults import MOST, MOST_A_DAY, note_faults, timing_faults
from cadence.rules.workspace import read_workspace
from cadence.rules.yaml_tree import Tree, read_tree

D = dt.date.fromisoformat
MONTHLY = Cadence(period="month")


def keys(timing):
    return [way for way, _message in timing_faults(timing)]


@pytest.mark.parametrize(
    ("timing", "faults"),
    [
        (Cadence(period="month", count=1), []),
        (Cadence(period="month", count=0), [("count",)]),
        (Cadence(period="month", count=MOST), []),
        (Cadence(period="month", count=MOST + 1), [("count",)]),
        (Cadence(period="day", count=MOST_A_DAY), []),
        (Cadence(period="day", count=MOST_A_DAY + 1), [("count",)]),
        (Cadence(period="day", count=MOST + 1), [("count",)]),
        (Cadence(period="hour", count=MOST_A_DAY + 1), []),
        (Cadence(period="fortnight"), [("period",)]),
        (Cadence(period="term"), []),
        (Cadence(period="hour"), []),
        (PeriodicDeadline(period="term", day="last"), [("period",)]),
        (PeriodicDeadline(period="hour", day=1), [("period",)]),
        (PeriodicDeadline(period="month", day=31), []),
        (PeriodicDeadline(period="month", day=32), [("day",)]),
        (PeriodicDeadline(period="month", day="working-3"), []),
        (PeriodicDeadline(period="month", day="working-24"), [("day",)]),
        (PeriodicDeadline(period="week", day="working-3"), [("day",)]),
        (Cadence(period="month", every=1), []),
        (Cadence(period="month", every=0), [("every",)]),
        (Cadence(period="month", every=MOST), []),
        (Cadence(period="month", every=MOST + 1), [("every",)]),
        (Cadence(period="month", months=(1, 12)), []),
        (Cadence(period="month", months=(0,)), [("months",)]),
        (Cadence(period="month", months=(13,)), [("months",)]),
        (Cadence(period="month", months=(6, 6)), [("months",)]),
        (Cadence(period="month", start=D("2022-01-02"), due=D("2022-01-02")), []),
        (Cadence(period="month", start=D("2022-01-02"), due=D("2022-01-01")), [("due",)]),
        (Deadline(due=D("2022-06-30"), time="23:59"), []),
        (Deadline(due=D("2022-06-30"), time="24:00"), [("time",)]),
        (Deadline(due=D("2022-06-30"), time="9:00"), [("time",)]),
        (Phase(start=None, due=D("2022-06-30")), []),
        (Phase(start=D("2022-06-30"), due=None), []),
        (Phase(start=None, due=None), [()]),
        (Phase(start=D("2022-06-30"), due=D("2022-06-29")), [("due",)]),
        (Season(start=None, due=None, name="汛期"), []),
        (Season(start=None, due=None), [()]),
        (Season(start="--06-01", due=None, name="汛期"), [()]),
        (Season(start="--06-01", due="--09-30"), []),
        (Season(start="--06-31", due="--09-30"), [("start",)]),
        (Season(start="--13-01", due="--9-30"), [("start",), ("due",)]),
        (Season(start="--02-29", due="--12-31"), []),
        (Season(start="--02-30", due="--12-31"), [("start",)]),
        (Season(start=None, due=None, name=""), [("name",), ()]),
        (Trigger(event="x", offset=None), []),
        (Trigger(event="", offset=None), [("event",)]),
        (Trigger(event="x", offset=None, when="before"), []),
        (Trigger(event="x", offset="P7D", when="before"), [("when",)]),
        (Trigger(event="x", offset="7D"), [("offset",)]),
        (Trigger(event="x", offset="-P7D", days="working"), []),
        (Trigger(event="x", offset="P1M", days="working"), [("days",)]),
        (Trigger(event="x", offset="P7D", days="working"), []),
        (Threshold(event="x", count=1, within="year"), []),
        (Threshold(event="x", count=0, within="year"), [("count",)]),
        (Threshold(event="x", count=1, within="rolling_year"), []),
        (Threshold(event="x", count=1, within="2_years"), [("within",)]),
        (Unspecified(words=""), [("words",)]),
        (Standing(), []),
    ],
)
def test_each_value_just_inside_is_taken_and_the_next_is_not(timing, faults):
    assert keys(timing) == faults


class Told(Tree):
    """A tree of nothing, whose problems are kept by where they are."""

    def problem(self, way, _message):
        self.problems.append(way)


def noted(*rules, document=DOCUMENT):
    tree = Told("pack.yaml")
    note_faults(document, dict(enumerate(rules)), tree)
    return tree.problems


def dated(**given):
    return make_rule(**({"quote": "2022年6月30日前"} | given))


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, []),
        ({"until": D("2022-06-30")}, []),
        ({"until": D("2022-06-29")}, [("timing", "due")]),
        ({"timing": MONTHLY, "until": D("2022-04-25")}, []),
        ({"timing": MONTHLY, "until": D("2022-04-24")}, [("until",)]),
        ({"actors": ()}, [()]),
        ({"actors": (), "responsible": ("甲",)}, []),
        ({"actors": (), "outside": ("甲",)}, []),
        ({"nobody_here": "x"}, [("nobody_here",)]),
        ({"nobody_here": "x", "actors": (), "outside": ("甲",)}, []),
        ({"nobody_here": "x", "actors": (), "responsible": ("乙",), "outside": ("甲",)},
         [("nobody_here",)]),
        ({"nobody_here": "x", "actors": ()}, [(), ("nobody_here",)]),
        ({"replaces": ("other",)}, []),
        ({"replaces": ("none",)}, [("replaces",)]),
        ({"after": ("other",)}, []),
        ({"after": ("none",)}, [("after",)]),
        ({"after": ("duty",)}, [("after",)]),
        ({"roll": "forward"}, []),
        ({"roll": "forward", "timing": PeriodicDeadline(period="month", day=25)}, []),
        ({"roll": "forward", "timing": Phase(start=None, due=D("2022-06-30"))}, []),
        ({"roll": "forward", "timing": Phase(start=D("2022-06-30"), due=None)}, [("roll",)]),
        ({"roll": "forward", "timing": Trigger(event="x", offset="P7D")}, []),
        ({"roll": "forward", "timing": Trigger(event="x", offset="-P7D")}, [("roll",)]),
        ({"roll": "forward", "timing": Trigger(event="x", offset="PT24H")}, [("roll",)]),
        ({"roll": "forward", "timing": Trigger(event="x", offset=None)}, [("roll",)]),
        ({"roll": "forward", "timing": MONTHLY}, [("roll",)]),
        ({"quote": "6月30日前"}, [("quote",)]),
        ({"quote": "6月30日前", "year_from": "发文之年"}, []),
        ({"quote": "6月30日前", "timing": MONTHLY}, []),
        ({"quote": "6月底前", "timing": Phase(start=None, due=D("2022-06-30"))}, [("quote",)]),
    ],
)  # fmt: skip
def test_each_fault_of_a_rule_is_noted_in_its_place_and_nothing_else_is(given, faults):
    other = dated(id="other")
    assert noted(dated(**given), other) == [("rules", 0, *way) for way in faults]


def test_a_document_upside_down_and_two_rules_of_one_id_are_noted():
    ended = replace(DOCUMENT, until=D("2022-04-24"))
    assert noted(document=ended) == [("document", "until")]
    assert noted(document=replace(DOCUMENT, until=D("2022-04-25"))) == []
    # What a rule inherits from such a document is told of the document alone.
    inherits = dated(timing=MONTHLY, until=D("2022-04-24"))
    assert noted(inherits, document=ended) == [("document", "until")]
    assert noted(dated(), dated(), dated(id="c"), dated()) == [
        ("rules", 1, "id"), ("rules", 3, "id"),
    ]  # fmt: skip


# Files


@pytest.mark.parametrize(("most", "is_read"), [(7, False), (8, True)])
def test_a_file_is_read_up_to_its_limit(tmp_path, monkeypatch, most, is_read):
    monkeypatch.setattr(yaml_tree, "MAX_BYTES", most)
    file = tmp_path / "a.yaml"
    file.write_text("name: xy", encoding="utf-8")
    tree = read_tree(file, "a.yaml")
    assert (tree.value == {"name": "xy"}) is is_read
    assert bool(tree.problems) is not is_read


@pytest.mark.parametrize(("depth", "is_read"), [(20, True), (21, False)])
def test_values_are_nested_up_to_a_depth(tmp_path, depth, is_read):
    file = tmp_path / "a.yaml"
    file.write_text("[" * depth + "]" * depth, encoding="utf-8")
    assert bool(read_tree(file, "a.yaml").problems) is not is_read


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"name: \xb2\xe2", (1, 7)),
        ("甲: 乙\nb: ".encode() + b"\xff\xfe", (2, 4)),
        ("name: a\nb: \u0007".encode(), (2, 4)),
        ("name: a\r\nb: \u0007".encode(), (2, 4)),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_column(tmp_path, content, place):
    file = tmp_path / "a.yaml"
    file.write_bytes(content)
    (one,) = read_tree(file, "a.yaml").problems
    assert (one.line, one.column) == place


# Shapes


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("act: 召开安全专题会议", "act: [召开]", "expected text here"),
        ("act: 召开安全专题会议", "act: ''", "must not be empty"),
        ("actors: [各乡镇]", "actors: 各乡镇", "expected a list here; write [各乡镇]"),
        ("timing: {kind: cadence, period: month}", "timing: monthly", "expected keys with values"),
        ("timing: {kind: cadence, period: month}", "timing: {period: month}",
         'a timing needs its "kind"; docs/rules.md lists the nine kinds'),
        ("timing: {kind: cadence, period: month}", "timing: {kind: cadense, period: month}",
         '"cadense" is not one of: '),
        ("timing: {kind: cadence, period: month}",
         "timing: {kind: cadence, period: month, count: two}", '"two" is not a whole number'),
        ("category: meeting", "category: meating", 'did you mean "meeting"?'),
        ("id: monthly-meeting", "id: Monthly", "small letters a to z, digits and single hyphens"),
        ("    evidence: 会议记录\n", "    evidense: 会议记录\n",
         'unknown key "evidense"; did you mean "evidence"?'),
        ("    evidence: 会议记录\n", "    issuer: 会议记录\n",
         'key "issuer" does not belong here; docs/rules.md says where'),
        ("    evidence: 会议记录\n", "    jointly: maybe\n", '"maybe" is neither yes nor no'),
        ("    clause: 二/（一）/1\n", "", 'key "clause" is missing; docs/rules.md says what'),
        ("quote: 每月至少召开一次安全专题会议", f"quote: {'每' * 61}",
         "the quote has 61 characters; shorten it to the time phrase, at most 60"),
        ("effective: 2022-04-25", "effective: 2022-02-30", "is not a date that exists"),
        ("effective: 2022-04-25", "effective: 20220425", "is not a date that exists"),
        ("effective: 2022-04-25", "effective: 1948-12-31",
         "the year 1948 is not between 1949 and 2199"),
        ("effective: 2022-04-25", "effective: 2200-01-01",
         "the year 2200 is not between 1949 and 2199"),
    ],
)  # fmt: skip
def test_what_stands_where_another_value_belongs_is_said_in_our_words(
    workspace_folder, old, new, message
):
    text = PACK.replace(old, new, 1)
    assert text != PACK
    (workspace_folder / "rules" / "ceshi" / "notice.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_workspace(workspace_folder)
    assert message in str(refused.value)


@pytest.mark.parametrize("year", ["1949-01-01", "2199-12-31"])
def test_the_first_and_the_last_year_are_taken(workspace_folder, year):
    text = PACK.replace("effective: 2022-04-25", f"effective: {year}", 1)
    (workspace_folder / "rules" / "ceshi" / "notice.yaml").write_text(text, encoding="utf-8")
    (pack,) = read_workspace(workspace_folder).packs
    assert pack.document.effective.isoformat() == year


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("grace_days: -1", "it must be at least 0"),
        ("address: 测试.cn/", "is not written as it must be: an address such as"),
        (
            "address: http://测试.cn/日历/",
            "an address is written in Latin letters (punycode): http://xn--",
        ),
        ("limits: {unit_day: 1.5}", "is not a whole number"),
    ],
)
def test_what_a_policy_may_not_say_is_told_by_its_limit(workspace_folder, policy, message):
    file = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    file.write_text(f"{policy}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_workspace(workspace_folder)
    assert message in str(refused.value)
