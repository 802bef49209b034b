"""日程: a month of the county, a unit or a post as a grid: meetings, due days, what collides."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from cadence.conflicts import Conflict, advice, message, plainly
from cadence.core import Choice, Span, month_grid
from cadence.desk.chips import chip_of
from cadence.desk.entrances import Entrance
from cadence.desk.months import month_asked, month_text, moved
from cadence.desk.office import View
from cadence.desk.standing import standing
from cadence.desk.visit import Visit
from cadence.occurrences import Judged, Scene

SHOWN = 3  # meetings in a cell before the rest is counted
LISTED = 20  # duties of a day; the register lists the month's by their days
PENDING = {"open", "due_soon", "extended", "upcoming", "overdue"}
A_MONTH = len("2026-11")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenMeeting:
    """A duty whose hour is chosen."""

    judged: Judged
    choice: Choice
    at: dt.datetime
    chair: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """What collides on a day, said once for all whom it concerns.

    Attributes:
        code: of the conflict; words: what collides; counsel: what may be done about it.
        units: their names; none where it concerns nobody in particular.
    """

    day: dt.date
    code: str
    words: str
    counsel: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfMonth:
    """One day: what is held, what falls due, whether it is worked.

    Attributes:
        work: worked, off, or unknown where nobody has announced it.
        clashes: what collides on this day.
    """

    day: dt.date
    work: str
    meetings: tuple[ChosenMeeting, ...]
    due: tuple[Judged, ...]
    clashes: tuple[Clash, ...]


def show(visit: Visit) -> Response:
    """Show the month, below it day by day what is held and due."""
    month = month_asked(visit)
    who = visit.unit or visit.asked("who")
    year = Span(dt.date(month.first.year, 1, 1), dt.date(month.first.year, 12, 31))
    scene = visit.view.scene(visit.place, year)
    leads = _leads(scene) if who else {}
    mine = _of_month(visit.view, scene, month)
    if who:
        mine = [each for each in mine if who in _readers(each, leads)]
    names = {each.key: each.name for each in scene.roster.units}
    clashes = _clashes(visit, month, who)
    days = {
        each.day: each
        for each in days_of(month, mine, clashes, names, lambda day: _work(scene, day))
    }
    asked = {"who": who} if who and not visit.unit else {}
    return visit.page(
        "schedule", "schedule", "日程",
        month=month, weeks=month_grid(month.first.year, month.first.month,
                                      lambda day: days[day]),
        days=[each for each in days.values() if each.meetings or each.due or each.clashes],
        title_=f"{month.first.year}年{month.first.month}月", shown=SHOWN,
        before=visit.address("schedule", month=month_text(moved(month, -1)), **asked),
        after=visit.address("schedule", month=month_text(moved(month, 1)), **asked),
        chosen=month_text(month), who=who, seen=asked, people=list(names.items()),
        clashes=clashes, listed=LISTED, chip=lambda each: chip_of(each, visit.view.now),
        pending=PENDING, said=visit.asked("said"),
    )  # fmt: skip


def _of_month(view: View, scene: Scene, month: Span) -> list[Judged]:
    """Return what is held or falls due in a month; a year is sorted by months once."""

    def make() -> dict[str, list[Judged]]:
        found: dict[str, list[Judged]] = {}
        for each in scene.judged:
            due, choice = each.judgement.due, each.judgement.past.choice
            months = {due.isoformat()[:A_MONTH]} if due else set()
            if choice and choice.at:
                months.add(choice.at.date().isoformat()[:A_MONTH])
            for one in months:
                found.setdefault(one, []).append(each)
        return found

    by_month = view.settled(("months", scene.asked), make)
    return by_month.get(month.first.isoformat()[:A_MONTH], [])


def days_of(
    month: Span,
    judged: Iterable[Judged],
    clashes: Iterable[Clash],
    names: dict[str, str],
    work_of: Callable[[dt.date], str],
) -> list[DayOfMonth]:
    """Sort what is held and due by day. Pure.

    Args:
        month: its first and last day.
        judged: what may be held or due in it.
        clashes: what collides, with its day.
        names: of units and posts, by key.
        work_of: says whether a day is worked.
    """
    held: dict[dt.date, list[ChosenMeeting]] = {}
    due: dict[dt.date, list[Judged]] = {}
    for each in judged:
        choice, past = each.judgement.past.choice, each.judgement.past
        if choice and choice.at and not past.waiver:
            chair = names.get(choice.chair or "", "")
            meeting = ChosenMeeting(judged=each, choice=choice, at=choice.at, chair=chair)
            held.setdefault(choice.at.date(), []).append(meeting)
        if each.judgement.due:
            due.setdefault(each.judgement.due, []).append(each)
    found: dict[dt.date, list[Clash]] = {}
    for clash in clashes:
        found.setdefault(clash.day, []).append(clash)
    return [
        DayOfMonth(
            day=day,
            work=work_of(day),
            meetings=tuple(sorted(held.get(day, ()), key=lambda each: each.at)),
            due=tuple(due.get(day, ())),
            clashes=tuple(found.get(day, ())),
        )
        for day in _each_day(month)
    ]


def _each_day(month: Span) -> Iterator[dt.date]:
    last = month.last.toordinal()
    return map(dt.date.fromordinal, range(month.first.toordinal(), last + 1))


def _readers(judged: Judged, leads: Mapping[str, set[str]]) -> set[str]:
    """Return whose calendar shows something: who owes it, and who leads or chairs it."""
    binding, choice = judged.occurrence.binding, judged.judgement.past.choice
    chair = {choice.chair} if choice and choice.chair else set()
    return {binding.unit.key, *chair, *leads.get(binding.rule.key, ())}


def _leads(scene: Scene) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in scene.bindings:
        if each.role == "lead":
            found.setdefault(each.rule.key, set()).add(each.unit.key)
    return found


def _work(scene: Scene, day: dt.date) -> str:
    working = scene.advise(day).day
    return "unknown" if working is None else "worked" if working == day else "off"


def _clashes(visit: Visit, month: Span, who: str) -> list[Clash]:
    """Find what collides in the month, from today on."""
    first = max(month.first, visit.view.today)
    return clashes_of_days(
        each
        for each in standing(visit.view, visit.place, month)
        if each.day
        and first <= each.day <= month.last
        and (not who or who in {unit.key for unit in each.units})
    )


def clashes_of_days(found: Iterable[Conflict]) -> list[Clash]:
    """Say each thing that collides on a day once, with all whom it concerns. Pure."""
    said: dict[tuple[dt.date, str, str, str], dict[str, None]] = {}
    for each in found:
        if each.day:
            told = each.day, each.code, message(each), plainly(advice(each))
            said.setdefault(told, {}).update(dict.fromkeys(unit.name for unit in each.units))
    return [
        Clash(day=day, code=code, words=words, counsel=counsel, units=tuple(units))
        for (day, code, words, counsel), units in said.items()
    ]


ENTRANCES = (Entrance(path="schedule", show=show),)
