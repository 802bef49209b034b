"""What else is asked of a workspace's ledger: whether it has one and what is wrong with it.

Its last line as it is published, what tells that it has grown, a copy, and connections for a
server; none of it makes a ledger where there is none.
"""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from cadence.ledger.export import jsonl_of
from cadence.ledger.hash_chain import GENESIS
from cadence.ledger.in_file import FILE, copy_of, signs_of
from cadence.ledger.postgres_words import speaking
from cadence.ledger.store import open_ledger, opened_store
from cadence.ledger.watch import head_text, vanished
from cadence.rules import read_settings


def is_begun(folder: Path) -> bool:
    """Tell whether a workspace has a ledger to be read, without making one.

    Raises:
        InputError: workspace.yaml does not say where it is.
    """
    return bool(read_settings(folder).ledger) or (folder / FILE).exists()


def ledger_fault(folder: Path) -> str:
    """Say what is wrong with the ledger of a workspace; "" where nothing is.

    Raises:
        CadenceError: it cannot be opened.
    """
    if not is_begun(folder):
        return vanished(folder, str(folder / FILE))
    with open_ledger(folder) as ledger:
        return ledger.fault


def published_head(folder: Path) -> str:
    """Return the last line of a workspace's ledger as it is published; "" where there is none.

    Raises:
        CadenceError: it cannot be read.
    """
    if not is_begun(folder):
        return ""
    with open_ledger(folder) as ledger:
        return "" if ledger.fault else head_text(*ledger.head())


def ledger_signs(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what differs whenever a ledger has grown: names with times in nanoseconds and sizes.

    Raises:
        CadenceError: it cannot be asked.
    """
    if read_settings(folder).ledger:
        with opened_store(folder) as store:
            number, _recorded, _fact, chain = store.last() or (0, "", "", GENESIS)
            return ((chain, 0, number),)
    files = (folder / FILE, folder / f"{FILE}-wal")  # what is written goes to the log first
    found = zip(files, signs_of(folder / FILE), strict=True)
    return tuple((str(file), *signs) for file, signs in found if signs)


def ledger_copy(folder: Path) -> tuple[str, bytes] | None:
    """Return a copy of a whole ledger and the name of its file; None where there is none yet.

    Raises:
        CadenceError: it cannot be read.
    """
    if not is_begun(folder):
        return None
    if not read_settings(folder).ledger:
        return FILE, copy_of(folder / FILE)
    with opened_store(folder) as store:
        content = "".join(map(jsonl_of, store.lines())).encode()
        return ("ledger.jsonl", content) if content else None


@contextlib.contextmanager
def pooled(folder: Path) -> Iterator[None]:
    """Keep connections open for as long as a server runs; of a file there are none to keep.

    Raises:
        CadenceError: PostgreSQL is asked for, and the package that speaks with it is missing.
    """
    with contextlib.ExitStack() as stack:
        if address := read_settings(folder).ledger:
            with speaking():
                from cadence.ledger.connections import pool  # noqa: PLC0415 - an extra
            stack.enter_context(pool(address))
        yield


def prepare(address: str, writers: Sequence[str] = (), readers: Sequence[str] = ()) -> str:
    """Make a database ready for ledgers and let roles use it; see postgres_setup.prepare."""
    with speaking():
        from cadence.ledger import postgres_setup  # noqa: PLC0415 - an extra
    return postgres_setup.prepare(address, writers, readers)
