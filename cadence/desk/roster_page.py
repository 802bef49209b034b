"""名册: who is in, under which names; a list pasted or a new unit added; what a name means."""

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import Append, CadenceError, Plain, Unit, folded
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.review import way_to_names
from cadence.desk.visit import Visit
from cadence.rules import RULES, change_checked, new_id

OFFICE: tuple[Role, ...] = ("office",)
MOST = 2000  # names in one list
KINDS = {"unit": "单位", "group": "组", "post": "岗位"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One unit as the table shows it: its other names, and the groups that it belongs to."""

    unit: Unit
    also: tuple[str, ...]
    groups: tuple[str, ...]


def show(visit: Visit) -> Response:
    """Show the roster; what a name means, where one is asked for."""
    return _page(visit)


def take_list(visit: Visit, form: FormData) -> Response:
    """Add units from a pasted list: a name a line, its other names after it."""
    try:
        entries = _entries(visit, str(form.get("list", "")))
        file = visit.office.folder / RULES / visit.place / "units.yaml"
        edit = Append(("units",), entries)
        change_checked(visit.office.folder, file, [edit], visit.office.clock())
    except Fault as fault:
        return _page(visit, form, fault)
    except CadenceError as error:
        return _page(visit, form, Fault("list", str(error)))
    return visit.to("roster", said=str(len(entries)))


def _entries(visit: Visit, said: str) -> list[Plain]:
    """Read a list: units that the roster does not know yet, each with an id of ours.

    Raises:
        Fault: it is too long, names one unit twice, or nobody new.
    """
    lines = [each.strip() for each in said.splitlines() if each.strip()]
    if len(lines) > MOST:
        raise Fault("list", f"一次最多{MOST}行。")
    taken, seen = set(visit.roster.ids), set(visit.roster.answers)
    entries: list[Plain] = []
    for number, line in enumerate(lines, 1):
        parts = line.replace("\t", "、").replace(",", "、").replace("，", "、").split("、")
        names = [each.strip() for each in parts if each.strip()]
        if folded(names[0]) in visit.roster.answers:
            continue  # it is there already
        twice = next((each for each in names if folded(each) in seen), None)
        if twice:
            raise Fault("list", f"第{number}行：“{twice}”已经是另一个单位的名称。")
        seen |= {folded(each) for each in names}
        key = new_id(names[0], taken)
        taken.add(key)
        entry: dict[str, Plain] = {"id": key, "name": names[0]}
        entries.append(entry | ({"also": list[Plain](names[1:])} if names[1:] else {}))
    if not entries:
        raise Fault("list", "没有新的名称：每行写一个单位，其他叫法用顿号隔开。")
    return entries


def take_alias(visit: Visit, form: FormData) -> Response:
    """Give a unit another name."""
    try:
        name, key = text_of(form, "name", "另一种叫法"), str(form.get("unit", ""))
        file = visit.office.folder / RULES / visit.place / "units.yaml"
        edit = Append(way_to_names(visit, key), [name])
        change_checked(visit.office.folder, file, [edit], visit.office.clock())
    except Fault as fault:
        return _page(visit, form, fault)
    except CadenceError as error:
        return _page(visit, form, Fault("name", str(error)))
    return visit.to("roster", said="alias")


def _page(visit: Visit, form: FormData | None = None, fault: Fault | None = None) -> Response:
    roster, asked = visit.roster, visit.asked("name").strip()
    groups: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    for name, units in roster.answers.items():
        for unit in units:
            if len(units) > 1:
                groups.setdefault(unit.key, []).append(name)
            elif name != folded(unit.name):
                names.setdefault(unit.key, []).append(name)
    return visit.page(
        "roster", "roster", "名册", 422 if fault else 200,
        rows=[
            Entered(unit=each, also=tuple(names.get(each.key, ())),
                    groups=tuple(dict.fromkeys(groups.get(each.key, ())))[:3])
            for each in roster.units
        ],
        kinds=KINDS, asked=asked, meant=roster.answers.get(folded(asked), ()) if asked else (),
        units=[(each.key, each.name) for each in roster.units], form=form or {}, fault=fault,
        said=visit.asked("said"),
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="roster", roles=OFFICE, show=show),
    Entrance(path="roster/list", roles=OFFICE, take=take_list),
    Entrance(path="roster/alias", roles=OFFICE, take=take_alias),
)
