"""发布: calendars and pages are made anew by a button, or the clock; the backup to take away."""

import datetime as dt
import tempfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.responses import FileResponse, Response

from cadence.desk.accounts import Role
from cadence.desk.backup import write_backup
from cadence.desk.daily import next_build, read_daily, write_daily
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.visit import HEADERS, Visit
from cadence.publish import read_published
from cadence.serve import read_access

OFFICE: tuple[Role, ...] = ("office",)


def show(visit: Visit) -> Response:
    """Show how the build stands, and what else there is to do."""
    return _page(visit)


def _page(visit: Visit, fault: Fault | None = None) -> Response:
    daily = read_daily(visit.office.folder)
    access = read_access(visit.office.folder)
    state = visit.press.state
    return visit.page(
        "publishing", "publish", "发布", 422 if fault else 200,
        last=read_published(visit.office.folder), daily=daily, fault=fault,
        next_=next_build(daily, visit.view.now) if daily else None,
        state=state, kept=[(each, _name(visit, each.unit)) for each in state.kept] if state else [],
        busy=visit.asked("busy"), private=access.private,
        address=visit.view.workspace.policies[visit.place].address if visit.view.workspace else "",
    )  # fmt: skip


def take_build(visit: Visit, form: FormData) -> Response:
    """Begin a build; its page tells how far it is."""
    begun = visit.press.start(
        visit.view,
        visit.office.clock,
        force=form.get("force") == "1",
        released=frozenset(str(each) for each in form.getlist("released")),
    )
    return visit.to("publish", **({} if begun else {"busy": "1"}))


def take_daily(visit: Visit, form: FormData) -> Response:
    """Say when to build every day, or that nobody does by the clock."""
    try:
        said = text_of(form, "at", "每天几点", required=False)
        at = None if form.get("off") or not said else dt.time.fromisoformat(said)
    except ValueError:
        return _page(visit, Fault("at", "请写几点几分，如 06:00。"))
    write_daily(visit.office.folder, at)
    return visit.to("publish")


def take_backup(visit: Visit, _form: FormData) -> Response:
    """Give the whole workspace as one zip."""
    now = visit.office.clock()
    folder = Path(tempfile.mkdtemp(prefix="cadence-"))
    target = folder / "backup.zip"

    def sweep() -> None:
        target.unlink(missing_ok=True)
        folder.rmdir()

    try:
        write_backup(visit.office.folder, target, now)
    except BaseException:
        sweep()
        raise
    return FileResponse(
        target, filename=f"cadence-{now:%Y%m%d-%H%M}.zip", headers=HEADERS,
        background=BackgroundTask(sweep),
    )  # fmt: skip


def _name(visit: Visit, key: str) -> str:
    workspace = visit.view.workspace
    place, _slash, name = key.partition("/")
    roster = workspace.rosters.get(place) if workspace else None
    return next((each.name for each in roster.units if each.id == name), key) if roster else key


ENTRANCES = (
    Entrance(path="publish", roles=OFFICE, show=show),
    Entrance(path="publish/build", roles=OFFICE, take=take_build),
    Entrance(path="publish/daily", roles=OFFICE, take=take_daily),
    Entrance(path="publish/backup", roles=OFFICE, take=take_backup, practised="refused"),
)
