"""How fast and in how much memory returned sheets are taken, beside merely reading the file.

Run: python benchmarks/import.py [--csv ROWS] [--xlsx ROWS]
"""

import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEADS = ("编号", "完成日期", "佐证材料")
MEGABYTE = 1024  # in the kilobytes that Linux counts in
IDS = 30_000  # occurrences; a further row of one of them brings a further proof of the same day
SPOILT = 10  # every tenth row is refused, and a copy to mend is written
PLACES = ("yichuan", "xiayi", "enyang")
CSV_READER = "import csv, sys; n = sum(1 for _ in csv.reader(open(sys.argv[1], newline='')))"
XLSX_READER = (
    "import openpyxl, sys; book = openpyxl.load_workbook(sys.argv[1], read_only=True);"
    "n = sum(1 for _ in book.active.iter_rows(values_only=True))"
)


def main() -> None:
    """Measure both kinds of sheets, good ones, and then what is to be refused."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--csv", type=int, default=300_000)
    parser.add_argument("--xlsx", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "rules", folder / "rules")
        found = occurrences(folder)
        for rows, make, bars in (
            (given.csv, write_csv, (20, 300)),
            (given.xlsx, write_xlsx, (30, 300)),
        ):
            file = make(folder, list(rows_of(found, rows)))
            reader = CSV_READER if file.suffix == ".csv" else XLSX_READER
            told(f"merely reading {rows:,} rows of {file.suffix}", "-c", reader, str(file))
            told(f"import of them (bar {bars[0]} s, {bars[1]} MB)", *cadence(folder), str(file))
            told("the same file again", *cadence(folder), str(file))
            forget(folder)
            file = make(folder, list(spoilt(rows_of(found, rows))))
            told(f"import, one of {SPOILT} refused", *cadence(folder), str(file))
            forget(folder)
        for file in hostile(folder):
            told(f"hostile: {file.name} (bar 1 s, 200 MB)", *cadence(folder), str(file))


def cadence(folder: Path) -> tuple[str, ...]:
    """Return how an import is asked for."""
    return ("-m", "cadence", "--workspace", str(folder), "import")


def occurrences(folder: Path) -> list[dict[str, str]]:
    """List what may be reported as done."""
    found: list[dict[str, str]] = []
    for place in PLACES:
        asked = ["occurrences", "--place", place, "--from", "2024-01-01", "--to", "2026-10-31"]
        listed = subprocess.run(
            [sys.executable, "-m", "cadence", "--workspace", str(folder), *asked,
             "--format", "json"],
            capture_output=True, check=False,
        )  # fmt: skip
        if listed.returncode == 0:
            found += [each for each in json.loads(listed.stdout) if len(each["start"]) == 10]
    return found[:IDS]


def rows_of(found: list[dict[str, str]], count: int) -> "list[tuple[str, str, str]]":
    """Return so many rows, each with a proof of its own."""
    listed = (found[n % len(found)] for n in range(count))
    return [(each["id"], each["start"], f"会议纪要第{n}号") for n, each in enumerate(listed)]


def spoilt(rows: "list[tuple[str, str, str]]") -> "Iterator[tuple[str, str, str]]":
    """Yield rows of which some name a day that no calendar has."""
    for number, (identifier, day, proof) in enumerate(rows):
        yield identifier, day if number % SPOILT else "2026-02-40", proof


def forget(folder: Path) -> None:
    """Take the ledger away, and the copy to mend."""
    (folder / "ledger.sqlite").unlink()
    shutil.rmtree(folder / ".cadence")
    for each in folder.glob("returned.待修改*"):
        each.unlink()


def write_csv(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    """Write rows as a spreadsheet program saves them."""
    file = folder / "returned.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([HEADS, *rows])
    return file


def write_xlsx(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    """Write rows as a workbook."""
    import xlsxwriter

    file = folder / "returned.xlsx"
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADS, *rows]):
            sheet.write_row(number, 0, row)
    return file


def hostile(folder: Path) -> list[Path]:
    """Make files that would take all memory, or for ever."""
    return [
        made(folder / "bomb.xlsx", {"xl/worksheets/sheet1.xml": b" " * 900_000_000}),
        made(folder / "rows.xlsx", {"xl/worksheets/sheet1.xml": b"<row/>" * 10_000_000}),
        made(folder / "other.xlsx", {"xl/worksheets/a.bin": b"\0" * 400_000_000}),
        made(folder / "strings.xlsx", {"xl/sharedStrings.xml": b"<si><t>a</t></si>" * 8_000_000}),
        made(folder / "parts.xlsx", {f"xl/media/{n}": b"" for n in range(60_000)}),
        many_lines(folder / "lines.csv"),
        one_line(folder / "line.csv"),
        open_quote(folder / "quote.csv"),
    ]


def made(file: Path, parts: dict[str, bytes]) -> Path:
    """Write a .zip of some parts."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file


def many_lines(file: Path) -> Path:
    """Write more lines than anybody fills in."""
    file.write_bytes("编号,完成日期,佐证材料\n".encode() + b"a,b,c\n" * 15_000_000)
    return file


def one_line(file: Path) -> Path:
    """Write one row of commas alone."""
    file.write_bytes("编号,完成日期,佐证材料\n".encode() + b"," * 95_000_000)
    return file


def open_quote(file: Path) -> Path:
    """Write one cell that never ends."""
    file.write_bytes('编号,完成日期,佐证材料\n"'.encode() + b"a\n" * 45_000_000)
    return file


def told(label: str, *command: str) -> None:
    """Run Python with a command; print its seconds, its memory and how it ended."""
    started = time.perf_counter()
    before = """
import os, resource, subprocess, sys
ran = subprocess.run([sys.executable, *sys.argv[1:]], capture_output=True, text=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, ran.returncode)
print((ran.stderr or ran.stdout).strip()[-300:].replace(chr(10), " | "))
"""
    ran = subprocess.run(
        [sys.executable, "-c", before, *command], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - started
    figures, said = ran.stdout.split("\n", 1)
    kilobytes, code = map(int, figures.split())
    print(f"{label}: {seconds:.1f} s, {kilobytes / MEGABYTE:.0f} MB, exit {code}  {said.strip()}")


if __name__ == "__main__":
    main()
