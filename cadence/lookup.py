"""Occurrences by their id, or by any tail of it that means only one window."""

import difflib
import re
from collections.abc import Iterable, Iterator
from datetime import date

from cadence.dates import Span
from cadence.errors import CadenceError
from cadence.history import EMPTY, History
from cadence.i18n import _
from cadence.model import Occurrence
from cadence.survey import Asked, dated, find_pack_clocks, setting_of
from cadence.workspace import Workspace

YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?!\d)")
CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(#\d+)?$")
YEARS_AFTER = 3  # a window is named by its first year, and the longest we know has three
SHOWN = 8


def find_occurrences(
    workspace: Workspace, tail: str, history: History = EMPTY
) -> tuple[Occurrence, ...]:
    """Return the one occurrence whose id ends with a text.

    An id without its unit, as calendar entries print it, means that rule's window for every
    unit that owes it.

    Raises:
        CadenceError: none is meant, or several are; the nearest or all of them are named.
    """
    known = list(_candidates(workspace, tail, history))
    found = [each for each in known if _ends_with(_without_unit(each.id, tail), tail)]
    windows = {_without_unit(each.id, "") for each in found}
    if len(found) == 1 or (found and "@" not in tail and len(windows) == 1):
        return tuple(found)
    if found:
        words = _('"{0}" could be any of {1} occurrences; type more of the id:')
        raise CadenceError(_with_ids(words.format(tail, len(found)), (each.id for each in found)))
    near = difflib.get_close_matches(tail, [each.id for each in known], n=SHOWN, cutoff=0.5)
    words = _('no occurrence is called "{0}"').format(tail)
    raise CadenceError(_with_ids(words + (_("; the nearest are:") if near else ""), near))


def _without_unit(identifier: str, tail: str) -> str:
    """Leave the unit out of an id where the tail has none."""
    return identifier if "@" in tail else identifier.rpartition("@")[0]


def _candidates(workspace: Workspace, tail: str, history: History) -> Iterator[Occurrence]:
    """Date everything in the years that the tail's window names, and every clock."""
    before = tail.partition("@")[0]
    clock = CLOCK.search(before)
    year = YEAR.search(clock[0] if clock else before.rpartition(":")[2])
    if not year:
        message = _('"{0}" names no window; an id ends like :2022-06@yichuan/pengpo')
        raise CadenceError(message.format(tail))
    first = int(year[1])
    span = Span(date(first - 1, 1, 1), date(first + YEARS_AFTER, 12, 31))
    if clock:  # may run for years, and is named by the day on which it began
        clocks = find_pack_clocks(setting_of(workspace, history))
        yield from (each for found in clocks.values() for one in found for each in one.occurrences)
        return
    yield from dated(workspace, Asked(span=span), history)


def _ends_with(identifier: str, tail: str) -> bool:
    """Tell whether an id ends with a tail that begins at a whole part of it."""
    if not identifier.endswith(tail):
        return False
    before = identifier[: len(identifier) - len(tail)]
    return bool(tail) and (not before or before[-1] in ":/@#" or tail[0] in ":/@#")


def _with_ids(message: str, ids: Iterable[str]) -> str:
    listed = list(ids)
    more = _("  and {0} more").format(len(listed) - SHOWN)
    shown = [f"  {each}" for each in listed[:SHOWN]]
    return "\n".join((message, *shown, *([more] if len(listed) > SHOWN else [])))
