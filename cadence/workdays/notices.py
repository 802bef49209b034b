"""The State Council's yearly notice on public holidays, as published → a Notice.

Pure: text in; out comes the Notice, or a Problem for every place that is not understood or does
not agree with itself (共N天, weekdays) or with the calendar. Wording of 2008 to today.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cadence.core import SATURDAY, Problem, _, day_words, letter_name, plain_text, unwritable
from cadence.workdays.notice_sentences import Fault, read_sentence
from cadence.workdays.years import Holiday, Notice

NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")  # since 2008
TITLE = re.compile(r"(\d{4})年(?:部分)?节假日安排")
NUMBER = re.compile(r"(国办发(?:明电)?)[〔\[(【](\d{4})[〕\])】]第?(\d+)号")
CLAUSE = re.compile(
    r"[一二三四五六七八九十]{1,2}、((?:[\u4e00-\u9fff]{2,4}、)*[\u4e00-\u9fff]{2,4}):"
)
CLOSING = re.compile(r"节假日期间|国务院办公厅|各地区、各部门")
SENTENCE = re.compile(r"[^。;]+")
ADVISES = re.compile(r"鼓励|建议|提倡")  # leave in lieu is recommended, not a day off


@dataclass(frozen=True, slots=True)
class _Text:
    """A text without white space and with one width of signs, and where each character stood."""

    folded: str
    offsets: tuple[int, ...]
    breaks: tuple[int, ...]

    def place(self, at: int) -> tuple[int, int]:
        """Return the line and column in the original, from 1."""
        offset = self.offsets[min(at, len(self.offsets) - 1)] if self.offsets else 0
        line = bisect_right(self.breaks, offset)
        return line, offset - self.breaks[line - 1] + 1


def parse_notice(
    text: str, shown: str, document: str | None = None
) -> tuple[Notice | None, tuple[Problem, ...]]:
    """Read a notice.

    Args:
        text: as published; line breaks and white space mean nothing.
        shown: the file's name in messages.
        document: its number, where the text does not print one.

    Returns:
        The notice (None where there are problems), and the problems.
    """
    source = _fold(text)
    title, number = TITLE.search(source.folded), NUMBER.search(source.folded)
    if title is None:
        message = _("no title such as 关于2027年部分节假日安排的通知: which year is it for?")
        return None, (Problem(shown, 0, 0, message),)
    found = _Found(year=int(title[1]))
    for clause, body in _clauses(source.folded):
        found.read(clause, body)
    named = plain_text(document or "").strip() or (
        f"{number[1]}〔{number[2]}〕{number[3]}号" if number else ""
    )
    faults = [*found.faults, *found.shared_faults(), *_gaps(found, document=named)]
    problems = tuple(Problem(shown, *source.place(at), message) for at, message in faults)
    holidays = tuple(found.holiday(index, named) for index in range(len(found.names)))
    notice = Notice(year=found.year, document=named, holidays=holidays)
    return (None if problems else notice), problems


def arrangement_faults(
    year: int, holidays: Iterable[tuple[Iterable[date], Iterable[date]]]
) -> Iterator[tuple[int, str, int, str]]:
    """Yield (index, "off" or "worked", nth, message) for days that one notice cannot give.

    Args:
        year: the notice's.
        holidays: of each clause the days off and the days worked.
    """
    seen: set[date] = set()
    for index, (off, worked) in enumerate(holidays):
        for key, days in (("off", off), ("worked", worked)):
            for nth, day in enumerate(days):
                if day in seen:
                    yield index, key, nth, _("{0} is named twice").format(day)
                elif day.year != year and (day.year, day.month) != (year - 1, 12):
                    message = _("{0} lies neither in {1} nor in the December before")
                    yield index, key, nth, message.format(day, year)
                elif key == "worked" and day.weekday() < SATURDAY:
                    message = _("{0} is no day of a weekend, and so worked anyway")
                    yield index, key, nth, message.format(day_words(day))
                seen.add(day)


class _Found:
    """What the clauses said so far, each day with its place in the folded text."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.names: list[str] = []
        self.days: list[dict[str, dict[date, int]]] = []
        self.faults: list[Fault] = []

    def read(self, clause: re.Match[str], body: str) -> None:
        """Read the sentences of one holiday."""
        self.names.append(clause[1])
        off: dict[date, int] = {}
        worked: dict[date, int] = {}
        self.days.append({"off": off, "worked": worked})
        for sentence in SENTENCE.finditer(body):
            if not ADVISES.match(sentence[0]):
                at = clause.end() + sentence.start()
                said = read_sentence(sentence[0], at, self.year)
                self.faults += said.faults
                self.faults += [
                    (at, _("{0} is named twice").format(day))
                    for day, at in (*said.off.items(), *said.worked.items())
                    if day in off or day in worked
                ]
                off.update(said.off)
                worked.update(said.worked)
        if not off:
            self.faults.append((clause.start(), _("no day off is given for {0}").format(clause[1])))

    def shared_faults(self) -> Iterator[Fault]:
        """Yield what a file of rules/calendar/ could not say either."""
        pairs = [(each["off"], each["worked"]) for each in self.days]
        for index, key, nth, message in arrangement_faults(self.year, pairs):
            yield list(self.days[index][key].values())[nth], message

    def holiday(self, index: int, document: str) -> Holiday:
        """Return one clause as a Holiday."""
        days = self.days[index]
        return Holiday(
            name=self.names[index],
            off=tuple(sorted(days["off"])),
            worked=tuple(sorted(days["worked"])),
            document=document,
        )


def _gaps(found: _Found, document: str) -> Iterator[Fault]:
    """Yield what the notice as a whole should say and does not."""
    if not document:
        yield 0, _("prints no document number; give it with --document")
    if sign := unwritable(document):
        yield (
            0,
            _("the document number has a sign that cannot be written: {0}").format(
                letter_name(sign)
            ),
        )
    named = {name for names in found.names for name in names.split("、")}
    if missing := [name for name in NAMES if name not in named]:
        yield 0, _("says nothing of: {0}").format("、".join(missing))


def _clauses(folded: str) -> Iterator[tuple[re.Match[str], str]]:
    found = list(CLAUSE.finditer(folded))
    ends = (*(each.start() for each in found[1:]), len(folded))
    for clause, end in zip(found, ends, strict=False):
        closing = CLOSING.search(folded, clause.end(), end)
        yield clause, folded[clause.end() : closing.start() if closing else end]


def _fold(text: str) -> _Text:
    """Drop white space and give every sign one width, remembering where each stood."""
    folded, offsets = [], []
    for offset, sign in enumerate(text):
        plain = unicodedata.normalize("NFKC", sign)
        if len(plain) == 1 and not plain.isspace():
            folded.append(plain)
            offsets.append(offset)
    breaks = (0, *(offset + 1 for offset, sign in enumerate(text) if sign == "\n"))
    return _Text("".join(folded), tuple(offsets), breaks)
