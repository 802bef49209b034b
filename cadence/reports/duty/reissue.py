"""A month's tables and the issue before them → what moved, came or went, and by which document.

What was issued is kept as JSON beside the tables, by the UIDs that survive a corrected date.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from cadence.core import CHANGES, STATUSES, Table
from cadence.reports.duty.nouns import DutyRow

HEADS = ("变化", "责任单位", "事项", "原时限", "现时限", "依据文件")
KINDS = {**CHANGES, "waived": STATUSES["waived"]}
ORDER = list(KINDS)
CALENDAR, PLANNED = "国务院办公厅节假日安排", "本办公室排定"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRow:
    """One row as it was issued: what it is known by, and what the slip compares."""

    uid: str
    occurrence: str
    unit: str
    whose: str
    act: str
    source: str
    due: str
    extended: str
    planned: str
    advised: str
    by: str
    waived: bool
    merged: str = ""
    merged_by: str = ""

    @property
    def until(self) -> str:
        """Return the due day with what stood beside it."""
        beside = "，".join(filter(None, (self.extended, self.planned, self.merged, self.advised)))
        return f"{self.due}（{beside}）" if beside else self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What was issued for one month, and on which day."""

    issued: dt.date
    rows: tuple[IssuedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One line of the slip: before is None where a row came, after where one went."""

    kind: str
    before: IssuedRow | None
    after: IssuedRow | None
    by: str

    @property
    def row(self) -> IssuedRow:
        """Return the row that the line is about, as it stands now where it still does."""
        found = self.after or self.before
        if found is None:
            msg = "a shift without a row"
            raise ValueError(msg)
        return found


def issue_of(rows: Iterable[DutyRow], day: dt.date) -> Issue:
    """Return what is issued today; rows that others report are left out."""
    return Issue(
        issued=day,
        rows=tuple(
            IssuedRow(
                uid=row.uid,
                occurrence=row.occurrence,
                unit=row.owner.key,
                whose=row.owner.name,
                act=row.act,
                source=row.source,
                due=row.due,
                extended=row.extended,
                planned=row.planned,
                advised=row.advised,
                by=row.by,
                waived=row.status == STATUSES["waived"],
                merged=row.merged,
                merged_by=row.merged_by,
            )
            for row in rows
            if row.occurrence
        ),
    )


def find_shifts(
    before: Issue, after: Issue, why_gone: Callable[[IssuedRow], str | None]
) -> tuple[Shift, ...]:
    """Compare two issues of one month's tables.

    Args:
        before: the last issue.
        after: this one.
        why_gone: by which document a row went; None where it only came to its end.
    """
    shifts = sorted(_shifts(before, after, why_gone), key=_order)
    return tuple(shifts)


def _shifts(
    before: Issue, after: Issue, why_gone: Callable[[IssuedRow], str | None]
) -> Iterator[Shift]:
    old = {row.uid: row for row in before.rows}
    new = {row.uid: row for row in after.rows}
    for uid, row in new.items():
        earlier = old.get(uid)
        if earlier is None:
            yield Shift(kind="added", before=None, after=row, by=row.by)
        elif row.waived and not earlier.waived:
            yield Shift(kind="waived", before=earlier, after=row, by=row.by)
        elif by := _moved_by(earlier, row):
            yield Shift(kind="moved", before=earlier, after=row, by=by)
    for uid, row in old.items():
        if uid not in new and (by := why_gone(row)):
            yield Shift(kind="dropped", before=row, after=None, by=by)


def _moved_by(before: IssuedRow, after: IssuedRow) -> str | None:
    """Say by what a row was moved; None: it was not."""
    if (before.due, before.extended, before.waived) != (after.due, after.extended, after.waived):
        return after.by
    merged = (after.merged_by or before.merged_by) if before.merged != after.merged else ""
    planned = PLANNED if before.planned != after.planned else ""
    if by := "；".join(filter(None, (planned, merged))):
        return by
    # A day that has passed is advised no longer; that is no move.
    return CALENDAR if after.advised and before.advised != after.advised else None


def _order(shift: Shift) -> tuple[int, str, str]:
    return ORDER.index(shift.kind), shift.row.unit, shift.row.uid


def shifts_table(shifts: Iterable[Shift]) -> Table:
    """List the shifts for people."""
    return Table(
        HEADS,
        tuple(
            (
                KINDS[each.kind],
                each.row.whose,
                each.row.act,
                each.before.until if each.before else "",
                each.after.until if each.after else "",
                each.by,
            )
            for each in shifts
        ),
    )


def render_issue(issue: Issue) -> bytes:
    """Return the JSON that the next issue is compared with."""
    value = {"issued": issue.issued.isoformat(), "rows": [asdict(row) for row in issue.rows]}
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def parse_issue(content: bytes) -> Issue | None:
    """Read what was issued; None where the file is damaged, so that nothing is compared with it."""
    try:
        value = json.loads(content)
        rows = tuple(IssuedRow(**row) for row in value["rows"])
        return Issue(issued=dt.date.fromisoformat(value["issued"]), rows=rows)
    except (ValueError, TypeError, KeyError):
        return None
