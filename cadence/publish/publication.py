"""Bytes → out/: written beside, checked, then replaced all at once; unchanged bytes untouched.

Nothing is replaced before everything is written, so a build that stops for whatever reason
(an error, a full disk, a kill) leaves every published file whole: the old one, or the new one.
A file that somebody holds open (Excel, on Windows) stays as it is; everything else is published,
and the end says which. No link leads out of out/: what is found behind one is not ours to replace.
"""

import contextlib
import datetime as dt
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from cadence.core import SHANGHAI, CadenceError, _, reason
from cadence.publish.beside import PENDING, check_whole, digest, put_in_place, sweep

LOCK = ".lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPlaces:
    """What was written beside, perhaps by another process, and is to be published with the rest.

    Attributes:
        stands: a digest of each file that was put, changed or not, by its name.
    """

    pending: tuple[tuple[Path, Path], ...]
    removals: tuple[Path, ...]
    written: int
    unchanged: int
    removed: int
    held: dict[Path, OSError]
    renewed: tuple[Path, ...] = ()
    stands: Mapping[str, str] = field(default_factory=dict)


class Publication:
    """What one build is about to publish under one folder.

    Use it through `publication`, which publishes at the end of the block, or nothing.

    Attributes:
        written: how many files are new or changed; unchanged: how many stayed untouched.
        removed: how many files went.
        held: the files that could not be read or replaced, and why.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = self.unchanged = self.removed = 0
        self._pending: list[tuple[Path, Path]] = []
        self._removals: list[Path] = []
        self._renewed: list[Path] = []
        self._stands: dict[str, str] = {}  # what was put, by digests
        self._base = folder.resolve()
        self._sound: set[Path] = set()  # folders that no link leads to
        self.held: dict[Path, OSError] = {}

    def read(self, name: str) -> bytes | None:
        """Return what is published under a name now; None where nothing is, or it can't be read.

        What cannot be read is not absent: it stays, and is named at the end.

        Raises:
            CadenceError: a link leads to it.
        """
        file = self._plain(name)
        try:
            return file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self.held[file] = error
            return None

    def _plain(self, name: str) -> Path:
        """Return the file of a name, which no link leads to and which is nobody else's too.

        Raises:
            CadenceError: it is a link, or another name of a file that stands elsewhere.
        """
        file = self.folder / name
        if file.parent not in self._sound:
            above = file.parent.relative_to(self.folder)
            if file.parent.resolve() != self._base / above:
                raise CadenceError(_is_link(self.folder / above))
            self._sound.add(file.parent)
        try:
            found = file.lstat()
        except OSError:
            return file  # not there, or nobody may look; read and put will say
        if stat.S_ISLNK(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink > 1):
            raise CadenceError(_is_link(file))
        return file

    def put(self, name: str, content: bytes, published: bytes | None) -> None:
        """Write a file beside its place, unless what is published already says the same.

        Args:
            name: the path under the folder, with forward slashes.
            content: the file's bytes.
            published: what `read` returned for the name.
        """
        final = self._plain(name)
        if final in self.held:
            return
        self._stands[name] = digest(content)
        if content == published:
            self.unchanged += 1
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        beside = final.with_name(f".{final.name}{PENDING}")
        self._pending.append((beside, final))
        with self._opened(beside) as file:
            file.write(content)
        check_whole(beside, content)
        self.written += 1

    def renew(self, name: str, today: dt.date) -> None:
        """Let a file that stays as it is count as written anew, once a day.

        A client that was cut off while it fetched it, and believes that it has it whole, then asks
        for it again: its tag is made of its day, too. Its bytes are not touched.

        Args:
            name: as for put.
            today: the day of the build.
        """
        file = self._plain(name)
        with contextlib.suppress(OSError):  # not there yet, or nobody may look
            written = dt.datetime.fromtimestamp(file.stat().st_mtime, SHANGHAI)
            if written.date() < today:
                self._renewed.append(file)

    def _opened(self, beside: Path) -> BinaryIO:
        """Open a new file; what another process left there, which died at it, goes."""
        with contextlib.suppress(FileExistsError):
            return beside.open("xb")
        if [each for each, _final in self._pending].count(beside) == 1:
            beside.unlink()
        return beside.open("xb")

    def remove(self, name: str) -> None:
        """Take a published file away."""
        self._removals.append(self._plain(name))
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

    def prepared(self) -> PreparedPlaces:
        """Return what was put so far, for the publication that will commit it."""
        return PreparedPlaces(
            pending=tuple(self._pending),
            removals=tuple(self._removals),
            written=self.written,
            unchanged=self.unchanged,
            removed=self.removed,
            held=dict(self.held),
            renewed=tuple(self._renewed),
            stands=self._stands,
        )

    def take(self, prepared: PreparedPlaces) -> None:
        """Publish with this one what another put under the same folder."""
        self._pending += prepared.pending
        self._removals += prepared.removals
        self.written += prepared.written
        self.unchanged += prepared.unchanged
        self.removed += prepared.removed
        self.held |= prepared.held
        self._renewed += prepared.renewed
        self._stands |= prepared.stands

    def commit(self) -> None:
        """Put every written file into its place; each replacement is atomic.

        Raises:
            CadenceError: some file is held open; all others are published.
        """
        for beside, final in self._pending:
            try:
                put_in_place(beside, final)
            except OSError as error:
                self.held[final] = error
                self.written -= 1
        for gone in self._removals:
            try:
                gone.unlink(missing_ok=True)
            except OSError as error:
                self.held[gone] = error
                self.removed -= 1
        for stays in self._renewed:
            with contextlib.suppress(OSError):  # it is whole, and asked for again tomorrow
                os.utime(stays)
        if self.held:
            raise CadenceError(_held_message(self.held))

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
        lock = folder / LOCK
        if lock.is_symlink() or (lock.exists() and lock.stat().st_nlink > 1):
            raise CadenceError(_is_link(lock))
        with FileLock(folder / LOCK, timeout=0):
            sweep(folder)
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
        where = error.filename if isinstance(error.filename, str | Path) else folder
        raise CadenceError(message.format(where, reason(error))) from error


def _is_link(place: Path) -> str:
    message = _(
        "{0} is a link, or another name of a file that stands elsewhere: nothing is read or written"
        " through it; take it away, and everything under out/ is made anew"
    )
    return message.format(place)


def _held_message(held: dict[Path, OSError]) -> str:
    shown = [f"  {file}: {reason(error)}" for file, error in sorted(held.items())]
    head = _("everything else is published, but these files could not be read or replaced:")
    return "\n".join((head, *shown, _("close them where they are open (Excel?) and run it again")))
