"""What the bar above a place's pages leads to: what this build publishes or left there."""

from collections.abc import Collection

from cadence.core import board_path, conflicts_path, overview_path, register_path
from cadence.occurrences import Scene
from cadence.publish.order import Part
from cadence.publish.pages.view import UNITS_ROOM
from cadence.publish.publication import Publication

OVERVIEW, BOARD, CONFLICTS, REGISTER = "总览", "完成情况", "冲突", "台账"


def rooms_of(
    changes: Publication, scene: Scene, parts: Collection[Part], *, is_counted: bool
) -> tuple[tuple[str, str], ...]:
    """Return words and ways of a place's pages.

    Args:
        changes: what is published.
        scene: the place.
        parts: what is asked for; of other kinds only what lies there is led to.
        is_counted: somebody owes something in the place, so it has an overview.
    """
    place = scene.roster.place
    own = [each for each in scene.packs if each.place == place]
    ways: list[tuple[str, str, Part]] = [
        (UNITS_ROOM, f"index.html#{place}", "pages"),
        (BOARD, board_path(place), "boards"),
        (CONFLICTS, conflicts_path(place), "conflicts"),
    ]
    if is_counted:
        ways.insert(0, (OVERVIEW, overview_path(place), "boards"))
    if own:
        newest = max(own, key=lambda pack: pack.document.effective)
        ways.append((REGISTER, register_path(newest.name), "registers"))
    return tuple(
        (words, way)
        for words, way, part in ways
        if part in parts or changes.holds(way.partition("#")[0])
    )
