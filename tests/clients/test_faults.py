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
from subscribers_of import ByThunderbird, Evolution, event

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
END = "END:VCALENDAR\r\n"


def entry(number, day, title):
    return (
        f"BEGIN:VEVENT\r\nUID:{number}@test\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:{title}\r\n"
        f"DTSTART;VALUE=DATE:202611{day}\r\nDTEND;VALUE=DATE:202611{day + 1}\r\nEND:VEVENT\r\n"
    )


OLD = (HEAD + entry(1, 10, "one") + entry(2, 11, "two") + END).encode()
NEW = (HEAD + entry(1, 12, "one") + entry(2, 11, "two") + entry(3, 13, "three") + END).encode()
HALF = NEW[: NEW.index(b"UID:2")]  # in the midst of the second entry


class Feed:
    """A calendar on loopback that answers as it is told to."""

    def __init__(self):
        self.answer = (200, OLD, len(OLD))
        self.asked = 0
        feed = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                status, body, length = feed.answer
                self.send_response(status)
                self.send_header("content-type", "text/calendar; charset=utf-8")
                self.send_header("access-control-allow-origin", "*")
                self.send_header("content-length", str(length))
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = length != len(body)
                feed.asked += 1

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/feeds/a.ics"

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def feed():
    found = Feed()
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
    Evolution: {"500": STUCK, "404": STUCK, "cut": EMPTY, "half": EMPTY},
    ByThunderbird: {"500": STUCK, "404": KEEPS, "cut": KEEPS, "half": EMPTY},
}


@pytest.mark.parametrize("make", SEEN, ids=lambda each: each.__name__)
def test_what_a_client_keeps_while_its_server_fails_and_has_when_it_is_well(make, feed, tmp_path):
    """Why ours never answers a calendar with an error while it has one, nor with half of it."""
    make.needs()
    seen = {}
    for fault, answer in FAULTS.items():
        home = tmp_path / fault
        home.mkdir()
        feed.answer = (200, OLD, len(OLD))
        client = make(home, feed.address)
        try:
            assert eventually(lambda: Counter(client.events()) == says(OLD)), fault  # noqa: B023
            feed.answer, count = answer, feed.asked
            client.refresh()
            assert eventually(lambda: feed.asked > count), fault  # noqa: B023
            client.refresh()  # and has heard the answer by now
            during = Counter(client.events())
            feed.answer = (200, NEW, len(NEW))
            is_well = any(_has(client, says(NEW)) for _again in range(TRIES))
        finally:
            client.stop()
        assert during in (says(OLD), Counter()), fault
        seen[fault] = ("old" if during else "nothing", is_well)
    assert seen == SEEN[make]


def _has(client, wanted):
    client.refresh()
    time.sleep(PAUSE)
    return Counter(client.events()) == wanted
