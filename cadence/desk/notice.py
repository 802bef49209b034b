"""放假安排: the State Council's yearly notice handed in, read, and written into rules/calendar/."""

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence import extract  # by its parts: a sixth of the desk's start, for one room
from cadence.core import CadenceError, InputError
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.uploads import file_of, kept
from cadence.desk.visit import Visit
from cadence.rules import FOLDER, RULES, keep_copy, write_year
from cadence.workdays import Notice, parse_notice

OFFICE: tuple[Role, ...] = ("office",)
LARGEST = 8 * 1024 * 1024  # bytes of a notice


def show(visit: Visit) -> Response:
    """Show which years are announced, and take the next notice."""
    return _page(visit)


def take_notice(visit: Visit, form: FormData) -> Response:
    """Write a year's days off; what says otherwise is only replaced where that is ticked."""
    try:
        found = _notice(form)
        file = visit.office.folder / RULES / FOLDER / f"{found.year}.yaml"
        replace = bool(form.get("replace"))
        if replace and file.exists():
            keep_copy(visit.office.folder, file, visit.office.clock())
        changed = write_year(file, found, replace=replace)
    except Fault as fault:
        return _page(visit, form, fault)
    except CadenceError as error:
        return _page(visit, form, Fault("file", str(error)))
    return visit.to("notice", said="new" if changed else "same", year=str(found.year))


def _notice(form: FormData) -> Notice:
    """Read the notice that was handed in, pasted or as a file.

    Raises:
        Fault: nothing was handed in, or too much.
        CadenceError: it cannot be read; with every place that is not understood.
    """
    document = text_of(form, "document", "文号", required=False)
    file, pasted = file_of(form, "file"), form.get("text")
    name = "通知"
    if file:
        name = file.filename or name
        with kept(file, "file", LARGEST) as place:
            text = extract.read_text(place)
    elif isinstance(pasted, str) and pasted.strip():
        text = pasted
    else:
        raise Fault("file", "请选通知的文件，或把全文粘贴进来。")
    found, problems = parse_notice(text, name, document or None)
    if found is None:
        raise InputError(problems)
    return found


def _page(visit: Visit, form: FormData | None = None, fault: Fault | None = None) -> Response:
    look = visit.workspace.advise(visit.place)
    year = visit.view.today.year
    known = [(each, look(visit.view.today.replace(year=each, month=6, day=1)).day is not None)
             for each in (year - 1, year, year + 1)]  # fmt: skip
    return visit.page(
        "notice", "decisions", "放假安排", 422 if fault else 200, form=form or {}, fault=fault,
        known=known, said=visit.asked("said"), year=visit.asked("year"),
    )  # fmt: skip


ENTRANCES = (Entrance(path="notice", roles=OFFICE, show=show, take=take_notice),)
