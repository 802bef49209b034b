"""What a workspace's ledger holds, read at once: nothing where there is no ledger yet."""

import datetime as dt
from collections.abc import Collection, Iterator
from pathlib import Path

from cadence.core import Entry, PlainDone
from cadence.ledger.fact_json import place_of, plain_done
from cadence.ledger.hash_chain import GENESIS
from cadence.ledger.of_workspace import is_begun, ledger_fault
from cadence.ledger.store import open_ledger


def read_entries(folder: Path, until: dt.datetime | None = None) -> Iterator[Entry]:
    """Yield the lines of a workspace's ledger; none where there is no ledger yet.

    Args:
        folder: the workspace.
        until: leave out what was recorded after this moment.

    Raises:
        CadenceError: it cannot be read.
    """
    if is_begun(folder):
        with open_ledger(folder) as ledger:
            yield from ledger.entries(until)


def read_on(
    folder: Path, known: tuple[Entry, ...], chain: str
) -> tuple[tuple[Entry, ...], str, str]:
    """Return a workspace's lines, reading only those after the ones that are known.

    Args:
        folder: the workspace.
        known: the lines read before, from the first on.
        chain: the hash of the last of them; where the ledger has another there, all are read.

    Returns:
        Every line, the hash of the last, and what is wrong with the ledger, "" for nothing.

    Raises:
        CadenceError: it cannot be read.
    """
    if not is_begun(folder):
        return (), GENESIS, ledger_fault(folder)
    with open_ledger(folder) as ledger:
        found = ledger.after(known[-1].number, chain) if known else None
        if found is None:
            known, found = (), list(ledger.lines())
        entries = (*known, *map(ledger.entry, found))
        last = found[-1][3] if found else chain if known else GENESIS
        return entries, last, ledger.fault


def read_known(
    folder: Path, until: dt.datetime | None = None, places: Collection[str] | None = None
) -> Iterator[Entry | PlainDone]:
    """Yield the same lines, those that say no more than done as what core folds in the quickest.

    Args:
        folder: the workspace.
        until: leave out what was recorded after this moment.
        places: leave out what is about an occurrence of any other place; None: of none.

    Raises:
        CadenceError: it cannot be read.
    """
    if not is_begun(folder):
        return
    with open_ledger(folder) as ledger:
        for line in ledger.lines():
            if places is not None and (place := place_of(line[2])) and place not in places:
                continue
            plain = plain_done(line) if until is None else None
            if plain:
                yield plain
                continue
            entry = ledger.entry(line)
            if until is None or entry.recorded <= until:
                yield entry


def read_reversals(folder: Path, until: dt.datetime | None = None) -> tuple[Entry, ...]:
    """Return the reversals of a workspace's ledger; none where there is no ledger.

    Raises:
        CadenceError: it cannot be read.
    """
    if not is_begun(folder):
        return ()
    with open_ledger(folder) as ledger:
        found = ledger.of_kinds("reversal")
        return tuple(each for each in found if not until or each.recorded <= until)


def read_events(folder: Path) -> Iterator[Entry]:
    """Yield the lines about events and clocks (Ledger.of_events); none where there is no ledger.

    Raises:
        CadenceError: it cannot be read.
    """
    if is_begun(folder):
        with open_ledger(folder) as ledger:
            yield from ledger.of_events()
