"""Real clients subscribe to served feeds of the real rules, and stay right whatever happens.

Added, moved, done, overdue, cancelled, unchanged, a file cut short, an address that ended, no
server any more: each client goes through all of it once, and is looked at in every zone.
"""

import datetime as dt
import shutil
from collections import Counter
from datetime import date
from http import HTTPStatus

import httpx
import pytest
from conftest import ROOT
from icalendar import Calendar
from serving import eventually, running
from subscribers_of import CLIENTS, ZONES, event, publish_page

from cadence.core import SHANGHAI, Done, Event, history
from cadence.core.dates import Span
from cadence.ledger import open_ledger, read_entries
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace
from cadence.serve import new_token, open_store

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
SPAN = Span(date(2026, 1, 1), date(2027, 12, 31))
FEED = "feeds/yichuan/pengpo.ics"
UNIT = "yichuan/pengpo"
DIGEST = "日截止"  # an entry at nine in the morning, of several duties
OTHER = ("yichuan", "tongzhanbu")
LATER = 12  # days, after which November's duties are done or overdue
DONE = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11@yichuan/pengpo"
MOVED = "timing: {kind: cadence, period: year, count: 1}"
TO_JUNE = 'timing: {kind: periodic_deadline, period: year, day: "06-25"}'
ADDED = """

  - id: added-for-the-test
    clause: 二/（一）/1
    quote: 跟进学习
    act: 另行组织一次学习
    category: study
    timing: {kind: cadence, period: half_year}
    actors: [各级党委（党组）]

"""


def published(folder):
    """What the feed says, by icalendar: (first day, day after the last, title), counted."""
    events = Calendar.from_ical((folder / "out" / FEED).read_bytes()).walk("VEVENT")
    return Counter(
        event(each["DTSTART"].to_ical().decode(), each["DTEND"].to_ical().decode(), each["SUMMARY"])
        for each in events
    )


def rebuild(folder, days=0):
    order = Order(
        span=SPAN,
        now=NOW + dt.timedelta(days),
        force=True,
        history=history(read_entries(folder)),
        parts=("feeds",),
    )
    build(read_workspace(folder), order, lambda _name: None)


def change_rules(folder):
    """Move the yearly study to June, withdraw the yearly pledge, add a study per half-year."""
    pack = folder / "rules" / "yichuan" / "2022-fifteen-measures.yaml"
    before, study, after = pack.read_text(encoding="utf-8").partition("  - id: party-yearly-study")
    assert MOVED in after
    text = before.rstrip() + ADDED + study + after.replace(MOVED, TO_JUNE, 1)
    before, pledge, after = text.partition("  - id: yearly-pledge")
    assert pledge
    _gone, marker, after = after.partition("\n  - id: ")
    pack.write_text(before.rstrip() + "\n" + marker + after, encoding="utf-8")


def record(folder):
    """Hold the party committee's meeting of November; the government's stays undone."""
    done = Done(occurrence=DONE, on=date(2026, 11, 25), evidence="会议纪要〔2026〕11号")
    with open_ledger(folder) as ledger, ledger.writing():
        ledger.append(done, dt.datetime(2026, 11, 25, 17, tzinfo=SHANGHAI))


def have_an_accident(folder):
    """Start clocks whose moments lie on one day in China, at Greenwich and in New York."""
    accident = Event(name="事故发生", at=dt.datetime(2026, 11, 23, 20, tzinfo=SHANGHAI), unit=UNIT)
    with open_ledger(folder) as ledger, ledger.writing():
        ledger.append(accident, dt.datetime(2026, 11, 23, 20, 5, tzinfo=SHANGHAI))


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    """An office as it published first, and the same one after all that may happen to it."""
    before = tmp_path_factory.mktemp("office") / "office"
    shutil.copytree(ROOT / "rules" / "yichuan", before / "rules" / "yichuan")
    publish_page(before / "out")
    rebuild(before)
    after = tmp_path_factory.mktemp("office") / "office"
    shutil.copytree(before, after)
    change_rules(after)
    record(after)
    have_an_accident(after)
    rebuild(after, days=LATER)
    say_what_changed(published(before), published(after))
    return before, after


def fetches(server):
    """The answers that subscribers got so far."""
    lines = server.said.splitlines()
    return [line.split()[4] for line in lines if f" GET /{FEED} " in line]


@pytest.mark.parametrize("make", CLIENTS, ids=lambda each: each.__name__)
def test_a_client_follows_its_feed_and_loses_nothing_in_any_zone(make, states, tmp_path):
    """One run of a client; its second calendar is at a token's address, which ends."""
    make.needs()
    folder = tmp_path / "office"
    shutil.copytree(states[0], folder)
    before, after = map(published, states)
    token = issued(folder)
    client = None
    try:
        with running(folder, "--rate", "0", "--log") as server:
            address = f"{server.address}t/{token}/{'/'.join(OTHER)}.ics"
            client = make(tmp_path, server.address + FEED, address)
            assert eventually(lambda: all(kept(client, ZONES[0])))
            shown_everywhere(client, before)
            others = kept(client, ZONES[0])[1]

            def asked():
                count = len(fetches(server))
                client.refresh()
                assert eventually(lambda: len(fetches(server)) > count)
                assert fetches(server)[-1] == ("304" if client.conditional else "200")

            asked()
            assert kept(client, ZONES[0])[0] == by_night(before)

            feed = folder / "out" / FEED
            publish_anew(feed, (states[1] / "out" / FEED).read_bytes())
            client.refresh()
            shown_everywhere(client, after)

            feed.write_bytes(feed.read_bytes()[:5000])
            asked()
            assert kept(client, ZONES[0])[0] == by_night(after)

            revoke(folder, address)
            client.refresh()
            for zone in ZONES:
                assert kept(client, zone) == [by_night(after), others]
        client.refresh()  # there is no server any more
        assert kept(client, ZONES[0]) == [by_night(after), others]
    finally:
        if client:
            client.stop()


def kept(client, zone):
    """What is in each of its calendars, in that zone."""
    return [by_night(each) for each in client.kept(zone)]


def shown_everywhere(client, wanted):
    """Days stay days wherever a computer stands; it may take a while until they are there."""
    assert eventually(lambda: kept(client, ZONES[0])[0] == by_night(wanted))
    for zone in ZONES[1:]:
        assert kept(client, zone)[0] == by_night(wanted), zone


def publish_anew(feed, content):
    """Put a feed in the place of another at once, as a build does."""
    beside = feed.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(feed)


def issued(folder):
    token = new_token()
    with open_store(folder) as store:
        store.issue([(*OTHER, token)], NOW)
    return token


def revoke(folder, address):
    with open_store(folder) as store:
        store.revoke(store.tokens()[-1].number, NOW)
    assert eventually(lambda: httpx.get(address).status_code == HTTPStatus.NOT_FOUND)


def by_night(events):
    """Count events; a morning in China is the evening before in New York, for those that say so."""
    found = Counter()
    for first, last, title in events:
        found[("", "", title) if DIGEST in title else (first, last, title)] += 1
    return found


def say_what_changed(before, after):
    """Make sure that the change has moved, cancelled and added something."""
    gone, new = before - after, after - before
    titles = {title for _first, _last, title in new}
    study = "组织理论学习中心组学习安全生产·截止"
    assert any(title.startswith("【已取消】") for title in titles)
    assert any(title.startswith("✔召开安全专题会议") for title in titles)
    assert any(title.startswith("✕") and "逾期" in title for title in titles)
    assert any("另行组织一次学习" in title for title in titles)
    assert any(":" in title for title in titles)  # clocks, whose day is one in every zone
    assert any(title.startswith(study) and first == "20261231" for first, _, title in gone)
    assert any(title.startswith(study) and first == "20260625" for first, _, title in new)
