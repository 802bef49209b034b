"""A long list → one page of it, with the addresses of the others. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PER_PAGE = 50
Listable = TypeVar("Listable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Generic[Listable]):
    """One page of a list.

    Attributes:
        rows: of this page; total: of all pages.
        number: of this page, from 1; last: of the last one.
        address: of another page, by its number.
        size: how many rows a page has.
    """

    rows: Sequence[Listable]
    total: int
    number: int
    last: int
    address: Callable[[int], str]
    size: int = PER_PAGE

    @property
    def first_shown(self) -> int:
        """Return the place of the first row in the whole list, from 1."""
        return (self.number - 1) * self.size + min(1, self.total)

    @property
    def last_shown(self) -> int:
        """Return the place of the last row."""
        return (self.number - 1) * self.size + len(self.rows)


def paged(
    rows: Sequence[Listable], asked: str, address: Callable[[int], str], size: int = PER_PAGE
) -> Paged[Listable]:
    """Cut a list into pages.

    Args:
        rows: the whole list.
        asked: which page, as the address says it; what is none, or too far, is the nearest one.
        address: of a page, by its number.
        size: how many rows a page has.
    """
    last = max(1, -(-len(rows) // size))
    number = min(max(1, int(asked) if asked.isdecimal() and len(asked) < len("10000") else 1), last)
    shown = rows[(number - 1) * size : number * size]
    return Paged(rows=shown, total=len(rows), number=number, last=last, address=address, size=size)
