"""`cadence duty`: a month printed and issued; the slip of what changed; paper and phone agree."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from duty_files import EAST, FIRST, HEAD, make_judged

from cadence.core.facts import Choice, Event, Extension, Waiver
from cadence.core.policy import Merge
from cadence.ledger.store import open_ledger
from cadence.reports.duty.reissue import (
    find_shifts,
    issue_of,
    parse_issue,
    render_issue,
    shifts_table,
)
from cadence.reports.duty.table import duty_table
from cadence.reports.duty.text import render_duty_text

FIRST_DAY = ("--as-of", "2026-12-01")
MEETING = "ceshi/notice:monthly-meeting:2026-12@ceshi/east"
NOW = dt.datetime(2026, 12, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def tracked(workspace_folder):
    """The invented county, which keeps records from November 2026 on."""
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2026-11-01\n", encoding="utf-8")
    return workspace_folder


def record(folder, *facts):
    with open_ledger(folder) as ledger, ledger.writing():
        for fact in facts:
            ledger.append(fact, NOW)


def issue(cadence, folder, *more):
    done = cadence("--workspace", folder, "duty", "2026-12", "--format", "html", *FIRST_DAY, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_units_month_is_printed(tracked, cadence):
    done = cadence("--workspace", tracked, "duty", "2026-12", "--unit", "east", *FIRST_DAY)
    assert done.returncode == 0
    assert "测试县2026年12月安全生产任务清单" in done.stdout
    assert "【上月未了】" in done.stdout
    assert "统计：共2项：上月未了1项，本月到期1项；其中" in done.stdout


def test_the_foot_names_what_collides_for_this_unit(tracked, cadence):
    pack = tracked / "rules" / "ceshi" / "notice.yaml"
    text = pack.read_text(encoding="utf-8")
    first = text[text.index("  - id: monthly-meeting") : text.index("  - id: quarterly")]
    about = first.rstrip() + "\n    topics: [会议]\n"
    again = about.replace("id: monthly-meeting", "id: second-meeting")
    pack.write_text(text.replace(first, about + again), encoding="utf-8")
    arguments = ("--workspace", tracked, "duty", "2026-12", *FIRST_DAY)
    assert "须定：第" in cadence(*arguments, "--unit", "east").stdout
    assert "同类任务" in cadence(*arguments, "--unit", "east").stdout
    assert "须定：" not in cadence(*arguments, "--unit", "county").stdout


def test_json_is_an_array_of_occurrences(tracked, cadence):
    arguments = ("duty", "2026-12", "--unit", "east", "--format", "json", *FIRST_DAY)
    found = json.loads(cadence("--workspace", tracked, *arguments).stdout)
    assert [(each["due"], each["status"]) for each in found] == [
        ("2026-11-30", "overdue"),
        ("2026-12-31", "open"),
    ]
    assert list(found[0])[:6] == ["id", "uid", "pack", "rule", "clause", "place"]


def test_a_units_table_shows_its_posts_and_a_posts_table_is_its_own(tracked, cadence):
    unit = cadence("--workspace", tracked, "duty", "2026-12", "--unit", "county", *FIRST_DAY)
    assert "主持召开常委会" in unit.stdout
    post = cadence("--workspace", tracked, "duty", "2026-12", "--post", "secretary", *FIRST_DAY)
    assert "主持召开常委会" in post.stdout
    deputy = cadence("--workspace", tracked, "duty", "2026-12", "--post", "deputy", *FIRST_DAY)
    assert "完成0/2" in deputy.stdout
    assert "东镇、西乡（牵头：常务副县长）" in deputy.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("2026-13",), '"2026-13" is not a month; write it as 2026-12'),
        (("12",), '"12" is not a month'),
        (("9999-12",), "1949"),
        (("1948-12",), "2199"),
        (("2026-12", "--unit", "east", "--post", "deputy"), "are one too many"),
        (("2026-12", "--unit", "eastt"), 'no unit has the id "eastt"; did you mean "east"?'),
        (("2026-12", "--post", "east"), 'no post has the id "east"'),
        (("2026-12", "--unit", "east", "--format", "pdf"), "--format pdf needs -o FILE"),
        (("2026-12", "--unit", "east", "-o", "x.odt"), "what form is x.odt?"),
        (("2026-12", "--place", "nowhere"), 'no place is called "nowhere"'),
    ],
)
def test_what_cannot_be_meant_is_refused(tracked, cadence, arguments, message):
    done = cadence("--workspace", tracked, "duty", *arguments)
    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("t.html", b"<!doctype html>"), ("t.xlsx", b"PK"), ("t.docx", b"PK"), ("t.pdf", b"%PDF"),
        ("t.md", "# 测试县".encode()), ("t.csv", b"\xef\xbb\xbf"), ("t.json", b"[\n"),
    ],
)  # fmt: skip
def test_a_files_ending_names_its_form(tracked, cadence, tmp_path, name, start):
    if name == "t.pdf":
        pytest.importorskip("typst")
    file = tmp_path / name
    arguments = ("duty", "2026-12", "--unit", "east", "-o", file, *FIRST_DAY)
    done = cadence("--workspace", tracked, *arguments)
    assert done.returncode == 0, done.stderr
    assert file.read_bytes().startswith(start)


def test_a_whole_place_is_issued_with_a_file_per_unit_and_one_collected(tracked, cadence):
    printed = issue(cadence, tracked)
    folder = tracked / "out" / "duty" / "ceshi" / "2026-12"
    assert {file.name for file in folder.iterdir()} == {
        "east.html", "west.html", "county.html", "secretary.html", "deputy.html",
        "_collected.html", "issue.json",
    }  # fmt: skip
    assert "5 tables, 2 units and posts without any duty" in printed
    whole = (folder / "_collected.html").read_text(encoding="utf-8")
    assert "本月无任务的单位和岗位：县应急局、县直有关部门。" in whole
    assert whole.count("data-occurrence") == 5  # east and west twice, the secretary once
    again = issue(cadence, tracked)
    assert "nothing changed since 2026-12-01" in again
    assert "0 written, 6 unchanged" in again


def test_what_was_decided_since_is_on_the_slip_with_its_document(tracked, cadence):
    issue(cadence, tracked)
    east, west = MEETING, MEETING.replace("east", "west")
    to = dt.date(2027, 1, 15)
    record(
        tracked,
        Extension(occurrence=east, to=to, document="测安办〔2026〕9号", by="县委"),
        Waiver(occurrence=west, document="测安办〔2026〕10号", by="县委"),
    )
    printed = issue(cadence, tracked)
    assert "2 changes since 2026-12-01:" in printed
    folder = tracked / "out" / "duty" / "ceshi" / "2026-12"
    lines = (folder / "_changes.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "变化,责任单位,事项,原时限,现时限,依据文件"
    moved = "2026-12-31,2026-12-31（延至2027-01-15（测安办〔2026〕9号））,测安办〔2026〕9号"
    assert lines[1] == f"调整,东镇,召开安全专题会议,{moved}"
    assert lines[2] == "已免办,西乡,召开安全专题会议,2026-12-31,2026-12-31,测安办〔2026〕10号"
    assert "共2项" in (folder / "_changes.html").read_text(encoding="utf-8")


def test_a_rule_that_a_newer_document_replaces_goes_by_that_document(tracked, cadence):
    issue(cadence, tracked)
    place = tracked / "rules" / "ceshi"
    text = (place / "notice.yaml").read_text(encoding="utf-8")
    newer = (
        text.replace("测安委〔2022〕1号", "测安委〔2026〕8号")
        .replace("2022-04-25", "2026-11-15")
        .replace("每月至少召开一次", "每季度至少召开一次")
        .replace("period: month", "period: quarter")
    )
    succession = "supersedes: [{pack: ceshi/notice, rules: [monthly-meeting]}]\nrules:"
    (place / "newer.yaml").write_text(newer.replace("rules:", succession, 1), encoding="utf-8")
    printed = issue(cadence, tracked)
    assert "取消" in printed
    lines = (tracked / "out/duty/ceshi/2026-12/_changes.csv").read_text(encoding="utf-8-sig")
    dropped = [line for line in lines.splitlines() if line.startswith("取消,东镇,召开安全专题会议")]
    assert dropped
    assert all(line.endswith("测安委〔2026〕8号") for line in dropped)


def test_a_unit_that_left_is_named_with_the_roster(tracked, cadence):
    issue(cadence, tracked)
    units = tracked / "rules" / "ceshi" / "units.yaml"
    text = units.read_text(encoding="utf-8")
    text = text.replace("  - {id: west, name: 西乡}\n", "").replace("[east, west]", "[east]")
    units.write_text(text, encoding="utf-8")
    printed = issue(cadence, tracked)
    assert "名册调整" in printed
    assert not (tracked / "out/duty/ceshi/2026-12/west.html").exists()


def test_a_damaged_memory_is_no_issue(tracked, cadence):
    issue(cadence, tracked)
    memory = tracked / "out/duty/ceshi/2026-12/issue.json"
    memory.write_bytes(memory.read_bytes()[:-9])
    printed = issue(cadence, tracked)
    assert "since" not in printed
    assert "1 written" in printed
    assert parse_issue(memory.read_bytes())


def test_paper_and_phone_carry_one_stamp(tracked, cadence):
    cadence("--workspace", tracked, "build", "--as-of", "2026-12-01")
    paper = cadence("--workspace", tracked, "duty", "2026-12", "--unit", "east").stdout
    stamp = paper.split("修订：")[1][:8]
    page = (tracked / "out/units/ceshi/east.html").read_text(encoding="utf-8")
    assert f"修订 {stamp}" in page
    record(
        tracked, Extension(occurrence=MEETING, to=dt.date(2027, 1, 15), document="文", by="县委")
    )
    changed = cadence("--workspace", tracked, "duty", "2026-12", "--unit", "east").stdout
    assert stamp not in changed
    cadence("--workspace", tracked, "build", "--as-of", "2026-12-02")
    page = (tracked / "out/units/ceshi/east.html").read_text(encoding="utf-8")
    assert f"修订 {changed.split('修订：')[1][:8]}" in page
    west = (tracked / "out/units/ceshi/west.html").read_text(encoding="utf-8")
    assert stamp not in west


# The comparison itself


def rows(*judged):
    return duty_table(EAST, HEAD, judged).rows


def shifts(before, after, why=lambda _row: "某文件"):
    old, new = issue_of(before, FIRST.date()), issue_of(after, FIRST.date())
    return [(each.kind, each.by) for each in find_shifts(old, new, why)]


def test_a_corrected_deadline_is_moved_and_not_dropped_and_added():
    before = rows(make_judged("2026-12-01", "2026-12-20"))
    after = rows(make_judged("2026-12-01", "2026-12-25"))
    assert shifts(before, after) == [("moved", "测安委〔2022〕1号 二/（一）/1")]


def test_a_plan_and_a_calendar_move_a_row_by_what_they_are():
    plain = make_judged("2026-12-01", "2026-12-31")
    choice = Choice(occurrence="x", at=dt.datetime(2026, 12, 18, 9, tzinfo=FIRST.tzinfo))
    past = replace(plain.judgement.past, choice=choice)
    planned = replace(plain, judgement=replace(plain.judgement, past=past))
    assert shifts(rows(plain), rows(planned)) == [("moved", "本办公室排定")]
    off = {"advised": dt.date(2026, 12, 30)}
    advised = make_judged("2026-12-01", "2026-12-31", window=off)
    assert shifts(rows(plain), rows(advised)) == [("moved", "国务院办公厅节假日安排")]


def test_an_accepted_merge_moves_a_row_by_whoever_accepted_it():
    pair = [make_judged("2026-12-01", "2026-12-31", id=each, act=each) for each in ("a", "b")]
    keys = tuple(each.occurrence.binding.rule.key for each in pair)
    merge = Merge(rules=keys, by="县安委办", on=dt.date(2026, 11, 20))
    merged = duty_table(EAST, HEAD, pair, merges=(merge,)).rows
    assert merged[0].beside == "与“b”合并办理"
    by = "县安委办2026-11-20起合并办理的决定"
    assert shifts(rows(*pair), merged) == [("moved", by)] * 2
    written = duty_table(EAST, HEAD, pair, merges=(replace(merge, document="某纪要"),)).rows
    assert shifts(rows(*pair), written) == [("moved", "某纪要")] * 2


def test_a_due_day_with_what_stands_beside_it_is_whole_on_the_screen():
    off = {"advised": None, "provisional": True}
    long = make_judged("2026-12-01", "2026-12-31", act="甲" * 60, window=off)
    table = duty_table(EAST, HEAD, [long])
    assert "…" not in render_duty_text([table])


def test_what_was_done_is_no_change():
    row = rows(make_judged("2026-12-01", "2026-12-31"))
    assert shifts(row, (), lambda _row: None) == []
    assert shifts(row, row) == []


def test_an_issue_is_read_back_as_it_was_written():
    kept = issue_of(rows(make_judged("2026-12-01", "2026-12-31")), FIRST.date())
    assert parse_issue(render_issue(kept)) == kept
    assert parse_issue(b"[]") is None
    assert parse_issue(b'{"issued": "x", "rows": []}') is None


def test_the_slip_names_kind_unit_days_and_document():
    came = find_shifts(
        issue_of((), FIRST.date()),
        issue_of(rows(make_judged("2026-12-01", "2026-12-31")), FIRST.date()),
        lambda _row: None,
    )
    assert shifts_table(came).rows == (
        ("新增", "东镇", "召开安全专题会议", "", "2026-12-31", "测安委〔2022〕1号 二/（一）/1"),
    )


CLOCK = """\
  - id: report
    clause: 二/（四）
    quote: 事故发生后24小时内上报
    act: 上报事故
    category: accident
    timing: {kind: trigger, event: 事故发生, offset: PT24H}
    actors: [各乡镇]
    lead: [常务副县长]
"""


def test_a_clock_that_an_event_started_ticks_in_the_table(tracked, cadence):
    pack = tracked / "rules" / "ceshi" / "notice.yaml"
    pack.write_text(pack.read_text(encoding="utf-8") + CLOCK, encoding="utf-8")
    before = cadence("--workspace", tracked, "duty", "2026-12", "--unit", "east").stdout
    at = dt.datetime(2026, 12, 1, 14, 20, tzinfo=FIRST.tzinfo)
    record(tracked, Event(name="事故发生", at=at, unit="ceshi/east"))
    moment = ("--as-of", "2026-12-02 09:00")
    printed = cadence("--workspace", tracked, "duty", "2026-12", "--unit", "east", *moment).stdout
    assert "【限时办理】" in printed
    assert "2026-12-02 14:20" in printed
    stamp = printed.split("修订：")[1][:8]
    assert stamp not in before
    cadence("--workspace", tracked, "build", *moment)
    page = (tracked / "out/units/ceshi/east.html").read_text(encoding="utf-8")
    assert f"修订 {stamp}" in page
    leader = cadence("--workspace", tracked, "duty", "2026-12", "--post", "deputy", *moment).stdout
    assert "上报事故" in leader
    late = ("--as-of", "2027-01-05")
    carried = cadence("--workspace", tracked, "duty", "2027-01", "--unit", "east", *late).stdout
    assert "迟33天9小时40分" in carried, carried


def test_a_character_without_a_font_is_named_on_the_screen(tracked, cadence, tmp_path):
    pytest.importorskip("typst")
    units = tracked / "rules" / "ceshi" / "units.yaml"
    text = units.read_text(encoding="utf-8").replace("name: 东镇,", "name: 东\U00032fff镇,")
    units.write_text(text, encoding="utf-8")
    file = tmp_path / "t.pdf"
    done = cadence("--workspace", tracked, "duty", "2026-12", "--unit", "east", "-o", file)
    if "no font here has Chinese" in done.stderr:
        pytest.skip("no Chinese font here: install fonts-noto-cjk, or cadence-duties[fonts]")
    assert done.returncode == 0
    assert "no font has \U00032fff U+32FFF; the PDF prints the number instead" in done.stderr
