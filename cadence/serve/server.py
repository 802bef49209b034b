"""out/ and access.sqlite → a running server: uvicorn, and beside it what stores and rereads."""

import asyncio
import contextlib
import datetime as dt
import functools
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from cadence.core import CadenceError, _, reason
from cadence.serve.app import Parts, application
from cadence.serve.connection import Connection, Patience
from cadence.serve.files import Shelf
from cadence.serve.gate import Gate
from cadence.serve.keeper import Keeper
from cadence.serve.limits import Limit, address_key
from cadence.serve.middleware import HEAD_BYTES, Note
from cadence.serve.visits import Visits

CONNECTIONS = 1000  # at once, from everybody
BACKLOG = 1024  # connections waiting to be accepted
FILES = 4096  # open at once, where the system lets us
IDLE = 15  # seconds that a connection stays after an answer
ENDING = 5  # seconds for the answers under way when the server is stopped
HOUR = 3600.0  # seconds
SYNC = 1.0  # seconds between two looks into the store
GUESSES_A_SECOND, GUESSES_AT_ONCE = 1 / 6, 20  # wrong tokens or passwords of one address
BURST = 5  # seconds' worth of requests that an address may send at once


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """How to serve.

    Attributes:
        folder: the workspace.
        host, port: where to listen.
        rate: requests a second of one address; 0: any number.
        proxies: addresses of our own proxies, whose X-Forwarded-For is believed.
        clock: tells the moment.
        note: told of every answer, for a log.
        patience: what a connection may take.
        routes: of others, before the files.
        hourly: done once an hour while it serves.
    """

    folder: Path
    host: str
    port: int
    clock: Callable[[], dt.datetime]
    rate: float = 20.0
    proxies: tuple[str, ...] = ()
    note: Note | None = None
    patience: Patience | None = None
    routes: Sequence[BaseRoute] = ()
    hourly: Callable[[], None] | None = None


def serve(options: ServerOptions, ready: Callable[[int], None]) -> None:
    """Serve until somebody stops it.

    Args:
        options: how.
        ready: told the port once requests are taken.

    Raises:
        CadenceError: the port is taken, or access.sqlite cannot be read.
    """
    with _listening(options.host, options.port) as listener:
        keeper = Keeper(options.folder)
        keeper.open()
        try:
            _raise_limit()
            asyncio.run(_serve(options, keeper, listener, ready))
        finally:
            keeper.close()


async def _serve(
    options: ServerOptions, keeper: Keeper, listener: socket.socket, ready: Callable[[int], None]
) -> None:
    gate = Gate(keeper.access, Limit(GUESSES_A_SECOND, GUESSES_AT_ONCE))
    parts = Parts(
        shelf=Shelf(options.folder / "out"),
        gate=gate,
        visits=Visits(),
        requests=Limit(options.rate, options.rate * BURST),
        clock=options.clock,
        note=options.note,
    )

    @contextlib.asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        """Store now and then what was fetched, and what is left when the server ends."""
        syncing = asyncio.create_task(_sync_on(keeper, parts))
        watching = asyncio.create_task(_do_hourly(options.hourly))
        ready(listener.getsockname()[1])
        yield
        syncing.cancel()
        watching.cancel()
        await keeper.sync(gate, parts.visits)

    app = application(parts, options.routes, living)
    await uvicorn.Server(_config(app, options)).serve(sockets=[listener])


async def _sync_on(keeper: Keeper, parts: Parts) -> None:
    while True:
        await asyncio.sleep(SYNC)
        await keeper.sync(parts.gate, parts.visits)


async def _do_hourly(work: Callable[[], None] | None) -> None:
    while work:
        await asyncio.sleep(HOUR)
        await asyncio.to_thread(work)


def _config(app: Starlette, options: ServerOptions) -> uvicorn.Config:
    patience = options.patience or Patience(trusted=frozenset(map(address_key, options.proxies)))
    return uvicorn.Config(
        app,
        http=functools.partial(Connection, patience=patience),  # type: ignore[arg-type]
        ws="none",
        lifespan="on",
        loop="asyncio",
        log_config=None,
        log_level="error",
        access_log=False,  # it would show tokens
        server_header=False,
        proxy_headers=bool(options.proxies),
        forwarded_allow_ips=",".join(options.proxies),
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=ENDING,
    )


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    try:
        listener = socket.create_server(
            (host, port), family=family, backlog=BACKLOG, dualstack_ipv6=both
        )
    except (OSError, OverflowError) as error:
        message = _("{0}:{1} cannot be listened on: {2}; choose another with --port")
        words = reason(error) if isinstance(error, OSError) else error
        raise CadenceError(message.format(host, port, words)) from error
    with listener:
        yield listener


def _raise_limit() -> None:
    """Let more connections be open at once than a shell allows by itself."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
