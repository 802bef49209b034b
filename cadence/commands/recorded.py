"""What is said of duties → written down, all or nothing, and shown as they stand then."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from cadence.commands.meant import MeantWords, meant, partners_of
from cadence.commands.options import index_of, note_clock, now, read_happenings, read_to_write
from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from cadence.core import Occurrence
    from cadence.ledger import Dated, Written
    from cadence.rules import Workspace


def write_facts(
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

    workspace = read_to_write(context)
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


def said(text: str, option: str) -> str:
    """Return what an option says; nothing, or half a letter, is no evidence."""
    words = text.strip()
    if not words:
        raise click.UsageError(_("{0} must say something").format(option))
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise click.UsageError(_("{0} is not readable text").format(option)) from error
    return words
