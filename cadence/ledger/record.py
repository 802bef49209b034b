"""Claims → the ledger: weighed beside what it holds and written down in one transaction."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cadence.core import Answer, Entry, Fact, Receipt, Reversal, later, reversed_numbers
from cadence.ledger.accept import Claim, Outcome, neighbours, weigh
from cadence.ledger.known import Dated
from cadence.ledger.reasons import Reason
from cadence.ledger.store import open_ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of claims.

    Attributes:
        outcomes: one per claim, in their order.
        entries: the lines that were added.
    """

    outcomes: tuple[Outcome, ...]
    entries: Sequence[Entry]

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """Return the outcomes of what may not be written down."""
        return tuple(each for each in self.outcomes if each.refusal)

    @property
    def unchanged(self) -> tuple[Outcome, ...]:
        """Return the outcomes of what the ledger holds already."""
        return tuple(each for each in self.outcomes if each.same_as is not None)


def write_down(
    folder: Path,
    claims: Sequence[Claim],
    now: dt.datetime,
    *,
    sheet: bool = False,
    by: str | None = None,
) -> Written:
    """Weigh claims and write down those that are new, all of them or none.

    Args:
        folder: the workspace.
        claims: what somebody says.
        now: the moment of writing down.
        sheet: they came in a sheet, of which the good rows land whatever becomes of the others;
            otherwise one refusal keeps out everything.
        by: who hands it in; stands where a claim names nobody, and makes no known one a new one.

    Raises:
        CadenceError: the ledger cannot be written.
    """
    with open_ledger(folder) as ledger, ledger.writing():
        reversals = list(ledger.of_kinds("reversal"))
        known = ledger.about(neighbours(claims))
        outcomes = weigh(claims, known, now, again=not sheet, reversals=reversals)
        refused = any(each.refusal for each in outcomes)
        landing = [each for each in outcomes if each.is_new] if sheet or not refused else []
        entries = ledger.append_all((_signed(each.claim.fact, by) for each in landing), now)
    return Written(outcomes=outcomes, entries=entries)


def _signed(fact: Dated, by: str | None) -> Dated:
    return fact if by is None or fact.by else replace(fact, by=by)


def write_said(folder: Path, facts: Sequence[Receipt | Answer], now: dt.datetime) -> int:
    """Write down what a unit confirmed or said; nothing that it has said already.

    Args:
        folder: the workspace.
        facts: a receipt of one message, answers about what it was told of.
        now: the moment of writing down.

    Returns:
        How many lines were added.

    Raises:
        CadenceError: the ledger cannot be written.
    """
    with open_ledger(folder) as ledger, ledger.writing():
        entries = list(ledger.of_kinds("receipt", "answer", "reversal"))
        gone = reversed_numbers(entries)
        known = {_once(each.fact) for each in entries if each.number not in gone}
        new = [each for each in facts if _once(each) not in known]
        for each in new:
            ledger.append(each, now)
    return len(new)


def _once(fact: Fact) -> Fact | tuple[str, str]:
    """Return what is said only once: one receipt of a message, whoever sends it."""
    return (fact.message, fact.unit) if isinstance(fact, Receipt) else fact


def reverse(
    folder: Path, facts: Sequence[Reversal], now: dt.datetime
) -> tuple[Reason | None, tuple[Entry, ...]]:
    """Reverse entries, all or none: each must be there, and not be reversed already.

    Args:
        folder: the workspace.
        facts: each of another entry.
        now: the moment of writing down.

    Returns:
        Why it was refused, if it was; each entry that was reversed and the one that reverses it.

    Raises:
        CadenceError: the ledger cannot be written.
    """
    with open_ledger(folder) as ledger, ledger.writing():
        known = list(ledger.entries())
        for fact in facts:
            if refusal := _refuse_reversal(known, fact):
                return refusal, ()
        pairs = [(_of(known, fact.number), ledger.append(fact, now)) for fact in facts]
    return None, tuple(each for pair in pairs for each in pair)


def _of(entries: Iterable[Entry], number: int) -> Entry:
    return next(each for each in entries if each.number == number)


def _refuse_reversal(entries: Iterable[Entry], fact: Reversal) -> Reason | None:
    """Say why an entry cannot be reversed, or None."""
    listed = list(entries)
    if fact.number not in {each.number for each in listed}:
        return Reason(later("the ledger has no entry {0}"), (str(fact.number),))
    if fact.number in reversed_numbers(listed):
        return Reason(later("entry {0} is reversed already"), (str(fact.number),))
    return None
