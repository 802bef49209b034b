"""Slips (督办单) as they stand: issued, received, answered; folded from the ledger. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cadence.core.facts import Answer, Entry, Receipt, Supervision

ROUNDS = 2  # from which on a round is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised:
    """One slip that counts, with what came of it.

    Attributes:
        number: of the entry that says it was issued.
        receipt: the first that confirmed it, and received: when that was recorded.
        answers: what its unit said of its duties until the next slip about them, in their order.
    """

    number: int
    fact: Supervision
    receipt: Receipt | None = None
    received: dt.date | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def brief(self) -> str:
        """Say in a few words that it presses, for a cell among others."""
        nth = f"第{self.fact.round}次" if self.fact.round >= ROUNDS else ""
        came = "已反馈" if self.answers else "已签收" if self.receipt else "未签收"
        return f"{self.fact.name}{nth}督办，{came}"

    @property
    def line(self) -> str:
        """Say in Chinese when it was issued, received and answered."""
        fact = self.fact
        nth = f"（第{fact.round}次）" if fact.round >= ROUNDS else ""
        limit = f"，限{fact.reply_by.isoformat()}前回复" if fact.reply_by else ""
        told = [f"{fact.name}督办单{nth}：{fact.by}{fact.on.isoformat()}发出{limit}"]
        if self.receipt and self.received:
            told.append(f"{self.received.isoformat()}签收（{self.receipt.by}）")
        else:
            told.append("未签收")
        told += [f"反馈：{each.words}（{each.by}）" for each in self.answers[-1:]]
        return "；".join(told)


class Slips:
    """Gathers slips from the lines of a ledger, in their order."""

    def __init__(self) -> None:
        self._found: dict[str, Supervised] = {}
        self._last: dict[str, str] = {}  # by what it is about, the message of the latest slip

    def issued(self, entry: Entry, fact: Supervision) -> None:
        """Take a slip that was issued."""
        self._found[fact.message] = Supervised(number=entry.number, fact=fact)
        self._last |= dict.fromkeys(fact.about, fact.message)

    def received(self, entry: Entry, fact: Receipt) -> None:
        """Take a receipt, of a slip or of any other message."""
        known = self._found.get(fact.message)
        if known and known.receipt is None:
            day = entry.recorded.date()
            self._found[fact.message] = replace(known, receipt=fact, received=day)

    def answered(self, fact: Answer) -> None:
        """Take what was said of a duty, of which there may be a slip."""
        message = self._last.get(fact.occurrence)
        if message is not None:
            known = self._found[message]
            self._found[message] = replace(known, answers=(*known.answers, fact))

    def __iter__(self) -> Iterator[Supervised]:
        """Yield them in the order of their issuing."""
        return iter(self._found.values())
