"""Edits of contacts.yaml, whole or not at all. No copy is kept: an address may be a password."""

from collections.abc import Sequence
from pathlib import Path

from cadence.core import CadenceError, Edit, InputError, _, reason, spliced
from cadence.rules.contacts import CONTACTS, Contacts, read_contacts
from cadence.rules.edit import replace_file
from cadence.rules.rosters import Roster

HEAD = "# yaml-language-server: $schema=../.schema/contacts.json\n"
OWNER_ONLY = 0o600


def change_contacts(folder: Path, roster: Roster, edits: Sequence[Edit]) -> Contacts:
    """Change where the messages of a place go; the file is made where there is none.

    Args:
        folder: of the workspace's rules.
        roster: of the place.
        edits: one after the other.

    Returns:
        What the file says then.

    Raises:
        InputError: the loader refuses what it would say; without any address. It is as it was.
        CadenceError: it was changed meanwhile, or cannot be read or written.
    """
    file = folder / roster.place / CONTACTS
    try:
        before = file.read_bytes() if file.exists() else None
        text = HEAD if before is None else before.decode("utf-8")
        after = spliced(text, edits).encode()
    except (OSError, UnicodeDecodeError) as error:
        told = reason(error) if isinstance(error, OSError) else "UTF-8"
        raise CadenceError(_("{0} cannot be read: {1}").format(file, told)) from error
    if before is None:
        _make(file)
    replace_file(file, after, before if before is not None else b"")
    try:
        return read_contacts(folder, roster)
    except InputError:
        if before is None:
            file.unlink()
        else:
            replace_file(file, before, after)
        raise


def _make(file: Path) -> None:
    """Make an empty file that nobody else may read, before anything private stands in it."""
    try:
        file.touch(OWNER_ONLY, exist_ok=False)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(file, reason(error))
        raise CadenceError(message) from error
