"""收回: sheets that units sent back; the good rows land at once, the others are mended right here.

What is to be mended is kept until somebody settles it, so that a closed window loses no row.
"""

import datetime as dt
import json
import re
import threading
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.core import OWN_FOLDER, CadenceError, Coverage, Done, Occurrence, Unit, folded
from cadence.desk.accounts import Role
from cadence.desk.claiming import claim
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, day_of
from cadence.desk.proofs import proof_of
from cadence.desk.uploads import file_of, kept
from cadence.desk.visit import Visit
from cadence.ledger import Claim, Refused, Returned, names_in, reached, read_sheet, take_sheet
from cadence.occurrences import Index
from cadence.rules import replace_file

MAY: tuple[Role, ...] = ("office", "unit")
LARGEST = 20 * 1024 * 1024  # bytes of a sheet
BACK, ON = dt.timedelta(days=400), dt.timedelta(days=60)  # around today: what a row may mean
MOST = 300  # duties to choose from
IDENTIFIER = re.compile(r"[\w.-]+/[\w./-]+:[\w./:-]+@[\w./-]+")
LINE = re.compile("第([0-9]+)条")  # of the ledger, where a reason names one
SETTLING = threading.Lock()  # one at a time changes what is left to mend


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One row that was not written down: its cell, what it says, and why."""

    number: int
    cell: str
    occurrence: str
    unit: str
    act: str
    on: str
    evidence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedSheet:
    """One sheet that came back, as far as something is left of it.

    Attributes:
        id: of its own; name: of the file; by: who handed it in, and when.
        unit: the key of the one unit whose person handed it in, "" for the office.
        new, same, blank: how many rows landed, were known, are still empty.
        last: the number of the last line of the ledger that landed, 0 where none did.
        rows: what is left to mend.
    """

    id: str
    name: str
    by: str
    at: str
    unit: str
    new: int
    same: int
    blank: int
    rows: tuple[Left, ...]
    last: int = 0

    @property
    def lines(self) -> str:
        """Return the ledger's lines that landed, as that page is asked for them."""
        return f"{self.last - self.new + 1}-{self.last}" if self.new and self.last else ""

    @property
    def moment(self) -> dt.datetime:
        """Return when it was handed in."""
        return dt.datetime.fromisoformat(self.at)


def show(visit: Visit) -> Response:
    """Show what is left to mend; one row's form is open where the address says so."""
    return _page(visit)


def take_returned(visit: Visit, form: FormData) -> Response:
    """Read a sheet: good rows are written down, the others are kept to be mended."""
    try:
        sheet = _read(visit, _file(form), hidden=bool(form.get("hidden")))
    except Fault as fault:
        return _page(visit, fault=fault)
    except CadenceError as error:
        return _page(visit, fault=Fault("file", str(error)))
    if sheet.rows:
        _keep(visit, sheet)
    counts = {"new": sheet.new, "same": sheet.same, "blank": sheet.blank, "left": len(sheet.rows)}
    told = {key: str(n) for key, n in counts.items()}
    return visit.to("returned", file=sheet.name, lines=sheet.lines, **told)


def take_mended(visit: Visit, form: FormData) -> Response:
    """Write down one row as it was mended; it is then left no longer."""
    sheet, row = _left(visit, form)
    try:
        occurrence = _chosen(visit, form)
        proof = proof_of(visit.office.folder, form)
        day = day_of(form, "day", "完成日期", occurrence.window)
        covers = reached(occurrence, map(str, form.getlist("covers")))
        done = Done(occurrence=occurrence.id, on=day, by=visit.by, covers=covers, **proof)
        claim(visit, [Claim(occurrence, done)])
    except Fault as fault:
        return _page(visit, opened=f"{sheet.id}:{row.number}", form=form, fault=fault)
    _settle(visit, sheet, row)
    return visit.to("returned", said="mended")


def take_dropped(visit: Visit, form: FormData) -> Response:
    """Leave one row out, because somebody says so."""
    sheet, row = _left(visit, form)
    _settle(visit, sheet, row)
    return visit.to("returned", said="dropped")


def sheets_of(visit: Visit) -> list[ReturnedSheet]:
    """Return what is left to mend, as far as this person may see it, the oldest first."""
    found = [_sheet(file) for file in sorted(_folder(visit).glob("*.json"))]
    return [each for each in found if each and visit.unit in {None, each.unit}]


def _file(form: FormData) -> UploadFile:
    file = file_of(form, "file")
    if file is None:
        raise Fault("file", "请先选单位报回的表（.xlsx、.csv）。")
    return file


def _chosen(visit: Visit, form: FormData) -> Occurrence:
    index = Index([visit.scene(visit.view.today, visit.view.today)])
    found = index.exact(str(form.get("occurrence", "")))
    if found is None:
        raise Fault("occurrence", "请选是哪一项任务。")
    return found


def _read(visit: Visit, file: UploadFile, *, hidden: bool) -> ReturnedSheet:
    index = Index([visit.scene(visit.view.today, visit.view.today)])
    now = visit.office.clock()
    with kept(file, "file", LARGEST) as place:
        sheet = read_sheet(place, visit.by)
        found = take_sheet(visit.office.folder, sheet, index, now, hidden=hidden)
    name = PurePath(file.filename or "").name
    return ReturnedSheet(
        id=f"{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}", name=name, by=visit.by,
        at=now.isoformat(timespec="minutes"), unit=visit.unit or "", new=found.new,
        same=found.same, blank=len(found.rows.blank), last=found.last.number if found.last else 0,
        rows=tuple(_rows_left(found, index)),
    )  # fmt: skip


def _rows_left(found: Returned, index: Index) -> Iterator[Left]:
    for number, each in enumerate(found.refused):
        yield _row_left(number, each, found, index)


def _row_left(number: int, refused: Refused, found: Returned, index: Index) -> Left:
    """Keep a row; its reason names duties by their words, for nobody here reads an id."""

    def called(identifier: re.Match[str]) -> str:
        meant = index.exact(identifier[0])
        return _words(meant, alone=False) if meant else identifier[0]

    row = refused.row
    return Left(
        number=number, cell=found.cell(row, refused.role), occurrence=row.text("occurrence"),
        unit=row.text("unit"), act=row.text("act"), on=row.text("on").removesuffix(" 00:00:00"),
        evidence=row.text("evidence"), reason=IDENTIFIER.sub(called, refused.reason.chinese),
    )  # fmt: skip


def _folder(visit: Visit) -> Path:
    return visit.office.folder / OWN_FOLDER / "returned" / visit.place


def _sheet(file: Path) -> ReturnedSheet | None:
    """Read what is left of a sheet; None where somebody settled the last of it meanwhile."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return None
    return ReturnedSheet(**(found | {"rows": tuple(Left(**each) for each in found["rows"])}))


def _keep(visit: Visit, sheet: ReturnedSheet) -> None:
    file = _folder(visit) / f"{sheet.id}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    if sheet.rows:
        content = json.dumps(asdict(sheet), ensure_ascii=False, indent=1).encode()
        replace_file(file, content, file.read_bytes() if file.exists() else None)
    else:
        file.unlink(missing_ok=True)


def _left(visit: Visit, form: FormData) -> tuple[ReturnedSheet, Left]:
    """Return the row that a form is about.

    Raises:
        HTTPException: it is left no longer, or is another's.
    """
    key = str(form.get("row", ""))
    for sheet in sheets_of(visit):
        for row in sheet.rows:
            if f"{sheet.id}:{row.number}" == key:
                return sheet, row
    raise HTTPException(404, "这一行已经有人处理了。")


def _settle(visit: Visit, sheet: ReturnedSheet, row: Left) -> None:
    with SETTLING:
        now = _sheet(_folder(visit) / f"{sheet.id}.json")
        if now:
            rows = tuple(each for each in now.rows if each.number != row.number)
            _keep(visit, replace(now, rows=rows))


def _choices(visit: Visit, row: Left) -> list[tuple[str, str]]:
    """Return what a row may mean: what it names, and what its unit has not done, by day."""
    today = visit.view.today
    scene = visit.scene(today - BACK, today + ON)
    named = Index([scene]).exact(row.occurrence)
    owing = [named.binding.unit] if named else _units_meant(visit, row)
    meant, wanted = {unit.key for unit in owing}, folded(row.act)
    found = [
        each.occurrence
        for each in scene.judged
        if (not meant or each.occurrence.binding.unit.key in meant)
        and not each.judgement.past.done
        and each.occurrence.window.start <= today
    ]
    found.sort(key=lambda each: (wanted not in folded(each.binding.rule.act), _away(each, today)))
    found = [*([named] if named and named not in found else ()), *found[:MOST]]
    return [(each.id, _words(each, alone=len(meant) == 1)) for each in found]


def _units_meant(visit: Visit, row: Left) -> list[Unit]:
    """Return whom a row's cell names, whole or before what stands in brackets."""
    answers = visit.roster.answers
    return next((found for each in names_in(row.unit) if (found := [*answers.get(each, ())])), [])


def _away(occurrence: Occurrence, today: dt.date) -> dt.timedelta:
    due = occurrence.window.due
    return abs(today - due) if due else BACK


def _words(occurrence: Occurrence, *, alone: bool) -> str:
    unit = "" if alone else f"{occurrence.binding.unit.name}　"
    window = occurrence.window
    due = f"{window.due}止" if window.due else f"{window.start}起"
    return f"{unit}{occurrence.binding.rule.act}（{due}）"


def _page(
    visit: Visit, opened: str = "", form: FormData | None = None, fault: Fault | None = None
) -> Response:
    opened = opened or visit.asked("open")
    sheets = sheets_of(visit)
    row = next(
        (row for each in sheets for row in each.rows if f"{each.id}:{row.number}" == opened), None
    )
    counts = {key: visit.asked(key) for key in ("new", "same", "blank", "left")}
    told = {each.reason: found[1] for sheet in sheets for each in sheet.rows
            if (found := LINE.search(each.reason))}  # fmt: skip
    return visit.page(
        "returned", "tables", "收回", 422 if fault else 200, sheets=sheets, opened=opened,
        choices=_choices(visit, row) if row else [], row=row, form=form or {}, fault=fault,
        reaches=_coverage(visit, form, row) if row else None,
        file=visit.asked("file"), counts=counts, said=visit.asked("said"),
        lines=visit.asked("lines"), told=told, sees_lines=visit.session.user.role == "office",
    )  # fmt: skip


def _coverage(visit: Visit, form: FormData | None, row: Left) -> Coverage | None:
    """Return whom the duty of a row must reach one by one, where it is such a duty."""
    scene = visit.scene(visit.view.today, visit.view.today)
    found = Index([scene]).exact(str(form.get("occurrence") if form else row.occurrence))
    return scene.judgement(found).past.coverage if found else None


ENTRANCES = (
    Entrance(path="returned", roles=MAY, show=show, take=take_returned),
    Entrance(path="returned/mend", roles=MAY, take=take_mended),
    Entrance(path="returned/drop", roles=("office",), take=take_dropped),
)
