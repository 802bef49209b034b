"""文件: official documents handed in, drafted, checked rule by rule, taken into use and out again.

A draft lies under drafts/ of the workspace, beside the text that it was read from, and binds
nobody. It is saved with every decision, so that it can be closed and opened again.
"""

import contextlib
import hashlib
import re
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath

from pypinyin import lazy_pinyin
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.core import CadenceError, Pack
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault
from cadence.desk.visit import Visit
from cadence.extract import draft, pack_text, pictured, read_content
from cadence.rules import RULES, read_pack, replace_file, take_out_of_use

OFFICE: tuple[Role, ...] = ("office",)
DRAFTS = "drafts"
ENDINGS = (
    ".txt", ".md", ".docx", ".pdf", ".html", ".htm", ".doc", ".wps", ".ofd",
    ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp",
)  # fmt: skip
LONGEST_NAME = 40
LARGEST = 32 * 2**20  # bytes
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
    return _page(visit)


def take_upload(visit: Visit, form: FormData) -> Response:
    """Read a document and draft its rules."""
    try:
        name = _drafted(visit, _file(form))
    except Fault as fault:
        return _page(visit, fault)
    except CadenceError as error:
        return _page(visit, Fault("file", str(error)))
    return visit.to(f"documents/{name}")


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


def _file(form: FormData) -> UploadFile:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Fault("file", "请先选一份文件。")
    if PurePath(file.filename).suffix.lower() not in ENDINGS:
        raise Fault("file", f"“{file.filename}”读不了；请用 Word、WPS、PDF、OFD、文本或图片。")
    return file


def _drafted(visit: Visit, file: UploadFile) -> str:
    """Keep the text and write its draft; a document that was handed in before keeps its verdicts.

    Raises:
        CadenceError: the text cannot be read, or states no duty.
    """
    content = file.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Fault("file", f"文件太大，最多{LARGEST // 2**20} MB。")
    folder = drafts_of(visit)
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()
    suffix = PurePath(file.filename or "").suffix.lower()
    text = folder / f"{uuid.uuid4().hex}{suffix}"
    try:
        text.write_bytes(content)
        read = read_content(text)
        made = pictured(draft(read.text, visit.view.today, digest, _names(visit)), read.scan)
        if not made.rules:
            raise Fault("file", f"“{file.filename}”里没有找到带时间的任务。")
        with NAMING:
            name = _free_name(visit, made.document.title, made.document.effective.year)
            text.replace(folder / f"{name}{suffix}")
            replace_file(folder / f"{name}.yaml", pack_text(made).encode(), None)
    except CadenceError as error:
        raise CadenceError(str(error).replace(str(text), file.filename or "")) from error
    finally:
        text.unlink(missing_ok=True)
    return name


def _names(visit: Visit) -> frozenset[str]:
    """Return the names that the place's roster answers to; none where it cannot be read."""
    rosters = visit.view.workspace.rosters if visit.view.workspace else {}
    roster = rosters.get(visit.place)
    return frozenset(roster.answers) | roster.outside if roster else frozenset()


def _free_name(visit: Visit, title: str, year: int) -> str:
    """Make a name of a title that no draft, no text of one and no document in use has."""
    initials = "".join(each[:1] for each in lazy_pinyin(title) if each[:1].isascii())
    stem = re.sub("[^a-z0-9]", "", initials.lower())[:24] or "wenjian"
    taken = {
        each.stem
        for folder in (drafts_of(visit), visit.office.folder / RULES / visit.place)
        for each in folder.glob("*.*")
    }
    names = (f"{year}-{stem}" + (f"-{n}" if n > 1 else "") for n in range(1, 1000))
    return next(each for each in names if each not in taken)


def _page(visit: Visit, fault: Fault | None = None) -> Response:
    packs = [
        (each.name.partition("/")[2], each, len(each.rules))
        for each in (visit.view.workspace.packs if visit.view.workspace else ())
        if each.place == visit.place
    ]
    return visit.page(
        "documents", "documents", "文件", 422 if fault else 200,
        drafts=list(drafts(visit)), packs=packs, fault=fault, endings="、".join(ENDINGS),
        out=visit.asked("out"), used=visit.asked("used"),
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="documents", roles=OFFICE, show=show),
    Entrance(path="documents/upload", roles=OFFICE, take=take_upload),
    Entrance(path="documents/out", roles=OFFICE, take=take_out),
)
