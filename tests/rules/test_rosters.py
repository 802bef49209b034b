from pathlib import Path

import pytest
from conftest import PACK, UNITS

from cadence.core.errors import InputError
from cadence.core.plain_text import folded
from cadence.rules.binding import answer
from cadence.rules.workspace import read_workspace

WORDINGS = """\
wordings:
  - {name: 有关部门, within: ceshi/notice, means: [bureau]}
  - {name: 有关部门, within: "ceshi/notice:二/（一）", means: [departments]}
  - {name: 有关部门, within: "ceshi/notice:二/（一）/2", means: [east, departments]}
"""


@pytest.fixture
def bound(workspace_folder):
    """Bind one changed pack and roster; gives (rule id, unit id, role, names)."""

    def bind(old="", new="", roster=UNITS):
        place = Path(workspace_folder) / "rules" / "ceshi"
        (place / "notice.yaml").write_text(PACK.replace(old, new, 1), encoding="utf-8")
        (place / "units.yaml").write_text(roster, encoding="utf-8")
        workspace = read_workspace(workspace_folder)
        found = workspace.bindings(workspace.packs[0])
        return [(each.rule.id, each.unit.id, each.role, each.names) for each in found]

    return bind


def owners(found, rule):
    return [unit for each, unit, role, _ in found if each == rule and role == "owner"]


def test_a_group_stands_for_its_members_and_an_unlisted_one_for_itself(bound):
    found = bound()
    assert owners(found, "monthly-meeting") == ["east", "west"]
    assert owners(found, "sometimes") == ["departments"]


def test_a_unit_reached_by_two_names_owes_once_and_both_names_are_kept(bound):
    found = bound("actors: [各乡镇]", "actors: [各乡镇, 东镇人民政府]")
    assert owners(found, "monthly-meeting") == ["east", "west"]
    assert ("monthly-meeting", "east", "owner", ("各乡镇", "东镇人民政府")) in found


def test_a_post_is_bound_as_itself(bound):
    assert owners(bound(), "quarterly-standing-committee") == ["secretary"]


def test_the_tail_binds_only_where_there_is_no_subject(bound):
    both = "actors: [各乡镇]\n    responsible: [县应急局]"
    assert owners(bound("actors: [各乡镇]", both), "monthly-meeting") == ["east", "west"]
    tail = "responsible: [县应急局]"
    assert owners(bound("actors: [各乡镇]", tail), "monthly-meeting") == ["bureau"]


def test_bodies_outside_the_roster_are_supervised_by_those_responsible(bound):
    found = bound("actors: [各乡镇]", "outside: [各生产经营单位]\n    responsible: [县应急局]")
    assert owners(found, "monthly-meeting") == []
    assert ("monthly-meeting", "bureau", "supervise", ("县应急局",)) in found


def test_a_joint_duty_is_owed_once_at_the_lead_and_shown_to_the_others(bound):
    found = bound(
        "actors: [各乡镇]\n    lead: [常务副县长]",
        "actors: [各乡镇]\n    lead: [县应急局]\n    jointly: yes",
    )
    assert [each[1:3] for each in found if each[0] == "monthly-meeting"] == [
        ("bureau", "owner"),
        ("east", "assist"),
        ("west", "assist"),
    ]


def test_the_stricter_rule_displaces_the_other_for_its_own_units(bound):
    stricter = PACK[PACK.index("  - id: monthly-meeting") : PACK.index("  - id: quarterly")]
    stricter = stricter.replace("monthly-meeting", "weekly-meeting").replace(
        "period: month", "period: week"
    )
    stricter = stricter.replace("[各乡镇]", "[东镇]\n    replaces: [monthly-meeting]")
    found = bound("  - id: always", stricter + "  - id: always")
    assert owners(found, "monthly-meeting") == ["west"]
    assert owners(found, "weekly-meeting") == ["east"]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("二/（一）/2", ["east", "departments"]),
        ("二/(一)/1", ["departments"]),
        ("二/（二）", ["bureau"]),
    ],
)
def test_the_most_specific_wording_wins(workspace_folder, clause, expected):
    from dataclasses import replace

    place = workspace_folder / "rules" / "ceshi"
    (place / "units.yaml").write_text(UNITS + WORDINGS, encoding="utf-8")
    workspace = read_workspace(workspace_folder)
    rule = replace(workspace.packs[0].rules[0], clause=clause)
    assert [unit.id for unit in answer("有关部门", rule, workspace.rosters["ceshi"])] == expected


@pytest.mark.parametrize("name", ["乡镇（街道）", "乡镇(街道)", " 乡镇 （街道） ", "乡镇〔街道〕"])
def test_brackets_and_white_space_do_not_tell_names_apart(name):
    assert folded(name) == folded("乡镇（街道）")


def post_of_a_group(*more):
    """Give the roster a post in each township, and other posts beside it."""
    lines = ["  - {id: shuji, name: 各乡镇党委书记, of: townships}", *more]
    return UNITS.replace("posts:\n", "\n".join(["posts:", *lines, ""]), 1)


def test_a_post_of_a_group_is_a_post_in_each_member(bound):
    roster = post_of_a_group()
    found = bound("actors: [各乡镇]", "actors: [各乡镇党委书记]", roster)
    assert owners(found, "monthly-meeting") == ["east-shuji", "west-shuji"]
    one = bound("actors: [各乡镇]", "actors: [东镇党委书记]", roster)
    assert owners(one, "monthly-meeting") == ["east-shuji"]


def test_a_post_of_a_group_clashes_with_no_entry(bound):
    by_id = post_of_a_group("  - {id: west-shuji, name: 书记, of: west}")
    with pytest.raises(InputError, match="west-shuji"):
        bound(roster=by_id)
    by_name = post_of_a_group("  - {id: other, name: 东镇党委书记, of: east}")
    with pytest.raises(InputError, match="东镇党委书记"):
        bound(roster=by_name)


def test_a_post_of_a_group_without_members_is_one_post_as_the_group_is_one_unit(bound):
    roster = post_of_a_group().replace("of: townships", "of: departments", 1)
    found = bound("actors: [各乡镇]", "actors: [各乡镇党委书记]", roster)
    assert owners(found, "monthly-meeting") == ["shuji"]


def test_a_post_of_nobody_is_refused_once(bound):
    with pytest.raises(InputError) as refused:
        bound(roster=post_of_a_group().replace("of: townships", "of: nobody", 1))
    assert len(refused.value.problems) == 1


def test_a_post_of_a_group_makes_no_id_longer_than_ids_may_be(bound):
    with pytest.raises(InputError, match="60"):
        bound(roster=post_of_a_group().replace("id: shuji", f"id: {'s' * 58}", 1))
