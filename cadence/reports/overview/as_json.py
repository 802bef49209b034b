"""An Overview as the JSON that others rely on, the promised keys first, ours after them."""

from collections.abc import Iterable

from cadence.core import STATUSES
from cadence.occurrences import Judged
from cadence.reports.as_json import Json, occurrence_json
from cadence.reports.overview.figures import FigureRow, Figures
from cadence.reports.overview.week import Since
from cadence.reports.overview.whole import Overview
from cadence.reports.tallies import By

PROMISED = ("done", "late", "overdue", "due_soon", "waived", "extended")
OTHERS = tuple(each for each in STATUSES if each not in PROMISED)


def overview_json(overview: Overview, by: By) -> Json:
    """Return totals, rows, months and what is missed; then the year before and the week."""
    counted = overview.counted
    totals = figures_json(counted.totals)
    return {
        "as_of": overview.as_of.isoformat(),
        "by": by,
        "totals": totals,
        "rows": [_row(each) for each in overview.rows(by)],
        "months": [_month(each) for each in counted.months],
        "missed": [occurrence_json(each) for each in counted.missed],
        "places": list(overview.places),
        "from": overview.span.first.isoformat(),
        "to": overview.span.last.isoformat(),
        "recorded_from": overview.recorded_from.isoformat() if overview.recorded_from else None,
        "last_year": [_month(each) for each in counted.last_year],
        "since": _since(overview.since) if overview.since else None,
    }


def figures_json(figures: Figures) -> Json:
    """Return the counts in their promised order, and what else is known."""
    counts = {each: figures.of(each) for each in (*PROMISED, *OTHERS)}  # type: ignore[arg-type]
    return {
        "owed": figures.owed,
        **counts,
        "completed": figures.completed,
        "moved": figures.moved,
        "on_time": figures.on_time,
        "completion": figures.completion,
        "few": figures.is_few,
        "oldest_overdue": figures.oldest.isoformat() if figures.oldest else None,
        "longest_overdue": figures.longest if figures.of("overdue") else None,
    }


def _row(row: FigureRow) -> Json:
    return {"key": row.key, "name": row.name, **figures_json(row.figures)}


def _month(row: FigureRow) -> Json:
    return {"month": row.key, **figures_json(row.figures)}


def _since(since: Since) -> Json:
    return {
        "at": since.at.isoformat(),
        "overdue": since.overdue,
        "missed": _ids(since.missed),
        "cleared": _ids(since.cleared),
        "settled": since.settled,
        "approved": [
            {
                "occurrence": each.occurrence.id,
                "kind": approval.fact.kind,
                "to": approval.to.isoformat() if approval.to else None,
                "document": approval.fact.document,
            }
            for each, approval in since.approved
        ],
        "events": [each.event.name for each in since.events],
    }


def _ids(judged: Iterable[Judged]) -> list[str]:
    return [each.occurrence.id for each in judged]
