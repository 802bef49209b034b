"""The one door: the group that every command of commands/ hangs on, and how a run ends."""

import os
import sys
from pathlib import Path

import click

from cadence.commands import COMMANDS
from cadence.commands.metavars import name_values
from cadence.commands.options import BAD_INPUT, WELL
from cadence.core.errors import CadenceError
from cadence.core.messages import _


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


@click.group(
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
    context.obj = workspace


for command in COMMANDS:
    main.add_command(command)
name_values(main)
