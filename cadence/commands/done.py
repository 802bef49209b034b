"""`cadence done`, `waive`, `extend`, `refuse`: what happened to duties, into the ledger."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from cadence.commands import help_of
from cadence.commands.meant import MeantWords, words_options
from cadence.commands.options import now, read
from cadence.commands.recorded import said, write_facts
from cadence.commands.typed import Day, WrittenDayOrMoment
from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from cadence.core import Occurrence, WrittenDay

Command = TypeVar("Command", bound=Callable[..., Any])


def _occurrences(command: Command) -> Command:
    named = click.argument("occurrences", nargs=-1, metavar="[OCCURRENCE]…")
    return named(words_options(command))


def _decided(command: Command) -> Command:
    document = click.option("--document", required=True, help=_("Where the decision is written."))
    by = click.option("--by", required=True, help=_("The post that decided; never a name."))
    return document(by(command))


@click.command(help=help_of("done"))
@_occurrences
@click.option(
    "--on",
    type=WrittenDayOrMoment(),
    required=True,
    help=_("The day; with its time where hours count."),
)
@click.option("--evidence", required=True, help=_("What proves it: a document, or a file's path."))
@click.option("--by", help=_("The post that did it; never a name."))
@click.option(
    "--covered",
    multiple=True,
    metavar="NAME",
    help=_("Whom it reached, of those it must reach one by one: name, alias, group, or all."),
)
@click.option(
    "--merged",
    is_flag=True,
    help=_("Also what the office merged with them."),
)
@click.pass_context
def done(
    context: click.Context,
    occurrences: tuple[str, ...],
    words: MeantWords,
    on: "WrittenDay",
    evidence: str,
    by: str | None,
    covered: tuple[str, ...],
    merged: bool,
) -> None:
    """Write one entry per occurrence, or none at all."""
    from cadence.core import Done
    from cadence.ledger import read_proof

    proof = read_proof(said(evidence, "--evidence"), Path())
    if proof.missing:
        message = _("note: no file {0} is here; its name alone is kept as evidence")
        click.echo(message.format(evidence), err=True)
    post = said(by, "--by") if by else None
    files = _kept(context, Path(evidence)) if proof.sha256 else ()

    def fact(occurrence: "Occurrence") -> Done:
        return Done(
            occurrence=occurrence.id,
            on=_day_of(on, occurrence),
            evidence=proof.words,
            sha256=proof.sha256,
            by=post,
            files=files,
            covers=_covers(context, occurrence, covered),
        )

    left = write_facts(context, occurrences, words, fact, merged=merged)
    if left:
        message = _("merged with it, and not recorded: {0}; --merged records them too")
        click.echo(message.format(", ".join(left)), err=True)


def _day_of(written: "WrittenDay", occurrence: "Occurrence") -> date:
    """Return the day that is meant, the year told by the duty where it was left out.

    Raises:
        CadenceError: more days than one can be meant, or none.
    """
    from cadence.core import day_or_minute
    from cadence.ledger import Reason, day_meant

    shown = "、".join(day_or_minute(each) for each in written.days)
    if written.yearless:
        month, day, minutes = written.yearless
        clock = "" if minutes is None else f" {minutes // 60:02}:{minutes % 60:02}"
        shown = f"{month:02}-{day:02}{clock}"
    found = day_meant(written, shown, occurrence.window, now())
    if isinstance(found, Reason):
        raise CadenceError(f"{occurrence.id}: {found}")
    return found


def _covers(
    context: click.Context, occurrence: "Occurrence", names: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the keys of those whom names mean, of those whom an occurrence must reach.

    Raises:
        CadenceError: nobody answers to a name.
    """
    from cadence.ledger import ALL, reached, those_required

    workspace, place = read(context), occurrence.binding.unit.place
    keys = [
        key
        for name in names
        for key in (
            (name,) if name in ALL else those_required(occurrence, workspace.units(name, place))
        )
    ]
    return reached(occurrence, keys)


def _kept(context: click.Context, file: Path) -> tuple[tuple[str, str], ...]:
    """Keep a copy of the file that proves it; one that is not taken is known by its hash alone."""
    from cadence.core import read_bounded
    from cadence.ledger import LARGEST, keep_file

    try:
        return (keep_file(read(context).folder, file.name, read_bounded(file, LARGEST)),)
    except CadenceError as error:
        message = _("note: no copy is kept, its name and hash alone are: {0}")
        click.echo(message.format(error), err=True)
        return ()


@click.command(help=help_of("waive"))
@_occurrences
@_decided
@click.pass_context
def waive(
    context: click.Context, occurrences: tuple[str, ...], words: MeantWords, document: str, by: str
) -> None:
    """Write one waiver per occurrence, or none at all."""
    from cadence.core import Waiver

    where, post = said(document, "--document"), said(by, "--by")

    def fact(occurrence: "Occurrence") -> Waiver:
        return Waiver(occurrence=occurrence.id, document=where, by=post)

    write_facts(context, occurrences, words, fact)


@click.command(help=help_of("extend"))
@_occurrences
@click.option("--to", type=Day(), required=True, help=_("The last day that is now in time."))
@_decided
@click.pass_context
def extend(
    context: click.Context,
    occurrences: tuple[str, ...],
    words: MeantWords,
    to: date,
    document: str,
    by: str,
) -> None:
    """Write one extension per occurrence, or none at all."""
    from cadence.core import Extension

    where, post = said(document, "--document"), said(by, "--by")

    def fact(occurrence: "Occurrence") -> Extension:
        return Extension(occurrence=occurrence.id, to=to, document=where, by=post)

    write_facts(context, occurrences, words, fact)


@click.command(help=help_of("refuse"))
@_occurrences
@click.option(
    "--what",
    "refused",
    type=click.Choice(["duty", "time", "release"]),
    default="duty",
    show_default=True,
    help=_("What is refused: the duty itself, more time, or a release from it."),
)
@click.option("--on", type=Day(), required=True, help=_("The day of the refusal."))
@click.option("--reason", required=True, help=_("Why, in words."))
@click.option("--by", required=True, help=_("The unit or post that refused; never a name."))
@click.pass_context
def refuse(
    context: click.Context,
    occurrences: tuple[str, ...],
    words: MeantWords,
    refused: Literal["duty", "time", "release"],
    on: date,
    reason: str,
    by: str,
) -> None:
    """Write one refusal per occurrence, or none at all; each stays owed."""
    from cadence.core import Refusal

    why, who = said(reason, "--reason"), said(by, "--by")

    def fact(occurrence: "Occurrence") -> Refusal:
        return Refusal(occurrence=occurrence.id, refused=refused, reason=why, on=on, by=who)

    write_facts(context, occurrences, words, fact)
