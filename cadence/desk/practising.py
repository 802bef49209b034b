"""练习: begin with a day, work as always, end; see practice.py."""

from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from cadence.core import CadenceError
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, plain_day_of
from cadence.desk.visit import HEADERS, HOME, Visit

MAY: tuple[Role, ...] = ("office", "unit")


def show(visit: Visit) -> Response:
    """Say what practising is, and ask for the day."""
    return _page(visit)


def take_begin(visit: Visit, form: FormData) -> Response:
    """Begin on a day."""
    try:
        day = plain_day_of(form, "day", "练习哪一天")
        visit.practices.begin(visit.session.number, visit.office, day)
    except Fault as fault:
        return _page(visit, form, fault)
    except CadenceError as error:
        return _page(visit, form, Fault("day", str(error)))
    return visit.to("today")


def take_end(visit: Visit, form: FormData) -> Response:
    """Throw away what was practised."""
    visit.practices.end(visit.session.number)
    place = str(form.get("place", ""))
    there = f"{quote(place)}/practice?ended=1" if place in dict(visit.view.places) else ""
    return RedirectResponse(f"{HOME}/{there}", status_code=303, headers=HEADERS)


def _page(visit: Visit, form: FormData | None = None, fault: Fault | None = None) -> Response:
    return visit.page(
        "practice", "", "练习", 422 if fault else 200, form=form or {}, fault=fault,
        today=visit.view.today.isoformat(), ended=visit.asked("ended"),
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="practice", roles=MAY, show=show, practised="real"),
    Entrance(path="practice/begin", roles=MAY, take=take_begin, practised="real"),
    Entrance(path="practice/end", roles=MAY, take=take_end, practised="real", everywhere=True),
)
