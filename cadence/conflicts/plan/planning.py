"""One occurrence among the others, joined here: what is merged with it, and what is around it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from cadence.conflicts.find.demands import Demand, demand
from cadence.conflicts.find.merges import clusters, merge_of
from cadence.conflicts.find.order import awaited_by
from cadence.conflicts.plan.choose import Around
from cadence.core.dates import Span
from cadence.core.history import History, past_of
from cadence.core.occurrence import Occurrence, Unit
from cadence.occurrences.scene import Asked, dated
from cadence.rules.workspace import Workspace

AROUND = dt.timedelta(days=366)  # a window's partners fall due within a year of it


def merged_with(
    workspace: Workspace, history: History, occurrence: Occurrence
) -> tuple[Occurrence, ...]:
    """Return the other occurrences of the unit that one meeting with this one discharges."""
    unit = occurrence.binding.unit
    merge = merge_of(workspace.policies[unit.place].merges).get(occurrence.binding.rule.key)
    if merge is None or (occurrence.window.due or dt.date.max) < merge.on:
        return ()
    near = list(_near(workspace, history, occurrence))
    found = [
        demand(each, past_of(each, history))
        for each in near
        if each.binding.unit == unit
        and each.binding.rule.key in merge.rules
        and (each.window.due or dt.date.max) >= merge.on
    ]
    for together in clusters(found):
        others = {each.id for each in together} - {occurrence.id}
        if len(others) < len(together):
            return tuple(each for each in near if each.id in others)
    return ()


def around(
    workspace: Workspace, history: History, occurrence: Occurrence, today: dt.date
) -> Around:
    """Gather what a suggestion weighs."""
    unit, rule = occurrence.binding.unit, occurrence.binding.rule
    near = list(_near(workspace, history, occurrence))
    demands = [demand(each, past_of(each, history)) for each in near]
    demands = [each for each in demands if not each.is_settled]
    partners = {each.id for each in merged_with(workspace, history, occurrence)}
    apart = [each for each in demands if each.id not in {occurrence.id, *partners}]
    chosen = (each.chosen for each in demands if each.id in partners)
    own = demand(occurrence, past_of(occurrence, history))
    first = awaited_by(own, demands) if rule.after else None
    limits = workspace.policies[unit.place].limits
    return Around(
        today=today,
        limit=limits.unit_day,
        due=Counter(each.day for each in apart if each.day and each.unit == unit),
        posts=_taken(apart, _leading(workspace, own)),
        partners=frozenset(day for day in chosen if day),
        awaited=(first.rule.act, first.day) if first and first.chosen and first.day else None,
    )


def _near(workspace: Workspace, history: History, occurrence: Occurrence) -> Iterator[Occurrence]:
    window = occurrence.window
    span = Span(window.start - AROUND, (window.due or window.start) + AROUND)
    return dated(workspace, Asked(span=span, place=occurrence.binding.unit.place), history)


def _leading(workspace: Workspace, own: Demand) -> dict[str, Unit]:
    """Return the posts that an occurrence needs, by key: who leads it, and who was to chair."""
    roster = workspace.rosters[own.unit.place]
    pack = workspace.pack(own.rule.pack)
    found = {
        each.unit.key: each.unit
        for each in workspace.bindings(pack)
        if each.rule.key == own.rule.key and each.role == "lead" and each.unit.kind == "post"
    }
    chair = own.choice.chair if own.choice else None
    return found | {each.key: each for each in roster.units if each.key == chair}


def _taken(demands: list[Demand], posts: dict[str, Unit]) -> dict[dt.date, tuple[str, ...]]:
    """Tell on which days a post has a chosen meeting of its own or chairs one."""
    found: dict[dt.date, dict[str, None]] = {}
    for each in demands:
        if each.chosen and each.choice:
            for key in (each.choice.chair, each.unit.key):
                if key in posts:
                    found.setdefault(each.chosen, {})[posts[key].name] = None
    return {day: tuple(names) for day, names in found.items()}
