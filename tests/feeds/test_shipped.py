"""The bars that the shipped feeds hold: titles that fit, told apart, and rings that one obeys.

`benchmarks/reminders.py` prints the same of each feed; here every distinct one is looked at once.
"""

import datetime as dt
import itertools
import re
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass

import pytest
import scenes
from conftest import ROOT
from icalendar import Calendar

from cadence.core import SHANGHAI, Entry, Event, Span, history
from cadence.feeds import feeds
from cadence.rules import read_workspace

YEAR = Span(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
BEGUN = dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)
OVER = dt.datetime(2027, 1, 20, tzinfo=SHANGHAI)  # November's and December's duties are missed
AT = dt.datetime(2026, 11, 26, 8, 30, tzinfo=SHANGHAI)
BEGINS, TITLE = re.compile(r"DTSTART[^:]*:(\d{8})"), re.compile("SUMMARY:(.*)\r")
CLOCK = re.compile(r"\d+日\d\d:\d\d前")
UNIT = "yichuan/pengpo"
LONGEST_MEDIAN, TOLD_APART_WITHIN, MOST_RINGS = 16, 6, 3


@dataclass(frozen=True)
class Shown:
    """One body, in how many feeds it stands, and which days of its place are worked."""

    unit: str
    content: bytes
    feeds: int
    is_worked: object

    def titles(self):
        """Each entry's title, by the day that it begins on."""
        found = defaultdict(list)
        for each in self.content.replace(b"\r\n ", b"").decode().split("BEGIN:VEVENT")[1:]:
            found[BEGINS.search(each)[1]].append(TITLE.search(each)[1])
        return found

    def rings(self):
        """The moments at which each entry's alarms ring."""
        events = Calendar.from_ical(self.content).walk("VEVENT")
        return [
            list(map(moment_of, each.walk("VALARM"), itertools.repeat(each))) for each in events
        ]


def moment_of(alarm, event):
    trigger = alarm["TRIGGER"]
    base = event["DTEND" if trigger.params.get("RELATED") == "END" else "DTSTART"].dt
    if not isinstance(base, dt.datetime):
        base = dt.datetime.combine(base, dt.time(), SHANGHAI)
    return (base + trigger.dt).astimezone(SHANGHAI)


def shown_at(workspace, moment, *happened, **filters):
    """Every distinct body of the shipped feeds at a moment."""
    found = Counter()
    kept = {}
    for scene in scenes.read(
        workspace, history=history(happened), span=YEAR, as_of=moment, **filters
    ):
        for feed in feeds(scene):
            found[feed.body] += 1
            kept.setdefault(feed.body, (feed, scene.advise))
    return [
        Shown(
            feed.unit.key,
            feed.render(),
            found[body],
            lambda day, advise=advise: advise(day).day == day,
        )
        for body, (feed, advise) in kept.items()
    ]


@pytest.fixture(scope="module")
def workspace():
    return read_workspace(ROOT)


@pytest.fixture(scope="module")
def begun(workspace):
    """A year that lies ahead."""
    return shown_at(workspace, BEGUN)


def test_the_median_title_fits_a_months_view(begun):
    lengths = [
        len(title)
        for shown in begun
        for titles in shown.titles().values()
        for title in titles
        for _feed in range(shown.feeds)
    ]
    assert sum(shown.feeds for shown in begun) > 250
    assert statistics.median(lengths) <= LONGEST_MEDIAN


def alike(found):
    """What stands on one day of one feed and begins alike, and of how many pairs that is."""
    pairs = [
        pair
        for shown in found
        for titles in shown.titles().values()
        for pair in itertools.combinations(titles, 2)
    ]
    begin = {title: title[:TOLD_APART_WITHIN] for pair in pairs for title in pair}
    return [(one, other) for one, other in pairs if begin[one] == begin[other]], len(pairs)


def test_two_entries_of_a_day_differ_within_their_first_six_signs(begun):
    same, pairs = alike(begun)
    assert pairs > 1000
    assert same == []


def test_what_is_missed_differs_as_soon(workspace):
    missed = shown_at(workspace, OVER)
    same, _pairs = alike(missed)
    assert sum(shown.content.count("SUMMARY:✕".encode()) for shown in missed) > 100
    assert same == []


def test_the_clocks_of_an_accident_differ_as_soon(workspace):
    """They say the minute first: it is what matters. No two of one accident end in the same."""
    accident = Entry(number=1, recorded=AT, fact=Event(name="事故发生", at=AT, unit=UNIT))
    found = shown_at(workspace, AT, accident, place="yichuan")
    assert any(
        CLOCK.match(title) for shown in found for day in shown.titles().values() for title in day
    )
    assert alike(found)[0] == []


def test_nothing_rings_on_a_day_off_and_never_more_than_three_times_a_day(begun):
    count = 0
    for shown in begun:
        each = shown.rings()
        assert {len(rings) for rings in each} <= {0, 1}, shown.unit  # a duty rings once
        days = Counter(at.date() for rings in each for at in rings)
        assert all(map(shown.is_worked, days)), shown.unit
        assert max(days.values(), default=0) <= MOST_RINGS, shown.unit
        count += sum(days.values())
    assert count > 1000
