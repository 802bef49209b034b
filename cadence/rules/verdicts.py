"""What a person decides of drafted rules, written into their pack: only those keys change.

A draft lies outside rules/ until it is taken into use; then it is a new file under rules/, which
the loader must take whole. Every file of rules/ that is changed or taken out is kept as a dated
copy.
"""

import contextlib
import datetime as dt
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from cadence.core import (
    OWN_FOLDER,
    CadenceError,
    Edit,
    InputError,
    Plain,
    Put,
    Rule,
    _,
    did_you_mean,
)
from cadence.rules.edit import edit_file, replace_file
from cadence.rules.packs import read_pack
from cadence.rules.workspace import RULES, read_workspace
from cadence.rules.yaml_tree import as_list, read_tree

Verdict = Literal["accepted", "edited", "refused"]
SURE = 0.85  # of a reading, from which it may be accepted with all others of its kind
COPIES = f"{OWN_FOLDER}/rules"


def is_sure(rule: Rule) -> bool:
    """Tell whether a drafted rule was read without doubt and without a question."""
    sure = rule.confidence is None or rule.confidence >= SURE
    return rule.is_unchecked and sure and not rule.questions


def decide(file: Path, verdicts: Mapping[str, Verdict]) -> int:
    """Write verdicts into a pack.

    Args:
        file: the pack.
        verdicts: by rule id.

    Returns:
        How many rules said otherwise until now.

    Raises:
        CadenceError: the pack has no such rule, or cannot be changed.
    """
    places = _places(file)
    unknown = [each for each in verdicts if each not in places]
    if unknown:
        message = _('{0} has no rule "{1}"').format(file, unknown[0])
        raise CadenceError(message + did_you_mean(unknown[0], places))
    edits = [Put(("rules", places[each], "verdict"), said) for each, said in verdicts.items()]
    before = file.read_bytes()
    edit_file(file, edits, before)
    return len(edits)


def change_rule(file: Path, rule_id: str, said: Mapping[str, Plain]) -> None:
    """Change what a drafted rule says; the pack must load with it, or nothing is changed.

    Raises:
        InputError: what is said cannot be; every problem.
        CadenceError: there is no such rule, or the file cannot be changed.
    """
    places = _places(file)
    if rule_id not in places:
        raise CadenceError(_('{0} has no rule "{1}"').format(file, rule_id))
    way = ("rules", places[rule_id])
    edits: list[Edit] = [Put((*way, key), value) for key, value in said.items()]
    edits.append(Put((*way, "verdict"), "edited"))
    before = file.read_bytes()
    edit_file(file, edits, before)
    _pack, tree = read_pack(file, file.stem, file.name)
    if tree.problems:
        replace_file(file, before, file.read_bytes())
        raise InputError(tree.problems)


def take_into_use(folder: Path, draft: Path, place: str, now: dt.datetime) -> Path:
    """Make a pack of a draft: a new file under rules/, which the whole workspace must load with.

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
    replace_file(target, draft.read_bytes(), None)
    try:
        read_workspace(folder)
    except BaseException:
        target.unlink()
        raise
    keep_copy(folder, target, now)
    draft.unlink()
    return target


def take_out_of_use(folder: Path, pack: Path, drafts: Path, now: dt.datetime) -> Path:
    """Turn a pack into a draft again; a dated copy of it is kept.

    Raises:
        CadenceError: a draft of that name is there, or another pack needs this one.
    """
    target = drafts / pack.name
    if target.exists():
        raise CadenceError(_("{0} is there already; decide on that draft first").format(target))
    keep_copy(folder, pack, now)
    drafts.mkdir(parents=True, exist_ok=True)
    content = pack.read_bytes()
    pack.unlink()
    try:
        read_workspace(folder)
    except BaseException:
        replace_file(pack, content, None)
        raise
    replace_file(target, content, None)
    return target


def keep_copy(folder: Path, file: Path, now: dt.datetime) -> Path:
    """Keep a dated copy of a file of rules/ as it is."""
    name = f"{now:%Y%m%d-%H%M%S}-{file.parent.name}-{file.name}"
    target = folder / COPIES / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
    return target


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
    try:
        edit_file(file, edits)
        read_workspace(folder)
    except BaseException:
        if before is None:
            with contextlib.suppress(OSError):
                file.unlink()
        else:
            replace_file(file, before, file.read_bytes())
        raise


def _places(file: Path) -> dict[str, int]:
    """Return where each rule stands in a pack.

    Raises:
        InputError: the file cannot be read.
    """
    tree = read_tree(file, file.name)
    if tree.problems:
        raise InputError(tree.problems)
    value = tree.value if isinstance(tree.value, dict) else {}
    listed = enumerate(as_list(value.get("rules")))
    return {str(each.get("id")): n for n, each in listed if isinstance(each, dict)}
