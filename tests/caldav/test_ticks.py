"""What becomes of a tick: a claim in the ledger, or its reason above the task; nothing is lost."""

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from caldaving import LIST
from desking import NOW, OpenDesk, text_of
from icalendar import Calendar

from cadence.core import Claimed, Done, Reversal
from cadence.ledger import open_ledger, read_entries

MEETING = "召开安全专题会议"
NOVEMBER = "ceshi/notice:monthly-meeting:2026-11@ceshi/east"


def body_of(phone, href):
    return phone.ask("GET", href).text


def ticked(body, day="20261125T020000Z", **more):
    """As most programs tick: status, percent, moment, and their own lines."""
    said = {"STATUS": "COMPLETED", "PERCENT-COMPLETE": "100", "COMPLETED": day} | more
    body = re.sub(r"STATUS:.*\r\n|PERCENT-COMPLETE:.*\r\n|COMPLETED:.*\r\n", "", body)
    lines = "".join(f"{name}:{value}\r\n" for name, value in said.items() if value)
    return body.replace("END:VTODO", f"{lines}X-THEIRS:kept by nobody\r\nEND:VTODO")


def unticked(body):
    return re.sub(r"STATUS:.*\r\n|PERCENT-COMPLETE:.*\r\n|COMPLETED:.*\r\n", "", body).replace(
        "END:VTODO", "STATUS:NEEDS-ACTION\r\nEND:VTODO"
    )


def tick(phone, href, **more):
    return phone.ask("PUT", href, ticked(body_of(phone, href), **more))


def facts(tasks):
    return [each.fact for each in read_entries(tasks.folder)]


def write(tasks, *written):
    with open_ledger(tasks.folder) as ledger, ledger.writing():
        return [ledger.append(fact, NOW) for fact in written]


@pytest.fixture
def href(phone):
    return phone.find(MEETING, "2026-11-30")


def test_a_tick_is_a_claim_until_its_evidence_comes(tasks, phone, href):
    reply = tick(phone, href)
    assert (reply.status_code, "etag" in reply.headers) == (204, False)
    claim = Claimed(occurrence=NOVEMBER, on=dt.date(2026, 11, 25), by="东镇（手机）")
    assert facts(tasks) == [claim]
    todo = phone.task(href)
    assert todo["STATUS"] == "COMPLETED"
    assert todo["COMPLETED"].dt.date() == dt.date(2026, 11, 25)
    assert str(todo["SUMMARY"]) == "☑召开安全专题会议（25日报，待补材料）"
    assert "状态：办结待补材料（2026-11-25报办结）" in todo["DESCRIPTION"]
    done = Done(occurrence=NOVEMBER, on=dt.date(2026, 11, 25), evidence="会议纪要〔2026〕11号")
    write(tasks, done)
    assert str(phone.task(href)["SUMMARY"]) == "✔召开安全专题会议（25日完成）"


def test_check_page_and_desk_show_a_claim_apart(tasks, phone, href, cadence):
    tick(phone, href)
    asked = ("--workspace", tasks.folder, "check", "--as-of", "2026-12-05 08:00")
    ran = cadence(*asked, "--unit", "东镇")
    line = next(each for each in ran.stdout.splitlines() if "2026-11" in each)
    assert "办结待补材料（2026-11-25报办结）" in line
    desk = OpenDesk(tasks.folder)
    desk.clock.now = tasks.clock.now
    owner = desk.owner()
    page = owner.get("/desk/ceshi/today")
    assert "办结待补材料 1项" in text_of(page)
    opened = owner.get(f"/desk/ceshi/today?open={NOVEMBER}")
    assert 'name="day" value="2026-11-25"' in opened.text
    owner.send(opened, "/desk/ceshi/done", evidence="会议纪要〔2026〕11号")
    assert "办结待补材料 1项" not in text_of(owner.get("/desk/ceshi/today"))
    assert phone.task(href)["STATUS"] == "COMPLETED"


def test_a_claim_outlives_its_due_day_without_being_done_or_missed(tasks, phone, href):
    tick(phone, href)
    tasks.clock.now += dt.timedelta(days=60)
    assert "待补材料" in phone.task(href)["SUMMARY"]
    assert phone.task(href)["STATUS"] == "COMPLETED"


def test_one_who_ticks_late_has_claimed_late(phone):
    href = phone.find(MEETING, "2026-10-31")
    tick(phone, href)
    assert "办结待补材料（逾25日" in phone.task(href)["DESCRIPTION"]


def test_percent_alone_is_a_tick_and_a_day_that_is_to_come_is_today(tasks, phone, href):
    sent = ticked(body_of(phone, href), day="20290101T000000Z", STATUS="")
    assert phone.ask("PUT", href, sent).status_code == 204
    assert facts(tasks)[0].on == NOW.date()


def test_what_is_not_open_yet_comes_back_with_the_reason_on_top(tasks, phone):
    href = phone.find(MEETING, "2026-12-31")
    before, token = phone.sync()
    reply = tick(phone, href)
    assert (reply.status_code, "etag" in reply.headers) == (204, False)
    assert facts(tasks) == []
    todo = phone.task(href)
    assert todo["STATUS"] == "NEEDS-ACTION"
    assert str(todo["DESCRIPTION"]).startswith("【未登记】2026-11-25早于")
    changed, _token = phone.sync(token)
    assert list(changed) == [href]
    assert changed[href] != before[href]
    tasks.start()
    assert "【未登记】" in phone.task(href)["DESCRIPTION"]
    tasks.clock.now += dt.timedelta(days=15)
    assert "【未登记】" not in phone.task(href)["DESCRIPTION"]
    tick(phone, href, day="20261203T020000Z")
    assert len(facts(tasks)) == 1


def test_a_tick_that_is_taken_clears_the_reason(tasks, phone):
    href = phone.find(MEETING, "2026-12-31")
    tick(phone, href)
    tasks.clock.now += dt.timedelta(days=8)
    tick(phone, href, day="20261203T020000Z")
    assert "【未登记】" not in phone.task(href)["DESCRIPTION"]


def test_unticking_erases_nothing_and_says_why(tasks, phone, href):
    tick(phone, href)
    etag = phone.etags()[href]
    reply = phone.ask("PUT", href, unticked(body_of(phone, href)), if_match=etag)
    assert (reply.status_code, "etag" in reply.headers) == (204, False)
    todo = phone.task(href)
    assert todo["STATUS"] == "COMPLETED"
    assert str(todo["DESCRIPTION"]).startswith("【未登记】取消勾选")
    assert len(facts(tasks)) == 1


def test_an_old_version_loses_no_tick_and_overwrites_none(tasks, phone, href):
    body, etag = body_of(phone, href), phone.etags()[href]
    assert phone.ask("PUT", href, ticked(body), if_match='"of yesterday"').status_code == 204
    assert len(facts(tasks)) == 1
    assert phone.ask("PUT", href, unticked(body), if_match=etag).status_code == 412
    assert phone.ask("PUT", href, body, if_none_match="*").status_code == 412
    assert phone.ask("PUT", href, unticked(body)).status_code == 204  # blind
    assert phone.task(href)["STATUS"] == "COMPLETED"


def test_two_phones_at_once_make_one_claim(tasks, phone, href):
    phones = [phone, tasks.phone(label="值班"), tasks.phone(), tasks.phone()]
    sent, ready = ticked(body_of(phone, href)), threading.Barrier(len(phones))

    def put(each):
        ready.wait(10)
        return each.ask("PUT", href, sent).status_code

    with ThreadPoolExecutor() as pool:
        assert set(pool.map(put, phones)) == {204}
    assert len(facts(tasks)) == 1


def test_the_same_tick_after_a_kill_between_changes_nothing(tasks, phone, href):
    sent = ticked(body_of(phone, href))
    phone.ask("PUT", href, sent)  # whose answer never came
    tasks.start()
    assert phone.ask("PUT", href, sent).status_code == 204
    assert len(facts(tasks)) == 1


def test_a_claim_that_the_office_reversed_is_not_made_again_by_an_old_body(tasks, phone, href):
    sent = ticked(body_of(phone, href))
    phone.ask("PUT", href, sent)
    write(tasks, Reversal(number=1, reason="点错了", by="安委办"))
    assert phone.task(href)["STATUS"] == "NEEDS-ACTION"
    assert phone.ask("PUT", href, sent).status_code == 204
    todo = phone.task(href)
    assert todo["STATUS"] == "NEEDS-ACTION"
    assert "【未登记】" in todo["DESCRIPTION"]
    assert len(facts(tasks)) == 2


def test_what_is_done_already_needs_no_claim(tasks, phone, href):
    sent = ticked(body_of(phone, href))
    write(
        tasks, Done(occurrence=NOVEMBER, on=dt.date(2026, 11, 20), evidence="会议纪要〔2026〕11号")
    )
    assert phone.ask("PUT", href, sent).status_code == 204
    assert len(facts(tasks)) == 1


def test_a_rewritten_body_changes_nothing_but_the_tick(tasks, phone, href):
    """As Evolution sends it back: folded elsewhere, a zone added, lines reordered and its own."""
    todo = phone.task(href)
    calendar = Calendar()
    calendar.add("prodid", "-//Ximian//NONSGML Evolution Calendar//EN")
    calendar.add("version", "2.0")
    todo["SUMMARY"] = "我改了标题"
    todo["X-EVOLUTION-CALDAV-ETAG"] = "x"
    calendar.add_component(todo)
    assert phone.ask("PUT", href, calendar.to_ical()).status_code == 204
    assert facts(tasks) == []
    assert MEETING in phone.task(href)["SUMMARY"]
    todo["STATUS"] = "COMPLETED"
    phone.ask("PUT", href, calendar.to_ical())
    assert len(facts(tasks)) == 1


EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    "BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(
    ("body", "condition"),
    [
        ("", "valid-calendar-data"),
        ("no calendar", "valid-calendar-data"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\n", "valid-calendar-"),
        ("BEGIN:VTODO\r\nUID:x\r\nEND:VTODO\r\n", "valid-calendar-data"),
        (EVENT, "supported-calendar-component"),
        (EVENT.replace("VEVENT", "VTODO"), "no-uid-conflict"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "valid-calendar-object-resource"),
        (b"\xff\xfe\x00", "valid-calendar-data"),
    ],
)
def test_what_is_no_task_of_ours_is_refused_as_what_it_is(tasks, phone, href, body, condition):
    reply = phone.ask("PUT", href, body)
    assert reply.status_code == 403, reply.text
    assert condition in reply.text
    assert facts(tasks) == []


def test_a_task_of_another_unit_is_ticked_by_nobody_else(tasks, phone):
    west = tasks.phone("ceshi/west")
    theirs = west.find(MEETING, "2026-11-30")
    sent = ticked(body_of(west, theirs))
    assert phone.ask("PUT", theirs, sent).status_code == 403
    assert phone.ask("PUT", LIST + theirs.rpartition("/")[2], sent).status_code == 403
    assert facts(tasks) == []
