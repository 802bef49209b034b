"""An id is found exactly, by a clear tail, or with what it may have meant."""

from datetime import date

import pytest
import scenes
from conftest import ROOT

from cadence.core.dates import Span
from cadence.core.errors import CadenceError
from cadence.occurrences.expand import occurrences
from cadence.occurrences.index import Index
from cadence.rules.workspace import read_workspace

FULL = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"


@pytest.fixture
def index(workspace_folder):
    return Index(scenes.read(read_workspace(workspace_folder)))


def test_every_occurrence_of_every_shipped_rule_is_found_by_its_id():
    places = scenes.read(read_workspace(ROOT))
    index, span = Index(places), Span(date(2021, 1, 1), date(2029, 12, 31))
    for scene in places:
        for each in list(occurrences(scene.owed, span, scene.advise))[::7]:
            found = index.exact(each.id)
            assert found is not None, each.id
            assert (found.id, found.window.start, found.window.due) == (
                each.id, each.window.start, each.window.due,
            )  # fmt: skip


@pytest.mark.parametrize(
    "tail",
    [
        FULL,
        "notice:monthly-meeting:2022-06@ceshi/east",
        "monthly-meeting:2022-06@ceshi/east",
        ":2022-06@ceshi/east",
        "2022-06@ceshi/east",
    ],
)
def test_any_clear_tail_will_do(index, tail):
    assert index.one(tail).id == FULL


@pytest.mark.parametrize(
    ("tail", "message"),
    [
        ("monthly-meeting:2022-06", "could be any of 2 occurrences"),
        ("eeting:2022-06@ceshi/east", "no occurrence is called"),
        ("monthly-meeting:2022-6@ceshi/east", f"the nearest are:\n  {FULL}"),
        ("monthly-meeting:2022-03@ceshi/east", "no occurrence is called"),
        ("monthly-meeting:2022-06@ceshi/bureau", "no occurrence is called"),
        ("always:2022@ceshi/bureau", "no occurrence is called"),
        ("monthly-meeting", "names no window"),
        ("", "names no window"),
        ("1900..2199", "names no window"),
    ],
)
def test_what_means_none_or_several_is_refused(index, tail, message):
    with pytest.raises(CadenceError) as refused:
        index.one(tail)
    assert message in str(refused.value)


def test_where_nothing_is_near_nothing_is_announced(index):
    with pytest.raises(CadenceError) as refused:
        index.one("notice:qqqqqqqqqqqqqqqqqqqq:2022-06@xx/zz")
    assert (
        str(refused.value) == 'no occurrence is called "notice:qqqqqqqqqqqqqqqqqqqq:2022-06@xx/zz"'
    )


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u00ad"])
def test_marks_that_nobody_sees_are_left_out_of_an_id(index, mark):
    (found,) = index.find("monthly-meeting:2022-06@ceshi/east")
    assert index.find(f"{mark}monthly\u2011meeting:2022{mark}-06@ceshi/east ") == (found,)


def test_an_id_without_its_unit_is_that_window_of_every_unit(index):
    found = index.find("monthly-meeting:2022-06")
    assert [each.binding.unit.id for each in found] == ["east", "west"]


def test_however_many_ids_are_looked_up_each_rule_is_dated_once(index, monkeypatch):
    from cadence.occurrences import index as lookup

    dated = []

    def counting(rule, *given):
        dated.append(rule.key)
        return expand(rule, *given)

    expand = lookup.expand
    monkeypatch.setattr(lookup, "expand", counting)
    for month in range(5, 13):
        for unit in ("east", "west"):
            assert index.exact(f"ceshi/notice:monthly-meeting:2022-{month:02}@ceshi/{unit}")
    assert dated == ["ceshi/notice:monthly-meeting"]


def test_what_has_lost_its_window_belongs_to_its_own_unit_and_to_the_day_on_which_it_was_done(
    index,
):
    lost = FULL.replace("2022-06", "2022-W24")
    assert index.heirs(lost, date(2022, 6, 14))[0] == FULL
    assert index.heirs(FULL, date(2022, 6, 14))[0] == FULL
    assert index.heirs(lost.replace("east", "west"), date(2022, 6, 14))[0] == FULL.replace(
        "east", "west"
    )
