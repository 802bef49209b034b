"""The published feeds, read back by others: libical's strict check and ical.js."""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
from datetime import date

import pytest
from conftest import ROOT, tool
from icalendar import Calendar

from cadence.core.dates import Span
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace

READERS = ROOT / "tests" / "readers"
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
SPAN = Span(date(2026, 1, 1), date(2027, 12, 31))
POLICY = "show_start: yes\nremind: {by: event, days_before: 5}\n"


def read(*command):
    environ = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environ, check=False)
    assert done.returncode == 0, done.stderr[:2000]
    return done.stdout.splitlines()


@pytest.fixture(scope="module", params=["as shipped", "first days and reminders as entries"])
def published(request, tmp_path_factory):
    """The real rules' feeds after a change that cancelled some of their events."""
    folder = tmp_path_factory.mktemp("office")
    places = ROOT / "rules" if request.param == "as shipped" else ROOT / "rules" / "yichuan"
    shutil.copytree(places, folder / places.relative_to(ROOT))
    if request.param != "as shipped":
        (folder / "rules" / "yichuan" / "policy.yaml").write_text(POLICY, encoding="utf-8")
    order = Order(span=SPAN, now=NOW, force=True, parts=("feeds",))
    build(read_workspace(folder), order, lambda _name: None)
    pack = folder / "rules" / "yichuan" / "2022-fifteen-measures.yaml"
    text = pack.read_text(encoding="utf-8")
    assert "  effective: 2022-04-25\n" in text
    text = text.replace(
        "  effective: 2022-04-25\n", "  effective: 2022-04-25\n  until: 2027-06-30\n"
    )
    pack.write_text(text, encoding="utf-8")
    build(read_workspace(folder), order, lambda _name: None)
    return sorted((folder / "out" / "feeds").rglob("*.ics"))


def digits(moment):
    """A date or local time, however a reader prints it."""
    return re.sub(r"\D", "", moment)


@pytest.fixture(scope="module")
def expected(published):
    """What icalendar reads: (file, uid) → (start, end, title, cancelled, alarms)."""
    found = {}
    for file in published:
        for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT"):
            found[file.name, str(event["UID"])] = (
                digits(event["DTSTART"].to_ical().decode()),
                digits(event["DTEND"].to_ical().decode()),
                str(event["SUMMARY"]),
                event.get("STATUS") == "CANCELLED",
                len(event.subcomponents),
            )
    assert any(cancelled for *_, cancelled, _ in found.values())
    return found


def test_libical_finds_every_feed_strictly_right(published, expected):
    check = READERS / "libical_check"
    if not check.exists():
        pytest.skip("tests/readers/libical_check is not built; run: make readers")
    found = {}
    for file in published:
        for line in read(check, file):
            uid, start, end, summary, status, alarms = line.split("\t")
            found[file.name, uid] = (
                digits(start),
                digits(end),
                summary,
                status == "CANCELLED",
                int(alarms),
            )
    assert found == expected


def test_ical_js_reads_the_same_events(published, expected):
    node = tool("node")
    if not (READERS / "node_modules" / "ical.js").is_dir():
        pytest.skip("ical.js is not installed; run: make readers")
    found = {}
    for line in read(node, READERS / "read_icaljs.mjs", *published):
        event = json.loads(line)
        name = event["file"].rsplit("/", 1)[-1]
        cancelled = event["status"] == "CANCELLED"
        found[name, event["uid"]] = (
            digits(event["start"]),
            digits(event["end"]),
            event["summary"],
            cancelled,
            len(event["alarms"]),
        )
    assert found == expected
