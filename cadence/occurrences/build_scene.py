"""One place of a build: its rules bound, dated and judged once, for every part that shows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from cadence.core.occurrence import Advise, Binding, Window
from cadence.core.policy import Policy
from cadence.core.rule import Pack, Rule
from cadence.occurrences.clocks import (
    begun,
    clock_occurrences,
    find_clocks,
    in_course,
    owners_of,
    windows_of,
)
from cadence.occurrences.expand import expand, occurrences
from cadence.occurrences.judge import Judged, check
from cadence.occurrences.scene import setting_of
from cadence.publish.order import Order
from cadence.reports.duty.month import stamps_of
from cadence.rules.rosters import Roster
from cadence.rules.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What every part of a place's output is made of.

    Attributes:
        packs, bindings: of the place, in the workspace's order.
        of_period: dates a rule by the calendar, once: what falls due within the span, and what
            runs on past it.
        started: windows that events started, by rule and unit.
        clock_owners: who owes those, by rule and window's tag.
        advise: the working days around a day.
        judged: gives every occurrence of the span and how it stands, once.
        stamps: gives the stamp of every reader, by which calendar and paper are compared.
    """

    roster: Roster
    policy: Policy
    order: Order
    packs: tuple[Pack, ...]
    bindings: tuple[Binding, ...]
    of_period: Callable[[Rule], tuple[Window, ...]]
    started: Mapping[tuple[str, str], tuple[Window, ...]]
    clock_owners: Mapping[tuple[str, str], frozenset[str]]
    advise: Advise
    judged: Callable[[], tuple[Judged, ...]]
    stamps: Callable[[], dict[str, str]]

    def windows_of(self, binding: Binding) -> tuple[Window, ...]:
        """Return the windows of a rule for one unit."""
        started = self.started.get((binding.rule.key, binding.unit.key), ())
        return self.of_period(binding.rule) + started

    def windows(self, rule: Rule) -> tuple[Window, ...]:
        """Return the windows of a rule, whosever they are."""
        started = (
            each
            for (key, _unit), found in self.started.items()
            for each in found
            if key == rule.key
        )
        return tuple(dict.fromkeys((*self.of_period(rule), *started)))


def scene_of(workspace: Workspace, roster: Roster, order: Order) -> Scene:
    """Gather one place of a workspace."""
    setting = setting_of(workspace, order.history)
    packs = tuple(pack for pack in workspace.packs if pack.place == roster.place)
    bound = (binding for pack in packs for binding in workspace.bindings(pack))
    bindings = tuple(begun(bound, setting))
    names = {pack.name for pack in packs}
    clocks = tuple(find_clocks(setting, names))
    policy = workspace.policies[roster.place]
    advise = workspace.advise(roster.place)

    def judged() -> tuple[Judged, ...]:
        found = (
            *occurrences(bindings, order.span, advise),
            *clock_occurrences(clocks, order.span),
        )
        return tuple(check(found, order.history, lambda _place: policy, order.now))

    return Scene(
        roster=roster,
        policy=policy,
        order=order,
        packs=tuple(in_course(pack, setting) for pack in packs),
        bindings=bindings,
        of_period=cache(lambda rule: expand(rule, order.span, advise, running=True)),
        started=windows_of(clocks, order.span),
        clock_owners=owners_of(clocks),
        advise=advise,
        judged=cache(judged),
        stamps=cache(lambda: stamps_of(workspace, order.history, roster.place, bindings, clocks)),
    )
