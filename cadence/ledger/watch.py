"""The ledger watches itself: what it last held is also written outside it.

Whenever a ledger is opened, the head that was kept beside it (`.cadence/ledger.json`) and the one
that was published (`out/site/ledger.json`) must still stand in it. Where its files are as they were
left, that is one look; where anything else has touched them, the whole chain is followed. So a line
that was altered, lines that were cut off, a log that was deleted, an older copy put in place or a
ledger that vanished are noticed by the next command, and nothing is written on top of them.
"""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from cadence.core import LEDGER_HEAD, OWN_FOLDER, _, write_whole
from cadence.ledger.hash_chain import GENESIS, first_broken
from cadence.ledger.keeping import NO_SIGNS, ChainStore, Signs

KEPT = f"{OWN_FOLDER}/ledger.json"


@dataclass(frozen=True, slots=True)
class ChainHead:
    """A ledger's last line at some moment.

    Attributes:
        number: of the line, 0 of an empty ledger; chain: its hash.
        signs: times and sizes of the ledger's files then.
    """

    number: int = 0
    chain: str = GENESIS
    signs: Signs = NO_SIGNS


def fault_of(folder: Path, store: ChainStore) -> str:
    """Say what is wrong with a ledger; "" where it is as it was left, or has only grown.

    Args:
        folder: the workspace.
        store: of its lines.
    """
    kept = _read(folder / KEPT)
    for head in (kept, _read(folder / LEDGER_HEAD)):
        if head and not _carries(store, head):
            return _lost(store.name, head)
    start = ChainHead()
    if kept and kept.number and kept.signs == store.signs and store.signs[0] is not None:
        start = kept
        last = store.last()
        if last and last[0] == kept.number:
            return ""
    return _follow(folder, store, start)


def _follow(folder: Path, store: ChainStore, start: ChainHead) -> str:
    """Follow the chain from a line on that still stands there; the first where that is 0."""
    lines = store.lines(after=start.number) if start.number else store.lines()
    broken, count, chain = first_broken(lines, start.number, start.chain)
    if broken is None:
        keep(folder, ChainHead(count, chain, store.signs))
        return ""
    message = _(
        "{0}: line {1}, or one before it, was changed or taken away; nothing more is recorded"
        " here: set what is left aside, and restore the last export (docs/ledger.md)"
    )
    return message.format(store.name, broken)


def vanished(folder: Path, name: str) -> str:
    """Say that a ledger is gone which held something; "" where there never was one."""
    heads = (_read(folder / KEPT), _read(folder / LEDGER_HEAD))
    lost = next((each for each in heads if each and each.number), None)
    return _lost(name, lost) if lost else ""


def keep(folder: Path, head: ChainHead) -> None:
    """Write down outside the ledger what it holds; where that cannot be, it was only a look."""
    told = {"number": head.number, "chain": head.chain, "signs": head.signs}
    with contextlib.suppress(OSError):
        write_whole(folder / KEPT, json.dumps(told).encode(), lasting=False, parents=True)


def head_text(number: int, chain: str) -> str:
    """Write a head as it is published."""
    return json.dumps({"number": number, "chain": chain}) + "\n"


def published_number(folder: Path) -> int:
    """Return the number of the last line that is published; 0 where nothing is."""
    head = _read(folder / LEDGER_HEAD)
    return head.number if head else 0


def forget(folder: Path) -> None:
    """Take the heads away that were kept, because an office says that what it has is right."""
    for name in (KEPT, LEDGER_HEAD):
        (folder / name).unlink(missing_ok=True)


def _read(file: Path) -> ChainHead | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        signs = tuple(tuple(each) if each else None for each in told.get("signs", NO_SIGNS))
        return ChainHead(int(told["number"]), str(told["chain"]), signs)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # nobody wrote one yet, or it is no longer readable


def _carries(store: ChainStore, head: ChainHead) -> bool:
    if not head.number:
        return True
    line = store.line(head.number)
    return line is not None and line[3] == head.chain


def _lost(name: str, head: ChainHead) -> str:
    message = _(
        "{0} no longer holds line {1} that was recorded; nothing more is recorded here: put back"
        " the ledger that had it, or restore the last export (docs/ledger.md)"
    )
    return message.format(name, head.number)
