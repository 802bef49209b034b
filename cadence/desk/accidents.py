"""事故: what happened is registered; its card says who reports what to whom, and how long is left.

A step is ticked with its actual time, from which the next one runs; what was told wrongly is
corrected by another entry, and the first one stays readable.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.core import SUMS, VALUES, CadenceError, Done, Happening, Occurrence, Unit, history
from cadence.desk.accounts import Role
from cadence.desk.claiming import claim
from cadence.desk.drawing import plain
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, day_of, text_of
from cadence.desk.proofs import proof_of
from cadence.desk.visit import HEADERS, Visit
from cadence.ledger import Claim, Told, admit, open_ledger
from cadence.occurrences import Index, clock_ground
from cadence.reports import Card, CardRow, card_of, cards, render_card_page, render_card_pdf

MAY: tuple[Role, ...] = ("office", "unit")
AWAITED = re.compile("尚未登记“([^”]+)”")  # what a line of a card says that it assumes
LEVELS = ("一般", "较大", "重大", "特别重大")
ClockStanding = Literal["past", "now", "miss", "next"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a card: how it stands, and which occurrences may be ticked."""

    row: CardRow
    stands: ClockStanding
    ids: tuple[str, ...]


def show(visit: Visit) -> Response:
    """Show all cards, the one with the least time left first, and the form of a new event."""
    return _page(visit)


def show_card(visit: Visit) -> Response:
    """Show one event: its steps with the time left, and the form of the step that is opened."""
    return _card_page(visit, _number(visit))


def download(visit: Visit) -> Response:
    """Give one card as a page to print or as PDF.

    Raises:
        HTTPException: there is no such form.
        CadenceError: no PDF can be made here.
    """
    card = _card(visit, _number(visit))
    roster = visit.roster
    match visit.request.path_params["form"]:
        case "html":
            page = render_card_page(card, roster.name, roster.office)
            return Response(page, media_type="text/html", headers=PAPER)
        case "pdf":
            content = render_card_pdf(card, roster.name, roster.office)
            return Response(content, media_type="application/pdf", headers=HEADERS)
        case _:
            raise HTTPException(404, "没有这种格式；有 html、pdf。")


def take_event(visit: Visit, form: FormData) -> Response:
    """Register what happened, or correct what was registered."""
    corrects = text_of(form, "corrects", "更正", required=False)
    try:
        told = _told(visit, form, int(corrects) if corrects.isdecimal() else None)
        number = _write(visit, told)
    except Fault as fault:
        return _again(visit, corrects, form, fault)
    except CadenceError as error:
        return _again(visit, corrects, form, Fault("event", plain(str(error))))
    return visit.to(f"accidents/{number}", said="corrected" if corrects else "registered")


def take_step(visit: Visit, form: FormData) -> Response:
    """Record at which time a step was done; the next one runs from it."""
    number = _number(visit)
    try:
        proof = proof_of(visit.office.folder, form)
        claims = []
        for each in _ticked(visit, number, form):
            on = day_of(form, "day", "完成时间", each.window)
            claims.append(Claim(each, Done(occurrence=each.id, on=on, by=visit.by, **proof)))
        claim(visit, claims)
    except Fault as fault:
        return _card_page(visit, number, form, fault)
    return visit.to(f"accidents/{number}", said="step")


def stands_of(card: Card) -> Iterator[ClockStanding]:
    """Say of each line of a card how it stands: the first that runs is the one to do now. Pure."""
    is_next = True
    for row in card.rows:
        if row.state == "done":
            yield "past"
        elif row.closes and row.closes < card.as_of and row.state == "running":
            yield "miss"
        else:
            now = is_next and row.state == "running"
            is_next = is_next and not now
            yield "now" if now else "next"


def awaited(card: Card) -> tuple[str, ...]:
    """Return the events of a card that its clocks only assume: registered, these run from them."""
    found = (AWAITED.search(note) for row in card.rows for note in row.notes)
    return tuple(dict.fromkeys(each[1] for each in found if each))


def running(card: Card) -> tuple[CardRow, ...]:
    """Return the lines of a card that somebody has to do still."""
    return tuple(each for each in card.rows if each.state == "running")


def _told(visit: Visit, form: FormData, corrects: int | None) -> Told:
    kind = text_of(form, "event", "什么事")
    values = [
        (name, said) for name, called in VALUES.items()
        if (said := text_of(form, f"value-{name}", called, required=False))
    ]  # fmt: skip
    for name, said in values:
        if name in SUMS and not said.isdecimal():
            raise Fault(f"value-{name}", f"“{VALUES[name]}”请写数字；还不知道就空着。")
    return Told(
        kind=kind,
        at=_minute(form),
        unit=_unit(visit, form),
        note=text_of(form, "note", "备注", required=False) or None,
        values=tuple(values),
        corrects=corrects,
        of=int(of) if (of := str(form.get("of", ""))).isdecimal() else None,
    )


def _minute(form: FormData) -> dt.datetime:
    at = day_of(form, "day", "发生时间")
    if not isinstance(at, dt.datetime):
        raise Fault("day-time", "请写几点几分：报告的时限从这一刻起算。")
    return at


def _unit(visit: Visit, form: FormData) -> Unit:
    wanted = visit.unit or text_of(form, "unit", "单位")
    found = next((each for each in visit.roster.units if each.key == wanted), None)
    if found is None:
        raise Fault("unit", "名册里没有这个单位，请从名单里选。")
    return found


def _write(visit: Visit, told: Told) -> int:
    """Write the event down, weighed beside all that the ledger holds at that moment.

    Raises:
        CadenceError: it cannot be taken as told.
    """
    workspace, now = visit.workspace, visit.office.clock()
    rules = [rule for pack in workspace.packs for rule in pack.rules]
    with open_ledger(visit.office.folder) as ledger, ledger.writing():
        known = history(ledger.of_events())
        return ledger.append(admit(told, clock_ground(workspace, known), rules, now), now).number


def _ticked(visit: Visit, number: int, form: FormData) -> list[Occurrence]:
    """Return what was ticked, of the steps of this card that this person may record."""
    ids = {each for row in _card(visit, number).rows for each in _ids(visit, row)}
    wanted = [str(each) for each in form.getlist("occurrence")]
    index = Index(visit.view.scenes())
    found = [each for each in map(index.exact, wanted) if each and each.id in ids]
    if not wanted or len(found) < len(wanted):
        raise Fault("occurrence", "这一步已不在卡上，可能刚被改动。请刷新后再试。")
    return found


def _ids(visit: Visit, row: CardRow) -> tuple[str, ...]:
    """Return what this person may tick of a line: a unit's own person its own alone."""
    return tuple(each for each in row.ids if visit.unit in {None, each.rpartition("@")[2]})


def _number(visit: Visit) -> int:
    return int(visit.request.path_params["number"])


def _card(visit: Visit, number: int) -> Card:
    """Return one card of this place, of a unit that this person may see.

    Raises:
        HTTPException: there is none.
    """
    for card in cards_of(visit):
        if number in {card.happening.number, card.happening.first}:
            return card_of(visit.workspace, visit.view.history, number, visit.view.now)
    raise HTTPException(404, "没有这一件，或者不归您的账号管。")


def cards_of(visit: Visit) -> list[Card]:
    """Return the card of each event that this person may see."""
    found = cards(visit.workspace, visit.view.history, visit.view.now)
    return [
        each
        for each in found
        if each.unit.place == visit.place and visit.unit in {None, each.unit.key}
    ]


def nearest(card: Card) -> tuple[bool, dt.datetime, int]:
    """Return what puts the event with the least time left first. Pure."""
    closes = [each.closes for each in running(card) if each.closes]
    first = min(closes, default=dt.datetime.max.replace(tzinfo=dt.UTC))
    return not closes, first, -card.happening.first


def _again(visit: Visit, corrects: str, form: FormData, fault: Fault) -> Response:
    if corrects.isdecimal():
        return _card_page(visit, int(corrects), form, fault)
    if form.get("opened") and str(form.get("of", "")).isdecimal():
        return _card_page(visit, int(str(form.get("of"))), form, fault)
    return _page(visit, form, fault)


def _page(visit: Visit, form: FormData | None = None, fault: Fault | None = None) -> Response:
    found = sorted(cards_of(visit), key=nearest)
    return visit.page(
        "accidents", "accidents", "事故", 422 if fault else 200,
        running=[(each, running(each)) for each in found if running(each)],
        settled=[each for each in found if not running(each)],
        form=form or {}, fault=fault, **_choices(visit),
        is_open=bool(fault) or visit.asked("open") == "register",
    )  # fmt: skip


def _card_page(
    visit: Visit, number: int, form: FormData | None = None, fault: Fault | None = None
) -> Response:
    card = _card(visit, number)
    return visit.page(
        "accident", "accidents", card.name, 422 if fault else 200,
        card=card, steps=_steps(visit, card), said=visit.asked("said"), fault=fault,
        opened=str(form.get("opened", "")) if form else visit.asked("open"), form=form or {},
        happening=card.happening, unit=card.unit, awaited=awaited(card), **_choices(visit),
    )  # fmt: skip


def _steps(visit: Visit, card: Card) -> tuple[Step, ...]:
    lines = zip(card.rows, stands_of(card), strict=True)
    return tuple(Step(row=row, stands=how, ids=_ids(visit, row)) for row, how in lines)


def _choices(visit: Visit) -> dict[str, object]:
    """Return what the form of an event offers."""
    happenings: tuple[Happening, ...] = visit.view.history.happenings
    kinds = visit.workspace.kinds[visit.place].by_id.values()
    names = [each.names[0] for each in kinds]
    told = [each.event.name for each in happenings]
    return {
        "kinds": list(dict.fromkeys([*names, *(each for each in told if each not in names)])),
        "levels": LEVELS,
        "before": [
            (str(each.happening.first), f"第{each.happening.first}号　{each.title}")
            for each in cards_of(visit)
        ],
        "types": _types(visit),
        "names": visit.names,
        "units": [(each.key, each.name) for each in visit.roster.units],
    }


def _types(visit: Visit) -> tuple[str, ...]:
    """Return the kinds of accident that the statutes tell apart, as the roster lists them."""
    kinds = visit.workspace.kinds[visit.place].by_id.values()
    listed = (words for each in kinds for name, words in each.values if name == "kind")
    return next(iter(listed), ())


PAPER = {**HEADERS, "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
ENTRANCES = (
    Entrance(path="accidents", show=show),
    Entrance(path="accidents/register", roles=MAY, take=take_event),
    Entrance(path="accidents/{number:int}", show=show_card),
    Entrance(path="accidents/{number:int}/step", roles=MAY, take=take_step),
    Entrance(path="accidents/{number:int}.{form}", show=download),
)
