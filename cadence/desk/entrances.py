"""A request → who is it, may they, is the form theirs → the room's function → its answer.

Pages and forms of a room are plain functions; here they become Starlette routes. Whoever is not
signed in is asked to; a form that did not come from a page of ours is refused (its token and its
Origin say so), and so is a request for another host than ours, behind which a page elsewhere may
hide (DNS rebinding).
"""

import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message

from cadence.core import CadenceError, spoken_in_chinese
from cadence.desk.accounts import ROLES, DeskSession, Role, User, open_accounts
from cadence.desk.drawing import template as drawn
from cadence.desk.fields import Fault, without_place
from cadence.desk.office import Office
from cadence.desk.practice import Practices
from cadence.desk.press import Press
from cadence.desk.reading_keys import open_reading_keys
from cadence.desk.visit import HEADERS, HOME, Visit, csrf_of

COOKIE = "cadence"
UPLOAD = 64 * 1024 * 1024  # bytes of one form, files and all
FIELDS, FILES, FIELD = 20_000, 50, 1024 * 1024  # of one form; bytes of one field
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """One address of a room.

    Attributes:
        path: below the place: today, documents/{number:int}.
        roles: who may enter.
        show: the page; take: what becomes of a form that is sent there.
        everywhere: the address belongs to no place, and lies directly below the desk.
        practised: what it works on for somebody who practises; files and papers, whose
            addresses have an ending, are refused in any case.
        by_key: who has a reading key of the place reads it, too.
    """

    path: str
    roles: tuple[Role, ...] = ROLES
    show: Callable[[Visit], Response] | None = None
    take: Callable[[Visit, FormData], Response] | None = None
    everywhere: bool = False
    practised: Literal["copy", "real", "refused"] = "copy"
    by_key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the entrances need.

    Attributes:
        office: the workspace.
        is_local: only this computer may ask.
        is_secure: HTTPS stands in front, so that cookies never travel without it.
        press: builds what is published; practices: copies of who practises.
        badges: counts what waits in each room of the bar.
    """

    office: Office
    is_local: bool = True
    is_secure: bool = False
    press: Press = field(default_factory=Press)
    practices: Practices = field(default_factory=Practices)
    badges: Callable[[Visit], Mapping[str, int]] = lambda _visit: {}


def routes_of(desk: Desk, entrances: Iterable[Entrance]) -> list[Route]:
    """Turn entrances into routes."""
    return [_route(desk, each) for each in entrances]


def open_route(desk: Desk, path: str, answer: Callable[[Request, FormData], Response]) -> Route:
    """Make a route for whoever is not signed in yet; a form is still only taken from our pages."""

    def answered(request: Request, form: FormData | None) -> Response:
        return answer(request, form or FormData())

    endpoint = _endpoint(desk, answered)
    return Route(f"{HOME}{path}", endpoint, methods=["GET", "POST"])


def seat(desk: Desk, response: Response, user: User, request: Request) -> Response:
    """Begin a session and give its key to the browser: a new one, whatever key it brought.

    Whom the browser was before goes out with it; a key that was planted in it opens nothing.
    """
    before = session_of(desk, request)
    with open_accounts(desk.office.folder) as accounts:
        key = accounts.begin(user, request.headers.get("user-agent", ""), desk.office.clock())
        if before:
            accounts.end(before.number)
    if before:
        desk.practices.end(before.number)
    response.set_cookie(
        COOKIE, key, path=HOME, httponly=True, samesite="lax", secure=desk.is_secure
    )
    return response


def session_of(desk: Desk, request: Request) -> DeskSession | None:
    """Return who is asking, or None."""
    key = request.cookies.get(COOKIE)
    if not key:
        return None
    with open_accounts(desk.office.folder) as accounts:
        return accounts.session(key, desk.office.clock())


def plain_page(template: str, status: int = 200, **values: object) -> Response:
    """Render a page that stands outside the rooms: signing in, a refusal."""
    text = drawn(template).render(home=HOME, **values)
    return HTMLResponse(text, status_code=status, headers=HEADERS)


def refused(words: str, status: int) -> Response:
    """Say on a page of its own why something was not done."""
    return plain_page("refused", status, words=words)


def _route(desk: Desk, entrance: Entrance) -> Route:
    endpoint = _endpoint(desk, lambda request, form: _entered(desk, entrance, request, form))
    below = "" if entrance.everywhere else "/{place}"
    methods = [name for name, has in (("GET", entrance.show), ("POST", entrance.take)) if has]
    return Route(f"{HOME}{below}/{entrance.path}", endpoint, methods=methods)


def _endpoint(
    desk: Desk, answer: Callable[[Request, FormData | None], Response]
) -> Callable[[Request], Awaitable[Response]]:
    """Make what answers a route: in Chinese, and with a page whatever is wrong."""

    async def endpoint(request: Request) -> Response:
        form = None
        with spoken_in_chinese():
            try:
                _check_host(desk, request)
                form = await _form(request) if request.method == "POST" else None
                return await run_in_threadpool(answer, request, form)
            except HTTPException as error:
                return refused(error.detail, error.status_code)
            except CadenceError as error:
                return refused(without_place(str(error)), 400)
            except Fault as fault:
                return refused(fault.words, 422)
            finally:
                if form is not None:
                    await form.close()  # uploads lie in files of their own

    return endpoint


def _entered(desk: Desk, entrance: Entrance, request: Request, form: FormData | None) -> Response:
    session = session_of(desk, request) or (_reader(desk, request) if entrance.by_key else None)
    if session is None:
        if entrance.by_key and _is_program(request):
            return Response(
                "{}", 401, {**HEADERS, "www-authenticate": "Bearer"}, "application/json"
            )
        if form is not None:
            return refused("登录已过期，刚才的内容没有记下。请重新登录后再试。", 401)
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        address = f"{HOME}/sign-in?{urlencode({'back': asked})}"
        return RedirectResponse(address, status_code=303, headers=HEADERS)
    practice = desk.practices.of(session.number)
    taken = {csrf_of(session, practice)} | (
        {session.csrf} if entrance.practised == "real" else set()
    )
    if form is not None and not any(_is_ours(form, each) for each in taken):
        return refused("这张表不是从本页面提交的，没有记下。请回到页面刷新后再试。", 403)
    if session.user.role not in entrance.roles:
        return refused("您的账号不能进入这一页。", 403)
    if practice and (entrance.practised == "refused" or _leaves(entrance)):
        return refused("练习时不出文件和纸面，也不能改用户。结束练习后再来。", 403)
    at = practice if practice and entrance.practised == "copy" else desk
    view = at.office.view()
    place = request.path_params.get("place", "")
    if not entrance.everywhere:
        if view.workspace is None:
            return refused(view.problem, 503)
        _check_place(place, {key for key, _name in view.places}, session.user)
    visit = Visit(
        office=at.office, view=view, press=at.press, session=session, place=place,
        request=request, practices=desk.practices, badges=desk.badges,
    )  # fmt: skip
    if form is not None and entrance.take:
        return entrance.take(visit, form)
    if entrance.show:
        return entrance.show(visit)
    raise HTTPException(405, "这个地址不能直接打开，请回到页面再操作。")


def _is_program(request: Request) -> bool:
    """Tell whether a page to sign in on would be of no use to who asks."""
    return "authorization" in request.headers or request.url.path.endswith(".json")


def _leaves(entrance: Entrance) -> bool:
    """Tell whether an answer is a file or paper, which nobody could tell from the real thing."""
    return "." in entrance.path and entrance.practised != "real"


def _reader(desk: Desk, request: Request) -> DeskSession | None:
    """Return a session for this one request of a program that has a key of the place."""
    kind, _blank, key = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or request.method != "GET":
        return None
    with open_reading_keys(desk.office.folder) as keys:
        found = keys.match(key.strip())
    if found is None or found.place != request.path_params.get("place"):
        return None
    now = desk.office.clock()
    user = User(name=found.label, role="office")  # what it may do is read: no form has its token
    return DeskSession(number=-found.number, user=user, csrf="", agent="", begun=now, seen=now)


def _is_ours(form: FormData, csrf: str) -> bool:
    """Tell whether a form carries what only a page of this session could know."""
    return hmac.compare_digest(str(form.get("csrf", "")).encode(), csrf.encode())


def _check_place(place: str, places: set[str], user: User) -> None:
    own = user.unit.partition("/")[0] if user.unit else place
    if place not in places or place != own:
        raise HTTPException(404, "没有这个地方，或者您的账号不管这个地方。")


def _check_host(desk: Desk, request: Request) -> None:
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    if desk.is_local and host not in LOOPBACK:
        raise HTTPException(400, "这个网址不是本机的；请用启动窗口里显示的网址打开。")


async def _form(request: Request) -> FormData:
    """Read a form that came from a page of ours, within bounds."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "这张表来自别的网站，没有记下。请从本页面提交。")
    return await read_form(request)


async def read_form(request: Request) -> FormData:
    """Read a form within bounds, wherever it came from.

    Raises:
        HTTPException: it is too large, or broken.
    """
    try:
        bounded = Request(request.scope, _bounded(request.receive))
        return await bounded.form(max_files=FILES, max_fields=FIELDS, max_part_size=FIELD)
    except MultiPartException as error:
        message = "这张表不完整，或者行数、文件数太多，没有记下。请回到页面刷新后再试。"
        raise HTTPException(400, message) from error


def _bounded(receive: Callable[[], Awaitable[Message]]) -> Callable[[], Awaitable[Message]]:
    """Stop reading what is larger than a form may be."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > UPLOAD:
            most = UPLOAD // 1024 // 1024
            raise HTTPException(413, f"一次提交的内容太大，没有记下；最多{most} MB，请分几次提交。")
        return message

    return counted
