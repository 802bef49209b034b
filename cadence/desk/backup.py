"""The whole workspace → one zip to keep elsewhere, and back: rules, ledger, evidence, by hash.

What was sent comes along, so that nobody is told twice and addresses in messages still open; what
was still to be sent comes back in doubt, for a person to say whether it went.

Users and tokens are not in it: whoever finds the zip cannot sign in. That tokens were on is, and
what was private stays closed where it comes back. What is published a build makes anew.
"""

import datetime as dt
import hashlib
import json
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path, PurePosixPath

from cadence.core import OWN_FOLDER, CadenceError, _, readable, reason
from cadence.ledger import is_begun, ledger_copy, read_entries
from cadence.remind import FILE as OUTBOX
from cadence.remind import TO_DOUBT
from cadence.rules import CONTACTS, RULES, SETTINGS

MANIFEST = "manifest.json"
KEPT = (RULES, OWN_FOLDER, "drafts", "evidence", "fonts")
# What says nothing elsewhere: when it was built, how far its ledger was followed, what was listed,
# photos made small.
OF_THIS_PLACE = re.compile(r"built\.json|ledger\.json|listed-.*|thumb-.*|.*\.lock")
OWNER_ONLY, SHARED_FOLDER = 0o600, 0o755
LOGS = ("-wal", "-shm")  # that SQLite lays beside a database
LARGEST = 4 * 2**30  # bytes unpacked
PASSWORD = re.compile(rb"(://[^/@:\s]*)(:[^/@\s]*)(@)")  # in an address
STAMP = (1980, 1, 1, 0, 0, 0)  # of every member, so that the same workspace gives the same bytes


def write_backup(folder: Path, target: Path, now: dt.datetime) -> int:
    """Write a zip of a workspace.

    Args:
        folder: the workspace.
        target: the zip, which must not exist.
        now: for the manifest.

    Returns:
        How many files are in it.

    Raises:
        CadenceError: something cannot be read or written.
    """
    hashes: dict[str, str] = {}
    try:
        with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as bundle:
            for name, content in _contents(folder):
                hashes[name] = hashlib.sha256(content).hexdigest()
                bundle.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
            listed = {"made": now.isoformat(timespec="seconds"), "sha256": hashes}
            text = json.dumps(listed, ensure_ascii=False, indent=2, sort_keys=True)
            bundle.writestr(zipfile.ZipInfo(MANIFEST, STAMP), text)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(target, reason(error))
        raise CadenceError(message) from error
    return len(hashes)


def restore(bundle: Path, folder: Path) -> int:
    """Make a workspace from a backup, whole or not at all.

    Args:
        bundle: the zip.
        folder: where the workspace is to be; new or empty.

    Returns:
        How many files came back.

    Raises:
        CadenceError: the zip is none of ours or damaged, or the folder holds something or cannot be
            written. Nothing is there then that was not.
    """
    if folder.exists() and any(folder.iterdir()):
        message = _("{0} is not empty; restore into a new folder and compare before you use it")
        raise CadenceError(message.format(folder))
    with _unpacked(bundle, folder.absolute().parent) as (beside, count), _told(folder):
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    return count


def restore_begun(bundle: Path, folder: Path, now: dt.datetime) -> int:
    """Bring a backup into a workspace in which nobody has recorded anything.

    What stands where something comes to stand is put aside and not taken away; rules/ is the last,
    so that a place is there only once all the rest is.

    Args:
        bundle: the zip.
        folder: the workspace.
        now: stands in the names of what is put aside.

    Raises:
        CadenceError: the zip is none of ours or damaged, the ledger holds entries, or the folder
            cannot be written.
    """
    if is_begun(folder) and next(read_entries(folder), None):
        raise CadenceError(_("{0} holds entries; restore into a new folder").format(folder))
    with _unpacked(bundle, folder) as (beside, count), _told(folder):
        moving = sorted(beside.iterdir(), key=lambda each: each.name == RULES)
        for each in moving:
            if each.name == OWN_FOLDER:
                _merge(each, folder / OWN_FOLDER)
                continue
            for name in (each.name, *(f"{each.name}{log}" for log in LOGS)):
                if (folder / name).exists():  # a log of another database would be read into it
                    (folder / name).rename(folder / f"{name}.before-{now:%Y%m%d-%H%M%S}")
            each.rename(folder / each.name)
    return count


def _merge(source: Path, target: Path) -> None:
    for file in sorted(source.rglob("*")):
        if file.is_file():
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)


@contextmanager
def _unpacked(bundle: Path, where: Path) -> Iterator[tuple[Path, int]]:
    """Lay a backup down beside, each file checked, and give its folder and how many there are."""
    with ExitStack() as stack:
        try:
            where.mkdir(parents=True, exist_ok=True)
            made = tempfile.mkdtemp(prefix=".restoring-", dir=where)
            stack.callback(shutil.rmtree, made, ignore_errors=True)
            beside = Path(made)
            with zipfile.ZipFile(bundle) as opened:
                contents = _checked(opened, bundle)
                count = sum(_lay(beside / name, content) for name, content in contents)
            beside.chmod(SHARED_FOLDER)
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            message = _("{0} is no backup of a workspace, or is damaged: {1}")
            raise CadenceError(message.format(bundle, error)) from error
        yield beside, count


def _lay(file: Path, content: bytes) -> int:
    """Write one file; return that it is one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    if file.name in {OUTBOX, CONTACTS}:
        file.chmod(OWNER_ONLY)
    return 1


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say why what was laid down cannot be put in place."""
    try:
        yield
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(folder, reason(error))
        raise CadenceError(message) from error


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file that is kept, by its path with forward slashes."""
    for kept in KEPT:
        for file in sorted((folder / kept).rglob("*")):
            is_ours = kept != OWN_FOLDER or not OF_THIS_PLACE.fullmatch(file.name)
            if file.is_file() and not file.is_symlink() and is_ours:
                yield file.relative_to(folder).as_posix(), file.read_bytes()
    if (folder / SETTINGS).is_file():
        yield SETTINGS, PASSWORD.sub(rb"\1\3", (folder / SETTINGS).read_bytes())
    if copy := ledger_copy(folder):
        yield copy
    if (folder / OUTBOX).is_file():
        yield OUTBOX, _copied(folder / OUTBOX, TO_DOUBT)


def _copied(file: Path, *changes: str) -> bytes:
    """Copy a database as it is at one moment, whoever is writing into it.

    Args:
        file: the database.
        changes: statements that change the copy.

    Raises:
        CadenceError: it cannot be read.
    """
    try:
        with tempfile.TemporaryDirectory() as beside:
            copy = Path(beside) / file.name
            with (
                readable(file) as lying,
                closing(sqlite3.connect(f"{lying.resolve().as_uri()}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
                for each in changes:
                    target.execute(each)
                target.commit()
            return copy.read_bytes()
    except sqlite3.Error as error:
        message = _("{0} cannot be read: {1}").format(file, error)
        raise CadenceError(message) from error


def _checked(opened: zipfile.ZipFile, bundle: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a backup, each of them as its manifest says.

    Raises:
        ValueError: one is not.
    """
    if sum(each.file_size for each in opened.infolist()) > LARGEST:
        raise ValueError(bundle)
    hashes = json.loads(opened.read(MANIFEST))["sha256"]
    if {each.filename for each in opened.infolist()} != {MANIFEST, *hashes}:
        raise ValueError(MANIFEST)
    for name, digest in hashes.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            raise ValueError(name)
        content = opened.read(name)
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError(name)
        yield name, content
