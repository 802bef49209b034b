"""The office's own decisions, what was in force, and what a newer pack changes."""

import json
from datetime import date

import pytest
from conftest import PACK

from cadence.core.errors import InputError
from cadence.rules.workspace import read_workspace

DECISION = """\
decisions:
  - rule: ceshi/notice:sometimes
    timing: {kind: periodic_deadline, period: quarter, day: 3-25}
    by: 县安委办主任
    on: 2022-06-01
    document: 会议纪要〔2022〕3号
"""


def write(folder, name, text):
    (folder / "rules" / "ceshi" / name).write_text(text, encoding="utf-8")


def listed(cadence, folder, *arguments):
    done = cadence("--workspace", folder, *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_decision_dates_what_the_text_leaves_open_from_its_own_day_on(cadence, workspace_folder):
    write(workspace_folder, "policy.yaml", DECISION)
    found = listed(
        cadence, workspace_folder, "occurrences", "--unit", "departments",
        "--from", "2022-01-01", "--to", "2022-12-31",
    )  # fmt: skip
    assert [each["due"] for each in found] == ["2022-06-25", "2022-09-25", "2022-12-25"]
    trace = "\n".join(found[0]["trace"])
    assert "原文未定（定期：未定频次（需明确））" in trace
    assert "由县安委办主任自2022-06-01起明确，会议纪要〔2022〕3号；非原文规定" in trace


SECOND = """\
  - rule: ceshi/notice:sometimes
    timing: {kind: cadence, period: month}
    by: 县安委办主任
    on: 2022-10-01
"""


@pytest.mark.parametrize("text", [DECISION + SECOND, "decisions:\n" + SECOND + DECISION[11:]])
def test_a_second_decision_leaves_what_was_asked_for_before_to_the_first(
    cadence, workspace_folder, text
):
    write(workspace_folder, "policy.yaml", text)
    found = listed(
        cadence, workspace_folder, "occurrences", "--unit", "departments",
        "--from", "2022-01-01", "--to", "2022-12-31", "--as-of", "2022-12-31",
    )  # fmt: skip
    days = ["2022-06-25", "2022-09-25", "2022-10-31", "2022-11-30", "2022-12-31"]
    assert [each["due"] for each in found] == days
    assert "自2022-06-01起明确" in "".join(found[0]["trace"])
    assert "自2022-10-01起明确" in "".join(found[2]["trace"])


def test_a_quarter_that_began_under_the_first_decision_stays_its_own(cadence, workspace_folder):
    write(workspace_folder, "policy.yaml", DECISION + SECOND.replace("10-01", "11-15"))
    found = listed(
        cadence, workspace_folder, "occurrences", "--unit", "departments",
        "--from", "2022-10-01", "--to", "2022-12-31",
    )  # fmt: skip
    assert [each["due"] for each in found] == ["2022-12-25", "2022-11-30", "2022-12-31"]


def test_two_decisions_from_one_day_on_are_asked_about(workspace_folder):
    write(workspace_folder, "policy.yaml", DECISION + SECOND.replace("2022-10-01", "2022-06-01"))
    with pytest.raises(InputError) as raised:
        read_workspace(workspace_folder)
    assert any("decided twice from 2022-06-01 on" in str(each) for each in raised.value.problems)


def test_the_feed_shows_a_decision_as_the_offices_and_not_the_texts(cadence, workspace_folder):
    write(workspace_folder, "policy.yaml", DECISION)
    done = cadence("--workspace", workspace_folder, "build", "--from", "2022-01-01")
    assert done.returncode == 0
    feed = (workspace_folder / "out/feeds/ceshi/departments.ics").read_text(encoding="utf-8")
    assert "研判安全风险·截止" in feed.replace("\n ", "")


def test_the_pack_itself_stays_as_it_is(cadence, workspace_folder):
    write(workspace_folder, "policy.yaml", DECISION)
    found = listed(cadence, workspace_folder, "rules", "ceshi/notice")
    (rule,) = [each for each in found["rules"] if each["id"] == "sometimes"]
    assert rule["decision"]["instead_of"] == {"kind": "unspecified", "words": "定期"}
    assert rule["decision"]["by"] == "县安委办主任"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "notice:sometimes",
            "notice:sometime",
            'no rule is called "ceshi/notice:sometime"; did you',
        ),
        (
            "notice:sometimes",
            "notice:monthly-meeting",
            'the text itself dates "ceshi/notice:monthly',
        ),
        ("3-25", "4-25", 'a quarter has no day "4-25"'),
        ("on: 2022-06-01", "on: 2022-06-31", '"2022-06-31" is not a date that exists'),
        ("by: 县安委办主任", "bye: 县安委办主任", 'unknown key "bye"'),
        ("ceshi/notice:sometimes", "sometimes", "is not written as it must be: PACK:RULE"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(workspace_folder, old, new, message):
    assert old in DECISION
    write(workspace_folder, "policy.yaml", DECISION.replace(old, new))
    with pytest.raises(InputError) as raised:
        read_workspace(workspace_folder)
    found = [str(problem) for problem in raised.value.problems]
    assert any(message in each and "policy.yaml:" in each for each in found), found


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2022-04-24", 0), ("2022-04-25", 4), ("2023-05-09", 4), ("2023-05-10", 3)],
)
def test_what_was_in_force_on_a_day(cadence, workspace_folder, day, expected):
    newer = PACK.replace("2022-04-25", "2023-05-10").replace(
        "\nrules:\n", "\nsupersedes: [{pack: ceshi/notice, rules: [monthly-meeting]}]\nrules:\n"
    )
    write(workspace_folder, "newer.yaml", newer)
    found = listed(cadence, workspace_folder, "rules", "ceshi/notice", "--on", day)
    assert len(found["rules"]) == expected


def changed(cadence, folder, text):
    write(folder, "newer.yaml", text)
    found = listed(
        cadence, folder, "diff", "ceshi/notice", "ceshi/newer",
        "--from", "2022-07-01", "--to", "2022-12-31",
    )  # fmt: skip
    return [(each["kind"], each["after"] or each["before"], each["units"]) for each in found], found


def test_the_same_pack_changes_nothing(cadence, workspace_folder):
    assert changed(cadence, workspace_folder, PACK) == ([], [])


def test_a_slip_drops_no_date_that_stays_published_until_the_newer_document_takes_over(
    cadence, workspace_folder
):
    newer = PACK.replace("2022-04-25", "2022-09-10").replace(
        "\nrules:\n", "\nsupersedes: [{pack: ceshi/notice}]\nrules:\n"
    )
    _rows, found = changed(cadence, workspace_folder, newer)
    assert {each["kind"] for each in found} == {"changed"}, found  # of the first day in force
    quarterly = newer.replace("period: month", "period: quarter", 1)
    _rows, found = changed(cadence, workspace_folder, quarterly)
    (moved,) = (each for each in found if each["kind"] == "moved")
    assert moved["gone"] == ["2022-10-31", "2022-11-30"]


def test_a_slip_says_what_moves_and_when(cadence, workspace_folder):
    rows, found = changed(
        cadence, workspace_folder, PACK.replace("period: month", "period: quarter")
    )
    assert rows == [("moved", "ceshi/newer:monthly-meeting", ["ceshi/east", "ceshi/west"])]
    assert found[0]["gone"] == ["2022-07-31", "2022-08-31", "2022-10-31", "2022-11-30"]
    assert found[0]["come"] == []


def test_a_slip_says_who_is_new_and_who_is_free(cadence, workspace_folder):
    rows, _ = changed(
        cadence, workspace_folder, PACK.replace("actors: [各乡镇]", "actors: [东镇, 县委]")
    )
    assert rows == [
        ("dropped", "ceshi/newer:monthly-meeting", ["ceshi/west"]),
        ("added", "ceshi/newer:monthly-meeting", ["ceshi/county"]),
        ("changed", "ceshi/newer:monthly-meeting", ["ceshi/east"]),  # in the text's own words
    ]


def test_a_slip_says_what_is_added_and_dropped(cadence, workspace_folder):
    rows, _ = changed(
        cadence, workspace_folder, PACK.replace("id: monthly-meeting", "id: new-meeting")
    )
    assert rows == [
        ("added", "ceshi/newer:new-meeting", ["ceshi/east", "ceshi/west"]),
        ("dropped", "ceshi/notice:monthly-meeting", ["ceshi/east", "ceshi/west"]),
    ]


def test_the_slip_is_a_table_for_people(cadence, workspace_folder):
    write(workspace_folder, "newer.yaml", PACK.replace("period: month", "period: quarter"))
    done = cadence("--workspace", workspace_folder, "diff", "ceshi/notice", "ceshi/newer")
    assert "调整" in done.stdout
    assert "每月至少1次" in done.stdout
    assert "每季度至少1次" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("evidence: 会议记录", "evidence: 会议纪要", ("佐证：会议记录", "佐证：会议纪要")),
        ("evidence:", "condition: 高危行业\n    evidence:", ("条件：无", "条件：高危行业")),
        ("evidence:", "assist: [县委]\n    evidence:", ("配合：无", "配合：县委")),
        (
            "act: 召开安全专题会议",
            "act: 召开专题会",
            ("事项：召开安全专题会议", "事项：召开专题会"),
        ),
    ],
)
def test_a_slip_says_every_field_that_changed(cadence, workspace_folder, old, new, said):
    assert old in PACK
    was, now = said
    rows, found = changed(cadence, workspace_folder, PACK.replace(old, new, 1))
    assert ("changed", "ceshi/newer:monthly-meeting", ["ceshi/east", "ceshi/west"]) in rows
    (line,) = [each for each in found if each["kind"] == "changed"]
    assert was in line["gone"]
    assert now in line["come"]


def test_a_slip_says_how_often_where_only_that_changed(cadence, workspace_folder):
    twice = PACK.replace("period: month", "period: month, count: 2")
    _rows, found = changed(cadence, workspace_folder, twice)
    said = [(each["gone"], each["come"]) for each in found if each["kind"] == "changed"]
    assert said == [(["时限：每月至少1次"], ["时限：每月至少2次"])]


def test_a_file_is_compared_wherever_it_lies(cadence, workspace_folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    older = tmp_path / "elsewhere" / "before.yaml"
    older.write_text(PACK.replace("period: month", "period: quarter"), encoding="utf-8")
    found = listed(
        cadence, workspace_folder, "diff", older, "ceshi/notice",
        "--from", "2022-07-01", "--to", "2022-12-31",
    )  # fmt: skip
    assert [each["kind"] for each in found] == ["moved"]
    assert len(found[0]["come"]) == 4

    older.write_text("rules: [", encoding="utf-8")
    done = cadence("--workspace", workspace_folder, "diff", older, "ceshi/notice")
    assert done.returncode == 2
    assert "before.yaml" in done.stderr


def test_only_units_with_an_attribute_are_bound(cadence, workspace_folder):
    units = workspace_folder / "rules" / "ceshi" / "units.yaml"
    text = units.read_text(encoding="utf-8")
    text = text.replace("name: 西乡}", "name: 西乡, attributes: [high-risk]}")
    units.write_text(text, encoding="utf-8")
    write(
        workspace_folder,
        "notice.yaml",
        PACK.replace("evidence:", "only: [high-risk]\n    evidence:"),
    )
    found = listed(cadence, workspace_folder, "rules", "ceshi/notice")
    assert found["rules"][0]["units"] == ["west"]
    assert date.fromisoformat(found["document"]["effective"]) == date(2022, 4, 25)
