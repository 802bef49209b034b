"""Year → Plan without a solver: the tightest meeting first, each on its cheapest free half-day.

Also how a plan that leaves something unheld is mended, whoever made it: one meeting gives way.
"""

from cadence.conflicts.year.board import Timetable, laid, slots_of
from cadence.conflicts.year.nouns import HALVES, Plan, Year

ROUNDS = 8  # of laying meetings anew
TRIES = 200  # meetings asked to give way for one
Slots = list[int | None]


def standing(year: Year) -> Slots:
    """Return what stays: what is fixed, and what is out and breaks no rule.

    What is out is tried in one order, so that of two that collide always the same one moves.
    """
    board = laid(year, [each.fixed for each in year.meetings])
    for number, each in enumerate(year.meetings):
        if each.fixed is None and each.was is not None and board.fits(number, each.was):
            board.put(number, each.was)
    return board.slots


def greedy(year: Year) -> Plan:
    """Plan a year one meeting at a time."""
    board = laid(year, standing(year))
    for number in tightest_first(year, board):
        found = cheapest(board, number)
        if found is not None:
            board.put(number, found)
    mend(board)
    return Plan(slots=tuple(board.slots), method="greedy", cost=board.total())


def tightest_first(year: Year, board: Timetable) -> list[int]:
    """List what lies nowhere: what must come first before what waits for it, then by room."""
    waiting = [number for number, slot in enumerate(board.slots) if slot is None]
    depth: dict[int, int] = {}

    def deep(number: int, seen: frozenset[int]) -> int:
        if number not in depth:
            firsts = set(year.meetings[number].after) - seen
            depth[number] = 1 + max((deep(each, seen | {each}) for each in firsts), default=-1)
        return depth[number]

    meetings = year.meetings
    return sorted(
        waiting,
        key=lambda each: (
            deep(each, frozenset({each})),
            len(meetings[each].days),
            meetings[each].last,
            -len(meetings[each].people),
            each,
        ),
    )


def cheapest(board: Timetable, number: int) -> int | None:
    """Return the free half-day that costs least, the earliest of several; None: there is none."""
    best: tuple[int, int] | None = None
    for slot in slots_of(board.year.meetings[number]):
        if board.fits(number, slot):
            found = (board.cost(number, slot), slot)
            best = min(best, found) if best else found
    return best[1] if best else None


def mend(board: Timetable) -> None:
    """Find a half-day for what lies nowhere, moving at most one other meeting for each.

    Goes on until nothing can be mended, so that mending once more changes nothing.
    """
    again = True
    while again:
        again = False
        for number, slot in enumerate(board.slots):
            if slot is None and (_lay(board, number) or _make_way(board, number)):
                again = True


def polish(board: Timetable) -> None:
    """Lay each meeting anew where it costs less, until none does; what is out stays where it is."""
    free = [n for n, each in enumerate(board.year.meetings) if each.was is None]
    for _round in range(ROUNDS):
        moved = False
        for number in free:
            if board.slots[number] is None:
                continue
            slot = board.take(number)
            best = cheapest(board, number)
            better = best is not None and board.cost(number, best) < board.cost(number, slot)
            board.put(number, best if better and best is not None else slot)
            moved |= better
        if not moved:
            return


def _lay(board: Timetable, number: int) -> bool:
    found = cheapest(board, number)
    if found is not None:
        board.put(number, found)
    return found is not None


def _make_way(board: Timetable, number: int) -> bool:
    """Move one meeting that is in the way to another half-day of its own, if it has one."""
    tried = 0
    for slot in slots_of(board.year.meetings[number]):
        for other in _in_the_way(board, number, slot):
            tried += 1
            if tried > TRIES:
                return False
            was = board.take(other)
            if board.fits(number, slot):
                board.put(number, slot)
                found = cheapest(board, other)
                if found is not None:
                    board.put(other, found)
                    return True
                board.take(number)
            board.put(other, was)
    return False


def _in_the_way(board: Timetable, number: int, slot: int) -> list[int]:
    """List what may move of all that takes the same people or room up, that week."""
    meetings = board.year.meetings
    kinds = {(each.kind, each.key) for each in board.against(number, slot)}
    if any(kind in {"off", "away"} for kind, _key in kinds):
        return []
    found: set[int] = set()
    for kind, key in kinds:
        if kind in {"busy", "room"}:
            found.update(board.at[key, slot])
        elif kind == "day":
            day = slot // HALVES
            found.update(board.at[key, day * HALVES], board.at[key, day * HALVES + 1])
        elif kind == "order":
            found.add(int(key))
        else:
            found.update(board.lying(key, slot // HALVES))
    return sorted(each for each in found if meetings[each].fixed is None)
