"""Events told in tests: words → a history, as the ledger would give it."""

import datetime as dt

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Entry, Event
from cadence.core.history import history

NOW = dt.datetime(2028, 6, 1, 9, 0, tzinfo=SHANGHAI)


def moment(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def entry(number, fact, recorded=NOW):
    return Entry(number=number, recorded=recorded, fact=fact)


def event(text, unit, **given):
    """`2026-11-20 14:20 事故发生 level=一般` → an Event."""
    day, time, name, *told = text.split()
    values = tuple(tuple(each.split("=")) for each in told)
    return Event(name=name, at=moment(f"{day} {time}"), unit=unit, values=values, **given)


def chain(text, unit):
    """Events told in order, divided by ；, each following the first."""
    told = [each.strip() for each in text.split("；")]
    first, *others = told
    return [event(first, unit), *(event(each, unit, of=1) for each in others)]


def known(*facts, recorded=NOW):
    return history(entry(number, fact, recorded) for number, fact in enumerate(facts, 1))
