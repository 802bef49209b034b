"""rules/<place>/units.yaml as the desk changes it: where each entry stands, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cadence.core import CadenceError, Edit
from cadence.desk.visit import Visit
from cadence.rules import RULES, change_checked, read_tree, take_back

SECTIONS = ("units", "groups", "posts")
Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One entry of a roster as it is written: its section and number, and what it says."""

    at: Place
    id: str
    name: str
    also: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    of: str = ""


def entries_of(visit: Visit) -> dict[str, RosterLine]:
    """Return every entry of a place's roster by its id, in the file's order."""
    value = read_tree(_file(visit), "units.yaml").value
    found: dict[str, RosterLine] = {}
    for section in SECTIONS:
        listed = value.get(section) if isinstance(value, dict) else None
        for n, each in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(each, dict) and isinstance(each.get("id"), str):
                key = str(each["id"])
                found[key] = RosterLine(
                    at=(section, n),
                    id=key,
                    name=str(each.get("name", "")),
                    also=_texts(each.get("also")),
                    members=_texts(each.get("members")),
                    of=str(each.get("of") or ""),
                )
    return found


def entry_of(visit: Visit, key: str) -> RosterLine:
    """Return one entry by its id, or by the key of the unit that it makes.

    Raises:
        CadenceError: there is none.
    """
    found = entries_of(visit).get(key.rpartition("/")[2])
    if found is None:
        raise CadenceError("名册里没有这一条，可能刚被改过；请从名单里重新选。")
    return found


def change_roster(visit: Visit, edits: Iterable[Edit]) -> None:
    """Change a place's roster; it must load with it, and a dated copy is kept.

    Raises:
        CadenceError: it does not load, or cannot be changed.
    """
    change_checked(visit.office.folder, _file(visit), edits, visit.office.clock())


def undo_roster(visit: Visit) -> None:
    """Put back what a place's roster said before its last change.

    Raises:
        CadenceError: there is nothing to put back, or the rules do not load with it.
    """
    take_back(visit.office.folder, _file(visit), visit.office.clock())


def _file(visit: Visit) -> Path:
    return visit.office.folder / RULES / visit.place / "units.yaml"


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
