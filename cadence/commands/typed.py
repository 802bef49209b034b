"""Days and moments that somebody typed, as click's types: what is none is refused in words."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import click

from cadence.core import SHANGHAI, _

if TYPE_CHECKING:
    from cadence.core import WrittenDay

FIRST_YEAR, LAST_YEAR = 1949, 2199  # a document outside them is a slip of the pen


def typed(text: str) -> date | datetime | None:
    """Read a day or a moment that somebody typed; None where nobody can tell which is meant."""
    from cadence.core import read_day

    for said in (date.fromisoformat, datetime.fromisoformat):
        try:
            day = said(text.strip())
        except ValueError:
            continue
        if not isinstance(day, datetime):
            return day
        return day.astimezone(SHANGHAI) if day.tzinfo else day.replace(tzinfo=SHANGHAI)
    read = read_day(text, None)
    return read.days[0] if not isinstance(read, str) and len(read.days) == 1 else None


def _why_not(text: str, message: str) -> str:
    """Say why a text is no day or time; where its weekday speaks against it, or no year, that."""
    from cadence.core import OTHER_WEEKDAY, WrittenDay, read_day

    read = read_day(text, None)
    if isinstance(read, WrittenDay) and read.yearless:
        message = _('"{0}" says no year; write it as 2026-11-26')
    return (_(OTHER_WEEKDAY) if read == OTHER_WEEKDAY else message).format(text)


class Day(click.ParamType[date]):
    """A civil date as 2026-11-22."""

    name = "DATE"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a date, or fail with what to write instead."""
        if isinstance(value, date):
            return value
        day = typed(value)
        if day is None or isinstance(day, datetime):
            message = _('"{0}" is not a date that exists; write it as 2022-06-30')
            self.fail(_why_not(value, message), param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            message = _('"{0}" lies outside the years {1} to {2}')
            self.fail(message.format(value, FIRST_YEAR, LAST_YEAR), param, ctx)
        return day


class Moment(Day):
    """A date, or a local date and time as "2026-11-20 14:20"."""

    name = "TIME"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a moment; a date alone means its first minute."""
        if isinstance(value, datetime):
            return value
        day = typed(str(value))
        if day is None:
            message = _('"{0}" is not a time; write it as 2026-11-20 or "2026-11-20 14:20"')
            self.fail(_why_not(str(value), message), param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            message = _('"{0}" lies outside the years {1} to {2}')
            self.fail(message.format(value, FIRST_YEAR, LAST_YEAR), param, ctx)
        return day if isinstance(day, datetime) else datetime.combine(day, time(), SHANGHAI)


class EndOrMoment(Moment):
    """A date, which means all of its day, or a local date and time."""

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a moment; a date alone means its last one: what was recorded that day counts."""
        moment = super().convert(value, param, ctx)
        is_day = not isinstance(value, date) and not isinstance(typed(str(value)), datetime)
        return moment.replace(hour=23, minute=59, second=59) if is_day else moment  # type: ignore[call-arg]


class WrittenDayOrMoment(click.ParamType["WrittenDay"]):
    """A date, or a date and time where hours count; as officials write them, also without a year.

    Which year is meant then, the days of the duty tell.
    """

    name = "TIME"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> "WrittenDay":
        """Read a day or a moment; a day stays a day, and a moment is kept to the minute."""
        from cadence.core import WrittenDay, read_day

        read = read_day(value, None)
        if isinstance(read, WrittenDay) and (read.yearless or read.ends_day):
            return read
        day = typed(value)
        if day is not None and not isinstance(day, datetime):
            return WrittenDay(days=(Day().convert(value, param, ctx),))
        moment = Moment().convert(value, param, ctx)
        exact = moment.replace(second=0, microsecond=0) if isinstance(moment, datetime) else moment
        return WrittenDay(days=(exact,))
