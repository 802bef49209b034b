"""发布 › 订阅: who subscribes, secret addresses handed out and taken back, and who may look.

The same functions as `cadence subscribers` and `cadence tokens`. An address is shown once, on the
paper that is handed out, and its hash alone is kept.
"""

import datetime as dt
from collections.abc import Sequence

from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from cadence.core import Unit
from cadence.desk.accidents import PAPER
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault
from cadence.desk.visit import Visit
from cadence.reports import handout_of, render_handouts
from cadence.serve import (
    SHORTEST_PASSWORD,
    STATES,
    WANTING,
    AccessStore,
    lock,
    new_token,
    open_store,
    read_access,
    read_known,
    subscribers,
    without_address,
)

OFFICE: tuple[Role, ...] = ("office",)
SILENT = dt.timedelta(days=7)  # without a fetch, after which a subscription has ended


def show(visit: Visit) -> Response:
    """Show every unit's address and how it stands."""
    return _page(visit)


def take_switch(visit: Visit, form: FormData) -> Response:
    """Let feeds be fetched by secret addresses alone, or by everybody again."""
    private = form.get("private") == "1"
    folder = visit.office.folder
    try:
        password = _password(form, required=private and not read_access(folder).password)
    except Fault as fault:
        return _page(visit, form, fault)
    with open_store(folder) as store:
        if private:
            store.set_private(private=True, password=lock(password) if password else None)
        else:
            store.set_private(private=False)
    return visit.to("subscribers", said="on" if private else "off")


def take_issue(visit: Visit, form: FormData) -> Response:
    """Make addresses for one unit, or for all that have none; give the paper to hand out."""
    units, address = visit.roster.units, visit.workspace.policies[visit.place].address
    with open_store(visit.office.folder) as store:
        chosen = _chosen(units, store, str(form.get("unit", "")))
        found = [handout_of(each, visit.roster.name, address, new_token()) for each in chosen]
        paper = render_handouts(found)  # first: an address that nobody was shown opens nothing
        given = ((each.unit.place, each.unit.id, each.token) for each in found)
        store.issue(given, visit.office.clock())
    return HTMLResponse(paper, headers=PAPER)


def take_revoke(visit: Visit, form: FormData) -> Response:
    """End one address of this place."""
    number = str(form.get("number", ""))
    with open_store(visit.office.folder) as store:
        mine = {each.number for each in store.tokens() if each.place == visit.place}
        if number.isdecimal() and int(number) in mine:
            store.revoke(int(number), visit.office.clock())
    return visit.to("subscribers", said="revoked")


def _chosen(units: Sequence[Unit], store: AccessStore, asked: str) -> list[Unit]:
    """Return one unit, or all that have no address.

    Raises:
        Fault: there is none.
    """
    if not asked:
        found = without_address(units, store)
    else:
        found = [each for each in units if each.key == asked]
    if not found:
        raise Fault("unit", "没有要发的：各单位都有地址，或者名册里没有这个单位。")
    return found


def _password(form: FormData, *, required: bool) -> str:
    """Return the pages' password; "" where it stays as it is.

    Raises:
        Fault: it is too short, differs, or is wanted and not given.
    """
    said = str(form.get("password", ""))
    if not said and not required:
        return ""
    if len(said) < SHORTEST_PASSWORD:
        raise Fault("password", f"网页密码至少{SHORTEST_PASSWORD}位。")
    if said != str(form.get("again", "")):
        raise Fault("again", "两次输入的密码不一样。")
    return said


def _page(visit: Visit, form: FormData | None = None, fault: Fault | None = None) -> Response:
    known = read_known(visit.office.folder)
    found = list(subscribers(visit.roster.units, known, visit.view.now, SILENT))
    wanting = [each for each in found if each.state in WANTING]
    only = visit.asked("only") == "wanting"
    return visit.page(
        "subscribers", "publish", "订阅", 422 if fault else 200,
        listed=wanting if only else found, total=len(found), wanting=len(wanting), only=only,
        states=STATES, private=known.private, said=visit.asked("said"), form=form or {},
        fault=fault, has_password=bool(read_access(visit.office.folder).password),
        without={each.unit.key for each in found if each.state == "no_address"},
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="subscribers", roles=OFFICE, show=show),
    Entrance(path="subscribers/switch", roles=OFFICE, take=take_switch, practised="refused"),
    Entrance(path="subscribers/issue", roles=OFFICE, take=take_issue, practised="refused"),
    Entrance(path="subscribers/revoke", roles=OFFICE, take=take_revoke, practised="refused"),
)
