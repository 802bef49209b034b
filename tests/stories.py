"""What whole stories share: their rules and policy, and how page, feed and list are read."""

import datetime as dt
import json
import re

from icalendar import Calendar

from cadence.core import SHANGHAI
from cadence.ledger import open_ledger

EVENTS = """\
events:
  - {id: accident, name: 事故发生, also: [接到事故报告]}
"""
RULES = """\
  - id: report
    clause: 三/1
    quote: 接到事故报告后24小时内上报
    act: 上报事故情况
    category: accident
    timing: {kind: trigger, event: 接到事故报告, offset: PT24H}
    actors: [各乡镇]
    lead: [常务副县长]
  - id: monthly-study
    clause: 三/2
    quote: 每月至少集中学习一次
    act: 集中学习安全生产
    category: meeting
    timing: {kind: cadence, period: month}
    actors: [各乡镇]
"""
POLICY = """\
tracking_from: 2022-01-01
merges:
  - rules: ["ceshi/notice:monthly-meeting", "ceshi/notice:monthly-study"]
    on: 2022-04-25
    by: 县安委办
"""
NAMES = {"done": "已完成", "late": "逾期完成", "overdue": "逾期", "extended": "已延期"}


def page_of(reader, folder):
    return (folder / "out" / "units" / "ceshi" / f"{reader}.html").read_text("utf-8")


def lines_about(html, occurrence):
    """The items of a page's lists that name an occurrence."""
    named = re.compile(rf">{re.escape(occurrence)}\s*<")
    return [each for each in html.split("<li") if named.search(each)]


def on_page(html, occurrence):
    """The state beside an occurrence on a page, in its month's list."""
    listed = lines_about(html, occurrence)
    (state,) = {re.search(r'class="st c-(\w*)"', each)[1] for each in listed}
    return NAMES.get(state, state)


def in_feed(content, occurrence):
    """What an entry's title says of how the occurrence stands; entries name no unit."""
    number = f"编号：{occurrence.rpartition('@')[0] or occurrence}"
    words = {"（迟": "逾期完成", "✔": "已完成", "✕": "逾期"}
    (title,) = {
        str(event["SUMMARY"])
        for event in Calendar.from_ical(content).walk("VEVENT")
        if number in str(event["DESCRIPTION"]).splitlines()
        and not str(event["SUMMARY"]).startswith("·提醒")
        and "-m" not in event["UID"]  # the chosen hour stands beside the due day
    }
    extended = "已延期" if title.startswith("⏳") else title
    return next((state for sign, state in words.items() if sign in title), extended)


def in_list(text, occurrence):
    (found,) = {each["status"] for each in json.loads(text) if each["id"] == occurrence}
    return NAMES.get(found, found)


def wrote(folder, fact, at):
    """Write a fact down as at a moment long ago."""
    with open_ledger(folder) as ledger, ledger.writing():
        ledger.append(fact, dt.datetime.fromisoformat(at).replace(tzinfo=SHANGHAI))
