"""How fast working days are: look-ups a second, beside asking chinesecalendar; loading a year.

Run: python benchmarks/workdays.py [--rounds N]
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

FIRST, LAST = date(2005, 1, 1), date(2026, 12, 28)
LOOKUPS = 1_000_000
FAST_ENOUGH = 1_000_000  # look-ups a second
SOON_ENOUGH = 0.050  # seconds to load a year
IMPORTS = "import time, cadence.workdays, cadence.notices, cadence.calendars; "
COLD = IMPORTS + "t = time.perf_counter(); {}; print(time.perf_counter() - t)"
PACKAGE_YEAR = "from cadence.workdays.years import *; days_of_year(looker(), 2026)"
FILE_YEAR = (
    "from pathlib import Path; from cadence.workdays.years import *;"
    " days_of_year(looker(cadence.calendars.read_years(Path({!r}), '')[0]), 2027)"
)


def main() -> None:
    """Measure all sides in turn, several times, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    span = (LAST - FIRST).days + 1
    days = [FIRST + timedelta(n * 7919 % span) for n in range(LOOKUPS)]  # in no order
    from cadence.workdays import adviser, looker

    sides = {
        "advised, asked before": (adviser(looker()), days),
        "advised, each day new": (None, days[:span]),
        "the obvious way": (obvious, days[: LOOKUPS // 10]),
    }
    found: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(rounds):
        for side, (advise, asked) in sides.items():
            found[side].append(per_second(advise or adviser(looker()), asked))
    rates = {side: statistics.median(each) for side, each in found.items()}
    for side, rate in rates.items():
        print(f"{side:24} {rate / 1e6:6.2f} million a second")
    fast, new, plain = rates.values()
    print(f"asked before: {fast / plain:.1f}× the obvious way, {fast / FAST_ENOUGH:.1f}× the bar")
    print(f"each day new: {new / plain:.1f}× the obvious way, {new / FAST_ENOUGH:.1f}× the bar")
    load(rounds)


def per_second(advise: Callable[[date], object], days: list[date]) -> float:
    """Return look-ups a second."""
    started = time.perf_counter()
    for day in days:
        advise(day)
    return len(days) / (time.perf_counter() - started)


def obvious(due: date) -> date:
    """Ask the package day by day, as one would without a calendar of one's own."""
    import chinese_calendar

    while not chinese_calendar.is_workday(due):
        due -= timedelta(days=1)
    return due


def load(rounds: int) -> None:
    """Print how long a year takes in a fresh interpreter, from the package and from a file."""
    from cadence.rules.calendars import render_year
    from cadence.workdays.years import Holiday, Notice

    months = range(1, 8)
    holidays = tuple(
        Holiday(
            name="节日",
            off=tuple(date(2027, month, day) for day in range(1, 8)),
            worked=(),
            document="x",
        )
        for month in months
    )
    with tempfile.TemporaryDirectory() as folder:
        notice = Notice(year=2027, document="x", holidays=holidays)
        Path(folder, "2027.yaml").write_text(render_year(notice), encoding="utf-8")
        sides = {"package": PACKAGE_YEAR, "file": FILE_YEAR.format(folder)}
        for side, code in sides.items():
            times = [cold(code) for _ in range(rounds)]
            median = statistics.median(times)
            share = median / SOON_ENOUGH
            print(f"a year from the {side:8} {median * 1000:6.1f} ms, {share:.2f} of the bar")


def cold(code: str) -> float:
    """Run the code in a fresh interpreter; its own clock leaves starting Python out."""
    command = [sys.executable, "-c", COLD.format(code)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
