"""A scene's duties of one month → duty tables: which occurrences, whose, under which head."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cadence.core import OWED, Binding, Finding, Merge, Occurrence, Threshold, Trigger, Unit
from cadence.occurrences import Clock, Judged, Scene
from cadence.reports.duty.collected import collected
from cadence.reports.duty.nouns import Concern, DutyHead, DutyTable
from cadence.reports.duty.table import duty_table, section_of

A_DAY = dt.timedelta(days=1)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedOfMonth:
    """What a place or a part of it owes that a month's tables may show.

    Attributes:
        by_unit: by the id of its unit or post, in the order of the packs.
        led: of the rules that somebody leads, assists or has a clock of, by rule and window.
    """

    by_unit: Mapping[str, tuple[Judged, ...]]
    led: Mapping[str, Mapping[str, list[Judged]]]


def owed_of_month(scene: Scene) -> OwedOfMonth:
    """Judge what a month's tables of a place or of a part of it may show; see parts_of."""
    judged = tuple(_owed(scene))
    whole = scene.seen_to
    led: dict[str, dict[str, list[Judged]]] = {}
    for each in judged if whole else ():
        key = each.occurrence.binding.rule.key
        if key in whole:
            led.setdefault(key, {}).setdefault(each.occurrence.window.tag, []).append(each)
    return OwedOfMonth(by_unit=_by_unit(judged), led=led)


def month_of_place(scene: Scene, owed: Iterable[OwedOfMonth] | None = None) -> MonthOfPlace:
    """Gather everything that a month's tables of a place may need.

    Args:
        scene: the place, whole, over the month.
        owed: owed_of_month of all its parts, where that is known.
    """
    roster, month, stamps = scene.roster, scene.span, scene.stamps
    parts = tuple(owed) if owed is not None else (owed_of_month(scene),)
    off, unknown = _days_off(scene)
    return MonthOfPlace(
        head=DutyHead(
            place=roster.name, office=roster.office, whose=roster.name, month=month,
            as_of=scene.as_of.date(), stamp=stamps[""],
            unreviewed=scene.notices,
        ),
        units=roster.units,
        judged={unit: each for part in parts for unit, each in part.by_unit.items()},
        concerns=_concerns(scene.bindings, scene.clocks, [each.led for each in parts]),
        stamps=stamps,
        off=off,
        unknown=unknown,
        merges=scene.policy.merges,
    )  # fmt: skip


def _owed(scene: Scene) -> Iterator[Judged]:
    yield from scene.earlier(scene.policy.tracking_from)
    yield from scene.check(_of_month(scene))


def _of_month(scene: Scene) -> Iterator[Occurrence]:
    """Yield what falls due in the month, what runs on past it, and every later clock."""
    for binding in scene.owed:
        for window in scene.windows(binding.rule):
            yield Occurrence(binding=binding, window=window)
    started = (one for clock in scene.clocks for one in clock.occurrences)
    for each in (one for one in started if scene.is_listed(one.binding)):
        if (each.window.due or each.window.start) >= scene.span.first:
            yield each


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
    """Make the table of every unit and post of a place, and last the collected one.

    Args:
        month: the judged month.
        findings: conflicts of any unit.
    """
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
    return replace(head, whose=unit.name, stamp=stamps[unit.id])


def _by_unit(judged: Iterable[Judged]) -> dict[str, tuple[Judged, ...]]:
    found: dict[str, list[Judged]] = {}
    for each in judged:
        found.setdefault(each.occurrence.binding.unit.id, []).append(each)
    return {unit: tuple(each) for unit, each in found.items()}


def _concerns(
    bindings: Sequence[Binding],
    clocks: Sequence[Clock],
    parts: Iterable[Mapping[str, Mapping[str, list[Judged]]]],
) -> dict[str, tuple[Concern, ...]]:
    """Gather by leader what others owe: one concern for each window of a rule."""
    owed: dict[str, dict[str, list[Judged]]] = {}
    for part in parts:
        for key, windows in part.items():
            for tag, judged in windows.items():
                owed.setdefault(key, {}).setdefault(tag, []).extend(judged)
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


def _days_off(scene: Scene) -> tuple[tuple[dt.date, ...], tuple[dt.date, ...]]:
    """Return the days of a month that are not worked, and those of which nothing is announced."""
    month = scene.span
    days = [month.first + n * A_DAY for n in range((month.last - month.first).days + 1)]
    advices = {day: scene.advise(day).day for day in days}
    off = tuple(day for day, advised in advices.items() if advised and advised != day)
    return off, tuple(day for day, advised in advices.items() if advised is None)
