"""文件: a document that was handed in is read in a thread of its own; its page says how far it is.

What is read at once leads to its review at once; a scan of many pages may take minutes, and its
window may be closed meanwhile.
"""

import datetime as dt
import hashlib
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence import extract  # by its parts: a sixth of the desk's start, for one room
from cadence.core import CadenceError, spoken_in_chinese
from cadence.desk.accounts import Role
from cadence.desk.documents import ENDINGS, NAMING, documents_page, drafts_of
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault
from cadence.desk.visit import Visit
from cadence.rules import RULES, replace_file

if TYPE_CHECKING:
    from cadence.extract import Draft

OFFICE: tuple[Role, ...] = ("office",)
LARGEST = 32 * 2**20  # bytes
AT_ONCE = 3.0  # seconds that somebody waits for a page without asking what happens
KEPT = 50  # readings that are remembered; the oldest go
STAGES = ("收下文件", "读出文字", "找出任务和时限", "写成草稿")


@dataclass(slots=True)
class Reading:
    """One document that is read: whose, how far it is, and what came of it.

    Attributes:
        name: of the file; place: that it was handed in to; begun: when.
        stage: of STAGES; draft: its name once it is written; words: why there is none.
    """

    name: str
    place: str
    begun: dt.datetime
    stage: int = 0
    draft: str = ""
    words: str = ""
    thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more is to come."""
        return bool(self.draft or self.words)


READINGS: dict[str, Reading] = {}


def take_upload(visit: Visit, form: FormData) -> Response:
    """Begin to read a document; whoever need not wait long comes to its review."""
    try:
        file = _file(form)
        content = _content(file)
    except Fault as fault:
        return documents_page(visit, fault)
    name = PurePath(file.filename or "").name
    reading = Reading(name=name, place=visit.place, begun=visit.view.now)
    key = uuid.uuid4().hex
    READINGS[key] = reading
    for old in list(READINGS)[:-KEPT]:
        READINGS.pop(old, None)
    reading.thread = threading.Thread(target=_read, args=(visit, reading, content), daemon=True)
    reading.thread.start()
    reading.thread.join(AT_ONCE)
    if reading.draft:
        return visit.to(f"documents/{reading.draft}")
    if reading.words:
        return documents_page(visit, Fault("file", reading.words))
    return visit.to(f"documents/reading/{key}")


def show_reading(visit: Visit) -> Response:
    """Show how far a reading is; once it is over, its review or why there is none."""
    reading = READINGS.get(str(visit.request.path_params["key"]))
    if reading is None or reading.place != visit.place:
        raise HTTPException(404, "没有这次读取；读成了的在“文件”里。")
    if reading.draft:
        return visit.to(f"documents/{reading.draft}")
    if reading.words:
        return documents_page(visit, Fault("file", reading.words))
    return visit.page("reading", "documents", "正在读", reading=reading, stages=STAGES)


def _file(form: FormData) -> UploadFile:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Fault("file", "请先选一份文件。")
    if PurePath(file.filename).suffix.lower() not in ENDINGS:
        raise Fault("file", f"“{file.filename}”读不了；请用 Word、WPS、PDF、OFD、文本或图片。")
    return file


def _content(file: UploadFile) -> bytes:
    content = file.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Fault("file", f"文件太大，最多{LARGEST // 2**20} MB。")
    return content


def _read(visit: Visit, reading: Reading, content: bytes) -> None:
    """Read a document; whatever goes wrong is said on its page."""
    with spoken_in_chinese():
        try:
            reading.draft = _drafted(visit, reading, content, partial(_at, reading))
        except (Fault, CadenceError) as error:
            reading.words = str(error)
        except BaseException as error:
            reading.words = f"意外中断：{error!r}。文件没有读成，什么也没有改动。"
            raise


def _at(reading: Reading, stage: int) -> None:
    reading.stage = stage


def _drafted(visit: Visit, reading: Reading, content: bytes, tell: Callable[[int], None]) -> str:
    """Keep the text and write its draft; a document that was handed in before keeps its verdicts.

    Raises:
        CadenceError: the text cannot be read.
        Fault: it states no duty.
    """
    folder = drafts_of(visit)
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()
    suffix = PurePath(reading.name).suffix.lower()
    text = folder / f"{uuid.uuid4().hex}{suffix}"
    try:
        text.write_bytes(content)
        tell(1)
        read = extract.read_content(text)
        tell(2)
        made = extract.pictured(
            draft(read.text, visit.view.today, digest, _names(visit)), read.scan
        )
        if not made.rules:
            raise Fault("file", f"“{reading.name}”里没有找到带时间的任务。")
        tell(3)
        with NAMING:
            name = _free_name(visit, made.document.title, made.document.effective.year)
            text.replace(folder / f"{name}{suffix}")
            replace_file(folder / f"{name}.yaml", extract.pack_text(made).encode(), None)
    except CadenceError as error:
        raise CadenceError(str(error).replace(str(text), reading.name)) from error
    finally:
        text.unlink(missing_ok=True)
    return name


def draft(text: str, today: dt.date, digest: str, names: frozenset[str]) -> "Draft":
    """Draft the rules of a text."""
    return extract.draft(text, today, digest, names)


def _names(visit: Visit) -> frozenset[str]:
    """Return the names that the place's roster answers to; none where it cannot be read."""
    rosters = visit.view.workspace.rosters if visit.view.workspace else {}
    roster = rosters.get(visit.place)
    return frozenset(roster.answers) | roster.outside if roster else frozenset()


def _free_name(visit: Visit, title: str, year: int) -> str:
    """Make a name of a title that no draft, no text of one and no document in use has."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a sixth of the desk's start

    initials = "".join(each[:1] for each in lazy_pinyin(title) if each[:1].isascii())
    stem = re.sub("[^a-z0-9]", "", initials.lower())[:24] or "wenjian"
    taken = {
        each.stem
        for folder in (drafts_of(visit), visit.office.folder / RULES / visit.place)
        for each in folder.glob("*.*")
    }
    names = (f"{year}-{stem}" + (f"-{n}" if n > 1 else "") for n in range(1, 1000))
    return next(each for each in names if each not in taken)


ENTRANCES = (
    Entrance(path="documents/upload", roles=OFFICE, take=take_upload),
    Entrance(path="documents/reading/{key}", roles=OFFICE, show=show_reading),
)
