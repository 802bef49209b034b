"""Real calendar clients behind one face: what each needs, subscribe, refresh, events, stop.

`events` lists (first day, day after the last, title) of every event, digits alone in the days.
`refresh` lets the client ask the server once more, and never fails: a client that cannot reach
its server goes on with what it has. `conditional`: it asks only for what has changed. A `zone` is
where its computer stands; those that keep `several` calendars at once take more addresses.
"""

import json
import os
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ROOT, tool
from thunderbird import EVENTS, REFRESH, Thunderbird

HERE = Path(__file__).parent
LIBICAL = ROOT / "tests" / "readers" / "libical_check"
PYTHON = "/usr/bin/python3"  # whose bindings Debian's packages are
SHANGHAI = "Asia/Shanghai"
PATIENCE = 60  # seconds for one step of a client


def event(first, last, title):
    """The first day and the day after the last; an entry of a time stands on its day alone."""
    first, last = (re.sub(r"\D", "", str(each)) for each in (first, last))
    if len(first) > len("20261231"):
        day = first[:8]
        return day, f"{date.fromisoformat(day) + timedelta(1):%Y%m%d}", title
    return first, last, title


def run(*command, home, good=True, zone=SHANGHAI):
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(home), "TZ": zone}
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        encoding="utf-8",
        env=environ,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0 or not good, done.stderr[-2000:]
    return done.stdout


def needs_package(name):
    if not (HERE / "node_modules" / name).is_dir():
        pytest.skip(f"{name} is not installed; tests/clients/README.md says how")


class Vdirsyncer:
    """vdirsyncer keeps the files; khal shows them."""

    conditional = False  # it compares what it got with what it has

    @staticmethod
    def needs():
        tool("vdirsyncer")
        tool("khal")

    def __init__(self, home, address, zone=SHANGHAI):
        self.home, self.zone = home, zone
        (home / "vdirsyncer.ini").write_text(
            f'[general]\nstatus_path = "{home}/status/"\n'
            '[pair duties]\na = "here"\nb = "there"\ncollections = null\n'
            f'[storage here]\ntype = "filesystem"\npath = "{home}/events/"\nfileext = ".ics"\n'
            f'[storage there]\ntype = "http"\nurl = "{address}"\n'
        )
        (home / "khal.ini").write_text(
            f"[calendars]\n[[duties]]\npath = {home}/events/\ntype = calendar\n"
            f"[locale]\nlongdateformat = %Y-%m-%d\ndateformat = %Y-%m-%d\n"
            f"local_timezone = {zone}\ndefault_timezone = {zone}\n"
            f"[sqlite]\npath = {home}/khal.db\n[default]\ndefault_calendar = duties\n"
        )
        (home / "events").mkdir()
        run("vdirsyncer", "-c", home / "vdirsyncer.ini", "discover", "duties", home=home)
        self.refresh()

    def refresh(self):
        command = ("vdirsyncer", "-c", self.home / "vdirsyncer.ini", "sync", "--force-delete")
        run(*command, home=self.home, good=False)

    def events(self):
        form = "{start-date-long}\t{end-date-long}\t{title}"
        options = ("--once", "--day-format", "", "--format", form)
        listed = run(
            *("khal", "-c", self.home / "khal.ini", "--no-color", "list", *options),
            *("2026-01-01", "2028-01-01"),
            home=self.home,
            zone=self.zone,
        )
        for line in filter(None, map(str.strip, listed.splitlines())):
            first, last, title = line.split("\t")
            yield event(first, date.fromisoformat(last) + timedelta(1), title)

    def stop(self):
        pass


class Libical:
    """curl keeps the file and its tag; libical reads it strictly."""

    conditional = True

    @staticmethod
    def needs():
        tool("curl")
        if not LIBICAL.exists():
            pytest.skip("tests/readers/libical_check is not built; run: make readers")

    def __init__(self, home, address, zone=SHANGHAI):
        self.home, self.address, self.zone = home, address, zone
        self.refresh()

    def refresh(self):
        etag, beside = self.home / "etag", self.home / "beside.ics"
        beside.unlink(missing_ok=True)
        tags = (
            ("--etag-save", etag, "--etag-compare", etag)
            if etag.exists()
            else (
                "--etag-save",
                etag,
            )
        )
        run("curl", "-sSf", "--compressed", *tags, "-o", beside, self.address,
            home=self.home, good=False)  # fmt: skip
        if beside.exists() and beside.stat().st_size:
            beside.replace(self.home / "feed.ics")

    def events(self):
        listed = run(LIBICAL, self.home / "feed.ics", home=self.home, zone=self.zone)
        for line in listed.splitlines():
            _uid, first, last, title, *_rest = line.split("\t")
            yield event(first, last, title)

    def stop(self):
        pass


class IcalJs:
    """ical.js, with Node's own fetch."""

    conditional = True

    @staticmethod
    def needs():
        tool("node")
        needs_package("ical.js-2")

    def __init__(self, home, address, zone=SHANGHAI):
        self.home, self.address, self.zone = home, address, zone
        self.refresh()

    def refresh(self):
        command = ("node", HERE / "subscribe_icaljs.mjs", self.address, self.home / "state.json")
        run(*command, home=self.home, good=False, zone=self.zone)

    def events(self):
        for _uid, *rest in json.loads((self.home / "state.json").read_text())["events"]:
            yield event(*rest)

    def stop(self):
        pass


class Evolution:
    """Evolution Data Server, the one behind GNOME's calendars, on a bus of its own."""

    SCRIPT = "subscribe_evolution.py"

    conditional = True

    @staticmethod
    def needs():
        tool("dbus-run-session")
        probe = "import gi; gi.require_version('ECal', '2.0'); from gi.repository import ECal"
        probing = [PYTHON, "-c", probe]
        there = Path(PYTHON).exists()
        if not there or subprocess.run(probing, capture_output=True, check=False).returncode:
            pytest.skip("Evolution's bindings are not installed; tests/clients/README.md says how")

    def __init__(self, home, *addresses, zone=SHANGHAI):
        (home / "run").mkdir(mode=0o700)
        environ = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")}
        environ["TZ"] = zone
        environ |= {"LC_ALL": "C.UTF-8", "GSETTINGS_BACKEND": "memory"}
        environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
        for name in ("CONFIG", "DATA", "CACHE"):
            environ[f"XDG_{name}_HOME"] = str(home / name.lower())
        with (home / "log").open("w") as log:
            self.process = subprocess.Popen(
                ["dbus-run-session", "--", PYTHON, HERE / self.SCRIPT, *addresses],
                env=environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
            )

    def _say(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def refresh(self):
        self._say("refresh")

    def events(self, number=0):
        for _uid, *rest in self._say("events")[number]:
            yield event(*rest)

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(PATIENCE)


class FullCalendar:
    """FullCalendar's iCalendar plugin in a headless Chromium, on a page of the same server."""

    conditional = True

    @staticmethod
    def needs():
        pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
        needs_package("fullcalendar")
        tool("chromium")

    def __init__(self, home, address, zone=SHANGHAI):
        from playwright.sync_api import sync_playwright

        del home
        self.driver = sync_playwright().start()
        self.browser = self.driver.chromium.launch(
            executable_path=tool("chromium"), args=["--no-sandbox"]
        )
        self.page = self.browser.new_page(timezone_id=zone)
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        feed = urlsplit(address).path
        self.page.goto(f"{address.removesuffix(feed)}/test/calendar.html?feed={feed}")

    def refresh(self):
        self.page.evaluate("refresh()")

    def events(self):
        assert self.faults == []
        for first, last, title in self.page.evaluate("events()"):
            yield event(first, last or date.fromisoformat(first) + timedelta(1), title)

    def stop(self):
        self.browser.close()
        self.driver.stop()


class ByThunderbird:
    """Thunderbird, without a window."""

    conditional = True

    @staticmethod
    def needs():
        tool("thunderbird")

    def __init__(self, home, *addresses, zone=SHANGHAI):
        self.program = Thunderbird(tool("thunderbird"), home, addresses, zone)

    def refresh(self):
        self.program.run(REFRESH)

    def events(self, number=0):
        for first, last, title in self.program.run(EVENTS)[f"duties{number}"]:
            yield event(first, last, title)

    def stop(self):
        self.program.stop()


CLIENTS = (Vdirsyncer, Libical, IcalJs, Evolution, FullCalendar, ByThunderbird)


def publish_page(out):
    """Put FullCalendar's page beside the feeds, so that our own rules for pages hold for it."""
    (out / "test").mkdir(parents=True)
    modules = HERE / "node_modules"
    for source, name in (
        (HERE / "calendar.html", "calendar.html"),
        (HERE / "calendar.js", "calendar.js"),
        (modules / "ical.js" / "build" / "ical.min.js", "ical.min.js"),
        (modules / "fullcalendar" / "index.global.min.js", "fullcalendar.js"),
        (modules / "@fullcalendar" / "icalendar" / "index.global.min.js", "icalendar.js"),
    ):
        if source.exists():
            (out / "test" / name).write_bytes(source.read_bytes())
