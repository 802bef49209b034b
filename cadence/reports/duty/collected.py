"""The tables of a place's units and posts → the collected one, each duty once. Pure.

What a unit gives to it stands until its own table changes. A page of the collected table shows some
hundred of its thousands of rows: only these are numbered.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cadence.core import STATUSES, Finding
from cadence.reports.duty.nouns import BUSY, SECTIONS, DutyGroup, DutyHead, DutyRow, DutyTable
from cadence.reports.duty.table import by_status, conflict_lines, windows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one table gives to the collected one.

    Attributes:
        group: the unit's own rows under its name, not numbered.
        counts: how many stand how, in words; windows: what the rows stand for.
        idle: the unit's name, where it has nothing to do this month, nor to look after; else "".
        is_busy: its own table has rows.
    """

    group: DutyGroup
    counts: tuple[tuple[str, int], ...]
    windows: int
    idle: str
    is_busy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A collected table of which no row is numbered yet; the rest is as in a DutyTable."""

    head: DutyHead
    groups: tuple[DutyGroup, ...]
    counts: tuple[tuple[str, int], ...]
    conflicts: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def size(self) -> int:
        """Return how many rows it has."""
        return sum(len(each.rows) for each in self.groups)


def share_of(table: DutyTable) -> Share:
    """Take from a unit's or post's own table what it is bound to do itself."""
    unit = table.unit
    rows = tuple(
        row
        for group in table.groups
        if group.name != SECTIONS["led"]
        for row in group.rows
        if row.owner == unit
    )
    name = unit.name if unit else ""
    group = DutyGroup(name=_with_counts(name, rows), rows=rows if unit else ())
    return Share(
        group=group,
        counts=by_status([group]),
        windows=windows_of(group.rows),
        idle="" if rows or table.rows else name,
        is_busy=bool(table.rows),
    )


def collection_of(
    shares: Sequence[Share], head: DutyHead, findings: Iterable[Finding] = ()
) -> Collection:
    """Put the shares of a place's units and posts into one table.

    Args:
        shares: each unit's and each post's own.
        head: the place's.
        findings: conflicts; those that touch a row stand in the foot.
    """
    groups = tuple(each.group for each in shares if each.group.rows)
    total, busy = sum(each.windows for each in shares), sum(each.is_busy for each in shares)
    counted: Counter[str] = Counter()
    for each in shares:
        counted.update(dict(each.counts))
    idle = [each.idle for each in shares if each.idle]
    nobody = (f"本月无任务的单位和岗位：{'、'.join(idle)}。",) if idle else ()
    found = tuple((name, counted[name]) for name in STATUSES.values() if counted[name])
    return Collection(
        head=head,
        groups=groups,
        counts=(("合计", total), (BUSY, busy), *found),
        conflicts=conflict_lines((row for group in groups for row in group.rows), findings),
        notes=(*nobody, *head.unreviewed),
    )


def cut(groups: Iterable[DutyGroup], first: int, last: int) -> Iterator[DutyGroup]:
    """Yield the rows from one place to another, counted over all groups, numbered by their places.

    Args:
        groups: of a table.
        first: how many rows are passed over.
        last: the number of the last row.
    """
    passed = 0
    for group in groups:
        begins, ends = max(first - passed, 0), min(last - passed, len(group.rows))
        if begins < ends:
            rows = tuple(
                replace(row, number=number)
                for number, row in enumerate(group.rows[begins:ends], passed + begins + 1)
            )
            yield replace(group, name=f"{group.name}{'（续）' if begins else ''}", rows=rows)
        passed += len(group.rows)


def collected(
    tables: Iterable[DutyTable], head: DutyHead, findings: Iterable[Finding] = ()
) -> DutyTable:
    """Put the tables of a place's units and posts into one, each duty once, at whom it binds.

    Args:
        tables: each unit's and each post's own.
        head: the place's.
        findings: conflicts; those that touch a row stand in the foot.
    """
    listed = list(tables)
    found = collection_of([share_of(each) for each in listed], head, findings)
    return DutyTable(
        unit=None,
        head=head,
        groups=tuple(cut(found.groups, 0, found.size)),
        counts=found.counts,
        conflicts=found.conflicts,
        notes=found.notes,
        off=listed[0].off if listed else (),
        unknown=listed[0].unknown if listed else (),
    )


def _with_counts(name: str, rows: tuple[DutyRow, ...]) -> str:
    overdue = windows_of(row for row in rows if row.status == STATUSES["overdue"])
    return f"{name}（{windows_of(rows)}项{f'，逾期{overdue}项' if overdue else ''}）"
