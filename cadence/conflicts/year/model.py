"""A mixed integer model, built row by row and solved by HiGHS (the extra `plan`).

In: columns with costs, rows with bounds. Out: the columns' values and the bound that is proven.
One thread and no clock in it, so that the same model always has the same answer.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple

OUT = 1  # the standard output
WHOLE = 0.5
SMALL = 2000  # columns of whole numbers that are chosen at once
NUDGE, NEAR, NONE, EXACT = 0.01, 0.01, 0.001, 1e-6
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 1,
    "mip_rel_gap": 0.002,  # of the cost: near enough to the best
    "mip_max_nodes": 200,  # a limit that does not depend on how fast the machine is
}
RELAXED = {"solver": "ipm", "run_crossover": "off"}
CORNER = {"solver": "simplex"}


class Solved(NamedTuple):
    """The value of each column, what they cost, and what the best can cost at least."""

    values: list[float]
    cost: float
    bound: float

    def is_one(self, column: int) -> bool:
        """Tell whether a column of whole numbers is taken."""
        return self.values[column] > WHOLE


class Model:
    """Columns and rows, as they are added."""

    def __init__(self) -> None:
        """Begin empty."""
        self.costs: list[float] = []
        self.uppers: list[float] = []
        self.whole: list[bool] = []
        self.elastic: list[bool] = []
        self.rows: list[tuple[float, float]] = []
        self.starts: list[int] = [0]
        self.index: list[int] = []
        self.value: list[float] = []

    def column(
        self, cost: float, upper: float = 1.0, *, whole: bool = True, elastic: bool = False
    ) -> int:
        """Add a column from 0 up to a bound, and return its position; elastic ones never settle."""
        self.elastic.append(elastic)
        self.costs.append(cost)
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, low: float, high: float, terms: Iterable[tuple[int, float]]) -> None:
        """Add a row: the terms' sum lies between two bounds."""
        for column, factor in terms:
            self.index.append(column)
            self.value.append(factor)
        self.starts.append(len(self.index))
        self.rows.append((low, high))

    def pieces(self, terms: list[tuple[int, float]], costs: Iterable[float], there: int) -> None:
        """Pay for a sum of columns ever more: the nth of it costs the nth of the costs.

        Args:
            terms: of the sum.
            costs: of the first, the second …, never falling; beyond them is no room.
            there: how many are there anyway, which have used the first costs up.
        """
        left = list(costs)[there:]
        free = sum(1 for each in left if each == 0)
        paid = [self.column(each, whole=False) for each in left[free:]]
        own = [self.column(0, float(free), whole=False)] if free else []
        self.row(0, 0, [*terms, *((each, -1.0) for each in (*own, *paid))])

    def solve(self, picks: int) -> Solved:
        """Find the cheapest values; a large model is first relaxed, and what is clear is fixed.

        Args:
            picks: how many columns of whole numbers any answer takes.

        Raises:
            ModuleNotFoundError: the extra `plan` is not installed.
        """
        if not self.costs:
            return Solved([], 0.0, 0.0)
        if sum(self.whole) <= SMALL:
            return self._run(self.costs, [0.0] * len(self.costs), self.uppers, whole=True)
        # Small unlike sums break the ties between weeks that cost the same.
        nudged = [
            cost + whole * NUDGE * (number * 7919 % 1000) / 1000
            for number, (cost, whole) in enumerate(zip(self.costs, self.whole, strict=True))
        ]
        relaxed = self._run(
            nudged, [0.0] * len(self.costs), self.uppers, whole=False, options=RELAXED
        )
        bound = relaxed.cost - NUDGE * picks
        lows, highs = self._clear(relaxed.values)
        # A corner of what is left is whole almost everywhere; the rest is chosen for good.
        corner = self._run(self.costs, lows, highs, whole=False, options=CORNER)
        lows = [
            float(whole and not elastic and value > 1 - EXACT)
            for value, whole, elastic in zip(corner.values, self.whole, self.elastic, strict=True)
        ]
        solved = self._run(self.costs, lows, self.uppers, whole=True)
        return Solved(solved.values, solved.cost, bound)

    def _clear(self, values: list[float]) -> tuple[list[float], list[float]]:
        """Return the bounds of the columns once what is all but whole is taken to be so."""
        lows, highs = [0.0] * len(values), list(self.uppers)
        for column, value in enumerate(values):
            if self.whole[column] and not self.elastic[column]:
                if value > 1 - NEAR:
                    lows[column] = 1.0
                elif value < NONE:
                    highs[column] = 0.0
        return lows, highs

    def _run(
        self,
        costs: list[float],
        lows: list[float],
        highs: list[float],
        *,
        whole: bool,
        options: Mapping[str, object] = MappingProxyType({}),
    ) -> Solved:
        import highspy  # noqa: PLC0415 - the extra `plan`
        import numpy as np  # noqa: PLC0415 - comes with it

        with _unheard():
            solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in {**OPTIONS, **options}.items():
            solver.setOptionValue(name, value)
        model: Any = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(costs), len(self.rows)
        model.col_cost_ = np.array(costs, dtype=float)
        model.col_lower_ = np.array(lows, dtype=float)
        model.col_upper_ = np.array(highs, dtype=float)
        model.row_lower_ = np.array([low for low, _high in self.rows], dtype=float)
        model.row_upper_ = np.array([high for _low, high in self.rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self.starts)
        model.a_matrix_.index_ = np.array(self.index)
        model.a_matrix_.value_ = np.array(self.value, dtype=float)
        if whole:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[each] for each in self.whole]
        solver.passModel(model)
        solver.run()
        info = solver.getInfo()
        cost = float(info.objective_function_value)
        bound = float(info.mip_dual_bound) if whole else cost
        return Solved(list(solver.getSolution().col_value), cost, bound)


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep the line by which the solver greets out of what the command prints."""
    sys.stdout.flush()
    try:
        own = os.dup(OUT)
    except OSError:  # nobody listens anyway
        yield
        return
    reading, writing = os.pipe()
    try:
        os.dup2(writing, OUT)
        yield
    finally:
        os.dup2(own, OUT)
        for each in (own, reading, writing):
            os.close(each)
