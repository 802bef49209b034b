"""Thunderbird and Evolution keep a unit's tasks: tick, are refused, stay in step, lose nothing."""

import contextlib
import datetime as dt
from functools import partial

import pytest
from keepers_of import KEEPERS, until
from serving import running

from cadence.core import SHANGHAI
from cadence.desk import open_app_passwords
from cadence.ledger import read_entries

UNIT = "ceshi/east"
MEETING = "召开安全专题会议"
WINDOW = "ceshi/notice:monthly-meeting"


@pytest.fixture(params=KEEPERS, ids=lambda each: each.__name__)
def keeper(request, workspace_folder, tmp_path):
    """The program with the list of a unit, and how to ask the office's passwords."""
    request.param.needs()
    with open_app_passwords(workspace_folder) as passwords:
        password = passwords.issue(UNIT, "手机", dt.datetime.now(SHANGHAI))
    home = tmp_path / "clerk"
    home.mkdir()
    with running(workspace_folder, "--rate", "0") as server:
        found = request.param(home, f"{server.address}caldav/{UNIT}/tasks/", UNIT, password)
        try:
            until(found.tasks, bool)
            yield found
        finally:
            found.stop()


def this_month_and_next(tasks):
    today = f"{dt.datetime.now(SHANGHAI):%Y%m%d}"
    due = sorted(
        (day.replace("-", ""), uid)
        for uid, (title, day, *_rest) in tasks.items()
        if MEETING in title
    )
    return [uid for day, uid in due if day >= today][:2]


def facts(folder):
    return [each.fact for each in read_entries(folder)]


def test_a_click_is_a_claim_a_refusal_says_why_and_nothing_is_unclicked(
    keeper, workspace_folder, here
):
    current, following = this_month_and_next(keeper.tasks())
    keeper.tick(current)
    keeper.tick(following)
    claimed = until(lambda: facts(workspace_folder), bool)
    assert [(each.kind, each.by) for each in claimed] == [("claimed", "东镇（手机）")]

    keeper.refresh()
    back = until(keeper.tasks, lambda found: found[following][3].startswith("【未登记】"))
    assert not back[following][2]
    back = until(keeper.tasks, lambda found: "待补材料" in found[current][0])
    assert back[current][2]

    keeper.tick(current, done=False)
    keeper.refresh()
    back = until(keeper.tasks, lambda found: found[current][2])
    if keeper.names_version:  # without it, what came may be an old body and no click at all
        back = until(keeper.tasks, lambda found: found[current][3].startswith("【未登记】取消"))
    assert back[current][2], "it stays claimed"
    assert facts(workspace_folder) == claimed

    # What the office writes down meanwhile arrives.
    month = f"{dt.datetime.now(SHANGHAI):%Y-%m}"
    day = f"{dt.datetime.now(SHANGHAI):%Y-%m-%d}"
    proof = ("--on", day, "--evidence", "会议纪要〔2026〕11号")
    assert here("done", f"{WINDOW}:{month}@{UNIT}", *proof).returncode == 0

    def seen():
        keeper.refresh()
        return keeper.tasks()

    back = until(seen, lambda found: found[current][0].startswith("✔"))
    assert back[current][2]


def test_a_password_that_was_taken_back_writes_nothing_and_empties_no_list(
    keeper, workspace_folder
):
    before = keeper.tasks()
    current, _next = this_month_and_next(before)
    with open_app_passwords(workspace_folder) as passwords:
        passwords.revoke(passwords.listed()[0].number, dt.datetime.now(SHANGHAI))
    # It asks for another password. Evolution answers nothing while it does; nobody waits for the
    # minute after which it goes on with what it has.
    for step in (keeper.refresh, partial(keeper.tick, current)):
        with contextlib.suppress(AssertionError):
            step()
    assert facts(workspace_folder) == []
    if keeper.shows_while_asked:
        assert until(partial(past_questions, keeper.tasks), bool).keys() == before.keys()


def past_questions(tasks):
    """What it shows, or nothing while a window asks for the password."""
    try:
        return tasks()
    except AssertionError:
        return {}
