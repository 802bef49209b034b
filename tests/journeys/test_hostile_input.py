"""Whatever is in a file: taken, or told what is wrong with it; no traceback, nothing for ever."""

import csv
import io
import json
from datetime import date
from random import Random

import openpyxl
import pytest
import yaml
from conftest import PACK, ROOT, TEXT, UNITS
from extract_files import docx, pdf
from mutants import altered, at_most, damaged, in_bytes, in_zip

from cadence.core.errors import CadenceError, InputError
from cadence.extract.draft.draft import draft
from cadence.extract.files.reader import read_text
from cadence.rules.workspace import read_workspace
from cadence.workdays.notices import parse_notice

SECONDS = 10
MEGABYTES = 300
EVENTS = "events:\n  - {id: accident, name: 事故发生, also: [接到事故报告]}\n"
MORE = """\
  - id: report
    clause: 三/1
    quote: 接到事故报告后24小时内上报
    act: 上报事故情况
    category: accident
    timing: {kind: trigger, event: 接到事故报告, offset: PT24H}
    actors: [各乡镇]
  - {id: summer, clause: 三/2, quote: 6月, act: 宣传, category: publicity, actors: [各乡镇],
     timing: {kind: season, start: --06-01, due: --06-30}}
no_duty: [{clause: 一, reason: 总体要求}]
"""
POLICY = """\
address: http://192.168.1.8:8000/
tracking_from: 2026-01-01
remind: {by: alarm, days_before: 3, at: "09:00"}
"""
CHANGES = "changes:\n  - {name: 停工, off: [2026-08-03], document: 测政办〔2026〕1号}\n"
FILES = {"notice.yaml": PACK + MORE, "units.yaml": UNITS + EVENTS,
         "policy.yaml": POLICY, "calendar.yaml": CHANGES}  # fmt: skip


@pytest.fixture(autouse=True)
def bounded():
    """Hold every test to a bound on memory; what it grew by is seen afterwards."""
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert grown < MEGABYTES, f"{grown} MB"


def put(folder, name, seed):
    """Damage one file of the place; gives its content."""
    random = Random(f"{name}{seed}")
    text = (damaged if seed % 3 == 0 else altered)(FILES[name], random)
    content = text.encode("utf-8", "surrogatepass")
    if seed % 15 == 0:
        content = in_bytes(content, random)
    (folder / "rules" / "ceshi" / name).write_bytes(content)
    return content


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("name", FILES)
def test_a_file_of_rules_is_read_whole_or_told_line_by_line(here, workspace_folder, name, seed):
    for each, text in FILES.items():
        (workspace_folder / "rules" / "ceshi" / each).write_text(text, encoding="utf-8")
    content = put(workspace_folder, name, seed)
    with at_most(SECONDS):
        try:
            workspace = read_workspace(workspace_folder)
        except InputError as error:
            lines = [problem.message for problem in error.problems]
            workspace = None
        if workspace is None:
            assert lines
            assert not [line for line in lines if "\n" in line]
            return
        for command in (
            ("check", "--all"),
            ("build",),
            ("conflicts",),
            ("verify",),
            ("duty", "2026-11"),
        ):
            ran = here(*command)
            assert ran.returncode in {0, 1, 2}, ran.stderr
    if name == "notice.yaml":
        written = yaml.load(content, yaml.BaseLoader)["rules"]  # noqa: S506 - text alone
        (pack,) = workspace.packs
        assert len(pack.rules) + len(pack.refused) == len(written)


NOTICE = (ROOT / "tests" / "notices" / "2026.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(60))
def test_a_notice_of_days_off_is_read_or_told(seed):
    with at_most(SECONDS):
        found, problems = parse_notice(damaged(NOTICE, Random(seed)), "notice.txt")
    assert (found is None) == bool(problems)


ROWS = [["序号", "内容", "责任单位", "完成时限"], ["1", "排查线路", "镇电管站", "6月底前"]]
KEPT = "各站所每月{}日前报送材料。"


def documents():
    paragraphs = TEXT.splitlines()
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>" for row in ROWS
    )  # fmt: skip
    numbered = [("1", n % 3, line) for n, line in enumerate(paragraphs)]
    levels = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    word = docx(numbered, levels, extra=f"<w:tbl>{cells}</w:tbl>")
    table = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in ROWS)
    page = f"<html><p>{'</p><p>'.join(paragraphs)}</p><ol start='3'><li>每月开会</ol><table>{table}"
    heads, row = (" | ".join(each) for each in ROWS)
    markdown = f"# 通知\n\n{TEXT}\n\n| {heads} |\n|---|---|---|---|\n| {row} |\n"
    return {"a.txt": TEXT.encode(), "b.txt": TEXT.encode("gb18030"), "a.html": page.encode(),
            "a.md": markdown.encode(), "a.docx": word, "a.pdf": pdf([paragraphs])}  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("name", documents())
def test_a_document_is_read_or_refused_with_a_sentence(tmp_path, name, seed):
    random, content = Random(f"{name}{seed}"), documents()[name]
    encoding = "gb18030" if name == "b.txt" else "utf-8"
    if name == "a.docx" and seed % 3:
        content = in_zip(content, random)
    elif name in {"a.docx", "a.pdf"} or seed % 4 == 0:
        content = in_bytes(content, random)
    else:
        content = damaged(content.decode(encoding), random).encode(encoding, "replace")
    file = tmp_path / name
    file.write_bytes(content)
    with at_most(SECONDS):
        try:
            draft(read_text(file), date(2026, 1, 1))
            told = "a draft"
        except CadenceError as error:
            told = str(error)
    assert told


@pytest.mark.parametrize("seed", range(20))
def test_no_line_of_damage_hides_the_duties_beside_it(tmp_path, seed):
    """Every duty that still stands there whole is drafted, or told among what was not read."""
    random = Random(seed)
    lines = [KEPT.format(day) for day in range(1, 28)]
    for at in range(27, 0, -3):
        lines.insert(at, damaged(random.choice(TEXT.splitlines()), random).replace("\n", ""))
    file = tmp_path / "a.txt"
    file.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    if b"\0" in file.read_bytes():
        with pytest.raises(CadenceError, match="is not a text"):
            read_text(file)
        return
    made = draft(read_text(file), date(2026, 1, 1))
    told = [each.quote for each in (*made.rules, *made.no_duty, *made.not_understood)]
    text = read_text(file)
    for day in range(1, 28):
        assert f"每月{day}日前" in text
        assert any(f"{day}日前" in quote for quote in told), day


HEADS = ["编号", "单位", "事项", "完成日期", "佐证材料"]
CELLS = (
    "2026-11-03", "11月3日", "2026年13月1日", "9999-12-31", "1", "46000", "会议纪要", "", "=1+1",
    "\u200b", "无", "x" * 3000, "东镇", "召开安全专题会议", "\x07", "，", '"', "完成",
)  # fmt: skip


def sheet(random):
    """Rows of a returned sheet, some of them odd; each names its duty."""
    for number in range(1, 11):
        row = [f"ceshi/notice:monthly-meeting:2026-{number:02}@ceshi/east", "东镇", "召开会议",
               f"2026-{number:02}-20", f"会议纪要〔2026〕{number}号"]  # fmt: skip
        if number % 2:
            row[random.randrange(3, 5)] = random.choice(CELLS)
        yield row


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_row_of_a_sheet_is_taken_or_told(here, workspace_folder, ending, seed):
    rows = list(sheet(Random(seed)))
    file = workspace_folder / f"a.{ending}"
    if ending == "csv":
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([HEADS, *rows])
    else:
        book = openpyxl.Workbook()
        for row in [HEADS, *rows]:
            book.active.append([cell.replace("\x07", "") for cell in row])
        book.save(file)
    with at_most(SECONDS):
        ran = here("import", file, "--format", "json")
    if ran.returncode == 2:
        assert ran.stderr
        return
    told = json.loads(ran.stdout)
    named = [each["occurrence"] for key in ("recorded", "unchanged", "blank", "refused")
             for each in told[key]]  # fmt: skip
    assert sorted(named) == sorted(row[0] for row in rows)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_damaged_sheet_is_read_or_refused_with_a_sentence(here, workspace_folder, ending, seed):
    random, file = Random(f"{ending}{seed}"), workspace_folder / f"a.{ending}"
    rows = [HEADS, *sheet(random)]
    if ending == "csv":
        text = "\n".join(",".join(row) for row in rows)
        content = damaged(text, random).encode("utf-8", "replace")
    else:
        book, stream = openpyxl.Workbook(), io.BytesIO()
        for row in rows:
            book.active.append([cell.replace("\x07", "") for cell in row])
        book.save(stream)
        content = (in_zip if seed % 3 else in_bytes)(stream.getvalue(), random)
    file.write_bytes(content)
    with at_most(SECONDS):
        assert here("import", file).returncode in {0, 1, 2}
