"""Judged occurrences → how many are owed, done, late and missed: in all, by row and by month. Pure.

Every figure is the check's: the same occurrences, counted once. Owed is what should have been done
by now or was done: what is waived, still to come or of before records began is not. A row stands
where its misses put it, by their number and then by the oldest day that the text set; an approved
later day moves neither, nor any figure to another month.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cadence.core import Binding, Status, Unit, is_late
from cadence.occurrences import Judged, Scene
from cadence.reports.in_order import InOrder
from cadence.reports.tallies import By, asked_for, is_owed, urgency_of

FEW = 5  # fewer owed than this say little: one miss among five moves a share by a fifth
BYS: tuple[By, ...] = ("unit", "document", "post", "month")
MOST = 999_999_999  # more than anybody owes
NO_DUE = "未写止日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What some duties come to.

    Attributes:
        counts: how many stand in each way, as a check counts them.
        owed: those that should have been done by now, or were done.
        moved: of those done, how many only by the later day that they were given.
        oldest: the earliest day, as the text set it, of what is overdue; None where nothing is.
        longest: the most days that anything is overdue, as a check says them.
    """

    counts: Mapping[Status, int]
    owed: int = 0
    moved: int = 0
    oldest: dt.date | None = None
    longest: int = 0

    def of(self, status: Status) -> int:
        """Return how many stand in one way."""
        return self.counts.get(status, 0)

    @property
    def completed(self) -> int:
        """Return how many were done, in time or late."""
        return self.of("done") + self.of("late")

    @property
    def on_time(self) -> float | None:
        """Return the share of what was owed that was done in time; None where nothing was owed."""
        return round(self.of("done") / self.owed, 4) if self.owed else None

    @property
    def completion(self) -> float | None:
        """Return the share of what was owed that was done at all."""
        return round(self.completed / self.owed, 4) if self.owed else None

    @property
    def is_few(self) -> bool:
        """Tell whether so little was owed that its share says little."""
        return 0 < self.owed < FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One unit, document, post or month with its figures; unit: whose it is, where it is one's."""

    key: str
    name: str
    figures: Figures
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Everything that was counted in one pass.

    Attributes:
        totals: of all; rows: by each way to look at them, in their order.
        last_year: the months of the year before, whole.
        missed: what is overdue, longest first.
    """

    totals: Figures
    rows: Mapping[By, tuple[FigureRow, ...]]
    last_year: tuple[FigureRow, ...]
    missed: Sequence[Judged]

    @property
    def months(self) -> tuple[FigureRow, ...]:
        """Return the months in order, without what has no last day."""
        return tuple(each for each in self.rows["month"] if each.key != NO_DUE)


def year_before(scene: Scene, earlier: Iterable[Judged] | None = None) -> Iterator[Judged]:
    """Yield what fell due in the year before the one judged from, where records were kept then.

    Args:
        scene: one place or a part of it.
        earlier: what it says of the days before those asked about, where that is judged already.
    """
    year, first = scene.as_of.year - 1, scene.policy.tracking_from
    if first and first.year > year:
        return
    for each in scene.earlier(dt.date(year, 1, 1)) if earlier is None else earlier:
        due = each.occurrence.window.due
        if due and due.year == year and not (first and due < first):
            yield each


def count(
    judged: Iterable[Judged], as_of: dt.datetime, last_year: Iterable[Judged] = ()
) -> Counted:
    """Count in one pass, keeping nothing but what is overdue.

    Args:
        judged: what a check counts, of one or more places.
        as_of: the moment judged from.
        last_year: `year_before` of them.
    """
    totals = _Count()
    rows: dict[By, defaultdict[str, _Count]] = {by: defaultdict(_Count) for by in BYS}
    names: dict[tuple[By, str], tuple[str, Unit | None]] = {}
    missed: list[Judged] = []
    last: Binding | None = None
    found: list[_Count] = []
    for each in judged:
        binding = each.occurrence.binding
        if binding is not last:  # the windows of a binding come one after the other
            last, found = binding, []
            for by, key, name in _keys(each):
                names[by, key] = (name, binding.unit if by in {"unit", "post"} else None)
                found.append(rows[by][key])
        month = _month(each)
        names["month", month] = (month, None)
        weight = _weight(each, as_of)
        for tally in (totals, *found, rows["month"][month]):
            tally.add(weight)
        if each.judgement.status == "overdue":
            missed.append(each)
    before: defaultdict[str, _Count] = defaultdict(_Count)
    for each in last_year:
        before[_month(each)].add(_weight(each, as_of))
    return Counted(
        totals=totals.figures,
        rows={by: _rows(by, rows[by], names) for by in BYS},
        last_year=tuple(
            FigureRow(key=key, name=key, figures=before[key].figures) for key in sorted(before)
        ),
        missed=tuple(asked_for(missed, everything=True)),
    )


def counted_together(parts: Sequence[Counted]) -> Counted:
    """Add up what was counted apart."""
    rows = {by: _added(each for part in parts for each in part.rows[by]) for by in BYS}
    last_year = _added(each for part in parts for each in part.last_year)
    return Counted(
        totals=_sum([each.totals for each in parts]),
        rows={by: tuple(sorted(rows[by], key=_order(by))) for by in BYS},
        last_year=tuple(sorted(last_year, key=_order("month"))),
        missed=InOrder([each.missed for each in parts], urgency_of),
    )


def _added(rows: Iterable[FigureRow]) -> list[FigureRow]:
    alike: dict[str, list[FigureRow]] = {}
    for each in rows:
        alike.setdefault(each.key, []).append(each)
    return [
        replace(each[0], figures=_sum([one.figures for one in each])) for each in alike.values()
    ]


def _sum(figures: Sequence[Figures]) -> Figures:
    if len(figures) == 1:
        return figures[0]
    counts: Counter[Status] = Counter()
    for each in figures:
        counts.update(each.counts)
    return Figures(
        counts=dict(counts),
        owed=sum(each.owed for each in figures),
        moved=sum(each.moved for each in figures),
        oldest=min((each.oldest for each in figures if each.oldest), default=None),
        longest=max((each.longest for each in figures), default=0),
    )


class _Weight(NamedTuple):
    """What one duty adds to whatever it counts in; oldest: its day, where it is overdue."""

    status: Status
    owed: bool
    moved: bool
    oldest: dt.date | None
    longest: int


def _weight(each: Judged, as_of: dt.datetime) -> _Weight:
    status, window = each.judgement.status, each.occurrence.window
    owed = is_owed(each, as_of)
    if status == "overdue":
        day = window.due or each.judgement.due or dt.date.max
        return _Weight(status, owed, False, day, each.judgement.days_late or 0)
    return _Weight(status, owed, status == "done" and is_moved(each), None, 0)


@dataclass(slots=True)
class _Count:
    """What is being counted."""

    counts: Counter[Status] = field(default_factory=Counter)
    owed: int = 0
    moved: int = 0
    oldest: dt.date | None = None
    longest: int = 0

    def add(self, weight: "_Weight") -> None:
        status, owed, moved, oldest, longest = weight
        self.counts[status] += 1
        self.owed += owed
        self.moved += moved
        if oldest:
            self.oldest = min(oldest, self.oldest or oldest)
            self.longest = max(longest, self.longest)

    @property
    def figures(self) -> Figures:
        return Figures(
            counts=dict(self.counts),
            owed=self.owed,
            moved=self.moved,
            oldest=self.oldest,
            longest=self.longest,
        )


def is_moved(each: Judged) -> bool:
    """Tell whether something was in time only by the later day that it was given."""
    past, window = each.judgement.past, each.occurrence.window
    return bool(past.extension and past.done and is_late(window, window.latest, past.done.on))


def _keys(each: Judged) -> Iterator[tuple[By, str, str]]:
    """Yield the rows that a duty counts in, but for its month."""
    unit, rule = each.occurrence.binding.unit, each.occurrence.binding.rule
    yield "unit", unit.key, unit.name
    if unit.kind == "post":
        yield "post", unit.key, unit.name
    yield "document", rule.pack, rule.document.name


def _month(each: Judged) -> str:
    """Return the month of the day that the text sets: no approval moves it."""
    due = each.occurrence.window.due
    return due.isoformat()[: len("2026-11")] if due else NO_DUE


def _rows(
    by: By,
    tallies: Mapping[str, _Count],
    names: Mapping[tuple[By, str], tuple[str, Unit | None]],
) -> tuple[FigureRow, ...]:
    found = (
        FigureRow(key=key, name=names[by, key][0], figures=each.figures, unit=names[by, key][1])
        for key, each in tallies.items()
    )
    return tuple(sorted(found, key=_order(by)))


def _order(by: By) -> Callable[[FigureRow], str]:
    return (lambda each: each.key) if by == "month" else _place


def _place(row: FigureRow) -> str:
    """Order rows by what is still overdue and how long, and by nothing that can be polished."""
    figures = row.figures
    missed, oldest = MOST - figures.of("overdue"), figures.oldest or dt.date.max
    return f"{missed:09}{oldest.isoformat()}{row.key}"
