"""A file that is written beside its place: checked, put in its place, or swept away."""

import errno
import hashlib
import os
import time
from pathlib import Path

PENDING = ".pending"  # the ending of what is written beside and not yet published
TAIL = 64  # bytes read back
REPLACE_TRIES = 20  # Windows refuses to replace a file while somebody reads it
REPLACE_PAUSE = 0.1  # seconds between the tries


def digest(content: bytes) -> str:
    """Return a short digest of a file's bytes, which nobody has a reason to forge."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def check_whole(beside: Path, content: bytes) -> None:
    """Make sure that what stands on the disk is whole: its length and its last bytes.

    Raises:
        OSError: it is not.
    """
    with beside.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        whole = size == len(content) and file.read() == content[-TAIL:]
    if not whole:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(beside))


def put_in_place(beside: Path, final: Path) -> None:
    """Let what was written beside take its place, as soon as nobody reads the file there.

    Raises:
        OSError: somebody holds it open for longer.
    """
    for _again in range(REPLACE_TRIES):
        try:
            beside.replace(final)
        except PermissionError:
            time.sleep(REPLACE_PAUSE)
        else:
            return
    beside.replace(final)


def sweep(folder: Path) -> None:
    """Take away what a killed build left beside; the lock says that no other one is writing."""
    for above, _folders, files in os.walk(folder):  # follows no link
        for name in files:
            if name.startswith(".") and name.endswith(PENDING):
                Path(above, name).unlink(missing_ok=True)
