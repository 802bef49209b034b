"""What the house looks like from outside: names at its top, floors, arrows, rooms on four ways.

A room is a folder of cadence/, or a module that lies beside the folders. Floors: the longest way of
imports from room to room. A way enters a room when one of its functions runs while the way is
gone; whoever reads the workspace or prints is counted too.

Run: python benchmarks/house.py [--package FOLDER]
"""

import argparse
import ast
import contextlib
import io
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
MEETING = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11@yichuan/pengpo"
SHEET = "编号,完成日期,佐证材料\n{0},2026-11-20,纪要第11号\n"


def main() -> None:
    """Print it all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, default=ROOT / "cadence")
    package = parser.parse_args().package.resolve()
    sys.path.insert(0, str(package.parent))
    arrows = arrows_of(package)
    rooms = [name for name in arrows if not name.startswith("__")]
    print(f"names at the top of {package.name}/: {len(list(names_of(package)))}")
    print(f"rooms: {len(rooms)}, floors: {floors(arrows)}")
    print(f"arrows between rooms: {sum(map(len, arrows.values()))}")
    for name in sorted(rooms):
        print(f"  {name:12} {', '.join(sorted(arrows[name]))}")
    for way, entered in ways(package):
        print(f"{way}: {len(entered)} rooms ({', '.join(sorted(entered))})")


def names_of(package: Path) -> Iterator[str]:
    """Name what lies in the folder, generated files aside."""
    return (each.name for each in package.iterdir() if not each.name.startswith("__pycache__"))


def room(package: Path, file: Path) -> str:
    """Return the room in which a file lies."""
    return file.relative_to(package).parts[0].removesuffix(".py")


def arrows_of(package: Path) -> dict[str, set[str]]:
    """Return which rooms each room imports, wherever in its files."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in package.rglob("*.py"):
        own = room(package, file)
        found[own] |= set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cadence."):
                found[own].add(node.module.split(".")[1])
    return {own: others - {own} for own, others in found.items()}


def floors(arrows: dict[str, set[str]]) -> int:
    """Return the length of the longest way of imports; a circle counts as one floor."""

    @cache
    def height(name: str, above: frozenset[str] = frozenset()) -> int:
        below = arrows.get(name, set()) - above - {name}
        return 1 + max((height(each, above | {name}) for each in below), default=0)

    return max(map(height, arrows))


def ways(package: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield four ways through the house and the rooms that each enters."""
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder) / "office"
        run = runner(office)
        run("init", str(office), here=False)
        sheet = Path(folder) / "back.csv"
        sheet.write_text(SHEET.format(MEETING.replace("pengpo", "gezhai")), encoding="utf-8-sig")
        proof = ("--on", "2026-11-20", "--evidence", "纪要")
        gone = (
            ("a pack file to a feed's bytes", ("build", "--only", "feeds")),
            ("done to a ledger row", ("done", MEETING, *proof)),
            ("a returned sheet to ledger rows", ("import", str(sheet))),
            ("an occurrence to a duty table", ("duty", "2026-11", "--unit", "pengpo")),
        )
        for words, arguments in gone:
            yield words, entered(package, lambda arguments=arguments: run(*arguments))


def runner(office: Path) -> Callable[..., None]:
    """Return what runs a command in this process, as the shell would."""

    def run(*arguments: str, here: bool = True) -> None:
        try:
            from cadence.commands.cli import main as command
        except ImportError:
            from cadence.cli import main as command

        given = [*(("--workspace", str(office)) if here else ()), *arguments]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            command.main(given, standalone_mode=False)

    return run


def entered(package: Path, way: Callable[[], None]) -> set[str]:
    """Return the rooms of which a function ran."""
    found: set[str] = set()

    def note(frame: object, event: str, _argument: object) -> None:
        name = frame.f_code.co_filename
        if event == "call" and frame.f_code.co_name != "<module>" and name.startswith(str(package)):
            found.add(room(package, Path(name)))

    sys.setprofile(note)
    try:
        way()
    finally:
        sys.setprofile(None)
    return found - {"__main__", "__init__"}


if __name__ == "__main__":
    main()
