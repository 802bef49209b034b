"""`cadence extract FILE`: a document in; its draft listed, written as a pack, laid out to check."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from cadence.commands import help_of
from cadence.commands.extract_output import first_dates, print_draft, report_draft
from cadence.commands.options import format_option
from cadence.commands.outputs import check_place, write_file
from cadence.commands.replacing import OTHERS, ask_what_it_replaces, take_over
from cadence.core import CadenceError, InputError, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence.extract import Draft
    from cadence.rules import Roster


@click.command(help=help_of("extract"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="PACK.yaml",
    help=_("Write the draft as a pack; decisions made in an earlier draft there are kept."),
)  # fmt: skip
@click.option(
    "--review", type=click.Path(dir_okay=False, path_type=Path), metavar="PAGE.html",
    help=_("Write the page on which a person checks the draft against the text."),
)  # fmt: skip
@click.option(
    "--roster", type=click.Path(dir_okay=False, path_type=Path), metavar="UNITS.yaml",
    help=_("Write a roster to begin with, or add to one the names that it does not know."),
)  # fmt: skip
@click.option(
    "--replaces", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="OLD.yaml",
    help=_("The pack beside PACK.yaml that this replaces; verdicts on equal clauses hold."),
)  # fmt: skip
@format_option
def extract(
    file: Path,
    output: Path | None,
    review: Path | None,
    roster: Path | None,
    replaces: Path | None,
    form: str,
) -> None:
    """Read a document and print, write or lay out what it asks for."""
    from cadence.extract import draft, pictured, read_content

    if replaces and not output:
        raise click.UsageError(_("--replaces needs -o PACK.yaml, the pack of the new document"))
    if review:
        check_place(review)
    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    read = read_content(file)  # a device or a huge file is refused before its hash is asked for
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    made = pictured(draft(read.text, today, digest, _known(output, roster)), read.scan)
    if output:
        _write_pack(made, output)
        if replaces:
            take_over(output, replaces)
        ask_what_it_replaces(made, read.text, output)
    if output or roster:
        _tell_names(made, output, roster)
    if review:
        from cadence.extract import render_review

        write_file(review, render_review(made, first_dates(made)).encode())
    if form != "table" or not (output or review):
        print_draft(made, form)
    report_draft(made, output, review)


def _known(output: Path | None, roster: Path | None) -> frozenset[str]:
    """Return the names that the roster beside the pack, or the one named, answers to."""
    files = (roster, output.parent / "units.yaml" if output else None)
    file = next((each for each in files if each and each.is_file()), None)
    if file is None:
        return frozenset()
    try:
        read = _roster(file)
    except InputError:
        return frozenset()  # said when the names are told; the draft does not wait for it
    return frozenset(read.answers) | read.outside


def _write_pack(made: "Draft", output: Path) -> None:
    from cadence.extract import expressible, head_questions, pack_text
    from cadence.rules import read_pack, read_tree

    if not any(expressible(rule.timing) for rule in made.rules):
        message = _("no duty with a time was found in the document; {0} is not written")
        raise CadenceError(message.format(output))
    earlier, text = {}, ""
    if output.exists():
        tree = read_tree(output, str(output))
        if tree.problems:
            raise InputError(tree.problems)
        earlier = tree.value if isinstance(tree.value, dict) else {}
        _check_same(made, earlier, output)
        text = output.read_text("utf-8-sig")
    content = pack_text(made, earlier, text).encode()
    write_file(output, content, may_be_rules=output.name not in OTHERS)
    for question in head_questions(made, earlier):
        click.echo(question, err=True)
    _pack, tree = read_pack(output, output.stem, str(output))
    if tree.problems:
        raise InputError(tree.problems)


def _check_same(made: "Draft", earlier: dict[str, Any], output: Path) -> None:
    """See that a draft only replaces an earlier one of its own document.

    Raises:
        CadenceError: something else stands there.
    """
    document = earlier.get("document")
    told = document if isinstance(document, dict) else {}
    numbers = {told.get("number"), made.document.number} - {None, ""}
    if "rules" not in earlier or not told or len(numbers) > 1:
        message = _(
            "{0} is no earlier draft of this document; nothing was written: name another file"
        )
        raise CadenceError(message.format(output))


def _tell_names(made: "Draft", output: Path | None, roster: Path | None) -> None:
    """Say which names the roster beside the pack does not know; write a roster, or add to it."""
    known = output.parent / "units.yaml" if output else None
    if known and known.is_file() and (names := _unknown(made, output, known)):
        message = ngettext(
            "{0} name is not in {1}: {2}", "{0} names are not in {1}: {2}", len(names)
        )
        click.echo(
            message.format(len(names), known, "；".join(_with_duties(names, made))), err=True
        )
        if not roster:
            click.echo(_("--roster UNITS.yaml adds them to a roster"), err=True)
    elif not roster and not (known and known.is_file()):
        click.echo(_("--roster UNITS.yaml writes a roster to begin with"), err=True)
    if roster and roster.is_file():
        _add_names(made, output, roster)
    elif roster:
        from cadence.extract import roster_text

        write_file(roster, roster_text(_bodies(made)).encode(), may_be_rules=True)
        click.echo(f"→ {roster}", err=True)


def _with_duties(names: tuple[str, ...], made: "Draft") -> "Iterator[str]":
    """Say of each strange name once which clauses bind it: 红星苑（一、二/（三））."""
    for name in names:
        clauses = dict.fromkeys(
            rule.clause for rule in made.rules if name in (*rule.named, *rule.lead, *rule.assist)
        )
        yield f"{name}（{'、'.join(clauses)}）" if clauses else name


def _add_names(made: "Draft", output: Path | None, file: Path) -> None:
    """Add to a roster the names that it does not know; all that stands in it stays as it is."""
    from cadence.core import Append
    from cadence.extract import roster_entries
    from cadence.rules import edit_file

    seen = file.read_bytes()
    roster = _roster(file)
    names = _unknown(made, output, file)
    sections = roster_entries(names, roster.unit_ids(), roster.ids)
    edit_file(file, [Append((key,), each) for key, each in sections.items()], seen)
    message = ngettext("{0} name added to {1}", "{0} names added to {1}", len(names))
    click.echo(message.format(len(names), file), err=True)


def _bodies(made: "Draft") -> tuple[str, ...]:
    bodies = (each for rule in made.rules for each in (*rule.named, *rule.lead, *rule.assist))
    return tuple(dict.fromkeys(bodies))


def _roster(file: Path) -> "Roster":
    from cadence.rules import read_roster

    roster, tree = read_roster(file, file.resolve().parent.name, str(file))
    if roster is None:
        raise InputError(tree.problems)
    return roster


def _unknown(made: "Draft", output: Path | None, known: Path) -> tuple[str, ...]:
    """Return the names in the rules that a roster does not know."""
    from cadence.core import folded
    from cadence.rules import read_pack, unanswered

    roster = _roster(known)
    if output is None:
        answers = roster.answers.keys() | roster.outside
        return tuple(name for name in _bodies(made) if folded(name) not in answers)
    pack, tree = read_pack(output, f"{roster.place}/{output.stem}", str(output))
    if pack is None:
        raise InputError(tree.problems)
    return tuple(dict.fromkeys(name for _rule, _key, name in unanswered(pack, roster)))
