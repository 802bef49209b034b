"""How fast feeds are served, beside nginx on the same files; how much memory 100,000 requests take.

Every feed of the real rules is asked for in turn, by wrk, over loopback, with one process on
either side:

    304       by subscribers who have the newest bytes already
    full      by new subscribers
    gzip      by new subscribers who unpack
    private   as 304, each by its secret address (ours alone)

and then, by ours alone, the feeds of a province: 110 copies of as many as a county has.

Run: python benchmarks/serve.py [--seconds N] [--rounds N]; wrk and nginx are Debian packages.
"""

import argparse
import contextlib
import datetime as dt
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONNECTIONS = 32
BARS = {"304": 1000, "full": 500}  # requests a second
MANY = 100_000
COUNTIES, UNITS = 110, 60  # of a province; units and posts of each
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
NGINX = """\
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  types {{ text/calendar ics; }} charset utf-8; charset_types text/calendar;
  gzip on; gzip_types text/calendar; gzip_vary on;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port}; root {folder}/office/out;
    add_header Cache-Control "max-age=900, must-revalidate";
  }}
}}
"""
ASK_IN_TURN = """\
local asked = {{ {lines} }}
local n = 0
function request()
  n = n % #asked + 1
  return wrk.format("GET", asked[n][1], asked[n][2])
end
"""
Asked = list[tuple[str, dict[str, str]]]


def main() -> None:
    """Measure all sides in turn, several times; print medians, bars and memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    for program in ("wrk", "nginx"):
        if not shutil.which(program):
            print(f"{program} is not installed; nothing was measured")
            return
    with tempfile.TemporaryDirectory(prefix="serve-") as name:
        folder = Path(name)
        paths, private = make_office(folder / "office")
        with ours(folder) as (port, pid), nginx(folder) as other:
            measure(folder, arguments, {"ours": port, "nginx": other}, paths, private)
            memory(folder, port, pid, paths)
            province(folder, arguments.seconds, port, pid)


def make_office(office: Path) -> tuple[list[str], list[str]]:
    """Build the real rules, issue every unit an address; return public and secret paths."""
    from cadence.core.dates import Span
    from cadence.publish.build import build
    from cadence.publish.order import Order
    from cadence.rules.workspace import read_workspace
    from cadence.serve.secrets import new_token
    from cadence.serve.store import open_store

    shutil.copytree(ROOT / "rules", office / "rules")
    workspace = read_workspace(office)
    span = Span(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    build(workspace, Order(span=span, now=NOW), lambda _name: None)
    units = [unit for roster in workspace.rosters.values() for unit in roster.units]
    issued = [(unit.place, unit.id, new_token()) for unit in units]
    with open_store(office) as store:
        store.issue(issued, NOW)
    public = [f"/feeds/{place}/{unit}.ics" for place, unit, _token in issued]
    size = sum((office / "out" / path[1:]).stat().st_size for path in public)
    print(f"{len(public)} feeds, {size / len(public) / 1000:.1f} kB each")
    return public, [f"/t/{token}/{place}/{unit}.ics" for place, unit, token in issued]


@contextlib.contextmanager
def ours(folder: Path) -> Iterator[tuple[int, int]]:
    """Run `cadence serve`; every request passes the limits, which are set high."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "cadence", "--workspace", str(folder / "office"), "serve"),
        *("--host", "127.0.0.1", "--port", str(port), "--rate", "1000000"),
    ]
    with started(command, port) as pid:
        yield port, pid


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[int]:
    """Run nginx with one worker over the same files."""
    port = free_port()
    user = "user root;" if hasattr(os, "getuid") and os.getuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, port=port, user=user), encoding="utf-8")
    with started(["nginx", "-c", str(file), "-p", str(folder), "-e", f"{folder}/e.log"], port):
        yield port


@contextlib.contextmanager
def started(command: list[str], port: int) -> Iterator[int]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def measure(
    folder: Path,
    arguments: argparse.Namespace,
    ports: dict[str, int],
    paths: list[str],
    private: list[str],
) -> None:
    """Print requests a second of both sides, in turn, as medians."""
    sides: dict[tuple[str, str], Asked] = {}
    for side, port in ports.items():
        sides["304", side] = [(path, known(port, path)) for path in paths]
        sides["full", side] = [(path, {}) for path in paths]
        sides["gzip", side] = [(path, {"Accept-Encoding": "gzip"}) for path in paths]
    sides["private", "ours"] = [(path, known(ports["ours"], path)) for path in private]
    found: dict[tuple[str, str], list[float]] = {each: [] for each in sides}
    for _ in range(arguments.rounds):
        for (kind, side), asked in sides.items():
            rate, _count = wrk(folder, ports[side], asked, arguments.seconds)
            found[kind, side].append(rate)
    rates = {each: statistics.median(figures) for each, figures in found.items()}
    for kind in ("304", "full", "gzip", "private"):
        mine, other = rates[kind, "ours"], rates.get((kind, "nginx"))
        beside = f"  nginx {other:8,.0f}/s  ours {mine / other:.2f} of it" if other else ""
        bar = f"  {mine / BARS[kind]:.1f}× the bar" if kind in BARS else ""
        print(f"{kind:8} ours {mine:8,.0f}/s{beside}{bar}")


def known(port: int, path: str) -> dict[str, str]:
    """Return the header of a subscriber who has the newest bytes, and make sure of the 304."""
    etag = ask(port, path, {})[1]
    headers = {"If-None-Match": etag}
    if ask(port, path, headers)[0] != http.HTTPStatus.NOT_MODIFIED:
        sys.exit(f"{path}: not answered with 304")
    return headers


def ask(port: int, path: str, headers: dict[str, str]) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path, headers=headers)
        reply = connection.getresponse()
        reply.read()
        return reply.status, reply.headers.get("ETag", "")


def wrk(folder: Path, port: int, asked: Asked, seconds: int) -> tuple[float, int]:
    """Ask in turn for some seconds; return requests a second and how many there were."""
    script = folder / "ask.lua"
    lines = ",\n".join(f"{{ {lua(path)}, {lua_table(headers)} }}" for path, headers in asked)
    script.write_text(ASK_IN_TURN.format(lines=lines), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script)]
    command.append(f"http://127.0.0.1:{port}")
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", said)
    if refused and "/gone" not in asked[-1][0]:
        sys.exit(f"not every request was answered well: {refused[0]}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return rate, int(re.search(r"(\d+) requests in", said)[1])


def lua(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def lua_table(headers: dict[str, str]) -> str:
    fields = (f"[{lua(name)}] = {lua(value)}" for name, value in headers.items())
    return f"{{ {', '.join(fields)} }}"


def memory(folder: Path, port: int, pid: int, paths: list[str]) -> None:
    """Print the server's memory before and after many requests of every kind."""
    if not Path("/proc").is_dir():
        print("memory: not measured; this system has no /proc")
        return
    asked: Asked = []
    for n, path in enumerate(paths):
        agent = {"User-Agent": f"Client/{n} dataaccessd"}
        asked += [(path, agent), (path, agent | known(port, path)), (f"{path}/gone", agent)]
    rows = []
    total = 0
    for least in (MANY // 10, MANY // 2, MANY):
        while total < least:
            total += wrk(folder, port, asked, 2)[1]
        rows.append((total, resident(pid)))
    shown = ", ".join(f"{size:.1f} MB after {count:,}" for count, size in rows)
    print(f"memory: {shown} requests; {rows[-1][1] / rows[0][1]:.3f} of the first figure")


def province(folder: Path, seconds: int, port: int, pid: int) -> None:
    """Print how a province's feeds are served: too many to stay in memory."""
    out = folder / "office" / "out" / "feeds"
    feeds = sorted((out / "yichuan").glob("*.ics"))[:UNITS]
    for n in range(COUNTIES):
        for feed in feeds:
            copy = out / f"county-{n:03}" / feed.name
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(feed.read_bytes())
    paths = [f"/feeds/county-{n:03}/{feed.name}" for n in range(COUNTIES) for feed in feeds]
    asked = [(path, known(port, path)) for path in paths]
    unchanged = wrk(folder, port, asked, seconds)[0]
    whole = wrk(folder, port, [(path, {}) for path in paths], seconds)[0]
    size = sum(feed.stat().st_size for feed in feeds) * COUNTIES / 1e6
    print(
        f"province: {len(paths):,} feeds, {size:,.0f} MB: 304 {unchanged:,.0f}/s,"
        f" full {whole:,.0f}/s, memory {resident(pid):.0f} MB"
    )


def resident(pid: int) -> float:
    """Return a process's memory in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


if __name__ == "__main__":
    main()
