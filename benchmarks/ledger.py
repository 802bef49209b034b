"""How fast and how safe the ledger is: writers at once, kills, sheets that come back.

Run: python benchmarks/ledger.py [--seconds N] [--kills N]
"""

import argparse
import datetime as dt
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FAST_ENOUGH = 1_000  # records a second, each durable, from four writers
ROWS = 1_000  # of a sheet that comes back
VERIFIED, OPENINGS, OPEN_BAR = 100_000, 50, 20  # entries; times; milliseconds
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
WRITER = """
import datetime as dt, sys, time
from pathlib import Path
from cadence.core.facts import Done
from cadence.ledger.store import open_ledger
folder, name, seconds = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
now = dt.datetime.now(dt.timezone.utc)
waits = []
with open_ledger(folder) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    ends = time.perf_counter() + seconds
    while (started := time.perf_counter()) < ends:
        fact = Done(occurrence=f"a:b:{name}-{len(waits)}@c/d", on=now.date(), evidence="会议纪要")
        with ledger.writing():
            for _ in range(int(sys.argv[4])):
                ledger.append(fact, now)
        waits.append(time.perf_counter() - started)
waits.sort()
median, slow = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
print(len(waits) * int(sys.argv[4]), median, slow, waits[-1])
"""
ENDLESS = WRITER.replace("waits.append", "print(len(waits), flush=True); waits.append")


def main() -> None:
    """Measure every side in turn and print figures and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--kills", type=int, default=30)
    given = parser.parse_args()
    disk = syncs(given.seconds)
    print(f"the disk alone: {disk:,.0f} appends of 4 KiB a second, each made durable")
    for writers in (1, 2, 4):
        write(writers, given.seconds, disk)
    write(4, given.seconds, disk, together=20)
    kills(given.kills)
    sheets()
    opening()


def syncs(seconds: float) -> float:
    """Return how many appends a second the disk makes durable."""
    sync = getattr(os, "fdatasync", os.fsync)
    with tempfile.TemporaryFile() as file:
        started, count = time.perf_counter(), 0
        while time.perf_counter() - started < seconds:
            os.write(file.fileno(), b"x" * 4096)
            sync(file.fileno())
            count += 1
        return count / (time.perf_counter() - started)


def write(writers: int, seconds: float, disk: float, together: int = 1) -> None:
    """Let processes write at once, so many records in a transaction; count, follow the chain."""
    with tempfile.TemporaryDirectory() as name:
        running = [start(WRITER, Path(name), f"w{n}", seconds, together) for n in range(writers)]
        for each in running:
            each.stdout.readline()
        started = time.perf_counter()
        for each in running:
            each.stdin.write("go\n")
            each.stdin.flush()
        reports = [each.communicate()[0].split() for each in running]
        rate = sum(int(report[0]) for report in reports) / (time.perf_counter() - started)
        lost = sum(int(report[0]) for report in reports) - written(Path(name))
        median, slow, slowest = (
            1000 * statistics.mean(float(report[n]) for report in reports) for n in (1, 2, 3)
        )
        print(
            f"{writers} writing {together:2} at a time: {rate:7,.0f} records a second,"
            f" {rate / FAST_ENOUGH:.1f}× the bar, {rate / disk:.2f}× the disk; lost: {lost};"
            f" waits ms: median {median:.1f}, 99th {slow:.0f}, longest {slowest:.0f}"
        )


def start(
    code: str, folder: Path, name: str, seconds: float, together: int = 1
) -> "subprocess.Popen[str]":
    """Start a writer."""
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder), name, str(seconds), str(together)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def written(folder: Path) -> int:
    """Count the lines of a ledger, after making sure that the chain holds."""
    from cadence.ledger.hash_chain import first_broken
    from cadence.ledger.store import open_ledger

    with open_ledger(folder) as ledger:
        broken, count, _head = first_broken(ledger.lines())
        if broken is not None or ledger.damage():
            sys.exit(f"the chain is broken at line {broken}")
    return count


def kills(turns: int) -> None:
    """Kill writers in their midst; everything that they said to be written must be there."""
    with tempfile.TemporaryDirectory() as name:
        said = 0
        for turn in range(turns):
            writers = [start(ENDLESS, Path(name), f"k{turn}-{n}", 60) for n in range(2)]
            for each in writers:
                each.stdout.readline()
                each.stdin.write("go\n")
                each.stdin.flush()
            time.sleep(0.05 + turn * 0.003)
            for each in writers:
                each.send_signal(signal.SIGKILL)
            said += sum(len(each.communicate()[0].splitlines()) for each in writers)
            if written(Path(name)) < said:
                sys.exit(f"lost {said - written(Path(name))} records at kill {turn}")
        more = written(Path(name)) - said
    print(f"{turns} kills of two writers: {said:,} records said to be written, none lost;")
    print(f"  {more} were on the disk before they could be said to be")


def opening() -> None:
    """Say how long opening takes, its own check among it, where all entries were verified."""
    from cadence.core.facts import Done
    from cadence.ledger.store import open_ledger

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        facts = (
            Done(occurrence=f"a:b:{n}@c/d", on=NOW.date(), evidence=f"会议纪要第{n}号")
            for n in range(VERIFIED)
        )
        with open_ledger(folder) as ledger, ledger.writing():
            ledger.append_all(facts, NOW)
        took = []
        for _turn in range(OPENINGS):
            started = time.perf_counter()
            with open_ledger(folder) as ledger:
                took.append(time.perf_counter() - started)
                if ledger.fault:
                    raise SystemExit(ledger.fault)
    median = 1000 * statistics.median(took)
    print(
        f"opening {VERIFIED:,} verified entries: {median:.1f} ms, the slowest of {OPENINGS}"
        f" {1000 * max(took):.1f} ms (bar {OPEN_BAR} ms)"
    )


def sheets() -> None:
    """Import a sheet of a thousand rows, twice; then one in which every row is bad."""
    import openpyxl

    root = Path(__file__).parents[1]
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(root / "rules", Path(name, "rules"))
        cadence = [sys.executable, "-m", "cadence", "--workspace", name]
        asked = ["occurrences", "--place", "yichuan", "--from", "2024-01-01", "--to", "2026-10-31"]
        listed = subprocess.run(
            [*cadence, *asked, "--format", "json"], capture_output=True, check=True
        )
        found = [each for each in json.loads(listed.stdout) if len(each["start"]) == 10][:ROWS]
        for label in ("good", "the same again", "bad"):
            book = openpyxl.Workbook()
            book.active.append(["编号", "完成日期", "佐证材料"])
            for n, each in enumerate(found):
                day = "2026-02-40" if label == "bad" else each["start"]
                book.active.append([each["id"], day, f"会议纪要第{n}号"])
            file = Path(name, f"{label}.xlsx")
            book.save(file)
            started = time.perf_counter()
            ran = subprocess.run([*cadence, "import", str(file)], capture_output=True, check=False)
            seconds = time.perf_counter() - started
            print(
                f"a sheet of {len(found)} rows, {label}: {seconds:.2f} s,"
                f" {len(found) / seconds:,.0f} rows a second, exit {ran.returncode}"
            )


if __name__ == "__main__":
    main()
