"""What a phone reads: a list per unit, one task per occurrence, in step with the ledger."""

import datetime as dt
import re

import pytest
from caldaving import LIST
from desking import NOW
from icalendar import Calendar

from cadence.core import Done
from cadence.core.dates import Span
from cadence.feeds import feeds
from cadence.ledger import open_ledger
from cadence.occurrences import Asked, scenes_of

NOVEMBER = "ceshi/notice:monthly-meeting:2026-11@ceshi/east"


def write(folder, fact, now=NOW):
    with open_ledger(folder) as ledger, ledger.writing():
        return ledger.append(fact, now)


def test_a_client_finds_its_list_from_the_servers_name_alone(phone):
    reply = phone.ask("PROPFIND", "/.well-known/caldav")
    assert (reply.status_code, reply.headers["location"]) == (301, "/caldav/")
    root = phone.found("/caldav/", "0", "<D:current-user-principal/>")
    assert b"/caldav/ceshi/east/" in root["/caldav/"]["D:current-user-principal"]
    home = phone.found("/caldav/ceshi/east/", "0", "<C:calendar-home-set/>")
    assert b"/caldav/ceshi/east/" in home["/caldav/ceshi/east/"]["C:calendar-home-set"]
    below = phone.found("/caldav/ceshi/east/", "1", "<D:resourcetype/><D:displayname/>")
    assert b"calendar" in below[LIST]["D:resourcetype"]
    assert below[LIST]["D:displayname"] == "东镇安全生产任务（测试县）"


def test_a_list_holds_tasks_alone_one_for_each_occurrence(phone):
    kinds = phone.found(LIST, "0", "<C:supported-calendar-component-set/>")
    assert b'name="VTODO"' in kinds[LIST]["C:supported-calendar-component-set"]
    dues = []
    for href in phone.etags():
        calendar = Calendar.from_ical(phone.ask("GET", href).content)
        assert [each.name for each in calendar.subcomponents] == ["VTODO"]
        (todo,) = calendar.subcomponents
        assert "RRULE" not in todo
        assert href == f"{LIST}{todo['UID']}.ics"
        dues.append(str(todo["DUE"].dt))
    assert sorted(dues) == [
        "2026-09-30", "2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31",
    ]  # fmt: skip


def test_alarms_are_absolute_and_ring_when_the_feed_does(phone):
    todo = phone.task(phone.find("召开安全专题会议", "2026-11-30"))
    (alarm,) = todo.walk("VALARM")
    assert alarm["TRIGGER"].dt == dt.datetime(2026, 11, 27, 1, tzinfo=dt.UTC)
    overdue = phone.task(phone.find("召开安全专题会议", "2026-10-31"))
    assert not overdue.walk("VALARM")


def test_titles_are_those_of_the_feed(phone, tasks):
    write(
        tasks.folder,
        Done(occurrence=NOVEMBER, on=dt.date(2026, 11, 20), evidence="纪要〔2026〕1号"),
    )
    view = tasks.office.view()
    span = Span(dt.date(2026, 9, 1), dt.date(2027, 1, 31))
    (scene,) = scenes_of(view.workspace, view.history, Asked(span=span), NOW)
    feed = next(each for each in feeds(scene) if each.unit.id == "east")
    titles = {
        str(each["DTEND"].dt - dt.timedelta(days=1)): str(each["SUMMARY"])
        for each in Calendar.from_ical(feed.render()).walk("VEVENT")
    }
    tasks_of = [phone.task(href) for href in phone.etags()]
    assert {
        str(each["DUE"].dt): str(each["SUMMARY"]) for each in tasks_of
    }.items() <= titles.items()


def test_what_is_done_stands_as_completed_on_its_day(phone, tasks):
    href = phone.find("召开安全专题会议", "2026-11-30")
    assert phone.task(href)["STATUS"] == "NEEDS-ACTION"
    write(
        tasks.folder,
        Done(occurrence=NOVEMBER, on=dt.date(2026, 11, 20), evidence="纪要〔2026〕1号"),
    )
    todo = phone.task(href)
    assert (todo["STATUS"], todo["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
    assert todo["COMPLETED"].dt.date() == dt.date(2026, 11, 20)
    assert not todo.walk("VALARM")


def test_a_post_has_a_list_of_its_own(tasks):
    post = tasks.phone("ceshi/secretary")
    titles = [str(post.task(href)["SUMMARY"]) for href in post.etags()]
    assert titles
    assert all("主持召开常委会" in each for each in titles)


def test_multiget_answers_each_address_and_says_which_is_gone(phone):
    href = phone.find("召开安全专题会议", "2026-11-30")
    inside = (
        f"<D:prop><D:getetag/><C:calendar-data/></D:prop><D:href>{href}</D:href>"
        f"<D:href>{LIST}none.ics</D:href><D:href>/caldav/ceshi/west/tasks/x.ics</D:href>"
    )
    reply = phone.report("C:calendar-multiget", inside)
    assert reply.text.count("404 Not Found") == 2
    assert reply.text.count("BEGIN:VTODO") == 1


def query(phone, inner):
    filters = (
        "<D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name='VCALENDAR'>"
        f"{inner}</C:comp-filter></C:filter>"
    )
    reply = phone.report("C:calendar-query", filters)
    assert reply.status_code == 207, reply.text
    hrefs = re.findall("<D:href>([^<]*)</D:href>", reply.text)
    return sorted(str(phone.task(href)["DUE"].dt) for href in hrefs)


def todo_filter(inner):
    return f"<C:comp-filter name='VTODO'>{inner}</C:comp-filter>"


@pytest.mark.parametrize(
    ("inner", "dues"),
    [
        ("<C:comp-filter name='VEVENT'/>", []),
        ("<C:comp-filter name='VEVENT'><C:is-not-defined/></C:comp-filter>", 5),
        (todo_filter(""), 5),
        (
            todo_filter("<C:time-range start='20261130T000000Z' end='20261201T000000Z'/>"),
            ["2026-11-30", "2026-12-31"],
        ),
        (todo_filter("<C:prop-filter name='COMPLETED'><C:is-not-defined/></C:prop-filter>"), 4),
        (
            todo_filter(
                "<C:prop-filter name='STATUS'><C:text-match negate-condition='yes'>completed"
                "</C:text-match></C:prop-filter>"
            ),
            4,
        ),
        (
            todo_filter(
                "<C:comp-filter name='VALARM'><C:time-range start='20261127T000000Z'"
                " end='20261128T000000Z'/></C:comp-filter>"
            ),
            ["2026-11-30"],
        ),
    ],
)
def test_a_query_is_filtered_here(phone, tasks, inner, dues):
    september = NOVEMBER.replace("2026-11", "2026-10")
    write(
        tasks.folder,
        Done(occurrence=september, on=dt.date(2026, 10, 20), evidence="纪要〔2026〕9号"),
    )
    found = query(phone, inner)
    assert len(found) == dues if isinstance(dues, int) else found == dues


def test_what_has_not_changed_is_not_sent_again(phone):
    href = phone.find("召开安全专题会议", "2026-11-30")
    etag = phone.etags()[href]
    reply = phone.ask("GET", href, if_none_match=etag)
    assert (reply.status_code, reply.content) == (304, b"")
    head = phone.ask("HEAD", href)
    assert (head.headers["etag"], head.content) == (etag, b"")


def test_a_minute_later_nothing_has_changed(phone, tasks):
    before = phone.etags()
    tasks.clock.now += dt.timedelta(minutes=7)
    assert phone.etags() == before


def test_a_client_that_keeps_in_step_hears_only_what_changed(phone, tasks):
    everything, token = phone.sync()
    assert everything == phone.etags()
    assert phone.sync(token) == ({}, token)
    href = phone.find("召开安全专题会议", "2026-11-30")
    write(
        tasks.folder,
        Done(occurrence=NOVEMBER, on=dt.date(2026, 11, 20), evidence="纪要〔2026〕1号"),
    )
    changed, newer = phone.sync(token)
    assert changed == {href: phone.etags()[href]}
    assert newer != token
    tasks.start()  # a killed server knows the same tokens
    assert phone.sync(token)[0] == changed


def test_a_task_that_left_the_list_is_told_as_gone(phone, tasks):
    _everything, token = phone.sync()
    href = phone.find("召开安全专题会议", "2026-11-30")
    pack = tasks.folder / "rules" / "ceshi" / "notice.yaml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace("actors: [各乡镇]", "actors: [西乡]"), encoding="utf-8")
    changed, _newer = phone.sync(token)
    assert changed[href] is None
    assert phone.ask("GET", href).status_code == 404


def test_many_changes_come_in_pages(phone):
    limit = "<D:limit><D:nresults>2</D:nresults></D:limit>"
    everything, token, pages = {}, "", 0
    while True:
        changed, token = phone.sync(token, limit)
        cut = LIST in changed
        everything |= {href: etag for href, etag in changed.items() if href != LIST}
        pages += 1
        if not cut:
            break
    assert (everything, pages) == (phone.etags(), 3)


@pytest.mark.parametrize("token", ["data:,00000000-1", "data:,x", "http://elsewhere/1", "9" * 40])
def test_a_token_that_nobody_gave_is_refused_as_such(phone, token):
    inside = f"<D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop/>"
    reply = phone.report("D:sync-collection", inside)
    assert reply.status_code == 403
    assert "valid-sync-token" in reply.text


def test_rules_that_cannot_be_read_leave_the_last_whole_list(phone, tasks):
    before = phone.etags()
    pack = tasks.folder / "rules" / "ceshi" / "notice.yaml"
    pack.write_text("no: pack", encoding="utf-8")
    tasks.clock.now += dt.timedelta(minutes=1)
    assert phone.etags() == before


def test_a_bare_propfind_and_one_for_names_are_answered(phone):
    reply = phone.ask("PROPFIND", LIST, depth="0")
    assert "getctag" in reply.text
    names = phone.ask("PROPFIND", LIST, "<propfind xmlns='DAV:'><propname/></propfind>", depth="0")
    assert "getctag/>" in names.text
    assert phone.ask("PROPFIND", LIST, depth="infinity").status_code == 403
