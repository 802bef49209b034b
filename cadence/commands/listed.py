"""What the last listing of conflicts said, kept beside the workspace so that only news is shown."""

import contextlib
import hashlib
import json
from collections.abc import Container, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.core import OWN_FOLDER, write_whole

if TYPE_CHECKING:
    from cadence.conflicts import Conflict
    from cadence.core import Unit

FILE = "conflicts.json"


def keys_of(conflict: "Conflict") -> "dict[str, Unit | None]":
    """Map what tells a finding from others to each whom it concerns; it stays while that stands.

    It names one unit alone: what is recorded of one town makes no news for the others.
    """
    said = (
        conflict.code,
        str(conflict.day),
        sorted(each.key for each in conflict.rules),
        conflict.scope,
    )
    about = repr(said)
    return {
        hashlib.sha256(f"{about}@{each.key if each else ''}".encode()).hexdigest()[:16]: each
        for each in conflict.units or (None,)
    }


def news_of(conflict: "Conflict", before: Container[str]) -> "Conflict | None":
    """Leave of a finding whom it concerns newly; nobody: None."""
    found = {key: unit for key, unit in keys_of(conflict).items() if key not in before}
    if not found:
        return None
    return replace(conflict, units=tuple(each for each in found.values() if each))


def read_listed(folder: Path) -> frozenset[str]:
    """Return the keys that were listed last; none where nobody listed, or the file is damaged."""
    try:
        told = json.loads((folder / OWN_FOLDER / FILE).read_text(encoding="utf-8"))
        return frozenset(map(str, told))
    except (OSError, ValueError, TypeError):
        return frozenset()


def keep_listed(folder: Path, found: Iterable["Conflict"]) -> None:
    """Keep what was listed now; where nothing can be written, everything is news the next time."""
    target = folder / OWN_FOLDER / FILE
    text = json.dumps(sorted({key for each in found for key in keys_of(each)}))
    with contextlib.suppress(OSError):
        write_whole(target, text.encode(), parents=True)
