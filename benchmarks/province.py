"""How a check and a roll-up grow with counties: 375 units × 40 rules × 36 months in each.

A province has 120 such counties (64.8 million occurrences). In one run, by number of counties:

    check     `cadence check --by document --jobs N` from the shell: read, dated, judged
    feeds     `cadence build --only feeds --jobs N`: every calendar, and once more, unchanged; asked
              for alone with one county (the sample) and twelve (a city in full)
    write     `cadence rollup write --jobs N`: one Parquet file a county
    show      `cadence rollup show --by clause` over those files
    dask      the same check on two local Dask workers
    duckdb    what a user would pick instead: due rows and entries as Parquet, one query in
              DuckDB; what making its tables takes is not counted
    postgres  the same query over the same rows as tables in PostgreSQL, analysed, one backend:
              its own CPU alone

Run: python benchmarks/province.py [--counties 1 10 60] [--jobs 2] [--sides check dask …]
"""

import argparse
import contextlib
import datetime as dt
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from feeds import DOCUMENT, MONTHS, RULE, RULES

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Done
from cadence.ledger.store import open_ledger

SIDES = ["check", "write", "show", "dask", "duckdb", "postgres"]
FEEDS = "feeds"  # not without being asked: 0.6 GB a county
UNITS, ENTRIES = 375, 83_333  # of a county: a 120th of the province's 45,000 and 10 million
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)
ASKED = ("--from", "2024-01-01", "--to", "2026-12-31", "--as-of", "2026-11-22")
DAYS = {n: 1 + n % 28 for n in range(1, RULES + 1)}
TABLES = {
    "due": "county int, unit int, rule int, month int, due date",
    "entries": "county int, unit int, rule int, month int, done date",
}
JUDGE = """
    SELECT document, status, count(*) FROM (
        SELECT 'pack' AS document, CASE
            WHEN e.done IS NULL AND d.due < DATE '2026-11-22' THEN 'overdue'
            WHEN e.done IS NULL THEN 'open'
            WHEN e.done > d.due THEN 'late' ELSE 'done' END AS status
        FROM read_parquet($due) AS d LEFT JOIN read_parquet($entries) AS e
        ON d.county = e.county AND d.unit = e.unit AND d.rule = e.rule AND d.month = e.month
    ) GROUP BY ALL
"""


def main() -> None:
    """Print a table: wall and CPU seconds and the largest process, by number of counties."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counties", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sides", nargs="+", choices=[*SIDES, FEEDS], default=SIDES)
    arguments = parser.parse_args()
    print(f"{'counties':>8} {'occurrences':>12} {'side':8} {'wall s':>8} {'cpu s':>8} {'MB':>6}")
    for counties in arguments.counties:
        folder = Path(tempfile.mkdtemp(prefix="province-"))
        try:
            run(folder, counties, arguments)
        finally:
            shutil.rmtree(folder)


def run(folder: Path, counties: int, asked: argparse.Namespace) -> None:
    """Time one province of so many counties."""
    writer = multiprocessing.get_context("fork").Process(
        target=write_province, args=(folder, counties)
    )
    writer.start()  # in a process of its own: a child's peak is never below its parent's size
    writer.join()
    crew = ("--jobs", str(asked.jobs))
    share = folder / "share"
    sides = {
        "check": ("check", *ASKED, "--by", "document", *crew),
        "write": ("rollup", "write", str(share), "--as-of", "2026-11-22", *crew),
        "show": ("rollup", "show", str(share), "--as-of", "2026-11-22", "--by", "clause"),
    }
    for side, command in sides.items():
        if side in asked.sides:
            print_row(counties, side, ran(folder, command))
    if FEEDS in asked.sides:
        for side in (FEEDS, "again"):
            print_row(counties, side, ran(folder, ("build", *ASKED, "--only", "feeds", *crew)))
        size = sum(each.stat().st_size for each in (folder / "out" / "feeds").rglob("*.ics"))
        print(f"{counties:>8} {'':12} {size / 1e6 / counties:.0f} MB a county")
    if "dask" in asked.sides:
        with workers() as address:
            command = ("check", *ASKED, "--by", "document", "--cluster", address)
            before = children_cpu()
            wall, cpu, peak = ran(folder, command)
            cpu += children_cpu() - before
        print_row(counties, "dask", (wall, cpu, peak))
    if "duckdb" in asked.sides or "postgres" in asked.sides:
        print_row(counties, "duckdb", query(folder, counties))
    if "postgres" in asked.sides:
        print_row(counties, "postgres", query_postgres(folder))


def children_cpu() -> float:
    """Return the CPU seconds of the processes that this one started and that still run."""
    import psutil

    found = psutil.Process().children(recursive=True)
    return sum(sum(each.cpu_times()[:2]) for each in found)


def print_row(counties: int, side: str, figures: tuple[float, float, float]) -> None:
    wall, cpu, peak = figures
    size = counties * UNITS * RULES * MONTHS
    print(f"{counties:>8} {size:>12,} {side:8} {wall:>8.2f} {cpu:>8.2f} {peak:>6.0f}", flush=True)


def write_province(folder: Path, counties: int) -> None:
    """Write the rules of every county, and one ledger for all, in one transaction."""
    rules = "".join(RULE.format(n=n, day=day) for n, day in DAYS.items())
    ids = [f"unit-{n:04}" for n in range(UNITS)]
    units = "".join(f"  - {{id: {each}, name: 第{n}单位}}\n" for n, each in enumerate(ids))
    group = f"groups: [{{id: all, name: 各单位, members: [{', '.join(ids)}]}}]\n"
    for place in names(counties):
        own = folder / "rules" / place
        own.mkdir(parents=True)
        roster = f"name: {place}县\noffice: {place}县安委办\nunits:\n{units}{group}"
        (own / "units.yaml").write_text(roster, encoding="utf-8")
        (own / "pack.yaml").write_text(DOCUMENT + rules, encoding="utf-8")
    with open_ledger(folder) as ledger, ledger.writing():
        facts = (
            Done(
                occurrence=f"{place}/pack:duty-{rule:02}:{day:%Y-%m}@{place}/{ids[unit]}",
                on=day,
                evidence=f"会议纪要〔{day.year}〕{unit}号",
            )
            for place, unit, rule, day in entries(counties)
        )
        ledger.append_all(facts, NOW)


def names(counties: int) -> list[str]:
    return [f"county-{n:03}" for n in range(counties)]


def entries(counties: int) -> Iterator[tuple[str, int, int, dt.date]]:
    """Yield what was done, some of it late; the same in every run."""
    chance = random.Random(2026)  # noqa: S311 - the same ledger in every run
    for place in names(counties):
        for number in chance.sample(range(UNITS * RULES * MONTHS), ENTRIES):
            unit, rest = divmod(number, RULES * MONTHS)
            rule, month = divmod(rest, MONTHS)
            first = dt.date(2024 + month // 12, month % 12 + 1, 1)
            yield place, unit, rule + 1, first + dt.timedelta(days=chance.randrange(28))


def ran(folder: Path, command: tuple[str, ...]) -> tuple[float, float, float]:
    """Run a command: wall seconds, CPU seconds with its children, MB of its largest process."""
    line = (sys.executable, "-m", "cadence", "--workspace", str(folder), *command)
    begun = time.perf_counter()
    child = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read() if child.stderr else b""
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1}:
        sys.exit(said.decode())
    wall = time.perf_counter() - begun
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


@contextlib.contextmanager
def workers() -> Iterator[str]:
    """Start two Dask workers, each a process of its own, and their scheduler.

    Nobody reads what a worker samples of its own work; docs/scale.md says how to do without it.
    """
    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.worker.profile.enabled": False})
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as found:
        yield found.scheduler_address


def query(folder: Path, counties: int) -> tuple[float, float, float]:
    """Time the one query; its process is this one's child, so that its memory is its own."""
    import duckdb

    due, done = folder / "due.parquet", folder / "entries.parquet"
    days = ", ".join(f"({rule}, {day})" for rule, day in DAYS.items())
    duckdb.sql(
        f"SELECT county, unit, rule, month,"  # noqa: S608 - our own numbers
        f" make_date(2024 + month // 12, month % 12 + 1, day) AS due"
        f" FROM range({counties}) c(county), range({UNITS}) u(unit), range({MONTHS}) m(month),"
        f" (VALUES {days}) r(rule, day)"
    ).write_parquet(str(due))
    lines = folder / "entries.csv"
    with lines.open("w", encoding="utf-8") as stream:
        for place, unit, rule, day in entries(counties):
            month = (day.year - 2024) * 12 + day.month - 1
            stream.write(f"{int(place[-3:])},{unit},{rule},{month},{day}\n")
    columns = {
        "county": "BIGINT",
        "unit": "BIGINT",
        "rule": "INTEGER",
        "month": "BIGINT",
        "done": "DATE",
    }
    duckdb.read_csv(str(lines), header=False, names=list(columns), dtype=columns).write_parquet(
        str(done)
    )
    script = (
        "import duckdb, sys; duckdb.sql('SET threads = 2'); files = dict(zip("
        "('due', 'entries'), sys.argv[2:])); print(duckdb.execute(sys.argv[1], files).fetchall())"
    )
    begun = time.perf_counter()
    child = subprocess.Popen(
        (sys.executable, "-c", script, JUDGE, str(due), str(done)), stdout=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit("the query failed")
    wall = time.perf_counter() - begun
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def query_postgres(folder: Path) -> tuple[float, float, float]:
    """Time the one query over tables in a server of its own, by its backend's CPU."""
    import duckdb
    import psutil
    import psycopg

    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from postgres_server import Cluster

    text = JUDGE.replace("read_parquet($due)", "due").replace("read_parquet($entries)", "entries")
    text = text.replace("GROUP BY ALL", "AS judged GROUP BY document, status")
    server = Cluster()
    try:
        with psycopg.connect(server.address, autocommit=True) as connection:
            for name, columns in TABLES.items():
                file = folder / f"{name}.csv"
                duckdb.read_parquet(str(folder / f"{name}.parquet")).write_csv(str(file))
                connection.execute(f"CREATE TABLE {name} ({columns})")
                with (
                    connection.cursor().copy(
                        f"COPY {name} FROM STDIN (FORMAT csv, HEADER)"
                    ) as copy,
                    file.open("rb") as stream,
                ):
                    while block := stream.read(1 << 20):
                        copy.write(block)
                connection.execute(f"ANALYZE {name}")
            connection.execute("SET max_parallel_workers_per_gather = 0; SET work_mem = '256MB'")
            backend = psutil.Process(connection.info.backend_pid)
            before, begun = sum(backend.cpu_times()[:2]), time.perf_counter()
            connection.execute(text).fetchall()
            wall = time.perf_counter() - begun
            cpu = sum(backend.cpu_times()[:2]) - before
            return wall, cpu, backend.memory_info().rss / 1024 / 1024
    finally:
        server.remove()


if __name__ == "__main__":
    main()
