"""Works of one place × processes → what each comes to: begun in a forked process, waited for later.

A forked process knows all that this one knows, so nothing is sent to it. One that dies is nobody's
loss: its work is then done here, and what is wrong with it shows itself here.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

Found = TypeVar("Found")
RUN = 4  # works in a row that one process does: neighbours need the same
FEWEST = 16  # works that are worth a process


class Begun(Generic[Found]):
    """A work that another process is at, or that was done here at once."""

    def __init__(self, work: Callable[[], Found], jobs: int) -> None:
        """Begin it, in a process of its own where there may be several and one can be forked.

        Args:
            work: does it, and may be asked to do it over again.
            jobs: how many processes there may be, this one among them.

        Raises:
            Exception: whatever the work raises, where it is done here.
        """
        self._work = work
        self._found: list[Found] = []
        self._told: Connection | None = None
        self._process: BaseProcess | None = None
        if jobs > 1 and "fork" in multiprocessing.get_all_start_methods():
            context = multiprocessing.get_context("fork")
            self._told, tells = context.Pipe(duplex=False)
            self._process = context.Process(target=_tell, args=(tells, work), daemon=True)
            self._process.start()
            tells.close()
        else:
            self._found.append(work())

    def ended(self) -> Found:
        """Wait for what it comes to.

        Raises:
            Exception: whatever the work raises.
        """
        if self._told is not None and self._process is not None:
            with self._told as told:
                try:
                    self._found.append(told.recv())
                except EOFError:  # it died, or could not do it
                    self._found.append(self._work())
            self._told = None
            self._process.join()
        return self._found[0]


def shared_out(works: Sequence[Callable[[], Found]], jobs: int) -> Iterator[Found]:
    """Do works here and beside, and yield what they come to, in order.

    Args:
        works: as for Begun.
        jobs: how many processes there may be, this one among them.

    Raises:
        Exception: whatever a work raises.
    """
    several, numbers = (jobs if len(works) >= FEWEST else 1), range(len(works))
    hands = [[n for n in numbers if n // RUN % several == hand] for hand in range(several)]
    own, *others = (partial(_in_turn, [works[n] for n in mine]) for mine in hands)
    begun = [Begun(each, several) for each in others]
    found = [own(), *(each.ended() for each in begun)]
    done = dict(zip(chain(*hands), chain(*found), strict=True))
    yield from (done[n] for n in numbers)


def _in_turn(works: Sequence[Callable[[], Found]]) -> list[Found]:
    return [work() for work in works]


def _tell(tells: Connection, work: Callable[[], object]) -> None:
    """Tell what a work comes to; of one that fails nothing: it fails again where that is seen."""
    try:
        found = work()
    except Exception:  # noqa: BLE001 - see above
        return
    tells.send(found)
