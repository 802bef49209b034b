"""What the client has already, and what it can unpack: RFC 9110, 8.8, 12.5.3 and 13. Pure.

Stricter than Starlette, which takes a later date for the same file and "gzip;q=0" for a yes.
"""

import hashlib
import re
from email.utils import parsedate_to_datetime
from functools import lru_cache

from starlette.datastructures import Headers

ETAG = re.compile(r'(?:W/)?("[^"]*")')
ETAG_DIGITS = 32


def etag_of(content: bytes, written: str = "") -> str:
    """Return the strong tag of some bytes, without its quotes.

    Args:
        content: the bytes.
        written: the day on which a calendar was last written or renewed: a client that holds half
            of it under its tag gets it whole on the next day.
    """
    return hashlib.sha256(content + written.encode()).hexdigest()[:ETAG_DIGITS]


def quoted(etag: str, *, packed: bool) -> str:
    """Return the tag of one representation; packed bytes are other bytes, so another tag."""
    return f'"{etag}-gz"' if packed else f'"{etag}"'


def is_unchanged(asked: Headers, etag: str, modified: float) -> bool:
    """Tell whether the client has these very bytes.

    The tag decides where the client sent one. A date alone must be the very date of the file: an
    older file that is put back is not unchanged.
    """
    known = asked.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or etag in ETAG.findall(known)
    try:
        since = parsedate_to_datetime(asked.get("if-modified-since", ""))
        return since.timestamp() == int(modified)
    except (ValueError, OverflowError):
        return False


@lru_cache(maxsize=256)
def accepts_gzip(header: str) -> bool:
    """Tell whether the client unpacks gzip: named, or by "*", and not with q=0."""
    weights = {}
    for part in header.lower().split(","):
        coding, _semicolon, parameters = part.partition(";")
        weights[coding.strip()] = _weight(parameters)
    found = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return found > 0


def _weight(parameters: str) -> float:
    name, _equals, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
