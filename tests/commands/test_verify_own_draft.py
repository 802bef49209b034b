"""The tool's own draft, and what a person decides in it, satisfies `cadence verify --source`."""

import json

import pytest

TEXT = """\
关于加强安全生产工作的通知

各乡镇人民政府，县直有关部门：

一、落实责任
（一）各乡镇人民政府每月10日、25日前报送工作情况。
（二）县应急局接到事故报告后30日内公开结果。
（三）各乡镇人民政府2026年6月30日、12月31日前分别完成自查和整改。
二、时间要求
（一）各乡镇人民政府每月至少召开1次安全会议。
（二）对发现的问题3日内整改到位。

2026年11月20日
"""
ROSTER = """\
name: 测试县
office: 测试县安委办
units:
  - {id: east, name: 东镇}
  - {id: bureau, name: 县应急局}
groups:
  - {id: townships, name: 各乡镇人民政府, members: [east]}
"""


@pytest.fixture
def errors(here, workspace_folder):
    """Draft the text, change the draft as a person would; gives what verify then calls errors."""
    place = workspace_folder / "rules" / "ceshi"
    (place / "notice.yaml").unlink()
    (place / "units.yaml").write_text(ROSTER, encoding="utf-8")
    source = workspace_folder / "notice.txt"
    source.write_text(TEXT, encoding="utf-8")
    drafted = place / "drafted.yaml"
    assert here("extract", source, "-o", drafted).returncode == 0

    def check(*changes):
        text = drafted.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        drafted.write_text(text, encoding="utf-8")
        ran = here("verify", "ceshi/drafted", "--source", source, "--format", "json")
        found = json.loads(ran.stdout)
        return [(each["code"], each["clauses"][0].partition(":")[2])
                for each in found if each["severity"] == "error"]  # fmt: skip

    return check


def test_a_draft_verifies_against_the_text_that_it_was_drafted_from(errors):
    assert errors() == []


ANSWERED = {
    "another event": [("event: 接到事故报告", "event: 接到书面报告")],
    "an event that was asked for": [("event: （未写明）", "event: 发现问题")],
    "another actor": [
        ("offset: P3D}\n    actors: [各乡镇人民政府]", "offset: P3D}\n    actors: [东镇]")
    ],
    "a rule refused": [("count: 1}\n", "count: 1}\n    verdict: refused\n")],
    "one of two refused": [("day: 25}\n", "day: 25}\n    verdict: refused\n")],
}


@pytest.mark.parametrize("changes", ANSWERED.values(), ids=ANSWERED)
def test_what_a_person_answers_stands(errors, changes):
    assert errors(*changes) == []


WRONG = {
    "a day of neither": (("day: 25}", "day: 24}"), ("timing_differs", "一/（一）")),
    "another number of hours": (("offset: P30D", "offset: P3D"), ("timing_differs", "一/（二）")),
    "another year": (("due: 2026-12-31", "due: 2027-12-31"), ("time_unaccounted", "一/（三）")),
    "another day": (("due: 2026-12-31", "due: 2026-12-30"), ("timing_differs", "一/（三）")),
    "another period": (
        ("period: month, count: 1", "period: quarter, count: 1"),
        ("timing_differs", "二/（一）"),
    ),
}


@pytest.mark.parametrize(("change", "error"), WRONG.values(), ids=WRONG)
def test_a_number_that_the_text_does_not_say_is_still_an_error(errors, change, error):
    assert error in errors(change)
