"""The edges of core: limits of files, lengths, clocks, approvals, and what is left open."""

import datetime as dt
import errno
import io
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import pytest
from conftest import make_rule

from cadence.core import bounded
from cadence.core.bounded import open_zip, read_bounded
from cadence.core.coverage import FEW, SHOWN, Coverage
from cadence.core.dates import SHANGHAI
from cadence.core.errors import CadenceError, InputError, Problem, did_you_mean
from cadence.core.facts import Done, Extension, Waiver
from cadence.core.history import approved
from cadence.core.messages import language, ngettext, reason, spoken_in_chinese
from cadence.core.occurrence import (
    Binding,
    Occurrence,
    Unit,
    Window,
    can_be_missed,
    is_first_cut,
    is_in_force,
    is_late,
    is_shown_only,
)
from cadence.core.past import Approval, Past
from cadence.core.policy import Decision, NamedSpan, Policy
from cadence.core.rule import is_mergeable, is_open
from cadence.core.time_english import timing_english
from cadence.core.time_words import duration_words, period_words, span_words
from cadence.core.timing import (
    Cadence,
    PeriodicDeadline,
    Season,
    Standing,
    Trigger,
    Unspecified,
)
from cadence.core.written_days import WrittenDay, read_day

D = dt.date.fromisoformat
MONTHLY = Cadence(period="month")
WINDOW = Window(label="2022-06", start=D("2022-06-01"), due=D("2022-06-30"), nth=1, of=1,
                partial=False, advised=None, provisional=False)  # fmt: skip
EAST = Unit(place="ceshi", id="east", name="东镇")


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


# Files and errors


@pytest.mark.parametrize(("most", "is_read"), [(9, False), (10, True), (11, True)])
def test_a_file_is_read_up_to_its_limit(tmp_path, most, is_read):
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 10)
    if is_read:
        assert read_bounded(file, most) == b"x" * 10
    else:
        with pytest.raises(CadenceError, match="has 1 MB; cadence reads such files of up to 0 MB"):
            read_bounded(file, most)


def test_what_grows_while_it_is_read_and_what_is_no_file_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 10)
    grown = SimpleNamespace(st_mode=file.stat().st_mode, st_size=1)  # the system knows not yet
    monkeypatch.setattr("pathlib.Path.stat", lambda _self, **_given: grown)
    with pytest.raises(CadenceError, match="has 1 MB"):
        read_bounded(file, 9)
    monkeypatch.undo()
    with pytest.raises(CadenceError, match="is not a file"):
        read_bounded(tmp_path, 9)
    with pytest.raises(CadenceError, match="cannot be read"):
        read_bounded(tmp_path / "none", 9)
    with pytest.raises(CadenceError, match="cannot be read"):
        read_bounded(tmp_path / "a\x00b", 9)


def zipped(*sizes):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, size in enumerate(sizes):
            packed.writestr(f"{number}.xml", b"\0" * size)
    return content.getvalue()


@pytest.mark.parametrize(
    ("limit", "most", "sizes", "opens"),
    [
        ("MAX_MEMBERS", 2, (1, 1), True),
        ("MAX_MEMBERS", 2, (1, 1, 1), False),
        ("MAX_UNPACKED", 20, (10, 10), True),
        ("MAX_UNPACKED", 20, (10, 11), False),
        ("FREE_RATIO", 100_000, (100_000,), True),
        ("FREE_RATIO", 99_999, (100_000,), False),
        ("MAX_LIST", 102, (1, 1), True),
        ("MAX_LIST", 101, (1, 1), False),
    ],
)
def test_a_zip_opens_up_to_each_of_its_limits(  # noqa: PLR0913, PLR0917 - what the limit is of
    tmp_path, monkeypatch, limit, most, sizes, opens
):
    monkeypatch.setattr(bounded, limit, most)
    if opens:
        with open_zip(zipped(*sizes), tmp_path) as packed:
            assert len(packed.infolist()) == len(sizes)
    else:
        with pytest.raises(CadenceError, match="unpacks to more than"):
            open_zip(zipped(*sizes), tmp_path)


def test_what_is_packed_no_tighter_than_programs_pack_opens(tmp_path, monkeypatch):
    monkeypatch.setattr(bounded, "FREE_RATIO", 10)
    with zipfile.ZipFile(io.BytesIO(zipped(100_000))) as packed:
        (part,) = packed.infolist()
        ratio = part.file_size / part.compress_size
    monkeypatch.setattr(bounded, "MAX_RATIO", ratio)
    open_zip(zipped(100_000), tmp_path).close()
    monkeypatch.setattr(bounded, "MAX_RATIO", ratio - 0.01)
    with pytest.raises(CadenceError, match="unpacks to more than"):
        open_zip(zipped(100_000), tmp_path)
    with pytest.raises(zipfile.BadZipFile):
        open_zip(b"PK\x05\x06 short", tmp_path)


def test_problems_are_said_once_in_the_order_of_their_places():
    one, two = Problem("a", 2, 1, "x"), Problem("a", 10, 1, "y")
    assert str(InputError([two, one, one])) == "a:2:1: x\na:10:1: y"
    assert str(Problem("a", 0, 1, "whole")) == "a: whole"


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("perod", ["period", "other"], '; did you mean "period"?'),
        ("period", ["period"], ""),
        ("xyz", ["period"], ""),
        ("p" * 300, ["p" * 200], f'; did you mean "{"p" * 200}"?'),
    ],
)
def test_the_nearest_known_word_is_suggested(word, known, said):
    assert did_you_mean(word, known) == said
    odd = did_you_mean("peri\u200bod", ["period"])
    assert odd.endswith("U+200B ZERO WIDTH SPACE")


def test_the_language_is_chinese_by_any_of_its_names_and_pages_are_in_any_case():
    assert language({"LANG": "zh_TW.UTF-8"}, None) == "zh_CN"
    assert language({"CADENCE_LANG": "en", "LANG": "zh_CN"}, "zh_CN") == "en"
    assert language({"LANGUAGE": "", "LC_ALL": "Chinese_China"}, None) == "zh_CN"
    assert language({}, "zh_CN") == "zh_CN"
    assert language({}, None) == "en"
    words = ("restored {0} entry", "restored {0} entries")
    assert (ngettext(*words, 1), ngettext(*words, 2)) == words
    with spoken_in_chinese():
        assert ngettext(*words, 2) not in words
    assert ngettext(*words, 2) == words[1]
    assert reason(OSError(errno.ENOSPC, "x")) == "No space left on device"
    assert reason(OSError(errno.EDOM, "its own words")) == "its own words"
    assert reason(OSError("bare")) == "bare"


# Lengths and rhythms


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0分"), (0.9, "0分"), (1, "1分"), (59, "59分"), (60, "1小时"), (61, "1小时1分"),
     (1439, "23小时59分"), (1440, "1天"), (1441, "1天1分"), (1500, "1天1小时")],
)  # fmt: skip
def test_a_length_is_said_in_days_hours_and_minutes(minutes, said):
    assert span_words(dt.timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("period", "every", "months", "said"),
    [
        ("month", 1, (), "每月"),
        ("month", 2, (), "每2个月"),
        ("week", 2, (), "每2周"),
        ("xun", 3, (), "每3旬"),
        ("term", 2, (), "每2个学期"),
        ("month", 1, (6, 12), "6、12月每月"),
        ("3_years", 1, (), "每3年"),
        ("3_years", 1, (6,), "6月每3年"),
    ],
)
def test_a_rhythm_is_said_with_its_measure_word(period, every, months, said):
    assert period_words(period, every, months) == said
    assert duration_words("P7D", "working") == "7个工作日"
    assert duration_words("P7D") == "7日"


@pytest.mark.parametrize(
    ("timing", "said"),
    [
        (Cadence(period="week"), "at least once every week"),
        (Cadence(period="xun", every=2), "at least once every 2 periods of ten days (旬)"),
        (Cadence(period="2_years", every=2), "at least once every 4 years"),
        (PeriodicDeadline(period="xun", day=3), "by the 3rd day of every ten days (旬)"),
        (PeriodicDeadline(period="month", day=13), "by the 13th of every month"),
        (PeriodicDeadline(period="month", day=21), "by the 21st of every month"),
        (PeriodicDeadline(period="month", day=14), "by the 14th of every month"),
        (PeriodicDeadline(period="month", day=10), "by the 10th of every month"),
        (PeriodicDeadline(period="quarter", day="2-last"),
         "by the last day of the 2nd month of every quarter"),
        (PeriodicDeadline(period="month", day=1, start=D("2022-01-01")),
         "by the 1st of every month (from 2022-01-01)"),
        (PeriodicDeadline(period="month", day=1, due=D("2022-01-01")),
         "by the 1st of every month (until 2022-01-01)"),
        (Trigger(event="x", offset="P1D"), "within 1 day after x"),
        (Trigger(event="x", offset="P1DT2H"), "within 1 day 2 hours after x"),
        (Trigger(event="x", offset="P2D", days="working"), "within 2 working days after x"),
        (Trigger(event="x", offset=None), "at x, no time limit stated"),
        (Season(start="--06-01", due="--06-30"), "during June 1 to June 30 of every year"),
        (Season(start=None, due=None, name="x"), "during x"),
    ],
)  # fmt: skip
def test_timings_are_said_in_plain_english(timing, said):
    assert timing_english(timing) == said


# Written clocks


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("2026-11-18 0:00", (at("2026-11-18 00:00"),)),
        ("2026-11-18 24:00", (at("2026-11-19 00:00"),)),
        ("2026-11-18 24:01", ()),
        ("2026-11-18 23:59", (at("2026-11-18 23:59"),)),
        ("2026-11-18 12:60", ()),
        ("2026-11-18 下午12:30", (at("2026-11-18 12:30"),)),
        ("2026-11-18 下午1点半", (at("2026-11-18 13:30"),)),
        ("2026-11-18 晚上12点", (at("2026-11-19 00:00"),)),
        ("2026-11-18 晚上11点", (at("2026-11-18 23:00"),)),
        ("2026-11-18 上午11点", (at("2026-11-18 11:00"),)),
        ("2026-11-18 下午13点", (at("2026-11-18 13:00"),)),
        ("1948-12-31", ()),
        ("1949-01-01", (D("1949-01-01"),)),
        ("2199-12-31", (D("2199-12-31"),)),
        ("2200-01-01", ()),
    ],
)
def test_a_written_clock_is_read_up_to_the_end_of_the_day(said, means):
    read = read_day(said, None)
    assert (read.days if isinstance(read, WrittenDay) else ()) == means


def test_a_date_without_its_year_keeps_its_minutes_and_the_end_of_its_day():
    assert read_day("11月18日 14:20", None).yearless == (11, 18, 860)
    assert read_day("11月18日 24:00", None).ends_day
    assert not read_day("11月18日 23:59", None).ends_day
    assert isinstance(read_day("11月18日 24:01", None), str)
    assert isinstance(read_day("2月30日", None), str)
    assert read_day("2月29日", None).yearless == (2, 29, None)
    found = read_day("11月18日 24:00（周三）", None)
    assert found.weekday == 2
    assert not found.is_of_another_weekday(at("2026-11-19 00:00"))
    assert found.is_of_another_weekday(at("2026-11-20 00:00"))
    assert not found.is_of_another_weekday(D("2026-11-18"))


# Late, missed, in force, open


def test_the_last_day_and_minute_are_in_time():
    assert not is_late(WINDOW, D("2022-06-30"), D("2022-06-30"))
    assert is_late(WINDOW, D("2022-06-30"), D("2022-07-01"))
    assert not is_late(WINDOW, None, D("2099-01-01"))
    hours = replace(WINDOW, closes=at("2022-06-30 10:00"))
    assert not is_late(hours, D("2022-06-30"), at("2022-06-30 10:00") + dt.timedelta(seconds=59))
    assert is_late(hours, D("2022-06-30"), at("2022-06-30 10:01"))
    assert not is_late(hours, D("2022-06-30"), D("2022-06-30"))
    # Put off to another day, the hour no longer counts.
    assert not is_late(hours, D("2022-07-08"), at("2022-07-08 23:59"))
    assert is_late(hours, D("2022-07-08"), at("2022-07-09 00:00"))


@pytest.mark.parametrize(
    ("day", "given", "binds"),
    [
        ("2022-04-24", {}, False),
        ("2022-04-25", {}, True),
        ("2022-06-30", {"until": D("2022-06-30")}, True),
        ("2022-07-01", {"until": D("2022-06-30")}, False),
        ("2022-06-29", {"superseded_on": D("2022-06-30")}, True),
        ("2022-06-30", {"superseded_on": D("2022-06-30")}, False),
    ],
)
def test_a_rule_binds_from_its_first_to_its_last_day(day, given, binds):
    assert is_in_force(make_rule(**given), D(day)) is binds


def test_only_a_first_cut_window_of_at_least_once_is_shown_only():
    cut = replace(WINDOW, start=D("2022-04-25"), partial=True)
    monthly = make_rule(MONTHLY)
    assert is_first_cut(monthly, cut)
    assert not is_first_cut(monthly, replace(cut, partial=False))
    assert not is_first_cut(monthly, replace(cut, start=D("2022-04-26")))
    begun = make_rule(replace(MONTHLY, start=D("2022-04-26")))
    assert is_first_cut(begun, replace(cut, start=D("2022-04-26")))
    earlier = make_rule(MONTHLY, effective=D("2022-08-01"), earlier=(monthly,))
    assert is_first_cut(earlier, cut)
    assert is_shown_only(monthly, cut, Policy())
    assert not is_shown_only(monthly, cut, Policy(first_period="owed"))
    assert not is_shown_only(make_rule(PeriodicDeadline(period="month", day=25)), cut, Policy())
    for tracked, missed in ((None, True), ("2022-06-30", True), ("2022-07-01", False)):
        policy = Policy(tracking_from=tracked and D(tracked))
        assert can_be_missed(monthly, WINDOW, WINDOW.due, policy) is missed
    assert not can_be_missed(monthly, cut, WINDOW.due, Policy())


@pytest.mark.parametrize(
    ("timing", "given", "open_"),
    [
        (MONTHLY, {}, False),
        (MONTHLY, {"since": "施行"}, True),
        (Unspecified(words="定期"), {}, True),
        (Standing(), {}, False),
        (Season(start=None, due=None, name="汛期"), {}, True),
        (Season(start=None, due=None, name="春节"), {}, False),
        (Season(start="--06-01", due="--09-30", name="汛期"), {"since": "施行"}, False),
        (Cadence(period="term"), {}, True),
        (Cadence(period="school_year"), {}, True),
    ],
)
def test_what_the_text_does_not_date_is_open_until_somebody_does(timing, given, open_):
    assert is_open(make_rule(timing, **given)) is open_
    span = NamedSpan(name="x", start=D("2022-06-01"), due=D("2022-09-30"))
    is_filled_in = open_ and not isinstance(timing, Unspecified) and not given
    assert is_open(make_rule(timing, spans=(span,), **given)) is (open_ and not is_filled_in)


@pytest.mark.parametrize(
    ("given", "merges"),
    [
        ({}, True),
        ({"category": "pledge"}, False),
        ({"category": "appraisal"}, False),
        ({"act": "领导述职"}, False),
        ({"topics": ("述职",)}, False),
    ],
)
def test_a_meeting_may_discharge_several_and_a_signature_none(given, merges):
    assert is_mergeable(make_rule(MONTHLY, **given)) is merges


def test_a_rule_says_whom_it_binds_and_whether_anybody_checked_it():
    assert make_rule(outside=("各企业",)).only_outside is False
    assert make_rule(outside=("各企业",), actors=()).only_outside is True
    assert make_rule(actors=()).only_outside is False
    assert make_rule(actors=(), responsible=("甲",)).bodies == ("甲",)
    assert make_rule(responsible=("甲",)).bodies == ("各乡镇",)
    assert make_rule(actors=(), outside=("各企业",)).named == ("各企业",)
    assert make_rule(drafted="x").is_unchecked is True
    assert make_rule(drafted="x", verdict="accepted").is_unchecked is False
    assert make_rule().is_unchecked is False
    assert make_rule(formerly=("a:b",)).keys == ("ceshi/notice:duty", "a:b")
    decided = Decision(pack="p", rule="r", timing=MONTHLY, by="x", on=D("2022-01-01"))
    assert make_rule(decision=decided).decision is decided


# Approvals


JUNE = Occurrence(binding=Binding(rule=make_rule(MONTHLY), unit=EAST, names=()), window=WINDOW)


def approvals(*told, done=None, **policy):
    """Which of some approvals count: told by their moment and day; a waiver has none."""
    facts = [
        Approval(recorded=at(recorded), fact=Extension(occurrence="x", to=D(to), document="批",
                                                       by="主") if to
                 else Waiver(occurrence="x", document="定", by="主"))
        for recorded, to in told
    ]  # fmt: skip
    past = Past(approvals=tuple(facts), done=done)
    found = approved(JUNE, past, Policy(**policy))
    return (
        found.waiver is not None,
        found.extension.to.isoformat() if found.extension else None,
        len(found.belated),
    )


def test_what_was_approved_by_the_last_day_counts_and_later_it_stands_beside():
    assert approvals(("2022-06-30 23:59", None)) == (True, None, 0)
    assert approvals(("2022-07-01 00:00", None)) == (False, None, 1)
    assert approvals(("2022-06-30 09:00", "2022-07-08")) == (False, "2022-07-08", 0)
    assert approvals(("2022-07-01 09:00", "2022-07-08")) == (False, None, 1)


def test_what_was_put_off_in_time_may_be_put_off_again_or_released_until_then():
    first = ("2022-06-30 09:00", "2022-07-08")
    assert approvals(first, ("2022-07-08 23:59", "2022-07-20")) == (False, "2022-07-20", 0)
    assert approvals(first, ("2022-07-09 00:00", "2022-07-20")) == (False, "2022-07-08", 1)
    assert approvals(first, ("2022-07-08 09:00", None)) == (True, "2022-07-08", 0)
    # Put off to a day before the last one: the last one stays.
    earlier = ("2022-06-20 09:00", "2022-06-25")
    assert approvals(earlier, ("2022-06-30 09:00", None)) == (True, "2022-06-25", 0)


def test_before_records_began_nobody_knows_a_miss_but_what_was_done_late_is_known():
    late = ("2022-07-05 09:00", None)
    known = {"tracking_from": D("2022-07-01")}
    assert approvals(late, **known) == (True, None, 0)
    done = Done(occurrence="x", on=D("2022-07-02"), evidence="录")
    assert approvals(late, done=done, **known) == (False, None, 1)
    in_time = replace(done, on=D("2022-06-30"))
    assert approvals(late, done=in_time, **known) == (True, None, 0)
    assert approvals(late, tracking_from=D("2022-06-30")) == (False, None, 1)


# Whom it reached


def test_who_is_left_is_named_up_to_a_few():
    def of(many, *reached):
        units = tuple(Unit(place="p", id=f"u{n}", name=f"{n}镇") for n in range(many))
        keys = tuple(f"p/u{n}" for n in reached)
        entry = Done(occurrence="x", on=D("2022-06-01"), evidence="录", covers=keys)
        return Coverage(required=units, entries=(entry,))

    assert of(FEW + 1, 0).brief.endswith("、".join(f"{n}镇" for n in range(1, FEW + 1)))
    assert of(FEW + 2, 0).brief == f"已覆盖1/{FEW + 2}，未覆盖：1镇等{FEW + 1}个"
    assert of(SHOWN + 1, 0).line.endswith(f"{SHOWN}镇")
    assert of(SHOWN + 2, 0).line.endswith(f"{SHOWN}镇等{SHOWN + 1}个")
    assert of(2, 0, 1).line == "已覆盖2/2"
    assert of(0, 0).line.startswith("已覆盖1个，名册未列明")
