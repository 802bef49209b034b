"""access.sqlite beside a running server: fetches go in, what commands changed comes out."""

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cadence.core import CadenceError, _
from cadence.serve.gate import Gate
from cadence.serve.store import FILE, Access, AccessStore, Fetch, open_store
from cadence.serve.visits import Visits

LOG = logging.getLogger("cadence.serve")


class Keeper:
    """The store, in a thread of its own, so that no request ever waits for the disk.

    Whatever is wrong with the file, what it said last stays in force: private stays private.

    Args:
        folder: the workspace.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="access")
        self._opened = contextlib.ExitStack()
        self._store: AccessStore | None = None
        self._version = 0
        self._said = ""
        self.access = Access()

    def open(self) -> None:
        """Open the store and read it.

        Raises:
            CadenceError: it cannot be read.
        """
        self._thread.submit(self._read).result()

    def close(self) -> None:
        """Close the store."""
        self._thread.submit(self._opened.close).result()
        self._thread.shutdown()

    async def sync(self, gate: Gate, visits: Visits) -> None:
        """AccessStore what was fetched, and take over what commands have changed."""
        fetches = visits.take()
        loop = asyncio.get_running_loop()
        try:
            gate.access = await loop.run_in_executor(self._thread, self._exchange, fetches)
            self._said = ""
        except CadenceError as error:
            visits.give_back(fetches)
            if str(error) != self._said:  # once, not every second
                LOG.error("%s", error)  # noqa: TRY400 - in words; a traceback helps nobody here
            self._said = str(error)

    def _exchange(self, fetches: list[Fetch]) -> Access:
        store = self._store
        if store is None or not store.is_current():
            store = self._read()
        version = store.version()
        if version != self._version:
            self._version = version
            self._take_over(store.access())
        store.add_fetches(fetches)
        return self.access

    def _read(self) -> AccessStore:
        """Open the file that is there now."""
        if self._store and not (self._folder / FILE).exists():
            raise CadenceError(_("{0} is gone; what it said stays in force").format(FILE))
        self._opened.close()
        store = self._opened.enter_context(open_store(self._folder, reading=True))
        self._store, self._version = store, store.version()
        self._take_over(store.access())
        return store

    def _take_over(self, found: Access) -> None:
        """Believe the file, unless it was just made and nobody has said yet what shall hold."""
        if found.decided or not self.access.private:
            self.access = found
