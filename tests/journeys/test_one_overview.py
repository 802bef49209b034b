"""One county's figures, asked of the command, the check, the index, the page, the board, the paper.

The story and its figures are worked out by hand in overviews.py.
"""

import io
import json
import re
from collections import Counter

import pytest
from openpyxl import load_workbook
from overviews import AS_OF, tell_story

from cadence.core import STATUSES

BY_HAND = {
    "overdue": 4, "late": 2, "done": 2, "claimed": 1, "due_soon": 1, "extended": 1, "waived": 1,
}  # fmt: skip
WORDS = {"按时完成": "done"} | {words: status for status, words in STATUSES.items()}


@pytest.fixture
def built(here, workspace_folder):
    tell_story(workspace_folder)
    assert here("build", *AS_OF).returncode == 0

    def read(name):
        return (workspace_folder / "out" / name).read_bytes()

    return read


def shown(html):
    """The counts that a page begins with, those that are not owed or done altogether left out."""
    found = re.findall(r"<b>(\d+)</b><small>(?:<i[^>]*>.</i> )?([^<]*)</small>", html)
    return {WORDS[words]: int(number) for number, words in found if words in WORDS}


def board_total(html):
    (words,) = re.findall(r'title="合计：([^"]*)"', html)
    found = re.findall(r"([^、\d]+)(\d+)项", words)
    return {WORDS[name]: int(number) for name, number in found if WORDS[name] in BY_HAND}


def test_everybody_counts_the_same(built, here):
    listed = json.loads(here("check", *AS_OF, "--all", "--format", "json").stdout)
    counts = Counter(each["status"] for each in listed)
    totals = json.loads(here("overview", *AS_OF, "--format", "json").stdout)["totals"]
    book = load_workbook(io.BytesIO(built("check/ceshi/overview.xlsx")))
    rows = [row for row in book["各单位"].iter_rows(min_row=5, values_only=True) if row[0]]
    assert {each: counts[each] for each in BY_HAND} == BY_HAND
    assert {each: totals[each] for each in BY_HAND} == BY_HAND
    assert shown(built("index.html").decode()) == BY_HAND
    assert shown(built("check/ceshi/overview.html").decode()) == BY_HAND
    assert board_total(built("check/ceshi.html").decode()) == BY_HAND
    assert sum(row[1] for row in rows) == BY_HAND["overdue"]


def test_every_way_from_the_index_and_the_overview_leads_somewhere(built, workspace_folder):
    out = workspace_folder / "out"
    for name in ("index.html", "check/ceshi/overview.html"):
        html = built(name).decode()
        ids = set(re.findall(r'\bid="([^"]+)"', html))
        for way in re.findall(r'href="([^"]+)"', html):
            file, _hash, tag = way.partition("#")
            if way.startswith("data:"):
                continue
            assert not file or (out / name).parent.joinpath(file).exists(), way
            assert file or tag in ids, way


def test_what_is_recorded_on_monday_shows_everywhere_after_the_next_build(built, here):
    late = "ceshi/story:rule-f:2026-11-16@ceshi/east"
    ran = here("done", late, "--on", "2026-11-21", "--evidence", "会议纪要〔2026〕9号")
    assert ran.returncode == 0, ran.stderr
    here("build", *AS_OF)
    after = BY_HAND | {"overdue": 3, "late": 3}
    assert shown(built("index.html").decode()) == after
    assert board_total(built("check/ceshi.html").decode()) == after


def test_a_place_that_leaves_takes_its_overview_with_it(built, here, workspace_folder):
    file = workspace_folder / "out" / "check" / "gone" / "overview.html"
    file.parent.mkdir(parents=True)
    file.write_text("x", encoding="utf-8")
    here("build", *AS_OF)
    assert not file.exists()
    assert built("check/ceshi/overview.html")
