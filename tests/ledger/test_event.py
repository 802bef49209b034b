"""`cadence event` and `clocks`: what is taken, what is refused, and the card that is printed."""

import csv
import io
import json
import sys
from dataclasses import dataclass

import click
import pytest
from click.testing import CliRunner
from conftest import PACK, ROOT, UNITS

from cadence.commands.cli import main
from cadence.core.errors import CadenceError

EVENTS = """\
events:
  - id: accident
    name: 事故发生
    also: [事故]
    values: {level: [一般, 较大]}
  - {id: larger, name: 较大事故, part_of: accident, given: {level: [较大]}}
  - {id: heard, name: 接报事故, follows: accident}
  - {id: report, name: 收到报告, follows: accident, after: ["ceshi/clock:inquiry"]}
  - {id: tip-off, name: 收到举报}
"""
CLOCKS = (
    PACK.split("rules:")[0]
    + """\
rules:
  - id: direct-report
    clause: 三/（一）
    quote: 接报后24小时内录入
    act: 录入直报系统
    category: accident
    timing: {kind: trigger, event: 接报事故, offset: PT24H}
    actors: [各乡镇]
    to: [直报系统]
  - id: inquiry
    clause: 三/（二）
    quote: 60日内提交报告
    act: 提交调查报告
    category: accident
    timing: {kind: trigger, event: 事故发生, offset: P60D}
    actors: [县应急局]
  - id: reply
    clause: 三/（三）
    quote: 收到报告后15日内批复
    act: 批复报告
    category: accident
    timing: {kind: trigger, event: 收到报告, offset: P15D}
    actors: [县委]
  - id: larger-review
    clause: 三/（四）
    quote: 较大事故7日内复盘
    act: 组织复盘
    category: accident
    timing: {kind: trigger, event: 较大事故, offset: P7D}
    actors: [县应急局]
  - id: talk
    clause: 三/（五）
    quote: 年内发生2起以上且死亡1人以上
    act: 约谈
    category: accountability
    timing: {kind: threshold, event: 事故, count: 2, within: year, sum: {deaths: 1}}
    actors: [县委]
  - id: bar
    clause: 三/（六）
    quote: 半年内不得提拔
    act: 不得提拔使用
    category: accountability
    force: must_not
    timing: {kind: trigger, event: 被约谈, offset: P6M}
    actors: [各乡镇]
  - id: verify-tip
    clause: 三/（七）
    quote: 30日内核查
    act: 核查举报
    category: inspection
    timing: {kind: trigger, event: 收到举报, offset: P30D}
    actors: [县应急局]
  - id: patrol
    clause: 三/（八）
    quote: 每年巡查
    act: 巡查企业
    category: inspection
    timing: {kind: cadence, period: year}
    actors: [县应急局]
    since: 上级规定出台
"""
)
ACCIDENT = ("event", "accident", "--at", "2026-03-20 14:20", "--unit", "east")


@pytest.fixture
def place(workspace_folder):
    return workspace_folder / "rules" / "ceshi"


@dataclass
class Done:
    """How one run of the command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def office(workspace_folder, place):
    """Run the command in the small county, whose second document has clocks; in this process."""
    (place / "units.yaml").write_text(UNITS + EVENTS, encoding="utf-8")
    (place / "clock.yaml").write_text(CLOCKS, encoding="utf-8")

    def run(*arguments):
        told = [str(each) for each in ("--workspace", workspace_folder, *arguments)]
        found = CliRunner().invoke(main, told, standalone_mode=False)
        match found.exception:
            case None:
                return Done(found.return_value or 0, found.stdout, found.stderr)
            case CadenceError() as error:
                return Done(2, found.stdout, f"{found.stderr}{error}\n")
            case click.ClickException() as error:
                return Done(2, found.stdout, f"{found.stderr}{error.format_message()}\n")
            case error:
                raise error

    return run


def listed(office, *arguments):
    done = office(
        "occurrences",
        "--from",
        "2026-01-01",
        "--to",
        "2027-12-31",
        "--pack",
        "ceshi/clock",
        "--format",
        "json",
        *arguments,
    )
    return {each["id"].split(":", 1)[1]: each for each in json.loads(done.stdout)}


def card(office, *arguments):
    done = office(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return found, {each["rule"]: each for each in found["clocks"]}


# --- the card ---


def test_the_card_says_what_who_to_whom_until_when_and_where_it_is_written(office):
    done = office(*ACCIDENT)
    assert done.returncode == 0
    assert done.stdout.startswith("第1号登记　东镇　2026年3月20日（周五）14:20　事故发生\n")
    block = done.stdout.split("\n\n")[1].splitlines()
    assert block[0].startswith("2026年3月21日（周六）14:20　已过")
    assert block[1:4] == [
        "  录入直报系统",
        "  东镇 → 直报系统",
        "  测安委〔2022〕1号 三/（一）：“接报后24小时内录入”",
    ]
    assert block[4].startswith("  假定：尚未登记“接报事故”")


def test_the_card_says_on_which_condition_and_who_leads_and_assists(office, place):
    said = "    condition: 涉及危险化学品的\n    lead: [县应急局]\n    assist: [县委]\n"
    pack = place / "clock.yaml"
    text = CLOCKS.replace("    to: [直报系统]\n", f"    to: [直报系统]\n{said}")
    pack.write_text(text, encoding="utf-8")
    shown = office(*ACCIDENT).stdout.split("\n\n")[1]
    said = "  牵头：县应急局\n  配合：县委\n  条件：涉及危险化学品的\n  假定："
    assert said in shown
    assert "条件：涉及危险化学品的" in office("clocks", "1", "--format", "html").stdout
    assert "条件：涉及危险化学品的" in office("clocks", "1", "--format", "csv").stdout
    _card, clocks = card(office, "clocks", "1")
    assert clocks["direct-report"]["condition"] == "涉及危险化学品的"
    assert clocks["inquiry"]["condition"] is None


def test_time_left_is_counted_from_the_moment_asked_for(office):
    office(*ACCIDENT)
    _card, clocks = card(office, "clocks", "1", "--as-of", "2026-03-21 14:00")
    assert clocks["direct-report"]["minutes_left"] == 20
    assert clocks["direct-report"]["due"] == "2026-03-21T14:20:00+08:00"
    assert clocks["inquiry"]["words"] == "2026年5月19日（周二）24:00"
    office("event", "heard", "--at", "2026-03-20 15:00", "--unit", "east")
    _card, clocks = card(office, "clocks", "1", "--as-of", "2026-03-21 14:00")
    assert (clocks["direct-report"]["minutes_left"], clocks["direct-report"]["assumed"]) == (
        60,
        False,
    )


def test_a_last_day_off_has_the_working_day_beside_it(office):
    _card, clocks = card(office, "event", "收到举报", "--at", "2026-04-03 10:00", "--unit", "west")
    assert clocks["verify-tip"]["words"] == "2026年5月3日（周日）24:00（休息日，建议4月30日前）"


def test_an_unanswered_question_is_shown_and_is_no_duty_until_it_is_answered(office):
    _card, clocks = card(office, *ACCIDENT)
    assert clocks["larger-review"]["state"] == "question"
    assert clocks["larger-review"]["due"] == "2026-03-27"
    assert "--corrects 1 --set level=…" in clocks["larger-review"]["notes"][-1]
    assert not any(each.startswith("larger-review") for each in listed(office))
    _card, clocks = card(office, "event", "accident", "--corrects", "1", "--set", "level=较大")
    assert clocks["larger-review"]["state"] == "running"
    assert listed(office)["larger-review:2026-03-20T14:20@ceshi/bureau"]["due"] == "2026-03-27"


def test_a_bar_is_on_the_card_and_in_no_list(office):
    _card, clocks = card(office, "event", "被约谈", "--at", "2026-03-20 09:00", "--unit", "east")
    assert (clocks["bar"]["state"], clocks["bar"]["occurrences"]) == ("bar", [])
    assert clocks["bar"]["due"] == "2026-09-20"
    assert listed(office) == {}
    built = office("build", "--from", "2026-01-01", "--to", "2026-12-31")
    assert built.returncode == 0


def test_a_duty_that_waited_is_on_the_card_of_its_event(office):
    _card, clocks = card(office, "event", "上级规定出台", "--at", "2026-03-20", "--unit", "county")
    assert clocks["patrol"]["state"] == "begun"
    found = listed(office)
    assert found["patrol:2026@ceshi/bureau"]["start"] == "2026-03-20"
    assert any(
        "2026年3月20日（周五）00:00上级规定出台" in line
        for line in found["patrol:2027@ceshi/bureau"]["trace"]
    )


def test_a_threshold_fires_from_what_was_told(office):
    office(*ACCIDENT)
    _card, clocks = card(office, "event", "事故", "--at", "2026-05-01 08:00", "--unit", "east")
    assert "talk" in clocks
    assert clocks["talk"]["state"] == "question"
    _card, clocks = card(office, "event", "事故", "--corrects", "2", "--set", "deaths=1")
    assert clocks["talk"]["occurrences"] == ["ceshi/clock:talk:2026-05-01T08:00@ceshi/county"]
    found = listed(office)["talk:2026-05-01T08:00@ceshi/county"]
    assert (found["due"], found["status"], found["subject"]) == (None, "open", "ceshi/east")


def test_a_card_as_a_page_and_as_csv(office, tmp_path):
    office(*ACCIDENT)
    page = office("clocks", "1", "--format", "html").stdout
    assert "东镇　2026年3月20日（周五）14:20　事故发生" in page
    assert "测试县安委会办公室" in page
    assert "<script" not in page
    rows = list(
        csv.DictReader(
            io.StringIO(office("clocks", "1", "--format", "csv").stdout.lstrip("\ufeff"))
        )
    )
    assert rows[0]["事项"] == "录入直报系统"
    file = tmp_path / "card.csv"
    assert office("clocks", "1", "--format", "csv", "-o", file).stdout == ""
    assert file.read_bytes().startswith("\ufeff".encode())


def test_a_card_on_paper_gives_no_commands_and_lets_what_has_passed_stand_out(office, tmp_path):
    office(*ACCIDENT)
    file = tmp_path / "card.html"  # its ending says what it is
    assert office("clocks", "1", "--as-of", "2026-03-22 15:00", "-o", file).returncode == 0
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "--set" not in page
    assert "cadence " not in page
    passed, coming = (
        office("clocks", "1", "--as-of", moment, "--format", "html").stdout
        for moment in ("2026-03-22 15:00", "2026-03-20 15:00")
    )
    assert 'class="running past"' in passed
    assert '<span class="left">已过' in passed
    assert 'class="running past"' not in coming
    assert "□" in coming
    assert "font-size: 10.5pt" in coming


def test_a_card_as_pdf_is_one_page_and_always_the_same(office, tmp_path):
    typst = pytest.importorskip("typst", reason="typst has no wheel here")
    if not any("CJK SC" in name for name in typst.Fonts().families()):
        pytest.skip("no Chinese font is installed: apt install fonts-noto-cjk")
    import pypdfium2

    office(*ACCIDENT)
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for file in files:
        done = office("clocks", "1", "--as-of", "2026-03-20 15:00", "--format", "pdf", "-o", file)
        assert done.returncode == 0, done.stderr
    assert files[0].read_bytes() == files[1].read_bytes()
    with pypdfium2.PdfDocument(files[0]) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
    assert "录入直报系统" in text
    assert "剩余23小时20分" in text


def test_the_events_are_listed(office):
    office(*ACCIDENT, "--note", "压力管道")
    done = office("clocks")
    assert "第1号" in done.stdout
    assert "备注：压力管道" in done.stdout
    (found,) = json.loads(office("clocks", "--format", "json").stdout)
    assert (found["name"], found["unit"], found["of"]) == ("accident", "ceshi/east", None)


# --- chains ---


def test_a_later_event_joins_the_only_chain_that_is_open(office):
    office(*ACCIDENT)
    _card, _clocks = card(office, "event", "收到报告", "--at", "2026-05-01 10:00", "--unit", "east")
    found = listed(office)["reply:2026-03-20T14:20@ceshi/county"]
    assert found["due"] == "2026-05-16"
    assert not any(line.startswith("假定") for line in found["trace"])


def test_several_open_chains_are_asked_about(office):
    office(*ACCIDENT)
    office("event", "事故", "--at", "2026-03-21 08:00", "--unit", "east")
    told = ("event", "收到报告", "--at", "2026-05-01 10:00", "--unit", "east")
    done = office(*told)
    assert done.returncode == 2
    assert "--of 1：2026年3月20日（周五）14:20事故发生" in done.stderr
    assert "--of 2：2026年3月21日（周六）08:00事故" in done.stderr
    assert office(*told, "--of", "2").returncode == 0
    found = listed(office)
    assert found["reply:2026-03-21T08:00@ceshi/county"]["due"] == "2026-05-16"
    assert found["reply:2026-03-20T14:20@ceshi/county"]["due"] == "2026-06-03"


def test_an_event_may_be_said_to_follow_nothing(office):
    office(*ACCIDENT)
    office("event", "收到报告", "--at", "2026-05-01 10:00", "--unit", "east", "--of", "0")
    assert "reply:2026-05-01T10:00@ceshi/county" in listed(office)


def test_an_event_joins_no_chain_of_another_unit_or_of_later(office):
    office(*ACCIDENT)
    office("event", "收到报告", "--at", "2026-05-01 10:00", "--unit", "west")
    office("event", "收到报告", "--at", "2026-03-01 10:00", "--unit", "east")
    assert {each["of"] for each in json.loads(office("clocks", "--format", "json").stdout)} == {
        None
    }


# --- corrections ---


def test_a_correction_keeps_what_is_not_told_anew(office):
    office(*ACCIDENT, "--set", "level=一般", "--note", "待核实")
    done = office("event", "accident", "--corrects", "1", "--at", "2026-03-20 13:50")
    assert done.returncode == 0
    (found,) = json.loads(office("clocks", "--format", "json").stdout)
    assert (found["number"], found["first"], found["at"]) == (2, 1, "2026-03-20T13:50:00+08:00")
    assert (found["values"], found["note"]) == ({"level": "一般"}, "待核实")
    office("event", "accident", "--corrects", "1", "--set", "level=")
    (found,) = json.loads(office("clocks", "--format", "json").stdout)
    assert (found["number"], found["first"], found["values"]) == (3, 1, {})


def test_an_event_is_not_moved_past_one_that_follows_it(office):
    office(*ACCIDENT)
    office("event", "收到报告", "--at", "2026-05-01 10:00", "--unit", "east", "--of", "1")
    refused = office("event", "accident", "--corrects", "1", "--at", "2026-05-01 10:01")
    assert refused.returncode == 2
    assert "entry 2 follows it and happened before" in refused.stderr
    moved = office("event", "accident", "--corrects", "1", "--at", "2026-05-01 10:00")
    assert moved.returncode == 0
    assert "reply:2026-05-01T10:00@ceshi/county" in listed(office)


def test_a_step_that_an_event_tells_of_is_no_longer_counted_down(office):
    office(*ACCIDENT)
    office("event", "收到报告", "--at", "2026-05-01 10:00", "--unit", "east", "--of", "1")
    text = office("clocks", "1").stdout
    assert "2026年5月1日（周五）10:00已登记“收到报告”" in text
    assert "请用 cadence done 登记" in text


def test_an_id_is_found_after_the_correction_and_its_trace_is_explained(office):
    office(*ACCIDENT)
    office("event", "accident", "--corrects", "1", "--at", "2026-03-20 13:50")
    done = office("explain", "direct-report:2026-03-20T13:50@ceshi/east")
    assert done.returncode == 0
    assert "2026年3月20日（周五）13:50事故发生（第1号登记）" in done.stdout
    old = office("explain", "direct-report:2026-03-20T14:20@ceshi/east")
    assert old.stdout == done.stdout
    assert office("explain", "direct-report:2026-03-20T15:20@ceshi/east").returncode == 2


def test_a_clock_is_done_to_the_minute_and_stays_done_when_its_event_is_corrected(office):
    office(*ACCIDENT)
    told = ("done", "direct-report:2026-03-20T14:20@ceshi/east", "--evidence", "截图〔2026〕1号")
    refused = office(*told, "--on", "2026-03-21")
    assert refused.returncode == 2
    assert "the minute decides" in refused.stderr
    assert office(*told, "--on", "2026-03-21 14:21").returncode == 0
    found = listed(office)["direct-report:2026-03-20T14:20@ceshi/east"]
    assert (found["status"], found["days_late"]) == ("late", 0)
    office("event", "accident", "--corrects", "1", "--at", "2026-03-20 14:30")
    found = listed(office)["direct-report:2026-03-20T14:30@ceshi/east"]
    assert (found["status"], found["done_on"]) == ("done", "2026-03-21T14:21:00+08:00")
    _card, clocks = card(office, "clocks", "1")
    assert clocks["direct-report"]["state"] == "done"
    codes = {each["code"] for each in json.loads(office("verify", "--format", "json").stdout)}
    assert "orphan" not in codes


def test_an_entry_that_nothing_answers_to_is_an_orphan_with_the_likely_new_id(
    office, workspace_folder
):
    import datetime as dt

    from cadence.core.dates import SHANGHAI
    from cadence.core.facts import Done, Reversal
    from cadence.ledger.store import open_ledger

    office(*ACCIDENT)
    at = dt.datetime(2026, 3, 20, 18, 0, tzinfo=SHANGHAI)
    kept = "ceshi/clock:direct-report:2026-03-20T14:20@ceshi/east"
    lost = "ceshi/notice:monthly-meeting:2021-06@ceshi/east"
    with open_ledger(workspace_folder) as ledger, ledger.writing():
        for each in (kept, lost):
            ledger.append(Done(occurrence=each, on=at, evidence="截图"), at)
    done = office("verify", "--format", "json")
    (orphan,) = [each for each in json.loads(done.stdout) if each["code"] == "orphan"]
    assert done.returncode == 1
    assert orphan["occurrences"][0] == lost
    assert orphan["occurrences"][1].startswith("ceshi/notice:monthly-meeting:")
    with open_ledger(workspace_folder) as ledger, ledger.writing():
        ledger.append(Reversal(number=1, reason="不是事故"), at)
    orphans = [
        each
        for each in json.loads(office("verify", "--format", "json").stdout)
        if each["code"] == "orphan"
    ]
    assert {each["occurrences"][0] for each in orphans} == {kept, lost}


def test_a_question_and_a_unit_that_left_are_findings(office, place):
    office(*ACCIDENT)
    codes = [each["code"] for each in json.loads(office("verify", "--format", "json").stdout)]
    assert "event_open" in codes
    units = (place / "units.yaml").read_text(encoding="utf-8")
    units = units.replace("  - {id: east, name: 东镇, also: [东镇人民政府]}\n", "").replace(
        "[east, west]", "[west]"
    )
    (place / "units.yaml").write_text(units, encoding="utf-8")
    codes = [each["code"] for each in json.loads(office("verify", "--format", "json").stdout)]
    assert "event_of_nobody" in codes
    assert office("occurrences").returncode == 0
    assert office("clocks", "1").returncode == 2


# --- what is refused ---

AT, EAST = ("--at", "2026-03-20 14:20"), ("--unit", "east")
REFUSED = {
    "unknown kind": (("acident", *AT, *EAST), 'called "acident"; did you mean "accident"?'),
    "nothing like it": (
        ("火星", *AT, *EAST),
        "there are: accident（事故发生）、larger（较大事故）、heard",
    ),
    "unknown unit": (
        ("accident", *AT, "--unit", "eastt"),
        'no unit has the id "eastt"; did you mean "east"?',
    ),
    "no unit": (("accident", *AT), "an event needs --at and --unit"),
    "no time": (("accident", *EAST), "an event needs --at and --unit"),
    "a bare date": (
        ("accident", "--at", "2026-03-20", *EAST),
        'write the time too, as "2026-03-20 14:20"',
    ),
    "no such day": (("accident", "--at", "2026-02-30", *EAST), "is not a date that exists"),
    "no such time": (("accident", "--at", "2026-03-20 25:00", *EAST), "is not a time"),
    "the future": (("accident", "--at", "2199-03-20 14:20", *EAST), "lies in the future"),
    "a value not listed": (
        ("accident", *AT, *EAST, "--set", "level=一搬"),
        '"一搬" is not one of: 一般、较大',
    ),
    "not a number": (
        ("accident", *AT, *EAST, "--set", "deaths=两人"),
        'deaths: "两人" is not a whole number',
    ),
    "an unknown name": (
        ("accident", *AT, *EAST, "--set", "leve=一般"),
        'nothing here asks for "leve"; did you mean "level"?',
    ),
    "a count that no rule sums": (
        ("accident", *AT, *EAST, "--set", "injured=两人"),
        '"两人" is not a whole number',
    ),
    "no folder for the card": (
        ("accident", *AT, *EAST, "-o", "/nope/card.pdf"),
        "is no folder; nothing was recorded",
    ),
    "no value": (("accident", *AT, *EAST, "--set", "level"), '"level" is not NAME=VALUE'),
    "a contradiction": (
        ("较大事故", *AT, *EAST, "--set", "level=一般"),
        'level=一般 contradicts "较大事故"',
    ),
    "no such entry": (("accident", "--corrects", "7"), "entry 7 is no event that counts"),
    "nothing to follow": (
        ("heard", *AT, *EAST, "--of", "7"),
        "entry 7 is no earlier event of this unit",
    ),
    "pdf without a file": (("accident", *AT, *EAST, "--format", "pdf"), "pdf needs a file"),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_refused_and_not_recorded(office, arguments, message):
    done = office("event", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert json.loads(office("clocks", "--format", "json").stdout) == []


def test_two_of_a_kind_in_one_minute_are_refused_under_any_name(office):
    office(*ACCIDENT)
    for kind in ("accident", "事故", "较大事故"):
        done = office("event", kind, *AT, *EAST)
        assert done.returncode == 2
        assert "entry 1 already tells of this" in done.stderr
    assert office("event", "accident", *AT, "--unit", "west").returncode == 0
    office("event", "accident", "--corrects", "1", "--at", "2026-03-20 14:00")
    assert office("event", "accident", *AT, *EAST).returncode == 2, (
        "its entries would be the other's"
    )


def test_a_unit_of_two_places_must_be_written_in_full(office, place):
    other = place.parent / "elsewhere"
    other.mkdir()
    (other / "units.yaml").write_text(UNITS, encoding="utf-8")
    done = office(*ACCIDENT)
    assert done.returncode == 2
    assert "write one of: ceshi/east, elsewhere/east" in done.stderr
    assert office(*ACCIDENT[:-1], "ceshi/east").returncode == 0


def test_a_page_shows_one_event(office):
    assert "write its NUMBER" in office("clocks", "--format", "html").stderr
    assert "entry 3 is no event" in office("clocks", "3").stderr


FAULTS = {
    "one name for two": ("name: 收到举报", "name: 事故发生", '"事故发生" already names "accident"'),
    "one id twice": ("id: tip-off", "id: heard", 'two entries have the id "heard"'),
    "follows nothing": (
        "follows: accident}",
        "follows: acident}",
        'no event here has the id "acident"',
    ),
    "follows itself": (
        "name: 收到举报}",
        "name: 收到举报, follows: tip-off}",
        '"tip-off" comes back to itself',
    ),
    "after no rule": ("ceshi/clock:inquiry", "ceshi/clock:nothing", 'called "ceshi/clock:nothing"'),
    "after without follows": (
        "name: 收到举报}",
        "name: 收到举报, after: ['ceshi/clock:reply']}",
        '"after" needs "follows"',
    ),
    "part of nothing told": (
        ", given: {level: [较大]}",
        "",
        '"part_of" and "given" belong together',
    ),
    "unknown key": ("also: [事故]", "alos: [事故]", 'unknown key "alos"'),
}


@pytest.mark.parametrize(("old", "new", "message"), FAULTS.values(), ids=FAULTS)
def test_faulty_events_are_refused_in_their_place(office, place, old, new, message):
    assert old in EVENTS
    (place / "units.yaml").write_text(UNITS + EVENTS.replace(old, new, 1), encoding="utf-8")
    done = office("rules")
    assert done.returncode == 2
    assert "rules/ceshi/units.yaml:" in done.stderr
    assert message in done.stderr


# --- the calendars ---


def test_a_clock_of_hours_stands_in_its_units_calendar_at_its_last_minute(office, workspace_folder):
    office(*ACCIDENT)
    office("build", "--from", "2026-01-01", "--to", "2026-12-31", "--as-of", "2026-03-20 15:00")
    feeds = workspace_folder / "out" / "feeds" / "ceshi"
    east, west = (
        (feeds / f"{each}.ics").read_bytes().replace(b"\r\n ", b"") for each in ("east", "west")
    )
    assert b"DTSTART:20260321T055000Z\r\nDTEND:20260321T062000Z" in east
    assert "录入直报系统".encode() in east
    assert "录入直报系统".encode() not in west
    assert b"TRIGGER;RELATED=END:-PT2H" in east
    bureau = (feeds / "bureau.ics").read_bytes()
    assert b"DTSTART;VALUE=DATE:20260519" in bureau


def test_the_shipped_rules_know_the_events_of_the_issue(cadence, tmp_path):
    import shutil

    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    done = cadence(
        "--workspace",
        tmp_path,
        "event",
        "accident",
        "--at",
        "2026-11-20 14:20",
        "--unit",
        "pengpo",
        "--set",
        "level=一般",
        "--set",
        "kind=道路交通",
        "--format",
        "json",
    )
    clocks = json.loads(done.stdout)["clocks"]
    assert [each["rule"] for each in clocks] == [
        "accident-report-1h",
        "accident-report-upward-2h",
        "accident-direct-report-24h",
        "casualty-change-7d",
        "inquiry-taken-over-7d",
        "accident-details-7d",
        "accident-review-7d",
        "investigation-report-60d",
        "investigation-reply-15d",
        "measures-evaluation-1y",
        "accident-notice-to-others",
        "rush-to-the-scene",
    ]


def test_a_card_that_cannot_be_written_says_that_the_event_is_recorded(office, monkeypatch):
    def refuse(*_told):
        raise CadenceError("full")

    monkeypatch.setattr(sys.modules["cadence.commands.event"], "write_file", refuse)
    done = office(*ACCIDENT, "-o", "card.html", "--format", "html")
    assert done.returncode == 2
    assert "event 1 is recorded" in done.stderr
    assert "cadence clocks 1" in done.stderr
    assert office("clocks", "1").returncode == 0


def test_one_event_of_a_group_is_written_for_each_of_it_or_for_none(office):
    told = ("event", "tip-off", "--at", "2026-03-20 14:20")
    first = office(*told, "--unit", "west")
    assert first.returncode == 0
    again = office(*told, "--unit", "各乡镇", "--unit", "县应急局")
    assert (again.returncode, "西乡: entry 1 already tells" in again.stderr) == (2, True)
    several = office(*told, "--unit", "east", "--unit", "东镇", "--unit", "bureau")
    assert (several.returncode, several.stdout.count("收到举报")) == (0, 2)
    listed = json.loads(office("clocks", "--format", "json").stdout)
    assert {each["unit"] for each in listed} == {"ceshi/bureau", "ceshi/east", "ceshi/west"}
    assert "go with one unit" in office(*told, "--unit", "各乡镇", "--corrects", "1").stderr
    cards = office("event", "tip-off", "--at", "2026-03-21 9:00", "--unit", "各乡镇",
                   "--format", "json")  # fmt: skip
    assert len(json.loads(cards.stdout)) == 2
