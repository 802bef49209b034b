"""The path of a request ⇄ what it means: the root, a unit's home, its list, one task. Pure.

A path is cut at its slashes first and each part decoded once; the parts are only ever compared
with names that we know, so that none of them leads to any file.
"""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote_to_bytes

BASE = "/caldav"
LIST = "tasks"
END = ".ics"
LONGEST = 1024  # bytes of a path
HOME_PARTS, LIST_PARTS, ENTRY_PARTS = 2, 3, 4
Kind = Literal["root", "home", "list", "entry"]


@dataclass(frozen=True, slots=True)
class PathAddress:
    """What a path means.

    Attributes:
        kind: a home is its unit's principal, too.
        unit: the unit's key; uid: the task's.
    """

    kind: Kind
    unit: str = ""
    uid: str = ""

    @property
    def href(self) -> str:
        """Return the path as answers write it."""
        if self.kind == "root":
            return f"{BASE}/"
        home = f"{BASE}/{quote(self.unit)}/"
        if self.kind == "home":
            return home
        return f"{home}{LIST}/" if self.kind == "list" else f"{home}{LIST}/{quote(self.uid)}{END}"


def address_of(path: str) -> PathAddress | None:
    """Read a path, as it was sent or as a report names it; None where it is none of ours."""
    begins = f"{BASE}/"
    raw = path.partition("?")[0].encode("utf-8", "replace")
    if not raw.startswith(begins.encode()) or len(raw) > LONGEST:
        return None
    parts = [_name(each) for each in raw[len(begins) :].removesuffix(b"/").split(b"/")]
    if parts == [""]:
        return PathAddress("root")
    if not all(parts) or len(parts) < HOME_PARTS or len(parts) > ENTRY_PARTS:
        return None
    unit = f"{parts[0]}/{parts[1]}"
    if len(parts) == HOME_PARTS:
        return PathAddress("home", unit)
    if parts[2] != LIST:
        return None
    if len(parts) == LIST_PARTS:
        return PathAddress("list", unit)
    uid = parts[3].removesuffix(END)
    return PathAddress("entry", unit, uid) if uid and uid != parts[3] else None


def _name(part: bytes) -> str:
    """Decode one part; empty where it is not a plain name."""
    try:
        name = unquote_to_bytes(part).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    plain = name.isprintable() and not set(name) & set("/\\") and name not in {".", ".."}
    return name if plain else ""
