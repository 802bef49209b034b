"""What pages need that takes long is made while nobody waits: after a start, after a change.

A county's figures, its month's tables and its lines for other systems take a second together, and
stand until something changes. Who comes meanwhile goes first: between two parts the thread waits
until the desk has been left alone for a moment.
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial

from cadence.core import CadenceError
from cadence.desk import duty_tables, ledger_page, overview, register
from cadence.desk.months import month_of
from cadence.desk.office import Office, View

EVERY = 1.0  # seconds between two looks
ALONE = 2.0  # seconds for which nobody has asked for anything
LARGEST = 200  # units and posts of a place; of more only the figures are made, some units at a time


class Warmer:
    """Makes what is asked for most, ahead of who asks; nothing depends on it."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._made: View | None = None
        self.stopped = threading.Event()

    def look(self) -> bool:
        """Make what a view that is new has not made yet; tell whether anything was begun."""
        view = self.office.glimpse()
        if view is None or view is self._made or view.workspace is None:
            return False
        for part in parts(view):
            while not self.office.is_alone(ALONE):
                if self.stopped.wait(EVERY):
                    return True
            if self.office.glimpse() is not view:  # another is asked for by now
                return True
            part()
        self._made = view
        return True

    def watch(self) -> None:
        """Look every second, in a thread that ends with the process."""
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self.stopped.wait(EVERY):
            try:
                self.look()
            except (CadenceError, OSError):
                continue  # a page says so to whoever asks


def parts(view: View) -> Iterator[Callable[[], object]]:
    """Yield what is made, the most asked for first."""
    for place, _name in view.places:
        roster = view.workspace.rosters[place] if view.workspace else None
        if roster is None or roster.everywhere:
            continue
        is_large = len(roster.units) > LARGEST
        if not is_large:
            yield partial(register.made_ready, view, place)
        yield from overview.made_ready(view, place)
        if not is_large:
            yield partial(duty_tables.made_ready, view, place, month_of(view.today))
            yield partial(ledger_page.made_ready, view)
