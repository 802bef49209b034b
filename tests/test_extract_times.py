"""Each line of tables/times.txt, read as a sentence of a document of 2022-04-25."""

from datetime import date
from pathlib import Path

import pytest

from cadence.dates import Span
from cadence.extract.judge import no_duty
from cadence.extract.meanings import Context, Place, Reason
from cadence.extract.reading import read
from cadence.extract.times import find, hints_of, pattern_of, table
from cadence.timings import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Threshold,
    Timing,
    Trigger,
    Unspecified,
)

TABLE = Path(__file__).parent / "tables" / "times.txt"
CAMPAIGN = Span(date(2022, 3, 31), date(2022, 7, 10))
CONTEXT = Context(date(2022, 4, 25), 2022, "成文日期2022年4月25日", CAMPAIGN)
LINES = [
    tuple(part.strip() for part in line.split(" | "))
    for line in TABLE.read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def shown(timing: Timing) -> str:
    match timing:
        case Cadence():
            said = f"{timing.period} {timing.count}"
        case PeriodicDeadline():
            said = f"{timing.period} {timing.day}"
        case Deadline():
            said = str(timing.due)
        case Phase() | Season():
            said = f"{timing.start} {timing.due or '-'}"
        case Trigger():
            said = timing.offset + (" working" if timing.days == "working" else "")
        case Threshold():
            said = f"{timing.within} {timing.count}"
        case Unspecified():
            said = timing.words
        case Standing():
            said = ""
    return f"{timing.kind} {said}".strip()


def timings(sentence: str) -> list[str]:
    phrases = find(sentence.replace(" ", ""))
    made = []
    for phrase in phrases:
        others = tuple(each for each in phrases if each is not phrase)
        place = Place(phrase, sentence.replace(" ", ""), others)
        reason = None if phrase.kind == "trap" else no_duty(place, "")
        found = reason or read(place, CONTEXT)
        if not isinstance(found, Reason):
            made.extend(shown(meaning.timing) for meaning in found)
    return made


def test_the_table_has_every_kind_and_enough_lines():
    kinds = {part.split()[0] for _, expected in LINES for part in expected.split(" ; ")}
    assert len(LINES) >= 150
    assert kinds == {
        "cadence", "periodic_deadline", "deadline", "phase", "trigger", "threshold",
        "season", "unspecified", "standing", "none",
    }  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), LINES)
def test_a_way_of_saying_when_is_read_as_the_table_says(words, expected):
    assert timings(words) == ([] if expected == "none" else expected.split(" ; "))


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
    assert hints_of("每[个](周/星期)五") == ("每",)
    assert hints_of("(当日/当天)[内]") == ("当日", "当天")
