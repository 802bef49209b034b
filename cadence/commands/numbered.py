"""Numbers of the last listing: a table in, the same with a number before each row; numbers → ids.

What was listed is kept beside the workspace, for each user of each computer alone: a number means
what its own reader saw. It is good for half a day; an older one is refused, never guessed.
"""

import contextlib
import getpass
import hashlib
import json
import platform
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.commands.options import now
from cadence.core import OWN_FOLDER, CadenceError, _, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cadence.core import Table

HEAD = "序号"
MOST = 999  # rows that get a number; four figures are a year, as ids end with one
GOOD_FOR = timedelta(hours=12)
NUMBER = re.compile(r"(\d{1,3})(?:[-–—~～至](\d{1,3}))?")
BETWEEN = re.compile(r"[,，、;；\s]+")


def numbered(folder: Path, table: "Table") -> "Table":
    """Number the rows of a listing, whose last cells are ids, and keep what each number means.

    Where nothing can be kept, no numbers are shown either.
    """
    from cadence.core import Table

    ids = [row[-1] for row in table.rows[:MOST]]
    if not ids or not _keep(folder, ids):
        return table
    numbers = [str(each) for each in range(1, len(ids) + 1)] + [""] * (len(table.rows) - len(ids))
    rows = zip(numbers, table.rows, strict=True)
    return Table((HEAD, *table.heads), tuple((number, *row) for number, row in rows))


def are_numbers(tail: str) -> bool:
    """Tell whether somebody typed numbers of a listing: 3, 5-7, 1、4."""
    parts = [each for each in BETWEEN.split(tail) if each]
    return bool(parts) and all(NUMBER.fullmatch(each) for each in parts)


def ids_listed(folder: Path, tail: str) -> "tuple[list[str], list[str]]":
    """Return the ids that numbers mean, and why some mean none.

    Args:
        folder: the workspace.
        tail: as `are_numbers` takes it.

    Raises:
        CadenceError: nothing was listed, or too long ago.
    """
    ids = _kept(folder)
    found, refusals = [], []
    for each in _numbers(BETWEEN.split(tail)):
        if 1 <= each <= len(ids):
            found.append(ids[each - 1])
        else:
            message = _("{0}: the last listing has the numbers 1 to {1}")
            refusals.append(message.format(each, len(ids)))
    return found, refusals


def _numbers(parts: "Iterable[str]") -> "Iterable[int]":
    for part in parts:
        if found := NUMBER.fullmatch(part):
            first, last = int(found[1]), int(found[2] or found[1])
            if last < first:
                raise CadenceError(_("{0} runs backwards").format(part))
            yield from range(first, last + 1)


def _kept(folder: Path) -> list[str]:
    try:
        told = json.loads(_file(folder).read_text(encoding="utf-8"))
        listed, ids = datetime.fromisoformat(told["listed"]), [str(each) for each in told["ids"]]
        is_fresh = timedelta() <= now() - listed <= GOOD_FOR
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = _("no listing is known here; run cadence check first, or write the ids")
        raise CadenceError(message) from error
    if not is_fresh:
        message = _("the last listing is of {0}; run cadence check again, or write the ids")
        raise CadenceError(message.format(f"{listed:%Y-%m-%d %H:%M}"))
    return ids


def _keep(folder: Path, ids: list[str]) -> bool:
    target = _file(folder)
    text = json.dumps({"listed": now().isoformat(), "ids": ids}, ensure_ascii=False)
    with contextlib.suppress(OSError):
        write_whole(target, text.encode(), parents=True)
        return True
    return False


def _file(folder: Path) -> Path:
    user = ""
    with contextlib.suppress(OSError, KeyError, ImportError):  # a container may have no users
        user = getpass.getuser()
    mark = hashlib.sha256(f"{user}@{platform.node()}".encode()).hexdigest()[:12]
    return folder / OWN_FOLDER / f"listed-{mark}.json"
