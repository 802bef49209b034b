"""out/ → an object store: what changed is put, content before what leads to it, the list last.

The list of objects (OBJECTS) says which of them are ours: others under the prefix are neither
written over nor taken away. It is written before the first new name is put and again at the end,
so a build that is killed in between leaves whole objects, all known, and the next one ends it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock, Timeout

from cadence.core import (
    CACHING,
    FEEDS,
    MEDIA_TYPES,
    CadenceError,
    _,
    media_type,
    reason,
    write_whole,
)
from cadence.feeds import is_gone, is_ours, lost_events
from cadence.publish.bucket import Bucket
from cadence.publish.build import build, loss_message
from cadence.publish.order import Built, KeptFeed, Order, Progress
from cadence.publish.publication import LOCK
from cadence.publish.put_feeds import is_heavy, too_many
from cadence.rules import Workspace, read_settings

OBJECTS = ".cadence-objects.json"
AT_ONCE = 8  # requests
INDEX = "index.html"
FORM = hashlib.sha256(json.dumps([CACHING, MEDIA_TYPES]).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """How many objects were put, stayed untouched, and went.

    Attributes:
        address: of the store.
    """

    address: str
    written: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the list says: by name the MD5 of what was to be put, and its ETag once it was.

    Attributes:
        form: of the headers that they were put with; where it is another, all are put anew.
    """

    form: str = FORM
    objects: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def recover(out: Path, address: str) -> int:
    """Fetch the calendars that were published and are not under out/, before a build.

    A calendar that is made anew without the one that was published would number its changes
    from the start, lose what it withdrew, and take away many events unseen.

    Returns:
        How many were fetched.

    Raises:
        CadenceError: the store cannot be read, or out/ not written.
    """
    bucket = Bucket(address)
    known = _read_known(bucket)
    fetched = 0
    for name in sorted(known.objects):
        file = out / name
        if not _is_feed(name) or file.exists():
            continue
        content = bucket.get(name)
        if content and is_ours(content):
            try:
                write_whole(file, content, parents=True)
            except OSError as error:
                message = _("{0} cannot be written: {1}").format(file, reason(error))
                raise CadenceError(message) from error
            fetched += 1
    return fetched


def build_everywhere(
    workspace: Workspace, order: Order, progress: Progress
) -> tuple[Built, Mirrored | None]:
    """Build, and let the object store that the workspace names, if it does, hold the same.

    Args:
        workspace: what rules/ says.
        order: what is asked for.
        progress: told the name of each file as it is made.

    Raises:
        CadenceError: as build and mirror do; where the second fails, out/ is built all the same.
    """
    settings = read_settings(workspace.folder)
    order, address = replace(order, desk=settings.desk), settings.publish
    if not address:
        return build(workspace, order, progress), None
    recover(workspace.out, address)
    built = build(workspace, order, progress)
    return built, mirror(workspace.out, address, order)


def mirror(out: Path, address: str, order: Order) -> Mirrored:
    """Let the store hold what out/ holds.

    Args:
        out: what was built.
        address: s3://bucket/prefix.
        order: what the build was asked for; the same losses are refused unless it says so.

    Raises:
        CadenceError: heavy losses, objects that are not ours, or the store refuses; every object
            is whole then, and the next run ends what this one began.
    """
    try:
        with FileLock(out / LOCK, timeout=0):
            return _mirror(out, Bucket(address), order)
    except Timeout as error:
        message = _("another build is writing {0}; wait until it has ended").format(out)
        raise CadenceError(message) from error
    except OSError as error:
        raise CadenceError(_("{0} cannot be read: {1}").format(out, reason(error))) from error


def _mirror(out: Path, bucket: Bucket, order: Order) -> Mirrored:
    here = {name: _digest((out / name).read_bytes()) for name in _names(out)}
    known, there = _read_known(bucket), bucket.tags()
    _refuse_strangers(bucket, here, known, there)
    stays = {name for name, digest in here.items() if _stands(name, digest, known, there)}
    changed = [name for name in here if name not in stays]
    gone = sorted(name for name in known.objects if name in there and name not in here)
    losses = [] if order.force else _losses(out, bucket, (*changed, *gone), there, order)
    if losses:
        raise CadenceError(loss_message(losses))
    tags = {name: there[name] for name in stays}
    if changed or gone:
        claims = {name: known.objects[name] for name in gone}
        claims |= {name: (digest, tags.get(name, "")) for name, digest in here.items()}
        _write_known(bucket, claims)
        for names in _in_order(changed):
            tags |= _put(bucket, out, names)
        bucket.delete(gone)
    told = {name: (digest, tags[name]) for name, digest in here.items()}
    if told != known.objects or known.form != FORM or changed or gone:
        _write_known(bucket, told)
    return Mirrored(
        address=bucket.address, written=len(changed), unchanged=len(stays), removed=len(gone)
    )


def _put(bucket: Bucket, out: Path, names: list[str]) -> dict[str, str]:
    """Put some objects side by side; the first that fails ends it."""

    def put(name: str) -> str:
        return bucket.put(name, (out / name).read_bytes(), _headers(name))

    with ThreadPoolExecutor(AT_ONCE) as several:
        try:
            return dict(zip(names, several.map(put, names), strict=True))
        except CadenceError as error:
            several.shutdown(cancel_futures=True)
            message = _(
                "{0}\nwhat is published there is whole, some of it new and some as it was; out/ is"
                " built: run cadence build again to end it"
            )
            raise CadenceError(message.format(error)) from error


def _in_order(names: Iterable[str]) -> list[list[str]]:
    """Part names so that a page comes after what it leads to: the index last."""
    found: dict[tuple[bool, bool, int], list[str]] = {}
    for name in sorted(names):
        is_page = name.endswith(".html")
        key = (name == INDEX, is_page, -name.count("/") if is_page else 0)
        found.setdefault(key, []).append(name)
    return [found[key] for key in sorted(found)]


def _losses(
    out: Path,
    bucket: Bucket,
    names: Iterable[str],
    there: Mapping[str, str],
    order: Order,
) -> list[str]:
    """Return in words what too many calendars of a place would lose, as a build into a folder."""
    by_place: dict[str, list[str]] = {}
    for name in names:
        key = name.removeprefix(f"{FEEDS}/").removesuffix(".ics")
        if not _is_feed(name) or key in order.released or name not in there:
            continue
        old = bucket.get(name) or b""
        if not is_ours(old) or is_gone(old):
            continue
        new = (out / name).read_bytes() if (out / name).exists() else b""
        before, lost = lost_events(old, new, order.span)
        if is_heavy(before, lost):
            kept = KeptFeed(unit=key, withdrawn=lost, before=before)
            by_place.setdefault(key.partition("/")[0], []).append(kept.words)
    losses: list[str] = []
    for place, told in by_place.items():
        feeds = sum(name.startswith(f"{FEEDS}/{place}/") for name in there)
        losses += told if too_many(len(told), feeds) else []
    return losses


def _refuse_strangers(
    bucket: Bucket, here: Mapping[str, str], known: _Known, there: Mapping[str, str]
) -> None:
    """Stop before an object that somebody else put there is written over."""
    strange = sorted(
        name
        for name, digest in here.items()
        if name in there and name not in known.objects and there[name] != digest
    )
    if strange:
        message = _(
            "{0} holds {1}, which cadence did not put there; nothing was published: name another"
            " prefix in workspace.yaml, or take it away"
        )
        raise CadenceError(message.format(bucket.address, strange[0]))


def _stands(name: str, digest: str, known: _Known, there: Mapping[str, str]) -> bool:
    """Tell whether what lies there is what is to lie there, with the same headers."""
    told = known.objects.get(name)
    if told is None or told[0] != digest or known.form != FORM or name not in there:
        return False
    # An ETag is the content's MD5 unless the store encrypts it with a key of its own.
    return there[name] in {told[1] or digest, digest}


def _names(out: Path) -> Iterator[str]:
    """Yield every file that is published: none that is hidden, and no link."""
    for file in sorted(out.rglob("*")):
        name = file.relative_to(out)
        hidden = any(part.startswith(".") for part in name.parts)
        if not hidden and file.is_file() and not file.is_symlink():
            yield name.as_posix()


def _read_known(bucket: Bucket) -> _Known:
    content = bucket.get(OBJECTS)
    if content is None:
        return _Known()
    try:
        told = json.loads(content)
        objects = {str(name): (str(one), str(two)) for name, (one, two) in told["objects"].items()}
        return _Known(form=str(told["form"]), objects=objects)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = _(
            "{0}/{1} is damaged, and says which objects are ours; take it away together with"
            " everything under the prefix, or name another prefix"
        )
        raise CadenceError(message.format(bucket.address, OBJECTS)) from error


def _write_known(bucket: Bucket, objects: Mapping[str, tuple[str, str]]) -> None:
    told = {"form": FORM, "objects": dict(sorted(objects.items()))}
    content = json.dumps(told, ensure_ascii=False, indent=0).encode()
    bucket.put(OBJECTS, content, {"Content-Type": media_type(OBJECTS), "Cache-Control": "no-store"})


def _headers(name: str) -> dict[str, str]:
    return {"Content-Type": media_type(name), "Cache-Control": CACHING}


def _is_feed(name: str) -> bool:
    return name.startswith(f"{FEEDS}/") and name.endswith(".ics")


def _digest(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
