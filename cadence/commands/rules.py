"""`cadence rules`, `diff` and `verify`: what packs say, how two differ, whether the text agrees."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.options import (
    FINDINGS,
    WELL,
    format_option,
    index_of,
    now,
    print_list,
    read,
    span_of,
    span_options,
)
from cadence.commands.typed import Day
from cadence.core import _, speaks_english

if TYPE_CHECKING:
    from cadence.core import Finding, Pack, Rule, Window
    from cadence.rules import Workspace

WIDTHS = (16, 80)  # of the findings' columns on the screen


@click.command(help=help_of("rules"))
@click.argument("pack", required=False)
@click.option("--on", type=Day(), help=_("Only the rules in force on this day."))
@format_option
@click.pass_context
def rules(context: click.Context, pack: str | None, on: date | None, form: str) -> None:
    """Print the rules."""
    from cadence.reports import pack_json, rules_table
    from cadence.rules import in_force

    workspace = read(context)
    packs = [workspace.pack(pack)] if pack else list(workspace.packs)
    packs = [in_force(each, on) for each in packs] if on else packs
    found = [pack_json(each, workspace.units_of_rules(each)) for each in packs]
    table = rules_table(packs, english=speaks_english())
    print_list(form, table, found[0] if pack else found)


@click.command(help=help_of("diff"))
@click.argument("old")
@click.argument("new")
@span_options
@format_option
@click.pass_context
def diff(
    context: click.Context, old: str, new: str, first: date | None, last: date | None, form: str
) -> None:
    """Print the slip that goes out with a new document."""
    from cadence.occurrences import expand
    from cadence.reports import changes_json, changes_table, find_changes, head_changes
    from cadence.rules import packs_compared

    workspace, span = read(context), span_of(first, last, now().year)
    older, newer = packs_compared(workspace, old, new)
    for each, name in ((older, old), (newer, new)):
        _warn_of_strangers(workspace, each, name)
    advise = workspace.advise(newer.place)
    was, ending, newer = workspace.takeover(older, newer)
    ends = {rule.id: rule for rule in ending.rules if rule not in was.rules}
    before, after = (workspace.bindings(each) for each in (was, newer))

    def windows(rule: "Rule") -> "tuple[Window, ...]":
        return expand(rule, span, advise)

    def staying(rule: "Rule") -> "tuple[Window, ...]":
        """Date what stays published of a rule that the newer pack takes over from."""
        return windows(ends[rule.id]) if rule.id in ends else ()

    listed = (was.rules, newer.rules)
    found = [
        *head_changes(was.document, newer.document),
        *find_changes(before, after, windows, staying, listed),
    ]
    print_list(form, changes_table(found), changes_json(found))


def _warn_of_strangers(workspace: "Workspace", pack: "Pack", name: str) -> None:
    """Say which names of a file nobody here answers to: they bind nobody in what is compared."""
    from cadence.rules import unanswered

    unknown = unanswered(pack, workspace.rosters[pack.place])
    if names := dict.fromkeys(each for _rule, _key, each in unknown):
        message = _("{0}: nobody answers to these names, so they are compared as words alone: {1}")
        click.echo(message.format(name, "、".join(names)), err=True)


def _against(workspace: "Workspace", pack: "Pack", source: Path) -> tuple[str, "list[Finding]"]:
    """Hold a pack against its text: how much of it the pack carries, in words, and the findings."""
    from cadence.extract import cover, find_unlisted, held_to_pictures, read_content

    content = read_content(source)
    covered = cover(pack, source.read_bytes(), content.text)
    words = _("clauses: {0} carried, {1} without duty, {2} unaccounted")
    counts = (covered.carried, covered.without_duty, covered.unaccounted)
    answers = workspace.rosters[pack.place].answers
    found = [*covered.findings, *find_unlisted(pack, answers, content.text)]
    if content.scan:
        found = [*held_to_pictures(pack, found)]
    return words.format(*counts), found


@click.command(help=help_of("verify"))
@click.argument("pack", required=False)
@click.option(
    "--source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("The official text as a UTF-8 .txt file; needs PACK."),
)
@format_option
@click.pass_context
def verify(context: click.Context, pack: str | None, source: Path | None, form: str) -> int:
    """Print the findings; 1 where one of them is an error."""
    from cadence.core import history
    from cadence.extract import find_absent, find_doubts, find_idle
    from cadence.ledger import find_orphans, read_entries
    from cadence.reports import brief_findings_table, findings_json, findings_table, open_events

    if source and not pack:
        raise click.UsageError(_("--source needs the PACK that it is the text of"))
    workspace = read(context)
    packs = [workspace.pack(pack)] if pack else list(workspace.packs)
    found = [
        finding
        for each in packs
        for finding in (
            *find_doubts(each, workspace.bindings(each), now().date()),
            *find_idle(each, workspace.bindings(each), workspace.rosters[each.place].answers),
            *find_absent(each, workspace.kinds_of_body(each), workspace.answering(each)),
        )
    ]
    if not pack:
        entries = list(read_entries(workspace.folder))
        known = history(entries)
        index = index_of(workspace, known)
        orphans = find_orphans(
            entries, lambda each: index.exact(each) is not None, index.heirs, index.renamed
        )
        found = [*orphans, *open_events(workspace, known), *found]
    if source:
        told, against = _against(workspace, packs[0], source)
        found = [*against, *found]
        click.echo(told, err=form != "table")
    if form == "table":
        print_list(form, brief_findings_table(found), None, WIDTHS)
    else:
        print_list(form, findings_table(found), findings_json(found))
    return FINDINGS if any(each.severity == "error" for each in found) else WELL
