"""Make every page and form as pictures, to be looked at by a person.

A county with records in every state (look_pages.py): each page on a desktop, a phone, in the dark
and on paper, each form. For each month: the busiest unit's table as HTML, PDF, XLSX and DOCX, and
the collected one. Files become PDF by Chromium and LibreOffice and PNG by poppler, one picture a
page. Nothing is judged here: see docs/duty.md for what to look for.

Run: python tests/look.py [--folder DIR] [--only pages|forms|months] [PLACE:MONTH ...]
"""

import argparse
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from look_pages import furnish, picture_pages, write_forms

from cadence.core.dates import SHANGHAI, Span, last_of_month
from cadence.core.history import EMPTY
from cadence.occurrences import Asked, scenes_of
from cadence.print.fonts import find_faces
from cadence.reports.duty.forms import render_form
from cadence.reports.duty.month import month_of_place, tables_of
from cadence.reports.duty.nouns import DutyTable
from cadence.rules.workspace import read_workspace

ROOT = Path(__file__).parents[1]
MONTHS = ("yichuan:2026-12", "yichuan:2022-06", "xiayi:2026-12", "xiayi:2025-06")
FORMS = ("html", "pdf", "xlsx", "docx")
DPI = "90"
# The official faces are as wide as these; without them LibreOffice takes wider ones.
STAND_INS = """\
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{}</fontconfig>
"""
ALIAS = "<alias binding='same'><family>{}</family><prefer><family>{}</family></prefer></alias>"
FACES = {
    "仿宋": "Noto Serif CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
}


def main() -> None:
    """Make the pictures, and say where they are and how many pages each form took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where to (default: a new one in TMPDIR)")
    parser.add_argument("--only", choices=("pages", "forms", "months"))
    parser.add_argument("months", nargs="*", default=MONTHS, metavar="PLACE:MONTH")
    arguments = parser.parse_args()
    for program in ("chromium", "soffice", "pdftoppm"):
        if not shutil.which(program):
            sys.exit(f"{program} is not installed: chromium, libreoffice-calc and -writer, poppler")
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="look-"))
    folder.mkdir(parents=True, exist_ok=True)
    fonts = folder / "fonts.conf"
    aliases = "".join(ALIAS.format(*each) for each in FACES.items())
    fonts.write_text(STAND_INS.format(aliases), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    if arguments.only != "months":
        look_around(folder, arguments.only)
    for each in arguments.months if arguments.only in {None, "months"} else ():
        place, _colon, month = each.partition(":")
        look(folder, place, month)
    print(f"pictures in {folder}")


def look_around(folder: Path, only: str | None) -> None:
    """Make the pictures of a county's pages and forms."""
    county = folder / "county"
    if not county.exists():
        furnish(county)
    if only != "forms":
        for line in picture_pages(county, folder, take_pictures):
            print(line)
    if only != "pages":
        for file in write_forms(county, folder):
            if file.exists():
                pages = take_pictures(print_file(file, file.suffix[1:]))
                print(f"{file.name}: {pages} pages")


def look(folder: Path, place: str, month: str) -> None:
    """Make the pictures of one month."""
    first = dt.date.fromisoformat(f"{month}-01")
    span = Span(first, last_of_month(first.year, first.month))
    as_of = dt.datetime.combine(first, dt.time(8), SHANGHAI)
    (scene,) = scenes_of(read_workspace(ROOT), EMPTY, Asked(span=span, place=place), as_of)
    *tables, whole = tables_of(month_of_place(scene), ())
    busiest = max(tables, key=lambda table: len(table.rows))
    faces = find_faces(ROOT / "fonts")
    for name, table in (("unit", busiest), ("all", whole)):
        for form in FORMS:
            file = folder / f"{place}-{month}-{name}.{form}"
            file.write_bytes(render_form(form, [table], faces))
            printed = print_file(file, form)
            pages = take_pictures(printed)
            print(f"{file.name}: {described(table)}, {pages} pages")


def described(table: DutyTable) -> str:
    """Say whose table it is and how many rows it has."""
    return f"{table.head.whose}, {len(table.rows)} rows"


def print_file(file: Path, form: str) -> Path:
    """Turn a file into a PDF as its readers' programs would."""
    printed = file.with_name(f"{file.name}.pdf") if form != "pdf" else file
    if form == "html":
        run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--print-to-pdf={printed}", file,
        )  # fmt: skip
    elif form != "pdf":
        with tempfile.TemporaryDirectory() as apart:  # beside it lies the PDF of our own
            run("soffice", "--headless", "--convert-to", "pdf", "--outdir", apart, file)
            shutil.move(Path(apart) / f"{file.stem}.pdf", printed)
    return printed


def take_pictures(printed: Path) -> int:
    """Turn a PDF into a picture a page, and count them."""
    stem = printed.with_suffix("")
    for old in stem.parent.glob(f"{stem.name}-*.png"):
        old.unlink()
    run("pdftoppm", "-r", DPI, "-png", printed, stem)
    return len(list(stem.parent.glob(f"{stem.name}-*.png")))


def run(*command: object) -> None:
    """Run a program without its chatter; stop where it fails."""
    subprocess.run([str(each) for each in command], check=True, capture_output=True)


if __name__ == "__main__":
    main()
