"""Lists that are in order each → one in order: merged as far as somebody looks. Pure.

What a place's units are behind with is thousands of lines, of which a page names the first ones.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import Any, TypeVar, overload

Listed = TypeVar("Listed")


class InOrder(Sequence[Listed]):
    """Several lists as one; its parts stay as they are and are shared, not copied."""

    def __init__(self, parts: Sequence[Sequence[Listed]], key: Callable[[Listed], Any]) -> None:
        """Join lists.

        Args:
            parts: each in order by the key.
            key: what all are ordered by.
        """
        self._parts = [each for each in parts if each]
        self._key = key
        self._count = sum(map(len, self._parts))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Listed]:
        return iter(merge(*self._parts, key=self._key))

    @overload
    def __getitem__(self, at: int) -> Listed: ...
    @overload
    def __getitem__(self, at: slice) -> list[Listed]: ...
    def __getitem__(self, at: int | slice) -> Listed | list[Listed]:
        if isinstance(at, int):
            place = range(self._count)[at]
            return next(islice(self, place, None))
        first, last, step = at.indices(self._count)
        if step < 1:
            return list(self)[at]
        return list(islice(self, first, last, step))
