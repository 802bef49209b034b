"""What is ours around Starlette: pure ASGI, each asking one thing of a request before it goes on.

OriginForm  which address was asked for, however the request spells it
Noted       who fetched what, and a line for the log
Limited     how often an address asks, and how much it says
ReadOnly    that nothing but reading is asked for
Guarded     that whoever asks may have it
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cadence.serve import paths
from cadence.serve.answers import ASK, CLOSE, refusal, retry_after
from cadence.serve.clients import client_kind
from cadence.serve.gate import Gate
from cadence.serve.limits import Limit, address_key
from cadence.serve.visits import Visits

Note = Callable[[str, str, str, int, int, str], None]
METHODS = ("GET", "HEAD")
HEAD_BYTES = 16 * 1024  # of a request's head
FOUND = {200, 304}
SERVED = FOUND | {308}  # a path that exists, and so is no mistyped token
ADMITTED = "cadence.admitted"  # where a request's scope says what Guarded decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Who was let in to what.

    Attributes:
        asked: the names under out/.
        token: the number of the token, or PUBLIC.
        private: no shared cache may keep the answer.
    """

    asked: paths.Wanted
    token: int
    private: bool


@dataclass(frozen=True, slots=True)
class OriginForm:
    """Reads `GET http://host/path`, which every server has to take (RFC 9112, 3.2.2), as /path."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on with the path alone."""
        if scope["type"] == "http" and not scope["raw_path"].startswith(b"/"):
            raw = paths.origin_form(scope["raw_path"])
            scope.update(raw_path=raw, path=unquote(raw.decode("ascii", "replace")))
        await self.app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Noted:
    """Keeps who fetched which feed, and tells of every answer, once it has gone out.

    Attributes:
        note: told the address, method, path without token, status, size and client.
    """

    app: ASGIApp
    visits: Visits
    clock: Callable[[], dt.datetime]
    note: Note | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, and look at what goes out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = self.clock()
        start: Message = {}

        async def seen(message: Message) -> None:
            if not start:
                start.update(message)
            await send(message)

        await self.app(scope, receive, seen)
        client = client_kind(dict(scope["headers"]).get(b"user-agent", b""))
        admitted: Admitted | None = scope.get(ADMITTED)
        if (
            admitted
            and admitted.asked.feed
            and start["status"] in FOUND
            and scope["method"] == "GET"
        ):
            self.visits.add(admitted.asked.feed, admitted.token, client, began)
        if self.note:
            path = paths.masked(scope["raw_path"], served=start["status"] in SERVED)
            size = int(Headers(raw=start["headers"]).get("content-length", 0))
            self.note(_host(scope), scope["method"], path, start["status"], size, client)


@dataclass(frozen=True, slots=True)
class Limited:
    """Refuses an address that asks too often, and a request whose head is too large.

    A published calendar is counted by itself: some clients give it up for good on a 429, and
    hundreds of phones of one office come from one address.

    Attributes:
        is_there: tells whether there is a file of these names under out/; what is not there counts
            for its address.
    """

    app: ASGIApp
    requests: Limit
    is_there: Callable[[tuple[str, ...]], bool]
    pulse: Callable[[], float] = time.monotonic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the request, and go on with it or refuse it."""
        if scope["type"] == "http":
            address, now = address_key(_host(scope)), self.pulse()
            counted = self._counted(address, scope["raw_path"])
            if wait := self.requests.wait(counted, now):
                return await refusal(429, retry_after(wait) | CLOSE)(scope, receive, send)
            self.requests.spend(counted, now)
            # One that comes in a single piece passes uvicorn's own bound.
            if sum(len(name) + len(value) for name, value in scope["headers"]) > HEAD_BYTES:
                return await refusal(431, CLOSE)(scope, receive, send)
        return await self.app(scope, receive, send)

    def _counted(self, address: str, raw: bytes) -> str:
        """Return what a request is counted for: its address, or there the calendar it asks for."""
        calendar = paths.calendar_of(raw)
        if calendar and self.is_there(calendar[1]):
            # One key a calendar and token; wrong tokens and passwords are bounded as guesses are.
            return " ".join((address, calendar[0], *calendar[1]))
        return address


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """Lets through what asks to read, and sends nothing along."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, unless something is to be changed.

        Raises:
            HTTPException: with 405 or 413.
        """
        if scope["method"] not in METHODS:
            raise HTTPException(405, headers={"allow": ", ".join(METHODS)} | CLOSE)
        headers = Headers(scope=scope)
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            raise HTTPException(413, headers=CLOSE)
        await self.app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Guarded:
    """Lets through who may have what is asked for, and leaves in the scope what was decided."""

    app: ASGIApp
    gate: Gate
    pulse: Callable[[], float] = time.monotonic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, if the gate lets the request in.

        Raises:
            HTTPException: with 404, 401 or 429.
        """
        asked = paths.wanted(scope["raw_path"])
        if asked is None:
            raise HTTPException(404)
        address, now = address_key(_host(scope)), self.pulse()
        credentials = Headers(scope=scope).get("authorization")
        verdict, token = await self.gate.admit(asked, credentials, address, now)
        if verdict == "wait":
            raise HTTPException(
                429, headers=retry_after(self.gate.guesses.wait(address, now)) | CLOSE
            )
        if verdict == "ask":
            raise HTTPException(401, headers=ASK)
        if verdict == "unknown":
            raise HTTPException(404)
        private = bool(asked.token) or self.gate.access.private
        scope[ADMITTED] = Admitted(asked=asked, token=token, private=private)
        await self.app(scope, receive, send)


def _host(scope: Scope) -> str:
    return (scope.get("client") or ("",))[0]
