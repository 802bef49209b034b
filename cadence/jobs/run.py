"""A job × places × a crew → each place's result as it comes, or why there is none.

Where processes can be forked, they have what this one knows from the start; elsewhere, and on a
cluster, each makes it once. A process that dies takes no record with it: its places are done once
more by another.
"""

import contextlib
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from cadence.core import CadenceError, _
from cadence.jobs.nouns import Crew, Job, Known, Result

TRIES = 2  # of a place whose process died


@dataclass(slots=True)
class _Here:
    """What this process knows, alike for all of its places; None: nothing yet."""

    known: Any = None


HERE = _Here()


def run_places(
    job: Job[Known, Result],
    places: Iterable[str],
    crew: Crew,
    known: Known | None = None,
) -> Iterator[tuple[str, Result | Exception]]:
    """Do a job of every place, and yield each as it ends.

    Args:
        job: what is done.
        places: folders under rules/.
        crew: who does it.
        known: what job.begin would make, where this process has it already.

    Raises:
        CadenceError: the cluster cannot be reached, or does not see the workspace.
    """
    listed = list(places)
    if crew.cluster:
        from cadence.jobs.cluster import on_cluster  # noqa: PLC0415 - an extra, and slow to load

        yield from on_cluster(job, listed, crew.cluster)
    elif crew.is_alone or not listed:
        yield from _in_turn(job, listed, known)
    else:
        yield from _side_by_side(job, listed, crew.jobs, known)


def gather_places(
    job: Job[Known, Result], places: Iterable[str], crew: Crew, known: Known | None = None
) -> tuple[list[Result], dict[str, str]]:
    """Do a job of every place, and return all at once, whoever was the quickest.

    Args:
        job: what is done.
        places: folders under rules/.
        crew: who does it.
        known: see run_places.

    Returns:
        What each comes to, in the places' order; and why one could not be done, by its folder.

    Raises:
        CadenceError: the cluster cannot be reached, or does not see the workspace.
        Exception: our own bug.
    """
    listed = list(places)
    found: dict[str, Result] = {}
    failed: dict[str, str] = {}
    for place, each in run_places(job, listed, crew, known):
        if isinstance(each, CadenceError):
            failed[place] = str(each)
        elif isinstance(each, Exception):
            raise each
        else:
            found[place] = each
    return [found[each] for each in listed if each in found], failed


def _in_turn(
    job: Job[Known, Result], places: list[str], known: Known | None
) -> Iterator[tuple[str, Result | Exception]]:
    ours = known if known is not None else job.begin(*job.given)
    for place in places:
        try:
            yield place, job.work(ours, place)
        except CadenceError as error:
            yield place, error


def _side_by_side(
    job: Job[Known, Result], places: list[str], jobs: int, known: Known | None
) -> Iterator[tuple[str, Result | Exception]]:
    left = places
    for turn in range(TRIES):
        dead: list[str] = []
        for place, found in _pooled(job, left, jobs, known):
            if isinstance(found, BrokenProcessPool) and turn + 1 < TRIES:
                dead.append(place)
            elif isinstance(found, BrokenProcessPool):
                yield place, died()
            else:
                yield place, found
        left = dead
        if not left:
            return


def _pooled(
    job: Job[Known, Result], places: list[str], jobs: int, known: Known | None
) -> Iterator[tuple[str, Result | Exception]]:
    with (
        _shown(known),
        ProcessPoolExecutor(
            max_workers=min(jobs, len(places)),
            mp_context=multiprocessing.get_context(_way()),
            initializer=_begin,
            initargs=(job.begin, job.given),
        ) as pool,
    ):
        yield from gathered(pool, {place: (_work, job.work, place) for place in places})


def gathered(
    pool: Executor, calls: dict[str, tuple[Any, ...]]
) -> Iterator[tuple[str, Any | Exception]]:
    """Submit a call for each place and yield what each comes to, or its fault."""
    running: dict[Future[Any], str] = {pool.submit(*call): each for each, call in calls.items()}
    for ended in as_completed(running):
        error = ended.exception()
        if error is None:
            yield running[ended], ended.result()
        elif isinstance(error, Exception):
            yield running[ended], error
        else:
            raise error


def died() -> CadenceError:
    """Say of a place that whoever did it was ended."""
    return CadenceError(_("its process was ended twice; is there enough memory?"))


@contextlib.contextmanager
def _shown(known: object) -> Iterator[None]:
    """Let processes that are forked from this one have what it knows."""
    HERE.known = known
    try:
        yield
    finally:
        HERE.known = None


def _way() -> str:
    """Fork where that can be done: then nothing is read twice."""
    return "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"


def _begin(begin: Any, given: tuple[Any, ...]) -> None:  # noqa: ANN401 - any job's
    if HERE.known is None:
        HERE.known = begin(*given)


def _work(work: Any, place: str) -> Any:  # noqa: ANN401 - any job's
    return plainly(work, HERE.known, place)


def plainly(work: Any, known: Any, place: str) -> Any:  # noqa: ANN401 - any job's
    """Do one place; what the user can put right comes back in words alone, as any process can."""
    try:
        return work(known, place)
    except CadenceError as error:
        raise CadenceError(str(error)) from None
