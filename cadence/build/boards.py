"""The board of a place, units × months; its cells lead to the units' own pages."""

from cadence.build.order import Progress
from cadence.build.scene import Scene
from cadence.print.check import render_board
from cadence.publish import Publication
from cadence.tallies import board


def put_board(changes: Publication, scene: Scene, progress: Progress) -> None:
    """Put the board of a place."""
    place = scene.roster
    name = f"check/{place.place}.html"
    progress(name)
    page = render_board(
        board(scene.judged()),
        place.name,
        f"../units/{place.place}",
        place.office,
        scene.order.now,
    )
    changes.put(name, page.encode(), changes.read(name))


def drop_boards(changes: Publication, places: set[str]) -> None:
    """Take away the boards of places that are no longer in the workspace."""
    for file in sorted((changes.folder / "check").glob("*.html")):
        if file.stem not in places:
            changes.remove(f"check/{file.name}")
