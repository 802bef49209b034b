"""rules/calendar/<year>.yaml ⇄ Notice, rules/<place>/calendar.yaml → local changes, strictly."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from cadence.core import CadenceError, Plain, Problem, Put, _
from cadence.rules.edit import edit_file, replace_file
from cadence.rules.formats import CalendarFormat, HolidayFormat, YearFormat
from cadence.rules.strays import yaml_files
from cadence.rules.validation import validated
from cadence.rules.yaml_tree import Tree, read_tree
from cadence.workdays import Holiday, Look, Notice, arrangement_faults, looker

CHANGES = "calendar.yaml"  # of a place
FOLDER = "calendar"  # under rules/, and so the name of no place
ONE_LINE = 1_000_000  # characters
PLAIN = re.compile(r"[\u4e00-\u9fff][\w、〔〕（）]*")
HEAD = "# yaml-language-server: $schema=../.schema/year.json\n"


def read_years(folder: Path, shown: str) -> tuple[tuple[Notice, ...], tuple[Tree, ...]]:
    """Read every year of rules/calendar/.

    Returns:
        The notices without problems, and the trees that hold the problems of the others.
    """
    found = [_read_year(file, f"{shown}/{file.name}") for file in _year_files(folder)]
    return tuple(notice for notice, _tree in found if notice), tuple(tree for _, tree in found)


def read_changes(file: Path, shown: str) -> tuple[tuple[Holiday, ...], Tree]:
    """Read a place's own changes; none where there is no file."""
    if not file.exists():
        return (), Tree(shown)
    tree = read_tree(file, shown)
    found = validated(tree, CalendarFormat)
    if found is None:
        return (), tree
    seen = set()
    for index, each in enumerate(found.changes):
        for way, day in _days(each):
            if day in seen:
                tree.problem(("changes", index, *way), _("{0} is named twice").format(day))
            seen.add(day)
    return tuple(_holiday(each) for each in found.changes), tree


def read_looks(
    rules: Path, places: Iterable[str], shown: str
) -> tuple[dict[str, Look], list[Problem]]:
    """Return what answers for any day, by place and for none (""), and all files' problems."""
    years, trees = read_years(rules / FOLDER, f"{shown}/{FOLDER}")
    problems = [problem for tree in trees for problem in tree.problems]
    looks = {"": looker(years)}
    for place in places:
        changes, tree = read_changes(rules / place / CHANGES, f"{shown}/{place}/{CHANGES}")
        problems += tree.problems
        looks[place] = looker(years, changes)
    return looks, problems


def write_year(file: Path, notice: Notice, *, replace: bool) -> bool:
    """Write one notice into its file, whole or not at all.

    Returns:
        False where the file already says so.

    Raises:
        CadenceError: the file says something else, and replacing it is not meant.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, render_year(notice).encode(), None)
        return True
    seen = file.read_bytes()
    says = validated(read_tree(file, str(file)), YearFormat)
    if says and _notice(says) == notice:
        return False
    if not replace:
        message = _("{0} says something else; if the notice is right, add --replace")
        raise CadenceError(message.format(file))
    return edit_file(file, _edits(notice), seen)


def _edits(notice: Notice) -> Iterator[Put]:
    yield Put(("year",), notice.year)
    yield Put(("document",), notice.document)
    yield Put(("holidays",), [_said(each) for each in notice.holidays])


def _said(holiday: Holiday) -> dict[str, Plain]:
    said: dict[str, Plain] = {"name": holiday.name, "off": holiday.off, "worked": holiday.worked}
    return {key: each for key, each in said.items() if each}


def render_year(notice: Notice) -> str:
    """Return the YAML of one notice, as read_years reads it."""
    title = f"国务院办公厅关于{notice.year}年部分节假日安排的通知"
    document = _scalar(notice.document)
    lines = [HEAD, f"# {title}\n", f"year: {notice.year}\n", f"document: {document}\n"]
    lines.append("holidays:\n")
    for each in notice.holidays:
        lines.append(f"  - name: {_scalar(each.name)}\n")
        for key, days in (("off", each.off), ("worked", each.worked)):
            if days:
                lines.append(f"    {key}:\n")
                lines += [f"      - {day.isoformat()}\n" for day in days]
    return "".join(lines)


def _scalar(text: str) -> str:
    """Write a text as YAML, in quotes unless it is plainly a word."""
    if PLAIN.fullmatch(text):
        return text
    quoted: str = yaml.dump(text, default_style='"', allow_unicode=True, width=ONE_LINE)
    return quoted.strip()


def _year_files(folder: Path) -> Iterable[Path]:
    return yaml_files(folder)


def _read_year(file: Path, shown: str) -> tuple[Notice | None, Tree]:
    tree = read_tree(file, shown)
    found = validated(tree, YearFormat)
    if found is None:
        return None, tree
    if file.name != f"{found.year}.yaml":
        tree.problem(("year",), _("the year {0} belongs into {0}.yaml").format(found.year))
    pairs = [(each.off, each.worked) for each in found.holidays]
    for index, key, nth, message in arrangement_faults(found.year, pairs):
        tree.problem(("holidays", index, key, nth), message)
    if tree.problems:
        return None, tree
    return _notice(found), tree


def _notice(found: YearFormat) -> Notice:
    holidays = tuple(_holiday(each, found.document) for each in found.holidays)
    return Notice(year=found.year, document=found.document, holidays=holidays)


def _holiday(found: HolidayFormat, document: str = "") -> Holiday:
    return Holiday(
        name=found.name, off=found.off, worked=found.worked, document=found.document or document
    )


def _days(found: HolidayFormat) -> Iterator[tuple[tuple[str, int], object]]:
    for key, days in (("off", found.off), ("worked", found.worked)):
        yield from (((key, index), day) for index, day in enumerate(days))
