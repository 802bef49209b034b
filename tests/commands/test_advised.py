"""What is advised can be done: on the day that a calendar names, `done` refuses nothing."""

import json

import pytest

QUARTERLY = """\
  - id: quarterly-report
    clause: 二/（四）
    quote: 每季度首月5日前
    act: 报送季度情况
    category: report
    timing: {kind: periodic_deadline, period: quarter, day: 1-05}
    actors: [各乡镇]
    evidence: 报告
"""


@pytest.fixture
def office(here, workspace_folder):
    """A duty due by the fifth of each quarter; in October 2025 the first eight days were off."""
    pack = workspace_folder / "rules/ceshi/notice.yaml"
    pack.write_text(pack.read_text("utf-8") + QUARTERLY, encoding="utf-8")
    (workspace_folder / "rules/ceshi/policy.yaml").write_text("tracking_from: 2025-01-01\n")
    return here


def asked(office):
    span = ("--unit", "east", "--from", "2025-01-01", "--to", "2025-12-31")
    return json.loads(office("occurrences", *span, "--format", "json").stdout)


def test_on_each_day_that_is_advised_it_may_be_recorded_as_done(office):
    found = [each for each in asked(office) if each["advised"]]
    assert len(found) >= 12
    for number, each in enumerate(found):
        proof = ("--evidence", f"会议纪要第{number}号")
        ran = office("done", each["id"], "--on", each["advised"], *proof)
        assert ran.returncode == 0, (each["id"], ran.stderr)


def test_without_a_worked_day_inside_none_is_advised_and_its_last_day_is_in_time(office):
    (october,) = [each for each in asked(office) if each["id"].find(":2025-Q4@") > 0]
    assert (october["start"], october["due"], october["advised"]) == (
        "2025-10-01",
        "2025-10-05",
        None,
    )
    listed = office("duty", "2025-10", "--unit", "east", "--format", "csv").stdout
    (row,) = [line for line in listed.splitlines() if "quarterly-report:2025-Q4" in line]
    assert "9月30日" not in row
    early = office("done", october["id"], "--on", "2025-09-30", "--evidence", "报告9号")
    assert "lies before the window opens on 2025-10-01" in early.stderr
    ran = office("done", october["id"], "--on", "2025-10-05", "--evidence", "报告10号")
    assert ran.returncode == 0
