"""Laws of the house, kept by machine."""

import ast
import re
import subprocess
import sys
from functools import cache

import pytest
from conftest import ROOT

PACKAGE = ROOT / "cadence"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
# Who may import whose face.
MAY_IMPORT = {
    "core": set(),
    "jobs": {"core"},
    "workdays": {"core"},
    "extract": {"core"},
    "print": {"core"},
    "rules": {"core", "workdays"},
    "occurrences": {"core", "workdays", "rules"},
    "ledger": {"core", "rules", "occurrences"},
    "conflicts": {"core", "print", "rules", "occurrences"},
    "feeds": {"core", "occurrences", "conflicts"},
    "reports": {"core", "workdays", "print", "rules", "occurrences", "conflicts"},
    "publish": {"core", "jobs", "print", "rules", "occurrences", "conflicts", "feeds", "reports"},
    "serve": {"core"},
    "rollup": {"core", "print", "occurrences"},
    "remind": {"core", "rules", "occurrences", "reports", "serve"},
    "desk": {
        "core",
        "workdays",
        "print",
        "extract",
        "rules",
        "occurrences",
        "ledger",
        "conflicts",
        "reports",
        "publish",
        "serve",
        "remind",
    },
    "caldav": {"core", "occurrences", "ledger", "feeds", "serve", "desk"},
}
MAY_IMPORT["commands"] = set(MAY_IMPORT)
DOOR = "commands"
EDGES = {
    "rules",
    "extract",
    "ledger",
    "publish",
    "serve",
    "remind",
    "rollup",
    "desk",
    "caldav",
    DOOR,
}  # rooms that touch files
EDGE_FILES = {
    "core/bounded.py",
    "core/shared_drive.py",
    "core/sqlite.py",
    "core/whole_file.py",
    "print/fonts.py",
    "print/pdf.py",
}
HEAVY = {
    "apprise",
    "cryptography",
    "distributed",
    "duckdb",
    "argon2",
    "highspy",
    "multipart",
    "numpy",
    "obstore",
    "icalendar",
    "jinja2",
    "lxml",
    "openpyxl",
    "psycopg",
    "psycopg_pool",
    "pydantic",
    "starlette",
    "uvicorn",
    "xlsxwriter",
}
# Names that lxml's parsers and asyncio's protocols call.
THEIRS = {"data", "data_received"}


def room(file):
    parts = file.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else DOOR  # what lies at the top only opens the door


def folder(module):
    """The folder inside its room in which a module lies: `` for the room itself."""
    _cadence, _room, *inside = module.split(".")
    path = PACKAGE.joinpath(_room, *inside)
    return "/".join(inside if path.is_dir() else inside[:-1])


@cache
def nodes(file):
    """All that a file's text says, read once for every law."""
    return tuple(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


@cache
def imports(file):
    """What a file imports from where, wherever in it."""
    return tuple(node for node in nodes(file) if isinstance(node, ast.ImportFrom))


def imported(file):
    """Every module of ours that a file imports."""
    for node in imports(file):
        if (node.module or "").startswith("cadence."):
            yield node.module


def names_of(stub):
    """The public names that a face lists."""
    return {each.name for node in imports(stub) for each in node.names}


def has_circle(arrows):
    """Take away what nothing leaves, again and again; what is left goes round."""
    left = {one: set(others) for one, others in arrows.items()}
    while ends := {one for one, others in left.items() if not others & set(left) - {one}}:
        left = {one: others for one, others in left.items() if one not in ends}
    return bool(left)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_room_imports_the_faces_that_the_table_allows_and_nothing_behind_them(file):
    own = room(file)
    for module in imported(file):
        other, _dot, behind = module.removeprefix("cadence.").partition(".")
        if other != own:
            assert other in MAY_IMPORT[own], f"{own} imports {other}"
            assert not behind, f"{module}: import the face of {other}"


def test_the_listing_is_the_table_and_nothing_goes_round():
    assert {file.parent.name for file in PACKAGE.glob("*/__init__.py")} == set(MAY_IMPORT)
    assert not has_circle(MAY_IMPORT)


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_the_folders_inside_a_room_do_not_go_round_either(name):
    arrows = {}
    for file in (PACKAGE / name).rglob("*.py"):
        inside = file.relative_to(PACKAGE / name).parent.as_posix().removeprefix(".")
        own = (each for each in imported(file) if each.split(".")[1] == name and "." in each[8:])
        arrows.setdefault(inside, set()).update(folder(each) for each in own)
    assert not has_circle(arrows), arrows


@pytest.mark.parametrize("name", sorted(set(MAY_IMPORT) - {DOOR}))
def test_every_name_of_a_face_is_wanted_by_another_room(name):
    wanted = set()
    for file in (each for each in MODULES if room(each) != name):
        for node in imports(file):
            if node.module == f"cadence.{name}":
                wanted |= {each.name for each in node.names}
    assert names_of(PACKAGE / name / "__init__.pyi") == wanted


def test_faces_stay_light():
    names = ", ".join(f"cadence.{name}" for name in MAY_IMPORT)
    script = f"import sys, {names}; print(*set(sys.modules) & {HEAVY!r})"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_files_and_functions_stay_short(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in nodes(file):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.end_lineno - node.lineno + 1 - docstring_lines(node)
            assert body <= LONGEST_FUNCTION, f"{node.name}: {body} lines"


def docstring_lines(node):
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first.end_lineno - first.lineno + 1 if documented else 0


def test_only_the_one_door_prints_and_asks_the_time():
    clocks = {"now", "today", "utcnow", "print"}
    for file in MODULES:
        if room(file) != DOOR:
            for node in nodes(file):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    assert name not in clocks, f"{file.name}:{node.lineno}: {name}()"


def test_only_the_edges_touch_files():
    touching = {"read_bytes", "read_text", "write_bytes", "write_text", "open", "unlink", "mkdir"}
    for file in MODULES:
        if room(file) not in EDGES and file.relative_to(PACKAGE).as_posix() not in EDGE_FILES:
            for node in nodes(file):
                if isinstance(node, ast.Call):
                    assert getattr(node.func, "attr", "") not in touching, (
                        f"{file.name}:{node.lineno}"
                    )


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_words_that_mean_nothing_are_not_used(file):
    names = {
        node.name
        for node in nodes(file)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in THEIRS
    }
    banned = re.compile(
        r"(^|_)(task|item|record|manager|handler|helper|utils?|process|data)(_|$)", re.IGNORECASE
    )
    assert not [name for name in names if banned.search(name)]


def test_every_module_says_what_goes_in_and_out():
    for file in MODULES:
        said = ast.get_docstring(nodes(file)[0]) or ""
        assert len(said.split()) > 2, file.name


def commands():
    from cadence.commands import COMMANDS

    return [each.name for each in COMMANDS]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_every_command_is_documented(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for name in commands():
        assert f"cadence {name}" in text, name


def test_every_key_of_every_format_is_documented():
    from cadence.rules.validation import known_keys

    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    missing = [key for key in known_keys() if f"`{key}`" not in text]
    assert missing == []


def test_readmes_stay_short():
    for page in ("README.md", "README.zh-CN.md"):
        assert len((ROOT / page).read_text(encoding="utf-8").splitlines()) <= 150
