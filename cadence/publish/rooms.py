"""What the bar above a place's pages leads to: what this build publishes or left there."""

import os
from collections.abc import Collection
from pathlib import Path

from cadence.core import board_path, conflicts_path, overview_path, register_path
from cadence.occurrences import Scene
from cadence.print import Head
from cadence.publish.order import Part
from cadence.publish.pages.view import UNITS_ROOM
from cadence.publish.publication import Publication
from cadence.rules import Workspace

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


def head_for(file: Path, workspace: Workspace, scene: Scene) -> Head | None:
    """Return the bar of a page about a place that is written apart from what is published.

    Args:
        file: where it is written.
        workspace: whose out/ the bar leads to.
        scene: the place.

    Returns:
        The bar, its ways as seen from the file; None where nothing of the place is published.
    """
    rooms = rooms_of(Publication(workspace.out), scene, (), is_counted=True)
    if not rooms:
        return None
    try:
        root = Path(os.path.relpath(workspace.out.resolve(), file.resolve().parent)).as_posix()
    except ValueError:  # on another drive of Windows
        root = workspace.out.resolve().as_uri()
    return Head(brand=scene.roster.name, rooms=rooms).seen(f"{root}/")
