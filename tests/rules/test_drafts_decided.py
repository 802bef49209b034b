"""What a person decides of a draft; how it comes into use and goes out again, whole or not."""

import datetime as dt
import json
import os
import stat
from dataclasses import replace

import pytest
import yaml
from conftest import PACK, UNITS, make_rule

from cadence.core import CadenceError, InputError, Policy, Put, Remove
from cadence.core.dates import SHANGHAI
from cadence.core.rule import Pack
from cadence.rules.contact_changes import change_contacts
from cadence.rules.decided import (
    keep_decided,
    policy_entries,
    put_decided,
    read_decided,
    taken_from,
)
from cadence.rules.drafts import is_draft, published
from cadence.rules.example import EXAMPLE, add_example, add_place, make_workspace
from cadence.rules.former import former, put_back
from cadence.rules.in_use import COPIES, change_checked, keep_copy, take_into_use, take_out_of_use
from cadence.rules.naming import pack_named, place_named, unit_named, units_named
from cadence.rules.packs import read_pack
from cadence.rules.taken_back import take_back
from cadence.rules.verdicts import (
    SURE,
    ChangedError,
    change_document,
    change_rule,
    changed_rule,
    decide,
    is_sure,
    marks_of,
    reopen,
    set_superseded,
    settle,
)
from cadence.rules.workspace import read_workspace

NOW = dt.datetime(2026, 11, 26, 10, 25, 0, tzinfo=SHANGHAI)
RULES = ("monthly-meeting", "quarterly-standing-committee", "always", "sometimes")
DRAFT = PACK.replace("测安委〔2022〕1号", "测安委〔2023〕9号")


@pytest.fixture
def draft(workspace_folder):
    """A draft beside rules/, of four rules without verdicts."""
    file = workspace_folder / "drafts" / "ceshi" / "winter.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(DRAFT, encoding="utf-8")
    return file


def rules_of(file):
    return {each["id"]: each for each in yaml.safe_load(file.read_text("utf-8"))["rules"]}


def verdicts_of(file):
    return {key: each.get("verdict") for key, each in rules_of(file).items()}


@pytest.mark.parametrize(
    ("given", "sure"),
    [
        ({"confidence": SURE}, True),
        ({"confidence": SURE - 0.01}, False),
        ({"confidence": None}, True),
        ({"confidence": 0.99, "questions": ("哪一天？",)}, False),
        ({"confidence": 0.99, "verdict": "accepted"}, False),
        ({"confidence": 0.99, "drafted": None}, False),
    ],
)
def test_a_reading_is_sure_that_was_drafted_without_doubt_or_question(given, sure):
    assert is_sure(make_rule(**({"drafted": "x"} | given))) is sure


def test_verdicts_are_written_beside_their_rules_and_nothing_else_is(draft):
    assert decide(draft, {RULES[0]: "accepted", RULES[2]: "refused"}) == 2
    assert verdicts_of(draft) == dict(zip(RULES, ("accepted", None, "refused", None), strict=True))
    with pytest.raises(CadenceError, match=r'no rule "monthly-meating".*"monthly-meeting"'):
        decide(draft, {RULES[1]: "accepted", "monthly-meating": "accepted"})
    assert verdicts_of(draft)[RULES[1]] is None


def test_what_somebody_else_changed_meanwhile_is_not_decided_on(draft):
    seen = marks_of(draft)
    assert set(seen) == set(RULES)
    decide(draft, {RULES[0]: "accepted"}, seen)
    now = marks_of(draft)
    assert {key for key in RULES if now[key] != seen[key]} == {RULES[0]}
    before = draft.read_bytes()
    for attempt in (
        lambda: decide(draft, {RULES[1]: "accepted", RULES[0]: "refused"}, seen),
        lambda: reopen(draft, RULES[0], seen),
        lambda: change_rule(draft, RULES[0], {"act": "开会"}, seen),
        lambda: changed_rule(draft, RULES[0], {"act": "开会"}, seen),
        lambda: decide(draft, {RULES[1]: "accepted"}, {}),
    ):
        with pytest.raises(ChangedError):
            attempt()
        assert draft.read_bytes() == before
    decide(draft, {RULES[1]: "accepted"}, seen)  # that one nobody has touched


def test_a_verdict_is_taken_back_once_and_what_was_edited_stays(draft):
    change_rule(draft, RULES[0], {"act": "召开例会"})
    assert (rules_of(draft)[RULES[0]]["verdict"], rules_of(draft)[RULES[0]]["act"]) == (
        "edited", "召开例会",
    )  # fmt: skip
    reopen(draft, RULES[0])
    assert verdicts_of(draft)[RULES[0]] is None
    assert rules_of(draft)[RULES[0]]["act"] == "召开例会"
    before = draft.read_bytes()
    reopen(draft, RULES[0])
    assert draft.read_bytes() == before
    with pytest.raises(CadenceError, match='no rule "nobody"'):
        reopen(draft, "nobody")


def test_several_rules_are_settled_at_once_or_none(draft):
    assert settle(draft, {}) == 0
    said = {RULES[0]: ("edited", {"act": "召开例会"}), RULES[1]: (None, {"act": "开常委会"})}
    assert settle(draft, said) == 2
    assert (verdicts_of(draft)[RULES[0]], verdicts_of(draft)[RULES[1]]) == ("edited", None)
    assert rules_of(draft)[RULES[1]]["act"] == "开常委会"
    before = draft.read_bytes()
    with pytest.raises(InputError):
        settle(
            draft, {RULES[0]: ("edited", {"act": "好"}), RULES[1]: ("edited", {"category": "?"})}
        )
    assert draft.read_bytes() == before
    with pytest.raises(CadenceError, match='no rule "nobody"'):
        settle(draft, {"nobody": ("accepted", {})})
    assert settle(draft, {RULES[0]: (None, {})}) == 0


def test_a_rule_is_shown_as_it_would_be_and_stays_as_it_is(draft):
    before = draft.read_bytes()
    found = changed_rule(draft, RULES[0], {"act": "召开例会"})
    assert (found.id, found.act, found.verdict) == (RULES[0], "召开例会", "edited")
    assert draft.read_bytes() == before


def test_the_document_is_put_right_and_a_key_taken_out(draft):
    change_document(draft, {"number": None, "title": "新标题", "until": None})
    said = yaml.safe_load(draft.read_text("utf-8"))["document"]
    assert (said["title"], "number" in said) == ("新标题", False)
    before = draft.read_bytes()
    with pytest.raises(InputError):
        change_document(draft, {"effective": "kein Tag"})
    assert draft.read_bytes() == before


def test_what_a_draft_takes_over_from_is_said_and_taken_back(draft):
    set_superseded(draft, ())
    assert "supersedes" not in draft.read_text("utf-8")
    set_superseded(draft, ["ceshi/notice"])
    assert yaml.safe_load(draft.read_text("utf-8"))["supersedes"] == [{"pack": "ceshi/notice"}]
    set_superseded(draft, ())
    assert not yaml.safe_load(draft.read_text("utf-8")).get("supersedes")


QUARTERLY = {
    "rule": "ceshi/winter:sometimes",
    "timing": {"kind": "cadence", "period": "quarter"},
    "by": "县安委办",
    "on": "2026-11-20",
}


def test_a_decision_about_a_draft_waits_beside_it_one_for_each_rule(draft):
    beside = draft.with_suffix(".decided")
    assert read_decided(draft) == ()
    keep_decided(draft, "sometimes", QUARTERLY)
    keep_decided(draft, "always", QUARTERLY | {"rule": "ceshi/winter:always", "document": "纪要"})
    keep_decided(draft, "sometimes", QUARTERLY | {"by": "县政府"})
    assert [(each.rule, each.by, each.document) for each in read_decided(draft)] == [
        ("always", "县安委办", "纪要"), ("sometimes", "县政府", None),
    ]  # fmt: skip
    keep_decided(draft, "always", None)
    assert [each.rule for each in read_decided(draft)] == ["sometimes"]
    pack, _tree = read_pack(draft, "ceshi/winter", draft.name)
    assert [each["rule"] for each in policy_entries(draft, pack)] == ["ceshi/winter:sometimes"]
    assert policy_entries(draft, None) == []
    decided = replace(pack, rules=tuple(each for each in pack.rules if each.id != "sometimes"))
    assert policy_entries(draft, decided) == []
    before = beside.read_bytes()
    with pytest.raises(CadenceError, match="cannot be read"):
        keep_decided(draft, "always", {"rule": "ceshi/winter:always"})
    assert beside.read_bytes() == before
    keep_decided(draft, "sometimes", None)
    assert not beside.exists()
    put_decided(draft, [], None)


def test_what_a_policy_decided_of_one_pack_is_taken_from_it_alone(workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    listed = ["ceshi/winter:sometimes", "ceshi/notice:a", "ceshi/winter:other", "ceshi/winters:a"]
    said = {"decisions": [QUARTERLY | {"rule": each} for each in listed]}
    policy.write_text(json.dumps(said), encoding="utf-8")
    found, edits = taken_from(policy, "ceshi/winter")
    assert [each["rule"] for each in found] == ["ceshi/winter:sometimes", "ceshi/winter:other"]
    assert edits == [Remove(("decisions", 2)), Remove(("decisions", 0))]
    assert taken_from(policy, "ceshi/other") == ([], [])
    assert taken_from(policy.with_name("none.yaml"), "ceshi/winter") == ([], [])
    policy.write_text("grace_days: 1\n", encoding="utf-8")
    assert taken_from(policy, "ceshi/winter") == ([], [])


def copies(folder):
    return sorted(each.name for each in (folder / COPIES).glob("*"))


def test_a_draft_comes_into_use_with_what_was_decided_and_goes_out_with_it(workspace_folder, draft):
    keep_decided(draft, "sometimes", QUARTERLY)
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    written = draft.read_bytes()
    used = take_into_use(workspace_folder, draft, "ceshi", NOW)
    assert used == workspace_folder / "rules" / "ceshi" / "winter.yaml"
    assert used.read_bytes() == written
    assert not draft.exists()
    assert not draft.with_suffix(".decided").exists()
    told = yaml.safe_load(policy.read_text("utf-8"))["decisions"]
    assert [each["rule"] for each in told] == ["ceshi/winter:sometimes"]
    assert copies(workspace_folder) == [
        "20261126-102500-ceshi-policy.yaml", "20261126-102500-ceshi-winter.yaml",
    ]  # fmt: skip
    back = take_out_of_use(workspace_folder, used, draft.parent, NOW)
    assert (back, back.read_bytes()) == (draft, written)
    assert not used.exists()
    assert [each.rule for each in read_decided(draft)] == ["sometimes"]
    assert not yaml.safe_load(policy.read_text("utf-8")).get("decisions")


def test_a_draft_without_decisions_leaves_the_policy_as_it_was(workspace_folder, draft):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    before = policy.read_bytes()
    used = take_into_use(workspace_folder, draft, "ceshi", NOW)
    assert policy.read_bytes() == before
    take_out_of_use(workspace_folder, used, draft.parent / "made anew", NOW)
    assert policy.read_bytes() == before
    assert not (draft.parent / "made anew" / "winter.decided").exists()


def test_what_does_not_load_or_is_there_already_leaves_everything_as_it_was(
    workspace_folder, draft
):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    before = policy.read_bytes()
    notice = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    same = draft.with_name("notice.yaml")
    same.write_text(DRAFT, encoding="utf-8")
    with pytest.raises(CadenceError, match="is there already; take that one out of use first"):
        take_into_use(workspace_folder, same, "ceshi", NOW)
    with pytest.raises(CadenceError, match="is there already; decide on that draft first"):
        take_out_of_use(workspace_folder, notice, draft.parent, NOW)
    keep_decided(draft, "sometimes", QUARTERLY)
    draft.write_text(DRAFT.replace("[各乡镇]", "[无此单位]"), encoding="utf-8")
    with pytest.raises(CadenceError):
        take_into_use(workspace_folder, draft, "ceshi", NOW)
    assert draft.exists()
    assert not (notice.parent / "winter.yaml").exists()
    assert policy.read_bytes() == before
    # Another pack needs this one.
    draft.write_text(DRAFT + "supersedes:\n  - {pack: ceshi/notice}\n", encoding="utf-8")
    draft.with_suffix(".decided").unlink()
    take_into_use(workspace_folder, draft, "ceshi", NOW)
    kept = notice.read_bytes()
    with pytest.raises(CadenceError):
        take_out_of_use(workspace_folder, notice, draft.parent / "other", NOW)
    assert notice.read_bytes() == kept


def test_copies_of_one_second_are_numbered_and_none_is_written_over(workspace_folder):
    file = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    for number in range(3):
        file.write_text(f"grace_days: {number}\n", encoding="utf-8")
        keep_copy(workspace_folder, file, NOW)
    assert copies(workspace_folder) == [
        "20261126-102500-2-ceshi-policy.yaml", "20261126-102500-3-ceshi-policy.yaml",
        "20261126-102500-ceshi-policy.yaml",
    ]  # fmt: skip
    said = [
        (workspace_folder / COPIES / each).read_text("utf-8") for each in copies(workspace_folder)
    ]
    assert said == ["grace_days: 1\n", "grace_days: 2\n", "grace_days: 0\n"]


def test_what_a_file_said_within_one_second_is_listed_in_its_order(workspace_folder):
    file = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    for number in range(3):
        file.write_text(f"grace_days: {number}\n", encoding="utf-8")
        keep_copy(workspace_folder, file, NOW)
    file.write_text("grace_days: 3\n", encoding="utf-8")
    found = {each.text: each.later for each in former(workspace_folder, "ceshi")}
    assert found == {f"grace_days: {n}\n": f"grace_days: {n + 1}\n" for n in range(3)}


def test_a_change_that_does_not_load_is_taken_back_and_a_new_file_with_it(workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    before = policy.read_bytes()
    with pytest.raises(CadenceError):
        change_checked(workspace_folder, policy, [Put(("grace_days",), "kein")], NOW)
    assert policy.read_bytes() == before
    assert len(copies(workspace_folder)) == 1
    policy.unlink()
    with pytest.raises(CadenceError):
        change_checked(workspace_folder, policy, [Put(("grace_days",), "kein")], NOW)
    assert not policy.exists()
    change_checked(workspace_folder, policy, [Put(("grace_days",), 3)], NOW)
    assert yaml.safe_load(policy.read_text("utf-8")) == {"grace_days": 3}
    assert len(copies(workspace_folder)) == 1  # of what was not there, no copy


def test_what_files_said_before_is_listed_the_newest_first_and_equal_neighbours_once(
    workspace_folder,
):
    file = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    for minute, days in enumerate((1, 1, 2, 3)):
        file.write_text(f"grace_days: {days}\n", encoding="utf-8")
        keep_copy(workspace_folder, file, NOW + dt.timedelta(minutes=minute))
    for other in ("20261126-999999-ceshi-policy.yaml", "notes.yaml",
                  "20261126-102500-ceshixian-policy.yaml"):  # fmt: skip
        (workspace_folder / COPIES / other).write_text("grace_days: 9\n", encoding="utf-8")
    found = former(workspace_folder, "ceshi")
    # The last copy says what the file does, and the first what the second does.
    assert [(each.text, each.later, each.name) for each in found] == [
        ("grace_days: 2\n", "grace_days: 3\n", "policy.yaml"),
        ("grace_days: 1\n", "grace_days: 2\n", "policy.yaml"),
    ]
    assert found[0].at == NOW + dt.timedelta(minutes=2)
    file.unlink()
    assert former(workspace_folder, "ceshi")[0].later is None
    assert former(workspace_folder, "elsewhere") == []


def test_a_former_state_is_put_back_and_what_it_replaces_is_kept(workspace_folder):
    file = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    change_checked(workspace_folder, file, [Put(("grace_days",), 3)], NOW)
    later = NOW + dt.timedelta(minutes=1)
    (state,) = former(workspace_folder, "ceshi")
    assert put_back(workspace_folder, "ceshi", state.key, later) == "policy.yaml"
    assert "grace_days" not in file.read_text("utf-8")
    assert "grace_days: 3" in former(workspace_folder, "ceshi")[0].text
    file.unlink()
    assert put_back(workspace_folder, "ceshi", state.key, later) == "policy.yaml"
    assert file.read_text("utf-8") == state.text
    with pytest.raises(CadenceError, match="no copy is called nobody"):
        put_back(workspace_folder, "ceshi", "nobody", later)


def test_a_former_state_that_does_not_load_any_more_is_not_put_back(workspace_folder):
    roster = workspace_folder / "rules" / "ceshi" / "units.yaml"
    bare = UNITS.replace("  - {id: departments, name: 县直有关部门}\n", "")
    keep_copy(workspace_folder, roster, NOW)
    kept = workspace_folder / COPIES / copies(workspace_folder)[0]
    kept.write_text(bare, encoding="utf-8")
    before = roster.read_bytes()
    with pytest.raises(CadenceError):
        put_back(workspace_folder, "ceshi", kept.name, NOW)
    assert roster.read_bytes() == before
    with pytest.raises(CadenceError):
        take_back(workspace_folder, roster, NOW)
    assert roster.read_bytes() == before


def test_the_last_change_is_taken_back_and_so_is_that(workspace_folder):
    file = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    with pytest.raises(CadenceError, match="no earlier copy of"):
        take_back(workspace_folder, file, NOW)
    first = file.read_bytes()
    change_checked(workspace_folder, file, [Put(("grace_days",), 3)], NOW)
    second = file.read_bytes()
    os.utime(workspace_folder / COPIES / copies(workspace_folder)[0], (1, 1))
    keep_copy(workspace_folder, file, NOW)  # a copy of what it says now is no earlier state
    take_back(workspace_folder, file, NOW)
    assert file.read_bytes() == first
    take_back(workspace_folder, file, NOW)
    assert file.read_bytes() == second


def test_addresses_stand_in_a_file_that_nobody_else_reads_and_a_bad_one_in_none(workspace_folder):
    roster = read_workspace(workspace_folder).rosters["ceshi"]
    folder = workspace_folder / "rules"
    file = folder / "ceshi" / "contacts.yaml"
    with pytest.raises(InputError):
        change_contacts(folder, roster, [Put(("office",), ["no address"])])
    assert not file.exists()
    change_contacts(folder, roster, [Put(("office",), ["ntfy://localhost/one"])])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text("utf-8").startswith("# yaml-language-server")
    before = file.read_bytes()
    with pytest.raises(InputError):
        change_contacts(folder, roster, [Put(("office",), ["no address"])])
    assert file.read_bytes() == before
    change_contacts(folder, roster, [Put(("office",), ["ntfy://localhost/two"])])
    assert yaml.safe_load(file.read_text("utf-8")) == {"office": ["ntfy://localhost/two"]}
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CadenceError, match="UTF-8"):
        change_contacts(folder, roster, [])


def test_a_place_a_unit_and_a_pack_are_meant_by_any_of_their_names(workspace_folder):
    workspace = read_workspace(workspace_folder)
    rosters, packs = workspace.rosters, workspace.packs
    assert [place_named(rosters, each) for each in ("ceshi", "测试县", "测试")] == ["ceshi"] * 3
    with pytest.raises(CadenceError, match='no place is called "测试"'):
        place_named(rosters | {"other": rosters["ceshi"]}, "测试")
    assert [each.id for each in units_named(rosters, "各乡镇")] == ["east", "west"]
    assert [each.id for each in units_named(rosters, "townships")] == ["east", "west"]
    assert units_named(rosters, "ceshi/east") == units_named(rosters, "东镇人民政府")
    with pytest.raises(CadenceError, match='no unit has the id "aest"'):
        units_named(rosters, "aest")
    with pytest.raises(CadenceError, match='no unit has the id "east"'):
        units_named(rosters, "east", "elsewhere")
    assert unit_named(rosters, "应急局").id == "bureau"
    with pytest.raises(
        CadenceError, match=r'"各乡镇" means several units; write one of: ceshi/east, '
    ):
        unit_named(rosters, "各乡镇")
    (pack,) = packs
    for name in ("ceshi/notice", "测安委〔2022〕1号", "测安委(2022)1号", pack.document.title):
        assert pack_named(packs, name) is pack
    twin = replace(pack, name="ceshi/twin")
    assert pack_named((pack, twin), "ceshi/notice") is pack
    with pytest.raises(
        CadenceError, match="means several packs; write one of: ceshi/notice, ceshi/t"
    ):
        pack_named((pack, twin), pack.document.title)
    with pytest.raises(CadenceError, match=r'no pack is called "ceshi/notise".*"ceshi/notice"'):
        pack_named(packs, "ceshi/notise")


def test_a_unit_of_two_places_is_asked_for_with_its_place(workspace_folder):
    other = workspace_folder / "rules" / "other"
    other.mkdir()
    (other / "units.yaml").write_text(UNITS.replace("测试县", "别县"), encoding="utf-8")
    rosters = read_workspace(workspace_folder).rosters
    with pytest.raises(
        CadenceError, match='several places have a unit "east"; write one of: ceshi/'
    ):
        unit_named(rosters, "east")
    assert unit_named(rosters, "east", "other").key == "other/east"


def drafted(**given):
    rules = tuple(make_rule(id=each, drafted="x", **given) for each in ("a", "b"))
    checked = make_rule(id="c", drafted="x", verdict="accepted")
    return Pack(name="ceshi/notice", document=rules[0].document, rules=(*rules, checked))


def test_what_nobody_has_checked_is_left_out_or_marked_as_its_office_says():
    pack = drafted()
    assert is_draft(pack)
    assert not is_draft(replace(pack, rules=pack.rules[2:]))
    for policies in ({}, {"ceshi": Policy(drafts="hidden")}):
        (shown,) = published([pack], policies)
        assert [each.id for each in shown.rules] == ["c"]
    (shown,) = published([pack], {"ceshi": Policy(drafts="shown")})
    assert [each.act[:6] for each in shown.rules] == ["【草稿未核】"] * 2 + ["召开安全专题"]
    assert shown.document.number == "测安委〔2022〕1号（草稿未核）"
    assert shown.document.title.endswith("（草稿未核）")
    assert shown.rules[0].document == shown.document
    assert shown.rules[2].document == pack.document
    bare = replace(pack, document=replace(pack.document, number=None))
    (shown,) = published([bare], {"ceshi": Policy(drafts="shown")})
    assert shown.document.number is None


@pytest.mark.parametrize(("drafts", "said"), [("hidden", "not published"), ("shown", "草稿未核")])
def test_drafts_warn_of_themselves_and_of_names_that_bind_nobody(workspace_folder, drafts, said):
    place = workspace_folder / "rules" / "ceshi"
    (place / "policy.yaml").write_text(f"drafts: {drafts}\n", encoding="utf-8")
    text = PACK.replace("    evidence: 会议记录\n", "    evidence: 会议记录\n    drafted: x\n")
    (place / "notice.yaml").write_text(text, encoding="utf-8")
    (one,) = read_workspace(workspace_folder).warnings
    assert said in one
    assert "1 drafted rule has" in one
    text = text.replace("[各乡镇]", "[某某局]").replace(
        "[县应急局]\n", "[县应急局]\n    drafted: y\n"
    )
    (place / "notice.yaml").write_text(text, encoding="utf-8")
    one, unknown = read_workspace(workspace_folder).warnings
    assert "2 drafted rules have" in one
    assert unknown.endswith("not in rules/ceshi/units.yaml: 某某局")


def test_a_place_is_added_whole_or_not_at_all(workspace_folder):
    add_place(workspace_folder, "new", UNITS.replace("测试县", "新县"), "grace_days: 1\n")
    assert "new" in read_workspace(workspace_folder).rosters
    with pytest.raises(CadenceError, match="is there already"):
        add_place(workspace_folder, "new", UNITS, "")
    with pytest.raises(CadenceError):
        add_place(workspace_folder, "bad", UNITS, "grace_days: kein\n")
    assert not (workspace_folder / "rules" / "bad").exists()
    with pytest.raises(CadenceError, match="cannot be written"):
        add_place(workspace_folder, "no/such", UNITS, "")


def test_a_new_workspace_has_what_every_office_needs_and_an_example_on_request(tmp_path):
    today = dt.date(2026, 11, 26)
    bare = tmp_path / "bare"
    make_workspace(bare, today, example=False)
    assert sorted(each.name for each in (bare / "rules").iterdir()) == [
        ".schema", "national",
    ]  # fmt: skip
    assert (bare / "out").is_dir()
    assert not (bare / "名册模板.txt").exists()
    assert "双击" in (bare / "README.md").read_text("utf-8")
    assert add_example(bare, today) == EXAMPLE
    assert read_workspace(bare).policies[EXAMPLE].tracking_from == today
    with pytest.raises(CadenceError, match="is there already"):
        add_example(bare, today)
    there = tmp_path / "there"
    there.mkdir()
    make_workspace(there, today)
    assert (there / "名册模板.txt").exists()
    assert "cadence init" in (there / "README.md").read_text("utf-8")
    with pytest.raises(CadenceError, match="is not empty"):
        make_workspace(there, today)
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


@pytest.mark.parametrize("text", ["- 不是草稿\n", "document: 一行字\n"])
def test_a_file_that_is_no_draft_is_refused_and_left_as_it_is(tmp_path, text):
    file = tmp_path / "draft.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CadenceError):
        change_document(file, {"number": None, "title": "新标题"})
    assert file.read_text(encoding="utf-8") == text
