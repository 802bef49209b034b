"""`cadence overview`: figures worked out by hand (overviews.py), and the check's own."""

import csv
import io
import json
from collections import Counter

import pytest
from overviews import AS_OF, given, id_of, moment, tell_story, write

from cadence.core import Event, Reversal

EVENTS = """\
events:
  - {id: accident, name: 事故发生}
"""
CLOCK = """\
  - id: call
    clause: 二/1
    quote: 事故发生后24小时内上报
    act: 上报事故
    category: accident
    timing: {kind: trigger, event: 事故发生, offset: PT24H}
    actors: [东镇]
"""
COUNTS = ("owed", "done", "late", "overdue", "due_soon", "waived", "extended")


@pytest.fixture
def told(here, workspace_folder):
    tell_story(workspace_folder)

    def run(*arguments, form="json"):
        ran = here("overview", *AS_OF, *arguments, "--format", form)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout) if form == "json" else ran.stdout

    return run


def figures(row):
    return tuple(row[each] for each in COUNTS)


def test_the_totals_are_those_worked_out_by_hand(told):
    found = told()
    totals = found["totals"]
    #                          owed done late overdue due_soon waived extended
    assert figures(totals) == (10, 2, 2, 4, 1, 1, 1)
    assert (totals["claimed"], totals["open"], totals["untracked"]) == (1, 1, 0)
    assert (totals["completed"], totals["moved"]) == (4, 1)
    assert (totals["on_time"], totals["completion"]) == (0.2, 0.4)
    assert (totals["oldest_overdue"], totals["longest_overdue"]) == ("2025-10-31", 386)
    assert found["as_of"] == "2026-11-21T10:00:00+08:00"


def test_rows_stand_by_what_is_overdue_and_since_when(told):
    east, west = told()["rows"]
    assert (east["key"], east["name"]) == ("ceshi/east", "东镇")
    assert figures(east) == (6, 1, 2, 3, 0, 0, 0)
    assert figures(west) == (4, 1, 0, 1, 1, 1, 1)
    assert (east["on_time"], west["on_time"]) == (0.1667, 0.25)
    assert (east["few"], west["few"]) == (False, True)
    assert west["oldest_overdue"] == "2026-09-30"  # what was approved after the miss moves nothing


def test_what_is_missed_is_named_longest_first_with_the_post_that_leads(told):
    missed = told()["missed"]
    assert [each["id"] for each in missed] == [id_of(each) for each in "dclf"]
    assert [each["days_late"] for each in missed] == [386, 144, 52, 5]
    text = told(form="table")
    line = next(each for each in text.splitlines() if "办理D项" in each)
    assert line.split() == [
        "东镇", "办理D项", "2025-10-31", "386天", "常务副县长", "测安委〔2025〕1号", "一/4",
    ]  # fmt: skip


def test_months_are_those_of_the_days_that_the_text_sets(told):
    found = told("--by", "month")
    assert [each["key"] for each in found["rows"]] == [each["month"] for each in found["months"]]
    months = {each["month"]: each for each in found["months"]}
    assert figures(months["2026-08"]) == (1, 1, 0, 0, 0, 0, 0)  # k, done in September
    assert figures(months["2026-10"]) == (1, 0, 0, 0, 0, 0, 1)  # j, given until December
    assert figures(months["2026-11"]) == (2, 0, 1, 1, 1, 0, 0)  # e, f, h
    assert figures(months["2025-10"]) == (1, 0, 0, 1, 0, 0, 0)  # d, carried over
    before = {each["month"]: figures(each) for each in found["last_year"]}
    assert before == {"2025-10": (1, 0, 0, 1, 0, 0, 0), "2025-11": (1, 1, 0, 0, 0, 0, 0)}
    lines = [each.split() for each in told(form="text").splitlines()]
    assert ["11月（未完）", "2", "1", "0", "50%", "0%", "1/1，100%，项数少"] in lines


def test_a_week_ago_is_judged_by_what_was_known_then(told):
    since = told()["since"]
    assert since["at"] == "2026-11-14T00:00:00+08:00"
    assert since["overdue"] == 4  # c, d, e, l
    assert (since["missed"], since["cleared"]) == ([id_of("f")], [id_of("e")])
    assert (since["settled"], since["approved"]) == (1, [])
    assert told("--known-at", "2026-11-17")["since"]["cleared"] == []
    text = told(form="table")
    assert "11月14日逾期4项，现在4项" in text
    assert "逾期后办结1项（东镇）" in text


@pytest.mark.parametrize("asked", [(), ("--unit", "west"), ("--from", "2026-01-01")])
def test_every_count_is_the_checks(told, here, asked):
    totals = told(*asked)["totals"]
    listed = json.loads(here("check", *AS_OF, *asked, "--all", "--format", "json").stdout)
    counts = Counter(each["status"] for each in listed)
    assert {each: totals[each] for each in counts} == counts
    assert sum(counts.values()) == sum(totals[each] for each in (*COUNTS[1:], "claimed", "open"))


def test_documents_and_posts_have_rows_of_their_own(told):
    (document,) = told("--by", "document")["rows"]
    assert (document["key"], document["overdue"]) == ("ceshi/story", 4)
    assert told("--by", "post")["rows"] == []  # the post leads and owes nothing itself


def test_a_sheet_of_the_rows_opens_in_a_spreadsheet(told):
    text = told(form="csv")
    assert text.startswith("\ufeff")
    heads, east, _west = csv.reader(io.StringIO(text[1:]))
    assert dict(zip(heads, east, strict=True))["按时/应办"] == "1/6，16%"


def test_a_place_without_anything_recorded_says_so_and_shows_no_share(here, workspace_folder):
    ran = here("overview", "--as-of", "2026-11-21", "--format", "json")
    found = json.loads(ran.stdout)
    assert (found["totals"]["owed"], found["totals"]["on_time"]) == (0, None)
    assert found["missed"] == []
    assert "没有" not in ran.stderr
    assert not (workspace_folder / "ledger.sqlite").exists()


def test_a_filter_that_names_nobody_is_refused(here):
    ran = here("overview", "--unit", "nowhere")
    assert ran.returncode == 2


def test_what_was_taken_back_this_week_is_missed_anew(told, workspace_folder):
    write(workspace_folder, ("2026-11-19 09:00", Reversal(number=2, reason="不是这一项")))
    found = told()
    assert set(found["since"]["missed"]) == {id_of("a"), id_of("f")}
    assert id_of("a") in [each["id"] for each in found["missed"]]
    assert found["since"]["overdue"] == 4


def test_a_decision_of_this_week_is_told_and_one_after_the_miss_clears_nothing(
    told, workspace_folder
):
    write(
        workspace_folder,
        ("2026-11-19 09:00", given("h", "2026-12-20")),
        ("2026-11-20 09:00", given("f", "2026-12-20")),
    )
    found = told()
    assert [each["occurrence"] for each in found["since"]["approved"]] == [id_of("f"), id_of("h")]
    assert figures(found["totals"]) == (10, 2, 2, 4, 0, 1, 2)
    text = told(form="table")
    assert "西乡办理H项：延至2026-12-20，测安委办〔2026〕3号" in text
    assert "东镇办理F项：延至2026-12-20，测安委办〔2026〕3号，逾期后批准，不消除逾期" in text


def test_an_event_of_this_week_brings_its_clock_as_new_and_is_told(told, workspace_folder):
    units = workspace_folder / "rules" / "ceshi" / "units.yaml"
    units.write_text(units.read_text("utf-8") + EVENTS, "utf-8")
    story = workspace_folder / "rules" / "ceshi" / "story.yaml"
    story.write_text(story.read_text("utf-8") + CLOCK, "utf-8")
    happened = Event(name="事故发生", at=moment("2026-11-10 08:00"), unit="ceshi/east")
    write(workspace_folder, ("2026-11-19 09:00", happened))
    found = told()
    # The clock ran out before that week began, but nobody knew of the accident then.
    assert "ceshi/story:call:2026-11-10T08:00@ceshi/east" in found["since"]["missed"]
    assert found["since"]["overdue"] == 4
    assert found["since"]["events"] == ["事故发生"]


def test_last_year_is_compared_where_it_is_asked_about_itself(told):
    lines = [each.split() for each in told("--from", "2025-01-01", form="text").splitlines()]
    assert ["10月", "1", "0", "0", "0%", "0%", "0/1，0%，项数少"] in lines
    assert ["11月（未完）", "2", "1", "0", "50%", "0%", "1/1，100%，项数少"] in lines
