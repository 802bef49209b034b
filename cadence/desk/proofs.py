"""佐证: the words and files that a form gives, kept before they are recorded; and shown again."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.core import CadenceError, Entry
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.visit import HEADERS, Visit
from cadence.ledger import LARGEST, PICTURES, files_of, keep_file, read_file, thumbnail, unit_of

MOST = 9  # files of one form


class DoneProof(TypedDict):
    """What a Done says of its evidence."""

    evidence: str
    sha256: str | None
    files: tuple[tuple[str, str], ...]


def proof_of(folder: Path, form: FormData) -> DoneProof:
    """Return what a form gives as evidence: words, files, or both. The files are kept already.

    Raises:
        Fault: neither is given, or a file cannot be taken.
    """
    files = tuple(dict.fromkeys(_kept(folder, form)))
    words = text_of(form, "evidence", "佐证", required=not files)
    alone = files[0][1] if len(files) == 1 and not words else None
    named = words or "、".join(name for name, _digest in files)
    return {"evidence": named, "sha256": alone, "files": files}


def shown_files(visit: Visit, entries: Sequence[Entry]) -> Iterator[tuple[str, str, str]]:
    """Yield name and address of each file of some entries; of a picture, of the small one, too."""
    for entry in entries:
        for number, (name, _digest) in enumerate(files_of(entry)):
            asked = {"entry": str(entry.number), "file": str(number)}
            is_picture = _ending(name) in PICTURES
            small = visit.address("evidence", **asked, small="1") if is_picture else ""
            yield name, visit.address("evidence", **asked), small


def show(visit: Visit) -> Response:
    """Return one file of an entry to whoever may see that entry's unit."""
    number, at = visit.asked("entry"), visit.asked("file")
    entry = next((each for each in visit.view.entries if str(each.number) == number), None)
    if entry is None or not _may_see(visit, entry):
        raise HTTPException(404, "没有这份佐证，或者您的账号看不到它。")
    files = dict(zip(map(str, range(MOST)), files_of(entry), strict=False))
    if at not in files:
        raise HTTPException(404, "这一条没有这份佐证。")
    name, digest = files[at]
    kind = PICTURES.get(_ending(name))
    if kind and visit.asked("small"):
        small = thumbnail(visit.office.folder, digest)
        return Response(small, media_type="image/jpeg", headers=HEADERS)
    content = read_file(visit.office.folder, digest)
    shown = "inline" if kind else "attachment"
    headers = {"content-disposition": f"{shown}; filename*=UTF-8''{quote(name)}"}
    return Response(
        content, media_type=kind or "application/octet-stream", headers=HEADERS | headers
    )


def _may_see(visit: Visit, entry: Entry) -> bool:
    unit = unit_of(entry)
    return unit.partition("/")[0] == visit.place and visit.unit in {None, unit}


def _kept(folder: Path, form: FormData) -> Iterator[tuple[str, str]]:
    sent = [
        each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename
    ]
    if len(sent) > MOST:
        raise Fault("files", f"一次最多{MOST}个文件。")
    for each in sent:
        try:
            yield keep_file(folder, each.filename or "", each.file.read(LARGEST + 1))
        except CadenceError as error:
            raise Fault("files", str(error)) from error


def _ending(name: str) -> str:
    return "." + name.rpartition(".")[2].lower()


ENTRANCES = (Entrance(path="evidence", show=show),)
