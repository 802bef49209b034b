"""How fast a check is: 1,000 units × 40 rules × 36 months with 500,000 entries, from the shell.

Beside it, in the same run: one county (36 units, three years, a third of it recorded), and what
reading the ledger's lines with sqlite3 and json alone takes. Seconds are of CPU, so that other work
on the machine counts less; each side is a process of its own.

Run: python benchmarks/check.py [--units N] [--entries N]
"""

import argparse
import datetime as dt
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from feeds import MONTHS, RULES, write_workspace

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Done
from cadence.ledger.store import FILE, open_ledger

COUNTY = 36  # units
BAR_PLAIN, BAR_MB, BAR_CSV_MB, BAR_COUNTY_SECONDS = 4, 150, 300, 0.6
PLAINLY = """
import json, sqlite3, sys
for (fact,) in sqlite3.connect(sys.argv[1]).execute("SELECT fact FROM entries ORDER BY number"):
    json.loads(fact)
"""
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)
ASKED = ("--from", "2024-01-01", "--to", "2026-12-31", "--as-of", "2026-11-22")


def main() -> None:
    """Print seconds, peak memory and their ratios to the bars."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=500_000)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="check-"))
    try:
        run("province", folder / "province", arguments.units, arguments.entries)
        run("county", folder / "county", COUNTY, COUNTY * RULES * MONTHS // 3)
    finally:
        shutil.rmtree(folder)


def run(name: str, folder: Path, units: int, entries: int) -> None:
    """Time one workspace."""
    folder.mkdir()
    write_workspace(folder, units)
    write_ledger(folder, units, entries)
    seconds, peak = checked(folder, "--by", "unit")
    listed, listed_peak = checked(folder, "--format", "csv")
    plain, _plain_peak = ran((sys.executable, "-c", PLAINLY, folder / FILE), {0})
    rows = [
        ("counted by unit", seconds, f"{peak:4.0f} MB, {seconds / plain:.1f}× the plain read"),
        ("listed as CSV", listed, f"{listed_peak:4.0f} MB"),
        ("plain read", plain, "sqlite3 and json.loads over the same lines"),
    ]
    print(f"{name}: {units * RULES * MONTHS:,} occurrences, {entries:,} entries")
    for title, figure, more in rows:
        print(f"  {title:16} {figure:6.2f} s  {more}")
    if name == "province":
        print(f"  of the bars      {seconds / plain / BAR_PLAIN:.2f} of {BAR_PLAIN}×,"
            f" {peak / BAR_MB:.2f} of {BAR_MB} MB, CSV {listed_peak / BAR_CSV_MB:.2f} of"
            f" {BAR_CSV_MB} MB")  # fmt: skip
    else:
        print(f"  of the bar       {seconds / BAR_COUNTY_SECONDS:.2f} of {BAR_COUNTY_SECONDS} s")


def write_ledger(folder: Path, units: int, entries: int) -> None:
    """Record so many occurrences as done, some of them late, in one transaction."""
    chance = random.Random(2026)  # noqa: S311 - the same ledger in every run
    numbers = chance.sample(range(units * RULES * MONTHS), entries)
    with open_ledger(folder) as ledger, ledger.writing():
        for number in numbers:
            unit, rest = divmod(number, RULES * MONTHS)
            rule, month = divmod(rest, MONTHS)
            first = dt.date(2024 + month // 12, month % 12 + 1, 1)
            fact = Done(
                occurrence=f"bench/pack:duty-{rule + 1:02}:{first:%Y-%m}@bench/unit-{unit:04}",
                on=first + dt.timedelta(days=chance.randrange(28)),
                evidence=f"会议纪要〔{first.year}〕{number % 97}号",
            )
            ledger.append(fact, NOW)


def checked(folder: Path, *arguments: str) -> tuple[float, float]:
    """Run a check: CPU seconds and its peak memory in MB."""
    command = (sys.executable, "-m", "cadence", "--workspace", folder, "check", *ASKED, *arguments)
    return ran(command, {1})


def ran(command: tuple[str | Path, ...], codes: set[int]) -> tuple[float, float]:
    """Run a command in a process of its own: CPU seconds and its peak memory in MB."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in codes:
        sys.exit(f"{command} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
