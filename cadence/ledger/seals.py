"""The heads of every chain, sealed day by day into one list outside the database.

A seal is a line of JSON: its number, the moment, the post that signs it off, each chain with the
number and the hash of its last line, and the SHA-256 of the seal before. Whoever keeps the list,
and the last hash on paper, can show that nothing sealed was changed or taken away, whoever keeps
the database.
"""

import datetime as dt
import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cadence.core import CadenceError, InputError, Problem, _, read_bounded, reason, write_whole
from cadence.ledger.hash_chain import GENESIS, first_broken
from cadence.ledger.keeping import ChainStore
from cadence.ledger.store import open_ledger

LARGEST = 1_000_000_000  # bytes of a list: 2,800 chains sealed for ten years
Heads = dict[str, tuple[int, str]]  # by the chain's name: its last line's number and hash
ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
KEYS = ["number", "sealed", "by", "heads", "before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What came of sealing, or of checking seals.

    Attributes:
        number: of the last seal, 0: there is none; digest: its hash.
        chains: how many chains hold; lines: how many lines they have.
        faults: in words, each of one chain.
    """

    number: int
    digest: str
    chains: int
    lines: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seal:
    number: int
    digest: str
    heads: Heads


def seal(folder: Path, file: Path, by: str, now: dt.datetime) -> Sealed:
    """Add a seal to a list: each chain is followed from its last sealed line on.

    A chain that does not hold keeps the head that was sealed before, and is a fault each day.

    Args:
        folder: the workspace, whose ledger's database holds the chains.
        file: the list; made where there is none.
        by: the post that signs it off.
        now: the moment.

    Raises:
        CadenceError: the list is none, or something cannot be read or written.
    """
    content = _content(file)
    last = _last(_read(content, file))
    heads, faults = dict(last.heads), []
    with open_ledger(folder) as ledger:
        found = dict(ledger.chains())
        for name, store in found.items():
            held = _held(store, last.heads.get(name, (0, GENESIS)))
            if held:
                heads[name] = held
            else:
                faults.append(_broken(name, last.heads.get(name, (0, ""))[0]))
    faults += [_gone(name, head[0]) for name, head in last.heads.items() if name not in found]
    told = [last.number + 1, now.isoformat(timespec="seconds"), by, _listed(heads), last.digest]
    line = ENCODE(dict(zip(KEYS, told, strict=True)))
    _write(file, content + line.encode() + b"\n")
    return _sealed(_Seal(last.number + 1, _hash(line), heads), len(faults), faults)


def check_seals(folder: Path, file: Path) -> Sealed:
    """Follow every chain from its first line on, and find every head that was ever sealed.

    Args:
        folder: the workspace, whose ledger's database holds the chains.
        file: the list.

    Raises:
        CadenceError: the list is none or broken, or something cannot be read.
    """
    seals = list(_read(_content(file), file))
    wanted: dict[str, dict[int, str]] = {}
    for each in seals:
        for name, (number, digest) in each.heads.items():
            wanted.setdefault(name, {})[number] = digest
    faults = []
    with open_ledger(folder) as ledger:
        found = dict(ledger.chains())
        for name, heads in wanted.items():
            if name not in found:
                faults.append(_gone(name, max(heads)))
            elif not _stand(found[name], heads):
                faults.append(_broken(name, max(heads)))
    return _sealed(_last(seals), len(faults), faults)


def _stand(store: ChainStore, heads: dict[int, str]) -> bool:
    """Tell whether a chain holds from its first line on and carries every head."""
    seen = set()

    def noted() -> Iterator[tuple[int, str, str, str]]:
        for line in store.lines():
            if heads.get(line[0]) == line[3]:
                seen.add(line[0])
            yield line

    return first_broken(noted())[0] is None and seen == set(heads)


def _held(store: ChainStore, head: tuple[int, str]) -> tuple[int, str] | None:
    """Return the last line's number and hash of a chain that holds from a head on; else None."""
    number, digest = head
    if number:
        line = store.line(number)
        if line is None or line[3] != digest:
            return None
    lines = store.lines(after=number) if number else store.lines()
    broken, count, chain = first_broken(lines, number, digest)
    return (count, chain) if broken is None else None


def _sealed(last: _Seal, broken: int, faults: Iterable[str]) -> Sealed:
    return Sealed(
        number=last.number,
        digest=last.digest,
        chains=len(last.heads) - broken,
        lines=sum(number for number, _digest in last.heads.values()),
        faults=tuple(faults),
    )


def _broken(name: str, number: int) -> str:
    message = _(
        "chain {0} no longer holds what was sealed (up to line {1}), or breaks after it: compare"
        " it with that office's own export"
    )
    return message.format(name, number)


def _gone(name: str, number: int) -> str:
    message = _("chain {0} is gone; {1} lines of it were sealed: restore that office's last export")
    return message.format(name, number)


def _listed(heads: Heads) -> list[tuple[str, int, str]]:
    return [(name, *head) for name, head in sorted(heads.items()) if head[0]]


def _last(seals: Iterable[_Seal]) -> _Seal:
    return next(iter(deque(seals, maxlen=1)), _Seal(0, GENESIS, {}))


def _read(content: bytes, file: Path) -> Iterator[_Seal]:
    """Yield the seals of a list.

    Raises:
        InputError: a line is no seal, or does not follow the one before.
    """
    before = GENESIS
    texts = content.decode("utf-8", "replace").removesuffix("\n").split("\n") if content else []
    for number, line in enumerate(texts, 1):
        try:
            told = json.loads(line)
            heads = {name: (int(last), str(digest)) for name, last, digest in told["heads"]}
            follows = list(told) == KEYS and told["number"] == number and told["before"] == before
        except (ValueError, KeyError, TypeError) as error:
            message = _("this is no seal; name the list that cadence ledger seal wrote")
            raise InputError([Problem(file.as_posix(), number, 1, message)]) from error
        if not follows:
            message = _(
                "this seal does not follow the one before it: find another copy of the list"
            )
            raise InputError([Problem(file.as_posix(), number, 1, message)])
        before = _hash(line)
        yield _Seal(number, before, heads)


def _content(file: Path) -> bytes:
    content = read_bounded(file, LARGEST) if file.exists() else b""
    return content + b"\n" if content and not content.endswith(b"\n") else content


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


def _write(file: Path, content: bytes) -> None:
    """Put a longer list in the place of the shorter one, on the disk or not at all."""
    try:
        write_whole(file, content)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(file, reason(error))
        raise CadenceError(message) from error
