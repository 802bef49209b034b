"""Names → units, events → kinds, places → levels: each case and the nearest one that is none."""

from dataclasses import replace

import pytest
from conftest import DOCUMENT, make_rule

from cadence.core import Unit, join_kinds
from cadence.core.event_kinds import EventKind
from cadence.core.occurrence import Binding
from cadence.core.rule import Pack
from cadence.rules.binding import bindings, stand_ins, unanswered, uncounted, without
from cadence.rules.cross_checks import former_faults, kind_faults, way_to_name
from cadence.rules.levels import read_levels
from cadence.rules.rosters import Roster, read_roster
from cadence.rules.yaml_tree import read_tree

ROSTER = """\
name: 测试县
office: 办公室
units:
  - {id: east, name: 东镇, attributes: [high-risk]}
  - {id: west, name: 西乡}
  - {id: bureau, name: 应急局}
groups:
  - {id: towns, name: 各乡镇, members: [east, west], closes: [等有关乡镇]}
  - {id: shops, name: 各站所}
posts:
  - {id: boss, name: 县长, of: bureau}
outside: [各企业]
wordings:
  - {name: 主管部门, within: ceshi/notice, means: [bureau]}
  - {name: 主管部门, within: "ceshi/notice:二", means: [west]}
  - {name: 主管部门, within: "ceshi/notice:二/（一）", means: [east]}
"""


@pytest.fixture
def roster(tmp_path):
    def read(text=ROSTER):
        file = tmp_path / "units.yaml"
        file.write_text(text, encoding="utf-8")
        return read_roster(file, "ceshi", "units.yaml")

    return read


def bound(roster, *rules):
    found, tree = roster() if callable(roster) else roster
    assert tree.problems == []
    pack = Pack(name="ceshi/notice", document=DOCUMENT, rules=rules)
    return [(each.rule.id, each.unit.id, each.role, each.names) for each in bindings(pack, found)]


def rule(name="a", **given):
    return make_rule(**({"id": name, "actors": ("各乡镇",)} | given))


@pytest.mark.parametrize(
    ("clause", "unit"),
    [("二/（一）/1", "east"), ("二/（一）", "east"), ("二/（二）", "west"), ("二", "west"),
     ("二十", "bureau"), ("三/二", "bureau")],
)  # fmt: skip
def test_the_nearest_wording_around_a_clause_wins(roster, clause, unit):
    assert bound(roster, rule(actors=("主管部门",), clause=clause)) == [
        ("a", unit, "owner", ("主管部门",))
    ]


def test_each_unit_has_its_strongest_role_and_all_names_that_reach_it(roster):
    told = rule(actors=("各乡镇", "东镇"), lead=("县长", "东镇"), assist=("应急局", "西乡", "县长"))
    assert bound(roster, told) == [
        ("a", "east", "owner", ("各乡镇", "东镇")), ("a", "west", "owner", ("各乡镇",)),
        ("a", "boss", "lead", ("县长",)), ("a", "bureau", "assist", ("应急局",)),
    ]  # fmt: skip


def test_the_tail_binds_without_a_subject_and_sees_to_those_outside(roster):
    assert bound(roster, rule(actors=(), responsible=("应急局",))) == [
        ("a", "bureau", "owner", ("应急局",))
    ]
    outside = {"actors": (), "responsible": ("应急局",), "outside": ("各企业",)}
    assert bound(roster, rule(**outside)) == [("a", "bureau", "supervise", ("应急局",))]
    both = outside | {"actors": ("东镇",)}
    assert bound(roster, rule(**both)) == [("a", "east", "owner", ("东镇",))]


def test_a_joint_duty_is_the_first_leading_bodys_else_the_first_of_all(roster):
    joint = {"jointly": True, "actors": ("东镇", "西乡")}
    assert bound(roster, rule(**joint, lead=("应急局",))) == [
        ("a", "bureau", "owner", ("应急局",)), ("a", "east", "assist", ("东镇",)),
        ("a", "west", "assist", ("西乡",)),
    ]  # fmt: skip
    assert bound(roster, rule(**joint, lead=("县长",))) == [
        ("a", "east", "owner", ("东镇",)), ("a", "boss", "lead", ("县长",)),
        ("a", "west", "assist", ("西乡",)),
    ]  # fmt: skip


def test_only_those_with_an_attribute_are_bound_and_a_stricter_rule_takes_its_own(roster):
    assert bound(roster, rule(only=("high-risk",))) == [("a", "east", "owner", ("各乡镇",))]
    assert bound(roster, rule(only=("other",))) == []
    strict = rule("b", actors=("东镇",), replaces=("a",))
    assert bound(roster, rule(), strict) == [
        ("a", "west", "owner", ("各乡镇",)), ("b", "east", "owner", ("东镇",)),
    ]  # fmt: skip


def test_a_name_that_only_closes_a_list_binds_nobody_more():
    units = tuple(Unit(place="ceshi", id=each, name=each) for each in ("甲", "乙"))
    closing = Roster(
        place="ceshi", name="x", office="y", units=units, closing=frozenset({"有关部门"}),
        answers={"甲": units[:1], "乙": units[1:], "有关部门": units},
    )  # fmt: skip
    pack = Pack(name="ceshi/notice", document=DOCUMENT, rules=())

    def reached(*actors, roster=closing):
        named = replace(pack, rules=(rule(actors=actors),))
        return [each.unit.id for each in bindings(named, roster)]

    assert reached("甲", "有关部门") == ["甲"]
    assert reached("有关部门") == ["甲", "乙"]
    said = {("有关部门", "ceshi/notice"): units[1:]}
    assert reached("甲", "有关部门", roster=replace(closing, wordings=said)) == ["甲", "乙"]
    assert reached("丙", "有关部门") == ["甲", "乙"]


def test_whom_it_must_reach_is_counted_where_the_roster_lists_each(roster):
    found, _tree = roster()
    covers = rule(actors=("应急局",), over=("各乡镇",))
    (one,) = bindings(Pack(name="ceshi/notice", document=DOCUMENT, rules=(covers,)), found)
    assert [each.id for each in one.covers] == ["east", "west"]
    own = rule(actors=("东镇",), over=("各乡镇",))
    (one,) = bindings(Pack(name="ceshi/notice", document=DOCUMENT, rules=(own,)), found)
    assert [each.id for each in one.covers] == ["west"]
    assert uncounted(covers, found) == ()
    assert uncounted(replace(covers, over=("各站所", "各乡镇", "某某")), found) == (
        "各站所",
        "某某",
    )
    partly = replace(covers, over=("各站所", "各乡镇"))
    (one,) = bindings(Pack(name="ceshi/notice", document=DOCUMENT, rules=(partly,)), found)
    assert one.covers == ()


def test_names_that_nobody_answers_to_are_listed_and_those_outside_are_not(roster):
    found, _tree = roster()
    told = rule(
        actors=("各企业", "北镇"), responsible=("应急局",), lead=("书记",), assist=("东镇",)
    )
    pack = Pack(name="ceshi/notice", document=DOCUMENT, rules=(told,))
    assert list(unanswered(pack, found)) == [("a", "actors", "北镇"), ("a", "lead", "书记")]


LAW = Unit(place="national", id="county", name="县级政府")
CITY = Unit(place="national", id="city", name="市级政府")
EAST, WEST = (Unit(place="ceshi", id=each, name=each) for each in ("east", "west"))


def test_who_is_a_body_of_a_statute_is_bound_in_its_place_once():
    law = make_rule(pack="national/law", id="a")
    bodies = [
        Binding(rule=law, unit=LAW, names=("县级",)),
        Binding(rule=law, unit=CITY, names=("市级",), role="lead"),
    ]

    def of(**means):
        keys = {f"national/{key}": units for key, units in means.items()}
        here = Roster(place="ceshi", name="x", office="y", units=(), statutes=keys)
        return [
            (each.unit.id, each.role, each.names, each.stands_for)
            for each in stand_ins(bodies, here)
        ]

    assert of() == []
    assert of(county=(EAST,)) == [("east", "owner", ("县级",), ("national/county",))]
    assert of(county=(EAST, WEST)) == [
        ("east", "owner", ("县级",), ()), ("west", "owner", ("县级",), ()),
    ]  # fmt: skip
    assert of(county=(EAST,), city=(EAST,)) == [
        ("east", "owner", ("县级", "市级"), ("national/county", "national/city"))
    ]


def test_a_stricter_rule_below_displaces_for_its_owners_alone():
    above = make_rule(pack="city/x", id="a")
    upper = [Binding(rule=above, unit=unit, names=()) for unit in (EAST, WEST)]
    upper.append(Binding(rule=above, unit=EAST, names=(), role="lead"))
    strict = make_rule(id="b", replaces_above=("city/x:a",))
    for role, left in (("owner", ["west", "east"]), ("supervise", ["west", "east"]),
                       ("lead", ["east", "west", "east"])):  # fmt: skip
        nearer = [Binding(rule=strict, unit=EAST, names=(), role=role)]
        assert [each.unit.id for each in without(upper, nearer)] == left
    other = [Binding(rule=make_rule(replaces_above=("city/x:b",)), unit=EAST, names=())]
    assert len(without(upper, other)) == 3


# Rosters


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: west,", "id: east,", 'two entries have the id "east"'),
        ("id: west,", "id: nul,", "is the name of a device on Windows"),
        ("name: 西乡", "name: 东 镇", '"东 镇" already names "east"'),
        ("members: [east, west]", "members: [east, boss]", 'no entry here has the id "boss"'),
        ("members: [east, west]", "members: [east, towns]", 'no entry here has the id "towns"'),
        ("name: 各站所}", "name: 各站所, within: towns}", 'no entry here has the id "towns"'),
        ("name: 各站所}", "name: 各站所, within: shops}", 'no entry here has the id "shops"'),
        ("of: bureau", "of: boss", 'no entry here has the id "boss"'),
        ("means: [bureau]", "means: [nobody]", 'no entry here has the id "nobody"'),
        ('within: "ceshi/notice:二"', "within: ceshi/notice", "is given a meaning twice within"),
        ('within: "ceshi/notice:二/（一）"', 'within: "ceshi/notice: 二"',
         "is given a meaning twice within"),
    ],
)  # fmt: skip
def test_what_a_roster_says_wrongly_is_told(roster, old, new, message):
    text = ROSTER.replace(old, new, 1)
    assert text != ROSTER
    found, tree = roster(text)
    assert found is None
    assert any(message in each.message for each in tree.problems)


def test_groups_stand_for_their_members_and_unlisted_ones_for_themselves(roster):
    found, _tree = roster()
    assert [each.id for each in found.stands_for["towns"]] == ["east", "west"]
    assert [each.kind for each in found.stands_for["shops"]] == ["group"]
    assert found.ids == {"east", "west", "bureau", "towns", "shops", "boss"}
    ids = found.unit_ids()
    assert (ids["东镇"], ids["各乡镇"], ids["各站所"], ids["县长"]) == ("east", None, None, None)
    within = ROSTER.replace("name: 各站所}", "name: 各站所}\n  - {id: s, name: 站, within: shops}")
    found, tree = roster(within)
    assert tree.problems == []
    assert found.stands_for["s"][0].within == "shops"


# Events


LARGER = (("level", ("较大",)),)


def kind(name, *names, **given):
    return EventKind(id=name, names=names or (f"{name}名",), **given)


def faults(*table, clocks=("p:r",)):
    return [way for way, _message in kind_faults(table, join_kinds([table]), clocks)]


@pytest.mark.parametrize(
    ("table", "ways"),
    [
        ([kind("a"), kind("b", follows="a", after=("p:r",))], []),
        ([kind("a"), kind("b", "a名")], [(1, "name")]),
        ([kind("a"), kind("b", "a")], [(1, "name")]),
        ([kind("a", follows="x")], [(0, "follows")]),
        ([kind("a", part_of="x", given=(("k", ("v",)),))], [(0, "part_of")]),
        ([kind("a"), kind("b", part_of="a")], [(1, "given")]),
        ([kind("a", given=(("k", ("v",)),))], [(0, "given")]),
        ([kind("a"), kind("b", follows="a", after=("p:x",))], [(1, "after")]),
        ([kind("a", after=("p:r",))], [(0, "after")]),
        ([kind("a", follows="a")], [(0, "id")]),
        ([kind("a", follows="b"), kind("b", follows="a")], [(0, "id"), (1, "id")]),
        ([kind("a"), kind("b", follows="a"), kind("c", follows="a")], []),
    ],
)
def test_each_fault_of_a_table_of_events_is_told_in_its_place(table, ways):
    assert faults(*table) == ways


def test_a_wording_means_its_event_with_what_its_names_tell_on_the_way():
    table = [
        kind("accident", "事故"),
        kind("larger", "较大事故", part_of="accident", given=LARGER, reading="读一"),
        kind("large-fire", "较大火灾", part_of="larger", given=(("kind", ("火灾",)),)),
        kind("heard", "接报", follows="accident"),
    ]  # fmt: skip
    kinds = join_kinds([table])
    found = kinds.meaning("较大 火灾")
    assert (found.kind.id, found.given, found.readings) == (
        "accident", (("kind", ("火灾",)), ("level", ("较大",))), ("读一",),
    )  # fmt: skip
    assert kinds.meaning("没有的").kind.id == "没有的"
    assert (kinds.shown("heard"), kinds.shown("接报")) == ("接报", "接报")
    assert [each.id for each in kinds.path("heard", "accident")] == ["heard"]
    assert kinds.path("accident", "accident") == ()
    assert kinds.path("accident", "heard") is None
    assert kinds.path("none", "accident") is None
    both = join_kinds(
        [[kind("a", "甲", reading="一")], [kind("a", "乙", reading="二", follows="b")]]
    )
    assert (both.by_id["a"].names, both.by_id["a"].reading, both.by_id["a"].follows) == (
        ("甲", "乙"), "一", "b",
    )  # fmt: skip


def test_what_was_recorded_under_a_key_could_be_of_one_rule_alone():
    def told(*rules):
        pack = Pack(name="ceshi/notice", document=DOCUMENT, rules=rules)
        return [(rule_id, key) for _pack, rule_id, key, _message in former_faults([pack])]

    assert told(rule("a", formerly=("p:x",)), rule("b", formerly=("p:y",))) == []
    assert told(rule("a", formerly=("p:x",)), rule("b", formerly=("p:x",))) == [("b", "p:x")]
    assert told(rule("a", formerly=("ceshi/notice:b",)), rule("b")) == [("a", "ceshi/notice:b")]
    assert told(rule("a", formerly=("ceshi/notice:a",))) == [("a", "ceshi/notice:a")]


def test_a_name_is_found_where_it_stands_in_its_file(tmp_path):
    file = tmp_path / "p.yaml"
    file.write_text("rules:\n  - x\n  - {id: a, actors: [甲, 乙], lead: 丙}\n", encoding="utf-8")
    tree = read_tree(file, "p.yaml")
    assert way_to_name(tree, "a", "actors", "乙") == ("rules", 1, "actors", 1)
    assert way_to_name(tree, "a", "actors", "丁") == ("rules", 1, "actors")
    assert way_to_name(tree, "a", "lead", "丙") == ("rules", 1, "lead")
    assert way_to_name(tree, "b", "actors", "乙") == ()


# Levels


@pytest.mark.parametrize(
    ("above", "found", "message"),
    [
        ({}, {}, ""),
        ({"county": "city"}, {"county": ("city",)}, ""),
        ({"town": "county", "county": "city"},
         {"town": ("county", "city"), "county": ("city",)}, ""),
        ({"town": "city/county", "county": "city"},
         {"town": ("county", "city"), "county": ("city",)}, ""),
        ({"town": "city/county"}, {},
         '"city/county" is not how the places stand: above county is nothing'),
        ({"town": "city/county", "county": "other"}, {"county": ("other",)},
         '"city/county" is not how the places stand: above county is other'),
        ({"county": "county"}, {}, "a place cannot inherit from itself: county → county"),
        ({"county": "none"}, {}, 'no place is called "none"'),
        ({"town": "county", "county": "city", "city": "county"}, {},
         "what stands above goes round: town → county → city → county"),
    ],
)  # fmt: skip
def test_the_places_above_are_followed_to_the_last(tmp_path, above, found, message):
    places = ("city", "county", "other", "town")
    for place in places:
        (tmp_path / place).mkdir()
        if place in above:
            (tmp_path / place / "place.yaml").write_text(f"above: {above[place]}\n", "utf-8")
    levels, problems = read_levels(tmp_path, places, dict.fromkeys(places), "rules")
    assert levels == found
    assert message in "".join(map(str, problems))
    assert bool(problems) is bool(message)
