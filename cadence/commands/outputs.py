"""Files that a command writes where its user says: never over what is not its own.

Each command remembers what it wrote, by path and SHA-256, in `.cadence/outputs.json`; it replaces
only those bytes. A ledger, the access file, the desk's users, anything under rules/ and in the
workspace's own folder are never an output's place, whatever was remembered.
"""

import contextlib
import hashlib
import json
from pathlib import Path

import click

from cadence.core import OWN_FOLDER, CadenceError, _, reason, write_whole

MEMORY = f"{OWN_FOLDER}/outputs.json"
STORES = ("ledger.sqlite", "access.sqlite", "desk.sqlite", "remind.sqlite")
SIDES = ("", "-wal", "-shm", "-journal")
KEPT = frozenset(f"{store}{side}" for store in STORES for side in SIDES)


def write_file(file: Path, content: bytes, *, may_be_rules: bool = False) -> None:
    """Write a file that the user named, whole or not at all.

    Args:
        file: where to.
        content: its bytes.
        may_be_rules: the caller has seen to it that what stands there under rules/ is its own.

    Raises:
        CadenceError: something else stands there, or it cannot be written.
    """
    check_place(file, content, may_be_rules=may_be_rules)
    try:
        write_whole(file, content)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(file, reason(error))
        raise CadenceError(message) from error
    _remember(file, content)


def check_place(file: Path, content: bytes = b"", *, may_be_rules: bool = False) -> None:
    """See, before anything is written, that a file may stand there.

    Raises:
        CadenceError: what stands there is not an earlier output of the same command.
    """
    place = file.resolve()
    if place.name in KEPT or place.suffix == ".sqlite":
        message = _("{0} is a ledger or a file of its kind; name another file")
        raise CadenceError(message.format(file))
    if _is_in(OWN_FOLDER, place):
        message = _("{0} lies in the workspace's own folder, {1}/; name another file")
        raise CadenceError(message.format(file, OWN_FOLDER))
    if _is_in("rules", place) and not may_be_rules:
        message = _("{0} lies under rules/, where packs and rosters are; name another file")
        raise CadenceError(message.format(file))
    if place.exists() and not place.is_file():  # a device would be read without end, and replaced
        raise CadenceError(_("{0} is not a file; name another place").format(file))
    if may_be_rules or not place.exists():
        return
    with contextlib.suppress(OSError):
        known = _hash(place.read_bytes())
        if known == _hash(content) or _remembered().get(str(place)) == [_command(), known]:
            return
    message = _(
        "{0} is there already, and this command did not write it so; nothing was written:"
        " name another file, or move that one away first"
    )
    raise CadenceError(message.format(file))


def check_new(file: Path, words: str) -> None:
    """See, before anything is written, that a file is new and may stand there.

    Args:
        file: where it is to be.
        words: say of what is there already what would be lost.

    Raises:
        CadenceError: it is there, or no output's place.
    """
    if file.exists():
        raise CadenceError(words.format(file))
    check_place(file)


def _is_in(own: str, place: Path) -> bool:
    folder = _workspace()
    return folder is not None and (folder / own).resolve() in place.parents


def _workspace() -> Path | None:
    """Return the workspace of the command that runs, or None where it needs none."""
    from cadence.rules import find_folder

    context = click.get_current_context(silent=True)
    if context and isinstance(context.obj, Path):
        return context.obj
    try:
        return find_folder(Path.cwd())
    except CadenceError:
        return None


def _command() -> str:
    context = click.get_current_context(silent=True)
    return context.command_path if context else ""


def _memory() -> Path:
    return (_workspace() or Path.cwd()) / MEMORY


def _remembered() -> dict[str, list[str]]:
    try:
        found = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(file: Path, content: bytes) -> None:
    """Keep what was written; where that cannot be, the file is only never replaced."""
    memory = _memory()
    told = _remembered() | {str(file.resolve()): [_command(), _hash(content)]}
    with contextlib.suppress(OSError):
        write_whole(memory, json.dumps(told, ensure_ascii=False, indent=0).encode(), parents=True)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
