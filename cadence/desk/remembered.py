"""日程 › 定个会: where, when and under whom it was held last, so that nobody types it again."""

from collections.abc import Iterator, Sequence

from cadence.core import Choice, Entry, Occurrence, reversed_numbers


def remembered(entries: Sequence[Entry], found: Occurrence) -> Choice | None:
    """Return the last hour chosen for the same duty of the same unit, else of that unit at all.

    Args:
        entries: the ledger's lines; what was reversed is remembered no more.
        found: the duty that an hour is looked for. Pure.
    """
    rule, unit = f"{found.binding.rule.key}:", f"@{found.binding.unit.key}"
    own = [each for each in _chosen(entries) if each.occurrence.endswith(unit)]
    same = (each for each in own if each.occurrence.startswith(rule))
    return next(same, own[0] if own else None)


def _chosen(entries: Sequence[Entry]) -> Iterator[Choice]:
    """Yield the hours that were chosen, the latest first."""
    gone = reversed_numbers(entries)
    for each in reversed(entries):
        if isinstance(each.fact, Choice) and each.fact.at and each.number not in gone:
            yield each.fact
