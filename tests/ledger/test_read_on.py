"""Reading on from lines that were read before: what is gone from the ledger is known no more."""

import datetime as dt

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Done
from cadence.ledger.hash_chain import GENESIS
from cadence.ledger.reading import read_on
from cadence.ledger.store import open_ledger

NOW = dt.datetime(2026, 11, 26, 9, tzinfo=SHANGHAI)
DONE = Done(occurrence="a:b:2026@c/d", on=NOW.date(), evidence="会议纪要6号")


def test_only_new_lines_are_read_and_the_last_hash_goes_with_them(tmp_path):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append(DONE, NOW)
    first, chain, _fault = read_on(tmp_path, (), GENESIS)
    assert read_on(tmp_path, first, chain)[:2] == (first, chain)
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append(DONE, NOW)
    both, later, _fault = read_on(tmp_path, first, chain)
    assert (both[0], len(both)) == (first[0], 2)
    assert later != chain


def test_a_ledger_without_lines_has_no_hash_of_another(tmp_path):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append(DONE, NOW)
    known, chain, _fault = read_on(tmp_path, (), GENESIS)
    other = tmp_path / "other"
    other.mkdir()
    with open_ledger(other):
        pass
    assert read_on(other, known, chain)[:2] == ((), GENESIS)
