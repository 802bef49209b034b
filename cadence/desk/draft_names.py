"""文件 › 核对: whom a name means that the roster does not know, said on the spot."""

from collections.abc import Iterable

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import Append, CadenceError, Edit, Plain, folded, new_id
from cadence.desk.accounts import Role
from cadence.desk.documents import draft_file, named
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.review import Opened, kept_of, review_page
from cadence.desk.roster_file import RosterLine, entries_of
from cadence.desk.visit import Visit
from cadence.rules import RULES, change_checked

OFFICE: tuple[Role, ...] = ("office",)


def take_name(visit: Visit, form: FormData) -> Response:
    """Say whom a name means: somebody new, another name of one who is there, or a body outside.

    A new group is asked for its members first.
    """
    name = named(str(visit.request.path_params["name"]))
    draft_file(visit, name)
    kept = kept_of(form)
    try:
        said = text_of(form, "name", "名称")
        if form.get("unit") == "group" and not form.get("ticked"):
            return visit.to(f"documents/{name}", "names", group=said, **kept)
        file = visit.office.folder / RULES / visit.place / "units.yaml"
        change_checked(visit.office.folder, file, [_edit(visit, said, form)], visit.office.clock())
    except (Fault, CadenceError) as wrong:
        fault = wrong if isinstance(wrong, Fault) else Fault("name", str(wrong))
        return review_page(visit, name, Opened(form=form, fault=fault))
    return visit.to(f"documents/{name}", "names", **kept)


def _edit(visit: Visit, said: str, form: FormData) -> Edit:
    """Return what the roster says anew.

    Raises:
        Fault: a group has no members, or it is not said whose name or post it is.
    """
    entries = entries_of(visit)
    entry: dict[str, Plain] = {"id": new_id(said, visit.roster.ids), "name": said}
    match form.get("unit"):
        case "new":
            return Append(("units",), [entry])
        case "group":
            ticked = set(map(str, form.getlist("tick")))
            members: list[Plain] = [key for key in entries if key in ticked]
            if not members:
                raise Fault("tick", "请勾选这个组有哪些单位。")
            return Append(("groups",), [entry | {"members": members}])
        case "outside":
            return Append(("outside",), [said])
        case "post":
            above = _entry(entries.values(), form)
            if above.at[0] == "posts":
                raise Fault("of", f"“{above.name}”自己就是岗位；请写它是哪个单位或组的。")
            return Append(("posts",), [entry | {"of": above.id}])
        case "also":
            return Append((*_entry(entries.values(), form).at, "also"), [said])
        case _:
            raise Fault("unit", "请选它是谁。")


def _entry(entries: Iterable[RosterLine], form: FormData) -> RosterLine:
    said = text_of(form, "of", "哪一个")
    for each in entries:
        if folded(said) in map(folded, (each.name, *each.also)):
            return each
    raise Fault("of", f"名册里没有“{said}”；请从提示的名称里选。")


ENTRANCES = (Entrance(path="documents/{name}/name", roles=OFFICE, take=take_name),)
