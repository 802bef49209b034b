"""Timings said in English, for those who write and check packs; officials read time_words.py.

In: a Timing. Out: `at least once every quarter`, `by Friday 17:00 of every week`. What a text
names (an event, an observance, 定期) stays in its own words.
"""

from cadence.core.dates import WEEKDAY_CODES
from cadence.core.time_words import DURATION
from cadence.core.timing import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Threshold,
    Timing,
    Trigger,
    Unspecified,
)
from cadence.core.words import ROLLING_YEAR

UNITS = ("year", "month", "week", "day", "hour", "minute")
NAMES = {
    "xun": "ten days (旬)",
    "half_year": "half-year",
    "school_year": "school year",
    ROLLING_YEAR: "twelve months",
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TIMES = {1: "once", 2: "twice"}
ORDINALS = {1: "st", 2: "nd", 3: "rd"}
TEENS = range(11, 14)


def timing_english(timing: Timing) -> str:
    """Say a timing in English: `within 24 hours after 接报事故`."""
    match timing:
        case Cadence():
            times = TIMES.get(timing.count, f"{timing.count} times")
            return f"at least {times} every {_period(timing)}{_bounds(timing)}"
        case PeriodicDeadline():
            return f"by {_day(timing)} of every {_period(timing)}{_bounds(timing)}"
        case Deadline():
            minute = f"{timing.time} on " if timing.time else ""
            return f"by {minute}{timing.due} ({'that minute' if minute else 'that day'} included)"
        case Phase():
            begins = f"from {timing.start or 'its issue'}"
            return f"{begins} to {timing.due}" if timing.due else f"{begins} on"
        case Trigger():
            return _trigger(timing)
        case Threshold():
            sums = "".join(f" and {name} {number}" for name, number in (timing.sum or {}).items())
            period = NAMES.get(timing.within, timing.within)
            return f"once {timing.event} reaches {timing.count}{sums} within a {period}"
        case Season():
            return _season(timing)
        case Standing():
            return "at all times, without a date"
        case Unspecified():
            return f"{timing.words}: how often is left open"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _ordinal(number: int) -> str:
    suffix = "th" if number in TEENS else ORDINALS.get(number % 10, "th")
    return f"{number}{suffix}"


def _period(timing: Cadence | PeriodicDeadline) -> str:
    """`quarter`, `2 weeks`, `3 years`, `month, of June and December`."""
    named, many = timing.period, timing.every
    if named.endswith("_years"):
        named, many = "year", many * int(named.removesuffix("_years"))
    name = NAMES.get(named, named)
    said = name if many == 1 else _counted(many, name)
    if named == "xun" and many > 1:
        said = f"{many} periods of {name}"
    return f"{said}, {_months(timing.months)} only" if timing.months else said


def _months(months: tuple[int, ...]) -> str:
    *first, last = (MONTHS[each - 1] for each in months)
    return f"{', '.join(first)} and {last}" if first else last


def _bounds(timing: Cadence | PeriodicDeadline) -> str:
    if not (timing.start or timing.due):
        return ""
    begins = f"from {timing.start}" if timing.start else ""
    ends = f"until {timing.due}" if timing.due else ""
    return f" ({' '.join(filter(None, (begins, ends)))})"


def _day(timing: PeriodicDeadline) -> str:
    """`the 25th`, `the last working day`, `Friday`, `the 15th of the 1st month`, `June 30`."""
    minute = f"{timing.time} on " if timing.time else ""
    return f"{minute}{_named_day(timing.period, str(timing.day))}"


def _named_day(period: str, day: str) -> str:
    if day == "last":
        return "the last day"
    if day == "last-working":
        return "the last working day"
    if day.startswith("working-"):
        return f"the {_ordinal(int(day.removeprefix('working-')))} working day"
    if period == "week":
        return WEEKDAYS[int(day) - 1]
    if day.isdecimal():
        return f"the {_ordinal(int(day))}{' day' if period == 'xun' else ''}"
    nth, _dash, last = day.partition("-")
    if last in WEEKDAY_CODES:
        which = nth if nth == "last" else _ordinal(int(nth))
        return f"the {which} {WEEKDAYS[WEEKDAY_CODES.index(last)]}"
    if period == "year":
        month = MONTHS[int(nth) - 1]
        return f"the end of {month}" if last == "last" else f"{month} {int(last)}"
    shown = "last day" if last == "last" else _ordinal(int(last))
    return f"the {shown} of the {_ordinal(int(nth))} month"


def _length(offset: str, days: str) -> str:
    found = DURATION.fullmatch(offset)
    parts = found.groups()[1:] if found else ()
    kind = "working day" if days == "working" else "day"
    units = (kind if unit == "day" else unit for unit in UNITS)
    pairs = zip(parts, units, strict=False)
    return " ".join(_counted(int(number), unit) for number, unit in pairs if number)


def _trigger(timing: Trigger) -> str:
    if timing.offset is None:
        before = timing.when == "before"
        return f"before {timing.event}" if before else f"at {timing.event}, no time limit stated"
    length = _length(timing.offset, timing.days)
    if timing.offset.startswith("-"):
        return f"{length} before {timing.event}"
    return f"within {length} after {timing.event}"


def _season(timing: Season) -> str:
    days = ""
    if timing.start and timing.due:
        days = f"{_month_day(timing.start)} to {_month_day(timing.due)} of every year"
    when = "before" if timing.when == "before" else "during"
    named = f"{when} {timing.name}" if timing.name else ""
    if named and days:
        return f"{named} ({days})"
    return named or f"{when} {days}"


def _month_day(text: str) -> str:
    _, month, day = text[1:].split("-")
    return f"{MONTHS[int(month) - 1]} {int(day)}"
