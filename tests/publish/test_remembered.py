"""A place that would come to the same is passed over, and nothing else ever is."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from conftest import PACK

from cadence.core import SHANGHAI, Done, Entry, Span, history
from cadence.publish import Order, put_place
from cadence.publish.build import build
from cadence.rules import read_workspace

NOW = dt.datetime(2022, 11, 22, 8, tzinfo=SHANGHAI)
ORDER = Order(
    span=Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31)), now=NOW, known="no ledger"
)  # fmt: skip


@pytest.fixture
def dated(monkeypatch):
    """Count how often a place is dated, which a place that is passed over never is."""
    found = []
    scenes_of = put_place.scenes_of

    def counted(*given):
        found.append(given[2].place)
        return scenes_of(*given)

    monkeypatch.setattr(put_place, "scenes_of", counted)
    return found


def run(folder, order=ORDER):
    return build(read_workspace(folder), order, lambda _name: None)


def snapshot(folder):
    return {file: file.read_bytes() for file in (folder / "out").rglob("*") if file.is_file()}


def test_an_unchanged_place_is_not_dated_again_and_counts_as_before(workspace_folder, dated):
    first = run(workspace_folder)
    before = snapshot(workspace_folder)
    again = run(workspace_folder, replace(ORDER, now=NOW + dt.timedelta(hours=9)))
    assert dated == ["ceshi"]
    assert snapshot(workspace_folder) == before
    assert (again.feeds, again.events, again.written) == (first.feeds, first.events, 0)
    assert again.unchanged == first.written


@pytest.mark.parametrize(
    ("hour", "made"), [(9, ["ceshi"]), (17, ["ceshi"]), (18, ["ceshi", "ceshi"])]
)
def test_a_last_minute_in_time_that_has_passed_makes_a_place_anew(
    workspace_folder, dated, hour, made
):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    timed = "{kind: periodic_deadline, period: week, day: 2, time: '17:00'}"
    pack.write_text(PACK.replace("{kind: cadence, period: month}", timed), encoding="utf-8")
    run(workspace_folder)
    run(workspace_folder, replace(ORDER, now=NOW.replace(hour=hour)))
    assert dated == made


@pytest.mark.parametrize(
    "change",
    ["rules", "ledger", "day", "span", "private", "month issued", "known of nothing", "said"],
)
def test_whatever_a_place_is_made_of_makes_it_anew(workspace_folder, dated, change):
    run(workspace_folder)
    order = ORDER
    match change:
        case "rules":
            pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
            pack.write_text(PACK.replace("召开安全", "开好安全"), encoding="utf-8")
        case "ledger":
            which = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"
            fact = Done(occurrence=which, on=dt.date(2022, 6, 20), evidence="纪要")
            known = history([Entry(number=1, recorded=NOW, fact=fact)])
            order = replace(ORDER, history=known, known="1")
        case "day":
            order = replace(ORDER, now=NOW + dt.timedelta(days=1))
        case "span":
            order = replace(ORDER, span=Span(ORDER.span.first, dt.date(2023, 12, 31)))
        case "private":
            order = replace(ORDER, private=True)
        case "month issued":
            file = workspace_folder / "out" / "duty" / "ceshi" / "2022-11" / "east.html"
            file.parent.mkdir(parents=True)
            file.write_text("x", encoding="utf-8")
        case "known of nothing":
            order = replace(ORDER, known="")
        case _:
            for said in (workspace_folder / ".cadence" / "said" / "ceshi").iterdir():
                said.unlink()
    run(workspace_folder, order)
    assert dated == ["ceshi", "ceshi"]


@pytest.mark.parametrize("name", ["feeds/ceshi/east.ics", "check/ceshi.html", "site/pages.json"])
def test_a_file_that_was_harmed_is_made_whole(workspace_folder, name):
    run(workspace_folder)
    file = workspace_folder / "out" / name
    whole = file.read_bytes()
    file.write_bytes(whole[:-40])
    run(workspace_folder)
    assert file.read_bytes() == whole


def test_what_is_remembered_and_cannot_be_read_is_forgotten(workspace_folder, dated):
    run(workspace_folder)
    file = workspace_folder / ".cadence" / "put" / "ceshi.json"
    known = json.loads(file.read_bytes())
    file.write_text(json.dumps({**known, "feeds": "many"}), encoding="utf-8")
    run(workspace_folder)
    assert dated == ["ceshi", "ceshi"]
