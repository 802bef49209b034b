"""Rows that units sent back → claims to be weighed, and refusals with their cells. Pure.

What a row means is asked of `find`, so that nothing is dated here. A row without a day of
completion is still blank, which is no fault; one that says half of it is.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from cadence.core import (
    SHANGHAI,
    STATUSES,
    Done,
    Occurrence,
    On,
    later,
    plain,
    read_day,
)
from cadence.ledger.accept import Claim, Outcome, refuse_evidence
from cadence.ledger.reasons import Reason
from cadence.ledger.sheets.refusals import refusal_of, says_refused
from cadence.ledger.sheets.sheet_row import SheetRow
from cadence.ledger.yearless import day_meant

# What people write into the column of the state, apart from the words that we print there.
UNDONE = re.compile(r"未|没|不|无|否|拒|暂缓|推迟|取消|免|×|^[xn]$|^no")
HALF = re.compile(r"部分|基本|正在|进行|即将|计划|拟|将于|准备|待|(?<!\d)\d{1,2}%")
SETTLED = re.compile(
    r"[√✓✔☑]|^[是y]$|^ok|^yes|^done|^late|100%|完成|办结|召开|落实|开展|报送|整改|^已"
)
WRITTEN = {"occurrence", "unit", "act", "on", "evidence", "by"}  # roles, into the ledger
Thing = TypeVar("Thing")
Find = Callable[[SheetRow], Occurrence | Reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that may not be written down: the cell that is to be mended, and why."""

    row: SheetRow
    role: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The rows of a file, each in one place.

    Attributes:
        claimed: the rows that make a claim; claims: one of each of them, in their order; pairs of
            both would cost as much again, of the hundred thousands in a sheet.
        refused: with the cell to mend.
        blank: duties whose day of completion is still empty.
        notes: rows that say something, but neither a duty nor a day: remarks, signatures.
    """

    claimed: tuple[SheetRow, ...]
    claims: tuple[Claim, ...]
    refused: tuple[Refused, ...]
    blank: tuple[SheetRow, ...]
    notes: tuple[SheetRow, ...]


def sort_rows(
    rows: Iterable[SheetRow], find: Find, now: dt.datetime, *, hidden: bool = False
) -> Sorted:
    """Read every row.

    Args:
        rows: of one file, of all its sheets.
        hidden: take what its sender hid as well; otherwise it is asked about.
        find: gives the occurrence that a row means, or why it means none.
        now: the moment of writing down, before which everything was done.
    """
    claimed: list[SheetRow] = []
    claims: list[Claim] = []
    refused: list[Refused] = []
    blank, notes = list[SheetRow](), list[SheetRow]()
    for row in rows:
        form = row.form
        if row.is_heads():
            continue
        if not hidden and (asked := _hidden(row)):
            refused.append(asked)
        elif form.is_above:
            if form.names_a_duty or row.says("on"):
                words = later("this row stands above the heads; move it below them")
                refused.append(Refused(row=row, role="on", reason=Reason(words)))
        elif fault := _fault(row):
            refused.append(fault)
        elif row.says("on") or _refuses(row):
            read = _claim(row, find, now)
            if isinstance(read, Refused):
                refused.append(read)
            else:
                claimed.append(row)
                claims.append(read)
        elif form.names_a_duty:
            blank.append(row)
        elif form.roles:
            notes.append(row)
    torn = _contradictions(claimed, claims)
    return Sorted(
        claimed=_without(torn, claimed), claims=_without(torn, claims),
        refused=(*refused, *torn.values()),
        blank=tuple(blank), notes=tuple(notes),
    )  # fmt: skip


def refused_of(rows: Iterable[SheetRow], outcomes: Iterable[Outcome]) -> tuple[Refused, ...]:
    """Return the rows whose claims were refused when they were weighed."""
    return tuple(
        Refused(row=row, role="on", reason=outcome.refusal)
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.refusal
    )


def _hidden(row: SheetRow) -> Refused | None:
    """Ask about what its sender does not see and would be written down."""
    if row.form.is_hidden and row.form.roles:
        words = later("this row is hidden; show it in the sheet, or import with --hidden")
        return Refused(row=row, role="on", reason=Reason(words))
    if row.form.unseen and (role := _unseen(row)):
        words = later("this column is hidden; show it in the sheet, or import with --hidden")
        return Refused(row=row, role=role, reason=Reason(words))
    return None


def _unseen(row: SheetRow) -> str:
    """Name a cell that would be written down and stands in a hidden column; "" where none does.

    编号 is no such cell: we hide it ourselves.
    """
    written = ("status", "remark", "by") if _refuses(row) else ("on", "evidence", "by")
    says = (role for role in written if role in row.form.unseen and row.says(role))
    return next(says, "") if row.form.names_a_duty else ""


def _fault(row: SheetRow) -> Refused | None:
    """Find what can be said of a row before anybody knows which duty it means."""
    form = row.form
    for role in sorted(form.valueless & WRITTEN) if form.valueless else ():
        words = later("the formula has no computed value; write the value itself")
        return Refused(row=row, role=role, reason=Reason(words))
    if form.is_cut and form.names_a_duty:
        words = later('this row says something below no head; put " around a text with commas')
        return Refused(row=row, role="evidence", reason=Reason(words))
    if _refuses(row):
        return None
    on = row.says("on")
    if not on and row.says("evidence") and form.names_a_duty:
        words = later("there is evidence but no day of completion")
        return Refused(row=row, role="on", reason=Reason(words))
    state = row.text("status")
    if not on and form.names_a_duty and says_done(state):
        words = later('the state says "{0}", but there is no day of completion')
        return Refused(row=row, role="on", reason=Reason(words, (state,)))
    if on and says_undone(state):
        words = later('the state says "{0}", but there is a day of completion; which one is right?')
        return Refused(row=row, role="status", reason=Reason(words, (state,)))
    if on and (refusal := refuse_evidence(row.text("evidence"))):
        return Refused(row=row, role="evidence", reason=refusal)
    return None


def _refuses(row: SheetRow) -> bool:
    """Tell whether a row is its unit's refusal; beside a day of completion it contradicts it."""
    return not row.says("on") and row.form.names_a_duty and says_refused(row.text("status"))


@lru_cache(maxsize=4096)
def says_done(state: str) -> bool:
    """Tell whether what stands in the column of the state claims that all is done. Pure."""
    said = plain(state).casefold()
    ours = said.startswith((STATUSES["done"], STATUSES["late"]))
    return ours or bool(SETTLED.search(said) and not UNDONE.search(said) and not HALF.search(said))


@lru_cache(maxsize=4096)  # a sheet says the same few states in thousands of rows
def says_undone(state: str) -> bool:
    """Tell whether it denies that; the words that we print there deny nothing. Pure.

    Whoever fills in the day of a printed row leaves its printed state as it was.
    """
    said = plain(state).casefold()
    printed = said.startswith(tuple(STATUSES.values()))
    return not printed and bool(UNDONE.search(said) or HALF.search(said))


def _claim(row: SheetRow, find: Find, now: dt.datetime) -> Claim | Refused:
    if not row.says("on"):
        return _refusal(row, find, now)
    written = read_day(row.value("on"), row.form.epoch)
    if isinstance(written, str):
        return Refused(row=row, role="on", reason=Reason(written, (row.text("on"),)))
    occurrence = _meant(row, find)
    if isinstance(occurrence, Refused):
        return occurrence
    on = day_meant(written, row.text("on"), occurrence.window, now)
    if isinstance(on, Reason):
        return Refused(row=row, role="on", reason=on)
    said, identifier = row.text("occurrence"), occurrence.id
    fact = Done(
        occurrence=said if said == identifier else identifier,  # one text for both, of thousands
        on=on,
        evidence=row.text("evidence"),
        by=row.text("by") or None,
    )
    return Claim(occurrence, fact)


def _refusal(row: SheetRow, find: Find, now: dt.datetime) -> Claim | Refused:
    """Read the refusal that a row tells of; its duty stays owed."""
    occurrence = _meant(row, find)
    if isinstance(occurrence, Refused):
        return occurrence
    fact = refusal_of(row, occurrence, now.astimezone(SHANGHAI).date())
    if isinstance(fact, Reason):
        return Refused(row=row, role="status", reason=fact)
    return Claim(occurrence, fact)


def _meant(row: SheetRow, find: Find) -> Occurrence | Refused:
    found = find(row)
    if isinstance(found, Reason):
        role = "occurrence" if row.says("occurrence") else "act"
        return Refused(row=row, role=role, reason=found)
    return found


def _contradictions(rows: Sequence[SheetRow], claims: Sequence[Claim]) -> dict[int, Refused]:
    """Refuse all the rows of one duty where they name different days, each by its place."""
    first: dict[str, On] = {}
    other = {
        fact.occurrence
        for each in claims
        if isinstance(fact := each.fact, Done)
        and first.setdefault(fact.occurrence, fact.on) != fact.on
    }
    if not other:
        return {}
    torn: dict[str, dict[On, SheetRow]] = {each: {} for each in other}
    for row, claim in zip(rows, claims, strict=True):
        if isinstance(fact := claim.fact, Done) and fact.occurrence in torn:
            torn[fact.occurrence].setdefault(fact.on, row)
    return {
        at: Refused(row=row, role="on", reason=_contradiction(torn[claim.occurrence.id]))
        for at, (row, claim) in enumerate(zip(rows, claims, strict=True))
        if claim.occurrence.id in torn
    }


def _without(places: Collection[int], listed: Sequence[Thing]) -> tuple[Thing, ...]:
    if not places:
        return tuple(listed)
    return tuple(each for at, each in enumerate(listed) if at not in places)


def _contradiction(rows: Mapping[On, SheetRow]) -> Reason:
    words = later("several rows of this file name different days for the same duty: {0}")
    return Reason(words, ("、".join(row.cell("on") for row in rows.values()),))
