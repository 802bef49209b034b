"""What collides in a place, joined here: from a workspace and its ledger to the conflict table."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from cadence.conflicts.find.demands import Owed, demands_by_units
from cadence.conflicts.find.find import find_conflicts
from cadence.conflicts.find.heat import heats
from cadence.conflicts.find.load import meeting_loads
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.conflicts.tell.answered import answered
from cadence.conflicts.tell.lines import Groups, lines
from cadence.conflicts.tell.rows import Answered, load_rows
from cadence.conflicts.tell.table import ConflictTable
from cadence.core.dates import Span
from cadence.core.history import History
from cadence.core.occurrence import Occurrence, Unit
from cadence.core.policy import Suppression
from cadence.core.rule import folded
from cadence.occurrences.clocks import begun
from cadence.occurrences.scene import Asked, dated, setting_of
from cadence.rules.rosters import Roster
from cadence.rules.workspace import Workspace


def places(workspace: Workspace, asked: Asked) -> tuple[str, ...]:
    """Name the places that a question is about.

    Raises:
        CadenceError: a filter names nothing.
    """
    workspace.check_names(place=asked.place, unit=asked.unit, pack=asked.pack)
    place = asked.pack.split("/", 1)[0] if asked.pack else asked.place
    return tuple(each for each in workspace.rosters if place in {None, each})


def conflict_table(
    workspace: Workspace, history: History, place: str, asked: Asked, today: date = date.min
) -> tuple[ConflictTable, list[Conflict]]:
    """Find what collides in one place; see table_of. No day before today is offered."""
    ground = replace(_ground(workspace, history, place), today=today)
    found = list(dated(workspace, Asked(span=asked.span, place=place), history))
    return table_of(workspace.rosters[place], found, ground, asked)


def table_of(
    roster: Roster, found: Iterable[Occurrence], ground: Ground, asked: Asked
) -> tuple[ConflictTable, list[Conflict]]:
    """Find what collides among the occurrences of one place.

    A meeting is compared with those of all units and packs; what concerns none that was asked
    about is left out afterwards.

    Returns:
        The table for people, and every single conflict that nobody has answered.
    """
    owed = tuple(demands_by_units(found, ground.history))
    standing, given = _found(owed, ground, asked)
    groups = _group_names(roster)
    loads = meeting_loads(_asked_of(owed, replace(asked, unit=None)), ground)
    table = ConflictTable(
        place=roster.name,
        office=roster.office,
        span=asked.span,
        revised=max((each.rule.document.revised for each in ground.bindings), default=date.min),
        lines=lines(standing, groups),
        answered=tuple(
            Answered(line=line, suppression=suppression)
            for suppression, conflicts in given.items()
            for line in lines(conflicts, groups)
        ),
        loads=load_rows((each for each in loads if _is_named(each.unit, asked)), groups),
        heats=heats(_asked_of(owed, asked)),
        off=_days_off(ground, asked.span),
        limits=ground.policy.limits,
    )
    return table, standing


def _ground(workspace: Workspace, history: History, place: str) -> Ground:
    packs = [pack for pack in workspace.packs if pack.place == place]
    bound = (each for pack in packs for each in workspace.bindings(pack))
    return Ground(
        bindings=tuple(begun(bound, setting_of(workspace, history))),
        policy=workspace.policies[place],
        advise=workspace.advise(place),
        history=history,
    )


def _found(
    owed: tuple[Owed, ...], ground: Ground, asked: Asked
) -> tuple[list[Conflict], dict[Suppression, list[Conflict]]]:
    standing: list[Conflict] = []
    given: dict[Suppression, list[Conflict]] = {}
    for found in find_conflicts(owed, ground, asked.span):
        if concerned := _concerned(found, asked):
            for each, suppression in answered(concerned, ground.policy.suppressed):
                (given.setdefault(suppression, []) if suppression else standing).append(each)
    return standing, given


def _concerned(conflict: Conflict, asked: Asked) -> Conflict | None:
    """Leave out what was not asked about: other packs, and units that it has nothing to do with."""
    if asked.pack and asked.pack not in {each.pack for each in conflict.rules}:
        return None
    if asked.unit is None:
        return conflict
    named = tuple(each for each in conflict.units if _is_named(each, asked))
    if named:
        return replace(conflict, units=named)
    owing = (unit for each in conflict.demands for unit in each.units)
    return conflict if any(_is_named(each, asked) for each in owing) else None


def _asked_of(owed: tuple[Owed, ...], asked: Asked) -> Iterator[Owed]:
    """Leave out the units and packs that were not asked about."""
    for each in owed:
        units = tuple(unit for unit in each.units if _is_named(unit, asked))
        if units:
            demands = (one for one in each.demands if asked.pack in {None, one.rule.pack})
            yield Owed(units, tuple(demands))


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
