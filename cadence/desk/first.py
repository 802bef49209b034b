"""初次使用: a place of one's own from its name and a list of units, or the example to look at."""

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from cadence.core import CadenceError, Plain, Put, new_id, spliced
from cadence.desk.accounts import Role
from cadence.desk.backup import restore_begun
from cadence.desk.entrances import UPLOAD, Entrance
from cadence.desk.fields import Fault, plain_day_of, text_of
from cadence.desk.roster_file import RosterLine
from cadence.desk.roster_list import RosterKnown, checked_change, names_of
from cadence.desk.roster_rows import rows_of_text
from cadence.desk.uploads import file_of, kept
from cadence.desk.visit import HEADERS, HOME, Visit
from cadence.rules import add_example, add_place

OFFICE: tuple[Role, ...] = ("office",)
OWN = "anweiban"
ROSTER = """# yaml-language-server: $schema=../.schema/units.json
# 在“名册”页里改。只写职务，不写人名。
"""
POLICY = """# yaml-language-server: $schema=../.schema/policy.json
# 本办公室自己的决定，均非公文原文。在“决定”页里改。
"""


def show(visit: Visit) -> Response:
    """Ask for the county, its units, and the day from which records are kept."""
    return _page(visit)


def take_place(visit: Visit, form: FormData) -> Response:
    """Make the place, whole or not at all."""
    try:
        name, office = text_of(form, "name", "县、区或乡镇"), text_of(form, "office", "办公室全称")
        tracking = plain_day_of(form, "tracking_from", "从哪天起记")
        roster = _roster(name, office, str(form.get("list", "")))
        place = new_id(name, _taken(visit))
        policy: dict[str, Plain] = {
            "address": "http://localhost:8000/",
            "tracking_from": tracking,
            "remind": {"by": "alarm", "days_before": 3, "at": "09:00"},
        }
        add_place(visit.office.folder, place, roster, _yaml(POLICY, policy))
    except Fault as fault:
        return _page(visit, form, fault)
    except CadenceError as error:
        return _page(visit, form, Fault("list", str(error)))
    return RedirectResponse(f"{HOME}/{place}/roster", status_code=303, headers=HEADERS)


def take_example(visit: Visit, _form: FormData) -> Response:
    """Add the example county."""
    place = add_example(visit.office.folder, visit.view.today)
    return RedirectResponse(f"{HOME}/{place}/today", status_code=303, headers=HEADERS)


def take_backup(visit: Visit, form: FormData) -> Response:
    """Bring back what an office had on another computer."""
    file = file_of(form, "backup")
    if not is_first(visit):
        fault = "这里已经建了地方；请在新文件夹里恢复，步骤见说明“备份”。"
        return _page(visit, form, Fault("backup", fault))
    if file is None:
        return _page(visit, form, Fault("backup", "请选备份的压缩包（.zip）。"))
    try:
        with kept(file, "backup", UPLOAD) as bundle:
            restore_begun(bundle, visit.office.folder, visit.office.clock())
    except Fault as fault:
        return _page(visit, form, fault)
    except CadenceError as error:
        return _page(visit, form, Fault("backup", str(error)))
    return RedirectResponse(f"{HOME}/", status_code=303, headers=HEADERS)


def is_first(visit: Visit) -> bool:
    """Tell whether no place of an office's own is there yet."""
    rosters = visit.workspace.rosters if visit.view.workspace else {}
    return bool(rosters) and all(each.everywhere for each in rosters.values())


def own_places(visit: Visit) -> list[str]:
    """Return the places of an office's own first, and then those whose rules bind everywhere."""
    rosters = visit.workspace.rosters
    return sorted(rosters, key=lambda key: (rosters[key].everywhere, key))


def _roster(name: str, office: str, said: str) -> str:
    """Write the roster of a new place: the office itself, and whoever is listed.

    Raises:
        Fault: the list is too long, or a row of it cannot be taken.
    """
    short = (f"{name[-1]}安委办", f"{name[-1]}安委会办公室", "安委办", "安委会办公室")
    also: list[Plain] = list(dict.fromkeys(short))
    own: dict[str, Plain] = {"id": OWN, "name": office, "also": also}
    head: dict[str, Plain] = {"name": name, "office": office, "units": [own]}
    entry = RosterLine(at=("units", 0), id=OWN, name=office, also=short)
    known = RosterKnown(entries={OWN: entry}, names=names_of([entry]), ids=frozenset({OWN}))
    rows = list(rows_of_text(said))
    edits = checked_change(rows, known).edits({OWN: entry}) if said.strip() else ()
    return spliced(_yaml(ROSTER, head), edits)


def _yaml(head: str, said: dict[str, Plain]) -> str:
    return spliced(head, [Put((key,), value) for key, value in said.items()])


def _taken(visit: Visit) -> set[str]:
    return {each.name for each in (visit.office.folder / "rules").iterdir()}


def _page(visit: Visit, form: FormData | None = None, fault: Fault | None = None) -> Response:
    return visit.page(
        "first", "", "初次使用", 422 if fault else 200, form=form or {}, fault=fault,
        is_first=is_first(visit), today=visit.view.today.isoformat(),
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="first", roles=OFFICE, show=show, take=take_place, everywhere=True),
    Entrance(path="first/example", roles=OFFICE, take=take_example, everywhere=True),
    Entrance(path="first/backup", roles=OFFICE, take=take_backup, everywhere=True),
)
