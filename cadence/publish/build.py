"""The main job: a workspace's rules → everything under out/, joined here from the stages.

order.py says what is asked for; a Scene is each place, dated and judged; each other file
puts one kind of output.
"""

import contextlib
from collections.abc import Iterable, Iterator

from cadence.core import CadenceError, _, site_path
from cadence.publish.order import PARTS, Built, Order, Part, Progress
from cadence.publish.publication import Publication, publication
from cadence.publish.put_feeds import Totals, retire_places
from cadence.publish.put_pages import FirstPage, put_first_page
from cadence.publish.put_place import PutPlace, put_place, remember
from cadence.publish.put_tables import drop_tables
from cadence.publish.said import keep_said
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
    with publication(workspace.out) as changes:
        put, failed = _put_all(changes, workspace, order, progress)
        totals = _summed(put)
        _drop_gone(changes, workspace, order, totals)
        if totals.losses and not order.force:
            raise CadenceError(loss_message(totals.losses))
        if "pages" in order.parts:
            put_first_page(changes, _first_page(workspace, put, failed), order, progress)
        if order.head and not order.fault:
            name = site_path(HEAD)
            changes.put(name, order.head.encode(), changes.read(name))
    for each in put:
        if each.said:
            with contextlib.suppress(OSError):  # the next build keeps it
                keep_said(workspace.folder, each.said)
        with contextlib.suppress(OSError):  # the next build makes it anew
            remember(workspace.folder, each)
    return Built(
        feeds=totals.feeds,
        events=totals.events,
        written=changes.written,
        unchanged=changes.unchanged,
        removed=changes.removed,
        kept=tuple(totals.kept),
        failed=failed,
    )


def _drop_gone(changes: Publication, workspace: Workspace, order: Order, totals: Totals) -> None:
    """Take away what was published of places and packs that are no longer in the workspace."""
    places = set(workspace.rosters)
    if "feeds" in order.parts:
        retire_places(changes, places, order.now, totals)
    drop_tables(changes, order.parts, places, {pack.name for pack in workspace.packs})


def _first_page(workspace: Workspace, put: Iterable[PutPlace], failed: Iterable[str]) -> FirstPage:
    """Gather what the index lists: counties first, then the bodies that statutes bind."""
    ordered = sorted(put, key=lambda each: workspace.rosters[each.place].everywhere)
    return FirstPage(
        places=tuple(each.listed for each in ordered if each.listed),
        memory={name: key for each in ordered for name, key in each.memory.items()},
        kept=tuple(failed),
    )


def _put_all(
    changes: Publication, workspace: Workspace, order: Order, progress: Progress
) -> tuple[list[PutPlace], dict[str, str]]:
    """Put every place, one after the other or side by side; one that fails stops no other.

    Returns:
        What was put, in the places' order; and why a place could not be, by its folder.

    Raises:
        CadenceError: none could be put, where there is but one.
        OSError: the disk is full, or may not be written: then nothing is published.
    """
    found: dict[str, PutPlace] = {}
    failed: dict[str, str] = {}
    places = list(workspace.rosters)
    # As few places as processes, a county and the national rules: each is shared out in itself.
    is_few = len(places) == 1 or (len(places) <= order.crew.jobs and not order.crew.cluster)
    is_alone = order.crew.is_alone or is_few
    if not is_alone:
        from cadence.publish.jobs import put_places  # noqa: PLC0415 - most builds need no other process

        results = put_places(workspace, order, places, order.crew)
    else:
        results = _in_turn(workspace, order, places, progress)
    for place, each in results:
        if isinstance(each, PutPlace):
            changes.take(each.files)
            found[place] = each
            if not is_alone:  # else each of its files was told
                progress(place)
        elif isinstance(each, CadenceError) and len(places) > 1:
            failed[place] = str(each)
        else:
            raise each
    if failed and not found:
        raise CadenceError("\n".join(failed.values()))
    return [found[place] for place in places if place in found], failed


def _in_turn(
    workspace: Workspace, order: Order, places: list[str], progress: Progress
) -> Iterator[tuple[str, PutPlace | Exception]]:
    for place in places:
        try:
            yield place, put_place(workspace, order, place, progress)
        except CadenceError as error:
            yield place, error


def _summed(put: list[PutPlace]) -> Totals:
    totals = Totals()
    for each in put:
        totals.feeds += each.totals.feeds
        totals.events += each.totals.events
        totals.kept += each.totals.kept
        totals.losses += each.totals.losses
    return totals


def loss_message(losses: list[str]) -> str:
    """Say why nothing was published, with the first of what would be lost."""
    shown = losses[:SHOWN_LOSSES]
    more = len(losses) - len(shown)
    lines = [
        _("nothing was published: this build would take away more than a fifth of"),
        *(f"  {loss}" for loss in shown),
        *([_("  and {0} more").format(more)] if more else []),
        _("if this is meant, run it again with --force"),
    ]
    return "\n".join(lines)
