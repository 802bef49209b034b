"""The places of a build on several processors: the same function of each, whoever runs it.

Where processes can be forked, they have what rules/ says from the start; elsewhere each reads it
once. A process that dies takes no record with it: its places are put once more by another.
"""

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from cadence.core import CadenceError, _
from cadence.publish.order import Order
from cadence.publish.put_place import PutPlace, put_place
from cadence.rules import Workspace, read_workspace

TRIES = 2  # of a place whose process died


@dataclass(slots=True)
class _Given:
    """What a process knows: the workspace and the order, alike for all of its jobs."""

    workspace: Workspace | None = None
    order: Order | None = None


GIVEN = _Given()


def put_places(
    workspace: Workspace, order: Order, places: Iterable[str], jobs: int
) -> Iterator[tuple[str, PutPlace | Exception]]:
    """Put places on so many processes, and yield each as it ends: what it comes to, or why not.

    Args:
        workspace: what rules/ says.
        order: what the build is asked for.
        places: folders under rules/.
        jobs: how many processes.
    """
    left = list(places)
    for turn in range(TRIES):
        dead: list[str] = []
        for place, found in _put(workspace, order, left, jobs):
            if isinstance(found, BrokenProcessPool) and turn + 1 < TRIES:
                dead.append(place)
            elif isinstance(found, BrokenProcessPool):
                yield place, CadenceError(_("its process was ended twice; is there enough memory?"))
            else:
                yield place, found
        left = dead
        if not left:
            return


def _put(
    workspace: Workspace, order: Order, places: list[str], jobs: int
) -> Iterator[tuple[str, PutPlace | Exception]]:
    GIVEN.workspace, GIVEN.order = workspace, order
    try:
        with ProcessPoolExecutor(
            max_workers=min(jobs, len(places)),
            mp_context=multiprocessing.get_context(_way()),
            initializer=_begin,
            initargs=(workspace.folder, order),
        ) as pool:
            running: dict[Future[PutPlace], str] = {
                pool.submit(_job, place): place for place in places
            }
            for each in as_completed(running):
                error = each.exception()
                if error is None:
                    yield running[each], each.result()
                elif isinstance(error, Exception):
                    yield running[each], error
                else:
                    raise error
    finally:
        GIVEN.workspace = GIVEN.order = None


def _way() -> str:
    """Fork where that can be done: then nothing is read twice."""
    return "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"


def _begin(folder: Path, order: Order) -> None:
    if GIVEN.workspace is None:
        GIVEN.workspace = read_workspace(folder)
    GIVEN.order = order


def _job(place: str) -> PutPlace:
    if GIVEN.workspace is None or GIVEN.order is None:
        msg = "a job runs only in a process that was begun"
        raise RuntimeError(msg)
    return put_place(GIVEN.workspace, GIVEN.order, place, lambda _name: None)
