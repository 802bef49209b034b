"""`cadence ledger`: what was recorded, a copy of it, its restoring, its proof, its reversals."""

import contextlib
import itertools
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadence.commands import help_of
from cadence.commands.ledger_places import prepare, seal
from cadence.commands.options import (
    FINDINGS,
    WELL,
    format_option,
    note_clock,
    note_fault,
    now,
    print_list,
)
from cadence.commands.outputs import write_file
from cadence.commands.typed import Day, EndOrMoment
from cadence.core import CadenceError, InputError, Problem, _, ngettext, read_bounded

if TYPE_CHECKING:
    from cadence.core import Entry

LARGEST_COPY = 500_000_000  # bytes: a million and a half entries
SHORTEST_HEAD = 12  # letters of a hash that tell it apart
KINDS = ("done", "waiver", "extension", "event", "choice", "reversal")


def _folder(context: click.Context) -> Path:
    """Find the workspace without reading its rules: the ledger stands for itself."""
    from cadence.rules import find_folder

    folder: Path = context.obj or find_folder(Path.cwd())
    return folder


@click.group(help=help_of("ledger"))
def ledger() -> None:
    """Hold the commands."""


ledger.add_command(prepare)
ledger.add_command(seal)


@ledger.command(help=_("List the entries, each with its number."))
@click.option("--kind", type=click.Choice(KINDS), help=_("Only entries of this kind."))
@click.option("--unit", help=_("Only this unit's id."))
@click.option("--occurrence", help=_("Only occurrences whose id holds this text."))
@click.option("--from", "first", type=Day(), help=_("Only what was recorded from this day on."))
@click.option("--to", "last", type=Day(), help=_("Only what was recorded up to this day."))
@click.option("--known-at", type=EndOrMoment(), help=_("Only what had been recorded by then."))
@format_option
@click.pass_context
def show(context: click.Context, /, form: str, known_at: datetime | None, **asked: Any) -> None:  # noqa: ANN401 - the filters
    """Print the entries."""
    from cadence.core import Table, reversed_numbers
    from cadence.ledger import HEADS, entry_json, entry_rows, read_entries

    note_fault(_folder(context))
    entries = list(read_entries(_folder(context), known_at))
    gone = reversed_numbers(entries)
    found = [each for each in entries if _is_asked(each, **asked)]
    rows = tuple(
        (*row, "已冲销" if each.number in gone else "")
        for each, row in zip(found, entry_rows(found), strict=True)
    )
    values = [entry_json(each, reversed_=each.number in gone) for each in found]
    print_list(form, Table((*HEADS, "状态"), rows), values)


def _is_asked(
    entry: "Entry",
    kind: str | None,
    unit: str | None,
    occurrence: str | None,
    first: date | None,
    last: date | None,
) -> bool:
    from cadence.ledger import unit_of

    key, day = unit_of(entry), entry.recorded.date()
    return (
        kind in {None, entry.fact.kind}
        and unit in {None, key, key.rpartition("/")[2]}
        and (occurrence is None or occurrence in getattr(entry.fact, "occurrence", ""))
        and (first or day) <= day <= (last or day)
    )


@ledger.command(help=_("Copy the ledger: .jsonl restores it to the last byte, .csv is to read."))
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), hidden=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    help=_("The kind of copy (default: by the file's ending, else jsonl)."),
)
@click.pass_context
def export(context: click.Context, file: Path | None, output: Path | None, form: str | None) -> int:
    """Write a copy, or print it; 1 where the chain of the ledger is broken."""
    from cadence.ledger import first_broken

    file = file or output
    if form is None:
        form = "csv" if file and file.suffix.lower() == ".csv" else "jsonl"
    folder = _folder(context)
    note_fault(folder)
    lines = list(_lines(folder))
    broken, _count, head = first_broken(lines)
    text = _copy(folder, lines, form)
    if file is None:
        click.echo(text, nl=False)
    else:
        write_file(file, text.encode())
        words = ngettext(
            "wrote {0}: {1} entry, head {2}", "wrote {0}: {1} entries, head {2}", len(lines)
        )
        click.echo(words.format(file, len(lines), head))
    if broken is None:
        return WELL
    message = _("the chain is broken at line {0}; this copy cannot be restored from")
    click.echo(message.format(broken), err=True)
    return FINDINGS


def _lines(folder: Path) -> Iterator[tuple[int, str, str, str]]:
    from cadence.ledger import is_begun, open_ledger

    if is_begun(folder):
        with open_ledger(folder) as opened:
            yield from opened.lines()


def _copy(folder: Path, lines: list[tuple[int, str, str, str]], form: str) -> str:
    from cadence.core import Table
    from cadence.ledger import HEADS, entry_rows, jsonl_of, read_entries
    from cadence.print import render_csv

    if form == "jsonl":
        return "".join(map(jsonl_of, lines))
    return render_csv(Table(HEADS, tuple(entry_rows(read_entries(folder)))))


@ledger.command("import", help=_("Restore an empty ledger from a .jsonl copy, to the last byte."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def import_copy(context: click.Context, file: Path) -> None:
    """Restore the ledger, the whole of it or nothing."""
    from cadence.ledger import line_of, open_ledger

    count, texts = 0, _texts(file)
    folder = _folder(context)
    with open_ledger(folder, restoring=True) as opened, opened.writing():
        if next(opened.lines(), None):
            message = _("{0} holds entries already; set it aside first, for two cannot be joined")
            raise CadenceError(message.format(opened.name))
        for count, text in enumerate(texts, 1):
            try:
                opened.restore(line_of(text))
            except ValueError as error:
                message = _("the chain does not hold here; nothing was restored: find another copy")
                raise InputError([Problem(file.as_posix(), count, 1, message)]) from error
    words = ngettext("restored {0} entry", "restored {0} entries", count)
    click.echo(words.format(count))
    note_fault(folder)


def _texts(file: Path) -> list[str]:
    """Split a copy at its newlines alone: U+2028 and its like may stand in what people write."""
    try:
        text = read_bounded(file, LARGEST_COPY).decode("utf-8-sig")
    except UnicodeError as error:
        message = _("{0} is not UTF-8 text; restore from a copy that cadence ledger export wrote")
        raise CadenceError(message.format(file)) from error
    if not text.strip():
        message = _("{0} is empty; nothing was restored: find another copy").format(file)
        raise CadenceError(message)
    return text.removesuffix("\n").split("\n")


@ledger.command(help=_("Follow the chain from the first entry to the last; exit 1 if it breaks."))
@click.option("--head", help=_("A hash that this command printed before: nothing was cut since."))
@click.option(
    "--accept",
    is_flag=True,
    help=_("Go on with what is here, though it lacks lines that it once held."),
)
@click.pass_context
def verify(context: click.Context, head: str | None, accept: bool) -> int:
    """Print whether anything was changed, where, and how the file is kept."""
    from cadence.ledger import first_broken, forget, is_begun, open_ledger

    folder = _folder(context)
    if accept:
        forget(folder)
    fault = note_fault(folder)
    if not is_begun(folder):
        if not fault:
            click.echo(_("nothing has been recorded here yet"))
        return FINDINGS if head or fault else WELL
    with open_ledger(folder) as opened:
        lines = list(opened.lines())
        broken, count, last = first_broken(lines)
        damage = opened.damage()
        words = ngettext("{0}: {1} entry", "{0}: {1} entries", len(lines))
        click.echo(words.format(opened.name, len(lines)))
        click.echo(opened.how())
    if damage:
        click.echo(damage)
    if broken is not None:
        message = _("broken at line {0}: it, or one before it, was changed or taken away")
        click.echo(message.format(broken))
    else:
        click.echo(_("the chain holds; head of line {0}: {1}").format(count, last))
    backwards = _backwards(lines)
    if backwards:
        message = _("stamped before the line in front of it: line {0}; a clock was set back")
        click.echo(message.format(", ".join(map(str, backwards))))
    whole = _has_head(lines[:count], head) if head else True
    proven = _proofs_are_whole(folder) if broken is None else True
    is_well = not damage and broken is None and whole and proven and not backwards and not fault
    return WELL if is_well else FINDINGS


def _proofs_are_whole(folder: Path) -> bool:
    """Say which files that prove something are no longer what was kept."""
    from cadence.ledger import missing_files, read_entries

    missing = list(missing_files(folder, read_entries(folder)))
    for each in missing:
        gone = _("line {0}: the evidence {1} is gone; put it back from a backup")
        changed = _("line {0}: the evidence {1} was changed; put it back from a backup")
        click.echo((gone if each.is_gone else changed).format(each.number, each.name))
    return not missing


def _backwards(lines: list[tuple[int, str, str, str]]) -> list[int]:
    """Number the lines whose stamp precedes the one before; those that are no moment aside."""
    stamped = []
    for number, recorded, _fact, _chain in lines:
        with contextlib.suppress(ValueError):
            stamped.append((number, datetime.fromisoformat(recorded).timestamp()))
    pairs = itertools.pairwise(stamped)
    return [number for (_before, first), (number, then) in pairs if then < first]


def _has_head(lines: list[tuple[int, str, str, str]], head: str) -> bool:
    """Tell whether a line carries a hash that was written down earlier, and say which."""
    wanted = head.strip().lower()
    found = [line[0] for line in lines if line[3].startswith(wanted)]
    if len(wanted) < SHORTEST_HEAD or not found:
        click.echo(_("no line carries the head {0}: lines were cut off or changed").format(head))
        return False
    message = _("line {0} carries the head you gave; added since: {1}")
    click.echo(message.format(found[0], lines[-1][0] - found[0]))
    return True


@ledger.command(help=_("Let an entry no longer count; it stays readable, and so does the reason."))
@click.argument("number", type=click.IntRange(min=1))
@click.option("--reason", required=True, help=_("Why, in words."))
@click.option("--by", help=_("The post that decided; never a name."))
@click.pass_context
def reverse(context: click.Context, number: int, reason: str, by: str | None) -> None:
    """Write a reversal."""
    from cadence.core import Reversal
    from cadence.ledger import entry_rows
    from cadence.ledger import reverse as write_reversal

    if not reason.strip():
        raise click.UsageError(_("{0} must say something").format("--reason"))
    fact = Reversal(number=number, reason=reason.strip(), by=by)
    moment = now()
    refusal, entries = write_reversal(_folder(context), [fact], moment)
    if refusal:
        raise CadenceError(str(refusal))
    note_clock(entries, moment)
    for row in entry_rows(entries):
        click.echo("　".join(each for each in row if each))
