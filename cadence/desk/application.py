"""All entrances of the desk as routes: every room, signing in, and what pages are drawn with."""

from dataclasses import replace

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from cadence.desk import (
    absences,
    accidents,
    as_json,
    changes,
    choosing,
    collisions,
    contacts,
    decisions,
    documents,
    draft_decisions,
    draft_names,
    drafting,
    drafts_gone,
    duty_tables,
    first,
    head_questions,
    inspecting,
    ledger_page,
    notice,
    overview,
    practising,
    proofs,
    publishing,
    register,
    returned,
    review,
    roster_page,
    schedule,
    sign_in,
    slips,
    subscribing,
    telling,
    today,
    use,
    users,
)
from cadence.desk.answering import answer_routes
from cadence.desk.entrances import Desk, Entrance, refused, routes_of
from cadence.desk.rooms import rooms_for
from cadence.desk.sign_in import Ticket, sign_in_routes
from cadence.desk.static_files import static_files
from cadence.desk.visit import HEADERS, HOME, Visit
from cadence.desk.waiting import badges

ENTRANCES = (
    *sign_in.ENTRANCES,
    *as_json.ENTRANCES,
    *first.ENTRANCES,
    *today.ENTRANCES,
    *proofs.ENTRANCES,
    *inspecting.ENTRANCES,
    *register.ENTRANCES,
    *overview.ENTRANCES,
    *slips.ENTRANCES,
    *schedule.ENTRANCES,
    *choosing.ENTRANCES,
    *collisions.ENTRANCES,
    *accidents.ENTRANCES,
    *duty_tables.ENTRANCES,
    *returned.ENTRANCES,
    *ledger_page.ENTRANCES,
    *documents.ENTRANCES,
    *drafting.ENTRANCES,
    *drafts_gone.ENTRANCES,
    *review.ENTRANCES,
    *draft_decisions.ENTRANCES,
    *head_questions.ENTRANCES,
    *draft_names.ENTRANCES,
    *use.ENTRANCES,
    *roster_page.ENTRANCES,
    *decisions.ENTRANCES,
    *absences.ENTRANCES,
    *notice.ENTRANCES,
    *publishing.ENTRANCES,
    *changes.ENTRANCES,
    *subscribing.ENTRANCES,
    *telling.ENTRANCES,
    *contacts.ENTRANCES,
    *users.ENTRANCES,
    *practising.ENTRANCES,
)


def desk_routes(desk: Desk, ticket: Ticket | None) -> list[BaseRoute]:
    """Return every route of the desk, all below /desk/ but those at which messages are answered.

    Args:
        desk: the workspace and how it is reached.
        ticket: opens the desk once without a password; None: nobody enters without one.
    """
    answers = answer_routes(desk.office)
    counting = replace(desk, badges=badges)
    return [
        static_files(HOME),
        *sign_in_routes(desk, ticket),
        *answers,
        *routes_of(counting, (HOME_PAGE, *ENTRANCES)),
    ]


def _home(visit: Visit) -> Response:
    """Send everybody to the first room that they may enter, of their own place or the first one."""
    rooms = rooms_for(visit.session.user.role)
    if not visit.view.places:
        return refused(visit.view.problem or "rules/ 里还没有一个地方。", 200)
    if visit.session.user.role == "office" and first.is_first(visit):
        return RedirectResponse(f"{HOME}/first", status_code=303, headers=HEADERS)
    own = (visit.unit or "").partition("/")[0]
    place = own or first.own_places(visit)[0]
    return RedirectResponse(f"{HOME}/{place}/{rooms[0].key}", status_code=303, headers=HEADERS)


HOME_PAGE = Entrance(path="", show=_home, everywhere=True)
