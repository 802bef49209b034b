"""The board of a place, units × months; its cells lead to the units' own pages."""

from cadence.occurrences.scene import Scene
from cadence.publish.order import Progress
from cadence.publish.publication import Publication
from cadence.reports.check import render_board
from cadence.reports.tallies import board


def put_board(changes: Publication, scene: Scene, progress: Progress) -> None:
    """Put the board of a place."""
    place = scene.roster
    name = f"check/{place.place}.html"
    progress(name)
    page = render_board(
        board(scene.judged),
        place.name,
        f"../units/{place.place}",
        place.office,
        scene.as_of,
    )
    changes.put(name, page.encode(), changes.read(name))


def drop_boards(changes: Publication, places: set[str]) -> None:
    """Take away the boards of places that are no longer in the workspace."""
    for file in sorted((changes.folder / "check").glob("*.html")):
        if file.stem not in places:
            changes.remove(f"check/{file.name}")
