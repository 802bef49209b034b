"""Year → Plan: by HiGHS where it is installed, else the greedy one, which says that it is one."""

import math
from collections import defaultdict
from importlib.util import find_spec

from cadence.conflicts.year.board import UNHELD, laid
from cadence.conflicts.year.greedy import greedy, mend, polish, standing
from cadence.conflicts.year.nouns import Plan, Year

NEAR = 0.003  # so little above the least that laying meetings anew is not worth the time
ROUNDED = 0.001  # what a solver may be off by; prices are whole numbers


def plan_of(year: Year, *, best: bool = True) -> Plan:
    """Choose a half-day for every meeting of a year.

    Args:
        year: its meetings.
        best: look for the best plan, if the solver is there.
    """
    if not best or find_spec("highspy") is None:
        return greedy(year)
    from cadence.conflicts.year.halves import lay_week  # noqa: PLC0415 - the extra `plan`
    from cadence.conflicts.year.weeks import WeekChoice  # noqa: PLC0415 - the same

    board = laid(year, standing(year))
    before = board.total() - UNHELD * board.slots.count(None)
    weeks, bound = WeekChoice(board).solve()
    by_week: defaultdict[int, list[int]] = defaultdict(list)
    for number, week in weeks.items():
        by_week[week].append(number)
    for week in sorted(by_week):
        lay_week(board, by_week[week], week)
    mend(board)
    least = max(0, before + math.ceil(bound - ROUNDED))
    if board.total() > least * (1 + NEAR):
        polish(board)
        mend(board)  # what gave way may have made room
    return Plan(slots=tuple(board.slots), method="highs", cost=board.total(), bound=least)
