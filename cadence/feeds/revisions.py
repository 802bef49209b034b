"""What changed since a feed was last published: SEQUENCE, LAST-MODIFIED, DTSTAMP, cancellations.

The published feed is itself the memory: no second file can get out of step with it. An event whose
bytes are the same keeps its stamps; a changed one is stamped anew and numbered one higher
(RFC 5545 section 3.8.7.4); a withdrawn one stays 30 days as CANCELLED, then goes.
"""

import datetime as dt
import re
from dataclasses import dataclass

from icalendar import Event, vText

from cadence.core import Span
from cadence.feeds.feed import BEGIN_EVENT, END, END_EVENT, Feed, count_lines, whole_events

CANCELLED_FOR = dt.timedelta(days=30)
CANCELLED_WORD = "【已取消】"
STAMP = re.compile(rb"DTSTAMP:(\d{8}T\d{6}Z)\r\nLAST-MODIFIED:\d{8}T\d{6}Z\r\nSEQUENCE:(\d+)\r\n")
DTEND = re.compile(rb"^DTEND[^:\r]*:(\d{8})", re.MULTILINE)
CLOCK = re.compile("编号：[^\r\n]*:".encode() + rb"\d{4}-\d\d-\d\dT\d\d:\d\d")
NOTICE = b"UID:notice."
# What only accompanies a duty, or reminds of many, goes without a word.
COMPANION = re.compile(rb"^UID:(?:digest-\d{8}|\S+-[rs])\.")
CANCELLED = b"\r\nSTATUS:CANCELLED\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A feed as it is to be published.

    Attributes:
        content: its bytes; count: how many events they hold.
        before: how many live events the published feed held, those that aged out aside.
        withdrawn: how many of those the new one no longer has; those of events aside, which the
            ledger takes back on purpose.
    """

    content: bytes
    count: int
    before: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class _Published:
    """One published event: its stamp lines, and the rest up to END:VEVENT."""

    stamp: bytes
    rest: bytes

    @property
    def is_clock(self) -> bool:
        """Tell an entry that a recorded event had started: its number ends in a moment."""
        return CLOCK.search(self.rest.replace(b"\r\n ", b"")) is not None

    @property
    def is_cancelled(self) -> bool:
        return CANCELLED in self.rest


def revise(feed: Feed, published: bytes | None, span: Span, now: dt.datetime) -> Revision:
    """Carry the published feed's stamps over to the new one.

    Args:
        feed: the feed as if published for the first time.
        published: what is published now; None for nothing. A file that is no feed of ours,
            or a damaged one, counts as nothing.
        span: the days that the build is about; what lies before them has aged out, what lies
            after them and is no longer there counts as withdrawn.
        now: the moment of the build, with a time zone.
    """
    fresh = feed.render()
    if published is None or published == fresh or not is_ours(published):
        return Revision(content=fresh, count=feed.count, before=feed.count, withdrawn=0)
    head, new = _entries(fresh)
    _, old = _entries(published)
    parts = [head]
    emptied = next((entry for uid, entry in old.items() if uid.startswith(NOTICE)), None)
    for uid, entry in new.items():
        parts += (BEGIN_EVENT, uid, _stamp(entry, old.get(uid, emptied), now), entry.rest)
    current = {uid: entry for uid, entry in old.items() if not _has_aged_out(uid, entry, span)}
    gone = {
        uid: entry for uid, entry in current.items() if uid not in new and not COMPANION.match(uid)
    }
    kept = [(uid, gone[uid]) for uid in sorted(gone) if not _expired(gone[uid], now)]
    for uid, entry in kept:
        parts += (BEGIN_EVENT, uid, *_cancelled(uid, entry, now))
    parts.append(END)
    live = sum(not entry.is_cancelled for entry in current.values())
    withdrawn = sum(not entry.is_cancelled and not entry.is_clock for entry in gone.values())
    content = b"".join(parts)
    return Revision(content=content, count=whole_events(content), before=live, withdrawn=withdrawn)


def lost_events(old: bytes, new: bytes, span: Span) -> tuple[int, int]:
    """Compare two published states of a feed of ours, the second perhaps none.

    Args:
        old: what readers have.
        new: what they are to have; b"" for nothing.
        span: the days that the build is about.

    Returns:
        How many live events of the old one have not aged out, and how many of those are cancelled
        or missing in the new; those of recorded events aside.
    """
    held = _entries(old)[1]
    live = {
        uid: entry
        for uid, entry in held.items()
        if not entry.is_cancelled and not _has_aged_out(uid, entry, span)
    }
    stays = {
        uid for uid, entry in (_entries(new)[1] if new else {}).items() if not entry.is_cancelled
    }
    gone = live.keys() - stays
    lost = (uid for uid in gone if not live[uid].is_clock and not COMPANION.match(uid))
    return len(live), sum(1 for _each in lost)


def is_ours(content: bytes) -> bool:
    """Tell whether a published file is a whole feed of ours, and so can be revised."""
    if not content.endswith(END_EVENT + END):
        return False
    return len(STAMP.findall(content)) == count_lines(content, BEGIN_EVENT) > 0


def last_sequence(content: bytes) -> int:
    """Return the highest SEQUENCE of a published feed."""
    return max(int(sequence) for _, sequence in STAMP.findall(content))


def last_stamp(content: bytes) -> dt.datetime:
    """Return when the newest event of a published feed was last changed."""
    newest = max(STAMP.findall(content))[0].decode()
    return dt.datetime.strptime(newest, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)


def _entries(feed: bytes) -> tuple[bytes, dict[bytes, _Published]]:
    """Split a feed of ours into its head and its events by UID line."""
    # A line that a long text was folded into begins blank: only a whole line begins an event.
    head, *chunks = feed.removesuffix(END).split(b"\r\n" + BEGIN_EVENT)
    last = len(chunks) - 1
    found = {}
    for place, chunk in enumerate(chunks):
        uid, dtstamp, modified, sequence, rest = chunk.split(b"\r\n", 4)
        rest += b"" if place == last else b"\r\n"
        stamp = b"\r\n".join((dtstamp, modified, sequence, b""))
        found[uid + b"\r\n"] = _Published(stamp, rest)
    return head + b"\r\n", found


def _stamp(entry: _Published, old: _Published | None, now: dt.datetime) -> bytes:
    if old is None:
        return entry.stamp
    return old.stamp if old.rest == entry.rest else _next_stamp(old, now)


def _next_stamp(old: _Published, now: dt.datetime) -> bytes:
    found = STAMP.fullmatch(old.stamp)
    sequence = int(found[2]) + 1 if found else 1
    # A stamp never goes back, even where a build is told an earlier moment.
    moment = max(now.astimezone(dt.UTC), last_stamp(old.stamp)).strftime("%Y%m%dT%H%M%SZ")
    return f"DTSTAMP:{moment}\r\nLAST-MODIFIED:{moment}\r\nSEQUENCE:{sequence}\r\n".encode()


def _has_aged_out(uid: bytes, entry: _Published, span: Span) -> bool:
    """Tell whether an event's last day lies before the span (DTEND is exclusive), or is a notice.

    A notice speaks of the feed itself and goes without a word.
    """
    found = DTEND.search(entry.rest)
    try:
        end = dt.date.fromisoformat(found[1].decode()) if found else dt.date.max
    except ValueError:  # somebody else wrote it; keep it as if it were still to come
        end = dt.date.max
    return uid.startswith(NOTICE) or end <= span.first


def _expired(entry: _Published, now: dt.datetime) -> bool:
    return entry.is_cancelled and now - last_stamp(entry.stamp) > CANCELLED_FOR


def _cancelled(uid: bytes, entry: _Published, now: dt.datetime) -> tuple[bytes, bytes]:
    """Turn a withdrawn event into its cancellation: said in the title, and never reminding."""
    if entry.is_cancelled:
        return entry.stamp, entry.rest
    event = Event.from_ical(b"".join((BEGIN_EVENT, uid, entry.stamp, entry.rest)))
    event.subcomponents.clear()
    event["SUMMARY"] = vText(f"{CANCELLED_WORD}{event['SUMMARY']}")
    event["STATUS"] = vText("CANCELLED")
    chunk = event.to_ical(sorted=False).removeprefix(BEGIN_EVENT)
    return _next_stamp(entry, now), chunk.split(b"\r\n", 4)[4]
