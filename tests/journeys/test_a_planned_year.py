"""A year planned, extended, recorded and planned again: page, feed, paper and check agree.

Told by the commands that a clerk types, in 2022, whose days off are long known.
"""

import datetime as dt
import json

import pytest
from conftest import PACK, UNITS
from icalendar import Calendar
from stories import EVENTS, POLICY, RULES, in_feed, in_list, on_page, page_of, wrote

from cadence.core import SHANGHAI, Extension

YEAR = ("plan", "year", "2022", "--place", "ceshi", "--format", "json", "--as-of")
EAST_JUNE = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"
WEST_JUNE = "ceshi/notice:monthly-meeting:2022-06@ceshi/west"
EAST_JULY = "ceshi/notice:monthly-meeting:2022-07@ceshi/east"
STUDY_JULY = "ceshi/notice:monthly-study:2022-07@ceshi/east"


@pytest.fixture
def tell(here, workspace_folder):
    """The office of the story; what a command refuses ends it."""
    place = workspace_folder / "rules" / "ceshi"
    (place / "units.yaml").write_text(UNITS + EVENTS, encoding="utf-8")
    (place / "notice.yaml").write_text(PACK + RULES, encoding="utf-8")
    (place / "policy.yaml").write_text(POLICY, encoding="utf-8")

    def run(*arguments):
        ran = here(*arguments)
        assert ran.returncode in {0, 1}, ran.stderr
        return ran.stdout

    return run


def meetings(text):
    """By occurrence, the moment that a plan gives it."""
    return {one: each["at"] for each in json.loads(text)["meetings"] for one in each["occurrences"]}


def timed(folder, unit):
    """By the first act of an entry, when its meeting of July begins."""
    content = (folder / "out/feeds/ceshi" / f"{unit}.ics").read_bytes()
    return {
        str(each["summary"]): each.decoded("dtstart").astimezone(SHANGHAI).isoformat()
        for each in Calendar.from_ical(content).walk("VEVENT")
        if "-m" in each["uid"] and each.decoded("dtstart").strftime("%Y-%m") == "2022-07"
    }


def test_a_plan_that_is_accepted_extended_recorded_and_made_again_is_one_for_everybody(
    tell, workspace_folder
):
    # Written first: what is accepted below is recorded today, and a ledger never goes back.
    later = Extension(
        occurrence=WEST_JUNE, to=dt.date(2022, 7, 8), document="测安委办〔2022〕5号", by="主任"
    )
    wrote(workspace_folder, later, "2022-05-31 09:00")
    first = meetings(tell(*YEAR, "2022-06-01"))
    assert first[EAST_JULY] == first[STUDY_JULY]  # merged: one meeting
    tell("plan", "accept", "2022", "--as-of", "2022-06-01")

    tell("done", EAST_JUNE, "--merged", "--on", first[EAST_JUNE][:10], "--evidence", "会议纪要")

    away = first[EAST_JULY][:10]
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    absent = f"absences: [{{post: deputy, start: {away}, due: {away}}}]\n"
    policy.write_text(POLICY + absent, encoding="utf-8")
    again = json.loads(tell(*YEAR, "2022-06-30"))
    moved = [each for each in again["meetings"] if each["moved_from"]]
    assert [each["moved_from"] for each in moved] == [first[EAST_JULY]]
    assert {EAST_JULY, STUDY_JULY} == set(moved[0]["occurrences"])
    second = meetings(json.dumps(again))
    elsewhere = {one: at for one, at in second.items() if first.get(one) not in {None, at}}
    assert elsewhere == dict.fromkeys((EAST_JULY, STUDY_JULY), moved[0]["at"])
    assert EAST_JUNE not in second  # done is done
    tell("plan", "accept", "2022", "--as-of", "2022-06-30")

    # What everybody says of it afterwards.
    day = "2022-07-02"
    tell("build", "--as-of", day, "--from", "2022-01-01", "--to", "2022-12-31")
    new = moved[0]["at"]
    assert new in timed(workspace_folder, "east").values()
    assert new in timed(workspace_folder, "deputy").values()
    shown = f"{new[:10]} {new[11:16]}"
    paper = tell("duty", "2022-07", "--unit", "east", "--as-of", day, "--format", "md")
    assert f"定于{shown}" in paper
    assert shown in {
        each["at"][:16].replace("T", " ")
        for each in json.loads(tell("plan", "show", EAST_JULY, "--format", "json"))
        if each["state"] == "现行"
    }
    html = page_of("east", workspace_folder)
    assert new[11:16] in html
    for occurrence, reader, state in (
        (EAST_JUNE, "east", "已完成"),
        (WEST_JUNE, "west", "已延期"),
    ):
        feed = (workspace_folder / "out/feeds/ceshi" / f"{reader}.ics").read_bytes()
        listed = tell("check", "--all", "--as-of", day, "--from", "2022-01-01", "--to",
                      "2022-12-31", "--format", "json")  # fmt: skip
        paper = tell("duty", "2022-06", "--as-of", day, "--format", "json")
        assert [
            on_page(page_of(reader, workspace_folder), occurrence),
            in_feed(feed, occurrence),
            in_list(listed, occurrence),
            in_list(paper, occurrence),
        ] == [state] * 4
    found = json.loads(tell("conflicts", "--as-of", day, "--format", "json"))
    of_plans = [each for each in found if each["code"].startswith(("plan_", "double_", "merge_"))]
    # West's day in June went by without a record; of what was moved or done nothing is wrong.
    assert {(each["code"], each["unit"]) for each in of_plans} == {("plan_gone", "west")}
