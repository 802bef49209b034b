"""A list of many thousand duties, the worst first, of which one page is looked at. Pure.

A thousand units owe a million things in three years: they are laid into heaps that stand one after
the other, and only the heaps that a page shows are put in order.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import overload

from cadence.core import Status
from cadence.occurrences import Judged
from cadence.reports import urgency_of

Heap = tuple[Status, int]  # how they stand, and how many days they are late


class WorstFirst(Sequence[Judged]):
    """What was laid into heaps, in the order of a check's list."""

    def __init__(self, heaps: dict[Heap, list[Judged]], ordered: dict[Heap, list[Judged]]) -> None:
        self._heaps = heaps
        self._ordered = ordered  # beside them: a list that is being sorted shows others nothing
        first = {heap: urgency_of(each[0])[:2] for heap, each in heaps.items()}
        self._order = sorted(heaps, key=lambda heap: first[heap])
        self._count = sum(map(len, heaps.values()))

    def of(self, status: Status) -> "WorstFirst":
        """Return those of one status; what is in order stays so for both."""
        heaps = {heap: each for heap, each in self._heaps.items() if heap[0] == status}
        return WorstFirst(heaps, self._ordered)

    @property
    def counts(self) -> "Counter[Status]":
        """Return how many stand how."""
        found: Counter[Status] = Counter()
        for (status, _days), heap in self._heaps.items():
            found[status] += len(heap)
        return found

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Judged: ...
    @overload
    def __getitem__(self, at: slice) -> list[Judged]: ...
    def __getitem__(self, at: int | slice) -> Judged | list[Judged]:
        if isinstance(at, int):
            return self[range(self._count)[at] : range(self._count)[at] + 1][0]
        first, last, step = at.indices(self._count)
        found: list[Judged] = []
        passed = 0
        for heap in self._order:
            size = len(self._heaps[heap])
            if passed < last and passed + size > first:
                found += self._sorted(heap)[max(0, first - passed) : last - passed]
            passed += size
        return found[::step]

    def _sorted(self, heap: Heap) -> list[Judged]:
        if heap not in self._ordered:
            self._ordered[heap] = sorted(self._heaps[heap], key=urgency_of)
        return self._ordered[heap]


def worst_first(found: Iterable[Judged]) -> WorstFirst:
    """Lay duties into heaps."""
    heaps: dict[Heap, list[Judged]] = {}
    for each in found:
        judgement = each.judgement
        heap = judgement.status, judgement.days_late or 0
        if heap in heaps:
            heaps[heap].append(each)
        else:
            heaps[heap] = [each]
    return WorstFirst(heaps, {})
