from datetime import date

import pytest
from conftest import PACK, weekday_advice

from cadence.core.dates import Span
from cadence.core.errors import CadenceError
from cadence.occurrences.expand import expand
from cadence.rules.workspace import find_folder, read_workspace

D = date.fromisoformat
NEWER = (
    PACK.replace("测安委〔2022〕1号", "测安委〔2023〕2号")
    .replace("2022-04-25", "2023-05-10")
    .replace(
        "\nrules:\n", "\nsupersedes: [{pack: ceshi/notice, rules: [monthly-meeting]}]\nrules:\n"
    )
)


def labels(workspace, pack, rule):
    (found,) = [each for each in workspace.pack(pack).rules if each.id == rule]
    span = Span(D("2023-01-01"), D("2023-12-31"))
    return [window.label for window in expand(found, span, weekday_advice)]


def test_a_newer_document_takes_over_only_what_it_names(workspace_folder):
    newer = workspace_folder / "rules" / "ceshi" / "newer.yaml"
    newer.write_text(NEWER, encoding="utf-8")
    workspace = read_workspace(workspace_folder)
    months = [f"2023-{month:02}" for month in range(1, 13)]
    assert labels(workspace, "ceshi/notice", "monthly-meeting") == months[:5]
    assert labels(workspace, "ceshi/newer", "monthly-meeting") == months[5:]
    quarters = ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
    assert labels(workspace, "ceshi/notice", "quarterly-standing-committee") == quarters


def test_a_newer_document_may_take_over_whole(workspace_folder):
    newer = workspace_folder / "rules" / "ceshi" / "newer.yaml"
    newer.write_text(NEWER.replace(", rules: [monthly-meeting]", ""), encoding="utf-8")
    workspace = read_workspace(workspace_folder)
    committee = "quarterly-standing-committee"
    assert labels(workspace, "ceshi/notice", committee) == ["2023-Q1", "2023-Q2"]
    assert labels(workspace, "ceshi/newer", committee) == ["2023-Q3", "2023-Q4"]


def test_a_duty_that_is_new_begins_at_once_beside_those_that_take_over(workspace_folder):
    newer = workspace_folder / "rules" / "ceshi" / "newer.yaml"
    rule = NEWER[NEWER.index("  - id: quarterly") : NEWER.index("  - id: always")]
    new = rule.replace("quarterly-standing-committee", "monthly-drill")
    new = new.replace("quarter}", "month}").replace("category: meeting", "category: drill")
    newer.write_text(NEWER + new, encoding="utf-8")
    found = labels(read_workspace(workspace_folder), "ceshi/newer", "monthly-drill")
    assert found[0] == "2023-05"


def test_a_rule_inherits_the_documents_bounds_and_may_narrow_them(workspace_folder):
    file = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    text = PACK.replace("  revised", "  until: 2024-12-31\n  revised").replace(
        "evidence: 会议记录", "start: 2022-06-01\n    until: 2023-12-31"
    )
    file.write_text(text, encoding="utf-8")
    narrowed, inherited = read_workspace(workspace_folder).packs[0].rules[:2]
    assert (narrowed.effective, narrowed.until) == (D("2022-06-01"), D("2023-12-31"))
    assert (inherited.effective, inherited.until) == (D("2022-04-25"), D("2024-12-31"))


def test_a_year_carried_for_the_whole_document_stands_in_the_trace(workspace_folder):
    file = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    text = PACK.replace("  revised", "  year_from: 文件日期2022年4月25日\n  revised").replace(
        "timing: {kind: standing}", "timing: {kind: deadline, due: 2022-06-30}"
    )
    file.write_text(text, encoding="utf-8")
    rule = read_workspace(workspace_folder).packs[0].rules[2]
    (window,) = expand(rule, Span(D("2022-01-01"), D("2022-12-31")), weekday_advice)
    assert "年份：引文未写年份；文件日期2022年4月25日" in window.trace


def test_numbers_of_days_stay_numbers(workspace_folder):
    file = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    day = "{kind: periodic_deadline, period: month, day: 25}"
    file.write_text(PACK.replace("{kind: cadence, period: month}", day), encoding="utf-8")
    assert read_workspace(workspace_folder).packs[0].rules[0].timing.day == 25


@pytest.mark.parametrize("places", [[], ["empty"], [".schema"]])
def test_rules_without_a_place_say_so(tmp_path, places):
    for place in ["", *places]:
        (tmp_path / "rules" / place).mkdir(exist_ok=True, parents=True)
    with pytest.raises(CadenceError, match="holds no place yet"):
        read_workspace(tmp_path)


def test_a_workspace_needs_rules(tmp_path):
    with pytest.raises(CadenceError, match='no folder "rules"'):
        read_workspace(tmp_path)
    with pytest.raises(CadenceError, match="cadence init DIR"):
        find_folder(tmp_path)
