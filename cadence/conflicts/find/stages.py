"""The stages of one document as it prints them: which overlap, and where a hole is left."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.nouns import Conflict
from cadence.core import Phase, Rule

STAGE = "阶段"  # the topic that marks a stage of the document's own plan
A_DAY = dt.timedelta(days=1)


def find_stage_conflicts(demands: Iterable[Demand]) -> Iterator[Conflict]:
    """Compare each stage that a unit owes with the next one of the same document."""
    packs: dict[str, list[Demand]] = {}
    for each in demands:
        if is_stage(each.rule):
            packs.setdefault(each.rule.pack, []).append(each)
    for stages in packs.values():
        stages.sort(key=lambda each: each.window.start)
        for earlier, later in pairwise(stages):
            if found := _between(earlier, later):
                yield found


def is_stage(rule: Rule) -> bool:
    """Tell whether a rule is a stage of its document's own plan."""
    return isinstance(rule.timing, Phase) and rule.topics[-1:] == (STAGE,)


def _between(earlier: Demand, later: Demand) -> Conflict | None:
    ends, begins = earlier.window.due, later.window.start
    if ends is None or begins == ends + A_DAY:
        return None
    overlap = begins <= ends
    last = min(ends, later.window.due or ends) if overlap else begins - A_DAY
    first = begins if overlap else ends + A_DAY
    return Conflict(
        code="phase_overlap" if overlap else "phase_gap",
        severity="info" if overlap else "warning",
        units=earlier.units,
        day=first,
        until=last,
        demands=(earlier, later),
        number=(last - first).days + 1,
    )
