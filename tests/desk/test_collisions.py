"""冲突: what collides is listed once, merged or answered in a form, and either is taken back."""

import re

import pytest
import yaml
from desking import text_of

ROOM = "/desk/yichuan/collisions"


def policy(desk):
    return yaml.safe_load((desk.folder / "rules/yichuan/policy.yaml").read_text("utf-8"))


def opened(owner, doing, code):
    page = owner.get(f"{ROOM}?code={code}")
    key = re.search(r'<article class="card" id="c([0-9a-f]{12})"', page.text)[1]
    return key, owner.get(f"{ROOM}?open={key}&do={doing}")


def test_what_one_meeting_settles_is_merged_and_parted_again(desk, owner):
    before = policy(desk).get("merges") or []
    key, page = opened(owner, "merge", "duplicate")
    merged = owner.send(page, f"{ROOM}/merge", document="办公会纪要3号")
    assert "以后算一次会" in text_of(merged)
    assert f'id="c{key}"' not in merged.text
    (new,) = [each for each in policy(desk)["merges"] if each not in before]
    assert (new["by"], new["document"], str(new["on"])) == (
        "安委办主任", "办公会纪要3号", "2026-11-26",
    )  # fmt: skip
    assert len(new["rules"]) > 1

    number = len(before)
    owner.send(merged, "/desk/yichuan/decisions/back", section="merges", number=str(number))
    assert f'id="c{key}"' in owner.get(ROOM).text


def test_what_is_answered_is_listed_no_more_and_its_reason_stays(desk, owner):
    key, page = opened(owner, "answer", "overload")
    wrong = owner.send(page, f"{ROOM}/answer", reason="", until="2026-12-31")
    assert wrong.status_code == 422
    assert 'value="2026-12-31"' in wrong.text
    assert "请填写“理由”" in text_of(wrong)

    said = owner.send(wrong, f"{ROOM}/answer", reason="已分两批办理")
    assert f'id="c{key}"' not in said.text
    assert "已分两批办理 · 安委办主任" in text_of(said)
    new = policy(desk)["suppressed"][-1]
    assert (new["code"], new["reason"], str(new["until"])) == (
        "overload", "已分两批办理", "2026-12-31",
    )  # fmt: skip


def test_what_is_no_meeting_is_not_merged(desk, owner):
    before = policy(desk)
    key, _page = opened(owner, "answer", "overload")
    _other, page = opened(owner, "merge", "duplicate")
    said = owner.send(page, f"{ROOM}/merge", key=key)

    assert said.status_code == 422
    assert "只有同类的任务" in text_of(said)
    assert policy(desk) == before


def test_what_was_answered_meanwhile_is_said(owner):
    _key, page = opened(owner, "merge", "duplicate")

    assert "可能刚被别人答过" in text_of(owner.send(page, f"{ROOM}/merge", key="0" * 12))


@pytest.mark.parametrize("role", ["unit", "leader", "auditor"])
def test_only_the_office_decides(desk, role):
    unit = "yichuan/baisha" if role == "unit" else None

    assert desk.person("某人", role, unit).get(ROOM).status_code == 403


def test_advice_names_no_file_and_no_command(owner):
    said = text_of(owner.get(ROOM))

    assert "请定是否合办" in said
    assert "policy.yaml" not in said
    assert "cadence " not in said
