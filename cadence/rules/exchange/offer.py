"""What a signed folder offers: its files, their hashes, and who checked each pack. Pure."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from cadence.core import CadenceError, _

INDEX, SIGNATURE = "packs.json", "packs.json.sig"
FORMAT = 1
NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
ROSTER = "units.yaml"
# What an office decides for itself is never another's to write.
OWN = {"policy.yaml", "contacts.yaml", "calendar.yaml", "place.yaml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One file: a pack, or the roster that says whom packs of its place mean.

    Attributes:
        path: henan/2026-plan.yaml, as under rules/; sha256: of its bytes.
        title: of the document; text_sha256: of the official text that it was checked against.
        checked_by: the post that checked it; review_by: the day by which it is to be done again.
    """

    path: str
    sha256: str
    title: str = ""
    revised: str | None = None
    text_sha256: str | None = None
    checked_by: str | None = None
    review_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOffer:
    """All that is offered.

    Attributes:
        publisher: the office, for people; version: one higher each time that anything changes.
        issued: the day.
    """

    publisher: str
    version: int
    issued: str
    files: tuple[Offered, ...]

    @property
    def places(self) -> frozenset[str]:
        """Return the folders under rules/ that it fills."""
        return frozenset(each.path.partition("/")[0] for each in self.files)


def offer_text(offer: PackOffer) -> bytes:
    """Write an offer as it is signed; the same offer gives the same bytes."""
    told = {"format": FORMAT, **asdict(offer)}
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_offer(content: bytes) -> PackOffer:
    """Read an offer whose signature holds.

    Raises:
        CadenceError: it is none, is of a later cadence, or names a file that is not its to write.
    """
    try:
        told = json.loads(content)
        if told.pop("format") != FORMAT:
            raise CadenceError(_("these packs were published by a later cadence; update this one"))
        files = tuple(_offered(each) for each in told.pop("files"))
        offer = PackOffer(files=files, **told)
        sound = (type(offer.version), type(offer.publisher), type(offer.issued)) == (int, str, str)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CadenceError(_("this is no list of packs: {0}").format(INDEX)) from error
    paths = {each.path for each in offer.files}
    whole = len(paths) == len(offer.files) and all(
        f"{place}/{ROSTER}" in paths for place in offer.places
    )
    if not sound or not whole:
        raise CadenceError(_("this is no list of packs: {0}").format(INDEX))
    return offer


def _offered(told: dict[str, Any]) -> Offered:
    found = Offered(**told)
    place, _slash, name = found.path.partition("/")
    is_file = name.endswith(".yaml") and NAME.fullmatch(name.removesuffix(".yaml"))
    if not (NAME.fullmatch(place) and is_file) or name in OWN:
        message = _("{0} offers {1}, which is not its to write; nothing was taken")
        raise CadenceError(message.format(INDEX, found.path))
    if not re.fullmatch(r"[0-9a-f]{64}", found.sha256):
        raise ValueError(found.sha256)
    return found


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hex."""
    return hashlib.sha256(content).hexdigest()
