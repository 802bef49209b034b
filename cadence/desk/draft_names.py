"""文件 › 核对: whom a name means that the roster does not know, said on the spot."""

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import Append, Edit, Plain, new_id
from cadence.desk.accounts import Role
from cadence.desk.documents import draft_file, named
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.roster_file import entries_of, entry_of
from cadence.desk.visit import Visit
from cadence.rules import RULES, change_checked

OFFICE: tuple[Role, ...] = ("office",)


def take_name(visit: Visit, form: FormData) -> Response:
    """Say whom a name means: a new unit or group, another name of one, or a body outside.

    A new group is asked for its members first.
    """
    name, said = named(str(visit.request.path_params["name"])), text_of(form, "name", "名称")
    draft_file(visit, name)
    kept = {key: str(form.get(key)) for key in ("only", "p") if form.get(key)}
    meant = str(form.get("unit", ""))
    if meant == "group" and not form.get("ticked"):
        return visit.to(f"documents/{name}", "names", group=said, **kept)
    file = visit.office.folder / RULES / visit.place / "units.yaml"
    edit = _edit(visit, said, meant, list(map(str, form.getlist("tick"))))
    change_checked(visit.office.folder, file, [edit], visit.office.clock())
    return visit.to(f"documents/{name}", "names", **kept)


def _edit(visit: Visit, said: str, meant: str, ticked: list[str]) -> Edit:
    """Return what the roster says anew.

    Raises:
        Fault: a group has no members.
    """
    entry: dict[str, Plain] = {"id": new_id(said, visit.roster.ids), "name": said}
    match meant:
        case "new":
            return Append(("units",), [entry])
        case "group":
            members: list[Plain] = [key for key in entries_of(visit) if key in ticked]
            if not members:
                raise Fault("tick", "请勾选这个组有哪些单位。")
            return Append(("groups",), [entry | {"members": members}])
        case "outside":
            return Append(("outside",), [said])
        case _:
            return Append((*entry_of(visit, meant).at, "also"), [said])


ENTRANCES = (Entrance(path="documents/{name}/name", roles=OFFICE, take=take_name),)
