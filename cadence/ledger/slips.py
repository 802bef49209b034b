"""Slips (督办单) into the ledger: numbered, their round counted, handed over, then written down."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from cadence.core import Entry, Supervision, reversed_numbers
from cadence.ledger.store import open_ledger


def issue(
    folder: Path,
    told: Supervision,
    now: dt.datetime,
    hand_over: Callable[[Supervision], object],
) -> Entry:
    """Issue a slip: give it its number and round, hand it over, and write it down.

    Nothing is written down where it cannot be handed over; whoever is killed in between has a
    file and no entry, and issues it again.

    Args:
        folder: the workspace.
        told: the slip, its number and round left out.
        now: the moment of issuing.
        hand_over: prints the slip as it is numbered.

    Raises:
        CadenceError: the ledger cannot be written.
    """
    with open_ledger(folder) as ledger, ledger.writing():
        known = list(ledger.of_kinds("supervision", "reversal"))
        fact = numbered(told, known)
        hand_over(fact)
        return ledger.append(fact, now)


def numbered(told: Supervision, known: Iterable[Entry]) -> Supervision:
    """Give a slip the next number of its place and year, and the next round of its duties. Pure.

    A number is never given twice, also not that of a slip that was reversed; a round counts only
    the slips that stand.
    """
    entries = list(known)
    gone = reversed_numbers(entries)
    place = told.unit.partition("/")[0]
    slips = [(each.number, each.fact) for each in entries if isinstance(each.fact, Supervision)]
    numbers = [
        slip.number
        for _number, slip in slips
        if slip.unit.partition("/")[0] == place and slip.on.year == told.on.year
    ]
    about = set(told.about)
    rounds = [
        slip.round for number, slip in slips if number not in gone and about & set(slip.about)
    ]
    return replace(told, number=max(numbers, default=0) + 1, round=max(rounds, default=0) + 1)
