"""How often each shipped feed rings: rings a year, the busiest week, the largest burst, days off.

    python benchmarks/reminders.py [YEAR]

The bars: nothing on days off, and never more than three in one day; titles of 16 signs at the
median. tests/feeds/test_shipped.py holds them.
"""

import datetime as dt
import statistics
import sys
from collections import Counter
from pathlib import Path

from icalendar import Calendar

from cadence.core import SHANGHAI, Span, history
from cadence.feeds import feeds
from cadence.occurrences import Asked, scenes_of
from cadence.rules import read_workspace

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Render every feed of the shipped rules in memory and print a line for each."""
    year = int(sys.argv[1]) if len(sys.argv) > 1 else 2026
    workspace = read_workspace(ROOT)
    asked = Asked(span=Span(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    moment = dt.datetime(year, 1, 1, tzinfo=SHANGHAI)
    lengths: list[int] = []
    worst = Counter[str]()
    print(f"{'feed':44} {'rings':>6} {'week':>5} {'burst':>6} {'off':>4}")
    for scene in scenes_of(workspace, history(()), asked, moment):
        for feed in feeds(scene):
            calendar = Calendar.from_ical(feed.render())
            lengths += [len(str(each["SUMMARY"])) for each in calendar.walk("VEVENT")]
            rings = sorted(
                at for each in calendar.walk("VEVENT") if (at := ring(each)) and at.year == year
            )
            weeks = Counter(at.isocalendar()[:2] for at in rings)
            bursts = Counter(at.date() for at in rings)
            off = sum(scene.advise(at.date()).day != at.date() for at in rings)
            week, burst = max(weeks.values(), default=0), max(bursts.values(), default=0)
            print(f"{feed.unit.key:44} {len(rings):6} {week:5} {burst:6} {off:4}")
            worst |= Counter(rings=len(rings), week=week, burst=burst, off=off)
    print(f"worst: {dict(worst)}; titles: median {statistics.median(lengths)} characters")


def ring(event: object) -> dt.datetime | None:
    """Return when an entry's alarm rings, in China's time."""
    for alarm in event.walk("VALARM"):  # type: ignore[attr-defined]
        trigger = alarm["TRIGGER"]
        key = "DTEND" if trigger.params.get("RELATED") == "END" else "DTSTART"
        base = event[key].dt  # type: ignore[index]
        if not isinstance(base, dt.datetime):
            base = dt.datetime.combine(base, dt.time(), SHANGHAI)
        return (base + trigger.dt).astimezone(SHANGHAI)
    return None


if __name__ == "__main__":
    main()
