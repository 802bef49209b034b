"""Duties with no frequency, no days or no beginning, that somebody must decide."""

from collections.abc import Iterable, Iterator

from cadence.conflicts.nouns import Conflict
from cadence.dates import Span
from cadence.model import Binding, is_open
from cadence.occurrences import OWED


def find_undated(bindings: Iterable[Binding], span: Span) -> Iterator[Conflict]:
    """List what binds somebody within the days asked about and has no date at all."""
    for each in bindings:
        rule = each.rule
        if each.role in OWED and rule.force == "must" and is_open(rule):
            ended = min(filter(None, (rule.until, rule.superseded_on)), default=span.last)
            if rule.effective <= span.last and span.first <= ended:
                yield Conflict(code="undated", severity="warning", unit=each.unit, bare=(rule,))
