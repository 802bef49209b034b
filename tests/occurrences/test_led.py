"""Who leads a duty sees it done only when everybody has done it, and how many have."""

import datetime as dt

import pytest

from cadence.core import SHANGHAI, Done, Span, history
from cadence.core.facts import Entry
from cadence.occurrences import Asked, scenes_of
from cadence.rules import read_workspace

AS_OF = dt.datetime(2022, 7, 20, 9, tzinfo=SHANGHAI)
MONTH = Span(dt.date(2022, 7, 1), dt.date(2022, 7, 31))
RULE = "ceshi/notice:monthly-meeting"


def mark(folder, *units, as_of=AS_OF):
    """How July's meeting stands for the post that leads it, once some units have held it."""
    facts = [
        Done(occurrence=f"{RULE}:2022-07@ceshi/{unit}", on=dt.date(2022, 7, 10), evidence="纪要")
        for unit in units
    ]
    entries = [Entry(number=n, recorded=AS_OF, fact=fact) for n, fact in enumerate(facts, 1)]
    workspace = read_workspace(folder)
    (scene,) = scenes_of(workspace, history(entries), Asked(span=MONTH), as_of)
    (led,) = [each for each in scene.bindings if each.role == "lead" and each.rule.key == RULE]
    (window,) = [each for each in scene.windows(led.rule) if each.label == "2022-07"]
    return scene.standings.mark((led,), window)


@pytest.fixture
def folder(workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2022-05-01\n", encoding="utf-8")
    return workspace_folder


@pytest.mark.parametrize("units", [(), ("east",), ("west",)])
def test_what_one_still_owes_is_not_done_for_who_leads_it(folder, units):
    assert mark(folder, *units) is None


def test_what_everybody_has_done_is_done(folder):
    found = mark(folder, "east", "west")
    assert (found.status, found.fulfilled, found.owed) == ("done", 2, 2)


def test_one_who_is_late_makes_it_overdue_beside_those_who_are_not(folder):
    found = mark(folder, "east", as_of=dt.datetime(2022, 8, 3, 9, tzinfo=SHANGHAI))
    assert (found.status, found.fulfilled, found.owed) == ("overdue", 1, 2)
    assert found.days_late == 3


@pytest.mark.parametrize(
    ("tracked", "lacking"), [("2022-05-01", ("东镇", "西乡")), ("2022-09-01", ())]
)
def test_of_whom_no_records_were_kept_nobody_says_who_has_not_done_it(folder, tracked, lacking):
    policy = folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text(f"tracking_from: {tracked}\n", encoding="utf-8")
    after = dt.datetime(2022, 8, 3, 9, tzinfo=SHANGHAI)
    (scene,) = scenes_of(read_workspace(folder), history([]), Asked(span=MONTH), after)
    (led,) = [each for each in scene.bindings if each.role == "lead" and each.rule.key == RULE]
    (window,) = [each for each in scene.windows(led.rule) if each.label == "2022-07"]
    assert scene.standings.progress((led,), window) == (0, lacking)
