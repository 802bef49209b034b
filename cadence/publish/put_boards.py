"""The board of a place, units × months; its cells lead to the units' own pages."""

from cadence.core import CHECKS, UNITS, board_path
from cadence.occurrences import Scene
from cadence.publish.order import Progress
from cadence.publish.publication import Publication
from cadence.reports import board, render_board


def put_board(changes: Publication, scene: Scene, progress: Progress) -> None:
    """Put the board of a place."""
    place = scene.roster
    name = board_path(place.place)
    progress(name)
    page = render_board(
        board((*scene.carried, *scene.judged)),
        place.name,
        f"../{UNITS}/{place.place}",
        place.office,
        scene.as_of,
        tuple(each.document for each in scene.unreviewed),
    )
    changes.put(name, page.encode(), changes.read(name))


def drop_boards(changes: Publication, places: set[str]) -> None:
    """Take away the boards of places that are no longer in the workspace."""
    for file in sorted((changes.folder / CHECKS).glob("*.html")):
        if file.stem not in places:
            changes.remove(board_path(file.stem))
