"""文件: a draft that is not wanted goes, and can be brought back with its text and its verdicts."""

import re
from pathlib import Path

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.core import OWN_FOLDER, CadenceError
from cadence.desk.accounts import Role
from cadence.desk.documents import NAMING, draft_file, drafts_of, named
from cadence.desk.entrances import Entrance
from cadence.desk.visit import Visit

OFFICE: tuple[Role, ...] = ("office",)
GONE = f"{OWN_FOLDER}/drafts"
KEY = re.compile(r"\d{8}-\d{6}(?:-\d+)?")


def take_away(visit: Visit, form: FormData) -> Response:
    """Take a draft away, text and all; it is kept aside."""
    name = named(str(form.get("name", "")))
    with NAMING:
        draft_file(visit, name)
        folder = _free(_gone(visit), f"{visit.office.clock():%Y%m%d-%H%M%S}")
        folder.mkdir(parents=True)
        for each in sorted(drafts_of(visit).glob(f"{name}.*")):
            each.replace(folder / each.name)
    return visit.to("documents", gone=folder.name)


def take_again(visit: Visit, form: FormData) -> Response:
    """Bring a draft back that was taken away."""
    key = str(form.get("key", ""))
    folder = _gone(visit) / key
    if not KEY.fullmatch(key) or not folder.is_dir():
        raise HTTPException(404, "没有这份删去的草稿，可能已经取回。")
    with NAMING:
        files = sorted(folder.iterdir())
        taken = [each.name for each in files if (drafts_of(visit) / each.name).exists()]
        if taken:
            raise CadenceError(f"{taken[0]}已经有了同名的草稿，先把那份办完。")
        drafts_of(visit).mkdir(parents=True, exist_ok=True)
        for each in files:
            each.replace(drafts_of(visit) / each.name)
        folder.rmdir()
    names = [each.stem for each in files if each.suffix == ".yaml"]
    return visit.to(f"documents/{names[0]}" if names else "documents")


def _gone(visit: Visit) -> Path:
    return visit.office.folder / GONE / visit.place


def _free(folder: Path, stem: str) -> Path:
    """Return a folder that is not there yet: two may go in one second."""
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(folder / each for each in names if not (folder / each).exists())


ENTRANCES = (
    Entrance(path="documents/away", roles=OFFICE, take=take_away),
    Entrance(path="documents/again", roles=OFFICE, take=take_again),
)
