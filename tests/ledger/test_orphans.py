"""What was recorded for a duty that no longer exists is found, with where it may belong."""

import datetime as dt
import json

import pytest
from conftest import PACK, UNITS

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Choice, Done, Entry, Event, Reversal
from cadence.ledger.orphans import find_orphans, likely

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
OLD = "ceshi/notice:duty:2022-05-31@ceshi/east"
TAIL = "monthly-meeting:2022-06@ceshi/east"


def entries(*facts):
    return [Entry(number=n, recorded=NOW, fact=fact) for n, fact in enumerate(facts, 1)]


def done(identifier):
    return Done(occurrence=identifier, on=NOW.date(), evidence="纪要")


def found(*facts, exists=(), near=()):
    return list(find_orphans(entries(*facts), set(exists).__contains__, lambda _each, _on: near))


def test_an_entry_whose_duty_exists_is_none():
    assert found(done(OLD), exists=[OLD]) == []


def test_all_entries_of_one_lost_duty_are_one_finding():
    (finding,) = found(done(OLD), Choice(occurrence=OLD), done(OLD))
    assert (finding.code, finding.severity, finding.unit) == ("orphan", "error", "ceshi/east")
    assert "entries 1、2、3 speak of it" in finding.message
    assert "cadence ledger reverse 1" in finding.advice


def test_what_was_reversed_is_no_orphan_and_events_have_no_duty():
    event = Event(name="事故", at=NOW, unit="ceshi/east")
    assert found(done(OLD), Reversal(number=1, reason="x"), event) == []


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        (["ceshi/notice:other:2022-05-31@ceshi/east", OLD.replace("05-31", "06-30")], 1),
        ([OLD.replace("duty", "other"), OLD.replace("duty", "duties")], 1),
        ([OLD.replace("east", "west"), OLD.replace("duty", "other")], None),
        ([OLD.replace("east", "west"), OLD.replace("east", "north")], None),
        (["ceshi/notice:x:2022-06-30@ceshi/west"], None),
    ],
)
def test_the_same_duty_of_the_same_unit_is_the_likeliest(near, expected):
    assert likely(OLD, near) == (None if expected is None else near[expected])


@pytest.mark.parametrize(
    ("file", "text", "instead"),
    [
        ("notice.yaml", PACK.replace("monthly-meeting", "township-meeting"),
         "ceshi/notice:township-meeting:2022-06@ceshi/east"),
        ("notice.yaml", PACK.replace("period: month", "period: quarter"),
         "ceshi/notice:monthly-meeting:2022-Q2@ceshi/east"),
        ("units.yaml", UNITS.replace("id: east", "id: dongzhen").replace("[east", "[dongzhen"),
         None),  # dongzhen or west: nobody can tell
    ],
)  # fmt: skip
def test_verify_names_the_likely_new_id_until_the_entry_is_moved(
    here, workspace_folder, file, text, instead
):
    here("done", TAIL, "--on", "2022-06-20", "--evidence", "纪要")
    (workspace_folder / "rules" / "ceshi" / file).write_text(text, encoding="utf-8")
    ran = here("verify", "--format", "json")
    (orphan,) = [each for each in json.loads(ran.stdout) if each["code"] == "orphan"]
    assert ran.returncode == 1
    assert orphan["occurrences"] == [f"ceshi/notice:{TAIL}", *([instead] if instead else [])]
    here(
        "done",
        instead or TAIL.replace("east", "dongzhen"),
        "--on",
        "2022-06-20",
        "--evidence",
        "纪要",
    )
    here("ledger", "reverse", "1", "--reason", "编号已变")
    assert "orphan" not in here("verify", "--format", "json").stdout
