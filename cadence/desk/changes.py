"""发布 › 规则的改动: every change of a place's rules, what it changed, and 撤销 of any of them."""

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import CadenceError
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault
from cadence.desk.paging import paged
from cadence.desk.told_changes import difference
from cadence.desk.visit import Visit
from cadence.rules import Former, former, put_back

OFFICE: tuple[Role, ...] = ("office",)
NAMES = {"units.yaml": "名册", "policy.yaml": "决定", "calendar.yaml": "放假安排"}
MOST = 60  # lines of a change that are shown


def show(visit: Visit) -> Response:
    """List the changes, the newest first."""
    return _page(visit)


def take_back(visit: Visit, form: FormData) -> Response:
    """Let a file say again what it said before a change."""
    key = str(form.get("key", ""))
    try:
        name = put_back(visit.office.folder, visit.place, key, visit.office.clock())
    except CadenceError as error:
        return _page(visit, Fault("key", str(error)))
    return visit.to("changes", said=NAMES.get(name, name))


def _page(visit: Visit, fault: Fault | None = None) -> Response:
    titles = {pack.name.rpartition("/")[2]: pack.document.title for pack in visit.workspace.packs}
    found = former(visit.office.folder, visit.place)

    names = _names(visit)

    def called(change: Former) -> str:
        stem = change.name.removesuffix(".yaml")
        return NAMES.get(change.name) or titles.get(stem, stem)

    return visit.page(
        "changes", "publish", "规则的改动", 422 if fault else 200, fault=fault,
        pages=paged(found, visit.asked("p"), lambda n: visit.address("changes", p=str(n))),
        called=called, difference=lambda each: difference(each.text, each.later, names), most=MOST,
        said=visit.asked("said"),
    )  # fmt: skip


def _names(visit: Visit) -> dict[str, str]:
    """Return what the ids of a place's units, posts and rules are called."""
    roster = visit.workspace.rosters[visit.place]
    rules = {rule.key: rule.act for pack in visit.workspace.packs for rule in pack.rules}
    return rules | {each.id: each.name for each in roster.units}


ENTRANCES = (
    Entrance(path="changes", roles=OFFICE, show=show),
    Entrance(path="changes/back", roles=OFFICE, take=take_back),
)
