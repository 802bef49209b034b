"""Slips as they stand: issued, received, answered, each said where it is due; and new ids."""

import datetime as dt
from dataclasses import replace

import pytest

from cadence.core import SHANGHAI
from cadence.core.coverage import Coverage
from cadence.core.facts import Answer, Choice, Done, Entry, Event, Receipt, Reversal, Supervision
from cadence.core.history import counted_out, grown, history
from cadence.core.new_id import LONGEST, new_id
from cadence.core.occurrence import Unit
from cadence.core.past import Past

D = dt.date.fromisoformat
NOW = dt.datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
DUTY = "ceshi/notice:duty:2026-10@ceshi/east"
OTHER = DUTY.replace("2026-10", "2026-11")
SLIP = Supervision(
    message="m1", number=7, round=1, unit="ceshi/east", by="县安委办", on=D("2026-11-18"),
    occurrences=(DUTY,),
)  # fmt: skip
RECEIPT = Receipt(message="m1", unit="ceshi/east", occurrences=(DUTY,), by="东镇（手机）")
ANSWER = Answer(occurrence=DUTY, words="本周补开", by="东镇（手机）")


def entries(*facts):
    return [
        Entry(number=n, recorded=NOW + n * dt.timedelta(days=1), fact=fact)
        for n, fact in enumerate(facts, 1)
    ]


def slips(*facts):
    return history(entries(*facts)).slips


def test_a_slip_says_its_day_its_limit_its_receipt_and_its_latest_answer():
    (bare,) = slips(SLIP)
    name = SLIP.name
    assert bare.line == f"{name}督办单：县安委办2026-11-18发出；未签收"
    assert bare.brief == f"{name}督办，未签收"
    (again,) = slips(replace(SLIP, round=2, reply_by=D("2026-11-25")))
    assert (
        again.line == f"{name}督办单（第2次）：县安委办2026-11-18发出，限2026-11-25前回复；未签收"
    )
    assert again.brief == f"{name}第2次督办，未签收"
    (came,) = slips(SLIP, RECEIPT)
    assert came.line.endswith("发出；2026-11-22签收（东镇（手机））")
    assert came.brief == f"{name}督办，已签收"
    (told,) = slips(SLIP, RECEIPT, ANSWER, replace(ANSWER, words="已补开"))
    assert told.line.endswith("签收（东镇（手机））；反馈：已补开（东镇（手机））")
    assert told.brief == f"{name}督办，已反馈"
    assert (told.number, len(told.answers)) == (1, 2)


def test_the_first_receipt_counts_and_one_of_another_message_confirms_nothing():
    later = replace(RECEIPT, by="办公室")
    (one,) = slips(SLIP, RECEIPT, later)
    assert (one.receipt, one.received) == (RECEIPT, D("2026-11-22"))
    (none,) = slips(SLIP, replace(RECEIPT, message="m2"))
    assert none.receipt is None


def test_an_answer_goes_to_the_latest_slip_about_its_duty_and_to_no_other():
    second = replace(SLIP, message="m2", round=2)
    first, latest = slips(SLIP, ANSWER, second, replace(ANSWER, words="二"))
    assert [each.words for each in first.answers] == ["本周补开"]
    assert [each.words for each in latest.answers] == ["二"]
    (one,) = slips(SLIP, replace(ANSWER, occurrence=OTHER))
    assert one.answers == ()
    assert slips(ANSWER) == ()


def test_a_slip_that_was_reversed_presses_for_nothing():
    known = history(entries(SLIP, replace(SLIP, message="m2"), Reversal(number=1, reason="错")))
    assert [each.fact.message for each in known.slips] == ["m2"]
    assert [each.fact.message for each in known.pasts.get(DUTY).slips] == ["m2"]


DONE = Done(occurrence=DUTY, on=D("2026-10-20"), evidence="纪要")


@pytest.mark.parametrize(
    ("fact", "grows"),
    [
        (DONE, True),
        (Choice(occurrence=DUTY, at=NOW), True),
        (replace(DONE, occurrence="ceshi/notice:duty:2026-11-20T14:20@ceshi/east"), False),
        (replace(DONE, occurrence="ceshi/notice:duty:2026-11-20T14:20#2@ceshi/east"), False),
        (replace(DONE, occurrence="ceshi/notice:duty:T14@ceshi/east"), True),
        (Event(name="事故", at=NOW, unit="ceshi/east"), False),
        (Reversal(number=1, reason="错"), False),
        (ANSWER, False),
        (RECEIPT, False),
        (SLIP, False),
    ],
)
def test_only_what_says_how_one_duty_stands_is_added_to_what_is_known(fact, grows):
    before = entries(replace(DONE, occurrence=OTHER))
    found = grown(history(before), entries(fact))
    if not grows:
        assert found is None
        return
    whole = history([*before, *(replace(each, number=2) for each in entries(fact))])
    assert dict(found.pasts.items()) == dict(whole.pasts.items())


def test_what_was_said_to_be_done_whole_stays_so_and_parts_do_once_all_are_reached():
    units = tuple(Unit(place="ceshi", id=each, name=each) for each in ("a", "b"))
    part, rest = (
        replace(DONE, covers=(f"ceshi/{each}",), on=D(day))
        for each, day in (("a", "2026-10-20"), ("b", "2026-10-21"))
    )
    half = Coverage(required=units, entries=(part,))
    both = Coverage(required=units, entries=(part, rest))
    assert counted_out(Past(), half).done is None
    assert counted_out(Past(), both).done == rest
    assert counted_out(Past(done=DONE), half).done == DONE
    assert counted_out(Past(done=part), half).done is None
    assert counted_out(Past(done=part), both).coverage is both


@pytest.mark.parametrize(
    ("name", "taken", "found"),
    [
        ("东镇", (), "dongzhen"),
        ("东 镇（A-2）", (), "dongzhena2"),
        ("东镇", ("dongzhen",), "dongzhen-2"),
        ("东镇", ("dongzhen", "dongzhen-2"), "dongzhen-3"),
        ("·", (), "unit"),
        ("con", (), "con-2"),
        ("a" * (LONGEST + 1), (), "a" * LONGEST),
        ("a" * LONGEST, (), "a" * LONGEST),
    ],
)
def test_an_id_is_the_names_pinyin_and_numbered_where_it_is_taken(name, taken, found):
    assert new_id(name, taken) == found
