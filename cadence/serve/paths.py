"""The path of a request → the names under out/ that it means, or nothing. Pure.

Strict rather than clever: a path is cut at its slashes first and decoded once after, and a part
that any system could read as something other than a plain name of ours is refused.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from cadence.core import ANSWERS, FEEDS, PRIVATE, is_device
from cadence.serve.secrets import TOKEN

LONGEST = 1024  # bytes
FEED_END = ".ics"
TASK_LISTS, UNIT_PARTS = b"/caldav/", 2  # /caldav/<place>/<unit>/…
TOKEN_PARTS = 4  # t/<token>/<place>/<unit>.ics
INDEX = "index.html"
# Slashes of any kind, drive and stream colons, 8.3 aliases, escapes, what shells expand.
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|%~\u2028\u2029\ufeff\ud800-\udfff]')
ABSOLUTE = re.compile(rb"https?://[^/?#]+", re.IGNORECASE)
BELOW_PRIVATE = re.compile(rb"(?:^|(?<=[/\\]))(t[/\\]).*", re.IGNORECASE | re.DOTALL)
LIKE_TOKEN = re.compile(rb"[\w-]{16,}")  # some of a token's 22 characters may be lost
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a request asks for: names under out/, and the token that it came with."""

    names: tuple[str, ...]
    token: str = ""

    @property
    def feed(self) -> tuple[str, str] | None:
        """Return the place and the unit, if it is a feed."""
        if len(self.names) == TOKEN_PARTS - 1 and self.names[0] == FEEDS:
            unit = self.names[2].removesuffix(FEED_END)
            return (self.names[1], unit) if unit != self.names[2] else None
        return None


def wanted(raw: bytes) -> Wanted | None:
    """Read the path of a request, before any decoding.

    Returns:
        None where it is not one that we would ever publish.
    """
    if not raw.startswith(b"/") or len(raw) > LONGEST:
        return None
    *folders, last = raw[1:].split(b"/")
    names = tuple(map(_name, [*folders, last or INDEX.encode()]))
    if not all(names):
        return None
    if names[0] == PRIVATE:
        return _with_token(names)
    return Wanted(names=names)


def calendar_of(raw: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Return the calendar that a request refreshes: its token, if any, and the names of its file.

    That of a unit's task list is the unit's feed. Pages and what is no calendar have none.
    """
    if raw.startswith(TASK_LISTS):
        names = tuple(map(_name, raw[len(TASK_LISTS) :].split(b"/")[:UNIT_PARTS]))
        if len(names) == UNIT_PARTS and all(names):
            return "", (FEEDS, names[0], f"{names[1]}{FEED_END}")
        return None
    asked = wanted(raw) if raw.endswith(FEED_END.encode()) else None
    return (asked.token, asked.names) if asked and asked.feed else None


def origin_form(raw: bytes) -> bytes:
    """Return a request's target without the scheme and host that one to a proxy begins with."""
    absolute = ABSOLUTE.match(raw)
    return (raw[absolute.end() :] or b"/") if absolute else raw


def masked(raw: bytes, *, served: bool = False) -> str:
    """Return a path as a log may show it: without what may be a token, however that is spelt.

    Args:
        raw: the path, as it was asked for.
        served: there is something at this path, so it is no slip of somebody's token.
    """
    if raw.startswith(f"/{ANSWERS}/".encode()):
        return f"/{ANSWERS}/***"
    asked = wanted(raw)
    if asked and asked.token:
        return f"/{PRIVATE}/***/" + "/".join(map(quote, asked.names[1:]))
    if served:
        return raw.decode("ascii", "replace")
    if len(raw) > LONGEST:
        return "/***"
    plain = _decoded(raw)
    hidden = LIKE_TOKEN.sub(b"***", BELOW_PRIVATE.sub(rb"\1***", plain))
    return raw.decode("ascii", "replace") if hidden == plain else quote(hidden, safe="/*")


def _decoded(raw: bytes) -> bytes:
    """Decode as often as there is something to decode."""
    while (plain := unquote_to_bytes(raw)) != raw:
        raw = plain
    return raw


def _name(part: bytes) -> str:
    """Decode one part; empty where it is not a plain name."""
    try:
        name = unquote_to_bytes(part).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    plain = (
        not FORBIDDEN.search(name)
        and not is_device(name)
        and not name.startswith((".", " "))
        and not name.endswith((".", " "))
    )
    return name if plain else ""


def _with_token(names: tuple[str, ...]) -> Wanted | None:
    if len(names) != TOKEN_PARTS or not TOKEN.fullmatch(names[1]):
        return None
    _t, token, place, file = names
    found = Wanted(names=(FEEDS, place, file), token=token)
    return found if found.feed else None
