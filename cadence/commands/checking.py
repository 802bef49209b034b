"""What a check of each place comes to: the same function of each, whoever runs it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cadence.commands.options import history_of
from cadence.core import EMPTY, History, Status
from cadence.jobs import Crew, Job, gather_places
from cadence.occurrences import Asked, Lot, lots_of, places_of, scenes_of
from cadence.reports import By, Listing, Tally, Urgency, check_row, occurrence_json, tallies
from cadence.rules import Workspace, read_workspace

# What it is ordered by, how it stands, and its cells, or for json what it is.
Listed = tuple[Urgency, Status, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a check is asked for.

    Attributes:
        carried: also what was missed before the days asked about.
        everything: of every status; by: count by this instead of listing.
        form: how it is printed.
    """

    asked: Asked
    as_of: datetime
    known_at: datetime | None
    carried: bool
    everything: bool
    by: By | None
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the check of one place comes to: how many stand in each way, and tallies or rows."""

    counts: Counter[Status]
    tallies: tuple[Tally, ...] = ()
    rows: Iterable[Listed] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What a process knows.

    Attributes:
        history: of the places that it was dealt.
        sent: its rows are to be sent to another, and must be made.
    """

    workspace: Workspace
    wanted: Wanted
    history: History = EMPTY
    sent: bool


def check_places(
    workspace: Workspace, wanted: Wanted, crew: Crew
) -> tuple[list[Checked], Mapping[str, str]]:
    """Check the places that a question is about.

    Args:
        workspace: what rules/ says.
        wanted: what is asked for.
        crew: who checks them.

    Returns:
        What each comes to, in the places' order; and why one could not be checked, by its folder.

    Raises:
        CadenceError: a filter names nothing, the ledger cannot be read, or the cluster not reached.
    """
    places = places_of(workspace, wanted.asked)
    ground = _Ground(workspace=workspace, wanted=wanted, sent=not crew.is_alone)
    given = (workspace.folder, wanted)
    job = Job(folder=workspace.folder, begin=_begin, given=given, work=_check, share=_share)
    return gather_places(job, places, crew, ground)


def _begin(folder: Path, wanted: Wanted) -> _Ground:
    return _Ground(workspace=read_workspace(folder), wanted=wanted, sent=True)


def _share(ground: _Ground, places: tuple[str, ...]) -> _Ground:
    history = history_of(ground.workspace, ground.wanted.known_at, places)
    return replace(ground, history=history)


def _check(ground: _Ground, place: str) -> Checked:
    wanted = ground.wanted
    asked = replace(wanted.asked, place=place)
    scenes = scenes_of(ground.workspace, ground.history, asked, wanted.as_of)
    counts: Counter[Status] = Counter()
    lots = _counted(
        (lot for scene in scenes for lot in lots_of(scene, carried=wanted.carried)), counts
    )
    if wanted.by:
        return Checked(counts=counts, tallies=tallies(lots, wanted.by))
    listing = Listing(everything=wanted.everything)
    for lot in lots:
        listing.add(lot)
    rows = _rows(listing, wanted.form)
    return Checked(counts=counts, rows=list(rows) if ground.sent else rows)


def _counted(lots: Iterable[Lot], counts: Counter[Status]) -> Iterator[Lot]:
    for each in lots:
        counts[each.judgement.status] += len(each.whose)
        yield each


def _rows(listing: Listing, form: str) -> Iterator[Listed]:
    made = occurrence_json if form == "json" else check_row
    return ((order, each.judgement.status, made(each)) for order, each in listing)
