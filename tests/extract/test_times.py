"""Each line of tables/times.txt, read as a sentence of a document of 2022-04-25."""

from datetime import date

import pytest
from conftest import ROOT
from timing_text import shown

from cadence.core.dates import Span, is_period
from cadence.extract.times.meanings import Context, Reason, TimeMeaning
from cadence.extract.times.phrases import hints_of, pattern_of, table
from cadence.extract.times.sayings import sayings

TABLES = ROOT / "tests" / "tables"
CAMPAIGN = Span(date(2022, 3, 31), date(2022, 7, 10))
CONTEXT = Context(date(2022, 4, 25), 2022, "成文日期2022年4月25日", CAMPAIGN)


def lines(name):
    rows = (TABLES / f"{name}.txt").read_text("utf-8").splitlines()
    return [
        tuple(part.strip() for part in row.split(" | "))
        for row in rows
        if row.strip() and not row.startswith("#")
    ]


LINES = [*lines("times"), *lines("sayings")]


def meanings(sentence: str) -> list[TimeMeaning]:
    said = [each.found for each in sayings(sentence.replace(" ", ""), CONTEXT)]
    return [meaning for found in said if not isinstance(found, Reason) for meaning in found]


def timings(sentence: str) -> list[str]:
    return [shown(meaning.timing) for meaning in meanings(sentence)]


def test_the_table_has_every_kind_and_enough_lines():
    kinds = {part.split()[0] for _, expected in LINES for part in expected.split(" ; ")}
    assert len(LINES) >= 500
    assert kinds == {
        "cadence", "periodic_deadline", "deadline", "phase", "trigger", "threshold",
        "season", "unspecified", "standing", "none",
    }  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), LINES)
def test_a_way_of_saying_when_is_read_as_the_table_says(words, expected):
    assert timings(words) == ([] if expected == "none" else expected.split(" ; "))


@pytest.mark.parametrize(("words", "expected"), lines("events"))
def test_a_clock_runs_from_the_event_that_the_table_names(words, expected):
    events = [each.timing.event for each in meanings(words) if hasattr(each.timing, "event")]
    assert events == expected.split(" ; ")


def test_a_bar_is_no_duty():
    assert [each.force for each in meanings("防火期内禁止野外用火")] == ["must_not"]
    assert [each.force for each in meanings("五年内不得申请")] == ["must_not"]
    assert [each.force for each in meanings("汛期不得少于两人值班")] == ["must"]
    assert [each.force for each in meanings("6月30日前不得少于两次")] == ["must"]


def test_a_length_that_no_calendar_has_is_listed_with_its_words():
    (said,) = sayings("每逢单周安排一次", CONTEXT)
    assert isinstance(said.found, Reason)
    assert not said.found.understood
    assert "每逢单周" in said.found.words


def test_every_line_of_the_time_words_names_a_kind_and_can_be_passed_over_fast():
    unhinted = [words.words for words in table() if not words.hints]
    assert all("{day}" in words for words in unhinted)
    assert len(unhinted) <= 3


def test_nothing_in_the_time_words_repeats_without_a_bound():
    for words in table():
        assert "*" not in words.pattern.pattern.replace("[^", "")
        assert "+" not in words.pattern.pattern.replace("\\+", "")


def test_the_small_language_becomes_a_pattern():
    assert pattern_of("每[个](周/星期)五") == "每(?:个)?(?:周|星期)五"
    assert hints_of("每[个](周/星期)五") == ({"五"}, {"每"}, {"周", "星期"})
    assert hints_of("(当日/当天)[内]") == ({"当日", "当天"},)
    assert hints_of("(每年[的]夏季/盛夏)?{n}次") == ({"次"},)


def test_no_line_gives_a_period_that_other_programs_do_not_know():
    for words, _expected in LINES:
        for meaning in meanings(words):
            period = getattr(meaning.timing, "period", None) or getattr(
                meaning.timing, "within", None
            )
            known = period is None or is_period(period)
            assert known or period in {"hour", "term", "school_year"}, words
