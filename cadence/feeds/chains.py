"""A duty that acts on another's outcome → the UIDs of what comes first in the same calendar. Pure.

RFC 9253 calls it DEPENDS-ON; which date of the other is meant is found as `cadence conflicts` does:
that of the same period, else the last that falls due in the own window.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from icalendar import Event

from cadence.core import Deadline, Phase, Rule, Window, rule_uid

DEPENDS_ON = {"RELTYPE": "DEPENDS-ON"}


def with_firsts(
    made: Iterable[Event], firsts: Iterable[tuple[Rule, Window]], unit: str
) -> Iterator[Event]:
    """Say of an entry what comes before it; what accompanies it says so by its own PARENT.

    Args:
        made: the entry, and what accompanies it.
        firsts: what comes first, dated.
        unit: the second part of a UID.
    """
    uids = [f"{rule_uid(rule, window)}.{unit}" for rule, window in firsts]
    for number, event in enumerate(made):
        for uid in uids if number == 0 else ():
            event.add("related-to", uid, parameters=DEPENDS_ON)
        yield event


def first_window(
    then: Rule, window: Window, first: Rule, windows: Iterable[Window]
) -> Window | None:
    """Return the date of a duty that comes before a window of another; None where none does.

    Args:
        then: the rule that acts on the outcome.
        window: one of its windows.
        first: the rule that it acts on.
        windows: its own.
    """
    listed = list(windows)
    label = _label(then, window)
    alike = [each for each in listed if _label(first, each) == label]
    last = window.due or dt.date.max
    within = [each for each in listed if each.due and window.start <= each.due <= last]
    return max(alike or within, key=lambda each: (each.due or each.start, each.nth), default=None)


def _label(rule: Rule, window: Window) -> str:
    return "once" if isinstance(rule.timing, Deadline | Phase) else window.label
