"""What somebody wrote of a day, a time or a month → the days that it can mean. Pure.

One reader for the cells of sheets and for the command line; nothing is guessed.

A full date means one day. 11月18日 lacks its year, and a bare serial number in a text file may
count from 1900 or from 1904: those mean several, of which the window of the duty admits one or
else nobody can tell.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from cadence.core.dates import SHANGHAI, Span, last_of_month
from cadence.core.messages import later
from cadence.core.numerals import CHINESE, number

On = dt.date | dt.datetime
EPOCH_1900 = dt.date(1899, 12, 30)  # Excel believes that 1900 was a leap year
EPOCH_1904 = dt.date(1904, 1, 1)
FIRST_YEAR, LAST_YEAR = 1949, 2199
LARGEST_SERIAL = 110_000  # of the year 2201
LONGEST_DAY = 40  # characters; what is longer is no day, and need not be remembered
A_DAY_OF_SECONDS = 24 * 60 * 60
NUMERAL = rf"(?:\d{{1,2}}|[{CHINESE}十]{{1,3}})"
YEAR = rf"(?:\d{{4}}|[{CHINESE}]{{4}})"
CLOCK = (
    r"(?:[ T]*(?P<half>上午|下午|晚上)?(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2}|半)?"
    r"(?::\d{1,2}(?:\.0+)?|分)?)?"
)
FULL = (
    re.compile(rf"(?P<y>{YEAR})年(?P<m>{NUMERAL})月(?P<d>{NUMERAL})[日号]?{CLOCK}"),
    re.compile(rf"(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}}){CLOCK}"),
    re.compile(rf"(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d){CLOCK}"),
)
YEARLESS = (
    re.compile(rf"(?P<m>{NUMERAL})月(?P<d>{NUMERAL})[日号]?{CLOCK}"),
    re.compile(rf"(?P<m>\d{{1,2}})[-/](?P<d>\d{{1,2}}){CLOCK}"),
)
SERIAL = re.compile(r"\d{5,6}(\.\d+)?")
MIDNIGHT = re.compile(r"[ T]0?0:00:00(\.0+)?")  # how programs write a day, to the second
WEEKDAY = re.compile(r"\s*(\((?:周|星期)[一二三四五六日天]\)|(?:周|星期)[一二三四五六日天])")
WEEKDAYS = "一二三四五六日"
OTHER_WEEKDAY = later('"{0}" is another day of the week; see which of the two is right')
MONTH = re.compile(rf"(?P<y>{YEAR})(?:年|[-/.]?)(?P<m>{NUMERAL})月?")
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")  # how Open XML keeps control characters
ORDINARY = re.compile(r"[ -~、。《》“”\u4e00-\u9fa5]*").fullmatch  # what folding leaves as it is
NOON, DAYS_END = 12, 24  # hours
AN_HOUR, A_DAY_OF_MINUTES = 60, 1440  # minutes
IMPOSSIBLE = A_DAY_OF_MINUTES + 1


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """The days that a cell can mean.

    Attributes:
        days: in no order that matters; one, where the cell says it all.
        yearless: month and day of a date without a year, and the minutes from midnight if it says
            a time.
        ends_day: it says 24:00, a day's end; as a moment that is the next day's first minute.
        weekday: that a date without a year says beside it, 0 for Monday; it chooses no year, but
            may speak against one.
    """

    days: tuple[On, ...] = ()
    yearless: tuple[int, int, int | None] | None = None
    ends_day: bool = False
    weekday: int | None = None

    def is_of_another_weekday(self, on: On) -> bool:
        """Tell whether the day of the week that is written is not that of a day it may mean."""
        turned = self.ends_day and isinstance(on, dt.datetime)
        written = on - dt.timedelta(days=1) if turned else on
        return self.weekday not in {None, written.weekday()}

    def within(self, first: int, last: int) -> tuple[On, ...]:
        """Return the days meant, where the year is one of these."""
        if self.yearless is None:
            return self.days
        month, day, minutes = self.yearless
        found = (_on(year, month, day, minutes) for year in range(first, last + 1))
        return tuple(each for each in found if each is not None)


def read_day(value: object, epoch: dt.date | None) -> WrittenDay | str:
    """Read a cell of a sheet.

    Args:
        value: as the sheet keeps it: a text, a number, a date, a date with a time.
        epoch: the day 0 of the workbook's serial numbers; None where it isn't known.

    Returns:
        What it can mean, or a message of the catalogue that says why nobody can tell.
    """
    match value:
        case bool():
            return later('"{0}" is not a date; write it as 2026-11-18')
        case dt.datetime() | dt.date():
            found = _known(value)
        case int() | float():
            found = _numbered(value, epoch)
        case str():
            read = _said if len(value) <= LONGEST_DAY else _said.__wrapped__
            return read(value, epoch)
        case _:
            return later('"{0}" is not a date; write it as 2026-11-18')
    return found or later('"{0}" is not a date; write it as 2026-11-18')


def plain(text: str) -> str:
    """Fold full-width digits and signs, and leave out what nobody sees and the blanks around."""
    if "_x" in text:
        text = ESCAPED.sub("", text)
    if ORDINARY(text):
        return text.strip()  # as most ids, days and names are written
    folded = unicodedata.normalize("NFKC", text).translate(DASHES)
    if not folded.isprintable():  # what nobody sees is not
        folded = "".join(each for each in folded if unicodedata.category(each) != "Cf")
    return folded.strip()


def read_month(text: str) -> Span | None:
    """Read a month, such as 2026-12 or 2026年12月; None where it is none that exists."""
    found = MONTH.fullmatch(re.sub(r"\s+", "", plain(text)))
    year, month = (_numeral(found["y"]), _numeral(found["m"])) if found else (0, 0)
    try:
        return Span(dt.date(year, month, 1), last_of_month(year, month))
    except ValueError:
        return None


@lru_cache(maxsize=4096)  # a sheet says the same few days in thousands of rows
def _said(text: str, epoch: dt.date | None) -> WrittenDay | str:
    folded = MIDNIGHT.sub("", WEEKDAY.sub("", plain(text)))
    weekday = _weekday(plain(text))
    words = re.sub(r"\s*([年月日号/.:-])\s*", r"\1", folded)
    for pattern in FULL:
        if found := pattern.fullmatch(words):
            minutes, year = _minutes(found), _numeral(found["y"])
            on = _on(year, *_month_day(found), minutes)
            if on is None:
                return later('"{0}" is not a date that exists')
            if weekday not in {None, dt.date(year, *_month_day(found)).weekday()}:
                return OTHER_WEEKDAY
            return WrittenDay((on,), None, minutes == A_DAY_OF_MINUTES)
    for pattern in YEARLESS:
        if found := pattern.fullmatch(words):
            month, day = _month_day(found)
            exists = _on(2024, month, day, _minutes(found)) is not None  # a leap year
            minutes = _minutes(found)
            ends = minutes == A_DAY_OF_MINUTES
            return (
                WrittenDay((), (month, day, minutes), ends, weekday)
                if exists
                else later('"{0}" is not a date that exists')
            )
    if SERIAL.fullmatch(words):
        return _numbered(float(words), epoch) or later('"{0}" is not a date that exists')
    if re.fullmatch(r"\d{1,2}\.\d{1,2}", words):
        return later('"{0}" may be a number that lost its last 0; write it as 11月18日')
    return later('"{0}" is not a date; write it as 2026-11-18')


def _numeral(text: str) -> int:
    try:
        return number(text)
    except ValueError:
        return 0  # no month, no day and no year has this number


def _weekday(text: str) -> int | None:
    """Return the day of the week that stands beside a date, 0 for Monday; None without one."""
    found = WEEKDAY.search(text)
    return WEEKDAYS.index(found[1].strip("()")[-1].replace("天", "日")) if found else None


def _month_day(found: re.Match[str]) -> tuple[int, int]:
    return _numeral(found["m"]), _numeral(found["d"])


def _minutes(found: re.Match[str]) -> int | None:
    """Return the time that is written, in minutes from midnight; a day has none past its end."""
    if found["hour"] is None:
        return None
    hour, half = int(found["hour"]), found["half"]
    if half == "晚上" and hour == NOON:
        hour = DAYS_END
    elif half in {"下午", "晚上"} and hour < NOON:
        hour += NOON
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    return hour * AN_HOUR + minute if minute < AN_HOUR else IMPOSSIBLE


def _on(year: int, month: int, day: int, minutes: int | None) -> On | None:
    """Return a day, or a moment of it; 24:00 is the next day's first minute."""
    if not FIRST_YEAR <= year <= LAST_YEAR or (minutes or 0) > A_DAY_OF_MINUTES:
        return None
    try:
        on = dt.date(year, month, day)
    except ValueError:
        return None
    if minutes is None:
        return on
    return dt.datetime.combine(on, dt.time(), SHANGHAI) + dt.timedelta(minutes=minutes)


def _known(value: dt.date) -> WrittenDay | None:
    """Take a date as it is; one at midnight is a day, for so Excel keeps days."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        return None
    if isinstance(value, dt.datetime):
        nearest = value.replace(tzinfo=None) + dt.timedelta(milliseconds=500)  # of a float's error
        moment = nearest.replace(second=0, microsecond=0)
        if moment.time() == dt.time():
            return WrittenDay((moment.date(),))
        return WrittenDay((moment.replace(tzinfo=SHANGHAI),))
    return WrittenDay((value,))


def _numbered(value: float, epoch: dt.date | None) -> WrittenDay | None:
    """Read a number: 20261118, or a serial number of the workbook's calendar."""
    text = str(value).removesuffix(".0")
    if found := FULL[2].fullmatch(text):
        on = _on(int(found["y"]), int(found["m"]), int(found["d"]), None)
        return WrittenDay((on,)) if on else None
    if not 0 < value < LARGEST_SERIAL:
        return None
    epochs = (epoch,) if epoch else (EPOCH_1900, EPOCH_1904)
    days, rest = divmod(round(value * A_DAY_OF_SECONDS), A_DAY_OF_SECONDS)
    moments = (
        dt.datetime.combine(each, dt.time()) + dt.timedelta(days=days, seconds=rest)
        for each in epochs
    )
    known = tuple(day for each in moments if (read := _known(each)) for day in read.days)
    return WrittenDay(known) if known else None
