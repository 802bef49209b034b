"""Whatever is in a file: taken, or told what is wrong with it; never a traceback, never for ever."""

import io
import json
import resource
import sys
from collections import Counter
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


@pytest.mark.parametrize("seed", range(250, 900))
@pytest.mark.parametrize("name", FILES)
def test_a_file_of_rules_is_read_whole_or_told_line_by_line(here, workspace_folder, name, seed):
    for each, text in FILES.items():
        (workspace_folder / "rules" / "ceshi" / each).write_text(text, encoding="utf-8")
    content = put(workspace_folder, name, seed)
    with at_most(SECONDS):
        try:
            workspace = read_workspace(workspace_folder)
        except InputError as error:
            assert error.problems
            assert all("\n" not in problem.message for problem in error.problems)
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
        written = yaml.load(content, Loader=yaml.BaseLoader)["rules"]
        (pack,) = workspace.packs
        assert len(pack.rules) + len(pack.refused) == len(written)


NOTICE = (ROOT / "tests" / "notices" / "2026.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(900))
def test_a_notice_of_days_off_is_read_or_told(seed):
    with at_most(SECONDS):
        found, problems = parse_notice(damaged(NOTICE, Random(seed)), "notice.txt")
    assert (found is None) == bool(problems)


KEPT = "{}、各站所每月{}日前报送材料。"
NUMBERS = "甲乙丙丁戊"
ROWS = [["序号", "内容", "责任单位", "完成时限"], ["1", "排查线路", "镇电管站", "6月底前"]]


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
    page = f"<html><body><p>{'</p><p>'.join(paragraphs)}</p><ol start='3'><li>每月开会</ol><table>{table}"
    markdown = f"# 通知\n\n{TEXT}\n\n| {' | '.join(ROWS[0])} |\n|---|---|---|---|\n| {' | '.join(ROWS[1])} |\n"
    return {"a.txt": TEXT.encode(), "b.txt": TEXT.encode("gb18030"), "a.html": page.encode(),
            "a.md": markdown.encode(), "a.docx": word, "a.pdf": pdf([paragraphs])}  # fmt: skip


@pytest.mark.parametrize("seed", range(250, 900))
@pytest.mark.parametrize("name", documents())
def test_a_document_is_read_or_refused_with_a_sentence(tmp_path, name, seed):
    random, content = Random(f"{name}{seed}"), documents()[name]
    if name.endswith(("docx", "pdf")):
        content = (
            in_zip(content, random) if "docx" in name and seed % 3 else in_bytes(content, random)
        )
    else:
        content = damaged(content.decode("gb18030" if name == "b.txt" else "utf-8"), random).encode(
            "gb18030" if name == "b.txt" else "utf-8", "replace"
        )
        content = in_bytes(content, random) if seed % 4 == 0 else content
    file = tmp_path / name
    file.write_bytes(content)
    with at_most(SECONDS):
        try:
            draft(read_text(file), date(2026, 1, 1))
        except CadenceError as error:
            assert str(error)
