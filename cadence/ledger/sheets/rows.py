"""Rows that units sent back → claims to be weighed, and refusals with their cells. Pure.

What a row means is asked of `find`, so that nothing is dated here. A row without a day of
completion is still blank, which is no fault; one that says half of it is.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cadence.core import Done, Occurrence, On, WrittenDay, day_or_minute, later, read_day
from cadence.ledger.accept import Claim, Outcome, Reason, refuse_day
from cadence.ledger.sheets.columns import Row

DONE = ("已完成", "完成", "逾期完成", "已办结", "办结", "done", "late")  # how a state begins
Find = Callable[[Row], Occurrence | Reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that may not be written down: the cell that is to be mended, and why."""

    row: Row
    role: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The rows of a file, each in one place.

    Attributes:
        claims: with the rows that make them; refused: with the cell to mend.
        blank: duties whose day of completion is still empty.
        notes: rows that say something, but neither a duty nor a day: remarks, signatures.
    """

    claims: tuple[tuple[Row, Claim], ...]
    refused: tuple[Refused, ...]
    blank: tuple[Row, ...]
    notes: tuple[Row, ...]


def sort_rows(rows: Iterable[Row], find: Find, now: dt.datetime) -> Sorted:
    """Read every row.

    Args:
        rows: below the heads of one file, of all its sheets.
        find: gives the occurrence that a row means, or why it means none.
        now: the moment of writing down, before which everything was done.
    """
    claims: list[tuple[Row, Claim]] = []
    refused: list[Refused] = []
    blank: list[Row] = []
    notes: list[Row] = []
    for row in rows:
        if fault := _fault(row):
            refused.append(fault)
        elif "on" in row.values:
            read = _claim(row, find, now)
            if isinstance(read, Refused):
                refused.append(read)
            else:
                claims.append((row, read))
        elif _names_a_duty(row):
            blank.append(row)
        elif row.values:
            notes.append(row)
    agreed, torn = _without_contradictions(claims)
    return Sorted(claims=agreed, refused=(*refused, *torn), blank=tuple(blank), notes=tuple(notes))


def refused_of(rows: Iterable[Row], outcomes: Iterable[Outcome]) -> tuple[Refused, ...]:
    """Return the rows whose claims were refused when they were weighed."""
    return tuple(
        Refused(row=row, role="on", reason=outcome.refusal)
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.refusal
    )


def _names_a_duty(row: Row) -> bool:
    return "occurrence" in row.values or {"unit", "act"} <= row.values.keys()


def _fault(row: Row) -> Refused | None:
    """Find what can be said of a row before anybody knows which duty it means."""
    for role in sorted(row.valueless & {"occurrence", "unit", "act", "on", "evidence", "by"}):
        words = later("the formula has no computed value; write the value itself")
        return Refused(row=row, role=role, reason=Reason(words))
    if "on" not in row.values and "evidence" in row.values and _names_a_duty(row):
        words = later("there is evidence but no day of completion")
        return Refused(row=row, role="on", reason=Reason(words))
    if "on" not in row.values and row.text("status").startswith(DONE) and _names_a_duty(row):
        words = later('the state says "{0}", but there is no day of completion')
        return Refused(row=row, role="on", reason=Reason(words, (row.text("status"),)))
    if "on" in row.values and "evidence" not in row.values:
        words = later("evidence is required: the document that proves it")
        return Refused(row=row, role="evidence", reason=Reason(words))
    return None


def _claim(row: Row, find: Find, now: dt.datetime) -> Claim | Refused:
    written = read_day(row.values["on"], row.epoch)
    if isinstance(written, str):
        return Refused(row=row, role="on", reason=Reason(written, (row.text("on"),)))
    occurrence = find(row)
    if isinstance(occurrence, Reason):
        role = "occurrence" if "occurrence" in row.values else "act"
        return Refused(row=row, role=role, reason=occurrence)
    on = _day(written, row, occurrence, now)
    if isinstance(on, Reason):
        return Refused(row=row, role="on", reason=on)
    fact = Done(
        occurrence=occurrence.id,
        on=on,
        evidence=row.text("evidence"),
        by=row.text("by") or None,
    )
    return Claim(occurrence, fact)


def _day(written: WrittenDay, row: Row, occurrence: Occurrence, now: dt.datetime) -> On | Reason:
    """Choose the day that is meant: by itself, or by the duty's window where that leaves one."""
    window = occurrence.window
    days = written.within(window.start.year, now.year)
    if len(days) == 1 and written.yearless is None:
        return days[0]
    possible = [day for day in days if refuse_day(window, day, now) is None]
    last = window.latest or now.date()
    inside = [day for day in possible if _date(day) <= last]
    for found in (inside, possible):
        if len(found) == 1:
            return found[0]
    shown = row.text("on")
    if possible:
        both = "、".join(day_or_minute(day) for day in possible)
        words = later('"{0}" may be {1}; write the year too')
        return Reason(words, (shown, both))
    if len(days) == 1:
        return days[0]  # refused when it is weighed, with the reason
    words = later('"{0}" is in no year a day on which this could be done; write the year too')
    return Reason(words, (shown,))


def _date(on: On) -> dt.date:
    return on.date() if isinstance(on, dt.datetime) else on


def _without_contradictions(
    claims: list[tuple[Row, Claim]],
) -> tuple[tuple[tuple[Row, Claim], ...], tuple[Refused, ...]]:
    """Refuse all the rows of one duty where they name different days."""
    days: dict[str, dict[On, Row]] = {}
    for row, claim in claims:
        if isinstance(claim.fact, Done):
            days.setdefault(claim.occurrence.id, {}).setdefault(claim.fact.on, row)
    torn = {identifier: rows for identifier, rows in days.items() if len(rows) > 1}
    refused = tuple(
        Refused(row=row, role="on", reason=_contradiction(torn[claim.occurrence.id]))
        for row, claim in claims
        if claim.occurrence.id in torn
    )
    return tuple(each for each in claims if each[1].occurrence.id not in torn), refused


def _contradiction(rows: Mapping[On, Row]) -> Reason:
    words = later("several rows of this file name different days for the same duty: {0}")
    return Reason(words, ("、".join(row.cell("on") for row in rows.values()),))
