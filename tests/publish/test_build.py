"""Publishing: what moves, what stays to the byte, what is refused, what a kill leaves."""

import datetime as dt
import errno
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from conftest import PACK, ROOT
from icalendar import Calendar

from cadence.core.dates import Span
from cadence.core.errors import CadenceError
from cadence.core.facts import Entry, Event
from cadence.core.history import history
from cadence.feeds.feed import whole_events
from cadence.feeds.vevents import notice
from cadence.publish.build import build
from cadence.publish.order import KeptFeed, Order
from cadence.rules.workspace import read_workspace

YEAR = Span(date(2022, 1, 1), date(2022, 12, 31))
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def run(folder, **asked):
    order = Order(**({"span": YEAR, "now": NOW} | asked))
    return build(read_workspace(folder), order, lambda _name: None)


def edit(folder, old, new, name="notice.yaml"):
    file = folder / "rules" / "ceshi" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def feed(folder, unit="east"):
    return folder / "out" / "feeds" / "ceshi" / f"{unit}.ics"


def events(folder, unit="east"):
    calendar = Calendar.from_ical(feed(folder, unit).read_bytes())
    return {str(each["UID"]): each for each in calendar.walk("VEVENT")}


def snapshot(folder):
    files = sorted(file for file in (folder / "out").rglob("*") if file.is_file())
    return {
        str(file.relative_to(folder)): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in files
    }


def test_two_builds_of_the_same_input_are_the_same_bytes_wherever_and_whenever(
    tmp_path, workspace_folder
):
    import shutil

    other = tmp_path / "elsewhere"
    shutil.copytree(workspace_folder, other)
    run(workspace_folder)
    run(other, now=NOW + 400 * DAY)
    for file in (workspace_folder / "out" / "feeds").rglob("*.ics"):
        twin = other / file.relative_to(workspace_folder)
        assert twin.read_bytes() == file.read_bytes()


def test_an_unchanged_rebuild_touches_no_file(workspace_folder):
    run(workspace_folder)
    before = snapshot(workspace_folder)
    built = run(workspace_folder, now=NOW + HOUR)
    assert (built.written, built.removed) == (0, 0)
    assert snapshot(workspace_folder) == before


def test_another_day_touches_the_pages_that_name_it_and_no_feed(workspace_folder):
    run(workspace_folder)
    before = snapshot(workspace_folder)
    run(workspace_folder, now=NOW + DAY)
    after = snapshot(workspace_folder)
    changed = {name.split("/")[1] for name in after if after[name] != before[name]}
    assert changed == {"check", "index.html", "units", "site"}


def test_a_days_first_build_renews_calendars_and_writes_none_of_them_anew(workspace_folder):
    run(workspace_folder)
    east, west = feed(workspace_folder), feed(workspace_folder, "west")
    content = {file: file.read_bytes() for file in (east, west)}
    (yesterday, today) = ((NOW - DAY).timestamp(), NOW.timestamp())
    os.utime(east, (yesterday, yesterday))
    os.utime(west, (today, today))
    built = run(workspace_folder, now=NOW + HOUR)
    assert built.written == 0
    assert east.stat().st_mtime > today
    assert west.stat().st_mtime == today  # built on this day already
    assert {file: file.read_bytes() for file in (east, west)} == content
    renewed = east.stat().st_mtime_ns
    run(workspace_folder, now=NOW + 2 * HOUR)
    assert east.stat().st_mtime_ns == renewed


def test_stamps_move_when_and_only_when_the_content_does(workspace_folder):
    run(workspace_folder)
    before = events(workspace_folder)
    edit(workspace_folder, "evidence: 会议记录", "evidence: 会议纪要")
    run(workspace_folder, now=NOW + DAY)
    after = events(workspace_folder)
    assert after.keys() == before.keys()
    assert {int(each["SEQUENCE"]) for each in after.values()} == {1}
    assert {each["LAST-MODIFIED"].dt for each in after.values()} == {NOW + DAY}
    assert {each["DTSTAMP"].dt for each in after.values()} == {NOW + DAY}
    run(workspace_folder, now=NOW + 2 * DAY)
    assert {int(each["SEQUENCE"]) for each in events(workspace_folder).values()} == {1}
    county = events(workspace_folder, "county")
    assert {int(each["SEQUENCE"]) for each in county.values()} == {0}


def test_a_corrected_deadline_moves_its_event_and_cancels_nothing(workspace_folder):
    edit(
        workspace_folder,
        "timing: {kind: standing}",
        "timing: {kind: deadline, due: 2022-05-31}\n    year_from: 文件日期",
    )
    run(workspace_folder)
    edit(workspace_folder, "2022-05-31", "2022-06-30")
    run(workspace_folder, now=NOW + DAY)
    (event,) = events(workspace_folder, "bureau").values()
    assert event["DTSTART"].dt == date(2022, 6, 30)
    assert int(event["SEQUENCE"]) == 1


def withdraw_december(folder):
    edit(folder, "  revised: 2026-11-22", "  until: 2022-11-30\n  revised: 2026-11-22")


def test_a_withdrawn_event_stays_thirty_days_as_cancelled_then_goes(workspace_folder):
    run(workspace_folder)
    withdraw_december(workspace_folder)
    run(workspace_folder, now=NOW + DAY)
    cancelled = [
        each for each in events(workspace_folder).values() if each.get("STATUS") == "CANCELLED"
    ]
    assert [str(each["SUMMARY"])[:8] for each in cancelled] == ["【已取消】召开安"]
    assert int(cancelled[0]["SEQUENCE"]) == 1
    assert not cancelled[0].subcomponents
    run(workspace_folder, now=NOW + 31 * DAY)
    assert len(events(workspace_folder)) == 9
    run(workspace_folder, now=NOW + 32 * DAY)
    assert len(events(workspace_folder)) == 8


def test_what_ages_out_of_the_span_is_not_cancelled(workspace_folder):
    run(workspace_folder)
    later = Span(date(2022, 7, 1), date(2023, 6, 30))
    run(workspace_folder, span=later, now=NOW + DAY)
    assert len(events(workspace_folder)) == 12
    assert not any("STATUS" in each for each in events(workspace_folder).values())


def test_a_build_that_would_lose_more_than_a_fifth_stops_and_changes_nothing(workspace_folder):
    run(workspace_folder)
    before = snapshot(workspace_folder)
    edit(workspace_folder, "period: month", "period: quarter")
    with pytest.raises(CadenceError, match=r"feeds/ceshi/east.ics: 9 of 9 events") as raised:
        run(workspace_folder, now=NOW + DAY)
    assert "--force" in str(raised.value)
    assert snapshot(workspace_folder) == before
    run(workspace_folder, now=NOW + DAY, force=True)
    live = [each for each in events(workspace_folder).values() if "STATUS" not in each]
    assert len(live) == 3


ONE_UNIT = """
  - id: bureau-{n}
    clause: 九
    quote: 6月底前完成
    act: 完成第{n}件事
    category: system
    timing: {{kind: deadline, due: 2022-06-{day}}}
    year_from: 文件日期
    responsible: [县应急局]
"""


def test_one_feed_that_would_lose_much_stays_and_the_others_go_on(workspace_folder):
    pack = workspace_folder / "rules/ceshi/notice.yaml"
    text = pack.read_text("utf-8")
    more = "".join(ONE_UNIT.format(n=n, day=10 + n) for n in range(5))
    pack.write_text(text + more, encoding="utf-8")
    run(workspace_folder)
    assert len(events(workspace_folder, "bureau")) == 5
    before = feed(workspace_folder, "bureau").read_bytes()

    fewer = "".join(ONE_UNIT.format(n=n, day=10 + n) for n in range(2))
    corrected = text.replace("act: 召开安全专题会议", "act: 召开专题会议")
    pack.write_text(corrected + fewer, encoding="utf-8")
    built = run(workspace_folder, now=NOW + DAY)

    assert built.kept == (KeptFeed("ceshi/bureau", 3, 5),)
    assert built.kept[0].words == "feeds/ceshi/bureau.ics: 3 of 5 events"
    assert feed(workspace_folder, "bureau").read_bytes() == before
    assert all("召开专题会议" in each["SUMMARY"] for each in events(workspace_folder).values())
    others = run(workspace_folder, now=NOW + DAY, released=frozenset({"ceshi/east"}))
    assert others.kept == built.kept
    released = run(workspace_folder, now=NOW + DAY, released=frozenset({"ceshi/bureau"}))
    assert released.kept == ()
    assert sum("STATUS" in each for each in events(workspace_folder, "bureau").values()) == 3


def test_a_small_feed_may_lose_one_of_two(workspace_folder):
    pack = workspace_folder / "rules/ceshi/notice.yaml"
    text = pack.read_text("utf-8")
    pack.write_text(text + "".join(ONE_UNIT.format(n=n, day=10 + n) for n in range(2)), "utf-8")
    run(workspace_folder)
    pack.write_text(text + ONE_UNIT.format(n=0, day=10), "utf-8")
    assert run(workspace_folder, now=NOW + DAY).kept == ()
    cancelled = [each for each in events(workspace_folder, "bureau").values() if "STATUS" in each]
    assert len(cancelled) == 1


CLOCK = """
  - id: report-{n}
    clause: 五/{n}
    quote: {n}小时内报告
    act: 报告第{n}次
    category: accident
    timing: {{kind: trigger, event: 事故发生, offset: PT{n}H}}
    actors: [县应急局]
"""


def test_an_event_that_is_taken_back_takes_its_clocks_and_stops_no_feed(workspace_folder):
    pack = workspace_folder / "rules/ceshi/notice.yaml"
    clocks = "".join(CLOCK.format(n=n) for n in range(1, 6))
    pack.write_text(pack.read_text("utf-8") + clocks, encoding="utf-8")
    event = Event(name="事故发生", at=NOW, unit="ceshi/bureau")
    told = history([Entry(number=1, recorded=NOW, fact=event)])
    year = Span(date(2026, 1, 1), date(2026, 12, 31))
    run(workspace_folder, span=year, history=told)
    before = events(workspace_folder, "bureau").values()
    assert sum("报告第" in each["SUMMARY"] for each in before) == 5

    built = run(workspace_folder, span=year, now=NOW + DAY)
    assert built.kept == (), "it is no slip of the rules: the ledger took it back"
    left = events(workspace_folder, "bureau").values()
    assert [str(each["STATUS"]) for each in left if "报告第" in each["SUMMARY"]] == [
        "CANCELLED"
    ] * 5


def test_a_unit_that_leaves_gets_an_emptied_feed_with_a_note_before_its_file_goes(workspace_folder):
    run(workspace_folder)
    leave(workspace_folder)
    run(workspace_folder, now=NOW + DAY)
    (note,) = events(workspace_folder, "west").values()
    assert note["SUMMARY"].startswith("【已停用】")
    before = feed(workspace_folder, "west").read_bytes()
    run(workspace_folder, now=NOW + 30 * DAY)
    assert feed(workspace_folder, "west").read_bytes() == before
    run(workspace_folder, now=NOW + 33 * DAY)
    assert not feed(workspace_folder, "west").exists()


def leave(folder, unit="  - {id: west, name: 西乡}\n"):
    edit(folder, unit, "", "units.yaml")
    edit(folder, "[east, west]", "[east]", "units.yaml")


def test_a_unit_that_comes_back_gets_its_events_back_and_no_number_goes_down(workspace_folder):
    run(workspace_folder)
    edit(workspace_folder, "evidence: 会议记录", "evidence: 会议纪要")
    run(workspace_folder, now=NOW + DAY)
    before = events(workspace_folder, "west")
    leave(workspace_folder)
    run(workspace_folder, now=NOW + 2 * DAY)
    edit(workspace_folder, "units:\n", "units:\n  - {id: west, name: 西乡}\n", "units.yaml")
    edit(workspace_folder, "[east]", "[east, west]", "units.yaml")
    run(workspace_folder, now=NOW + 3 * DAY)
    after = events(workspace_folder, "west")
    assert after.keys() == before.keys()
    for uid, event in after.items():
        assert int(event["SEQUENCE"]) > int(before[uid]["SEQUENCE"])
        assert event["DTSTAMP"].dt == NOW + 3 * DAY


def test_stamps_never_go_back(workspace_folder):
    run(workspace_folder)
    edit(workspace_folder, "evidence: 会议记录", "evidence: 会议纪要")
    run(workspace_folder, now=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    revised = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    assert {each["LAST-MODIFIED"].dt for each in events(workspace_folder).values()} == {revised}


def test_a_unit_that_stays_but_owes_nothing_is_not_told_that_it_left(workspace_folder):
    run(workspace_folder)
    edit(workspace_folder, "actors: [各乡镇]", "actors: [县委]")
    run(workspace_folder, now=NOW + DAY, force=True)
    titles = [str(each["SUMMARY"]) for each in events(workspace_folder).values()]
    assert any(title.startswith("【说明】暂无有日期的任务") for title in titles)
    assert not any("已停用" in title for title in titles)


def test_several_units_that_leave_at_once_are_rather_a_mistake(workspace_folder):
    villages = "".join(f"  - {{id: village-{n}, name: 第{n}村}}\n" for n in range(3))
    edit(workspace_folder, "units:\n", f"units:\n{villages}", "units.yaml")
    run(workspace_folder)
    edit(workspace_folder, villages, "", "units.yaml")
    with pytest.raises(CadenceError, match="no longer in the roster"):
        run(workspace_folder)


def test_a_shorter_span_does_not_empty_the_feeds_in_silence(workspace_folder):
    run(workspace_folder)
    before = snapshot(workspace_folder)
    with pytest.raises(CadenceError, match="8 of 9 events"):
        run(workspace_folder, span=Span(date(2022, 1, 1), date(2022, 4, 30)))
    with pytest.raises(CadenceError, match="9 of 9 events"):
        run(workspace_folder, span=Span(date(2000, 1, 1), date(2000, 12, 31)))
    assert snapshot(workspace_folder) == before


def test_what_runs_on_past_the_span_is_shown(workspace_folder):
    edit(workspace_folder, "period: quarter", "period: 3_years")
    run(workspace_folder)
    (event,) = events(workspace_folder, "secretary").values()
    assert event["DTSTART"].dt == date(2024, 12, 31)


def test_a_bar_is_a_span_that_reminds_of_nothing_and_is_never_due(workspace_folder):
    phase = "timing: {kind: phase, start: 2022-05-01, due: 2022-10-31}\n    force: must_not"
    edit(workspace_folder, "timing: {kind: standing}", f"{phase}\n    year_from: 文件日期")
    run(workspace_folder)
    (event,) = events(workspace_folder, "bureau").values()
    assert event["SUMMARY"].endswith("·不得")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2022, 5, 1), date(2022, 11, 1))
    assert not event.subcomponents


def test_a_damaged_feed_is_replaced_by_a_whole_one(workspace_folder):
    run(workspace_folder)
    whole = feed(workspace_folder).read_bytes()
    feed(workspace_folder).write_bytes(whole[:500])
    run(workspace_folder)
    assert feed(workspace_folder).read_bytes() == whole


def test_a_strangers_file_among_the_feeds_is_left_alone(workspace_folder):
    run(workspace_folder)
    strange = feed(workspace_folder, "holiday")
    strange.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", encoding="utf-8")
    run(workspace_folder)
    assert strange.exists()


def test_a_pack_that_goes_takes_its_register_along(workspace_folder):
    second = workspace_folder / "rules" / "ceshi" / "second.yaml"
    second.write_text(PACK.replace("测安委〔2022〕1号", "测安委〔2022〕2号"), encoding="utf-8")
    run(workspace_folder)
    page = workspace_folder / "out" / "register" / "ceshi" / "second.html"
    assert page.exists()
    second.unlink()
    run(workspace_folder, force=True)
    assert not page.exists()


def test_a_second_build_at_the_same_time_is_told_to_wait(workspace_folder):
    from filelock import FileLock

    (workspace_folder / "out").mkdir()
    with (
        FileLock(workspace_folder / "out" / ".lock"),
        pytest.raises(CadenceError, match="another build"),
    ):
        run(workspace_folder)


def test_a_disk_that_fills_up_changes_nothing_and_says_so(workspace_folder, monkeypatch):
    run(workspace_folder)
    before = snapshot(workspace_folder)
    edit(workspace_folder, "evidence: 会议记录", "evidence: 会议纪要")
    plainly = Path.open

    def full(self, mode="r", *more, **named):
        if mode == "xb":
            raise OSError(28, "No space left on device", str(self))
        return plainly(self, mode, *more, **named)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(CadenceError, match="No space left on device"):
        run(workspace_folder)
    monkeypatch.undo()
    assert snapshot(workspace_folder) == before


def opened_elsewhere(monkeypatch, *names, reading=False):
    """Make the system behave as Windows does while Excel holds some files open."""
    replace, read_bytes, unlink = Path.replace, Path.read_bytes, Path.unlink

    def refuse(file):
        if file.name in names:
            raise PermissionError(errno.EACCES, "open in Excel", str(file))

    def replacing(self, target):
        refuse(Path(target))
        return replace(self, target)

    def reads(self):
        if reading:
            refuse(self)
        return read_bytes(self)

    def unlinking(self, **named):
        refuse(self)
        return unlink(self, **named)

    monkeypatch.setattr("cadence.publish.beside.REPLACE_PAUSE", 0)
    monkeypatch.setattr(Path, "replace", replacing)
    monkeypatch.setattr(Path, "read_bytes", reads)
    monkeypatch.setattr(Path, "unlink", unlinking)


def test_a_file_held_open_is_named_and_everything_else_is_published(workspace_folder, monkeypatch):
    run(workspace_folder)
    before = feed(workspace_folder).read_bytes()
    edit(workspace_folder, "act: 召开安全专题会议", "act: 召开安全生产专题会议")
    with monkeypatch.context() as patched:
        opened_elsewhere(patched, "east.ics", "notice.html")
        with pytest.raises(CadenceError) as raised:
            run(workspace_folder, now=NOW + DAY)
    lines = str(raised.value).splitlines()
    assert [Path(line.split(": ")[0].strip()).name for line in lines[1:-1]] == [
        "east.ics",
        "notice.html",
    ]
    assert "召开安全生产专题会议" in feed(workspace_folder, "west").read_text(encoding="utf-8")
    assert feed(workspace_folder).read_bytes() == before
    assert not list((workspace_folder / "out").rglob("*.pending"))
    run(workspace_folder, now=NOW + DAY)
    assert "SEQUENCE:1" in feed(workspace_folder).read_text(encoding="utf-8")


def test_a_feed_that_cannot_be_read_is_not_absent_and_no_number_goes_back(
    workspace_folder, monkeypatch
):
    run(workspace_folder)
    edit(workspace_folder, "act: 召开安全专题会议", "act: 召开安全生产专题会议")
    run(workspace_folder, now=NOW + DAY)
    numbered = feed(workspace_folder).read_bytes()
    assert b"SEQUENCE:1" in numbered
    edit(workspace_folder, "act: 召开安全生产专题会议", "act: 召开安全会议")
    with monkeypatch.context() as patched:
        opened_elsewhere(patched, "east.ics", reading=True)
        with pytest.raises(CadenceError, match=r"east\.ics"):
            run(workspace_folder, now=NOW + 2 * DAY)
    assert feed(workspace_folder).read_bytes() == numbered
    run(workspace_folder, now=NOW + 2 * DAY)
    assert b"SEQUENCE:2" in feed(workspace_folder).read_bytes()


def linked(folder, kind):
    """Put a link under out/ that leads to a stranger's file or folder; returns that file."""
    out = folder / "out"
    stranger = folder / "elsewhere"
    stranger.mkdir()
    theirs = stranger / "east.ics"
    theirs.write_bytes(b"theirs")
    if kind == "a folder":
        (out / "feeds" / "ceshi").rename(folder / "aside")
        (out / "feeds" / "ceshi").symlink_to(stranger)
    elif kind == "a folder above":
        (out / "feeds").rename(folder / "aside")
        (stranger / "ceshi").mkdir()
        theirs = theirs.rename(stranger / "ceshi" / "east.ics")
        (out / "feeds").symlink_to(stranger)
    else:
        feed(folder).unlink()
        if kind == "a hard link":
            feed(folder).hardlink_to(theirs)
        elif kind == "a link":
            feed(folder).symlink_to(theirs)
        else:
            (out / ".lock").unlink(missing_ok=True)
            (out / ".lock").symlink_to(theirs)
    return theirs


@pytest.mark.parametrize(
    "kind", ["a folder", "a folder above", "a hard link", "a link", "the lock"]
)
def test_no_link_under_out_is_written_through(workspace_folder, kind):
    run(workspace_folder)
    try:
        theirs = linked(workspace_folder, kind)
    except OSError:
        pytest.skip("this system lets nobody make links")
    with pytest.raises(CadenceError, match="is a link, or another name"):
        run(workspace_folder)
    assert theirs.read_bytes() == b"theirs"
    assert [each.name for each in theirs.parent.iterdir()] == ["east.ics"]


def test_out_itself_may_be_a_link_to_another_disk(workspace_folder):
    (workspace_folder / "disk").mkdir()
    try:
        (workspace_folder / "out").symlink_to(workspace_folder / "disk")
    except OSError:
        pytest.skip("this system lets nobody make links")
    run(workspace_folder)
    assert (workspace_folder / "disk" / "feeds" / "ceshi" / "east.ics").exists()


def test_a_text_that_folds_into_the_line_that_begins_an_event_is_counted_once():
    folded = set()
    for padding in range(75):
        event = notice(f"{'x' * padding}BEGIN:VEVENT", NOW.date(), NOW)
        content = event.to_ical(sorted=False)
        folded.add(b"\r\n BEGIN:VEVENT\r\n" in content)
        assert whole_events(content) == 1
    assert folded == {True, False}


def test_a_folder_that_cannot_be_written_is_named(workspace_folder):
    (workspace_folder / "out").write_text("a file where the folder belongs", encoding="utf-8")
    with pytest.raises(CadenceError, match="cannot be written"):
        run(workspace_folder)


# Nothing of the tests is imported: every room has a conftest, and a program finds one of them.
KILLED = """
import datetime as dt
import sys
from pathlib import Path
from cadence.core.dates import Span
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace
span = Span(*map(dt.date.fromisoformat, sys.argv[2:4]))
order = Order(span=span, now=dt.datetime.fromisoformat(sys.argv[4]))
workspace = read_workspace(Path(sys.argv[1]))
print("ready", flush=True)
build(workspace, order, lambda _name: None)
"""


def start_build(folder):
    told = (str(folder), YEAR.first.isoformat(), YEAR.last.isoformat(), (NOW + DAY).isoformat())
    return subprocess.Popen(
        [sys.executable, "-c", KILLED, *told],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_build_killed_at_any_moment_leaves_every_feed_whole_old_or_new(workspace_folder):
    units = "".join(f"  - {{id: unit-{n}, name: 第{n}村}}\n" for n in range(60))
    edit(workspace_folder, "units:\n", f"units:\n{units}", "units.yaml")
    ids = ", ".join(f"unit-{n}" for n in range(60))
    edit(workspace_folder, "[east, west]", f"[east, west, {ids}]", "units.yaml")
    run(workspace_folder)
    old = {name: content for name, (content, _) in snapshot(workspace_folder).items()}
    edit(workspace_folder, "evidence: 会议记录", "evidence: 会议纪要")
    ended = set()
    for delay in (0.0, 0.02, 0.05, 0.1, 0.15, 0.2):
        ended.add(kill_after(workspace_folder, delay))
        for file in (workspace_folder / "out" / "feeds").rglob("*.ics"):
            content = file.read_bytes()
            assert content.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")
            assert len(list(Calendar.from_ical(content).walk("VEVENT"))) >= 1
    assert -signal.SIGKILL in ended
    run(workspace_folder, now=NOW + DAY)
    new = {name: content for name, (content, _) in snapshot(workspace_folder).items()}
    assert new.keys() == old.keys()
    assert not list((workspace_folder / "out").rglob("*.pending"))


def kill_after(folder, delay):
    child = start_build(folder)
    with child:
        child.stdout.readline()
        time.sleep(delay)
        child.kill()
    return child.returncode


def test_two_builds_at_once_leave_whole_feeds(workspace_folder):
    both = [start_build(workspace_folder) for _ in range(2)]
    for child in both:
        child.communicate()
    assert any(child.returncode == 0 for child in both)
    assert len(events(workspace_folder)) == 9
