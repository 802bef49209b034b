"""A server that neither answers nor goes away → a connection that is lost, after a while.

The network says nothing of it: the computer is there and takes what is sent; its disk stands still.
"""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator

import psycopg

LONGEST = 120  # seconds that one statement may take; whoever waits for a lock waits half of it


@contextlib.contextmanager
def hung_up(connection: psycopg.Connection) -> Iterator[None]:
    """Cut a connection where the block takes longer than any statement of ours may.

    Raises:
        psycopg.OperationalError: in the block, by the driver, which finds the connection gone.
    """
    guard, ended = threading.Lock(), threading.Event()

    def cut() -> None:
        with guard:  # once the block has ended, the number may be that of another connection
            if not ended.is_set():
                with socket.socket(fileno=os.dup(connection.fileno())) as own:
                    own.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(LONGEST, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with guard:
            ended.set()
