"""撤销: what files of rules/ said before, by the dated copies that every change keeps; put back.

A copy is called `20261126-102500-yichuan-policy.yaml`: when, where, which file.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cadence.core import SHANGHAI, CadenceError, _
from cadence.rules.edit import replace_file
from cadence.rules.in_use import COPIES, keep_copy
from cadence.rules.reading import RULES
from cadence.rules.workspace import read_workspace

NAME = re.compile(r"(\d{8}-\d{6})(?:-(\d+))?-(.+)")
STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What a file said until a change.

    Attributes:
        key: names the copy; at: when the change was made.
        place, name: the file, which may be gone by now.
        text: what it said; later: what it said after that, None where it was taken out.
    """

    key: str
    at: dt.datetime
    place: str
    name: str
    text: str
    later: str | None


def former(folder: Path, place: str) -> list[Former]:
    """Return what the files of a place said before, the newest first; equal neighbours once."""
    by_file: dict[str, list[tuple[dt.datetime, int, Path]]] = {}
    for copy in (folder / COPIES).glob("*.yaml"):
        if told := _told(copy, place):
            at, number, name = told
            by_file.setdefault(name, []).append((at, number, copy))
    found = [
        each
        for name, copies in by_file.items()
        for each in _of_file(folder / RULES / place / name, place, sorted(copies))
    ]
    return sorted(found, key=lambda each: (each.at, each.key), reverse=True)


def put_back(folder: Path, place: str, key: str, now: dt.datetime) -> str:
    """Let a file say again what a copy says; what it says now is kept as well.

    Args:
        folder: the workspace.
        place: the folder under rules/.
        key: of a Former.
        now: for the copy of what it says now.

    Returns:
        The file's name.

    Raises:
        CadenceError: there is no such copy, or the workspace does not load with it; rules/ is then
            as it was.
    """
    copy = next((each.key for each in former(folder, place) if each.key == key), None)
    if copy is None:
        raise CadenceError(_("no copy is called {0}").format(key))
    source = folder / COPIES / copy
    told = _told(source, place)
    name = told[2] if told else source.name
    file, content = folder / RULES / place / name, source.read_bytes()
    current = file.read_bytes() if file.exists() else None
    if current is not None:
        keep_copy(folder, file, now)
    replace_file(file, content, current)
    try:
        read_workspace(folder)
    except BaseException:
        if current is None:
            with contextlib.suppress(OSError):
                file.unlink()
        else:
            replace_file(file, current, content)
        raise
    return name


def _of_file(
    file: Path, place: str, copies: list[tuple[dt.datetime, int, Path]]
) -> Iterator[Former]:
    """Yield the states of one file that differ from the state after them."""
    texts = [_text(copy) for _at, _number, copy in copies]
    after = [*texts[1:], _text(file) if file.exists() else None]
    for (at, _number, copy), text, later in zip(copies, texts, after, strict=True):
        if text != later:
            yield Former(key=copy.name, at=at, place=place, name=file.name, text=text, later=later)


def _told(copy: Path, place: str) -> tuple[dt.datetime, int, str] | None:
    """Read a copy's name; None where it is of another place, or none of ours."""
    found = NAME.fullmatch(copy.name)
    if not found or not found[3].startswith(f"{place}-"):
        return None
    try:
        at = dt.datetime.strptime(found[1], STAMP).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
    return at, int(found[2] or 1), found[3].removeprefix(f"{place}-")


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace")
