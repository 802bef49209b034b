"""A year that nobody had announced, before and after its notice arrives, through the real build."""

import datetime as dt
from datetime import date

import pytest
from conftest import PACK, make_rule
from icalendar import Calendar
from notice_text import NOTICE

from cadence.core.dates import Span
from cadence.core.occurrence import Advice
from cadence.core.timing import Deadline
from cadence.occurrences.expand import expand
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace
from cadence.workdays.notices import parse_notice

SPAN = Span(date(2026, 1, 1), date(2027, 12, 31))
BEFORE = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
AFTER = BEFORE + dt.timedelta(days=3)
PROVISIONAL = "节假日安排未公布"


def run(folder, now):
    build(read_workspace(folder), Order(span=SPAN, now=now), lambda _name: None)
    return (folder / "out" / "feeds" / "ceshi" / "east.ics").read_bytes()


def by_day(content):
    """The feed's entries by their last day; monthly meetings share none."""
    return {
        event["DTEND"].dt - dt.timedelta(1): event
        for event in Calendar.from_ical(content).walk("VEVENT")
    }


@pytest.fixture
def settled(workspace_folder, cadence):
    before = run(workspace_folder, BEFORE)
    assert run(workspace_folder, AFTER) == before
    text = workspace_folder / "notice.txt"
    text.write_text(NOTICE, encoding="utf-8")
    assert cadence("workdays", "import", text, cwd=workspace_folder).returncode == 0
    return by_day(before), by_day(run(workspace_folder, AFTER)), workspace_folder


def test_before_the_notice_a_year_is_provisional_and_says_so(workspace_folder):
    found = by_day(run(workspace_folder, BEFORE))
    for day, event in found.items():
        assert (PROVISIONAL in event["DESCRIPTION"]) == (day.year == 2027), day
    december = found[date(2026, 12, 31)]["DESCRIPTION"]
    assert "截止日为工作日；2027年元旦安排未公布，公布后可能调整" in december


def test_the_notice_settles_every_provisional_entry_and_no_due_day_moves(settled):
    before, after, _folder = settled
    assert list(before) == list(after)
    left = [day for day, event in after.items() if "未公布" in event["DESCRIPTION"]]
    assert left == [date(2027, 12, 31)]  # which the notice for 2028 may yet move
    assert "建议2027年1月29日（周五）前" not in after[date(2027, 1, 31)]["DESCRIPTION"]  # made up
    assert "宜30日" not in after[date(2027, 10, 31)]["SUMMARY"]  # a Saturday
    assert "宜29日" in after[date(2027, 10, 31)]["SUMMARY"]


def test_sequence_rises_for_what_the_notice_settled_and_for_nothing_else(settled):
    before, after, _folder = settled
    for day, event in after.items():
        touched = day >= date(2026, 12, 31)  # 元旦 could have moved the end of December
        assert event["SEQUENCE"] == before[day]["SEQUENCE"] + touched, day
        stamp = AFTER if touched else before[day]["DTSTAMP"].dt
        assert event["DTSTAMP"].dt == stamp, day
        assert event["UID"] == before[day]["UID"]


def test_the_next_build_moves_nothing(settled):
    folder = settled[2]
    feed = folder / "out" / "feeds" / "ceshi" / "east.ics"
    content = feed.read_bytes()
    assert run(folder, AFTER + dt.timedelta(days=30)) == content


def test_a_local_day_off_moves_only_the_entry_that_rests_on_it(settled):
    _before, after, folder = settled
    changes = "changes:\n  - {name: 暴雪, off: [2026-11-30], document: 测政1号}\n"
    (folder / "rules" / "ceshi" / "calendar.yaml").write_text(changes, encoding="utf-8")
    later = by_day(run(folder, AFTER + dt.timedelta(days=1)))
    moved = [day for day in later if later[day]["SEQUENCE"] != after[day]["SEQUENCE"]]
    assert moved == [date(2026, 11, 30)]
    assert "宜27日" in later[moved[0]]["SUMMARY"]


# --- rolling forward ---

ROLLS = """\
  - id: yearly-summary
    clause: 二/（四）
    quote: 每年10月1日前报送总结
    act: 报送总结
    category: report
    timing: {kind: periodic_deadline, period: year, day: 10-01}
    roll: forward
    actors: [各乡镇]
"""


def with_roll(folder, text=ROLLS):
    (folder / "rules" / "ceshi" / "notice.yaml").write_text(PACK + text, encoding="utf-8")


def test_a_rule_that_rolls_keeps_its_due_day_and_shows_the_working_day_after(
    workspace_folder, cadence
):
    import json

    with_roll(workspace_folder)
    asked = ("occurrences", "--unit", "east", "--from", "2026-10-01", "--to", "2026-10-01")
    given = ("--format", "json", "--as-of", "2026-10-08")
    done = cadence(*asked, *given, cwd=workspace_folder)
    (found,) = json.loads(done.stdout)
    assert (found["due"], found["advised"]) == ("2026-10-01", "2026-10-08")
    assert found["provisional"] is False
    assert found["status"] == "due_soon"  # on time until the rolled day's end
    assert found["trace"][-2] == (
        "顺延：截止日为休息日，按本规则的选择，依《民法典》第二百零三条，"
        "最迟2026年10月8日（周四）；若不顺延，应于2026年9月30日（周三）前完成"
    )
    done = cadence(*asked, "--format", "json", "--as-of", "2026-10-09", cwd=workspace_folder)
    assert json.loads(done.stdout)[0]["status"] == "untracked"


def test_a_rolled_entry_says_so_and_reminds_before_the_holiday(workspace_folder):
    with_roll(workspace_folder)
    event = by_day(run(workspace_folder, BEFORE))[date(2026, 10, 1)]
    assert event["SUMMARY"] == "报送总结·顺延至8日"
    assert (
        "2026年10月1日（周四）届满，为休息日，顺延至2026年10月8日（周四）" in event["DESCRIPTION"]
    )
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == dt.timedelta(days=-3, hours=9)


def test_a_roll_into_a_year_that_is_not_announced_is_provisional(workspace_folder):
    with_roll(workspace_folder)
    event = by_day(run(workspace_folder, BEFORE))[date(2027, 10, 1)]
    assert "是否顺延、顺延至何日待公布后确定" in event["DESCRIPTION"]
    notice, _faults = parse_notice(NOTICE, "n")
    assert notice
    assert event["SUMMARY"] == "报送总结·截止"


def test_a_roll_to_a_day_that_nobody_knows_yet_is_provisional():
    rule = make_rule(Deadline(due=date(2022, 6, 26)), roll="forward")
    known = Advice(day=date(2022, 6, 24), provisional=False)
    (window,) = expand(rule, Span(date(2022, 1, 1), date(2022, 12, 31)), lambda _day: known)
    assert (window.advised, window.provisional) == (None, True)


def test_the_register_keeps_a_rolled_window_current_to_its_last_day(workspace_folder):
    with_roll(workspace_folder)
    run(workspace_folder, dt.datetime(2026, 10, 8, 1, tzinfo=dt.UTC))
    page = workspace_folder / "out" / "register" / "ceshi" / "notice.html"
    assert "进行中（2026年）" in page.read_text(encoding="utf-8")


def test_a_rolling_rule_is_listed_for_a_person_to_confirm(workspace_folder, cadence):
    with_roll(workspace_folder)
    assert "遇休息日顺延" in cadence("verify", cwd=workspace_folder).stdout


def test_a_rule_on_a_working_day_rolls_nowhere(workspace_folder):
    with_roll(workspace_folder, ROLLS.replace("10-01", "10-09"))
    event = by_day(run(workspace_folder, BEFORE))[date(2026, 10, 9)]
    assert event["SUMMARY"] == "报送总结·截止"
    assert "截止日为工作日，不需顺延" in event["DESCRIPTION"]
