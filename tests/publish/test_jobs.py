"""The places of a build side by side: the same bytes, one that fails, a process that dies."""

import datetime as dt
import errno
import os
import shutil
import signal
import sys

import pytest

from cadence.core import CadenceError, Span
from cadence.jobs import Crew, beside
from cadence.publish import jobs, put_place
from cadence.publish.build import build as really_build
from cadence.publish.order import Order
from cadence.publish.published import read_published
from cadence.publish.put_place import put_place as really
from cadence.rules import read_workspace

YEAR = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
MAYBE = pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked on Windows")


@pytest.fixture
def build(cadence, three_places):
    """Run a build of the three places."""

    def run(*asked):
        return cadence("--workspace", str(three_places), "build", *asked)

    return run


@pytest.fixture
def three_places(workspace_folder):
    """A county, and two more that owe the same."""
    rules = workspace_folder / "rules"
    for place in ("dongshi", "xishi"):
        (rules / place).mkdir()
        for file in (rules / "ceshi").glob("*.yaml"):
            text = file.read_text(encoding="utf-8").replace("ceshi/", f"{place}/")
            (rules / place / file.name).write_text(text, encoding="utf-8")
    return workspace_folder


JUNE = ("--as-of", "2022-06-01")


def published(folder):
    out = folder / "out"
    return {
        file.relative_to(out).as_posix(): file.read_bytes()
        for file in sorted(out.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }


def test_the_bytes_are_the_same_on_however_many_processes(build, three_places):
    assert build(*JUNE).returncode == 0
    alone = published(three_places)
    assert {name.split("/")[1] for name in alone if name.startswith("feeds/")} == {
        "ceshi", "dongshi", "xishi",
    }  # fmt: skip
    for file in sorted((three_places / "out").rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    assert build(*JUNE, "--jobs", "3").returncode == 0
    assert published(three_places) == alone


@pytest.fixture
def enough(monkeypatch):
    """Let several processes work at one county, few as its pages are."""
    monkeypatch.setattr(beside, "FEWEST", 2)


def built(folder, jobs, day="2022-06-01"):
    now = dt.datetime.fromisoformat(f"{day}T08:00+08:00")
    order = Order(span=YEAR, now=now, crew=Crew(jobs=jobs))
    found = really_build(read_workspace(folder), order, lambda _name: None)
    return found.feeds, found.events, found.written


@pytest.mark.usefixtures("enough")
def test_one_county_is_the_same_on_however_many_processes(workspace_folder):
    counted = built(workspace_folder, 1)
    alone = published(workspace_folder)
    shutil.rmtree(workspace_folder / "out")
    assert built(workspace_folder, 3) == counted
    assert published(workspace_folder) == alone
    assert built(workspace_folder, 2)[2] == 0  # nothing is written again


@MAYBE
@pytest.mark.usefixtures("enough")
def test_a_process_that_dies_at_the_calendars_of_one_county_loses_none(
    workspace_folder, monkeypatch
):
    built(workspace_folder, 1)
    alone = published(workspace_folder)
    shutil.rmtree(workspace_folder / "out")
    here, real = os.getpid(), put_place.put_feeds

    def dying(changes, *given):
        real(changes, *given)
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(put_place, "put_feeds", dying)
    built(workspace_folder, 2)
    assert published(workspace_folder) == alone


@pytest.mark.usefixtures("enough")
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_written_beside_is_taken_back_where_one_county_fails(
    workspace_folder, monkeypatch, jobs
):
    built(workspace_folder, 1)
    before = published(workspace_folder)

    def full(*_given):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(put_place, "put_place_pages", full)
    with pytest.raises(CadenceError, match="cannot be written"):
        built(workspace_folder, jobs, "2022-07-01")
    assert published(workspace_folder) == before  # and nothing pending beside


@pytest.mark.parametrize("many", [(), ("--jobs", "2")])
def test_a_place_that_fails_is_named_and_the_others_go_on(build, three_places, many):
    assert build(*JUNE).returncode == 0
    before, whole = published(three_places), read_published(three_places).at
    (feed,) = (three_places / "out" / "feeds" / "xishi").glob("east.ics")
    outside = three_places / "east.ics"
    feed.rename(outside)
    feed.symlink_to(outside)

    ran = build("--as-of", "2022-07-01", *many)
    assert ran.returncode == 2
    assert "xishi was not built" in ran.stderr
    after = published(three_places)
    assert after["check/ceshi.html"] != before["check/ceshi.html"]
    assert after["check/xishi.html"] == before["check/xishi.html"]
    pages = {name for name in before if name.startswith("units/xishi/")}
    assert pages
    assert all(after[name] == before[name] for name in pages)
    # What is published is not whole, so the moment of the last whole build stands.
    assert read_published(three_places).at == whole


@MAYBE
@pytest.mark.parametrize(("deaths", "built"), [(1, True), (9, False)])
def test_the_place_of_a_process_that_died_is_put_once_more(
    three_places, monkeypatch, tmp_path, deaths, built
):
    from cadence.commands.options import now
    from cadence.core import Span
    from cadence.jobs import Crew
    from cadence.publish.order import Order
    from cadence.rules import read_workspace

    def dying(workspace, order, place, progress):
        died = list(tmp_path.glob("died-*"))
        if place == "dongshi" and len(died) < deaths:
            (tmp_path / f"died-{len(died)}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return really(workspace, order, place, progress)

    monkeypatch.setattr(jobs, "put_place", dying)
    workspace = read_workspace(three_places)
    moment = now()
    span = Span(moment.date().replace(month=1, day=1), moment.date().replace(month=12, day=31))
    order = Order(span=span, now=moment)
    found = dict(jobs.put_places(workspace, order, list(workspace.rosters), Crew(jobs=2)))
    assert found.keys() == {"ceshi", "dongshi", "xishi"}
    assert isinstance(found["dongshi"], Exception) is not built
