"""The ledger keeps every line, refuses to change any, and shows where somebody did."""

import datetime as dt

import pytest

from cadence.core.dates import SHANGHAI
from cadence.core.errors import CadenceError
from cadence.core.facts import Choice, Done, Event, Extension, Reversal, Waiver
from cadence.core.history import history
from cadence.ledger.fact_json import fact_of, text_of
from cadence.ledger.hash_chain import first_broken
from cadence.ledger.in_file import FILE
from cadence.ledger.reading import read_entries
from cadence.ledger.store import open_ledger

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
ID = "ceshi/notice:monthly-meeting:2026-10@ceshi/east"
DONE = Done(occurrence=ID, on=dt.date(2026, 10, 20), evidence="会议纪要〔2026〕10号", by="镇长")
FACTS = (
    DONE,
    Done(occurrence=ID, on=NOW, evidence="报告.pdf", sha256="a" * 64),
    Waiver(occurrence=ID, document="免办决定", by="主任"),
    Extension(occurrence=ID, to=dt.date(2026, 12, 1), document="批复", by="主任"),
    Event(name="事故", at=NOW, unit="ceshi/east", values=(("level", "一般"),), corrects=3),
    Choice(occurrence=ID, at=NOW, minutes=90, where="三楼会议室", chair="ceshi/secretary"),
    Choice(occurrence=ID, at=None),
    Reversal(number=1, reason="记错了单位"),
)


def write(folder, *facts):
    with open_ledger(folder) as ledger, ledger.writing():
        return [ledger.append(each, NOW) for each in facts]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.kind)
def test_a_fact_is_read_back_as_it_was(fact):
    assert fact_of(text_of(fact)) == fact


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind":"else"}', '{"kind":"done","on":"x"}'])
def test_what_is_no_fact_is_refused(text):
    with pytest.raises(ValueError, match="no line of a fact"):
        fact_of(text)


@pytest.mark.usefixtures("store")
def test_lines_come_back_in_their_order(tmp_path):
    written = write(tmp_path, *FACTS)
    assert [each.number for each in written] == list(range(1, len(FACTS) + 1))
    assert list(read_entries(tmp_path)) == written


@pytest.mark.usefixtures("store")
def test_a_clock_set_back_stamps_nothing_before_what_was_written(tmp_path):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append(DONE, NOW)
        second = ledger.append(FACTS[2], NOW - dt.timedelta(days=16))
        third = ledger.append(FACTS[3], NOW + dt.timedelta(minutes=1))

    assert second.recorded == NOW
    assert third.recorded == NOW + dt.timedelta(minutes=1)
    assert list(read_entries(tmp_path, NOW - dt.timedelta(days=1))) == []
    assert [each.recorded for each in read_entries(tmp_path)][1:] == [NOW, third.recorded]


def test_no_ledger_is_an_empty_one_and_none_is_made_by_reading(tmp_path):
    assert list(read_entries(tmp_path)) == []
    assert not (tmp_path / FILE).exists()


@pytest.mark.usefixtures("store")
def test_what_was_recorded_later_was_not_known_then(tmp_path):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append(DONE, NOW)
        ledger.append(DONE, NOW + dt.timedelta(days=1))
    assert len(list(read_entries(tmp_path, NOW))) == 1


@pytest.mark.parametrize("statement", ["DELETE FROM entries", "UPDATE entries SET fact = ''"])
def test_nothing_is_changed_or_taken_away(tmp_path, run_sql, statement):
    write(tmp_path, DONE)
    with pytest.raises(Exception, match="append-only"):
        run_sql(statement)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE entries SET fact = replace(fact, '20', '21') WHERE number = 2", 2),
        ("UPDATE entries SET recorded = '2020-01-01T00:00:00+08:00' WHERE number = 1", 1),
        ("DELETE FROM entries WHERE number = 2", 2),
        ("UPDATE entries SET number = 9 WHERE number = 3", 3),
    ],
)
def test_who_goes_around_the_triggers_is_found_out(tmp_path, run_sql, statement, broken):
    write(tmp_path, DONE, DONE, DONE)
    run_sql(statement, guarded=False)
    with open_ledger(tmp_path) as ledger:
        assert first_broken(ledger.lines())[0] == broken
        assert ledger.fault


@pytest.mark.usefixtures("store")
def test_an_untouched_chain_holds(tmp_path):
    write(tmp_path, *FACTS)
    with open_ledger(tmp_path) as ledger:
        broken, count, _head = first_broken(ledger.lines())
    assert (broken, count) == (None, len(FACTS))


@pytest.mark.usefixtures("store")
def test_a_block_that_fails_records_nothing(tmp_path):
    write(tmp_path, DONE)

    def fail(ledger):
        with ledger.writing():
            ledger.append(DONE, NOW)
            raise KeyError

    with open_ledger(tmp_path) as ledger:
        with pytest.raises(KeyError):
            fail(ledger)
        assert len(list(ledger.entries())) == 1


def test_a_file_that_is_no_ledger_is_said_to_be_damaged(tmp_path):
    (tmp_path / FILE).write_bytes(b"not a database at all, but long enough to be one" * 50)
    with pytest.raises(CadenceError, match="restore the last export"):
        list(read_entries(tmp_path))


@pytest.mark.usefixtures("store")
def test_a_reversed_entry_no_longer_counts_and_a_reversed_reversal_does(tmp_path):
    write(tmp_path, DONE, Reversal(number=1, reason="错"), Reversal(number=2, reason="没错"))
    entries = list(read_entries(tmp_path))
    assert history(entries[:1]).pasts[ID].done == DONE
    assert ID not in history(entries[:2]).pasts
    assert history(entries).pasts[ID].done == DONE


def test_the_earliest_of_two_entries_counts():
    late = Done(occurrence=ID, on=dt.date(2026, 11, 5), evidence="补")
    for facts in ((late, DONE), (DONE, late)):
        entries = [entry(number, fact) for number, fact in enumerate(facts, 1)]
        assert history(entries).pasts[ID].done == DONE


def test_a_corrected_event_takes_the_place_of_the_first():
    first = Event(name="事故", at=NOW, unit="ceshi/east")
    second = Event(name="事故", at=NOW - dt.timedelta(hours=1), unit="ceshi/east", corrects=1)
    third = Event(name="事故", at=NOW - dt.timedelta(hours=2), unit="ceshi/east", corrects=2)
    entries = [entry(number, fact) for number, fact in enumerate((first, second, third), 1)]
    (found,) = history(entries).happenings
    assert (found.event, found.number, found.first) == (third, 3, 1)


def test_a_cleared_choice_is_none_and_the_last_choice_counts():
    earlier, later = FACTS[5], Choice(occurrence=ID, at=NOW + dt.timedelta(days=1))
    entries = [entry(number, fact) for number, fact in enumerate((earlier, later, FACTS[6]), 1)]
    assert history(entries[:2]).pasts[ID].choice == later
    assert history(entries).pasts[ID].choice is None


def entry(number, fact):
    from cadence.core.facts import Entry

    return Entry(number=number, recorded=NOW, fact=fact)
