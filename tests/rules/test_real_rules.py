"""The packs that we ship: read whole, bound, dated, and true to their texts."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, SHARED, needs_shared

from cadence.core.dates import Span
from cadence.extract.verify.coverage import cover
from cadence.occurrences.expand import occurrences
from cadence.rules.workspace import read_workspace
from cadence.workdays import advise

SOURCES = {
    "enyang/2022-fifteen-measures": "enyang-2022.txt",
    "xiayi/2024-three-year-action": "xiayi-2024.txt",
    "yichuan/2021-hundred-days": "yichuan-2021.txt",
    "yichuan/2022-fifteen-measures": "yichuan-2022.txt",
    "yincheng/2022-fifteen-measures": "yincheng-2022.txt",
}
TABLES = ROOT / "tests" / "tables"
D = date.fromisoformat


@pytest.fixture(scope="module")
def workspace():
    return read_workspace(ROOT)


@pytest.fixture(scope="module")
def yichuan(workspace):
    return workspace.pack("yichuan/2022-fifteen-measures")


def test_every_measure_goal_and_safeguard_has_its_rules(yichuan):
    clauses = [rule.clause for rule in yichuan.rules]
    measures = {clause.rsplit("/", 1)[1] for clause in clauses if clause.startswith("二/")}
    assert measures == {str(n) for n in range(1, 50)}
    assert {f"一/（二）/{n}" for n in (1, 2, 3)} <= set(clauses)
    assert {f"三/（{n}）" for n in "一二三四"} <= set(clauses)


def test_the_roster_names_fifteen_townships_and_sub_districts(workspace):
    names = [unit.name for unit in workspace.rosters["yichuan"].answers["各乡镇(街道)"]]
    assert len(names) == 15
    assert sum(name.endswith("街道") for name in names) == 2
    assert sum(name.endswith("镇") for name in names) == 12
    assert "平等乡" in names


EXPECTED_2022 = {
    "pengpo": {
        "township-monthly-meeting": [f"2022-{m:02}" for m in range(4, 13)],
        "township-government-monthly-meeting": [f"2022-{m:02}" for m in range(4, 13)],
        "party-yearly-study": ["2022"],
        "general-safety-inspection": ["2022-06-30"],
        "three-year-action-goals": ["2022-12-31"],
        "key-period-stability": ["2022"],
        "party-congress-stability": ["2022"],
        "spring-thunder": ["2022-06-30"],
        "yearly-pledge": ["2022"],
        "yearly-appraisal": ["2022"],
        "yearly-duty-report": ["2022"],
    },
    "xianwei-zhuyao-fuzeren": {"county-standing-committee": ["2022-Q2", "2022-Q3", "2022-Q4"]},
    "xianzhengfu": {
        "county-government-quarterly-meeting": ["2022-Q2", "2022-Q3", "2022-Q4"],
        "leaders-yearly-tasks": ["2022"],
        "yearly-pledge": ["2022"],
        "yearly-appraisal": ["2022"],
    },
    "zhujianju": {
        "township-monthly-meeting": [f"2022-{m:02}" for m in range(4, 13)],
        "party-yearly-study": ["2022"],
        "general-safety-inspection": ["2022-06-30"],
        "three-year-action-goals": ["2022-12-31"],
        "key-period-stability": ["2022"],
        "party-congress-stability": ["2022"],
        "spring-thunder": ["2022-06-30"],
        "enterprise-leaders-training": ["2022-04-30"],
        "quarterly-typical-cases": ["2022-Q2", "2022-Q3", "2022-Q4"],
    },
}


@pytest.mark.parametrize("unit", EXPECTED_2022)
def test_what_2022_asks_of_a_unit(workspace, yichuan, unit):
    bindings = [each for each in workspace.bindings(yichuan) if each.unit.id == unit]
    found: dict[str, list[str]] = {}
    for each in occurrences(bindings, Span(D("2022-01-01"), D("2022-12-31")), advise):
        found.setdefault(each.binding.rule.id, []).append(each.window.tag)
    assert found == EXPECTED_2022[unit]


def test_clocks_stand_in_the_text_s_own_units(yichuan):
    offsets = {
        rule.id: rule.timing.offset for rule in yichuan.rules if rule.timing.kind == "trigger"
    }
    without_days = {rule for rule, offset in offsets.items() if offset is None}
    assert without_days == {
        "notice-and-commitment",
        "warning-letters",
        "warning-letters-after-accident",
        "real-name-registration",
        "concealment-persons",
        "concealment-listed-supervision",
        "concealment-penalties",
    }
    assert {rule: offset for rule, offset in offsets.items() if offset} == {
        "tip-off-verification": "P30D",
        "accident-direct-report-24h": "PT24H",
        "accident-details-7d": "P7D",
        "accident-review-7d": "P7D",
    }


def covered(workspace, name, change=lambda text: text):
    content = (SHARED / "sources" / SOURCES[name]).read_bytes()
    return cover(workspace.pack(name), content, change(content.decode("utf-8")))


@pytest.mark.parametrize("name", SOURCES)
def test_no_duty_is_nobodys_without_a_word_why_and_no_named_unit_idle(cadence, name):
    done = cadence("--workspace", ROOT, "verify", name, "--format", "json")
    found = {each["code"] for each in json.loads(done.stdout)}
    assert not found & {"nobody_here", "named_idle"}


NAMED = {  # bureaus that the texts name with a dated duty, in a year in which it falls due
    "yichuan": (2022, "fagaiwei kegongju gonganju caizhengju zhujianju jiaotongju yingjiju sifaju"),
    "xiayi": (2025, "yingjiju jiaotiju minzhengju gonganju zhujianju weijianwei tuanxianwei"),
    "enyang": (2022, "fagaiju jingxinju yingjiju zhujianju guzhen-guanweihui jiaoguan-dadui"),
}


@pytest.mark.parametrize("place", NAMED)
def test_no_bureau_that_a_text_names_has_an_empty_calendar(workspace, place):
    year, names = NAMED[place]
    found = {
        each.binding.unit.id
        for pack in workspace.packs
        if pack.place == place
        for each in occurrences(
            workspace.bindings(pack), Span(D(f"{year}-01-01"), D(f"{year}-12-31")), advise
        )
    }
    assert set(names.split()) <= found


def test_a_list_that_ends_with_its_group_binds_the_bodies_that_it_prints(workspace, yichuan):
    bound = {
        each.unit.id
        for each in workspace.bindings(yichuan)
        if each.rule.clause.endswith("/17") and each.role == "owner"
    }
    assert "zhujianju" in bound
    assert not bound & {"caizhengju", "rensheju", "supervisory-departments"}


def test_no_rule_proves_its_day_and_not_its_act(workspace):
    tails = [
        rule.id
        for pack in workspace.packs
        for rule in pack.rules
        if not rule.act_quote and re.fullmatch(r"（?完成时限：[^，。]*[。）]*", rule.quote)
    ]
    assert tails == []


@needs_shared
@pytest.mark.parametrize("name", SOURCES)
def test_every_clause_is_accounted_for_and_every_quote_stands_in_its_clause(workspace, name):
    found = covered(workspace, name)
    assert found.findings == ()
    assert found.unaccounted == 0
    assert found.carried > 30


def test_nothing_in_the_packs_that_we_ship_contradicts_its_own_quote(cadence):
    done = cadence("--workspace", ROOT, "verify", "--format", "json")
    found = json.loads(done.stdout)
    errors = [each["message"] for each in found if each["severity"] == "error"]
    assert (errors, done.returncode) == ([], 0)
    assert [each["message"] for each in found if each["code"] == "named_idle"] == []


@needs_shared
@pytest.mark.parametrize("name", SOURCES)
def test_a_text_that_reads_otherwise_is_found(workspace, name):
    first = next(rule for rule in workspace.pack(name).rules if rule.timing.kind == "cadence")
    words = "".join(first.quote.split())
    other = covered(workspace, name, lambda text: text.replace(words, "每世纪一次", 1))
    assert {each.code for each in other.findings} == {"quote_missing"}


MISTAKES = {
    "a wrong month": (
        "xiayi/2024-three-year-action",
        "timing: {kind: deadline, due: 2024-06-30}",
        "timing: {kind: deadline, due: 2024-07-31}",
        "timing_differs",
    ),
    "a wrong frequency": (
        "yichuan/2022-fifteen-measures",
        "period: quarter",
        "period: month",
        "timing_differs",
    ),
    "a dropped clause": (
        "enyang/2022-fifteen-measures",
        "clause: 四/（二十）",
        "clause: 四/（十九）",
        "unaccounted",
    ),
    "a changed quote": (
        "yincheng/2022-fifteen-measures",
        "每月至少组织召开一次会议",
        "每月至少组织召开两次会议",
        "quote_missing",
    ),
}


@needs_shared
@pytest.mark.parametrize(("pack", "old", "new", "code"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_planted_in_a_pack_makes_verify_fail(cadence, tmp_path, pack, old, new, code):  # noqa: PLR0913, PLR0917 - a mistake has four parts
    place = Path("rules", pack).parent
    shutil.copytree(ROOT / place, tmp_path / place)
    file = tmp_path / "rules" / f"{pack}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    source = SHARED / "sources" / SOURCES[pack]
    command = ("--workspace", tmp_path, "verify", pack, "--source", source, "--format", "json")
    assert cadence(*command).returncode == 0
    file.write_text(text.replace(old, new), encoding="utf-8")
    done = cadence(*command)
    assert done.returncode == 1
    assert code in {each["code"] for each in json.loads(done.stdout) if each["severity"] == "error"}


def table_lines():
    """Yield (pack, rule, unit, span, expected windows) of every line made by hand."""
    for name, source in SOURCES.items():
        table = TABLES / source
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                who, days, expected = line.strip().split(" | ")
                rule, unit = who.split(" @ ")
                yield (
                    name,
                    rule,
                    unit,
                    days,
                    "none" if expected.strip() == "-" else expected.strip(),
                )


@pytest.mark.parametrize("line", list(table_lines()), ids=lambda line: " ".join(line[:4]))
def test_windows_are_those_worked_out_by_hand(workspace, line):
    pack, rule, unit, days, expected = line
    bound = workspace.bindings(workspace.pack(pack))
    bindings = [each for each in bound if (each.rule.id, each.unit.id) == (rule, unit)]
    assert rule in {each.id for each in workspace.pack(pack).rules}
    assert unit in {each.id for each in workspace.rosters[pack.split("/")[0]].units}
    span = Span(*(D(day) for day in days.split("..")))
    windows = [each.window for each in occurrences(bindings, span, advise)]
    shown = [f"{each.start}..{each.due or ''}" for each in windows]
    assert (", ".join(shown) or "none") == expected


@pytest.mark.parametrize("name", SOURCES)
def test_each_document_has_fifteen_lines_by_hand_across_kinds(workspace, name):
    lines = [line for line in table_lines() if line[0] == name]
    assert len(lines) >= 15
    kinds = {rule.id: rule.timing.kind for rule in workspace.pack(name).rules}
    assert len({kinds[rule] for _, rule, *_ in lines}) >= 3


@needs_shared
def test_no_persons_name_stands_in_the_rules():
    text = (SHARED / "sources" / "yichuan-2022.txt").read_text(encoding="utf-8")
    names = set(re.findall(r"^(?:牵头领导：|配合领导：)?\s*(\w\s*\w{1,2})（", text, re.MULTILINE))
    names = {re.sub(r"\s", "", name) for name in names}
    assert len(names) > 8
    for file in (ROOT / "rules" / "yichuan").glob("*.yaml"):
        content = file.read_text(encoding="utf-8")
        assert not [name for name in names if name in content]
