"""What the last build made of each place and from what, so that what would be the same is left.

A place whose rules, ledger, day and program are those of the last build, and each of whose files
still holds the bytes that were written then, is passed over whole. It lies in the workspace's own
folder, not under out/: two builds of the same input publish the same bytes whatever was before.
"""

import datetime as dt
import hashlib
import json
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cadence.core import OWN_FOLDER, SHANGHAI, duty_folder, write_whole
from cadence.publish.beside import digest
from cadence.publish.order import PARTS, Order
from cadence.publish.pages.index import ListedPlace
from cadence.publish.publication import Publication
from cadence.rules import Workspace

FOLDER = f"{OWN_FOLDER}/put"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What a place came to.

    Attributes:
        key: of all that it was made from; files: a digest of each that was put, by name.
        feeds, events: how many; listed: how the index lists it.
    """

    key: str
    files: dict[str, str]
    feeds: int
    events: int
    listed: ListedPlace


def key_of(workspace: Workspace, order: Order, place: str) -> str:
    """Digest all that a place is made from; "" where it must be made whatever it was before."""
    now = order.now.astimezone(SHANGHAI)
    if order.parts != PARTS or not workspace.digest or not order.known:
        return ""
    counts_hours = bool(order.history.happenings)
    known = (
        _program(),
        workspace.digest,
        order.known,
        order.before.number if order.before else 0,
        order.span,
        now if counts_hours else (now.date(), _passed(workspace, now)),
        order.private,
        order.desk,
        sorted(order.released),
        Publication(workspace.out).names(duty_folder(place), ".html"),
    )
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _passed(workspace: Workspace, now: dt.datetime) -> list[str]:
    """Return the last minutes in time (17:00) of any rule that today has left behind."""
    timings = (rule.timing for pack in workspace.packs for rule in pack.rules)
    times = {getattr(each, "time", None) for each in timings}
    return sorted(each for each in times if each and each < f"{now:%H:%M}")


def read_remembered(changes: Publication, folder: Path, place: str, key: str) -> Remembered | None:
    """Return what a place came to, if it would come to the same and still stands as it was put.

    Args:
        changes: what is published.
        folder: the workspace.
        place: whose it is.
        key: of all that it would be made from now.
    """
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - a first build needs none

    file = folder / FOLDER / f"{place}.json"
    try:
        found = TypeAdapter(Remembered).validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None
    if found.key != key:
        return None
    stands = (digest(changes.read(name) or b"") == each for name, each in found.files.items())
    return found if all(stands) else None


def keep_remembered(folder: Path, place: str, found: Remembered) -> None:
    """Keep what a place came to.

    Raises:
        OSError: it cannot be written.
    """
    from pydantic import TypeAdapter  # noqa: PLC0415 - see above

    content = TypeAdapter(Remembered).dump_json(found)
    write_whole(folder / FOLDER / f"{place}.json", content, parents=True, lasting=False)


@cache
def _program() -> str:
    """Say what differs when the program or a library that it uses is another one."""
    package = Path(__file__).parents[1]
    own = sorted(each for each in package.rglob("*") if each.is_file() and _is_source(each))
    signs = [(str(each.relative_to(package)), each.stat()) for each in own]
    libraries = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    return json.dumps(
        [libraries, *((name, each.st_size, each.st_mtime_ns) for name, each in signs)]
    )


def _is_source(file: Path) -> bool:
    return file.suffix not in {".pyc", ".po"}
