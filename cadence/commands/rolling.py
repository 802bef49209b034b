"""How each place stands, written into a roll-up's folder: the same function of each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cadence.commands.options import history_of
from cadence.core import EMPTY, History
from cadence.jobs import Crew, Job, gather_places
from cadence.occurrences import Asked, places_of, scenes_of
from cadence.rollup import write_results
from cadence.rules import Workspace, read_workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupGround:
    """What a process knows.

    Attributes:
        target: the roll-up's folder.
        history: of the places that it was dealt.
    """

    workspace: Workspace
    asked: Asked
    as_of: datetime
    target: Path
    history: History = EMPTY


def write_places(ground: RollupGround, crew: Crew) -> tuple[list[Path], Mapping[str, str]]:
    """Write the file of each place that is asked about.

    Returns:
        The files, in the places' order; and why one could not be written, by its folder.

    Raises:
        CadenceError: a filter names nothing, or the cluster cannot be reached.
    """
    places = places_of(ground.workspace, ground.asked)
    folder = ground.workspace.folder
    given = (folder, ground.asked, ground.as_of, ground.target)
    job = Job(folder=folder, begin=_begin, given=given, work=_write, share=_share)
    return gather_places(job, places, crew, ground)


def _begin(folder: Path, asked: Asked, as_of: datetime, target: Path) -> RollupGround:
    workspace = read_workspace(folder)
    return RollupGround(workspace=workspace, asked=asked, as_of=as_of, target=target)


def _share(ground: RollupGround, places: tuple[str, ...]) -> RollupGround:
    return replace(ground, history=history_of(ground.workspace, None, places))


def _write(ground: RollupGround, place: str) -> Path:
    asked = replace(ground.asked, place=place)
    (scene,) = scenes_of(ground.workspace, ground.history, asked, ground.as_of)
    return write_results(scene, ground.target)
