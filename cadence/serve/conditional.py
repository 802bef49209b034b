"""What the client has already, and what it can unpack: RFC 9110, 8.8, 12.5.3 and 13. Pure."""

import hashlib
import re
from email.utils import formatdate, parsedate_to_datetime

ETAG = re.compile(r'(?:W/)?("[^"]*")')
ETAG_DIGITS = 32
FRESH = 2  # seconds for which a file may change again without its HTTP date changing


def etag_of(content: bytes) -> str:
    """Return the strong tag of some bytes, without its quotes."""
    return hashlib.sha256(content).hexdigest()[:ETAG_DIGITS]


def quoted(etag: str, *, packed: bool) -> str:
    """Return the tag of one representation; packed bytes are other bytes, so another tag."""
    return f'"{etag}-gz"' if packed else f'"{etag}"'


def last_modified(modified: float, now: float) -> str | None:
    """Return a file's HTTP date; None while the same second may still bring other bytes."""
    return formatdate(int(modified), usegmt=True) if now - modified >= FRESH else None


def is_unchanged(headers: dict[bytes, bytes], etag: str, modified: float) -> bool:
    """Tell whether the client has these very bytes.

    The tag decides where the client sent one. A date alone must be the very date of the file: an
    older file that is put back is not unchanged.
    """
    known = headers.get(b"if-none-match")
    if known is not None:
        text = known.decode("latin-1").strip()
        return text == "*" or etag in ETAG.findall(text)
    since = headers.get(b"if-modified-since")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(since.decode("latin-1")).timestamp() == int(modified)
    except (ValueError, OverflowError):
        return False


def accepts_gzip(header: bytes | None) -> bool:
    """Tell whether the client unpacks gzip: named, or by "*", and not with q=0."""
    weights = {}
    for part in (header or b"").decode("latin-1").lower().split(","):
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
