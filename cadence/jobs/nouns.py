"""What is done of each place, and who does it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

Known = TypeVar("Known")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[Known, Result]):
    """One function of a place.

    Attributes:
        folder: the workspace, which every process must see at the same path.
        begin: makes what a process knows of it, once for all of its places; a function of a
            module, for other processes find it by its name.
        given: its arguments, small enough to be sent to each.
        work: does one place; a function of a module too.
        share: adds to what a process knows what only the places that it was dealt need of the
            ledger, read once for all of them; None: they need nothing more, and are dealt singly.
    """

    folder: Path
    begin: Callable[..., Known]
    given: tuple[Any, ...]
    work: Callable[[Known, str], Result]
    share: Callable[[Known, tuple[str, ...]], Known] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who does it: so many processes of this computer, or the workers of a cluster.

    Attributes:
        cluster: the address of a Dask scheduler, tcp://host:8786; "" for this computer.
    """

    jobs: int = 1
    cluster: str = ""

    @property
    def is_alone(self) -> bool:
        """Tell whether no other process is asked for."""
        return self.jobs == 1 and not self.cluster


ALONE = Crew()
