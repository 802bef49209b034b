"""Statutory terms: a table by hand that a clerk can check, and what holds for every day."""

import datetime as dt
import re
from datetime import date

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from notice_text import NOTICE

from cadence.core.dates import SHANGHAI
from cadence.workdays.notices import parse_notice
from cadence.workdays.terms import count_term, is_on_time, month_later
from cadence.workdays.years import Holiday, looker

LOOK = looker()
TABLE = ROOT.joinpath("tests", "tables") / "counting.txt"
OFFSET = re.compile(r"(前?)(\d+)(日|个月|年|小时|分钟|个工作日)( 顺延)?")
LETTERS = {"日": "P{}D", "个工作日": "P{}D", "个月": "P{}M", "年": "P{}Y"}
LETTERS |= {"小时": "PT{}H", "分钟": "PT{}M"}
MINUTE = dt.timedelta(minutes=1)
MOMENTS = st.builds(
    lambda day, time: dt.datetime.combine(day, time, SHANGHAI),
    st.dates(date(2005, 1, 1), date(2025, 6, 1)),
    st.times(),
)


def cases():
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            event, offset, last, advised, note = (cell.strip() for cell in line.split("|"))
            yield pytest.param(event, offset, last, advised, id=f"{number}-{offset}-{note}")


def moment(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def term_of(event, words, look=LOOK):
    before, number, unit, roll = OFFSET.fullmatch(words).groups()
    return count_term(
        moment(event) if isinstance(event, str) else event,
        ("-" if before else "") + LETTERS[unit].format(number),
        look,
        days="working" if unit == "个工作日" else "calendar",
        roll="forward" if roll else None,
    )


@pytest.mark.parametrize(("event", "offset", "last", "advised"), list(cases()))
def test_a_term_ends_as_the_table_says(event, offset, last, advised):
    term = term_of(event, offset)
    if term.at:
        assert term.at.strftime("%Y-%m-%d %H:%M") == last
        return
    assert (term.day.isoformat() if term.day else "待公布") == last
    shown = term.latest if "顺延" in offset else term.advised
    assert (shown.isoformat() if shown else "待公布") == advised
    assert term.provisional or "待公布" not in {last, advised}


def test_the_table_has_its_sixty_cases_and_more():
    assert len(list(cases())) >= 60


# --- the boundary minute ---


def test_a_day_ends_at_24_oclock():
    term = term_of("2026-11-20 14:20", "7日")
    assert term.end == moment("2026-11-28 00:00")
    assert is_on_time(term, moment("2026-11-27 23:59"))
    assert not is_on_time(term, moment("2026-11-28 00:00"))


def test_an_hour_ends_with_its_own_minute():
    term = term_of("2026-11-20 14:20", "24小时")
    assert is_on_time(term, moment("2026-11-21 14:20"))
    assert not is_on_time(term, moment("2026-11-21 14:21"))


def test_a_rolled_day_is_on_time_to_its_end():
    term = term_of("2026-09-30 10:00", "1日 顺延")
    assert (term.day, term.latest) == (date(2026, 10, 1), date(2026, 10, 8))
    assert is_on_time(term, moment("2026-10-08 23:59"))
    assert not is_on_time(term, moment("2026-10-09 00:00"))


def test_what_is_not_settled_is_neither_on_time_nor_late():
    term = term_of("2026-12-30 10:00", "2个工作日")
    assert term.provisional
    assert is_on_time(term, moment("2026-12-31 10:00")) is None


def test_a_term_is_settled_once_the_notice_is_here():
    notice, _faults = parse_notice(NOTICE, "notice.txt")
    term = term_of("2026-12-30 10:00", "2个工作日", looker([notice]))
    assert (term.day, term.provisional) == (date(2027, 1, 4), False)


def test_working_days_over_the_end_of_december_wait_for_the_notice():
    assert term_of("2026-12-30 10:00", "1个工作日").provisional
    assert not term_of("2026-12-24 10:00", "1个工作日").provisional


def test_a_last_day_that_nobody_knows_yet_is_said_to_be_so_and_a_known_one_ends_at_24():
    rolled = term_of("2026-12-25 10:00", "8日 顺延")
    assert (rolled.day, rolled.latest) == (date(2027, 1, 2), None)
    assert any(each.startswith("截止：节假日安排未公布") for each in rolled.lines)
    assert not any("24:00" in each for each in rolled.lines)
    assert any(
        "截止：2026年12月28日（周一）24:00" in each
        for each in term_of("2026-12-25 10:00", "3日").lines
    )


def test_a_count_over_unsettled_days_stays_provisional_where_the_place_knows_the_last():
    off = tuple(date(2027, 1, day) for day in (1, 2, 3))
    local = Holiday(name="x", off=off, worked=(date(2027, 1, 4),), document="x")
    term = term_of("2026-12-30 10:00", "2个工作日", looker([], [local]))
    assert (term.day, term.provisional) == (date(2027, 1, 4), True)
    assert term.lines[-1] == "注意：期间内有尚待下一年度通知确定的日子，公布后可能调整"


def test_a_term_before_an_event_never_rolls_towards_it():
    term = term_of("2026-10-08 09:00", "前7日 顺延")
    assert (term.latest, term.advised) == (date(2026, 10, 1), date(2026, 9, 30))


def test_a_moment_elsewhere_counts_as_chinas():
    event = dt.datetime(2026, 11, 20, 16, 30, tzinfo=dt.UTC)  # 00:30 on the 21st in China
    assert term_of(event, "7日").day == date(2026, 11, 28)


# --- the words ---


def test_the_arithmetic_is_told_with_its_articles():
    assert term_of("2026-09-30 14:20", "1日").lines == (
        "起算：事件在2026年9月30日（周三）14:20，当日不计入（《民法典》第二百零一条第一款）",
        "计算：后1日，为2026年10月1日（周四）",
        "截止：2026年10月1日（周四）24:00，含该日（《民法典》第二百零三条第二款、第一千二百五十九条）",
        (
            "建议：末日为休息日，不顺延，请于2026年9月30日（周三）前完成（此前最后一个工作日）；"
            "如依《民法典》第二百零三条第一款顺延，为2026年10月8日（周四）"
        ),
    )


@pytest.mark.parametrize(
    ("event", "offset", "words"),
    [
        ("2026-01-31 09:00", "1个月", "到期月没有对应日，取月末日（《民法典》第二百零二条）"),
        ("2026-01-28 09:00", "1个月", "到期月的对应日（《民法典》第二百零二条）"),
        ("2026-01-28 09:00", "2小时", "按小时计算的自该时刻起算（《民法典》第二百零一条第二款）"),
        ("2026-01-28 09:00", "5个工作日", "只计工作日（含调休上班日）"),
        ("2026-01-28 09:00", "前5日", "法律未规定倒数的期间，类推同一规则"),
        ("2026-09-30 09:00", "1日 顺延", "按本规则的选择依《民法典》第二百零三条第一款顺延"),
        ("2026-12-30 09:00", "9个工作日", "节假日安排未公布"),
        ("2026-12-25 09:00", "7日 顺延", "节假日安排未公布"),
    ],
)
def test_each_way_of_counting_names_its_reason(event, offset, words):
    assert any(words in line for line in term_of(event, offset).lines)


# --- what is refused ---


@pytest.mark.parametrize(
    ("offset", "days"),
    [
        ("7天", "calendar"),
        ("P", "calendar"),
        ("PT", "calendar"),
        ("PT0H", "calendar"),
        ("P1DT2H", "calendar"),
        ("P1M", "working"),
        ("PT8H", "working"),
        ("P9999Y", "calendar"),
        ("-P9999Y", "calendar"),
        ("P9999999D", "calendar"),
    ],
)
def test_what_cannot_be_counted_is_refused(offset, days):
    with pytest.raises(ValueError, match=r"."):
        count_term(moment("2026-11-20 14:20"), offset, LOOK, days=days)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        count_term(dt.datetime(2026, 11, 20), "P7D", LOOK)  # noqa: DTZ001


# --- what holds for every day ---


@given(MOMENTS, st.integers(0, 400))
def test_the_minute_within_a_day_changes_nothing(event, number):
    first = event.replace(hour=0, minute=0, second=0, microsecond=0)
    last = event.replace(hour=23, minute=59, second=59, microsecond=0)
    found = {term_of(each, f"{number}日").day for each in (first, event, last)}
    assert found == {event.date() + dt.timedelta(number)}


@given(MOMENTS, st.integers(0, 200), st.integers(0, 200))
def test_days_add_up_and_a_longer_term_never_ends_sooner(event, one, other):
    first = term_of(event, f"{one}日").day
    both = term_of(event, f"{one + other}日").day
    assert first + dt.timedelta(other) == both


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.integers(-600, 600))
def test_months_land_in_their_month_on_the_day_or_the_months_last(day, months):
    found = month_later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + dt.timedelta(1)).day == 1
    assert found.day <= day.day


@given(MOMENTS, st.integers(1, 60))
def test_the_nth_working_day_has_n_worked_days_up_to_it(event, number):
    term = term_of(event, f"{number}个工作日")
    passed = [event.date() + dt.timedelta(n) for n in range(1, (term.day - event.date()).days + 1)]
    assert sum(LOOK(day).is_worked for day in passed) == number
    assert term.day == term.advised == term.latest


@given(MOMENTS, st.integers(1, 60))
def test_working_days_forward_and_back_meet(event, number):
    there = term_of(event, f"{number}个工作日").day
    back = term_of(dt.datetime.combine(there, dt.time(), SHANGHAI), f"前{number}个工作日").day
    assert back <= event.date()
    assert LOOK(event.date()).is_worked == (back == event.date())


@given(MOMENTS, st.integers(1, 100_000))
def test_hours_are_exact(event, minutes):
    term = term_of(event, f"{minutes}分钟")
    assert term.at - event == minutes * MINUTE
    assert is_on_time(term, term.at)
    assert not is_on_time(term, term.at + MINUTE)


@given(MOMENTS, st.integers(1, 100))
def test_rolling_gives_the_first_worked_day_on_or_after(event, number):
    plain, rolled = term_of(event, f"{number}日"), term_of(event, f"{number}日 顺延")
    assert rolled.day == plain.day == plain.latest
    assert rolled.advised == plain.advised <= plain.day <= rolled.latest
    assert LOOK(rolled.latest).is_worked
    assert (rolled.latest == plain.day) == LOOK(plain.day).is_worked


@pytest.mark.parametrize(
    ("offset", "said"),
    [("PT24H", "后24小时内，节假日连续计算"), ("-PT24H", "前24小时，节假日连续计算")],
)
def test_hours_before_an_event_are_said_as_before_it(offset, said):
    event = dt.datetime(2026, 6, 10, 8, tzinfo=SHANGHAI)
    term = count_term(event, offset, LOOK)
    assert said in term.lines[1]
    assert term.day == date(2026, 6, 9 if offset.startswith("-") else 11)
