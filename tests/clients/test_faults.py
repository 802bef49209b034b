"""What each client keeps when its server fails: no answer, an error, a calendar gone or cut short.

These are answers of other servers than ours, which never gives the worst of them: the table says
what people see, and docs/feeds.md says it after this table.
"""

import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from icalendar import Calendar
from serving import eventually
from subscribers_of import (
    ZONES,
    ByThunderbird,
    Evolution,
    FullCalendar,
    IcalJs,
    Libical,
    Vdirsyncer,
    event,
    publish_page,
)

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
END = "END:VCALENDAR\r\n"


def entry(number, day, title):
    return (
        f"BEGIN:VEVENT\r\nUID:{number}@test\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:{title}\r\n"
        f"DTSTART;VALUE=DATE:202611{day}\r\nDTEND;VALUE=DATE:202611{day + 1}\r\nEND:VEVENT\r\n"
    )


# At a minute that is on the same day in every zone.
CLOCK = (
    "BEGIN:VEVENT\r\nUID:0@test\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:clock\r\n"
    "DTSTART:20261114T130000Z\r\nDTEND:20261114T133000Z\r\nEND:VEVENT\r\n"
)
OLD = (HEAD + CLOCK + entry(1, 10, "one") + entry(2, 11, "two") + END).encode()
NEW = (
    HEAD + CLOCK + entry(1, 12, "one") + entry(2, 11, "two") + entry(3, 13, "three") + END
).encode()
WELL, NONE = (200, OLD, len(OLD)), (404, b"", 0)
KINDS = {"html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8"}
HALF = NEW[: NEW.index(b"UID:2")]  # in the midst of the second entry


class Feeds:
    """Calendars on loopback, by name, that answer as they are told to, and a page for them."""

    def __init__(self, names, folder):
        publish_page(folder)
        self.answers = dict.fromkeys(names, WELL)
        self.asked = Counter()
        feeds = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                path = self.path.partition("?")[0]
                name = path.rpartition("/")[2]
                kind = "text/calendar; charset=utf-8"
                if path.startswith("/test/"):
                    body = (folder / path[1:]).read_bytes()
                    status, length, kind = 200, len(body), KINDS[path.rpartition(".")[2]]
                else:
                    status, body, length = feeds.answers.get(name, NONE)
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(length))
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = length != len(body)
                feeds.asked[name] += 1

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def addresses(self):
        """Where they are, in the order of their names."""
        port = self.server.server_address[1]
        return [f"http://127.0.0.1:{port}/feeds/{name}" for name in self.answers]

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def feeds(tmp_path):
    found = Feeds(FAULTS, tmp_path / "out")
    yield found
    found.close()


def says(content):
    return Counter(
        event(each["DTSTART"].to_ical().decode(), each["DTEND"].to_ical().decode(), each["SUMMARY"])
        for each in Calendar.from_ical(content).walk("VEVENT")
    )


FAULTS = {
    "500": (500, b"", 0),
    "404": (404, b"", 0),
    "cut": (200, HALF, len(NEW)),  # less than its length promises
    "half": (200, HALF, len(HALF)),  # with the length of the half
}
TRIES, PAUSE = 3, 0.3  # seconds
# What is in the client while it lasts, and whether it has what is new once its server is well and
# it was told to refresh: Thunderbird disables what answered 500 (or 503, or 429), and Evolution
# lets a session go on with what it had.
KEEPS, EMPTY, STUCK = ("old", True), ("nothing", True), ("old", False)
SEEN = {
    Vdirsyncer: {"500": KEEPS, "404": KEEPS, "cut": KEEPS, "half": EMPTY},
    Libical: {"500": KEEPS, "404": KEEPS, "cut": KEEPS, "half": EMPTY},
    IcalJs: {"500": KEEPS, "404": KEEPS, "cut": KEEPS, "half": KEEPS},
    Evolution: {"500": STUCK, "404": STUCK, "cut": EMPTY, "half": EMPTY},
    FullCalendar: {"500": KEEPS, "404": KEEPS, "cut": KEEPS, "half": KEEPS},
    ByThunderbird: {"500": STUCK, "404": KEEPS, "cut": KEEPS, "half": EMPTY},
}


@pytest.mark.parametrize("make", SEEN, ids=lambda each: each.__name__)
def test_what_a_client_keeps_while_its_server_fails_and_has_when_it_is_well(make, feeds, tmp_path):
    """Why ours never answers a calendar with an error while it has one, nor with half of it.

    One client keeps a calendar for each fault, as one phone keeps those of several servers, and
    shows each in every zone.
    """
    make.needs()
    client = make(tmp_path, *feeds.addresses())
    try:
        assert eventually(lambda: all(_has(client, OLD)))
        feeds.answers |= FAULTS
        before = feeds.asked.copy()

        def has_met_every_fault():
            client.refresh()  # one that gives up at the first fault asks for the others next time
            return all(feeds.asked[name] > before[name] for name in FAULTS)

        assert eventually(has_met_every_fault)
        client.refresh()  # and has heard the answers by now
        during = _everywhere(client)
        feeds.answers |= dict.fromkeys(FAULTS, (200, NEW, len(NEW)))
        is_well = [False] * len(FAULTS)
        for _again in range(TRIES):
            client.refresh()
            time.sleep(PAUSE)
            is_well = [was or now for was, now in zip(is_well, _has(client, NEW), strict=True)]
            if all(is_well):
                break
        after = _everywhere(client)
    finally:
        client.stop()
    found, *elsewhere = during
    assert elsewhere == [found] * len(elsewhere)
    well, *elsewhere = after
    assert elsewhere == [well] * len(elsewhere)
    assert all(each in (says(OLD), Counter()) for each in found)
    words = ["old" if each else "nothing" for each in found]
    seen = dict(zip(FAULTS, zip(words, is_well, strict=True), strict=True))
    assert seen == SEEN[make]


def _has(client, content):
    """Of each calendar whether it shows what a feed says."""
    return [Counter(each) == says(content) for each in client.kept(ZONES[0])]


def _everywhere(client):
    """What each calendar shows, in each zone."""
    return [[Counter(each) for each in client.kept(zone)] for zone in ZONES]
