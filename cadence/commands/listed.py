"""What the last listing of conflicts said, kept beside the workspace so that only news is shown."""

import contextlib
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.core import OWN_FOLDER, write_whole

if TYPE_CHECKING:
    from cadence.conflicts import Conflict

FILE = "conflicts.json"


def key_of(conflict: "Conflict") -> str:
    """Return what tells a finding from others and stays the same while it stands."""
    said = (
        conflict.code,
        str(conflict.day),
        sorted(each.key for each in conflict.units),
        sorted(each.key for each in conflict.rules),
        conflict.scope,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


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
    text = json.dumps(sorted({key_of(each) for each in found}))
    with contextlib.suppress(OSError):
        write_whole(target, text.encode(), parents=True)
