"""Scenes → an Overview: every figure of it from one pass over what the check counts. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from cadence.core import Before, Span
from cadence.occurrences import UNSETTLED, Judged, Scene
from cadence.reports.overview.figures import (
    Counted,
    FigureRow,
    count,
    counted_together,
    year_before,
)
from cadence.reports.overview.week import Since, Watching, joined
from cadence.reports.tallies import By


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How one or more places do at a moment.

    Attributes:
        as_of: the moment judged from; known_at: by what was recorded by then, None for all.
        places: their names; office: who says so, of one place alone.
        span: the days asked about.
        counted: the figures.
        since: what changed since an earlier moment; None where nobody asked.
        recorded_from: the first day of which records are kept everywhere; None: of every day.
        carried: what fell due before the days, and is unsettled still, is counted too.
        unreviewed: of which documents the rules were to be checked again, in words.
    """

    as_of: dt.datetime
    places: tuple[str, ...]
    office: str
    span: Span
    counted: Counted
    since: Since | None = None
    known_at: dt.datetime | None = None
    recorded_from: dt.date | None = None
    carried: bool = True
    unreviewed: tuple[str, ...] = ()

    def rows(self, by: By) -> tuple[FigureRow, ...]:
        """Return the rows of one way to look at the figures."""
        return self.counted.rows[by]

    @property
    def units(self) -> tuple[FigureRow, ...]:
        """Return the rows of units, without those of posts."""
        return tuple(
            each for each in self.rows("unit") if each.unit is None or each.unit.kind != "post"
        )

    @property
    def name(self) -> str:
        """Return what the places are called together."""
        return self.places[0] if len(self.places) == 1 else f"{len(self.places)}个地方"


def overview_of(  # noqa: PLR0913 - what a check is asked, and how the scenes are read
    scenes: Sequence[Scene],
    as_of: dt.datetime,
    *,
    before: Before | None = None,
    known_at: dt.datetime | None = None,
    carried: bool = True,
    kept: bool = False,
) -> Overview:
    """Count what places owe and how it stands.

    Args:
        scenes: of one moment, over the same days.
        as_of: that moment.
        before: an earlier one, to tell what changed since; None: nothing is compared, neither
            with then nor with last year.
        known_at: by what had been recorded the scenes were judged.
        carried: whether what fell due before the days, and is unsettled still, counts.
        kept: read what the scenes keep for all who ask again, instead of keeping nothing.
    """
    watching = [Watching(scene, before) for scene in scenes] if before else []
    counted = count(
        _passing(scenes, watching, carried=carried, kept=kept),
        as_of,
        (each for scene in scenes for each in year_before(scene)) if before else (),
    )
    since = joined(each.since for each in watching)
    return replace(_overview(scenes, as_of, counted, since, carried=carried), known_at=known_at)


def _overview(
    scenes: Sequence[Scene],
    as_of: dt.datetime,
    counted: Counted,
    since: Since | None,
    *,
    carried: bool,
) -> Overview:
    starts = [each.policy.tracking_from for each in scenes]
    return Overview(
        as_of=as_of,
        places=tuple(each.roster.name for each in scenes),
        office=scenes[0].roster.office if len(scenes) == 1 else "",
        span=scenes[0].span if scenes else Span(as_of.date(), as_of.date()),
        counted=counted,
        since=since,
        recorded_from=max((each for each in starts if each), default=None),
        carried=carried,
        unreviewed=tuple(dict.fromkeys(words for each in scenes for words in each.notices)),
    )


def overview_of_part(
    part: Scene, as_of: dt.datetime, *, before: Before, carried: bool = True
) -> Overview:
    """Count one unit of a place; what fell due before the days is judged once for all it is in.

    Args:
        part: of occurrences.parts_of.
        as_of: the moment judged from.
        before: an earlier one, to tell what changed since.
        carried: whether what fell due before the days, and is unsettled still, counts.
    """
    watching = Watching(part, before)
    earlier = tuple(part.earlier())
    owed = watching.watched(earlier) if carried else ()
    left = (each for each in owed if each.judgement.status in UNSETTLED)
    within = watching.watched(part.judged)
    counted = count(chain(left, within), as_of, year_before(part, earlier))
    return _overview((part,), as_of, counted, watching.since, carried=carried)


def overview_joined(parts: Sequence[Overview]) -> Overview:
    """Add up the overviews of a place's units, so that one is made anew where one has changed.

    Args:
        parts: overview_of_part each of occurrences.parts_of a scene, or some joined already; at
            least one.

    Returns:
        What overview_of the whole scene is.
    """
    return replace(
        parts[0],
        counted=counted_together([each.counted for each in parts]),
        since=joined(each.since for each in parts if each.since),
    )


def _passing(
    scenes: Sequence[Scene], watching: Sequence[Watching], *, carried: bool, kept: bool
) -> Iterator[Judged]:
    """Yield what the check counts of each place, each compared with how it stood."""
    for number, scene in enumerate(scenes):
        within = scene.judged if kept else scene.stream()
        earlier = (scene.carried if kept else scene.earlier()) if carried else ()
        if watching:
            earlier, within = map(watching[number].watched, (earlier, within))
        yield from (each for each in earlier if each.judgement.status in UNSETTLED)
        yield from within
        if watching and kept and carried:
            watching[number].watch_rest()
