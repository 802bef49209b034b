"""Duties with no frequency, no days or no beginning, that somebody must decide."""

from collections.abc import Iterable, Iterator

from cadence.conflicts.find.nouns import Conflict
from cadence.core import OWED, Binding, Rule, Span, Standing, Unit, folded, is_open


def find_undated(bindings: Iterable[Binding], span: Span) -> Iterator[Conflict]:
    """List what binds somebody within the days asked about and has no date at all."""
    listed = list(bindings)
    dated = {(each.rule.pack, folded(each.rule.clause)) for each in listed
             if not is_open(each.rule) and not isinstance(each.rule.timing, Standing)}  # fmt: skip
    units: dict[str, list[Unit]] = {}
    rules: dict[str, Rule] = {}
    for each in listed:
        rule = each.rule
        if rule.reading and any((rule.pack, folded(clause)) in dated for clause in rule.see):
            continue  # how often stands in the clause that it leans on
        if each.role in OWED and rule.force == "must" and is_open(rule):
            ended = min(filter(None, (rule.until, rule.superseded_on)), default=span.last)
            if rule.effective <= span.last and span.first <= ended:
                rules[rule.key] = rule
                units.setdefault(rule.key, []).append(each.unit)
    for key, rule in rules.items():
        concerned = tuple(units[key])
        yield Conflict(code="undated", severity="warning", units=concerned, bare=(rule,))
