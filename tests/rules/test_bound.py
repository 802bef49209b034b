"""The tables by hand of who is bound are well formed, and each quote stands in its text."""

import datetime as dt
import re

import pytest
from conftest import ROOT, SHARED, needs_shared

TABLES = sorted((ROOT / "tests" / "tables" / "bound").glob("*.txt"))
PARTS = 6  # unit, clause, act, quote, windows, role
ROLES = {"owner", "lead", "assist", "supervise"}
WINDOW = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")
LONGEST = 30  # characters of one quoted run


def lines(table):
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [each.strip() for each in line.split(" | ")]


def dated(table):
    for parts in lines(table):
        windows = [each.strip() for each in parts[4].split(";")] if len(parts) == PARTS else []
        if windows and all(map(WINDOW.fullmatch, windows)):
            yield parts, windows


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_table_names_forty_dated_duties_or_more(table):
    assert all(len(parts) == PARTS for parts in lines(table))
    assert len(list(dated(table))) >= 40


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_windows_are_days_that_exist_in_their_order(table):
    for parts, windows in dated(table):
        assert parts[-1] in ROLES, parts
        for window in windows:
            start, due = (
                dt.date.fromisoformat(each) if each else None for each in window.split("..")
            )
            assert start or due
            assert not (start and due) or start <= due, parts


@needs_shared
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_quote_stands_in_the_text(table):
    text = "".join((SHARED / "sources" / table.name).read_text(encoding="utf-8").split())
    for parts, _windows in dated(table):
        for quote in parts[3].split("‖"):
            assert "".join(quote.split()) in text, parts
            assert len(quote.strip()) <= LONGEST, parts
