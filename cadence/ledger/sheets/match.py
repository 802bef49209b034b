"""Rows → occurrences: by the id that a sheet carries, or by unit, duty and what tells them apart.

A row that could mean several occurrences means none, and says which they are.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from cadence.core import (
    UNCHECKED,
    CadenceError,
    Occurrence,
    On,
    Span,
    Unit,
    folded,
    later,
    plain,
    read_day,
)
from cadence.ledger.reasons import Reason
from cadence.ledger.sheets.sheet_row import SheetRow
from cadence.occurrences import YEAR, Index

SUGGESTED = 3  # ids named in a reason
PATIENCE = 20  # rows whose nearest ids are looked for: each costs a search through all of them
YEARS_BACK, YEARS_ON = 2, 1  # around the years that a row names, or else around now
LONGEST = 10  # years searched for one row
SEPARATORS = re.compile(r"[/;；、\n]|（|\(|牵头")


class Matcher:
    """Finds what the rows of one file mean; call it with a row."""

    def __init__(self, index: Index, now: dt.datetime) -> None:
        self._index = index
        self._now = now
        self._searches = 0
        self._met: dict[str, Occurrence] = {}  # one duty may have many rows, each a proof of it
        self._dated: dict[tuple[frozenset[str], Span], dict[str, list[Occurrence]]] = {}
        self._named: dict[str, bool] = {}  # whether these words name any act
        self._acts = {
            _act(rule.act)
            for scene in index.scenes.values()
            for pack in scene.packs
            for rule in pack.rules
        }

    def __call__(self, row: SheetRow) -> Occurrence | Reason:
        """Return the one occurrence that a row means, or why it means none."""
        identifier = plain(row.text("occurrence"))
        if not identifier:
            return self._by_name(row)
        found = self._by_id(identifier)
        if isinstance(found, Occurrence):
            return self._disagreement(row, found) or found
        return found

    def _by_id(self, identifier: str) -> Occurrence | Reason:
        if met := self._met.get(identifier):
            return met
        try:
            found = self._index.meant(identifier)
        except CadenceError:
            found = []
        if len(found) == 1:
            return self._met.setdefault(identifier, found[0])
        if found:
            return _several(found)
        near: list[str] = []
        if self._searches < PATIENCE:
            self._searches += 1
            near = self._index.near(identifier)[:SUGGESTED]
        if near:
            words = later('no occurrence is called "{0}"; the nearest are: {1}')
            return Reason(words, (identifier, "、".join(near)))
        return Reason(later('no occurrence is called "{0}"'), (identifier,))

    def _by_name(self, row: SheetRow) -> Occurrence | Reason:
        act, name = _act(row.text("act")), row.text("unit")
        if not act or not name:
            return Reason(later("the row names no duty: write its 编号, or its 单位 and 事项"))
        units = self._units(name)
        if not units:
            return Reason(later('no unit answers to "{0}"'), (name,))
        asked = self._asked(frozenset(unit.key for unit in units), self._span(row)).get(act, [])
        found = [each for each in asked if _agrees(row, each)]
        if len(found) == 1:
            return found[0]
        return _several(found) if found else _unknown(row, asked)

    def _asked(self, units: frozenset[str], span: Span) -> dict[str, list[Occurrence]]:
        """Return what is asked of some units in some years, by the duty's words."""
        if (units, span) not in self._dated:
            by_act = self._dated.setdefault((units, span), {})
            for each in self._index.of_units(units, span):
                by_act.setdefault(_act(each.binding.rule.act), []).append(each)
        return self._dated[units, span]

    def _span(self, row: SheetRow) -> Span:
        """Return the years in which a row's duty may fall due: around those that it names."""
        window = YEAR.findall(plain(row.text("window")))
        days = [*_days(row, "due"), *_days(row, "on")]
        years = [*map(int, window), *(day.year for day in days)] or [self._now.year]
        first, last = min(years) - YEARS_BACK, max(years) + YEARS_ON
        return Span(dt.date(first, 1, 1), dt.date(min(last, first + LONGEST), 12, 31))

    def _disagreement(self, row: SheetRow, occurrence: Occurrence) -> Reason | None:
        """Find an id that went to another row, as happens where only some columns were sorted."""
        said, act = _act(row.text("act")), occurrence.binding.rule.act
        if said and self._names_any(said) and _act(act) not in said:
            words = later('the row says "{0}", its id means "{1}"; were only some columns sorted?')
            return Reason(words, (row.text("act"), act))
        unit = occurrence.binding.unit
        named = self._units(row.text("unit")) if row.says("unit") else ()
        if named and not any(each.key == unit.key or each.id == unit.of for each in named):
            words = later('the row says "{0}", its id means "{1}"; were only some columns sorted?')
            return Reason(words, (row.text("unit"), unit.name))
        return None

    def _names_any(self, said: str) -> bool:
        """Tell whether some words are those of a duty."""
        if said not in self._named:
            self._named[said] = any(act in said for act in self._acts)
        return self._named[said]

    def _units(self, name: str) -> tuple[Unit, ...]:
        """Return the units that a cell names, whole or by what stands before a separator."""
        return next(filter(None, (tuple(self._answers(each)) for each in names_in(name))), ())

    def _answers(self, name: str) -> Iterator[Unit]:
        for scene in self._index.scenes.values():
            yield from scene.roster.answers.get(name, ())


def names_in(cell: str) -> Iterator[str]:
    """Yield what may be a unit's name in a cell, folded: all of it, then what stands first."""
    for said in dict.fromkeys((cell, SEPARATORS.split(cell)[0])):
        yield folded(plain(said))


@lru_cache(maxsize=4096)  # the same duties in thousands of rows
def _act(said: str) -> str:
    """Compare acts without the mark of a draft: it may have been checked since it was printed."""
    return folded(said.replace(UNCHECKED, ""))


def _unknown(row: SheetRow, asked: list[Occurrence]) -> Reason:
    if asked:
        words = later('"{0}" is asked of {1}, but not then: look at its 依据, 期次 and 截止日')
    else:
        words = later('"{0}" is asked of {1} nowhere in these years')
    return Reason(words, (row.text("act"), row.text("unit")))


def _agrees(row: SheetRow, occurrence: Occurrence) -> bool:
    """Tell whether what else a row says of its duty is so: its window, due day and clause."""
    window, rule = occurrence.window, occurrence.binding.rule
    label = plain(row.text("window"))
    if label and label not in {window.label, window.tag}:
        return False
    clause = folded(row.text("clause"))
    if clause and folded(rule.clause) not in clause and clause not in folded(rule.document.name):
        return False
    if not row.says("due") or isinstance(due := read_day(row.value("due"), row.form.epoch), str):
        return True  # 每月25日前 says nothing of which one
    return window.due is not None and window.due in {
        day.date() if isinstance(day, dt.datetime) else day
        for day in due.within(window.due.year, window.due.year)
    }


def _days(row: SheetRow, role: str) -> tuple[On, ...]:
    """Return the days that a cell names in full."""
    read = read_day(row.value(role), row.form.epoch) if row.says(role) else ""
    return () if isinstance(read, str) else read.days


def _several(found: list[Occurrence]) -> Reason:
    ids = "、".join(each.id for each in found[:SUGGESTED])
    words = later("the row could mean any of {0} occurrences: {1}; write the 编号 or the 截止日")
    return Reason(words, (str(len(found)), ids))
