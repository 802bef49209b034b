"""撤销: a file of rules/ as it was before its last change; what it says now is kept as well."""

import datetime as dt
from pathlib import Path

from cadence.core import CadenceError, _
from cadence.rules.edit import replace_file
from cadence.rules.in_use import COPIES, keep_copy
from cadence.rules.workspace import read_workspace


def take_back(folder: Path, file: Path, now: dt.datetime) -> None:
    """Put back the newest copy of a file that says something else than the file does now.

    Args:
        folder: the workspace.
        file: under rules/.
        now: for the copy of what it says now, so that this can be taken back in its turn.

    Raises:
        CadenceError: no copy says anything else, or the workspace does not load with it; the file
            is then as it was.
    """
    current = file.read_bytes()
    found = (folder / COPIES).glob(f"*-{file.parent.name}-{file.name}")
    copies = sorted(found, key=lambda each: each.stat().st_mtime_ns, reverse=True)
    before = next((said for each in copies if (said := each.read_bytes()) != current), None)
    if before is None:
        raise CadenceError(_("no earlier copy of {0} says anything else").format(file.name))
    keep_copy(folder, file, now)
    replace_file(file, before, current)
    try:
        read_workspace(folder)
    except BaseException:
        replace_file(file, current, before)
        raise
