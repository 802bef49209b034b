"""What nobody may do over CalDAV, and what harms nobody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from caldaving import LIST, Phone

from cadence.desk import open_app_passwords

ENTITY = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<propfind xmlns="DAV:"><prop><getetag/><x>&a;</x></prop></propfind>"""
LAUGHS = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<propfind xmlns="DAV:"><prop>&b;</prop></propfind>"""


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT", "GET", "PUT", "DELETE", "PROPPATCH"])
def test_anothers_list_opens_to_nobody(tasks, phone, method):
    west = tasks.phone("ceshi/west")
    href = west.find("召开安全专题会议", "2026-11-30")
    body = "<propfind xmlns='DAV:'/>"
    for path in (west.list, href, "/caldav/ceshi/west/", "/caldav/ceshi/nobody/tasks/"):
        assert phone.ask(method, path, body, depth="1").status_code == 403


def test_a_wrong_password_is_asked_for_again(tasks):
    reply = Phone(tasks, "ceshi/east", "wrong").ask("PROPFIND", LIST)
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].startswith("Basic")
    assert Phone(tasks, "ceshi/nobody", "wrong").ask("PROPFIND", LIST).status_code == 401


def test_a_password_opens_nothing_once_it_is_ended(tasks, phone):
    other = tasks.phone()
    assert phone.ask("PROPFIND", LIST).status_code == 207
    with open_app_passwords(tasks.folder) as passwords:
        passwords.revoke(1, tasks.clock())
    assert phone.ask("PROPFIND", LIST).status_code == 401
    assert other.ask("PROPFIND", LIST).status_code == 207


def test_who_guesses_has_to_wait_and_a_phone_that_is_in_does_not(tasks, phone):
    assert phone.ask("PROPFIND", LIST).status_code == 207
    tries = (Phone(tasks, "ceshi/east", f"guess {n}") for n in range(25))
    answers = [each.ask("PROPFIND", LIST).status_code for each in tries]
    assert answers == [401] * 19 + [429] * 6 or answers == [401] * 20 + [429] * 5
    guesser = Phone(tasks, "ceshi/east", "one more")
    assert guesser.ask("PROPFIND", LIST, host="192.0.2.7").status_code == 401
    assert phone.ask("PROPFIND", LIST).status_code == 207
    tasks.seconds += 6
    assert guesser.ask("PROPFIND", LIST).status_code == 401


def test_a_phone_with_an_ended_password_takes_no_list_away_from_its_neighbours(tasks, phone):
    """It asks every few minutes, from the address that all phones of the office have."""
    forgotten = Phone(tasks, "ceshi/east", "abcde-abcde-abcde-abcde")
    asked = [forgotten.ask("PROPFIND", LIST).status_code for _ in range(40)]
    assert asked == [401] * 40
    tasks.start()  # the server knows none of them any more
    assert [forgotten.ask("PROPFIND", LIST).status_code for _ in range(40)] == [401] * 40
    assert phone.ask("PROPFIND", LIST).status_code == 207
    later = tasks.phone()
    assert later.ask("PROPFIND", LIST).status_code == 207


def test_an_offices_phones_come_in_after_a_restart_however_many_they_are(tasks, monkeypatch):
    monkeypatch.setattr("cadence.desk.app_passwords.hashed", lambda password: password)
    monkeypatch.setattr("cadence.desk.app_passwords.is_password", lambda one, kept: one == kept)
    phones = [tasks.phone(label=f"手机{n}") for n in range(25)]
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda each: each.ask("PROPFIND", LIST).status_code, phones)
        assert set(answers) == {207}


def test_passwords_are_kept_as_hashes_alone(tasks, phone):
    content = (tasks.folder / "desk.sqlite").read_bytes()
    assert phone.password.encode() not in content
    assert (tasks.folder / "desk.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("body", [ENTITY, LAUGHS, "<a", "<a>" * 5000 + "</a>" * 5000, "\0"])
def test_xml_that_attacks_is_refused(phone, body):
    reply = phone.ask("PROPFIND", LIST, body, depth="0")
    assert reply.status_code == 400
    assert "root:" not in reply.text


def test_a_huge_body_is_refused_before_it_is_read(phone):
    assert phone.ask("REPORT", LIST, b" " * 300_000).status_code == 413
    assert phone.ask("PROPFIND", LIST, b" " * 300_000).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/caldav/ceshi/east/tasks/..%2f..%2f..%2fledger.sqlite.ics",
        "/caldav/ceshi/east/tasks/%00.ics",
        "/caldav/ceshi/east/tasks/a%5Cb.ics",
        "/caldav/ceshi/east/other/",
        "/caldav/ceshi/east/tasks/x.ics/y.ics",
        "/caldav/" + "a" * 2000,
        "/caldav//ceshi/east/tasks/",
    ],
)
def test_tricks_with_paths_lead_nowhere(phone, path):
    assert phone.ask("GET", path).status_code in {403, 404}


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("MKCALENDAR", "/caldav/ceshi/east/mine/", 403, "calendar-collection-location-ok"),
        ("MKCALENDAR", LIST, 403, "calendar-collection-location-ok"),
        ("MKCOL", LIST, 403, ""),
        ("DELETE", LIST, 403, "need-privileges"),
        ("PUT", f"{LIST}new.ics", 403, "need-privileges"),
        ("MOVE", LIST, 403, "need-privileges"),
        ("LOCK", LIST, 405, ""),
        ("POST", LIST, 405, ""),
        ("GET", LIST, 405, ""),
    ],
)
def test_nothing_is_made_moved_or_taken_away(phone, method, path, status, said):
    before = phone.etags()
    reply = phone.ask(method, path, b"")
    assert reply.status_code == status
    assert said in reply.text
    assert phone.etags() == before


def test_a_task_cannot_be_deleted(phone):
    href = next(iter(phone.etags()))
    assert phone.ask("DELETE", href).status_code == 403
    assert phone.ask("GET", href).status_code == 200


def test_names_and_colours_are_the_offices(phone):
    body = (
        "<propertyupdate xmlns='DAV:'><set><prop><displayname>x</displayname></prop></set>"
        "</propertyupdate>"
    )
    reply = phone.ask("PROPPATCH", LIST, body)
    assert reply.status_code == 207
    assert "403 Forbidden" in reply.text
    assert "cannot-modify-protected-property" in reply.text


def test_options_says_what_can_be_done(phone):
    reply = phone.ask("OPTIONS", LIST)
    assert "calendar-access" in reply.headers["dav"]
    assert "DELETE" not in reply.headers["allow"]
