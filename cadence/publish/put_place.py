"""One place of a build: all its files, written beside; what they come to. No shared state.

A job of a build is this function of the rules, the ledger and the day, so that any process may do
it and the bytes are the same.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cadence.core import SHANGHAI
from cadence.jobs import Begun
from cadence.occurrences import Asked, Scene, scenes_of
from cadence.print import Head
from cadence.publish.order import Order, Progress
from cadence.publish.pages.index import ListedPlace
from cadence.publish.publication import PreparedPlaces, Publication
from cadence.publish.put_feeds import Totals, put_feeds
from cadence.publish.put_overview import first_screen, overview_in, put_overview
from cadence.publish.put_pages import Memory, Shown, is_page, put_place_pages, read_memory
from cadence.publish.put_tables import put_board, put_conflicts, put_registers
from cadence.publish.remembered import Remembered, keep_remembered, key_of, read_remembered
from cadence.publish.rooms import rooms_of
from cadence.publish.said import SaidMonth, is_kept, month_over, said_of
from cadence.rules import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class PutPlace:
    """What one place comes to.

    Attributes:
        files: written beside, to be published with those of the others.
        said: of the month that ended last, where nothing of it is kept yet.
        listed: how the first page lists it; memory: what its pages were rendered from.
        key: of what it was made from; "" where it is not to be remembered.
    """

    place: str
    files: PreparedPlaces
    totals: Totals
    listed: ListedPlace | None
    memory: Memory
    said: SaidMonth | None = None
    key: str = ""


def put_place(workspace: Workspace, order: Order, place: str, progress: Progress) -> PutPlace:
    """Write the files of one place beside their places under out/.

    Args:
        workspace: what rules/ says.
        order: what the build is asked for.
        place: the folder under rules/.
        progress: told the name of each file as it is made.

    Raises:
        CadenceError: a link stands in the way; what was written beside is taken back.
        OSError: the disk is full, or may not be written.
    """
    changes = Publication(workspace.out)
    key = key_of(workspace, order, place)
    month = month_over(order.now.astimezone(SHANGHAI))
    if key and is_kept(workspace.folder, place, f"{month.first:%Y-%m}"):
        found = read_remembered(changes, workspace.folder, place, key)
        if found and (left := _left(changes, place, found)):
            return left
    try:
        (scene,) = scenes_of(
            workspace, order.history, Asked(span=order.span, place=place), order.now
        )
        totals, listed, memory = _put_parts(changes, workspace, scene, order, progress)
        said = _said(workspace, scene) if "boards" in order.parts else None
    except BaseException:
        changes.discard()
        raise
    return PutPlace(
        place=place, files=changes.prepared(), totals=totals, listed=listed, memory=memory,
        said=said, key=key,
    )  # fmt: skip


def _put_parts(
    changes: Publication, workspace: Workspace, scene: Scene, order: Order, progress: Progress
) -> tuple[Totals, ListedPlace | None, Memory]:
    """Put the parts of a place that are asked for; the calendars beside them where two may work."""
    if "feeds" not in order.parts:
        return Totals(), *_put_others(changes, workspace, scene, order, progress)
    rest = order.parts != ("feeds",)
    jobs = order.crew.jobs if rest else 1
    feeds = Begun(partial(_feeds, changes.folder, scene, order, progress), jobs)
    try:
        listed, memory = _put_others(changes, workspace, scene, order, progress)
    finally:  # whatever was written beside is known, and taken back with the rest
        files, totals = feeds.ended()
        changes.take(files)
    return totals, listed, memory


def _feeds(
    folder: Path, scene: Scene, order: Order, progress: Progress
) -> tuple[PreparedPlaces, Totals]:
    changes, totals = Publication(folder), Totals()
    try:
        put_feeds(changes, scene, order, totals, progress)
    except BaseException:
        changes.discard()
        raise
    return changes.prepared(), totals


def _put_others(
    changes: Publication, workspace: Workspace, scene: Scene, order: Order, progress: Progress
) -> tuple[ListedPlace | None, Memory]:
    """Put all but the calendars; the pages come last, for they lead to the others."""
    if order.parts == ("feeds",):
        return None, {}
    overview = overview_in(scene, order)
    counted = bool(overview.counted.totals.counts)
    rooms = rooms_of(changes, scene, order.parts, is_counted=counted)
    head = Head(brand=scene.roster.name, rooms=rooms)
    if "registers" in order.parts:
        put_registers(changes, scene, head, progress)
    if "boards" in order.parts:
        put_board(changes, scene, head, progress)
        put_overview(changes, scene, overview, head, progress)
    if "conflicts" in order.parts:
        put_conflicts(changes, scene, head, progress, order.desk)
    if "pages" not in order.parts:
        return None, {}
    is_alone = sum(not each.everywhere for each in workspace.rosters.values()) == 1
    screen = first_screen(scene, overview, is_alone=is_alone)
    rows = overview.rows("unit")
    shares = {each.key: (each.figures.of("done"), each.figures.owed) for each in rows}
    shown = Shown(screen=screen, head=head, shares=shares)
    return put_place_pages(changes, scene, order, progress, shown)


def _left(changes: Publication, place: str, found: Remembered) -> PutPlace | None:
    """Leave a place that stands as it would be put; None where what its pages are of is lost."""
    known = read_memory(changes)
    pages = {name for name in found.files if is_page(name)}
    if pages - known.keys():
        return None
    changes.unchanged += len(found.files)
    memory = {name: known[name] for name in pages}
    return PutPlace(
        place=place,
        files=changes.prepared(),
        totals=Totals(feeds=found.feeds, events=found.events),
        listed=found.listed,
        memory=memory,
    )


def remember(folder: Path, put: PutPlace) -> None:
    """Keep what a place came to once it is published, unless it was kept or is not sure.

    Raises:
        OSError: it cannot be written.
    """
    if put.key and put.listed and not put.totals.kept and not put.files.held:
        found = Remembered(
            key=put.key,
            files=dict(put.files.stands),
            feeds=put.totals.feeds,
            events=put.totals.events,
            listed=put.listed,
        )
        keep_remembered(folder, put.place, found)


def _said(workspace: Workspace, scene: Scene) -> SaidMonth | None:
    month = month_over(scene.as_of)
    if is_kept(workspace.folder, scene.roster.place, f"{month.first:%Y-%m}"):
        return None
    return said_of(scene, month)
