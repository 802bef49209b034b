"""What people are told was tried (试过) is what these tests try; the rest is marked untried."""

import re

import pytest
import test_task_clients as programs
from conftest import ROOT
from keepers_of import KEEPERS, EvolutionTasks, ThunderbirdTasks
from subscribers_of import CLIENTS, ByThunderbird, Evolution, FullCalendar, Vdirsyncer

TRIED, READ, UNKNOWN = "试过", "照说明书", "没有试过"
HELP = ROOT / "cadence/publish/pages/templates/clients.html"
# Words of the guides, and who tries them.
SUBSCRIBE = {
    "Thunderbird": ByThunderbird,
    "Evolution": Evolution,
    "vdirsyncer": Vdirsyncer,
    "FullCalendar": FullCalendar,
}
TASKS = {
    "Thunderbird": ThunderbirdTasks,
    "Evolution": EvolutionTasks,
    "todoman": programs.TestVdirsyncerWithTodoman,
    "caldav 库": programs.TestCaldav,
}
OURS = {*CLIENTS, *KEEPERS, programs.TestCaldav, programs.TestVdirsyncerWithTodoman}


def rows(page):
    """(what, on what ground) of each line of a guide's table."""
    lines = (ROOT / "docs" / "zh" / page).read_text(encoding="utf-8").splitlines()
    table = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    assert table[0][-1] == "依据"
    return [(cells[0], cells[-1]) for cells in table[2:]]


def summaries():
    """The same of the page that every unit's page leads to."""
    text = HELP.read_text(encoding="utf-8")
    found = re.findall(r"<summary>(.*)（([^（）]*)）</summary>", text)
    assert len(found) == text.count("<summary>")
    return found


@pytest.mark.parametrize(
    ("told", "known"),
    [
        (rows("订阅.md"), SUBSCRIBE),
        (rows("手机任务.md"), TASKS),
        (summaries(), SUBSCRIBE),
    ],
    ids=["the guide to subscribing", "the guide to tasks", "the page of help"],
)
def test_what_is_said_to_be_tried_is_tried_here_and_the_rest_is_not(told, known):
    assert len(told) > 5
    for what, ground in told:
        mark = re.match(f"{TRIED}|{READ}|{UNKNOWN}", ground)
        assert mark, (what, "says none of them")
        tried = [each for word, each in known.items() if word in what]
        assert bool(tried) == (mark[0] == TRIED), what
        assert set(tried) <= OURS, what
    assert {mark[:2] for _what, mark in told} >= {TRIED[:2], READ[:2]}
