"""The places of a build side by side: the same function of each, whoever runs it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cadence.jobs import ALONE, Crew, Job, run_places
from cadence.publish.order import Order
from cadence.publish.put_place import PutPlace, put_place
from cadence.rules import Workspace, read_workspace

Ground = tuple[Workspace, Order]


def put_places(
    workspace: Workspace, order: Order, places: Iterable[str], crew: Crew
) -> Iterator[tuple[str, PutPlace | Exception]]:
    """Put places by a crew, and yield each as it ends: what it comes to, or why not.

    Args:
        workspace: what rules/ says.
        order: what the build is asked for.
        places: folders under rules/.
        crew: who puts them.
    """
    folder = workspace.folder.resolve()
    job = Job(folder=folder, begin=_begin, given=(folder, order), work=_put)
    yield from run_places(job, places, crew, (workspace, order))


def _begin(folder: Path, order: Order) -> Ground:
    return read_workspace(folder), order


def _put(known: Ground, place: str) -> PutPlace:
    workspace, order = known
    # Each process has places of its own; none of them is shared out.
    return put_place(workspace, replace(order, crew=ALONE), place, lambda _name: None)
