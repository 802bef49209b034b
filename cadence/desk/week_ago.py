"""What was known a week ago, kept between requests: a line more is added to what was found."""

import datetime as dt
from typing import NamedTuple

from cadence.core import Before, Entry, History, grown
from cadence.desk.office import View
from cadence.ledger import before_grown, before_of


class KnownThen(NamedTuple):
    """What was found, and of which lines, which came to which history."""

    entries: tuple[Entry, ...]
    history: History
    before: Before


def before(view: View, at: dt.datetime) -> Before:
    """Return what was known at a moment of whatever was written about since."""
    known: dict[dt.datetime, KnownThen] = view.lasting("before", dict)
    found = known.get(at)
    if found is None or found.entries is not view.entries:
        anew = _grown(found, view) if found else None
        told = before_of(view.entries, at) if anew is None else anew
        known.clear()  # tomorrow's week is another
        known[at] = KnownThen(view.entries, view.history, told)
        return told
    return found.before


def _grown(found: KnownThen, view: View) -> Before | None:
    """Add lines to what was found; None where they say more than how occurrences stand."""
    count = len(found.entries)
    if not count or len(view.entries) < count or view.entries[count - 1] is not found.entries[-1]:
        return None
    new = view.entries[count:]
    return (
        None
        if grown(found.history, new) is None
        else before_grown(found.before, found.history, new)
    )
