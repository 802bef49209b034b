"""文件: official documents handed in, drafted, checked rule by rule, taken into use and out again.

A draft lies under drafts/ of the workspace, beside the text that it was read from, and binds
nobody. It is saved with every decision, so that it can be closed and opened again.
"""

import contextlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.core import CadenceError, Pack
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault
from cadence.desk.visit import Visit
from cadence.rules import RULES, read_pack, take_out_of_use

OFFICE: tuple[Role, ...] = ("office",)
DRAFTS = "drafts"
ENDINGS = (
    ".txt", ".md", ".docx", ".pdf", ".html", ".htm", ".doc", ".wps", ".ofd",
    ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp",
)  # fmt: skip
LONGEST_NAME = 40
NAMING = threading.Lock()  # held from a name's choice until its files stand
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOnFile:
    """One draft: its name, its document and how far it is checked."""

    name: str
    title: str
    decided: int
    total: int


def show(visit: Visit) -> Response:
    """Show drafts, documents in use, and where to hand one in."""
    return documents_page(visit)


def take_out(visit: Visit, form: FormData) -> Response:
    """Take a document out of use: it becomes a draft again, and a dated copy stays."""
    name = named(str(form.get("name", "")))
    if f"{visit.place}/{name}" not in {each.name for each in visit.workspace.packs}:
        raise HTTPException(404, "没有这份文件，可能刚被撤回。")
    pack = visit.office.folder / RULES / visit.place / f"{name}.yaml"
    take_out_of_use(visit.office.folder, pack, drafts_of(visit), visit.office.clock())
    return visit.to("documents", out=name)


def drafts_of(visit: Visit) -> Path:
    """Return the folder of a place's drafts."""
    return visit.office.folder / DRAFTS / visit.place


def named(said: str) -> str:
    """Return the name of a draft as an address says it.

    Raises:
        HTTPException: it could be the name of something else.
    """
    if not NAME.fullmatch(said) or len(said) > LONGEST_NAME + 8:
        raise HTTPException(404, "没有这份草稿。")
    return said


def draft_file(visit: Visit, name: str) -> Path:
    """Return a draft's file.

    Raises:
        HTTPException: there is none.
    """
    file = drafts_of(visit) / f"{named(name)}.yaml"
    if not file.is_file():
        raise HTTPException(404, "没有这份草稿，可能已经启用或删去。")
    return file


def draft_pack(visit: Visit, name: str) -> Pack:
    """Read a draft, with refused rules among its rules' refusals.

    Raises:
        CadenceError: it can no longer be read.
    """
    file = draft_file(visit, name)
    pack, tree = read_pack(file, f"{visit.place}/{name}", file.name)
    if pack is None or tree.problems:
        raise CadenceError("\n".join(str(each) for each in tree.problems))
    return pack


def drafts(visit: Visit) -> Iterator[DraftOnFile]:
    """Yield the drafts of a place, by name."""
    for file in sorted(drafts_of(visit).glob("*.yaml")):
        with contextlib.suppress(FileNotFoundError):  # deleted, or taken into use, this moment
            signs = file.stat()
            yield _on_file(file, visit.place, (signs.st_mtime_ns, signs.st_size))


@lru_cache(maxsize=64)  # the first page of every morning counts them; most are as they were
def _on_file(file: Path, place: str, _signs: tuple[int, int]) -> DraftOnFile:
    pack, tree = read_pack(file, f"{place}/{file.stem}", file.name)
    if pack is None or tree.problems:
        return DraftOnFile(name=file.stem, title=f"{file.name}（读不出）", decided=0, total=0)
    rules = (*pack.rules, *pack.refused)
    left = sum(each.is_unchecked for each in pack.rules)
    return DraftOnFile(
        name=file.stem, title=pack.document.title, decided=len(rules) - left, total=len(rules)
    )


def documents_page(visit: Visit, fault: Fault | None = None) -> Response:
    """Render the page; a document that could not be read is said on it."""
    packs = [
        (each.name.partition("/")[2], each, len(each.rules))
        for each in (visit.view.workspace.packs if visit.view.workspace else ())
        if each.place == visit.place
    ]
    return visit.page(
        "documents", "documents", "文件", 422 if fault else 200,
        drafts=list(drafts(visit)), packs=packs, fault=fault, endings="、".join(ENDINGS),
        out=visit.asked("out"), used=visit.asked("used"), gone=visit.asked("gone"),
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="documents", roles=OFFICE, show=show),
    Entrance(path="documents/out", roles=OFFICE, take=take_out),
)
