"""Bytes → out/: written beside, checked, then replaced all at once; unchanged files untouched.

Nothing is replaced before everything is written, so a build that stops for whatever reason
(an error, a full disk, a kill) leaves every published file whole: the old one, or the new one.
"""

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from cadence.core import CadenceError, _, reason

PENDING = ".pending"  # the ending of what is written beside and not yet published
LOCK = ".lock"
TAIL = 64  # bytes read back
REPLACE_TRIES = 20  # Windows refuses to replace a file while somebody reads it
REPLACE_PAUSE = 0.1  # seconds between the tries


class Publication:
    """What one build is about to publish under one folder.

    Use it through `publication`, which publishes at the end of the block, or nothing.

    Attributes:
        written: how many files are new or changed; unchanged: how many stayed untouched.
        removed: how many files went.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = self.unchanged = self.removed = 0
        self._pending: list[tuple[Path, Path]] = []
        self._removals: list[Path] = []

    def read(self, name: str) -> bytes | None:
        """Return what is published under a name now."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, name: str, content: bytes, published: bytes | None) -> None:
        """Write a file beside its place, unless what is published already says the same.

        Args:
            name: the path under the folder, with forward slashes.
            content: the file's bytes.
            published: what `read` returned for the name.
        """
        if content == published:
            self.unchanged += 1
            return
        final = self.folder / name
        final.parent.mkdir(parents=True, exist_ok=True)
        beside = final.with_name(f".{final.name}{PENDING}")
        self._pending.append((beside, final))
        beside.write_bytes(content)
        _check(beside, content)
        self.written += 1

    def remove(self, name: str) -> None:
        """Take a published file away."""
        self._removals.append(self.folder / name)
        self.removed += 1

    def holds(self, name: str) -> bool:
        """Tell whether a file will stand under a name once this is published."""
        path = self.folder / name
        if path in self._removals:
            return False
        return any(path == final for _beside, final in self._pending) or path.is_file()

    def names(self, folder: str, ending: str) -> tuple[str, ...]:
        """Return the files that will stand anywhere under a folder once this is published."""
        above = self.folder / folder
        found = {path for path in above.rglob(f"*{ending}") if path.is_file()}
        found |= {
            final
            for _beside, final in self._pending
            if above in final.parents and final.name.endswith(ending)
        }
        kept = found - set(self._removals)
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in kept))

    def commit(self) -> None:
        """Put every written file into its place; each replacement is atomic."""
        for beside, final in self._pending:
            _replace(beside, final)
        for gone in self._removals:
            gone.unlink(missing_ok=True)

    def discard(self) -> None:
        """Take back what was written beside."""
        for beside, _final in self._pending:
            beside.unlink(missing_ok=True)


@contextlib.contextmanager
def publication(folder: Path) -> Iterator[Publication]:
    """Publish what the block puts, all of it at the end; nothing where the block fails.

    Raises:
        CadenceError: another build is running here, or the disk is full or not writable.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=0):
            _sweep(folder)
            changes = Publication(folder)
            try:
                yield changes
                changes.commit()
            finally:
                changes.discard()
    except Timeout as error:
        message = _("another build is writing {0}; wait until it has ended").format(folder)
        raise CadenceError(message) from error
    except OSError as error:
        message = _(
            "{0} cannot be written: {1}; every published file is whole;"
            " see that the disk has room and that nobody has a file open, then build again"
        )
        raise CadenceError(message.format(folder, reason(error))) from error


def _sweep(folder: Path) -> None:
    """Take away what a killed build left beside; the lock says that no other one is writing."""
    for left in folder.rglob(f".*{PENDING}"):
        left.unlink(missing_ok=True)


def _check(beside: Path, content: bytes) -> None:
    """Make sure that what stands on the disk is whole: its length and its last bytes."""
    with beside.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        whole = size == len(content) and file.read() == content[-TAIL:]
    if not whole:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(beside))


def _replace(beside: Path, final: Path) -> None:
    for _again in range(REPLACE_TRIES):
        try:
            beside.replace(final)
        except PermissionError:
            time.sleep(REPLACE_PAUSE)
        else:
            return
    beside.replace(final)
