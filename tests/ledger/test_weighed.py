"""A claim by itself: the first day and minute that is taken, the last, and the reason in words."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import make_rule

from cadence.core import SHANGHAI, Cadence, CadenceError, WrittenDay, read_day
from cadence.core.facts import Claimed, Done, Entry, Extension, Refusal, Reversal, Waiver
from cadence.core.occurrence import Binding, Occurrence, Unit, Window
from cadence.ledger import open_ledger
from cadence.ledger.accept import Claim, neighbours, refuse_day, weigh
from cadence.ledger.evidence import leads_somewhere, read_proof
from cadence.ledger.hash_chain import GENESIS
from cadence.ledger.known import MANY
from cadence.ledger.reading import read_entries, read_known, read_reversals
from cadence.ledger.store import FEW
from cadence.ledger.yearless import day_meant

D = dt.date.fromisoformat
NOW = dt.datetime(2022, 7, 5, 9, 30, tzinfo=SHANGHAI)
EAST = Unit(place="ceshi", id="east", name="东镇")
RULE = make_rule(Cadence(period="month"))
JUNE = Window(label="2022-06", start=D("2022-06-01"), due=D("2022-06-30"), nth=1, of=1,
              partial=False, advised=None, provisional=False)  # fmt: skip


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


CLOCK = replace(JUNE, opens=at("2022-06-20 14:20"), closes=at("2022-06-21 14:20"),
                start=D("2022-06-20"), due=D("2022-06-21"))  # fmt: skip


def occurrence(window=JUNE, rule=RULE):
    return Occurrence(binding=Binding(rule=rule, unit=EAST, names=()), window=window)


ID = occurrence().id
DONE = Done(occurrence=ID, on=D("2022-06-20"), evidence="会议纪要〔2022〕6号")


def refused(fact, *known, window=JUNE, again=True, now=NOW):
    entries = [Entry(number=n, recorded=NOW, fact=each) for n, each in enumerate(known, 1)]
    (found,) = weigh([Claim(occurrence(window), fact)], entries, now, again=again)
    if found.same_as is not None:
        return found.same_as
    return None if found.refusal is None else str(found.refusal)


MINUTE = "on {0} the minute decides; write the time too: {0} 14:20"


@pytest.mark.parametrize(
    ("window", "on", "said"),
    [
        (JUNE, D("2022-06-01"), None),
        (JUNE, D("2022-05-31"), "2022-05-31 lies before the window opens on 2022-06-01"),
        (JUNE, at("2022-06-01 00:00"), None),
        (JUNE, at("2022-05-31 23:59"),
         "2022-05-31 23:59 lies before the window opens on 2022-06-01"),
        (JUNE, D("2022-07-05"), None),
        (JUNE, D("2022-07-06"), "2022-07-06 lies in the future; now is 2022-07-05 09:30"),
        (JUNE, at("2022-07-05 09:30"), None),
        (JUNE, at("2022-07-05 09:31"),
         "2022-07-05 09:31 lies in the future; now is 2022-07-05 09:30"),
        (CLOCK, at("2022-06-20 14:20"), None),
        (CLOCK, at("2022-06-20 14:19"),
         "2022-06-20 14:19 lies before the window opens on 2022-06-20 14:20"),
        (CLOCK, D("2022-06-19"), "2022-06-19 lies before the window opens on 2022-06-20 14:20"),
        (CLOCK, D("2022-06-20"), MINUTE.format("2022-06-20")),
        (CLOCK, D("2022-06-21"), MINUTE.format("2022-06-21")),
        (CLOCK, D("2022-06-22"), None),
        (replace(CLOCK, opens=None), D("2022-06-20"), None),
    ],
)  # fmt: skip
def test_a_day_is_taken_from_the_windows_first_minute_until_now(window, on, said):
    found = refuse_day(window, on, NOW)
    assert (None if found is None else str(found)) == said


def test_a_second_day_is_refused_and_a_second_proof_of_the_same_day_is_welcome():
    assert refused(DONE, DONE) == 1
    assert refused(replace(DONE, evidence="照片两张（6月20日）"), DONE) is None
    assert refused(replace(DONE, on=at("2022-06-20 09:00"), evidence="签到表6号"), DONE) is None
    assert refused(replace(DONE, on=D("2022-06-21"), evidence="签到表6号"), DONE) == (
        "entry 1 says that it was done on 2022-06-20 (会议纪要〔2022〕6号); if 2022-06-21 is right,"
        " reverse that entry first"
    )
    gone = Reversal(number=1, reason="错")
    assert refused(replace(DONE, on=D("2022-06-21")), DONE, gone) is None
    assert refused(DONE, DONE, gone) is None
    assert refused(DONE, DONE, gone, again=False) == "entry 1 said the very same and was reversed"


def test_a_printed_row_comes_back_without_hash_and_post_and_says_the_same():
    full = replace(DONE, by="镇长", sha256="a" * 64, files=(("x.pdf", "a" * 64),))
    assert refused(DONE, full) == 1
    assert refused(full, DONE) is None
    assert refused(replace(DONE, by="镇长"), full) == 1
    assert refused(replace(DONE, by="书记"), full) is None


@pytest.mark.parametrize("many", [MANY - 1, MANY, MANY + 1])
def test_of_many_proofs_each_is_known_again(many):
    proofs = [replace(DONE, evidence=f"记录第{n}号") for n in range(many)]
    assert [refused(each, *proofs) for each in (proofs[0], proofs[-1])] == [1, many]
    assert refused(replace(DONE, evidence="记录另一号"), *proofs) is None


def test_a_tick_is_said_once_whatever_else_is_known():
    tick = Claimed(occurrence=ID, on=D("2022-06-20"), by="东镇（手机）")
    assert refused(tick) is None
    assert refused(replace(tick, on=D("2022-06-21")), tick) == 1
    assert refused(tick, DONE) == 1
    assert refused(DONE, tick) is None
    gone = Reversal(number=1, reason="错")
    assert "was reversed" in refused(tick, tick, gone)


def test_two_times_of_one_window_need_two_proofs():
    first, second = (replace(JUNE, nth=nth, of=2) for nth in (1, 2))
    known = replace(DONE, occurrence=occurrence(first).id)
    fact = replace(DONE, occurrence=occurrence(second).id)
    assert refused(fact, known, window=second) == (
        f"the same evidence already proves {known.occurrence}; each time needs its own"
    )
    assert refused(replace(fact, evidence="会议纪要7号"), known, window=second) is None
    assert refused(replace(fact, on=D("2022-06-21")), known, window=second) is None
    ids = neighbours([Claim(occurrence(second), fact)])
    assert ids == {known.occurrence, fact.occurrence}
    assert neighbours([Claim(occurrence(), DONE)]) == {ID}


MORE = Extension(occurrence=ID, to=D("2022-07-08"), document="批复", by="主任")
FREE = Waiver(occurrence=ID, document="决定", by="主任")


def test_an_extension_lies_after_the_last_day_and_of_what_is_still_owed():
    assert refused(MORE) is None
    assert refused(replace(MORE, to=D("2022-07-01"))) is None
    late = "2022-06-30 does not lie after the due day 2022-06-30"
    assert refused(replace(MORE, to=D("2022-06-30"))) == late
    rolled = replace(JUNE, due=D("2022-06-26"), advised=D("2022-06-27"))
    assert "after the due day 2022-06-27" in refused(
        replace(MORE, to=D("2022-06-27")), window=rolled
    )
    assert refused(MORE, window=replace(JUNE, due=None)).startswith("the text gives no due day")
    assert (
        refused(MORE, DONE)
        == "it was done on 2022-06-20, says entry 1; there is nothing to put off"
    )
    assert refused(MORE, FREE) == "entry 1 releases it; there is nothing to put off"
    assert refused(FREE, DONE).endswith("says entry 1; there is nothing to release")
    assert refused(FREE, MORE) is None
    assert refused(replace(FREE, document="另一决定"), FREE) is None
    assert refused(MORE, MORE) == 1
    assert refused(replace(MORE, to=D("2022-07-20")), MORE) is None


def test_a_refusal_is_of_what_is_open_and_of_no_day_to_come():
    no = Refusal(occurrence=ID, refused="time", on=D("2022-07-05"), reason="须按期", by="主任")
    assert refused(no) is None
    assert "lies in the future" in refused(replace(no, on=D("2022-07-06")))
    assert refused(no, DONE).endswith("there is nothing to refuse")
    assert refused(no, FREE) == "entry 1 releases it; there is nothing to refuse"
    earlier = replace(no, on=D("2022-07-01"))
    assert refused(no, earlier) is None  # a person says it again
    assert refused(no, earlier, again=False) == 1  # a sheet has the day on which it came


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ("会议纪要6号", True), ("6号", True), ("x", False), ("", False), ("123", False),
        ("见附件", False), ("详见附件1：会议纪要", True), ("已上传", False), ("#N/A", False),
        ("=SUM(A1)", False), ("Err:502", False), ("<img src='a.png'>", False), ("&nbsp;", False),
        ("&amp;纪要", True), ("甲", True), ("无", False), ("OK", False), ("done", False),
        ("<b>纪要</b>", True), ("附件材料原件照片", False), ("nothing at all", True),
    ],
)  # fmt: skip
def test_evidence_is_what_a_person_could_look_up(said, leads):
    assert leads_somewhere(said) is leads


def test_a_file_is_known_by_its_content_and_one_outside_is_only_words(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "a.pdf").write_bytes(b"x")
    found = read_proof("a.pdf", tmp_path)
    assert (found.words, len(found.sha256), found.missing) == ("a.pdf", 64, False)
    assert read_proof("../a.pdf", tmp_path / "in").sha256 == found.sha256
    outside = read_proof("../a.pdf", tmp_path / "in", inside=True)
    assert (outside.words, outside.sha256, outside.missing) == ("../a.pdf", None, False)
    assert read_proof("b.pdf", tmp_path).missing
    assert not read_proof("会议纪要", tmp_path).missing
    with pytest.raises(CadenceError, match="is a folder"):
        read_proof("in", tmp_path)
    assert read_proof("in", tmp_path, inside=True).words == "in"


def meant(said, window=JUNE, now=NOW):
    found = day_meant(read_day(said, None), said, window, now)
    return found if isinstance(found, dt.date) else str(found)


def test_a_day_without_its_year_is_that_of_the_window_or_asked():
    assert meant("6月20日") == D("2022-06-20")
    assert meant("2022-05-01") == D("2022-05-01")  # said in full: refused when it is weighed
    assert meant("6月20日", now=at("2023-07-01 09:00")) == (
        '"6月20日" may be 2022-06-20、2023-06-20; write the year too'
    )
    assert meant("5月20日") == D("2022-05-20")  # the only one, and refused when it is weighed
    assert "in no year a day" in meant("5月20日", now=at("2023-05-01 09:00"))
    assert meant("6月20日（周一）") == D("2022-06-20")
    assert "another day of the week" in meant("6月20日（周二）")
    assert meant("6月30日24:00") == D("2022-06-30")
    clock = day_meant(read_day("6月20日24:00", None), "x", CLOCK, NOW)
    assert clock == at("2022-06-21 00:00")
    assert isinstance(read_day("6月20日", None), WrittenDay)


# Reading


def wrote(folder, *facts, when=NOW):
    with open_ledger(folder) as ledger, ledger.writing():
        return ledger.append_all(facts, when)


def test_lines_after_one_that_was_read_are_given_where_it_still_stands(tmp_path):
    wrote(tmp_path, *(replace(DONE, evidence=f"{n}号") for n in range(3)))
    with open_ledger(tmp_path) as ledger:
        lines = list(ledger.lines())
        assert ledger.after(2, lines[1][3]) == lines[2:]
        assert ledger.after(3, lines[2][3]) == []
        assert ledger.after(2, lines[0][3]) is None
        assert ledger.after(4, lines[2][3]) is None
        assert ledger.head() == (3, lines[2][3])
    with open_ledger(tmp_path / ".") as again:
        assert again.head()[0] == 3
    (tmp_path / "new").mkdir()
    with open_ledger(tmp_path / "new") as empty:
        assert empty.head() == (0, GENESIS)


@pytest.mark.parametrize("many", [1, FEW, FEW + 1])
def test_what_is_about_some_occurrences_is_found_however_many_are_asked(tmp_path, many):
    facts = [replace(DONE, occurrence=f"ceshi/notice:r{n}:2022-06@ceshi/east") for n in range(40)]
    wrote(tmp_path, *facts, Reversal(number=40, reason="错"))
    wanted = [each.occurrence for each in facts[:many]]
    with open_ledger(tmp_path) as ledger:
        assert [each.number for each in ledger.about(wanted)] == [*range(1, many + 1), 41]


def test_what_was_recorded_by_a_moment_is_read_to_its_second(tmp_path):
    later = NOW + dt.timedelta(hours=1)
    wrote(tmp_path, DONE)
    wrote(tmp_path, Reversal(number=1, reason="错"), when=later)
    for until, many, reversals in ((None, 2, 1), (later, 2, 1), (NOW, 1, 0),
                                   (NOW - dt.timedelta(seconds=1), 0, 0)):  # fmt: skip
        assert len(list(read_entries(tmp_path, until))) == many
        assert len(list(read_known(tmp_path, until))) == many
        assert len(read_reversals(tmp_path, until)) == reversals
    assert [type(each).__name__ for each in read_known(tmp_path)] == ["PlainDone", "Entry"]
    assert len(list(read_known(tmp_path, None, ["ceshi"]))) == 2
    assert len(list(read_known(tmp_path, None, ["other"]))) == 1  # a reversal is of no place


def test_a_line_is_restored_only_where_it_follows(tmp_path):
    wrote(tmp_path, DONE, replace(DONE, evidence="另"))
    with open_ledger(tmp_path) as ledger:
        first, second = ledger.lines()
    (tmp_path / "new").mkdir()
    with open_ledger(tmp_path / "new", restoring=True) as ledger:
        with pytest.raises(ValueError, match="2"), ledger.writing():
            ledger.restore(second)
        with pytest.raises(ValueError, match="1"), ledger.writing():
            ledger.restore((*first[:3], second[3]))
        with ledger.writing():
            ledger.restore(first)
            ledger.restore(second)
        assert list(ledger.lines()) == [first, second]
