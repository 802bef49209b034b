"""The tables by hand of who is bound are well formed, and each quote stands in its text."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from conftest import ROOT, SHARED, needs_shared

from cadence.core import folded
from cadence.core.dates import Span
from cadence.occurrences.expand import occurrences
from cadence.rules.binding import answer
from cadence.rules.workspace import read_workspace
from cadence.workdays import advise

TABLES = sorted((ROOT / "tests" / "tables" / "bound").glob("*.txt"))
PARTS = 6  # unit, clause, act, quote, windows, role
ROLES = {"owner", "lead", "assist", "supervise"}
WINDOW = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")
LONGEST = 30  # characters of one quoted run
PACKS = {  # with the year that its table lists
    "enyang-2022": ("enyang/2022-fifteen-measures", 2022),
    "xiayi-2024": ("xiayi/2024-three-year-action", 2024),
    "yichuan-2021": ("yichuan/2021-hundred-days", 2021),
    "yichuan-2022": ("yichuan/2022-fifteen-measures", 2022),
    "yincheng-2022": ("yincheng/2022-fifteen-measures", 2022),
}


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


@pytest.fixture(scope="module")
def workspace():
    return read_workspace(ROOT)


def said(binding, roster):
    """Return the role as a table says it: who is printed as 牵头 leads, whether or not it owes."""
    rule = binding.rule
    leads = any(binding.unit in answer(name, rule, roster) for name in rule.lead)
    return "lead" if leads else binding.role


def expanded(workspace, pack, roster, span) -> Iterator[tuple[str, str, str, str]]:
    """Yield (unit, clause, window, role) of whoever owes, leads, assists or sees to a day."""
    bound = workspace.bindings(pack)
    windows: dict[str, set[str]] = {}
    for each in occurrences(bound, span, advise):
        rule, window = each.binding.rule, f"{each.window.start}..{each.window.due or ''}"
        windows.setdefault(rule.id, set()).add(window)
        yield each.binding.unit.name, folded(rule.clause), window, said(each.binding, roster)
    for each in bound:
        if each.role in {"lead", "assist", "supervise"}:
            for window in windows.get(each.rule.id, ()):
                yield each.unit.name, folded(each.rule.clause), window, said(each, roster)


def by_hand_and_by_program(workspace, table):
    """Return what a table says of its year and what the pack says, each with roles."""
    name, year = PACKS[table]
    pack, roster = workspace.pack(name), workspace.rosters[name.split("/")[0]]
    elsewhere = {
        folded(rule.clause)
        for rule in pack.rules
        if rule.outside or {folded(name) for name in rule.bodies} & roster.outside
    }
    by_hand = set()
    for (unit, clause, *_rest, role), windows in dated(
        ROOT / "tests" / "tables" / "bound" / f"{table}.txt"
    ):
        of_clause = next(rule for rule in pack.rules if folded(rule.clause) == folded(clause))
        meant = answer(unit, of_clause, roster)
        assert meant or folded(clause) in elsewhere, f"{unit}: nobody in the roster, nor outside"
        by_hand |= {(one.name, folded(clause), window, role) for one in meant for window in windows}
    days = Span(dt.date(year, 1, 1), dt.date(year, 12, 31))
    later = {each for each in by_hand if each[2].split("..")[1] > days.last.isoformat()}
    found = set(expanded(workspace, pack, roster, days))
    for each in later:
        due = dt.date.fromisoformat(each[2].split("..")[1])
        found |= set(expanded(workspace, pack, roster, Span(due, due))) & {each}
    return by_hand, found


@pytest.mark.parametrize("table", PACKS)
def test_every_named_body_finds_the_dated_duties_of_its_table_and_no_others(workspace, table):
    by_hand, found = by_hand_and_by_program(workspace, table)
    assert {each[:3] for each in found} == {each[:3] for each in by_hand}


@pytest.mark.parametrize("table", PACKS)
def test_every_named_body_has_the_role_of_its_table(workspace, table):
    by_hand, found = by_hand_and_by_program(workspace, table)
    assert found == by_hand
