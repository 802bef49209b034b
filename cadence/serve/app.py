"""One request → one answer: an ASGI application over the parts of this folder."""

import datetime as dt
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from cadence.serve import paths
from cadence.serve.answers import (
    ASK,
    BUSY_WAIT,
    CLOSE,
    Answer,
    file_answer,
    refusal,
    retry_after,
    to_folder,
    unchanged_answer,
)
from cadence.serve.clients import client_kind
from cadence.serve.files import DoubtfulError, FolderError, NotThereError, Shelf
from cadence.serve.gate import Gate
from cadence.serve.limits import Limit, address_key
from cadence.serve.visits import Visits

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Note = Callable[[str, str, str, int, int, str], None]
PIECE = 64 * 1024  # bytes sent at a time, so that a slow client holds no more of a file
METHODS = ("GET", "HEAD")
HEAD_BYTES = 16 * 1024  # of a request's head
FOUND = {200, 304}


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What answers.

    Attributes:
        shelf: the files; gate: who may have them; visits: who fetched what.
        requests: how often an address may ask.
        clock: tells the moment, in China's time; pulse: seconds that never go back.
        note: told of every answer: address, method, path without token, status, size, client.
    """

    shelf: Shelf
    gate: Gate
    visits: Visits
    requests: Limit
    clock: Callable[[], dt.datetime]
    note: Note | None = None
    pulse: Callable[[], float] = time.monotonic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI asks."""
        del receive  # nobody sends us anything but a request's head
        if scope["type"] != "http":
            return
        headers = dict(scope["headers"])
        now = self.clock()
        answer = await self.answer(scope, headers, now)
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        await _send_body(send, b"" if scope["method"] == "HEAD" else answer.body)
        if self.note:
            client = client_kind(headers.get(b"user-agent", b""))
            path = paths.masked(scope["raw_path"])
            size = len(answer.body)
            self.note(_host(scope), scope["method"], path, answer.status, size, client)

    async def answer(self, scope: Scope, headers: dict[bytes, bytes], now: dt.datetime) -> Answer:
        """Decide what one request gets."""
        address, moment = address_key(_host(scope)), self.pulse()
        if wait := self.requests.wait(address, moment):
            return refusal(429, retry_after(wait), CLOSE)
        self.requests.spend(address, moment)
        if scope["method"] not in METHODS:
            return refusal(405, (b"allow", b"GET, HEAD"), CLOSE)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEAD_BYTES:
            return refusal(431, CLOSE)  # one that comes in a single piece passes uvicorn's bound
        if headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers:
            return refusal(413, CLOSE)
        asked = paths.wanted(scope["raw_path"])
        if asked is None:
            return refusal(404)
        credentials = headers.get(b"authorization")
        verdict, token = await self.gate.admit(asked, credentials, address, moment)
        if verdict == "wait":
            return refusal(429, retry_after(self.gate.guesses.wait(address, moment)), CLOSE)
        if verdict == "ask":
            return refusal(401, ASK)
        if verdict == "unknown":
            return refusal(404)
        answer = await self._file(asked, headers, now.timestamp())
        if asked.feed and answer.status in FOUND and scope["method"] == "GET":
            self.visits.add(asked.feed, token, client_kind(headers.get(b"user-agent", b"")), now)
        return answer

    async def _file(self, asked: paths.Wanted, headers: dict[bytes, bytes], now: float) -> Answer:
        name, private = asked.names[-1], bool(asked.token) or self.gate.access.private
        try:
            mark = self.shelf.look(asked.names)
            known = mark and unchanged_answer(name, mark, headers, now, private=private)
            if known:
                return known
            stored = await self.shelf.find(asked.names)
        except NotThereError:
            return refusal(404)
        except FolderError:
            return to_folder(name)
        except DoubtfulError:
            return refusal(503, retry_after(BUSY_WAIT))
        known = unchanged_answer(name, stored.mark, headers, now, private=private)
        return known or file_answer(name, stored, headers, now, private=private)


async def _send_body(send: Send, body: bytes) -> None:
    view = memoryview(body)
    for start in range(0, len(body) - PIECE, PIECE):
        piece = bytes(view[start : start + PIECE])
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    last = max(0, (len(body) - 1) // PIECE * PIECE)
    await send({"type": "http.response.body", "body": bytes(view[last:])})


def _host(scope: Scope) -> str:
    return (scope.get("client") or ("",))[0]
