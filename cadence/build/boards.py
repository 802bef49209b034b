"""The board of a place, units × months, and the list behind each of its rows."""

from cadence.build.order import Progress
from cadence.build.scene import Scene
from cadence.checks import Judged
from cadence.model import Unit
from cadence.print.check import render_board, render_board_unit
from cadence.publish import Publication
from cadence.tallies import board


def put_board(changes: Publication, scene: Scene, progress: Progress) -> None:
    """Put the board of a place and the list of every unit on it."""
    place, now = scene.roster, scene.order.now
    by_unit: dict[Unit, list[Judged]] = {}
    for each in scene.judged():
        by_unit.setdefault(each.occurrence.binding.unit, []).append(each)
    page = render_board(board(scene.judged()), place.name, place.place, place.office, now)
    pages = {f"check/{place.place}.html": page}
    for unit, judged in by_unit.items():
        pages[f"check/{place.place}/{unit.id}.html"] = render_board_unit(unit, judged, now)
    for name, text in pages.items():
        progress(name)
        changes.put(name, text.encode(), changes.read(name))
    for file in sorted((changes.folder / "check" / place.place).glob("*.html")):
        if (name := f"check/{place.place}/{file.name}") not in pages:
            changes.remove(name)  # the list of a unit that owes nothing any more


def drop_boards(changes: Publication, places: set[str]) -> None:
    """Take away the boards of places that are no longer in the workspace."""
    for file in sorted((changes.folder / "check").glob("*.html")):
        if file.stem not in places:
            changes.remove(f"check/{file.name}")
            for listed in sorted((changes.folder / "check" / file.stem).glob("*.html")):
                changes.remove(f"check/{file.stem}/{listed.name}")
