"""What was recorded for a duty that no longer exists is found, with where it may belong."""

import datetime as dt
import json

import pytest
from conftest import PACK, ROOT, UNITS
from happenings import chain, entry, known
from scenes import read

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Choice, Done, Entry, Event, Reversal
from cadence.ledger.orphans import find_orphans, likely
from cadence.occurrences import Index
from cadence.rules.workspace import read_workspace

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


def test_what_was_recorded_of_a_rule_counts_after_it_was_renamed_and_says_so(
    here, workspace_folder
):
    here("done", TAIL, "--on", "2022-06-20", "--evidence", "纪要")
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    renamed = PACK.replace(
        "  - id: monthly-meeting\n",
        "  - id: township-meeting\n    formerly: [ceshi/notice:monthly-meeting]\n",
    )
    before = read(read_workspace(workspace_folder))
    pack.write_text(renamed, encoding="utf-8")
    ran = here("verify", "--format", "json")
    assert "orphan" not in ran.stdout
    (told,) = json.loads(here("explain", f"ceshi/notice:{TAIL}", "--format", "json").stdout)
    assert told["id"] == "ceshi/notice:township-meeting:2022-06@ceshi/east"
    assert (told["status"], told["done_on"], told["evidence"]) == ("done", "2022-06-20", "纪要")
    again = here("done", told["id"], "--on", "2022-06-20", "--evidence", "纪要")
    assert "already" in again.stdout + again.stderr  # the same fact, under its earlier id

    def calendars(scenes):
        return {each.uid for scene in scenes for each in scene.occurrences()}

    assert calendars(read(read_workspace(workspace_folder))) == calendars(before)


MOVED = [
    *(f"work-safety-law:{each}" for each in (
        "accident-inquiry", "investigation-report-disclosure", "corrective-measures",
        "corrective-measures-inspection", "measures-evaluation-1y", "evaluation-disclosure",
        "evaluation-accountability",
    )),
    *(f"emergency-response:{each}" for each in (
        "government-drill-2y", "enterprise-drill-half-year", "enterprise-drill-report",
        "drill-spot-checks", "drill-correction",
    )),
]  # fmt: skip


def test_every_rule_that_left_the_excerpts_of_three_statutes_says_where_it_was():
    packs = read_workspace(ROOT).packs
    told = {rule.key: rule.formerly for pack in packs for rule in pack.rules if rule.formerly}
    assert told == {
        f"national/{each}": (f"national/accident-reporting:{each.partition(':')[2]}",)
        for each in MOVED
    }


def test_what_was_done_of_a_statutes_clock_counts_under_its_earlier_rule_and_body():
    """The yearly evaluation by 安全生产法 §86, and the two hours of 493号 §11."""
    evaluation = (
        "national/accident-reporting:measures-evaluation-1y:2026-06-10T10:00"
        "@national/investigating-governments"
    )
    reported = (
        "national/accident-reporting:accident-report-upward-2h:2026-06-10T10:00"
        "@national/safety-departments"
    )
    drilled = (
        "national/accident-reporting:government-drill-2y:2025..2026@national/local-governments"
    )
    told = chain("2026-06-10 10:00 事故发生 level=一般；2026-08-10 10:00 事故调查报告批复",
                 "yichuan/pengpo")  # fmt: skip
    facts = [*told, *map(done, (evaluation, reported, drilled))]
    known_now = known(*facts, recorded=NOW)
    index = Index(read(read_workspace(ROOT), history=known_now))
    for old, now in (
        (evaluation, evaluation.replace("accident-reporting", "work-safety-law")),
        (reported, reported.replace("national/safety-departments", "yichuan/yingjiju")),
    ):
        occurrence = index.exact(old)
        assert occurrence.id == now
        assert known_now.of(occurrence).done.evidence == "纪要"
    (orphan,) = find_orphans(
        [entry(n, fact) for n, fact in enumerate(facts, 1)],
        lambda each: index.exact(each) is not None,
        index.heirs,
        index.renamed,
    )
    assert orphan.occurrences == (drilled,)  # of four places: nobody can tell whose it was


def test_a_kind_of_body_that_is_one_unit_here_is_likely_that_unit():
    old = "national/law:drill:2026@national/local-governments"
    county = "national/law:drill:2026@yichuan/xianzhengfu"
    assert likely(old, [county]) == county
    assert likely(old, [county, county.replace("yichuan", "xiayi")]) is None
