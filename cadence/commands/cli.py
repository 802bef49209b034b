"""The one door: the group that every command of commands/ hangs on, and how a run ends."""

import os
import sys
from pathlib import Path

import click

from cadence.commands import COMMANDS, command_of
from cadence.commands.metavars import name_values
from cadence.commands.options import BAD_INPUT, WELL
from cadence.core import CadenceError, _


def run() -> None:
    """Run the command line; what the user can put right ends in a message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        # No newline is translated, so that CSV and JSON are the same bytes on Windows.
        stream.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
    try:
        sys.exit(main.main(standalone_mode=False) or WELL)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_INPUT)
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("stopped; every published file is whole"), err=True)
        sys.exit(BAD_INPUT)
    except CadenceError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)
    except BrokenPipeError:  # whoever read us, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(WELL)


class Door(click.Group):
    """The commands, by name and help; the file of one is read when it is asked for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return one, the names of its values translated; None where there is none."""
        command = command_of(cmd_name)
        if command:
            name_values(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List what each does, without reading its file."""
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(map(len, names))
        with formatter.section(_("Commands")):
            rows = [(each, self.commands[each].get_short_help_str(room)) for each in names]
            formatter.write_dl(rows)


@click.group(
    cls=Door,
    commands=[click.Command(each.name, help=_(each.help)) for each in COMMANDS],
    help=_("Read what official documents demand; write calendars, tables and checks."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="cadence-duties", message="cadence %(version)s")
@click.option(
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder that holds rules/ (default: here, or the nearest above)."),
)
@click.pass_context
def main(context: click.Context, workspace: Path | None) -> None:
    """Keep the workspace's folder for the command that follows."""
    refuse_without_chinese(sys.getfilesystemencoding())
    context.obj = workspace


def refuse_without_chinese(encoding: str) -> None:
    """Refuse where the system's encoding has no Chinese: names and arguments would be mangled.

    Raises:
        CadenceError: what to set.
    """
    try:
        "安委办名册".encode(encoding)
    except UnicodeEncodeError as error:
        message = _(
            "Chinese file names cannot be written here, the encoding is {0};"
            " set PYTHONUTF8=1 (or LC_ALL=C.UTF-8) and run it again"
        )
        raise CadenceError(message.format(encoding)) from error


name_values(main)
