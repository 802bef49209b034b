"""检查 › 检查包: which unit and which days; what the pack will hold; the pack as one zip."""

import datetime as dt

from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from cadence.core import Span
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, plain_day_of
from cadence.desk.inspection import Inspection, inspection
from cadence.desk.inspection_zip import made
from cadence.desk.visit import HEADERS, Visit

MAY: tuple[Role, ...] = ("office", "unit", "auditor")
LONGEST = 10  # years


def show(visit: Visit) -> Response:
    """Show the form, and what the pack that it asks for would hold."""
    fault, asked = None, None
    try:
        asked = _asked(visit)
    except Fault as found:
        fault = found
    return visit.page(
        "inspection", "register", "检查包", 422 if fault else 200,
        asked=asked, fault=fault, unit=visit.unit or visit.asked("unit"),
        form={"from": visit.asked("from") or f"{visit.view.today.year}-01-01",
              "to": visit.asked("to") or visit.view.today.isoformat()},
        whole=_is_whole(visit), may_whole=visit.unit is None,
        units=[(each.key, each.name) for each in visit.roster.units],
        download=visit.address("inspection.zip", **dict(visit.request.query_params)),
    )  # fmt: skip


def download(visit: Visit) -> Response:
    """Give the pack."""
    target, name = made(visit.office.folder, _asked(visit), whole=_is_whole(visit))

    def sweep() -> None:
        target.unlink(missing_ok=True)
        target.parent.rmdir()

    return FileResponse(target, filename=name, headers=HEADERS, background=BackgroundTask(sweep))


def _is_whole(visit: Visit) -> bool:
    return visit.asked("whole") == "1" and visit.unit is None  # others' lines are in it


def _asked(visit: Visit) -> Inspection:
    """Gather what the address asks for.

    Raises:
        Fault: the days are none, or the wrong way round.
        HTTPException: no unit has this key.
    """
    key = visit.unit or visit.asked("unit")
    names = {each.key: each.name for each in visit.roster.units}
    if key and key not in names:
        raise HTTPException(404, "名册里没有这个单位。")
    scene = visit.view.scene(visit.place, _span(visit), key or None)
    return inspection(scene, visit.view.entries, names.get(key, ""))


def _span(visit: Visit) -> Span:
    form = FormData(dict(visit.request.query_params))
    today = visit.view.today
    first = plain_day_of(form, "from", "从") if form.get("from") else dt.date(today.year, 1, 1)
    last = plain_day_of(form, "to", "到") if form.get("to") else today
    if last < first:
        raise Fault("to", "“到”在“从”之前，请改过来。")
    if last.year - first.year > LONGEST:
        raise Fault("from", f"一次最多{LONGEST}年。")
    return Span(first, last)


ENTRANCES = (
    Entrance(path="inspection", roles=MAY, show=show),
    Entrance(path="inspection.zip", roles=MAY, show=download),
)
