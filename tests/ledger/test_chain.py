"""The chain of the ledger: its form is a promise to every export that an office keeps."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Done, Event, Reversal
from cadence.ledger.fact_json import fact_of, text_of
from cadence.ledger.hash_chain import chained, first_broken
from cadence.ledger.store import open_ledger

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
DAY = dt.date(2026, 11, 20)
FACT = Done(
    occurrence="ceshi/notice:meeting:2026-11@ceshi/east", on=DAY, evidence="会议纪要〔6〕号"
)
WRITTEN = (
    '{"evidence":"会议纪要〔6〕号","kind":"done",'
    '"occurrence":"ceshi/notice:meeting:2026-11@ceshi/east","on":"2026-11-20"}'
)
# The SHA-256 of [64 zeros, 1, the moment, WRITTEN] as JSON without spaces.
FIRST = "fa7da6eec3686cb32861cda6453c1f74452eb0bc34662ee18caf75102c388bdf"


def rechained(*numbers):
    """Lines whose chain holds, whatever their numbers are."""
    before = "0" * 64
    for number in numbers:
        line = (number, "2026-11-22T09:30:00+08:00", WRITTEN)
        before = chained(before, *line)
        yield (*line, before)


@pytest.mark.usefixtures("store")
def test_the_first_line_of_a_ledger_is_this_and_carries_this_hash(tmp_path):
    with open_ledger(tmp_path) as ledger:
        with ledger.writing():
            ledger.append(FACT, NOW)
        assert list(ledger.lines()) == [(1, "2026-11-22T09:30:00+08:00", WRITTEN, FIRST)]
    quoted = WRITTEN.replace('"', '\\"')
    said = f'["{"0" * 64}",1,"2026-11-22T09:30:00+08:00","{quoted}"]'
    assert hashlib.sha256(said.encode()).hexdigest() == FIRST


def test_a_line_says_nothing_that_goes_without_saying_and_comes_back_the_same():
    assert text_of(FACT) == WRITTEN
    assert fact_of(WRITTEN) == FACT


@given(
    st.builds(
        Done,
        occurrence=st.text(max_size=9),
        on=st.dates() | st.datetimes(timezones=st.just(SHANGHAI)),
        evidence=st.text(max_size=9),
        by=st.none() | st.text(max_size=3),
        sha256=st.none() | st.just("0" * 64),
        files=st.just(()) | st.just((("纪要.pdf", "0" * 64),)),
        covers=st.just(()) | st.just(("ceshi/east",)),
    )
)
def test_a_line_is_the_json_of_all_that_is_said_its_keys_in_order(fact):
    on = fact.on
    said = {key: value for key, value in asdict(fact).items() if value is not None and value != ()}
    said["on"] = on.isoformat(*(["T", "minutes"] if isinstance(on, dt.datetime) else []))
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert text_of(fact) == plain


def test_what_is_added_together_stands_in_the_ledger_as_it_is_told(tmp_path):
    with open_ledger(tmp_path) as ledger:
        with ledger.writing():
            ledger.append(FACT, NOW)
            added = ledger.append_all([FACT, Reversal(number=1, reason="错")], NOW)
        assert list(added) == list(ledger.entries())[1:]
        assert (added[-1].number, len(added), list(added[1:])) == (3, 2, [added[1]])
        with pytest.raises(IndexError):
            added[2]


@pytest.mark.parametrize(
    ("numbers", "broken", "held"),
    [((1, 2, 3), None, 3), ((1, 3), 2, 1), ((2, 3), 1, 0), ((0, 1), 1, 0), ((1, 1), 2, 1)],
)
def test_numbers_run_from_one_without_a_gap_also_where_every_hash_holds(numbers, broken, held):
    lines = list(rechained(*numbers))
    chain = lines[held - 1][3] if held else "0" * 64
    assert first_broken(lines) == (broken, held, chain)


@pytest.mark.usefixtures("store")
def test_a_reversal_of_an_event_is_read_with_the_events(tmp_path):
    event = Event(name="accident", at=NOW, unit="ceshi/east")
    with open_ledger(tmp_path) as ledger:
        with ledger.writing():
            for fact in (FACT, event, Reversal(number=2, reason="记错")):
                ledger.append(fact, NOW)
        assert [each.number for each in ledger.of_events()] == [2, 3]
