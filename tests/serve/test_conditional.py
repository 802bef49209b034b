"""What a client has already: tags, dates, HEAD, gzip; what is whole and what is doubtful."""

import datetime as dt
import gzip
import os

import pytest
from serving import FEED, NOW, Site, publish

from cadence.core import SHANGHAI
from cadence.serve.conditional import accepts_gzip, etag_of

FEED_PATH = "/feeds/ceshi/east.ics"


@pytest.fixture
def site(tmp_path):
    publish(tmp_path)
    return Site(tmp_path)


def test_a_feed_comes_with_what_calendars_need(tmp_path, site):
    written = (tmp_path / "feeds" / "ceshi" / "east.ics").stat().st_mtime
    today = dt.datetime.fromtimestamp(written, SHANGHAI).date().isoformat()
    reply = site.ask(FEED_PATH)
    assert (reply.status, reply.body) == (200, FEED)
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    assert reply.headers["cache-control"] == "max-age=900, must-revalidate"
    assert reply.headers["vary"] == "Accept-Encoding"
    assert reply.headers["etag"] == f'"{etag_of(FEED, today)}"'
    assert reply.headers["content-length"] == str(len(FEED))
    assert reply.headers["last-modified"].endswith("GMT")


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", FEED_PATH, {}, 200),
        ("GET", FEED_PATH, {"accept_encoding": "gzip"}, 200),
        ("GET", FEED_PATH, {"range": "bytes=0-9"}, 200),
        ("GET", "/feeds/ceshi/west.ics", {}, 404),
        ("GET", "/", {}, 404),
        ("POST", FEED_PATH, {}, 405),
    ],
)
def test_every_answer_declares_its_length(site, method, path, headers, status):
    """A body without one that is cut on its way looks whole, and empties Evolution."""
    reply = site.ask(path, method=method, **headers)
    assert reply.status == status
    assert reply.headers["content-length"] == str(len(reply.body))
    assert "transfer-encoding" not in reply.headers


def test_a_last_whole_feed_declares_its_length_too(tmp_path, site):
    site.ask(FEED_PATH)
    publish(tmp_path, content=FEED[:-20])
    assert site.ask(FEED_PATH).headers["content-length"] == str(len(FEED))


def test_a_head_is_a_get_without_its_body(site):
    get, head = site.ask(FEED_PATH), site.ask(FEED_PATH, method="HEAD")
    assert head.headers == get.headers
    assert (head.status, head.body) == (200, b"")


def test_gzip_gives_the_same_bytes_under_a_tag_of_its_own(site):
    plain, packed = site.ask(FEED_PATH), site.ask(FEED_PATH, accept_encoding="br, gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == FEED
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert len(packed.body) == int(packed.headers["content-length"]) < len(FEED)


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, *", False),
        ("identity", False),
        ("*", True),
        ("*;q=0", False),
        ("", False),
        ("gzip;q=x", False),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
    ],
)
def test_gzip_only_for_those_who_take_it(header, accepted):
    assert accepts_gzip(header) is accepted


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_who_has_these_bytes_gets_304_and_no_body(site, encoding):
    etag = site.ask(FEED_PATH, accept_encoding=encoding).headers["etag"]
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        reply = site.ask(FEED_PATH, accept_encoding=encoding, if_none_match=known)
        assert (reply.status, reply.body) == (304, b"")
        assert reply.headers["etag"] == etag
        assert reply.headers["cache-control"] == "max-age=900, must-revalidate"
        assert reply.headers["vary"] == "Accept-Encoding"


def test_the_tag_of_the_packed_bytes_is_not_that_of_the_plain_ones(site):
    etag = site.ask(FEED_PATH, accept_encoding="gzip").headers["etag"]
    assert site.ask(FEED_PATH, if_none_match=etag).status == 200


def test_the_tag_wins_over_the_date(site):
    date = site.ask(FEED_PATH).headers["last-modified"]
    assert site.ask(FEED_PATH, if_modified_since=date).status == 304
    assert site.ask(FEED_PATH, if_modified_since=date, if_none_match='"other"').status == 200


def test_an_older_file_put_back_is_not_unchanged(tmp_path, site):
    date = site.ask(FEED_PATH).headers["last-modified"]
    file = publish(tmp_path, content=FEED.replace(b"1", b"2"))
    os.utime(file, (1_000_000_000, 1_000_000_000))
    assert site.ask(FEED_PATH, if_modified_since=date).status == 200
    for nonsense in ("yesterday", "", "Thu, 99 Foo 2026"):
        assert site.ask(FEED_PATH, if_modified_since=nonsense).status == 200


def test_no_date_is_given_while_the_same_second_may_bring_other_bytes(tmp_path, site):
    file = publish(tmp_path)
    for age, dated in ((0.5, False), (1.9, False), (2, True)):
        os.utime(file, (NOW.timestamp() - age,) * 2)
        assert ("last-modified" in site.ask(FEED_PATH).headers) is dated


def test_a_calendar_renewed_on_another_day_is_asked_for_again_and_is_the_same(tmp_path, site):
    """Evolution keeps the tag of a body that was cut in its midst, and shows an empty calendar."""
    file = publish(tmp_path)
    noon = dt.datetime(2026, 11, 26, 12, tzinfo=SHANGHAI).timestamp()
    os.utime(file, (noon, noon))
    cut = site.ask(FEED_PATH).headers["etag"]
    os.utime(file, (noon + 3600, noon + 3600))  # a later build of the day
    assert site.ask(FEED_PATH, if_none_match=cut).status == 304
    os.utime(file, (noon + 86400, noon + 86400))
    again = site.ask(FEED_PATH, if_none_match=cut)
    assert (again.status, again.body) == (200, FEED)
    assert site.ask(FEED_PATH, if_none_match=again.headers["etag"]).status == 304


def test_a_replaced_file_has_another_tag_at_once(tmp_path, site):
    etag = site.ask(FEED_PATH).headers["etag"]
    beside = publish(tmp_path, "feeds/ceshi/.east.ics.pending", FEED.replace(b"1", b"2"))
    beside.replace(tmp_path / "feeds" / "ceshi" / "east.ics")
    reply = site.ask(FEED_PATH, if_none_match=etag)
    assert reply.status == 200
    assert reply.headers["etag"] != etag


@pytest.mark.parametrize(
    "content",
    [b"", FEED[:-1], FEED[:-20], FEED[1:], FEED.replace(b"\r\n", b"\n"), b"<html>moved</html>"],
)
def test_of_a_feed_that_is_not_whole_the_last_whole_one_is_served(tmp_path, site, content):
    publish(tmp_path)
    whole = site.ask(FEED_PATH)
    publish(tmp_path, content=content)
    reply = site.ask(FEED_PATH)
    assert (reply.status, reply.body) == (200, FEED)
    assert site.ask(FEED_PATH, if_none_match=whole.headers["etag"]).status == 304


def test_a_feed_that_was_never_whole_is_404(tmp_path, site):
    publish(tmp_path, content=FEED[:-1])
    reply = site.ask(FEED_PATH)
    assert reply.status == 404
    assert reply.headers["cache-control"] == "no-store"
    assert "etag" not in reply.headers


def test_feeds_that_are_gone_all_at_once_are_still_served_and_one_that_is_gone_is_not(
    tmp_path, site
):
    assert site.ask("/feeds/ceshi/west.ics").status == 404
    site.ask(FEED_PATH)
    (tmp_path / "feeds").rename(tmp_path / "moved")
    assert site.ask(FEED_PATH).body == FEED
    assert site.ask("/index.html").status == 404


def test_pages_run_only_their_own_files_and_a_folder_leads_to_its_page(tmp_path, site):
    publish(tmp_path, "index.html", b"<!doctype html><p>x</p>\n")
    publish(tmp_path, "yichuan/index.html", b"<!doctype html><p>y</p>\n")
    reply = site.ask("/")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self';" in reply.headers["content-security-policy"]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert site.ask("/yichuan/").body == b"<!doctype html><p>y</p>\n"
    moved = site.ask("/yichuan")
    assert (moved.status, moved.headers["location"]) == (308, "./yichuan/")


def test_what_we_do_not_know_is_only_downloaded(tmp_path, site):
    publish(tmp_path, "a.unknown", b"<script>alert(1)</script>")
    reply = site.ask("/a.unknown")
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-disposition"] == "attachment"


def test_files_in_memory_stay_within_their_room(tmp_path):
    from cadence.serve.files import Shelf

    room = 5 * len(FEED)
    site = Site(tmp_path, shelf=Shelf(tmp_path, room))
    for n in range(20):
        publish(tmp_path, f"feeds/ceshi/u{n}.ics")
        assert site.ask(f"/feeds/ceshi/u{n}.ics").status == 200
        assert site.shelf.size <= room


def test_what_left_the_memory_is_still_known_by_its_tag(tmp_path):
    from cadence.serve.files import Shelf

    publish(tmp_path)
    site = Site(tmp_path, shelf=Shelf(tmp_path, room=0))
    for encoding in ("", "gzip"):
        etag = site.ask(FEED_PATH, accept_encoding=encoding).headers["etag"]
        reply = site.ask(FEED_PATH, accept_encoding=encoding, if_none_match=etag)
        assert (reply.status, reply.headers["etag"]) == (304, etag)
        assert site.shelf.size == 0
    beside = publish(tmp_path, "feeds/ceshi/.east.ics.pending", FEED.replace(b"1", b"2"))
    beside.replace(tmp_path / "feeds" / "ceshi" / "east.ics")
    assert site.ask(FEED_PATH, if_none_match=etag).status == 200
