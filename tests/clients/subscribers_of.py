"""Real calendar clients behind one face: what each needs, subscribe, refresh, kept, stop.

`kept(zone)` lists what is in each of its calendars, as a person in that zone sees it: (first day,
day after the last, title) of every entry, digits alone in the days. `refresh` lets the client ask
the servers once more, and never fails: who cannot reach a server goes on with what is there.
`conditional`: it asks only for what has changed. Where its computer stands is not asked of each
client in a run of its own: one run shows its calendars in every zone, as its settings do.
"""

import json
import os
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import CHROMIUMS, ROOT, tool
from thunderbird import REFRESH, Thunderbird, events_in

HERE = Path(__file__).parent
LIBICAL = ROOT / "tests" / "readers" / "libical_check"
PYTHON = "/usr/bin/python3"  # whose bindings Debian's packages are
SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
ZONES = (SHANGHAI, "UTC", NEW_YORK)
PATIENCE = 60  # seconds for one step of a client


def event(first, last, title):
    """The first day and the day after the last; an entry of a time stands on its day alone."""
    first, last = (re.sub(r"\D", "", str(each)) for each in (first, last))
    if len(first) > len("20261231"):
        day = first[:8]
        return day, f"{date.fromisoformat(day) + timedelta(1):%Y%m%d}", title
    return first, last, title


def run(*command, home, good=True, zone=SHANGHAI, **more):
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(home), "TZ": zone, **more}
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

    def __init__(self, home, *addresses):
        self.home, self.count = home, len(addresses)
        pairs = "".join(
            f'[pair duties{n}]\na = "here{n}"\nb = "there{n}"\ncollections = null\n'
            f'[storage here{n}]\ntype = "filesystem"\npath = "{home}/events{n}/"\n'
            f'fileext = ".ics"\n[storage there{n}]\ntype = "http"\nurl = "{address}"\n'
            for n, address in enumerate(addresses)
        )
        (home / "vdirsyncer.ini").write_text(f'[general]\nstatus_path = "{home}/status/"\n{pairs}')
        for n in range(self.count):
            (home / f"events{n}").mkdir()
        calendars = "".join(
            f"[[duties{n}]]\npath = {home}/events{n}/\ntype = calendar\n" for n in range(self.count)
        )
        for zone in ZONES:
            self._shows(zone).write_text(
                f"[calendars]\n{calendars}"
                "[locale]\nlongdateformat = %Y-%m-%d\ndateformat = %Y-%m-%d\n"
                f"local_timezone = {zone}\ndefault_timezone = {zone}\n"
                f"[sqlite]\npath = {home}/khal.db\n[default]\ndefault_calendar = duties0\n"
            )
        run("vdirsyncer", "-c", home / "vdirsyncer.ini", "discover", home=home)
        self.refresh()

    def _shows(self, zone):
        return self.home / f"khal-{zone.rpartition('/')[2]}.ini"

    def refresh(self):
        command = ("vdirsyncer", "-c", self.home / "vdirsyncer.ini", "sync", "--force-delete")
        for n in range(self.count):  # one that fails ends the others of its run, wherever they are
            run(*command, f"duties{n}", home=self.home, good=False)

    def kept(self, zone):
        form = "{calendar}\t{uid}\t{start-date-long}\t{end-date-long}\t{title}"
        options = ("--day-format", "", "--format", form)
        listed = run(
            *("khal", "-c", self._shows(zone), "--no-color", "list", *options),
            *("2026-01-01", "2028-01-01"),
            home=self.home,
            zone=zone,
        )
        found = [[] for _each in range(self.count)]
        # What lasts is listed on each of its days.
        for line in sorted(set(filter(None, map(str.strip, listed.splitlines())))):
            calendar, _uid, first, last, title = line.split("\t")
            after = date.fromisoformat(last) + timedelta(1)
            found[int(calendar.removeprefix("duties"))].append(event(first, after, title))
        return found

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

    def __init__(self, home, *addresses):
        self.home, self.addresses = home, addresses
        self.refresh()

    def refresh(self):
        for number, address in enumerate(self.addresses):
            etag, beside = self.home / f"etag{number}", self.home / "beside.ics"
            beside.unlink(missing_ok=True)
            known = ("--etag-compare", etag) if etag.exists() else ()
            run("curl", "-sSf", "--remove-on-error", "--compressed", "--etag-save", etag, *known,
                "-o", beside, address, home=self.home, good=False)  # fmt: skip
            if beside.exists() and beside.stat().st_size:
                beside.replace(self.home / f"feed{number}.ics")

    def kept(self, zone):
        return [
            [event(first, last, title) for _uid, first, last, title, *_rest in self._read(n, zone)]
            for n in range(len(self.addresses))
        ]

    def _read(self, number, zone):
        file = self.home / f"feed{number}.ics"
        listed = run(LIBICAL, file, home=self.home, good=False, ZONE=zone)
        return [line.split("\t") for line in listed.splitlines()]

    def stop(self):
        pass


class IcalJs:
    """ical.js, with Node's own fetch."""

    conditional = True

    @staticmethod
    def needs():
        tool("node")
        needs_package("ical.js-2")

    def __init__(self, home, *addresses):
        self.home, self.addresses = home, addresses
        self.refresh()

    def _node(self, *arguments, **more):
        return run("node", HERE / "subscribe_icaljs.mjs", *arguments, home=self.home, **more)

    def refresh(self):
        self._node("fetch", self.home / "state.json", *self.addresses, good=False)

    def kept(self, zone):
        listed = json.loads(self._node("list", self.home / "state.json", zone=zone))
        return [[event(*each) for each in events] for events in listed]

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

    def __init__(self, home, *addresses):
        (home / "run").mkdir(mode=0o700)
        environ = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")}
        environ["TZ"] = NEW_YORK  # the farthest from where the feeds are made
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

    def kept(self, zone):
        return [[event(*each) for each in found] for found in self._say(f"events {zone}")]

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(PATIENCE)


class FullCalendar:
    """FullCalendar's iCalendar plugin in a headless Chromium, on a page for each zone."""

    conditional = True

    @staticmethod
    def needs():
        pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
        needs_package("fullcalendar")
        tool(*CHROMIUMS)

    def __init__(self, home, *addresses):
        from playwright.sync_api import sync_playwright

        del home
        self.driver = sync_playwright().start()
        self.browser = self.driver.chromium.launch(
            executable_path=tool(*CHROMIUMS), args=["--no-sandbox"]
        )
        self.faults = []
        self.pages = {zone: self._page(addresses, zone) for zone in ZONES}

    def _page(self, addresses, zone):
        page = self.browser.new_page(timezone_id=zone)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        feeds = [urlsplit(each).path for each in addresses]
        named = "&".join(f"feed={each}" for each in feeds)
        page.goto(f"{addresses[0].removesuffix(feeds[0])}/test/calendar.html?{named}")
        return page

    def refresh(self):
        for page in self.pages.values():
            page.evaluate("refresh()")

    def kept(self, zone):
        found = self.pages[zone].evaluate("events()")
        assert self.faults == []
        return [[_of_fullcalendar(*each) for each in events] for events in found]

    def stop(self):
        self.browser.close()
        self.driver.stop()


def _of_fullcalendar(first, last, title):
    """What lasts a day may come without its end."""
    return event(first, last or date.fromisoformat(first) + timedelta(1), title)


class ByThunderbird:
    """Thunderbird, without a window."""

    conditional = True

    @staticmethod
    def needs():
        tool("thunderbird")

    def __init__(self, home, *addresses):
        self.count = len(addresses)
        self.program = Thunderbird(tool("thunderbird"), home, addresses, NEW_YORK)

    def refresh(self):
        self.program.run(REFRESH)

    def kept(self, zone):
        found = self.program.run(events_in(zone))
        return [[event(*each) for each in found[f"duties{n}"]] for n in range(self.count)]

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
