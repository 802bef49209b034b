"""One SQLite file an office beside one PostgreSQL database for all: writes, kills, following.

Starts a PostgreSQL server of its own that waits for the disk, as a real one does.
Run: python benchmarks/ledger_places.py [--seconds N] [--lines N]
"""

import argparse
import datetime as dt
import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from postgres_server import MISSING, Cluster, programs

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
WARM = 6  # lines that each writer writes into each chain before it is measured
# Writes into one folder after the other, one line in a transaction, each opened once.
WRITER = """
import contextlib, datetime as dt, itertools, sys, time
from pathlib import Path
from cadence.core.facts import Done
from cadence.ledger.store import open_ledger
seconds, name, *folders = sys.argv[1:]
now = dt.datetime.now(dt.timezone.utc)
waits = []
with contextlib.ExitStack() as stack:
    ledgers = [stack.enter_context(open_ledger(Path(each))) for each in folders]
    for ledger in ledgers * WARM:  # until each connection has prepared what it says
        with ledger.writing():
            ledger.append(Done(occurrence="a:b:w@c/d", on=now.date(), evidence="会议纪要"), now)
    print("ready", flush=True)
    sys.stdin.readline()
    ends = time.perf_counter() + float(seconds)
    for ledger in itertools.cycle(ledgers):
        if (started := time.perf_counter()) > ends:
            break
        fact = Done(occurrence=f"a:b:{name}-{len(waits)}@c/d", on=now.date(), evidence="会议纪要")
        with ledger.writing():
            ledger.append(fact, now)
        waits.append(time.perf_counter() - started)
waits.sort()
print(len(waits), waits[len(waits) // 2], waits[len(waits) * 99 // 100])
""".replace("WARM", str(WARM))


def main() -> None:
    """Measure each store in turn and print figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--lines", type=int, default=100_000)
    given = parser.parse_args()
    if not programs():
        sys.exit(MISSING)
    server = Cluster("max_connections=200", safe=True)
    try:
        for writers, chains in ((1, 1), (4, 1), (4, 4), (4, 100)):
            for address in ("", server.address):
                write(address, writers, chains, given.seconds)
        for address in ("", server.address):
            follow(address, given.lines)
    finally:
        server.remove()


def office(root: Path, address: str, chain: str) -> Path:
    """Make a folder whose ledger is a chain of a database, or its own file."""
    folder = root / chain
    folder.mkdir()
    if address:
        unique = f"{root.name.lower().replace('_', '-')}/{chain}"
        text = f"ledger: {address}\nchain: x{unique}\n"
        (folder / "workspace.yaml").write_text(text, "utf-8")
    return folder


def write(address: str, writers: int, chains: int, seconds: float) -> None:
    """Let processes write at once into so many chains, shared out among them; follow each."""
    from cadence.ledger.hash_chain import first_broken
    from cadence.ledger.store import open_ledger

    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folders = [office(Path(name), address, f"c{n}") for n in range(chains)]
        running = [
            start(seconds, f"w{n}", folders[n::writers] or folders[:1]) for n in range(writers)
        ]
        for each in running:
            each.stdout.readline()
        for each in running:
            each.stdin.write("go\n")
            each.stdin.flush()
        told = [each.communicate()[0].split() for each in running]
        total = sum(int(each[0]) for each in told)
        kept = 0
        for folder in folders:
            with open_ledger(folder) as ledger:
                broken, count, _head = first_broken(ledger.lines())
            kept += count
            if broken is not None:
                sys.exit(f"the chain is broken at line {broken}")
        total_kept = total + WARM * max(writers, chains)
        if kept != total_kept:
            sys.exit(f"{total_kept} lines were acknowledged and {kept} are there")
        median, slow = (max(float(each[n]) for each in told) * 1000 for n in (1, 2))
        print(
            f"{store_of(address)}: {writers} writers, {chains} chains: {total / seconds:,.0f} lines"
            f" a second, median {median:.1f} ms, 99 % under {slow:.1f} ms; none lost or doubled"
        )


def start(seconds: float, name: str, folders: list[Path]) -> subprocess.Popen[str]:
    """Start a writer."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(seconds), name, *map(str, folders)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def follow(address: str, lines: int) -> None:
    """Write many lines in a few transactions, follow their chain, read them as entries."""
    from cadence.core.facts import Done
    from cadence.ledger.hash_chain import first_broken
    from cadence.ledger.store import open_ledger

    facts = [
        Done(occurrence=f"ceshi/notice:meeting:{n}@ceshi/east", on=NOW.date(), evidence="会议纪要")
        for n in range(lines)
    ]
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = office(Path(name), address, "all")
        laps = [time.perf_counter()]
        with open_ledger(folder) as ledger:
            for first in range(0, lines, 10_000):
                with ledger.writing():
                    ledger.append_all(facts[first : first + 10_000], NOW)
        laps.append(time.perf_counter())
        with open_ledger(folder) as ledger:
            laps.append(time.perf_counter())
            if first_broken(ledger.lines())[:2] != (None, lines):
                sys.exit("the chain does not hold")
            laps.append(time.perf_counter())
            count = sum(1 for _each in ledger.entries())
            laps.append(time.perf_counter())
            found = sum(1 for _each in ledger.about([facts[lines // 2].occurrence]))
            laps.append(time.perf_counter())
    if (count, found) != (lines, 1):
        sys.exit(f"{count} entries, {found} about one occurrence")
    written, opened, followed, read, looked = (b - a for a, b in itertools.pairwise(laps))
    print(
        f"{store_of(address)}: {lines:,} lines written in {written:.1f} s, opened in"
        f" {opened * 1000:.0f} ms, followed in {followed:.2f} s, read as entries in {read:.2f} s,"
        f" one occurrence's found in {looked * 1000:.0f} ms"
    )


def store_of(address: str) -> str:
    """Name a store."""
    return "PostgreSQL" if address else "SQLite"


if __name__ == "__main__":
    main()
