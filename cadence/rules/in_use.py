"""A draft becomes a pack and a pack a draft; every change of rules/ loads whole, or is none.

Every file of rules/ that is changed or taken out is kept as a dated copy.
"""

import contextlib
import datetime as dt
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from cadence.core import OWN_FOLDER, Append, CadenceError, Edit, _
from cadence.rules.decided import ENDING, policy_entries, put_decided, taken_from
from cadence.rules.edit import edit_file, replace_file
from cadence.rules.packs import read_pack
from cadence.rules.reading import RULES
from cadence.rules.workspace import read_workspace

COPIES = f"{OWN_FOLDER}/rules"


def take_into_use(folder: Path, draft: Path, place: str, now: dt.datetime) -> Path:
    """Make a pack of a draft: a new file under rules/, which the whole workspace must load with.

    What was decided of it while it was checked goes into the place's policy with it.

    Args:
        folder: the workspace.
        draft: the draft's file, which goes.
        place: the folder under rules/.
        now: the moment, for the copy that is kept.

    Returns:
        The new pack.

    Raises:
        CadenceError: a file of that name is there, or the workspace does not load with it; then
            rules/ is as it was, and so is the draft.
    """
    target = folder / RULES / place / draft.name
    if target.exists():
        message = _("{0} is there already; take that one out of use first")
        raise CadenceError(message.format(target))
    pack, _tree = read_pack(draft, f"{place}/{draft.stem}", draft.name)
    decided = policy_entries(draft, pack)
    replace_file(target, draft.read_bytes(), None)
    try:
        if decided:
            change_checked(folder, _policy(target), [Append(("decisions",), decided)], now)
        else:
            read_workspace(folder)
    except BaseException:
        target.unlink()
        raise
    keep_copy(folder, target, now)
    draft.unlink()
    draft.with_suffix(ENDING).unlink(missing_ok=True)
    return target


def take_out_of_use(folder: Path, pack: Path, drafts: Path, now: dt.datetime) -> Path:
    """Turn a pack into a draft again, with what was decided of it; a dated copy of it is kept.

    Raises:
        CadenceError: a draft of that name is there, or another pack needs this one.
    """
    target = drafts / pack.name
    if target.exists():
        raise CadenceError(_("{0} is there already; decide on that draft first").format(target))
    keep_copy(folder, pack, now)
    drafts.mkdir(parents=True, exist_ok=True)
    content = pack.read_bytes()
    decided, edits = taken_from(_policy(pack), f"{pack.parent.name}/{pack.stem}")
    if decided:
        beside = target.with_suffix(ENDING)
        put_decided(target, decided, beside.read_bytes() if beside.exists() else None)
    pack.unlink()
    try:
        if edits:
            change_checked(folder, _policy(pack), edits, now)
        else:
            read_workspace(folder)
    except BaseException:
        replace_file(pack, content, None)
        raise
    replace_file(target, content, None)
    return target


def _policy(pack: Path) -> Path:
    return pack.with_name("policy.yaml")


def keep_copy(folder: Path, file: Path, now: dt.datetime) -> Path:
    """Keep a dated copy of a file of rules/ as it is; no copy takes another's place."""
    content = file.read_bytes()
    place = folder / COPIES
    place.mkdir(parents=True, exist_ok=True)
    stem = f"{now:%Y%m%d-%H%M%S}"
    for number in count(1):
        again = f"-{number}" if number > 1 else ""
        target = place / f"{stem}{again}-{file.parent.name}-{file.name}"
        with contextlib.suppress(FileExistsError), target.open("xb") as kept:
            kept.write(content)
            return target
    raise AssertionError  # there is always a next number


def change_checked(folder: Path, file: Path, edits: Iterable[Edit], now: dt.datetime) -> None:
    """Change a file of rules/; the workspace must load with it, or nothing is changed.

    Raises:
        CadenceError: it does not load, or the file cannot be changed.
    """
    before = file.read_bytes() if file.exists() else None
    if before is None:
        replace_file(file, b"", None)
    else:
        keep_copy(folder, file, now)
    written = before or b""
    try:
        edit_file(file, edits, written)
        written = file.read_bytes()
        read_workspace(folder)
    except BaseException:
        if before is None:
            with contextlib.suppress(OSError):
                file.unlink()
        elif written != before:  # what another has written since stays: this refuses
            replace_file(file, before, written)
        raise
