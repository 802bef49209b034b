"""Small faults that can be planted in a file: where, of which kind, and the text with one in it."""

import ast
import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One small change: the file, the line, what was done, and the text of the whole file then.

    `place` names where it stands by the function and by its number in there, so that changes
    elsewhere in the file do not move it.
    """

    file: Path
    line: int
    kind: str
    text: str
    place: str
    before: str


def drawn(root: Path, rooms: tuple[str, ...], count: int, seed: int) -> list[Fault]:
    """Draw faults from all that could be planted, each as likely as the others."""
    files = [each for room in rooms for each in sorted((root / "cadence" / room).rglob("*.py"))]
    possible = [
        (file, at)
        for file in files
        for at in range(len(places(ast.parse(file.read_text(encoding="utf-8")))))
    ]
    picked = random.Random(seed).sample(possible, min(count, len(possible)))  # noqa: S311
    return [planted(root, file, at) for file, at in sorted(picked)]


def places(tree: ast.Module) -> list[tuple[ast.AST, str, str]]:
    """List where a fault can be planted: the node, the kind of fault, the name of the place."""
    found: dict[int, tuple[ast.AST, str, str]] = {}
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        fit = [(node, kind) for node in ast.walk(function) if (kind := kind_of(node))]
        for number, (node, kind) in enumerate(fit):  # one in another's midst is named by that one
            found.setdefault(id(node), (node, kind, f"{function.name}.{number}"))
    return list(found.values())


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


def planted(root: Path, file: Path, at: int) -> Fault:
    """Plant the fault of that number in a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    node, kind, name = places(tree)[at]
    line = node.lineno  # type: ignore[attr-defined]
    inside = file.relative_to(root)
    before = ast.unparse(node).split("\n")[0]
    changed = Planting(node, kind).visit(copy.copy(tree))
    text = ast.unparse(ast.fix_missing_locations(changed))
    return Fault(inside, line, kind, text, f"{inside.as_posix()}:{name}", before)


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


def probed(root: Path, file: Path) -> str:
    """Return a file's text in which every statement with a place says that it is reached."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {id(node): name for node, _kind, name in places(tree)}
    told = f"{file.relative_to(root).as_posix()}:"
    for owner in [each for each in ast.walk(tree) if not isinstance(each, ast.Module)]:
        for field in ("body", "orelse", "finalbody"):
            block = getattr(owner, field, None)
            if isinstance(block, list):
                setattr(owner, field, list(_probed(block, names, told)))
    at = 1 + max((n for n, each in enumerate(tree.body) if _must_lead(each)), default=-1)
    tree.body.insert(at, ast.parse("from cadence_probe import hit as _hit_").body[0])
    return ast.unparse(ast.fix_missing_locations(tree))


def _probed(block: list[ast.stmt], names: dict[int, str], told: str) -> Iterator[ast.stmt]:
    for statement in block:
        for node in _own(statement):
            if name := names.get(id(node)):
                yield ast.parse(f"_hit_({told + name!r})").body[0]
        yield statement


def _own(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield a statement's nodes but for those of the statements in it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.stmt)]


def _must_lead(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
