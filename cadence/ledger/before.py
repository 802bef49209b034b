"""The ledger → what was known at an earlier moment of whatever was written about since."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from cadence.core import EMPTY, Before, Entry, Fact, History, Reversal, Supervision, history
from cadence.ledger.fact_json import fact_of
from cadence.ledger.of_workspace import is_begun
from cadence.ledger.store import Ledger, open_ledger


def read_before(folder: Path, at: dt.datetime, until: dt.datetime | None = None) -> Before:
    """Read what was known at a moment of the occurrences that entries since then are about.

    Lines written before are passed over without reading what they say: a week's are few among
    those of years.

    Args:
        folder: the workspace; one without a ledger knew nothing.
        at: the moment.
        until: leave out what was recorded after this one; None: nothing.

    Raises:
        CadenceError: the ledger cannot be read.
    """
    if not is_begun(folder):
        return Before(at=at, number=0, touched=frozenset(), history=EMPTY)
    last, since = 0, []
    with open_ledger(folder) as ledger:
        for number, recorded, text, _chain in ledger.lines():
            moment = dt.datetime.fromisoformat(recorded)
            if moment.tzinfo is None or moment <= at:  # an altered line; the ledger says so itself
                last = number
            elif until is None or moment <= until:
                since.append(fact_of(text))
        touched = _touched(ledger, since)
        known = [each for each in ledger.about(touched) if each.recorded <= at] if touched else []
    return Before(at=at, number=last, touched=touched, history=history(known))


def before_of(entries: Sequence[Entry], at: dt.datetime) -> Before:
    """Say the same of lines that are read already. Pure.

    Args:
        entries: the whole ledger, in its order.
        at: the moment.
    """
    since = [each for each in entries if each.recorded > at]
    known = [each for each in entries if each.recorded <= at]
    numbered = {each.number: each for each in entries} if since else {}
    touched: set[str] = set()
    facts = [each.fact for each in since]
    while facts:  # a reversal may take back another
        touched |= {getattr(each, "occurrence", "") for each in facts}
        gone = (numbered.get(each.number) for each in facts if isinstance(each, Reversal))
        facts = [each.fact for each in gone if each]
    touched -= {""}
    about = (
        each
        for each in known
        if isinstance(each.fact, Reversal | Supervision)
        or getattr(each.fact, "occurrence", "") in touched
    )
    return Before(
        at=at,
        number=known[-1].number if known else 0,
        touched=frozenset(touched),
        history=history(about if touched else ()),
    )


def before_grown(before: Before, known: History, new: Sequence[Entry]) -> Before:
    """Say the same once more lines are. Pure.

    Args:
        before: of the lines before them.
        known: what these came to: what nobody wrote about since then stood so then, too.
        new: the lines after them, of which core.grown makes something.
    """
    said = {getattr(each.fact, "occurrence", "") for each in new} - before.touched
    pasts = before.history.pasts.with_known({each: known.pasts.get(each) for each in said})
    found = replace(
        before,
        touched=before.touched | said,
        history=replace(before.history, pasts=pasts),
    )
    by_unit = dict(before.by_unit)
    for each in said:
        unit = each.rpartition("@")[2]
        by_unit[unit] = by_unit.get(unit, frozenset()) | {each}
    vars(found)["by_unit"] = by_unit
    return found


def _touched(ledger: Ledger, facts: Iterable[Fact]) -> frozenset[str]:
    """Return the ids of what facts are about; of a reversal, of what it takes back."""
    found: set[str] = set()
    gone: set[int] = set()
    for each in facts:
        gone |= {each.number} if isinstance(each, Reversal) else set()
        found |= {getattr(each, "occurrence", "")}
    while gone:  # a reversal may take back another
        taken_back = [
            fact_of(text) for number, _at, text, _chain in ledger.lines() if number in gone
        ]
        found |= {getattr(each, "occurrence", "") for each in taken_back}
        gone = {each.number for each in taken_back if isinstance(each, Reversal)}
    return frozenset(found - {""})
