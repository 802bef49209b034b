"""The Starlette application: what lies under out/, to whoever may have it, and what others add.

Starlette routes, keeps the order of what a request passes, makes the answers and begins and ends
the application's life. Its StaticFiles is left out on purpose: it makes tags of a file's date and
size, opens the path once more to send it, and takes an older file for the same one.
"""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Lifespan, Receive, Scope, Send

from cadence.serve.answers import file_answer, refusal, to_folder, unchanged
from cadence.serve.files import DoubtfulError, FileTag, FolderError, NotThereError, Shelf
from cadence.serve.gate import Gate
from cadence.serve.limits import Limit
from cadence.serve.middleware import (
    ADMITTED,
    Admitted,
    Guarded,
    Limited,
    Note,
    Noted,
    OriginForm,
    ReadOnly,
)
from cadence.serve.visits import Visits


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an application is made of.

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


def application(
    parts: Parts,
    routes: Sequence[BaseRoute] = (),
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """Make the application.

    Args:
        parts: what it is made of.
        routes: of others; more can be mounted on what is returned. They come before the files, and
            what they answer is limited and noted, but whether to let in whom is theirs to say:
            `Guarded` around a route asks for the password as the files do.
        lifespan: what is opened before the first request and closed after the last.
    """
    files = Guarded(app=_Files(parts), gate=parts.gate, pulse=parts.pulse)
    noted = Middleware(Noted, visits=parts.visits, clock=parts.clock, note=parts.note)
    limited = Middleware(
        Limited, requests=parts.requests, is_there=parts.shelf.is_there, pulse=parts.pulse
    )
    found = Starlette(
        routes=routes,
        middleware=[Middleware(OriginForm), noted, limited],
        exception_handlers={HTTPException: _refused},
        lifespan=lifespan,
    )
    found.router.default = ReadOnly(files)
    return found


@dataclass(frozen=True, slots=True)
class _Files:
    """Answers with a file under out/, or says that the client has it already."""

    parts: Parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        admitted: Admitted = scope[ADMITTED]
        name = admitted.asked.names[-1]
        try:
            response = await self._file(admitted, Headers(scope=scope))
        except NotThereError:
            response = refusal(404)
        except FolderError:
            response = to_folder(name)
        except DoubtfulError:
            response = self._last_whole(admitted, Headers(scope=scope))
        await response(scope, receive, send)

    def _last_whole(self, admitted: Admitted, asked: Headers) -> Response:
        """Answer with what was whole before: a 503 makes some calendars give up for good."""
        names = admitted.asked.names
        if stored := self.parts.shelf.last(names):
            now = self.parts.clock().timestamp()
            return file_answer(names[-1], stored, asked, now, private=admitted.private)
        return refusal(404)

    async def _file(self, admitted: Admitted, asked: Headers) -> Response:
        names, private, shelf = admitted.asked.names, admitted.private, self.parts.shelf
        now = self.parts.clock().timestamp()
        found = shelf.look(names)
        if isinstance(found, FileTag):
            if known := unchanged(names[-1], found, asked, now, private=private):
                return known
            found = None
        stored = found or await shelf.read(names)
        return file_answer(names[-1], stored, asked, now, private=private)


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return refusal(error.status_code, error.headers, error.detail)
