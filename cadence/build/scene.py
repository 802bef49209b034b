"""One place of a build: its rules bound, dated and judged once, for every part that shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cadence.build.order import Order
from cadence.checks import Judged, check
from cadence.model import Binding, Pack, Rule, Window
from cadence.monthly import stamps_of
from cadence.occurrences import expand, occurrences
from cadence.office import Policy
from cadence.roster import Roster
from cadence.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What every part of a place's output is made of.

    Attributes:
        packs, bindings: of the place, in the workspace's order.
        windows: dates a rule, once: what falls due within the span, and what runs on past it.
        judged: gives every occurrence of the span and how it stands, once.
        stamps: gives the stamp of every reader, by which calendar and paper are compared.
    """

    roster: Roster
    policy: Policy
    order: Order
    packs: tuple[Pack, ...]
    bindings: tuple[Binding, ...]
    windows: Callable[[Rule], tuple[Window, ...]]
    judged: Callable[[], tuple[Judged, ...]]
    stamps: Callable[[], dict[str, str]]


def scene_of(workspace: Workspace, roster: Roster, order: Order) -> Scene:
    """Gather one place of a workspace."""
    packs = tuple(pack for pack in workspace.packs if pack.place == roster.place)
    bindings = tuple(binding for pack in packs for binding in workspace.bindings(pack))
    policy = workspace.policies[roster.place]
    advise = workspace.advise(roster.place)

    def judged() -> tuple[Judged, ...]:
        found = occurrences(bindings, order.span, advise)
        return tuple(check(found, order.history, lambda _place: policy, order.now))

    return Scene(
        roster=roster,
        policy=policy,
        order=order,
        packs=packs,
        bindings=bindings,
        windows=cache(lambda rule: expand(rule, order.span, advise, running=True)),
        judged=cache(judged),
        stamps=cache(lambda: stamps_of(workspace, order.history, roster.place, bindings)),
    )
