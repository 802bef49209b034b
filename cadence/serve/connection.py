"""One connection under uvicorn: a client that is slow, holds too many, or sends no end is dropped.

Kept beside uvicorn's options and Starlette's middleware because neither can do what it does:

- a head that trickles in, or never begins: uvicorn's only clock is `timeout_keep_alive`, which
  starts after an answer, and no middleware runs before a head is whole;
- one address that opens connection after connection: `limit_concurrency` counts everybody's, and
  a connection that has asked for nothing passes no middleware;
- an answer that nobody reads: a middleware could bound the wait of a `send`, but uvicorn writes the
  last piece without waiting, and closes a transport only once all is read, so that it stays.

The size of a head, idle connections and how many there are in all are left to uvicorn's options.
"""

import asyncio
import socket
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from cadence.serve.limits import address_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What a connection may take, and how many each address has.

    Attributes:
        head: seconds for a request's head to arrive; body: seconds without any of an answer
            being read.
        connections: how many one address may have open.
        trusted: addresses, of our own proxies, that may have any number.
        open: how many each address has open now.
    """

    head: float = 10.0
    body: float = 60.0
    connections: int = 100
    trusted: frozenset[str] = frozenset()
    open: Counter[str] = field(default_factory=Counter)


class Connection(H11Protocol):
    """uvicorn's connection with deadlines."""

    def __init__(self, *arguments: Any, patience: Patience, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **named)
        self._patience = patience
        self._address = ""
        self._deadline: asyncio.TimerHandle | None = None  # of the head
        self._stall: asyncio.TimerHandle | None = None  # of the answer

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and refuse one too many."""
        super().connection_made(transport)
        # A body would wait 40 ms for the client to acknowledge its head. asyncio sees to that
        # only for sockets that name their protocol.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._address = address_key(self.client[0]) if self.client else ""
        self._patience.open[self._address] += 1
        trusted = self._address in self._patience.trusted
        if self._patience.open[self._address] > self._patience.connections and not trusted:
            transport.abort()
        else:
            self._deadline = self.loop.call_later(self._patience.head, self._drop)

    def data_received(self, data: bytes) -> None:
        """Take some of a request; its head's time runs from the first byte to the last."""
        super().data_received(data)
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering:
            self._deadline = _ended(self._deadline)
        elif self._deadline is None and not self.transport.is_closing():
            self._deadline = self.loop.call_later(self._patience.head, self._drop)

    def on_response_complete(self) -> None:
        """Go on to the next request; waiting for it is uvicorn's to time."""
        self._deadline = _ended(self._deadline)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._stall = _ended(self._stall)
        self._stall = self.loop.call_later(self._patience.body, self._drop)

    def resume_writing(self) -> None:
        """Note that the client reads."""
        super().resume_writing()
        self._stall = _ended(self._stall)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._deadline, self._stall = _ended(self._deadline), _ended(self._stall)
        self._patience.open[self._address] -= 1
        if self._patience.open[self._address] <= 0:
            del self._patience.open[self._address]
        super().connection_lost(exc)

    def _drop(self) -> None:
        self.transport.abort()


def _ended(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """Cancel a timer; none is left."""
    if timer is not None:
        timer.cancel()
    return None
