"""One sentence of a holiday notice → the days off and the days worked that it gives.

Pure. `1月1日（周四）至3日（周六）放假调休，共3天`, `1月4日（周日）上班`, `5月1日放假，与周末连休`,
`1月1日放假，1月2日（星期一）补休`: dates wait until a word says what becomes of them.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from cadence.core import SATURDAY, WEEKDAYS, _, day_words

Fault = tuple[int, str]  # where in the folded text, and what is wrong there
TOKEN = re.compile(
    r"(?P<date>(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
    r"(?:\((?P<aside>[^()]*)\))?)"
    r"|(?P<to>[至到\-—–~])|(?P<and>[、和及,])"
    r"|(?P<weekend>与周末连休)|(?P<none>不调休)"
    r"|(?P<off>放假(?:调休|公休)?|补休|调休|公休)|(?P<work>(?:照常|正常|均)?上班)"
    r"|共?(?P<total>\d+)天"
)
DATE = re.compile(r"\d日")
ARRANGES = re.compile(r"[休班假天]")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
A_DAY = timedelta(days=1)


class Sentence:
    """What one sentence gives.

    Attributes:
        off, worked: the days, each with its place in the folded text.
        faults: what is not understood or does not agree.
    """

    def __init__(self, at: int, year: int) -> None:
        self.off: dict[date, int] = {}
        self.worked: dict[date, int] = {}
        self.faults: list[Fault] = []
        self._at, self._year, self._month = at, year, 0
        self._waiting: dict[date, int] = {}
        self._open: date | None = None  # the first day of a range whose last is still to come
        self._latest: date | None = None

    def take(self, token: re.Match[str]) -> None:
        """Take one token of the sentence."""
        at = self._at + token.start()
        loose = self._open if token.lastgroup != "date" else None
        if loose or (token.lastgroup == "to" and self._latest is None):
            self.faults.append((at, _("a span needs its first and its last day")))
            self._open = None
        match token.lastgroup:
            case "date":
                self._take_date(token, at)
            case "to":
                self._open = self._latest
            case "off":
                self._give(self.off)
            case "work":
                self._give(self.worked)
            case "weekend":
                self._join_weekend(at)
            case "total":
                self._check_total(int(token["total"]), at)
            case _:
                pass

    def end(self) -> None:
        """Note the dates of which no word said what becomes of them."""
        if self._open:
            self.faults.append((self._at, _("a span needs its first and its last day")))
        for day, at in list(self._waiting.items())[:1]:
            message = _("{0} is followed by neither 放假 nor 上班")
            self.faults.append((at, message.format(day_words(day))))

    def _give(self, days: dict[date, int]) -> None:
        days.update(self._waiting)
        self._waiting = {}

    def _take_date(self, token: re.Match[str], at: int) -> None:
        first, self._open = self._open, None
        day = self._day(token, at)
        if day is None:
            return
        self._check_weekday(day, token["aside"] or "", at)
        if first and day <= first:
            message = _("the span is upside down: it ends {0} before it begins {1}")
            self.faults.append((at, message.format(day, first)))
            return
        while first and first < day:
            self._waiting[first] = self._waiting.get(first, at)
            first += A_DAY
        self._waiting[day] = at
        self._latest = day

    def _day(self, token: re.Match[str], at: int) -> date | None:
        self._year = int(token["year"] or self._year)
        self._month = int(token["month"] or self._month)
        try:
            return date(self._year, self._month, int(token["day"]))
        except ValueError:
            words = _('"{0}" is not a date that exists; write it as 2022-06-30')
            self.faults.append((at, words.format(token["date"])))
            return None

    def _check_weekday(self, day: date, aside: str, at: int) -> None:
        said = WEEKDAY.search(aside)
        if said and said[1].replace("天", "日") != WEEKDAYS[day.weekday()]:
            message = _("{0} is not {1}").format(day_words(day), said[0])
            self.faults.append((at, message))

    def _check_total(self, total: int, at: int) -> None:
        if total != len(self.off):
            message = _("says {0} days off and names {1}").format(total, len(self.off))
            self.faults.append((at, message))

    def _join_weekend(self, at: int) -> None:
        """Add the weekend that the days off run together with."""
        self._give(self.off)
        joined = (
            [*_weekend(min(self.off), -A_DAY), *_weekend(max(self.off), A_DAY)] if self.off else []
        )
        if not joined and not any(day.weekday() >= SATURDAY for day in self.off):
            self.faults.append((at, _("these days do not adjoin a weekend")))
        self.off.update(dict.fromkeys(joined, at))


def read_sentence(sentence: str, at: int, year: int) -> Sentence:
    """Read one sentence; without a date, or without a word of leave, it arranges nothing.

    Args:
        sentence: folded: no white space, half-width signs.
        at: where it begins in the folded text.
        year: the year of dates that name none.
    """
    found = Sentence(at, year)
    if not DATE.search(sentence) or not ARRANGES.search(sentence):
        return found
    position = 0
    while position < len(sentence):
        token = TOKEN.match(sentence, position)
        if token is None:
            words = _('"{0}" is not understood').format(sentence[position:][:20])
            found.faults.append((at + position, words))
            return found
        found.take(token)
        position = token.end()
    found.end()
    return found


def _weekend(day: date, step: timedelta) -> Iterable[date]:
    """Yield the Saturday and Sunday next to a day."""
    while (day := day + step).weekday() >= SATURDAY:
        yield day
