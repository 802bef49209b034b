"""决定 › 岗位外出: days on which a post attends nothing, which the year's plan keeps clear of."""

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import Append, CadenceError, Plain, Remove
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, plain_day_of, text_of
from cadence.desk.visit import Visit
from cadence.rules import RULES, change_checked

OFFICE: tuple[Role, ...] = ("office",)


def show(visit: Visit) -> Response:
    """Show who is away when."""
    return _page(visit)


def take_absence(visit: Visit, form: FormData) -> Response:
    """Add days of a post."""
    try:
        entry = _absence(visit, form)
        _change(visit, Append(("absences",), [entry]))
    except Fault as fault:
        return _page(visit, form, fault)
    except CadenceError as error:
        return _page(visit, form, Fault("due", str(error)))
    return visit.to("absences", said="added")


def take_back(visit: Visit, form: FormData) -> Response:
    """Take one out again."""
    number = str(form.get("number", ""))
    absences = visit.workspace.policies[visit.place].absences
    at = int(number) if number.isdecimal() else len(absences)
    if at >= len(absences) or str(form.get("mark", "")) != str(absences[at]):
        raise CadenceError("没有这一条，可能刚被撤销。请刷新后再看。")
    _change(visit, Remove(("absences", at)))
    return visit.to("absences", said="back")


def _absence(visit: Visit, form: FormData) -> Plain:
    post = str(form.get("post", ""))
    if post not in {each.id for each in visit.roster.units}:
        raise Fault("post", "请选一个岗位。")
    first, last = plain_day_of(form, "start", "第一天"), plain_day_of(form, "due", "最后一天")
    if last < first:
        raise Fault("due", "最后一天在第一天之前，请改过来。")
    entry: dict[str, Plain] = {"post": post, "start": first, "due": last}
    reason = text_of(form, "reason", "事由", required=False)
    return entry | ({"reason": reason} if reason else {})


def _change(visit: Visit, edit: Append | Remove) -> None:
    file = visit.office.folder / RULES / visit.place / "policy.yaml"
    change_checked(visit.office.folder, file, [edit], visit.office.clock())


def _page(visit: Visit, form: FormData | None = None, fault: Fault | None = None) -> Response:
    names = {each.id: each.name for each in visit.roster.units}
    absences = visit.workspace.policies[visit.place].absences
    first = [each for each in visit.roster.units if each.kind == "post"]
    rest = [each for each in visit.roster.units if each.kind != "post"]
    return visit.page(
        "absences", "decisions", "岗位外出", 422 if fault else 200, form=form or {}, fault=fault,
        listed=sorted(enumerate(absences), key=lambda each: each[1].start), names=names,
        posts=[(each.id, each.name) for each in (*first, *rest)], said=visit.asked("said"),
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="absences", roles=OFFICE, show=show),
    Entrance(path="absences/add", roles=OFFICE, take=take_absence),
    Entrance(path="absences/back", roles=OFFICE, take=take_back),
)
