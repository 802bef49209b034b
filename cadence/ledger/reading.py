"""What a workspace's ledger holds, read at once: nothing where there is no ledger yet."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from cadence.core import Entry
from cadence.ledger.store import is_begun, open_ledger


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
