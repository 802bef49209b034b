"""`cadence accept`: takes rules of a draft pack into use, those named or all that are sure."""

from pathlib import Path

import click

from cadence.commands import help_of
from cadence.commands.options import read
from cadence.core import CadenceError, _, ngettext


@click.command(help=help_of("accept"))
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT…")
@click.option("--sure", is_flag=True, help=_("All rules of these packs that were read surely."))
@click.pass_context
def accept(context: click.Context, drafts: tuple[str, ...], sure: bool) -> None:
    """Write the verdicts; DRAFT is a pack with --sure, PACK:RULE without."""
    from cadence.rules import RULES, decide, is_sure

    workspace = read(context)
    chosen: dict[Path, list[str]] = {}
    for each in drafts:
        name, _colon, rule = each.partition(":")
        pack = workspace.pack(name)
        known = {one.id: one for one in pack.rules}
        if sure == bool(rule):
            raise click.UsageError(_("write PACK:RULE, or a pack with --sure"))
        if rule and rule not in known:
            raise CadenceError(_('{0} has no rule "{1}"').format(pack.name, rule))
        ids = [one.id for one in pack.rules if is_sure(one)] if sure else [rule]
        chosen.setdefault(workspace.folder / RULES / f"{pack.name}.yaml", []).extend(ids)
    count = sum(decide(file, dict.fromkeys(ids, "accepted")) for file, ids in chosen.items() if ids)
    click.echo(ngettext("{0} rule accepted", "{0} rules accepted", count).format(count))
