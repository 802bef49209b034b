"""Days that rest on a year nobody had announced, before and after its notice, in the real feed."""

import datetime as dt
from datetime import date

import pytest
from conftest import PACK
from icalendar import Calendar
from notice_text import NOTICE

from cadence.core.dates import SHANGHAI, Span
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace

SPAN = Span(date(2026, 11, 1), date(2027, 12, 31))
BEFORE = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
AFTER = BEFORE + dt.timedelta(days=3)
UNKNOWN = "暂不能确定"
RULES = """\
  - id: month-end
    clause: 二/（四）
    quote: 每月最后一个工作日前报送月报
    act: 报送月报
    category: report
    timing: {kind: periodic_deadline, period: month, day: last-working}
    actors: [东镇]
  - id: third-day
    clause: 二/（五）
    quote: 每年10月第3个工作日17时前报送
    act: 报送节后情况
    category: report
    timing: {kind: periodic_deadline, period: month, day: working-3, months: [10], time: "17:00"}
    actors: [东镇]
  - id: before-the-holiday
    clause: 二/（六）
    quote: 国庆节前3个工作日报送值班表
    act: 报送值班表
    category: report
    timing: {kind: trigger, event: 国庆节, offset: -P3D, days: working}
    actors: [东镇]
  - id: eve
    clause: 二/（七）
    quote: 国庆节前完成检查
    act: 节前检查
    category: inspection
    timing: {kind: trigger, event: 国庆节, offset: -P1D}
    actors: [东镇]
"""


def run(folder, now):
    build(read_workspace(folder), Order(span=SPAN, now=now), lambda _name: None)
    content = (folder / "out" / "feeds" / "ceshi" / "east.ics").read_bytes()
    return {str(each["UID"]): each for each in Calendar.from_ical(content).walk("VEVENT")}


@pytest.fixture
def settled(workspace_folder, cadence):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    pack.write_text(PACK + RULES, encoding="utf-8")
    before = run(workspace_folder, BEFORE)
    text = workspace_folder / "notice.txt"
    text.write_text(NOTICE, encoding="utf-8")
    assert cadence("workdays", "import", text, cwd=workspace_folder).returncode == 0
    return before, run(workspace_folder, AFTER)


def of(entries, act, year, month):
    """The one entry of an act whose window begins in a month, by the words of its trace."""
    number = {"报送月报": f"month-end:{year}-{month:02}", "节前检查": f"eve:{year}-10-01",
              "报送节后情况": f"third-day:{year}-{month:02}",
              "报送值班表": f"before-the-holiday:{year}-10-01"}[act]  # fmt: skip
    (found,) = (each for each in entries.values() if f"notice:{number}" in each["DESCRIPTION"])
    return found


def last(event):
    end = event["DTEND"].dt
    return end.astimezone(SHANGHAI) if isinstance(end, dt.datetime) else end - dt.timedelta(1)


@pytest.mark.parametrize(
    ("act", "month", "day"),
    [
        ("报送月报", 1, date(2027, 1, 31)),  # a Sunday worked in return for 春节
        ("报送月报", 2, date(2027, 2, 26)),  # the 28th is a Sunday
        ("报送节后情况", 10, dt.datetime(2027, 10, 11, 17, tzinfo=SHANGHAI)),  # 8th, 9th, 11th
        ("报送值班表", 10, date(2027, 9, 28)),  # counted back over 30th, 29th, 28th
    ],
)  # fmt: skip
def test_a_day_that_nobody_knew_is_dated_by_the_notice_and_keeps_its_uid(settled, act, month, day):
    before, after = settled
    was, now = (of(each, act, 2027, month) for each in (before, after))
    assert UNKNOWN in was["DESCRIPTION"]
    assert UNKNOWN not in now["DESCRIPTION"]
    assert last(now) == day
    assert now["UID"] == was["UID"]
    assert now["SEQUENCE"] == was["SEQUENCE"] + 1


def test_what_the_notice_left_as_it_was_is_numbered_as_it_was(settled):
    before, after = settled
    for entries in settled:
        assert of(entries, "报送月报", 2026, 11)["DTEND"].dt == date(2026, 12, 1)
    assert before.keys() == after.keys()
    for uid, event in after.items():
        was = before[uid]
        same = (was["DTSTART"].dt, was["DESCRIPTION"]) == (
            event["DTSTART"].dt,
            event["DESCRIPTION"],
        )
        assert event["SEQUENCE"] == was["SEQUENCE"] + (not same), event["SUMMARY"]
    assert of(after, "报送月报", 2026, 11)["SEQUENCE"] == 0


def test_the_eve_of_a_holiday_is_certain_before_any_notice(settled):
    before, after = settled
    for entries in (before, after):
        assert last(of(entries, "节前检查", 2027, 10)) == date(2027, 9, 30)


def test_a_due_time_makes_a_timed_event(settled):
    event = of(settled[1], "报送节后情况", 2027, 10)
    ends = dt.datetime(2027, 10, 11, 17, tzinfo=SHANGHAI)
    assert isinstance(event["DTSTART"].dt, dt.datetime)
    assert (event["DTEND"].dt, event["DTSTART"].dt < ends) == (ends, True)
    assert event["SUMMARY"].startswith("11日17:00前")
    assert "最迟2027年10月11日（周一）17:00" in event["DESCRIPTION"]
