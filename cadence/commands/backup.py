"""`cadence backup` and `cadence restore`: the whole workspace in one zip, and back."""

from pathlib import Path

import click

from cadence.commands import help_of
from cadence.commands.options import now
from cadence.commands.outputs import check_new
from cadence.core import _


@click.command(help=help_of("backup"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write the zip."""
    from cadence.desk import write_backup
    from cadence.rules import find_folder

    check_new(file, _("{0} is there already; name a new file, so that no older backup is lost"))
    count = write_backup(context.obj or find_folder(Path.cwd()), file, now())
    click.echo(_("wrote {0}: {1} files").format(file, count))


@click.command(help=help_of("restore"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def restore(file: Path, folder: Path) -> None:
    """Make a workspace from the zip."""
    from cadence.desk import restore as restore_backup

    count = restore_backup(file, folder)
    message = _("made {0} from {1} files; next: cd {0} and run cadence ledger verify")
    click.echo(message.format(folder, count))
