"""A request to /caldav/ → who is it, which address, which method → its answer.

What a program cannot use is refused the way CalDAV says, so that it tells its owner and goes on:
nothing is made, taken away or renamed here (RFC 4791, 5.3).
"""

import time
from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import Receive, Scope, Send

from cadence.caldav.addresses import BASE, PathAddress, address_of
from cadence.caldav.admission import Admission, NotAdmitted
from cadence.caldav.lists import Lists, TaskList
from cadence.caldav.memory import VersionChange, open_memory
from cadence.caldav.multistatus import multistatus, refused, unchanged_properties
from cadence.caldav.properties import MOST
from cadence.caldav.reading import fetch, look, report
from cadence.caldav.ticks import Pen, Sent
from cadence.caldav.xml import element, hrefs, read_xml
from cadence.core import CadenceError, spoken_in_chinese
from cadence.desk import AppPassword, Office

ALLOWED = "OPTIONS, GET, HEAD, PUT, PROPFIND, PROPPATCH, REPORT"
ABLE = {"dav": "1, 3, calendar-access", "allow": ALLOWED}
ASK = {"www-authenticate": 'Basic realm="cadence", charset="UTF-8"'}
LATER = {"retry-after": "60"}
WITHOUT_BODY = {"GET", "HEAD", "OPTIONS", "DELETE"}


def caldav_routes(office: Office, pulse: Callable[[], float] = time.monotonic) -> list[BaseRoute]:
    """Return the routes: the lists, and the address by which clients find them (RFC 6764).

    Args:
        office: the workspace.
        pulse: seconds that never go back.
    """
    service = _Service(office, pulse)
    return [
        Route("/.well-known/caldav", _Found(), methods=None),
        _OnlyThis("/", _Found(), methods=["PROPFIND"]),  # by who knows the server's name alone
        Mount(BASE, service),
    ]


class _OnlyThis(Route):
    """Leaves the other methods of its path to other routes."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match path and method, or nothing."""
        match, child = super().matches(scope)
        return (match, child) if match is Match.FULL else (Match.NONE, {})


class _Found:
    """Sends whoever looks for us to where we are, whatever method they ask with."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = RedirectResponse(PathAddress("root").href, status_code=301)
        await answer(scope, receive, send)


class _Service:
    """Everything below /caldav/."""

    def __init__(self, office: Office, pulse: Callable[[], float]) -> None:
        self._office, self._lists = office, Lists(office)
        self._pen = Pen(self._lists)
        self._admission = Admission(office.folder, office.clock, pulse)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            body = await _body(request)
            answer = await run_in_threadpool(partial(self._answer, request, body))
        except HTTPException as error:
            answer = Response(status_code=error.status_code, headers=error.headers)
        await answer(scope, receive, send)

    def _answer(self, request: Request, body: bytes) -> Response:
        if request.method == "OPTIONS":
            return Response(headers=ABLE)
        with spoken_in_chinese():
            try:
                return self._answered(request, body)
            except CadenceError as error:
                return Response(f"{error}\n", 503, headers=LATER, media_type="text/plain")

    def _answered(self, request: Request, body: bytes) -> Response:
        user = self._who(request)
        raw = request.scope.get("raw_path") or request.scope["path"].encode()
        address = address_of(raw.decode("ascii", "replace"))
        if request.method in {"MKCALENDAR", "MKCOL"}:
            return refused(403, element("C:calendar-collection-location-ok"))
        if address is None:
            raise HTTPException(404)
        if address.kind != "root" and address.unit != user.unit:
            return refused(403, element("D:need-privileges"))  # also where no such unit is
        listing = self._lists.of(user.unit)
        if listing is None:
            raise HTTPException(404)
        return self._done(request, body, address, listing, user)

    def _who(self, request: Request) -> AppPassword:
        """Return who is asking.

        Raises:
            HTTPException: 401, or 429 after too many wrong passwords.
        """
        host = request.client.host if request.client else ""
        found = self._admission.admit(request.headers.get("authorization"), host)
        if isinstance(found, NotAdmitted):
            if found.wait:
                raise HTTPException(429, headers={"retry-after": str(int(found.wait) + 1)})
            raise HTTPException(401, headers=ASK)
        return found

    def _done(
        self, request: Request, body: bytes, address: PathAddress, own: TaskList, user: AppPassword
    ) -> Response:
        headers = request.headers
        match request.method:
            case "PROPFIND":
                return look(address, own, headers.get("depth", "0").strip(), read_xml(body))
            case "REPORT":
                return report(address, own, read_xml(body), partial(self._since, own))
            case "GET" | "HEAD" as method:
                known = headers.get("if-none-match")
                return fetch(address, own, known, head=method == "HEAD")
            case "PUT" if address.uid in own.entries:
                sent = Sent(body, headers.get("if-match"), headers.get("if-none-match"))
                return self._pen.take(own, own.entries[address.uid], sent, user)
            case "PROPPATCH":
                return multistatus([unchanged_properties(address.href, read_xml(body))])
            case method:
                return _refused(method, address)

    def _since(self, listing: TaskList, token: str) -> tuple[VersionChange, ...] | None:
        with open_memory(self._office.folder) as memory:
            return memory.since(listing.unit.key, token)


def _refused(method: str, address: PathAddress) -> Response:
    """Refuse what would make, move or take away something."""
    privilege = {"DELETE": "D:unbind", "MOVE": "D:unbind", "COPY": "D:bind", "PUT": "D:bind"}
    if method not in privilege:
        raise HTTPException(405, headers={"allow": ALLOWED})
    lacking = hrefs("D:resource", address.href)
    lacking.append(element("D:privilege", element(privilege[method])))
    return refused(403, element("D:need-privileges", lacking))


async def _body(request: Request) -> bytes:
    """Read what a request carries, within bounds.

    Raises:
        HTTPException: 413.
    """
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > MOST:
        raise HTTPException(413, headers={"connection": "close"})
    if request.method in WITHOUT_BODY:
        return b""
    taken = bytearray()
    async for piece in request.stream():
        taken += piece
        if len(taken) > MOST:
            raise HTTPException(413, headers={"connection": "close"})
    return bytes(taken)
