"""What a cell says of a day → the days that it can mean. Pure; nothing is guessed.

A full date means one day. 11月18日 lacks its year, and a bare serial number in a text file may
count from 1900 or from 1904: those mean several, of which the window of the duty admits one or
else nobody can tell.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cadence.core import CHINESE, SHANGHAI, later, number

On = dt.date | dt.datetime
EPOCH_1900 = dt.date(1899, 12, 30)  # Excel believes that 1900 was a leap year
EPOCH_1904 = dt.date(1904, 1, 1)
FIRST_YEAR, LAST_YEAR = 1949, 2199
LARGEST_SERIAL = 110_000  # of the year 2201
A_DAY_OF_SECONDS = 24 * 60 * 60
NUMERAL = rf"(?:\d{{1,2}}|[{CHINESE}十]{{1,3}})"
YEAR = rf"(?:\d{{4}}|[{CHINESE}]{{4}})"
CLOCK = r"(?:[ T]*(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2})?(?::\d{1,2}(?:\.0+)?|分)?)?"
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
WEEKDAY = re.compile(r"\((周|星期)[一二三四五六日天]\)")


@dataclass(frozen=True, slots=True)
class Written:
    """The days that a cell can mean.

    Attributes:
        days: in no order that matters; one, where the cell says it all.
        yearless: month and day, and the time if it says one, of a date without a year.
    """

    days: tuple[On, ...] = ()
    yearless: tuple[int, int, dt.time | None] | None = None

    def within(self, first: int, last: int) -> tuple[On, ...]:
        """Return the days meant, where the year is one of these."""
        if self.yearless is None:
            return self.days
        month, day, time = self.yearless
        found = (_on(year, month, day, time) for year in range(first, last + 1))
        return tuple(each for each in found if each is not None)


def read_day(value: object, epoch: dt.date | None) -> Written | str:
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
            return _said(value, epoch)
        case _:
            return later('"{0}" is not a date; write it as 2026-11-18')
    return found or later('"{0}" is not a date; write it as 2026-11-18')


def choose(days: Iterable[On], fits: Callable[[On], bool]) -> On | None:
    """Return the one day that fits, or None where none or several do."""
    found = [each for each in days if fits(each)]
    return found[0] if len(found) == 1 else None


def plain(text: str) -> str:
    """Fold full-width digits and signs, and leave out the blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


def _said(text: str, epoch: dt.date | None) -> Written | str:
    folded = MIDNIGHT.sub("", WEEKDAY.sub("", plain(text)))
    words = re.sub(r"\s*([年月日号/.:-])\s*", r"\1", folded)
    for pattern in FULL:
        if found := pattern.fullmatch(words):
            on = _on(_numeral(found["y"]), *_month_day(found), _time(found))
            return Written((on,)) if on else later('"{0}" is not a date that exists')
    for pattern in YEARLESS:
        if found := pattern.fullmatch(words):
            month, day = _month_day(found)
            exists = _on(2024, month, day, _time(found)) is not None  # a leap year
            yearless = (month, day, _time(found))
            return (
                Written(yearless=yearless) if exists else later('"{0}" is not a date that exists')
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


def _month_day(found: re.Match[str]) -> tuple[int, int]:
    return _numeral(found["m"]), _numeral(found["d"])


def _time(found: re.Match[str]) -> dt.time | None:
    """Return the time that is written; one that no day has is no date that exists."""
    if found["hour"] is None:
        return None
    try:
        return dt.time(int(found["hour"]), int(found["minute"] or 0), tzinfo=SHANGHAI)
    except ValueError:
        return dt.time.max  # naive, which _on refuses


def _on(year: int, month: int, day: int, time: dt.time | None) -> On | None:
    if not FIRST_YEAR <= year <= LAST_YEAR or (time and time.tzinfo is None):
        return None
    try:
        on = dt.date(year, month, day)
    except ValueError:
        return None
    return dt.datetime.combine(on, time) if time else on


def _known(value: dt.date) -> Written | None:
    """Take a date as it is; one at midnight is a day, for so Excel keeps days."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        return None
    if isinstance(value, dt.datetime):
        nearest = value.replace(tzinfo=None) + dt.timedelta(milliseconds=500)  # of a float's error
        moment = nearest.replace(second=0, microsecond=0)
        if moment.time() == dt.time():
            return Written((moment.date(),))
        return Written((moment.replace(tzinfo=SHANGHAI),))
    return Written((value,))


def _numbered(value: float, epoch: dt.date | None) -> Written | None:
    """Read a number: 20261118, or a serial number of the workbook's calendar."""
    text = str(value).removesuffix(".0")
    if found := FULL[2].fullmatch(text):
        on = _on(int(found["y"]), int(found["m"]), int(found["d"]), None)
        return Written((on,)) if on else None
    if not 0 < value < LARGEST_SERIAL:
        return None
    epochs = (epoch,) if epoch else (EPOCH_1900, EPOCH_1904)
    days, rest = divmod(round(value * A_DAY_OF_SECONDS), A_DAY_OF_SECONDS)
    moments = (
        dt.datetime.combine(each, dt.time()) + dt.timedelta(days=days, seconds=rest)
        for each in epochs
    )
    known = tuple(day for each in moments if (read := _known(each)) for day in read.days)
    return Written(known) if known else None
