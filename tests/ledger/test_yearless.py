"""`done --on 6月20日`: the year is the one in which it can have been done, or it is asked."""

import pytest

from cadence.ledger import read_entries

JUNE = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"
EVIDENCE = ("--evidence", "会议纪要〔2022〕6号")


@pytest.mark.parametrize("said", ["6月20日", "6/20", "06-20"])
def test_where_a_late_day_could_be_meant_too_the_year_is_asked(here, workspace_folder, said):
    ran = here("done", JUNE, "--on", said, *EVIDENCE)
    assert ran.returncode == 2
    assert '"06-20" may be 2022-06-20、2023-06-20' in ran.stderr
    assert list(read_entries(workspace_folder)) == []


def test_a_window_of_this_year_leaves_one_year(here, workspace_folder):
    import datetime as dt

    from cadence.core import SHANGHAI

    today = dt.datetime.now(SHANGHAI).date()
    window = f"ceshi/notice:monthly-meeting:{today:%Y-%m}@ceshi/east"
    said = f"{today.month}月{today.day}日"
    ran = here("done", window, "--on", said, "--evidence", "会议纪要1号")
    assert ran.returncode == 0
    assert [each.fact.on for each in read_entries(workspace_folder)] == [today]
    assert today.isoformat() in ran.stdout


@pytest.mark.parametrize("said", ["6月31日", "13月1日", "昨天", "18日", "11月"])
def test_what_is_no_day_is_refused(here, workspace_folder, said):
    ran = here("done", JUNE, "--on", said, *EVIDENCE)
    assert ran.returncode == 2
    assert list(read_entries(workspace_folder)) == []


def test_a_weekday_that_is_another_is_named(here, workspace_folder):
    ran = here("done", JUNE, "--on", "2022年6月20日（周二）", *EVIDENCE)
    assert ran.returncode == 2
    assert "another day of the week" in ran.stderr
    assert list(read_entries(workspace_folder)) == []


def test_a_whole_date_means_itself(here, workspace_folder):
    assert here("done", JUNE, "--on", "2022年6月20日", *EVIDENCE).returncode == 0
    assert [each.fact.on.isoformat() for each in read_entries(workspace_folder)] == ["2022-06-20"]


@pytest.mark.parametrize(
    "said", ["2022-06-30 24:00", "2022年6月30日24时", "2022年6月30日晚上12点", "2022-06-30T24:00"]
)
def test_the_end_of_a_last_day_is_that_day_and_in_time(here, workspace_folder, said):
    ran = here("done", JUNE, "--on", said, *EVIDENCE)
    assert [each.fact.on.isoformat() for each in read_entries(workspace_folder)] == ["2022-06-30"]
    assert "late" not in ran.stdout
    assert "逾期" not in ran.stdout


def test_the_first_minute_of_the_day_after_is_late(here):
    assert "逾期" in here("done", JUNE, "--on", "2022-07-01 00:00", *EVIDENCE).stdout
