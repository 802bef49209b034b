"""What a place says of its year: who attends, whose room, how many seats, what is planned."""

import datetime as dt

import pytest
import scenes
from conftest import UNITS

from cadence.conflicts.year.gather import is_planned, year_of
from cadence.core.dates import SHANGHAI, Span
from cadence.rules import read_workspace

NOW = dt.datetime(2026, 11, 27, 9, tzinfo=SHANGHAI)
MONTHLY = "ceshi/notice:monthly-meeting"


@pytest.fixture
def gathered(workspace_folder):
    def gather(policy="", units=UNITS):
        place = workspace_folder / "rules" / "ceshi"
        (place / "policy.yaml").write_text(f"grace_days: 0\n{policy}", encoding="utf-8")
        (place / "units.yaml").write_text(units, encoding="utf-8")
        workspace = read_workspace(workspace_folder)
        span = Span(dt.date(2027, 1, 1), dt.date(2027, 12, 31))
        (scene,) = scenes.read(workspace, span=span, as_of=NOW)
        return year_of(scene, 2027)

    return gather


def monthly(year):
    return [each for each in year.meetings if each.rule == MONTHLY]


def test_who_leads_by_the_text_attends_and_presides_unless_the_office_says_nobody_does(gathered):
    assert {each.chair for each in monthly(gathered())} == {"ceshi/deputy"}
    held = f"held: [{{rules: ['{MONTHLY}'], attend: []}}]"
    assert {each.people for each in monthly(gathered(held))} == {("ceshi/east",), ("ceshi/west",)}


def test_the_office_names_who_presides_and_who_attends(gathered):
    held = f"held: [{{rules: ['{MONTHLY}'], chair: secretary, attend: [deputy]}}]"
    (first, *_rest) = monthly(gathered(held))
    assert (first.chair, first.attend) == ("ceshi/secretary", ("ceshi/deputy",))


def test_a_room_that_stands_nowhere_is_each_units_own_and_a_listed_one_is_its_owners(gathered):
    held = f"held: [{{rules: ['{MONTHLY}'], room: 三楼会议室}}]\n"
    own = {each.place for each in monthly(gathered(held))}
    assert len(own) == 2
    rooms = "rooms: [{name: 县委会议室, of: county, also: [三楼会议室]}]"
    assert len({each.place for each in monthly(gathered(held + rooms))}) == 1


def test_a_named_seat_is_a_post_of_its_own_with_its_own_absences(gathered):
    two = UNITS.replace(
        "name: 常务副县长, of: county",
        "name: 副县长, also: [常务副县长], of: county, seats: {A: 分管交通, B: 分管工业}",
    )
    held = f"held: [{{rules: ['{MONTHLY}'], chair: deputy-b, attend: []}}]\n"
    absent = "absences: [{post: deputy-a, start: 2027-05-03, due: 2027-05-03}]"
    year = gathered(held + absent, two)
    day = dt.date(2027, 5, 3).toordinal()
    assert {each.chair for each in monthly(year)} == {"ceshi/deputy-b"}
    assert year.name("ceshi/deputy-b") == "副县长B"
    assert (year.seats_of("ceshi/deputy-a", day), year.seats_of("ceshi/deputy-b", day)) == (0, 1)


def test_seats_stand_in_the_roster_and_an_absence_takes_all_or_some_of_them(gathered):
    four = UNITS.replace("name: 常务副县长, of: county", "name: 常务副县长, of: county, seats: 4")
    absent = "absences: [{post: deputy, start: 2027-05-03, due: 2027-05-03, seats: 1}]"
    year = gathered(absent, four)
    day = dt.date(2027, 5, 3).toordinal()
    assert year.seats_of("ceshi/deputy", day) == 3
    assert year.seats_of("ceshi/deputy", day + 1) == 4
    assert gathered(absent.replace(", seats: 1", ""), four).seats_of("ceshi/deputy", day) == 0


def test_meetings_are_planned_and_what_is_only_handed_in_is_not(gathered, workspace_folder):
    gathered()
    (pack,) = read_workspace(workspace_folder).packs
    policy = read_workspace(workspace_folder).policies["ceshi"]
    planned = {each.id for each in pack.rules if is_planned(each, policy)}
    assert planned == {"monthly-meeting", "quarterly-standing-committee"}
