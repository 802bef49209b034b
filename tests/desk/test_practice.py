"""练习日期: everything can be tried, nothing of it is real, and no page of it can be mistaken."""

import datetime as dt
import gc

import pytest
from desking import OpenDesk, form_of, text_of

from cadence.desk import sweep_practices

PLACE = "/desk/ceshi"
MEETING = "ceshi/notice:monthly-meeting:2026-10@ceshi/east"


@pytest.fixture
def desk(workspace_folder):
    policy = workspace_folder / "rules/ceshi/policy.yaml"
    policy.write_text("tracking_from: 2026-10-01\n", encoding="utf-8")
    (policy.parent / "contacts.yaml").write_text(
        'contacts:\n  - {unit: east, to: ["json://127.0.0.1:9/never"]}\n', encoding="utf-8"
    )
    return OpenDesk(workspace_folder)


@pytest.fixture
def owner(desk):
    return desk.owner()


def begin(browser, day="2026-12-20"):
    return browser.send(browser.get(f"{PLACE}/practice"), f"{PLACE}/practice/begin", day=day)


def tick(browser, page=None):
    page = page or browser.get(f"{PLACE}/today?open={MEETING}")
    fields = form_of(page.text, f"{PLACE}/done")
    return browser.post(
        f"{PLACE}/done", **fields | {"evidence": "会议纪要1号", "day": "2026-11-25"}
    )


def scratch_of(desk):
    ((_number, practice),) = desk.desk.practices.begun.items()
    return practice.scratch


def bytes_of(folder):
    left = {"desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm"}
    return {
        each: each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and each.name not in left
    }


def test_what_is_done_in_practice_changes_nothing_and_is_thrown_away(desk, owner):
    before = bytes_of(desk.folder)
    said = text_of(begin(owner))
    assert "今天当作 2026-12-20" in said
    assert "12月20日" in said

    assert "已记下" in text_of(tick(owner))
    assert "会议纪要1号" in text_of(owner.get(f"{PLACE}/ledger"))
    scratch = scratch_of(desk)
    ended = owner.send(owner.get(f"{PLACE}/today"), "/desk/practice/end")

    assert "练习结束" in text_of(ended)
    assert bytes_of(desk.folder) == before
    assert not scratch.exists()
    assert "会议纪要1号" not in text_of(owner.get(f"{PLACE}/ledger"))
    assert "11月26日" in text_of(owner.get(f"{PLACE}/today"))


def test_every_page_of_practice_is_marked_and_nothing_leaves_the_desk(desk, owner):
    begin(owner)
    get = [each.path for each in desk.app.routes if "GET" in (getattr(each, "methods", 0) or ())]
    pages = {
        path.format(place="ceshi") for path in get if "{place}" in path and path.count("{") == 1
    }
    assert len(pages) > 15
    for path in sorted(pages):
        reply = owner.get(path + (f"?of={MEETING}" if path.endswith(("why", "choose")) else ""))
        marked = '<div class="notice practice"' in reply.text
        assert marked or (reply.status_code in {403, 404} and "<main" in reply.text), path
    for path in ("tables.html?month=2026-11", "register.csv", "inspection.zip", "users"):
        reply = owner.get(f"{PLACE}/{path}")
        assert reply.status_code == 403
        assert "练习时不出" in text_of(reply)
    assert "还没有联系方式" in text_of(owner.get(f"{PLACE}/messages"))


def test_a_form_of_practice_is_never_taken_in_earnest_nor_the_other_way(desk, owner):
    earnest = owner.get(f"{PLACE}/today?open={MEETING}")
    begin(owner)
    practised = owner.get(f"{PLACE}/today?open={MEETING}")
    assert tick(owner, earnest).status_code == 403
    owner.send(practised, "/desk/practice/end")
    assert tick(owner, practised).status_code == 403
    assert not (desk.folder / "ledger.sqlite").exists()


def test_nobody_else_sees_it_and_signing_out_ends_it(desk, owner):
    other = desk.person("值班室", "office")
    begin(owner)
    tick(owner)

    assert "会议纪要1号" not in text_of(other.get(f"{PLACE}/ledger"))
    assert 'class="notice practice"' not in other.get(f"{PLACE}/today").text
    scratch = scratch_of(desk)
    owner.send(owner.get(f"{PLACE}/today"), "/desk/sign-out")
    assert not scratch.exists()


def test_a_stopped_desk_leaves_no_copy(desk, owner):
    begin(owner)
    scratch = scratch_of(desk)
    assert scratch.is_dir()
    desk.desk.practices.begun.clear()
    gc.collect()
    assert not scratch.exists()


def test_a_day_that_does_not_exist_begins_nothing(desk, owner):
    reply = begin(owner, "2026-02-30")
    assert reply.status_code == 422
    assert desk.desk.practices.begun == {}
    assert desk.clock.now.date() == dt.date(2026, 11, 26)


def test_copies_of_a_killed_desk_are_taken_away_at_the_next_start(
    desk, owner, tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    begin(owner)
    lives = scratch_of(desk)
    killed = tmp_path / "cadence-practice-killed"
    (killed / "rules").mkdir(parents=True)
    (killed / ".in-use").write_text("", encoding="utf-8")
    foreign = tmp_path / "cadence-practice-foreign"
    foreign.mkdir()
    sweep_practices()
    assert (lives.exists(), killed.exists(), foreign.exists()) == (True, False, True)
    owner.send(owner.get(f"{PLACE}/today"), "/desk/practice/end")
    assert not lives.exists()
