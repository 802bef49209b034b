"""One occurrence among the others, joined here: what is merged with it, and what is around it."""

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterator

from cadence.conflicts.find.demands import Demand, demand
from cadence.conflicts.find.merges import clusters, merge_of
from cadence.conflicts.find.order import awaited_by
from cadence.conflicts.find.precedence import order_of
from cadence.conflicts.plan.choose import Around
from cadence.core import Occurrence, Span
from cadence.occurrences import Scene

AROUND = dt.timedelta(days=366)  # a window's partners fall due within a year of it
ALWAYS = dt.date.max


def merged_with(
    scene: Scene, occurrence: Occurrence, on: dt.date | None = None
) -> tuple[Occurrence, ...]:
    """Return the other occurrences of the unit that one meeting with this one discharges.

    What is done or released is discharged already, and is none of them.

    Args:
        scene: its place, whole; over whichever days.
        occurrence: one of the place.
        on: the day on which the meeting is held, where it is known: then of each rule the first
            that is open on that day, whichever period was thought of.
    """
    near = _of_one_merge(scene, occurrence)
    open_ = [
        each for each in near if each.id == occurrence.id or not _demand(scene, each).is_settled
    ]
    if on and _holds(scene, occurrence, on):
        found: dict[str, Occurrence] = {}
        for each in sorted(open_, key=lambda one: (one.window.due or ALWAYS, one.window.nth)):
            rule = each.binding.rule.key
            if rule != occurrence.binding.rule.key and _holds(scene, each, on):
                found.setdefault(rule, each)
        return tuple(found.values())
    for together in clusters(_demand(scene, each) for each in open_):
        others = {each.id for each in together} - {occurrence.id}
        if len(others) < len(together):
            return tuple(each for each in near if each.id in others)
    return ()


def chosen_with(scene: Scene, occurrence: Occurrence) -> tuple[Occurrence, ...]:
    """Return what was merged with an occurrence and chosen for the same moment."""
    choice = scene.history.of(occurrence).choice
    return tuple(
        each
        for each in _of_one_merge(scene, occurrence)
        if each.id != occurrence.id
        and (other := scene.history.of(each).choice)
        and choice
        and other.at == choice.at
    )


def _of_one_merge(scene: Scene, occurrence: Occurrence) -> list[Occurrence]:
    """Return the unit's occurrences of all rules of a merge, the occurrence among them."""
    merge = merge_of(scene.policy.merges).get(occurrence.binding.rule.key)
    if merge is None or (occurrence.window.due or ALWAYS) < merge.on:
        return []
    return [
        each
        for each in _near(scene, occurrence, _longest(scene, merge.rules))
        if each.binding.unit == occurrence.binding.unit
        and each.binding.rule.key in merge.rules
        and (each.window.due or ALWAYS) >= merge.on
    ]


def _longest(scene: Scene, rules: Container[str]) -> dt.timedelta:
    """Return how far off a partner may fall due: three years, where one comes every three."""
    periods = (
        getattr(each.rule.timing, "period", "") for each in scene.bindings if each.rule.key in rules
    )
    years = (int(each.removesuffix("_years")) for each in periods if each.endswith("_years"))
    return AROUND * max(years, default=1)


def _demand(scene: Scene, occurrence: Occurrence) -> Demand:
    return demand(occurrence, scene.history.of(occurrence))


def _holds(scene: Scene, occurrence: Occurrence, day: dt.date) -> bool:
    return occurrence.window.start <= day <= (_demand(scene, occurrence).due or ALWAYS)


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
    own = demand(occurrence, history.of(occurrence))
    order = order_of(each.rule for each in scene.bindings)
    first = awaited_by(own, demands, order) if rule.key in order else None
    return Around(
        today=today,
        limit=scene.policy.limits.unit_day,
        due=Counter(each.day for each in apart if each.day and each.unit == unit),
        awaited=(first.rule.act, first.day) if first and first.chosen and first.day else None,
    )


def _near(
    scene: Scene, occurrence: Occurrence, around: dt.timedelta = AROUND
) -> Iterator[Occurrence]:
    window = occurrence.window
    span = Span(window.start - AROUND, (window.due or window.start) + around)
    return scene.over(span).occurrences()
