"""How tests ask a server: the application called directly, and a real one in its own process."""

import asyncio
import contextlib
import datetime as dt
import http.client
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from conftest import ROOT, environment

from cadence.serve.app import Parts, application
from cadence.serve.files import Shelf
from cadence.serve.gate import Gate
from cadence.serve.limits import Limit
from cadence.serve.store import Access
from cadence.serve.visits import Visits

NOW = dt.datetime(2126, 11, 22, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FEED = b"BEGIN:VCALENDAR\r\n" + b"X-FILL:1\r\n" * 100 + b"END:VCALENDAR\r\n"
IPHONE = "iOS/17.5 (21F79) dataaccessd/1.0"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict
    body: bytes


@dataclass
class Site:
    """An application over a folder, asked one request at a time without any network."""

    folder: object
    access: Access = field(default_factory=Access)
    rate: float = 0
    guesses: int = 20
    seconds: float = 0.0
    now: dt.datetime = NOW
    noted: list = field(default_factory=list)
    shelf: Shelf | None = None
    routes: tuple = ()

    def __post_init__(self):
        self.visits = Visits()
        self.gate = Gate(self.access, Limit(1 / 6, self.guesses))
        self.shelf = self.shelf or Shelf(self.folder)
        parts = Parts(
            shelf=self.shelf,
            gate=self.gate,
            visits=self.visits,
            requests=Limit(self.rate, self.rate * 5),
            clock=lambda: self.now,
            pulse=lambda: self.seconds,
            note=lambda *line: self.noted.append(line),
        )
        self.app = application(parts, self.routes)

    def ask(self, path, method="GET", client="192.0.2.1", **headers):
        raw = path if isinstance(path, bytes) else path.encode()
        scope = {
            "type": "http",
            "method": method,
            "raw_path": raw,
            "path": unquote(raw.decode("ascii", "replace")),
            "client": (client, 1),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
            ],
        }
        sent = []

        async def send(message):
            sent.append(message)

        asyncio.run(self.app(scope, None, send))
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        body = b"".join(message["body"] for message in sent[1:])
        return Reply(sent[0]["status"], headers, body)


@contextlib.contextmanager
def running(folder, *options, port=0):
    """A server in a process of its own; what it says goes into a file."""
    log = folder / "serve.log"
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "cadence", "--workspace", str(folder), "serve"),
                *("--host", "127.0.0.1", "--port", str(port), *options),
            ],
            cwd=ROOT,
            env={**environment(), "CADENCE_LANG": "en"},
            stderr=stream,
        )
    try:
        ready = re.compile(r"http://127\.0\.0\.1:(\d+)/")
        assert eventually(lambda: ready.search(said(log)) or process.poll() is not None)
        found = ready.search(said(log))
        assert found, said(log)
        yield Running(int(found[1]), process, log)
    finally:
        process.terminate()
        process.wait(20)


def said(log):
    return log.read_text(encoding="utf-8")


def eventually(true):
    """Wait until something holds, for a bounded number of tries."""
    for _ in range(1200):
        if true():
            return True
        time.sleep(0.05)
    return False


@dataclass(frozen=True)
class Running:
    port: int
    process: subprocess.Popen
    log: Path

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/"

    @property
    def said(self):
        return said(self.log)

    def ask(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            reply = connection.getresponse()
            found = {name.lower(): value for name, value in reply.getheaders()}
            return Reply(reply.status, found, reply.read())

    def connect(self, source="127.0.0.1"):
        return socket.create_connection(
            ("127.0.0.1", self.port), timeout=20, source_address=(source, 0)
        )


def publish(folder, name="feeds/ceshi/east.ics", content=FEED):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file
