"""A workspace's duties of one month → duty tables: which occurrences, whose, under which head."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cadence.core.dates import Span
from cadence.core.history import History
from cadence.core.occurrence import OWED, Binding, Finding, Occurrence, Unit, Window
from cadence.core.policy import Merge
from cadence.core.rule import Rule
from cadence.core.timing import Cadence, PeriodicDeadline, Threshold, Trigger
from cadence.occurrences.clocks import Clock, begun, find_clocks
from cadence.occurrences.expand import expand
from cadence.occurrences.judge import Judged, check
from cadence.occurrences.scene import setting_of
from cadence.occurrences.stamps import calendar_stamp, reader_stamps
from cadence.reports.duty.nouns import Concern, DutyHead, DutyTable
from cadence.reports.duty.table import collected, duty_table, section_of
from cadence.rules.workspace import Workspace

BEFORE = dt.timedelta(days=2 * 366)  # a deadline may lie before its document's own date
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What tables are made from: the workspace, its ledger, and what collides there."""

    workspace: Workspace
    history: History
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfPlace:
    """One place's month, judged.

    Attributes:
        judged: what is owed, by the id of its unit or post, in the order of the packs.
        concerns: what others owe, by the id of who leads or assists.
        stamps: by the id of the reader.
    """

    head: DutyHead
    units: tuple[Unit, ...]
    judged: dict[str, tuple[Judged, ...]]
    concerns: dict[str, tuple[Concern, ...]]
    stamps: dict[str, str]
    off: tuple[dt.date, ...]
    unknown: tuple[dt.date, ...]
    merges: tuple[Merge, ...] = ()


def month_of_place(known: Known, place: str, month: Span, as_of: dt.datetime) -> MonthOfPlace:
    """Date and judge everything that a month's tables of a place may need.

    Args:
        known: the workspace and its ledger.
        place: a folder under rules/.
        month: its first and last day.
        as_of: the moment judged from.
    """
    workspace, roster = known.workspace, known.workspace.rosters[place]
    packs = [pack for pack in workspace.packs if pack.place == place]
    setting = setting_of(workspace, known.history)
    bound = (binding for pack in packs for binding in workspace.bindings(pack))
    bindings = tuple(begun(bound, setting))
    clocks = tuple(find_clocks(setting, {pack.name for pack in packs}))
    owed = [each for each in bindings if each.role in OWED and each.rule.force == "must"]
    windows = _dated(workspace, place, month)
    found = (
        *(Occurrence(binding=each, window=one) for each in owed for one in windows(each.rule)),
        *(each for clock in clocks for each in clock.occurrences),
    )
    judged = tuple(check(found, known.history, workspace.policies.__getitem__, as_of))
    stamps = stamps_of(workspace, known.history, place, bindings, clocks)
    off, unknown = _days_off(workspace, place, month)
    return MonthOfPlace(
        head=DutyHead(
            place=roster.name, office=roster.office, whose=roster.name, month=month,
            as_of=as_of.date(), stamp=stamps[""],
        ),
        units=roster.units,
        judged=_by_unit(judged),
        concerns=_concerns(bindings, clocks, judged),
        stamps=stamps,
        off=off,
        unknown=unknown,
        merges=workspace.policies[place].merges,
    )  # fmt: skip


def table_of(month: MonthOfPlace, unit: Unit, findings: Iterable[Finding]) -> DutyTable:
    """Make the table of one unit or post; a unit's shows what its posts owe as well."""
    members = [unit, *(each for each in month.units if each.of == unit.id)]
    return duty_table(
        unit,
        _headed(month.head, unit, month.stamps),
        [judged for each in members for judged in month.judged.get(each.id, ())],
        concerns=month.concerns.get(unit.id, ()),
        findings=findings,
        off=month.off,
        unknown=month.unknown,
        merges=month.merges,
    )


def tables_of(month: MonthOfPlace, findings: tuple[Finding, ...]) -> tuple[DutyTable, ...]:
    """Make the table of every unit and post of a place, and last the collected one."""
    own = tuple(table_of(month, unit, findings) for unit in month.units)
    return (*own, collected(own, month.head, findings))


def judged_of(month: MonthOfPlace, units: Iterable[Unit]) -> Iterator[Judged]:
    """Yield the occurrences that stand in the tables of units, each once, by due day.

    Args:
        month: the judged month.
        units: whose; a unit's table shows what its posts owe as well.
    """
    wanted = {unit.id for unit in units}
    members = [unit for unit in month.units if {unit.id, unit.of} & wanted]
    found = [
        each
        for unit in members
        for each in month.judged.get(unit.id, ())
        if section_of(each, month.head.month)
    ]
    yield from sorted(found, key=_by_due)


def _by_due(judged: Judged) -> tuple[dt.date, str]:
    window = judged.occurrence.window
    return window.due or window.start, judged.occurrence.id


def _headed(head: DutyHead, unit: Unit, stamps: dict[str, str]) -> DutyHead:
    return DutyHead(
        place=head.place, office=head.office, whose=unit.name, month=head.month,
        as_of=head.as_of, stamp=stamps[unit.id],
    )  # fmt: skip


def _dated(workspace: Workspace, place: str, month: Span) -> Callable[[Rule], tuple[Window, ...]]:
    """Return what dates a rule: from the first day that is tracked until the month's end."""
    advise, tracked = workspace.advise(place), workspace.policies[place].tracking_from

    @cache
    def windows(rule: Rule) -> tuple[Window, ...]:
        first = rule.effective - BEFORE
        if isinstance(rule.timing, Cadence | PeriodicDeadline):
            first = max(rule.effective, tracked or rule.effective)
        asked = Span(min(first, month.first), month.last)
        return expand(rule, asked, advise, running=True)

    return windows


def _by_unit(judged: Iterable[Judged]) -> dict[str, tuple[Judged, ...]]:
    found: dict[str, list[Judged]] = {}
    for each in judged:
        found.setdefault(each.occurrence.binding.unit.id, []).append(each)
    return {unit: tuple(each) for unit, each in found.items()}


def _concerns(
    bindings: Iterable[Binding], clocks: Iterable[Clock], judged: Iterable[Judged]
) -> dict[str, tuple[Concern, ...]]:
    """Gather by leader what others owe: one concern for each window of a rule."""
    owed: dict[str, dict[str, list[Judged]]] = {}
    for each in judged:
        window = owed.setdefault(each.occurrence.binding.rule.key, {})
        window.setdefault(each.occurrence.window.tag, []).append(each)
    led: list[tuple[Binding, Iterable[list[Judged]]]] = [
        (each, owed.get(each.rule.key, {}).values())
        for each in bindings
        if not isinstance(each.rule.timing, Trigger | Threshold)
    ]
    led += [  # of a clock only what its own event asks of them
        (each, [owed[clock.rule.key][clock.window.tag]])
        for clock in clocks
        if clock.window and clock.window.tag in owed.get(clock.rule.key, {})
        for each in clock.bindings
    ]
    concerns: dict[str, tuple[Concern, ...]] = {}
    for binding, found in led:
        if binding.role not in OWED:
            unit, role = binding.unit, binding.role
            more = (Concern(unit=unit, role=role, judged=tuple(each)) for each in found)
            concerns[unit.id] = (*concerns.get(unit.id, ()), *more)
    return concerns


def stamps_of(
    workspace: Workspace,
    history: History,
    place: str,
    bindings: Sequence[Binding],
    clocks: Iterable[Clock] = (),
) -> dict[str, str]:
    """Stamp every reader of a place, for its feed and its table alike.

    Args:
        workspace: what rules/ says.
        history: what was decided.
        place: a folder under rules/.
        bindings: of its packs.
        clocks: that events started there.
    """
    first = min((each.rule.effective for each in bindings), default=dt.date(2000, 1, 1))
    calendar = calendar_stamp(workspace.advise(place), first)
    started = [
        (binding, clock.window)
        for clock in clocks
        if clock.window and not clock.questions
        for binding in clock.bindings
    ]
    units = workspace.rosters[place].units
    return reader_stamps(units, bindings, history.pasts, calendar, started)


def _days_off(
    workspace: Workspace, place: str, month: Span
) -> tuple[tuple[dt.date, ...], tuple[dt.date, ...]]:
    """Return the days of a month that are not worked, and those of which nothing is announced."""
    advise = workspace.advise(place)
    days = [month.first + n * A_DAY for n in range((month.last - month.first).days + 1)]
    advices = {day: advise(day).day for day in days}
    off = tuple(day for day, advised in advices.items() if advised and advised != day)
    return off, tuple(day for day, advised in advices.items() if advised is None)
