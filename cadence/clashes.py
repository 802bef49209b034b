"""What collides in a place, joined here: from a workspace and its ledger to the conflict table."""

from dataclasses import dataclass
from datetime import date

from cadence.claims import claim
from cadence.conflicts import Conflict, Scene, find_conflicts
from cadence.conflicts.heat import Heat, heats
from cadence.conflicts.lines import Groups, Line, lines
from cadence.conflicts.load import meeting_loads
from cadence.conflicts.rows import Answered, LoadRow, load_rows
from cadence.conflicts.suppressing import suppression_of
from cadence.dates import Span
from cadence.history import History
from cadence.model import Binding, Occurrence, Unit, folded
from cadence.office import Limits, Suppression
from cadence.roster import Roster
from cadence.survey import Asked, dated
from cadence.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictTable:
    """One place's conflict table.

    Attributes:
        place, office: the place and its issuing office, for people.
        revised: the newest day on which one of its packs was checked.
        lines: what stands; answered: what the office suppressed, with its reasons.
        loads: meetings by month; heats: how heavy each day is.
        off: the days of the span that are known to be off.
    """

    place: str
    office: str
    span: Span
    revised: date
    lines: tuple[Line, ...]
    answered: tuple[Answered, ...]
    loads: tuple[LoadRow, ...]
    heats: dict[date, Heat]
    off: frozenset[date]
    limits: Limits


def places(workspace: Workspace, asked: Asked) -> tuple[str, ...]:
    """Name the places that a question is about.

    Raises:
        CadenceError: a filter names nothing.
    """
    workspace.check_names(place=asked.place, unit=asked.unit, pack=asked.pack)
    place = asked.pack.split("/", 1)[0] if asked.pack else asked.place
    return tuple(each for each in workspace.rosters if place in {None, each})


def conflict_table(
    workspace: Workspace, history: History, place: str, asked: Asked
) -> tuple[ConflictTable, list[Conflict]]:
    """Find what collides in one place.

    A meeting is compared with those of all units and packs; what concerns none that was asked
    about is left out afterwards.

    Returns:
        The table for people, and every single conflict that nobody has answered.
    """
    scene = _scene(workspace, history, place)
    found = list(dated(workspace, Asked(span=asked.span, place=place)))
    standing, answered = _found(found, scene, asked)
    roster, groups = workspace.rosters[place], _group_names(workspace.rosters[place])
    concerned = [each for each in found if _is_asked(each.binding, asked)]
    claims = (claim(each, history.of(each.id)) for each in concerned)
    loads = meeting_loads(found, scene)
    table = ConflictTable(
        place=roster.name,
        office=roster.office,
        span=asked.span,
        revised=max((each.rule.document.revised for each in scene.bindings), default=date.min),
        lines=lines(standing, groups),
        answered=tuple(
            Answered(line=line, suppression=suppression)
            for suppression, given in answered.items()
            for line in lines(given, groups)
        ),
        loads=load_rows((each for each in loads if _is_named(each.unit, asked)), groups),
        heats=heats(each for each in claims if each),
        off=_days_off(scene, asked.span),
        limits=scene.policy.limits,
    )
    return table, standing


def _scene(workspace: Workspace, history: History, place: str) -> Scene:
    packs = [pack for pack in workspace.packs if pack.place == place]
    return Scene(
        bindings=tuple(each for pack in packs for each in workspace.bindings(pack)),
        policy=workspace.policies[place],
        advise=workspace.advise(place),
        history=history,
    )


def _found(
    found: list[Occurrence], scene: Scene, asked: Asked
) -> tuple[list[Conflict], dict[Suppression, list[Conflict]]]:
    standing: list[Conflict] = []
    answered: dict[Suppression, list[Conflict]] = {}
    for each in find_conflicts(found, scene, asked.span):
        if _concerns(each, asked):
            suppression = suppression_of(each, scene.policy.suppressed)
            (answered.setdefault(suppression, []) if suppression else standing).append(each)
    return standing, answered


def _concerns(conflict: Conflict, asked: Asked) -> bool:
    units = [conflict.unit, *(each.unit for each in conflict.claims)]
    named = asked.unit is None or any(each and _is_named(each, asked) for each in units)
    return named and asked.pack in {None, *(each.pack for each in conflict.rules)}


def _is_asked(binding: Binding, asked: Asked) -> bool:
    return _is_named(binding.unit, asked) and asked.pack in {None, binding.rule.pack}


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


def _days_off(scene: Scene, span: Span) -> frozenset[date]:
    days = map(date.fromordinal, range(span.first.toordinal(), span.last.toordinal() + 1))
    return frozenset(day for day in days if scene.advise(day).day not in {None, day})
