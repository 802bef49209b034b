"""`cadence done`, `waive`, `extend`, `refuse`: what happened to duties, into the ledger."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from cadence.commands import help_of
from cadence.commands.meant import MeantWords, meant, partners_of, words_options
from cadence.commands.options import index_of, note_clock, now, read, read_happenings
from cadence.commands.typed import Day, DayOrMoment
from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from cadence.core import Occurrence
    from cadence.ledger import Dated, Written
    from cadence.rules import Workspace

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
    "--on", type=DayOrMoment(), required=True, help=_("The day; with its time where hours count.")
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
    on: date,
    evidence: str,
    by: str | None,
    covered: tuple[str, ...],
    merged: bool,
) -> None:
    """Write one entry per occurrence, or none at all."""
    from cadence.core import Done
    from cadence.ledger import read_proof

    proof = read_proof(_said(evidence, "--evidence"), Path())
    if proof.missing:
        message = _("note: no file {0} is here; its name alone is kept as evidence")
        click.echo(message.format(evidence), err=True)
    post = _said(by, "--by") if by else None
    files = _kept(context, Path(evidence)) if proof.sha256 else ()

    def fact(occurrence: "Occurrence") -> Done:
        return Done(
            occurrence=occurrence.id,
            on=on,
            evidence=proof.words,
            sha256=proof.sha256,
            by=post,
            files=files,
            covers=_covers(context, occurrence, covered),
        )

    left = _write(context, occurrences, words, fact, merged=merged)
    if left:
        message = _("merged with it, and not recorded: {0}; --merged records them too")
        click.echo(message.format(", ".join(left)), err=True)


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

    where, post = _said(document, "--document"), _said(by, "--by")

    def fact(occurrence: "Occurrence") -> Waiver:
        return Waiver(occurrence=occurrence.id, document=where, by=post)

    _write(context, occurrences, words, fact)


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

    where, post = _said(document, "--document"), _said(by, "--by")

    def fact(occurrence: "Occurrence") -> Extension:
        return Extension(occurrence=occurrence.id, to=to, document=where, by=post)

    _write(context, occurrences, words, fact)


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

    why, who = _said(reason, "--reason"), _said(by, "--by")

    def fact(occurrence: "Occurrence") -> Refusal:
        return Refusal(occurrence=occurrence.id, refused=refused, reason=why, on=on, by=who)

    _write(context, occurrences, words, fact)


def _write(
    context: click.Context,
    tails: tuple[str, ...],
    words: MeantWords,
    fact: Callable[["Occurrence"], "Dated"],
    *,
    merged: bool = False,
) -> tuple[str, ...]:
    """Find every occurrence, write down what is said of all of them, and show how they stand.

    Args:
        context: of the command.
        tails: of the occurrences' ids.
        words: or which are meant, in words.
        fact: what is said of each.
        merged: say it also of what the office merged with them.

    Returns:
        The ids of what is merged with them and still open.

    Raises:
        CadenceError: one is not found or may not be written down; every reason is named, and
            nothing was recorded.
    """
    from cadence.ledger import Claim, write_down

    workspace = read(context)
    index = index_of(workspace, read_happenings(workspace.folder))
    named, refusals = meant(workspace, index, tails, words, now())
    claims = [Claim(each, fact(each)) for each in named]
    held = {each.occurrence.id: getattr(each.fact, "on", None) for each in claims}
    partners = _partners(workspace, [each.occurrence for each in claims], held)
    if merged:
        claims += [Claim(each, fact(each)) for each in partners]
    if refusals:
        # The others are weighed too, so that everything is mended in one go.
        refusals += _would_be_refused(workspace, claims)
        raise CadenceError(_nothing_recorded(refusals))
    moment = now()
    written = write_down(workspace.folder, claims, moment)
    if written.refused:
        raise CadenceError(_nothing_recorded(_reasons(written.refused)))
    note_clock(written.entries, moment)
    _show(workspace, written)
    return () if merged else tuple(each.id for each in partners)


def _partners(
    workspace: "Workspace", named: list["Occurrence"], held: Mapping[str, date | None]
) -> list["Occurrence"]:
    """Return what the office merged with the occurrences named, and is neither done nor waived.

    Args:
        workspace: their place's.
        named: those of which something is said.
        held: by id, on which day each was held, as far as that is said.
    """
    from cadence.commands.options import read_history
    from cadence.conflicts import merged_with

    if not any(policy.merges for policy in workspace.policies.values()):
        return []
    index = index_of(workspace, read_history(workspace.folder, None))
    return partners_of(index, named, lambda scene, one: merged_with(scene, one, _day(held[one.id])))


def _day(on: date | None) -> date | None:
    return on.date() if isinstance(on, datetime) else on


def _would_be_refused(workspace: "Workspace", claims: list[Any]) -> list[str]:
    from cadence.ledger import read_entries, weigh

    known = read_entries(workspace.folder) if claims else ()
    return _reasons(each for each in weigh(claims, known, now(), again=True) if each.refusal)


def _reasons(refused: Iterable[Any]) -> list[str]:
    return [f"{each.claim.occurrence.id}: {each.refusal}" for each in refused]


def _nothing_recorded(refusals: Iterable[str]) -> str:
    return "\n".join((_("nothing was recorded:"), *refusals))


def _show(workspace: "Workspace", written: "Written") -> None:
    """Print each occurrence with the number of its entry and how it stands now."""
    from dataclasses import replace

    from cadence.core import history
    from cadence.ledger import ids_of, open_ledger
    from cadence.occurrences import check
    from cadence.reports import due_cell, status_cell

    numbers = {entry.fact: entry.number for entry in written.entries}
    found = [each.claim.occurrence for each in written.outcomes]
    with open_ledger(workspace.folder) as ledger:
        known = replace(history(ledger.about(ids_of(found))), policies=workspace.policies)
    judged = check(found, known, workspace.policies.__getitem__, now())
    for outcome, each in zip(written.outcomes, judged, strict=True):
        same = outcome.same_as or (0 if outcome.is_new else numbers[outcome.claim.fact])
        words = _("entry {0} says so already; nothing was changed") if same else _("entry {0}")
        click.echo(words.format(same or numbers[outcome.claim.fact]))
        unit, window = each.occurrence.binding.unit, each.occurrence.window
        act, state = each.occurrence.binding.rule.act, status_cell(each.judgement)
        click.echo(f"  {unit.name}：{act}（{window.tag}，截止{due_cell(window)}）【{state}】")
        click.echo(f"  {each.occurrence.id}")


def _said(text: str, option: str) -> str:
    """Return what an option says; nothing, or half a letter, is no evidence."""
    said = text.strip()
    if not said:
        raise click.UsageError(_("{0} must say something").format(option))
    try:
        said.encode()
    except UnicodeEncodeError as error:
        raise click.UsageError(_("{0} is not readable text").format(option)) from error
    return said
