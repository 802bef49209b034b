"""The configurations in docs/deploy.md are taken by nginx and Caddy, and do what it says."""

import contextlib
import functools
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import ROOT, tool
from serving import FEED, Reply, eventually, publish, running

from cadence.serve.answers import POLICY

PAGE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
NGINX = """\
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log; {user}
events {{ }}
http {{
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  {given}
}}
"""


def given(language, word):
    """The example in one language that holds a word."""
    blocks = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    (found,) = [block for block in blocks if word in block]
    return found


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def nginx(folder, word, out, behind=8000, store=""):
    """nginx over the example, without its certificate."""
    program, port = tool("nginx"), free_port()
    text = re.sub(r"ssl_certificate.*;", "", given("nginx", word))
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    text = text.replace("include mime.types", "include /etc/nginx/mime.types")
    text = text.replace("/srv/cadence/office/out", str(out)).replace(":8000", f":{behind}")
    text = text.replace("https://anquan.obs.example", store)
    user = "user root;" if sys.platform != "win32" and os.getuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, user=user, given=text), encoding="utf-8")
    with started([program, "-c", file, "-p", folder, "-e", folder / "nginx.log"], port, folder):
        yield port


@contextlib.contextmanager
def caddy(folder, word, out, behind=8000):
    """Caddy over the example, without its certificate."""
    program, port = tool("caddy"), free_port()
    text = given("caddyfile", word).replace("anquan.example.gov.cn", f"http://127.0.0.1:{port}")
    text = text.replace("/srv/cadence/office/out", str(out)).replace(":8000", f":{behind}")
    file = folder / "Caddyfile"
    file.write_text("{\n admin off\n}\n" + text, encoding="utf-8")
    command = [program, "run", "--config", file, "--adapter", "caddyfile"]
    with started(command, port, folder):
        yield port


@contextlib.contextmanager
def started(command, port, folder):
    environ = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(list(map(str, command)), env=environ, stderr=said)
    try:
        assert eventually(lambda: listening(port)), (folder / "said").read_text()
        yield
    finally:
        process.terminate()
        process.wait(20)


def listening(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def ask(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        connection.request(
            method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        reply = connection.getresponse()
        found = {name.lower(): value for name, value in reply.getheaders()}
        return Reply(reply.status, found, reply.read())


@pytest.mark.parametrize("server", [nginx, caddy])
def test_a_web_server_alone_says_what_ours_would(server, tmp_path):
    out = tmp_path / "out"
    publish(out)
    publish(out, "index.html", b"<!doctype html><p>x</p>")
    publish(out, ".lock", b"")
    publish(out, "feeds/ceshi/.east.ics.pending")
    with server(tmp_path, "/srv/cadence/office/out", out) as port:
        reply = ask(port, "/feeds/ceshi/east.ics")
        assert (reply.status, reply.body) == (200, FEED)
        assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
        assert reply.headers["cache-control"] == "max-age=900, must-revalidate"
        assert reply.headers["content-security-policy"] == POLICY
        etag = reply.headers["etag"]
        assert ask(port, "/feeds/ceshi/east.ics", if_none_match=etag).status == 304
        assert ask(port, "/").body.startswith(b"<!doctype html>")
        for hidden in ("/.lock", "/feeds/ceshi/.east.ics.pending", "/feeds/"):
            assert ask(port, hidden).status in {403, 404}
        assert ask(port, "/feeds/ceshi/east.ics", method="POST").status in {403, 405}
        assert "/t/" not in (tmp_path / "said").read_text()


@pytest.mark.parametrize("server", [nginx, caddy])
def test_behind_a_proxy_the_clients_are_told_apart(server, tmp_path):
    (tmp_path / "rules").mkdir()
    publish(tmp_path / "out")
    with (
        running(tmp_path, "--proxy", "127.0.0.1", "--log") as ours,
        server(tmp_path, "127.0.0.1:8000", tmp_path / "out", behind=ours.port) as port,
    ):
        forged = ask(port, "/feeds/ceshi/east.ics", X_Forwarded_For="203.0.113.9")
        assert forged.status == 200
        assert (
            ask(port, "/feeds/ceshi/east.ics", if_none_match=forged.headers["etag"]).status == 304
        )
        ours.ask("/feeds/ceshi/east.ics", X_Forwarded_For="198.51.100.7")
        assert eventually(lambda: ours.said.count(" GET ") == 3)
    lines = [line.split()[1] for line in ours.said.splitlines() if " GET " in line]
    assert lines == ["127.0.0.1", "127.0.0.1", "198.51.100.7"]


def test_a_signed_prefix_opens_the_calendar_of_one_unit_and_no_other(tmp_path):
    """As the shell lines of the page sign it, in front of a store that nginx alone may read."""
    tool("openssl")
    signing = re.search(r"^    (key=\$\(.*openssl md5.*\))$", PAGE, re.MULTILINE)[1]
    shell = f'unit=ceshi/east; {signing}; printf %s "$key"'
    key = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True).stdout
    publish(tmp_path / "store" / "yichuan")
    publish(tmp_path / "store" / "yichuan", "feeds/ceshi/west.ics")
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_said: None})
    shown = functools.partial(quiet, directory=str(tmp_path / "store"))
    with ThreadingHTTPServer(("127.0.0.1", 0), shown) as store:
        threading.Thread(target=store.serve_forever, daemon=True).start()
        where = f"http://127.0.0.1:{store.server_port}"
        with nginx(tmp_path, "secure_link", tmp_path, store=where) as port:
            reply = ask(port, f"/k/{key}/ceshi/east.ics")
            assert (reply.status, reply.body) == (200, FEED)
            for path in (
                f"/k/{key}/ceshi/west.ics", f"/k/{key[:-1]}x/ceshi/east.ics", "/index.html",
                "/k//ceshi/east.ics", "/yichuan/feeds/ceshi/east.ics",
            ):  # fmt: skip
                assert ask(port, path).status == 404, path
            assert ask(port, f"/k/{key}/ceshi/east.ics", method="PUT").status == 403
        store.shutdown()


def test_who_is_no_proxy_of_ours_is_not_believed(tmp_path):
    (tmp_path / "rules").mkdir()
    publish(tmp_path / "out")
    with running(tmp_path, "--log") as ours:
        ours.ask("/feeds/ceshi/east.ics", X_Forwarded_For="198.51.100.7")
        assert eventually(lambda: " GET " in ours.said)
    assert "198.51.100.7" not in ours.said


def test_the_page_says_our_own_rules_for_pages_to_the_letter():
    assert PAGE.count(POLICY) == 2
