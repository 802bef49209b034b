"""A day that was written of a duty → the one day on which it can have been done. Pure."""

import datetime as dt

from cadence.core import OTHER_WEEKDAY, Window, WrittenDay, day_or_minute, later
from cadence.ledger.accept import refuse_day
from cadence.ledger.reasons import Reason

On = dt.date | dt.datetime
A_DAY = dt.timedelta(days=1)


def by_days(days: tuple[On, ...], written: WrittenDay, window: Window) -> tuple[On, ...]:
    """Take 24:00 for the end of its day where days count: a last day lasts until then (民法典 203).

    Where hours count it stays the moment that it is.
    """
    if not written.ends_day or window.opens or window.closes:
        return days
    return tuple((each - A_DAY).date() if isinstance(each, dt.datetime) else each for each in days)


def day_meant(written: WrittenDay, said: str, window: Window, now: dt.datetime) -> On | Reason:
    """Choose the day that is meant, by itself or by the duty's window where that leaves but one.

    A late day is never taken for one in time, nor the other way round: where two fit, it is asked.

    Args:
        written: what can be meant.
        said: as it was written, for the message.
        window: of the duty.
        now: the moment of writing down; nothing was done after it.
    """
    days = by_days(written.within(window.start.year, now.year), written, window)
    if len(days) == 1 and written.yearless is None:
        return days[0]
    possible = [day for day in days if refuse_day(window, day, now) is None]
    if len(possible) == 1:
        (day,) = possible
        return Reason(OTHER_WEEKDAY, (said,)) if written.is_of_another_weekday(day) else day
    if possible:
        both = "、".join(day_or_minute(day) for day in possible)
        words = later('"{0}" may be {1}; write the year too')
        return Reason(words, (said, both))
    if len(days) == 1:
        return days[0]  # refused when it is weighed, with the reason
    words = later('"{0}" is in no year a day on which this could be done; write the year too')
    return Reason(words, (said,))
