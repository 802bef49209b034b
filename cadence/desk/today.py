"""今日: what is overdue, what falls due within a week, and recording of it what was done.

`?open=` names the line whose form is open: an occurrence's id, or a window's id without its unit
where several units share one line; `do` which form it is.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import chain
from typing import Literal, cast

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import (
    REFUSED,
    CadenceError,
    Done,
    Entry,
    Extension,
    Occurrence,
    Refusal,
    Reversal,
    Waiver,
)
from cadence.desk.accounts import Role
from cadence.desk.chips import chip_of
from cadence.desk.claiming import claim
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, day_of, plain_day_of, text_of
from cadence.desk.paging import paged
from cadence.desk.proofs import DoneProof, proof_of, shown_files
from cadence.desk.today_lines import (
    PENDING,
    SHOWN,
    DutyOfToday,
    Pending,
    Today,
    alone,
    foremost,
    longest,
    pending_of,
    rest,
    today_of,
    together,
    year_around,
)
from cadence.desk.visit import Visit
from cadence.desk.waiting import waiting
from cadence.ledger import Claim, Dated, reached, reverse
from cadence.occurrences import Index, Judged, Scene, parts_of

JUST_NOW = dt.timedelta(minutes=10)  # in which what was written may be taken back at once
MAY: tuple[Role, ...] = ("office", "unit")
PICKED, MOST = "picked", 200  # what `open` says of lines that were ticked, and how many may be
Refused = Literal["duty", "time", "release"]


def show(visit: Visit) -> Response:
    """Show the page; a line is open where the address says so."""
    return _page(visit, opened=visit.asked("open"), doing=visit.asked("do") or "done")


def take_done(visit: Visit, form: FormData) -> Response:
    """Record that duties were done, all that were ticked or none."""

    @cache
    def proof() -> DoneProof:  # of all units alike: an upload is read once, and then is at its end
        return proof_of(visit.office.folder, form)

    def fact(occurrence: Occurrence) -> Dated:
        day = day_of(form, "day", "办结日期", occurrence.window)
        covers = reached(occurrence, [str(each) for each in form.getlist("covers")])
        return Done(occurrence=occurrence.id, on=day, by=visit.by, covers=covers, **proof())

    return _taken(visit, form, "done", fact)


def take_waiver(visit: Visit, form: FormData) -> Response:
    """Record that duties were released by a decision."""

    def fact(occurrence: Occurrence) -> Dated:
        document, by = text_of(form, "document", "批准文件"), text_of(form, "by", "批准岗位")
        return Waiver(occurrence=occurrence.id, document=document, by=by)

    return _taken(visit, form, "waive", fact)


def take_extension(visit: Visit, form: FormData) -> Response:
    """Record that duties may be done until a later day."""

    def fact(occurrence: Occurrence) -> Dated:
        return Extension(
            occurrence=occurrence.id,
            to=plain_day_of(form, "to", "延至"),
            document=text_of(form, "document", "批准文件"),
            by=text_of(form, "by", "批准岗位"),
        )

    return _taken(visit, form, "extend", fact)


def take_refusal(visit: Visit, form: FormData) -> Response:
    """Record that a unit refused its duty, or the office a request; the duty stays owed.

    A unit speaks for itself alone, and of its duty alone.
    """

    def fact(occurrence: Occurrence) -> Dated:
        refused = str(form.get("refused", "duty")) if visit.unit is None else "duty"
        if refused not in REFUSED:
            raise Fault("refused", "请选拒绝的是什么。")
        return Refusal(
            occurrence=occurrence.id,
            refused=cast("Refused", refused),
            reason=text_of(form, "reason", "理由"),
            on=plain_day_of(form, "on", "拒绝日期"),
            by=text_of(form, "by", "拒绝的单位或岗位") if visit.unit is None else visit.by,
        )

    return _taken(visit, form, "refuse", fact)


def take_back(visit: Visit, form: FormData) -> Response:
    """Reverse entries that were written by mistake; they stay readable."""
    numbers = dict.fromkeys(_numbers(",".join(map(str, form.getlist("number")))))
    reason = text_of(form, "reason", "撤销原因")
    by = visit.by
    facts = [Reversal(number=number, reason=reason, by=by) for number in numbers]
    refusal, _entries = reverse(visit.office.folder, facts, visit.office.clock())
    if refusal:
        raise CadenceError(refusal.chinese)
    return visit.to("today", back=",".join(map(str, numbers)))


def show_why(visit: Visit) -> Response:
    """Show how one date comes out of the text, step by step, and what is recorded of it."""
    (found,) = _found(visit, [visit.asked("of")])
    judged = Judged(found, visit.scene(visit.view.today, visit.view.today).judgement(found))
    chip = chip_of(judged, visit.view.now)
    done = judged.judgement.past.done
    proved = [each for each in visit.view.entries if done is not None and each.fact == done]
    files = list(shown_files(visit, proved[:1]))
    return visit.page(
        "why", "today", "为何是这天", judged=judged, chip=chip, files=files,
        pending={*PENDING, "overdue", "claimed"},
    )  # fmt: skip


def _taken(
    visit: Visit, form: FormData, doing: str, fact: Callable[[Occurrence], Dated]
) -> Response:
    """Write down one fact for each ticked occurrence; a fault shows the form again as it was."""
    opened = str(form.get("open", ""))
    ticked = [str(each) for each in form.getlist("occurrence")]
    try:
        claims = [Claim(each, fact(each)) for each in _found(visit, ticked)]
        written = claim(visit, claims)
    except Fault as fault:
        return _page(visit, opened=opened, doing=doing, form=form, fault=fault)
    same = [each.same_as or 0 for each in written.unchanged]
    return visit.to(
        "today",
        said=",".join(str(each.number) for each in written.entries),
        again=",".join(str(number) for number in same if number),
    )


def _found(visit: Visit, identifiers: Sequence[str]) -> list[Occurrence]:
    """Return what was ticked, of duties that this person may record.

    Raises:
        Fault: one is no longer there, or is another's.
    """
    if not identifiers:
        raise Fault("occurrence", "请先勾选单位。")
    index = Index([visit.scene(visit.view.today, visit.view.today)])
    found = [each for each in map(index.exact, identifiers) if each]
    if len(found) < len(identifiers):
        raise Fault("occurrence", "有一项已不在名单里，可能刚被改动。请刷新后再试。")
    return found


def _page(
    visit: Visit,
    *,
    opened: str,
    doing: str,
    form: FormData | None = None,
    fault: Fault | None = None,
) -> Response:
    listed = _today(visit)
    whole = visit.asked("over") == "all"
    few = listed.missed <= SHOWN + 1
    pages = paged(
        range(listed.missed if whole or few else 0), visit.asked("p"),
        lambda n: visit.address("today", over="all", p=str(n)),
    )  # fmt: skip
    overdue = (
        longest(listed, max(0, pages.first_shown - 1), len(pages.rows))
        if whole
        else foremost(listed, opened)
    )
    rows = [alone(each, visit.view.now) for each in overdue]
    shown = {line.key for line in (*rows, *listed.claimed, *listed.week)}
    beyond = None if opened in shown else _beyond(visit, opened, form)
    if beyond:
        shown.add(beyond.key)
    return visit.page(
        "today", "today", "今日", 422 if fault else 200,
        today=listed, pages=pages, rows=rows, rest=[] if whole else rest(listed, overdue),
        beyond=beyond, opened=opened, doing=doing, whole=whole,
        form=form or {}, fault=fault,
        is_open=opened in shown, refusals=REFUSED,
        waits=waiting(visit),
        **_notices(visit),
    )  # fmt: skip


def _today(visit: Visit) -> Today:
    """Return what is pending, as this person may see it; kept until something changes."""
    day = visit.view.today

    def pending(part: Scene) -> Pending:
        return pending_of((*part.unsettled_before(), *part.judged), day)

    def make() -> Today:
        scene = visit.scene(*year_around(day))
        scene.unsettled_before()  # in one pass, before it is taken apart
        own = [
            visit.view.resting(
                ("pending", visit.place, visit.unit, unit), part, partial(pending, part)
            )
            for unit, part in parts_of(scene).items()
        ]
        return today_of(own, visit.view.now)

    return visit.view.kept(("today", visit.place, visit.unit), make)


def _beyond(visit: Visit, opened: str, form: FormData | None) -> DutyOfToday | None:
    """Return the line of a duty that is opened before it is near, or of all that were picked.

    None where it is settled.
    """
    scene = visit.scene(visit.view.today, visit.view.today)
    index, asked = Index([scene]), [opened]
    if opened == PICKED:
        asked = [*map(str, form.getlist("all") if form else visit.asked_all("pick"))]
    known = [each for each in map(index.exact, dict.fromkeys(asked[:MOST])) if each]
    found = [Judged(each, scene.judgement(each)) for each in known]
    left = [each for each in found if each.judgement.status in {*PENDING, "overdue"}]
    if opened == PICKED and left:
        return together(left, visit.view.now, PICKED)
    return alone(left[0], visit.view.now) if left else None


def _notices(visit: Visit) -> dict[str, list[int]]:
    """Number what was just written, known already or taken back, as far as the ledger says so."""
    entries = visit.view.entries  # in the order of their numbers
    asked = {name: _numbers(visit.asked(name)) for name in ("said", "again", "back")}
    numbers = set(chain.from_iterable(asked.values()))
    known: dict[int, Entry] = {}
    for number in numbers:
        at = bisect_left(entries, number, key=lambda each: each.number)
        if at < len(entries) and entries[at].number == number:
            known[number] = entries[at]
    first = bisect_left(entries, min(numbers, default=0), key=lambda each: each.number)
    later = entries[first:] if numbers else ()
    gone = {each.fact.number for each in later if isinstance(each.fact, Reversal)}
    newest = visit.view.now - JUST_NOW
    said = [number for number in asked["said"] if number in known and number not in gone]
    return {
        "said": [number for number in said if known[number].recorded >= newest],
        "again": [number for number in asked["again"] if number in known],
        "back": [number for number in asked["back"] if number in gone],
    }


def _numbers(asked: str) -> list[int]:
    return [int(each) for each in asked.split(",") if each.isdecimal()]


ENTRANCES = (
    Entrance(path="today", show=show),
    Entrance(path="why", show=show_why),
    Entrance(path="done", roles=MAY, take=take_done),
    Entrance(path="waive", roles=("office",), take=take_waiver),
    Entrance(path="extend", roles=("office",), take=take_extension),
    Entrance(path="refuse", roles=MAY, take=take_refusal),
    Entrance(path="reverse", roles=("office",), take=take_back),
)
