"""A year's plan at the command: draft, accept, extend, release, replan; page, feed, paper agree."""

import json
import re
from datetime import datetime

import pytest
from icalendar import Calendar

from cadence.occurrences.event_chains import moment_words

ABSENT = """\
tracking_from: 2030-01-01
absences:
  - {post: deputy, start: 2027-05-01, due: 2027-05-31, reason: 党校学习}
"""
AS_OF = ("--as-of", "2026-11-27 09:00")


def policy(folder, text):
    (folder / "rules" / "ceshi" / "policy.yaml").write_text(text, encoding="utf-8")


def planned(here, *more):
    ran = here("plan", "year", "2027", *AS_OF, "--format", "json", *more)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout), ran.stderr


def moments(value):
    return {one: each["at"] for each in value["meetings"] for one in each["occurrences"]}


def test_every_meeting_of_the_year_is_drafted_inside_its_window(here):
    value, said = planned(here)
    assert (value["year"], value["place"], value["unplaced"]) == (2027, "ceshi", [])
    found = moments(value)
    assert len(found) == 2 * 12 + 4
    may = found["ceshi/notice:monthly-meeting:2027-05@ceshi/east"]
    assert may[:7] == "2027-05"
    assert may[10:] in {"T09:00:00+08:00", "T14:30:00+08:00"}
    assert "求解器排定" in said
    assert here("plan", "show", "--format", "json").stdout.strip() == "[]"


def test_the_leading_post_presides_and_is_nowhere_twice(here):
    value, _said = planned(here)
    monthly = [each for each in value["meetings"] if "monthly" in each["occurrences"][0]]
    assert {each["chair"] for each in monthly} == {"deputy"}
    assert len({each["at"] for each in monthly}) == len(monthly)


def test_a_month_of_absence_is_named_with_what_frees_it(here, workspace_folder):
    policy(workspace_folder, ABSENT)
    value, said = planned(here)
    assert [each["occurrence"] for each in value["unplaced"]] == [
        f"ceshi/notice:monthly-meeting:2027-05@ceshi/{town}" for town in ("east", "west")
    ]
    assert value["unplaced"][0]["blocked_by"] == ["常务副县长缺席"]
    assert "常务副县长到会即可" in value["unplaced"][0]["frees"]
    (told,) = (each for each in said.splitlines() if "无法安排" in each)
    assert "：常务副县长5月缺席：2个会议无法安排（" in told
    assert re.search(r"；放开其中一天（5月\d+日）即可$", told)


def test_what_was_out_and_can_be_held_no_more_is_named_with_the_day_it_had(here, workspace_folder):
    planned(here)
    assert here("plan", "accept", "2027", *AS_OF).returncode == 0
    policy(workspace_folder, ABSENT)
    value, said = planned(here)
    held, all_of_them = len(value["meetings"]), len(value["meetings"]) + len(value["unplaced"])
    assert f"：会议{all_of_them}个，排下{held}个。" in said
    had = r"（原定2027年5月\d+日（周.）\d\d:\d\d）"
    assert re.search(rf"：无法安排：东镇“召开安全专题会议”{had}，因常务副县长缺席", said)


def test_an_unannounced_year_is_planned_provisionally_and_never_on_a_statutory_day(here):
    value, _said = planned(here)
    assert all(each["provisional"] for each in value["meetings"])
    days = {each["at"][:10] for each in value["meetings"]}
    assert not days & {"2027-01-01", "2027-05-01", "2027-10-01", "2027-10-02", "2027-02-06"}
    assert all(datetime.fromisoformat(each).isoweekday() <= 5 for each in days)


def test_without_a_solver_it_says_that_it_is_greedy(here):
    value, said = planned(here, "--greedy")
    assert value["method"] == "greedy"
    assert "逐个排定" in said


def test_a_kept_month_is_left_alone(here):
    value, _said = planned(here, "--keep", "2027-05")
    assert planned(here, "--keep", "2027年5月")[0] == value  # as officials write it
    assert {each["occurrence"][-30:] for each in value["unplaced"]} != set()
    assert not [each for each in value["meetings"] if each["at"].startswith("2027-05")]
    refused = here("plan", "year", "2027", "--keep", "5月")
    assert refused.returncode == 2
    assert "is not a month" in refused.stderr


def test_nothing_is_accepted_without_a_draft(here):
    refused = here("plan", "accept", "2027", *AS_OF)
    assert refused.returncode == 2
    assert "cadence plan year 2027" in refused.stderr


def test_a_draft_that_does_not_fit_any_more_is_refused_whole(here, workspace_folder):
    planned(here)
    policy(workspace_folder, ABSENT)
    refused = here("plan", "accept", "2027", *AS_OF)
    assert refused.returncode == 2
    assert "常务副县长缺席" in refused.stderr
    assert here("plan", "show", "--format", "json").stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("policy_text", "message"),
    [
        ("absences: [{post: nobody, start: 2027-05-01, due: 2027-05-02}]", "nobody"),
        ("absences: [{post: deputy, start: 2027-05-03, due: 2027-05-02}]", "upside down"),
        ("rooms: [{name: 三楼会议室, of: nobody}]", "nobody"),
        ("held: [{rules: ['ceshi/notice:monthly-meeting'], chair: nobody}]", "nobody"),
        ("held: [{rules: ['ceshi/notice:no-such-rule']}]", "no-such-rule"),
    ],
)
def test_what_the_roster_does_not_have_is_refused_with_its_name(
    here, workspace_folder, policy_text, message
):
    policy(workspace_folder, policy_text)
    refused = here("plan", "year", "2027", *AS_OF)
    assert refused.returncode == 2
    assert message in refused.stderr


def test_units_that_the_office_lets_sit_together_sit_together_once(here, workspace_folder):
    text = "held: [{rules: ['ceshi/notice:monthly-meeting'], joint: yes, minutes: 90}]"
    policy(workspace_folder, text)
    value, _said = planned(here)
    joint = [each for each in value["meetings"] if len(each["occurrences"]) == 2]
    assert len(joint) == 12
    assert {each["minutes"] for each in joint} == {90}
    assert here("plan", "accept", "2027", *AS_OF).returncode == 0
    ran = here("conflicts", "--from", "2027-01-01", "--to", "2027-12-31", "--format", "json")
    assert "double_booked" not in {each["code"] for each in json.loads(ran.stdout)}


def test_accepted_extended_released_and_replanned_page_feed_paper_and_table_agree(
    here, workspace_folder
):
    value, _said = planned(here)
    assert here("plan", "accept", "2027", *AS_OF).returncode == 0
    again, said = planned(here)
    assert moments(again) == moments(value)
    assert "改期" not in said

    may = "ceshi/notice:monthly-meeting:2027-05@ceshi/east"
    june = "ceshi/notice:monthly-meeting:2027-06@ceshi/east"
    january = "ceshi/notice:monthly-meeting:2027-01@ceshi/east"
    given = ("--document", "测政办〔2027〕3号", "--by", "县委主要负责人")
    assert here("extend", may, "--to", "2027-06-15", *given).returncode == 0
    assert here("waive", january, *given).returncode == 0
    policy(workspace_folder, ABSENT)
    moved, said = planned(here)
    assert january not in moments(moved)
    assert moments(moved)[may] != moments(value)[may]
    assert moments(moved)[may].startswith("2027-06")
    assert moments(moved)[june] == moments(value)[june]
    assert "改期：东镇“召开安全专题会议”" in said
    assert "因常务副县长缺席" in said
    assert here("plan", "accept", "2027", *AS_OF).returncode == 0

    assert here("build").returncode == 0
    at = datetime.fromisoformat(moments(moved)[may])
    feed = workspace_folder / "out" / "feeds" / "ceshi" / "east.ics"
    begins = {
        each.decoded("dtstart") for each in Calendar.from_ical(feed.read_bytes()).walk("vevent")
    }
    assert at in begins
    page = (workspace_folder / "out" / "units" / "ceshi" / "east.html").read_text(encoding="utf-8")
    assert re.search(rf"<dt>定于\s*<dd>{re.escape(moment_words(at))}", page)
    paper = here("duty", "2027-05", "--unit", "east", "--format", "md")
    assert f"定于{at:%Y-%m-%d %H:%M}" in paper.stdout.replace("\n", "")
    ran = here("conflicts", "--from", "2027-01-01", "--to", "2027-12-31", "--format", "json")
    codes = {each["code"] for each in json.loads(ran.stdout)}
    assert "double_booked" not in codes


def test_a_picture_of_several_places_or_of_another_kind_is_refused(here, workspace_folder):
    file = workspace_folder / "year.html"
    assert here("plan", "year", "2027", *AS_OF, "-o", file).returncode == 0
    assert "2027年会议安排" in file.read_text(encoding="utf-8")
    refused = here("plan", "year", "2027", *AS_OF, "-o", workspace_folder / "year.png")
    assert refused.returncode == 2
    assert "a picture is .html or .pdf" in refused.stderr
