"""`cadence ledger prepare|seal`: for who keeps the database in which many offices record."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands.options import FINDINGS, WELL, now
from cadence.commands.outputs import check_place
from cadence.core import CadenceError, _, ngettext

if TYPE_CHECKING:
    from cadence.ledger import Sealed


@click.command(help=_("Make a PostgreSQL database ready for ledgers, and let roles use it."))
@click.argument("address")
@click.option(
    "--writer",
    "writers",
    multiple=True,
    metavar="ROLE[=CHAIN]",
    help=_("A role that may add lines."),
)
@click.option(
    "--reader",
    "readers",
    multiple=True,
    metavar="ROLE[=CHAIN]",
    help=_("A role that may only read."),
)
def prepare(address: str, writers: tuple[str, ...], readers: tuple[str, ...]) -> None:
    """Make what is missing; what is there stays."""
    from cadence.ledger import prepare as make_ready

    name = make_ready(address, writers, readers)
    click.echo(_("{0} is ready for ledgers").format(name))
    for role in writers:
        click.echo(_("{0} may add lines, and change or take away none").format(role))
    for role in readers:
        click.echo(_("{0} may read").format(role))


@click.command(
    help=_("Seal the last line of every chain into a list kept elsewhere; every day, by a post.")
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--by", metavar="POST", help=_("The post that signs it off; never a name."))
@click.option("--check", is_flag=True, help=_("Only compare every chain with every seal."))
@click.pass_context
def seal(context: click.Context, file: Path, by: str | None, check: bool) -> int:
    """Add a seal, or look whether all of them still hold."""
    from cadence.ledger import check_seals
    from cadence.ledger import seal as add_seal
    from cadence.rules import find_folder

    folder = context.obj or find_folder(Path.cwd())
    if check:
        if not file.exists():
            raise CadenceError(_("{0} is not there; name the list of seals").format(file))
        return _tell(check_seals(folder, file), _("seal {0} and all before it: {1}"))
    if not (by and by.strip()):
        raise click.UsageError(_("{0} must say something").format("--by"))
    if not file.exists():
        check_place(file)
    return _tell(add_seal(folder, file, by.strip(), now()), _("seal {0}: {1}"))


def _tell(found: "Sealed", words: str) -> int:
    click.echo(words.format(found.number, found.digest))
    chains = ngettext("{0} chain holds", "{0} chains hold", found.chains)
    click.echo(chains.format(found.chains))
    for each in found.faults:
        click.echo(each, err=True)
    return FINDINGS if found.faults else WELL
