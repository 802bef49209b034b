"""Whom a text names and a roster leaves without their duties."""

from dataclasses import replace

import pytest
from conftest import PACK, UNITS

from cadence.extract.verify.members import find_idle, find_unlisted
from cadence.rules.workspace import read_workspace

MONTHLY = PACK.replace("{kind: unspecified, words: 定期}", "{kind: cadence, period: month}")
LISTED = MONTHLY.replace("actors: [县应急局]", "actors: [县应急局, 县直有关部门]")
MEMBERS = UNITS.replace("name: 县直有关部门}", "name: 县直有关部门, members: [bureau]}")


@pytest.fixture
def place(workspace_folder):
    """Write a pack and a roster; gives the pack, its bindings and the roster's answers."""

    def write(pack, units=UNITS):
        folder = workspace_folder / "rules" / "ceshi"
        (folder / "notice.yaml").write_text(pack, encoding="utf-8")
        (folder / "units.yaml").write_text(units, encoding="utf-8")
        found = read_workspace(workspace_folder)
        return found.packs[0], found.bindings(found.packs[0]), found.rosters["ceshi"].answers

    return write


def test_a_bureau_printed_in_a_group_without_members_is_idle_while_the_group_has_dates(place):
    [finding] = find_idle(*place(LISTED))
    assert (finding.code, finding.clauses) == ("named_idle", ("ceshi/notice:二/（二）",))
    assert "“县应急局”" in finding.message
    assert "“县直有关部门”" in finding.message


def test_with_its_members_listed_nobody_is_idle(place):
    assert list(find_idle(*place(LISTED, MEMBERS))) == []


def test_a_bureau_is_not_idle_for_a_group_it_is_never_printed_in_or_that_has_no_date(place):
    assert list(find_idle(*place(MONTHLY))) == []
    undated = LISTED.replace(
        "{kind: cadence, period: month}\n    actors: [县直", "{kind: standing}\n    actors: [县直"
    )
    assert list(find_idle(*place(undated))) == []


def test_a_bureau_whose_post_has_a_date_is_not_idle(place):
    county = LISTED.replace("actors: [县应急局, 县直", "actors: [县委, 县直")
    assert list(find_idle(*place(county))) == []


TEXT = "各单位，县委、组织县应急局等县直有关部门要研判。"


def test_a_body_that_the_text_lists_before_a_group_and_the_roster_not_is_named(place):
    pack, _bindings, answers = place(LISTED, MEMBERS)
    [finding] = find_unlisted(pack, answers, TEXT)
    assert finding.code == "members_unlisted"
    assert "列名县委，" in finding.message


def test_members_that_the_roster_holds_and_lone_names_are_no_finding(place):
    pack, _bindings, answers = place(LISTED, MEMBERS.replace("[bureau]", "[bureau, county]"))
    assert list(find_unlisted(pack, answers, TEXT)) == []
    pack, _bindings, answers = place(LISTED, MEMBERS)
    assert list(find_unlisted(pack, answers, TEXT.replace("县委、", "县长、"))) == []


def test_bodies_left_out_are_named_once_at_the_clauses_that_print_them(place):
    pack, _bindings, answers = place(
        LISTED.replace("[县应急局, 县直", "[县委, 县应急局, 县直"), MEMBERS
    )
    [printing] = [each for each in pack.rules if "县委" in each.actors]
    plain = replace(printing, id="plain", clause="一", actors=("县直有关部门", "县应急局"))
    other = replace(plain, id="other", clause="三", actors=("县直有关部门", "县政府"))
    several = replace(pack, rules=(plain, other, printing))
    [finding] = find_unlisted(several, answers, TEXT)
    assert finding.clauses == (f"{printing.pack}:{printing.clause}",)
