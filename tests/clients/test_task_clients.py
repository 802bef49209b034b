"""Real programs keep a unit's tasks: they list, tick, are refused, and stay in step."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from icalendar import Calendar
from serving import running

from cadence.core import SHANGHAI
from cadence.desk import open_app_passwords
from cadence.ledger import read_entries

UNIT = "ceshi/east"
MEETING = "召开安全专题会议"


@pytest.fixture
def password(workspace_folder):
    with open_app_passwords(workspace_folder) as passwords:
        return passwords.issue(UNIT, "手机", dt.datetime.now(SHANGHAI))


@pytest.fixture
def server(workspace_folder):
    with running(workspace_folder, "--rate", "0") as found:
        yield found


def this_month(titles_and_dues):
    """What is due in the running month, and what only opens in the next one."""
    today = dt.datetime.now(SHANGHAI).date()
    meetings = {due: each for each, title, due in titles_and_dues if MEETING in title}
    return [meetings[due] for due in sorted(meetings) if due >= today][:2]


def claims(folder):
    return [each.fact for each in read_entries(folder)]


class TestCaldav:
    """The `caldav` library, as python programs use it."""

    @pytest.fixture
    def calendar(self, server, password):
        caldav = pytest.importorskip("caldav")
        client = caldav.DAVClient(server.address, username=UNIT, password=password)
        with client:
            (found,) = client.principal().calendars()
            yield found

    def pair(self, calendar):
        todos = calendar.todos(include_completed=True)
        return this_month(
            (each, str(each.icalendar_component["SUMMARY"]), each.icalendar_component["DUE"].dt)
            for each in todos
        )

    def test_it_finds_the_list_from_the_servers_name_and_ticks(self, calendar, workspace_folder):
        assert "东镇" in calendar.get_display_name()
        current, _next = self.pair(calendar)
        current.complete()
        (claim,) = claims(workspace_folder)
        assert (claim.kind, claim.by) == ("claimed", "东镇（手机）")
        current.load()
        assert current.icalendar_component["STATUS"] == "COMPLETED"
        assert "待补材料" in current.icalendar_component["SUMMARY"]
        assert current.id not in {each.id for each in calendar.todos()}

    def test_it_sees_why_a_tick_was_not_taken(self, calendar, workspace_folder):
        _current, following = self.pair(calendar)
        following.complete()
        assert claims(workspace_folder) == []
        following.load()
        assert following.icalendar_component["STATUS"] == "NEEDS-ACTION"
        assert str(following.icalendar_component["DESCRIPTION"]).startswith("【未登记】")

    def test_it_keeps_in_step_by_token(self, calendar):
        known = calendar.get_objects_by_sync_token(load_objects=True)
        assert len(list(known)) == len(calendar.todos(include_completed=True))
        current, _next = self.pair(calendar)
        current.complete()
        changed, gone = known.sync()
        assert [each.icalendar_component["STATUS"] for each in changed] == ["COMPLETED"]
        assert list(gone) == []

    def test_it_is_told_that_nothing_is_made_or_deleted(self, calendar, workspace_folder):
        from caldav.lib.error import AuthorizationError, DAVError

        before = {each.id for each in calendar.todos(include_completed=True)}
        with pytest.raises((AuthorizationError, DAVError)):
            calendar.save_todo(summary="我的事")
        with pytest.raises((AuthorizationError, DAVError)):
            calendar.todos()[0].delete()
        assert {each.id for each in calendar.todos(include_completed=True)} == before
        assert claims(workspace_folder) == []


CONFIG = """\
[general]
status_path = "{folder}/status"
[pair tasks]
a = "here"
b = "office"
collections = ["tasks"]
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "{folder}/lists"
fileext = ".ics"
[storage office]
type = "caldav"
url = "{address}caldav/"
username = "{unit}"
password = "{password}"
item_types = ["VTODO"]
"""


class TestVdirsyncerWithTodoman:
    """A command line's tasks: files that vdirsyncer keeps in step, and todoman shows and ticks."""

    @pytest.fixture
    def files(self, server, password, tmp_path):
        pytest.importorskip("vdirsyncer")
        pytest.importorskip("todoman")
        folder = tmp_path / "clerk"
        (folder / "lists" / "tasks").mkdir(parents=True)
        text = CONFIG.format(folder=folder, address=server.address, unit=UNIT, password=password)
        (folder / "config").write_text(text, encoding="utf-8")
        config = f'path = "{folder}/lists/*"\ndate_format = "%Y-%m-%d"\n'
        (folder / "todo.py").write_text(config, encoding="utf-8")
        self.sync(folder, "discover")
        self.sync(folder)
        return folder

    def sync(self, folder, verb="sync"):
        ran = subprocess.run(
            [Path(sys.executable).with_name("vdirsyncer"), "-c", folder / "config", verb],
            capture_output=True, encoding="utf-8", input="y\n" * 5, check=False, timeout=120,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stderr

    def todo(self, folder, *arguments):
        cache = folder / "cache"
        ran = subprocess.run(
            [Path(sys.executable).with_name("todo"), "--porcelain", *arguments],
            capture_output=True, encoding="utf-8", check=False, timeout=120,
            env={
                "TODOMAN_CONFIG": str(folder / "todo.py"), "LC_ALL": "C.UTF-8", "TZ": "UTC",
                "XDG_CACHE_HOME": str(cache), "HOME": str(folder), "PATH": "/usr/bin:/bin",
            },
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def tasks(self, folder):
        found = {}
        for file in (folder / "lists" / "tasks").glob("*.ics"):
            (found[file],) = Calendar.from_ical(file.read_bytes()).walk("VTODO")
        return found

    def pair(self, folder):
        found = self.tasks(folder)
        return this_month(
            (file, str(each["SUMMARY"]), each["DUE"].dt) for file, each in found.items()
        )

    def listed(self, folder):
        return json.loads(self.todo(folder, "list", "--status", "ANY"))

    def number(self, folder, file):
        """What todoman calls a task: it shows no uid, so by title and due day."""
        wanted = self.tasks(folder)[file]
        midnight = dt.datetime.combine(wanted["DUE"].dt, dt.time(), dt.UTC).timestamp()
        (found,) = [
            each["id"]
            for each in self.listed(folder)
            if each["summary"] == wanted["SUMMARY"] and each["due"] == midnight
        ]
        return str(found)

    def test_it_lists_ticks_and_stays_in_step(self, files, workspace_folder):
        current, _next = self.pair(files)
        assert MEETING in {each["summary"].partition("·")[0] for each in self.listed(files)}
        self.todo(files, "done", self.number(files, current))
        assert self.tasks(files)[current]["STATUS"] == "COMPLETED"
        self.sync(files)
        (claim,) = claims(workspace_folder)
        assert claim.kind == "claimed"
        self.sync(files)
        assert "待补材料" in self.tasks(files)[current]["SUMMARY"]
        assert len(claims(workspace_folder)) == 1

    def test_a_refused_tick_comes_back_with_its_reason(self, files, workspace_folder):
        _current, following = self.pair(files)
        self.todo(files, "done", self.number(files, following))
        self.sync(files)
        self.sync(files)
        back = self.tasks(files)[following]
        assert back["STATUS"] == "NEEDS-ACTION"
        assert str(back["DESCRIPTION"]).startswith("【未登记】")
        shown = json.loads(self.todo(files, "show", self.number(files, following)))
        assert shown["description"].startswith("【未登记】")
        assert claims(workspace_folder) == []
