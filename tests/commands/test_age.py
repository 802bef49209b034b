"""How old what is given out is: said once a day while it is stale, and to whoever asks."""

import datetime as dt

from desking import Browser
from starlette.applications import Starlette

from cadence.commands.age import age_watch, health
from cadence.core import SHANGHAI
from cadence.publish.published import note_published

BUILT = dt.datetime(2026, 11, 20, 8, tzinfo=SHANGHAI)


class Clock:
    now = BUILT

    def __call__(self):
        return self.now


def test_a_running_server_says_once_a_day_that_the_build_has_stopped(tmp_path, capsys):
    clock = Clock()
    watch = age_watch(tmp_path, clock)
    watch()  # never built
    note_published(tmp_path, BUILT, 3)
    said = []
    for hours in (0, 72, 73, 74, 96, 97, 98):
        clock.now = BUILT + dt.timedelta(hours=hours)
        watch()
        said.append("built" in capsys.readouterr().err)
    assert said == [False, False, True, False, False, True, False]
    note_published(tmp_path, clock.now, 3)
    clock.now += dt.timedelta(hours=24)
    watch()
    assert "built again" in capsys.readouterr().err
    watch()
    assert capsys.readouterr().err == ""


def test_a_monitor_is_told_how_old_it_is_and_that_it_is_too_old(tmp_path):
    clock = Clock()
    client = Browser(Starlette(routes=[health(tmp_path, clock)]))
    asked = client.get("/health")
    assert (asked.status_code, asked.json()["built"]) == (503, None)
    note_published(tmp_path, BUILT, 3)
    clock.now = BUILT + dt.timedelta(days=3)
    asked = client.get("/health")
    assert (asked.status_code, asked.json()["age_days"], asked.json()["stale"]) == (200, 3, False)
    assert asked.headers["cache-control"] == "no-store"
    clock.now += dt.timedelta(minutes=1)
    asked = client.get("/health")
    assert (asked.status_code, asked.json()["stale"]) == (503, True)
