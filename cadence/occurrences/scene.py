"""What is asked about, dated and judged: the way from a workspace to a command's duties."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cadence.core.dates import Span
from cadence.core.history import EMPTY, History
from cadence.core.occurrence import Binding, Occurrence
from cadence.core.timing import Threshold, Trigger
from cadence.occurrences.clocks import Clock, begun, clock_occurrences, find_clocks
from cadence.occurrences.event_chains import Setting, Waiting
from cadence.occurrences.expand import occurrences
from cadence.occurrences.judge import Judged, check
from cadence.rules.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The days and the filters of a listing command; None: all of them.

    Attributes:
        span: both ends count.
        place: a folder under rules/.
        unit: a unit's id or key; its posts are meant too.
        pack: a pack's name.
    """

    span: Span
    place: str | None = None
    unit: str | None = None
    pack: str | None = None


def dated(workspace: Workspace, asked: Asked, history: History = EMPTY) -> Iterator[Occurrence]:
    """Yield what falls due within the days asked about, pack by pack.

    Args:
        workspace: what rules/ says.
        asked: the days and the filters.
        history: what is known; its events start clocks.

    Raises:
        CadenceError: a filter names nothing.
    """
    workspace.check_names(place=asked.place, unit=asked.unit, pack=asked.pack)
    setting = setting_of(workspace, history)
    clocks = find_pack_clocks(setting)
    for pack in workspace.packs:
        if asked.pack in {None, pack.name} and asked.place in {None, pack.place}:
            bindings = (each for each in workspace.bindings(pack) if _concerns(asked.unit, each))
            known = begun(bindings, setting)
            yield from occurrences(known, asked.span, workspace.advise(pack.place))
            for each in clock_occurrences(clocks.get(pack.name, ()), asked.span):
                if _concerns(asked.unit, each.binding):
                    yield each


def setting_of(workspace: Workspace, history: History) -> Setting:
    """Gather what clocks run in: the rules that wait, what their words mean, the calendars."""
    waiting: dict[str, Waiting] = {}
    for pack in workspace.packs if history.happenings else ():
        if not any(isinstance(rule.timing, Trigger | Threshold) for rule in pack.rules):
            continue
        bound: dict[str, list[Binding]] = {}
        for binding in workspace.bindings(pack):
            bound.setdefault(binding.rule.key, []).append(binding)
        for rule in pack.rules:
            if isinstance(rule.timing, Trigger | Threshold):
                waiting[rule.key] = Waiting(rule=rule, bindings=tuple(bound.get(rule.key, ())))
    return Setting(
        waiting=waiting,
        kinds=workspace.kinds,
        looks=workspace.looks,
        units={each.key: each for roster in workspace.rosters.values() for each in roster.units},
        everywhere=frozenset(place for place, each in workspace.rosters.items() if each.everywhere),
        history=history,
    )


def find_pack_clocks(setting: Setting) -> dict[str, list[Clock]]:
    """Find every clock that the recorded events started, by pack."""
    found: dict[str, list[Clock]] = {}
    for clock in find_clocks(setting):
        found.setdefault(clock.rule.pack, []).append(clock)
    return found


def survey(
    workspace: Workspace, history: History, asked: Asked, as_of: dt.datetime
) -> Iterator[Judged]:
    """Yield what falls due within the days asked about, and how it stands at a moment.

    Raises:
        CadenceError: a filter names nothing.
    """
    return check(dated(workspace, asked, history), history, workspace.policies.__getitem__, as_of)


def survey_carried(
    workspace: Workspace, history: History, asked: Asked, as_of: dt.datetime, *, carried: bool
) -> Iterator[Judged]:
    """Yield the same, and before it what fell due earlier and is overdue still.

    Args:
        workspace: what rules/ says.
        history: what the ledger knew.
        asked: the days and filters.
        as_of: the moment judged from.
        carried: whether to look back at all; what was missed stays missed in a new year.

    Raises:
        CadenceError: a filter names nothing.
    """
    begins = min((pack.document.effective for pack in workspace.packs), default=asked.span.first)
    if carried and begins < asked.span.first:
        earlier = Span(begins, asked.span.first - dt.timedelta(days=1))
        for each in survey(workspace, history, replace(asked, span=earlier), as_of):
            if each.judgement.status == "overdue":
                yield each
    yield from survey(workspace, history, asked, as_of)


def _concerns(unit: str | None, binding: Binding) -> bool:
    return unit in {None, binding.unit.id, binding.unit.key, binding.unit.of}
