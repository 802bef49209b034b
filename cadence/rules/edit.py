"""The one function that changes a file under rules/: whole or not at all, and nothing beside it."""

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

from cadence.core import CadenceError, Edit, _, reason, spliced
from cadence.rules.yaml_tree import encoding_advice


def edit_file(file: Path, edits: Iterable[Edit], seen: bytes | None = None) -> bool:
    """Change what a YAML file says; every line that is not asked about stays to the byte.

    Args:
        file: the file, which is there already.
        edits: one after the other.
        seen: the bytes that the edits were made for; None: whatever stands there now.

    Returns:
        False where the file says so already.

    Raises:
        CadenceError: the file has changed since it was seen, cannot be changed so that nothing
            else does, or cannot be read or written. It is then as it was.
    """
    try:
        before = file.read_bytes()
    except OSError as error:
        raise CadenceError(f"{file}: {_('cannot be read: {0}').format(reason(error))}") from error
    if seen is not None and before != seen:
        raise CadenceError(_("{0} was changed meanwhile; look at it and try again").format(file))
    after = _spliced(file, before, edits)
    if after == before:
        return False
    replace_file(file, after, before)
    return True


def replace_file(file: Path, content: bytes, seen: bytes | None) -> None:
    """Put a file in place of another, whole or not at all.

    Args:
        file: the file; a link to one stays a link.
        content: its new bytes.
        seen: its bytes until now; None: there was no file.

    Raises:
        CadenceError: other bytes stand there, or the file cannot be written.
    """
    place = file.resolve()
    beside = place.with_name(f".{place.name}.{uuid.uuid4().hex}")
    try:
        with beside.open("xb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        if seen is not None:
            shutil.copymode(place, beside)
        if (place.read_bytes() if place.exists() else None) != seen:
            message = _("{0} was changed meanwhile; look at it and try again")
            raise CadenceError(message.format(file))
        beside.replace(place)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(file, reason(error))
        raise CadenceError(message) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _spliced(file: Path, content: bytes, edits: Iterable[Edit]) -> bytes:
    try:
        return spliced(content.decode("utf-8"), edits).encode("utf-8")
    except UnicodeDecodeError as error:
        raise CadenceError(f"{file}: {encoding_advice(content)}") from error
    except CadenceError as error:
        raise CadenceError(f"{file}: {error}") from error
