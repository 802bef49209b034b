"""What a stamp is made of: each of it changes the stamp of who reads it, and of nobody else."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import DOCUMENT, make_rule, weekday_advice

from cadence.core import Advice, Binding, Cadence, Deadline, Unit, Window
from cadence.core.dates import SHANGHAI
from cadence.core.facts import Choice, Done, Entry, Event, Extension, Waiver
from cadence.core.history import EMPTY, Happening, history
from cadence.core.occurrence import Occurrence
from cadence.core.past import NOTHING, Past
from cadence.occurrences.clocks import Clock
from cadence.occurrences.stamps import (
    LENGTH,
    AskedOfEach,
    asked_lines,
    asked_of_each,
    calendar_stamp,
    readers,
    row_stamp,
    rule_words,
    stamped,
)

D = dt.date.fromisoformat
EAST = Unit(place="ceshi", id="east", name="东镇")
WEST = Unit(place="ceshi", id="west", name="西乡")
POST = Unit(place="ceshi", id="boss", name="镇长", kind="post", of="east")
UNITS = (EAST, WEST, POST)
MONTHLY = make_rule(Cadence(period="month"), id="monthly")
WINDOW = Window(label="2022-06", start=D("2022-06-01"), due=D("2022-06-30"), nth=1, of=1,
                partial=False, advised=None, provisional=False)  # fmt: skip
NINE = dt.datetime(2022, 6, 10, 9, tzinfo=SHANGHAI)
HAPPENED = Happening(
    number=1, first=1, recorded=NINE, event=Event(name="事故", at=NINE, unit="ceshi/east")
)


def bound(unit, rule=MONTHLY, role="owner"):
    return Binding(rule=rule, unit=unit, names=(), role=role)


def known(*facts):
    return history(Entry(number=n, recorded=NINE, fact=fact) for n, fact in enumerate(facts, 1))


def stamps(*bindings, pasts=EMPTY.pasts, calendar="c", started=()):
    lines = asked_lines(bindings or (bound(EAST),), started)
    return stamped(UNITS, AskedOfEach(lines=lines, calendar=calendar), pasts)


def changed(other, *bindings, **given):
    """Whose stamps differ from those of some bindings, the place's left out."""
    first = stamps(*bindings, **given)
    assert (first[""] != other[""]) == (first != other)
    return {key for key in first if key and first[key] != other[key]}


def test_a_stamp_is_eight_characters_and_the_same_for_the_same():
    assert {len(each) for each in stamps().values()} == {LENGTH}
    assert set(stamps()) == {"", "east", "west", "boss"}
    assert stamps(bound(EAST), bound(EAST)) == stamps()  # said twice, asked once
    several = bound(EAST), bound(EAST, replace(MONTHLY, id="other"))
    assert stamps(*several) == stamps(*reversed(several))


def test_the_stamps_are_those_that_papers_given_out_already_carry():
    """One value of each: it may change only with what a reader is shown."""
    assert stamps() == {
        "": "a71a5406", "east": "292890cf", "west": "a424bf70", "boss": "7ad40564",
    }  # fmt: skip
    assert calendar_stamp(only_in_2022, D("2022-03-05")) == "1b60a864"
    assert row_stamp(Occurrence(binding=bound(EAST), window=WINDOW), NOTHING) == "r3b75ef5"


@pytest.mark.parametrize(
    "other",
    [
        replace(MONTHLY, id="renamed"),
        replace(MONTHLY, document=replace(DOCUMENT, number="测〔2023〕2号")),
        replace(MONTHLY, act="召开另一个会"),
        replace(MONTHLY, clause="三"),
        replace(MONTHLY, quote="每月召开两次"),
        replace(MONTHLY, timing=Cadence(period="month", count=2)),
        replace(MONTHLY, actors=("县直部门",)),
        replace(MONTHLY, actors=(), responsible=("县直部门",)),
        replace(MONTHLY, lead=("县长",)),
        replace(MONTHLY, assist=("县长",)),
        replace(MONTHLY, outside=("各企业",)),
        replace(MONTHLY, condition="高危"),
        replace(MONTHLY, evidence="纪要"),
        replace(MONTHLY, reading="读作"),
        replace(MONTHLY, since="施行"),
        replace(MONTHLY, roll="forward"),
        replace(MONTHLY, effective=D("2022-04-26")),
        replace(MONTHLY, until=D("2022-12-31")),
        replace(MONTHLY, superseded_on=D("2022-12-31")),
    ],
)
def test_whatever_a_reader_is_shown_of_a_rule_changes_his_stamp_alone(other):
    assert changed(stamps(bound(EAST, other))) == {"east"}


def test_what_nobody_is_shown_changes_no_stamp():
    for other in (replace(MONTHLY, confidence=0.5), replace(MONTHLY, topics=("会议",))):
        assert changed(stamps(bound(EAST, other))) == set()


def test_the_role_the_calendar_and_whom_it_binds_count():
    assert changed(stamps(bound(EAST, role="lead"))) == {"east"}
    assert changed(stamps(bound(WEST))) == {"east", "west"}
    assert changed(stamps(calendar="other")) == {"east", "west", "boss"}


def test_a_posts_own_duty_is_its_bodys_too_and_what_it_leads_is_not():
    assert list(readers(bound(POST))) == ["boss", "east"]
    assert list(readers(bound(POST, role="lead"))) == ["boss"]
    assert list(readers(bound(EAST))) == ["east"]
    assert changed(stamps(bound(POST)), bound(POST, replace(MONTHLY, act="别的"))) == (
        {"east", "boss"}
    )


@pytest.mark.parametrize(
    ("fact", "counts"),
    [
        (
            Extension(occurrence="a:b:c@ceshi/east", to=D("2022-07-08"), document="批", by="主"),
            True,
        ),
        (Waiver(occurrence="a:b:c@ceshi/east", document="批复", by="主任"), True),
        (Choice(occurrence="a:b:c@ceshi/east", at=NINE), True),
        (Done(occurrence="a:b:c@ceshi/east", on=NINE, evidence="纪要"), False),
    ],
)
def test_what_was_decided_of_a_unit_counts_for_it_and_what_was_done_does_not(fact, counts):
    assert changed(stamps(pasts=known(fact).pasts)) == ({"east"} if counts else set())
    if isinstance(fact, Extension):
        later = known(replace(fact, to=D("2022-07-09")))
        assert changed(stamps(pasts=later.pasts), pasts=known(fact).pasts) == {"east"}
    if isinstance(fact, Waiver):
        other = known(replace(fact, document="另文"))
        assert changed(stamps(pasts=other.pasts), pasts=known(fact).pasts) == {"east"}


def test_a_started_clock_counts_by_its_last_minute_or_day():
    hours = replace(WINDOW, closes=NINE)
    one = stamps(started=[(bound(EAST), hours)])
    assert changed(one) == {"east"}
    later = replace(hours, closes=NINE + dt.timedelta(minutes=1))
    assert changed(one, started=[(bound(EAST), later)]) == {"east"}
    day = stamps(started=[(bound(EAST), WINDOW)])
    other = replace(WINDOW, due=D("2022-07-01"))
    assert changed(day, started=[(bound(EAST), other)]) == {"east"}
    assert changed(day, started=[(bound(EAST), replace(WINDOW, label="x"))]) == {"east"}


def test_only_clocks_that_are_known_to_apply_are_asked():
    def of(*clocks):
        return stamped(UNITS, asked_of_each([bound(EAST)], clocks, weekday_advice), EMPTY.pasts)

    def clock(**given):
        told = {"rule": MONTHLY, "window": WINDOW, "bindings": (bound(EAST),)}
        return Clock(**(told | {"subject": EAST, "happening": HAPPENED} | given))

    assert of(clock()) != of()
    assert of(clock(questions=("等级",))) == of()
    assert of(clock(window=None)) == of()


def test_the_calendar_is_that_from_the_first_rules_year_on():
    early = replace(MONTHLY, effective=D("2021-12-31"))
    advised = []

    def advise(day):
        advised.append(day)
        return Advice(day=day if day.year < 2024 else None, provisional=False)

    asked_of_each([bound(EAST), bound(EAST, early)], (), advise)
    assert (advised[0], advised[-1]) == (D("2021-01-01"), D("2024-12-31"))
    advised.clear()
    asked_of_each([], (), advise)
    assert advised[0] == D("2000-01-01")


def only_in_2022(day):
    return Advice(day=day if day.year == 2022 else None, provisional=False)


def test_each_announced_day_counts_up_to_the_first_year_of_which_nothing_is_announced():
    first = D("2022-05-06")
    usual = calendar_stamp(only_in_2022, first)

    def moved(day, to):
        return lambda each: Advice(day=to, provisional=False) if each == day else only_in_2022(each)

    assert calendar_stamp(only_in_2022, D("2022-01-01")) == usual
    for day in ("2022-01-01", "2022-12-31", "2022-06-01"):
        assert calendar_stamp(moved(D(day), D("2022-01-02")), first) != usual
    for day in ("2021-12-31", "2024-06-01"):
        assert calendar_stamp(moved(D(day), D(day)), first) == usual
    # One announced day makes the year known.
    assert calendar_stamp(moved(D("2023-12-31"), D("2023-12-31")), first) != usual


def test_a_calendar_that_never_ends_is_looked_at_for_sixty_years():
    looked = set()

    def advise(day):
        looked.add(day.year)
        return Advice(day=day, provisional=False)

    calendar_stamp(advise, D("2022-05-06"))
    assert (min(looked), max(looked)) == (2022, 2081)


@pytest.mark.parametrize(
    "other",
    [
        {"window": replace(WINDOW, start=D("2022-06-02"))},
        {"window": replace(WINDOW, due=D("2022-06-29"))},
        {"window": replace(WINDOW, label="x")},
        {"window": replace(WINDOW, opens=NINE)},
        {"window": replace(WINDOW, closes=NINE)},
        {"binding": bound(WEST)},
        {"binding": bound(EAST, replace(MONTHLY, act="别的"))},
        {"binding": bound(EAST, replace(MONTHLY, clause="三"))},
        {"binding": bound(EAST, replace(MONTHLY, document=replace(DOCUMENT, number="二号")))},
        {"past": Past(extension=Extension(occurrence="", to=D("2022-07-08"), document="", by=""))},
        {"past": Past(waiver=Waiver(occurrence="", document="批复", by=""))},
    ],
)
def test_a_rows_stamp_says_what_by_which_clause_from_when_until_when(other):
    def row(*, binding=None, window=WINDOW, past=NOTHING):
        return row_stamp(Occurrence(binding=binding or bound(EAST), window=window), past)

    assert row(**other) != row()
    assert row(**other).startswith("r")
    assert len(row(**other)) == LENGTH
    assert row(window=replace(WINDOW, provisional=True)) == row()


def test_a_rules_words_are_its_key_document_and_all_that_is_told_in_order():
    once = make_rule(Deadline(due=D("2022-06-30")), until=D("2022-12-31"), lead=("甲", "乙"))
    said = rule_words(once).split("|")
    assert said[:2] == ["ceshi/notice:duty", DOCUMENT.number]
    assert said[2:7] == [once.clause, once.quote, once.act, "2022年6月30日前（含当日）", "各乡镇"]
    assert said[7] == "甲、乙"
    assert said[-3:] == ["2022-04-25", "2022-12-31", ""]
    assert rule_words(replace(once, superseded_on=D("2022-09-01"))).endswith("|2022-09-01")
