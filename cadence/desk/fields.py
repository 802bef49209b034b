"""What a form says → days, moments and texts, or what is wrong with which field, in Chinese."""

import datetime as dt
import re

from starlette.datastructures import FormData

from cadence.core import OTHER_WEEKDAY, SHANGHAI, Window, in_chinese, read_day
from cadence.ledger import by_days

LONGEST = 2000  # characters of one line that somebody types
FIRST_YEAR, LAST_YEAR = 1949, 2199
FILES = {"units": "名册", "policy": "决定", "calendar": "放假安排", "contacts": "联系方式"}
PLACE = re.compile(r"^\S*?([^/\\\s]+)\.yaml(?::[0-9]+)*: ", re.MULTILINE)


class Fault(Exception):  # noqa: N818 - what is wrong with a field, not a failure of ours
    """One field cannot be taken: its name, and what to write instead."""

    def __init__(self, field: str, words: str) -> None:
        words = without_place(words)
        super().__init__(words)
        self.field, self.words = field, words


def without_place(words: str) -> str:
    """Say what a loader refuses by the room that it is about, not by a file, line and column."""
    return PLACE.sub(lambda found: f"{FILES.get(found[1], f'文件（{found[1]}）')}：", words)


def text_of(form: FormData, name: str, called: str, *, required: bool = True) -> str:
    """Return what was typed into a field.

    Args:
        form: as it was sent.
        name: of the field.
        called: its label, for the message.
        required: whether it must say something.

    Raises:
        Fault: it says nothing, too much, or is no text.
    """
    said = form.get(name, "")
    if not isinstance(said, str):
        raise Fault(name, f"“{called}”应当是文字。")
    said = said.strip()
    if required and not said:
        raise Fault(name, f"请填写“{called}”。")
    if len(said) > LONGEST:
        raise Fault(name, f"“{called}”太长，最多{LONGEST}字。")
    return said


def day_of(
    form: FormData, name: str, called: str, window: Window | None = None
) -> dt.date | dt.datetime:
    """Return the day that a field says, or the moment where it says a time too.

    A field of its own for the time, called like the day's with `-time`, adds the time.

    Args:
        form: as it was sent.
        name: of the field.
        called: its label, for the message.
        window: of the duty that was done then, if it is one: whether its days count or its hours.

    Raises:
        Fault: it is no day that exists, or several can be meant.
    """
    time = text_of(form, f"{name}-time", called, required=False)
    said = f"{text_of(form, name, called)} {time}".strip()
    read = read_day(said, None)
    if isinstance(read, str):
        why = in_chinese(read) if read == OTHER_WEEKDAY else "“{0}”不是日期，请写成 2026-11-20"
        raise Fault(name, f"{why.format(said)}。")
    if len(read.days) != 1:
        raise Fault(name, f"“{said}”没有写明年份，请写成 2026-11-20。")
    (day,) = by_days(read.days, read, window) if window else read.days
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Fault(name, f"“{said}”不在{FIRST_YEAR}年至{LAST_YEAR}年之间。")
    return day.replace(tzinfo=SHANGHAI) if isinstance(day, dt.datetime) else day


def plain_day_of(form: FormData, name: str, called: str) -> dt.date:
    """Return the day that a field says, without a time.

    Raises:
        Fault: it is no day, or says a time.
    """
    day = day_of(form, name, called)
    if isinstance(day, dt.datetime):
        raise Fault(name, f"“{called}”只写日期，不写时间。")
    return day
