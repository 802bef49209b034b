"""One occurrence among the others, joined here: what is merged with it, and what is around it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from cadence.conflicts.find.demands import Demand, demand
from cadence.conflicts.find.merges import clusters, merge_of
from cadence.conflicts.find.order import awaited_by
from cadence.conflicts.plan.choose import Around
from cadence.core.dates import Span
from cadence.core.occurrence import Occurrence, Unit
from cadence.occurrences.scene import Scene

AROUND = dt.timedelta(days=366)  # a window's partners fall due within a year of it


def merged_with(scene: Scene, occurrence: Occurrence) -> tuple[Occurrence, ...]:
    """Return the other occurrences of the unit that one meeting with this one discharges.

    Args:
        scene: its place, whole; over whichever days.
        occurrence: one of the place.
    """
    unit = occurrence.binding.unit
    merge = merge_of(scene.policy.merges).get(occurrence.binding.rule.key)
    if merge is None or (occurrence.window.due or dt.date.max) < merge.on:
        return ()
    near = list(_near(scene, occurrence))
    found = [
        demand(each, scene.history.of(each))
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


def around(scene: Scene, occurrence: Occurrence, today: dt.date) -> Around:
    """Gather what a suggestion weighs.

    Args:
        scene: the occurrence's place, whole; over whichever days.
        occurrence: one of the place.
        today: earlier days are gone.
    """
    unit, rule, history = occurrence.binding.unit, occurrence.binding.rule, scene.history
    demands = [demand(each, history.of(each)) for each in _near(scene, occurrence)]
    demands = [each for each in demands if not each.is_settled]
    partners = {each.id for each in merged_with(scene, occurrence)}
    apart = [each for each in demands if each.id not in {occurrence.id, *partners}]
    chosen = (each.chosen for each in demands if each.id in partners)
    own = demand(occurrence, history.of(occurrence))
    first = awaited_by(own, demands) if rule.after else None
    return Around(
        today=today,
        limit=scene.policy.limits.unit_day,
        due=Counter(each.day for each in apart if each.day and each.unit == unit),
        posts=_taken(apart, _leading(scene, own)),
        partners=frozenset(day for day in chosen if day),
        awaited=(first.rule.act, first.day) if first and first.chosen and first.day else None,
    )


def _near(scene: Scene, occurrence: Occurrence) -> Iterator[Occurrence]:
    window = occurrence.window
    span = Span(window.start - AROUND, (window.due or window.start) + AROUND)
    return scene.over(span).occurrences()


def _leading(scene: Scene, own: Demand) -> dict[str, Unit]:
    """Return the posts that an occurrence needs, by key: who leads it, and who was to chair."""
    found = {
        each.unit.key: each.unit
        for each in scene.bindings
        if each.rule.key == own.rule.key and each.role == "lead" and each.unit.kind == "post"
    }
    chair = own.choice.chair if own.choice else None
    return found | {each.key: each for each in scene.roster.units if each.key == chair}


def _taken(demands: list[Demand], posts: dict[str, Unit]) -> dict[dt.date, tuple[str, ...]]:
    """Tell on which days a post has a chosen meeting of its own or chairs one."""
    found: dict[dt.date, dict[str, None]] = {}
    for each in demands:
        if each.chosen and each.choice:
            for key in (each.choice.chair, each.unit.key):
                if key in posts:
                    found.setdefault(each.chosen, {})[posts[key].name] = None
    return {day: tuple(names) for day, names in found.items()}
