"""A place made by hand, dated and judged: what feeds, pages and indexes read."""

import datetime as dt

from conftest import weekday_advice

from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Claimed, Done, Extension, Waiver
from cadence.core.history import EMPTY
from cadence.core.policy import Policy
from cadence.occurrences import Asked, Scene, scenes_of
from cadence.occurrences.event_chains import ClockGround
from cadence.rules.rosters import Roster

YEAR = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=SHANGHAI)


def made(  # noqa: PLR0913 - a default for each
    bindings,
    units=(),
    *,
    policy=None,
    history=EMPTY,
    span=YEAR,
    as_of=NOW,
    advise=weekday_advice,
):
    """A scene of bindings made by hand, of a place in which no event is waited for."""
    units = tuple(units) or tuple(dict.fromkeys(each.unit for each in bindings))
    ground = ClockGround(
        waiting={}, kinds={}, looks={}, units={}, everywhere=frozenset(), history=history
    )
    return Scene(
        asked=Asked(span=span, place="ceshi"),
        as_of=as_of,
        roster=Roster(place="ceshi", name="测试县", office="办公室", units=units),
        policy=policy or Policy(),
        advise=advise,
        ground=ground,
        packs=(),
        bindings=tuple(bindings),
        clocks=(),
    )


def read(workspace, *, history=EMPTY, span=YEAR, as_of=NOW, **filters):
    """The scenes of a workspace."""
    return scenes_of(workspace, history, Asked(span=span, **filters), as_of)


def drawn_fact(chance, occurrence, day, later):
    """Say by chance one of the things that may be recorded of an occurrence."""
    return chance.choice(
        (
            Done(occurrence=occurrence, on=day, evidence="纪要1号"),
            Claimed(occurrence=occurrence, on=day, by="镇"),
            Waiver(occurrence=occurrence, document="决定1号", by="主任"),
            Extension(occurrence=occurrence, to=later, document="批复1号", by="主任"),
        )
    )
