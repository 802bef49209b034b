"""Occurrence × what is known of it × as_of → how it stands. Pure; the whole of judging is here.

Late is not missed and missed is not unknown: what was done after its due day is `late` for good,
what was not done is `overdue` however long ago and whatever is approved afterwards; what fell due
before an office kept records, or was owed by nobody because its document came in its midst, is
`untracked`. What was ticked without evidence is `claimed` until the evidence comes: neither done
nor missed, and as late as the day that was named. Grace is the office's patience with what is not
done, never more time to do it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from cadence.core import (
    NOTHING,
    SHANGHAI,
    History,
    Occurrence,
    Past,
    Policy,
    Rule,
    Status,
    Window,
    can_be_missed,
    counted_out,
    day_of_moment,
    is_late,
    moment_of,
)

A_DAY = dt.timedelta(days=1)
Untold = dict[tuple[int, str], tuple[Window, "Judgement"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How one occurrence stands at a moment.

    Attributes:
        status: one word of it.
        due: the last day in time that counts now, an extension's if there is one.
        days_late: calendar days past due at which it was done, or for which it has been left
            undone; 0 where a clock ran out the same day; None where it is not late.
        late_by: the same to the minute, only where hours count and the minute is known.
        soon: it is given until a later day, and that one is near.
        past: what is known of it at that moment: something done later is not.
    """

    status: Status
    due: dt.date | None
    days_late: int | None = None
    late_by: dt.timedelta | None = None
    soon: bool = False
    past: Past = NOTHING


@dataclass(frozen=True, slots=True)
class Judged:
    """An occurrence with how it stands."""

    occurrence: Occurrence
    judgement: Judgement


def check(
    occurrences: Iterable[Occurrence],
    history: History,
    policy_of: Callable[[str], Policy],
    as_of: dt.datetime,
    untold: Untold | None = None,
) -> Iterator[Judged]:
    """Judge occurrences one by one, in their order.

    Args:
        occurrences: dated; of any number of places.
        history: what is known (history.history of the entries recorded by then).
        policy_of: gives the policy of a place.
        as_of: the moment judged from, with its zone.
        untold: how windows stand of which nothing is known, found at the same moment by the same
            policies; what is found now is added.
    """
    # What all units of which nothing is known share is judged once. The window is kept beside the
    # judgement, so that no other one can take its identity meanwhile.
    unknown: Untold = {} if untold is None else untold
    for each in occurrences:
        binding, window = each.binding, each.window
        rule, place = binding.rule, binding.unit.place
        past = history.of(each)
        if past is not NOTHING:
            yield Judged(each, judge(rule, window, past, policy_of(place), as_of))
            continue
        key = (id(window), place)
        shared = unknown.get(key)
        if shared is None:
            shared = unknown[key] = (window, judge(rule, window, NOTHING, policy_of(place), as_of))
        yield Judged(each, shared[1])


def judge(rule: Rule, window: Window, past: Past, policy: Policy, as_of: dt.datetime) -> Judgement:
    """Judge one window of one unit.

    Args:
        rule: the rule.
        window: one of its windows.
        past: what is known of the occurrence.
        policy: the office's grace, lead, and the day from which it keeps records.
        as_of: the moment judged from, with its zone.
    """
    now = as_of.astimezone(SHANGHAI)
    known = _known_at(past, now)
    due = due_of(window, known)
    if known.done:
        if is_late(window, due, known.done.on):
            return _belated("late", window, due, known.done.on, known)
        return Judgement(status="done", due=due, past=known)
    if known.waiver:
        return Judgement(status="waived", due=due, past=known)
    if known.claim:
        if is_late(window, due, known.claim.on):
            return _belated("claimed", window, due, known.claim.on, known)
        return Judgement(status="claimed", due=due, past=known)
    status = _undone(rule, window, known, policy, now)
    if status in {"overdue", "due_soon"} and is_late(window, due, now):
        return _belated(status, window, due, now, known)
    near = status == "extended" and due is not None and now >= _reminded(due, policy)
    return Judgement(status=status, due=due, soon=near, past=known)


def _belated(
    status: Status, window: Window, due: dt.date | None, on: dt.date | dt.datetime, past: Past
) -> Judgement:
    """Say how late it was done, or has been left undone."""
    hours_count = window.closes if isinstance(on, dt.datetime) else None
    return Judgement(
        status=status,
        due=due,
        days_late=(day_of_moment(on) - due).days if due else None,
        late_by=moment_of(on) - hours_count if hours_count else None,
        past=past,
    )


def _known_at(past: Past, as_of: dt.datetime) -> Past:
    """Leave out what was done, or said to be done, only after the moment judged from."""
    if past.coverage:
        entries = (each for each in past.coverage.entries if not _lies_after(each.on, as_of))
        past = counted_out(past, replace(past.coverage, entries=tuple(entries)))
    if past.done and _lies_after(past.done.on, as_of):
        past = replace(past, done=None)
    if past.claim and _lies_after(past.claim.on, as_of):
        past = replace(past, claim=None)
    return past


def _lies_after(on: dt.date | dt.datetime, as_of: dt.datetime) -> bool:
    return on > as_of if isinstance(on, dt.datetime) else on > as_of.date()


def due_of(window: Window, past: Past) -> dt.date | None:
    """Return the last day in time that counts: an extension's, where there is one."""
    if past.extension:
        return max(past.extension.to, window.latest or past.extension.to)
    return window.latest


def _undone(rule: Rule, window: Window, past: Past, policy: Policy, now: dt.datetime) -> Status:
    due = due_of(window, past)
    if now < (window.opens or moment_of(window.start)):
        return "upcoming"
    if due is None:
        return "open"  # nothing in the text says by when
    if not is_late(window, due, now):
        return _in_time(window, past, policy, now)
    if not can_be_missed(rule, window, due, policy):
        return "untracked"
    in_grace = not is_late(window, due, now - policy.grace_days * A_DAY)
    return "due_soon" if in_grace else "overdue"


def _in_time(window: Window, past: Past, policy: Policy, now: dt.datetime) -> Status:
    if past.extension:
        return "extended"
    due = window.due or window.start
    soon = now >= _reminded(min(window.advised or due, due), policy)
    return "due_soon" if soon else "open"


def _reminded(day: dt.date, policy: Policy) -> dt.datetime:
    """Return from when on a day is near: as many days before it as the office reminds."""
    return moment_of(day - policy.remind_days * A_DAY)


def reaches(judgement: Judgement, first: dt.date) -> bool:
    """Tell whether something that fell due earlier still matters on a day."""
    done = judgement.past.done
    return (
        judgement.status in {"overdue", "claimed", "due_soon", "open", "extended"}
        or (judgement.due is not None and judgement.due >= first)
        or (done is not None and day_of_moment(done.on) >= first)
    )
