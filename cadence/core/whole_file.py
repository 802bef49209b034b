"""A small file that is replaced: on the disk and whole, or as it was, whoever writes beside."""

import contextlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

OWNER_ONLY = 0o600


def write_whole(
    file: Path,
    content: bytes | Iterable[bytes],
    *,
    parents: bool = False,
    private: bool = False,
    lasting: bool = True,
) -> None:
    """Put bytes in the place of a file.

    Args:
        file: which need not be there yet.
        content: its new bytes, or pieces of them.
        parents: make the folder that it lies in.
        private: its owner alone may read it.
        lasting: wait until the disk has it; what a power cut may take needs no such wait.

    Raises:
        OSError: the disk is full, or the file may not be written; it is as it was then.
    """
    if parents:
        file.parent.mkdir(parents=True, exist_ok=True)
    # Of its own name: two who write at once never take each other's half, nor is it too long.
    beside = file.with_name(f".{uuid.uuid4().hex}.new")
    try:
        with open(beside, "xb", opener=_private if private else None) as written:
            written.writelines([content] if isinstance(content, bytes) else content)
            written.flush()
            if lasting:
                os.fsync(written.fileno())
        beside.replace(file)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY)
