"""One story, asked of page, feed, check and duty table: they must say the same of it.

Each story is recorded by the commands that a clerk types; nothing is read from inside.
"""

import datetime as dt
from dataclasses import replace

import pytest
from stories import in_feed, in_list, lines_about, on_page, page_of, wrote

from cadence.core import Extension

REPORT = "ceshi/notice:report"


@pytest.fixture
def answers(tell, workspace_folder):
    """Ask all four of one occurrence, as one reader sees it."""

    def ask(occurrence, reader, as_of, month="2022-06"):
        year = as_of[:4]
        days = ("--from", f"{year}-01-01", "--to", f"{year}-12-31")
        tell("build", "--as-of", as_of, *days)
        out = workspace_folder / "out"
        return {
            "page": on_page(page_of(reader, workspace_folder), occurrence),
            "feed": in_feed((out / "feeds/ceshi" / f"{reader}.ics").read_bytes(), occurrence),
            "check": in_list(
                tell("check", "--all", "--as-of", as_of, "--from", "2022-01-01", "--to",
                     "2022-12-31", "--format", "json"), occurrence,
            ),
            "duty": in_list(
                tell("duty", month, "--as-of", as_of, "--format", "json"), occurrence
            ),
        }  # fmt: skip

    return ask


def test_a_duty_done_before_its_events_time_was_corrected_is_done_for_everybody(tell, answers):
    tell("event", "接到事故报告", "--at", "2022-06-20 14:20", "--unit", "east")
    early = f"{REPORT}:2022-06-20T14:20@ceshi/east"
    tell("done", early, "--on", "2022-06-20 18:00", "--evidence", "事故快报第3号")
    tell("event", "接到事故报告", "--at", "2022-06-20 13:50", "--unit", "east", "--corrects", "1")
    now = f"{REPORT}:2022-06-20T13:50@ceshi/east"
    found = answers(now, "east", "2022-06-25")
    assert found == dict.fromkeys(found, "已完成")


def test_a_leading_post_and_its_unit_say_the_same_of_one_units_clock(
    tell, answers, workspace_folder
):
    tell("event", "接到事故报告", "--at", "2022-06-20 14:20", "--unit", "east")
    late = f"{REPORT}:2022-06-20T14:20@ceshi/east"
    found = answers(late, "east", "2022-06-25 15:00")
    assert found == dict.fromkeys(found, "逾期")
    out = workspace_folder / "out"
    page = page_of("deputy", workspace_folder)
    shared = late.rpartition("@")[0]
    assert on_page(page, shared) == "逾期"
    assert "2个单位" not in lines_about(page, shared)[0]
    assert in_feed((out / "feeds/ceshi/deputy.ics").read_bytes(), shared) == "逾期"


WEST = "ceshi/notice:monthly-meeting:2022-06@ceshi/west"
GIVEN = Extension(
    occurrence=WEST, to=dt.date(2022, 7, 8), document="测安委办〔2022〕5号", by="主任"
)


def test_what_was_given_until_a_later_day_is_extended_for_everybody_and_late_after_it(
    answers, workspace_folder
):
    wrote(workspace_folder, GIVEN, "2022-06-30 17:00")
    found = answers(WEST, "west", "2022-07-02")
    assert found == dict.fromkeys(found, "已延期")
    found = answers(WEST, "west", "2022-07-09")
    assert found == dict.fromkeys(found, "逾期")


def test_an_approval_after_the_day_leaves_the_miss_for_everybody(tell, answers, workspace_folder):
    wrote(workspace_folder, GIVEN, "2022-07-01 09:00")
    found = answers(WEST, "west", "2022-07-02")
    assert found == dict.fromkeys(found, "逾期")
    tell("done", WEST, "--on", "2022-07-05", "--evidence", "会议纪要〔2022〕7号")
    found = answers(WEST, "west", "2022-07-09")
    assert found == dict.fromkeys(found, "逾期完成")


def test_what_last_year_left_undone_stays_shown_everywhere_in_the_new_one(tell, answers):
    found = answers(WEST, "west", "2023-01-02", "2023-01")
    assert found == dict.fromkeys(found, "逾期")
    tell("done", WEST, "--on", "2023-01-05", "--evidence", "会议纪要〔2023〕1号")
    found = answers(WEST, "west", "2023-01-09", "2023-01")
    assert found == dict.fromkeys(found, "逾期完成")


def test_what_was_given_into_the_next_year_stays_until_it_is_over_there(
    tell, answers, workspace_folder
):
    last = WEST.replace("2022-06", "2022-12")
    wrote(
        workspace_folder,
        replace(GIVEN, occurrence=last, to=dt.date(2023, 1, 20)),
        "2022-12-31 09:00",
    )
    found = answers(last, "west", "2023-01-16", "2023-01")
    assert found == dict.fromkeys(found, "已延期")
    tell("done", last, "--on", "2023-01-18", "--evidence", "会议纪要〔2023〕2号")
    found = answers(last, "west", "2023-01-19", "2023-01")
    assert found == dict.fromkeys(found, "已完成")


def test_what_one_meeting_discharged_is_done_for_everybody_and_for_both_duties(tell, answers):
    ids = [
        f"ceshi/notice:{rule}:2022-06@ceshi/east" for rule in ("monthly-meeting", "monthly-study")
    ]
    tell("done", ids[0], "--merged", "--on", "2022-06-17", "--evidence", "会议纪要〔2022〕6号")
    for each in ids:
        found = answers(each, "east", "2022-06-20")
        assert found == dict.fromkeys(found, "已完成")
    other = ids[0].replace("east", "west")
    found = answers(other, "west", "2022-07-03")
    assert found == dict.fromkeys(found, "逾期")
