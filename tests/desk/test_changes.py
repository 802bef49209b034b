"""规则的改动: each change of rules/ with what it changed, any of them taken back; 岗位外出."""

import datetime as dt
import json
from pathlib import Path

import pytest
from desking import OpenDesk, text_of

from cadence.desk.told_changes import HIDDEN, KEYS, difference

PLACE = "/desk/ceshi"
CHANGES, ABSENCES, DECISIONS = f"{PLACE}/changes", f"{PLACE}/absences", f"{PLACE}/decisions"
AWAY = {"post": "deputy", "start": "2027-05-10", "due": "2027-05-28", "reason": "党校学习"}


@pytest.fixture
def desk(workspace_folder):
    return OpenDesk(workspace_folder)


@pytest.fixture
def owner(desk):
    return desk.owner()


def policy(desk):
    return (desk.folder / "rules/ceshi/policy.yaml").read_text("utf-8")


def away(owner, **fields):
    return owner.send(owner.get(ABSENCES), f"{ABSENCES}/add", **AWAY | fields)


def set_grace(desk, owner, days):
    desk.clock.now += dt.timedelta(minutes=1)
    owner.send(owner.get(DECISIONS), f"{DECISIONS}/policy", grace_days=days)


def back(owner, number):
    page = owner.get(CHANGES)
    keys = [part.split('"')[0] for part in page.text.split('name="key" value="')[1:]]
    return owner.send(page, f"{CHANGES}/back", key=keys[number])


def test_an_absence_is_written_read_by_the_plan_and_taken_back(desk, owner):
    before = policy(desk)
    said = text_of(away(owner))

    assert "常务副县长 2027-05-10 2027-05-28 党校学习" in said
    (found,) = desk.desk.office.view().workspace.policies["ceshi"].absences
    assert (found.post, found.reason) == ("deputy", "党校学习")
    assert policy(desk).startswith(before)  # what else stands there stays
    owner.send(owner.get(ABSENCES), f"{ABSENCES}/back")
    assert "没有人外出" in text_of(owner.get(ABSENCES))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"due": "2027-05-01"}, "在第一天之前"),
        ({"post": "nobody"}, "请选一个岗位"),
        ({"start": "2027-02-30"}, "不是日期"),
    ],
)
def test_an_absence_that_cannot_be_is_said_and_kept_as_typed(desk, owner, fields, words):
    before = policy(desk)
    reply = away(owner, **fields)
    assert reply.status_code == 422
    assert words in text_of(reply)
    assert "党校学习" in reply.text
    assert policy(desk) == before


def test_any_change_is_taken_back_and_that_in_its_turn(desk, owner):
    first = policy(desk)
    set_grace(desk, owner, "3")
    second = policy(desk)
    set_grace(desk, owner, "5")
    third = policy(desk)
    page = text_of(owner.get(CHANGES))
    assert page.count("决定") > 2
    assert "添 宽限天数：5" in page
    assert "去 宽限天数：3" in page
    assert "grace_days" not in page
    assert ".yaml" not in page

    desk.clock.now += dt.timedelta(minutes=1)
    assert "决定和那次改动以前一样了" in text_of(back(owner, 1))  # not the newest one
    assert policy(desk) == first
    desk.clock.now += dt.timedelta(minutes=1)
    back(owner, 0)
    assert policy(desk) == third
    assert second != third


def test_what_no_longer_fits_the_rules_is_refused_whole(desk, owner):
    away(owner)
    desk.clock.now += dt.timedelta(minutes=1)
    owner.send(owner.get(ABSENCES), f"{ABSENCES}/back")
    units = desk.folder / "rules/ceshi/units.yaml"
    text = units.read_text("utf-8")
    units.write_text(text.replace("  - {id: deputy, name: 常务副县长, of: county}\n", ""), "utf-8")
    notice = desk.folder / "rules/ceshi/notice.yaml"
    said = notice.read_text("utf-8")
    notice.write_text(said.replace("    lead: [常务副县长]\n", ""), "utf-8")
    now = policy(desk)

    reply = back(owner, 0)

    assert reply.status_code == 422
    assert "决定：" in text_of(reply)
    assert policy(desk) == now


def test_a_document_that_was_taken_out_comes_back(desk, owner):
    documents = f"{PLACE}/documents"
    notice = desk.folder / "rules/ceshi/notice.yaml"
    text = notice.read_bytes()
    owner.send(owner.get(documents), f"{documents}/out")
    assert not notice.exists()

    assert "撤回" in text_of(owner.get(CHANGES))
    back(owner, 0)

    assert notice.read_bytes() == text


def test_a_key_of_another_place_or_path_puts_nothing_back(desk, owner):
    set_grace(desk, owner, "3")
    before = policy(desk)
    page = owner.get(CHANGES)
    for key in ("../../ledger.sqlite", "20260101-000000-national-policy.yaml", ""):
        assert owner.send(page, f"{CHANGES}/back", key=key).status_code == 422
    assert policy(desk) == before


BEFORE = """
units:
  - {id: hexi, name: 河西镇, also: [河西镇政府]}
suppressed:
  - {code: overload, unit: hexi, reason: 年底集中}
"""
AFTER = """
# 说明
units:
  - {id: hexi, name: 河西镇, also: [河西镇政府, 河西]}
  - {id: hedong, name: 河东镇}
decisions:
  - rule: notice:patrol
    timing: {kind: cadence, period: quarter, count: 1}
"""
NAMES = {"hexi": "河西镇", "notice:patrol": "巡查水库"}


def test_a_change_is_told_in_the_words_of_who_made_it():
    assert difference(BEFORE, AFTER, NAMES) == [
        ("去", "单位 › 河西镇 › 也叫：河西镇政府"),
        ("去", "不再提示的冲突 › 任务集中 › 冲突种类：任务集中"),
        ("去", "不再提示的冲突 › 任务集中 › 单位：河西镇"),
        ("去", "不再提示的冲突 › 任务集中 › 理由：年底集中"),
        ("添", "单位 › 河西镇 › 也叫：河西镇政府、河西"),
        ("添", "单位 › 河东镇 › 名称：河东镇"),
        ("添", "定下的频次 › 巡查水库 › 任务：巡查水库"),
        ("添", "定下的频次 › 巡查水库 › 时限 › 种类：周期频次"),
        ("添", "定下的频次 › 巡查水库 › 时限 › 周期：季度"),
        ("添", "定下的频次 › 巡查水库 › 时限 › 次数：1"),
    ]


def test_a_rule_and_a_head_are_told_in_the_words_of_a_change_slip():
    was = "document: {date: 2026-01-05}\nrules:\n  - {id: patrol, act: 巡查, quote: 每月巡查}\n"
    now = was.replace("01-05", "01-06").replace("每月巡查", "每季巡查")
    assert difference(was, now, NAMES) == [
        ("去", "文件 › 印发日期：2026-01-05"),
        ("去", "任务 › 巡查 › 引文：每月巡查"),
        ("添", "文件 › 印发日期：2026-01-06"),
        ("添", "任务 › 巡查 › 引文：每季巡查"),
    ]


@pytest.mark.parametrize(
    ("after", "words"), [("# 别的说明\nname: 河西\n", "规则没有变"), ("name: [", "读不懂")]
)
def test_a_change_of_remarks_and_one_that_nobody_can_read_are_said(after, words):
    ((_sign, told),) = difference("name: 河西\n", after, NAMES)
    assert words in told


def keys_of(schema):
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for each in schema.values():
            yield from keys_of(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from keys_of(each)


@pytest.mark.parametrize("name", ["pack", "units", "policy", "calendar"])
def test_every_key_that_a_file_may_hold_has_a_chinese_name(name):
    schema = Path(__file__).parents[2] / f"rules/.schema/{name}.json"
    assert set(keys_of(json.loads(schema.read_text("utf-8")))) <= KEYS.keys() | HIDDEN
