"""What waits beside dated duties: clocks, returned sheets, drafts, questions, what is unpublished.

今日 shows each with its next step; the bar counts what waits in a room. Nobody sees what they may
not open.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cadence.desk.accidents import cards_of, nearest, running
from cadence.desk.decisions import questions
from cadence.desk.documents import DraftOnFile, drafts
from cadence.desk.returned import MAY, ReturnedSheet, sheets_of
from cadence.desk.visit import Visit
from cadence.ledger import published_number
from cadence.publish import read_published
from cadence.reports import Card, CardRow
from cadence.rules import former


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """What calendars and pages do not say yet.

    Attributes:
        lines: of the ledger; changes: of the rules.
        is_first: nothing was published yet at all.
    """

    lines: int
    changes: int
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningClock:
    """An event whose steps are not all done: its card, the steps left, and those that were missed.

    Attributes:
        next: the first that is still in time; the first of all where none is.
    """

    card: Card
    left: int
    next: CardRow
    missed: tuple[CardRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for one person."""

    clocks: tuple[RunningClock, ...]
    sheets: tuple[ReturnedSheet, ...]
    drafts: tuple[DraftOnFile, ...]
    questions: int
    unpublished: Unpublished | None

    @property
    def rows(self) -> int:
        """Return how many rows of sheets are to be mended."""
        return sum(len(each.rows) for each in self.sheets)


def waiting(visit: Visit) -> Waiting:
    """Gather what waits for a person in a place."""
    role = visit.session.user.role
    is_office = role == "office"
    return Waiting(
        clocks=_clocks(visit),
        sheets=tuple(sheets_of(visit)) if role in MAY else (),
        drafts=tuple(drafts(visit)) if is_office else (),
        questions=_questions(visit) if is_office else 0,
        unpublished=_unpublished(visit) if is_office and not visit.practice else None,
    )


def badges(visit: Visit) -> Mapping[str, int]:
    """Count what waits in each room of the bar."""
    role = visit.session.user.role
    found = {
        "accidents": len(_clocks(visit)),
        "tables": sum(len(each.rows) for each in sheets_of(visit)) if role in MAY else 0,
        "decisions": _questions(visit) if role == "office" else 0,
    }
    return {room: count for room, count in found.items() if count}


def _clocks(visit: Visit) -> tuple[RunningClock, ...]:
    if visit.view.workspace is None:
        return ()
    key = ("clocks", visit.place, visit.unit)
    return visit.view.kept(key, lambda: tuple(_running(visit)))


def _running(visit: Visit) -> list[RunningClock]:
    found = []
    for card in sorted(cards_of(visit), key=nearest):
        rows = running(card)
        missed = tuple(each for each in rows if each.closes and each.closes < card.as_of)
        ahead = [each for each in rows if each not in missed]
        if rows:
            found.append(
                RunningClock(card=card, left=len(rows), next=[*ahead, *rows][0], missed=missed)
            )
    return found


def _questions(visit: Visit) -> int:
    if visit.view.workspace is None:
        return 0
    return visit.view.lasting(("questions", visit.place), lambda: len(questions(visit)))


def _unpublished(visit: Visit) -> Unpublished:
    folder, built = visit.office.folder, read_published(visit.office.folder)
    if built is None:
        return Unpublished(lines=len(visit.view.entries), changes=0, is_first=True)
    last = published_number(folder)
    changes = visit.view.kept(
        ("changes", visit.place), lambda: [each.at for each in former(folder, visit.place)]
    )
    lines = [each for each in visit.view.entries[-LINES:] if each.number > last]
    return Unpublished(
        lines=len(lines), changes=sum(at > built.at for at in changes), is_first=False
    )


LINES = 10_000  # of the ledger that are looked at; who publishes once a year has fewer
