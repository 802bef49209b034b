"""The main job: a workspace's rules → everything under out/, joined here from the stages.

order.py says what is asked for; a Scene is each place, dated and judged; each other file
puts one kind of output.
"""

from cadence.core import CadenceError, _, site_path
from cadence.occurrences import Asked, Scene, scenes_of
from cadence.publish.order import PARTS, Built, Order, Part, Progress
from cadence.publish.publication import Publication, publication
from cadence.publish.put_boards import drop_boards, put_board
from cadence.publish.put_conflicts import drop_conflicts, put_conflicts
from cadence.publish.put_feeds import Totals, put_feeds, retire_places
from cadence.publish.put_pages import put_pages
from cadence.publish.put_tables import drop_registers, put_registers
from cadence.rules import Workspace

__all__ = ["PARTS", "Built", "Order", "Part", "build"]

SHOWN_LOSSES = 10
HEAD = "ledger.json"


def build(workspace: Workspace, order: Order, progress: Progress) -> Built:
    """Write what is asked for of a workspace: calendars, registers, boards, conflict tables, pages.

    Args:
        workspace: what rules/ says.
        order: what is asked for.
        progress: told the name of each file as it is made.

    Raises:
        CadenceError: more than a fifth of a place's feeds would lose more than a fifth of their
            events, another build is running, or out/ cannot be written. Nothing is published then.
    """
    totals = Totals()
    with publication(workspace.out) as changes:
        scenes = scenes_of(workspace, order.history, Asked(span=order.span), order.now)
        for scene in scenes:
            _put_place(changes, scene, order, totals, progress)
        if "feeds" in order.parts:
            retire_places(changes, set(workspace.rosters), order.now, totals)
        if "registers" in order.parts:
            drop_registers(changes, {pack.name for pack in workspace.packs})
        if "boards" in order.parts:
            drop_boards(changes, set(workspace.rosters))
        if "conflicts" in order.parts:
            drop_conflicts(changes, set(workspace.rosters))
        if totals.losses and not order.force:
            raise CadenceError(_loss_message(totals.losses))
        if "pages" in order.parts:
            put_pages(changes, scenes, order, progress)
        if order.head and not order.fault:
            name = site_path(HEAD)
            changes.put(name, order.head.encode(), changes.read(name))
    return Built(
        feeds=totals.feeds,
        events=totals.events,
        written=changes.written,
        unchanged=changes.unchanged,
        removed=changes.removed,
        kept=tuple(totals.kept),
    )


def _put_place(
    changes: Publication, scene: Scene, order: Order, totals: Totals, progress: Progress
) -> None:
    parts = order.parts
    if "feeds" in parts:
        put_feeds(changes, scene, order, totals, progress)
    if "registers" in parts:
        put_registers(changes, scene, progress)
    if "boards" in parts:
        put_board(changes, scene, progress)
    if "conflicts" in parts:
        put_conflicts(changes, scene, progress)


def _loss_message(losses: list[str]) -> str:
    shown = losses[:SHOWN_LOSSES]
    more = len(losses) - len(shown)
    lines = [
        _("nothing was published: this build would take away more than a fifth of"),
        *(f"  {loss}" for loss in shown),
        *([_("  and {0} more").format(more)] if more else []),
        _("if this is meant, run it again with --force"),
    ]
    return "\n".join(lines)
