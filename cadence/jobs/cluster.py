"""A job on the workers of a Dask cluster, through the interface that every executor has.

The scheduler gives the places of a worker that died to another, three times at most. What a worker
knows of a job it makes once, however many places it is given; the job has a name of its own each
time it is run, so that no worker goes on with rules that were changed meanwhile.
"""

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cadence.core import CadenceError, _
from cadence.jobs.nouns import Job, Known, Result
from cadence.jobs.run import Done, Part, by_parts, gathered, part_done

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = "20s"  # until a scheduler has to answer


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What a worker makes what it knows from; name: of this run alone."""

    name: str
    begin: Any
    given: tuple[Any, ...]


@dataclass(slots=True)
class _Kept:
    """What this worker knows, and of which run; its threads share it."""

    name: str = ""
    known: Any = None


KEPT, LOCK = _Kept(), threading.Lock()


def on_cluster(
    job: Job[Known, Result], places: list[str], address: str
) -> Iterator[tuple[str, Result | Exception]]:
    """Do a job of every place on the workers of a cluster; see run_places.

    Raises:
        CadenceError: Dask is not installed, nobody answers at the address, there is no worker, or
            a worker has another cadence or does not see the workspace.
    """
    client = _client(address)
    try:
        from distributed import KilledWorker  # noqa: PLC0415 - as in _client

        workers = _look(client, address, job.folder)
        parcel = _Parcel(uuid.uuid4().hex, job.begin, job.given)
        sent = client.scatter(parcel, broadcast=True, hash=False)
        with client.get_executor(pure=False) as pool:

            def run(parts: list[Part], _workers: int) -> Done:
                calls = {part: (_far, sent, job.share, job.work, part) for part in parts}
                yield from gathered(pool, calls)

            yield from by_parts(job, places, workers, run, KilledWorker)
    finally:
        client.close()


def _client(address: str) -> "Client":
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        message = _('a cluster needs Dask; install it with: pip install "{0}"')
        raise CadenceError(message.format("cadence-duties[cluster]")) from error
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        message = _("no Dask scheduler answers at {0}; its address looks like tcp://10.0.0.5:8786")
        raise CadenceError(message.format(address)) from error


def _look(client: "Client", address: str, folder: Path) -> int:
    """See that every worker can do what it will be asked to; return how much they do at once."""
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    if not workers:
        message = _("the scheduler at {0} has no worker; start some: dask worker {0}")
        raise CadenceError(message.format(address))
    ours = _version()
    try:
        found = client.run(_seen, folder)
    except ImportError as error:
        message = _("the workers of {0} have no cadence {1}; install it there too")
        raise CadenceError(message.format(address, ours)) from error
    for worker, (version, sees) in found.items():
        if version != ours:
            message = _("{0} has cadence {1} and this computer {2}; they must be the same")
            raise CadenceError(message.format(worker, version, ours))
        if not sees:
            message = _("{0} does not see {1}; share the folder under the same path everywhere")
            raise CadenceError(message.format(worker, folder))
    return sum(each["nthreads"] for each in workers)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to load

    try:
        return version("cadence-duties")
    except PackageNotFoundError:
        return ""


def _seen(folder: Path) -> tuple[str, bool]:
    """Say which cadence a worker has, and whether it sees a folder."""
    return _version(), (folder / "rules").is_dir()


def _far(parcel: _Parcel, share: Any, work: Any, part: Part) -> list[tuple[str, Any]]:  # noqa: ANN401 - any job's
    with LOCK:
        if parcel.name != KEPT.name:
            KEPT.name, KEPT.known = "", None
            KEPT.known = parcel.begin(*parcel.given)
            KEPT.name = parcel.name
        known = KEPT.known
    return part_done(known, share, work, part)
