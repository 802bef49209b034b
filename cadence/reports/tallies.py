"""Judged occurrences → counts by unit, post, document or month, and the board for leaders."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cadence.core import STATUSES, Status, Table, Unit, Window, is_late
from cadence.occurrences import Judged, Judgement, Lot, Scene
from cadence.reports.lists import advised_cell, due_cell, source, status_cell

By = Literal["unit", "post", "document", "month"]
# The worst first: what a cell or a list shows when several things stand differently.
WORST: tuple[Status, ...] = (
    "overdue",
    "claimed",
    "late",
    "due_soon",
    "extended",
    "open",
    "done",
    "waived",
    "untracked",
    "upcoming",
)
ASKED_FOR: tuple[Status, ...] = ("overdue", "claimed", "due_soon", "late")  # without --all
LISTED = (*ASKED_FOR, *(each for each in WORST if each not in ASKED_FOR))
SETTLED_OR_MISSED: frozenset[Status] = frozenset({"done", "late", "overdue", "claimed"})
GIVEN_TIME: frozenset[Status] = frozenset({"extended", "due_soon"})
ORDER = {status: number for number, status in enumerate(LISTED)}
Urgency = tuple[int, int, dt.date, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many duties of one unit, post, document or month stand in each way."""

    key: str
    name: str
    counts: Mapping[Status, int]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCell:
    """What falls due for one unit in one month.

    Attributes:
        status: the worst among them; counts: how many stand in each way.
        owed: those that should have been done by now, or were done.
    """

    status: Status
    counts: Mapping[Status, int]
    owed: int = 0

    @property
    def rate(self) -> str:
        """Return how many were done in time, of how many that were owed; "" of none."""
        return f"{self.counts.get('done', 0)}/{self.owed}" if self.owed else ""

    @property
    def mix(self) -> str:
        """Return how many are the worst, of how many: 1/2; all alike are counted alone."""
        worst, size = self.counts[self.status], sum(self.counts.values())
        return f"{worst}/{size}" if worst < size else f"{size}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Units × months.

    Attributes:
        months: as 2026-11, in order; without due day: not on the board.
        rows: every unit that owes anything, with its cells by month and all of them together; first
            who has most overdue, then who has had it longest, then in the order of the roster.
        nth: by a unit's key, which of the roster's units on the board it is.
        totals: of all units by month; total: of everything, None where there is nothing.
        drafts: duties that nobody has checked are among them.
    """

    months: tuple[str, ...]
    rows: tuple[tuple[Unit, Mapping[str, BoardCell], BoardCell], ...]
    totals: Mapping[str, BoardCell]
    total: BoardCell | None
    nth: Mapping[str, int]
    drafts: bool = False


def is_owed(judged: Judged, as_of: dt.datetime) -> bool:
    """Tell whether something should have been done by now, or was done.

    What is waived, still to come or of before records began is not; of what was given more time
    the text's own day counts.
    """
    window = judged.occurrence.window
    return judged.judgement.status in SETTLED_OR_MISSED or (
        judged.judgement.status in GIVEN_TIME and is_late(window, window.latest, as_of)
    )


def asked_for(judged: Iterable[Judged], *, everything: bool) -> list[Judged]:
    """Keep what a check reports, the worst first: overdue longest, then due soonest, then late."""
    kept = [each for each in judged if everything or is_asked_for(each)]
    return sorted(kept, key=urgency_of)


def is_asked_for(judged: Judged) -> bool:
    """Tell whether a check reports something unasked; an extended duty once its new day is near."""
    return judged.judgement.status in ASKED_FOR or judged.judgement.soon


def urgency_of(judged: Judged) -> Urgency:
    """Return what a check's list is ordered by: the worst first, and then by id."""
    judgement, window = judged.judgement, judged.occurrence.window
    return (*urgency(judgement, window), judged.occurrence.id)


def urgency(judgement: Judgement, window: Window) -> tuple[int, int, dt.date]:
    """Return what a check's list is ordered by, before the id: the worst first."""
    due = judgement.due or dt.date.max
    days = judgement.days_late or 0
    return ORDER[judgement.status], -days, min(due, window.due or due)


def tallies(lots: Iterable[Lot], by: By) -> tuple[Tally, ...]:
    """Count how duties stand, by one of four ways to look at them.

    Args:
        lots: any number; read once.
        by: unit and post count each for itself; month is that of the due day.
    """
    counts: dict[tuple[str, str], Counter[Status]] = defaultdict(Counter)
    units: dict[Status, Counter[str]] = defaultdict(Counter)
    scenes: dict[str, Scene] = {}
    for lot in lots:
        status, rule = lot.judgement.status, lot.rule
        match by:
            case "document":
                counts[rule.pack, rule.document.name][status] += len(lot.whose)
            case "month":
                month = _month(lot.judgement.due)
                counts[month, month][status] += len(lot.whose)
            case "unit" | "post":
                units[status].update(lot.whose.keys())
                scenes[lot.scene.roster.place] = lot.scene
    names = {each.unit.key: each.unit for one in scenes.values() for each in one.bindings}
    for status, of_units in units.items():
        for key, count in of_units.items():
            if name := _unit(names[key], by):
                counts[name][status] += count
    return _tallies(counts, by)


def joined(found: Iterable[Tally], by: By) -> tuple[Tally, ...]:
    """Add up the tallies of several places."""
    counts: dict[tuple[str, str], Counter[Status]] = defaultdict(Counter)
    for each in found:
        counts[each.key, each.name].update(each.counts)
    return _tallies(counts, by)


def _tallies(counts: Mapping[tuple[str, str], Counter[Status]], by: By) -> tuple[Tally, ...]:
    found = (Tally(key=key, name=name, counts=count) for (key, name), count in counts.items())
    return tuple(sorted(found, key=_order(by)))


def _order(by: By) -> Callable[[Tally], tuple[int, str]]:
    if by == "month":
        return lambda each: (0, each.key)
    return lambda each: (-each.counts.get("overdue", 0), each.key)


def _unit(unit: Unit, by: By) -> tuple[str, str] | None:
    if by == "post" and unit.kind != "post":
        return None
    return unit.key, unit.name


def _month(due: dt.date | None) -> str:
    return due.isoformat()[:7] if due else "未写止日"


def board(judged: Iterable[Judged], as_of: dt.datetime) -> Board:
    """Lay out what falls due by unit and month; what has no due day is left to the list.

    Args:
        judged: any number, in the order of the roster.
        as_of: the moment judged from.
    """
    counts: dict[Unit, dict[str, _Counted]] = {}
    longest: Counter[Unit] = Counter()
    drafts = False
    for each in judged:
        drafts = drafts or each.occurrence.binding.rule.is_unchecked
        if each.occurrence.window.due:
            unit, month = each.occurrence.binding.unit, each.occurrence.window.due.isoformat()[:7]
            counts.setdefault(unit, {}).setdefault(month, _Counted()).add(each, as_of)
            if each.judgement.status == "overdue":
                longest[unit] = max(longest[unit], each.judgement.days_late or 0)
    sums = {unit: _sum(months.values()).cell for unit, months in counts.items()}
    worst_first = sorted(
        counts, key=lambda unit: (-sums[unit].counts.get("overdue", 0), -longest[unit])
    )
    listed = sorted({month for months in counts.values() for month in months})
    by_month = {
        month: _sum(months[month] for months in counts.values() if month in months)
        for month in listed
    }
    return Board(
        months=tuple(listed),
        rows=tuple(
            (unit, {month: count.cell for month, count in counts[unit].items()}, sums[unit])
            for unit in worst_first
        ),
        nth={unit.key: number for number, unit in enumerate(counts)},
        totals={month: count.cell for month, count in by_month.items()},
        total=_sum(by_month.values()).cell if by_month else None,
        drafts=drafts,
    )


@dataclass(slots=True)
class _Counted:
    """What is being counted for a cell."""

    counts: Counter[Status] = field(default_factory=Counter)
    owed: int = 0

    def add(self, each: Judged, as_of: dt.datetime) -> None:
        self.counts[each.judgement.status] += 1
        self.owed += is_owed(each, as_of)

    @property
    def cell(self) -> BoardCell:
        worst = next(each for each in WORST if self.counts[each])
        return BoardCell(status=worst, counts=self.counts, owed=self.owed)


def _sum(found: Iterable[_Counted]) -> _Counted:
    together = _Counted()
    for each in found:
        together.counts.update(each.counts)
        together.owed += each.owed
    return together


CHECK_HEADS = ("状态", "截止日", "建议完成日", "单位", "事项", "依据", "编号")
BY = {"unit": "单位", "post": "职务", "document": "文件", "month": "月份"}


def check_table(judged: Iterable[Judged]) -> Table:
    """List duties in the order given, how each stands first."""
    return Table(CHECK_HEADS, tuple(map(check_row, judged)))


def check_row(judged: Judged) -> tuple[str, ...]:
    """Return the row of one duty under CHECK_HEADS."""
    occurrence = judged.occurrence
    return (
        status_cell(judged.judgement),
        due_cell(occurrence.window),
        advised_cell(occurrence),
        occurrence.binding.unit.name,
        occurrence.binding.rule.act,
        source(occurrence.binding.rule),
        occurrence.id,
    )


def tallies_table(counted: Sequence[Tally], by: By) -> Table:
    """List how many duties stand in each way, leaving out the ways in which none does."""
    shown = [status for status in WORST if any(each.counts.get(status) for each in counted)]
    return Table(
        (BY[by], *(STATUSES[status] for status in shown), "合计"),
        tuple(
            (
                each.name,
                *(str(each.counts.get(status, 0) or "") for status in shown),
                str(each.total),
            )
            for each in counted
        ),
    )
