"""What a build is asked for, and what it did."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cadence.core import EMPTY, Before, History, Span, _, feed_path
from cadence.jobs import ALONE, Crew

Part = Literal["feeds", "registers", "boards", "conflicts", "pages"]
PARTS: tuple[Part, ...] = ("feeds", "registers", "boards", "conflicts", "pages")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a build was asked for.

    Attributes:
        span: the days that calendars and lists are about.
        now: the moment of the build, with its zone.
        force: publish even where heavy losses look like a mistake.
        released: keys of the units whose feeds alone may lose much, because somebody looked.
        history: what the ledger knows.
        private: tokens are on, so the public addresses lead no calendar anywhere.
        head: the ledger's last line, to be published; "" leaves what is there.
        known: how far the ledger had come before the history was read; "" makes every place anew.
        fault: what is wrong with the ledger, to be said on the first page.
        before: what was known a week ago, to tell what changed; None: nothing is told.
        crew: who puts the places; alone: one after the other, here.
        stale_days: how old what is published may grow before the first page says so; 0: any age.
        parts: what to write; what is left out stays as it was published.
        desk: where the office's desk is reached, for what has to be decided; "": nowhere.
    """

    span: Span
    now: dt.datetime
    force: bool = False
    released: frozenset[str] = frozenset()
    history: History = EMPTY
    private: bool = False
    head: str = ""
    known: str = ""
    fault: str = ""
    parts: tuple[Part, ...] = PARTS
    stale_days: int = 0
    crew: Crew = ALONE
    before: Before | None = None
    desk: str = ""


@dataclass(frozen=True, slots=True)
class KeptFeed:
    """A feed that stays as it was published, for it would lose too much.

    Attributes:
        unit: the key of whom it is; withdrawn: how many entries it would lose, of those before.
    """

    unit: str
    withdrawn: int
    before: int

    @property
    def words(self) -> str:
        """Name its file and what it would lose."""
        name = feed_path(*self.unit.split("/", 1))
        return _("{0}: {1} of {2} events").format(name, self.withdrawn, self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did: feeds and events published, files written, untouched and removed.

    Attributes:
        kept: feeds that stay as they were published, for they would lose too much.
        failed: why a place could not be put, by its folder; it stays as it was published.
    """

    feeds: int
    events: int
    written: int
    unchanged: int
    removed: int
    kept: tuple[KeptFeed, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
