"""done, waive, extend: each occurrence by its own evidence, all of them or none."""

import datetime as dt
import hashlib
import json

import pytest
from conftest import make_rule

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Answer, Done, Entry, Extension, Refusal, Reversal, Waiver
from cadence.core.history import history
from cadence.core.occurrence import Binding, Occurrence, Unit, Window
from cadence.ledger.accept import Claim, neighbours, weigh
from cadence.ledger.fact_json import fact_of, text_of
from cadence.ledger.reading import read_entries
from cadence.ledger.store import FILE

pytestmark = pytest.mark.usefixtures("office_store")  # with each store
EAST = "monthly-meeting:2022-06@ceshi/east"
FULL = f"ceshi/notice:{EAST}"
PROOF = ("--evidence", "会议纪要〔2022〕6号")
NOW = dt.datetime(2022, 12, 31, 18, 0, tzinfo=SHANGHAI)


def entries(folder):
    return [each.fact for each in read_entries(folder)]


def test_done_is_written_down_and_shown(here, workspace_folder):
    ran = here("done", EAST, "--on", "2022-06-20", *PROOF, "--by", "镇长")
    assert ran.returncode == 0, ran.stderr
    assert (
        "东镇：召开安全专题会议（2022-06，截止2022-06-30）【已完成（2022-06-20完成）】"
        in ran.stdout
    )
    (fact,) = entries(workspace_folder)
    assert fact == Done(occurrence=FULL, on=dt.date(2022, 6, 20), evidence=PROOF[1], by="镇长")


def test_check_and_occurrences_know_it(here):
    here("done", EAST, "--on", "2022-07-02", *PROOF)
    found = json.loads(
        here("occurrences", "--unit", "east", "--from", "2022-06-01", "--to", "2022-06-30",
             "--format", "json").stdout
    )  # fmt: skip
    assert [(each["status"], each["days_late"]) for each in found] == [("late", 2)]


def test_the_very_same_changes_nothing_and_says_so(here, workspace_folder):
    here("done", EAST, "--on", "2022-06-20", *PROOF)
    ran = here("done", EAST, "--on", "2022年6月20日", *PROOF)
    assert ran.returncode == 0
    assert "entry 1 says so already; nothing was changed" in ran.stdout
    assert len(entries(workspace_folder)) == 1


def test_one_meeting_may_discharge_several_at_once(here, workspace_folder):
    ran = here("done", EAST, EAST.replace("east", "west"), "--on", "2022-06-20", *PROOF)
    assert ran.returncode == 0
    assert [each.occurrence[-4:] for each in entries(workspace_folder)] == ["east", "west"]


def test_one_march_minute_never_satisfies_four_quarters(here, workspace_folder):
    quarters = [f"quarterly-standing-committee:2023-Q{n}@ceshi/secretary" for n in range(1, 5)]
    ran = here("done", *quarters, "--on", "2023-03-20", *PROOF)
    assert ran.returncode == 2
    assert ran.stderr.startswith("nothing was recorded:")
    for quarter, opens in ((2, "2023-04-01"), (3, "2023-07-01"), (4, "2023-10-01")):
        assert f"2023-Q{quarter}@ceshi/secretary: 2023-03-20 lies before the window" in ran.stderr
        assert opens in ran.stderr
    assert entries(workspace_folder) == []


def test_every_refusal_is_named_and_none_lands(here, workspace_folder):
    west = "monthly-meeting:2022-07@ceshi/west"
    ran = here(
        "done", EAST, west, "monthly-meating:2022-06@ceshi/east", "--on", "2022-06-20", *PROOF
    )
    assert ran.returncode == 2
    assert "the nearest are:" in ran.stderr
    assert f"  {FULL}" in ran.stderr
    assert "2022-06-20 lies before the window opens on 2022-07-01" in ran.stderr
    assert entries(workspace_folder) == []


def test_an_id_without_its_unit_is_not_one_for_each(here):
    ran = here("done", "monthly-meeting:2022-06", "--on", "2022-06-20", *PROOF)
    assert ran.returncode == 2
    assert "could be any of 2 occurrences" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((EAST, "--on", "2199-01-01", *PROOF), "2199-01-01 lies in the future"),
        ((EAST, "--on", "2022-06-20", "--evidence", "  "), "--evidence must say something"),
        ((EAST, "--on", "2022-06-20", "--evidence", "."), "is a folder"),
        ((EAST, "--on", "2022-06-20"), "--evidence"),
        ((EAST, "--on", "6月20日", *PROOF), "write the year too"),
        ((EAST, "--on", "2022-02-30", *PROOF), "is not a time"),
        (("meeting", "--on", "2022-06-20", *PROOF), "names no window"),
        ((EAST, "--on", "2022-06-20", "--evidence", "\udcff"), "is not readable text"),
    ],
)
def test_bad_input_is_refused_with_its_reason(here, workspace_folder, arguments, message):
    ran = here("done", *arguments)
    assert ran.returncode == 2
    assert message in ran.stderr
    assert not (workspace_folder / FILE).exists() or entries(workspace_folder) == []


def test_a_file_given_as_evidence_is_hashed(here, workspace_folder, tmp_path):
    minute = tmp_path / "会议纪要.pdf"
    minute.write_bytes(b"%PDF-1.7")
    here("done", EAST, "--on", "2022-06-20", "--evidence", minute)
    (fact,) = entries(workspace_folder)
    assert fact.evidence == "会议纪要.pdf"
    assert fact.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()


def test_a_file_that_is_not_there_is_kept_by_name_and_said_to_be(here, workspace_folder):
    ran = here("done", EAST, "--on", "2022-06-20", "--evidence", "没有.pdf")
    assert "no file 没有.pdf is here" in ran.stderr
    assert entries(workspace_folder)[0].sha256 is None


@pytest.fixture
def tracked(workspace_folder):
    """Records are kept since 2022, so that what was not done then was missed."""
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2022-01-01\n", encoding="utf-8")


@pytest.mark.usefixtures("tracked")
def test_an_extension_of_what_was_missed_already_stands_beside_the_miss(here):
    ran = here("extend", EAST, "--to", "2022-07-15", "--document", "批复3号", "--by", "主任")
    assert "截止2022-06-30" in ran.stdout
    assert "登记批准延至2022-07-15，批复3号（主任），不消除逾期" in ran.stdout
    done = here("done", EAST, "--on", "2022-07-10", *PROOF).stdout
    assert "【逾期完成（2022-07-10完成，逾10日，" in done


def test_an_extension_must_lie_after_the_due_day(here):
    ran = here("extend", EAST, "--to", "2022-06-30", "--document", "批复", "--by", "主任")
    assert ran.returncode == 2
    assert "2022-06-30 does not lie after the due day 2022-06-30" in ran.stderr


@pytest.mark.usefixtures("tracked")
def test_a_waiver_of_what_was_missed_already_stands_beside_the_miss(here):
    ran = here("waive", EAST, "--document", "免办决定1号", "--by", "主任")
    assert "【逾期未完成（" in ran.stdout
    assert "登记批准免办，免办决定1号（主任），不消除逾期" in ran.stdout
    again = here("waive", EAST, "--document", "免办决定1号", "--by", "主任")
    assert "nothing was changed" in again.stdout


@pytest.mark.parametrize("command", [("waive",), ("extend", "--to", "2022-07-15")])
def test_what_is_done_needs_no_decision(here, command):
    here("done", EAST, "--on", "2022-07-02", *PROOF)
    ran = here(*command, EAST, "--document", "决定", "--by", "主任")
    assert ran.returncode == 2
    assert "it was done on 2022-07-02, says entry 1" in ran.stderr


def test_late_never_turns_into_done_by_a_second_entry(here):
    here("done", EAST, "--on", "2022-07-02", *PROOF)
    ran = here("done", EAST, "--on", "2022-06-20", *PROOF)
    assert "entry 1 says that it was done on 2022-07-02" in ran.stderr
    here("ledger", "reverse", "1", "--reason", "日期记错")
    assert "【已完成" in here("done", EAST, "--on", "2022-06-20", *PROOF).stdout


def window(**given):
    days = {"label": "2022-06", "start": dt.date(2022, 6, 1), "due": dt.date(2022, 6, 30)}
    plain = {"nth": 1, "of": 1, "partial": False, "advised": None, "provisional": False}
    return Window(**(days | plain | given))


def occurrence(**given):
    unit = Unit(place="ceshi", id="east", name="东镇")
    binding = Binding(rule=make_rule(), unit=unit, names=("东镇",))
    return Occurrence(binding=binding, window=window(**given))


CLOCK = occurrence(
    opens=dt.datetime(2022, 6, 28, 14, 20, tzinfo=SHANGHAI),
    closes=dt.datetime(2022, 6, 30, 14, 20, tzinfo=SHANGHAI),
    start=dt.date(2022, 6, 28),
)


def weighed(*claims, known=(), again=True):
    listed = [Entry(number=number, recorded=NOW, fact=fact) for number, fact in enumerate(known, 1)]
    return weigh([Claim(*each) for each in claims], listed, NOW, again=again)


def done(of, on, evidence="纪要", **more):
    return of, Done(occurrence=of.id, on=on, evidence=evidence, **more)


@pytest.mark.parametrize(
    ("on", "refused"),
    [
        (dt.date(2022, 6, 27), "before the window opens on 2022-06-28 14:20"),
        (dt.date(2022, 6, 28), "the minute decides"),
        (dt.date(2022, 6, 29), None),
        (dt.date(2022, 6, 30), "the minute decides"),
        (dt.date(2022, 7, 1), None),
        (dt.datetime(2022, 6, 28, 14, 19, tzinfo=SHANGHAI), "before the window opens"),
        (dt.datetime(2022, 6, 28, 14, 20, tzinfo=SHANGHAI), None),
        (dt.datetime(2022, 6, 30, 14, 21, tzinfo=SHANGHAI), None),
        (dt.datetime(2022, 12, 31, 18, 1, tzinfo=SHANGHAI), "future; now is 2022-12-31 18:00"),
    ],
)  # fmt: skip
def test_a_clock_of_hours_asks_for_the_minute_where_it_decides(on, refused):
    (outcome,) = weighed(done(CLOCK, on))
    assert (refused or "None") in str(outcome.refusal)


def test_today_is_not_the_future_and_the_first_day_is_in_the_window():
    late = occurrence()
    assert weighed(done(late, NOW.date()))[0].is_new
    assert weighed(done(late, dt.date(2022, 6, 1)))[0].is_new
    assert not weighed(done(late, dt.date(2022, 5, 31)))[0].is_new


def test_each_of_two_times_needs_its_own_evidence():
    first, second = occurrence(of=2), occurrence(of=2, nth=2)
    day = dt.date(2022, 6, 10)
    one, other = weighed(done(first, day), done(second, day))
    assert one.is_new
    assert "already proves ceshi/notice:duty:2022-06#1@ceshi/east" in str(other.refusal)
    assert weighed(done(second, day, "另一份纪要"), known=[done(first, day)[1]])[0].is_new
    assert neighbours([Claim(*done(first, day))]) == {first.id, second.id}


def test_the_same_claim_twice_in_one_go_is_one_entry():
    claim = done(occurrence(), dt.date(2022, 6, 10))
    one, other = weighed(claim, claim)
    assert (one.is_new, other.is_new, other.refusal) == (True, False, None)


def test_what_says_no_more_than_an_entry_is_that_entry():
    of, fact = done(occurrence(), dt.date(2022, 6, 10), sha256="a" * 64, by="镇长")
    (outcome,) = weighed(done(of, fact.on), known=[fact])
    assert outcome.same_as == 1
    assert weighed(done(of, fact.on, by="书记"), known=[fact])[0].is_new


def test_a_proof_is_known_again_beside_whatever_else_is_known_of_its_duty():
    of, fact = done(occurrence(), dt.date(2022, 6, 10))
    put_off = Extension(occurrence=of.id, to=dt.date(2022, 7, 10), document="x", by="y")
    no = Refusal(occurrence=of.id, refused="time", reason="z", on=dt.date(2022, 6, 2), by="y")
    assert weighed((of, fact), known=[put_off, no, fact])[0].same_as == 3


def test_another_file_of_the_same_name_is_another_proof_and_a_second_extension_stands():
    of, fact = done(occurrence(), dt.date(2022, 6, 10), sha256="a" * 64)
    assert weighed(done(of, fact.on, sha256="b" * 64), known=[fact])[0].is_new
    first = Extension(occurrence=of.id, to=dt.date(2022, 7, 10), document="x", by="y")
    second = Extension(occurrence=of.id, to=dt.date(2022, 7, 20), document="z", by="y")
    assert weighed((of, second), known=[first])[0].is_new
    assert weighed((of, first), known=[first])[0].same_as == 1


def test_what_was_recorded_before_an_event_was_corrected_counts_for_its_clock():
    before = occurrence(label="2022-06-28T14:20")
    after = occurrence(label="2022-06-28T14:30", formerly=("2022-06-28T14:20",))
    day = dt.date(2022, 6, 29)
    (again,) = weighed(done(after, day), known=[done(before, day)[1]])
    assert again.same_as == 1
    release = Waiver(occurrence=after.id, document="x", by="y")
    (waived,) = weighed((after, release), known=[done(before, day)[1]])
    assert "it was done on 2022-06-29, says entry 1" in str(waived.refusal)
    assert neighbours([Claim(*done(after, day))]) == {before.id, after.id}


def test_a_sheet_does_not_bring_back_what_was_reversed_and_a_person_may():
    of, fact = done(occurrence(), dt.date(2022, 6, 10))
    known = [fact, Reversal(number=1, reason="错")]
    assert weighed((of, fact), known=known, again=True)[0].is_new
    (outcome,) = weighed((of, fact), known=known, again=False)
    assert "entry 1 said the very same and was reversed" in str(outcome.refusal)


def test_a_duty_without_a_due_day_cannot_be_put_off():
    of = occurrence(due=None)
    fact = Extension(occurrence=of.id, to=dt.date(2023, 1, 1), document="x", by="y")
    assert "no due day" in str(weighed((of, fact))[0].refusal)


def test_reasons_have_their_chinese_for_the_sheets_that_go_back():
    of, fact = done(occurrence(), dt.date(2022, 5, 31))
    (outcome,) = weighed((of, fact))
    assert outcome.refusal.chinese == "2022-05-31早于本期开始日2022-06-01"
    assert "before the window" in str(outcome.refusal)


def test_a_waiver_of_what_is_not_done_stands():
    of = occurrence()
    assert weighed((of, Waiver(occurrence=of.id, document="x", by="y")))[0].is_new


NO = ("--reason", "人手不足", "--on", "2022-06-10", "--by", "东镇")


def test_a_refusal_is_dated_and_shown_and_the_duty_stays_live(here, workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2022-01-01\n", encoding="utf-8")
    ran = here("refuse", EAST, *NO)
    assert ran.returncode == 0, ran.stderr
    (fact,) = entries(workspace_folder)
    assert fact == Refusal(
        occurrence=FULL, refused="duty", reason="人手不足", on=dt.date(2022, 6, 10), by="东镇"
    )
    assert "拒绝办理：东镇2022-06-10，人手不足" in ran.stdout
    june = ("--unit", "east", "--from", "2022-06-01", "--to", "2022-06-30")
    (row,) = json.loads(here("occurrences", *june, "--format", "json").stdout)
    assert row["status"] == "overdue"
    assert "拒绝办理：东镇2022-06-10" in here("explain", EAST).stdout


def test_an_office_that_gives_no_more_time_has_answered_the_request():
    asked = Answer(occurrence=FULL, words="请求宽限", to=dt.date(2022, 7, 9), by="东镇")
    no = Refusal(
        occurrence=FULL, refused="time", reason="不合规定", on=dt.date(2022, 6, 21), by="县安委办"
    )
    listed = [Entry(number=n, recorded=NOW, fact=each) for n, each in enumerate((asked, no), 1)]
    assert history(listed[:1]).pasts[FULL].asks_until == dt.date(2022, 7, 9)
    past = history(listed).pasts[FULL]
    assert past.asks_until is None
    assert past.answer.words == "请求宽限"
    assert past.refusal_lines == ("不同意延期：县安委办2022-06-21，不合规定",)


@pytest.mark.parametrize("settled", ["done", "waive"])
def test_nothing_is_refused_that_is_settled_or_still_to_come(here, workspace_folder, settled):
    ways = {
        "done": ("--on", "2022-06-05", *PROOF),
        "waive": ("--document", "测安委〔2022〕9号", "--by", "县安委会"),
    }
    here(settled, EAST, *ways[settled])
    ran = here("refuse", EAST, *NO)
    assert ran.returncode == 2
    assert "there is nothing to refuse" in ran.stderr
    assert len(entries(workspace_folder)) == 1
    late = here("refuse", EAST.replace("06@", "07@"), *NO[:2], "--on", "2199-01-01", *NO[4:])
    assert "lies in the future" in late.stderr


def test_a_refusal_comes_back_as_it_was_written():
    no = Refusal(
        occurrence=FULL, refused="release", reason="须落实", on=dt.date(2022, 6, 1), by="县安委办"
    )
    assert fact_of(text_of(no)) == no


def test_of_many_proofs_of_one_duty_each_is_known_again_and_a_new_one_is_new():
    of = occurrence()
    said = [
        Done(occurrence=of.id, on=dt.date(2022, 6, 20), evidence=f"纪要{n}号") for n in range(70)
    ]
    waived = Waiver(occurrence=of.id, document="决定", by="主任")
    known = [*said[:31], waived, *said[31:]]
    found = weighed(*((of, each) for each in said), known=known)
    assert [each.same_as for each in found] == [*range(1, 32), *range(33, 72)]
    new = Done(occurrence=of.id, on=dt.date(2022, 6, 20), evidence="纪要70号")
    assert weighed((of, new), (of, new), known=known)[0].is_new
    assert weighed((of, new), (of, new), known=known)[1].same_as == 0
