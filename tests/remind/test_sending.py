"""Sent to a real mail server and a real webhook: once, through kills, quiet hours and refusals."""

import datetime as dt
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from conftest import ROOT, environment

from cadence.commands.cli import main
from cadence.desk import restore, write_backup
from cadence.remind import open_outbox

# apprise and what it stands on use what newer Pythons warn of.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SOON = "2026-11-27 09:00"  # two townships' monthly meetings are near


def contacts(place, **units):
    lines = [
        f"  - {{unit: {unit}, to: [{', '.join(map(json.dumps, to))}]}}"
        for unit, to in units.items()
    ]
    (place / "contacts.yaml").write_text("\n".join(["contacts:", *lines, ""]), encoding="utf-8")


def started(folder, as_of=SOON, *more):
    given = ("--workspace", folder, "remind", "--as-of", as_of, "--format", "json", *more)
    return subprocess.Popen(
        [sys.executable, "-m", "cadence", *map(str, given)],
        cwd=ROOT, env={**environment(), "CADENCE_LANG": "en"}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


def ended(process):
    out, err = process.communicate()
    return process.returncode, json.loads(out or "[]"), err


@pytest.fixture
def remind(here):
    def run(as_of=SOON, *more):
        ran = here("remind", "--as-of", as_of, "--format", "json", *more)
        return ran.returncode, json.loads(ran.stdout or "[]"), ran.stderr

    return run


def test_an_e_mail_arrives_as_plain_chinese_text(place, mailbox, remind):
    head = f"mail: mailto://127.0.0.1:{mailbox.port}?from=office@example.cn\n"
    contacts(place, east=["east@example.cn"])
    file = place / "contacts.yaml"
    file.write_text(head + file.read_text(encoding="utf-8"), encoding="utf-8")
    code, found, said = remind()
    assert code == 0, said
    assert {each["state"] for each in found} == {"sent"}
    soon = [mail for to, mail in mailbox.mails if "即将到期" in mail["subject"]]
    (mail,) = soon
    assert mail["to"] == "east@example.cn"
    assert mail["subject"] == "【安全生产任务提醒】东镇：1项即将到期。"
    assert "召开安全专题会议" in mail.get_body(("plain",)).get_content()
    assert "office@example.cn" in mail["from"]


def test_a_message_is_sent_once_however_often_it_runs(place, webhook, remind):
    contacts(place, east=[webhook.address("east")], west=[webhook.address("west")])
    assert remind()[0] == 0
    first = list(webhook.taken)
    assert sorted(webhook.paths()).count("east") == len(first) / 2
    for moment in (SOON, "2026-11-27 09:05", "2026-11-27 15:00"):
        assert remind(moment)[1] == []
    assert webhook.taken == first


def test_one_address_that_fails_keeps_no_other_waiting(place, webhook, remind):
    contacts(place, east=["json://127.0.0.1:9/nobody", webhook.address("east")])
    _code, found, _said = remind()
    states = {(each["kind"], each["state"]) for each in found}
    assert ("due_soon", "waiting") in states
    assert ("due_soon", "sent") in states


def test_what_is_not_taken_is_tried_again_later_and_told_once(place, webhook, remind):
    contacts(place, east=[webhook.address("east")])
    webhook.status = 503
    _code, found, _said = remind()
    assert {each["state"] for each in found} == {"waiting"}
    assert all(each["reason"] for each in found)
    webhook.status = 200
    assert remind("2026-11-27 09:00")[1] == []  # the first pause is a minute
    _code, found, _said = remind("2026-11-27 09:01")
    assert {each["state"] for each in found} == {"sent"}
    assert len(webhook.taken) == len(found)


def test_what_is_never_taken_is_listed_until_somebody_decides(place, webhook, remind):
    (place / "policy.yaml").write_text(
        "tracking_from: 2026-11-01\nmessages: {weekly: 0}\n", encoding="utf-8"
    )
    contacts(place, east=[webhook.address("east")])
    webhook.status = 500
    moments = ("09:00", "09:01", "09:06", "09:21", "10:21", "14:21")
    for moment in moments:
        assert remind(f"2026-11-27 {moment}")[0] == 0, moment
    code, (failed,), said = remind("2026-11-30 09:00")
    assert (code, failed["state"]) == (1, "failed")
    assert "did not arrive for sure" in said
    webhook.status = 200
    assert remind("2026-11-30 09:05")[0] == 1
    assert webhook.taken == []
    code, (sent,), _said = remind("2026-11-30 09:10", "--again", failed["number"])
    assert (code, sent["state"]) == (0, "sent")
    assert webhook.paths() == ["east"]


def test_a_reason_shows_no_part_of_an_address(place, remind):
    contacts(place, east=["json://officename:s3cretpass@127.0.0.1:9/s3cretpath"])
    _code, found, said = remind()
    for each in ("s3cret", "officename"):
        assert each not in json.dumps(found) + said


def test_nothing_leaves_in_quiet_hours_and_all_of_it_after(place, webhook, remind):
    contacts(place, east=[webhook.address("east")])
    remind("2026-11-27 06:00")
    remind("2026-11-27 07:59")
    assert webhook.taken == []
    remind("2026-11-27 08:00")
    assert "即将到期" in str(webhook.taken)


def test_an_address_that_is_gone_is_sent_to_no_more(place, webhook, remind):
    contacts(place, east=[webhook.address("east")])
    webhook.status = 503
    remind()
    webhook.status = 200
    contacts(place, east=[webhook.address("other")])
    _code, found, _said = remind("2026-11-27 09:30")
    assert {each["state"] for each in found} == {"dropped"}
    assert webhook.taken == []


def test_no_address_is_kept_in_the_outbox(place, webhook, workspace_folder, remind):
    contacts(place, east=[webhook.address("secretpath")])
    remind()
    for file in workspace_folder.glob("remind.sqlite*"):
        assert b"secretpath" not in file.read_bytes()
        if os.name == "posix":
            assert file.stat().st_mode & 0o077 == 0


def test_two_at_once_do_not_send_twice(place, webhook, workspace_folder):
    contacts(place, east=[webhook.address(f"east{n}") for n in range(5)])
    processes = [started(workspace_folder) for _ in range(4)]
    for each in processes:
        each.communicate()
    assert len(webhook.paths()) == len(set(webhook.paths())) * 2  # due soon, and the weekly one
    started(workspace_folder).communicate()
    assert len(webhook.paths()) == 10


def test_ten_kills_neither_lose_nor_double_a_message(place, webhook, workspace_folder):
    """Killed the moment the other side has taken a message, before it can be noted."""
    (place / "policy.yaml").write_text(
        "tracking_from: 2026-11-01\nmessages: {weekly: 0}\n", encoding="utf-8"
    )
    names = [f"east{n}" for n in range(25)]
    contacts(place, east=[webhook.address(name) for name in names])
    for _kill in range(10):
        left = {"messages": 2}
        process = started(workspace_folder)

        def die(_path, process=process, left=left):
            left["messages"] -= 1
            if left["messages"] == 0:
                process.kill()
                process.wait()

        webhook.answered = die
        process.communicate()
        assert process.returncode == -9
    webhook.answered = lambda _path: None
    code, found, _said = ended(started(workspace_folder))
    assert sorted(webhook.paths()) == sorted(names)
    doubtful = [each for each in found if each["state"] == "doubtful"]
    assert (code, len(doubtful)) == (1, 10)
    numbers = [part for each in doubtful for part in ("--arrived", each["number"])]
    code, found, _said = ended(started(workspace_folder, SOON, *numbers))
    assert (code, found) == (0, [])
    assert len(webhook.taken) == len(names)


def test_killed_before_anything_left_it_is_listed_and_sent_when_somebody_says_so(
    place, webhook, workspace_folder
):
    (place / "policy.yaml").write_text(
        "tracking_from: 2026-11-01\nmessages: {weekly: 0}\n", encoding="utf-8"
    )
    contacts(place, east=[webhook.address("east")])
    webhook.status = 500  # read, and not taken
    process = started(workspace_folder)

    def die(_path):
        process.kill()
        process.wait()

    webhook.answered = die
    process.communicate()
    webhook.answered, webhook.status = (lambda _path: None), 200
    code, (doubtful,), said = ended(started(workspace_folder))
    assert (code, doubtful["state"], webhook.taken) == (1, "doubtful", [])
    assert "--again NUMBER" in said
    code, (sent,), _said = ended(
        started(workspace_folder, SOON, "--again", str(doubtful["number"]))
    )
    assert (code, sent["state"], webhook.paths()) == (0, "sent", ["east"])


def test_a_delivery_that_arrived_is_no_ones_to_send_again(place, webhook, remind):
    contacts(place, east=[webhook.address("east")])
    _code, found, _said = remind()
    code, _found, said = remind(SOON, "--again", found[0]["number"])
    assert code == 2
    assert "is none that failed or is in doubt" in said
    assert len(webhook.taken) == len(found)


def test_a_chat_of_many_gets_one_message(place, webhook, remind):
    contacts(place, townships=[webhook.address("chat")])
    remind()
    ((path, said),) = webhook.taken
    assert path == "/chat"
    assert "东镇、西乡" in said["message"]
    assert remind("2026-11-27 12:00")[1] == []


def test_what_was_near_is_not_called_near_when_its_day_is_over(place, webhook, remind):
    (place / "policy.yaml").write_text(
        "tracking_from: 2026-11-01\nmessages: {weekly: 0}\n", encoding="utf-8"
    )
    contacts(place, east=[webhook.address("east")])
    webhook.status = 503
    remind()
    webhook.status = 200
    _code, found, _said = remind("2026-12-01 09:00")
    assert {(each["kind"], each["state"]) for each in found} == {
        ("due_soon", "dropped"),
        ("overdue", "sent"),
    }
    assert "逾期" in str(webhook.taken)
    assert len(webhook.taken) == 1


def test_what_was_said_comes_back_with_a_backup_and_is_not_said_again(
    workspace_folder, place, webhook, remind, tmp_path
):
    """One message went out, one still had to go: of that nobody knows what became of it since."""
    contacts(place, east=[webhook.address("east")])
    remind()
    assert set(webhook.paths()) == {"east"}
    contacts(place, east=[webhook.address("east")], west=[webhook.address("west")])
    webhook.status = 500
    remind()
    write_backup(workspace_folder, tmp_path / "b.zip", dt.datetime.now(tz=dt.UTC))
    restore(tmp_path / "b.zip", tmp_path / "new")
    back = tmp_path / "new" / "remind.sqlite"
    assert os.name == "nt" or back.stat().st_mode & 0o077 == 0

    webhook.status, webhook.taken[:] = 200, []
    given = ["--workspace", tmp_path / "new", "remind", "--as-of", "2026-11-27 10:00"]
    ran = CliRunner().invoke(
        main, list(map(str, [*given, "--format", "json"])), standalone_mode=False
    )
    assert webhook.paths() == []
    left = json.loads(ran.stdout)
    assert {(each["to"], each["state"]) for each in left} == {("ceshi/west", "doubtful")}
    with open_outbox(workspace_folder) as outbox:  # the copy alone was changed
        assert {each.state for each in outbox.of_state("waiting", "doubtful")} == {"waiting"}
