"""What pages show, as plain frozen values: equal values give equal bytes, which the build uses.

Nothing here depends on the minute of the build, so pages change when a day or a status does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cadence.core import UNCHECKED, Span, Unit
from cadence.print import Head

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstScreen:
    """What the index shows of how a place does.

    Attributes:
        html: the figures, drawn by reports; overdue, oldest, longest, late, share: the place's own.
    """

    html: str
    overdue: int
    oldest: date | None
    longest: int
    late: int
    share: str

    @property
    def rank(self) -> tuple[int, date]:
        """Return what places are ordered by: nothing that a moved day improves."""
        return -self.overdue, self.oldest or date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """One dated duty as one reader's page shows it.

    Attributes:
        key: the anchor on the page; rule: the rule's key, by which lines are gathered.
        act, note: what is to be done, which of several times, and the moment picked for it.
        whose: the post, where a body's page shows its post's duty; role: 牵头, 配合, 督促 or "".
        day: where it stands in the calendar: its last day in time, else its first.
        start, due: of the window, or as extended; minute: the last minute, where hours count.
        status: one word; "" where the reader owes nothing; state: the same in Chinese, in full.
        source, clause, register: the document, its clause, and the way to it from out/.
        facts: quote, reading, arithmetic and the rest, name by name.
        own: those of the facts that are this reader's alone: what proves it, who is behind.
        trace: the way from out/ to the page of the rule that says the others for all units.
        is_span: shown from its first to its last day (a stage, a season, a bar).
        kind: of the duty's work (会议, 检查).
        meeting: when the office set it, as 2022-11-27 15:00, or ""; where: in which room;
            chair: who presides.
        event: which of several events it belongs to, or "".
        progress: of what one leads, how many have done it and who has not.
        late_from: the day that days overdue are counted from, where it is another than due: of what
            one leads, that of whoever has been behind longest, with the time that was given.
    """

    key: str
    rule: str
    act: str
    note: str
    whose: str
    role: str
    day: date
    start: date
    due: date | None
    minute: str
    status: str
    state: str
    source: str
    clause: str
    register: str
    facts: Facts
    is_span: bool
    kind: str = ""
    meeting: str = ""
    where: str = ""
    chair: str = ""
    event: str = ""
    progress: str = ""
    late_from: date | None = None
    own: Facts = ()
    trace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated:
    """A duty without a date in the days asked for: standing, unspecified, or waiting for an event.

    Attributes:
        key: the anchor on the page.
        why: the kind of timing in Chinese; when: as an official would say it.
        kind: of the duty's work (会议, 检查).
    """

    key: str
    kind: str
    act: str
    whose: str
    role: str
    why: str
    when: str
    source: str
    clause: str
    register: str
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a unit's feed and page are published.

    Attributes:
        feed, webcal, page: whole addresses; file: the feed's path under out/.
        local: they lead to this very computer and to no phone.
        private: they ask for a password; calendars need an address of the unit's own.
    """

    feed: str
    webcal: str
    page: str
    file: str
    local: bool
    private: bool = False

    @property
    def void(self) -> bool:
        """Tell whether nobody's phone gets a calendar by the code of the page."""
        return self.local or self.private


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedDays:
    """The days of the calendar that are unlike others of their week, in order.

    Attributes:
        off: weekdays off; worked: weekend days worked; unknown: the years not yet announced.
    """

    off: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to something else that the build published: its words, and its path under out/."""

    words: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """All that a unit's page and poster show.

    Attributes:
        place_name, office: for people; body: whose post it is; posts: its own.
        span, today: the days asked for, and the day judged from.
        names: what else it is called in the roster, by which it is found.
        links: to its place's tables; tables: to its own duty tables.
        settled, owed: of what it should have done by now, how many were done in time, as the
            overview counts them.
        head: the bar of its place's pages.
        stamp: what its printed duty table is compared by.
    """

    place_name: str
    office: str
    unit: Unit
    body: Unit | None
    posts: tuple[Unit, ...]
    addresses: Addresses
    span: Span
    today: date
    days: MarkedDays
    lines: tuple[DutyLine, ...]
    undated: tuple[Undated, ...]
    names: tuple[str, ...]
    links: tuple[Link, ...]
    tables: tuple[Link, ...]
    settled: int
    owed: int
    head: Head
    stamp: str = ""
    notices: tuple[str, ...] = ()

    @property
    def has_drafts(self) -> bool:
        """Tell whether a duty on it stands in a draft that nobody has checked."""
        acts = (*(each.act for each in self.lines), *(each.act for each in self.undated))
        return any(UNCHECKED in each for each in acts)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTrace:
    """One window of a rule, and how its days were found.

    Attributes:
        anchor: on the page; title: its days; facts: step by step, but what all windows share.
    """

    anchor: str
    title: str
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTrace:
    """A rule and its windows, as the units of a place share them.

    Attributes:
        name: the page's path under out/; register: the way from out/ to its row there.
        facts: what is the same in all windows: the quote, how it is read, whom it concerns.
    """

    name: str
    act: str
    source: str
    clause: str
    register: str
    facts: Facts
    windows: tuple[WindowTrace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """One place: its name, its office, and its units in the roster's order.

    Attributes:
        traces: of the rules that its units share.
        links: to its tables; notices: what every page of it says first.
        head: the bar of its pages.
    """

    place: str
    name: str
    office: str
    links: tuple[Link, ...]
    head: Head
    units: tuple[UnitView, ...]
    notices: tuple[str, ...] = ()
    traces: tuple[RuleTrace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A file to publish under out/, rendered only where it is not there already.

    Attributes:
        name: its path; key: changes whenever the rendered bytes may.
    """

    name: str
    key: str
    render: Callable[[], bytes]
