"""What a cell says of a day: by hand, and nothing guessed."""

import datetime as dt

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from cadence.core.dates import SHANGHAI
from cadence.core.written_days import EPOCH_1900, EPOCH_1904, WrittenDay, read_day, read_month


def cases():
    for line in (ROOT / "tests" / "tables" / "days.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            said, means = line.rsplit("|", 1)
            yield said.strip(), means.strip()


def shown(read):
    if isinstance(read, str):
        return "no"
    if read.yearless:
        return f"? {read.yearless[0]}-{read.yearless[1]}"
    return " or ".join(
        f"{on:%Y-%m-%d %H:%M}" if isinstance(on, dt.datetime) else on.isoformat()
        for on in read.days
    )


@pytest.mark.parametrize(("said", "means"), list(cases()))
def test_a_cell_means_what_the_table_says(said, means):
    assert shown(read_day(said, None)) == means


@pytest.mark.parametrize(
    ("value", "epoch", "means"),
    [
        (46344, EPOCH_1900, "2026-11-18"),
        (44882, EPOCH_1904, "2026-11-18"),
        (46344.597222222, EPOCH_1900, "2026-11-18 14:20"),
        (46344.0, EPOCH_1900, "2026-11-18"),
        (20261118, EPOCH_1900, "2026-11-18"),
        (dt.datetime(2026, 11, 18), EPOCH_1900, "2026-11-18"),  # noqa: DTZ001 - as openpyxl gives it
        (dt.datetime(2026, 11, 18, 14, 19, 59, 999000), EPOCH_1900, "2026-11-18 14:20"),  # noqa: DTZ001
        (dt.date(2026, 11, 18), EPOCH_1900, "2026-11-18"),
        (11.18, EPOCH_1900, "no"),
        (18, EPOCH_1900, "no"),
        (True, EPOCH_1900, "no"),
        (dt.time(14, 20), EPOCH_1900, "no"),
        (dt.datetime(1900, 1, 1), EPOCH_1900, "no"),  # noqa: DTZ001
        (float("inf"), EPOCH_1900, "no"),
        (float("nan"), EPOCH_1900, "no"),
    ],
)
def test_a_spreadsheet_s_own_values_are_read_by_its_calendar(value, epoch, means):
    assert shown(read_day(value, epoch)) == means


@given(st.dates(dt.date(1949, 1, 1), dt.date(2199, 12, 31)))
def test_every_day_is_read_back_however_it_is_written(day):
    written = (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}")
    for text in written:
        assert read_day(text, None) == WrittenDay((day,))
    assert read_day((day - EPOCH_1900).days, EPOCH_1900) == WrittenDay((day,))


@given(st.text(max_size=20))
def test_no_text_makes_it_fail(text):
    read = read_day(text, None)
    assert isinstance(read, str | WrittenDay)


def test_a_date_without_a_year_gives_the_years_that_have_it():
    read = read_day("2月29日", None)
    assert read.within(2023, 2029) == (dt.date(2024, 2, 29), dt.date(2028, 2, 29))


WRITTEN = ROOT / "tests" / "tables" / "written_days.txt"


def written():
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield pytest.param(*(each.strip() for each in line.split("|")), id=line.split("|")[0])


@pytest.mark.parametrize(("text", "meant"), list(written()))
def test_what_is_written_means_what_the_table_by_hand_says(text, meant):
    read = read_day(text, None)
    if isinstance(read, str):
        assert meant == "-"
    elif read.yearless:
        month, day, _time = read.yearless
        assert meant == f"yearless {month:02}-{day:02}"
    else:
        (on,) = read.days
        shown = f"{on:%Y-%m-%d %H:%M}" if isinstance(on, dt.datetime) else on.isoformat()
        assert shown == meant


@pytest.mark.parametrize("seen", ["2026-11-20", "2026年11月20日"])
@pytest.mark.parametrize("unseen", "\u200b\u200e\u202a\ufeff\u2060\u00ad")
def test_what_nobody_sees_is_left_out(seen, unseen):
    for place in (0, 4, len(seen)):
        read = read_day(seen[:place] + unseen + seen[place:], None)
        assert read.days == (dt.date(2026, 11, 20),)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-12", "2026-12-01"),
        ("2026年12月", "2026-12-01"),
        ("202612", "2026-12-01"),
        ("２０２６年２月", "2026-02-01"),
        ("二〇二六年二月", "2026-02-01"),
        ("2026-13", None),
        ("0000-12", None),
        ("12月", None),
        ("2026", None),
    ],
)
def test_a_month_is_read_as_officials_write_it(text, first):
    found = read_month(text)
    assert (found and found.first.isoformat()) == first


@pytest.mark.parametrize(
    ("said", "on", "is_other"),
    [
        ("6月20日（周一）", dt.date(2022, 6, 20), False),
        ("6月20日（周一）", dt.date(2023, 6, 20), True),
        ("6月20日", dt.date(2023, 6, 20), False),
        ("6月19日24:00 星期天", dt.datetime(2022, 6, 20, 0, 0, tzinfo=SHANGHAI), False),
    ],
)
def test_a_weekday_speaks_against_the_years_in_which_it_is_another(said, on, is_other):
    assert read_day(said, None).is_of_another_weekday(on) is is_other
