"""A name under out/ → the whole bytes of a plain file, or why there are none.

No link is ever followed, at no step of the way, and a hard link is no file of ours. A file is read
whole from one open descriptor, and the build replaces files whole, so what is served is the old
one or the new one; should some other program write into a file in place, that is noticed and
nothing is served.
"""

import asyncio
import datetime as dt
import gzip
import os
import stat
from collections import OrderedDict
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from cadence.core import FEEDS, SHANGHAI
from cadence.serve.conditional import etag_of

Stamp = tuple[int, ...]
ROOM = 64 * 1024 * 1024  # bytes of files kept in memory
MARKS = 50_000  # files of which the mark is kept
BLOCK = 1024 * 1024
WORTH_PACKING = 256  # bytes
LEVEL = 6  # of gzip: half the time of the highest, a hundredth more bytes
CALENDAR = ".ics"
PACKED = {".ics", ".html", ".css", ".js", ".json", ".svg", ".csv", ".txt", ".md"}
WHOLE = {".ics": (b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n"), ".html": (b"<", b">")}
BY_STEPS = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
PLAIN = READ | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # no waiting for a pipe


class NotThereError(Exception):
    """There is no such plain file."""


class FolderError(Exception):
    """It is a folder."""


class DoubtfulError(Exception):
    """There is something, but not what should be served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTag:
    """What is known of a file without its bytes: enough to say that a client has it already.

    Attributes:
        etag: made of the content, and of a calendar's day.
        modified: when it was written, in seconds; date: the same, as HTTP has it.
        packs: it is also served with gzip.
        stamp: tells whether the file is still the same.
    """

    etag: str
    modified: float
    date: str
    packs: bool
    stamp: Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file as it is served; packed: the same with gzip, where that is worth it."""

    mark: FileTag
    content: bytes
    packed: bytes | None

    @property
    def size(self) -> int:
        """Return how much memory it takes."""
        return len(self.content) + len(self.packed or b"")


class Shelf:
    """The files under a folder; those asked for lately stay in memory, and of many more the mark.

    Args:
        folder: out/.
        room: how many bytes may stay in memory.
    """

    def __init__(self, folder: Path, room: int = ROOM) -> None:
        self._folder = folder.resolve()
        self._room = room
        self._kept: OrderedDict[tuple[str, ...], Stored] = OrderedDict()
        self._marks: OrderedDict[tuple[str, ...], FileTag] = OrderedDict()
        self.size = 0

    def look(self, names: tuple[str, ...]) -> FileTag | Stored | None:
        """Return what is known of a file as it is now; None where it has to be read first.

        Raises:
            NotThereError, FolderError, DoubtfulError: why there is none.
        """
        descriptor = self._open(names)
        try:
            stamp = _stamp(os.fstat(descriptor))
        finally:
            os.close(descriptor)
        mark = self._marks.get(names)
        if mark is None or mark.stamp != stamp:
            return None
        if names not in self._kept:
            return mark
        self._kept.move_to_end(names)
        return self._kept[names]

    def is_there(self, names: tuple[str, ...]) -> bool:
        """Tell whether there is such a file, or was while the disk could be read."""
        try:
            os.close(self._open(names))
        except DoubtfulError:
            return names in self._kept
        except (NotThereError, FolderError):
            return False
        return True

    def last(self, names: tuple[str, ...]) -> Stored | None:
        """Return a file as it last was when it was whole, as far as it stayed in memory."""
        return self._kept.get(names)

    async def read(self, names: tuple[str, ...]) -> Stored:
        """Read a file, and keep it.

        Raises:
            NotThereError, FolderError, DoubtfulError: why there is none.
        """
        found = await asyncio.to_thread(_read, self._open(names), Path(names[-1]).suffix)
        self._keep(names, found)
        return found

    def _open(self, names: tuple[str, ...]) -> int:
        try:
            return _open_plain(self._folder, names)
        except IsADirectoryError as error:
            raise FolderError from error
        except (FileNotFoundError, NotADirectoryError) as error:
            # Feeds that are gone all at once are a disk that is not there, not withdrawn feeds.
            if names[0] == FEEDS and not (self._folder / FEEDS).is_dir():
                raise DoubtfulError from error
            raise NotThereError from error
        except OSError as error:  # a link (ELOOP), a name too long, no right to read
            raise NotThereError from error

    def _keep(self, names: tuple[str, ...], found: Stored) -> None:
        self._marks[names] = found.mark
        self._marks.move_to_end(names)
        if len(self._marks) > MARKS:
            self._marks.popitem(last=False)
        old = self._kept.pop(names, None)
        self.size -= old.size if old else 0
        if found.size > self._room:
            return
        self._kept[names] = found
        self.size += found.size
        while self.size > self._room:
            _names, gone = self._kept.popitem(last=False)
            self.size -= gone.size


def _open_plain(folder: Path, names: tuple[str, ...]) -> int:
    """Open a plain file, following no link on the way to it."""
    if not BY_STEPS:
        return _open_resolved(folder.joinpath(*names))
    here = os.open(folder, READ | os.O_DIRECTORY)
    try:
        for name in names[:-1]:
            inside = os.open(name, READ | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            os.close(here)
            here = inside
        return _only_plain(os.open(names[-1], PLAIN, dir_fd=here))
    finally:
        os.close(here)


def _open_resolved(file: Path) -> int:
    """Open a plain file where there is no opening by steps, as on Windows: no link, no alias."""
    if file.resolve(strict=True) != file:
        raise FileNotFoundError
    if file.is_dir():
        raise IsADirectoryError
    return _only_plain(os.open(file, PLAIN))


def _only_plain(descriptor: int) -> int:
    """Return a plain file that has this one name: another may stand outside out/."""
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode) and found.st_nlink <= 1:
        return descriptor
    os.close(descriptor)
    raise IsADirectoryError if stat.S_ISDIR(found.st_mode) else FileNotFoundError


def _read(descriptor: int, ending: str) -> Stored:
    """Read a file whole, and close it.

    Raises:
        DoubtfulError: it is empty or broken, or changed under our eyes.
    """
    try:
        before = os.fstat(descriptor)
        blocks = []
        while block := os.read(descriptor, BLOCK):
            blocks.append(block)
        after = os.fstat(descriptor)
    except OSError as error:
        raise DoubtfulError from error
    finally:
        os.close(descriptor)
    content = b"".join(blocks)
    # Not the whole stamp: a file that is replaced while it is read has another ctime, and is whole.
    written_to = before.st_mtime_ns != after.st_mtime_ns
    if written_to or not before.st_size == len(content) == after.st_size:
        raise DoubtfulError
    if not _is_whole(content, ending):
        raise DoubtfulError
    packed = _packed(content) if ending in PACKED else None
    mark = FileTag(
        etag=etag_of(content, written=_day(after) if ending == CALENDAR else ""),
        modified=after.st_mtime,
        date=formatdate(int(after.st_mtime), usegmt=True),
        packs=packed is not None,
        stamp=_stamp(after),
    )
    return Stored(mark=mark, content=content, packed=packed)


def _day(status: os.stat_result) -> str:
    """Return the day in China on which a file was written or renewed."""
    return dt.datetime.fromtimestamp(status.st_mtime, SHANGHAI).date().isoformat()


def _is_whole(content: bytes, ending: str) -> bool:
    first, last = WHOLE.get(ending, (b"", b""))
    if ending != ".ics":
        content = content.strip()
    return bool(content) and content.startswith(first) and content.endswith(last)


def _packed(content: bytes) -> bytes | None:
    """Pack a file, the same bytes every time."""
    if len(content) < WORTH_PACKING:
        return None
    packed = gzip.compress(content, LEVEL, mtime=0)
    return packed if len(packed) < len(content) else None


def _stamp(found: os.stat_result) -> Stamp:
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
