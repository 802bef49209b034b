"""tests/tables/conflicts/, written by hand from the texts, against what is found."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from cadence.conflicts import advice, conflict_table, message
from cadence.core.dates import SHANGHAI, Span
from cadence.core.history import EMPTY
from cadence.occurrences import Asked, scenes_of
from cadence.rules import read_workspace

ROOT = Path(__file__).parents[2]
TABLES = sorted((ROOT / "tests" / "tables" / "conflicts").glob("*.txt"))
NEXT = "2026"  # the other year of every table


class Told(NamedTuple):
    """A finding as the tables speak of it."""

    code: str
    units: frozenset[str]
    day: str
    rules: frozenset[str]
    words: str


@cache
def workspace():
    return read_workspace(ROOT)


@cache
def told(place, first):
    """All findings of the year of a day, judged on it."""
    day = dt.date.fromisoformat(first)
    asked = Asked(span=Span(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)), place=place)
    (scene,) = scenes_of(workspace(), EMPTY, asked, dt.datetime(day.year, 1, 1, tzinfo=SHANGHAI))
    _table, found = conflict_table(scene, day, past=False)
    return [
        Told(
            each.code,
            frozenset(unit.id for unit in each.units),
            str(each.day or ""),
            frozenset(rule.key for rule in each.rules),
            message(each) + advice(each),
        )
        for each in found
    ]


def lines_of(file):
    """Yield the lines of a table as they stand, each with the pack and the day of its head."""
    head, *rest = file.read_text(encoding="utf-8").splitlines()
    pack, _from, first = head.split()[-3:]
    for line in rest:
        if line and not line.startswith("#"):
            yield pack, first, line


def is_found(pack, first, line):
    _said, year, code, unit, day, rules, *words = (each.strip() for each in line.split("|"))
    named = {
        rule if ":" in rule else f"{pack}:{rule}" for rule in rules.split(" + ") if rule != "-"
    }
    days = [first, f"{NEXT}-01-01"] if year == "*" else [first if year != NEXT else f"{NEXT}-01-01"]
    return any(
        code in {"*", each.code}
        and (unit == "*" or unit in each.units)
        and (day == "-" or each.day.startswith(day))
        and named <= each.rules
        and all(one in each.words for one in words)
        for one_day in days
        for each in told(pack.partition("/")[0], one_day)
    )


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_what_the_text_makes_collide_is_found_and_nothing_else(file):
    wrong = [
        line
        for pack, first, line in lines_of(file)
        if is_found(pack, first, line) != line.startswith("must")
    ]
    assert wrong == []


def test_every_table_names_rules_that_there_are():
    known = {f"{pack.name}:{rule.id}" for pack in workspace().packs for rule in pack.rules}
    for file in TABLES:
        for pack, _first, line in lines_of(file):
            for rule in line.split("|")[5].split(" + "):
                name = rule.strip()
                assert name == "-" or (name if ":" in name else f"{pack}:{name}") in known, line
