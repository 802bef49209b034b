"""Only plain files under out/ are ever served, whatever the path, the method or the header."""

import os
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import FEED, Site, publish

from cadence.serve.paths import masked, origin_form, wanted

SECRET = b"the office's secret"
TOKEN = "A" * 22


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    out = folder / "out"
    publish(out)
    publish(out, "index.html", b"<p>x</p>")
    publish(out, "文件/台账.html", b"<p>x</p>")
    for name in (
        "rules.yaml",
        "access.sqlite",
        "out/.lock",
        "out/.git/config",
        "out/feeds/ceshi/.east.ics.pending",
        "feeds/ceshi/east.ics",
    ):
        publish(folder, name, SECRET)
    return Site(out)


@pytest.mark.parametrize(
    "path",
    [
        "/../rules.yaml",
        "/feeds/../../rules.yaml",
        "/feeds/../feeds/ceshi/east.ics",
        "/%2e%2e/rules.yaml",
        "/..%2frules.yaml",
        "/%2e%2e%2frules.yaml",
        "/%252e%252e/rules.yaml",
        "/..%252frules.yaml",
        "/..%5crules.yaml",
        "/..\\rules.yaml",
        "/%c0%ae%c0%ae/rules.yaml",
        "/%c0%af../rules.yaml",
        "/.%00./rules.yaml",
        "/feeds/ceshi/east.ics%00.html",
        "/feeds/ceshi/east.ics::$DATA",
        "/feeds/ceshi/east.ics.",
        "/feeds/ceshi/east.ics%20",
        "/feeds//ceshi/east.ics",
        "//rules.yaml",
        "///etc/passwd",
        "//evil.example/",
        "/C:/windows/win.ini",
        "/feeds/./ceshi/east.ics",
        "/.lock",
        "/%2elock",
        "/LOCK~1",
        "/.git/config",
        "/feeds/ceshi/.east.ics.pending",
        "/feeds/ceshi/east.ics/",
        "/feeds/ceshi/east.ics/x",
        "/con",
        "/aux.html",
        "/feeds/nul",
        "/t/x/ceshi/east.ics",
        f"/t/{TOKEN}/../ceshi/east.ics",
        f"/t/{TOKEN}/ceshi/.lock",
        f"/t/{TOKEN}",
        "rules.yaml",
        "*",
        "",
        "ftp://127.0.0.1/feeds/ceshi/east.ics",
        "http://127.0.0.1/../rules.yaml",
        "/" + "a/" * 600,
        "/" + "a" * 300,
        b"/\xe6\x96",
        b"/\xff\xfe",
    ],
)
def test_a_path_that_leads_elsewhere_leads_nowhere(site, path):
    reply = site.ask(path)
    assert reply.status == 404
    assert reply.body == "没有这个地址".encode()


def test_plain_names_are_served_in_any_script(site):
    assert site.ask("/feeds/ceshi/east.ics").body == FEED
    assert site.ask("/%e6%96%87%e4%bb%b6/%E5%8F%B0%E8%B4%A6.html").status == 200
    assert site.ask("/%66eeds/ceshi/east.ics").status == 200


def test_an_address_in_absolute_form_is_answered_as_its_path(site):
    """RFC 9112, section 3.2.2: every server has to take it."""
    assert site.ask("http://127.0.0.1/feeds/ceshi/east.ics").body == FEED


@pytest.mark.parametrize(
    "path",
    [
        f"/t/{TOKEN}/ceshi/east.ics",
        f"/%74/{TOKEN}/ceshi/east.ics",
        f"//t/{TOKEN}/ceshi/east.ics",
        f"/feeds/t/{TOKEN}/ceshi/east.ics",
        f"/%2574/{TOKEN}/ceshi/east.ics",
        f"http://127.0.0.1/t/{TOKEN}/ceshi/east.ics",
        f"/t/{TOKEN[:5]}%{ord(TOKEN[5]):02x}{TOKEN[6:]}/ceshi/east.ics",
        f"/{TOKEN}",
    ],
)
def test_no_line_of_the_log_holds_a_token_however_it_is_spelt(path):
    assert TOKEN[6:] not in unquote(masked(origin_form(path.encode())))


parts = st.one_of(
    st.sampled_from(
        (
            ".. . %2e%2e %2f %5c \\ feeds ceshi east.ics .lock %00 rules.yaml access.sqlite out ~ %"
            f" t {TOKEN} 。。 %u002e"
        ).split(" ")
    ),
    st.text(max_size=6),
    st.binary(max_size=4).map(lambda raw: "".join(f"%{byte:02x}" for byte in raw)),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(parts, max_size=8), st.sampled_from(["/", "//", "%2f", "\\", "/./"]))
def test_no_path_whatever_reaches_beyond_out(site, pieces, slash):
    path = f"/{slash.join(pieces)}".encode("utf-8", "surrogatepass")
    reply = site.ask(path)
    assert reply.status in {200, 308, 404}
    assert SECRET not in reply.body
    found = wanted(path)
    for name in found.names if found else ():
        assert name not in {"", ".", ".."}
        assert not set(name) & set("/\\:\0%~")
        assert not name.startswith(".")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=40))
def test_no_bytes_whatever_break_the_reading_of_a_path(raw):
    for path in (raw, b"/" + raw):
        found = wanted(path)
        assert found is None or (path.startswith(b"/") and all(found.names))
    assert masked(b"/t/" + raw) == "/t/***" or b"/" in raw


def test_links_are_not_followed_at_any_step(tmp_path):
    out = tmp_path / "out"
    publish(out)
    publish(tmp_path, "secret/east.ics")
    try:
        (out / "feeds" / "ceshi" / "link.ics").symlink_to(tmp_path / "secret" / "east.ics")
        (out / "feeds" / "linked").symlink_to(tmp_path / "secret")
        (out / "feeds" / "ceshi" / "inside.ics").symlink_to(out / "feeds" / "ceshi" / "east.ics")
        (out / "feeds" / "ceshi" / "hard.ics").hardlink_to(tmp_path / "secret" / "east.ics")
    except OSError:
        pytest.skip("this system lets nobody make links")
    site = Site(out)
    for path in ("ceshi/link.ics", "linked/east.ics", "ceshi/inside.ics", "ceshi/hard.ics"):
        assert site.ask(f"/feeds/{path}").status == 404
    assert site.ask("/feeds/ceshi/east.ics").status == 200


def test_where_the_system_opens_nothing_by_steps_links_are_refused_too(tmp_path, monkeypatch):
    monkeypatch.setattr("cadence.serve.files.BY_STEPS", False)
    test_links_are_not_followed_at_any_step(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_no_file_and_nobody_waits_for_it(tmp_path):
    publish(tmp_path)
    os.mkfifo(tmp_path / "pipe.ics")
    assert Site(tmp_path).ask("/pipe.ics").status == 404


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "CONNECT", "get"]
)
def test_nothing_can_be_done_but_read(site, method):
    reply = site.ask("/feeds/ceshi/east.ics", method=method)
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD"
    assert reply.headers["connection"] == "close"


def test_a_body_is_not_waited_for(site):
    assert site.ask("/", content_length="10").status == 413
    assert site.ask("/", transfer_encoding="chunked").status == 413


def test_a_log_never_shows_a_token(site):
    for path in (f"/t/{TOKEN}/ceshi/east.ics", f"/t/{TOKEN}", f"/t/{TOKEN}x/../{TOKEN[:5]}"):
        site.ask(path)
        assert TOKEN not in str(site.noted[-1])
    assert site.noted[-3][2] == "/t/***/ceshi/east.ics"
