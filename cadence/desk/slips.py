"""检查 › 督办单: prepared, read as the paper that it will be, released by a person, followed up.

Reading a draft writes nothing and gives it no number; 签发 writes the ledger's line, as `cadence
slip issue` does, and only of what was read. Each print carries an address of its own at which the
unit answers, where it can open one; so prints are asked for by a form.
"""

import datetime as dt
from collections import Counter
from dataclasses import replace

from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.core import (
    MEDIA_TYPES,
    Answer,
    CadenceError,
    Entry,
    Receipt,
    Supervised,
    Supervision,
    Unit,
    history,
)
from cadence.desk.accidents import PAPER
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, plain_day_of, text_of
from cadence.desk.visit import HEADERS, Visit
from cadence.ledger import issue, write_said
from cadence.occurrences import Asked, Index, Scene, scenes_of
from cadence.remind import (
    can_answer,
    matter_fact,
    missed_of,
    open_outbox,
    slip_fact,
    slip_link,
    slip_of,
    span_asked,
)
from cadence.reports import (
    Slip,
    issued,
    render_slip,
    render_slip_body,
    render_slip_document,
    slip_style,
    slips_table,
)

OFFICE: tuple[Role, ...] = ("office",)
SAYS: tuple[Role, ...] = ("office", "unit")
GONE = "逾期的任务刚有变动，还没有签发。请看过下面新的一份再签发。"


def show(visit: Visit) -> Response:
    """List the slips, who has something overdue, and ask for a matter of its own."""
    return _list(visit)


def show_draft(visit: Visit) -> Response:
    """Show a slip as it would go out."""
    return _draft(visit, FormData(dict(visit.request.query_params)))


def take_issue(visit: Visit, form: FormData) -> Response:
    """Release what was read: give it its number and write it down."""
    try:
        fact = _fact(visit, form)
    except Fault as fault:
        return _draft(visit, form, fault)
    if "、".join(fact.occurrences) != form.get("read", ""):
        return _draft(visit, form, Fault("read", GONE))
    entry = issue(visit.office.folder, fact, visit.office.clock(), lambda _fact: None)
    return visit.to(f"slips/{entry.number}", said="issued")


def show_one(visit: Visit) -> Response:
    """Show one slip as it went out, and what came of it."""
    return _one(visit, _found(visit))


def take_receipt(visit: Visit, form: FormData) -> Response:
    """Note that the unit received it."""
    return _noted(visit, form, "receipt")


def take_reply(visit: Visit, form: FormData) -> Response:
    """Note what the unit answered, to each of its duties."""
    return _noted(visit, form, "reply")


def give(visit: Visit, _form: FormData) -> Response:
    """Print a slip: each print has an address of its own where its unit can open one.

    Raises:
        HTTPException: there is no such form.
    """
    found, form = _found(visit), visit.request.path_params["form"]
    slip = _slip(visit, found)
    unit, scene = _unit(visit, found.fact.unit), _scene(visit)
    if can_answer(scene, unit):
        with open_outbox(visit.office.folder) as outbox:
            then = scene if found.fact.matter else _then(visit, found)
            link = slip_link(then, unit, found.fact, outbox, visit.office.clock())
        slip = replace(slip, link=link)
    if form == "html":
        return Response(render_slip(slip), media_type="text/html", headers=PAPER)
    if form != "docx":
        raise HTTPException(404, "没有这种格式；有 html、docx。")
    shown = {"content-disposition": f'attachment; filename="duban-{found.number}.docx"'}
    content = render_slip_document(slip, found.fact.on)
    return Response(content, media_type=MEDIA_TYPES[".docx"], headers={**HEADERS, **shown})


def style(_visit: Visit) -> Response:
    """Give the style of the paper, which the slip's own page has, too."""
    return Response(slip_style(), media_type="text/css; charset=utf-8", headers=HEADERS)


def _list(visit: Visit, form: FormData | None = None, fault: Fault | None = None) -> Response:
    scene = _scene(visit)
    missed = Counter(
        each.occurrence.binding.unit
        for each in (*scene.carried, *scene.judged)
        if each.judgement.status == "overdue"
    )
    return visit.page(
        "slips", "register", "督办单", 422 if fault else 200,
        table=slips_table(slips_seen(visit), index_of(visit)), missed=missed.most_common(),
        form=form or {}, fault=fault, may_issue=visit.session.user.role == "office",
        units=[(each.key, each.name) for each in visit.roster.units],
    )  # fmt: skip


def _draft(visit: Visit, form: FormData, fault: Fault | None = None) -> Response:
    unit = _unit(visit, str(form.get("unit", "")))
    try:
        fact = _fact(visit, form)
    except Fault as found:
        if "matter" in form:
            return _list(visit, form, found)
        fault, fact = found, _fact(visit, FormData({"unit": unit.key}))
    if not fact.about:
        raise HTTPException(404, f"{unit.name}没有逾期未办的任务，不用督办。")
    slip = slip_of(_scene(visit), unit, fact)
    if fact.reply_by:
        slip = replace(slip, reply_by=issued(slip, fact).reply_by)
    return visit.page(
        "slip_draft", "register", "拟督办单", 422 if fault else 200,
        fact=fact, unit=unit, form=form, fault=fault, read="、".join(fact.occurrences),
        paper=Markup(render_slip_body(slip)),  # noqa: S704 - reports escape what they show
    )  # fmt: skip


def _fact(visit: Visit, form: FormData) -> Supervision:
    """Return what the ledger is to say of a slip as a form asks for it.

    Raises:
        Fault: a field says nothing that can be taken.
        HTTPException: no unit has this key.
    """
    unit, now = _unit(visit, str(form.get("unit", ""))), visit.view.now
    reply_by = _day_ahead(visit, form, "reply_by", "限期回复") if form.get("reply_by") else None
    if "matter" in form:
        matter = text_of(form, "matter", "事项")
        due = _day_ahead(visit, form, "due", "期限")
        told = matter_fact(
            visit.workspace, unit, (matter, due, text_of(form, "basis", "依据")), now
        )
    else:
        scene = _scene(visit)
        told = slip_fact(scene, unit, missed_of(scene, unit), now)
    return replace(told, reply_by=reply_by)


def _day_ahead(visit: Visit, form: FormData, name: str, called: str) -> dt.date:
    day = plain_day_of(form, name, called)
    if day < visit.view.today:
        raise Fault(name, f"“{called}”已经过去了，请改为今天或以后的日期。")
    return day


def _one(
    visit: Visit, found: Supervised, fault: Fault | None = None, form: FormData | None = None
) -> Response:
    try:
        paper = render_slip_body(_slip(visit, found))
    except CadenceError as error:  # its rules were taken back since
        paper, fault = "", fault or Fault("paper", str(error))
    return visit.page(
        "slip", "register", found.fact.name, 422 if fault else 200,
        found=found, unit=_unit(visit, found.fact.unit), fault=fault, said=visit.asked("said"),
        form=form or {},
        paper=Markup(paper),  # noqa: S704 - reports escape what they show
    )  # fmt: skip


def _noted(visit: Visit, form: FormData, doing: str) -> Response:
    found = _found(visit)
    fact = found.fact
    try:
        by = visit.by if visit.unit else text_of(form, "by", "签收岗位")
        receipt = Receipt(message=fact.message, unit=fact.unit, occurrences=fact.about, by=by)
        words = text_of(form, "words", "回复情况") if doing == "reply" else ""
    except Fault as fault:
        return _one(visit, found, fault, form)
    answers = [Answer(occurrence=each, words=words, by=by) for each in fact.about if words]
    write_said(visit.office.folder, (receipt, *answers), visit.office.clock())
    return visit.to(f"slips/{found.number}", said=doing)


def _slip(visit: Visit, found: Supervised) -> Slip:
    """Make a slip again as it went out: by what was recorded until then.

    Raises:
        CadenceError: the rules no longer ask what it was about.
    """
    fact = found.fact
    scene = _scene(visit) if fact.matter else _then(visit, found)
    return issued(slip_of(scene, _unit(visit, fact.unit), fact), fact)


def _then(visit: Visit, found: Supervised) -> Scene:
    def made() -> Scene:
        entry: Entry = visit.view.entries[found.number - 1]  # numbered from 1 without a gap
        then = Asked(span=span_asked(entry.recorded), place=visit.place, unit=found.fact.unit)
        known = history(visit.view.entries[: found.number - 1])
        return scenes_of(visit.workspace, known, then, entry.recorded)[0]

    return visit.view.kept(("slip", found.number), made)


def _scene(visit: Visit) -> Scene:
    span = span_asked(visit.view.now)
    return visit.scene(span.first, span.last)


def slips_seen(visit: Visit) -> list[Supervised]:
    """Return the slips that a person may see, the newest first."""
    return [each for each in visit.view.history.slips if _may_see(visit, each)][::-1]


def index_of(visit: Visit) -> Index:
    """Return the duties that slips speak of, by id."""
    return Index([_scene(visit)])


def _found(visit: Visit) -> Supervised:
    number = visit.request.path_params["number"]
    for each in visit.view.history.slips:
        if each.number == number and _may_see(visit, each):
            return each
    raise HTTPException(404, "没有这份督办单，或者它已撤销，或者您的账号看不到它。")


def _may_see(visit: Visit, slip: Supervised) -> bool:
    unit = slip.fact.unit
    return unit.partition("/")[0] == visit.place and visit.unit in {None, unit}


def _unit(visit: Visit, key: str) -> Unit:
    found = next((each for each in visit.roster.units if each.key == key), None)
    if found is None:
        raise HTTPException(404, "名册里没有这个单位。")
    return found


ENTRANCES = (
    Entrance(path="slips", show=show),
    Entrance(path="slips/draft", roles=OFFICE, show=show_draft),
    Entrance(path="slips/issue", roles=OFFICE, take=take_issue),
    Entrance(path="slips/{number:int}", show=show_one),
    Entrance(path="slips/{number:int}/receive", roles=SAYS, take=take_receipt),
    Entrance(path="slips/{number:int}/reply", roles=SAYS, take=take_reply),
    Entrance(path="slips/{number:int}.{form}", roles=SAYS, take=give),
    Entrance(path="slip.css", show=style, everywhere=True, practised="real"),
)
