"""签收、反馈、办结: the page that a message's own address opens, without a password or a script.

Who was sent the message confirms it there, says what came of each duty that it tells of, ticks it
with evidence, or asks for more time; all of it becomes lines of the ledger. The page shows that
message and nothing else; guessing addresses is limited; nobody keeps, indexes or hands on one.
"""

import datetime as dt
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from cadence.core import ANSWERS, Answer, CadenceError, Done, Receipt, spoken_in_chinese
from cadence.desk.chips import chip_of
from cadence.desk.drawing import template as drawn
from cadence.desk.entrances import read_form
from cadence.desk.fields import Fault, day_of, plain_day_of, text_of
from cadence.desk.office import Office, View
from cadence.desk.proofs import proof_of
from cadence.desk.static_files import static_files
from cadence.desk.visit import HEADERS
from cadence.ledger import Claim, reached, write_down, write_said
from cadence.occurrences import Index, Judged
from cadence.remind import Letter, count_use, known_outbox, letter_of, open_outbox
from cadence.serve import TOKEN, Limit, address_key

HOME = f"/{ANSWERS}"
HERE = "."  # a proxy may serve the page below a path of its own
GUESSES_A_SECOND, GUESSES_AT_ONCE = 1 / 6, 20  # wrong addresses from one computer
PRIVATE = HEADERS | {"referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow"}
SETTLED = {"done", "late", "waived"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hatch:
    """What the page needs.

    Attributes:
        office: the workspace.
        guesses: how many wrong addresses a computer may try.
        pulse: seconds that never go back.
    """

    office: Office
    guesses: Limit = field(default_factory=lambda: Limit(GUESSES_A_SECOND, GUESSES_AT_ONCE))
    pulse: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request at an address that opens a message.

    Attributes:
        letter: the message; found: what it tells of, as it stands now.
        name, office: the unit's and its office's, for people.
        confirmed: when the unit confirmed it; None: it has not.
    """

    hatch: Hatch
    token: str
    view: View
    letter: Letter
    found: Sequence[Judged]
    name: str
    office: str
    confirmed: dt.datetime | None

    @property
    def by(self) -> str:
        """Return what stands beside the entries that come through the address."""
        return f"{self.name}（签收链接）"

    def own(self, identifier: str) -> Judged:
        """Return what the unit itself owes, among what the message tells of.

        Raises:
            HTTPException: the message tells of no such thing.
        """
        for each in self.found:
            if each.occurrence.id == identifier and self.may_answer(each):
                return each
        raise HTTPException(404, "这条消息里没有这一项，或者它已不再要求。")

    def may_answer(self, judged: Judged) -> bool:
        """Tell whether the unit says what came of something: it owes it, and it is not over."""
        owes = judged.occurrence.binding.unit.key == self.letter.receiver
        return owes and judged.judgement.status not in SETTLED


def answer_routes(office: Office, hatch: Hatch | None = None) -> list[BaseRoute]:
    """Return the routes of the page.

    Args:
        office: the workspace.
        hatch: how guessing is limited; None: as ever.
    """
    endpoint = _endpoint(hatch or Hatch(office=office))
    return [static_files(HOME), Route(f"{HOME}/{{token}}", endpoint, methods=["GET", "POST"])]


def _endpoint(hatch: Hatch) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form = None
        with spoken_in_chinese():
            try:
                token = await run_in_threadpool(_admitted, hatch, request)
                # No session is behind it, so there is nothing that another page could misuse.
                form = await read_form(request) if request.method == "POST" else None
                return await run_in_threadpool(_answered, hatch, token, form, request)
            except HTTPException as error:
                return _refused(error.detail, error.status_code)
            except CadenceError as error:
                return _refused(str(error), 400)
            finally:
                if form is not None:
                    await form.close()

    return endpoint


def _admitted(hatch: Hatch, request: Request) -> str:
    """Return the token of a request that opens a message, before anything of it is read.

    Raises:
        HTTPException: it opens none, or this computer has tried too many.
    """
    address = address_key(request.client.host if request.client else "")
    now, token = hatch.pulse(), request.path_params["token"]
    if hatch.guesses.wait(address, now):
        raise HTTPException(429, "试错的次数太多，请过几分钟再打开。")
    if not TOKEN.fullmatch(token) or _letter(hatch, token) is None:
        hatch.guesses.spend(address, now)
        raise HTTPException(404, "没有这个链接。请从收到的消息里打开，不要自己输入。")
    return str(token)


def _letter(hatch: Hatch, token: str) -> Letter | None:
    with known_outbox(hatch.office.folder) as outbox:
        return letter_of(outbox, token) if outbox else None


def _answered(hatch: Hatch, token: str, form: FormData | None, request: Request) -> Response:
    call = _call(hatch, token)
    if call.letter.expires <= hatch.office.clock():
        raise HTTPException(410, f"这个链接已经过期。请联系{call.office}。")
    if form is None:
        return _page(call, said=request.query_params.get("said", ""))
    with open_outbox(hatch.office.folder) as outbox:
        if not count_use(outbox, token):
            raise HTTPException(429, f"这个链接用得太多了，不能再提交。请联系{call.office}。")
    doing = str(form.get("do", ""))
    if doing not in TAKES:
        raise HTTPException(400, "没有看懂要做什么，没有记下。请回到页面再操作。")
    try:
        TAKES[doing](call, form)
    except Fault as fault:
        return _page(call, form=form, fault=fault)
    return RedirectResponse(f"{token}?said={doing}", status_code=303, headers=PRIVATE)


def _call(hatch: Hatch, token: str) -> Call:
    letter, view = _letter(hatch, token), hatch.office.view()
    if letter is None or view.workspace is None:
        raise HTTPException(503, "现在打不开，请稍后再试。")
    roster = view.workspace.rosters.get(letter.receiver.partition("/")[0])
    units = roster.units if roster else ()
    unit = next((each for each in units if each.key == letter.receiver), None)
    if roster is None or unit is None:
        raise HTTPException(410, "名册里已没有这个单位，这个链接不再有效。")
    index = Index(view.scenes())
    known = [found for each in letter.occurrences if (found := index.exact(each))]
    receipts = (
        each.recorded
        for each in view.entries
        if isinstance(each.fact, Receipt) and each.fact.message == letter.name
    )
    return Call(
        hatch=hatch, token=token, view=view, letter=letter, found=tuple(index.check(known)),
        name=unit.name, office=roster.office, confirmed=next(receipts, None),
    )  # fmt: skip


def _take_receipt(call: Call, _form: FormData) -> None:
    _confirm(call)


def _take_done(call: Call, form: FormData) -> None:
    found = call.own(str(form.get("occurrence", ""))).occurrence
    day = day_of(form, "day", "办结日期", found.window)
    proof = proof_of(call.hatch.office.folder, form)
    covers = reached(found, map(str, form.getlist("covers")))
    done = Done(occurrence=found.id, on=day, by=call.by, covers=covers, **proof)
    now = call.hatch.office.clock()
    written = write_down(call.hatch.office.folder, [Claim(found, done)], now)
    for each in written.refused:
        if each.refusal:
            raise Fault("day", f"没有记下。{each.refusal.chinese}")
    _confirm(call)


def _take_answer(call: Call, form: FormData) -> None:
    found = call.own(str(form.get("occurrence", ""))).occurrence
    words = text_of(form, "words", "办理情况")
    _confirm(call, Answer(occurrence=found.id, words=words, by=call.by))


def _take_delay(call: Call, form: FormData) -> None:
    judged = call.own(str(form.get("occurrence", "")))
    to, due = plain_day_of(form, "to", "申请延至"), judged.judgement.due
    words = text_of(form, "why", "原因")
    if due is None or to <= max(due, call.view.today):
        raise Fault("to", "申请的日期要晚于现在的期限和今天。")
    _confirm(call, Answer(occurrence=judged.occurrence.id, words=words, to=to, by=call.by))


TAKES: dict[str, Callable[[Call, FormData], None]] = {
    "receipt": _take_receipt,
    "done": _take_done,
    "answer": _take_answer,
    "delay": _take_delay,
}


def _confirm(call: Call, *more: Answer) -> None:
    """Write down what was said, and that the message was received: whoever answers has it."""
    receipt = Receipt(
        message=call.letter.name, unit=call.letter.receiver,
        occurrences=call.letter.occurrences, by=call.by,
    )  # fmt: skip
    write_said(call.hatch.office.folder, (receipt, *more), call.hatch.office.clock())


def _page(
    call: Call, said: str = "", form: FormData | None = None, fault: Fault | None = None
) -> Response:
    text = drawn("answer").render(
        home=HERE, call=call, said=said, form=form or {}, fault=fault, today=call.view.today,
        chip=lambda each: chip_of(each, call.view.now),
    )  # fmt: skip
    return HTMLResponse(text, status_code=422 if fault else 200, headers=PRIVATE)


def _refused(words: str, status: int) -> Response:
    text = drawn("answer_refused").render(home=HERE, words=words)
    return HTMLResponse(text, status_code=status, headers=PRIVATE)
