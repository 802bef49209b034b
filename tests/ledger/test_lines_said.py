"""What one line of the ledger says: slips numbered, answers once, parts reached, remarks."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from conftest import make_rule
from PIL import Image

from cadence.core import SHANGHAI, Cadence, CadenceError
from cadence.core.facts import (
    Answer,
    Done,
    Entry,
    Event,
    Receipt,
    Refusal,
    Reversal,
    Supervision,
    Waiver,
)
from cadence.core.occurrence import Binding, Occurrence, Unit, Window
from cadence.ledger import open_ledger, read_entries
from cadence.ledger.accept import Claim, weigh
from cadence.ledger.covering import reached, those_required
from cadence.ledger.evidence_files import keep_file
from cadence.ledger.export import entry_rows
from cadence.ledger.record import reverse, write_said
from cadence.ledger.slips import issue, numbered
from cadence.ledger.thumbnails import SIZE, thumbnail

D = dt.date.fromisoformat
NOW = dt.datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
DUTY = "ceshi/notice:duty:2026-10@ceshi/east"
SLIP = Supervision(
    message="m", unit="ceshi/east", by="县安委办", on=D("2026-11-18"), occurrences=(DUTY,)
)


def entries(*facts):
    return [Entry(number=n, recorded=NOW, fact=fact) for n, fact in enumerate(facts, 1)]


# Slips


@pytest.mark.parametrize(
    ("known", "number", "round_"),
    [
        ((), 1, 1),
        ((replace(SLIP, number=4),), 5, 2),
        ((replace(SLIP, number=4), replace(SLIP, number=2, round=2)), 5, 3),
        ((replace(SLIP, number=4, unit="other/east"),), 1, 2),
        ((replace(SLIP, number=4, on=D("2025-11-18")),), 1, 2),
        ((replace(SLIP, number=4, occurrences=("x",)),), 5, 1),
        ((replace(SLIP, number=4, occurrences=("x", DUTY)),), 5, 2),
        ((replace(SLIP, number=4, round=3), Reversal(number=1, reason="错")), 5, 1),
    ],
)
def test_numbers_run_by_place_and_year_and_rounds_by_duty(known, number, round_):
    found = numbered(SLIP, entries(*known))
    assert (found.number, found.round) == (number, round_)


def test_a_slip_that_cannot_be_handed_over_is_not_written_down(tmp_path):
    def jammed(_slip):
        raise CadenceError("no paper")

    with pytest.raises(CadenceError, match="no paper"):
        issue(tmp_path, SLIP, NOW, jammed)
    assert list(read_entries(tmp_path)) == []
    handed = []
    entry = issue(tmp_path, SLIP, NOW, handed.append)
    assert handed == [entry.fact] == [replace(SLIP, number=1)]
    assert issue(tmp_path, replace(SLIP, message="n"), NOW, handed.append).fact.round == 2


RECEIPT = Receipt(message="m", unit="ceshi/east", occurrences=(DUTY,), by="镇")
ANSWER = Answer(occurrence=DUTY, words="本周补开", by="镇")


def test_one_receipt_of_a_message_and_each_answer_once(tmp_path):
    assert write_said(tmp_path, [RECEIPT, ANSWER], NOW) == 2
    assert write_said(tmp_path, [replace(RECEIPT, by="另一人"), ANSWER], NOW) == 0
    assert write_said(tmp_path, [replace(ANSWER, words="已补开")], NOW) == 1
    others = [replace(RECEIPT, unit="ceshi/west"), replace(RECEIPT, message="n")]
    assert write_said(tmp_path, others, NOW) == 2
    refusal, _entries = reverse(tmp_path, [Reversal(number=1, reason="错")], NOW)
    assert refusal is None
    assert write_said(tmp_path, [RECEIPT], NOW) == 1  # what was reversed may be said again


def test_entries_are_reversed_all_or_none_and_each_once(tmp_path):
    with open_ledger(tmp_path) as ledger, ledger.writing():
        ledger.append_all([ANSWER, RECEIPT], NOW)

    def back(*numbers):
        return reverse(tmp_path, [Reversal(number=each, reason="错") for each in numbers], NOW)

    assert str(back(1, 9)[0]) == "the ledger has no entry 9"
    assert len(list(read_entries(tmp_path))) == 2
    assert [each.number for each in back(2, 1)[1]] == [2, 3, 1, 4]
    assert str(back(1)[0]) == "entry 1 is reversed already"
    assert back(4)[0] is None  # the reversal itself, so that 1 counts again
    assert back(1)[0] is None


# Parts of a whole (全覆盖)


EAST, WEST, BUREAU = (
    Unit(place="ceshi", id=each, name=name)
    for each, name in (("east", "东镇"), ("west", "西乡"), ("bureau", "应急局"))
)


def duty(*covers):
    binding = Binding(rule=make_rule(Cadence(period="month")), unit=BUREAU, names=(), covers=covers)
    window = Window(label="2026-10", start=D("2026-10-01"), due=D("2026-10-31"), nth=1, of=1,
                    partial=False, advised=None, provisional=False)  # fmt: skip
    return Occurrence(binding=binding, window=window)


WHOLE = duty(EAST, WEST)


def part(day, *units, whole=WHOLE):
    return Done(
        occurrence=whole.id,
        on=D(day),
        evidence=f"记录{day}",
        covers=tuple(one.key for one in units),
    )


def refused(fact, *known, whole=WHOLE):
    (found,) = weigh([Claim(whole, fact)], entries(*known), NOW, again=True)
    return None if found.refusal is None else str(found.refusal)


def test_parts_are_recorded_until_all_are_reached_and_then_the_whole_is_done():
    first, second = part("2026-10-10", EAST), part("2026-10-12", WEST)
    assert refused(first) is None
    assert refused(second, first) is None
    assert refused(part("2026-10-11", EAST, WEST), first) is None
    assert refused(part("2026-10-11", EAST), first) == (
        "entry 1 says that 东镇 was reached on 2026-10-10"
    )
    assert refused(part("2026-10-13", EAST, WEST), first, second) == (
        "entry 2 says that 西乡 was reached on 2026-10-12"
    )
    assert refused(part("2026-10-13", BUREAU)) == (
        "ceshi/bureau is not one of those whom this must reach"
    )
    whole = replace(first, covers=(), on=D("2026-10-20"))
    assert refused(whole, first).startswith("it is done once each of 2 is reached, one by one")
    assert "西乡" in refused(whole, first)
    assert "东镇" not in refused(whole, first)
    assert refused(whole, first, second) == "entry 2 says that 西乡 was reached on 2026-10-12"
    released = Waiver(occurrence=first.occurrence, document="决定", by="主任")
    assert refused(released, first) is None
    assert refused(released, first, second) == (
        "it was done on 2026-10-12, says entry 2; there is nothing to release"
    )


def test_where_the_roster_lists_nobody_parts_are_left_out():
    bare = duty()
    fact = part("2026-10-10", EAST, whole=bare)
    assert refused(fact, whole=bare).startswith("the roster does not list whom this must reach")
    assert refused(replace(fact, covers=()), whole=bare) is None


def test_all_means_everybody_and_a_group_those_of_it_who_must_be_reached():
    whole = duty(EAST, WEST)
    assert reached(whole, ["ceshi/east", "ceshi/east"]) == ("ceshi/east",)
    for word in ("all", "全部"):
        assert reached(whole, ["ceshi/bureau", word]) == ("ceshi/east", "ceshi/west")
    assert those_required(whole, (BUREAU, WEST)) == ("ceshi/west",)
    assert those_required(whole, (BUREAU,)) == ("ceshi/bureau",)


# Remarks


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Reversal(number=3, reason="记错了"), "冲销第3条：记错了"),
        (Event(name="事故", at=NOW, unit="ceshi/east"), ""),
        (Event(name="事故", at=NOW, unit="ceshi/east", note="路口",
               values=(("level", "一般"), ("deaths", "1")), corrects=2),
         "更正第2条；路口；level=一般，deaths=1"),
        (ANSWER, "本周补开"),
        (replace(ANSWER, to=D("2026-11-30")), "申请延期：本周补开"),
        (replace(SLIP, number=7), "发督办单督〔2026〕7号：1项"),
        (replace(SLIP, number=7, round=2, matter="整改隐患"),
         "发督办单督〔2026〕7号：第2次，整改隐患"),
        (part("2026-10-10", EAST, WEST), "覆盖2个：ceshi/east、ceshi/west"),
        (part("2026-10-10"), ""),
        (RECEIPT, "签收1项"),
        (Waiver(occurrence=DUTY, document="决定", by="主任"), ""),
    ],
)  # fmt: skip
def test_the_remark_says_what_no_column_does(fact, said):
    (row,) = entry_rows(entries(fact))
    assert said in row if said else all("覆盖" not in each for each in row)


def test_a_refusal_is_remarked_with_what_was_refused():
    fact = Refusal(occurrence=DUTY, refused="time", on=D("2026-11-20"), reason="须按期", by="主任")
    (row,) = entry_rows(entries(fact))
    assert any(each.endswith("：须按期") for each in row)


# Photos


def photo(size, *, form="JPEG", mode="RGB", color=(10, 200, 30)):
    content = io.BytesIO()
    Image.new(mode, size, color).save(content, form)
    return content.getvalue()


def shown(folder, content, name="现场.jpg"):
    _name, digest = keep_file(folder, name, content)
    return Image.open(io.BytesIO(thumbnail(folder, digest))), digest


def test_a_photo_is_shown_small_and_kept_for_the_next_time(tmp_path):
    small, digest = shown(tmp_path, photo((1600, 400)))
    assert (small.format, small.size) == ("JPEG", (SIZE[0], SIZE[0] // 4))
    place = tmp_path / ".cadence" / "thumbnails" / f"thumb-{digest}.jpg"
    place.write_bytes(b"kept")
    assert thumbnail(tmp_path, digest) == b"kept"
    tall, _digest = shown(tmp_path, photo((200, 1600)))
    assert tall.size == (SIZE[1] // 8, SIZE[1])


def test_what_is_clear_in_a_picture_is_white_and_the_rest_as_it_was(tmp_path):
    clear, _digest = shown(
        tmp_path, photo((40, 40), form="PNG", mode="RGBA", color=(10, 200, 30, 0)), "图.png"
    )
    assert min(clear.convert("RGB").getpixel((20, 20))) > 250
    solid, _digest = shown(tmp_path, photo((40, 40), form="PNG"), "图.png")
    assert solid.convert("RGB").getpixel((20, 20))[0] < 40


def test_a_picture_too_large_or_none_at_all_is_said_to_be_and_a_full_disk_hinders_nothing(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("cadence.ledger.thumbnails.MOST", 1600)
    shown(tmp_path, photo((40, 40)))
    with pytest.raises(CadenceError, match="too large to be shown small"):
        shown(tmp_path, photo((41, 40)))
    with pytest.raises(CadenceError):
        shown(tmp_path, photo((40, 40))[:60], "半张.jpg")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".cadence").write_bytes(b"no folder")
    small, _digest = shown(tmp_path / "other", photo((30, 30)))
    assert small.size == (30, 30)
