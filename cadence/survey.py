"""What is asked about, dated and judged: the way from a workspace to a command's duties."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cadence.checks import Judged, check
from cadence.dates import Span
from cadence.history import History
from cadence.model import Binding, Occurrence
from cadence.occurrences import occurrences
from cadence.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The days and the filters of a listing command; None: all of them.

    Attributes:
        span: both ends count.
        place: a folder under rules/.
        unit: a unit's id or key; its posts are meant too.
        pack: a pack's name.
    """

    span: Span
    place: str | None = None
    unit: str | None = None
    pack: str | None = None


def dated(workspace: Workspace, asked: Asked) -> Iterator[Occurrence]:
    """Yield what falls due within the days asked about, pack by pack.

    Raises:
        CadenceError: a filter names nothing.
    """
    workspace.check_names(place=asked.place, unit=asked.unit, pack=asked.pack)
    for pack in workspace.packs:
        if asked.pack in {None, pack.name} and asked.place in {None, pack.place}:
            bindings = (each for each in workspace.bindings(pack) if _concerns(asked.unit, each))
            yield from occurrences(bindings, asked.span, workspace.advise(pack.place))


def survey(
    workspace: Workspace, history: History, asked: Asked, as_of: dt.datetime
) -> Iterator[Judged]:
    """Yield what falls due within the days asked about, and how it stands at a moment.

    Raises:
        CadenceError: a filter names nothing.
    """
    return check(dated(workspace, asked), history, workspace.policies.__getitem__, as_of)


def survey_carried(
    workspace: Workspace, history: History, asked: Asked, as_of: dt.datetime, *, carried: bool
) -> Iterator[Judged]:
    """Yield the same, and before it what fell due earlier and is overdue still.

    Args:
        workspace: what rules/ says.
        history: what the ledger knew.
        asked: the days and filters.
        as_of: the moment judged from.
        carried: whether to look back at all; what was missed stays missed in a new year.

    Raises:
        CadenceError: a filter names nothing.
    """
    begins = min((pack.document.effective for pack in workspace.packs), default=asked.span.first)
    if carried and begins < asked.span.first:
        earlier = Span(begins, asked.span.first - dt.timedelta(days=1))
        for each in survey(workspace, history, replace(asked, span=earlier), as_of):
            if each.judgement.status == "overdue":
                yield each
    yield from survey(workspace, history, asked, as_of)


def _concerns(unit: str | None, binding: Binding) -> bool:
    return unit in {None, binding.unit.id, binding.unit.key, binding.unit.of}
