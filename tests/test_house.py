"""Laws of the house, kept by machine."""

import ast
import re

import pytest
from conftest import ROOT

PACKAGE = ROOT / "cadence"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 330, 40
BASE = {
    "cells",
    "numerals",
    "errors",
    "i18n",
    "dates",
    "timings",
    "office",
    "model",
    "facts",
    "words",
}
# How YAML is read, for every reader of rules/.
FILES = {"formats", "policy_formats", "scalars", "yaml_text", "validation"}
# Who may import whom: each stage the base, and beyond it what is named here.
MAY_IMPORT = {
    "cells": set(),
    "errors": set(),
    "numerals": set(),
    "i18n": set(),
    "dates": set(),
    "timings": set(),
    "office": {"timings"},
    "model": {"office", "timings"},
    "facts": set(),
    "history": BASE,
    "orphans": BASE | {"history"},
    "checks": BASE | {"history"},
    "demands": BASE | {"checks", "history"},
    "merging": BASE | {"demands"},
    "plan": BASE | {"demands"},
    "conflicts": BASE | {"demands", "history", "merging", "occurrences", "tables"},
    "tallies": BASE | {"checks"},
    "digest": BASE | {"checks", "tables", "tallies"},
    "check_tables": BASE | {"checks", "tables", "tallies"},
    "fact_text": BASE,
    "shares": set(),
    "seals": set(),
    "ledger": BASE | {"fact_text", "seals", "shares"},
    "claims": BASE | {"checks", "history"},
    "backup": BASE | {"fact_text"},
    "day_text": BASE,
    "heads": BASE,
    "returns": BASE | {"claims", "day_text", "heads"},
    "sheet_files": BASE | {"day_text", "heads"},
    "words": {"timings"},
    "scalars": BASE,
    "policy_formats": BASE | {"scalars"},
    "formats": BASE | {"policy_formats", "scalars"},
    "yaml_text": BASE,
    "validation": BASE | {"formats", "scalars", "yaml_text"},
    "faults": BASE | FILES,
    "packs": BASE | FILES | {"faults"},
    "amendments": BASE | {"faults", "occurrences", "yaml_text"},
    "roster": BASE | FILES | {"kinds"},
    "policy": BASE | FILES,
    "workdays": BASE,
    "sentences": BASE | {"workdays"},
    "notices": BASE | {"sentences", "workdays"},
    "calendars": BASE | FILES | {"notices", "workdays"},
    "counting": BASE | {"workdays"},
    "trace": BASE,
    "occurrences": BASE | {"trace"},
    "stamps": BASE | {"history", "occurrences"},
    "duty": BASE | {"checks"},
    "duty_rows": BASE | {"checks", "duty", "stamps", "tables"},
    "duty_tables": BASE | {"checks", "duty", "duty_rows", "merging"},
    "slip": BASE | {"duty", "tables"},
    "kinds": BASE,
    "chains": BASE | {"counting", "history", "kinds", "occurrences", "workdays"},
    "anchors": BASE
    | {"chains", "checks", "counting", "history", "occurrences", "trace", "workdays"},
    "wordings": BASE | FILES | {"kinds", "roster"},
    "unchecked": BASE | FILES | {"roster"},
    "thresholds": BASE | {"chains", "counting", "history", "kinds", "occurrences", "trace"},
    "clocks": BASE | {"anchors", "chains", "counting", "history", "occurrences", "thresholds"},
    "admission": BASE | {"chains", "history", "kinds", "yaml_text"},
    "cards": BASE | {"chains", "checks", "clocks", "counting", "history", "occurrences", "tables"},
    "standings": BASE | {"checks", "history", "occurrences"},
    "sittings": BASE | {"history", "merging", "occurrences"},
    "events": BASE | {"standings"},
    "meeting_events": BASE | {"events", "sittings"},
    "feeds": BASE | {"events", "meeting_events", "merging", "occurrences", "sittings", "standings"},
    "revisions": BASE | {"feeds"},
    "publish": BASE,
    "agreement": BASE,
    "findings": BASE | {"agreement"},
    "coverage": BASE | {"extract"},
    "changes": BASE | {"occurrences"},
    "tables": BASE | {"occurrences", "changes", "checks"},
    "register": BASE | {"occurrences", "tables"},
    "exchange": BASE | {"cards", "occurrences", "changes", "checks", "history"},
    # What is printed is made of rows and nouns of any stage, and of nothing that reads files.
    "print": BASE
    | {"addresses", "cards", "chains", "check_tables", "checks", "digest"}
    | {"conflicts", "duty", "register", "tables", "tallies", "workdays"},
    "site": BASE
    | {"addresses", "tables", "checks", "history", "occurrences", "standings", "workdays"},
    "extract": BASE | {"scalars"},
    "example": BASE,
    "keys": set(),
    "addresses": {"errors", "i18n"},
    "access": {"errors", "i18n", "keys", "shares"},
    "serve": {"errors", "i18n", "keys", "addresses", "access"},
    "subscribers": BASE | {"access", "tables"},
}
# Names that the standard library's HTMLParser and asyncio's protocols call.
THEIRS = {"handle_data", "data_received"}
DOOR = {"cli", "commands"}
JOINTS = DOOR | {
    "build",
    "clashes",
    "planning",
    "issuing",
    "monthly",
    "survey",
    "workspace",
    "lookup",
    "running",
    "matching",
    "recording",
    "__main__",
    "__init__",
}  # what joins the stages


def stage(file):
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cadence"):
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [each.name for each in node.names]


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_stages_import_the_base_and_what_the_picture_shows(file):
    if stage(file) not in JOINTS:
        assert set(imported(file)) <= MAY_IMPORT[stage(file)] | {stage(file)}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_files_and_functions_stay_short(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.end_lineno - node.lineno + 1 - docstring_lines(node)
            assert body <= LONGEST_FUNCTION, f"{node.name}: {body} lines"


def docstring_lines(node):
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first.end_lineno - first.lineno + 1 if documented else 0


def test_only_the_one_door_prints_and_asks_the_time():
    clocks = {"now", "today", "utcnow", "print"}
    for file in MODULES:
        if stage(file) not in DOOR:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    assert name not in clocks, f"{file.name}:{node.lineno}: {name}()"


def test_only_the_edges_touch_files():
    inner = {
        "calendars",
        "yaml_text",
        "publish",
        "extract",
        "workspace",
        "policy",
        "example",
        "ledger",
        "shares",
        "access",
        "serve",
        "sheet_files",
    }
    edges = inner | {"build"} | DOOR
    touching = {"read_bytes", "read_text", "write_bytes", "write_text", "open", "unlink", "mkdir"}
    for file in MODULES:
        if stage(file) not in edges:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    assert getattr(node.func, "attr", "") not in touching, (
                        f"{file.name}:{node.lineno}"
                    )


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_words_that_mean_nothing_are_not_used(file):
    names = {
        node.name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in THEIRS
    }
    banned = re.compile(
        r"(^|_)(task|item|record|manager|handler|helper|utils?|process|data)(_|$)", re.IGNORECASE
    )
    assert not [name for name in names if banned.search(name)]


def test_every_module_says_what_goes_in_and_out():
    for file in MODULES:
        assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))), file.name


def commands():
    from cadence.commands import COMMANDS

    return [each.name for each in COMMANDS]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_every_command_is_documented(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for name in commands():
        assert f"cadence {name}" in text, name


def test_every_key_of_every_format_is_documented():
    from cadence.rules.validation import known_keys

    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    missing = [key for key in known_keys() if f"`{key}`" not in text]
    assert missing == []


def test_readmes_stay_short():
    for page in ("README.md", "README.zh-CN.md"):
        assert len((ROOT / page).read_text(encoding="utf-8").splitlines()) <= 150
