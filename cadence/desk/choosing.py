"""日程 › 定个会: the lawful days of one duty, best first, and its hour, room and chair.

What collides is shown before it is saved.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.conflicts import (
    DayOffer,
    Rooms,
    around,
    demand,
    faults,
    merged_with,
    prices_for,
    suggest,
)
from cadence.core import CadenceError, Choice, Occurrence, Span, day_words, short_day
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, day_of, text_of
from cadence.desk.months import month_of, month_text
from cadence.desk.remembered import remembered
from cadence.desk.visit import Visit
from cadence.ledger import open_ledger
from cadence.occurrences import Index, Judged, Scene

OFFICE: tuple[Role, ...] = ("office",)
HOUR, MINUTES, LONGEST = "09:00", 90, 24 * 60
BEST = 8  # days offered as buttons; the date field takes any lawful one


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm:
    """What a form asks for."""

    at: dt.datetime
    minutes: int
    where: str | None
    chair: str | None


def show(visit: Visit) -> Response:
    """Show the days of one duty's window."""
    return _page(visit, visit.asked("of"))


def take_choice(visit: Visit, form: FormData) -> Response:
    """Choose an hour; where it collides, only when told to do so all the same."""
    identifier = str(form.get("occurrence", ""))
    try:
        scene, first = _found(visit, identifier)
        asked = _asked(scene, form)
        day = asked.at.date()
        chosen = [first, *(merged_with(scene, first, day) if form.get("merged") else ())]
        _check_lawful(scene, chosen, asked)
        clashes = list(clashes_of(scene, chosen, asked))
        if clashes and form.get("anyway") != _mark(clashes):
            return _page(visit, identifier, form, clashes=clashes)
    except Fault as fault:
        return _page(visit, identifier, form, fault)
    choices = [
        Choice(
            occurrence=each.id, at=asked.at, minutes=asked.minutes, where=asked.where,
            chair=asked.chair, by=visit.by,
        )
        for each in chosen
    ]  # fmt: skip
    _write(visit, choices)
    return _back(visit, form, asked.at, "chosen")


def take_clearing(visit: Visit, form: FormData) -> Response:
    """Take a choice back; it stays readable."""
    scene, found = _found(visit, str(form.get("occurrence", "")))
    choice = scene.history.of(found).choice
    if choice is None or choice.at is None:
        raise CadenceError("这一项没有定过时间。")
    _write(visit, [Choice(occurrence=found.id, by=visit.by)])
    return _back(visit, form, choice.at, "cleared")


def _back(visit: Visit, form: FormData, at: dt.datetime, said: str) -> Response:
    """Return to the month that somebody came from, of the unit or post that was looked at."""
    who = str(form.get("who", ""))
    seen = {"who": who} if who else {}
    return visit.to("schedule", month=month_text(month_of(at.date())), said=said, **seen)


def _mark(clashes: Iterable[str]) -> str:
    """Return what stands for these clashes: others than those that were seen are shown first."""
    return hashlib.sha256("\n".join(clashes).encode()).hexdigest()[:16]


def clashes_of(scene: Scene, chosen: Iterable[Occurrence], asked: ChoiceForm) -> Iterator[str]:
    """Yield in Chinese what else needs the chair, the room or the unit at that time. Pure.

    Args:
        scene: the place, over the year of the meeting.
        chosen: what is to be held.
        asked: when, where, and under whom.
    """
    chosen = list(chosen)
    own = {each.id for each in chosen}
    ends = asked.at + dt.timedelta(minutes=asked.minutes)
    going = [
        each
        for each in scene.judged
        if each.occurrence.id not in own
        and (choice := each.judgement.past.choice)
        and choice.at
        and choice.at < ends
        and asked.at < choice.at + dt.timedelta(minutes=choice.minutes or 0)
    ]
    seats = {each.key: each.seats for each in scene.roster.units}
    chaired = sum(bool(asked.chair) and _choice(each).chair == asked.chair for each in going)
    full = chaired >= seats.get(asked.chair or "", 1)
    rooms = Rooms(scene.roster.units, scene.policy)
    for other in going:
        if shared := list(_shared(other, chosen, asked, rooms, full=full)):
            binding, at = other.occurrence.binding, _choice(other).at or asked.at
            held = f"{binding.unit.name}“{binding.rule.act}”定在{short_day(at)} {at:%H:%M}"
            yield f"{held}：{'、'.join(shared)}"


def _choice(judged: Judged) -> Choice:
    choice = judged.judgement.past.choice
    if choice is None:
        msg = "nothing was chosen for it"
        raise ValueError(msg)
    return choice


def _shared(
    other: Judged, chosen: Iterable[Occurrence], asked: ChoiceForm, rooms: Rooms, *, full: bool
) -> Iterator[str]:
    """Yield what two meetings have in common; full: all seats of the chair are taken."""
    choice, unit = _choice(other), other.occurrence.binding.unit
    if full and choice.chair == asked.chair:
        yield "同一人主持"
    if asked.where and choice.where:
        taken = rooms.key(choice.where, unit)
        if taken in {rooms.key(asked.where, each.binding.unit) for each in chosen}:
            yield "同一会议室"
    if unit.key in {each.binding.unit.key for each in chosen}:
        yield "同一单位"


def _asked(scene: Scene, form: FormData) -> ChoiceForm:
    at = day_of(_with_day(form), "day", "日期")
    if not isinstance(at, dt.datetime):
        raise Fault("day-time", "请写几点几分开始。")
    minutes = text_of(form, "minutes", "时长")
    if not minutes.isdecimal() or not 0 < int(minutes[:5]) <= LONGEST:
        raise Fault("minutes", f"时长请写分钟数，1 至 {LONGEST}。")
    chair = text_of(form, "chair", "主持", required=False) or None
    if chair and chair not in {each.key for each in scene.roster.units}:
        raise Fault("chair", "名册里没有这个岗位，请从名单里选。")
    where = text_of(form, "where", "地点", required=False) or None
    return ChoiceForm(at=at, minutes=int(minutes), where=where, chair=chair)


def _with_day(form: FormData) -> FormData:
    """Return a form whose day is the one that was picked from the list, where one was.

    Raises:
        Fault: another day was written beside it.
    """
    picked, written = str(form.get("pick", "")), str(form.get("day", "")).strip()
    if not picked:
        return form
    if written and written != picked:
        raise Fault("day", f"选了{picked}，又写了{written}；请只留一个。")
    return FormData([*(each for each in form.multi_items() if each[0] != "day"), ("day", picked)])


def held_on(scene: Scene, day: dt.date, own: str) -> Iterator[str]:
    """Yield in words what is held on a day already, the earliest first. Pure.

    Args:
        scene: the place, over that day.
        day: the day.
        own: the id of the duty that a day is looked for.
    """
    held = {
        (choice.at, each.occurrence.binding.unit.name, each.occurrence.binding.rule.act)
        for each in scene.judged
        if (choice := each.judgement.past.choice)
        and choice.at
        and choice.at.date() == day
        and each.occurrence.id != own
    }
    for at, unit, act in sorted(held):
        yield f"{at:%H:%M} {unit}{act}"


def _check_lawful(scene: Scene, chosen: Iterable[Occurrence], asked: ChoiceForm) -> None:
    """See that everything may be held then.

    Raises:
        Fault: something may not, and why.
    """
    for each in chosen:
        past = scene.history.of(each)
        if past.done or past.waiver:
            raise Fault("day", f"“{each.binding.rule.act}”已经办结或免办，不用再定。")
        for fault in faults(demand(each, past), asked.at, asked.minutes):
            raise Fault("day", f"{fault}。请在期内选，或者先办延期。")


def _found(visit: Visit, identifier: str) -> tuple[Scene, Occurrence]:
    """Return a duty with its place over the years of its window.

    Raises:
        Fault: there is none.
    """
    found = Index([visit.view.scene(visit.place, Span(visit.view.today, visit.view.today))]).exact(
        identifier
    )
    if found is None:
        raise Fault("occurrence", "没有这一项，可能刚被改动。请回到日程再选。")
    last = found.window.due or found.window.start
    first, last = min(found.window.start, visit.view.today), max(last, visit.view.today)
    span = Span(dt.date(first.year, 1, 1), dt.date(last.year, 12, 31))
    return visit.view.scene(visit.place, span), found


def _write(visit: Visit, choices: list[Choice]) -> None:
    now = visit.office.clock()
    with open_ledger(visit.office.folder) as ledger, ledger.writing():
        for each in choices:
            ledger.append(each, now)


def _page(
    visit: Visit,
    identifier: str,
    form: FormData | None = None,
    fault: Fault | None = None,
    clashes: list[str] | None = None,
) -> Response:
    scene, found = _found(visit, identifier)
    past = scene.history.of(found)
    free = replace(past, choice=None)
    near = around(scene, found, visit.view.today)
    offers = suggest(demand(found, free), near, scene.advise, prices_for(scene, found))
    best = [each for each in offers if each.cost is not None]
    judged = Judged(found, scene.judgement(found))
    posts = [(each.key, each.name) for each in scene.roster.units if each.kind == "post"]
    others = [(each.key, each.name) for each in scene.roster.units if each.kind != "post"]
    is_set = past.choice is not None and past.choice.at is not None
    last = past.choice if is_set else remembered(visit.view.entries, found)
    return visit.page(
        "choosing", "schedule", "定个会", 422 if fault else 200,
        judged=judged, choice=past.choice, last=last, best=best[:BEST], left=len(best),
        refused=list(_runs(each for each in offers if each.cost is None)),
        partners=merged_with(scene, found), people=[*posts, *others],
        hour=HOUR, minutes=MINUTES, words=day_words,
        held={each.day: list(held_on(scene, each.day, found.id)) for each in best[:BEST]},
        form=form or {}, fault=fault, clashes=clashes or [], mark=_mark(clashes or []),
        who=str(form.get("who", "")) if form else visit.asked("who"),
    )  # fmt: skip


def _runs(offers: Iterable[DayOffer]) -> Iterator[tuple[str, str]]:
    """Yield refused days with their reasons, days that follow each other as one."""
    run: list[DayOffer] = []
    for each in [*sorted(offers, key=lambda one: one.day), None]:
        if run and each and each.against == run[-1].against and _follows(run[-1], each):
            run.append(each)
            continue
        if run:
            first, last = day_words(run[0].day), day_words(run[-1].day)
            yield first if first == last else f"{first}至{last}", "；".join(run[0].against)
        run = [each] if each else []


def _follows(one: DayOffer, other: DayOffer) -> bool:
    return other.day - one.day == dt.timedelta(days=1)


ENTRANCES = (
    Entrance(path="schedule/choose", roles=OFFICE, show=show),
    Entrance(path="schedule/set", roles=OFFICE, take=take_choice),
    Entrance(path="schedule/clear", roles=OFFICE, take=take_clearing),
)
