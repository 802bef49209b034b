"""A job × places × a crew → each place's result as it comes, or why there is none.

Where processes can be forked, they have what this one knows from the start; elsewhere, and on a
cluster, each makes it once. A process that dies takes no record with it: its places are done once
more by another.
"""

import contextlib
import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from cadence.core import CadenceError, _
from cadence.jobs.nouns import Crew, Job, Known, Result

Part = tuple[str, ...]  # places that one process does, one after the other
Done = Iterator[tuple[Part, Any | Exception]]


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
    if job.share:
        ours = job.share(ours, tuple(places))
    for place in places:
        try:
            yield place, job.work(ours, place)
        except CadenceError as error:
            yield place, error


def _side_by_side(
    job: Job[Known, Result], places: list[str], jobs: int, known: Known | None
) -> Iterator[tuple[str, Result | Exception]]:
    def run(parts: list[Part], several: int) -> Done:
        with (
            _shown(known),
            ProcessPoolExecutor(
                max_workers=min(several, len(parts)),
                mp_context=multiprocessing.get_context(_way()),
                initializer=_begin,
                initargs=(job.begin, job.given),
            ) as pool,
        ):
            yield from gathered(pool, {part: (_work, job.share, job.work, part) for part in parts})

    yield from by_parts(job, places, jobs, run, BrokenProcessPool)


def by_parts(
    job: Job[Known, Result],
    places: list[str],
    workers: int,
    run: Callable[[list[Part], int], Done],
    killed: type[Exception],
) -> Iterator[tuple[str, Result | Exception]]:
    """Deal the places out, and do those whose process died once more, each by itself.

    Args:
        job: what is done.
        places: folders under rules/.
        workers: how many may be at work at once.
        run: has so many workers do some parts, and yields what each part comes to.
        killed: the exception of a part whose process died.
    """
    hit: list[str] = []
    for part, found in run(dealt(places, workers if job.share else len(places)), workers):
        if isinstance(found, killed):
            hit += part
        elif isinstance(found, Exception):
            yield part[0], found
        else:
            yield from found
    for place in hit:  # alone: one that kills its process again takes no other with it
        for _part, found in run([(place,)], 1):
            if isinstance(found, killed):
                yield place, CadenceError(_("its process was ended twice; is there enough memory?"))
            elif isinstance(found, Exception):
                yield place, found
            else:
                yield from found


def dealt(places: Sequence[str], hands: int) -> list[Part]:
    """Deal places out as cards are, so that neighbours of a size come to different hands."""
    return [tuple(places[hand::hands]) for hand in range(min(hands, len(places)))]


def gathered(pool: Executor, calls: dict[Part, tuple[Any, ...]]) -> Done:
    """Submit a call for each part and yield what each comes to, or its fault."""
    running: dict[Future[Any], Part] = {pool.submit(*call): each for each, call in calls.items()}
    for ended in as_completed(running):
        error = ended.exception()
        if error is None:
            yield running[ended], ended.result()
        elif isinstance(error, Exception):
            yield running[ended], error
        else:
            raise error


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


def _work(share: Any, work: Any, part: Part) -> list[tuple[str, Any]]:  # noqa: ANN401 - any job's
    return part_done(HERE.known, share, work, part)


def part_done(known: Any, share: Any, work: Any, part: Part) -> list[tuple[str, Any]]:  # noqa: ANN401 - any job's
    """Do the places of a part, and return what each comes to.

    What the user can put right comes back in words alone, as any process can read them.
    """
    if not share:
        return [(place, _plainly(work, known, place)) for place in part]
    with _without_collecting():
        ours = share(known, part)
        return [(place, _plainly(work, ours, place)) for place in part]


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no cycles meanwhile: what is read of a ledger is a million frozen nouns."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _plainly(work: Any, known: Any, place: str) -> Any:  # noqa: ANN401 - any job's
    try:
        return work(known, place)
    except CadenceError as error:
        return CadenceError(str(error))
