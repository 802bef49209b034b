"""rules/ of some places → a folder to hand on: every file, the list of them, and its signature."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cadence.core import CadenceError, Pack, _, reason, write_whole
from cadence.rules.exchange.keys import sign
from cadence.rules.exchange.offer import (
    INDEX,
    ROSTER,
    SIGNATURE,
    Offered,
    PackOffer,
    offer_text,
    read_offer,
    sha256_of,
)
from cadence.rules.reading import RULES
from cadence.rules.workspace import Workspace


def publish_packs(
    workspace: Workspace, places: Iterable[str], folder: Path, key: Path, day: dt.date
) -> PackOffer:
    """Write what some places have into a folder, signed; its version rises where anything changed.

    Args:
        workspace: what rules/ says.
        places: whose packs and rosters are handed on.
        folder: a folder, a USB stick, or what a web server shows.
        key: the file of the private key.
        day: of issue.

    Raises:
        CadenceError: the key is none, a pack is not checked, or the folder cannot be written.
    """
    listed = tuple(places)
    contents = dict(_contents(workspace, listed))
    files = tuple(_offered(workspace, path, content) for path, content in contents.items())
    before = _before(folder)
    office = "、".join(workspace.rosters[place].office for place in listed)
    offer = PackOffer(publisher=office, version=1, issued=day.isoformat(), files=files)
    if before:
        same = replace(offer, version=before.version, issued=before.issued) == before
        offer = before if same else replace(offer, version=before.version + 1)
    index = offer_text(offer)
    signature = sign(key, index)
    try:
        for content in contents.values():
            _put(folder / "packs" / f"{sha256_of(content)}.yaml", content)
        # Whoever reads between the two finds that they do not match, and reads again later.
        _put(folder / SIGNATURE, signature)
        _put(folder / INDEX, index)
        _sweep(
            folder, {f"{each.sha256}.yaml" for each in (*files, *(before.files if before else ()))}
        )
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(folder, reason(error))
        raise CadenceError(message) from error
    return offer


def _contents(workspace: Workspace, places: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for place in sorted(places):
        own = workspace.folder / RULES / place
        yield f"{place}/{ROSTER}", (own / ROSTER).read_bytes()
        for pack in workspace.packs:
            if pack.place == place:
                if any(rule.is_unchecked for rule in pack.rules):
                    message = _("{0} holds drafted rules that nobody has decided on; it stays here")
                    raise CadenceError(message.format(pack.name))
                yield (
                    f"{pack.name}.yaml",
                    (workspace.folder / RULES / f"{pack.name}.yaml").read_bytes(),
                )


def _offered(workspace: Workspace, path: str, content: bytes) -> Offered:
    packs = {f"{each.name}.yaml": each for each in workspace.packs}
    found: Pack | None = packs.get(path)
    if found is None:
        return Offered(path=path, sha256=sha256_of(content))
    document = found.document
    return Offered(
        path=path,
        sha256=sha256_of(content),
        title=document.title,
        revised=document.revised.isoformat(),
        text_sha256=document.sha256,
        checked_by=document.checked_by,
        review_by=document.review_by.isoformat() if document.review_by else None,
    )


def _before(folder: Path) -> PackOffer | None:
    try:
        return read_offer((folder / INDEX).read_bytes())
    except (OSError, CadenceError, json.JSONDecodeError):
        return None


def _put(file: Path, content: bytes) -> None:
    """Write a file whole, or leave it; what says the same is untouched."""
    if file.exists() and file.read_bytes() == content:
        return
    write_whole(file, content, parents=True)


def _sweep(folder: Path, wanted: set[str]) -> None:
    """Take packs away that neither this list nor the one before it names."""
    for file in (folder / "packs").glob("*.yaml"):
        if file.name not in wanted:
            file.unlink()
