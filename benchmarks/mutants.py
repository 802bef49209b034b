"""How many small faults planted in the core rooms the tests notice.

Each fault is one comparison flipped, one number one larger, `and` for `or`, a `not` left out, a
condition taken for granted or a statement dropped, in a copy of the project; then the tests of its
room run, and where they notice nothing, those of the rooms that stand on it.

The tests must pass without a fault first: one that fails anyhow would seem to notice every fault.
That run also says how long they take, and a fault that takes PATIENCE times as long hangs.

Run: python benchmarks/mutants.py [--faults 100] [--seed 1] [--room occurrences] [--beside ROOM ...]
"""

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("core", "workdays", "rules", "occurrences", "ledger", "conflicts")
BESIDE = ("core", "workdays", "occurrences", "ledger", "conflicts", "feeds", "reports", "rules",
          "journeys", "commands")  # fmt: skip
PATIENCE = 5  # times as long as without a fault
LEAST = 60  # seconds, whatever the machine does beside
BAR = 0.92
FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One small change: the file, the line, what was done, and the text of the whole file then."""

    file: Path
    line: int
    kind: str
    text: str


def main() -> None:
    """Plant faults one after the other and say which no test noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", choices=ROOMS)
    parser.add_argument("--beside", nargs="*", choices=BESIDE, default=BESIDE)
    given = parser.parse_args()
    rooms = (given.room,) if given.room else ROOMS
    chosen = drawn(rooms, given.faults, given.seed)
    with tempfile.TemporaryDirectory() as name:
        copied = Path(name) / "project"
        away = shutil.ignore_patterns(".git", ".venv", "out", "node_modules", "__pycache__")
        shutil.copytree(ROOT, copied, ignore=away, symlinks=True)
        took = {
            room: clean(copied, room)
            for room in dict.fromkeys((*rooms, *given.beside))
            if room in given.beside or any(fault.file.parts[1] == room for fault in chosen)
        }
        noticed = 0
        for number, fault in enumerate(chosen, 1):
            seen = is_noticed(copied, fault, took, given.beside)
            noticed += seen
            said = "noticed" if seen else "NOT NOTICED"
            print(f"{number:4} {fault.file}:{fault.line} {fault.kind}: {said}", flush=True)
    share = noticed / len(chosen)
    print(f"noticed {noticed} of {len(chosen)} ({share:.0%}); bar {BAR:.0%}")


def drawn(rooms: tuple[str, ...], count: int, seed: int) -> list[Fault]:
    """Draw faults from all that could be planted, each as likely as the others."""
    files = [each for room in rooms for each in sorted((ROOT / "cadence" / room).rglob("*.py"))]
    possible = [(file, at) for file in files for at in range(sum(1 for _ in places(file)))]
    picked = random.Random(seed).sample(possible, min(count, len(possible)))  # noqa: S311
    return [planted(file, at) for file, at in sorted(picked)]


def places(file: Path) -> Iterator[tuple[ast.Module, ast.AST, str]]:
    """Yield where a fault can be planted: the tree, the node in it, the kind of fault."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    inside = (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))
    nodes = {id(node): node for function in inside for node in ast.walk(function)}
    for node in nodes.values():
        if kind := kind_of(node):
            yield tree, node, kind


def kind_of(node: ast.AST) -> str:
    """Name the fault that a node can have; "" where none."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in FLIPPED:
            return "a comparison flipped"
        case ast.BoolOp():
            return "and/or swapped"
        case ast.UnaryOp(op=ast.Not()):
            return "a not left out"
        case ast.Constant(value=int()) if not isinstance(node.value, bool):
            return "one more"
        case ast.If() | ast.IfExp():
            return "a condition taken for granted"
        case ast.AugAssign() | ast.Expr(value=ast.Call()):
            return "a statement dropped"
    return ""


def planted(file: Path, at: int) -> Fault:
    """Plant the fault of that number in a file."""
    tree, node, kind = next(each for n, each in enumerate(places(file)) if n == at)
    line = node.lineno  # type: ignore[attr-defined]
    changed = Planting(node, kind).visit(copy.copy(tree))
    text = ast.unparse(ast.fix_missing_locations(changed))
    return Fault(file.relative_to(ROOT), line, kind, text)


class Planting(ast.NodeTransformer):
    """Changes one node of a tree."""

    def __init__(self, node: ast.AST, kind: str) -> None:
        """Remember which and how."""
        self.node = node
        self.kind = kind

    def visit(self, node: ast.AST) -> ast.AST:
        """Change the node that is meant, and look for it in any other."""
        if node is not self.node:
            return self.generic_visit(node)
        match node:
            case ast.Compare():
                node.ops = [FLIPPED[type(node.ops[0])]()]
            case ast.BoolOp():
                node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            case ast.UnaryOp():
                return node.operand
            case ast.Constant(value=int() as value):
                return ast.Constant(value + 1)
            case ast.If() | ast.IfExp():
                node.test = ast.Constant(value=True)
            case _:
                return ast.Pass()
        return node


def clean(project: Path, room: str) -> float:
    """Run a room's tests without a fault and return the seconds they took.

    Raises:
        SystemExit: one fails, so that no figure would be true.
    """
    started = time.perf_counter()
    if fails(project, room, None):
        raise SystemExit(f"tests/{room} fails without a fault; nothing can be said of faults")
    took = time.perf_counter() - started
    print(f"tests/{room} passes without a fault, in {took:.0f} s", flush=True)
    return took


def is_noticed(project: Path, fault: Fault, took: dict[str, float], beside: Sequence[str]) -> bool:
    """Tell whether a test fails with a fault in place, in its own room first, then the quickest."""
    target = project / fault.file
    whole = target.read_text(encoding="utf-8")
    target.write_text(fault.text, encoding="utf-8")
    own = fault.file.parts[1]
    others = sorted((each for each in beside if each != own), key=took.__getitem__)
    try:
        return any(
            fails(project, each, max(LEAST, PATIENCE * took[each])) for each in (own, *others)
        )
    finally:
        target.write_text(whole, encoding="utf-8")


def fails(project: Path, room: str, patience: float | None) -> bool:
    """Run a room's tests until the first that fails, or for so long that something hangs."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    found = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            [*command, f"tests/{room}"],
            cwd=project, env=found, capture_output=True, timeout=patience, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return ran.returncode != 0


if __name__ == "__main__":
    main()
