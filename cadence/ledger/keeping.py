"""What keeps the lines of one ledger: all that Ledger asks of SQLite's file or of PostgreSQL.

A store knows lines and no facts; it keeps them in their order, writes them in transactions and
refuses to change or take away any. What stands above asks nothing else of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from cadence.ledger.hash_chain import Line

# By what it is seen that nobody has changed anything: of a file its time and size.
Signs = tuple[tuple[int, int] | None, ...]
NO_SIGNS: Signs = (None, None)
BEFORE_ALL = -(2**63)  # a number below that of any line, also of one that is not ours


class ChainStore(Protocol):
    """The lines of one chain, in their order.

    Attributes:
        name: where they are, as messages say it.
        signs: of what was there when it was opened.
    """

    name: str
    signs: Signs

    def writing(self) -> AbstractContextManager[None]:
        """Hold the chain for one transaction; other writers wait.

        Raises:
            CadenceError: nothing was recorded, with the reason and what to do.
        """

    def last(self) -> Line | None:
        """Return the last line; None: there is none yet."""

    def line(self, number: int) -> Line | None:
        """Return the line of a number; None: there is none."""

    def lines(self, holding: Sequence[str] = (), after: int = BEFORE_ALL) -> Iterator[Line]:
        """Yield the lines after a number, as they were when it was asked.

        Args:
            holding: texts of which the fact holds at least one, as LIKE takes them; more lines may
                come than hold any. None given: every line.
            after: a number.
        """

    def add(self, lines: Iterable[Line]) -> None:
        """Add the next lines; inside `writing`."""

    def how(self) -> str:
        """Say how the lines are kept."""

    def damage(self) -> str:
        """Say what is wrong with the store itself; "" where it is whole."""

    def chains(self) -> Iterator[tuple[str, "ChainStore"]]:
        """Yield every chain that is kept in the same place, by its name."""

    def left(self) -> Signs:
        """Return the signs of what is there, once it is closed."""
