"""What is known of one occurrence: Past, folded from one fact after the other. Pure."""

import datetime as dt
from dataclasses import dataclass, replace

from cadence.core.coverage import Coverage
from cadence.core.dates import first_moment
from cadence.core.facts import (
    Answer,
    Choice,
    Claimed,
    Done,
    Extension,
    Refusal,
    Waiver,
)
from cadence.core.supervised import Supervised
from cadence.core.words import REFUSED, approval_words

Said = Done | Claimed | Waiver | Extension | Choice | Answer | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A decision that released an occurrence or put it off, and when that was written down."""

    recorded: dt.datetime
    fact: Waiver | Extension

    @property
    def to(self) -> dt.date | None:
        """Return the later day; None where it released the duty."""
        return self.fact.to if isinstance(self.fact, Extension) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of one occurrence.

    Attributes:
        done: when it was done, by the earliest entry that was not reversed.
        covered: what says that some of those were reached whom it must all reach (全覆盖).
        coverage: the same, counted; None where nobody asks for it.
        claim: the first tick without evidence that was not reversed, done or not.
        waiver, extension: the latest of each that counts.
        choice: the latest that was not reversed; None where it was cleared.
        answer: what its unit last said of it.
        slips: that pressed for it, in the ledger's order.
        refusals: whatever was refused about it, in the ledger's order; it is owed all the same.
        approvals: every waiver and extension that was not reversed, in the ledger's order.
        belated: those among them that were written down when it was missed already: they stand
            beside the miss and change nothing of it.
    """

    done: Done | None = None
    covered: tuple[Done, ...] = ()
    coverage: Coverage | None = None
    claim: Claimed | None = None
    waiver: Waiver | None = None
    extension: Extension | None = None
    choice: Choice | None = None
    answer: Answer | None = None
    slips: tuple[Supervised, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    approvals: tuple[Approval, ...] = ()
    belated: tuple[Approval, ...] = ()

    @property
    def asks_until(self) -> dt.date | None:
        """Return until when its unit asks to be given, undecided yet; None: it does not."""
        asked = self.answer.to if self.answer else None
        granted = self.extension is not None and asked is not None and self.extension.to >= asked
        return None if self.done or self.waiver or granted else asked

    @property
    def approval_lines(self) -> tuple[str, ...]:
        """Say in Chinese what was approved, that which counts first."""
        counting = [each for each in (self.extension, self.waiver) if each]
        told = [
            approval_words(each.by, each.document, getattr(each, "to", None), None)
            for each in counting
        ]
        return (*told, *self.belated_lines)

    @property
    def beside_lines(self) -> tuple[str, ...]:
        """Say in Chinese what stands beside a duty and is no approval of anything."""
        slips = (each.line for each in self.slips)
        return (*self.coverage_lines, *self.refusal_lines, *slips)

    @property
    def beside_words(self) -> tuple[str, ...]:
        """Say that, and what was approved too late, in a cell: of slips the latest, shortly."""
        slips = (each.brief for each in self.slips[-1:])
        reached = (self.coverage.brief,) if self.coverage else ()
        return (*reached, *self.belated_lines, *self.refusal_lines, *slips)

    @property
    def coverage_lines(self) -> tuple[str, ...]:
        """Say in Chinese how many it has reached, and who is left."""
        return (self.coverage.line,) if self.coverage else ()

    @property
    def refusal_lines(self) -> tuple[str, ...]:
        """Say in Chinese what was refused, by whom, when and why."""
        return tuple(
            f"{REFUSED[each.refused]}：{each.by}{each.on.isoformat()}，{each.reason}"
            for each in self.refusals
        )

    @property
    def belated_lines(self) -> tuple[str, ...]:
        """Say in Chinese what was approved when it was missed already."""
        return tuple(
            approval_words(each.fact.by, each.fact.document, each.to, each.recorded)
            for each in self.belated
        )


NOTHING: Past = Past()


def with_fact(past: Past, fact: Said, recorded: dt.datetime) -> Past:
    """Return what is known once one more fact is, written down at a moment."""
    match fact:
        case Done() if fact.covers:
            return replace(past, covered=(*past.covered, fact))
        case Done():
            if past is NOTHING:
                return Past(done=fact)  # as most are
            earlier = past.done is not None and first_moment(past.done.on) <= first_moment(fact.on)
            return past if earlier else replace(past, done=fact)
        case Claimed():
            return past if past.claim else replace(past, claim=fact)
        case Waiver():
            approvals = (*past.approvals, Approval(recorded=recorded, fact=fact))
            return replace(past, waiver=fact, approvals=approvals)
        case Extension():
            approvals = (*past.approvals, Approval(recorded=recorded, fact=fact))
            return replace(past, extension=fact, approvals=approvals)
        case Choice():
            return replace(past, choice=fact if fact.at else None)
        case Answer():
            return replace(past, answer=fact)
        case Refusal():
            answer = past.answer
            if answer and fact.refused == "time":
                answer = replace(answer, to=None)  # it is answered: nobody waits any more
            return replace(past, answer=answer, refusals=(*past.refusals, fact))
