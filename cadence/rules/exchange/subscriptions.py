"""Whose packs this office uses, by which key they are known, and what was last accepted of each."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from cadence.core import OWN_FOLDER, CadenceError, _, reason, write_whole
from cadence.rules.exchange.fetch import fetch, is_address
from cadence.rules.exchange.keys import check_public, is_signed
from cadence.rules.exchange.offer import INDEX, SIGNATURE, PackOffer, read_offer

FILE = f"{OWN_FOLDER}/packs.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One source.

    Attributes:
        source: a folder, or the address of one.
        key: the public key that its list must be signed with.
        publisher: who it is, as last accepted.
        version: last accepted; 0: none yet.
        files: what was accepted, by path under rules/, and its SHA-256.
    """

    source: str
    key: str
    publisher: str = ""
    version: int = 0
    files: dict[str, str] = field(default_factory=dict)


def read_subscriptions(folder: Path) -> dict[str, Subscription]:
    """Read the sources of a workspace.

    Raises:
        CadenceError: the file was damaged.
    """
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {source: Subscription(source=source, **each) for source, each in told.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        message = _("{0} is damaged; subscribe again: cadence pack subscribe")
        raise CadenceError(message.format(folder / FILE)) from error


def keep(folder: Path, subscription: Subscription) -> None:
    """Write a source down, in the place of what was known of it.

    Raises:
        CadenceError: it cannot be written.
    """
    _write(folder, read_subscriptions(folder) | {subscription.source: subscription})


def unsubscribe_from(folder: Path, subscription: Subscription) -> None:
    """Forget a source; what was accepted of it stays under rules/, and is the office's own.

    Raises:
        CadenceError: it cannot be written; the source is subscribed to as before.
    """
    known = read_subscriptions(folder)
    del known[subscription.source]
    _write(folder, known)


def _write(folder: Path, known: Mapping[str, Subscription]) -> None:
    told = {source: asdict(each) for source, each in known.items()}
    for each in told.values():
        del each["source"]
    file = folder / FILE
    try:
        write_whole(file, json.dumps(told, ensure_ascii=False, indent=1).encode(), parents=True)
    except OSError as error:
        raise CadenceError(_("{0} cannot be written: {1}").format(file, reason(error))) from error


def subscribe_to(folder: Path, source: str, key: str) -> PackOffer:
    """Take packs from a source from now on, if what lies there carries the key's signature.

    Args:
        folder: the workspace.
        source: a folder, a USB stick, or an address.
        key: the publisher's public key, as it was told another way.

    Raises:
        CadenceError: the key is none, or nothing there is signed with it; then nothing is kept.
    """
    check_public(key)
    where = source if is_address(source) else str(Path(source).resolve())
    offer = signed_offer(where, key)
    known = read_subscriptions(folder).get(where) or Subscription(source=where, key=key)
    keep(folder, replace(known, key=key, publisher=offer.publisher))
    return offer


def signed_offer(source: str, key: str) -> PackOffer:
    """Read what a source offers.

    Raises:
        CadenceError: it cannot be read, or was not signed with that key.
    """
    content, signature = fetch(source, INDEX), fetch(source, SIGNATURE)
    if not is_signed(key, content, signature):
        message = _(
            "{0}: the list of packs is not signed with the key that is subscribed to; nothing was"
            " taken: ask the publisher"
        )
        raise CadenceError(message.format(source))
    return read_offer(content)
