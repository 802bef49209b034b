"""Files that prove what was recorded: kept in the workspace by their SHA-256, each once.

Names stand in the ledger, never in the folder: nothing that somebody sends chooses a path.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from cadence.core import CadenceError, Done, Entry, _, plain_text, read_bounded, reason, write_whole

FOLDER = "evidence"
LARGEST = 20_000_000  # bytes of one file; a scan of thirty pages has five
LONGEST = 120  # characters of a name
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How files of each ending begin; those that offices send, and nothing that a browser would run.
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",), ".ofd": (ZIP,),
    ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".png": (b"\x89PNG\r\n\x1a\n",),
    ".docx": (ZIP,), ".xlsx": (ZIP,), ".pptx": (ZIP,), ".zip": (ZIP,),
    ".doc": (OLE,), ".xls": (OLE,), ".wps": (OLE, ZIP), ".et": (OLE, ZIP),
    ".txt": (b"",),
}  # fmt: skip
PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@dataclass(frozen=True, slots=True)
class Missing:
    """A file of an entry that is not as it was: its name, and whether it is gone or changed."""

    number: int
    name: str
    is_gone: bool


def keep_file(folder: Path, name: str, content: bytes) -> tuple[str, str]:
    """Keep a file, whole or not at all.

    Args:
        folder: the workspace.
        name: as its sender calls it; only its last part is kept, in the ledger.
        content: of at most LARGEST bytes.

    Returns:
        Its name and its SHA-256, as they stand in a Done.

    Raises:
        CadenceError: it is empty, too large, of a kind that is not taken, or cannot be written.
    """
    shown = bare_name(name)
    _check(shown, content)
    digest = hashlib.sha256(content).hexdigest()
    place = file_of(folder, digest)
    try:
        if _digest(place) != digest:
            write_whole(place, content, parents=True)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(place, reason(error))
        raise CadenceError(message) from error
    return shown, digest


def read_file(folder: Path, digest: str) -> bytes:
    """Return a file that is kept.

    Raises:
        CadenceError: it is gone, or no longer what was kept.
    """
    content = read_bounded(file_of(folder, digest), LARGEST)
    if hashlib.sha256(content).hexdigest() != digest:
        raise CadenceError(_("the file was changed after it was kept; it proves nothing now"))
    return content


def file_of(folder: Path, digest: str) -> Path:
    """Return where a file of a SHA-256 is kept."""
    return folder / FOLDER / digest[:2] / digest


def files_of(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return name and SHA-256 of each file that an entry is proved by."""
    fact = entry.fact
    return fact.files if isinstance(fact, Done) else ()


def missing_files(folder: Path, entries: Iterable[Entry]) -> Iterator[Missing]:
    """Yield each file that is not kept as it was."""
    for entry in entries:
        for name, digest in files_of(entry):
            found = _digest(file_of(folder, digest))
            if found != digest:
                yield Missing(entry.number, name, is_gone=found is None)


def bare_name(name: str) -> str:
    """Return the last part of a name, whatever system it comes from, without unseen letters."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    said = "".join(each for each in plain_text(last) if each.isprintable()).strip(" .")
    stem, dot, ending = said.rpartition(".")
    return f"{stem[: LONGEST - len(ending) - 1]}{dot}{ending}" if dot else said[:LONGEST]


def _check(shown: str, content: bytes) -> None:
    ending = PurePosixPath(shown).suffix.lower()
    if not shown or ending not in BEGINNINGS:
        message = _("{0} is not taken as evidence; send one of {1}")
        raise CadenceError(message.format(shown or "?", " ".join(BEGINNINGS)))
    if not content:
        raise CadenceError(_("{0} is empty").format(shown))
    if len(content) > LARGEST:
        message = _("{0} is too large as evidence; at most {1} MB")
        raise CadenceError(message.format(shown, LARGEST // 10**6))
    if not content.startswith(BEGINNINGS[ending]):
        message = _("{0} is not what its ending says; save it anew and send that")
        raise CadenceError(message.format(shown))


def _digest(place: Path) -> str | None:
    try:
        with place.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return None
