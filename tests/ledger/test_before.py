"""What was known at an earlier moment, read from what was written since."""

import datetime as dt

import pytest

from cadence.core import SHANGHAI, Done, Reversal, Waiver, history, week_before
from cadence.ledger import before_grown, before_of, open_ledger, read_before

A, B, C = (f"ceshi/notice:duty:2026-1{n}@ceshi/east" for n in range(3))


def moment(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def done(occurrence):
    return Done(occurrence=occurrence, on=dt.date(2026, 11, 1), evidence="纪要")


def wrote(folder, *facts):
    with open_ledger(folder) as ledger, ledger.writing():
        for at, fact in facts:
            ledger.append(fact, moment(at))


@pytest.fixture
def told(tmp_path):
    """A is done; then B; then A is taken back, and that again; C comes last."""
    wrote(
        tmp_path,
        ("2026-11-01 09:00", done(A)),
        ("2026-11-02 09:00", done(B)),
        ("2026-11-03 09:00", Reversal(number=1, reason="错")),
        ("2026-11-04 09:00", Reversal(number=3, reason="没错")),
        ("2026-11-05 09:00", done(C)),
    )
    return tmp_path


def known(before):
    return {occurrence for occurrence, past in before.history.pasts.items() if past.done}


@pytest.mark.parametrize(
    ("at", "number", "touched", "done_then"),
    [
        ("2026-10-31 00:00", 0, {A, B, C}, set()),
        ("2026-11-02 09:00", 2, {A, C}, {A}),
        ("2026-11-03 12:00", 3, {A, C}, set()),
        ("2026-11-04 12:00", 4, {C}, set()),
        ("2026-11-06 00:00", 5, set(), set()),
    ],
)
def test_what_was_written_about_since_is_known_as_it_was(told, at, number, touched, done_then):
    before = read_before(told, moment(at))
    assert (before.number, before.touched) == (number, touched)
    assert known(before) == done_then
    with open_ledger(told) as ledger:  # lines that are read already say the same
        of_entries = before_of(list(ledger.entries()), moment(at))
    assert (of_entries.number, of_entries.touched) == (number, touched)
    assert known(of_entries) == done_then


def test_what_was_written_after_the_end_is_left_out(told):
    before = read_before(told, moment("2026-11-02 12:00"), moment("2026-11-03 12:00"))
    assert (before.number, before.touched, known(before)) == (2, {A}, {A})


def test_without_a_ledger_nothing_was_known_and_none_is_made(tmp_path):
    before = read_before(tmp_path, moment("2026-11-01 00:00"))
    assert (before.number, before.touched) == (0, frozenset())
    assert not list(tmp_path.iterdir())


def test_a_week_ago_is_the_same_all_day_and_counts_chinas_days():
    evening = dt.datetime(2026, 11, 21, 17, tzinfo=dt.UTC)  # the 22nd in China
    assert week_before(evening) == moment("2026-11-15 00:00")
    assert week_before(moment("2026-11-22 23:59")) == week_before(moment("2026-11-22 00:00"))


def test_lines_that_are_added_say_what_all_would_say_together(told):
    with open_ledger(told) as ledger, ledger.writing():
        ledger.append(Waiver(occurrence=A, document="1号", by="主任"), moment("2026-11-06 09:00"))
        ledger.append(done(B), moment("2026-11-06 09:00"))
        ledger.append(done(A.replace("east", "west")), moment("2026-11-06 09:00"))
    with open_ledger(told) as ledger:
        every = list(ledger.entries())
    for at in ("2026-10-31 00:00", "2026-11-03 12:00", "2026-11-05 12:00"):
        first = before_of(every[:5], moment(at))
        own = dict(first.by_unit)
        found, whole = (
            before_grown(first, history(every[:5]), every[5:]),
            before_of(every, moment(at)),
        )
        assert (found.number, found.touched, found.by_unit) == (
            whole.number, whole.touched, whole.by_unit
        )  # fmt: skip
        assert {**found.history.pasts} == {**whole.history.pasts}
        assert dict(first.by_unit) == own
