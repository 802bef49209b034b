"""The workspace is read again when it changed, and never relied on where its times cannot tell."""

import datetime as dt
import os
import random
import shutil

import pytest
from conftest import PACK, UNITS
from desking import NOW, Clock, open_desk
from stories import EVENTS, RULES

from cadence.core.dates import Span
from cadence.core.errors import CadenceError
from cadence.core.facts import (
    Answer,
    Choice,
    Claimed,
    Done,
    Event,
    Extension,
    Refusal,
    Reversal,
    Waiver,
)
from cadence.desk.office import Office, Watched, signs_below
from cadence.ledger.store import FILE, Ledger, open_ledger

AGO = 1_700_000_000_000_000_000  # a file's time, long past


def settle(*files):
    for file in files:
        os.utime(file, ns=(AGO, AGO))


def test_files_that_stayed_as_they_were_are_not_read_again(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("1", "utf-8")
    settle(file)
    watched = Watched()

    assert [watched.have_changed(signs_below([tmp_path])) for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize("change", ["size", "time", "new", "gone"])
def test_a_change_is_seen(tmp_path, change):
    file, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_text("1", "utf-8")
    other.write_text("1", "utf-8")
    settle(file, other)
    watched = Watched()
    watched.have_changed(signs_below([tmp_path]))
    if change == "size":
        file.write_text("12", "utf-8")
        settle(file)
    elif change == "time":
        os.utime(file, ns=(AGO, AGO + 1))
    elif change == "new":
        (tmp_path / "c.yaml").write_text("1", "utf-8")
    else:
        other.unlink()

    assert watched.have_changed(signs_below([tmp_path]))


def test_a_file_written_this_very_moment_is_looked_at_again(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("1", "utf-8")
    os.utime(file, ns=(AGO, 2**62))  # its time lies ahead, as a shared drive's may
    watched = Watched()

    assert [watched.have_changed(signs_below([file])) for _ in range(2)] == [True, True]


def test_what_never_was_is_no_change(tmp_path):
    watched = Watched()

    assert [watched.have_changed(signs_below([tmp_path / "none"])) for _ in range(2)] == [
        True,
        False,
    ]


def test_what_somebody_else_records_is_on_the_next_page(tmp_path):
    office = open_desk(tmp_path).desk.office
    before = office.view()
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append(Waiver(occurrence="a", document="b", by="c"), Clock().now)

    assert before.entries == ()
    assert [each.fact.occurrence for each in office.view().entries] == ["a"]


def test_a_ledger_that_cannot_be_read_is_said_each_time_and_never_passed_over(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    settle(tmp_path / FILE)
    office = Office(tmp_path, Clock())
    for _ in range(2):
        with pytest.raises(CadenceError, match="ledger"):
            office.view()


def test_only_new_lines_are_read_and_a_restored_ledger_is_read_whole(desk, owner, monkeypatch):
    def write(folder, evidence):
        with open_ledger(folder) as ledger, ledger.writing():
            fact = Done(occurrence="a:b:2026-11@yichuan/pengpo", on=NOW.date(), evidence=evidence)
            ledger.append(fact, NOW)

    def evidence():
        return [each.fact.evidence for each in desk.desk.office.view().entries]

    read = []
    really = Ledger.entry
    monkeypatch.setattr(
        Ledger, "entry", lambda self, line: read.append(line[0]) or really(self, line)
    )
    for number in range(3):
        write(desk.folder, f"纪要{number}")
        assert len(evidence()) == number + 1
    assert read == [1, 2, 3]
    (desk.folder / "ledger.sqlite").unlink()
    assert "ledger.sqlite" in desk.desk.office.view().fault
    assert evidence() == []
    assert "记录不完整" in owner.get("/desk/yichuan/today").text
    shutil.rmtree(desk.folder / ".cadence")
    write(desk.folder, "另一本1")
    write(desk.folder, "另一本2")
    assert evidence() == ["另一本1", "另一本2"]
    assert desk.desk.office.view().fault == ""


def test_what_is_renewed_line_by_line_stands_as_if_all_were_judged_anew(workspace_folder):
    place = workspace_folder / "rules" / "ceshi"
    (place / "units.yaml").write_text(UNITS + EVENTS, "utf-8")
    (place / "notice.yaml").write_text(PACK + RULES, "utf-8")
    (place / "policy.yaml").write_text("tracking_from: 2026-03-01\n", "utf-8")
    span = Span(NOW.date().replace(month=7, day=1), NOW.date().replace(month=12, day=31))
    kept = Office(workspace_folder, lambda: NOW)

    def told(view):
        scenes = [view.scene("ceshi", span), view.scene("ceshi", span, unit="ceshi/east")]
        return [(each.judged, tuple(each.unsettled_before())) for each in scenes]

    chance = random.Random(14)
    told(kept.view())
    for step in range(80):
        (judged, missed), _east = told(kept.view())
        begun = [each for each in (*judged, *missed) if each.judgement.status != "upcoming"]
        facts = drawn(chance, chance.choice(begun).occurrence.id, step)
        with open_ledger(workspace_folder) as ledger, ledger.writing():
            ledger.append_all(facts, NOW)
        fresh = Office(workspace_folder, lambda: NOW)
        assert told(kept.view()) == told(fresh.view()), facts
    statuses = {each.judgement.status for each in told(kept.view())[0][0]}
    assert statuses >= {"late", "claimed", "overdue"}


def test_minute_by_minute_a_day_stands_as_if_all_were_judged_anew(workspace_folder):
    place = workspace_folder / "rules" / "ceshi"
    (place / "units.yaml").write_text(UNITS + EVENTS, "utf-8")
    (place / "notice.yaml").write_text(PACK + RULES, "utf-8")
    (place / "policy.yaml").write_text("tracking_from: 2026-03-01\n", "utf-8")
    event = Event(name="accident", at=NOW - dt.timedelta(minutes=30), unit="ceshi/east")
    with open_ledger(workspace_folder) as ledger, ledger.writing():
        ledger.append_all([event], NOW - dt.timedelta(minutes=20))
    clock = Clock()
    kept = Office(workspace_folder, clock)
    last = NOW.date().replace(month=12, day=31)
    spans = [Span(NOW.date().replace(day=1), last), Span(last.replace(day=1), last)]

    def told(view):
        scenes = [view.scene("ceshi", span) for span in spans]
        return [(each.judged, each.carried, tuple(each.unsettled_before())) for each in scenes]

    seen = set()
    for step in range(60):
        seen.add((clock.now.date(), str(told(kept.view()))))
        assert told(kept.view()) == told(Office(workspace_folder, clock).view()), clock.now
        if step == 20:
            (judged, _carried, _missed), _later = told(kept.view())
            ran = [each for each in judged if each.occurrence.window.closes][:1]
            done = Done(occurrence=ran[0].occurrence.id, on=clock.now, evidence="报告1号")
            with open_ledger(workspace_folder) as ledger, ledger.writing():
                ledger.append_all([done], clock.now)
        clock.now += dt.timedelta(minutes=37, seconds=11)
    assert len(seen) > len({day for day, _told in seen})  # a clock ran out within a day


def drawn(chance, occurrence, step):
    """What may be written down of an occurrence; now and then an event, or that one was wrong."""
    day = NOW.date() - dt.timedelta(days=chance.randrange(200))
    kinds = {
        "done": Done(occurrence=occurrence, on=day, evidence=f"纪要{step}号"),
        "claim": Claimed(occurrence=occurrence, on=day, by="东镇"),
        "waiver": Waiver(occurrence=occurrence, document=f"批{step}号", by="县安委办"),
        "extension": Extension(
            occurrence=occurrence, to=day + dt.timedelta(days=90), document="批", by="县安委办"
        ),
        "refusal": Refusal(
            occurrence=occurrence, refused="time", reason="无", on=NOW.date(), by="县安委办"
        ),
        "answer": Answer(occurrence=occurrence, words="在办", to=NOW.date(), by="东镇"),
        "choice": Choice(occurrence=occurrence, at=NOW, minutes=60, by="县安委办"),
    }
    if step % 10 == 7:
        return [Reversal(number=step // 2 + 1, reason="记错", by="县安委办")]
    if step % 10 == 3:
        return [Event(name="accident", at=NOW - dt.timedelta(hours=step), unit="ceshi/east")]
    return [kinds[chance.choice(tuple(kinds))] for _each in range(chance.randrange(1, 3))]


def test_what_is_recorded_of_one_duty_leaves_the_others_the_very_same(workspace_folder):
    settle(*(workspace_folder / "rules").rglob("*.yaml"))
    kept = Office(workspace_folder, lambda: NOW)
    span = Span(NOW.date().replace(month=7, day=1), NOW.date().replace(month=12, day=31))
    for number in range(5):
        before = kept.view().scene("ceshi", span).judged
        done = Done(occurrence=before[0].occurrence.id, on=NOW.date(), evidence=f"纪要{number}号")
        with open_ledger(workspace_folder) as ledger, ledger.writing():
            ledger.append_all([done], NOW)
        after = kept.view().scene("ceshi", span).judged
        same = [after[n] is each for n, each in enumerate(before)]
        assert same == ([False] + [True] * (len(same) - 1) if number else [False] * len(same))
    assert after[0].judgement.past.done.evidence == "纪要0号"
