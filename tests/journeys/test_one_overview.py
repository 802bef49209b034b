"""One county's figures, asked of the command, the check, the index, the page, the board, the paper.

The story and its figures are worked out by hand in overviews.py.
"""

import datetime as dt
import io
import json
import re
import shutil
from collections import Counter

import pytest
from openpyxl import load_workbook
from overviews import AS_OF, tell_story, write

from cadence.core import STATUSES, Done

BY_HAND = {
    "overdue": 4, "late": 2, "done": 2, "claimed": 1, "due_soon": 1, "extended": 1, "waived": 1,
}  # fmt: skip
UNIT_IDS = {"east": "东镇", "west": "西乡"}
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
    for row in rows:  # and so does each unit's own page
        (unit,) = [each for each in UNIT_IDS if UNIT_IDS[each] == row[0]]
        page = built(f"units/ceshi/{unit}.html").decode()
        ((overdue,), (share,)) = (
            re.findall(r"<b>([\d/]+)</b> <span>" + words, page)
            for words in ("逾期未办", "按时/应办")
        )
        assert (int(overdue), share) == (row[1], row[-1].partition("，")[0])


def test_what_was_settled_late_from_last_year_counts_nowhere(built, here):
    carried = "ceshi/story:rule-d:2025-10-31@ceshi/east"
    ran = here("done", carried, "--on", "2026-11-20", "--evidence", "会议纪要〔2026〕9号")
    assert ran.returncode == 0, ran.stderr
    here("build", *AS_OF)
    after = BY_HAND | {"overdue": 3}
    board = built("check/ceshi.html").decode()
    assert shown(built("check/ceshi/overview.html").decode()) == after
    assert board_total(board) == after
    totals = json.loads(here("overview", *AS_OF, "--format", "json").stdout)["totals"]
    *_rows, rate = re.findall(r'<td class="rate">([^<]*)</td>', board)
    assert rate == f"{totals['done']}/{totals['owed']}"


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


def test_in_january_the_index_and_the_command_tell_the_same_of_the_week(
    built, here, workspace_folder
):
    f = "ceshi/story:rule-f:2026-11-16@ceshi/east"
    late = Done(occurrence=f, on=dt.date(2026, 12, 30), evidence="会议纪要〔2026〕9号")
    write(workspace_folder, ("2027-01-04 09:00", late))
    asked = ("--as-of", "2027-01-05 10:00")
    here("build", *asked)
    since = json.loads(here("overview", *asked, "--format", "json").stdout)["since"]
    assert since["cleared"] == [f]
    html = built("index.html").decode()
    text = here("overview", *asked).stdout
    (balance,) = re.findall(r"12月29日逾期\d+项，现在\d+项", text)
    assert balance in html
    assert "逾期后办结1项（东镇）" in html
    assert "逾期后办结1项（东镇）" in text


def test_a_place_in_which_nothing_is_owed_stands_after_those_with_figures(
    built, here, workspace_folder
):
    rules = workspace_folder / "rules"
    (rules / "aaa").mkdir()
    roster = "name: 全国\noffice: 部\nunits:\n  - {id: east, name: 部}\n"
    (rules / "aaa" / "units.yaml").write_text(roster, encoding="utf-8")
    assert here("build", *AS_OF).returncode == 0
    html = built("index.html").decode()
    assert re.findall(r'<section class="place" id="(\w+)"', html) == ["ceshi", "aaa"]
    assert "各地方完成情况" not in html  # there is one to compare
    assert not (workspace_folder / "out/check/aaa/overview.html").exists()
    assert "check/aaa/overview.html" not in html


def test_several_places_stand_by_what_is_overdue_in_them(built, here, workspace_folder):
    rules = workspace_folder / "rules"
    shutil.copytree(rules / "ceshi", rules / "abc")  # with a ledger of its own: nothing is recorded
    for file in (rules / "abc").iterdir():
        file.write_text(file.read_text("utf-8").replace("测试县", "另一县"), "utf-8")
    assert here("build", *AS_OF).returncode == 0
    html = built("index.html").decode()
    table = html[html.index("各地方完成情况") : html.index("</table>")]
    assert re.findall(r'<a href="#(\w+)">', table) == ["abc", "ceshi"]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", table))
    # Nothing of abc is recorded: a to f, i to n are missed; l and k by their own days.
    assert re.search(r"另一县 ✕ ?12 386天 0 0/12，0%", words)
    assert re.search(r"测试县 ✕ ?4 386天 2 2/10，20%", words)
