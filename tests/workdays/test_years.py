"""Worked, off, made up, or not announced; and whose word wins."""

from datetime import date, timedelta

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from notice_text import NOTICE

from cadence.core.errors import InputError
from cadence.core.occurrence import Advice
from cadence.rules.workspace import read_calendar, read_workspace
from cadence.workdays.advices import advise, adviser, nearest_worked
from cadence.workdays.notices import parse_notice
from cadence.workdays.years import Holiday, days_of_year, looker

D = date.fromisoformat
ANNOUNCED = st.dates(D("2004-01-15"), D("2026-12-28"))
SNOW = Holiday(
    name="暴雪停工", off=(D("2026-01-20"),), worked=(D("2026-05-01"),), document="测政〔2026〕1号"
)


def notice():
    return parse_notice(NOTICE, "notice.txt")[0]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-09-18", "worked"),
        ("2026-09-19", "off"),  # a Saturday
        ("2026-09-20", "make_up"),  # a Sunday worked for National Day
        ("2026-10-01", "off"),
        ("2027-01-04", None),
        ("2003-12-31", None),
    ],
)
def test_a_day_is_worked_off_made_up_or_not_announced(day, state):
    assert looker()(D(day)).state == state


def test_a_notice_read_here_settles_its_year_and_says_where_it_is_written():
    look = looker([notice()])
    assert look(D("2027-01-01")).source == "国办发明电〔2026〕9号"
    assert look(D("2027-01-31")).state == "make_up"
    assert look(D("2027-02-12")).state == "worked"
    assert look(D("2028-01-04")).state is None


def test_a_notice_read_here_wins_over_the_package_for_its_whole_year():
    bare = Holiday(name="元旦", off=(D("2026-01-01"),), worked=(), document="x")
    look = looker([notice().__class__(year=2026, document="x", holidays=(bare,))])
    assert look(D("2026-01-02")).state == "worked"  # the package has it off
    assert look(D("2025-10-01")).state == "off"


def test_a_places_own_changes_win_over_both():
    look = looker([], [SNOW])
    assert look(D("2026-01-20")).state == "off"
    assert look(D("2026-05-01")).state == "worked"
    assert look(D("2026-05-01")).source == "测政〔2026〕1号"
    assert adviser(look)(D("2026-01-20")).day == D("2026-01-19")
    works = Holiday(name="防汛", off=(), worked=(D("2027-05-03"),), document="x")
    assert looker([notice()], [works])(D("2027-05-03")).state == "worked"


def test_advice_is_the_last_working_day_on_or_before_and_the_first_on_or_after():
    found = advise(D("2026-10-04"))
    assert (found.day, found.forward, found.provisional) == (
        D("2026-09-30"),
        D("2026-10-08"),
        False,
    )
    found = advise(D("2026-09-20"))  # made up: worked
    assert (found.day, found.forward) == (D("2026-09-20"), D("2026-09-20"))


def test_the_end_of_december_waits_for_the_notice_to_come():
    assert advise(D("2026-12-28")).provisional is False
    found = advise(D("2026-12-31"))
    assert (found.day, found.provisional) == (D("2026-12-31"), True)
    assert adviser(looker([notice()]))(D("2026-12-31")).provisional is False
    assert advise(D("2018-12-31")).day == D("2018-12-29")  # a Saturday made up for that Monday


def test_no_notice_has_ever_moved_an_earlier_day_of_december():
    from chinese_calendar.constants import holidays, workdays

    moved = {day for day in (*holidays, *workdays) if day.month == 12}
    assert min(day.day for day in moved) == 29


def test_the_december_before_follows_the_notice_that_moves_it():
    change = Holiday(name="元旦", off=(D("2026-12-31"),), worked=(D("2026-12-27"),), document="x")
    look = looker([notice().__class__(year=2027, document="x", holidays=(change,))])
    assert look(D("2026-12-31")).state == "off"
    assert look(D("2026-12-27")).state == "make_up"
    assert look(D("2026-12-25")).state == "worked"


def test_a_rest_of_any_length_ends():
    days = tuple(D("2026-03-01") + timedelta(n) for n in range(120))
    look = looker([], [Holiday(name="停工", off=days, worked=(), document="x")])
    assert adviser(look)(D("2026-06-28")).day == D("2026-02-28")  # made up


@given(ANNOUNCED)
def test_the_advised_day_is_worked_and_no_worked_day_lies_between(due):
    look, found = looker(), advise(due)
    assert found.day <= due <= found.forward
    assert look(found.day).is_worked
    assert look(found.forward).is_worked
    between = [found.day + timedelta(n) for n in range(1, (found.forward - found.day).days)]
    assert not any(look(day).is_worked for day in between)


@given(st.dates(D("2027-02-01"), D("9998-12-31")))
def test_past_the_announced_years_nothing_is_guessed(due):
    found = advise(due)
    assert (found.day, found.provisional, found.forward) == (None, True, None)


def by_walking(look, due):
    before, settled = nearest_worked(look, due, -1)
    forward, _settled = nearest_worked(look, due, 1)
    return Advice(day=before, provisional=not settled, forward=forward)


def test_advice_worked_out_a_year_at_a_time_is_what_walking_from_day_to_day_gives():
    own = notice()
    storm = Holiday(
        name="暴雪停工", off=(D("2026-12-30"), D("2026-12-31")), worked=(), document="x"
    )
    islet = Holiday(name="x", off=(D("2029-05-02"),), worked=(D("2029-05-01"),), document="x")
    for look in (looker(), looker([own]), looker([own], [storm]), looker([], [storm, islet])):
        for asked in (look, lambda day, look=look: look(day)):  # as ours, and as anybody's
            advise = adviser(asked)
            for number in range(D("2017-12-20").toordinal(), D("2029-06-01").toordinal()):
                due = date.fromordinal(number)
                assert advise(due) == by_walking(look, due), due


def test_the_first_and_the_last_day_there_are_do_no_harm():
    for day in (date.min, date.max):
        assert advise(day).day is None


def test_a_year_has_its_days():
    assert len(days_of_year(looker(), 2024)) == 366
    assert sum(day.is_worked for day in days_of_year(looker(), 2026)) == 248


# --- the files ---


def put(folder, name, text):
    file = folder / "rules" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


YEAR = """\
year: 2027
document: 国办发明电〔2026〕9号
holidays:
  - name: 元旦
    off: [2027-01-01, 2027-01-02, 2027-01-03]
    worked: [2027-01-09]
"""
CHANGES = """\
changes:
  - {name: 暴雪停工, off: [2026-01-20], document: 测政明电〔2026〕1号}
"""


def test_the_calendar_is_no_place(workspace_folder):
    put(workspace_folder, "calendar/2027.yaml", YEAR)
    put(workspace_folder, "ceshi/calendar.yaml", CHANGES)
    workspace = read_workspace(workspace_folder)
    assert list(workspace.rosters) == ["ceshi"]
    assert [pack.name for pack in workspace.packs] == ["ceshi/notice"]
    assert workspace.advise("ceshi")(D("2027-01-03")).day == D("2026-12-31")
    assert workspace.advise("ceshi")(D("2026-01-20")).day == D("2026-01-19")
    assert read_calendar(workspace_folder, None)(D("2026-01-20")).state == "worked"


def test_a_later_decree_is_named_as_the_source_of_its_days(workspace_folder):
    decree = "  - {name: 元旦, off: [2027-01-04], document: 国办发明电〔2027〕1号}\n"
    put(workspace_folder, "calendar/2027.yaml", YEAR + decree)
    look = read_calendar(workspace_folder, None)
    assert look(D("2027-01-03")).source == "国办发明电〔2026〕9号"
    assert look(D("2027-01-04")).source == "国办发明电〔2027〕1号"


FAULTY_YEARS = {
    "unknown key": ("document:", "documnt:", '2027.yaml:2:1: unknown key "documnt"; did you mean'),
    "not its year": ("year: 2027", "year: 2026", "the year 2026 belongs into 2026.yaml"),
    "twice": ("[2027-01-09]", "[2027-01-03]", "2027.yaml:6:14: 2027-01-03 is named twice"),
    "a weekday": ("[2027-01-09]", "[2027-01-08]", "2027.yaml:6:14: 2027年1月8日（周五） is no day"),
    "another year": ("[2027-01-09]", "[2028-01-08]", "lies neither in 2027 nor in the December"),
    "no such day": ("2027-01-03", "2027-01-32", '2027.yaml:5:35: "2027-01-32" is not a date'),
    "no holidays": ("  - name", "  # name", "2027.yaml"),
}


@pytest.mark.parametrize(("old", "new", "message"), FAULTY_YEARS.values(), ids=FAULTY_YEARS)
def test_a_faulty_year_is_refused_in_its_place(workspace_folder, old, new, message):
    assert old in YEAR
    put(workspace_folder, "calendar/2027.yaml", YEAR.replace(old, new, 1))
    with pytest.raises(InputError) as raised:
        read_workspace(workspace_folder)
    assert any(message in str(each) for each in raised.value.problems), raised.value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CHANGES.replace(", document: 测政明电〔2026〕1号", ""), 'key "document" is missing'),
        (CHANGES.replace("off: [2026-01-20]", "off: [2026-01-20, 2026-01-20]"), "named twice"),
        (
            CHANGES.replace("off:", "offf:"),
            'calendar.yaml:2:18: unknown key "offf"; did you mean "off"',
        ),
    ],
)
def test_faulty_local_changes_are_refused(workspace_folder, text, message):
    put(workspace_folder, "ceshi/calendar.yaml", text)
    with pytest.raises(InputError) as raised:
        read_workspace(workspace_folder)
    assert message in str(raised.value)


# --- the command ---


def test_a_year_is_shown_without_colour(cadence):
    shown = cadence("workdays", "2026").stdout
    assert "20班" in shown
    assert " 1休  2休  3休  4班" in shown
    assert (
        "国庆节：9月20日（周日）班；10月1日（周四）至10月7日（周三）休；10月10日（周六）班" in shown
    )
    assert "全年365天，工作248天，休息117天；2027年元旦安排未公布，12月末可能调整" in shown
    assert "2027年：节假日安排未公布" in cadence("workdays", "2027").stdout


def test_a_year_as_json_and_csv(cadence):
    import json

    days = json.loads(cadence("workdays", "2026", "--format", "json").stdout)
    assert len(days) == 365
    assert days[0] == {
        "date": "2026-01-01",
        "state": "off",
        "provisional": False,
        "name": "元旦",
        "source": "chinesecalendar",
    }
    assert days[-1]["provisional"] is True
    lines = cadence("workdays", "2026", "--format", "csv").stdout.splitlines()
    assert lines[263] == "2026-09-20,周日,调休上班,国庆节,chinesecalendar"


def test_a_notice_is_imported_once_and_replaced_only_when_meant(workspace_folder, cadence):
    text = workspace_folder / "notice.txt"
    text.write_text(NOTICE, encoding="gb18030")
    file = workspace_folder / "rules" / "calendar" / "2027.yaml"
    done = cadence("workdays", "import", text, cwd=workspace_folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "国办发明电〔2026〕9号: 27 days off, 6 weekend days worked" in done.stdout
    first = file.read_bytes()
    assert first.startswith(b"# yaml-language-server: $schema=../.schema/year.json\n")
    assert "already says so" in cadence("workdays", "import", text, cwd=workspace_folder).stdout
    first += "# 已核对\n".encode()
    file.write_bytes(first)
    assert "already says so" in cadence("workdays", "import", text, cwd=workspace_folder).stdout
    text.write_text(NOTICE.replace("9号", "10号"), encoding="utf-8")
    done = cadence("workdays", "import", text, cwd=workspace_folder)
    assert done.returncode == 2
    assert "add --replace" in done.stderr
    assert file.read_bytes() == first
    assert cadence("workdays", "import", text, "--replace", cwd=workspace_folder).returncode == 0
    shown = cadence("workdays", "2027", cwd=workspace_folder).stdout
    assert "国办发明电〔2026〕10号" in shown
    assert file.read_bytes() == first.replace("9号".encode(), "10号".encode())
    assert [each.name for each in file.parent.iterdir()] == ["2027.yaml"]


def test_a_notice_that_a_decree_overtook_is_imported_with_a_note(workspace_folder, cadence):
    file = ROOT / "tests" / "notices" / "2020.txt"
    done = cadence("workdays", "import", file, "--document", "x", cwd=workspace_folder)
    assert "says otherwise on 2020年1月31日（周五）、2020年2月1日（周六）" in done.stdout


def test_a_faulty_notice_writes_nothing_and_says_where(workspace_folder, cadence):
    text = workspace_folder / "notice.txt"
    text.write_text(NOTICE.replace("共3天", "共4天"), encoding="utf-8")
    done = cadence("workdays", "import", "notice.txt", cwd=workspace_folder)
    assert done.returncode == 2
    assert done.stderr == "notice.txt:5:24: says 4 days off and names 3\n"
    assert not (workspace_folder / "rules" / "calendar").exists()


def test_a_place_shows_its_own_days(workspace_folder, cadence):
    put(workspace_folder, "ceshi/calendar.yaml", CHANGES)
    shown = cadence("workdays", "2026", "--place", "ceshi", cwd=workspace_folder).stdout
    assert "暴雪停工：1月20日（周二）休（测政明电〔2026〕1号）" in shown
    done = cadence("workdays", "2026", "--place", "cesi", cwd=workspace_folder)
    assert done.returncode == 2
    assert 'did you mean "ceshi"' in done.stderr


@pytest.mark.parametrize(
    ("year", "message"), [("2003", "begins with 2004"), ("abc", '"abc" is no year')]
)
def test_a_year_without_data_and_what_is_no_year_are_refused(here, year, message):
    ran = here("workdays", year)
    assert (ran.returncode, message in ran.stderr) == (2, True)
