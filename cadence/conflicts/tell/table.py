"""Scene → ConflictTable: all that is shown of one place's conflicts, meetings and heavy days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from cadence.conflicts.find.find import find_conflicts
from cadence.conflicts.find.found import Found
from cadence.conflicts.find.load import Heat, heats, meeting_loads
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.conflicts.find.overload import Crowded
from cadence.conflicts.find.series import Owed, demands_by_units
from cadence.conflicts.tell.answered import answered
from cadence.conflicts.tell.line import FindingLine, Groups
from cadence.conflicts.tell.lines import lines
from cadence.conflicts.tell.rows import Answered, LoadRow, load_rows
from cadence.core import Limits, Span, Suppression, Unit, folded
from cadence.occurrences import Asked, Run, Scene
from cadence.rules import Roster

STAYS = {"plan_gone", "plan_outside"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictTable:
    """One place's conflict table.

    Attributes:
        place, office: the place and its issuing office, for people.
        revised: the newest day on which one of its packs was checked.
        groups: names of groups by the keys of all their members, as lines name them.
        lines: what stands; answered: what the office suppressed, with its reasons.
        idle: suppressions that answer nothing in these days, where the whole place was asked about.
        loads: meetings by month; heats: how heavy each day is.
        off: the days of the span that are known to be off.
    """

    place: str
    office: str
    span: Span
    revised: date
    groups: Groups
    lines: tuple[FindingLine, ...]
    answered: tuple[Answered, ...]
    idle: tuple[Suppression, ...]
    loads: tuple[LoadRow, ...]
    heats: dict[date, Heat]
    off: frozenset[date]
    limits: Limits


def conflict_table(
    scene: Scene, today: date = date.min, *, past: bool = True
) -> tuple[ConflictTable, Found]:
    """Find what collides in one place, or concerns what is asked of it; see table_of.

    Args:
        scene: the place.
        today: no day before it is offered.
        past: list also what lies before today, where nothing can be changed any more.
    """
    ground, since = _ground(scene, today), date.min if past else today
    return table_of(scene.roster, scene.whole.runs(), ground, scene.asked, since)


def unanswered(scene: Scene, today: date = date.min, *, past: bool = True) -> Found:
    """Find every single conflict that nobody has answered, and count nothing else; as above."""
    ground, since = _ground(scene, today), date.min if past else today
    owed = tuple(demands_by_units(scene.whole.runs(), ground.history))
    return _found(owed, ground, scene.asked, since)[0]


def _ground(scene: Scene, today: date) -> Ground:
    return Ground(
        bindings=scene.bindings,
        policy=scene.policy,
        advise=scene.advise,
        history=scene.history,
        today=today,
    )


def table_of(
    roster: Roster,
    runs: Iterable[Run],
    ground: Ground,
    asked: Asked,
    since: date = date.min,
) -> tuple[ConflictTable, Found]:
    """Find what collides among what is owed in one place.

    A meeting is compared with those of all units and packs; what concerns none that was asked
    about is left out afterwards.

    Returns:
        The table for people, and every single conflict that nobody has answered.
    """
    owed = tuple(demands_by_units(runs, ground.history))
    standing, given = _found(owed, ground, asked, since)
    groups = _group_names(roster)
    loads = meeting_loads(_asked_of(owed, replace(asked, unit=None)), ground)
    table = ConflictTable(
        place=roster.name,
        office=roster.office,
        span=asked.span,
        revised=max((each.rule.document.revised for each in ground.bindings), default=date.min),
        groups=groups,
        lines=lines(standing, groups),
        answered=tuple(
            Answered(line=line, suppression=suppression)
            for suppression, conflicts in given.items()
            for line in lines(conflicts, groups)
        ),
        idle=tuple(each for each in ground.policy.suppressed if each not in given)
        if asked.unit is None and asked.pack is None
        else (),
        loads=load_rows((each for each in loads if _is_named(each.unit, asked)), groups),
        heats=heats(_asked_of(owed, asked)),
        off=_days_off(ground, asked.span),
        limits=ground.policy.limits,
    )
    return table, standing


def relined(table: ConflictTable, some: Found) -> tuple[FindingLine, ...]:
    """Return the lines of some of a table's findings alone."""
    return lines(some, table.groups)


def _found(
    owed: tuple[Owed, ...], ground: Ground, asked: Asked, since: date
) -> tuple[Found, dict[Suppression, Found]]:
    """Return what stands, and what the office has answered."""

    def part(conflict: Conflict | None) -> Iterator[tuple[Suppression | None, Conflict]]:
        if conflict:
            for each, suppression in answered(conflict, ground.policy.suppressed):
                if suppression or not _is_over(each, since):
                    yield suppression, each

    found = find_conflicts(owed, ground, asked.span)
    is_parted = any(each.code == "overload" for each in ground.policy.suppressed)
    if asked.unit or asked.pack or is_parted:
        found = found.written(lambda each: _is_asked(each, asked))
    parts = found.since(since).by_part(
        lambda each: part(_concerned(each, asked, is_across=False)),
        lambda each: part(_concerned(each, asked, is_across=True)),
    )
    standing = parts.pop(None)
    return standing, {key: each for key, each in parts.items() if isinstance(key, Suppression)}


def _is_asked(crowded: Crowded, asked: Asked) -> bool:
    """Tell whether any of it can concern what was asked about."""
    return bool(crowded.own) or any(_is_named(each, asked) for each in crowded.units)


def _is_over(conflict: Conflict, since: date) -> bool:
    """Tell whether it lies before a day; a plan that went by without a record stays to be told."""
    last = conflict.until or conflict.day
    return last is not None and last < since and conflict.code not in STAYS


def _concerned(conflict: Conflict, asked: Asked, *, is_across: bool) -> Conflict | None:
    """Leave out what was not asked about: other packs, and units that it has nothing to do with."""
    if asked.pack and asked.pack not in {each.pack for each in conflict.rules}:
        return None
    if asked.unit is None:
        return conflict
    named = tuple(each for each in conflict.units if _is_named(each, asked))
    if named:
        return conflict if named == conflict.units else replace(conflict, units=named)
    # What they owe themselves is shared with units for which it does not collide.
    owing = (
        unit
        for each in conflict.demands
        if is_across or conflict.unit not in each.units
        for unit in each.units
    )
    return conflict if any(_is_named(each, asked) for each in owing) else None


def _asked_of(owed: tuple[Owed, ...], asked: Asked) -> Iterator[Owed]:
    """Leave out the units and packs that were not asked about."""
    for each in owed:
        units = tuple(unit for unit in each.units if _is_named(unit, asked))
        if units:
            series = (one for one in each.series if asked.pack in {None, one.rule.pack})
            yield Owed(units, tuple(series))


def _is_named(unit: Unit, asked: Asked) -> bool:
    return asked.unit in {None, unit.id, unit.key, unit.of}


def _group_names(roster: Roster) -> Groups:
    """Map the members of every group to the first name that the roster gives them."""
    found: dict[frozenset[str], str] = {}
    for name in roster.names:
        units = roster.answers.get(folded(name), ())
        if len(units) > 1:
            found.setdefault(frozenset(each.key for each in units), name)
    return found


def _days_off(ground: Ground, span: Span) -> frozenset[date]:
    days = map(date.fromordinal, range(span.first.toordinal(), span.last.toordinal() + 1))
    return frozenset(day for day in days if ground.advise(day).day not in {None, day})
