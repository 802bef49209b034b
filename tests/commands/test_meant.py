"""Names wherever ids are: places, units, groups and packs; occurrences by whose, what and when."""

import json

import pytest

from cadence.ledger import read_entries

PROOF = ("--on", "2022-06-20", "--evidence", "会议纪要6号")
JUNE = "ceshi/notice:monthly-meeting:2022-06@ceshi"


def ids(folder):
    return [each.fact.occurrence for each in read_entries(folder)]


@pytest.mark.parametrize("unit", ["east", "ceshi/east", "东镇", "东 镇"])
def test_a_unit_is_found_by_id_key_and_name_in_every_list(here, unit):
    for asked in (("occurrences",), ("check", "--all"), ("conflicts",)):
        ran = here(*asked, "--unit", unit, "--from", "2022-06-01", "--to", "2022-06-30")
        assert ran.returncode in {0, 1}, ran.stderr
    table = here("duty", "2022-06", "--unit", unit, "--format", "json")
    assert {each["unit"] for each in json.loads(table.stdout)} == {"east"}


def test_a_group_means_its_members(here):
    ran = here(
        "occurrences", "--unit", "各乡镇", "--from", "2022-06-01", "--to", "2022-06-30",
        "--format", "json",
    )  # fmt: skip
    assert {"east", "west"} <= {each["unit"] for each in json.loads(ran.stdout)}


@pytest.mark.parametrize("place", ["ceshi", "测试县", "测试"])
def test_a_place_is_found_by_its_folder_and_its_name(here, place):
    assert here("occurrences", "--place", place).returncode == 0


@pytest.mark.parametrize("pack", ["ceshi/notice", "测安委〔2022〕1号", "测安委(2022)1号"])
def test_a_pack_is_found_by_its_path_and_its_number(here, pack):
    ran = here("occurrences", "--pack", pack, "--from", "2022-06-01")
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--unit", "常务副县张"), 'no unit has the id "常务副县张"; did you mean "常务副县长"'),
        (("--place", "测试线"), 'no place is called "测试线"; did you mean "测试县"'),
        (("--pack", "ceshi/notise"), 'no pack is called "ceshi/notise"; did you mean'),
    ],
)
def test_what_nobody_answers_to_is_suggested(here, asked, words):
    ran = here("occurrences", *asked)
    assert (ran.returncode, words in ran.stderr) == (2, True)


def test_one_meeting_of_all_townships_is_one_line_typed(here, workspace_folder):
    ran = here("done", "--unit", "各乡镇", "--rule", "专题会议", "--month", "2022-06", *PROOF)
    assert ran.returncode == 0, ran.stderr
    assert sorted(ids(workspace_folder)) == [f"{JUNE}/east", f"{JUNE}/west"]


def test_several_units_are_named_one_by_one_and_each_once(here, workspace_folder):
    units = ("--unit", "东镇", "--unit", "west", "--unit", "各乡镇")
    here("done", *units, "--rule", "召开安全专题会议", "--month", "2022-06", *PROOF)
    assert sorted(ids(workspace_folder)) == [f"{JUNE}/east", f"{JUNE}/west"]


@pytest.mark.parametrize(
    "rule", ["monthly-meeting", "召开安全专题会议", "专题", "会议 安全", "每月至少召开"]
)
def test_a_duty_is_meant_by_id_act_words_of_it_or_of_the_text(here, workspace_folder, rule):
    here("done", "--unit", "东镇", "--rule", rule, "--month", "2022-06", *PROOF)
    assert ids(workspace_folder) == [f"{JUNE}/east"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--unit", "东镇"), "together"),
        (("--unit", "东镇", "--rule", "专题", "--month", "13"), "owes no"),
        (("--unit", "东镇", "--rule", "放烟花", "--month", "2022-06"), "no duty of these units"),
        (("--unit", "东镇", "--rule", "专题", "--month", "2021-01"), "owes no"),
        ((), "name occurrences by their ids"),
    ],
)
def test_words_that_mean_nothing_are_refused_and_nothing_is_recorded(
    here, workspace_folder, words, message
):
    ran = here("done", *words, *PROOF)
    assert (ran.returncode, message in ran.stderr) == (2, True)
    assert ids(workspace_folder) == []


def test_ids_and_words_together_are_one_too_many(here):
    ran = here("done", f"{JUNE}/east", "--unit", "东镇", *PROOF)
    assert "name occurrences by their ids, or by" in ran.stderr


def test_decisions_plans_and_traces_take_words_too(here, workspace_folder):
    words = ("--unit", "东镇", "--rule", "专题会议", "--month", "2022-06")
    assert "每月至少召开一次" in here("explain", *words).stdout
    assert here("plan", "set", *words, "--at", "2022-06-20 09:00").returncode == 0
    assert here("waive", *words, "--document", "决定", "--by", "主任").returncode == 0
    assert ids(workspace_folder) == [f"{JUNE}/east"] * 2


def chosen(folder):
    return [(each.fact.occurrence, each.fact.at) for each in read_entries(folder)]


def test_a_day_is_chosen_for_a_whole_group_and_taken_back_from_it(here, workspace_folder):
    words = ("--unit", "各乡镇", "--rule", "专题会议", "--month", "2022-06")
    assert here("plan", "set", *words, "--at", "2022-06-20 09:00").returncode == 0
    assert sorted(one for one, _at in chosen(workspace_folder)) == [f"{JUNE}/east", f"{JUNE}/west"]
    assert here("plan", "clear", *words).returncode == 0
    assert [at for _one, at in chosen(workspace_folder)][2:] == [None, None]


def test_where_one_of_several_may_not_nothing_is_recorded_and_each_is_named(here, workspace_folder):
    words = ("--rule", "专题会议", "--month", "2022-06")
    here("waive", "--unit", "西乡", *words, "--document", "决定", "--by", "主任")
    ran = here("plan", "set", "--unit", "各乡镇", *words, "--at", "2022-07-20 09:00")
    assert (ran.returncode, ran.stderr.count("@ceshi/")) == (2, 2)
    ran = here("done", "--unit", "各乡镇", "--unit", "县应急局", "--unit", "县委", *words, *PROOF)
    assert ran.returncode == 2
    assert all(f'"ceshi/{unit}" owes no' in ran.stderr for unit in ("bureau", "county"))
    assert len(ids(workspace_folder)) == 1


@pytest.mark.parametrize("listing", ["check", "occurrences"])
def test_the_numbers_of_the_last_listing_stand_for_its_rows(here, workspace_folder, listing):
    everything = ("--all",) if listing == "check" else ()
    asked = ("--unit", "各乡镇", "--from", "2022-06-01", "--to", "2022-06-30", *everything)
    shown = here(listing, *asked).stdout.splitlines()
    rows = {line.split()[0]: line.split()[-1] for line in shown[2:]}
    numbers = [number for number, one in rows.items() if one.startswith(JUNE)]
    assert shown[0].split()[0] == "序号"
    assert rows[numbers[0]] in here("explain", numbers[0]).stdout
    assert here("done", *numbers, *PROOF).returncode == 0
    assert sorted(ids(workspace_folder)) == [f"{JUNE}/east", f"{JUNE}/west"]


@pytest.mark.parametrize("typed", ["1-2", "1、2", "２ 1", "1,2,1"])
def test_numbers_are_typed_as_a_range_or_a_list_and_count_once(here, workspace_folder, typed):
    asked = ("--pack", "ceshi/notice", "--unit", "各乡镇", "--from", "2022-06-30")
    here("occurrences", *asked, "--to", "2022-06-30")
    ran = here("waive", typed, "--document", "决定", "--by", "主任")
    assert ran.returncode == 0, ran.stderr
    assert len(ids(workspace_folder)) == 2


@pytest.mark.parametrize(
    ("typed", "message"),
    [(("1", "99"), "99: the last listing has the numbers 1 to"), (("2-1",), "runs backwards"),
     (("0",), "0: the last listing")],
)  # fmt: skip
def test_a_number_that_was_not_listed_keeps_out_the_others(here, workspace_folder, typed, message):
    here("occurrences", "--unit", "各乡镇", "--from", "2022-06-01", "--to", "2022-06-30")
    ran = here("done", *typed, *PROOF)
    assert (ran.returncode, message in ran.stderr) == (2, True)
    assert ids(workspace_folder) == []


def test_an_old_listing_and_none_are_refused(here, workspace_folder):
    assert "no listing is known" in here("done", "1", *PROOF).stderr
    here("occurrences", "--unit", "各乡镇", "--from", "2022-06-01", "--to", "2022-06-30")
    (kept,) = (workspace_folder / ".cadence").glob("listed-*.json")
    told = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps(told | {"listed": "2022-06-01T09:00:00+08:00"}), "utf-8")
    assert "the last listing is of 2022-06-01 09:00" in here("done", "1", *PROOF).stderr
    kept.write_text("[", "utf-8")
    assert "no listing is known" in here("done", "1", *PROOF).stderr


def test_a_name_of_several_places_is_asked_and_never_chosen(here, workspace_folder):
    other = workspace_folder / "rules" / "linxian"
    other.mkdir()
    roster = (workspace_folder / "rules" / "ceshi" / "units.yaml").read_text("utf-8")
    (other / "units.yaml").write_text(roster.replace("测试县", "邻县"), "utf-8")
    words = ("--unit", "各乡镇", "--rule", "专题会议", "--month", "2022-06")
    ran = here("done", *words, *PROOF)
    assert "several places (ceshi, linxian); say which with --place" in ran.stderr
    assert here("done", *words, "--place", "测试县", *PROOF).returncode == 0
