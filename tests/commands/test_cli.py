"""The command as its users meet it: processes of their own, real output."""

import csv
import datetime as dt
import errno
import io
import json
import subprocess
import sys

import pytest
from conftest import PACK, ROOT, TEXT

from cadence.core.errors import CadenceError
from cadence.rules import example

TAIL = "monthly-meeting:2022-06@ceshi/east"


@pytest.fixture
def office(cadence, workspace_folder):
    """Run the command in the small county."""

    def run(*arguments, lang="en"):
        return cadence("--workspace", workspace_folder, *arguments, lang=lang)

    return run


def test_the_three_ways_to_call_are_one_and_the_same():
    calls = ([sys.executable, "-m", "cadence"], [sys.executable, "cli.py"])
    outputs = {
        subprocess.run([*call, "--version"], cwd=ROOT, capture_output=True, check=True).stdout
        for call in calls
    }
    assert len(outputs) == 1
    assert next(iter(outputs)).startswith(b"cadence ")


def test_a_build_says_what_it_did_and_that_localhost_reaches_no_phone(office):
    done = office("build", "--from", "2022-01-01", "--to", "2022-12-31")
    assert done.returncode == 0
    assert "7 calendars with 35 events" in done.stdout
    assert "files: 39 written, 0 unchanged, 0 removed" in done.stdout
    assert "open on this computer alone: ceshi; set address" in done.stderr


def test_bad_input_exits_2_names_every_place_and_writes_nothing(office, workspace_folder):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    pack.write_text(
        PACK.replace("evidence:", "evidense:").replace("quarter}", "quater}"), encoding="utf-8"
    )
    done = office("build")
    assert done.returncode == 2
    assert 'rules/ceshi/notice.yaml:18:5: unknown key "evidense"' in done.stderr
    assert "Traceback" not in done.stderr
    assert not (workspace_folder / "out").exists()


def test_the_same_message_comes_in_chinese(office, workspace_folder):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    pack.write_text(PACK.replace("evidence:", "evidense:"), encoding="utf-8")
    done = office("build", lang="zh_CN")
    assert "rules/ceshi/notice.yaml:18:5: 不认识的键“evidense”；是否想写“evidence”？" in done.stderr


def test_rules_as_json_keep_the_promised_shape(office):
    found = json.loads(office("rules", "ceshi/notice", "--format", "json").stdout)
    assert found["document"]["number"] == "测安委〔2022〕1号"
    first = found["rules"][0]
    assert list(first)[:8] == [
        "id", "clause", "quote", "act", "actors", "units", "condition", "timing",
    ]  # fmt: skip
    assert first["units"] == ["east", "west"]
    assert first["timing"] == {"kind": "cadence", "period": "month", "count": 1}
    kinds = [rule["timing"]["kind"] for rule in found["rules"]]
    assert kinds == ["cadence", "cadence", "standing", "unspecified"]
    assert isinstance(json.loads(office("rules", "--format", "json").stdout), list)


def test_occurrences_as_json_keep_the_promised_shape(office):
    done = office(
        "occurrences", "--unit", "east", "--from", "2022-06-01", "--to", "2022-06-30",
        "--as-of", "2022-06-15 09:00", "--format", "json",
    )  # fmt: skip
    assert "\\u" not in done.stdout
    (found,) = json.loads(done.stdout)
    assert list(found) == [
        "id", "uid", "pack", "rule", "clause", "place", "unit", "act", "kind", "start", "due",
        "nth", "of", "actor", "partial", "advised", "provisional", "status", "done_on", "evidence",
        "days_late", "trace", "extended_to", "extended_by", "waived_by", "belated", "subject",
        "planned", "claimed_on", "coverage",
    ]  # fmt: skip
    assert found["id"] == "ceshi/notice:monthly-meeting:2022-06@ceshi/east"
    assert (found["start"], found["due"], found["status"]) == ("2022-06-01", "2022-06-30", "open")


def test_csv_opens_right_in_excel(office):
    text = office("occurrences", "--unit", "east", "--from", "2022-06-01", "--format", "csv").stdout
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["截止日"] == "2022-06-30"


def test_the_table_is_aligned_by_display_width(office):
    from wcwidth import wcswidth

    lines = office("rules").stdout.splitlines()
    rule = lines[1]
    starts = [n for n in range(len(rule)) if rule[n] == "-" and (n == 0 or rule[n - 1] == " ")]
    for line in lines[2:]:
        for start in starts[1:]:
            before = next(k for k in range(len(line) + 1) if wcswidth(line[:k]) >= start)
            assert wcswidth(line[:before]) == start
            assert line[before - 1] == " "


def test_a_timing_is_said_in_english_too_where_the_command_speaks_it(office):
    for lang, is_english in (("en", True), ("zh", False)):
        for command in (("rules",), ("rules", "--format", "csv"), ("explain", TAIL)):
            said = office(*command, lang=lang).stdout
            assert "每月至少1次" in said
            assert ("at least once every month" in said) == is_english, (lang, command)
    first = json.loads(office("rules", "ceshi/notice", "--format", "json").stdout)["rules"][0]
    assert first["words"] == {"zh": "每月至少1次", "en": "at least once every month"}


def test_explain_shows_the_trace_and_takes_a_tail(office):
    done = office("explain", TAIL)
    assert done.returncode == 0
    for words in (
        "测安委〔2022〕1号",
        "二/（一）/1",
        "“每月至少召开一次安全专题会议”",
        "2022-06-01至2022-06-30",
        "《民法典》",
        "“各乡镇”",
    ):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("tail", "message"),
    [
        (":2022-06@ceshi/east", None),
        ("2022-06@ceshi/north", "no occurrence is called"),
        ("monthly-meeting", "names no window"),
        ("onthly-meeting:2022-06@ceshi/east", "the nearest are:"),
        ("monthly-meeting:2022-13@ceshi/east", "no occurrence is called"),
    ],
)
def test_a_tail_must_mean_one_occurrence(office, tail, message):
    done = office("explain", tail)
    assert done.returncode == (2 if message else 0)
    assert (message or "") in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["occurrences", "--unit", "weest"], 'did you mean "west"?'),
        (["occurrences", "--place", "cheshi"], 'did you mean "ceshi"?'),
        (["occurrences", "--pack", "ceshi/notise"], 'did you mean "ceshi/notice"?'),
        (["rules", "ceshi/notise"], 'did you mean "ceshi/notice"?'),
        (["occurrences", "--from", "2022-02-30"], "not a date that exists"),
        (["occurrences", "--as-of", "yesterday"], "is not a time"),
        (["occurrences", "--as-of", "11月26日"], "says no year"),
        (["occurrences", "--from", "11月26日"], "says no year"),
        (["occurrences", "--from", "2022-02-03", "--to", "2022-02-02"], "lies before"),
        (["occurrences", "--from", "9999-01-01"], "lies outside the years 1949 to 2199"),
        (["occurrences", "--unit", ""], "no unit has the id"),
        (["verify", "--source", "cli.py"], "needs the PACK"),
        (["biuld"], "build"),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_what_to_write(office, arguments, message):
    done = office(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_the_number_that_an_entry_prints_is_explained_for_all_its_units(office):
    done = office("explain", "ceshi/notice:monthly-meeting:2022-06")
    assert done.returncode == 0
    assert "东镇、西乡：召开安全专题会议" in done.stdout


def test_a_body_is_listed_with_the_duties_of_its_posts(office):
    done = office("occurrences", "--unit", "county", "--from", "2022-07-01", "--to", "2022-09-30")
    assert "2022-Q3@ceshi/secretary" in done.stdout


def test_a_moment_with_a_zone_is_brought_to_ours(office):
    def status(moment):
        done = office("occurrences", "--unit", "east", "--from", "2022-06-01", "--to", "2022-06-30",
            "--as-of", moment, "--format", "json")  # fmt: skip
        return json.loads(done.stdout)[0]["status"]

    assert status("2022-06-30T23:30") == "due_soon"
    assert status("2022-06-30T23:30+00:00") == "untracked"


def test_a_reader_that_has_seen_enough_is_no_error(workspace_folder):
    line = f"{sys.executable} -m cadence --workspace {workspace_folder} occurrences | head -1"
    done = subprocess.run(["sh", "-c", line], cwd=ROOT, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr


def test_verify_names_groups_without_members_and_readings(office):
    done = office("verify", "--format", "json")
    assert done.returncode == 0
    codes = {each["code"]: each for each in json.loads(done.stdout)}
    assert "县直有关部门" in codes["group_unlisted"]["message"]
    assert codes["group_unlisted"]["clauses"] == ["ceshi/notice:二/（三）"]
    assert "still_in_force" in codes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_verify_finds_a_quote_that_the_text_lacks(office, tmp_path, encoding):
    text = tmp_path / "notice.txt"
    text.write_text(TEXT.replace("每季度", "每半年"), encoding=encoding)
    done = office("verify", "ceshi/notice", "--source", text, "--format", "json")
    assert done.returncode == 1
    found = [each["message"] for each in json.loads(done.stdout) if each["severity"] == "error"]
    quote = "每季度至少主持召开一次常委会"
    assert f"quarterly-standing-committee：二/（一）/2中没有“{quote}”" in found
    assert "clauses: 4 carried, 0 without duty, 1 unaccounted" in done.stderr


def test_outside_a_workspace_the_way_in_is_shown(cadence, tmp_path):
    done = cadence("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "cadence init DIR" in done.stderr


def test_a_new_office_builds_at_once_and_with_the_roster_to_fill_in(cadence, tmp_path):
    office = tmp_path / "office"
    assert cadence("init", office).returncode == 0
    assert (office / "README.md").read_text(encoding="utf-8").startswith("# 安全生产任务日历")
    place = office / "rules" / "wodexian"
    place.mkdir()
    (office / "名册模板.txt").rename(place / "units.yaml")
    done = cadence("build", cwd=office)
    assert done.returncode == 0, done.stderr
    for feed in ("yichuan/pengpo", "wodexian/chengguan"):
        assert (office / "out" / "feeds" / f"{feed}.ics").exists()


def test_a_new_office_has_the_clocks_of_the_national_rules(cadence, tmp_path):
    office = tmp_path / "office"
    cadence("init", office)
    done = cadence(
        "event", "事故", "--at", "2026-11-26T08:00", "--unit", "pengpo", cwd=office, lang="zh_CN"
    )
    assert done.returncode == 0, done.stderr
    assert "national/accident-reporting" in cadence("check", "--all", cwd=office).stdout


def test_init_leaves_no_half_of_a_folder(tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(example, "edit_file", full)
    with pytest.raises(CadenceError, match="No space left"):
        example.make_workspace(tmp_path / "office", dt.date(2026, 1, 1))
    assert list(tmp_path.iterdir()) == []


def test_init_fills_a_folder_that_is_empty(tmp_path):
    (tmp_path / "office").mkdir()
    example.make_workspace(tmp_path / "office", dt.date(2026, 1, 1))
    assert [each.name for each in tmp_path.iterdir()] == ["office"]
    assert (tmp_path / "office" / "rules" / "national" / "units.yaml").exists()


def test_where_no_chinese_can_be_written_it_is_said_what_to_set(cadence, tmp_path):
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for command in (("init", tmp_path / "office"), ("check",)):
        done = cadence(*command, cwd=tmp_path, **ascii_only)
        assert done.returncode == 2
        assert "set PYTHONUTF8=1" in done.stderr
        assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_overwrites_nothing(cadence, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = cadence("init", tmp_path)
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_the_workspace_is_found_from_a_folder_inside_it(cadence, workspace_folder):
    done = cadence("rules", cwd=workspace_folder / "rules" / "ceshi")
    assert done.returncode == 0
    assert "召开安全专题会议" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--as-of", "9999-12-31"),
        ("check", "--as-of", "0001-01-01"),
        ("check", "--known-at", "9999-12-31 24:00"),
        ("occurrences", "--from", "0001-01-01"),
        ("build", "--as-of", "9999-12-31"),
    ],
)
def test_a_year_outside_the_calendar_is_a_message_wherever_a_time_is_typed(here, arguments):
    ran = here(*arguments)
    assert ran.returncode == 2
    assert arguments[-1] in ran.stderr


@pytest.mark.parametrize(
    "as_of", ["2022年6月3日", "2022/6/3", "２０２２－０６－０３", "2022-06-02 24:00"]
)
def test_a_moment_may_be_typed_as_officials_write_it(here, as_of):
    said = here("check", "--all", "--as-of", "2022-06-03", "--format", "json")
    assert here("check", "--all", "--as-of", as_of, "--format", "json") == said
