"""Facts that were added at one moment → their Entries, each made when it is asked for. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from cadence.core import Entry, Fact


@dataclass(frozen=True, slots=True)
class Appended(Sequence[Entry]):
    """The lines that were added together: a sheet adds 300,000, and its last one is asked for.

    Attributes:
        facts: in the order of their lines.
        first: the number of the first line.
        recorded: the moment that all of them carry.
    """

    facts: tuple[Fact, ...]
    first: int
    recorded: dt.datetime

    def __len__(self) -> int:
        """Count them."""
        return len(self.facts)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | Sequence[Entry]:
        """Return the line at a place, or those at some."""
        if isinstance(at, slice):
            return [self[each] for each in range(len(self))[at]]
        number = self.first + range(len(self.facts))[at]
        return Entry(number=number, recorded=self.recorded, fact=self.facts[at])
