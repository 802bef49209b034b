"""One demand against calendar and document: days off, and days too close or already gone."""

import datetime as dt
from collections.abc import Iterable, Iterator

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.nouns import Conflict, Ground
from cadence.conflicts.find.overload import OUTCOME
from cadence.core import (
    Advise,
    Cadence,
    PeriodicDeadline,
    Rule,
    Season,
    Threshold,
    Trigger,
    is_shown_only,
)


def find_day_conflicts(demands: Iterable[Demand], ground: Ground) -> Iterator[Conflict]:
    """Find what falls due on a day off, or too soon after the document that asks for it."""
    for each in demands:
        if each.due is not None:
            notice = _notice(each, each.due, ground)
            if notice:
                yield notice
            gone = notice is not None and notice.code == "already_past"
            free = each.chosen is None and not gone
            if free and (found := _day_off(each, each.due, ground.advise)):
                yield found


def _day_off(demand: Demand, due: dt.date, advise: Advise) -> Conflict | None:
    """Look at the day itself; a year not yet announced is unknown and no conflict."""
    window = demand.window
    if window.closes:
        return None  # hours run on through days off
    if _lasts(demand.rule):
        return None
    rolled = demand.rule.roll is not None and window.due is not None and due == window.latest
    day = window.due if rolled and window.due else due
    last = advise(day).day
    if last is None or last == day:
        return None
    code = "due_on_day_off"
    days: tuple[dt.date, ...] = (last,)
    if rolled:
        days = (last, due) if last >= demand.first else (due,)
    elif last < demand.first:
        code, days = "no_working_day", ()
    if code == "due_on_day_off" and _recurs_at_once(demand.rule):
        return None  # every week ends with a day off
    return Conflict(
        code=code,
        severity="warning" if code == "no_working_day" else "info",
        units=demand.units,
        day=day,
        demands=(demand,),
        days=days,
    )


def _lasts(rule: Rule) -> bool:
    """Tell whether it is kept up through its days, off or not: 国庆期间, or 杜绝重特大事故.

    What is to be done before a season (汛期前) is done on a day.
    """
    timing = rule.timing
    is_kept_up = isinstance(timing, Season) and timing.when == "during"
    return is_kept_up or bool(OUTCOME.match(rule.act))


def _recurs_at_once(rule: Rule) -> bool:
    """Tell whether it comes daily or weekly."""
    timing = rule.timing
    return isinstance(timing, Cadence | PeriodicDeadline) and timing.period in {
        "hour",
        "day",
        "week",
    }


def _notice(demand: Demand, due: dt.date, ground: Ground) -> Conflict | None:
    """Compare the due day with the document's own; an extension is notice enough."""
    rule, window = demand.rule, demand.window
    if window.due is None or due > (window.latest or due):
        return None
    told = rule.document.date or rule.document.effective
    days = (window.due - told).days
    if days > ground.policy.short_notice_days or isinstance(rule.timing, Trigger | Threshold):
        return None
    if days >= 0 and _recurs_at_once(rule):
        return None  # what comes daily or weekly is always at hand
    if is_shown_only(rule, window, ground.policy) and days >= 0:
        return None  # listed, owed by no one
    past = days < 0
    return Conflict(
        code="already_past" if past else "short_notice",
        severity="error" if past and rule.document.date else "warning",
        units=demand.units,
        day=window.due,
        demands=(demand,),
        number=abs(days),
    )
